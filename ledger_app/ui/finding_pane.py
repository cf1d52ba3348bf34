"""One finding in full: what is wrong, why it matters, what clears it, and the files that might."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Waiver
from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence import wording as evidence_wording
from ledger_app.evidence.model import Candidate
from ledger_app.ui import file_words, fonts, severity, theme
from ledger_app.ui.audit_model import Row

_MOST_FILES = 12
_MOST_CANDIDATES = 5


class FindingPane(QScrollArea):
    """Shows one finding; `go_asked` and `file_asked` lead there, `accepted` carries a candidate to link.

    `look_asked` wants its files side by side, `waive_asked` to set it aside, or back where it was.
    """

    go_asked = Signal(object)
    file_asked = Signal(object, str)
    accepted = Signal(object, object)
    look_asked = Signal(object)
    waive_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Details of the finding"))
        self.finding: Finding | None = None
        self.accept_buttons: list[QPushButton] = []
        self.show_row(None)

    def show_row(self, row: Row | None) -> None:
        """Show a finding, or nothing."""
        self.finding = row.finding if row else None
        self.accept_buttons = []
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(5)
        if row:
            self._fill(layout, row)
        else:
            layout.addWidget(_muted(_("Choose a finding to see why it matters and what clears it.")))
        layout.addStretch(1)
        body.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(body)

    def accept(self, number: int) -> None:
        """Take the candidate with this number, 1 being the nearest."""
        if 0 < number <= len(self.accept_buttons):
            self.accept_buttons[number - 1].click()

    def _fill(self, layout: QVBoxLayout, row: Row) -> None:
        finding = row.finding
        new = (_("new since the last audit"),) if row.is_new else ()
        kind = QLabel(" · ".join((row.kind, finding.rule, *new)))
        _tint(kind, severity.colour(finding.severity) or "muted")
        layout.addWidget(kind)
        if finding.indicator:
            layout.addWidget(_text(row.where, bold=1.1))
            layout.addWidget(_muted(" › ".join(finding.indicator.path)))
        layout.addSpacing(4)
        layout.addWidget(_text(row.short))
        if row.waiver:
            layout.addWidget(_section(_("Checked or not applicable")))
            layout.addWidget(_text(waived(row.waiver)))
        if finding.because:
            layout.addWidget(_section(_("Why it matters")))
            for number, reason in enumerate(wording.reasons(finding), start=1):
                layout.addWidget(_text(f"{number}. {reason}"))
        layout.addWidget(_section(_("What to do")))
        layout.addWidget(_text(row.remedy))
        if len(row.clears) > 1:
            layout.addWidget(_section(_("The least that brings 优秀 back here")))
            for sentence in row.clears:
                layout.addWidget(_text(f"• {sentence}"))
        if finding.candidates and not row.waiver:
            layout.addWidget(_section(_("Files that may close the gap")))
            for number, candidate in enumerate(finding.candidates[:_MOST_CANDIDATES], start=1):
                layout.addWidget(self._candidate(finding, candidate, number))
        if finding.files:
            layout.addWidget(_section(_("Files")))
            pages = dict(zip(finding.files, finding.pages, strict=False))
            for path in finding.files[:_MOST_FILES]:
                layout.addWidget(self._file(finding, path, pages.get(path)))
            if (more := len(finding.files) - _MOST_FILES) > 0:
                layout.addWidget(_muted(ngettext("and {n} more", "and {n} more", more).format(n=more)))
        layout.addSpacing(8)
        for button in self._ways(row):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _candidate(self, finding: Finding, candidate: Candidate, number: int) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 2, 0, 4)
        grid.setVerticalSpacing(0)
        name = _text(file_words.name_of(candidate.path))
        name.setToolTip(file_words.shown(candidate.path))
        button = QPushButton(_("Use ({n})").format(n=number))
        button.setToolTip(_("Link this file here (key {n})").format(n=number))
        button.setAccessibleName(_("Use {file} for this gap").format(file=file_words.name_of(candidate.path)))
        button.clicked.connect(lambda: self.accepted.emit(finding, candidate))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        why = _("; ").join(evidence_wording.reasons(candidate))
        grid.addWidget(name, 0, 0)
        grid.addWidget(_muted(why), 1, 0)
        grid.addWidget(button, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)
        self.accept_buttons.append(button)
        return box

    def _file(self, finding: Finding, path: str, page: int | None) -> QWidget:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        words = file_words.shown(path)
        if page:
            words = _("{file}, page {page}").format(file=words, page=page)
        label.setText(f'<a href="#">{_escaped(words)}</a>')
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setAccessibleName(_("Go to {file}").format(file=words))
        label.linkActivated.connect(lambda _link: self.file_asked.emit(finding, path))
        return label

    def _ways(self, row: Row) -> list[QPushButton]:
        """Return the buttons that lead on."""
        finding = row.finding
        found = []
        if finding.indicator:
            words = _("Go there (Enter)") if finding.files else _("Go to the gap (Enter)")
            found.append(_button(words, lambda: self.go_asked.emit(finding)))
        if finding.files:
            found.append(_button(_("Look at the files (Space)"), lambda: self.look_asked.emit(finding)))
        words = _("Take back (Del)") if row.waiver else _("Set aside… (V)")
        found.append(_button(words, self.waive_asked.emit))
        return found


def waived(waiver: Waiver) -> str:
    """Return who set a finding aside, when and why."""
    when = file_words.date(waiver.at)
    return _("{name}, {date}: {reason}").format(name=waiver.name, date=when, reason=waiver.reason)


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.clicked.connect(lambda _on: act())
    return button


def _text(text: str, *, bold: float = 0.0) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(80)
    if bold:
        label.setFont(fonts.heading(label.font(), bold))
    return label


def _section(text: str) -> QLabel:
    label = _text(text, bold=1.0)
    label.setContentsMargins(0, 10, 0, 0)
    return label


def _muted(text: str) -> QLabel:
    label = _text(text)
    _tint(label, "muted")
    return label


def _tint(label: QLabel, name: str) -> None:
    palette = QPalette(label.palette())
    tone = getattr(theme.colours(palette), name)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, tone)
    label.setPalette(palette)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
