"""Backups of the ledger: one zip that proves itself, and the way back from it.

A backup holds the database: scheme, files known, links, settings, journal. It does not hold the evidence
files; the manifest says so and names the folder they were in.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger_app import __version__
from ledger_app.core import journal
from ledger_app.core.connecting import code_of, copy_database
from ledger_app.core.database import APPLICATION_ID, Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.migrations import MIGRATIONS
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error, draft_beside
from ledger_app.exchange import backup_manifests
from ledger_app.exchange.backup_manifests import LEDGER, MANIFEST, NOTE, Manifest

_CHUNK = 1 << 20
_MOST_RATIO = 60
"""A database that was vacuumed shrinks to about a sixth; what unpacks to sixty times its size is none."""
_FREE_RATIO_BYTES = 32 << 20
# RuntimeError is zipfile's word for a password, ValueError and NotImplementedError for nonsense in headers
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was written, or restored from: its file, size in bytes, and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest

    def note(self) -> str:
        """Return the sentence on what the backup does not hold."""
        return _(
            "The backup holds the ledger, not the evidence files; keep a copy of {evidence} as well."
        ).format(evidence=self.manifest.evidence)


def backup(db: Database, target: Path, *, evidence: Path, progress: Progress | None = None) -> BackupReport:
    """Write the ledger into one zip file, which is opened and checked before it gets its name.

    A failed or cancelled backup leaves an older file of that name as it was. Raises `output-unwritable`,
    `disk-full`, `backup-failed`.
    """
    progress = progress or Progress()
    part, copy = draft_beside(target), draft_beside(target, "copy")
    with _written(target, part, copy):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise LedgerError("output-unwritable", path=target)
        progress.at("backup")
        copy_database(db.connection, copy)
        manifest = _describe(db, copy, evidence, progress)
        _pack(part, copy, manifest, progress)
        copy.unlink()
        try:
            _unpack(part, copy, progress, stage="check")
        except LedgerError as error:
            raise LedgerError("backup-failed", path=target) from error
        part.replace(target)
    return BackupReport(target, target.stat().st_size, manifest)


def restore(source: Path, folder: Path, progress: Progress | None = None) -> BackupReport:
    """Make an archive in a new or empty folder from a backup; all of it or nothing.

    Raises `backup-unreadable`, `backup-other`, `backup-damaged`, `backup-newer`, `restore-not-empty`.
    """
    progress = progress or Progress()
    folder = folder.absolute()
    if not os.access(source, os.R_OK) or not source.is_file():
        raise LedgerError("backup-unreadable", path=source)
    stage = folder.with_name(f".{folder.name}.restoring")
    with _written(folder, stage):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise LedgerError("restore-not-empty", path=folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove(stage)  # of a restore that was killed
        stage.mkdir()
        manifest = _unpack(source, stage / LEDGER, progress, stage="restore")
        if folder.exists():  # perhaps the current folder, which must stay
            (stage / LEDGER).rename(folder / LEDGER)
        else:
            stage.rename(folder)
    return BackupReport(source, source.stat().st_size, manifest)


# writing


def _describe(db: Database, copy: Path, evidence: Path, progress: Progress) -> Manifest:
    with closing(sqlite3.connect(copy)) as connection:
        head = connection.execute("SELECT id, digest FROM operation ORDER BY id DESC LIMIT 1").fetchone()
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = table_digests(connection, progress)
    return Manifest(
        program=__version__,
        schema=int(schema),
        made_at=db.now().isoformat(timespec="seconds"),
        title=str(db.setting("title", "")),
        year=db.setting("year"),
        evidence=str(evidence),
        entries=int(head[0]) if head else 0,
        head=str(head[1]) if head else journal.GENESIS,
        tables=tables,
        size=copy.stat().st_size,
        sha256=_sha256(copy),
    )


def table_digests(
    connection: sqlite3.Connection, progress: Progress | None = None
) -> dict[str, tuple[int, str]]:
    """Return, for every table, its number of rows and a digest of them that does not depend on the file."""
    progress = progress or Progress()
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    found = {}
    for number, name in enumerate(names):
        digest, rows = hashlib.sha256(), 0
        columns = len(connection.execute(f'PRAGMA table_info("{name}")').fetchall())
        order = ", ".join(str(i + 1) for i in range(columns))
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):
            digest.update(repr(row).encode())
            rows += 1
            if rows % 10_000 == 0:
                progress.at("check", number, len(names))
        found[name] = (rows, digest.hexdigest())
    return found


def _pack(part: Path, copy: Path, manifest: Manifest, progress: Progress) -> None:
    note = BackupReport(part, 0, manifest).note()
    member_info = zipfile.ZipInfo(LEDGER, datetime.fromisoformat(manifest.made_at).timetuple()[:6])
    member_info.compress_type = zipfile.ZIP_DEFLATED
    with part.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, backup_manifests.text(manifest, note))
            packed.writestr(NOTE, backup_manifests.note_bytes(note))
            with copy.open("rb") as source, packed.open(member_info, "w", force_zip64=True) as member:
                done = 0
                while chunk := source.read(_CHUNK):
                    member.write(chunk)
                    done += len(chunk)
                    progress.at("backup", done, manifest.size)
        file.flush()
        os.fsync(file.fileno())


# reading


def _unpack(source: Path, target: Path, progress: Progress, *, stage: str) -> Manifest:
    """Write the database in a backup to `target` if it is all that the manifest says."""
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = _manifest(source, packed)
            _copy_out(source, packed, target, manifest, progress, stage)
    except _BROKEN as error:
        raise LedgerError("backup-damaged", path=source) from error
    _check(source, target, manifest, progress)
    return manifest


def _manifest(source: Path, packed: zipfile.ZipFile) -> Manifest:
    """Return the manifest of a zip that holds what a backup holds, each once, and nothing else."""
    names = packed.namelist()
    if MANIFEST not in names:
        raise LedgerError("backup-other", path=source)
    manifest = backup_manifests.read(_small(packed, MANIFEST))
    if manifest is None:
        raise LedgerError("backup-other", path=source)
    if manifest.format > backup_manifests.FORMAT or manifest.schema > len(MIGRATIONS):
        raise LedgerError("backup-newer", path=source, program=manifest.program)
    is_whole = sorted(names) == sorted((MANIFEST, NOTE, LEDGER))
    if not is_whole or hashlib.sha256(_small(packed, NOTE)).hexdigest() != manifest.note_sha256:
        raise LedgerError("backup-damaged", path=source)
    ledger = packed.getinfo(LEDGER)
    most = max(_FREE_RATIO_BYTES, ledger.compress_size * _MOST_RATIO)
    if ledger.file_size != manifest.size or ledger.file_size > most:
        raise LedgerError("backup-damaged", path=source)
    return manifest


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as member:
        return member.read(_CHUNK)


def _copy_out(
    source: Path, packed: zipfile.ZipFile, target: Path, manifest: Manifest, progress: Progress, stage: str
) -> None:
    """Stream the database out, never more of it than the manifest announces."""
    digest, done = hashlib.sha256(), 0
    with packed.open(LEDGER) as member, target.open("wb") as out:
        while chunk := member.read(_CHUNK):
            done += len(chunk)
            if done > manifest.size:
                raise LedgerError("backup-damaged", path=source)
            digest.update(chunk)
            out.write(chunk)
            progress.at(stage, done, manifest.size)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != manifest.sha256:
        raise LedgerError("backup-damaged", path=source)


def _check(source: Path, ledger: Path, manifest: Manifest, progress: Progress) -> None:
    """Raise `backup-damaged` unless the unpacked database is sound and holds what the manifest says."""
    try:
        with closing(sqlite3.connect(ledger)) as connection:
            progress.at("check")
            is_ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
            is_sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            breaks = connection.execute("PRAGMA foreign_key_check").fetchone()
            same = table_digests(connection, progress) == manifest.tables
    except sqlite3.DatabaseError as error:
        raise LedgerError("backup-damaged", path=source) from error
    if not (is_ours and is_sound and breaks is None and same and schema == manifest.schema):
        raise LedgerError("backup-damaged", path=source)


# files


@contextmanager
def _written(target: Path, *parts: Path) -> Iterator[None]:
    """Remove what is half done, and say what the disk said."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        known = code if code in ("disk-full", "archive-damaged") else "output-unwritable"
        raise LedgerError(known, path=target) from error
    finally:
        for part in parts:
            _remove(part)


def _remove(path: Path) -> None:
    with suppress(OSError):  # it may never have come to be
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
