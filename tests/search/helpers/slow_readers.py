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


def misbehave(path):
    kind = path.split()[1]
    if kind == "hang":
        hang(path)
    if kind == "raise":
        raise_anything(path)
    return crash(path)


def bloat(path):
    if path.endswith("bloat"):
        kept = []
        while True:
            kept.append(bytearray(1 << 24))
    return Reading()


def meet(path):
    """Wait until the other one is being read too."""
    Path(path).touch()
    while len(list(Path(path).parent.iterdir())) < 2:
        time.sleep(0.01)
    return Reading(parts=(Part(None, "met"),))


def leave_mark(path):
    Path(path).touch()
    return Reading()


def tell_process(path):
    return Reading(parts=(Part(None, str(os.getpid())),))


def tell_niceness(path):
    return Reading(parts=(Part(None, str(os.nice(0))),))


def misbehave_by_name(path):
    return misbehave(Path(path).stem)


def append_to_a(path):
    if path.endswith("a.txt"):
        with open(path, "a", encoding="utf-8") as file:
            file.write("more")
    return Reading()


def count_readings(path):
    with open(f"{path}.read", "a", encoding="ascii") as file:
        file.write("x")
    return Reading()


def until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def die(path):
    os.kill(os.getpid(), signal.SIGKILL if os.name != "nt" else signal.SIGTERM)


def pretend_to_recognise(asked):
    """Answer as the recogniser does, without looking at the page; note what was asked in the file TOLD."""
    from ledger_app.search import recognising

    page, path = asked.split("\n", 1)
    if "TOLD" in os.environ:
        with open(os.environ["TOLD"], "a", encoding="utf-8") as file:
            file.write(f"{page}\n")
    if page == os.environ.get("CRASH_ON"):
        die(path)
    if int(page) < 1:
        return Reading() if int(page) < 0 else recognising.answer(asked)
    text = "" if "NOTHING" in os.environ else f"recognised on {page}"
    return Reading(parts=(Part(int(page), text, "ocr"),))
