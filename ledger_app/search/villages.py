"""The names of villages: found in texts and paths, written in one way."""

from __future__ import annotations

import re

_ENDINGS = re.compile(r"(?<=村)(?:村?民?委员会|委会|村委|党支部|党总支|支部)+$")


def village(name: str) -> str:
    """Return a village's name as it is kept: 李家村委会, 李家村民委员会 and 李家村村民委员会 are 李家村."""
    bare = re.sub(r"\s+", "", name)
    return _ENDINGS.sub("", bare)
