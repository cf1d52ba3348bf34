"""The corner of the status bar that shows what runs: its name, how far it is, and a way to stop it."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import icons
from ledger_app.ui.jobs import Job, Jobs

_POLL_MS = 100
_PATIENCE = 0.3


class JobBar(QWidget):
    """Shows the job that runs longest, once it has run for a third of a second, and how many wait."""

    def __init__(self) -> None:
        super().__init__()
        self._own: Jobs | None = None
        self._jobs: Jobs | None = None
        self._since: dict[Job, float] = {}
        self._name = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(110, max(8, self.fontMetrics().height() // 2))
        self._cancel = QToolButton()
        self._cancel.setAutoRaise(True)
        self._cancel.setIcon(icons.icon("close", self.palette()))
        self._cancel.clicked.connect(self.cancel)
        self._others = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        for widget in (self._name, self._bar, self._cancel, self._others):
            layout.addWidget(widget)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self.poll)
        self.hide()

    def keep(self, jobs: Jobs) -> None:
        """Always show the jobs of this queue, beside those of the one that is followed."""
        self._own = jobs
        jobs.started.connect(self._begin)

    def follow(self, jobs: Jobs | None) -> None:
        """Show the jobs of this queue in place of the one before."""
        self._jobs = jobs
        if jobs:
            jobs.started.connect(self._begin)
            for job in jobs.running:
                self._begin(job)
        self.poll()

    def cancel(self) -> None:
        """Ask the job that is shown to stop."""
        if job := self.current():
            job.cancel()
            self.poll()

    def current(self) -> Job | None:
        """Return the job that is shown."""
        return next(iter(self._visible()), None)

    def poll(self) -> None:
        """Show how far the work is."""
        running = {job for jobs in (self._own, self._jobs) if jobs for job in jobs.running}
        for job in [j for j in self._since if j not in running]:
            del self._since[job]
        if not self._since:
            self._timer.stop()
        visible = self._visible()
        self.setVisible(bool(visible))
        if visible:
            self._show(visible[0], len(visible) - 1)

    def _begin(self, job: object) -> None:
        if isinstance(job, Job) and not job.is_quiet:
            self._since[job] = time.monotonic()
            self._timer.start()

    def _visible(self) -> list[Job]:
        now = time.monotonic()
        return [job for job, begun in self._since.items() if now - begun >= _PATIENCE]

    def _show(self, job: Job, others: int) -> None:
        step = job.progress.step
        if job.progress.is_cancelled:
            text = _("{name}: stopping").format(name=job.name)
        elif step.total:
            text = f"{job.name} {step.done:,}/{step.total:,}"
        elif step.done:
            text = f"{job.name} {step.done:,}"
        else:
            text = job.name
        if text != self._name.text():
            self._name.setText(text)
            self._bar.setAccessibleName(text)
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)
        self._cancel.setEnabled(not job.progress.is_cancelled)
        self._cancel.setToolTip(_("Stop: {name}").format(name=job.name))
        self._cancel.setAccessibleName(_("Stop: {name}").format(name=job.name))
        waiting = ngettext("and {n} more", "and {n} more", others).format(n=others) if others else ""
        self._others.setText(waiting)
        self._others.setVisible(bool(waiting))
