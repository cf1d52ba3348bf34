"""Snapshots as sentences: an indicator that asks for two papers, and what is linked to it."""

from __future__ import annotations

from ledger_app.audit.model import Evidence, Snapshot
from ledger_app.evidence.model import Candidate, Link
from ledger_app.scheme.model import Indicator, Problem, Requirement, Scheme, Section
from ledger_app.search.model import Description
from ledger_app.vault.model import Status

TOILETS = Indicator(
    code="20",
    path=("三、人居环境", "7.厕所革命"),
    name="卫生户厕改造与管护",
    points=2.5,
    is_hard=True,
    units=("规划建设办",),
    requirements=(Requirement("1", "改厕台账", 201), Requirement("2", "管护协议", 202)),
    id=20,
)
PUBLIC = Indicator(
    code="21",
    path=("三、人居环境", "7.厕所革命"),
    name="农村公厕管护",
    points=1.0,
    units=("规划建设办",),
    requirements=(Requirement("1", "公厕清单", 211),),
    id=21,
)
INCOME = Indicator(
    code="33",
    path=("四、产业增收", "11.农民收入"),
    name="农村居民人均可支配收入增速",
    points=3.0,
    is_hard=True,
    requirements=(Requirement("1", "统计部门数据函(盖章)", 331),),
    id=33,
)
BONUS = Indicator(
    code="改革创新", path=("附加项",), name="省级以上推广典型", points=10.0, is_bonus=True, id=64
)
ALL = (TOILETS, PUBLIC, INCOME, BONUS)
TITLED = Description(title="改厕工作材料", sources={"title": "content"})


def scheme(*indicators: Indicator, problems: tuple[Problem, ...] = ()) -> Scheme:
    """A scheme of these indicators (none named: all four)."""
    sections = (Section(("三、人居环境",), 3.5), Section(("四、产业增收",), 3.0))
    return Scheme("2025年度实绩考核", 2025, 6.5, indicators or ALL, sections, problems)


def evidence(
    item: int,
    *paths: str,
    status: Status = Status.PRESENT,
    size: int = 100,
    sha256: str | None = "",
    dates: tuple[tuple[str, str], ...] = (("2025-06-08", "content"),),
    reason: str = "",
    description: Description = TITLED,
) -> Evidence:
    """An item in good order, dated inside the year, unless said otherwise."""
    return Evidence(
        item=item,
        paths=paths or (f"材料/{item}.pdf",),
        status=status,
        size=size,
        sha256=f"{item:064x}" if sha256 == "" else sha256,
        dates=dates,
        reason=reason,
        description=description,
    )


def link(held: Evidence, indicator: Indicator, requirement: int | None, *, sha256: str | None = "") -> Link:
    """A link settled with the item's content of now, unless another content is given."""
    return Link(
        id=held.item * 1000 + (requirement or indicator.id),
        item=held.item,
        indicator=indicator.id,
        requirement=requirement,
        sha256=held.sha256 if sha256 == "" else sha256,
        how="command",
        actor="tester",
        at="2026-03-20T12:00:00+08:00",
    )


def snapshot(
    *linked: tuple[Evidence, Indicator, int | None],
    of: Scheme | None = None,
    links: tuple[Link, ...] = (),
    candidates: dict[tuple[int, int | None], tuple[Candidate, ...]] | None = None,
    held: tuple[Evidence, ...] = (),
) -> Snapshot:
    """What an audit of 2025 looks at on 20 March 2026."""
    return Snapshot(
        scheme=of or scheme(),
        year=2025,
        as_of="2026-03-20",
        evidence={e.item: e for e in (*(e for e, _, _ in linked), *held)},
        links=(*(link(e, i, r) for e, i, r in linked), *links),
        candidates=candidates or {},
    )


def complete(indicator: Indicator, *, first: int) -> list[tuple[Evidence, Indicator, int | None]]:
    """Sound evidence for everything an indicator asks for, items numbered from `first`."""
    asked = [r.id for r in indicator.requirements] or [None]
    return [(evidence(first + n), indicator, requirement) for n, requirement in enumerate(asked)]
