"""What the overview says: the next steps in the order of what they cost, and how far each part is."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.model import Indicator
from ledger_app.ui import indicator_progress
from ledger_app.ui.indicator_progress import Progress
from ledger_app.ui.state import State
from ledger_app.vault.model import Status

_WEIGHT = {Severity.VETO: 0, Severity.ERROR: 1, Severity.WARNING: 2, Severity.HINT: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next: what, why, and the page with the place where it is done."""

    severity: Severity
    points: float | None
    what: str
    why: str
    page: str
    target: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A category or a unit, with how far its indicators are and the one to go to."""

    name: str
    progress: Progress
    points: float
    complete: int
    total: int
    indicator: int


def next_steps(state: State) -> tuple[Step, ...]:
    """Return what to do next: gaps by what they cost, then files that wait."""
    by_indicator: dict[int, list[Finding]] = {}
    steps = []
    for finding in state.audit.findings:
        if finding.severity is Severity.HINT:
            continue
        if finding.indicator:
            by_indicator.setdefault(finding.indicator.id, []).append(finding)
        else:
            steps.append(_general(finding))
    steps += [_gap(found) for found in by_indicator.values()]
    steps.sort(key=lambda s: (_WEIGHT[s.severity], -(s.points or 0)))
    if waiting := unlinked(state):
        text = ngettext("{n} file waits for its indicator", "{n} files wait for their indicators", waiting)
        steps.append(Step(Severity.HINT, None, _("Inbox"), text.format(n=waiting), "inbox"))
    return tuple(steps)


def unlinked(state: State) -> int:
    """Return how many files wait in the inbox."""
    linked = {link.item for link in state.links}
    return len(
        {
            f.id
            for f in state.files
            if f.id not in linked and not f.is_set_aside and f.status is not Status.MISSING
        }
    )


def by_category(state: State) -> tuple[Part, ...]:
    """Return the categories in the scheme's order."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in state.scheme.indicators:
        groups.setdefault(indicator.path[0] if indicator.path else "", []).append(indicator)
    return _parts(state, groups)


def by_unit(state: State) -> tuple[Part, ...]:
    """Return the responsible units, those with the most at stake first; a shared indicator counts for each."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in state.scheme.indicators:
        for unit in indicator.units or ("",):
            groups.setdefault(unit, []).append(indicator)
    parts = _parts(state, groups)
    return tuple(sorted(parts, key=lambda p: (-p.progress.vetoes, p.complete / p.total, p.name)))


def requirement_key(indicator: Indicator | None, requirement: int | None) -> str | None:
    """Return the key of an indicator's requirement, by which pages speak of it."""
    found = indicator.requirements if indicator else ()
    return next((r.key for r in found if r.id == requirement), None)


def _parts(state: State, groups: dict[str, list[Indicator]]) -> tuple[Part, ...]:
    progress = indicator_progress.of_indicators(state)
    parts = []
    for name, indicators in groups.items():
        each = [progress[i.id] for i in indicators]
        worst = min(indicators, key=lambda i: (-progress[i.id].vetoes, progress[i.id].fraction))
        parts.append(
            Part(
                name=name or _("(none)"),
                progress=indicator_progress.total(each),
                points=sum(i.points or 0 for i in indicators),
                complete=sum(p.sign is indicator_progress.Sign.DONE for p in each),
                total=len(each),
                indicator=worst.id,
            )
        )
    return tuple(parts)


def _gap(found: list[Finding]) -> Step:
    first = found[0]
    indicator = first.indicator
    assert indicator is not None
    why = wording.message(first)
    if len(found) > 1:
        more = ngettext("and {n} more", "and {n} more", len(found) - 1).format(n=len(found) - 1)
        why = _("{sentence} ({more})").format(sentence=why, more=more)
    key = requirement_key(indicator, first.requirement)
    target = (("indicator", indicator.id), *((("requirement", key),) if key else ()))
    return Step(first.severity, indicator.points, indicator_title(indicator), why, "indicators", target)


def _general(finding: Finding) -> Step:
    return Step(
        finding.severity, None, _("Scheme"), wording.message(finding), "audit", (("rule", finding.rule),)
    )


def indicator_title(indicator: Indicator) -> str:
    """Return code, name and the ★ of a hard indicator, as lists show it."""
    star = " ★" if indicator.is_hard else ""
    return f"{indicator.code} {indicator.name}{star}"
