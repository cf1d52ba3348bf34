"""The life of one open archive: opened off the event loop, kept up to date by itself, closed cleanly."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from ledger_app.archive import EXPORTS, Archive, local_now
from ledger_app.audit import records
from ledger_app.core.database import Changes
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.ui import turns
from ledger_app.ui.catching_up import CatchingUp
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Job, Jobs, Turn
from ledger_app.ui.slices import TEXTS
from ledger_app.ui.state import State, read_state
from ledger_app.vault.intake import Intake, Look, Watching

LOOK_MS = 200
FOCUS_SECONDS = 20


class Session(QObject):
    """One archive, from opening to closing.

    `opened` carries the `Context`, `failed` the exception that kept it closed, `closed` follows
    `close()`. `watching` says that the watch or the evidence folder's presence changed, `audited`
    carries the state after a one-click audit.
    """

    opened = Signal(object)
    failed = Signal(object)
    closed = Signal()
    watching = Signal()
    audited = Signal(object)

    def __init__(
        self, folder: Path, settings: QSettings, *, actor: str | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self.settings = settings
        self.jobs = Jobs(self)
        self.context: Context | None = None
        self.looked_at: datetime | None = None
        self._actor = actor
        self._archive: Archive | None = None
        self._intake: Intake | None = None
        self._told: Watching | None = None
        self._scan: Job | None = None
        self.catching_up: CatchingUp | None = None
        self._is_audit_wanted = self._is_disk_taken = False
        self._is_closing = False
        self._looked = 0.0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    # opening and closing

    def open(self) -> None:
        """Open the archive; `opened` or `failed` follows."""
        self.jobs.submit(_("Open the archive"), self._open, done=self._show, failed=self._give_up)

    def close(self) -> None:
        """Stop what runs, let the archive go; `closed` follows."""
        if self._is_closing:
            return
        self._is_closing = True
        self._timer.stop()
        for job in list(self.jobs.running):
            job.cancel()
        self.jobs.submit(_("Close the archive"), lambda _: self._release(), is_quiet=True).ended.connect(
            self._end
        )

    def _open(self, progress: Progress) -> tuple[Archive, State]:
        turns.collect()  # what the archive before has left
        archive = Archive(self.folder, actor=self._actor)
        self._archive = archive
        with contextlib.suppress(OSError):
            (self.folder / EXPORTS).mkdir(exist_ok=True)
        return archive, read_state(archive, away="")

    def _show(self, result: object) -> None:
        archive, state = result
        self.context = Context(archive, self.jobs, self.settings, state)
        self.context.setParent(self)
        self.context.state_changed.connect(lambda _state: self._look())
        self.catching_up = CatchingUp(self.context)
        self._intake = Intake(state.evidence)
        self._intake.start()
        self._timer.start()
        self.opened.emit(self.context)
        self.rescan()

    def _give_up(self, error: Exception) -> None:
        self.failed.emit(error)

    def _release(self) -> None:
        if self._intake:
            self._intake.stop()
        if self.context:
            self.context.let_go()
        if self._archive:
            self._archive.close()
            self._archive = None

    def _end(self) -> None:
        self.jobs.stop()
        self.closed.emit()

    # keeping up to date

    @property
    def watch(self) -> Watching | None:
        """How the evidence folder is watched; None before the archive is open."""
        return self._intake.watching if self._intake else None

    def rescan(self) -> None:
        """Look at the whole folder, after the look that runs if one does."""
        if self._intake:
            self._intake.ask()
            self._look()

    def take_disk(self) -> None:
        """Look at the folder even though another disk with other files lies there."""
        self._is_disk_taken = True
        self.rescan()

    def focus(self) -> None:
        """Look at the folder because the person came back to the window, but not too often."""
        if time.monotonic() - self._looked >= FOCUS_SECONDS:
            self.rescan()

    def audit(self) -> None:
        """The one-click audit: look at the folder, read what is new, then say what is missing."""
        self._is_audit_wanted = True
        self.rescan()

    def _look(self) -> None:
        """Begin what is due, unless a look runs already or the pages do not show the last one yet.

        So a burst costs as many readings of the archive as the window can take, not one a folder.
        """
        if self._is_closing or self.context is None or self._intake is None:
            return
        is_free = self._scan is None and not self.context.is_reading
        if is_free and (look := self._intake.next()):
            is_full = look.folders is None and self._is_disk_taken
            self._is_disk_taken = self._is_disk_taken and not is_full
            self._begin(look, lambda archive, progress: archive.look(look.folders, progress, full=is_full))
        self._tell()

    def _begin(self, look: Look, work: Callable[[Archive, Progress], object]) -> None:
        assert self.context
        is_whole = look.folders is None
        is_for_audit = is_whole and self._is_audit_wanted
        self._scan = self.context.run(
            _("Look at the evidence folder") if is_whole else _("Bring changes in"),
            work,
            done=lambda result: self._scanned(look, result),
            is_quiet=look.is_timed or not is_whole,
            turn=Turn.BACKGROUND,
        )
        self._scan.ended.connect(lambda: self._after_scan(look, is_for_audit=is_for_audit))

    def _scanned(self, look: Look, result: object) -> None:
        report, changes = result
        self._looked = time.monotonic()
        self.looked_at = local_now()
        self._intake.looked(look, report, has_changed=bool(changes.tables))
        if self.context and self.context.away != report.away:
            self.context.away = report.away
            self.context.refresh()
        self._tell()

    def _after_scan(self, look: Look, *, is_for_audit: bool) -> None:
        finished = self._scan is not None and self._scan.result is not None
        self._scan = None
        if self._is_closing:
            return
        if finished:
            if is_for_audit:
                self._read_linked()
            self.catching_up.begin()
        else:
            self._intake.dropped(look)
            self._is_audit_wanted = False
            if self.context:  # what it wrote before it was stopped is kept
                self.context.refresh()

    def _tell(self) -> None:
        """Say that the watch is another, or that the folder came or went."""
        if self.watch != self._told:
            self._told = self.watch
            self.watching.emit()

    # reading what is new

    def _read_linked(self) -> None:
        """Read what the audit judges; it does not wait until every other file has been read."""
        if self.context:
            self._is_audit_wanted = False
            work = _read_linked if not self.context.away else lambda _archive, _progress: Changes()
            self.context.run(_("Audit"), work, done=self._keep_audit)

    def _keep_audit(self, _changes: object) -> None:
        """Write down what the audit comes to, so that the next one can say what has changed."""
        if self._is_closing or self.context is None:
            return
        work = _keep_audit if not self.context.away else lambda _archive, _progress: Changes()
        self.context.run(_("Audit"), work, done=self._finish_audit)

    def _finish_audit(self, _changes: object) -> None:
        if self._is_closing or self.context is None:
            return
        self.settings.setValue("audited", local_now().isoformat(timespec="seconds"))
        self.context.refresh(done=self.audited.emit)


def _keep_audit(archive: Archive, _progress: Progress) -> Changes:
    return records.append(archive.db, archive.audit_known())


def _read_linked(archive: Archive, progress: Progress) -> Changes:
    read = archive.describe(progress, linked_only=True)
    compared = archive.compare_photos(progress)
    return Changes(None, TEXTS) if read or compared else Changes()
