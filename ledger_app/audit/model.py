"""What is missing or wrong: the snapshot that rules look at and the findings they report."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ledger_app.evidence.model import Candidate, Link
from ledger_app.scheme.model import Indicator, Requirement, Roster, Scheme
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
    what lies there now, or lay there last. `modified` is the ISO date on which it was last written, empty where
    nobody knows. `subjects` are the ids of those it concerns, as its words and
    names tell. `attested` is what a person has seen on this very content: `signed`, `sealed`.
    `unprinted` is the code of why it could not be put on paper when binders were last made, empty where it could.
    `known` is for `audit.remembering` alone.
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
    modified: str = ""
    unprinted: str = ""
    known: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)


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
class Waiver:
    """A finding that a person has set aside (不适用/已核实): why, who, and when (ISO 8601 with offset).

    It counts for the finding of its `rule` at its `place` while that rests on the same `basis`. `key` is that
    finding's.
    """

    id: int
    rule: str
    place: str
    basis: str
    reason: str
    name: str
    at: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: what is wrong, where, and what clears it, as codes with values.

    `rule` is the stable code (`E101`); `values` fill its sentences in `audit.wording`. `because` is
    the chain of reasons, each a code with values, from the cause to what it puts at risk. `is_gap`:
    the requirement (the indicator, where none is named) is not shown, or not for all that it asks. `pages` has
    the page to look at for each of `files`, None where any will do; empty: for none. `subject` is the id of
    the one it concerns. `about` is what else tells it from others of its rule at the same place and about the
    same files: a month, a link of a chain, a label.

    The rest is filled in after the rules have looked: `place` is which finding this is and stays the same
    while it stands; `key` is the short name by which people and scripts speak of it (`E101-3f2a9c1b20`); `basis`
    is a digest of what it rests on; `returned` is the waiver that it had before that changed.
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
    about: str = ""
    place: str = ""
    key: str = ""
    basis: str = ""
    returned: Waiver | None = None


@dataclass(frozen=True, slots=True)
class HardCount:
    """The hard indicators: how many, how many without any veto finding, their points, the points at risk."""

    total: int
    complete: int
    points: float
    points_at_risk: float


class State(StrEnum):
    """How an indicator stands, for a tree or a list.

    COMPLETE: every requirement is shown by sound evidence. PROBLEM: it is, and something needs a look.
    PARTIAL: some requirements are not. NONE: nothing that it asks for is.
    """

    COMPLETE = "complete"
    PROBLEM = "problem"
    PARTIAL = "partial"
    NONE = "none"


class Stake(StrEnum):
    """What becomes of an indicator's points: LOST where nothing it asks for is shown, not even in part, AT_RISK
    with a gap or a finding that is a veto or an error, SECURED otherwise."""

    SECURED = "secured"
    AT_RISK = "at-risk"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator's completeness: `met` of `total` requirements (1 where it lists none).

    A requirement is met unless a gap stands against it: a finding that is one and was not set aside. Of
    alternatives one is enough, the others count as met with it. `open` holds the ids of the requirements that
    are not met; `severity` is the worst finding's, `findings` counts those that are more than a hint.
    """

    indicator: int
    met: int
    total: int
    state: State
    severity: Severity | None = None
    open: frozenset[int] = frozenset()
    stake: Stake = Stake.SECURED
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The points of some indicators by what becomes of them; `name` is a category's, a unit's or a person's.

    `indicators` counts them, `complete` those whose requirements are all met, `vetoes` the hard ones that have
    a veto finding.
    """

    name: str = ""
    secured: float = 0.0
    at_risk: float = 0.0
    lost: float = 0.0
    indicators: int = 0
    complete: int = 0
    vetoes: int = 0

    @property
    def points(self) -> float:
        """All points together."""
        return round(self.secured + self.at_risk + self.lost, 4)


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing to get, or to mend, that takes a hard gap away.

    `requirement` is None where the indicator lists none. `count` is how many papers it takes. `candidates`
    are the nearest files at hand, `files` those that would do once they are mended or back.
    """

    requirement: Requirement | None
    count: int = 1
    candidates: tuple[Candidate, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """A hard indicator that rules out 优秀: its veto findings, and the least that would clear them all."""

    indicator: Indicator
    findings: tuple[Finding, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an audit comes to.

    Points of the indicators are counted in `total` once; an indicator that several units (persons) owe counts
    for each of them in `units` (`persons`). Bonus items count in `bonus` alone. `categories` come in the
    scheme's order, `units` and `persons` with the most at stake first. `causes` are the hard indicators that
    rule out 优秀, as the scheme has them. `set_aside` says who has set aside how many veto findings: (name,
    count). `failed` are the rules that failed, so that they may have found more.
    """

    total: Tally = Tally()
    hard: Tally = Tally()
    bonus: Tally = Tally()
    categories: tuple[Tally, ...] = ()
    units: tuple[Tally, ...] = ()
    persons: tuple[Tally, ...] = ()
    causes: tuple[Cause, ...] = ()
    standings: dict[int, Standing] = field(default_factory=dict)
    set_aside: tuple[tuple[str, int], ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def is_excellent_possible(self) -> bool:
        """Whether 优秀 can still be had: no hard indicator has a veto finding that stands."""
        return not self.causes


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as a record keeps it: enough to speak of it when it is gone."""

    key: str
    rule: str
    severity: Severity
    indicator: int | None = None
    requirement: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one audit came to, for the progress over time. `at` is ISO 8601 with offset, `as_of` the date.

    `findings` counts them by severity, `waived` those that were set aside.
    """

    id: int
    at: str
    as_of: str
    total: Tally
    hard: Tally
    bonus: Tally
    findings: dict[Severity, int]
    waived: int = 0

    @property
    def is_excellent_possible(self) -> bool:
        """Whether 优秀 could still be had."""
        return not self.hard.vetoes


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the audit of `record`.

    `new` was never found before, `returned` was gone or set aside in between, `cleared` was found then and
    is no more; what a person has set aside is not cleared.
    """

    record: Record
    new: tuple[Finding, ...] = ()
    returned: tuple[Finding, ...] = ()
    cleared: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: the verdict and the findings, veto first, then by severity, points and document order.

    `waived` are the findings that a person has set aside, each with the waiver that counts. `since` is None
    while nothing was recorded.
    """

    scheme: Scheme
    year: int
    as_of: str
    hard: HardCount
    findings: tuple[Finding, ...]
    is_away: bool = False
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    verdict: Verdict = field(default_factory=Verdict)
    since: Since | None = None

    @property
    def is_excellent_possible(self) -> bool:
        """Whether 优秀 can still be had: no hard indicator has a veto finding that stands."""
        return not any(f.severity is Severity.VETO for f in self.findings)


@dataclass(frozen=True, slots=True)
class Fall:
    """What an indicator loses with rejected files: `requirements` that are no longer met, and its stake."""

    indicator: Indicator
    requirements: tuple[int, ...]
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would become of the verdict if these items were rejected.

    `falls` are the indicators that stand worse afterwards, hard ones first; `findings` what the audit would
    report more; `points` what would no longer be secured (bonus items apart).
    """

    items: tuple[int, ...]
    before: Verdict
    after: Verdict
    falls: tuple[Fall, ...]
    findings: tuple[Finding, ...]
    points: float
