"""What the next revision of a scheme changes, before it is stored, with the pairing to correct."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ledger_app.archive import Archive
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.scheme.comparing import Change, Difference
from ledger_app.scheme.difference_words import DOUBTS, what
from ledger_app.scheme.model import Scheme
from ledger_app.ui import fonts
from ledger_app.ui import scheme_difference_rows as words
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Turn
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.scheme_difference_rows import Row
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.step_keys import step_of
from ledger_app.ui.steps import Steps
from ledger_app.ui.table import Column, Table

_CHANGED, _DOUBTED, _ALL = "changed", "doubted", "all"


class SchemeDifference(Sheet):
    """New, gone, moved, re-worded: each row with old and new; `imported` follows the one button.

    `imported` carries what `Archive.import_scheme` returned, with the `Difference` that was confirmed.
    """

    imported = Signal(object, object)

    def __init__(self, context: Context, scheme: Scheme) -> None:
        super().__init__()
        self._context = context
        self._scheme = scheme
        self._steps: Steps[dict[int, int | None]] = Steps({})
        self._is_comparing = self._is_stale = self._is_importing = False
        self.difference: Difference | None = None
        self._rows: list[Row] = []
        self.heading, self.summary, self.pair_said = QLabel(), QLabel(), QLabel()
        self.filter = QComboBox()
        self.table = _table()
        self.details = QTextBrowser()
        self.partner = QComboBox()
        self.undo_button, self.redo_button = QPushButton(_("Undo")), QPushButton(_("Redo"))
        self.import_button = QPushButton(_("Import this revision"))
        self._build()
        self._compare()

    # the pairing

    def pair(self, row: Row, value: int | None) -> None:
        """Give an indicator another partner, or none."""
        if self._steps.do(words.paired(self._steps.current, row.entry, value)):
            self._compare()

    def undo(self) -> None:
        """Take the last choice of a partner back."""
        if self._steps.undo():
            self._compare()

    def redo(self) -> None:
        """Make the choice again that was taken back."""
        if self._steps.redo():
            self._compare()

    @property
    def is_comparing(self) -> bool:
        """Whether what is shown is not yet what the choices make."""
        return self._is_comparing

    def store(self) -> None:
        """Put the revision into the archive with the pairing that is shown."""
        found = self.difference
        if found is None or self._is_comparing or self._is_importing:
            return
        self._is_importing = True
        self._update_buttons()
        scheme, pairs = self._scheme, found.pairs

        def work(archive: Archive, _progress: Progress) -> object:
            return archive.import_scheme(scheme, pairs)

        job = self._context.run(
            _("Import the scheme"), work, done=lambda result: self.imported.emit(result, found)
        )
        job.ended.connect(self._imported)

    def _imported(self) -> None:
        self._is_importing = False
        self._update_buttons()

    def _compare(self) -> None:
        if self._is_comparing:
            self._is_stale = True
            return
        self._is_comparing = True
        self._update_buttons()
        scheme, by_hand = self._scheme, dict(self._steps.current)
        job = self._context.run(
            _("Compare with the scheme in the archive"),
            lambda archive, _p: archive.compare_scheme(scheme, by_hand),
            done=self._compared,
            is_quiet=True,
            turn=Turn.NORMAL,
        )
        job.ended.connect(self._ended)

    def _compared(self, found: object) -> None:
        assert isinstance(found, Difference)
        if self._is_stale:
            return
        self.difference = found
        state = self._context.state
        links = Counter(link.indicator for link in state.links)
        waivers = Counter(f.indicator.id for f, _waiver in state.audit.waived if f.indicator)
        self._rows = words.rows(found, links, waivers)
        self._say()
        self._fill_filter()
        self._show_rows()

    def _ended(self) -> None:
        self._is_comparing = False
        if self._is_stale:
            self._is_stale = False
            self._compare()
        self._update_buttons()

    # showing

    def _say(self) -> None:
        found = self.difference
        assert found
        if found.is_empty:
            self.heading.setText(_("This revision says what the archive holds already"))
        else:
            self.heading.setText(_("What this revision changes"))
        counted = [
            _("{what} {n}").format(what=_(words.CHANGES[c]), n=n) for c, n in words.counts(found).items()
        ]
        links = sum(r.links for r in self._rows if r.entry.new is not None)
        lost = sum(r.links for r in self._rows if r.entry.new is None)
        said = " · ".join(counted)
        kept = ngettext(
            "{n} link goes on with its indicator.", "{n} links go on with their indicators.", links
        ).format(n=links)
        said = f"{said}\n{kept}" if said else kept
        if lost:
            left = ngettext(
                "{n} link hangs on an indicator that is gone; it is kept and comes back with it.",
                "{n} links hang on indicators that are gone; they are kept and come back with them.",
                lost,
            )
            said = _("{first} {second}").format(first=said, second=left.format(n=lost))
        if waived := sum(r.waivers for r in self._rows if r.entry.new is not None):
            stays = ngettext(
                "{n} finding set aside stays so while what it rests on is the same.",
                "{n} findings set aside stay so while what they rest on is the same.",
                waived,
            )
            said = _("{first} {second}").format(first=said, second=stays.format(n=waived))
        undone = _("After the import one undo brings all back.")
        self.summary.setText(_("{first} {second}").format(first=said, second=undone))

    def _fill_filter(self) -> None:
        assert self.difference
        chosen = self.filter.currentData()
        counted = words.counts(self.difference)
        changed = sum(bool(r.entry.changes) for r in self._rows)
        doubted = len(self.difference.doubtful)
        self.filter.clear()
        self.filter.addItem(_("All changes ({n})").format(n=changed), _CHANGED)
        if doubted:
            self.filter.addItem(_("Please look ({n})").format(n=doubted), _DOUBTED)
        for change, n in counted.items():
            self.filter.addItem(_("{what} ({n})").format(what=_(words.CHANGES[change]), n=n), change.value)
        self.filter.addItem(_("Everything ({n})").format(n=len(self._rows)), _ALL)
        at = self.filter.findData(chosen if chosen is not None else _DOUBTED)
        if at < 0:
            at = 0 if changed else self.filter.count() - 1
        self.filter.setCurrentIndex(at)

    def _show_rows(self) -> None:
        wanted = self.filter.currentData()
        self.table.show_rows([r for r in self._rows if _is_shown(r, wanted)])
        if self.table.current() is None and self.table.rows.rows:
            self.table.choose(0)
        self._show_row(self.table.current())

    def _show_row(self, row: Row | None) -> None:
        self.partner.clear()
        self.partner.setEnabled(row is not None)
        self.details.setHtml(words.details(row) if row else "")
        if row is None or self.difference is None:
            self.pair_said.setText("")
            return
        self.pair_said.setText(_(DOUBTS[row.entry.doubt]) if row.entry.doubt else "")
        for one in words.partners(self.difference, row.entry):
            self.partner.addItem(one.text, one.value)
        now = words.partner_now(row.entry)
        self.partner.setCurrentIndex(
            next(n for n in range(self.partner.count()) if self.partner.itemData(n) == now)
        )

    def _choose_partner(self, at: int) -> None:
        row = self.table.current()
        if row is not None:
            self.pair(row, self.partner.itemData(at))

    def _update_buttons(self) -> None:
        self.undo_button.setEnabled(self._steps.can_undo)
        self.redo_button.setEnabled(self._steps.can_redo)
        is_ready = self.difference is not None and not self._is_comparing and not self._is_importing
        self.import_button.setEnabled(is_ready)

    # keys

    def event(self, event: QEvent) -> bool:
        """Keep undo and redo on this page while it is shown."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step:
            (self.undo if step == "undo" else self.redo)()
        elif event.key() == Qt.Key.Key_F4:
            self.partner.setFocus()
            self.partner.showPopup()
        else:
            super().keyPressEvent(event)

    # building

    def _build(self) -> None:
        self.heading.setFont(fonts.heading(self.font(), 1.2))
        self.heading.setText(_("Comparing with the scheme in the archive"))
        for label in (self.summary, self.pair_said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.filter.setAccessibleName(_("Which changes are listed"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.partner.setAccessibleName(_("Partner in the other scheme"))
        self.partner.setMinimumContentsLength(30)
        self.details.setAccessibleName(_("Before and now"))
        self.details.setOpenLinks(False)
        self.details.setTabChangesFocus(True)
        self.table.remember(self._context.settings, "scheme-difference/rows")
        self.filter.activated.connect(lambda _at: self._show_rows())
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(lambda _row: self.partner.setFocus())
        self.partner.activated.connect(self._choose_partner)
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.import_button.clicked.connect(self.store)
        self.import_button.setDefault(True)
        label = QLabel(_("Is the same as (F4):"))
        label.setBuddy(self.partner)
        across = QHBoxLayout()
        across.addWidget(label)
        across.addWidget(self.partner, 1)
        across.addWidget(self.pair_said, 2)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(across)
        column.addWidget(self.details, 1)
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self.table)
        down.addWidget(below)
        down.setChildrenCollapsible(False)
        remember_splitter(down, self._context.settings, "scheme-difference/down", [330, 200])
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.filter)
        foot = QHBoxLayout()
        for widget in (self.back, self.undo_button, self.redo_button):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.summary)
        layout.addWidget(down, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.table)


def _table() -> Table[Row]:
    return Table(
        [
            Column(
                _("Change"),
                lambda r: ("! " if r.entry.doubt else "") + (what(r.entry) or _("unchanged")),
                width=24,
                colour=lambda r: "notice" if r.entry.doubt else "" if r.entry.changes else "muted",
            ),
            Column(_("Before the revision"), lambda r: words.old_title(r.entry), width=34),
            Column(_("Points"), lambda r: words.points(r.entry), width=10, is_number=True),
            Column(_("Links"), lambda r: str(r.links or "–"), width=8, is_number=True),
            Column(_("Set aside"), lambda r: str(r.waivers or "–"), width=8, is_number=True),
            Column(_("After the revision"), lambda r: words.new_title(r.entry), width=34),
        ],
        lambda r: r.key,
        name=_("What this revision changes"),
    )


def _is_shown(row: Row, wanted: object) -> bool:
    if wanted == _ALL:
        return True
    if wanted == _DOUBTED:
        return row.entry.doubt is not None
    if wanted == _CHANGED:
        return bool(row.entry.changes)
    return Change(str(wanted)) in row.entry.changes
