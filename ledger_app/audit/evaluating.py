"""Lets the rules look at a snapshot; at the next one, only at what differs. A rule that fails is a finding."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ledger_app.audit.marking import Ground, differing, marked
from ledger_app.audit.model import Audit, Finding, HardCount, Severity, Snapshot, Waiver
from ledger_app.audit.verdict import verdict
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator

FAILED = "E901"

_log = logging.getLogger(__name__)
_RANKS = {severity: n for n, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that looks at one indicator at a time: what it finds rests on that one's evidence and links alone.

    Of the snapshot it may look at scheme, year, dates and rosters besides. `title` is a sentence key for
    `core.i18n`.
    """

    code: str
    title: str
    look: Callable[[View, Indicator], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule that holds the evidence of several indicators against each other, or looks at the scheme."""

    code: str
    title: str
    look: Callable[[View], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules found at one indicator (or what one rule found in all), and which of them failed there."""

    findings: tuple[Finding, ...] = ()
    failed: tuple[str, ...] = ()


class Evaluator:
    """Lets rules look at one snapshot after another; what rests on the same as before is not looked at again."""

    def __init__(self, rules: Iterable[Rule | WholeRule]) -> None:
        rules = tuple(rules)
        self._single = tuple(r for r in rules if isinstance(r, Rule))
        self._whole = tuple(r for r in rules if isinstance(r, WholeRule))
        self._view: View | None = None
        self._at: dict[int, _Found] = {}
        self._across: tuple[_Found, ...] = ()

    @property
    def view(self) -> View | None:
        """The view of the last snapshot that was looked at."""
        return self._view

    def look(self, snapshot: Snapshot) -> list[Finding]:
        """Return what the rules find, marked with place and basis, without candidates and in no order."""
        before = self._view
        view = View(snapshot, before)
        is_same = before is not None and _is_same_for_all(snapshot, before.snapshot)
        at: dict[int, _Found] = {}
        for indicator in snapshot.scheme.indicators:
            held = self._at.get(indicator.id) if is_same and indicator.id not in view.touched else None
            at[indicator.id] = held or self._look_at(view, indicator)
        if not is_same or view.touched or not _is_same_alike(snapshot, before.snapshot if before else None):
            ground = Ground(view, snapshot.scheme.indicators)
            self._across = tuple(_seen(r.code, lambda r=r: r.look(view), ground) for r in self._whole)
        self._view, self._at = view, at
        parts = [*at.values(), *self._across]
        return [*(f for part in parts for f in part.findings), *_failures(parts)]

    def _look_at(self, view: View, indicator: Indicator) -> _Found:
        found: list[Finding] = []
        failed: list[str] = []
        ground = Ground(view, [indicator])
        for rule in self._single:
            seen = _seen(rule.code, lambda rule=rule: rule.look(view, indicator), ground)
            found += seen.findings
            failed += seen.failed
        return _Found(tuple(found), tuple(failed))


def concluded(
    snapshot: Snapshot, found: Iterable[Finding], waivers: Iterable[Waiver] = (), *, is_away: bool = False
) -> Audit:
    """Return the audit that findings come to: candidates at the gaps, waivers counted, in order, the verdict."""
    places = {i.id: n for n, i in enumerate(snapshot.scheme.indicators)}
    ordered = sorted((_with_candidates(snapshot, f) for f in found), key=lambda f: _order(f, places))
    standing, waived = settled(ordered, waivers)
    return Audit(
        scheme=snapshot.scheme,
        year=snapshot.year,
        as_of=snapshot.as_of,
        hard=_hard_count(snapshot, standing),
        findings=standing,
        is_away=is_away,
        waived=waived,
        verdict=verdict(snapshot.scheme, standing, waived, snapshot.candidates, snapshot.rosters),
    )


def settled(
    findings: Iterable[Finding], waivers: Iterable[Waiver]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Waiver], ...]]:
    """Return the findings that stand, and those set aside with the waiver that counts.

    One whose waiver rests on something else by now stands again, and says so.
    """
    known = {(w.rule, w.place): w for w in waivers}
    standing: list[Finding] = []
    aside: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        waiver = known.get((finding.rule, finding.place))
        if waiver is None:
            standing.append(finding)
        elif waiver.basis == finding.basis:
            aside.append((finding, waiver))
        else:
            standing.append(_returned(finding, waiver))
    return tuple(standing), tuple(aside)


def gaps_of(findings: Iterable[Finding]) -> list[tuple[int, int | None]]:
    """Return every place (indicator id, requirement id or None) that nothing sound is left to show.

    Under an indicator without any evidence each requirement is a gap of its own as well.
    """
    found: dict[tuple[int, int | None], None] = {}
    for finding in findings:
        if finding.is_gap and finding.indicator is not None:
            found[finding.indicator.id, finding.requirement] = None
            if finding.rule == "E101":
                found.update(
                    dict.fromkeys((finding.indicator.id, r.id) for r in finding.indicator.requirements)
                )
    return list(found)


def _seen(code: str, look: Callable[[], Iterable[Finding]], ground: Ground) -> _Found:
    """Return what a rule finds, as far as it gets; whatever stops it is logged and told."""
    found: list[Finding] = []
    try:
        for finding in look():
            found.append(finding)
        return _Found(tuple(marked(found, ground)))
    except Exception:  # a rule that fails must not take the others with it: see docs/rules/E901.md
        _log.exception("rule %s failed", code)
    try:
        return _Found(tuple(marked(found, ground)), (code,))
    except Exception:  # what it found before can't even be marked
        return _Found((), (code,))


def _failures(parts: Iterable[_Found]) -> Iterator[Finding]:
    """Yield E901 for each rule that failed, once, however often it did."""
    for code in sorted({code for part in parts for code in part.failed}):
        yield from marked([Finding(FAILED, Severity.ERROR, values={"rule": code}, about=code)], Ground())


def _with_candidates(snapshot: Snapshot, finding: Finding) -> Finding:
    if not finding.is_gap or finding.indicator is None:
        return finding
    nearest = snapshot.candidates.get((finding.indicator.id, finding.requirement), ())
    return finding if finding.candidates == nearest else replace(finding, candidates=nearest)


def _returned(finding: Finding, waiver: Waiver) -> Finding:
    values: dict[str, object] = {
        "name": waiver.name,
        "date": waiver.at[:10],
        "reason": waiver.reason,
        "since": list(differing(waiver.basis, finding.basis)),
    }
    return replace(finding, because=(*finding.because, ("was-waived", values)), returned=waiver)


def _is_same_for_all(one: Snapshot, other: Snapshot) -> bool:
    """Whether all that every rule may look at is the same: scheme, year, dates, rosters."""
    return (one.year, one.as_of, one.inspected) == (other.year, other.as_of, other.inspected) and all(
        a is b or a == b for a, b in ((one.scheme, other.scheme), (one.rosters, other.rosters))
    )


def _is_same_alike(one: Snapshot, other: Snapshot | None) -> bool:
    """Whether the same photographs and texts are alike."""
    return other is not None and one.photos == other.photos and one.texts == other.texts


def _order(finding: Finding, places: dict[int, int]) -> tuple:
    """Sort by severity, then by the points at stake, then as the document does, then by rule."""
    indicator = finding.indicator
    points = (indicator.points or 0.0) if indicator else 0.0
    place = places.get(indicator.id, 0) if indicator else -1
    order = [r.id for r in indicator.requirements] if indicator else []
    requirement = order.index(finding.requirement) if finding.requirement in order else -1
    return (
        _RANKS[finding.severity],
        -points,
        place,
        requirement,
        finding.rule,
        finding.files,
        finding.subject or 0,
        finding.about,
        finding.place,
    )


def _hard_count(snapshot: Snapshot, found: Iterable[Finding]) -> HardCount:
    hard = [i for i in snapshot.scheme.indicators if i.is_hard]
    lost = {f.indicator.id for f in found if f.severity is Severity.VETO and f.indicator}
    return HardCount(
        total=len(hard),
        complete=sum(i.id not in lost for i in hard),
        points=round(sum(i.points or 0.0 for i in hard), 4),
        points_at_risk=round(sum(i.points or 0.0 for i in hard if i.id in lost), 4),
    )
