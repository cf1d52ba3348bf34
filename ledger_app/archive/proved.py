"""What is proved from paper: codes on pages, and binders that were printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.archive.opened import Opened
from ledger_app.binder.proving import tracing
from ledger_app.binder.proving.tracing import Trace
from ledger_app.core.progress import Progress

if TYPE_CHECKING:
    from ledger_app.binder.proving.reopening import Reopened


class Proved(Opened):
    """The verbs of what holds paper against the archive."""

    def trace(self, code: str, progress: Progress | None = None) -> Trace:
        """Return what a code on a printed page leads to; raises `bad-code`, `unknown-code`."""
        return tracing.trace(self.db, self.evidence, code, progress)

    def check_binder(self, path: Path, progress: Progress | None = None) -> Reopened:
        """Check a binder that was printed earlier; raises `check-not-printed`."""
        from ledger_app.binder.proving import reopening  # see docs/decisions/0006-late-imports.md

        return reopening.check_printed(self.db, self.evidence, path, progress)

    def write_check(self, done: Sequence[Reopened], target: Path) -> None:
        """Write what checking binders came to as PDF; raises `output-not-pdf`, `output-unwritable`."""
        from ledger_app.binder.proving import reporting

        self._refuse_ours(target)
        reporting.write_checks(
            [(one.volume.title, one.checked) for one in done],
            target,
            head=reporting.head(self.db),
            as_of=self.now().date(),
        )
