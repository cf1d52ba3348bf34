"""Which pages the forms of a volume take, before anything is drawn: their number never depends on page labels."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.binder.forms.closings import closing
from ledger_app.binder.forms.contents import catalogue, contents
from ledger_app.binder.forms.covers import cover
from ledger_app.binder.forms.dividers import divider
from ledger_app.binder.forms.references import reference
from ledger_app.binder.forms.sheets import Kit, Leaf
from ledger_app.binder.volumes.model import Part, PartKind, PrintStyle, Volume

_FORMS: dict[PartKind, Callable[[Kit, Part], list[Leaf]]] = {
    PartKind.COVER: cover,
    PartKind.CONTENTS: contents,
    PartKind.CATALOGUE: catalogue,
    PartKind.DIVIDER: divider,
    PartKind.REFERENCE: reference,
    PartKind.CLOSING: closing,
}


def leaves(kit: Kit) -> dict[str, list[Leaf]]:
    """Return the pages of every part that is drawn, in the order of the volume."""
    return {p.key: _FORMS[p.kind](kit, p) for p in kit.volume.parts if p.kind in _FORMS}


def lay_out(volume: Volume, style: PrintStyle) -> dict[str, int]:
    """Return how many pages each drawn part takes; the same before and after pages are numbered."""
    return {key: len(pages) for key, pages in leaves(Kit(volume, style)).items()}


def missing(volume: Volume, style: PrintStyle) -> tuple[str, ...]:
    """Return the characters on the forms of a volume that no shipped font has, without drawing them."""
    kit = Kit(volume, style)
    leaves(kit)
    return kit.faces.missing
