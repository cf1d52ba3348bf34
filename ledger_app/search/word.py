"""Reads .docx and the XML that Word 2003 saved."""

from __future__ import annotations

from collections import defaultdict
from typing import IO

from ledger_app.search.containers import Unreadable, count
from ledger_app.search.gathering import Gathered
from ledger_app.search.model import HEAD
from ledger_app.search.packages import Package, walk

_MAIN = r"word/document\d*\.xml"
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml", "comment": "word/comments.xml"}
_SKIPPED = ("Fallback", "del", "moveFrom")  # a text box's second copy; text that was taken away
_REFERENCES = tuple(f"{kind}Reference" for kind in _NOTES)
_BLANKS = ("tab", "br", "cr", "ptab", "noBreakHyphen", "softHyphen")
_PICTURES = {"blip": "embed", "imagedata": "id"}  # of today's Word, and of the one before 2007 and WPS
_TEXTS = ("t",)
_TABLES = ("tbl", "tr", "tc", "gridSpan")
_MARKS = frozenset(
    (
        "p",
        "lastRenderedPageBreak",
        "extent",
        "anchor",
        "pgSz",
        *_PICTURES,
        *_SKIPPED,
        *_REFERENCES,
        *_BLANKS,
        *_NOTES,
        *_TABLES,
    )
)
_LARGE = 265 * 360_000**2  # more than half of what A4 leaves between margins of a centimetre
_A4 = 11_910 * 16_840
_SMALLEST = 5 * 360_000  # five centimetres in Word's unit: what is shown smaller is a seal or a signature


def read_docx(file: IO[bytes], found: Gathered) -> None:
    """Read body, tables and text boxes with the notes of each page, then headers, footers and diagrams.

    Page numbers are those of the program that saved the file last: Word marks every place where it began
    a page (`lastRenderedPageBreak`). Without these marks (WPS writes none) the page breaks that a person
    set are counted, and trusted only where they make up the number of pages that the properties state;
    else the text has no page numbers. A paragraph stands on the page where it begins. Where nothing but
    pictures stands there, each too large for two to a page, and as many as pages, they are the pages.
    """
    with Package(file, found) as package:
        mains = package.named(_MAIN)
        if not mains:
            raise Unreadable("damaged")
        found.pages = count(package.first("docProps/app.xml", "Pages"))
        found.pages_source = "properties"
        heads = _distinct(package, r"word/header\d*\.xml")
        found.running_head = "\n".join(heads)[:HEAD]
        notes = {
            (kind, key): text
            for kind, name in _NOTES.items()
            if name in package
            for key, text in _notes(package, name, kind).items()
        }
        body = _Body(found, notes)
        try:
            package.walk(mains[0], texts=_TEXTS, marks=_MARKS, start=body.start, end=body.end, text=body.text)
        finally:
            body.close()
        found.page(None)
        for text in (*heads, *_distinct(package, r"word/footer\d*\.xml")):
            found.lines(text)
        for name in package.named(r"word/(?:diagrams/data|charts/chart)\d*\.xml"):
            for line in paragraphs(package, name):
                found.line(line)
        package.offer_pictures(of=mains[0])


def read_flat_word(file: IO[bytes], found: Gathered) -> None:
    """Read the single XML file that Word 2003 called its own, or a package that was saved as one."""
    body = _Body(found, {})
    walk(found.bounded(file), texts=_TEXTS, marks=_MARKS, start=body.start, end=body.end, text=body.text)
    found.without_pages()


def paragraphs(package: Package, name: str) -> list[str]:
    """Return the paragraphs of any part of an office file."""
    kept = Gathered()
    body = _Body(kept, {})
    package.walk(name, texts=_TEXTS, marks=_MARKS, start=body.start, end=body.end, text=body.text)
    return [line for part in kept.found().parts for line in part.text.splitlines()]


def _distinct(package: Package, pattern: str) -> list[str]:
    """Return the texts of these parts, each once: every section repeats them."""
    texts = ("\n".join(paragraphs(package, name)) for name in package.named(pattern))
    return list(dict.fromkeys(text for text in texts if text))


def _notes(package: Package, name: str, kind: str) -> dict[str, str]:
    """Return id → text of the footnotes, endnotes or comments."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    key = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal key
        if tag == kind:
            key = _attribute(attributes, "id")
        elif tag == "p" and found[key]:
            found[key].append(" ")

    package.walk(
        name, texts=_TEXTS, marks=(kind, "p"), start=start, text=lambda _, text: found[key].append(text)
    )
    return {key: "".join(pieces) for key, pieces in found.items()}


def _attribute(attributes: dict[str, str], local: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == local), "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


class _Body:
    """Puts the paragraphs of a body on their pages."""

    def __init__(self, found: Gathered, notes: dict[tuple[str, str], str]) -> None:
        self._found = found
        self._notes = notes
        self._shown_size = _SMALLEST
        self._area = 0
        self._sheets: list[str] = []  # pictures of which no two fit on a page
        self._is_sheets = True  # nothing else was met
        self._met: list[str] = []
        self._open: list[list[str]] = []  # a text box has paragraphs inside a paragraph
        self._begun: list[int] = []
        self._page = 1  # where the text being read stands
        self._shown = 1  # where the last line was put
        self._skipped = 0
        self._is_marked = False
        self._is_fresh = False  # nothing stands on the page yet that a person's break began
        self._tables: list[dict[int, str]] = []  # the row being read of each table around this place
        self._columns: list[tuple[int, int]] = []  # where its cell stands, and how many columns it takes
        found.page(1)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag == "p":
            self._open.append([])
            self._begun.append(0)
            self._shown_size, self._area = _SMALLEST, 0
        elif self._skipped:
            return
        elif tag in _TABLES:
            self._open_cell(tag, attributes)
        elif tag == "lastRenderedPageBreak":
            self._is_marked = True
            if not self._is_fresh:
                self._page += 1
            self._is_fresh = False
        elif tag == "br" and _attribute(attributes, "type") == "page":
            self._page += 1
            self._is_fresh = True
        elif tag == "extent":
            width, height = (_number(_attribute(attributes, name)) for name in ("cx", "cy"))
            self._shown_size, self._area = max(width, height) or _SMALLEST, width * height
        elif tag == "anchor":
            self._is_sheets = False  # it may lie over another one
        elif tag == "pgSz":
            width, height = (_number(_attribute(attributes, name)) for name in ("w", "h"))
            self._is_sheets = self._is_sheets and 0 < width * height <= _A4
        elif tag in _PICTURES:
            self._picture(_attribute(attributes, _PICTURES[tag]))
        elif tag in _BLANKS:
            self._add("" if tag == "softHyphen" else "-" if tag == "noBreakHyphen" else " ")
        elif tag in _REFERENCES:
            text = self._notes.get((tag.removesuffix("Reference"), _attribute(attributes, "id")))
            if text:
                self._met.append(text)

    def end(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipped -= 1
        elif tag == "p" and self._open:
            line = "".join(self._open.pop())
            begun = self._begun.pop()
            if begun and line.strip():
                self._is_sheets = False
                self._to(begun)
            self._found.line(line)
            if self._tables and line.strip():
                row, (column, _) = self._tables[-1], self._columns[-1]
                row[column] = " ".join(filter(None, (row.get(column), line.strip())))
        elif tag in _TABLES and self._tables and not self._skipped:
            self._close_cell(tag)

    def text(self, _: str, text: str) -> None:
        if not self._skipped:
            self._is_fresh = False
            self._add(text)

    def close(self) -> None:
        """Put the last notes, and take the page numbers away where they can't be trusted."""
        if not self._is_marked and self._page != self._found.pages:
            self._found.without_pages()
            if self._is_sheets and len(self._sheets) == self._found.pages:
                first = {key: n for n, key in reversed([*enumerate(self._sheets, start=1)])}
                self._found.pictures = {key: first[key] for key in self._found.pictures}
        self._put_notes()

    def _add(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)
            if not self._begun[-1] and text.strip():
                self._begun[-1] = self._page

    def _picture(self, key: str) -> None:
        self._is_fresh = False
        if key and self._shown_size >= _SMALLEST:
            self._found.picture(key, self._page)
            self._sheets.append(key)
            self._is_sheets = self._is_sheets and self._area > _LARGE
        self._shown_size, self._area = _SMALLEST, 0

    def _open_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tbl":
            self._found.grid()
            self._tables.append({})
            self._columns.append((0, 1))
        elif tag == "gridSpan" and self._columns:
            self._columns[-1] = self._columns[-1][0], max(1, _number(_attribute(attributes, "val")))

    def _close_cell(self, tag: str) -> None:
        if tag == "tbl":
            self._tables.pop()
            self._columns.pop()
            if self._tables:  # a table in a cell ends the rows around it
                self._found.grid()
        elif tag == "tc":
            self._columns[-1] = sum(self._columns[-1]), 1
        elif tag == "tr":
            self._found.row(self._tables[-1])
            self._tables[-1].clear()
            self._columns[-1] = 0, 1

    def _to(self, page: int) -> None:
        if page > self._shown:
            self._put_notes()
            self._found.page(page)
            self._shown = page

    def _put_notes(self) -> None:
        notes, self._met = self._met, []
        for note in notes:
            self._found.line(note)
