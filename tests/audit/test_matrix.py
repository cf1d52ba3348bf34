"""The coverage of every village at a glance."""

from __future__ import annotations

from dataclasses import replace

from ledger_app.audit.matrix import Cell, Cover, matrix
from ledger_app.audit.model import Snapshot
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject
from tests.audit.helpers.cases import evidence, link, scheme

VILLAGES = Roster(
    1,
    "各村",
    "village",
    (Subject(1, "大湾村"), Subject(2, "石桥村"), Subject(3, "新桥村")),
)
ASKING = Indicator(
    "20",
    ("三",),
    "户厕",
    2.5,
    is_hard=True,
    requirements=(
        Requirement("1", "台账", 101, Need(roster=1)),
        Requirement("2", "照片", 102, Need(roster=1, count=2)),
        Requirement("3", "总结", 103),
    ),
    id=20,
)
QUIET = Indicator("21", ("三",), "公厕", 1.0, requirements=(Requirement("1", "清单", 211),), id=21)


def snapshot(*shown: tuple[int, Indicator, int, tuple[int, ...]]) -> Snapshot:
    held = {item: replace(evidence(item), subjects=subjects) for item, _, _, subjects in shown}
    links = tuple(link(held[item], one, requirement) for item, one, requirement, _ in shown)
    return Snapshot(scheme(ASKING, QUIET), 2025, "2026-03-20", held, links, rosters=(VILLAGES,))


def test_each_place_says_how_it_stands() -> None:
    seen = matrix(
        snapshot(
            (1, ASKING, 101, (1, 2)),
            (2, ASKING, 102, (1,)),
            (3, ASKING, 102, (1,)),
            (4, ASKING, 102, (2,)),
            (5, QUIET, 211, (3,)),
        ),
        VILLAGES,
    )
    assert [(r.indicator.code, r.requirement.key if r.requirement else "") for r in seen.rows] == [
        ("20", ""),
        ("20", "1"),
        ("20", "2"),
        ("21", ""),
    ]
    whole, register, photographs, quiet = seen.rows
    assert whole.cells == (
        Cell(Cover.COVERED, 3, 2, 2),
        Cell(Cover.PARTLY, 2, 1, 2, 1),
        Cell(Cover.MISSING, 0, 0, 2, 3),
    )
    assert [c.cover for c in register.cells] == [Cover.COVERED, Cover.COVERED, Cover.MISSING]
    assert [c.cover for c in photographs.cells] == [Cover.COVERED, Cover.PARTLY, Cover.MISSING]
    assert quiet.cells == (
        Cell(Cover.NOT_ASKED),
        Cell(Cover.NOT_ASKED),
        Cell(Cover.NOT_ASKED, 1),
    )
    assert (whole.covered, register.covered, quiet.is_asked) == (1, 2, False)
    assert [(c.cover, c.met, c.asked) for c in seen.totals] == [
        (Cover.COVERED, 2, 2),
        (Cover.PARTLY, 1, 2),
        (Cover.MISSING, 0, 2),
    ]


def test_what_proves_nothing_is_not_there() -> None:
    faulty = snapshot((1, ASKING, 101, (1,)))
    held = replace(faulty.evidence[1], size=0)
    seen = matrix(replace(faulty, evidence={1: held}), VILLAGES)
    assert seen.rows[0].cells[0] == Cell(Cover.MISSING, 0, 0, 2, 3)


def test_an_empty_roster_makes_an_empty_matrix() -> None:
    empty = replace(VILLAGES, subjects=())
    seen = matrix(replace(snapshot(), rosters=(empty,)), empty)
    assert seen.totals == ()
    assert all(row.cells == () for row in seen.rows)


def test_what_is_met_is_kept_only_while_roster_and_day_stay() -> None:
    before = snapshot((1, ASKING, 101, (1, 2)))
    held = View(before)
    known = held.meetings(ASKING)
    assert View(before, held).meetings(ASKING) is known
    fewer = replace(VILLAGES, subjects=VILLAGES.subjects[:2])
    for now in (
        replace(before, rosters=(fewer,)),
        replace(before, as_of="2026-03-21"),
        snapshot((1, ASKING, 101, (1, 2)), (2, ASKING, 102, (3,))),
    ):
        kept = View(now, held).meetings(ASKING)
        assert kept is not known
        assert kept == View(now).meetings(ASKING)
