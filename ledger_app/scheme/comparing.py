"""Compares a scheme with its next revision: what is new, gone, moved, re-worded, worth other points, hard."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger_app.scheme.matching import Doubt, How, Match, match_indicators, match_requirements
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.scheme.texts import folded

Path = tuple[str, ...]


class Change(StrEnum):
    """What a revision changes about one indicator.

    PATH: it stands under another heading (one that was only renamed or renumbered is a change of the
    heading); ORDER: it changed places with others; HARD_KEPT: the document marks it otherwise than a
    person did, and the person's mark stays.
    """

    NEW = "new"
    GONE = "gone"
    RETURNED = "returned"
    CODE = "code"
    PATH = "path"
    ORDER = "order"
    NAME = "name"
    SCORING = "scoring"
    REQUIREMENTS = "requirements"
    POINTS = "points"
    HARD = "hard"
    NOT_HARD = "not-hard"
    HARD_KEPT = "hard-kept"
    BONUS = "bonus"
    NOT_BONUS = "not-bonus"
    UNITS = "units"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class RequirementChange:
    """A requirement that is re-worded (both), new (no `old`) or gone (no `new`)."""

    old: Requirement | None
    new: Requirement | None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A heading that is renamed or worth other points (both), new (no `old`) or gone (no `new`)."""

    old: Section | None
    new: Section | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator before and after; `old` is None where it is new, `new` is None where it is gone.

    `position` is that of `new` in its scheme. `how` says what the two were paired by and `likeness` how
    alike they are (0 to 1); `doubt` is set where a person should look, with the others that come into
    question: `old_rivals` of the old scheme for `new`, `new_rivals` (positions) for `old`.
    """

    old: Indicator | None
    new: Indicator | None
    position: int | None = None
    how: How | None = None
    likeness: float = 1.0
    doubt: Doubt | None = None
    old_rivals: tuple[Indicator, ...] = ()
    new_rivals: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    requirements: tuple[RequirementChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What importing `new` over `old` changes.

    `entries` are in the order of the new scheme; what is gone stands after what it stood after.
    """

    old: Scheme
    new: Scheme
    entries: tuple[Entry, ...]
    sections: tuple[SectionChange, ...] = ()

    @property
    def pairs(self) -> dict[int, int]:
        """Position in the new scheme to id of the old indicator, as `schemes.store` takes it."""
        return {e.position: e.old.id for e in self.entries if e.old is not None and e.position is not None}

    @property
    def doubtful(self) -> tuple[Entry, ...]:
        """The pairs a person should look at."""
        return tuple(e for e in self.entries if e.doubt)

    @property
    def is_empty(self) -> bool:
        """Whether the revision changes nothing that a person would call a change."""
        heads = ((s.title, s.year, s.total_points) for s in (self.old, self.new))
        return not self.sections and not any(e.changes for e in self.entries) and len(set(heads)) == 1

    def counts(self) -> dict[Change, int]:
        """Return how many indicators change in which way, the ways that occur only."""
        found = Counter(change for e in self.entries for change in e.changes)
        return {change: found[change] for change in Change if found[change]}


def compare(
    old: Scheme,
    new: Scheme,
    retired: Sequence[Indicator] = (),
    *,
    by_hand: Mapping[int, int | None] | None = None,
    hard_by_hand: Collection[int] = (),
    kept_requirements: Collection[int] = (),
) -> Difference:
    """Return what changes from `old` to `new`, by the best pairing that can be found.

    `by_hand` is what a person decided over that: id of an old or retired indicator to its position in
    `new`, None: it is gone. Nothing else moves by it: whoever is put out of a pair is new or gone.
    `hard_by_hand` are the ids whose hard mark a person set, `kept_requirements` those of requirements that
    stay as a person left them. The ids of `old` must be the database's, or all 0: then they are counted
    from 1.
    """
    if not any(i.id for i in old.indicators):
        counted = (replace(i, id=n) for n, i in enumerate(old.indicators, 1))
        old = replace(old, indicators=tuple(counted))
    pool = (*old.indicators, *retired)
    matched = match_indicators(old.indicators, retired, new.indicators)
    _decide(matched, pool, by_hand or {})
    renamed = _renamed(matched, pool, new)
    still = _unmoved({at: m.old for at, m in matched.items() if m.old < len(old.indicators)})
    named = ((Change.UNITS, new.names_units), (Change.PERSONS, new.names_persons))
    silent = {change for change, is_named in named if not is_named}
    entries: list[Entry] = []
    for position, one in enumerate(new.indicators):
        match = matched.get(position)
        if match is None:
            entries.append(Entry(None, one, position, likeness=0.0, changes=(Change.NEW,)))
            continue
        is_back = match.old >= len(old.indicators)
        before = pool[match.old]
        reworded = _requirement_changes(before, one, kept_requirements)
        changes = list(_changes(before, one, renamed, before.id in hard_by_hand and not one.is_marked))
        changes = [c for c in changes if c not in silent]
        if is_back:
            changes.insert(0, Change.RETURNED)
        elif position not in still:
            changes.append(Change.ORDER)
        if reworded:
            changes.append(Change.REQUIREMENTS)
        entries.append(
            Entry(
                before,
                one,
                position,
                match.how,
                match.likeness,
                match.doubt,
                tuple(pool[r] for r in match.old_rivals),
                match.fresh_rivals,
                tuple(c for c in Change if c in changes),
                reworded,
            )
        )
    return Difference(old, new, tuple(_with_gone(entries, old)), tuple(_section_changes(old, new, renamed)))


def _decide(matched: dict[int, Match], pool: Sequence[Indicator], by_hand: Mapping[int, int | None]) -> None:
    """Put a person's decisions over the pairing that was found."""
    positions = {one.id: at for at, one in enumerate(pool)}
    decided = {positions[identity]: wanted for identity, wanted in by_hand.items() if identity in positions}
    kept = {at: m for at, m in matched.items() if m.old in decided and decided[m.old] == at}
    for at in [at for at, m in matched.items() if m.old in decided]:
        del matched[at]
    for old, wanted in decided.items():
        if wanted is not None:
            likeness = kept[wanted].likeness if wanted in kept else 1.0
            matched[wanted] = Match(old, How.BY_HAND, likeness)


def _changes(old: Indicator, new: Indicator, renamed: Mapping[Path, Path], is_by_hand: bool) -> list[Change]:
    is_other = {
        Change.CODE: old.code != new.code,
        Change.PATH: renamed.get(old.path, old.path) != new.path,
        Change.NAME: folded(old.name) != folded(new.name),
        Change.SCORING: folded(old.scoring) != folded(new.scoring),
        Change.POINTS: old.points != new.points,
        Change.HARD: new.is_hard and not old.is_hard and not is_by_hand,
        Change.NOT_HARD: old.is_hard and not new.is_hard and not is_by_hand,
        Change.HARD_KEPT: old.is_hard != new.is_hard and is_by_hand,
        Change.BONUS: new.is_bonus and not old.is_bonus,
        Change.NOT_BONUS: old.is_bonus and not new.is_bonus,
        Change.UNITS: old.units != new.units,
        Change.PERSONS: old.persons != new.persons,
    }
    return [change for change, is_so in is_other.items() if is_so]


def _requirement_changes(
    old: Indicator, new: Indicator, kept: Collection[int]
) -> tuple[RequirementChange, ...]:
    matched = match_requirements(old.requirements, (), new.requirements)
    found = []
    for position, one in enumerate(new.requirements):
        before = old.requirements[matched[position]] if position in matched else None
        if before is None or (folded(before.text) != folded(one.text) and before.id not in kept):
            found.append(RequirementChange(before, one))
    there = set(matched.values())
    gone = [r for at, r in enumerate(old.requirements) if at not in there and r.id not in kept]
    return (*found, *(RequirementChange(r, None) for r in gone))


def _unmoved(matched: Mapping[int, int]) -> set[int]:
    """Return the positions that kept their order: the longest rising row of old positions."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for position in sorted(matched):
        at = bisect_left(tails, matched[position])
        before[position] = ends[at - 1] if at else None
        tails[at:] = [matched[position], *tails[at + 1 :]]
        ends[at:] = [position, *ends[at + 1 :]]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _with_gone(entries: list[Entry], old: Scheme) -> list[Entry]:
    """Put what is gone after the entry of the indicator that it stood after."""
    kept = {e.old.id for e in entries if e.old is not None}
    follow: dict[int | None, list[Entry]] = {}
    last: int | None = None
    for one in old.indicators:
        if one.id in kept:
            last = one.id
        else:
            follow.setdefault(last, []).append(Entry(one, None, likeness=0.0, changes=(Change.GONE,)))
    placed = [*follow.get(None, [])]
    for entry in entries:
        placed += [entry, *(follow.get(entry.old.id, []) if entry.old is not None else [])]
    return placed


# headings


def _renamed(matched: Mapping[int, Match], pool: Sequence[Indicator], new: Scheme) -> dict[Path, Path]:
    """Return old to new path of the headings that went with most of what stood under them."""
    votes: dict[Path, Counter[Path]] = {}
    for position, match in matched.items():
        before, after = pool[match.old].path, new.indicators[position].path
        if len(before) == len(after):
            for depth in range(1, len(before) + 1):
                votes.setdefault(before[:depth], Counter())[after[:depth]] += 1
    there = {i.path[:n] for i in new.indicators for n in range(1, len(i.path) + 1)}
    found: dict[Path, Path] = {}
    for before, counted in votes.items():
        after, most = counted.most_common(1)[0]
        if before not in there and most * 2 > counted.total() and after not in found.values():
            found[before] = after
    return found


def _section_changes(old: Scheme, new: Scheme, renamed: Mapping[Path, Path]) -> list[SectionChange]:
    before, after = _sections(old), _sections(new)
    origin = {renamed.get(path, path): path for path in before}
    found = []
    for path, section in after.items():
        was = before.get(origin.get(path, ()))
        if was is None or folded(was.path[-1]) != folded(path[-1]) or was.points != section.points:
            found.append(SectionChange(was, section))
    gone = [s for path, s in before.items() if renamed.get(path, path) not in after]
    return [*found, *(SectionChange(s, None) for s in gone)]


def _sections(scheme: Scheme) -> dict[Path, Section]:
    """Return every heading by its path, also those that only the indicators name."""
    found: dict[Path, Section] = {}
    for path in (*(s.path for s in scheme.sections), *(i.path for i in scheme.indicators)):
        for depth in range(1, len(path) + 1):
            found.setdefault(path[:depth], Section(path[:depth]))
    return found | {s.path: s for s in scheme.sections}
