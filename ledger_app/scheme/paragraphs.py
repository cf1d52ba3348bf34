"""Makes a table of a scheme that is written in numbered paragraphs and has no table at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger_app.scheme.cells import Cell, Grid, Row
from ledger_app.scheme.numbering import rank
from ledger_app.scheme.texts import folded, line

PLACE = "text"
_TITLES = ("考核内容", "评分标准", "责任单位", "佐证材料")
_CIRCLED = 6
_MOST = 20_000
_POINTS = re.compile(r"\d+(\.\d+)?分(?!钟|期|别|类|之|工|析|管)")
_LABELS = (
    (1, re.compile(r"(?:评分|计分|扣分|赋分|考核|评价)(?:标准|办法|细则|方法|规则)\s*[:：]\s*")),
    (2, re.compile(r"(?:责任|牵头|责任牵头)(?:单位|部门|科室)\s*[:：]\s*")),
    (3, re.compile(r"(?:佐证|印证|证明|支撑|备查|台账|档案)(?:材料|资料)(?:要求|清单)?\s*[:：]\s*")),
)
_NOTE = re.compile(r"(?:注|备注|说明|附注)\d*\s*[:：]")
_NUMBER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[①-⑳]|第[一二三四五六七八九十]+\w\s?)+\s*"
)
_GLUED = re.compile(r"[（(][^（()）]{0,6}\d+(?:\.\d+)?\s*分[^（()）]{0,6}[）)]")
_RULE = re.compile(
    r"[。；;：:]|(?<=\d分)[，,]|[，,](?=[^，,。；;]{0,12}(?:计|得|扣|加|减|满分|分值|共)\s*\d)|(?<=[^\d])计\s*\d+(?:\.\d+)?\s*分"
)


@dataclass(slots=True)
class _Leaf:
    """An indicator under way: its cells, and the cell that further lines belong to."""

    place: str
    cells: list[list[str]] = field(default_factory=lambda: [[] for _ in _TITLES])
    at: int = 1


def paragraph_grid(texts: Sequence[tuple[str, str]]) -> Grid | None:
    """Return a table of the numbered paragraphs, None where they are no scheme.

    `texts` are lines with their places. Lines above the first numbered one stand before the table.
    """
    if len(texts) > _MOST:
        return None
    ranks = [rank(text) for text, _ in texts]
    leaf = _leaf_rank(texts, ranks)
    first = next((at for at, r in enumerate(ranks) if r is not None and r < _CIRCLED), None)
    if leaf is None or first is None:
        return None
    rows: list[_Leaf | tuple[str, str]] = []
    for at in range(first, len(texts)):
        text, place = texts[at]
        own = ranks[at]
        if _NOTE.match(text):
            rows.append((text, place))
        elif own is not None and own <= leaf:
            if own < leaf and _is_heading(ranks, at, leaf):
                rows.append((text, place))
            else:
                rows.append(_leaf(text, place))
        elif rows and isinstance(rows[-1], _Leaf):
            _add(rows[-1], text)
        else:
            rows.append((text, place))
    before = tuple(text for text, _ in texts[:first])
    return Grid(PLACE, tuple(_rows(rows)), before)


def _leaf_rank(texts: Sequence[tuple[str, str]], ranks: Sequence[int | None]) -> int | None:
    """Return the depth of numbering that indicators have; None where too little is numbered or has points."""
    present = {r for r in ranks if r is not None and r < _CIRCLED}
    for candidate in (4, 3, 5, 2, 1):
        lines = [folded(t) for (t, _), r in zip(texts, ranks, strict=True) if r == candidate]
        with_points = sum(bool(_POINTS.search(t)) for t in lines)
        if candidate not in present or with_points * 2 < len(lines):
            continue
        stated = sum(bool(_POINTS.search(folded(t))) for t, _ in texts)
        return candidate if len(lines) >= 2 and stated >= 3 else None
    return None


def _is_heading(ranks: Sequence[int | None], at: int, leaf: int) -> bool:
    following = next((r for r in ranks[at + 1 :] if r is not None and r <= leaf), None)
    return following is not None and following > (ranks[at] or 0)


def _leaf(text: str, place: str) -> _Leaf:
    """Cut a line into the indicator's name and what follows: at the first stop, or where points are told."""
    made = _Leaf(place)
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    found = _RULE.search(text, start + 1) if start + 1 < len(text) else None
    glued = _GLUED.search(text, start + 1) if start + 1 < len(text) else None
    cut = found.start() if found else len(text)
    if glued and glued.start() <= cut:
        cut = glued.end()
    made.cells[0].append(text[:cut].strip(" ，,"))
    rest = text[cut:].strip(" 。；;：:，,")
    if rest:
        _add(made, rest)
    made.at = 1
    return made


def _add(leaf: _Leaf, text: str) -> None:
    """Give a line to its columns: what a label such as 责任单位： leads to that one, the rest to the rule."""
    spans = sorted((m.start(), m.end(), column) for column, p in _LABELS for m in p.finditer(text))
    begun = 0
    for start, end, column in [*spans, (len(text), len(text), -1)]:
        part = text[begun:start].strip().rstrip("（(").strip()
        if begun and part.endswith(("）", ")")) and part.count("（") + part.count("(") == 0:
            part = part[:-1]
        if part:
            leaf.cells[leaf.at].append(part)
        leaf.at = column if column > 0 else leaf.at
        begun = end


def _rows(rows: Sequence[_Leaf | tuple[str, str]]) -> list[Row]:
    width = len(_TITLES) if any(isinstance(r, _Leaf) and r.cells[3] for r in rows) else len(_TITLES) - 1
    found = [Row(tuple(Cell(t, 0, at) for at, t in enumerate(_TITLES[:width])), PLACE)]
    for at, row in enumerate(rows, 1):
        if isinstance(row, _Leaf):
            cells = tuple(Cell("\n".join(row.cells[c]), at, c) for c in range(width))
            found.append(Row(cells, row.place))
        else:
            found.append(Row((Cell(line(row[0]), at, 0),) * width, row[1]))
    return found
