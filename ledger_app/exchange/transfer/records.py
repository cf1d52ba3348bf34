"""What is wrong with the records of a catalogue: numbers, dates, empty fields, odd characters. Pure."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ledger_app.core.hidden import spelled_out
from ledger_app.exchange.transfer import names
from ledger_app.exchange.transfer.model import (
    CONTENT,
    RETENTION,
    Catalogue,
    LeftOut,
    Problem,
    Record,
    Severity,
)

REQUIRED = ("number", "issuer", "title", "date")
"""Fields without which a record says too little (GB/T 18894-2016), besides those no record can lack."""
_SHOWN = (
    "number",
    "issuer",
    "title",
    "secrecy",
    "remark",
    "document_number",
    "office",
    "office_code",
    "name",
    "original",
)
_CODES = {name: code for code, name in RETENTION.items()}
_COLUMNS = ("档号", "题名", "原因")
_FIRST_YEAR = 1900
_DIGITS = re.compile("[0-9]{1,18}")
_MOST_GAPS = 1000  # a number that somebody made up must not fill the memory


def left_out_bytes(left: Iterable[tuple[LeftOut, str]]) -> bytes:
    """Return 未移交清单.csv of these items, each with its reason in words."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows((one.number, one.title, reason) for one, reason in left)
    return ("\ufeff" + stream.getvalue()).encode()


def left_out_numbers(raw: bytes) -> list[str]:
    """Return the archive numbers, some empty, that 未移交清单.csv names; raises ValueError where it is none."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        raise ValueError("not a list of what was left out")
    return [row[0] for row in rows[1:]]


def record_problems(
    records: Sequence[Record], *, head: Catalogue | None, left_out: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the records, taken alone and together."""
    fonds, made = (head.fonds, head.date) if head else ("", "")
    if head is not None and not fonds:
        yield Problem("fonds-missing", "", Severity.WARNING)
    for serial, record in enumerate(records, 1):
        if record.serial != serial:
            yield Problem("serial-wrong", record.number, values={"found": record.serial, "expected": serial})
        yield from _alone(record, fonds, made)
    for number, count in Counter(r.number for r in records).items():
        if count > 1:
            yield Problem("number-twice", number, values={"n": count})
    yield from _gaps(records, left_out)
    yield from _twice(records)


def _alone(record: Record, fonds: str, made: str) -> Iterator[Problem]:
    for name in REQUIRED:
        if not getattr(record, name):
            yield Problem("field-empty", record.number, Severity.WARNING, {"field": name})
    if record.date and not is_plausible(record.date, made):
        yield Problem("date-implausible", record.number, Severity.WARNING, {"value": record.date})
    if not is_composed(record, fonds):
        yield Problem("number-form", record.number, Severity.WARNING)
    if record.secrecy.startswith(("秘密", "机密", "绝密")):
        yield Problem("secret", record.number, Severity.WARNING, {"value": record.secrecy})
    for name in _SHOWN:
        if _is_odd(getattr(record, name)):
            yield Problem("characters-odd", record.number, Severity.WARNING, {"field": name})
    place = f"{CONTENT}/{names.folder(record.year, record.retention, record.office)}/{record.name}"
    if record.place != place:
        yield Problem("layout", record.place)


def is_plausible(text: str, made: str) -> bool:
    """Return whether eight digits are a day that was (00: not known) and not after the package was made."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if year < _FIRST_YEAR or (day and not month):
        return False
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return not made or text <= made


def is_composed(record: Record, fonds: str) -> bool:
    """Return whether 档号 is made of fonds, year, retention, office and number, in whatever order and form."""
    parts = [fonds, str(record.year), _CODES.get(record.retention, ""), record.office_code]
    return _place(record) is not None and all(part in record.number for part in parts)


def _gaps(records: Sequence[Record], left_out: Sequence[str]) -> Iterator[Problem]:
    """Yield the numbers that a series lacks between its first and last, unless the package says why."""
    series: dict[tuple[int, str, str], dict[int, Record]] = defaultdict(dict)
    for record in records:
        series[(record.year, record.retention, record.office_code)][record.running] = record
    excused = set(left_out)
    for held in series.values():
        for before, after in itertools.pairwise(sorted(held)):
            for running in range(before + 1, min(after, before + 1 + _MOST_GAPS)):
                number = numbered_like(held[before], running)
                if number not in excused:
                    yield Problem("number-gap", number, Severity.WARNING)


def numbered_like(record: Record, running: int) -> str:
    """Return the archive number that another item of the record's series has."""
    place = _place(record)
    if place is None:
        return f"{record.number}→{running}"
    start, end = place
    return f"{record.number[:start]}{running:0{end - start}d}{record.number[end:]}"


def _place(record: Record) -> tuple[int, int] | None:
    """Return where 件号 stands in an archive number: the last digits that say it."""
    found = [m.span() for m in _DIGITS.finditer(record.number) if int(m[0]) == record.running]
    return found[-1] if found else None


def _twice(records: Sequence[Record]) -> Iterator[Problem]:
    """Yield what is listed twice under two numbers: the same document number and title, or the same bytes."""
    seen: dict[tuple[str, ...], str] = {}
    for record in records:
        keys: list[tuple[str, ...]] = [(record.sha256,)] if record.sha256 and record.size else []
        if record.document_number:
            keys.append((record.document_number, record.title))
        for key in keys:
            other = seen.setdefault(key, record.number)
            if other != record.number:
                yield Problem("record-twice", record.number, Severity.WARNING, {"other": other})
                break


def _is_odd(text: str) -> bool:
    """Return whether text holds what does not show, is nobody's character or stands for a lost one."""
    if text.isascii() and text.isprintable():
        return False
    return spelled_out(text) != text or any(
        c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in text
    )
