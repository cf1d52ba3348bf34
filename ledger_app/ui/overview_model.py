"""What the overview says: the next steps in the order of what they cost, and how far each part is."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.model import Indicator
from ledger_app.ui import indicator_progress, indicator_reading
from ledger_app.ui.indicator_progress import Progress
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.state import State

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


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the overview shows, made from one state."""

    state: State
    steps: tuple[Step, ...]
    categories: tuple[Part, ...]
    units: tuple[Part, ...]


def read(state: State) -> Reading:
    """Return what the overview shows of a state."""
    progress = indicator_reading.read(state).progress
    return Reading(state, next_steps(state), by_category(state, progress), by_unit(state, progress))


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
    if waiting := state.waiting:
        text = ngettext("{n} file waits for its indicator", "{n} files wait for their indicators", waiting)
        sort = Step(Severity.HINT, None, _("Inbox"), text.format(n=waiting), "inbox")
        steps.insert(len(steps) if state.links else 0, sort)  # with nothing linked, begin there
    return tuple(steps)


def by_category(state: State, progress: dict[int, Progress]) -> tuple[Part, ...]:
    """Return the categories in the scheme's order."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in state.scheme.indicators:
        groups.setdefault(indicator.path[0] if indicator.path else "", []).append(indicator)
    return _parts(groups, progress)


def by_unit(state: State, progress: dict[int, Progress]) -> tuple[Part, ...]:
    """Return the responsible units, those with the most at stake first; a shared indicator counts for each."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in state.scheme.indicators:
        for unit in indicator.units or ("",):
            groups.setdefault(unit, []).append(indicator)
    parts = _parts(groups, progress)
    return tuple(sorted(parts, key=lambda p: (-p.progress.vetoes, p.complete / p.total, p.name)))


def requirement_key(indicator: Indicator | None, requirement: int | None) -> str | None:
    """Return the key of an indicator's requirement, by which pages speak of it."""
    found = indicator.requirements if indicator else ()
    return next((r.key for r in found if r.id == requirement), None)


def without_place(message: str, indicator: Indicator | None) -> str:
    """Return a finding's sentence without its indicator's name, for a row that has it already.

    A Chinese sentence begins with the name; an English one holds it.
    """
    if indicator is None:
        return message
    named = f"{indicator.code} {indicator.name}"
    if message.startswith(named):
        return message.removeprefix(named).lstrip("：:·・ ") or message
    for found, instead in ((f" of {named}", ""), (f"{named}: ", ""), (named, _("it"))):
        message = message.replace(found, instead)
    return message


def _parts(groups: dict[str, list[Indicator]], progress: dict[int, Progress]) -> tuple[Part, ...]:
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
    why = without_place(wording.message(first), indicator)
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
