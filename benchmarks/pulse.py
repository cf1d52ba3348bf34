"""A pulse in the event loop: how long the window could not have answered, and what held it."""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
LIMIT_MS = 100
_LOOK = 0.02
_QUEUE = Path("/proc/thread-self/schedstat")
_HERE = str(Path(__file__).resolve().parents[1])


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without a beat, in milliseconds, and how much of it the main thread worked.

    `queued` is what it waited for a processor (0 where the system doesn't tell), `collecting` what `gc`
    took; the rest it waited for the interpreter's lock or a disk. `was_held`: no other thread got that
    lock for most of it either. `stacks` is one sample, the main thread's first.
    """

    total: float
    worked: float
    queued: float
    collecting: float
    was_held: bool
    stacks: tuple[str, ...]


class Pulse(QObject):
    """Beats every 5 ms in the window's thread; a second thread looks where it is when a beat is late."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self.longest = self.longest_own = 0.0
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._beat = time.monotonic()
        self._worked = time.clock_gettime(self._clock)
        self._queued = self._queue_seconds()
        self._collected = 0.0
        self._began = 0.0
        self._stacks: tuple[str, ...] = ()
        self._late = 0.0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()
        gc.callbacks.append(self._on_collect)
        threading.Thread(target=self._look, daemon=True).start()

    def take(self) -> tuple[float, float, list[Gap]]:
        """Return the longest gap since the last call, as is and without waits for a processor, and the long ones."""
        found = self.longest, self.longest_own, self.gaps
        self.longest, self.longest_own, self.gaps = 0.0, 0.0, []
        return found

    def _on_beat(self) -> None:
        now, worked, queued = time.monotonic(), time.clock_gettime(self._clock), self._queue_seconds()
        total = max(0.0, 1000 * (now - self._beat) - BEAT_MS)
        waited = 1000 * (queued - self._queued)
        self.longest = max(self.longest, total)
        self.longest_own = max(self.longest_own, total - waited)
        if total > LIMIT_MS:
            self.gaps.append(
                Gap(
                    total,
                    1000 * (worked - self._worked),
                    waited,
                    1000 * self._collected,
                    1000 * self._late > total / 2,
                    self._stacks,
                )
            )
        self._beat, self._worked, self._queued = now, worked, queued
        self._collected, self._late, self._stacks = 0.0, 0.0, ()

    def _queue_seconds(self) -> float:
        try:
            return int(_QUEUE.read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def _on_collect(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.monotonic()
        else:
            self._collected += time.monotonic() - self._began

    def _look(self) -> None:
        while True:
            asleep = time.monotonic()
            time.sleep(_LOOK)
            now = time.monotonic()
            self._late = max(self._late, now - asleep - _LOOK)
            if not self._stacks and now - self._beat > LIMIT_MS / 2000:
                frames = sys._current_frames()
                names = {t.ident: t.name for t in threading.enumerate()}
                me = threading.get_ident()
                order = sorted((i for i in frames if i != me), key=lambda i: i != self._main)
                self._stacks = tuple(f"{names.get(i, i)}: {_short(frames[i])}" for i in order)


def _short(frame: object) -> str:
    lines = traceback.extract_stack(frame)[-5:]
    return " < ".join(
        f"{line.filename.removeprefix(_HERE).rpartition('site-packages')[2]}:{line.lineno} {line.name}"
        for line in reversed(lines)
    )
