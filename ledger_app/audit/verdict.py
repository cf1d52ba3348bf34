"""What findings come to: how each indicator stands, the points, the veto with its causes, and what clears it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ledger_app.audit.model import (
    Cause,
    Finding,
    Paper,
    Severity,
    Stake,
    Standing,
    State,
    Tally,
    Verdict,
    Waiver,
)
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Scheme

_LOOK_AT = (Severity.VETO, Severity.ERROR, Severity.WARNING)
_HEAVY = (Severity.VETO, Severity.ERROR)
_FAILED = "E901"
_IN_PART = ("E104", "E105", "E107")
"""Gaps in what is shown in part: some of the files, subjects or months are there."""
_PARTS = {"month": 12, "quarter": 4, "half": 2}

Nearest = Mapping[tuple[int, int | None], tuple[Candidate, ...]]


def verdict(
    scheme: Scheme,
    findings: Iterable[Finding],
    waived: Iterable[tuple[Finding, Waiver]] = (),
    candidates: Nearest | None = None,
    rosters: Iterable[Roster] = (),
) -> Verdict:
    """Return what the findings that stand come to; `candidates` are the nearest files of every gap."""
    subjects = {roster.id: len(roster.subjects) for roster in rosters}
    of: dict[int, list[Finding]] = defaultdict(list)
    failed: list[str] = []
    for finding in findings:
        if finding.indicator is not None:
            of[finding.indicator.id].append(finding)
        elif finding.rule == _FAILED:
            failed.append(str(finding.values["rule"]))
    standings = {i.id: standing(i, of.get(i.id, ())) for i in scheme.indicators}
    asked = [i for i in scheme.indicators if not i.is_bonus]
    hard = [i for i in asked if i.is_hard]
    aside = Counter(w.name for f, w in waived if f.severity is Severity.VETO)
    return Verdict(
        total=_tally("", asked, standings),
        hard=_tally("", hard, standings),
        bonus=_tally("", [i for i in scheme.indicators if i.is_bonus], standings),
        categories=_grouped(asked, lambda i: i.path[:1] or ("",), standings),
        units=_by_stake(_grouped(asked, lambda i: i.units or ("",), standings)),
        persons=_by_stake(_grouped(asked, lambda i: i.persons, standings)),
        causes=tuple(
            cause(i, [f for f in of[i.id] if f.severity is Severity.VETO], candidates or {}, subjects)
            for i in scheme.indicators
            if standings[i.id].severity is Severity.VETO
        ),
        standings=standings,
        set_aside=tuple(sorted(aside.items())),
        failed=tuple(failed),
    )


def standing(indicator: Indicator, findings: Sequence[Finding]) -> Standing:
    """Return how an indicator stands; `findings` are its own that stand, the worst first."""
    asked = frozenset(r.id for r in indicator.requirements)
    gaps = [f for f in findings if f.is_gap]
    is_bare = any(f.rule == "E101" for f in gaps) or (bool(gaps) and not asked)
    still_open = asked if is_bare else asked & {f.requirement for f in gaps}
    total = len(asked) or 1
    met = total - (len(still_open) if asked else int(is_bare))
    severity = findings[0].severity if findings else None
    return Standing(
        indicator=indicator.id,
        met=met,
        total=total,
        state=_state(met, total, findings),
        severity=severity,
        open=still_open,
        stake=_stake(met, gaps, severity),
        findings=sum(f.severity in _LOOK_AT for f in findings),
    )


def _state(met: int, total: int, findings: Iterable[Finding]) -> State:
    if met == 0:
        return State.NONE
    if met < total:
        return State.PARTIAL
    return State.PROBLEM if any(f.severity in _LOOK_AT for f in findings) else State.COMPLETE


def _stake(met: int, gaps: Sequence[Finding], severity: Severity | None) -> Stake:
    if met == 0 and not any(f.rule in _IN_PART for f in gaps):
        return Stake.LOST
    return Stake.AT_RISK if gaps or severity in _HEAVY else Stake.SECURED


def cause(
    indicator: Indicator,
    vetoes: Sequence[Finding],
    candidates: Nearest,
    subjects: Mapping[int, int] | None = None,
) -> Cause:
    """Return why an indicator rules out 优秀, and the least that clears it.

    Each requirement that a veto stands against needs its papers; of alternatives, only the one that needs the
    fewest papers, then the one with the nearest candidate, then the first. `subjects` counts those of each roster.
    """
    needed: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in vetoes:
        if finding.requirement is None and finding.rule == "E101" and indicator.requirements:
            for requirement in indicator.requirements:
                needed[requirement.id].append(finding)
        else:
            needed[finding.requirement].append(finding)
    papers = [
        (r, _paper(indicator, r, needed[r.id if r else None], candidates, subjects or {}))
        for r in (None, *indicator.requirements)
        if (r.id if r else None) in needed
    ]
    cheapest: dict[str, Paper] = {}
    for requirement, paper in papers:
        group = requirement.need.instead if requirement else ""
        if group and (group not in cheapest or _cost(paper) < _cost(cheapest[group])):
            cheapest[group] = paper
    return Cause(
        indicator,
        tuple(vetoes),
        tuple(p for r, p in papers if not (r and r.need.instead) or cheapest[r.need.instead] is p),
    )


def _paper(
    indicator: Indicator,
    requirement: Requirement | None,
    findings: Sequence[Finding],
    candidates: Nearest,
    subjects: Mapping[int, int],
) -> Paper:
    lacking = sum(n for f in findings if isinstance(n := f.values.get("lacking"), int))
    return Paper(
        requirement=requirement,
        count=lacking or (_whole(requirement.need, subjects) if requirement else 1),
        candidates=candidates.get((indicator.id, requirement.id if requirement else None), ()),
        files=tuple(dict.fromkeys(path for f in findings for path in f.files)),
    )


def _whole(need: Need, subjects: Mapping[int, int]) -> int:
    """Return how many papers it takes to meet a need of which nothing is there."""
    return need.count * _PARTS.get(need.every, 1) * max(subjects.get(need.roster or 0, 1), 1)


def _cost(paper: Paper) -> tuple[int, float]:
    at_hand = min(len(paper.candidates) + len(paper.files), paper.count)
    best = max((c.score for c in paper.candidates), default=0.0)
    return paper.count - at_hand, -best


def _tally(name: str, indicators: Iterable[Indicator], standings: Mapping[int, Standing]) -> Tally:
    points: Counter[Stake] = Counter()
    count = complete = vetoes = 0
    for indicator in indicators:
        found = standings[indicator.id]
        points[found.stake] += indicator.points or 0.0
        count += 1
        complete += found.met == found.total
        vetoes += found.severity is Severity.VETO
    return Tally(
        name=name,
        secured=round(points[Stake.SECURED], 4),
        at_risk=round(points[Stake.AT_RISK], 4),
        lost=round(points[Stake.LOST], 4),
        indicators=count,
        complete=complete,
        vetoes=vetoes,
    )


def _grouped(
    indicators: Iterable[Indicator],
    names: Callable[[Indicator], Iterable[str]],
    standings: Mapping[int, Standing],
) -> tuple[Tally, ...]:
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        for name in names(indicator):
            groups.setdefault(name, []).append(indicator)
    return tuple(_tally(name, found, standings) for name, found in groups.items())


def _by_stake(tallies: tuple[Tally, ...]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies, key=lambda t: (-t.vetoes, -(t.lost + t.at_risk), t.name)))
