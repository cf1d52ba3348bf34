"""Making an archive: around a scheme that was read, or the sample."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ledger_app.archive import (
    BACKUPS,
    DATABASE,
    EVIDENCE,
    Archive,
    checked_year,
    exists,
    local_now,
    portable,
)
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.lock import ArchiveLock, user_name
from ledger_app.core.progress import Progress
from ledger_app.core.resources import resource
from ledger_app.core.saving import disk_error
from ledger_app.scheme import schemes
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import read_scheme

_DRAFT = f"{DATABASE}.part"
_BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite may keep beside a database


def create(
    folder: Path,
    scheme: Scheme,
    *,
    evidence: Path | None = None,
    year: int | None = None,
    actor: str | None = None,
    now: Callable[[], datetime] = local_now,
) -> Archive:
    """Make an archive around a scheme that has been read; it is there whole or not at all.

    `evidence` is an existing folder that stays as it is; without it an empty one is made inside.
    `year` is the assessment year (default: the scheme's, else last year).
    Raises `archive-exists`, `evidence-not-a-folder`, `bad-year`, `archive-unwritable`, `disk-full`.
    """
    folder = folder.absolute()
    if exists(folder / DATABASE):
        raise LedgerError("archive-exists", path=folder)
    if evidence is not None and not os.path.isdir(evidence):  # noqa: PTH112 - False where it can't be looked at
        raise LedgerError("evidence-not-a-folder", path=evidence)
    year = checked_year(year, now()) if year is not None else scheme.year or now().year - 1
    wanted = [*([] if evidence else [folder / EVIDENCE]), folder, *folder.parents]
    made = [f for f in wanted if not f.exists()]
    try:
        (folder if evidence else folder / EVIDENCE).mkdir(parents=True, exist_ok=True)
        _write_new(folder, scheme, evidence or folder / EVIDENCE, year, actor=actor or user_name(), now=now)
    except BaseException as error:
        for one in made:
            with suppress(OSError):
                one.rmdir()
        if isinstance(error, OSError):
            raise disk_error(error, folder, "archive-unwritable") from error
        raise
    return Archive(folder, actor=actor, now=now)


def make_sample(folder: Path, progress: Progress | None = None) -> None:
    """Write the sample archive with its evidence and planted gaps; it is there whole or not at all.

    Raises `archive-exists` where the folder holds anything.
    """
    from ledger_app.exchange import sample

    progress = progress or Progress()
    folder = folder.absolute()
    if exists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise LedgerError("archive-exists", path=folder)
    part = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(part, ignore_errors=True)  # of a program that was killed
    try:
        (part / EVIDENCE).mkdir(parents=True)
        plan = sample.write_evidence(part / EVIDENCE, progress)
        with create(part, read_scheme(resource("sample", "scheme.docx")), evidence=part / EVIDENCE) as new:
            new.scan(progress)
            sample.apply_links(new.db, new.evidence, plan, progress)
            sample.file_papers(new.db, new.evidence, plan)
            sample.spoil(new.evidence, plan)
            new.scan(progress)
        _settle(part, folder)
    except OSError as error:
        raise disk_error(error, folder, "archive-unwritable") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_new(
    folder: Path, scheme: Scheme, evidence: Path, year: int, *, actor: str, now: Callable[[], datetime]
) -> None:
    """Write the new database under another name, which it loses only once all is in it."""
    draft = folder / _DRAFT
    lock = ArchiveLock(folder, now=now())
    try:
        if exists(folder / DATABASE):  # made while we looked
            raise LedgerError("archive-exists", path=folder)
        for name in (_DRAFT, DATABASE):  # of a program that was killed, of an archive that was taken away
            _remove(folder / name)
        db = Database(draft, actor=actor, now=now, backups=folder / BACKUPS)
        try:
            db.change_settings(
                is_undoable=False,  # without them, or without a scheme, the archive could not be opened again
                evidence=portable(evidence.absolute(), folder),
                year=year,
                title=scheme.title,
            )
            schemes.store(db, scheme, is_undoable=False)
        finally:
            db.close()
        if draft.with_name(f"{_DRAFT}-wal").exists():  # there was no room to write the log back
            raise LedgerError("disk-full", path=folder)
        draft.rename(folder / DATABASE)
    except BaseException:
        _remove(draft)
        with suppress(OSError):
            (folder / ".lock").unlink()
        raise
    finally:
        lock.release()


def _remove(database: Path) -> None:
    for beside in _BESIDE:
        with suppress(OSError):
            database.with_name(database.name + beside).unlink(missing_ok=True)


def _settle(made: Path, folder: Path) -> None:
    """Give a finished archive its name; into a folder that is there (perhaps the current one) the ledger goes last."""
    if not folder.exists():
        made.rename(folder)
        return
    for child in sorted(made.iterdir(), key=lambda c: c.name == DATABASE):
        child.rename(folder / child.name)
