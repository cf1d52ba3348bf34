"""A mock assessment as a list: the indicators by category, below each what was deducted from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ledger_app.audit import scoring
from ledger_app.audit.scoring import Deduction, Score, Simulation
from ledger_app.audit.wording_verdict import GRADES
from ledger_app.core.i18n import _
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.ui import file_words
from ledger_app.ui.indicator_tree import indicator_title


class Kind(StrEnum):
    """What a row of the list is."""

    CATEGORY = "category"
    INDICATOR = "indicator"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` stays the same from one reading to the next."""

    kind: Kind
    key: tuple[object, ...]
    text: str
    points: str = ""
    deducted: str = ""
    left: str = ""
    reason: str = ""
    is_veto: bool = False
    indicator: Indicator | None = None
    deduction: Deduction | None = None


def rows(scheme: Scheme, simulation: Simulation | None) -> list[Row]:
    """Return all indicators in the scheme's order under their categories, each with its deductions."""
    made: dict[int, list[Deduction]] = {}
    for deduction in simulation.deductions if simulation else ():
        made.setdefault(deduction.indicator, []).append(deduction)
    counted = scoring.score(scheme, simulation) if simulation else None
    found: list[Row] = []
    category: str | None = None
    for indicator in scheme.indicators:
        name = indicator.path[0] if indicator.path else ""
        if name != category:
            category = name
            found.append(_category(name, scheme, counted))
        found.append(_indicator(indicator, made.get(indicator.id, []), counted))
        found += [_deduction(indicator, deduction) for deduction in made.get(indicator.id, ())]
    return found


def _category(name: str, scheme: Scheme, counted: Score | None) -> Row:
    held = [i for i in scheme.indicators if (i.path[0] if i.path else "") == name and not i.is_bonus]
    whole = sum(i.points or 0.0 for i in held)
    lost = sum(counted.lost.get(i.id, 0.0) for i in held) if counted else 0.0
    return Row(
        Kind.CATEGORY,
        ("category", name),
        name or _("(none)"),
        points=file_words.points(whole),
        deducted=_minus(lost),
        left=file_words.points(round(whole - lost, 4)),
    )


def _indicator(indicator: Indicator, made: list[Deduction], counted: Score | None) -> Row:
    entered = round(sum(d.points for d in made), 4)
    lost = counted.lost.get(indicator.id, 0.0) if counted else 0.0
    left = indicator.points - lost if indicator.points is not None else None
    return Row(
        Kind.INDICATOR,
        ("indicator", indicator.id),
        indicator_title(indicator),
        points=file_words.points(indicator.points),
        deducted=_plus(-entered) if indicator.is_bonus else _minus(entered),
        left="" if indicator.is_bonus else file_words.points(None if left is None else round(left, 4)),
        reason=_("bonus, counted apart") if indicator.is_bonus else _capped(entered, lost),
        is_veto=indicator.is_hard and bool(lost),
        indicator=indicator,
    )


def _deduction(indicator: Indicator, deduction: Deduction) -> Row:
    return Row(
        Kind.DEDUCTION,
        ("deduction", deduction.id),
        "        ↳",
        deducted=_plus(-deduction.points) if deduction.points < 0 else _minus(deduction.points),
        reason=deduction.reason,
        indicator=indicator,
        deduction=deduction,
    )


def _capped(entered: float, lost: float) -> str:
    if entered <= lost:
        return ""
    return _("{lost} of it count: no more than it has").format(lost=file_words.points(lost))


def _minus(points: float) -> str:
    return f"−{points:g}" if points else ""


def _plus(points: float) -> str:
    return f"+{points:g}" if points else ""


def total(found: Score) -> str:
    """Return what a mock assessment comes to, in one line, the bonus apart."""
    parts = [
        _("{result} of {possible} points").format(
            result=file_words.points(found.result), possible=file_words.points(found.possible)
        )
    ]
    if found.grade is not None:
        parts.append(_("grade by the usual steps: {grade}").format(grade=_(GRADES[found.grade])))
    if found.bonus:
        parts.append(_("bonus apart: +{points}").format(points=file_words.points(found.bonus)))
    return " · ".join(parts)


def veto(found: Score) -> str:
    """Return why 优秀 is ruled out, empty where it is not."""
    if not found.hard:
        return ""
    names = _(", ").join(indicator_title(i) for i in found.hard)
    return _("“Excellent” (优秀) is ruled out by deductions from {indicators}.").format(indicators=names)


def given(text: str) -> float | None:
    """Return the points that were typed, in whatever digits; None where that is no number above 0."""
    typed = text.strip().translate(_DIGITS)
    try:
        points = float(typed)
    except ValueError:
        return None
    return points if 0 < points < 1000 else None


_DIGITS = str.maketrans("０１２３４５６７８９．。,，", "0123456789....")
