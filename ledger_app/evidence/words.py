"""Words without a dictionary: what two texts have in common, by pairs of characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ledger_app.search.characters import fold

_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z]{2,}")
_BREAK = re.compile("[与和及、的]")
_BRACKETS = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"^[\s第(]*(指标)?[\s_\-:：]*([a-z]?[0-9]+(?:[.．\-][0-9]+)*)(?![0-9]*[年月日])")


@lru_cache(maxsize=65536)
def pairs(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring characters inside words, and whole Latin words, each once.

    The text comes folded (`search.characters.fold`).
    Joining words (与, 和, 及, 的) and everything that is no letter end a word.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(text):
        if run.isascii():
            found[run] = None
            continue
        for word in _BREAK.split(run):
            for i in range(len(word) - 1):
                found[word[i : i + 2]] = None
    return tuple(found)


def without_brackets(text: str) -> str:
    """Return the text without what stands in brackets: `帮扶记录(户主签字)` is asked for as 帮扶记录."""
    return _BRACKETS.sub(" ", fold(text))


def in_common(text: str, shared: set[str] | frozenset[str]) -> str:
    """Return the words of `text` that these pairs make up, joined by `、`, as a person reads them."""
    said = unicodedata.normalize("NFKC", text)
    low = said.lower()
    words: list[str] = []
    start = end = -1
    for i in range(len(low) - 1):
        if low[i : i + 2] in shared:
            if i > end:
                if start >= 0:
                    words.append(said[start:end])
                start = i
            end = i + 2
    if start >= 0:
        words.append(said[start:end])
    return "、".join(dict.fromkeys(words))


def leading_number(text: str) -> tuple[str, bool]:
    """Return the number a name starts with, without leading zeros, and whether it says 指标.

    The text comes folded. `020_改厕` gives 20, `01.2 会议` gives 1.2; a year or a date gives nothing (`2025年`, `20250305`).
    """
    match = _NUMBER.match(text)
    if match is None:
        return "", False
    parts = re.split(r"[.．\-]", match[2])
    if any(len(p.lstrip("abcdefghijklmnopqrstuvwxyz")) > 3 for p in parts):
        return "", False
    return ".".join(_stripped(p) for p in parts), match[1] is not None


def normal_code(code: str) -> str:
    """Return an indicator's code as `leading_number` would give it."""
    return ".".join(_stripped(p) for p in re.split(r"[.．\-]", fold(code).strip()))


def _stripped(part: str) -> str:
    head = part[:1] if part[:1].isalpha() else ""
    return head + (part[len(head) :].lstrip("0") or part[len(head) :][-1:])
