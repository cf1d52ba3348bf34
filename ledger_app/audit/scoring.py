"""A mock assessment (模拟考核): what a reviewer deducted, and the total and grade that come of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.scheme.model import Indicator, Scheme

_BELOW_NOTHING = "倒扣"


class Grade(StrEnum):
    """The grades as shares of the points, as counties use them: 90, 80 and 60 of 100."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


_LEAST = {Grade.EXCELLENT: 0.9, Grade.GOOD: 0.8, Grade.FAIR: 0.6, Grade.POOR: 0.0}


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that a reviewer took from an indicator, and why; points below 0 were given to a bonus item."""

    id: int
    indicator: int
    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Simulation:
    """One mock assessment by one reviewer, its deductions in the order they were made."""

    id: int
    name: str
    reviewer: str
    at: str
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What a mock assessment comes to.

    `possible` are the points of all indicators but the bonus items, `deducted` what counts of the deductions:
    no more from an indicator than it has, unless its rule says 倒扣. `result` is what is left, `bonus` what
    was given to bonus items, apart: what is taken from one takes back what was given to it, never more. `lost` has what counts by indicator. `hard` are the hard indicators with
    any deduction: they rule out `excellent`. `grade` is None while no indicator has points.
    """

    possible: float
    deducted: float
    result: float
    bonus: float
    grade: Grade | None
    lost: dict[int, float]
    hard: tuple[Indicator, ...] = ()


def score(scheme: Scheme, simulation: Simulation) -> Score:
    """Count a mock assessment; what was deducted from an indicator the scheme no longer has is left out."""
    entered: dict[int, float] = defaultdict(float)
    for deduction in simulation.deductions:
        entered[deduction.indicator] += deduction.points
    asked = [i for i in scheme.indicators if not i.is_bonus]
    possible = round(sum(i.points or 0.0 for i in asked), 4)
    lost = {i.id: _counted(i, entered[i.id]) for i in asked if entered.get(i.id, 0.0) > 0}
    deducted = round(sum(lost.values()), 4)
    hard = tuple(i for i in asked if i.is_hard and i.id in lost)
    given = [_given(i, -entered[i.id]) for i in scheme.indicators if i.is_bonus and i.id in entered]
    result = round(possible - deducted, 4)
    return Score(
        possible=possible,
        deducted=deducted,
        result=result,
        bonus=round(sum(given), 4),
        grade=_grade(result / possible, is_vetoed=bool(hard)) if possible else None,
        lost=lost,
        hard=hard,
    )


def can_go_below(indicator: Indicator) -> bool:
    """Whether more can be deducted than the indicator has (倒扣)."""
    return _BELOW_NOTHING in indicator.scoring


def _counted(indicator: Indicator, entered: float) -> float:
    if indicator.points is None or can_go_below(indicator):
        return round(entered, 4)
    return round(min(entered, indicator.points), 4)


def _given(indicator: Indicator, points: float) -> float:
    most = points if indicator.points is None else min(points, indicator.points)
    return max(0.0, most)


def _grade(share: float, *, is_vetoed: bool) -> Grade:
    reached = next(grade for grade, least in _LEAST.items() if share >= least or grade is Grade.POOR)
    return Grade.GOOD if is_vetoed and reached is Grade.EXCELLENT else reached
