"""Finds the header of a table and says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger_app.scheme.cells import Cell, Grid, Row, distinct
from ledger_app.scheme.texts import folded, line, without_brackets

_SEARCHED_ROWS = 40
_LONGEST_HEADER = 40
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


class Role(StrEnum):
    """What a column holds. NAME columns become levels and the indicator; DETAIL goes into the scoring text.

    LEVEL and INDICATOR are a person's word on a naming column; a header is never read so.
    """

    CODE = "code"
    NAME = "name"
    LEVEL = "level"
    INDICATOR = "indicator"
    POINTS = "points"
    HARD = "hard"
    UNITS = "units"
    PERSONS = "persons"
    SCORING = "scoring"
    EVIDENCE = "evidence"
    DETAIL = "detail"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


NAMES = (Role.NAME, Role.LEVEL, Role.INDICATOR)
_EXACT: dict[Role, str] = {
    Role.CODE: "序号 编号 代码 指标编号 指标序号 指标代码 项目编号 编码 no no. code 项次",
    Role.NAME: (
        "大项 小项 类别 项目 分项 指标 内容 考核项目 考核内容 考核指标 考核要点 考核点 考核重点 考核事项 考核任务 考核目标任务"
        " 考评项目 考评内容 考评指标 评价内容 评价指标 评价项目 检查内容 检查项目 内容要求 考核评比内容 指标名称"
        " 项目名称 指标内容 考核内容及分值 工作任务 目标任务 重点工作 任务 事项 要点 维度 模块 测评项目 测评内容 测评指标"
        " 考核维度 指标项 评分项目 评分内容 主要指标 主要目标 加分项 加分项目"
        " 加分内容 加分事项 减分项 减分项目 扣分项 扣分项目 附加项 奖励事项 奖励项目 创新项目 category subitem indicator"
    ),
    Role.POINTS: (
        "分值 各项分值 标准分 标准分值 满分 满分值 权重 分数 计分分值 指标满分 总分 基本分 基础分 分 赋分 配分 指标分值"
        " 考核分值 项目分值 考核分 分值权重 权重分 最高扣分 最高加分 最高减分"
        " 扣分上限 加分上限 减分上限 加分分值 扣分分值 减分分值 加分值 扣分值 减分值 最高分值 points"
    ),
    Role.HARD: (
        "刚性 刚性指标 是否刚性 约束性 约束性指标 是否约束性 指标属性 属性 指标性质 性质 指标类型 一票否决 单项否决"
        " 否决项 是否否决 刚性约束 hard ★ 标识 标记"
    ),
    Role.UNITS: (
        "责任单位 责任部门 牵头单位 牵头部门 责任科室 责任站所 责任办公室 承办单位 主办单位 落实单位 牵头责任单位 单位"
        " 责任主体 units"
    ),
    Role.SCORING: (
        "评分标准 评分细则 评分办法 评分方法 评分规则 计分办法 计分方法 计分标准 计分规则 扣分标准 考核标准 评价标准 考评标准"
        " 指标与计分 指标评价值及得分 评价值 评分细则标准 折算计分办法 考核办法 考核方法 考核评分标准 赋分规则 赋分标准 计分条件 评分说明 scoring"
    ),
    Role.EVIDENCE: (
        "佐证 佐证材料 佐证要求 佐证材料要求 证明材料 支撑材料 印证资料 印证材料 评分指导点 需提供材料 提供材料 材料清单"
        " 材料要求 考核资料 备查资料 档案资料 迎检资料 资料要求 台账资料 佐证资料 需提供资料 资料清单 申报材料 evidence"
    ),
    Role.PERSONS: (
        "责任人 责任领导 分管领导 牵头领导 包抓领导 包联领导 分管负责人 主要负责人 具体负责人 责任人员 负责人 具体责任人"
        " 第一责任人 直接责任人 联系人 联络员 经办人 承办人 责任人及联系电话 persons"
    ),
    Role.DETAIL: (
        "年度目标 目标值 目标 数据来源 说明 备注 考核方式 考核方法方式 计量单位 计分说明 考核部门 负责考核部门 评分部门 考核单位"
        " 配合单位 配合部门 完成时限 考核周期 采集数据项 标准 考核频次 工作要求 具体要求"
    ),
    Role.IGNORED: (
        "得分 自评分 自评得分 自查得分 自查评分 考评得分 考核得分 督查结果 评比得分 实得分 实际得分 扣分 扣分原因 加分原因 加扣分原因"
        " 得分情况 自评 考核结果 检查结果 评分 复核得分 核定得分 自评情况 指标值 扣分情况 完成情况 考评分"
    ),
}
_BY_NAME = {name: role for role, names in _EXACT.items() for name in names.split()}
_BY_PATTERN = (
    (Role.NAME, re.compile("^[一二三四五1-5]级指标|[一二三四五1-5]级(考核)?(项目|内容|目录|要点)")),
    (Role.IGNORED, re.compile("(自评|自查|考评|考核|复核|实际|评定)?得分|扣分原因|自评分")),
    (Role.EVIDENCE, re.compile("佐证|印证|支撑材料|证明材料|备查|评分指导|所需材料|档案材料|材料.*要求")),
    (Role.HARD, re.compile("刚性|约束性|否决")),
    (
        Role.UNITS,
        re.compile("责任(单位|部门|科室|主体)|牵头(单位|部门|责任)|[市县区镇乡](级|直)?(牵头|责任)$"),
    ),
    (Role.SCORING, re.compile("(评分|计分|扣分|赋分|得分|打分|测评|考评)(标准|细则|办法|方法|规则)")),
    (Role.POINTS, re.compile("(?<!内容及)(?<!内容)(分值|满分|权重)$|^分值")),
    (Role.CODE, re.compile("^(序号|编号)|(序号|编号)$")),
    (
        Role.NAME,
        re.compile(
            "^(考核|考评|评价|检查|测评|评分|指标|任务)?(项目|内容|指标|要点|事项|类别|领域|方面|板块)(名称)?$"
            "|^[加减扣奖]分(项目?|情形|事项|内容|条件|因素|类型)$"
        ),
    ),
    (Role.PERSONS, re.compile("(责任|负责|联系|经办|承办|联络)(人|员)|(责任|分管|牵头|包[抓联])领导")),
    (
        Role.DETAIL,
        re.compile(
            "目标|来源|备注|说明|部门|(考核|考评|评分|评价|测评)(单位|科室|站所)|领导|时限|要求|方式|(牵头|配合|措施)$|配合单位|意见"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its role, and the level that the header itself names (一级指标 is 1)."""

    index: int
    title: str
    role: Role
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows `first` to `last` of a grid and what they say of its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def having(self, *roles: Role) -> list[Column]:
        """Return the columns with these roles, left to right."""
        return [c for c in self.columns if c.role in roles]


def role_of(title: str) -> Role:
    """Return what a column with this header holds."""
    whole, bare = folded(title), without_brackets(title)
    for name in (whole, bare):
        if name in _BY_NAME:
            return _BY_NAME[name]
    if not bare and whole:
        bare = whole.strip("()[]【】")
    for role, pattern in _BY_PATTERN:
        if pattern.search(bare):
            return role
    return Role.HARD if bare in ("★", "▲", "*") else Role.UNKNOWN


def find_header(grid: Grid) -> Header | None:
    """Return the header of a grid: the row with the most known columns, with its second row if it has one."""
    best, most = None, 1
    for at, row in enumerate(grid.rows[:_SEARCHED_ROWS]):
        count = _known(row)
        if count > most:
            best, most = at, count
    if best is None:
        return None
    header = header_at(grid, best, _last_header_row(grid, best))
    return header if header.having(*NAMES, Role.SCORING) else None


def header_at(grid: Grid, first: int, last: int) -> Header:
    """Return these rows of a grid as its header; with `last` before `first` it has no header row."""
    return Header(first, last, tuple(_column(grid, i, first, last) for i in range(grid.width)))


def with_roles(header: Header, roles: Mapping[int, Role]) -> Header:
    """Return a header whose columns hold what a person says of them."""
    columns = (replace(c, role=roles.get(c.index, c.role)) for c in header.columns)
    return replace(header, columns=tuple(columns))


def is_header_again(row: Row, header: Header) -> bool:
    """Say whether a row repeats the header, as on the next page."""
    titles = {folded(c.title) for c in header.columns if c.title}
    texts = [folded(c.text) for c in distinct(row.cells)]
    same = sum(t in titles or any(t and t in full for full in titles) for t in texts)
    return len(texts) >= 2 and same == len(texts) and _known(row) >= 2


def _known(row: Row) -> int:
    """Count the different roles that a row's cells name; a row that holds anything long is no header."""
    texts = [c.text for c in distinct(row.cells)]
    if any(len(folded(t)) > _LONGEST_HEADER for t in texts):
        return 0
    roles = [role_of(t) for t in texts]
    known = {r for r in roles if r not in (Role.UNKNOWN,)}
    if not known & {Role.NAME, Role.SCORING} or len(texts) < 2:
        return 0
    return len([r for r in roles if r is not Role.UNKNOWN]) if len(known) > 1 or len(texts) > 2 else 0


def _last_header_row(grid: Grid, first: int) -> int:
    """A second header row lies under a header cell merged down or across and names columns itself."""
    last = first
    for at in range(first + 1, min(first + 3, len(grid.rows))):
        cells = grid.rows[at].cells
        from_above = [c for c in cells if first <= c.row < at and c.text.strip()]
        own = [c for c in distinct(cells) if c.row == at]
        if not own or not from_above:
            break
        if not all(_is_title(c.text) or _is_under_a_wide_title(grid, c, first) for c in own):
            break
        last = at
    return last


def _is_under_a_wide_title(grid: Grid, cell: Cell, first: int) -> bool:
    """Say whether a cell stands below a title merged across columns, which it can only part further."""
    above = grid.rows[first].cells
    origin = (above[cell.column].row, above[cell.column].column)
    width = sum((c.row, c.column) == origin for c in above)
    return width > 1 and bool(above[cell.column].text.strip()) and len(folded(cell.text)) <= 16


def _is_title(text: str) -> bool:
    return len(folded(text)) <= 16 and (
        role_of(text) is not Role.UNKNOWN or bool(re.search("数据项|目标|单位|得分|分值", text))
    )


def _column(grid: Grid, index: int, first: int, last: int) -> Column:
    texts: list[str] = []
    seen = set()
    for row in grid.rows[first : last + 1]:
        cell = row.cells[index]
        if cell.text.strip() and (cell.row, cell.column) not in seen:
            seen.add((cell.row, cell.column))
            texts.append(line(cell.text))
    title = " ".join(texts)
    role = next((r for t in reversed(texts) if (r := role_of(t)) is not Role.UNKNOWN), Role.UNKNOWN)
    return Column(index, title, role, _ordinal(texts[-1]) if role is Role.NAME and texts else None)


def _ordinal(title: str) -> int | None:
    found = folded(title)
    level = re.match("([一二三四五1-5])级", found)
    if level:
        return _ORDINALS[level[1]]
    return {"大项": 1, "小项": 2}.get(without_brackets(title))
