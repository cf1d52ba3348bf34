"""A volume put together: every planned page on its sheet, stamped, linked, found in the outline, written as it comes.

Nothing that is copied stays in memory, and few files are open at a time, so that neither grows with the pages.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder.binding import describing
from ledger_app.binder.binding.conforming import Inspection
from ledger_app.binder.binding.copying import CopiedPage, Source
from ledger_app.binder.binding.model import Bound, Matrix, Obstacle, Placement, Stamp, StampKind
from ledger_app.binder.binding.navigation import (
    Link,
    annotations,
    back_places,
    form_links,
    page_labels,
    write_outline,
)
from ledger_app.binder.binding.pictures import side_by_side, slot_width
from ledger_app.binder.binding.placing import Sheet, corner, place, sheet_for
from ledger_app.binder.binding.srgb import srgb_profile
from ledger_app.binder.binding.stamping import Stamps, item_numbers, position
from ledger_app.binder.binding.writing import Output, numbers, text
from ledger_app.binder.drawing import MM, PORTRAIT
from ledger_app.binder.forms.model import DrawnForms
from ledger_app.binder.renditions.model import Rendition
from ledger_app.binder.volumes.model import Ordering, PageKind, PlannedPage, PrintStyle, Volume
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress

_OPEN_AT_ONCE = 8
_PAGES_OF_A_NODE = 64
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DIFFERENCE = 1.0


def bind(
    volume: Volume,
    forms: Path,
    drawn: DrawnForms,
    renditions: Mapping[int, Rendition],
    style: PrintStyle,
    stream: BinaryIO,
    progress: Progress,
) -> Bound:
    """Write a volume as one PDF: its pages in the order planned, out of the drawn forms and the renditions.

    The same volume gives the same bytes. Raises `rendition-unreadable` and `rendition-differs`.
    """
    if not volume.pages:
        raise ValueError("A volume is bound once its pages are numbered.")
    binder = _Binder(volume, forms, drawn, renditions, style, stream)
    try:
        placements = []
        for index, page in enumerate(volume.pages):
            progress.at("bind", index, len(volume.pages))
            placements.append(binder.add(index, page))
        progress.at("bind", len(volume.pages), len(volume.pages))
        conformity = binder.finish()
    finally:
        binder.close()
    return Bound(len(volume.pages), tuple(placements), conformity)


class _Binder:
    def __init__(
        self,
        volume: Volume,
        forms: Path,
        drawn: DrawnForms,
        renditions: Mapping[int, Rendition],
        style: PrintStyle,
        stream: BinaryIO,
    ) -> None:
        self._volume = volume
        self._forms = forms
        self._drawn = drawn
        self._renditions = renditions
        self._margin = style.binding_mm * MM
        self._about = describing.about(volume)
        self._stamps = Stamps(self._about)
        self._parts = {part.key: part for part in volume.parts}
        self._numbers = item_numbers(volume)
        self._links = form_links(volume, drawn)
        self._back = back_places(volume, drawn)
        self._output = output = Output(stream)
        self._pages = [output.number() for _ in volume.pages]
        self._nodes = [output.number() for _ in self._pages[::_PAGES_OF_A_NODE]]
        self._fonts, self._spare = output.number(), output.number()
        self._sources: OrderedDict[Path, Source] = OrderedDict()
        self._layers: list[tuple[int, bool]] = []
        self._item: int | None = None
        self._obstacles: dict[Obstacle, None] = {}
        self._inspection = Inspection(self._tell)

    def add(self, index: int, page: PlannedPage) -> Placement:
        """Write the next page."""
        self._item = page.item if page.kind is PageKind.ITEM else None
        if page.pictures:
            return self._add_pictures(index, page)
        if page.kind is PageKind.ITEM:
            return self._add_item(index, page)
        if page.kind is PageKind.FORM:
            return self._add_form(index, page)
        sheet = sheet_for(*PORTRAIT, is_right=page.is_right, binding=self._margin)
        content, stamp = self._in_corner(page, sheet)
        self._write_page(index, PORTRAIT, self._stamps.blank(PORTRAIT) + b"\n" + content, (), stamp)
        return Placement(index, PORTRAIT, _IDENTITY, 1.0, (stamp,))

    def finish(self) -> tuple[Obstacle, ...]:
        """Write what all pages share, and the end."""
        fonts = Source(io.BytesIO(self._stamps.close()), self._output, self._inspection, self._spare)
        self._output.write(self._fonts, fonts.fonts())
        fonts.close()
        self._close_sources(0)
        output, conformity = self._output, tuple(self._obstacles)
        root, info = output.number(), output.number()
        entries = [
            b"/Type /Catalog /Pages %d 0 R" % self._write_tree(),
            b"/Outlines %d 0 R /PageMode /UseOutlines" % write_outline(output, self._volume, self._number_of),
            b"/PageLabels %b" % page_labels(self._volume.pages),
            b"/OpenAction [%d 0 R /Fit]" % self._pages[0],
            b"/ViewerPreferences << /DisplayDocTitle true >> /Lang %b" % text(self._about.language),
            b"/Metadata %d 0 R" % self._write_metadata(is_archival=not conformity),
            b"/OutputIntents [%b]" % self._output_intent(),
        ]
        if self._layers:
            entries.append(b"/OCProperties %b" % self._layer_properties())
        output.write(root, b"<< %b >>" % b"\n".join(entries))
        output.write(info, describing.information(self._about))
        output.close(root=root, info=info)
        return conformity

    def close(self) -> None:
        self._close_sources(0)

    def _add_item(self, index: int, page: PlannedPage) -> Placement:
        part, rendition = self._parts[page.part], self._renditions[page.item]
        shape = rendition.shapes[page.number - 1]
        copied = self._copied(rendition.path, rendition.first + page.number - 1)
        _same_size(copied, (shape.width, shape.height), rendition.path, page.number)
        where = position(part, page, self._numbers.get(part.item, ""))
        is_stamped = page.number == 1 and self._volume.ordering is Ordering.BOX
        placed = place(
            shape,
            is_right=page.is_right,
            binding=self._margin,
            page_stamp=self._stamps.page_extent(page, where),
            is_stamped=is_stamped,
        )
        matrix = (placed.scale, 0.0, 0.0, placed.scale, placed.x, placed.y)
        stamps = [Stamp(StampKind.PAGE, placed.page_stamp)]
        pieces = [
            _shown(_product(copied.matrix, matrix)),
            self._stamps.page_stamp(
                page, where, placed.scale, placed.page_stamp, is_turned=placed.sheet.is_across
            ),
        ]
        if placed.archive_stamp:
            stamps.append(Stamp(StampKind.ARCHIVE, placed.archive_stamp))
            number = self._numbers.get(part.item, "")
            pieces.append(self._stamps.archive_stamp(self._volume, part, number, placed.archive_stamp))
        self._write_page(index, placed.sheet.size, b"\n".join(pieces), [copied], stamps[0])
        return Placement(index, placed.sheet.size, matrix, placed.scale, tuple(stamps))

    def _add_pictures(self, index: int, page: PlannedPage) -> Placement:
        count = len(page.pictures)
        width = slot_width(count, self._margin)
        captions = [self._stamps.caption_lines(one, width) for one in page.pictures]
        copied, sizes = [], []
        for one in page.pictures:
            self._item = one.item
            rendition = self._renditions[one.item]
            copied.append(self._copied(rendition.path, rendition.first + len(rendition.shapes)))
            sizes.append(_same_size(copied[-1], rendition.alone, rendition.path))
        heights = [sum(style.leading for _text, style in lines) for lines in captions]
        shown = side_by_side(sizes, heights, self._margin)
        sheet = sheet_for(*PORTRAIT, is_right=page.is_right, binding=self._margin)
        content, stamp = self._in_corner(page, sheet)
        pieces = [
            _shown(_product(one.matrix, place.matrix), number)
            for number, (one, place) in enumerate(zip(copied, shown, strict=True))
        ]
        pieces += [
            self._stamps.caption(lines, place.caption) for lines, place in zip(captions, shown, strict=True)
        ]
        self._write_page(index, PORTRAIT, b"\n".join([*pieces, content]), copied, stamp)
        stamps = (stamp, *(Stamp(StampKind.CAPTION, place.caption) for place in shown))
        return Placement(
            index, PORTRAIT, _IDENTITY, 1.0, stamps, pictures=tuple(place.matrix for place in shown)
        )

    def _add_form(self, index: int, page: PlannedPage) -> Placement:
        first, count = self._drawn.parts[page.part]
        if page.number > count:
            raise ValueError(f"{page.part} was drawn on {count} pages and planned on more.")
        copied = self._copied(self._forms, first + page.number - 1)
        size = copied.width, copied.height
        sheet = sheet_for(*size, is_right=page.is_right, binding=self._margin)
        content, stamp = self._in_corner(page, sheet)
        self._write_page(index, size, _shown(copied.matrix) + b"\n" + content, [copied], stamp)
        return Placement(index, size, _IDENTITY, 1.0, (stamp,))

    def _in_corner(self, page: PlannedPage, sheet: Sheet) -> tuple[bytes, Stamp]:
        at = corner(sheet, self._stamps.page_extent(page, ""))
        return (
            self._stamps.page_stamp(page, "", 1.0, at, is_turned=sheet.is_across),
            Stamp(StampKind.PAGE, at),
        )

    def _write_page(
        self,
        index: int,
        size: tuple[float, float],
        content: bytes,
        copied: Sequence[CopiedPage],
        stamp: Stamp,
    ) -> None:
        output, number = self._output, self._output.number()
        output.write_packed(number, b"", content)
        links = list(self._links.get(index, ()))
        if index in self._back:
            links.append(Link(stamp.rectangle, self._back[index]))
        pages = b" ".join(b"%b %d 0 R" % (_name(at), one.number) for at, one in enumerate(copied))
        entries = [
            b"/Type /Page /Parent %d 0 R" % self._nodes[index // _PAGES_OF_A_NODE],
            b"/MediaBox [0 0 %b] /Contents %d 0 R" % (numbers(size), number),
            b"/Resources << /Font %d 0 R%b >>"
            % (self._fonts, b" /XObject << %b >>" % pages if copied else b""),
        ]
        if copied and copied[0].group:
            entries.append(b"/Group %b" % copied[0].group)
        if links:
            entries.append(b"/Annots [%b]" % annotations(links, self._number_of))
        output.write(self._pages[index], b"<< %b >>" % b" ".join(entries))

    def _copied(self, path: Path, page: int) -> CopiedPage:
        source = self._sources.get(path)
        if source is None:
            self._close_sources(_OPEN_AT_ONCE - 1)
            source = self._sources[path] = Source(path, self._output, self._inspection, self._spare)
        self._sources.move_to_end(path)
        return source.page(page)

    def _close_sources(self, keep: int) -> None:
        while len(self._sources) > keep:
            _, source = self._sources.popitem(last=False)
            self._layers += source.layers
            source.close()

    def _tell(self, code: str, about: str) -> None:
        self._obstacles[Obstacle(self._item, code, about)] = None

    def _number_of(self, page: int) -> int:
        return self._pages[page]

    def _write_tree(self) -> int:
        output, top = self._output, self._output.number()
        for i, node in enumerate(self._nodes):
            kids = self._pages[i * _PAGES_OF_A_NODE : (i + 1) * _PAGES_OF_A_NODE]
            output.write(node, b"<< /Type /Pages /Parent %d 0 R %b >>" % (top, _kids(kids, len(kids))))
        output.write(top, b"<< /Type /Pages %b >>" % _kids(self._nodes, len(self._pages)))
        return top

    def _write_metadata(self, *, is_archival: bool) -> int:
        number = self._output.number()
        data = describing.metadata(self._about, is_archival=is_archival)
        self._output.write_stream(number, b"/Type /Metadata /Subtype /XML", data)
        return number

    def _output_intent(self) -> bytes:
        number = self._output.number()
        self._output.write_packed(number, b"/N 3", srgb_profile())
        name = text("sRGB IEC61966-2.1")
        return (
            b"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier %b /Info %b /DestOutputProfile %d 0 R >>"
            % (name, name, number)
        )

    def _layer_properties(self) -> bytes:
        """Return the optional content of all sources, shown and hidden as each of them had it."""
        all_of_them = b" ".join(b"%d 0 R" % number for number, _ in self._layers)
        hidden = b" ".join(b"%d 0 R" % number for number, is_hidden in self._layers if is_hidden)
        return b"<< /OCGs [%b] /D << /Name (Default) /Order [%b] /OFF [%b] >> >>" % (
            all_of_them,
            all_of_them,
            hidden,
        )


def _same_size(
    copied: CopiedPage, planned: tuple[float, float] | None, path: Path, page: int = 1
) -> tuple[float, float]:
    """Return the size of a page, which must be the one it was planned with."""
    size = copied.width, copied.height
    if planned is None or any(abs(a - b) > _DIFFERENCE for a, b in zip(size, planned, strict=True)):
        raise LedgerError("rendition-differs", path=path, page=page)
    return size


def _shown(matrix: Matrix, number: int = 0) -> bytes:
    return b"q %b cm %b Do Q" % (numbers(matrix), _name(number))


def _name(number: int) -> bytes:
    """Return what the content calls a copied page."""
    return b"/P%d" % number if number else b"/P"


def _product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _kids(kids: list[int], count: int) -> bytes:
    return b"/Kids [%b] /Count %d" % (b" ".join(b"%d 0 R" % kid for kid in kids), count)
