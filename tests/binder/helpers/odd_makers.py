"""Makers of pages that misbehave, for the worker process to run in place of the real one."""

import os
import signal
import time

from ledger_app.binder.renditions.making_request import make


def make_or_fail(packed):
    """Do as the file's name says: `bad` ends the process, `hang` takes for ever."""
    if "bad" in packed:
        os.kill(os.getpid(), signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    if "hang" in packed:
        time.sleep(3600)
    return make(packed)
