"""Drawing the forms of a volume into one PDF, with the places on them that lead to other parts."""

from __future__ import annotations

from typing import BinaryIO

from ledger_app.binder.drawing import About, Drawing
from ledger_app.binder.forms.laying import leaves
from ledger_app.binder.forms.model import DrawnForms, Hotspot
from ledger_app.binder.forms.sheets import Kit, Leading, Leaf, box_name
from ledger_app.binder.volumes.model import PrintStyle, Volume
from ledger_app.binder.words import document_language
from ledger_app.core.progress import Progress


def draw(volume: Volume, style: PrintStyle, stream: BinaryIO, progress: Progress) -> DrawnForms:
    """Draw every form of a volume in its order; the same volume gives the same bytes."""
    kit = Kit(volume, style)
    progress.at("layout")
    parts = leaves(kit)
    total = sum(map(len, parts.values()))
    first = next((pages[0] for pages in parts.values() if pages), None)
    if first is None:
        raise ValueError("A volume has at least one form.")
    drawing = Drawing(stream, first.paper.size, _about(volume))
    placed: dict[str, tuple[int, int]] = {}
    spots: list[Hotspot] = []
    at = 0
    for key, pages in parts.items():
        placed[key] = (at, len(pages))
        for number, leaf in enumerate(pages, 1):
            progress.at("draw", at, total)
            page = kit.page(key, number)
            is_right = page.is_right if page else not style.is_duplex or number % 2 == 1
            spots.extend(_draw_leaf(drawing, leaf, at, is_right=is_right))
            at += 1
    progress.at("write", total, total)
    drawing.close()
    return DrawnForms(placed, tuple(spots), kit.faces.missing)


def _draw_leaf(drawing: Drawing, leaf: Leaf, number: int, *, is_right: bool) -> list[Hotspot]:
    left, top = leaf.paper.origin(is_right=is_right)
    drawing.paper(leaf.paper.size, (left, top))
    spots: list[Hotspot] = []
    for y, content in leaf.placed:
        content.draw(drawing, y)
        if not isinstance(content, Leading):
            continue
        upper = round(drawing.height - top - y, 2)
        lower = round(upper - content.height, 2)
        if not content.is_more:
            sides = round(left + content.x, 2), round(left + content.x + content.width, 2)
            spots.append(Hotspot(number, (sides[0], lower, sides[1], upper), content.target))
        elif spots and spots[-1].target == content.target:
            x0, _lower, x1, high = spots[-1].rectangle
            spots[-1] = Hotspot(number, (x0, lower, x1, high), content.target)
    drawing.end_page()
    return spots


def _about(volume: Volume) -> About:
    return About(
        title=" ".join(filter(None, [volume.fonds_name, box_name(volume), volume.title])),
        subject=volume.title,
        author=volume.fonds_name,
        language=document_language(),
        as_of=volume.as_of,
    )
