"""A snapshot with its links sorted and judged once, so that every rule reads the same answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from ledger_app.audit.dating import When, is_earlier, is_lasting, when
from ledger_app.audit.meeting import Meeting, meetings
from ledger_app.audit.model import Evidence, Snapshot
from ledger_app.audit.periods import is_within
from ledger_app.evidence.model import Link
from ledger_app.scheme.model import Indicator
from ledger_app.vault.model import Status

Target = tuple[int, int | None]


class Fault(StrEnum):
    """Why a link proves nothing any more; the first that applies."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    CHANGED = "changed"
    OUTSIDE = "outside"


_ABSENT = (Fault.MISSING, Fault.UNREADABLE, Fault.EMPTY)


class Doubt(StrEnum):
    """Why a sound link deserves a look: AFTER the year's end, or EARLIER but of a lasting kind."""

    AFTER = "after"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Judged:
    """A link with its evidence and what is wrong with it, if anything; `known` is for `audit.remembering`."""

    link: Link
    evidence: Evidence
    fault: Fault | None = None
    doubt: Doubt | None = None
    known: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)


class View:
    """What rules look at: the snapshot, its links by indicator and by requirement, each judged.

    A link to a requirement that its indicator does not list counts for the indicator as a whole. With the
    view of an earlier snapshot, only the indicators whose links or evidence differ are judged anew:
    `touched` are their ids.
    """

    def __init__(self, snapshot: Snapshot, before: View | None = None) -> None:
        self.snapshot = snapshot
        self._indicators = {i.id: i for i in snapshot.scheme.indicators}
        self._made = _by_indicator(snapshot, self._indicators)
        self._links = {
            number: before._links[number]
            if before is not None and before._made.get(number) == made
            else sorted(made, key=_in_order)
            for number, made in self._made.items()
        }
        self._of_indicator: dict[int, list[Judged]] = {}
        self._of_target: dict[int, dict[int | None, list[Judged]]] = {}
        self._present: dict[int, list[Judged]] = {}
        self._judged: list[Judged] | None = None
        self.known_at: dict[int, dict[object, object]] = {}  # for `audit.remembering`
        self._meetings: dict[int, dict[int, Meeting]] = {}
        self.touched = self._differing(before)
        is_met_alike = before is not None and _is_met_alike(snapshot, before.snapshot)
        is_known_alike = (
            is_met_alike and before is not None and snapshot.inspected == before.snapshot.inspected
        )
        for number, indicator in self._indicators.items():
            if before is not None and number not in self.touched:
                self._of_indicator[number] = before._of_indicator[number]
                self._of_target[number] = before._of_target[number]
                self._present[number] = before._present[number]
                if is_known_alike:
                    self.known_at[number] = before.known_at[number]
                if is_met_alike and number in before._meetings:
                    self._meetings[number] = before._meetings[number]
            else:
                self._judge(indicator)
            self.known_at.setdefault(number, {})

    def _differing(self, before: View | None) -> frozenset[int]:
        """Return the indicators that can't be taken from the view before."""
        if before is None or not _is_same_ground(self.snapshot, before.snapshot):
            return frozenset(self._indicators)
        held = before.snapshot.evidence
        changed = {n for n, e in self.snapshot.evidence.items() if e is not held.get(n) and e != held.get(n)}
        changed |= held.keys() - self.snapshot.evidence.keys()
        return frozenset(
            number
            for number in self._indicators
            if self._links.get(number) != before._links.get(number)
            or (changed and any(link.item in changed for link in self._links.get(number, ())))
        )

    def _judge(self, indicator: Indicator) -> None:
        found: list[Judged] = []
        targets: dict[int | None, list[Judged]] = defaultdict(list)
        for link in self._links.get(indicator.id, ()):
            judged = _judge(self.snapshot, indicator, link, self.snapshot.evidence[link.item])
            found.append(judged)
            targets[self.target_of(indicator, link)[1]].append(judged)
        self._of_indicator[indicator.id] = found
        self._of_target[indicator.id] = dict(targets)
        there = {j.evidence.item: j for j in reversed(found) if j.fault not in _ABSENT and j.evidence.paths}
        self._present[indicator.id] = sorted(there.values(), key=lambda j: j.evidence.paths)

    @property
    def judged(self) -> list[Judged]:
        """Everything that is linked, indicator by indicator in document order."""
        if self._judged is None:
            self._judged = [j for found in self._of_indicator.values() for j in found]
        return self._judged

    @staticmethod
    def target_of(indicator: Indicator, link: Link) -> Target:
        """Return the requirement that a link speaks for, or the indicator as a whole."""
        asked = link.requirement
        if asked is not None:
            for requirement in indicator.requirements:
                if requirement.id == asked:
                    return indicator.id, asked
        return indicator.id, None

    def of_indicator(self, indicator: Indicator) -> list[Judged]:
        """Return everything linked to an indicator or to one of its requirements."""
        return self._of_indicator.get(indicator.id, [])

    def of_target(self, indicator: Indicator, requirement: int | None) -> list[Judged]:
        """Return what is linked to this requirement; with None, to the indicator as a whole."""
        return self._of_target.get(indicator.id, {}).get(requirement, [])

    def present(self, indicator: Indicator) -> list[Judged]:
        """Return what is linked to an indicator and can be opened, each item once, by path."""
        return self._present.get(indicator.id, [])

    @staticmethod
    def targets(indicator: Indicator) -> list[int | None]:
        """Return every place of an indicator that evidence can be linked to: itself and its requirements."""
        return [None, *(r.id for r in indicator.requirements)]

    def is_shown(self, indicator: Indicator, requirement: int | None) -> bool:
        """Whether sound evidence shows this requirement; with None, whether any shows the indicator.

        A requirement one of whose alternatives is met is shown by that.
        """
        if requirement is None:
            return any(j.fault is None for j in self.of_indicator(indicator))
        is_shown = any(j.fault is None for j in self.of_target(indicator, requirement))
        return is_shown or self.meetings(indicator)[requirement].is_excused

    def meetings(self, indicator: Indicator) -> dict[int, Meeting]:
        """Return how far each requirement of an indicator is met, by its id."""
        if indicator.id not in self._meetings:
            sound = {
                r.id: [(j.link, j.evidence) for j in self.of_target(indicator, r.id) if j.fault is None]
                for r in indicator.requirements
            }
            seen = self.snapshot
            found = meetings(indicator, sound, seen.rosters, year=seen.year, as_of=seen.as_of)
            self._meetings[indicator.id] = found
        return self._meetings[indicator.id]


def _is_same_ground(one: Snapshot, other: Snapshot) -> bool:
    """Whether links are judged by the same scheme and year in both."""
    return one.year == other.year and (one.scheme is other.scheme or one.scheme == other.scheme)


def _is_met_alike(one: Snapshot, other: Snapshot) -> bool:
    """Whether the same evidence meets the same requirements in both: periods end on a day, rosters list whom."""
    return one.as_of == other.as_of and (one.rosters is other.rosters or one.rosters == other.rosters)


def _by_indicator(snapshot: Snapshot, indicators: dict[int, Indicator]) -> dict[int, list[Link]]:
    """Return the links to indicators of the scheme whose item is known."""
    found: dict[int, list[Link]] = defaultdict(list)
    for link in snapshot.links:
        if link.indicator in indicators and link.item in snapshot.evidence:
            found[link.indicator].append(link)
    return found


def _in_order(link: Link) -> tuple[int, int, int]:
    return link.item, link.requirement or 0, link.id


def _judge(snapshot: Snapshot, indicator: Indicator, link: Link, evidence: Evidence) -> Judged:
    fault = _fault(link, evidence)
    if fault is not None:
        return Judged(link, evidence, fault)
    if _is_of_its_period(indicator, link, evidence, snapshot.year):
        return Judged(link, evidence)
    match when(evidence.dates, snapshot.year):
        case When.AFTER:
            return Judged(link, evidence, None, Doubt.AFTER)
        case When.OUTSIDE:
            if is_lasting(_asked(indicator, link, evidence)) and is_earlier(evidence.dates, snapshot.year):
                return Judged(link, evidence, None, Doubt.EARLIER)
            return Judged(link, evidence, Fault.OUTSIDE)
    return Judged(link, evidence)


def _is_of_its_period(indicator: Indicator, link: Link, evidence: Evidence, year: int) -> bool:
    """Whether evidence is from the period that its requirement names itself: that counts before the year."""
    for requirement in indicator.requirements:
        if requirement.id == link.requirement and (requirement.need.since or requirement.need.until):
            return is_within(evidence.dates, requirement.need.since, requirement.need.until, year)
    return False


def _asked(indicator: Indicator, link: Link, evidence: Evidence) -> str:
    """Return what kind of paper this is: by what is asked for, else by its name."""
    for requirement in indicator.requirements:
        if requirement.id == link.requirement:
            return requirement.text
    return " ".join(path.rpartition("/")[2] for path in evidence.paths)


def _fault(link: Link, evidence: Evidence) -> Fault | None:
    if evidence.status is Status.MISSING:
        return Fault.MISSING
    if evidence.status is Status.UNREADABLE:
        return Fault.UNREADABLE
    if evidence.size == 0:
        return Fault.EMPTY
    differs = link.sha256 is not None and evidence.sha256 is not None and link.sha256 != evidence.sha256
    return Fault.CHANGED if differs or evidence.status is Status.CHANGED else None
