"""Our own rendering of documents, for a PC without an office program: their text and tables, set anew on A4.

Every page says that it is that. Nothing is left out in silence: what can't be shown has a line in its place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT, About, Drawing, Style, Typefaces
from ledger_app.binder.paging import Block, Page, paginate
from ledger_app.binder.renditions.own_layout import Setter
from ledger_app.binder.renditions.own_model import Gap, Section
from ledger_app.binder.renditions.own_reading import sections_of
from ledger_app.binder.renditions.own_strips import Heads, TableRow
from ledger_app.binder.words import document_language
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable

MOST_PAGES = 500
"""Pages drawn of one document; the last of them says that there is more."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 25 * MM, 20 * MM, 24 * MM, 26 * MM
_HEAD, _FOOT, _MARK = 16 * MM, 18 * MM, 11 * MM


def draw_own(path: Path, stream: BinaryIO) -> int:
    """Draw a document's text, tables and pictures as A4 pages; return how many.

    Takes what `search.readers` reads, but for pictures, PDF, archives, sound and film. Raises `Unreadable` with the
    codes of `search.wording`, and OSError. The same file gives the same bytes.
    """
    sections = sections_of(path)
    faces = Typefaces()
    leaves: list[tuple[Section, Page]] = []
    for section in sections:
        leaves += [(section, page) for page in _pages(section, faces, MOST_PAGES + 1 - len(leaves))]
        if len(leaves) > MOST_PAGES:
            leaves = [*leaves[: MOST_PAGES - 1], *_last(leaves[MOST_PAGES - 1][0], faces)]
            break
    if not leaves:
        raise Unreadable("no-text")
    about = About(title="", subject="", author="", language=document_language(), as_of=date(2000, 1, 1))
    drawing = Drawing(stream, PORTRAIT, about)
    for number, (section, page) in enumerate(leaves, 1):
        drawing.paper(LANDSCAPE if section.is_across else PORTRAIT, (0, 0))
        _draw(drawing, page)
        _draw_frame(drawing, section, faces, number, len(leaves))
        drawing.end_page()
    drawing.close()
    return len(leaves)


def _setter(section: Section, faces: Typefaces) -> Setter:
    size = LANDSCAPE if section.is_across else PORTRAIT
    return Setter(faces, _LEFT, size[0] - _LEFT - _RIGHT, size[1] - _TOP - _BOTTOM)


def _pages(section: Section, faces: Typefaces, most: int) -> list[Page]:
    setter = _setter(section, faces)
    blocks = itertools.chain(setter.blocks(section.blocks), _running_at_length(section, setter))
    return paginate(_bounded(blocks, setter.room * most), setter.room)[:most]


def _bounded(blocks: Iterator[Block], room: float) -> Iterator[Block]:
    """Yield blocks until they surely fill so much room: a sheet of a million rows is not set for nothing."""
    for block in blocks:
        yield block
        room -= block.content.height
        if room < 0:
            return


def _last(section: Section, faces: Typefaces) -> list[tuple[Section, Page]]:
    text = _("〔This document goes on: only the first {n} pages of it are put on paper; see the original〕")
    setter = _setter(section, faces)
    gap = Gap(text.format(n=MOST_PAGES - 1))
    return [(section, page) for page in paginate(setter.blocks([gap]), setter.room)]


def _running_at_length(section: Section, setter: Setter) -> Iterator[Block]:
    """Yield the header and footer where they are too long to stand on every page."""
    names = ((section.head, _("〔Header: {text}〕")), (section.foot, _("〔Footer: {text}〕")))
    for text, sentence in names:
        if text and not _fits(text, setter.faces, setter.width):
            yield from setter.blocks([Gap(sentence.format(text=text))])


def _fits(text: str, faces: Typefaces, width: float) -> bool:
    return faces.song.width(faces.song.prepared(text), 9) <= width


def _draw(drawing: Drawing, page: Page) -> None:
    before: TableRow | None = None
    bottom = 0.0
    for y, content in page.placed:
        row = _row_of(content)
        if before and (row is None or row.table != before.table):
            before.close(drawing, _TOP + bottom)
        content.draw(drawing, _TOP + y)
        if row and (before is None or row.table != before.table):
            row.close(drawing, _TOP + y)
        before, bottom = row, y + content.height
    if before:
        before.close(drawing, _TOP + bottom)


def _row_of(content: object) -> TableRow | None:
    if isinstance(content, Heads):
        return content.rows[-1] if content.rows else None
    return content if isinstance(content, TableRow) else None


def _draw_frame(drawing: Drawing, section: Section, faces: Typefaces, number: int, total: int) -> None:
    width = drawing.width - _LEFT - _RIGHT
    small = Style(faces.song, 9, 13.5, grey=0.25)
    for text, baseline in ((section.head, _HEAD), (section.foot, drawing.height - _FOOT)):
        if text and _fits(text, faces, width):
            drawing.text(_LEFT, baseline, faces.song.prepared(text), small, align="center", width=width)
    mark = Style(faces.song, 8, 12, grey=0.25)
    line = drawing.height - _MARK
    text = _("Re-set by the Evidence Ledger from its text and tables; the original is authoritative")
    drawing.text(_LEFT, line, faces.song.prepared(text), mark)
    count = _("Page {number} of {total}").format(number=number, total=total)
    drawing.text(_LEFT, line, faces.song.prepared(count), mark, align="right", width=width)
    drawing.rules([(_LEFT, line - 9, _LEFT + width, line - 9)], 0.3)
