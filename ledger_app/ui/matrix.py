"""The coverage at a glance: what is asked for, by village or another roster's subjects (Ctrl+T)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from ledger_app.archive import Archive
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.wording_needs import covered
from ledger_app.core.i18n import _
from ledger_app.scheme import rosters
from ledger_app.scheme.model import Roster
from ledger_app.ui import exporting, fonts, matrix_model
from ledger_app.ui.context import Context
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.matrix_model import MatrixFilter, MatrixModel
from ledger_app.ui.matrix_view import MatrixView
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.state import State

_ROSTER = "matrix/roster"
_PLACE = "matrix/place"


class MatrixSheet(Sheet):
    """Which roster, what is narrowed to, the grid; Enter on a place leads to what is asked for there."""

    def __init__(self, context: Context, say: exporting.Say) -> None:
        super().__init__()
        self._context = context
        self._say = say
        self.matrix: Matrix | None = None
        self._rosters: tuple[Roster, ...] = ()
        self._wanted = int(str(context.settings.value(_ROSTER, 0) or 0))
        self._place = _stored(context.settings.value(_PLACE))
        self.choice = QComboBox()
        self.only_asked = QCheckBox(_("Only what is asked for"))
        self.only_open = QCheckBox(_("Only with gaps"))
        self.only_hard = QCheckBox(_("Only hard ★"))
        self.print = QPushButton(_("&Print"))
        self.verdict = ElidedLabel()
        self.model = MatrixModel(self.palette())
        self.view = MatrixView(self.model)
        self.empty = Placeholder()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.empty.say(_("Coverage"), _("The evidence is being counted."))
        self._stack.setCurrentWidget(self.empty)
        context.state_changed.connect(self._read)
        self._read(context.state)

    def filter(self) -> MatrixFilter:
        """Return what the matrix is narrowed to."""
        return MatrixFilter(
            self.only_asked.isChecked(), self.only_open.isChecked(), self.only_hard.isChecked()
        )

    def open(self, index: QModelIndex) -> None:
        """Go to what is asked for at a place."""
        row = self.model.rows[index.row()]
        self._keep_place()
        target: dict[str, object] = {"indicator": row.indicator.id}
        if row.requirement:
            target["requirement"] = row.requirement.id
        self._context.go("indicators", **target)

    # reading and showing

    def _read(self, _state: State) -> None:
        wanted = self._wanted
        self._context.run("", lambda archive, _p: _matrix(archive, wanted), done=self._show, is_quiet=True)

    def _show(self, found: object) -> None:
        known, matrix = found
        assert matrix is None or isinstance(matrix, Matrix)
        self._rosters, self.matrix = known, matrix
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in known:
            self.choice.addItem(_("{name} ({n})").format(name=one.name, n=len(one.subjects)), one.id)
        self.choice.setCurrentIndex(self.choice.findData(matrix.roster.id) if matrix else -1)
        self.choice.blockSignals(False)
        for part in (self.choice, self.only_asked, self.only_open, self.only_hard, self.print):
            part.setEnabled(matrix is not None)
        self._fill()

    def _fill(self) -> None:
        matrix = self.matrix
        place = self.view.place() or self._place
        rows = matrix_model.kept(matrix, self.filter()) if matrix else []
        self.model.show(matrix, rows)
        self.verdict.setText(covered(matrix) if matrix and matrix.roster.subjects else "")
        if matrix is None:
            self.empty.say(
                _("There is no roster yet"),
                _(
                    "A roster lists the villages, households or projects that must each be shown. With one, this "
                    "page tells at a glance whose evidence is there and whose is lacking."
                ),
                action=_("Go to the rosters"),
                act=lambda: self._context.ask("rosters"),
            )
        elif not matrix.roster.subjects:
            self.empty.say(
                _("“{name}” lists nobody yet").format(name=matrix.roster.name),
                _("Add the names by hand, or import them from a table."),
                action=_("Go to the rosters"),
                act=lambda: self._context.ask("rosters"),
            )
        elif not rows:
            self.empty.say(
                _("Nothing fits the filter"),
                _("Nothing that is asked for is left by this choice; take a tick away to see more."),
                action=_("Show all"),
                act=self._show_all,
            )
        else:
            had_focus = self._stack.currentWidget() is self.empty and self.isVisible()
            self._stack.setCurrentWidget(self.view)
            self.view.choose(place)
            if had_focus and not self.choice.hasFocus():
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._stack.setCurrentWidget(self.empty)

    def _show_all(self) -> None:
        for box in (self.only_asked, self.only_open, self.only_hard):
            box.setChecked(False)

    def _choose(self, _index: int) -> None:
        self._wanted = int(self.choice.currentData() or 0)
        self._context.settings.setValue(_ROSTER, self._wanted)
        self._read(self._context.state)

    def _keep_place(self) -> None:
        if place := self.view.place():
            self._place = place
            self._context.settings.setValue(_PLACE, [str(part or "") for part in place])

    def _write(self, kind: str) -> None:
        if self.matrix:
            exporting.save_matrix(self._context, self.window(), self._say, self.matrix, kind)

    # building

    def _build(self) -> None:
        title = QLabel(_("Coverage"))
        title.setFont(fonts.heading(self.font(), 1.4))
        self.choice.setAccessibleName(_("Roster"))
        self.choice.setMinimumContentsLength(8)
        self.only_asked.setChecked(True)
        menu = QMenu(self.print)
        for kind, words in (("pdf", _("As PDF…")), ("xlsx", _("As Excel…")), ("csv", _("As CSV…"))):
            menu.addAction(words, lambda kind=kind: self._write(kind))
        self.print.setMenu(menu)
        head = QHBoxLayout()
        for part in (title, self.choice, self.only_asked, self.only_open, self.only_hard):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.print)
        head.addWidget(self.back)
        legend = ElidedLabel()
        legend.setText(
            _("√ covered\u3000△ partly\u3000× missing\u3000blank: not asked for; the number counts files")
        )
        legend.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        line = QHBoxLayout()
        line.addWidget(self.verdict, 1)
        line.addWidget(legend, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        settings = self._context.settings
        for box, key in ((self.only_asked, "asked"), (self.only_open, "open"), (self.only_hard, "hard")):
            box.setChecked(settings.value(f"matrix/only-{key}", key == "asked", bool))
            box.toggled.connect(lambda on, key=key: settings.setValue(f"matrix/only-{key}", on))
            box.toggled.connect(self._fill)
        self.choice.currentIndexChanged.connect(self._choose)
        self.view.opened.connect(self.open)
        self.left.connect(self._keep_place)


def _matrix(archive: Archive, wanted: int) -> tuple[tuple[Roster, ...], Matrix | None]:
    """Return the rosters, and the coverage of the one that is wanted, else of the first of villages."""
    known = rosters.rosters(archive.db)
    first = next((r for r in known if r.kind == "village"), known[0] if known else None)
    chosen = next((r for r in known if r.id == wanted), first)
    return known, archive.matrix(chosen.id) if chosen else None


def _stored(value: object) -> tuple[object, ...] | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    return tuple(int(part) if str(part).isdigit() else None for part in value)
