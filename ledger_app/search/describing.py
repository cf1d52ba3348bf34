"""What follows from a reading and a path: title, document number, issuer, date, each with its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ledger_app.search.dates import date_in_name, year_of_folder
from ledger_app.search.figures import ROWS, figures
from ledger_app.search.heads import first_document, own_number, red_head, reporter, title
from ledger_app.search.kinds import ON_PAPER, is_of_many, kind_of_name, kind_of_text
from ledger_app.search.model import HEAD, TAIL, Description, Part, Reading
from ledger_app.search.naming import document_number_in_name, stem_of, title_of_name
from ledger_app.search.signatures import signature
from ledger_app.search.villages import villages_in, villages_of_path

_CENTRAL = {
    "国发": "国务院",
    "国办发": "国务院办公厅",
    "中发": "中共中央",
    "中办发": "中共中央办公厅",
}
_OCCASIONS = ("minutes", "attendance", "visit", "patrol", "acceptance")
_BRACKETED_NUMBER = re.compile(r"[〔\[(【（]\s*(?:19|20)\d\d\s*[〕\])】）]\s*第?\s*\d{1,4}\s*号")
_YEAR_OF_NUMBER = re.compile(r"〔(\d{4})〕")
_SHEET_UNIT = re.compile(r"\s*[（(]\s*单\s*位\s*[:：][^（()）]*[)）]\s*$")
_LEAST_ON_PHOTO = 100  # characters: fewer are what a sign or a camera's stamp says
_LEAST_ROWS = 10
_SEAL_LEFT = 2
_PAPER = (1.38, 1.45)
_SCREENS = frozenset(
    (1366, 768, 1920, 1080, 1440, 900, 1280, 1024, 1600, 900, 2560, 1440, 1280, 800, 1680, 1050, 1920, 1200)[i : i + 2]
    for i in range(0, 18, 2)
)  # fmt: skip


def describe_reading(found: Reading) -> Description:
    """Return what a file's content says of itself; fields it does not state stay None.

    Where only some pages were recognised in pictures, what their text alone says is `ocr`. The names in an
    archive say nothing of it.
    """
    found = replace(found, parts=tuple(part for part in found.parts if part.source != "names"))
    described = _described(found, found.parts, "ocr" if found.text_source == "ocr" else "content")
    printed = tuple(part for part in found.parts if part.source == "text")
    if found.text_source != "text" or len(printed) == len(found.parts):
        return described
    by_print = _described(found, printed, "content")
    recognised = {
        name
        for name, source in described.sources.items()
        if source == "content" and getattr(described, name) != getattr(by_print, name)
    }
    return replace(described, sources=described.sources | dict.fromkeys(recognised, "ocr"))


def _described(found: Reading, parts: tuple[Part, ...], source: str) -> Description:
    pages, tail = _ends(parts)
    lines = [line for page in pages for line in page]
    first = first_document(pages)
    above = _lines(found.running_head)
    number_at, number = own_number(first)
    if number is None:
        number = own_number(above)[1]
    stated = title(first, number_at)
    head = red_head(above + first[:8])
    text = "\n".join(first)
    told = kind_of_text(stated, text, number=number, has_head=head is not None)
    how = {"is_official": number is not None, "is_occasion": told in _OCCASIONS}
    date, signer = signature(first, [], **how) if len(first) < len(lines) else (None, None)
    if date is None:  # one document, or nothing but the file's end is signed
        date, signer = signature(lines, tail, **how)
    central = _CENTRAL.get((number or "").partition("〔")[0])
    counted = figures(parts)
    is_table = any(f.label == ROWS and f.value >= _LEAST_ROWS for f in counted)
    kind = _kind(told, found, source, len(text), is_table)
    named = villages_in("\n".join(part.text for part in parts))
    values = {
        "title": (_SHEET_UNIT.sub("", stated or "") or stated, source),
        "document_number": (number, source),
        "issuer": (_without_seal(head or signer or reporter(first[:8]) or central, named), source),
        "date": (date, source) if date else (found.taken, "exif"),
        "pages": (found.pages, found.pages_source),
        "kind": kind,
        "villages": (named, source),
    }
    if kind[0] in ("photo", "screenshot"):  # what can be read on it names something in the picture
        values |= dict.fromkeys(("title", "document_number", "issuer"), (None, source))
        values["date"] = (found.taken, "exif") if found.taken else (date, source)
    return Description(
        **{name: value for name, (value, _) in values.items()},
        figures=counted,
        text_source=found.text_source,
        sources={name: where for name, (value, where) in values.items() if value not in (None, ())},
        error=found.error,
    )


def _without_seal(issuer: str | None, villages: tuple[str, ...]) -> str | None:
    """Take off what a seal left in front of a village's own name: 河上河村村民委员会."""
    village = next((v for v in villages if issuer and 0 < issuer.find(v) <= _SEAL_LEFT), None)
    return issuer[issuer.index(village) :] if issuer and village else issuer


def _ends(parts: tuple[Part, ...]) -> tuple[list[list[str]], list[str]]:
    """Return the lines of the first pages, page by page, and those of the end where the head is not all."""
    pages = []
    left = HEAD
    for n, part in enumerate(parts):
        pages.append(_lines(part.text[:left]))
        left -= len(part.text)
        if left <= 0:
            rest = "\n".join([part.text[left:] if left else "", *(p.text for p in parts[n + 1 :])])
            return pages, _lines(rest[-TAIL:])
    return pages, []


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _kind(
    told: str | None, found: Reading, source: str, length: int, is_table: bool
) -> tuple[str | None, str]:
    """Put what a photograph is before what can be read on it, unless that is a sheet of paper."""
    photo = found.photo
    if told is None and is_table:
        return "list", "format"
    if told and (photo is None or (told in ON_PAPER and length >= _LEAST_ON_PHOTO)):
        return told, source
    if photo is None or not photo.width or not photo.height:
        return ("photo", "format") if photo else (told, source)
    longer, shorter = max(photo.width, photo.height), min(photo.width, photo.height)
    if photo.taken or photo.camera:
        return "photo", "format"
    if (photo.width, photo.height) in _SCREENS:
        return "screenshot", "format"
    is_paper = _PAPER[0] <= longer / shorter <= _PAPER[1]
    return (told, source) if told or is_paper else ("photo", "format")


def with_name(description: Description, path: str) -> Description:
    """Fill what the content does not state with what the file's name does, then its folders.

    A name that says the file holds many papers (`项目资料汇编`) is its title: the content's is the first paper's.
    """
    is_many = is_of_many(path)
    values: dict[str, object] = {"kind": None, "document_number": None} if is_many else {}
    sources: dict[str, str] = {}
    is_guess = description.sources.get("kind") == "format" and _is_guess(description, path)
    for name, tell in _BY_NAME:
        stated = getattr(description, name)
        if stated is None or stated == () or (name == "kind" and is_guess) or (name == "title" and is_many):
            value, source = tell(path)
            if value and name not in values:
                values[name], sources[name] = value, source
    if is_guess and description.kind == "screenshot" and "kind" not in values:
        values["kind"] = "photo"
    return _filled(description, values, sources) if values else description


def with_corrections(description: Description, corrections: dict[str, object]) -> Description:
    """Put a person's values over those that were read."""
    if not corrections:
        return description
    return _filled(description, corrections, dict.fromkeys(corrections, "person"))


def dates_of(description: Description, path: str) -> tuple[tuple[str, str], ...]:
    """Return the (ISO date or year, source) pairs that say from when a file is, the surest first.

    Sources: `person` (then alone), `content` or `ocr`, `exif`, `number`, `name`, `folder`.
    """
    if description.date and description.sources.get("date") == "person":
        return ((description.date, "person"),)
    found: list[tuple[str, str]] = []
    if description.date and description.sources.get("date") in ("content", "ocr", "exif"):
        found.append((description.date, description.sources["date"]))
    if description.document_number and (year := _YEAR_OF_NUMBER.search(description.document_number)):
        found.append((year[1], "number"))
    named = _date_of_name(path)
    if named:
        found.append((named, "name"))
    stated = _year_of_folders(path.rpartition("/")[0])
    if stated:
        found.append((stated, "folder"))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def _year_of_folders(folder: str) -> str | None:
    """Return the year that the nearest folder with one states."""
    years = (year_of_folder(part) for part in reversed(folder.split("/")))
    return next((year for year in years if year), None)


def _filled(description: Description, values: dict[str, object], sources: dict[str, str]) -> Description:
    filled = description.sources | sources
    for name, value in values.items():
        if value is None:
            filled.pop(name, None)
    get = values.get
    return Description(
        get("title", description.title),
        get("document_number", description.document_number),
        get("issuer", description.issuer),
        get("date", description.date),
        get("pages", description.pages),
        get("kind", description.kind),
        get("villages", description.villages),
        description.figures,
        description.text_source,
        filled,
        description.error,
    )


def _is_guess(description: Description, path: str) -> bool:
    """Return whether a kind that follows from the format gives way to what a name says.

    A picture of a screen's size is a screenshot as PNG; as JPEG it came through a chat.
    """
    return description.kind != "screenshot" or not path.lower().endswith(".png")


def _title_by_name(path: str) -> tuple[object, str]:
    return title_of_name(path), "name"


def _number_by_name(path: str) -> tuple[object, str]:
    return document_number_in_name(path), "name"


def _date_by_name(path: str) -> tuple[object, str]:
    return _date_of_name(path), "name"


def _kind_by_name(path: str) -> tuple[object, str]:
    return kind_of_name(path) or (None, "")


_BY_NAME: tuple[tuple[str, Callable[[str], tuple[object, str]]], ...] = (
    ("title", _title_by_name),
    ("document_number", _number_by_name),
    ("date", _date_by_name),
    ("kind", _kind_by_name),
    ("villages", villages_of_path),
)


def _date_of_name(path: str) -> str | None:
    """The number is taken out first: its year is a source of its own."""
    stem = stem_of(path)
    return date_in_name(_BRACKETED_NUMBER.sub(" ", stem) if "号" in stem else stem)
