"""Text for people to read: nothing in it hides, and nothing turns it round."""

from __future__ import annotations

import re

# control characters, line separators, zero-width ones, the marks that turn the reading direction round,
# and what is no character at all
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def spelled_out(text: str, brackets: str = "<>") -> str:
    """Return the text with every character that does not show as its code: `a<U+000A>b`.

    File names may hold any of them.
    """
    left, right = brackets
    return _HIDDEN.sub(lambda match: f"{left}U+{ord(match[0]):04X}{right}", text)
