"""The lists of the audit page: what stands, what was set aside, and what is gone since the audit before."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.audit.model import Severity
from ledger_app.core.i18n import _
from ledger_app.ui import file_words, severity
from ledger_app.ui.audit_model import Gone, Row
from ledger_app.ui.table import Column, Table


def findings_table() -> Table[Row]:
    """Return the empty list of the findings that stand."""
    points: Column[Row] = Column(
        _("Points"),
        lambda r: file_words.points(r.finding.indicator.points) if r.finding.indicator else "",
        width=7,
        is_number=True,
    )
    columns = [
        _kind(lambda r: r.kind, lambda r: r.finding.severity),
        points,
        Column(_("Indicator"), lambda r: r.where, width=25),
        Column(_("What"), lambda r: r.short, width=40, tip=lambda r: r.message),
    ]
    return Table(columns, lambda r: r.key, name=_("Findings"), is_many=True)


def waived_table() -> Table[Row]:
    """Return the empty list of what was set aside: why, by whom and when."""
    columns = [
        _kind(lambda r: severity.label(r.finding.severity), lambda r: r.finding.severity),
        Column(_("Indicator"), lambda r: r.where, width=22),
        Column(_("What"), lambda r: r.short, width=30, tip=lambda r: r.message),
        Column(_("Who"), lambda r: r.waiver.name if r.waiver else "", width=10),
        Column(_("When"), lambda r: file_words.date(r.waiver.at) if r.waiver else "", width=18),
        Column(_("Why"), lambda r: r.waiver.reason if r.waiver else "", width=30),
    ]
    return Table(columns, lambda r: r.key, name=_("Findings set aside"), is_many=True)


def cleared_table() -> Table[Gone]:
    """Return the empty list of what the audit before had found and is gone."""
    columns = [
        _kind(lambda g: severity.label(g.known.severity), lambda g: g.known.severity),
        Column(_("Indicator"), lambda g: g.where, width=25),
        Column(_("What"), lambda g: g.what, width=40),
    ]
    return Table(columns, lambda g: g.known.key, name=_("Findings cleared since the audit before"))


def _kind(words: Callable[..., str], of: Callable[..., Severity]) -> Column:
    return Column(
        _("Kind"),
        words,
        width=15,
        colour=lambda row: severity.colour(of(row)),
        brief=lambda row: severity.sign(of(row)),
    )
