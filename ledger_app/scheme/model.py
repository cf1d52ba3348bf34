"""What an assessment asks: categories, sub-items, indicators and the requirements to show them by."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an indicator asks to see. `key` is unique within its indicator and stays with it.

    `id` is the database's, 0 before the scheme is stored.
    """

    key: str
    text: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the scheme: it carries points and is proved by evidence.

    `path` names the category and the sub-items above it, outermost first. `place` says where in the
    source it stands (`table 1, row 7`, `Sheet1!A7`), for people.
    """

    code: str
    path: tuple[str, ...]
    name: str
    points: float | None
    is_hard: bool = False
    is_bonus: bool = False
    units: tuple[str, ...] = ()
    scoring: str = ""
    requirements: tuple[Requirement, ...] = ()
    place: str = ""
    id: int = 0


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
