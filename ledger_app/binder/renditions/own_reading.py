"""Takes any document apart for our own rendering: by its structure where we know it, else as the readers give its text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from ledger_app.binder.renditions.own_model import Block, Gap, Paragraph, Run, Section
from ledger_app.binder.renditions.own_old_word import read_old_word
from ledger_app.binder.renditions.own_sheet_tables import grid_of, tables_of
from ledger_app.binder.renditions.own_sheets import read_workbook
from ledger_app.binder.renditions.own_slides import read_slides
from ledger_app.binder.renditions.own_word import read_word
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.formats import ending_of, kind_inside, kind_of
from ledger_app.search.gathering import Enough, Gathered
from ledger_app.search.model import Grid, Part
from ledger_app.search.plain_text import decode
from ledger_app.search.readers import text_reader
from ledger_app.search.reading import LIBRARY_ERRORS

SECONDS = 60.0
"""Time given to taking one document apart: what was read by then is shown."""
_KNOWN: dict[str, Callable[[IO[bytes], Gathered], list[Section]]] = {
    "docx": read_word,
    "xlsx": read_workbook,
    "pptx": read_slides,
    "doc": read_old_word,
}
_READ = frozenset(
    (
        "docx",
        "flat-word",
        "xlsx",
        "xls",
        "flat-sheets",
        "pptx",
        "text",
        "doc",
        "ppt",
        "rtf",
        "ofd",
        "open",
        "html",
        "mail",
    )
)
_PAGED = frozenset(("ppt", "ofd", "open"))
_SHEETS = frozenset(("xls", "flat-sheets"))
_LISTS = {"csv": ",", "tsv": "\t"}
_LIST_BYTES = 32 << 20


def sections_of(path: Path) -> list[Section]:
    """Return what is to be set of a document. Raises `Unreadable`, OSError."""
    named = kind_of(str(path)) or "other"
    with path.open("rb") as file:
        head = file.read(2048)
        file.seek(0)
        if not head:
            raise Unreadable("empty")
        kind = kind_inside(file, head, named) or ""
        if kind not in _READ:
            raise Unreadable("damaged" if named in _READ else "not-read-type")
        known = _KNOWN.get(kind)
        sections = _structured(file, known) if known else None
        if sections is None and kind == "text" and ending_of(str(path)) in _LISTS:
            sections = _list(file, _LISTS[ending_of(str(path))])
        if sections is None:
            sections = _gathered(file, kind)
    if not any(section.blocks for section in sections):
        raise Unreadable("no-text")
    return sections


def _structured(
    file: IO[bytes], read: Callable[[IO[bytes], Gathered], list[Section]]
) -> list[Section] | None:
    """Return the sections, None where the file's structure is broken or beyond its bounds."""
    try:
        return read(file, Gathered(seconds=SECONDS))
    except Unreadable as error:
        if error.code in ("encrypted", "legacy-format"):
            raise
    except (Enough, *LIBRARY_ERRORS, AttributeError, TypeError):
        pass
    file.seek(0)
    return None


def _list(file: IO[bytes], delimiter: str) -> list[Section] | None:
    """Return the table of a .csv, None where it is none."""
    data = file.read(_LIST_BYTES + 1)
    file.seek(0)
    with suppress(csv.Error):
        rows = [*csv.reader(io.StringIO(decode(data[:_LIST_BYTES]), newline=""), delimiter=delimiter)]
        if max(map(len, rows), default=0) > 1:
            blocks, is_across = tables_of(grid_of([[cell.strip() for cell in row] for row in rows]))
            return [Section((*blocks, *([_goes_on()] if len(data) > _LIST_BYTES else [])), is_across)]
    return None


def _gathered(file: IO[bytes], kind: str) -> list[Section]:
    """Return the text as the reader of this kind gives it, with a line where the reader had to stop."""
    reader = text_reader(kind)
    if reader is None:
        raise Unreadable("not-read-type")
    gathered = Gathered(seconds=SECONDS)
    end: list[Block] = []
    problem = ""
    try:
        reader(file, gathered)
    except Enough:
        end.append(_goes_on())
    except Unreadable as error:
        problem = error.code
    except (*LIBRARY_ERRORS, AttributeError, TypeError):
        problem = "damaged"
    found = gathered.found()
    problem = problem or found.error or ""
    if problem and not found.parts:
        raise Unreadable(problem)
    if problem:
        end.append(Gap(_("〔The file is damaged; what follows here could not be read〕")))
    if gathered.has_pictures or gathered.pictures or found.scans:
        end.append(Gap(_("〔The file holds pictures, which are not shown; see the original〕")))
    sections = [*_sections(found.parts, found.grids, kind)]
    if end and sections:
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *end))
    return sections or ([Section(tuple(end))] if end else [])


def _goes_on() -> Gap:
    return Gap(_("〔The file goes on; see the original〕"))


def _sections(parts: tuple[Part, ...], grids: tuple[Grid, ...], kind: str) -> Iterator[Section]:
    for part in parts:
        blocks, is_across = _blocks(part.text, [grid for grid in grids if grid.page == part.page])
        head = ""
        if part.page is not None and kind in _SHEETS:
            head = _("Sheet: {name}").format(name=part.page)
        elif part.page is not None and kind in _PAGED:
            head = _("Page {n}").format(n=part.page)
        yield Section(tuple(blocks), is_across, head)


def _blocks(text: str, grids: list[Grid]) -> tuple[list[Block], bool]:
    """Return the lines as paragraphs; those that are the rows of a table as that table."""
    blocks: list[Block] = []
    is_across = False
    rows = [row for grid in grids for row in grid.rows]
    joined = [" ".join(cell for cell in row if cell) for row in rows]
    at = 0
    taken: list[tuple[str, ...]] = []

    def close() -> None:
        nonlocal is_across
        if taken:
            found, wide = tables_of(grid_of(taken))
            blocks.extend(found)
            is_across = is_across or wide
            taken.clear()

    for line in text.split("\n"):
        if at < len(rows) and line.strip() == joined[at].strip():
            taken.append(rows[at])
            at += 1
            continue
        close()
        blocks.append(Paragraph((Run(line.rstrip()),), before=1.0))
    close()
    return blocks, is_across
