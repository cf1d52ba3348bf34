"""What an assessment asks: categories, sub-items, indicators and the requirements to show them by."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Need:
    """What would show a requirement, beyond its words; all at their defaults: any one file linked to it.

    `kinds` are codes of `search.kinds`, any one of which will do. `count` is how many files at least, for
    each subject and period where these are named. `every` is `month`, `quarter` or `half` where each such
    part of the period must be shown, else empty; `since` and `until` (ISO dates, empty: the assessment
    year) bound the period. `roster` names the roster each of whose subjects must be shown (its id, None:
    no roster). Requirements of one indicator with the same `chain` are its links in order of `step`; of
    those with the same `instead`, one is enough.
    """

    kinds: tuple[str, ...] = ()
    count: int = 1
    every: str = ""
    since: str = ""
    until: str = ""
    is_signed: bool = False
    is_sealed: bool = False
    roster: int | None = None
    chain: str = ""
    step: int = 0
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an indicator asks to see. `key` is unique within its indicator and stays with it.

    `id` is the database's, 0 before the scheme is stored. `is_drafted`: its need was drafted from the words
    of the scheme and no person has confirmed it yet; the audit asks for it by its words alone.
    `is_proposed`: it was drafted as a whole, from a scoring rule; until it is confirmed nothing asks for it.
    `is_by_hand`: a person added it or worded it, and a revision of the scheme leaves it so.
    """

    key: str
    text: str
    id: int = 0
    need: Need = Need()
    is_drafted: bool = False
    is_proposed: bool = False
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A village, household or project that must be covered.

    `name` is how papers call it, `also` are its other names; `village` is where it belongs (its own name
    where it is a village).
    """

    id: int
    name: str
    also: tuple[str, ...] = ()
    village: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The list of subjects of one kind: `village`, `household`, `project` or `other`."""

    id: int
    name: str
    kind: str
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the scheme: it carries points and is proved by evidence.

    `path` names the category and the sub-items above it, outermost first. `place` says where in the
    source it stands (`table 1, row 7`, `Sheet1!A7`), for people. `units` and `persons` are who owes its
    evidence. `is_marked`: a person said while it was read whether it is hard.
    """

    code: str
    path: tuple[str, ...]
    name: str
    points: float | None
    is_hard: bool = False
    is_bonus: bool = False
    units: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    scoring: str = ""
    requirements: tuple[Requirement, ...] = ()
    place: str = ""
    id: int = 0
    is_marked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A category or sub-item and the points that the document declares for it (None: it says nothing)."""

    path: tuple[str, ...]
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read for sure: a code, the place in the document, and the values for its sentence."""

    code: str
    place: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One edition of an assessment scheme, in document order, leaves only."""

    title: str
    year: int | None
    total_points: float | None
    indicators: tuple[Indicator, ...]
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = ""
    sha256: str = ""

    @property
    def names_units(self) -> bool:
        """Whether the document says of anything which unit owes it; one that does not leaves them open."""
        return any(i.units for i in self.indicators)

    @property
    def names_persons(self) -> bool:
        """Whether the document says of anything who is in charge of it."""
        return any(i.persons for i in self.indicators)
