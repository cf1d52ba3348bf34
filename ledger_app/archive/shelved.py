"""The archive order: boxes, the numbers in them, and what a person says of both."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.archive.opened import Opened
from ledger_app.binder import shelf_lines, shelving
from ledger_app.binder.shelf_lines import ShelfLine
from ledger_app.core.database import Changes
from ledger_app.vault.model import Box


class Shelved(Opened):
    """The verbs of the shelf; each is one step to undo. See `binder.shelving` for what they raise."""

    def boxes(self) -> tuple[Box, ...]:
        """Return every box, by year, retention and office."""
        return shelving.boxes(self.db)

    def shelf_lines(self, boxes: Iterable[Box]) -> dict[int, ShelfLine]:
        """Return what is said of the items in these boxes."""
        return shelf_lines.lines(self.db, boxes)

    def settle_boxes(self) -> Changes:
        """Record every number and every box as they are worked out now."""
        return shelving.settle(self.db)

    def begin_box(self, item: int, *, width: int | None = None) -> Changes:
        """Let a box begin with this item."""
        return shelving.begin_box(self.db, item, width=width)

    def join_box(self, number: int) -> Changes:
        """Put what lies in a box into the one before it."""
        return shelving.join_box(self.db, number)

    def set_box_width(self, number: int, width: int | None) -> Changes:
        """Choose the spine of a box in mm; None: as its papers need."""
        return shelving.set_width(self.db, number, width)

    def move_items(
        self,
        item_ids: Iterable[int],
        *,
        before: int | None = None,
        after: int | None = None,
        box: int | None = None,
    ) -> Changes:
        """Put items before or after another of their series, or at the end of a box of it."""
        return shelving.move(self.db, item_ids, before=before, after=after, box=box)

    def file_items(self, item_ids: Iterable[int], *, reason: str = "", **fields: object) -> Changes:
        """File items by year, retention, office, secrecy; empty text takes a field back to the settings."""
        return shelving.file_items(self.db, item_ids, reason=reason, **fields)

    def withdraw_items(self, item_ids: Iterable[int], *, reason: str = "") -> Changes:
        """Take items that no indicator asks for any more out of the archive order."""
        return shelving.withdraw(self.db, item_ids, reason=reason)
