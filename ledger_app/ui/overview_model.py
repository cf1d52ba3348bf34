"""What the overview says: the next steps in the order of what they cost, and how far each part is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity, Tally
from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.model import Indicator
from ledger_app.ui import indicator_progress, indicator_reading
from ledger_app.ui.indicator_progress import Progress
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.progress_chart import Mark
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
    """A category, a unit or a person: what becomes of their points, and the indicator to go to."""

    name: str
    tally: Tally
    progress: Progress
    indicator: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the overview shows, made from one state; `marks` are the audits, the oldest first."""

    state: State
    steps: tuple[Step, ...]
    categories: tuple[Part, ...]
    units: tuple[Part, ...]
    persons: tuple[Part, ...]
    marks: tuple[Mark, ...]


def read(state: State) -> Reading:
    """Return what the overview shows of a state."""
    progress = indicator_reading.progress_of(state)
    verdict = state.audit.verdict
    return Reading(
        state,
        next_steps(state),
        _parts(verdict.categories, progress, state, lambda i: i.path[:1] or ("",)),
        _parts(verdict.units, progress, state, lambda i: i.units or ("",)),
        _parts(verdict.persons, progress, state, lambda i: i.persons),
        tuple(Mark(r.at, round(r.total.at_risk + r.total.lost, 4), r.hard.vetoes) for r in state.records),
    )


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


def _parts(
    tallies: Iterable[Tally],
    progress: dict[int, Progress],
    state: State,
    names: Callable[[Indicator], Iterable[str]],
) -> tuple[Part, ...]:
    """Return the parts in the verdict's order; each leads to the indicator in it that is the worst off."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in state.audit.scheme.indicators:
        for name in names(indicator) if not indicator.is_bonus else ():
            groups.setdefault(name, []).append(indicator)
    parts = []
    for tally in tallies:
        held = groups[tally.name]
        worst = min(held, key=lambda i: (-progress[i.id].vetoes, progress[i.id].fraction))
        each = indicator_progress.total(progress[i.id] for i in held)
        parts.append(Part(tally.name or _("(none)"), tally, each, worst.id))
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
