"""Says what each row of a table is: an indicator, a heading, a total, a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.scheme.cells import Cell, Grid, Row, distinct
from ledger_app.scheme.headers import NAMES, Header, Role, is_header_again
from ledger_app.scheme.numbering import rank
from ledger_app.scheme.points import glued_points
from ledger_app.scheme.texts import folded, is_placeholder, line

_TOTAL = re.compile(
    r"(合计|总计|小计|汇总|总分|总得分|得分合计|总分合计|合计得分)(分值|得分|分)?[:：]?(\d+(\.\d+)?分?)?"
)
_NOTE = re.compile(
    r"(注|备注|说明|附注|附|填表说明|填表要求|附件\d*|附则|注意事项)\d?[:：、.]|^(注|备注|说明)$"
)
_FORM = re.compile(
    r"_{2,}|(签字|签名|盖章|填表人|审核人|负责人|考评人|考核人|检查人|被考\w{0,4}|年月日)[:：(]|年月日$|[:：]$"
)
_ORDINAL_CODE = re.compile(r"\(?[一二三四五六七八九十]+[)、.]?|第[一二三四五六七八九十]+[部分类项]*")


class Kind(StrEnum):
    """What a row is. LEVEL: a heading in a column of its own, taken up by the rows below."""

    BLANK = "blank"
    HEADER = "header"
    TOTAL = "total"
    NOTE = "note"
    BANNER = "banner"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Sorted:
    """A row with what it is; a banner also with its name and depth (None: it carries no numbering)."""

    row: Row
    kind: Kind
    name: str = ""
    depth: int | None = None
    is_assumed: bool = False


def sort_rows(grid: Grid, header: Header | None, columns: Header) -> list[Sorted]:
    """Say what the rows below the header are (all rows of a grid that continues another: no `header`)."""
    rows = grid.rows[header.last + 1 :] if header else grid.rows
    plain = _plain_kinds(rows, columns)
    found = []
    for at, (row, kind) in enumerate(zip(rows, plain, strict=True)):
        following = next((i for i in range(at + 1, len(rows)) if plain[i] in (Kind.DATA, Kind.TOTAL)), None)
        after = rows[following] if following is not None and plain[following] is Kind.DATA else None
        found.append(_banner(row, after, columns) if kind is Kind.DATA else Sorted(row, kind))
    return found


def own_texts(row: Row, header: Header, *roles: Role) -> list[Cell]:
    """Return the cells of these columns that say something, each merged one once."""
    cells = [row.cells[c.index] for c in header.having(*roles) if c.index < len(row.cells)]
    return [c for c in distinct(cells) if not is_placeholder(c.text)]


def _plain_kinds(rows: Sequence[Row], header: Header) -> list[Kind]:
    """Say what the rows are; text across the whole row that follows a note belongs to the note."""
    found: list[Kind] = []
    is_noting = False
    for row in rows:
        kind = _plain_kind(row, header)
        cells = distinct(row.cells)
        if kind is Kind.DATA and is_noting and len(cells) == 1 and _is_wide(row, cells[0]):
            kind = Kind.NOTE
        is_noting = kind is Kind.NOTE or (is_noting and kind is Kind.BLANK)
        found.append(kind)
    return found


def _plain_kind(row: Row, header: Header) -> Kind:
    cells = distinct(row.cells)
    if not cells:
        return Kind.DATA if any(c.doubt for c in row.cells) else Kind.BLANK
    if is_header_again(row, header):
        return Kind.HEADER
    texts = [folded(c.text) for c in cells[:2]]
    names = own_texts(row, header, *NAMES)
    if any(_TOTAL.fullmatch(t) for t in texts) and len(names) <= 1:
        return Kind.TOTAL
    if len(cells) <= 3 and all(_FORM.search(folded(c.text)) for c in cells):
        return Kind.NOTE
    is_bare = len(cells) == 1 or not own_texts(row, header, Role.SCORING, Role.EVIDENCE, Role.POINTS)
    if _NOTE.match(texts[0]) and (is_bare or _is_wide(row, cells[0])):
        return Kind.NOTE
    return Kind.DATA


def _banner(row: Row, after: Row | None, header: Header) -> Sorted:
    """Tell a heading that stands in a row of its own from an indicator: by its merge and its numbering."""
    cells = distinct(row.cells)
    data = Sorted(row, Kind.DATA)
    if not cells:
        return data
    code = next(iter(own_texts(row, header, Role.CODE)), None)
    names = [c for c in own_texts(row, header, *NAMES) if code is None or c.column != code.column]
    is_wide = _is_wide(row, cells[0])
    if is_wide:
        code, names = None, [cells[0]]
    elif code is not None and not names and not code.text.strip().isdecimal():
        code, names = None, [code]
    is_coded = code is not None and not _ORDINAL_CODE.fullmatch(folded(code.text))
    if len(names) != 1 or (not is_wide and not _is_thin(row, header, names[0])):
        return data
    name = line(names[0].text)
    depth = rank(name)
    if code is not None and not is_coded:
        depth = rank(name) or rank(f"{line(code.text)}、") or 1
        name = name if rank(name) is not None else _joined(line(code.text), name)
    _, points, is_sure = glued_points(name)
    if is_wide:
        return Sorted(row, Kind.BANNER, name, depth, depth is None and not (points is not None and is_sure))
    if depth is None or is_coded or after is None:
        return data
    below = _depth(after, header)
    is_above = depth <= 2 if below is None else depth < below
    return Sorted(row, Kind.BANNER, name, depth) if is_above else data


def _depth(row: Row, header: Header) -> int | None:
    """Return how deep the numbering of a row's outermost name is."""
    code = next(iter(own_texts(row, header, Role.CODE)), None)
    if code is not None and _ORDINAL_CODE.fullmatch(folded(code.text)):
        return rank(f"{line(code.text)}、") or 1
    names = own_texts(row, header, *NAMES)
    return rank(line(names[0].text)) if names else None


def _is_thin(row: Row, header: Header, name: Cell) -> bool:
    roles = (Role.SCORING, Role.EVIDENCE, Role.UNITS, Role.HARD, Role.DETAIL, Role.UNKNOWN)
    return not [c for c in own_texts(row, header, *roles) if (c.row, c.column) != (name.row, name.column)]


def _is_wide(row: Row, cell: Cell) -> bool:
    """Say whether one merged cell covers most of the row."""
    covered = sum((c.row, c.column) == (cell.row, cell.column) for c in row.cells)
    return len(row.cells) > 2 and covered >= 3 and covered * 10 >= len(row.cells) * 6


def _joined(code: str, name: str) -> str:
    return f"{code}{name}" if code[-1:] in "、.)）" else f"{code}、{name}"
