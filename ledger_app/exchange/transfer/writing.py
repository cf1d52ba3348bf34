"""A package is made under another name, read again as a whole, and only then gets its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledger_app import __version__
from ledger_app.binder import shelving
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error, draft_beside
from ledger_app.exchange.transfer import (
    catalogue,
    checking,
    choosing,
    copying,
    explaining,
    manifests,
    testing,
)
from ledger_app.exchange.transfer.digesting import digests
from ledger_app.exchange.transfer.model import (
    CATALOGUE,
    CONTENT,
    EXPLANATION,
    LEFT_OUT,
    MANIFESTS,
    OTHER,
    REGISTER,
    REPORT,
    REPORT_DATA,
    SCHEMA,
    Candidate,
    Catalogue,
    Checked,
    LeftOut,
    Record,
    Severity,
    Tested,
    Transferred,
)
from ledger_app.exchange.transfer.records import left_out_bytes
from ledger_app.exchange.transfer.wording import PAPERS, reason, sentence
from ledger_app.vault import rooting
from ledger_app.vault.model import Box

_PROGRAM = f"佐证台账 {__version__}"
_ROOM = 16 << 20
"""Bytes that the lists and papers of a package may take beside its items."""


def transfer(
    db: Database,
    root: Path,
    target: Path,
    *,
    as_of: date,
    only: Sequence[str] = (),
    carrier: str = "",
    progress: Progress | None = None,
) -> Transferred:
    """Write the numbered items (or those of the boxes `only`) into a new folder `target`, and check it.

    `carrier` says on what it is handed over, where that is known. Nothing lies under that name before all is written and read again. What can't go along is left out and
    named. Raises `transfer-box-unknown`, `transfer-not-empty`, `transfer-no-folder`, `transfer-no-numbers`, `transfer-nothing`,
    `transfer-numbers-alike`, `transfer-no-room`, `transfer-failed`, `root-missing`, `root-other`,
    `output-unwritable`, `disk-full`.
    """
    progress = progress or Progress()
    progress.at("transfer")
    _check_target(target)
    _check_root(db, root)
    chosen, left = choosing.choose(db, root, *_boxes(db, only))
    if not chosen:
        raise LedgerError("transfer-nothing" if any(o.number for o in left) else "transfer-no-numbers")
    total = sum(_size(c) for c in chosen)
    with _made(target, total) as draft:
        started = time.perf_counter()
        records, refused = _copy_all(chosen, draft, total, progress)
        left = sorted(left + refused, key=lambda o: (o.number == "", o.number, o.path))
        if not records:
            raise LedgerError("transfer-nothing")
        head = Catalogue(
            fonds=str(db.setting("fonds", "") or ""),
            fonds_name=str(db.setting("fonds_name", "") or ""),
            date=f"{as_of:%Y%m%d}",
            count=len(records),
            size=sum(r.size for r in records),
        )
        _write_lists(draft, head, records, left, carrier, progress)
        copied = time.perf_counter()
        checked = checking.check(draft, progress, pending=frozenset((REGISTER, REPORT, REPORT_DATA)))
        _refuse_faults(checked, target)
        read = time.perf_counter()
        checked, tested = _write_papers(draft, head, records, checked, carrier)
    return Transferred(target, checked, tested, tuple(left), copied - started, read - copied)


def _boxes(db: Database, only: Sequence[str]) -> tuple[list[Box], list[Box]]:
    """Return the boxes that are meant, and the others; raises `transfer-box-unknown`."""
    boxes = shelving.boxes(db)
    known = {str(box.number): box for box in boxes}
    wanted = [name.removeprefix("box:") for name in only]
    for name in wanted:
        if name not in known:
            raise LedgerError("transfer-box-unknown", box=name, known=", ".join(known) or "–")
    meant = [box for box in boxes if not only or str(box.number) in wanted]
    return meant, [box for box in boxes if box not in meant]


def _check_target(target: Path) -> None:
    try:
        if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
            raise LedgerError("transfer-not-empty", path=target)
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    if not target.absolute().name or os.path.ismount(
        target
    ):  # Path.is_mount is unknown to Windows before 3.12
        raise LedgerError("transfer-no-folder", path=target)


def _check_root(db: Database, root: Path) -> None:
    if not os.path.isdir(root):  # noqa: PTH112 - False also where a folder above can't be read
        raise LedgerError("root-missing", path=root)
    if rooting.is_other(db, root):
        raise LedgerError("root-other", path=root)


@contextmanager
def _made(target: Path, total: int) -> Iterator[Path]:
    """Give a hidden folder beside `target` that takes its name when the block ends well, and goes if it does not."""
    target = target.absolute()
    draft = draft_beside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        if free < total + _ROOM:
            raise LedgerError(
                "transfer-no-room", path=target.parent, needed=(total + _ROOM) >> 20, free=free >> 20
            )
        if draft.exists():
            shutil.rmtree(draft)  # of a transfer that was killed
        draft.mkdir()
        yield draft
        if hasattr(os, "sync"):
            os.sync()
        if target.exists():
            target.rmdir()
        draft.rename(target)
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _size(candidate: Candidate) -> int:
    try:
        return os.stat(candidate.source).st_size  # noqa: PTH116 - a path as the system wants it
    except OSError:
        return 0


def _copy_all(
    chosen: Sequence[Candidate], draft: Path, total: int, progress: Progress
) -> tuple[list[Record], list[LeftOut]]:
    records: list[Record] = []
    left: list[LeftOut] = []
    done = 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        progress.at("transfer", done, total)

    for folder in sorted({Path(c.record.place).parent for c in chosen}):
        (draft / folder).mkdir(parents=True)
    (draft / OTHER).mkdir()
    for candidate in chosen:
        progress.at("transfer", done, total)
        try:
            record = copying.copy(candidate, draft, tick)
        except copying.Refused as refused:
            said = candidate.record
            left.append(LeftOut(said.number, said.title, said.original, refused.reason))
            continue
        records.append(replace(record, serial=len(records) + 1))
    for folder in {Path(c.record.place).parent for c in chosen}:
        for empty in (draft / folder, (draft / folder).parent):
            if empty != draft / CONTENT and empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()
    return records, left


def _write_lists(
    draft: Path,
    head: Catalogue,
    records: Sequence[Record],
    left: Sequence[LeftOut],
    carrier: str,
    progress: Progress,
) -> None:
    with (draft / CATALOGUE).open("wb") as stream:
        catalogue.write(stream, head, _watched(records, progress))
    (draft / SCHEMA).write_bytes(catalogue.schema_bytes())
    named = [(one, reason(one, within=PAPERS)) for one in left]
    (draft / LEFT_OUT).write_bytes(left_out_bytes(named))
    said = explaining.text(head, records, left_out=len(left), carrier=carrier, program=_PROGRAM)
    (draft / EXPLANATION).write_bytes(said)
    _write_tables(draft, records, (EXPLANATION, CATALOGUE, SCHEMA, LEFT_OUT))


def _watched(records: Sequence[Record], progress: Progress) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        progress.at("transfer", number, len(records))
        yield record


def _write_tables(draft: Path, records: Sequence[Record], besides: Iterable[str]) -> None:
    table = {"sha256": {r.place: r.sha256 for r in records}, "sm3": {r.place: r.sm3 for r in records}}
    for path in besides:
        with (draft / path).open("rb") as stream:
            table["sha256"][path], table["sm3"][path], _ = digests(stream, lambda _: None)
    for kind, path in MANIFESTS.items():
        with (draft / path).open("wb") as out:
            manifests.write(out, table[kind])


def _refuse_faults(checked: Checked, target: Path) -> None:
    """Raise `transfer-failed` where what was written is not what was meant: the disk is to blame, or we are."""
    faults = [p for p in checked.problems if p.severity is Severity.FAULT]
    if faults:
        raise LedgerError("transfer-failed", path=target, problem=sentence(faults[0]))


def _write_papers(
    draft: Path, head: Catalogue, records: Sequence[Record], checked: Checked, carrier: str
) -> tuple[Checked, tuple[Tested, ...]]:
    """Write the report of the check, the digest tables once more with it, and the register that binds them."""
    from ledger_app.exchange.transfer import registering, reporting  # docs/decisions/0006-late-imports.md

    tested = testing.tested(checked)
    with (draft / REPORT_DATA).open("wb") as stream:
        reporting.write_json(stream, reporting.document(head, checked, tested, program=_PROGRAM))
    with (draft / REPORT).open("wb") as stream:
        reporting.write_docx(stream, head, checked, tested)
    _write_tables(draft, records, (EXPLANATION, CATALOGUE, SCHEMA, LEFT_OUT, REPORT, REPORT_DATA))
    binding = {kind: _sha256(draft / path) for kind, path in MANIFESTS.items()}
    with (draft / REGISTER).open("wb") as stream:
        registering.write(stream, head, records, digests=binding, carrier=carrier)
    return replace(checked, files=checked.files + 3, digests=binding), tested


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
