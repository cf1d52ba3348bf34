"""Reads what is new, then recognises the scans that wait, behind all other work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ledger_app.archive import Archive
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.messages import sentence
from ledger_app.core.progress import Progress
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Job, Turn
from ledger_app.ui.slices import InSlices

RECOGNISE = "recognise"
"""The archive's setting in the window: whether scans are recognised."""
_SHOW_MS = 60_000


class CatchingUp(QObject):
    """One job at a time: new files are read first, scans are recognised once all are read.

    A person who stops the recognition has it stopped until the archive is opened again, or the setting
    is switched on anew.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._job: Job | None = None
        self._work: InSlices | None = None
        self._recognition: Job | None = None
        self._is_due = False
        self._is_stopped = False
        self._shown = 0
        self._timer = QTimer(self, interval=_SHOW_MS)
        self._timer.timeout.connect(self._show)

    def begin(self) -> None:
        """Read what is new; it goes before the recognition that runs."""
        if self._context.away:
            return
        if self._job is None:
            self._is_due = False
            self._run(_("Read new files"), InSlices(Archive.describe))
        else:
            self._is_due = True
            if self._recognition and self._work:
                self._work.end()

    def switch(self, is_on: bool) -> None:
        """Recognise scans, or leave them, from now on."""
        was_on, self._is_stopped = self.is_on and not self._is_stopped, False
        self._context.settings.setValue(RECOGNISE, is_on)
        if not is_on and self._recognition and self._work:
            self._work.end()
        elif is_on and not was_on:
            self.begin()

    @property
    def is_reading(self) -> bool:
        """Whether new files are being read just now."""
        return self._job is not None and self._recognition is None

    @property
    def is_recognising(self) -> bool:
        """Whether scans are being recognised just now."""
        return self._recognition is not None

    @property
    def is_on(self) -> bool:
        """Whether scans are recognised."""
        return bool(self._context.settings.value(RECOGNISE, True, type=bool))

    def _recognise(self) -> None:
        if self.is_on and not self._is_stopped and not self._context.away:
            self._shown = 0
            self._run(_("Recognise scans"), InSlices(Archive.recognise))
            self._recognition = self._job
            self._timer.start()

    def _run(self, name: str, work: InSlices) -> None:
        job = self._context.run(name, _without(work), done=self._take, turn=Turn.BACKGROUND)
        self._job, self._work = job, work
        job.ended.connect(lambda: self._after(job))

    def _take(self, result: object) -> None:
        if isinstance(result, LedgerError):
            self._is_stopped = True
            self._context.said.emit(sentence(result))

    def _after(self, job: Job) -> None:
        was_recognition, self._recognition = job is self._recognition, None
        self._job = self._work = None
        self._timer.stop()
        if isinstance(job.error, Cancelled):
            self._is_stopped = self._is_stopped or was_recognition
        elif self._is_due:
            self.begin()
        elif not was_recognition and job.error is None:
            self._recognise()

    def _show(self) -> None:
        """Show what was recognised so far: it may take hours until it ends."""
        if self._work and self._work.done != self._shown:
            self._shown = self._work.done
            self._context.refresh()


def _without(work: InSlices) -> Callable[[Archive, Progress], object]:
    """Return the work so that a PC that can't recognise is what it results in, and no failure."""

    def run(archive: Archive, progress: Progress) -> object:
        try:
            return work(archive, progress)
        except LedgerError as error:
            if error.code != "recognition-unavailable":
                raise
            return error

    return run
