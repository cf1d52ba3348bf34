"""A package read again: every file that is listed and none besides, sizes, digests, catalogue, names."""

from __future__ import annotations

import csv
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.exchange.transfer import catalogue, explaining, formats, manifests, names
from ledger_app.exchange.transfer.digesting import digests
from ledger_app.exchange.transfer.model import (
    CATALOGUE,
    CONTENT,
    EXPLANATION,
    FIXED,
    LEFT_OUT,
    MANIFESTS,
    OTHER,
    SCHEMA,
    UNLISTED,
    Catalogue,
    Checked,
    Problem,
    Record,
    Severity,
)
from ledger_app.exchange.transfer.records import left_out_numbers, record_problems
from ledger_app.vault.names import for_system

_MOST_TEXT = 1 << 20
_COUNTED = {"电子档案件数": "count", "电子档案字节数": "size", "未移交件数": "left_out"}


def check(folder: Path, progress: Progress, *, pending: frozenset[str] = frozenset()) -> Checked:
    """Read a package and say what is wrong with it; changes nothing.

    `pending` are files of one in the making that are not there yet. Raises `transfer-not-a-package` where there is neither
    explanation nor catalogue.
    """
    if not any((folder / name).is_file() for name in (EXPLANATION, CATALOGUE)):
        raise LedgerError("transfer-not-a-package", path=folder)
    problems: list[Problem] = []
    lying = _walk(folder, problems)
    tables = {kind: _table(folder, kind, problems) for kind in MANIFESTS}
    head, records = _records(folder, problems, progress)
    left = _left_out(folder, problems)
    problems += _compare(lying, tables, records, pending)
    read = _read_all(folder, lying, tables, records, problems, progress)
    problems += record_problems(records, head=head, left_out=left)
    problems += _explained(folder, head, records, left)
    return Checked(
        head=head,
        count=len(records),
        size=sum(r.size for r in records),
        files=len(lying),
        bytes=read,
        problems=tuple(sorted(problems, key=lambda p: (p.severity is Severity.WARNING, p.code, p.place))),
        left_out=len(left),
        digests={kind: _digest(folder / path) for kind, path in MANIFESTS.items()},
    )


def _walk(folder: Path, problems: list[Problem]) -> dict[str, int]:
    """Return the size of every file by its path in the package; what is no plain file or folder is a fault."""
    found: dict[str, int] = {}
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(folder / place) as entries:
                for entry in entries:
                    path = f"{place}/{entry.name}" if place else entry.name
                    said = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(said.st_mode):
                        waiting.append(path)
                    elif stat.S_ISREG(said.st_mode):
                        found[path] = said.st_size
                    else:
                        problems.append(Problem("file-odd", path))
        except OSError as error:
            problems.append(
                Problem("file-unreadable", place, values={"reason": error.strerror or str(error)})
            )
    return found


def _table(folder: Path, kind: str, problems: list[Problem]) -> dict[str, str]:
    path = MANIFESTS[kind]
    try:
        with (folder / path).open("rb") as stream:
            return manifests.read(stream)
    except OSError:
        problems.append(Problem("file-missing", path))
    except manifests.Broken as error:
        problems.append(Problem("table-broken", path, values={"line": error.line}))
    return {}


def _records(
    folder: Path, problems: list[Problem], progress: Progress
) -> tuple[Catalogue | None, list[Record]]:
    head: Catalogue | None = None
    records: list[Record] = []
    try:
        with (folder / CATALOGUE).open("rb") as stream:
            try:
                for one in catalogue.read(stream):
                    progress.at("check")
                    head = one if isinstance(one, Catalogue) else head
                    records += [one] if isinstance(one, Record) else []
            except catalogue.Broken as error:
                values = {"reason": error.reason, "line": error.line}
                problems.append(Problem("catalogue-invalid", CATALOGUE, values=values))
                head, records = _as_far_as_it_goes(stream)
    except OSError:
        problems.append(Problem("file-missing", CATALOGUE))
    return head, records


def _as_far_as_it_goes(stream: BinaryIO) -> tuple[Catalogue | None, list[Record]]:
    """Return what a catalogue says that breaks its schema: the rest of the package can still be checked."""
    stream.seek(0)
    head: Catalogue | None = None
    records: list[Record] = []
    try:
        for one in catalogue.read(stream, whole=False):
            head = one if isinstance(one, Catalogue) else head
            records += [one] if isinstance(one, Record) else []
    except catalogue.Broken:
        pass
    return head, records


def _left_out(folder: Path, problems: list[Problem]) -> list[str]:
    try:
        return left_out_numbers((folder / LEFT_OUT).read_bytes())
    except FileNotFoundError:
        return []  # it is named as missing
    except (OSError, ValueError, csv.Error):
        problems.append(Problem("left-out-unreadable", LEFT_OUT))
        return []


def _compare(
    lying: dict[str, int], tables: dict[str, dict[str, str]], records: list[Record], pending: frozenset[str]
) -> Iterator[Problem]:
    """Yield what one of the lists names and another does not."""
    listed = {r.place for r in records}
    named = {*tables["sha256"], *tables["sm3"]}
    known = {CATALOGUE, *MANIFESTS.values()}  # named as missing where they are read
    for path in sorted({*listed, *named, *FIXED, *UNLISTED} - known - pending - set(lying)):
        yield Problem("file-missing", path)
    for path in sorted(set(lying) - named - set(UNLISTED)):
        yield Problem("file-extra", path)
    for path in sorted(set(lying) & named):
        if not all(path in table for table in tables.values()):
            yield Problem("table-lacks", path)
        is_content = path.startswith(f"{CONTENT}/")
        if is_content and path not in listed:
            yield Problem("not-in-catalogue", path)
        if not is_content and path not in (EXPLANATION, CATALOGUE) and not path.startswith(f"{OTHER}/"):
            yield Problem("layout", path)
    for path in lying:
        if not all(map(names.is_safe, path.split("/"))) or names.units(path) > names.LONGEST_PATH:
            yield Problem("name-unsafe", path)


def _read_all(
    folder: Path,
    lying: dict[str, int],
    tables: dict[str, dict[str, str]],
    records: list[Record],
    problems: list[Problem],
    progress: Progress,
) -> int:
    """Read every file once, and compare size and digests with whatever states them; return the bytes read."""
    stated = {record.place: record for record in records}
    total, done = sum(lying.values()), 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        progress.at("check", done, total)

    for path in sorted(lying):
        record = stated.get(path)
        try:
            with open(for_system(str(folder / path)), "rb") as stream:
                sha256, third, size = digests(stream, tick)
                if record is not None:
                    stream.seek(0)
                    problems += _inside(stream, record)
        except OSError as error:
            problems.append(Problem("file-unreadable", path, values={"reason": error.strerror or str(error)}))
            continue
        for kind, found in (("sha256", sha256), ("sm3", third)):
            expected = {tables[kind].get(path, found), getattr(record, kind) if record else found}
            if expected != {found}:
                problems.append(Problem(f"{kind}-differs", path, values={"found": found}))
        if record is not None and record.size != size:
            problems.append(Problem("size-differs", path, values={"stated": record.size, "found": size}))
        if path == SCHEMA and sha256 != hashlib.sha256(catalogue.schema_bytes()).hexdigest():
            problems.append(Problem("schema-other", path, Severity.WARNING))
    return done


def _inside(stream: BinaryIO, record: Record) -> Iterator[Problem]:
    """Yield what a file is that no package may hold, and what a receiving archive may not take."""
    look = formats.look(stream, record.name)
    if look.format != record.format:
        values = {"stated": record.format, "found": look.format}
        yield Problem("format-stated", record.place, values=values)
    for code in look.problems:
        is_fault = code in formats.REFUSED
        yield Problem(code, record.place, Severity.FAULT if is_fault else Severity.WARNING)


def _explained(
    folder: Path, head: Catalogue | None, records: list[Record], left: list[str]
) -> Iterator[Problem]:
    """Yield where explanation, head of the catalogue and records don't state the same numbers."""
    counted = {"count": len(records), "size": sum(r.size for r in records), "left_out": len(left)}
    if head is not None:
        for key in ("count", "size"):
            if getattr(head, key) != counted[key]:
                values = {"stated": getattr(head, key), "found": counted[key]}
                yield Problem(f"{key}-differs-total", CATALOGUE, values=values)
    try:
        with (folder / EXPLANATION).open("rb") as stream:
            said = explaining.counts(stream.read(_MOST_TEXT))
    except OSError:
        return  # it is named as missing
    except ValueError:
        yield Problem("explanation-unreadable", EXPLANATION)
        return
    for label, key in _COUNTED.items():
        if label not in said:
            yield Problem("explanation-lacks", EXPLANATION, values={"label": label})
        elif said[label] != counted[key]:
            values = {"stated": said[label], "found": counted[key]}
            yield Problem(f"{key}-differs-total", EXPLANATION, values=values)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
