"""Rules about evidence that is linked and proves nothing any more, or deserves a look: E201 to E303."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.dating import decisive
from ledger_app.audit.findings import Reason, finding, first_paths, weight
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import Doubt, Fault, Judged, View
from ledger_app.scheme.model import Indicator

_SHOWN = 3  # reasons name this many files; the finding lists them all


def missing(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E201: linked evidence is no longer in the folder."""
    yield from _faulty(view, indicator, "E201", Fault.MISSING)


def unreadable(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E202: linked evidence is there and cannot be read."""
    yield from _faulty(view, indicator, "E202", Fault.UNREADABLE)


def empty(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E203: linked evidence has no content at all."""
    yield from _faulty(view, indicator, "E203", Fault.EMPTY)


def changed(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E204: linked evidence is not what it was when it was linked."""
    yield from _faulty(view, indicator, "E204", Fault.CHANGED)


def outside_year(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E301: every date that evidence bears lies outside the assessment year."""
    yield from _faulty(view, indicator, "E301", Fault.OUTSIDE)


def after_year(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E302: evidence was made in the first months after the assessment year, as many papers are."""
    yield from _doubtful(view, indicator, "E302", Doubt.AFTER)


def earlier_but_lasting(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E303: evidence of a lasting kind (an agreement, a plan) is from an earlier year."""
    yield from _doubtful(view, indicator, "E303", Doubt.EARLIER)


def _faulty(view: View, indicator: Indicator, rule: str, fault: Fault) -> Iterator[Finding]:
    for requirement in view.targets(indicator):
        found = [j for j in view.of_target(indicator, requirement) if j.fault is fault]
        if not found:
            continue
        is_gap = not view.is_shown(indicator, requirement)
        yield finding(
            rule,
            weight(indicator, is_gap=is_gap),
            view.snapshot,
            indicator,
            requirement,
            because=[*_causes(view, found, str(fault)), ("only" if is_gap else "others", {})],
            files=first_paths(found),
            is_gap=is_gap,
            dates=_dates(view, found),
        )


def _doubtful(view: View, indicator: Indicator, rule: str, doubt: Doubt) -> Iterator[Finding]:
    for requirement in view.targets(indicator):
        found = [j for j in view.of_target(indicator, requirement) if j.doubt is doubt]
        if found:
            yield finding(
                rule,
                Severity.HINT,
                view.snapshot,
                indicator,
                requirement,
                because=_causes(view, found, str(doubt)),
                files=first_paths(found),
                dates=_dates(view, found),
            )


def _dates(view: View, found: list[Judged]) -> list[str]:
    """Return the first dates that the files bear, earliest first."""
    dates = {date for j in found for date, _ in decisive(j.evidence.dates, view.snapshot.year)}
    return sorted(dates)[:_SHOWN]


def _causes(view: View, found: list[Judged], cause: str) -> list[Reason]:
    """Return why, file by file: the system's word, or the dates and where each was read."""
    ordered = sorted(found, key=lambda j: j.evidence.paths)
    causes: list[Reason] = []
    for judged in ordered[:_SHOWN]:
        path = judged.evidence.paths[0] if judged.evidence.paths else ""
        if cause in (Fault.OUTSIDE, Doubt.AFTER, Doubt.EARLIER):
            for date, source in decisive(judged.evidence.dates, view.snapshot.year)[:_SHOWN]:
                causes.append((f"dated-{source}", {"path": path, "date": date}))
        else:
            causes.append((cause, {"path": path, "reason": judged.evidence.reason}))
    if len(ordered) > _SHOWN:
        causes.append(("more", {"n": len(ordered) - _SHOWN}))
    return causes
