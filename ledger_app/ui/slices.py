"""Long work on the archive in slices: it goes on as long as nothing else waits, and again after that."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.ui.jobs import AGAIN, Pausing

TEXTS = frozenset({"description"})
"""The tables that reading files writes."""


def in_turns(work: Callable[[Archive, Progress], object]) -> Callable[[Archive, Progress], object]:
    """Return work for `Context.run` that breaks off where other work waits, and is called again after it.

    It must keep what it has done and go on from there.
    """

    def run(archive: Archive, progress: Progress) -> object:
        assert isinstance(progress, Pausing)
        try:
            return work(archive, _Turn(progress))
        except Cancelled:
            if progress.is_cancelled:
                raise
            return AGAIN

    return run


class InSlices:
    """Work for `Context.run` that reads files; what is QUICK is let in meanwhile.

    `read` is broken off wherever its progress reports; it must keep what it has and go on from there
    when it is called again. It returns how many it read.
    """

    def __init__(self, read: Callable[[Archive, Progress], int]) -> None:
        self._read = read
        self.is_ending = False
        self.done = 0

    def end(self) -> None:
        """Let the work end soon, as if it had come to its end; called from any thread."""
        self.is_ending = True

    def __call__(self, archive: Archive, progress: Progress) -> object:
        assert isinstance(progress, Pausing)
        before = self.done
        slice_ = _Slice(self, progress, before)
        try:
            self.done = before + self._read(archive, slice_)
        except Cancelled:
            if progress.is_cancelled:
                archive.rest()
                raise
            if not self.is_ending:
                return AGAIN
        return Changes(None, TEXTS) if self.done else Changes()


class _Turn(Progress):
    """Ends the turn where other work waits for its own."""

    def __init__(self, whole: Pausing) -> None:
        super().__init__()
        self._whole = whole

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        self._whole.at(stage, done, total)
        if self.is_over():
            raise Cancelled

    def is_over(self) -> bool:
        """Return whether it is time to break off."""
        return self._whole.is_waited_for


class _Slice(_Turn):
    """A turn of work that is told to end too, and that counts on; the files at work stay so meanwhile."""

    def __init__(self, work: InSlices, whole: Pausing, before: int) -> None:
        super().__init__(whole)
        self._work = work
        self._before = before

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        self._work.done = self._before + done
        super().at(stage, self._before + done, self._before + total)

    def is_over(self) -> bool:
        return self._work.is_ending or super().is_over()
