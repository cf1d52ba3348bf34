"""What to do with the sheets of a binder so that it becomes the new one: replace, insert, take out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.binder.volumes.model import PrintedPage, PrintedVolume

Sheet = tuple[PrintedPage, ...]
"""A sheet of paper: two pages where both sides are printed, else one."""


class Deed(StrEnum):
    """REPLACE these pages, INSERT them after another, TAKE_OUT; PRINT the whole binder, REMOVE it all."""

    REPLACE = "replace"
    INSERT = "insert"
    TAKE_OUT = "take-out"
    PRINT = "print"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, to whole sheets that follow each other: pages `first` to `last`.

    `after` is the page behind which they are inserted, empty for the front of the binder.
    """

    deed: Deed
    first: str = ""
    last: str = ""
    after: str = ""
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class Reprint:
    """What became of one binder since it was printed. `pages` are the places (from 0) of those to print."""

    key: str
    steps: tuple[Step, ...]
    pages: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all of the binder is printed."""
        return any(step.deed is Deed.PRINT for step in self.steps)


def sheets(pages: Sequence[PrintedPage], *, is_duplex: bool) -> list[Sheet]:
    """Return the pages as the sheets they are printed on."""
    size = 2 if is_duplex else 1
    return [tuple(pages[at : at + size]) for at in range(0, len(pages), size)]


def reprint(old: PrintedVolume | None, new: PrintedVolume) -> Reprint:
    """Return what turns the old stack of sheets into the new one, from the front to the back.

    Where there is no old one, or it was printed on other sides of the paper, all is printed; a new one without
    pages is taken away.
    """
    if not new.pages:
        return Reprint(new.key, (Step(Deed.REMOVE),) if old and old.pages else (), ())
    fresh = sheets(new.pages, is_duplex=new.is_duplex)
    if old is None or not old.pages or old.is_duplex != new.is_duplex:
        return Reprint(new.key, (Step(Deed.PRINT, sheets=len(fresh)),), tuple(range(len(new.pages))))
    former = sheets(old.pages, is_duplex=old.is_duplex)
    printed = {sheet[0].label for sheet in fresh if sheet not in set(former)}
    steps = tuple(_steps(former, fresh))
    size = 2 if new.is_duplex else 1
    places = (
        at * size + side
        for at, sheet in enumerate(fresh)
        if sheet[0].label in printed
        for side in range(len(sheet))
    )
    return Reprint(new.key, steps, tuple(places))


def applied(steps: Iterable[Step], old: Sequence[Sheet], printed: Sequence[Sheet]) -> list[Sheet]:
    """Return the stack after a person did all steps with the sheets that were printed, as they come.

    It is what the instructions mean, as a check of them.
    """
    stack, coming = list(old), list(printed)
    for step in steps:
        if step.deed in (Deed.PRINT, Deed.REMOVE):
            stack, coming = coming[: step.sheets], coming[step.sheets :]
            continue
        if step.deed is Deed.INSERT:
            ends = [sheet[-1].label for sheet in stack]
            at = ends.index(step.after) + 1 if step.after else 0
            until = at
        else:
            at = [sheet[0].label for sheet in stack].index(step.first)
            until = at + [sheet[-1].label for sheet in stack[at:]].index(step.last) + 1
        taken = 0 if step.deed is Deed.TAKE_OUT else step.sheets
        stack[at:until], coming = coming[:taken], coming[taken:]
    return stack


def _steps(former: list[Sheet], fresh: list[Sheet]) -> Iterable[Step]:
    """Walk both stacks from the front; their common sheets, known by the label in front, stand in one order."""
    kept = {sheet[0].label for sheet in former} & {sheet[0].label for sheet in fresh}
    old, new, last = 0, 0, ""
    while old < len(former) or new < len(fresh):
        start_old, start_new = old, new
        while old < len(former) and former[old][0].label not in kept:
            old += 1
        if old > start_old:
            yield _step(Deed.TAKE_OUT, former[start_old:old])
            continue
        while new < len(fresh) and fresh[new][0].label not in kept:
            new += 1
        if new > start_new:
            yield _step(Deed.INSERT, fresh[start_new:new], after=last)
            last = fresh[new - 1][-1].label
            continue
        while _is_replaced(former, fresh, old, new):
            old, new = old + 1, new + 1
        if new > start_new:
            yield _replaced(former[start_old:old], fresh[start_new:new])
        else:
            old, new = old + 1, new + 1
        last = fresh[new - 1][-1].label


def _is_replaced(former: list[Sheet], fresh: list[Sheet], old: int, new: int) -> bool:
    if old >= len(former) or new >= len(fresh):
        return False
    return former[old][0].label == fresh[new][0].label and former[old] != fresh[new]


def _replaced(out: list[Sheet], into: list[Sheet]) -> Step:
    return Step(Deed.REPLACE, out[0][0].label, out[-1][-1].label, sheets=len(into))


def _step(deed: Deed, run: list[Sheet], after: str = "") -> Step:
    return Step(deed, run[0][0].label, run[-1][-1].label, after, len(run))
