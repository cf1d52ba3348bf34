"""Points: in their own cell, or glued to a name as in `制度建设(9分)`."""

from __future__ import annotations

import re

from ledger_app.scheme.texts import folded

_CELL = re.compile(r"\(?(?:满分|分值|计|共)?:?(\d+(?:\.\d+)?)分?\)?")
_GLUED = re.compile(
    r"[（(【\[]\s*(?:满分|分值|共|计|权重)?[:：]?\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分\s*[）)】\]]?\s*[;；,，。:：]?$"
)
_TRAILING = re.compile(
    r"(?<![得扣加减计每为少达缺满过0-9０-９.．~～\-—至到])\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分$"
)
_BARE = re.compile(r"[（(]\s*([0-9０-９]{1,3}(?:[.．][0-9０-９]+)?)\s*[）)]\s*[;；,，。:：]?$")


def points_of(text: str) -> float | None:
    """Return the points that a cell of the points column states, None where it is not one number."""
    found = _CELL.fullmatch(folded(text))
    return float(found[1]) if found else None


def glued_points(name: str) -> tuple[str, float | None, bool]:
    """Return a name without the points glued to its end, the points, and whether that is sure.

    `(9分)` and `9分` are sure; a bracketed number without 分, as in `水位监测（20）`, is not.
    """
    for pattern, is_sure in ((_GLUED, True), (_TRAILING, True), (_BARE, False)):
        found = pattern.search(name)
        if found and name[: found.start()].strip():
            return name[: found.start()].strip(), float(folded(found[1])), is_sure
    return name, None, True


def shown(points: float) -> str:
    """Return points as people write them: `2.5`, `16`."""
    return f"{points:.6f}".rstrip("0").rstrip(".")
