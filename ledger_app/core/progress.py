"""How far a piece of work is, polled by whoever shows it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ledger_app.core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Step:
    """One reading of a `Progress`: `stage` is a code (`scan`, `hash`, `draw` …), `total` 0 if unknown."""

    stage: str
    done: int
    total: int


class Progress:
    """Set by the work, read by the screen or the terminal; cancel is a flag the work looks at.

    Work calls `at(stage, done, total)` often (it costs a tuple and a flag test) and gets
    `Cancelled` raised from there once somebody asked for it.
    """

    def __init__(self) -> None:
        self._step = Step("", 0, 0)
        self._cancel = threading.Event()

    @property
    def step(self) -> Step:
        return self._step

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Report where the work is; raises `Cancelled` when the person asked to stop."""
        self._step = Step(stage, done, total)
        if self._cancel.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancel.is_set()
