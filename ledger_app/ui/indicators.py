"""The indicators page: the scheme tree, the evidence of the chosen indicator, and the file beside it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QSplitter, QVBoxLayout, QWidget

from ledger_app.core.i18n import _
from ledger_app.evidence.model import HeldFile
from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.ui import (
    file_actions,
    indicator_menus,
    indicator_nodes,
    indicator_reading,
    link_picker,
    requirement_rows,
    what_if,
)
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_head import IndicatorHead
from ledger_app.ui.indicator_nodes import Key, Node, TreeFilter
from ledger_app.ui.indicator_reading import Reading
from ledger_app.ui.indicator_tree import IndicatorTree, indicator_title
from ledger_app.ui.page import Page
from ledger_app.ui.preview import Preview
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.requirement_desk import RequirementDesk
from ledger_app.ui.requirement_list import RequirementList
from ledger_app.ui.requirement_rows import Kind, Row
from ledger_app.ui.state import State

_TYPED_MS = 120


class IndicatorsPage(Page):
    """Three panes, left to right in the order of the work: which indicator, what it has, what is in it."""

    name = "indicators"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reading: Reading | None = None
        self._shown: Key | None = None
        self._target: dict[str, object] = {}
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.only_open = QCheckBox(_("Only open"))
        self.only_hard = QCheckBox(_("Only hard ★"))
        self.tree = IndicatorTree()
        self.head = IndicatorHead()
        self.list = RequirementList()
        self.requirements = RequirementDesk(context, self.list, self.current_indicator)
        self.preview = Preview(context, name="indicators/preview")
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._build()
        self._restore_filter()
        self._connect()
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Indicators")

    def show_state(self, state: State) -> None:
        """Group the new state beside the event loop, then show it; a newer one takes its place."""
        self.prepare(lambda _: indicator_reading.read(state), self._show_reading)

    def show_target(self, **target: object) -> None:
        """Choose an `indicator` by id, a `requirement` of it by id or key, a file (`item`, `page` from 0)."""
        self._target = target
        if self.reading:
            self._go()

    def current_indicator(self) -> Indicator | None:
        """Return the indicator that is chosen in the tree."""
        node = self.tree.current_node()
        return node.indicator if node else None

    def chosen_files(self) -> list[HeldFile]:
        """Return the files that are chosen in the checklist."""
        return [r.held for r in self.list.chosen_rows() if r.held]

    # building

    def _build(self) -> None:
        em = self.fontMetrics().height()
        self.filter.setPlaceholderText(_("Filter by code, name, unit"))
        self.filter.setAccessibleName(_("Filter the tree"))
        toggles = QHBoxLayout()
        toggles.addWidget(self.only_open)
        toggles.addWidget(self.only_hard)
        toggles.addStretch(1)
        left = _column(self.filter, toggles, self.tree)
        middle = _column(self.head, self.requirements)
        split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (left, middle, self.preview):
            split.addWidget(pane)
        split.setChildrenCollapsible(False)
        for number, (pane, least) in enumerate(((left, 14), (middle, 12), (self.preview, 9))):
            pane.setMinimumWidth(em * least)
            split.setStretchFactor(number, (1, 3, 2)[number])
        remember_splitter(split, self.context.settings, "indicators/splitter", [em * 18, em * 25, em * 20])
        self.tree.remember(self.context.settings, "indicators/tree")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.begin_at(self.tree)
        self.setTabOrder(self.filter, self.only_open)
        self.setTabOrder(self.only_open, self.only_hard)
        self.setTabOrder(self.only_hard, self.tree)
        self.setTabOrder(self.tree, self.list)

    def _connect(self) -> None:
        self._typed.timeout.connect(self._show_tree)
        self.filter.textChanged.connect(self._typed.start)
        self.filter.returnPressed.connect(self.tree.setFocus)
        for box in (self.only_open, self.only_hard):
            box.toggled.connect(self._show_tree)
        self.tree.chosen.connect(lambda _: self._show_node())
        self.tree.entered.connect(self._enter_list)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_tree_menu)
        self.tree.dropped.connect(lambda indicator, data: self._drop(indicator, None, data))
        self.list.dropped.connect(self._drop_on_row)
        self.list.current_changed.connect(self._show_row)
        self.list.acted.connect(self._act)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.preview.left.connect(lambda: self.list.setFocus(Qt.FocusReason.ShortcutFocusReason))
        for key, act in (
            ("L", self.pick_files),
            ("N", self.requirements.add_requirement),
            ("T", self.requirements.pick_template),
        ):
            QShortcut(key, self.tree, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(act)

    def _restore_filter(self) -> None:
        settings = self.context.settings
        self.only_open.setChecked(settings.value("indicators/only-open", False, bool))
        self.only_hard.setChecked(settings.value("indicators/only-hard", False, bool))
        self.only_open.toggled.connect(lambda on: settings.setValue("indicators/only-open", on))
        self.only_hard.toggled.connect(lambda on: settings.setValue("indicators/only-hard", on))

    def _restore_choice(self) -> None:
        kept = self.context.settings.value("indicators/current", [])
        node = self.tree.nodes.find(tuple(kept)) if isinstance(kept, list) else None
        if node:
            self.tree.setCurrentIndex(self.tree.nodes.index_of(node))

    # showing

    def _show_reading(self, reading: object) -> None:
        is_first = self.reading is None
        self.reading = reading
        self.list.row_model.evidence = self.context.state.evidence
        self._show_tree()
        if is_first:
            self._restore_choice()
        if self._target:
            self._go()

    def _wanted(self) -> TreeFilter:
        return TreeFilter(self.filter.text(), self.only_open.isChecked(), self.only_hard.isChecked())

    def _show_tree(self) -> None:
        if self.reading is None:
            return
        wanted = self._wanted()
        root = indicator_nodes.build(self.reading.state.scheme, self.reading.progress, wanted)
        is_narrowed = wanted != TreeFilter()
        self.tree.show_nodes(root, expand_all=is_narrowed)
        self._show_node()

    def _show_node(self) -> None:
        node = self.tree.current_node()
        self.head.show_node(node)
        key = node.key if node else None
        self.list.show_rows(self._rows(node), is_same=key == self._shown)
        self.requirements.show_indicator(node.indicator if node else None, is_same=key == self._shown)
        if key != self._shown:
            self._shown = key
            self._show_row(self.list.current_row())

    def _rows(self, node: Node | None) -> list[Row]:
        if self.reading is None:
            return []
        if node is None:
            text = _("No indicator fits the filter; Esc in the filter field shows all.")
            return [Row(Kind.HINT, ("none",), text)]
        if node.indicator is None:
            return requirement_rows.of_section(node)
        return requirement_rows.of_indicator(self.reading, node.indicator)

    def _show_row(self, row: Row | None) -> None:
        held = row.held if row else None
        if held is None and self.reading and (row is None or row.kind is not Kind.INDICATOR):
            held = self._first_file(row)
        self.preview.show_file(None, held)

    def _first_file(self, row: Row | None) -> HeldFile | None:
        """Return the file to show where the row itself is none: the requirement's first, or nothing."""
        rows = self.list.row_model.rows
        if row is None or row.kind is Kind.FINDING:
            return None
        for other in rows[rows.index(row) + 1 :] if row in rows else ():
            if other.kind not in (Kind.FILE, Kind.CANDIDATE):
                return None
            if other.held:
                return other.held
        return None

    def _go(self) -> None:
        target, self._target = self._target, {}
        number = target.get("indicator")
        item = target.get("item")
        if number is None and item is not None and self.reading:
            number = next((k.indicator for k in self.reading.state.links if k.item == item), None)
        if number is None:
            return
        if not self.tree.choose(int(str(number))):
            self.filter.clear()
            self._typed.stop()
            self.only_open.setChecked(False)
            self.only_hard.setChecked(False)
            self._show_tree()
            self.tree.choose(int(str(number)))
        requirement = target.get("requirement")
        if item is not None:
            self.list.choose(lambda r: r.held and r.held.id == item)
        elif requirement is not None:
            self.list.choose(lambda r: r.requirement and requirement in (r.requirement.id, r.requirement.key))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        row = self.list.current_row()
        if target.get("words") is not None and row and row.held:
            self.preview.show_hit(row.held, page=target.get("at_page"), words=target["words"])

    # acting

    def _enter_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _act(self, verb: str) -> None:
        row = self.list.current_row()
        match verb:
            case "unlink" if self.chosen_files():
                self.unlink()
            case "adopt" if row and row.candidate and row.indicator:
                self.adopt(row)
            case "link":
                self._pick()
            case "back":
                self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case "preview":
                self.preview.focus_view()
            case "what-if" if row and row.kind is Kind.FILE:
                self.what_if()
            case "edit" if row and row.held:
                self.preview.edit()
            case "open" if row and row.kind is Kind.INDICATOR and row.indicator:
                self.tree.choose(row.indicator.id)
            case "open" if row and row.held:
                file_actions.open_file(self.context, row.held)
            case "open" if row and row.kind in (Kind.REQUIREMENT, Kind.WHOLE):
                self.pick_files()
            case _:
                self.requirements.act(verb)

    def adopt(self, row: Row) -> None:
        """Link a candidate where it is offered."""
        if row.candidate and row.indicator:
            file_actions.link(
                self.context, [row.candidate.item], row.indicator, row.requirement, how="candidate"
            )

    def unlink(self) -> None:
        """Take the chosen files away from where they are linked."""
        rows = [r for r in self.list.chosen_rows() if r.kind is Kind.FILE and r.held and r.indicator]
        by_requirement: dict[Requirement | None, list[int]] = {}
        for row in rows:
            if row.held:
                by_requirement.setdefault(row.requirement, []).append(row.held.id)
        for requirement, item_ids in by_requirement.items():
            if rows[0].indicator:
                file_actions.unlink(self.context, item_ids, rows[0].indicator, requirement)

    def what_if(self) -> None:
        """Show what becomes of the verdict if the chosen files are rejected."""
        what_if.ask(self.context, self.chosen_files())

    def _pick(self) -> None:
        if self.chosen_files():
            self.pick_target()
        else:
            self.pick_files()

    def pick_target(self) -> None:
        """Ask where else the chosen files belong."""
        item_ids = [f.id for f in self.chosen_files()]
        link_picker.pick_target(
            self, self.context.state.scheme, lambda target: self._link_to(item_ids, target)
        )

    def _link_to(self, item_ids: list[int], target: object) -> None:
        indicator, requirement = target
        file_actions.link(self.context, item_ids, indicator, requirement, how="key")

    def pick_files(self) -> None:
        """Ask which files show the chosen requirement, or the indicator as a whole."""
        indicator = self.current_indicator()
        if indicator is None:
            return
        row = self.list.current_row() if self.list.hasFocus() else None
        requirement = row.requirement if row else None
        where = requirement.text if requirement else indicator_title(indicator)
        title = _("Files that show {what}").format(what=where)
        state = self.context.state
        self.context.jobs.aside(
            "",
            lambda _: link_picker.choices(state.files),
            done=lambda entries: self._offer_files(title, entries, indicator, requirement),
            failed=self.context.trouble.emit,
            is_quiet=True,
        )

    def _offer_files(
        self, title: str, entries: object, indicator: Indicator, requirement: Requirement | None
    ) -> None:
        picker = link_picker.Picker(self, title, entries, is_many=True)
        picker.accepted.connect(
            lambda: file_actions.link(
                self.context, [int(str(v)) for v in picker.chosen], indicator, requirement, how="key"
            )
        )
        picker.open()

    def _drop_on_row(self, row: Row | None, data: QMimeData) -> None:
        indicator = row.indicator if row and row.indicator else self.current_indicator()
        if indicator:
            self._drop(indicator, row.requirement if row else None, data)

    def _drop(self, indicator: Indicator, requirement: Requirement | None, data: QMimeData) -> None:
        file_actions.drop(self.context, data, indicator, requirement)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if not menu.isEmpty():
            menu.popup(self.list.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """Return the menu for what is chosen in the checklist."""
        return indicator_menus.of_row(self, self.list.current_row())

    def _show_tree_menu(self, at: QPoint) -> None:
        if indicator := self.current_indicator():
            indicator_menus.of_indicator(self, indicator).popup(self.tree.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filter.hasFocus():
            self.filter.clear()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.context.settings.setValue("indicators/current", list(self._shown or ()))


def _column(*parts: QWidget | QHBoxLayout) -> QWidget:
    pane = QWidget()
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(4, 4, 4, 0)
    layout.setSpacing(4)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part, 1 if part is parts[-1] else 0)
        else:
            layout.addLayout(part)
    return pane
