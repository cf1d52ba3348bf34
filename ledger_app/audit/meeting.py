"""Whether a requirement is met: how much sound evidence there is for each subject and part of the period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ledger_app.audit.model import Evidence
from ledger_app.audit.periods import is_within, months_of, part_of, parts
from ledger_app.audit.worth import worth
from ledger_app.evidence.model import Link
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject

Sound = tuple[Link, Evidence]
"""A link that proves something, with its evidence."""


@dataclass(frozen=True, slots=True)
class Share:
    """What is there for one subject, or for a requirement that asks for none (`subject` is None).

    `files` counts the sound ones, `open` are the parts of the period with too few of them, `lacking` how many
    files more it takes, where one file may be several of them (`audit.worth`).
    """

    subject: Subject | None
    files: int = 0
    open: tuple[str, ...] = ()
    lacking: int = 0

    @property
    def is_met(self) -> bool:
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far one requirement is met, by sound evidence linked to it.

    `shares` has one entry for each subject of the roster it asks for, in the roster's order, else one alone.
    `files` counts all sound files within its period, `outside` those of another, `untold` those that tell none
    of the subjects asked for, `undated` those that tell no month where parts of the period are asked for.
    `asked` are these parts. `is_excused`: another of its alternatives is met.
    """

    requirement: Requirement
    shares: tuple[Share, ...]
    files: int = 0
    outside: int = 0
    untold: int = 0
    undated: int = 0
    asked: tuple[str, ...] = ()
    is_excused: bool = False

    @property
    def is_met(self) -> bool:
        """Whether all that is asked for is there, or an alternative is."""
        return self.is_excused or all(share.is_met for share in self.shares)

    @property
    def lacking(self) -> int:
        """How many files more it takes."""
        return 0 if self.is_excused else sum(share.lacking for share in self.shares)

    @property
    def covered(self) -> tuple[Subject, ...]:
        """The subjects for which all is there."""
        return tuple(s.subject for s in self.shares if s.subject and s.is_met)

    @property
    def uncovered(self) -> tuple[Subject, ...]:
        """The subjects for which there is nothing."""
        return tuple(s.subject for s in self.shares if s.subject and not s.files)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far each requirement is met (by its id), whom each linked item concerns, and the rosters they are on."""

    met: Mapping[int, Meeting] = field(default_factory=dict)
    subjects: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    rosters: tuple[Roster, ...] = ()


def meetings(
    indicator: Indicator,
    sound: Mapping[int, Sequence[Sound]],
    rosters: Sequence[Roster],
    *,
    year: int,
    as_of: str,
) -> dict[int, Meeting]:
    """Return how far each requirement of an indicator is met, by its id; `sound` is what shows each."""
    alone = {
        r.id: _meeting(r, sound.get(r.id, ()), _asked_for(r.need, rosters), year, as_of)
        for r in indicator.requirements
    }
    return {identity: _excused(one, alone) for identity, one in alone.items()}


def _excused(one: Meeting, alone: Mapping[int, Meeting]) -> Meeting:
    group = one.requirement.need.instead
    if not group or one.is_met:
        return one
    others = (m for m in alone.values() if m.requirement.need.instead == group)
    if not any(m.is_met for m in others):
        return one
    return Meeting(
        one.requirement, one.shares, one.files, one.outside, one.untold, one.undated, one.asked, True
    )


def _asked_for(need: Need, rosters: Sequence[Roster]) -> tuple[Subject, ...]:
    return next((r.subjects for r in rosters if r.id == need.roster), ())


def _meeting(
    requirement: Requirement, sound: Sequence[Sound], asked: Sequence[Subject], year: int, as_of: str
) -> Meeting:
    need = requirement.need
    if need == _ANY:
        return Meeting(requirement, (Share(None, len(sound), lacking=int(not sound)),), len(sound))
    within = [one for one in sound if _is_within(one[1], need, year)]
    wanted = parts(need, year, as_of)
    months = {e.item: months_of(e, year) for _, e in within} if wanted else {}
    shown = {item: frozenset(part_of(m, need.every) for m in said) for item, said in months.items()}
    known = frozenset(s.id for s in asked)
    counts = {e.item: worth(e, need) for _, e in within}
    of: dict[int | None, list[int]] = {}
    untold = 0
    for link, evidence in within:
        for subject in subjects_of(link, evidence, known) if asked else (None,):
            of.setdefault(subject, []).append(evidence.item)
        untold += bool(asked) and not subjects_of(link, evidence, known)
    return Meeting(
        requirement=requirement,
        shares=tuple(
            _share(s, of.get(s.id if s else None, ()), need, wanted, shown, counts)
            for s in (asked or (None,))
        ),
        files=len(within),
        outside=len(sound) - len(within),
        untold=untold,
        undated=sum(not said for said in months.values()),
        asked=wanted,
    )


def subjects_of(link: Link, evidence: Evidence, known: frozenset[int]) -> tuple[int, ...]:
    """Return which of the known subjects a link speaks for: a person's word, else what the file tells."""
    if link.subject in known:
        return (link.subject,) if link.subject else ()
    return tuple(s for s in evidence.subjects if s in known)


def _share(
    subject: Subject | None,
    items: Sequence[int],
    need: Need,
    wanted: Sequence[str],
    shown: Mapping[int, frozenset[str]],
    counts: Mapping[int, int],
) -> Share:
    if not wanted:
        least = 1 if need.every else need.count  # no part of the period is over yet
        return Share(subject, len(items), lacking=max(0, least - sum(counts[item] for item in items)))
    counted: Counter[str] = Counter()
    for item in items:
        counted.update(dict.fromkeys(shown[item], counts[item]))
    lacking = {part: need.count - counted[part] for part in wanted if counted[part] < need.count}
    return Share(subject, len(items), tuple(lacking), sum(lacking.values()))


def _is_within(evidence: Evidence, need: Need, year: int) -> bool:
    if not need.since and not need.until:
        return True
    return is_within(evidence.dates, need.since, need.until, year)


_ANY = Need()
