"""What if these files were rejected? The verdict before and after, and what falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ledger_app.audit import wording, wording_verdict
from ledger_app.audit.model import Fall, Finding, Verdict, WhatIf
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.evidence.model import HeldFile
from ledger_app.ui import file_words, fonts, severity, theme
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.jobs import Turn
from ledger_app.ui.overview_model import without_place
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.table import Column, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator that falls: what it would lack, what becomes of its points, and how grave that is."""

    fall: Fall
    where: str
    what: str
    points: str
    kind: str
    colour: str


def ask(context: Context, files: Sequence[HeldFile]) -> None:
    """Work out beside the window what rejecting these files would cost, then show it over the desk."""
    chosen = {held.id: held.path for held in files if held.indicators}
    names = list(chosen.values())
    if files and not chosen:
        context.said.emit(_("Nothing is shown by this file yet, so that nothing would fall."))
    elif chosen:
        context.run(
            _("What if rejected"),
            lambda archive, _p: archive.what_if_rejected(list(chosen)),
            done=lambda found: context.sheet.emit(WhatIfSheet(context, found, names)),
            turn=Turn.QUICK,
        )


def lines(found: WhatIf) -> list[Line]:
    """Return what falls, hard indicators first."""
    return [_line(fall, found.findings) for fall in found.falls]


def _line(fall: Fall, findings: Sequence[Finding]) -> Line:
    indicator = fall.indicator
    asked = [r.text for r in indicator.requirements if r.id in fall.requirements]
    own = [f for f in findings if f.indicator and f.indicator.id == indicator.id]
    said = [without_place(wording.message(f), indicator) for f in own[:1]]
    what = _("no longer shown: {asked}").format(asked=_(", ").join(asked)) if asked else " ".join(said)
    worst = fall.after.severity
    return Line(
        fall=fall,
        where=indicator_title(indicator),
        what=what,
        points=_("{points}: {before} → {after}").format(
            points=file_words.points(indicator.points),
            before=_(wording_verdict.STAKES[fall.before.stake]),
            after=_(wording_verdict.STAKES[fall.after.stake]),
        ),
        kind=severity.label(worst) if worst else "",
        colour=severity.colour(worst) if worst else "",
    )


class WhatIfSheet(Sheet):
    """Shows one answer; nothing is written. Enter leads to an indicator that falls."""

    def __init__(self, context: Context, found: WhatIf, names: Sequence[str]) -> None:
        super().__init__()
        count = len(found.items)
        first = file_words.name_of(names[0]) if names else ""
        words = (
            _("What if “{file}” is rejected?") if count == 1 else _("What if these {n} files are rejected?")
        )
        title = QLabel(words.format(file=first, n=count))
        title.setFont(fonts.heading(self.font(), 1.4))
        title.setWordWrap(True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.said = QLabel(sentence(found))
        self.said.setFont(fonts.heading(self.font(), 1.1))
        self.said.setWordWrap(True)
        is_lost = found.before.is_excellent_possible and not found.after.is_excellent_possible
        if is_lost:
            palette = QPalette(self.said.palette())
            palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).veto)
            self.said.setPalette(palette)
        self.falls: Table[Line] = Table(
            [
                Column(
                    _("Then"),
                    lambda line: line.kind,
                    width=15,
                    colour=lambda line: line.colour,
                    brief=lambda line: line.kind[:1],
                ),
                Column(_("Points"), lambda line: line.points, width=22),
                Column(_("Indicator"), lambda line: line.where, width=28),
                Column(_("What falls"), lambda line: line.what, width=40),
            ],
            lambda line: line.fall.indicator.id,
            name=_("What falls"),
        )
        self.falls.remember(context.settings, "what-if/columns")
        self.falls.show_rows(lines(found))
        self.falls.setVisible(bool(found.falls))
        self.falls.opened.connect(lambda line: context.go("indicators", indicator=line.fall.indicator.id))
        hint = QLabel(_("Nothing has been changed: this only works out what would be."))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.said)
        layout.addLayout(_compared(found.before, found.after))
        layout.addWidget(self.falls, 1)
        layout.addLayout(foot)
        layout.addStretch(0 if found.falls else 1)
        self.setFocusProxy(self.falls if found.falls else self.back)


def sentence(found: WhatIf) -> str:
    """Return in one sentence what rejecting the files would cost."""
    if not found.falls and not found.points:
        return _("Nothing falls: other sound evidence shows the same, or the files show nothing.")
    if found.before.is_excellent_possible and not found.after.is_excellent_possible:
        return _(
            "“Excellent” (优秀) would be ruled out, and {points} points would no longer be secured."
        ).format(points=file_words.points(found.points))
    count = len(found.falls)
    return ngettext(
        "{points} points would no longer be secured; {n} indicator falls.",
        "{points} points would no longer be secured; {n} indicators fall.",
        count,
    ).format(points=file_words.points(found.points), n=count)


_ROWS = (
    (N_("“Excellent” (优秀)"), lambda v: _("possible") if v.is_excellent_possible else _("ruled out")),
    (N_("Hard indicators that lack something"), lambda v: str(len(v.causes))),
    (N_("Points secured"), lambda v: file_words.points(v.total.secured)),
    (N_("Points at risk"), lambda v: file_words.points(v.total.at_risk)),
    (N_("Points lost"), lambda v: file_words.points(v.total.lost)),
    (N_("Bonus points shown, apart"), lambda v: file_words.points(v.bonus.secured)),
)


def _compared(before: Verdict, after: Verdict) -> QGridLayout:
    """Return the two verdicts side by side; what differs is bold, and has an arrow before it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(3, 1)
    for column, words in ((1, _("Now")), (2, _("Then"))):
        head = QLabel(words)
        head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
    for number, (words, value) in enumerate(_ROWS, start=1):
        now, then = value(before), value(after)
        grid.addWidget(QLabel(_(words)), number, 0)
        grid.addWidget(QLabel(now), number, 1, Qt.AlignmentFlag.AlignRight)
        label = QLabel(f"→ {then}" if then != now else then)
        if then != now:
            label.setFont(fonts.heading(label.font()))
        grid.addWidget(label, number, 2, Qt.AlignmentFlag.AlignRight)
    return grid
