"""The findings as the audit page lists them, and which of them a filter leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ledger_app.audit import wording, wording_verdict
from ledger_app.audit.findings import subjects_of
from ledger_app.audit.model import Audit, Finding, Known, Severity, Waiver
from ledger_app.core.i18n import _
from ledger_app.ui import severity
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.overview_model import without_place
from ledger_app.ui.state import State
from ledger_app.vault.names import shown


class Which(StrEnum):
    """Which findings are listed: all that stand, a part of them, or those that are gone or set aside."""

    ANY = ""
    NEW = "new"
    RETURNED = "returned"
    CLEARED = "cleared"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with the words that are shown and searched; `short` leaves out the indicator's name.

    `key` stays the same while the finding stands. `clears` is, of a veto, the least that takes all vetoes from
    its indicator. `waiver` is there where it is set aside, `is_new` says that the audit before had not found it, and
    `is_returned` that it was gone or set aside in between. `words` are what a text is looked for in.
    """

    key: str
    finding: Finding
    where: str
    message: str
    short: str
    remedy: str
    order: int
    words: str
    is_new: bool = False
    is_returned: bool = False
    waiver: Waiver | None = None
    clears: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return self.finding.indicator.units if self.finding.indicator else ()

    @property
    def kind(self) -> str:
        """Sign and word of how grave it is; what came back says so."""
        label = severity.label(self.finding.severity)
        return _("{label} · again").format(label=label) if self.is_returned else label


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the audit before that is no more."""

    known: Known
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything the audit page lists, made from one state; `units`, `subjects` and `rules` are those it has."""

    standing: tuple[Row, ...] = ()
    waived: tuple[Row, ...] = ()
    cleared: tuple[Gone, ...] = ()
    units: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    parts: Mapping[Which, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; nothing chosen narrows nothing."""

    severities: frozenset[Severity] = frozenset()
    unit: str = ""
    subject: str = ""
    rule: str = ""
    text: str = ""
    which: Which = Which.ANY

    def sift(self, found: Iterable[Row]) -> tuple[list[Row], dict[Severity, int]]:
        """Return the findings that are shown, and how many of each severity would be if every one were."""
        words = self.text.casefold().split()
        counts = dict.fromkeys(Severity, 0)
        kept = []
        for row in found:
            if self._is_about(row) and all(word in row.words for word in words):
                counts[row.finding.severity] += 1
                if not self.severities or row.finding.severity in self.severities:
                    kept.append(row)
        return kept, counts

    def _is_about(self, row: Row) -> bool:
        if self.which is Which.NEW and not row.is_new:
            return False
        if self.which is Which.RETURNED and not row.is_returned:
            return False
        if self.unit and self.unit not in row.units:
            return False
        if self.subject and self.subject not in places_of(row.finding):
            return False
        return not self.rule or self.rule == row.finding.rule


def rows(state: State, before: Rows = Rows()) -> Rows:
    """Return all findings as rows, in the audit's order; a row that is as `before` is that very one."""
    audit = state.audit
    known = {row.key: row for row in (*before.standing, *before.waived)}
    new = {f.key for f in audit.since.new} if audit.since else set()
    returned = {f.key for f in audit.since.returned} if audit.since else set()
    returned |= {f.key for f in audit.findings if f.returned}
    clears = {
        cause.indicator.id: tuple(wording_verdict.paper(paper, cause) for paper in cause.papers)
        for cause in audit.verdict.causes
    }
    standing = (
        _row(key, f, order, clears, is_new=key in new, is_returned=key in returned)
        for order, (key, f) in enumerate((f.key, f) for f in audit.findings)
    )
    waived = (_row(f.key, f, order, {}, waiver=waiver) for order, (f, waiver) in enumerate(audit.waived))
    stand, aside, gone = _kept(standing, known), _kept(waived, known), _cleared(audit)
    both = (*stand, *aside)
    return Rows(
        standing=stand,
        waived=aside,
        cleared=gone,
        units=tuple(sorted({unit for row in both for unit in row.units})),
        subjects=tuple(sorted({name for row in both for name in places_of(row.finding)})),
        rules=tuple(sorted({row.finding.rule for row in both})),
        parts={
            Which.NEW: sum(row.is_new for row in stand),
            Which.RETURNED: sum(row.is_returned for row in stand),
            Which.CLEARED: len(gone),
            Which.WAIVED: len(aside),
        },
    )


def _kept(found: Iterable[Row], known: dict[str, Row]) -> tuple[Row, ...]:
    """Return the rows, those already known as the same objects: a list sees at a glance what is as before."""
    return tuple(known[row.key] if known.get(row.key) == row else row for row in found)


def _row(
    key: str,
    finding: Finding,
    order: int,
    clears: dict[int, tuple[str, ...]],
    *,
    is_new: bool = False,
    is_returned: bool = False,
    waiver: Waiver | None = None,
) -> Row:
    message = wording.message(finding)
    where = indicator_title(finding.indicator) if finding.indicator else _("Scheme")
    remedy = wording.remedy(finding)
    owed = (*finding.indicator.units, *finding.indicator.persons) if finding.indicator else ()
    set_aside = (waiver.reason, waiver.name) if waiver else ()
    said = (where, message, remedy, *finding.files, *owed, *set_aside)
    return Row(
        key=key,
        finding=finding,
        where=where,
        message=message,
        short=without_place(message, finding.indicator),
        remedy=remedy,
        order=order,
        words="\n".join(said).casefold(),
        is_new=is_new,
        is_returned=is_returned,
        waiver=waiver,
        clears=clears.get(finding.indicator.id, ())
        if finding.indicator and finding.severity is Severity.VETO
        else (),
    )


def _cleared(audit: Audit) -> tuple[Gone, ...]:
    """Return what the audit before had found and is gone; an indicator asked no more is named by its number."""
    indicators = {i.id: i for i in audit.scheme.indicators}
    gone = []
    for known in audit.since.cleared if audit.since else ():
        indicator = indicators.get(known.indicator or 0)
        requirements = indicator.requirements if indicator else ()
        asked = next((r.text for r in requirements if r.id == known.requirement), "")
        files = _(", ").join(shown(path) for path in known.files[:3])
        parts = (wording.title(known.rule), asked, files)
        where = indicator_title(indicator) if indicator else _("Scheme")
        gone.append(Gone(known, where, " · ".join(part for part in parts if part)))
    return tuple(gone)


def places_of(finding: Finding) -> tuple[str, ...]:
    """Return the villages that a finding concerns; a household counts for its village, what has none for itself."""
    return tuple(dict.fromkeys(name.partition(" ")[0] for name in subjects_of(finding)))
