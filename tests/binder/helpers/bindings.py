"""Sources with pages of every kind, and volumes of them put together by the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from ledger_app.binder.binding.binding import bind
from ledger_app.binder.binding.model import Bound
from ledger_app.binder.forms.drawing import draw
from ledger_app.binder.forms.laying import lay_out
from ledger_app.binder.forms.model import DrawnForms
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.shapes import shapes_of
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    Ordering,
    Part,
    PartKind,
    PrintStyle,
    Volume,
)
from ledger_app.binder.volumes.paging import numbered
from ledger_app.core.progress import Progress
from ledger_app.vault.model import Box, Filed, Retention

A4 = (595.28, 841.89)
STYLE = PrintStyle()


@dataclass(frozen=True)
class Sheaf:
    """A bound volume with all that it was made of."""

    volume: Volume
    drawn: DrawnForms
    renditions: dict[int, Rendition]
    bound: Bound
    path: Path
    forms: Path


def marks(size: tuple[float, float], inset: float = 80) -> bytes:
    """Return content whose place, turn and size can be told from a picture: nothing of it is symmetric."""
    wide, high = size[0] - 2 * inset, size[1] - 2 * inset
    return (
        f"0 0 0 rg {inset} {inset} {wide * 0.3:.2f} {high * 0.1:.2f} re f\n"
        f"0.7 0 0 rg {inset} {inset + high * 0.6:.2f} {wide * 0.1:.2f} {high * 0.4:.2f} re f\n"
        f"0 0 0.7 rg {inset + wide * 0.5:.2f} {inset + high * 0.8:.2f} {wide * 0.5:.2f} {high * 0.2:.2f} re f\n"
    ).encode()


def add_page(
    pdf: pikepdf.Pdf, size: tuple[float, float], content: bytes | None = None, **keys: object
) -> Dictionary:
    """Add a page; `keys` are entries of its dictionary."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *size]),
        Resources=Dictionary(),
        Contents=pdf.make_stream(marks(size) if content is None else content),
    )
    for key, value in keys.items():
        page[f"/{key}"] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1].obj


def rendition(item: int, path: Path) -> Rendition:
    """Return a file as pages, measured."""
    with pikepdf.open(path) as pdf:
        units = [float(page.obj.get("/UserUnit", 1)) for page in pdf.pages]
    return Rendition(item, f"{item:064x}", How.AS_IS, path, 0, tuple(shapes_of(path, units)))


def source(path: Path, *pages: tuple[tuple[float, float], bytes | None, dict[str, object]]) -> Path:
    """Write a PDF of (size, content, entries of the page) each."""
    with pikepdf.new() as pdf:
        for size, content, keys in pages:
            add_page(pdf, size, content, **keys)
        pdf.save(path)
    return path


def plain(path: Path, count: int = 1, size: tuple[float, float] = A4) -> Path:
    return source(path, *[(size, None, {})] * count)


def volume_of(renditions: Mapping[int, Rendition], ordering: Ordering = Ordering.BOX) -> Volume:
    """Return a volume with a cover, a list of these items, the items and a closing sheet."""
    entries = tuple(
        Entry(EntryKind.ITEM, i, f"item:{item}", f"第{i}份文件", archive_number=f"J001-{i:04}", item=item)
        for i, item in enumerate(renditions, 1)
    )
    parts = (
        Part("cover", PartKind.COVER, "封面"),
        Part("catalogue", PartKind.CATALOGUE, "归档文件目录", entries=entries),
        *(
            Part(
                e.part,
                PartKind.ITEM,
                e.title,
                1,
                len(renditions[e.item].shapes),
                e.item,
                sha256=renditions[e.item].sha256,
            )
            for e in entries
        ),
        Part("closing", PartKind.CLOSING, "备考表"),
    )
    filed = tuple(Filed(item, i, True, 1) for i, item in enumerate(renditions, 1))
    box = Box(3, 2024, Retention.YEARS_30, "党政办", 30, filed, 12.0, True)
    fields = (("全宗名称", "石桥镇人民政府"), ("年度", "2024"), ("盒号", "3"))
    return Volume(
        "box:3", 3, ordering, "第3盒", 2024, "J001", "石桥镇人民政府", fields, 30, parts, date(2025, 6, 1),
        "12:" + "ab" * 32, box if ordering is Ordering.BOX else None,
    )  # fmt: skip


def bound(
    folder: Path, renditions: Sequence[Rendition], *, style: PrintStyle = STYLE, volume: Volume | None = None
) -> Sheaf:
    """Number, draw and bind a volume of these renditions."""
    by_item = {r.item: r for r in renditions}
    volume = volume or volume_of(by_item)
    counts = {(volume.key, key): count for key, count in lay_out(volume, style).items()}
    (volume,) = numbered([volume], counts, {}, style)
    forms, path = folder / "forms.pdf", folder / "bound.pdf"
    with forms.open("wb") as stream:
        drawn = draw(volume, style, stream, Progress())
    return again(Sheaf(volume, drawn, by_item, Bound(0, (), ()), path, forms), style=style)


def again(sheaf: Sheaf, *, style: PrintStyle = STYLE) -> Sheaf:
    """Bind what a sheaf was made of."""
    with sheaf.path.open("wb") as stream:
        done = bind(sheaf.volume, sheaf.forms, sheaf.drawn, sheaf.renditions, style, stream, Progress())
    return replace(sheaf, bound=done)


def item_pages(sheaf: Sheaf) -> list[int]:
    """Return the pages (from 0) that come out of files."""
    return [i for i, page in enumerate(sheaf.volume.pages) if page.item is not None]


def picture(path: Path, page: int, scale: float = 1.0) -> np.ndarray:
    """Return a page as grey values."""
    document = pypdfium2.PdfDocument(path)
    try:
        return np.array(document[page].render(scale=scale).to_pil().convert("L"))
    finally:
        document.close()


def texts(path: Path) -> list[str]:
    """Return the text of every page, without blanks."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for page in document:
            textpage = page.get_textpage()
            found.append("".join(textpage.get_text_bounded().split()))
            textpage.close()
        return found
    finally:
        document.close()


def text_within(path: Path, page: int, rectangle: tuple[float, float, float, float]) -> str:
    """Return the text in a rectangle of a page, without blanks."""
    document = pypdfium2.PdfDocument(path)
    try:
        textpage = document[page].get_textpage()
        left, bottom, right, top = rectangle
        text = textpage.get_text_bounded(left, bottom, right, top)
        textpage.close()
        return "".join(text.split())
    finally:
        document.close()
