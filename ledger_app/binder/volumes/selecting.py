"""What a person asks to print: boxes by number, indicators by code, or sections by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.binder.volumes.model import Volume
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.scheme.numbering import without_number
from ledger_app.vault.model import Box

_BOX = re.compile("(?:box|盒)[::]?([0-9]{1,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for: indicators by code, or whole inspection boxes by number; neither: everything.

    `ids` are the indicators whose evidence must be known.
    """

    ids: frozenset[int]
    codes: tuple[str, ...] = ()
    boxes: frozenset[int] = frozenset()

    @property
    def digest(self) -> str:
        """A short name of the chosen indicators, the same in every print."""
        return hashlib.sha256("\n".join(self.codes).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def boxes(known: Sequence[Box], only: Sequence[str]) -> tuple[Box, ...]:
    """Return the chosen boxes of the shelf in order; raises `unknown-box`."""
    numbers = {box.number for box in known}
    chosen = {_box_number(value, numbers) for value in only}
    return tuple(box for box in known if not only or box.number in chosen)


def indicators(scheme: Scheme, only: Sequence[str]) -> Selection:
    """Return the chosen indicators, in document order; raises `unknown-selection`.

    A value is the code of an indicator, the name of a section with or without its number, or `box:3`: the
    inspection box of that number.
    """
    every = frozenset(indicator.id for indicator in scheme.indicators)
    whole = frozenset(int(m[1]) for value in only if (m := _BOX.fullmatch(value.strip())))
    values = [value for value in only if not _BOX.fullmatch(value.strip())]
    if whole and values:
        raise LedgerError("mixed-selection", values=_(", ").join(only))
    if not values:
        return Selection(every, boxes=whole)
    chosen: set[int] = set()
    for value in values:
        found = {i.id for i in scheme.indicators if _is_meant(i, value.strip())}
        if not found:
            sections = dict.fromkeys(i.path[0] for i in scheme.indicators if i.path)
            raise LedgerError("unknown-selection", value=value, known=_(", ").join(sections) or "–")
        chosen |= found
    if chosen == every:
        return Selection(every)
    codes = tuple(i.code for i in scheme.indicators if i.id in chosen)
    return Selection(frozenset(chosen), codes)


def chosen_volumes(volumes: Sequence[Volume], wanted: Selection) -> tuple[Volume, ...]:
    """Return all binders, where no whole ones were chosen, else these; raises `unknown-inspection-box`."""
    numbers = {volume.number for volume in volumes}
    for number in sorted(wanted.boxes - numbers):
        raise LedgerError("unknown-inspection-box", number=number, known=_known(numbers))
    return tuple(v for v in volumes if not wanted.boxes or v.number in wanted.boxes)


def _is_meant(indicator: Indicator, value: str) -> bool:
    if indicator.code == value:
        return True
    return any(value in (name, without_number(name)) for name in indicator.path)


def _box_number(value: str, numbers: set[int]) -> int:
    match = _BOX.fullmatch(value.strip())
    text = match[1] if match else value.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    if number not in numbers:
        raise LedgerError("unknown-box", number=value)
    return number


def _known(numbers: set[int]) -> str:
    """Return numbers as people write them: 1–7, 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return _(", ").join("–".join(map(str, dict.fromkeys(run))) for run in runs) or "–"
