"""The strip at the top of the overview: the verdict, why it is so, and the one big button."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from ledger_app.audit import wording
from ledger_app.audit.model import Audit, Cause
from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import file_words, fonts, icons, theme
from ledger_app.ui.audit_model import Which
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.overview_model import requirement_key
from ledger_app.ui.state import State

_MOST_CAUSES = 4

Link = tuple[str, str]
"""Words, and the place that they lead to: `indicator/7/a`, `which/new`, `severity/veto`."""


class VerdictStrip(QFrame):
    """Shows one state; `asked` carries the place that a link leads to."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._is_good: bool | None = None
        self.sentence, self.causes, self.points, self.changes = QLabel(), QLabel(), QLabel(), QLabel()
        self.button = QPushButton(_("Audit now  F5"))
        self._build()

    def show_state(self, state: State) -> None:
        """Show the verdict of this state."""
        audit = state.audit
        self._is_good = None if state.away else audit.is_excellent_possible
        self.sentence.setText(wording.verdict(audit))
        _say(self.causes, causes(audit))
        self.points.setText(points(audit))
        _say(self.changes, changes(state))
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.sentence.setFont(fonts.heading(self.font(), 1.35))
        self.sentence.setAccessibleDescription(_("Verdict"))
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.points.setTextFormat(Qt.TextFormat.PlainText)
        self.causes.setAccessibleName(_("Indicators that rule out 优秀"))
        self.changes.setAccessibleName(_("Since the last audit"))
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.sentence, self.causes, self.points, self.changes):
            label.setWordWrap(True)
            words.addWidget(label)
        for label in (self.causes, self.changes):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            label.linkActivated.connect(self.asked)
        self.button.setIcon(icons.icon("audit", self.palette()))
        self.button.setFont(fonts.heading(self.font(), 1.15))
        self.button.setMinimumHeight(round(self.fontMetrics().height() * 2.4))
        self.button.setToolTip(
            _("Look at the folder and say what is missing ({key})").format(
                key=QKeySequence("F5").toString(QKeySequence.SequenceFormat.NativeText)
            )
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)

    def _colour(self) -> None:
        found = theme.colours(self.palette())
        palette = QPalette(self.sentence.palette())
        tone = {True: found.good, False: found.veto, None: found.muted}[self._is_good]
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, tone)
        if palette != self.sentence.palette():
            self.sentence.setPalette(palette)


def causes(audit: Audit) -> str:
    """Return the hard indicators that rule out 优秀, as links; empty where there are none."""
    found = audit.verdict.causes
    links = [_link(indicator_title(c.indicator), _gap(c)) for c in found[:_MOST_CAUSES]]
    if not links:
        return ""
    if (more := len(found) - _MOST_CAUSES) > 0:
        words = ngettext("and {n} more", "and {n} more", more).format(n=more)
        links.append(_link(words, "severity/veto"))
    return _("It hangs on: {indicators}").format(indicators=_(", ").join(links))


def points(audit: Audit) -> str:
    """Return what becomes of the points, with the bonus apart."""
    verdict = audit.verdict
    parts = [
        _("Of {all} points: {secured} secured, {at_risk} at risk, {lost} lost").format(
            all=file_words.points(verdict.total.points),
            secured=file_words.points(verdict.total.secured),
            at_risk=file_words.points(verdict.total.at_risk),
            lost=file_words.points(verdict.total.lost),
        ),
        _("hard indicators complete {complete}/{total}").format(
            complete=audit.hard.complete, total=audit.hard.total
        ),
    ]
    if verdict.bonus.indicators:
        parts.append(
            _("bonus apart: {secured} of {all} points shown").format(
                secured=file_words.points(verdict.bonus.secured), all=file_words.points(verdict.bonus.points)
            )
        )
    return " · ".join(parts)


def changes(state: State) -> str:
    """Return what changed since the audit before, as links to it."""
    since = state.audit.since
    if since is None:
        return (
            "" if state.records else _escaped(_("Not audited yet; F5 keeps what the first audit comes to."))
        )
    counts: Iterable[tuple[int, str, Which]] = (
        (len(since.new), ngettext("{n} new", "{n} new", len(since.new)), Which.NEW),
        (len(since.cleared), ngettext("{n} cleared", "{n} cleared", len(since.cleared)), Which.CLEARED),
        (
            len(since.returned),
            ngettext("{n} came back", "{n} came back", len(since.returned)),
            Which.RETURNED,
        ),
    )
    links = [_link(words.format(n=f"{n:,}"), f"which/{which}") for n, words, which in counts if n]
    if not links:
        return ""
    day = file_words.date(since.record.at)
    return _("Since the audit of {day}: {changes}").format(day=day, changes=_(", ").join(links))


def follow(place: str, go: Callable[..., None]) -> None:
    """Go where a link leads: to an indicator and what it lacks, or to the audit page narrowed by it."""
    kind, _slash, value = place.partition("/")
    if kind == "indicator":
        number, _slash, asked = value.partition("/")
        go("indicators", indicator=int(number), **({"requirement": asked} if asked else {}))
    elif kind == "which":
        go("audit", which=value)
    else:
        go("audit", severities=value)


def _gap(cause: Cause) -> str:
    """Return the place of the first requirement that a veto stands against."""
    asked = (requirement_key(cause.indicator, f.requirement) for f in cause.findings)
    return "/".join(filter(None, ("indicator", str(cause.indicator.id), next(filter(None, asked), ""))))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _link(words: str, place: str) -> str:
    return f'<a href="{place}">{_escaped(words)}</a>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
