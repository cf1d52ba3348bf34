"""Reads a list of villages, households or projects from a table: the names, where they belong, what is doubtful.

Only names are taken: identity and telephone numbers in other columns are never read further, and a number
that stands in a name's cell is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Grid, Row
from ledger_app.scheme.containers import Kind, kind_of, read_bytes
from ledger_app.scheme.csv_tables import read_text
from ledger_app.scheme.model import Problem, Subject
from ledger_app.scheme.texts import folded, is_placeholder, line, without_brackets
from ledger_app.scheme.xlsx_tables import read_xlsx

KINDS = ("village", "household", "project", "other")
LONGEST = 60
MOST = 20_000
_SEARCHED_ROWS = 30
_VILLAGE = (
    "村名 行政村 行政村名称 村名称 村别 村(社区) 村社区 村居 村(居) 所在村 所属村 村 村民委员会 村委会 建制村 社区 社区名称"
    " 村(社区)名称 村级名称 所属行政村 所在行政村 village"
)
_NAMES: dict[str, tuple[str, ...]] = {
    kind: tuple(folded(name) for name in names.split())
    for kind, names in {
        "village": f"{_VILLAGE} 名称 姓名",
        "household": (
            "户主 户主姓名 户主名称 姓名 监测户 监测对象 监测对象姓名 监测户户主 脱贫户 农户 农户姓名 家庭户主 对象姓名"
            " 帮扶对象 户主(姓名) 名称 household"
        ),
        "project": "项目名称 项目 工程名称 工程项目 建设项目 项目工程名称 名称 project",
        "other": "名称 姓名 对象 单位 单位名称 点位 场所 name",
    }.items()
}
_VILLAGES = tuple(folded(name) for name in _VILLAGE.split())
_ALSO = ("别名", "曾用名", "简称", "其他名称", "又名", "也叫", "also")
_RELATION = ("与户主关系", "户主关系", "家庭关系", "关系", "成员关系")
_HEAD = ("户主", "本人", "本人或户主", "户主本人")
_SUMS = re.compile("^(?:合计|小计|总计|共计|累计|填表人|审核人|备注|说明|注)[:：]?")
_DIGITS = re.compile(r"[0-9xX*]{7,}")
_APART = re.compile("[、,，;；/\n]")
_OFFICE = re.compile("(?<=村)(?:村?民?委员会|村?委会)$|(?<=社区)(?:居?民?委员会|居委会)$")


@dataclass(frozen=True, slots=True)
class RosterTable:
    """What a table lists: subjects (id 0) in its order, and a problem for every row that deserves a look."""

    subjects: tuple[Subject, ...]
    problems: tuple[Problem, ...] = ()
    sha256: str = ""


def read_roster(path: Path, kind: str) -> RosterTable:
    """Return the subjects that the first table with a column of names lists.

    Raises `roster-no-names` where no header names such a column, `roster-empty`, `roster-too-long`,
    `bad-roster-kind`, and what `scheme.containers` says of a file that can't be read.
    """
    if kind not in KINDS:
        raise LedgerError("bad-roster-kind", value=kind[:30], known=", ".join(KINDS))
    try:
        data = read_bytes(path)
    except LedgerError as error:
        if error.code == "scheme-empty":
            raise LedgerError("roster-empty", path=path) from error
        raise
    reader = {Kind.XLSX: read_xlsx, Kind.TEXT: read_text}.get(kind_of(data, path))
    if reader is None:
        raise LedgerError("roster-other-format", path=path)
    seen: list[str] = []
    for grid in reader(data, path).grids:
        for at, row in enumerate(grid.rows[:_SEARCHED_ROWS]):
            titles = [folded(c.text) for c in row.cells]
            name = _column(titles, _NAMES[kind])
            if name is not None and (len([t for t in titles if t]) > 1 or grid.width == 1):
                found = _table(grid, at, titles, name, kind, path)
                return replace(found, sha256=hashlib.sha256(data).hexdigest())
            seen += [line(c.text) for c in row.cells if c.text.strip()]
    titles_seen = "、".join(dict.fromkeys(s for s in seen if len(s) <= 20 and not _DIGITS.search(s)))
    known = "、".join(_NAMES[kind][:6])
    raise LedgerError("roster-no-names", path=path, known=known, found=titles_seen[:80] or "–")


def tidied(name: str) -> str:
    """Return a name as it is kept: one line, no blanks between Chinese characters, no long numbers.

    A village's committee is the village.
    """
    bare = _DIGITS.sub("", line(name)).strip(" ()（）:：")
    return _OFFICE.sub("", re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", bare))


def _column(titles: list[str], names: Iterable[str]) -> int | None:
    """Return the column with the first of these names that is there."""
    for wanted in (titles, [without_brackets(t) for t in titles]):
        for name in names:
            if name in wanted:
                return wanted.index(name)
    return None


def _table(grid: Grid, header: int, titles: list[str], name: int, kind: str, path: Path) -> RosterTable:
    village = _column(titles, _VILLAGES) if kind != "village" else None
    also, relation = _column(titles, _ALSO), _column(titles, _RELATION)
    subjects: dict[tuple[str, str], Subject] = {}
    problems: list[Problem] = []
    belongs = ""
    for at, row in _rows(grid, header, titles):
        if village is not None and not is_placeholder(row.cells[village].text):
            belongs = tidied(row.cells[village].text)
            if len(belongs) > LONGEST:
                problems.append(Problem("roster-odd", row.place, {"text": belongs[:30]}))
                belongs = ""
                continue
        text = row.cells[name].text
        if relation is not None and folded(row.cells[relation].text) not in _HEAD:
            continue  # a member of the household above
        if text.strip() and row.cells[name].row < at:
            continue  # a merged cell goes on
        if _SUMS.match(folded(text)) or _is_sum(row):
            continue
        called = tidied(text)
        if not called or is_placeholder(text) or len(called) > LONGEST:
            problems.append(
                Problem("roster-blank" if not called else "roster-odd", row.place, {"text": called[:30]})
            )
            continue
        if called != line(text) and _DIGITS.search(line(text)):
            problems.append(Problem("roster-number", row.place, {"text": called}))
        others = _also(row, also, called)
        one = Subject(0, called, others, called if kind == "village" else belongs)
        key = folded(one.name), folded(one.village)
        if key in subjects:
            problems.append(Problem("roster-double", row.place, {"text": called, "village": one.village}))
        else:
            subjects[key] = one
    if not subjects:
        raise LedgerError("roster-empty", path=path)
    if len(subjects) > MOST:
        raise LedgerError("roster-too-long", path=path, most=MOST)
    return RosterTable(tuple(subjects.values()), tuple(problems))


def _rows(grid: Grid, header: int, titles: list[str]) -> Iterator[tuple[int, Row]]:
    """Return the rows, each with its number, below the header that hold anything; a header repeated on the next page is none."""
    for at, row in enumerate(grid.rows[header + 1 :], start=header + 1):
        texts = [folded(c.text) for c in row.cells]
        if any(texts) and texts != titles:
            yield at, row


def _is_sum(row: Row) -> bool:
    return any(folded(c.text) in ("合计", "小计", "总计", "共计") for c in row.cells)


def _also(row: Row, column: int | None, name: str) -> tuple[str, ...]:
    if column is None:
        return ()
    found = (tidied(part) for part in _APART.split(row.cells[column].text))
    return tuple(
        dict.fromkeys(n for n in found if 0 < len(n) <= LONGEST and n != name and not is_placeholder(n))
    )
