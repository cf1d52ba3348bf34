"""Reads .odt, .ods and .odp (ISO/IEC 26300), as LibreOffice and older office programs write them."""

from __future__ import annotations

import posixpath
from typing import IO
from urllib.parse import unquote

from ledger_app.search.containers import Unreadable, count
from ledger_app.search.gathering import Gathered
from ledger_app.search.model import HEAD
from ledger_app.search.packages import Package
from ledger_app.search.sheets import named

_SKIPPED = ("tracked-changes", "deletion")
_BLANKS = ("tab", "line-break")
_PARAGRAPHS = ("p", "h")
_PAGES = ("table", "page", "soft-page-break")
_MARKS = frozenset((*_SKIPPED, *_BLANKS, *_PARAGRAPHS, *_PAGES, "s", "table-row", "spreadsheet", "image"))


def read_open_document(file: IO[bytes], found: Gathered) -> None:
    """Read body, tables, notes and text boxes, then headers and footers; deleted text is left out.

    A sheet or slide is a page; a text has the pages that the program marked when it saved it.
    """
    with Package(file, found) as package:
        if "content.xml" not in package:
            raise Unreadable("damaged")
        if _is_locked(package):
            raise Unreadable("encrypted")
        body = _Body(found)
        try:
            _read(package, "content.xml", body)
        finally:
            body.close()
        found.pages = found.pages or body.pages
        if found.pages is None:
            found.pages, found.pages_source = _stated(package), "properties"
        if "styles.xml" in package:
            margins = _Body(Gathered())
            _read(package, "styles.xml", margins)
            margins.found.without_pages()
            heads = "\n".join(part.text for part in margins.found.found().parts)
            found.running_head = heads[:HEAD] if not body.is_slides else ""
            found.page(None)
            found.lines(found.running_head)
        package.offer_pictures()


def _read(package: Package, name: str, body: _Body) -> None:
    package.walk(name, texts=(), marks=_MARKS, start=body.start, end=body.end, data=body.data)


def _is_locked(package: Package) -> bool:
    locked: list[str] = []
    name = "META-INF/manifest.xml"
    if name in package:
        package.walk(name, marks=("encryption-data",), start=lambda tag, _: locked.append(tag))
    return bool(locked)


def _stated(package: Package) -> int | None:
    stated: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        stated.extend(value for name, value in attributes.items() if name.endswith("page-count"))

    if "meta.xml" in package:
        package.walk("meta.xml", marks=("document-statistic",), start=start)
    return count(stated[0]) if stated else None


class _Body:
    """Puts paragraphs, rows and pages together from the words of the format."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.pages: int | None = None
        self.is_slides = False
        self._is_sheets = False
        self._is_marked = False
        self._page = 1
        self._name = ""
        self._open: list[list[str]] = []
        self._row: list[str] = []
        self._skipped = 0
        found.page(1)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SKIPPED:
            self._skipped += 1
        elif self._skipped:
            return
        elif tag in _PARAGRAPHS:
            if not self._open:
                self.found.page(self._page)
            self._open.append([])
        elif tag == "image":
            name = posixpath.normpath(unquote(attributes.get("xlink:href", "")))
            self.found.picture(name, self._page or None)
        elif tag in _BLANKS or tag == "s":
            self.data(" ")
        elif tag == "spreadsheet":
            self._is_sheets = True
            self._page = 0
        elif tag == "soft-page-break":
            self._page += 1  # a paragraph stands on the page where it begins
            self._is_marked = True
        elif tag == "page" and "draw:name" in attributes:
            self._to(self._page + 1 if self.is_slides else 1)
            self.is_slides = True
            self.pages = self._page
        elif tag == "table" and self._is_sheets:
            self._to(self._page + 1)
            self._name = attributes.get("table:name", "")

    def end(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipped -= 1
        elif self._skipped:
            return
        elif tag in _PARAGRAPHS and self._open:
            line = "".join(self._open.pop()).strip()
            if self._is_sheets:
                self._row.append(line)
            else:
                self.found.line(line)
        elif tag == "table-row" and self._is_sheets:
            self.found.line(" ".join(cell for cell in self._row if cell))
            self._row = []
        elif tag == "table" and self._is_sheets:
            named(self.found, self._name)

    def data(self, text: str) -> None:
        if self._open and not self._skipped:
            self._open[-1].append(text)

    def close(self) -> None:
        if self._is_marked:
            self.pages = self._page
        elif not self._is_sheets and not self.is_slides:
            self.found.without_pages()

    def _to(self, page: int) -> None:
        self._page = page
        self.found.page(page)
