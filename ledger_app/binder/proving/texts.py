"""Compares what was to be printed with what comes out of a page as text: breaks, blanks and widths don't matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ledger_app.binder.drawing import Typefaces
from ledger_app.binder.typesetting import Typeface

_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=32)  # a list's text is searched for each of its lines
def plain(text: str) -> str:
    """Return the letters and digits of a text alone, in one width and case."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def holds(text: str, wanted: str, *, is_word: bool = False) -> bool:
    """Return whether a text has what was to be printed; `is_word`: with nothing of a number or word beside it.

    Characters that no font has are printed as codes, and are looked for as such.
    """
    if is_word:
        pattern = rf"(?<![0-9A-Za-z]){re.escape(wanted)}(?![0-9A-Za-z])"  # 第9页 has a 9 of its own
        return re.search(pattern, unicodedata.normalize("NFKC", text)) is not None
    found = plain(text)
    return plain(wanted) in found or plain(_typeface().prepared(wanted)) in found


@lru_cache(maxsize=1)
def _typeface() -> Typeface:
    return Typefaces().song
