"""Work off the event loop: one thread for everything that touches the archive, a small pool for the rest."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress

log = logging.getLogger(__name__)

Work = Callable[[Progress], object]

AGAIN = object()
"""What work returns that has done one slice and wants another turn after everything else that waits."""


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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.is_quiet = is_quiet
        self.progress = Progress()
        self.result: object = None
        self.error: Exception | None = None
        self._work = work
        self._done = done
        self._failed = failed
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self) -> bool:
        """Do the work, or a slice of it, on a worker's thread; return whether it is finished."""
        try:
            if self.progress.is_cancelled:
                raise Cancelled
            self.result = self._work(self.progress)
        except Exception as error:
            self.error = error
        if self.error is None and self.result is AGAIN:
            return False
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
            self.deleteLater()


class Jobs(QObject):
    """The queue of archive work and the pool for work that does not touch the archive."""

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []
        self._is_stopped = False
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="aside")
        self._thread = threading.Thread(target=self._serve, name="archive", daemon=True)
        self._thread.start()

    def submit(self, name: str, work: Work, **options: object) -> Job:
        """Queue work that touches the archive; `done` and `failed` are called in the main thread.

        Work that takes long returns `AGAIN` after a slice of under a second, so that what a person
        does meanwhile gets its turn.
        """
        job = self._add(name, work, options)
        if self._is_stopped:
            job.drop()
        else:
            self._queue.put(job)
        return job

    def aside(self, name: str, work: Work, **options: object) -> Job:
        """Start work that does not touch the archive, beside the queue."""
        job = self._add(name, work, options)
        if self._is_stopped:
            job.drop()
        else:
            self._pool.submit(job.run)
        return job

    def stop(self) -> None:
        """Cancel what runs and wait for the threads to end; work that is given later ends undone."""
        self._is_stopped = True
        for job in list(self.running):
            job.cancel()
        self._queue.put(None)
        self._thread.join()
        self._pool.shutdown(wait=True)

    def _add(self, name: str, work: Work, options: dict[str, object]) -> Job:
        job = Job(name, work, parent=self, **options)  # type: ignore[arg-type]
        self.running.append(job)
        job.ended.connect(lambda: self._end(job))
        self.started.emit(job)
        return job

    def _end(self, job: Job) -> None:
        self.running.remove(job)
        self.ended.emit(job)

    def _serve(self) -> None:
        is_stopping = False
        while True:
            job = self._queue.get()
            if job is None:
                is_stopping = True
            elif not job.run():
                self._queue.put(job)
            if is_stopping and self._queue.empty():
                return
