"""Reads the tables of a Word document.

From the XML and not through python-docx, which leaves out rows and cells inside content controls and
does not tell inserted from deleted text: a row must never be lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Cell, Grid, Row, Source
from ledger_app.scheme.containers import Package, attribute, child, local, whole
from ledger_app.scheme.docx_numbering import Numbers
from ledger_app.scheme.docx_texts import (
    SKIPPED,
    boxes_of,
    deleted_text,
    is_bold,
    is_on,
    is_red_run,
    is_red_shade,
    is_yellow_run,
    is_yellow_shade,
    notes_of,
    said_runs,
    text_of,
)
from ledger_app.scheme.headers import find_header
from ledger_app.scheme.model import Problem
from ledger_app.scheme.texts import line, lines

_MOST_COLUMNS = 128
_MOST_ROWS = 20_000
_MOST_PARAGRAPHS = 40_000
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Box:
    """A `tc` as it stands in its row: the grid columns it covers and how it merges."""

    first: int
    span: int
    continues: bool
    text: str
    is_bold: bool
    is_red: bool
    is_yellow: bool = False


def read_docx(data: bytes, path: Path) -> Source:
    """Return the tables of a document with the paragraphs between them."""
    package = Package(data, path)
    relations = package.relations("").values()
    main = next((target for kind, target in relations if kind == "officeDocument"), "word/document.xml")
    body = child(package.tree(main), "body")
    if body is None:
        raise LedgerError("scheme-damaged", path=path)
    reader = _Reader(package, main)
    reader.take(body)
    return reader.source(body)


class _Reader:
    """A document under way: the tables so far, the text since the last, and what is to be told."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._parts = dict(package.relations(main).values())
        self._numbers = Numbers(self._part("numbering"), self._part("styles"))
        self._notes = {
            (kind, attribute(note, "id") or ""): line("\n".join("".join(text_of(p)) for p in _all(note, "p")))
            for kind in ("footnote", "endnote")
            for note in self._children(f"{kind}s")
        }
        self._grids: list[Grid] = []
        self._before: list[str] = []
        self._after: list[str] = []
        self._problems: list[Problem] = []
        self._nested: list[etree._Element] = []
        self._count = 0

    def _part(self, kind: str) -> etree._Element | None:
        return self._package.tree(self._parts[kind]) if kind in self._parts else None

    def _children(self, kind: str) -> list[etree._Element]:
        part = self._part(kind)
        return [] if part is None else list(part)

    def take(self, parent: etree._Element, depth: int = 0) -> None:
        """Take up paragraphs, tables and text boxes in order; what is in a box stands after its paragraph."""
        if depth > _DEEPEST:
            return
        for block in _blocks(parent):
            if local(block) == "tbl":
                self._table(block)
                continue
            self._before += [t for t in self._paragraph(block).split("\n") if t]
            self._after += [self._notes[n] for n in notes_of(block) if self._notes.get(n)]
            for box in boxes_of(block):
                self.take(box, depth + 1)

    def source(self, body: etree._Element) -> Source:
        """Return what was found, with what concerns the whole document."""
        inserted = [e for e in _all(body, "ins", "moveTo") if len(e)] + [
            r for r in _all(body, "tr") if _has(r, "ins")
        ]
        deleted = [e for e in _all(body, "del") if len(e)] + [r for r in _all(body, "tr") if _has(r, "del")]
        if inserted or deleted:
            values = {"inserted": len(inserted), "deleted": len(deleted)}
            self._problems.append(Problem("tracked-changes", "", values))
        comments = [c for c in self._children("comments") if local(c) == "comment"]
        if comments:
            text = line(" ".join("".join(text_of(p)) for c in comments for p in _all(c, "p")))[:200]
            self._problems.append(Problem("comments-not-read", "", {"count": len(comments), "text": text}))
        return Source(tuple(self._grids), (*self._before, *dict.fromkeys(self._after)), tuple(self._problems))

    def _paragraph(self, paragraph: etree._Element) -> str:
        self._count += 1
        if self._count > _MOST_PARAGRAPHS:
            raise LedgerError("scheme-too-large", path=self._package.path)
        return lines(self._numbers.next(paragraph) + "".join(text_of(paragraph)))

    def _table(self, table: etree._Element) -> None:
        place = f"table {len(self._grids) + 1}"
        grid = self._grid(table, place, tuple(self._before))
        self._before = []
        self._grids.append(grid)
        nested, self._nested = self._nested, []
        for inner in nested:
            self._table(inner)

    def _grid(self, table: etree._Element, place: str, before: tuple[str, ...]) -> Grid:
        rows: list[list[_Box]] = []
        hidden: list[bool] = []
        for row in _within(table, "tr"):
            if _has(row, "del"):
                text = line(" ".join((deleted_text(row), *text_of(row))))
                self._problems.append(Problem("text-deleted", place, {"text": text}))
                continue
            at = f"{place}, row {len(rows) + 1}"
            rows.append(self._boxes(row, at))
            hidden.append(is_on(child(row, "trPr", "hidden")))
            self._hanging(row, at)
            if len(rows) > _MOST_ROWS:
                raise LedgerError("scheme-too-large", path=self._package.path)
        width = max((b.first + b.span for boxes in rows for b in boxes), default=0)
        if width > _MOST_COLUMNS:
            raise LedgerError("scheme-too-large", path=self._package.path)
        above: list[Cell] = []
        found = []
        for at, boxes in enumerate(rows):
            above = _laid_out(boxes, at, width, above)
            found.append(Row(tuple(above), f"{place}, row {at + 1}", hidden[at]))
        return Grid(place, tuple(found), before)

    def _hanging(self, row: etree._Element, place: str) -> None:
        """Tell what hangs on a row and is not in its cells: deleted text, footnotes."""
        gone = deleted_text(row)
        if gone:
            self._problems.append(Problem("text-deleted", place, {"text": gone}))
        for note in notes_of(row):
            text = self._notes.get(note, "")
            if text:
                self._after.append(text)
                self._problems.append(Problem("footnote", place, {"text": text}))

    def _boxes(self, row: etree._Element, place: str) -> list[_Box]:
        boxes: list[_Box] = []
        first = min(_number(child(row, "trPr", "gridBefore")), _MOST_COLUMNS + 1)
        cells = list(_within(row, "tc"))
        for cell in cells:
            properties = child(cell, "tcPr")
            span = min(max(_number(child(properties, "gridSpan"), 1), 1), _MOST_COLUMNS + 1)
            horizontal = child(properties, "hMerge")
            if boxes and _goes_on(horizontal):
                boxes[-1] = replace(boxes[-1], span=boxes[-1].span + span)
            else:
                continues = _goes_on(child(properties, "vMerge"))
                box = _Box(first, span, continues, "", False, False)
                boxes.append(self._filled(box, cell, is_alone=len(cells) == 1))
            first += span
        return boxes

    def _filled(self, box: _Box, cell: etree._Element, *, is_alone: bool) -> _Box:
        """Return the box with its text; a scheme's table inside a cell that is its row becomes its own grid."""
        texts: list[str] = []
        runs: list[etree._Element] = []
        for text, found in self._said(cell, is_alone=is_alone):
            texts.append(text)
            runs += found
        fill = child(cell, "tcPr", "shd")
        is_red = is_red_shade(fill, "fill") or (bool(runs) and all(map(is_red_run, runs)))
        is_yellow = is_yellow_shade(fill) or (bool(runs) and all(map(is_yellow_run, runs)))
        return replace(
            box,
            text=lines("\n".join(texts)),
            is_bold=bool(runs) and all(map(is_bold, runs)),
            is_red=is_red,
            is_yellow=is_yellow,
        )

    def _said(
        self, cell: etree._Element, depth: int = 0, *, is_alone: bool = False
    ) -> Iterator[tuple[str, list[etree._Element]]]:
        """Yield the lines of a cell with their runs: a table in it gives a line for each of its rows."""
        if depth > _DEEPEST:
            return
        for block in _blocks(cell):
            if local(block) == "tbl":
                if is_alone and _is_scheme(block):
                    self._nested.append(block)
                    continue
                for row in _within(block, "tr"):
                    parts = [p for inner in _within(row, "tc") for p in self._said(inner, depth + 1)]
                    yield " ".join(t for t, _ in parts if t), [r for _, runs in parts for r in runs]
                continue
            yield self._numbers.next(block) + "".join(text_of(block)), said_runs(block)
            for box in boxes_of(block):
                yield from self._said(box, depth + 1)


def _is_scheme(table: etree._Element) -> bool:
    """Say whether a table inside a cell has a header of its own."""
    rows = [[line("".join(text_of(tc))) for tc in _within(tr, "tc")] for tr in _within(table, "tr")]
    width = max((len(r) for r in rows), default=0)
    made = (
        Row(tuple(Cell(t, at, n) for n, t in enumerate([*r, *[""] * (width - len(r))])), "")
        for at, r in enumerate(rows[:40])
    )
    return len(rows) > 2 and find_header(Grid("", tuple(made))) is not None


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls and insertions."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name and name not in SKIPPED:
            yield from _blocks(element)


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for element in parent:
        found = local(element)
        if found == name:
            yield element
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _within(element, name)


def _all(parent: etree._Element, *names: str) -> list[etree._Element]:
    return [e for e in parent.iter() if local(e) in names]


def _has(row: etree._Element, name: str) -> bool:
    return child(row, "trPr", name) is not None


def _laid_out(boxes: list[_Box], at: int, width: int, above: list[Cell]) -> list[Cell]:
    cells = [Cell("", at, column) for column in range(width)]
    for box in boxes:
        top = above[box.first] if box.continues and above else None
        for column in range(box.first, box.first + box.span):
            cells[column] = top or Cell(
                box.text, at, box.first, box.is_bold, box.is_red, is_yellow=box.is_yellow
            )
    return cells


def _goes_on(merge: etree._Element | None) -> bool:
    return merge is not None and (attribute(merge, "val") or "continue") == "continue"


def _number(element: etree._Element | None, default: int = 0) -> int:
    return whole(None if element is None else attribute(element, "val"), default)
