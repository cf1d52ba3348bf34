"""What printing binders comes to, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger_app.binder.binding.model import Obstacle
from ledger_app.binder.proving.model import Checked
from ledger_app.binder.volumes.model import Ordering, PrintedVolume
from ledger_app.binder.volumes.paging import Sum
from ledger_app.binder.volumes.reprints import Step
from ledger_app.vault.model import Box


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not shown in a binder, or not by itself; `needs_person`: somebody has to see to it."""

    item: int
    path: str
    reason: str
    detail: tuple[tuple[str, str], ...]
    needs_person: bool


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """One binder. `path` is None where nothing was written, `steps` are empty unless only changes were asked for.

    `pages` and `width` are of the whole binder, `printed` counts the pages that were written or would be.
    `indicators` are the codes of those that have a divider in it. `spine` are the width in mm that its box was
    labelled for and the one that it needs now, where they differ; `overfull` is how many mm it has to hold, where
    no spine is that wide. `secret` are the titles of files that are not public and printed in full. `is_kept`: what lies in this inspection box since the last print stays in it.
    """

    key: str
    number: int
    title: str
    width: int
    pages: Sum
    printed: int
    references: int
    pages_saved: int
    steps: tuple[Step, ...] = ()
    items: int = 0
    indicators: tuple[str, ...] = ()
    path: Path | None = None
    conformity: tuple[Obstacle, ...] = ()
    checked: Checked | None = None
    spine: tuple[int, int] | None = None
    secret: tuple[str, ...] = ()
    overfull: float | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Binders:
    """A print, or the count of one. `gone` are binders to be taken away: (key, title)."""

    ordering: Ordering
    volumes: tuple[BoundVolume, ...]
    problems: tuple[Problem, ...]
    missing_glyphs: tuple[str, ...]
    gone: tuple[tuple[str, str], ...] = ()
    spines: Path | None = None
    report: Path | None = None

    @property
    def pages(self) -> Sum:
        """The pages of all binders together."""
        sums = [volume.pages for volume in self.volumes]
        return Sum(
            sum(s.forms for s in sums),
            sum(s.items for s in sums),
            sum(s.blanks for s in sums),
            sum(s.sheets for s in sums),
        )

    @property
    def needs_person(self) -> bool:
        """Whether something in it has to be seen to."""
        has_faults = any(v.checked is not None and not v.checked.is_clean for v in self.volumes)
        is_overfull = any(volume.overfull is not None for volume in self.volumes)
        is_odd = any(problem.needs_person for problem in self.problems)
        return has_faults or is_overfull or is_odd or bool(self.missing_glyphs)


@dataclass(frozen=True, slots=True)
class Draft:
    """Binders that were written to be looked at, or to go to a printer; nothing of them is recorded yet.

    `records` are what stands in them, `gone` those to be taken away, `boxes` the boxes of the shelf they are of.
    """

    binders: Binders
    records: tuple[PrintedVolume, ...]
    gone: tuple[PrintedVolume, ...]
    boxes: tuple[Box, ...]
