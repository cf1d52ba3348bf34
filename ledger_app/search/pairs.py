"""Text as the index holds it: every pair of neighbouring characters, so that any piece of it can be found.

A piece of two or more characters is a phrase of pairs; one character is a word of its own, written once
for each text. Every character counts, also digits, letters, punctuation and blanks: what is found
is what a scan of the text would find.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable

_SEPARATOR = "\x01"
_UTF32 = f"utf-32-{sys.byteorder[0]}e"
_STAND_INS = (("\x00", "\ufdd0"), (_SEPARATOR, "\ufdd1"))  # noncharacters, which no text holds


def tokenizer() -> str:
    """Return the option of an FTS5 table that holds `words`: all characters but the separator count."""
    marks = "".join(chr(n) for n in range(2, 128) if not chr(n).isalnum())
    said = "ascii tokenchars '{}'".format(marks.replace("'", "''"))
    return 'tokenize="{}"'.format(said.replace('"', '""'))


def words(texts: Iterable[str]) -> str:
    """Return what the index is given for searchable texts that belong together; no piece runs over two."""
    held: list[str] = []
    single: set[int] = set()
    for text in texts:
        codes = _codes(text)
        if not codes:
            continue
        single.update(codes)
        paired = array("I", [1]) * (3 * len(codes))
        paired[0::3] = codes
        paired[1:-3:3] = codes[1:]  # the last character stands alone and keeps the next text apart
        held.append(_text(paired))
    alone = array("I", [1]) * (2 * len(single))
    alone[0::2] = array("I", single)
    return "".join((*held, _text(alone)))


def phrase(term: str) -> str:
    """Return the FTS5 query that finds a folded term."""
    for character, stand_in in _STAND_INS:
        term = term.replace(character, stand_in)
    held = _SEPARATOR.join(term[n : n + 2] for n in range(len(term) - 1)) or term
    return '"{}"'.format(held.replace('"', '""'))


def all_of(terms: Iterable[str]) -> str:
    """Return the FTS5 query that finds what holds every term."""
    return " AND ".join(phrase(term) for term in terms)


def _codes(text: str) -> array[int]:
    for character, stand_in in _STAND_INS:
        text = text.replace(character, stand_in)
    return array("I", text.encode(_UTF32, "surrogatepass"))


def _text(codes: array[int]) -> str:
    return codes.tobytes().decode(_UTF32, "surrogatepass")
