"""Work off the event loop: one thread for everything that touches the archive, a small pool for the rest."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress

log = logging.getLogger(__name__)

Work = Callable[[Progress], object]

_FAIR_SECONDS = 0.3
"""What a slice may take before work that nobody waits for has its turn: two of them would else only swap places."""

AGAIN = object()
"""What work returns that has done one slice and wants another turn after everything else that waits."""


class Turn(IntEnum):
    """Whose turn is first.

    QUICK work (a link, a search, a page's rows) goes before all else and is let in where longer work
    pauses; a person has asked for NORMAL work and waits; nobody waits for BACKGROUND work.
    """

    QUICK = 0
    NORMAL = 1
    BACKGROUND = 2


class Job(QObject):
    """One piece of work. It lives in the main thread, so that its result reaches any callable there.

    `is_quiet` jobs (loading a page) are not shown in the status bar. Cancelled before its turn, the
    work is never called; neither `done` nor `failed` follows a cancel, `ended` always does.
    """

    ended = Signal()
    _returned = Signal()

    def __init__(
        self,
        name: str,
        work: Work,
        *,
        done: Callable[[object], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        is_quiet: bool = False,
        turn: Turn = Turn.NORMAL,
        progress: Progress | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.is_quiet = is_quiet
        self.turn = turn
        self.progress = progress or Progress()
        self.result: object = None
        self.error: Exception | None = None
        self._work: Work | None = work
        self._done = done
        self._failed = failed
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self) -> bool:
        """Do the work, or a slice of it, on a worker's thread; return whether it is finished."""
        try:
            if self.progress.is_cancelled:
                raise Cancelled
            assert self._work
            self.result = self._work(self.progress)
        except Exception as error:
            self.error = error
        if self.error is None and self.result is AGAIN:
            return False
        self._work = None
        self._returned.emit()
        return True

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self.progress.cancel()

    def drop(self) -> None:
        """End the job without doing its work."""
        self.cancel()
        self.run()

    def _deliver(self) -> None:
        try:
            if self.error is None:
                if self._done:
                    self._done(self.result)
            elif not isinstance(self.error, Cancelled):
                if not isinstance(self.error, LedgerError):
                    log.error("job %s failed", self.name, exc_info=self.error)
                if self._failed:
                    self._failed(self.error)
        finally:
            self.ended.emit()
            # what was called often refers to the job again; with a large result nobody could let go of it
            self._done = self._failed = self.result = None
            self.deleteLater()


class Jobs(QObject):
    """The queue of archive work and the pool for work that does not touch the archive."""

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []
        self._is_stopped = False
        self._began = 0.0
        self._waiting: tuple[deque[Job], ...] = tuple(deque() for _ in Turn)
        self._wake = threading.Condition()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="aside")
        self._thread = threading.Thread(target=self._serve, name="archive", daemon=True)
        self._thread.start()

    def submit(self, name: str, work: Work, **options: object) -> Job:
        """Queue work that touches the archive; `done` and `failed` are called in the main thread.

        Work is done by its `turn`, then in the order it came. Work that takes long is given a `Pausing`
        progress, or returns `AGAIN` after a slice, so that what a person does meanwhile gets its turn.
        """
        job = self._add(name, work, options)
        if self._is_stopped:
            job.drop()
        else:
            self._put(job)
        return job

    def aside(self, name: str, work: Work, **options: object) -> Job:
        """Start work that does not touch the archive, beside the queue."""
        job = self._add(name, work, options)
        if self._is_stopped:
            job.drop()
        else:
            self._pool.submit(job.run)
        return job

    @property
    def is_waited_for(self) -> bool:
        """Whether other work waits for its turn, and the work that runs had time to get somewhere before it."""
        quick, normal, background = self._waiting
        is_fair = time.monotonic() - self._began >= _FAIR_SECONDS
        return bool(quick or normal or (background and is_fair))

    def let_in(self) -> None:
        """Do the QUICK work that waits, now; called by longer work on the archive's thread."""
        quick = self._waiting[Turn.QUICK]
        while quick:
            self._run(quick.popleft())

    def stop(self) -> None:
        """Cancel what runs and wait for the threads to end; work that is given later ends undone."""
        for job in list(self.running):
            job.cancel()
        with self._wake:
            self._is_stopped = True
            self._wake.notify()
        self._thread.join()
        self._pool.shutdown(wait=True)

    def _add(self, name: str, work: Work, options: dict[str, object]) -> Job:
        job = Job(name, work, parent=self, **options)
        self.running.append(job)
        job.ended.connect(lambda: self._end(job))
        self.started.emit(job)
        return job

    def _end(self, job: Job) -> None:
        self.running.remove(job)
        self.ended.emit(job)

    def _put(self, job: Job) -> None:
        with self._wake:
            self._waiting[job.turn].append(job)
            self._wake.notify()

    def _run(self, job: Job) -> None:
        if not job.run():
            self._put(job)

    def _serve(self) -> None:
        while job := self._next():
            self._began = time.monotonic()
            self._run(job)
            del job  # a thread that waits must not keep the last result

    def _next(self) -> Job | None:
        with self._wake:
            while not any(self._waiting):
                if self._is_stopped:
                    return None
                self._wake.wait()
            return next(q for q in self._waiting if q).popleft()


class Pausing(Progress):
    """The progress of long work on the archive: where it reports, QUICK work is let in.

    `is_safe` says whether the work can be interrupted just now (no transaction is open).
    """

    def __init__(self, jobs: Jobs, is_safe: Callable[[], bool]) -> None:
        super().__init__()
        self._jobs = jobs
        self._is_safe = is_safe

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        super().at(stage, done, total)
        if self._is_safe():
            self._jobs.let_in()

    @property
    def is_waited_for(self) -> bool:
        """Whether other work waits, so that it is time to return `AGAIN`."""
        return self._jobs.is_waited_for
