"""Reads the text in scanned pages and photographed documents. Runs in a worker process of its own.

A request is a page and a path: page 1 and up is recognised; `READ` reads the file as the reading pass does;
`TRY` (with no path) tells whether recognition works on this PC.
"""

from __future__ import annotations

import os
import warnings

from ledger_app.search import reading
from ledger_app.search.containers import Unreadable
from ledger_app.search.model import Part, Reading

RECOGNISER = 1
"""Version of recognition: raise it, and every scan is recognised again."""
SECONDS = 180.0
"""For one page, on the slowest PC beside other work; two cores need some three."""
MEMORY = 3 << 30
"""Address space, of which some 350 MB are ever filled."""
PAGES = 500
"""After so many pages the worker is replaced."""
READ, TRY = 0, -1


def request(page: int, path: str = "") -> str:
    """Return what the worker is asked for."""
    return f"{page}\n{path}"


def answer(asked: str) -> Reading:
    """Do what `request` asked for. Never raises for what the content is: see `Reading.error`."""
    number, path = asked.split("\n", 1)
    page = int(number)
    if page == READ:
        return reading.read(path)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: each thread of it reserves memory
    try:
        from ledger_app.search import page_pictures, page_texts
        # only the worker pays for the libraries: see docs/decisions/0006-late-imports.md

        if page == TRY:
            page_texts.text_in(page_pictures.blank())
            return Reading()
    except Exception:  # whatever a library lacks on this PC, everything else goes on without it
        return Reading(error="recognition-unavailable")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Reading(parts=(Part(page, page_texts.text_of(path, page), "ocr"),))
    except Unreadable as error:
        return Reading(error=error.code)
    except MemoryError:
        return Reading(error="too-large")
    except OSError:
        return Reading(error="not-opened")
