"""What is printed: binders by box and by indicator, what of them lies on paper already."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.archive.audited import Audited
from ledger_app.audit import unprinted
from ledger_app.audit.model import Audit
from ledger_app.binder.volumes import prints
from ledger_app.binder.volumes.model import Ordering, PrintedVolume
from ledger_app.binder.volumes.prints import Print
from ledger_app.core.database import Changes
from ledger_app.core.progress import Progress
from ledger_app.vault import items

if TYPE_CHECKING:
    from ledger_app.binder.binders import Job, Workshop
    from ledger_app.binder.results import Binders, BoundVolume, Draft

PAGES = "pages"


class Bound(Audited):
    """The verbs and nouns of printed binders."""

    def count_binders(self, job: Job, progress: Progress | None = None) -> Binders:
        """Return what printing would come to, by what is known; no binder is written and nothing is recorded."""
        from ledger_app.binder import binders  # see docs/decisions/0006-late-imports.md

        counted = binders.count_binders(self._workshop(self.audit_known(), progress), job)
        self._note_unprinted()
        return counted

    def print_binders(
        self,
        job: Job,
        out: Path,
        progress: Progress | None = None,
        *,
        finished: Callable[[BoundVolume], None] = lambda _: None,
    ) -> Binders:
        """Look at the folder, then write binders into a folder (or one PDF) and record the print.

        See `binder.binders.print_binders`.
        """
        from ledger_app.binder import binders

        began = time.time()
        self._refuse_ours(out)
        shop = self._workshop(self.audit(progress), progress)
        made = binders.print_binders(shop, job, out, refuse=self._refuse_ours, finished=finished)
        self._note_unprinted()
        self._forget_pages(began)
        return made

    def draft_binders(self, job: Job, folder: Path, progress: Progress | None = None) -> Draft:
        """Write binders by what is known, to be looked at or sent to a printer; nothing is recorded.

        `folder` lies in the archive's own folder; whoever asked removes it.
        """
        from ledger_app.binder import binders

        draft = binders.draft_binders(self._workshop(self.audit_known(), progress), job, folder)
        self._note_unprinted()
        return draft

    def record_draft(self, draft: Draft) -> Changes:
        """Record that drafted binders were put on paper."""
        from ledger_app.binder import binders

        return binders.record_draft(self.db, draft)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Drop all that was read from files, and the pages made of them; see `Held.rebuild`."""
        from ledger_app.binder.renditions import cache

        cache.forget(self.folder / PAGES, (), before=math.inf)
        return super().rebuild(progress)

    def prints(self) -> tuple[Print, ...]:
        """Return all prints of binders, the newest first."""
        return prints.prints(self.db)

    def printed(self, ordering: Ordering) -> dict[str, PrintedVolume]:
        """Return what lies on paper of each binder of an order, by its key."""
        return {key: volume for key, volume in prints.last(self.db, ordering).items() if volume.pages}

    def _note_unprinted(self) -> None:
        """Let the audit know which contents paper can't show."""
        from ledger_app.binder.renditions import cache
        from ledger_app.binder.renditions.model import How

        found = cache.outcomes(self.folder / PAGES).items()
        unprinted.put(self.db, {sha256: why for sha256, (how, why) in found if how is How.NOTICE})

    def _forget_pages(self, before: float) -> None:
        """Throw away pages, made before that, of contents that no item has any more."""
        from ledger_app.binder.renditions import cache

        contents = [item.sha256 for item in items.all_items(self.db) if item.sha256]
        cache.forget(self.folder / PAGES, contents, before=before)

    def _workshop(self, audit: Audit, progress: Progress | None) -> Workshop:
        from ledger_app.binder.binders import Workshop

        return Workshop(
            db=self.db,
            audit=audit,
            evidence=self.evidence,
            cache=self.folder / PAGES,
            as_of=self.now().date(),
            progress=progress or Progress(),
        )
