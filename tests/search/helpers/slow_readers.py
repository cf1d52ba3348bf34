"""Readers that misbehave, for the worker process to run in place of the real one."""

import os
import signal
import time
from pathlib import Path

from ledger_app.search.model import Part, Reading


def hang(path):
    time.sleep(3600)


def crash(path):
    if path.endswith("bad"):
        os.kill(os.getpid(), signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    return Reading(parts=(Part(None, "well"),))


def swallow_memory(path):
    return bytearray(1 << 33) and Reading()


def raise_anything(path):
    raise ZeroDivisionError


def tell_modules(path):
    import sys

    return Reading(parts=(Part(None, " ".join(sorted(sys.modules))),))


def write_and_hang(path):
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(3600)
