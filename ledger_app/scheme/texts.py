"""Text as people type it into table cells: line breaks, wide digits, strange spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_KEPT = 1 << 14  # cells: a preview reads the same tables again after every correction
_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x00AD])
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACEHOLDERS = {"", "-", "--", "—", "——", "/", "\\", "无", "…"}
_OPENING = "（([{【〔《〈「『“‘"
_CLOSING = "）)]}】〕》〉」』”’"


@lru_cache(_KEPT)
def lines(text: str) -> str:
    """Return the text with plain spaces, its line breaks kept, no blank lines."""
    text = text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    kept = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in kept if line)


@lru_cache(_KEPT)
def line(text: str) -> str:
    """Return the text as one line: a break inside Chinese vanishes, one between Latin words is a space."""
    joined = ""
    for part in lines(text).split("\n"):
        is_latin = (
            joined[-1:].isascii() and joined[-1:].isalnum() and part[:1].isascii() and part[:1].isalnum()
        )
        joined += (" " if is_latin else "") + part
    return joined


@lru_cache(_KEPT)
def folded(text: str) -> str:
    """Return the text as it is compared: ordinary width, no spaces, lower case."""
    folded_text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(folded_text.split()).lower()


def quotation(text: str) -> str | None:
    """Return what stands in one pair of 「」 around the whole text, which is taken word for word; None without.

    A scheme that the program exports quotes what would otherwise be read as something else.
    """
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "「") - (character == "」")
        if depth <= 0:
            return text[1:-1] if at > 1 and at == len(text) - 1 else None
    return None


def writable(text: str) -> str:
    """Return the text without the characters that no XML can hold."""
    return _UNWRITABLE.sub("", text)


@lru_cache(_KEPT)
def is_placeholder(text: str) -> bool:
    """Say whether a cell only says that there is nothing, or how many rows follow (`13项`)."""
    found = folded(text)
    return found in _PLACEHOLDERS or bool(re.fullmatch(r"共?\d+[项个条]", found))


def split_outside(text: str, separators: str) -> list[str]:
    """Split at any of the separators that stands outside brackets and quotation marks.

    A bracket that is never closed does not swallow the rest: such text is split everywhere.
    """
    parts, depth, part = [], 0, ""
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        if character in separators and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    parts.append(part)
    if depth > 0:
        parts = re.split("[" + re.escape(separators) + "]", text)
    return [p.strip() for p in parts if p.strip()]


def without_brackets(text: str) -> str:
    """Return folded text without its bracketed parts: `三级指标(考核内容)` is `三级指标`."""
    return re.sub(r"\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】?", "", folded(text))
