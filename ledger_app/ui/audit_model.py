"""The findings as the audit page lists them, and which of them a filter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.overview_model import without_place
from ledger_app.ui.state import State


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with the words that are shown and searched; `short` leaves out the indicator's name."""

    finding: Finding
    where: str
    message: str
    short: str
    remedy: str
    order: int

    @property
    def key(self) -> tuple[object, ...]:
        """What stays the same while the finding stands."""
        indicator = self.finding.indicator
        return (
            self.finding.rule,
            indicator.id if indicator else 0,
            self.finding.requirement,
            self.finding.files[:1],
            self.message,
        )

    @property
    def units(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return self.finding.indicator.units if self.finding.indicator else ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; nothing chosen narrows nothing."""

    severities: frozenset[Severity] = frozenset()
    unit: str = ""
    rule: str = ""
    text: str = ""

    def accepts(self, row: Row) -> bool:
        """Return whether this finding is shown."""
        if self.severities and row.finding.severity not in self.severities:
            return False
        return self.accepts_but_severity(row)

    def accepts_but_severity(self, row: Row) -> bool:
        """Return whether it would be shown if every severity were."""
        if self.unit and self.unit not in row.units:
            return False
        if self.rule and self.rule != row.finding.rule:
            return False
        words = self.text.casefold().split()
        hay = "\n".join((row.where, row.message, row.remedy, *row.finding.files)).casefold() if words else ""
        return all(word in hay for word in words)


def rows(state: State) -> list[Row]:
    """Return all findings as rows, in the audit's order."""
    return [_row(finding, order) for order, finding in enumerate(state.audit.findings)]


def _row(finding: Finding, order: int) -> Row:
    message = wording.message(finding)
    return Row(
        finding=finding,
        where=indicator_title(finding.indicator) if finding.indicator else _("Scheme"),
        message=message,
        short=without_place(message, finding.indicator),
        remedy=wording.remedy(finding),
        order=order,
    )


def counts(found: Sequence[Row], wanted: Filter) -> dict[Severity, int]:
    """Return how many of each severity the rest of the filter leaves."""
    result = dict.fromkeys(Severity, 0)
    for row in found:
        if wanted.accepts_but_severity(row):
            result[row.finding.severity] += 1
    return result


def units(found: Sequence[Row]) -> list[str]:
    """Return the units that have findings, by name."""
    return sorted({unit for row in found for unit in row.units})


def rules(found: Sequence[Row]) -> list[str]:
    """Return the codes of the rules that have findings."""
    return sorted({row.finding.rule for row in found})
