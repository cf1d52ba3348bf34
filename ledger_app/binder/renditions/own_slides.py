"""Takes a .pptx apart for our own rendering: one landscape page a slide, its texts from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from lxml import etree

from ledger_app.binder.renditions.own_model import Block, Cell, Gap, Paragraph, Picture, Run, Section, Table
from ledger_app.binder.renditions.own_parts import parse
from ledger_app.binder.renditions.own_word_styles import child, children, descend, local, number, value
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.packages import Package
from ledger_app.search.slides import slides_of

_EMU = 1 / 12700
_SHRUNK = 0.62  # a slide is larger than the paper it is set on
_TITLES = ("title", "ctrTitle", "subTitle")
_LARGEST = 22.0


def read_slides(file: IO[bytes], gathered: Gathered) -> list[Section]:
    """Return a section for every slide, with what the speaker noted below it. Raises `Unreadable`."""
    with Package(file, gathered) as package:
        if "ppt/presentation.xml" not in package:
            raise Unreadable("damaged")
        return [_section(package, name, n) for n, name in enumerate(slides_of(package), 1)]


def _section(package: Package, name: str, page: int) -> Section:
    root = parse(package, name)
    tree = descend(root, "cSld", "spTree")
    shapes = sorted(_shapes(tree), key=_place) if tree is not None else []
    blocks = [block for shape in shapes for block in _blocks(package, name, shape)]
    if value(root, "show") in ("0", "false"):
        blocks.append(Gap(_("〔This slide is hidden in the show〕")))
    for kind, part in package.related(name).values():
        if kind == "notesSlide":
            texts = [
                p for p in _paragraphs(parse(package, part)) if p.text.strip() and p.text.strip() != str(page)
            ]
            if texts:
                blocks += [Gap(_("Speaker's notes:")), *texts]
    return Section(tuple(blocks) or (Gap(_("〔An empty slide〕")),), True, _("Slide {n}").format(n=page))


def _shapes(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree:
        name = local(element)
        if name == "grpSp":
            yield from _shapes(element)
        elif name in ("sp", "pic", "graphicFrame", "cxnSp"):
            yield element
        elif name == "AlternateContent" and (choice := child(element, "Choice")) is not None:
            yield from _shapes(choice)


def _place(shape: etree._Element) -> tuple[int, int, int]:
    kind = value(next(shape.iter("{*}ph"), None), "type")
    offset = next(shape.iter("{*}off"), None)
    return kind not in _TITLES, number(value(offset, "y")), number(value(offset, "x"))


def _blocks(package: Package, name: str, shape: etree._Element) -> Iterator[Block]:
    kind = local(shape)
    if kind == "pic":
        yield _picture(package, name, shape)
    elif kind == "sp":
        is_title = value(next(shape.iter("{*}ph"), None), "type") in _TITLES
        yield from (p for p in _paragraphs(shape, is_title=is_title) if p.text.strip())
        if next(shape.iter("{*}blip"), None) is not None:
            yield _picture(package, name, shape)
    elif kind == "graphicFrame":
        table = next(shape.iter("{*}tbl"), None)
        if table is not None:
            yield _table(table)
        elif next(shape.iter("{*}chart"), None) is not None:
            yield Gap(_("〔A chart stands here; see the original〕"))
        elif (diagram := next(shape.iter("{*}relIds"), None)) is not None:
            yield Gap(_("〔A diagram stands here, whose words follow; see the original〕"))
            part = package.related(name).get(value(diagram, "dm"), ("", ""))[1]
            if part in package:
                yield from (p for p in _paragraphs(parse(package, part)) if p.text.strip())
        else:
            yield Gap(_("〔An object of another program is embedded here; see the original〕"))


def _picture(package: Package, name: str, shape: etree._Element) -> Block:
    blip, size = next(shape.iter("{*}blip"), None), next(shape.iter("{*}ext"), None)
    kind, part = package.related(name).get(value(blip, "embed"), ("", ""))
    if kind != "image" or part not in package:
        return Gap(_("〔A picture stands here; see the original〕"))
    width, height = (number(value(size, side)) * _EMU * _SHRUNK for side in ("cx", "cy"))
    with package.open(part) as stream:
        return Picture(stream.read(), width, height, "center")


def _paragraphs(root: etree._Element, *, is_title: bool = False) -> Iterator[Paragraph]:
    for element in root.iter("{*}p"):
        runs = []
        for part in element.iter("{*}t", "{*}br", "{*}tab"):
            if any(local(above) == "Fallback" for above in part.iterancestors()):
                continue
            properties = child(part.getparent(), "rPr")
            stated = number(value(properties, "sz")) / 100 * _SHRUNK
            size = min(_LARGEST, max(9.0, stated or (20.0 if is_title else 12.0)))
            text = "\n" if local(part) == "br" else "    " if local(part) == "tab" else part.text or ""
            is_bold = is_title or value(properties, "b") in ("1", "true")
            runs.append(Run(text, size, is_bold))
        look = child(element, "pPr")
        align = {"ctr": "center", "r": "right"}.get(value(look, "algn"), "center" if is_title else "left")
        yield Paragraph(tuple(runs), align, left=number(value(look, "lvl")) * 18.0, before=2.0)


def _table(table: etree._Element) -> Table:
    widths = [
        number(value(c, "w")) * _EMU * _SHRUNK or 60.0 for c in children(child(table, "tblGrid"), "gridCol")
    ]
    rows = []
    for row in children(table, "tr"):
        cells = []
        for column, cell in enumerate(children(row, "tc")):
            if value(cell, "hMerge") in ("1", "true") or value(cell, "vMerge") in ("1", "true"):
                continue
            columns, down = (max(1, number(value(cell, name))) for name in ("gridSpan", "rowSpan"))
            cells.append(Cell(column, tuple(_paragraphs(cell)), columns, down, is_middle=True))
        rows.append(tuple(cells))
    return Table(tuple(widths), tuple(rows), scale=1.0)
