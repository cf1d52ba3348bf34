"""What is missing or wrong: the snapshot that rules look at and the findings they report."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ledger_app.evidence.model import Candidate, Link
from ledger_app.scheme.model import Indicator, Roster, Scheme
from ledger_app.search.model import Alike, Description, Photo, Traits
from ledger_app.vault.model import Status


class Severity(StrEnum):
    """VETO: a hard indicator would lose points, which rules out 优秀. The rest in falling order."""

    VETO = "veto"
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item as the rules see it, with all that was found out before the audit.

    `status` is the item's: PRESENT while any of its locations holds the recorded content. `dates`
    are the (ISO date or year, source code) pairs that say from when it is: as
    `search.describing.dates_of` reads them. `paths` come sorted: those in this status. `size` and `sha256` are of
    what lies there now, or lay there last. `subjects` are the ids of those it concerns, as its words and
    names tell. `attested` is what a person has seen on this very content: `signed`, `sealed`.
    """

    item: int
    paths: tuple[str, ...]
    status: Status
    size: int
    sha256: str | None
    dates: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    description: Description = field(default_factory=Description)
    traits: Traits = field(default_factory=Traits)
    photo: Photo | None = None
    subjects: tuple[int, ...] = ()
    attested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything an audit looks at, frozen: the same snapshot gives the same findings.

    `candidates` are ranked, for every requirement (indicator id, requirement id or None) without evidence.
    `inspected` is the ISO date of the inspection, empty while nobody set it. `photos` and `texts` are the
    groups of items that are alike.
    """

    scheme: Scheme
    year: int
    as_of: str
    evidence: dict[int, Evidence]
    links: tuple[Link, ...]
    candidates: dict[tuple[int, int | None], tuple[Candidate, ...]] = field(default_factory=dict)
    rosters: tuple[Roster, ...] = ()
    inspected: str = ""
    photos: tuple[Alike, ...] = ()
    texts: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: what is wrong, where, and what clears it, as codes with values.

    `rule` is the stable code (`E101`); `values` fill its sentences in `audit.wording`. `because` is
    the chain of reasons, each a code with values, from the cause to what it puts at risk. `is_gap`:
    nothing sound is left that would show the requirement (the indicator, where none is named). `pages` has
    the page to look at for each of `files`, None where any will do; empty: for none. `subject` is the id of
    the one it concerns.
    """

    rule: str
    severity: Severity
    indicator: Indicator | None = None
    requirement: int | None = None
    files: tuple[str, ...] = ()
    values: dict[str, object] = field(default_factory=dict)
    because: tuple[tuple[str, dict[str, object]], ...] = ()
    candidates: tuple[Candidate, ...] = ()
    is_gap: bool = False
    pages: tuple[int | None, ...] = ()
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class HardCount:
    """The hard indicators: how many, how many without any veto finding, their points, the points at risk."""

    total: int
    complete: int
    points: float
    points_at_risk: float


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: the verdict and the findings, veto first, then by severity, points and document order."""

    scheme: Scheme
    year: int
    as_of: str
    hard: HardCount
    findings: tuple[Finding, ...]
    is_away: bool = False

    @property
    def is_excellent_possible(self) -> bool:
        """Whether 优秀 can still be had: no hard indicator has a veto finding."""
        return not any(f.severity is Severity.VETO for f in self.findings)


class State(StrEnum):
    """How an indicator stands, for a tree or a list.

    COMPLETE: every requirement is shown by sound evidence. PROBLEM: it is, and something needs a look.
    PARTIAL: some requirements are not. NONE: nothing sound at all.
    """

    COMPLETE = "complete"
    PROBLEM = "problem"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator's completeness: `met` of `total` requirements (1 where it lists none).

    `open` holds the ids of the requirements that are not met; `severity` is the worst finding's.
    """

    indicator: int
    met: int
    total: int
    state: State
    severity: Severity | None = None
    open: frozenset[int] = frozenset()
