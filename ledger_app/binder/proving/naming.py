"""Whether every link of a binder leads to what it names: from the lists to the papers, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pypdfium2 as pdfium

from ledger_app.binder.proving.model import LISTS, Fault
from ledger_app.binder.proving.structure import Lead, Structure
from ledger_app.binder.proving.texts import holds
from ledger_app.binder.volumes.leading import first_pages
from ledger_app.binder.volumes.model import Part, PartKind, Volume

_INSIDE = 0.5


def links(path: Path, structure: Structure, volume: Volume, counts: Counter[str]) -> Iterator[Fault]:
    """Yield links that lead nowhere or elsewhere than they say, and those that are not there.

    What a link names is read from the page: the text under it has the label of the page, or the title of the
    part, that it leads to. From a paper a link leads back to a list that names it.
    """
    parts = {part.key: part for part in volume.parts}
    of_page = [parts.get(page.part) for page in volume.pages]
    ways: set[tuple[str, int, int]] = set()
    with pdfium.PdfDocument(path) as document, closing(_Words(document)) as words:
        for link in structure.links():
            counts["links"] += 1
            fault = _astray(words, link, volume, of_page)
            if fault:
                yield fault
            elif link.page is not None and link.target is not None:
                here = of_page[link.page]
                if here:
                    ways.add((here.key, link.page, link.target))
    yield from _missing(volume, of_page, ways)


class _Words:
    """The text of the page that was asked for last: the links of a page come one after the other."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self._index = -1
        self._open = ExitStack()

    def under(self, link: Lead) -> str:
        """Return what stands on the page where a link is."""
        index = link.page or 0
        if index != self._index:
            self.close()
            page = self._open.enter_context(closing(self._document[index]))
            self._text = self._open.enter_context(closing(page.get_textpage()))
            self._index = index
        left, bottom, right, top = link.rectangle
        return self._text.get_text_bounded(left - _INSIDE, bottom - _INSIDE, right + _INSIDE, top + _INSIDE)

    def close(self) -> None:
        self._index = -1
        self._open.close()


def _astray(words: _Words, link: Lead, volume: Volume, of_page: list[Part | None]) -> Fault | None:
    here = link.page or 0
    if here >= len(of_page):
        return None  # there are more pages than planned, which is said already
    label = volume.pages[here].label
    if link.target is None or link.target >= len(of_page):
        return Fault("link-nowhere", here + 1, label)
    part, target = of_page[here], of_page[link.target]
    if part is None or target is None:
        return None
    if part.kind in LISTS or part.kind is PartKind.COVER:
        text = words.under(link)
        page = volume.pages[link.target]
        titles = [one.title for one in page.pictures] or [target.title]
        if holds(text, page.label, is_word=True) or any(holds(text, title) for title in titles):
            return None
        if target.kind in LISTS:  # a way back, or on to the next list, which says so in words
            return None
        return Fault("link-astray", here + 1, label, (("text", text[:60]), ("title", target.title)))
    if target.kind is PartKind.COVER or target.key == part.key:
        return None
    if target.kind in LISTS and (
        target.kind is PartKind.CONTENTS or part.kind is not PartKind.ITEM or _names(target, part)
    ):
        return None
    return Fault("link-astray", here + 1, label, (("text", ""), ("title", target.title)))


def _names(part: Part, other: Part) -> bool:
    keys = {key for key, _title in other.leads}
    return any(entry.part in keys for entry in part.entries)


def _missing(volume: Volume, of_page: list[Part | None], ways: set[tuple[str, int, int]]) -> Iterator[Fault]:
    """Yield lines that don't lead to their page, and papers that don't lead back; `ways` are (part, page, page)."""
    firsts = first_pages(volume)
    reached = {(part, target) for part, _page, target in ways}
    for part in volume.parts:
        for entry in part.entries if part.kind in LISTS else ():
            if entry.part in firsts and (part.key, firsts[entry.part]) not in reached:
                yield _fault("link-missing", volume, firsts.get(part.key), entry.title)
    back = {page for _part, page, target in ways if (there := of_page[target]) and there.kind in LISTS}
    listed = {entry.part for one in volume.parts if one.kind in LISTS for entry in one.entries}
    for part in volume.parts:
        for key, title in part.leads if part.kind is PartKind.ITEM else ():
            if key in listed and key in firsts and firsts[key] not in back:
                yield _fault("back-link-missing", volume, firsts[key], title)


def _fault(code: str, volume: Volume, at: int | None, title: str) -> Fault:
    page, label = (None, "") if at is None else (at + 1, volume.pages[at].label)
    return Fault(code, page, label, (("title", title),))
