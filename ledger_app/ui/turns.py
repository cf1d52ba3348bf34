"""How the window's process shares the interpreter, so that the event loop's thread gets its turn in time."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject

_TURN_SECONDS = 0.0001
_YOUNG, _MIDDLE, _NEVER = 1_000, 10, 1_000_000_000


def share() -> None:
    """Give threads short turns, and let the collector look at young objects only.

    While a table is drawn, each of its cells waits for its turn; with the usual 5 ms a busy thread makes
    a page take half a second. A look of the collector at everything stops all threads at once, with
    100,000 files for 200 ms: `collect` does that when little is left to look at.
    """
    sys.setswitchinterval(_TURN_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)


def collect() -> None:
    """Let go of what only refers to itself and is not old; for the moment before an archive is read.

    The files of the archive before are gone by then (`forget_with`); a look at everything that is old
    would stop the window for half a second.
    """
    gc.collect(1)


def forget_with(owner: QObject) -> None:
    """Let go of all that an object refers to as soon as Qt has deleted it.

    Its Python half often lives on, kept by a callback that was made for it and refers to it: a window
    that opens one archive after another would hold the files of all, and the collector look at them.
    """
    held = vars(owner)
    owner.destroyed.connect(lambda: held.clear())
