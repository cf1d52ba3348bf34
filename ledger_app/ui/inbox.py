"""The inbox: files that show nothing yet, newest first, each with what it likely shows and a key to say so."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Indicator
from ledger_app.ui import (
    file_actions,
    file_words,
    inbox_empty,
    inbox_rows,
    indicator_nodes,
    indicator_reading,
    link_picker,
    what_if,
)
from ledger_app.ui.context import Context
from ledger_app.ui.files_model import SUGGESTION, FilesModel
from ledger_app.ui.inbox_bar import InboxBar
from ledger_app.ui.inbox_bulk import BulkAccept
from ledger_app.ui.inbox_rows import FileRow, InboxReading
from ledger_app.ui.inbox_suggestions import TOP, Choices, Suggestions
from ledger_app.ui.inbox_table import InboxTable
from ledger_app.ui.indicator_nodes import TreeFilter
from ledger_app.ui.indicator_reading import Reading
from ledger_app.ui.indicator_tree import IndicatorTree, under_hint
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.preview import Preview
from ledger_app.ui.remembering import remember_columns, remember_splitter
from ledger_app.ui.state import State

_AHEAD = 20
_MOST = 200


class InboxPage(Page):
    """A list, a preview and a small tree to drop on; after every decision the next file is chosen."""

    name = "inbox"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reading: InboxReading | None = None
        self._target: dict[str, object] = {}
        self._order = inbox_rows.order_of(str(context.settings.value("inbox/order", "")))
        self._is_accepting = False
        self._renewed_for: State | None = None
        self._dealt_with: set[int] = set()
        self._gone: set[int] = set()  # of those, what waited no longer when last shown
        self.suggestions = Suggestions(context, self)
        self.files = FilesModel(self.suggestions.words, self.suggestions.described, self)
        self.table = InboxTable(self.files)
        self.choices = Choices()
        self.preview = Preview(context, name="inbox/preview")
        self.tree = IndicatorTree()
        self.placeholder = Placeholder()
        self.bar = InboxBar(context.settings)
        self._build()
        self._connect()
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Inbox")

    def badge(self, state: State) -> str:
        return str(state.waiting) if state.waiting else ""

    def show_state(self, state: State) -> None:
        """Gather the rows beside the event loop, then show them; a newer state takes its place."""
        order, score = self._order, self.suggestions.best
        self.prepare(
            lambda _: (inbox_rows.read(state, order, score), indicator_reading.read(state)),
            self._show_reading,
        )

    def show_target(self, **target: object) -> None:
        """Choose the file with this item number (`item`)."""
        self._target = target
        if self.reading:
            self._go()

    # building

    def _build(self) -> None:
        em = self.fontMetrics().height()
        self.tree.has_points = self.tree.chooses_first = False
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.preview)
        side.addWidget(under_hint(_("Drag files onto an indicator, or press L"), self.tree))
        side.setCollapsible(0, False)
        side.setStretchFactor(0, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        side.setMinimumWidth(em * 11)
        settings = self.context.settings
        remember_splitter(side, settings, "inbox/side", [em * 26, em * 9])
        remember_splitter(split, settings, "inbox/splitter", [em * 46, em * 28])
        remember_columns(
            self.table.horizontalHeader(),
            settings,
            "inbox/columns",
            [em * 13, em * 6, em * 4, em * 4],
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self._show_order()
        self.begin_at(self.table)

    def _left(self) -> QWidget:
        listed = QWidget()
        layout = QVBoxLayout(listed)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.choices)
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.placeholder)
        self._stack.setMinimumWidth(self.fontMetrics().height() * 20)
        pane = QWidget()
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        return pane

    def _connect(self) -> None:
        self.bar.changed.connect(self._narrow)
        self.bar.left.connect(self._focus_table)
        self.table.acted.connect(self._act)
        self.table.looked.connect(self._ask)
        self.table.sorted_by.connect(self._sort)
        self.bar.accepting.connect(self._accept_many)
        self.suggestions.completed.connect(self._show_completed)
        self.table.chosen.connect(self._show_chosen)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.suggestions.arrived.connect(self._show_suggestions)
        self.choices.chosen.connect(lambda number: self._act("choose", number))
        self.tree.dropped.connect(self._drop)
        self.preview.left.connect(self._focus_table)

    # showing

    def _show_reading(self, found: object) -> None:
        reading, grouped = found
        self.reading = reading
        self.files.evidence = self.context.state.evidence
        self.files.dealt_with = set()
        if self._renewed_for is not self.context.state:  # sorting shows the same state again
            self._renewed_for = self.context.state
            self.suggestions.renew(self.context.state.scheme)
        self.bar.show_folders(reading.folders)
        self._show_tree(grouped)
        self._narrow()
        self._go_back_to_returned()
        if self._target:
            self._go()

    def _go_back_to_returned(self) -> None:
        """Choose what was dealt with and waits again, since that was taken back."""
        assert self.reading
        waiting = {r.id for r in self.reading.waiting}
        returned = self._gone & self._dealt_with & waiting
        self._gone = self._dealt_with - waiting
        if returned:
            self._dealt_with -= returned
            self.table.choose(next((r.id for r in self.files.rows if r.id in returned), 0))

    def _show_tree(self, grouped: Reading) -> None:
        root = indicator_nodes.build(grouped.state.scheme, grouped.progress, TreeFilter())
        self.tree.show_nodes(root, expand_all=False)

    def _narrow(self) -> None:
        if self.reading is None:
            return
        wanted = self.bar.wanted()
        rows = inbox_rows.narrowed(self.reading, wanted, self.suggestions.best)
        if wanted.sure or self._order.column == SUGGESTION:
            self.suggestions.ask_all(r.id for r in self.reading.rows)
        self._show_rows(rows)

    def _show_narrowed(self) -> None:
        if self.reading is not None:
            self._show_rows(inbox_rows.narrowed(self.reading, self.bar.wanted(), self.suggestions.best))

    def _show_rows(self, rows: list[FileRow]) -> None:
        assert self.reading
        self.table.show_rows(rows)
        self.bar.show_count(shown=len(rows), waiting=len(self.reading.waiting))
        self._stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            inbox_empty.say(self.placeholder, self.bar, self.context)

    def _sort(self, column: int) -> None:
        """Sort by a column; again by the same turns it round."""
        self._order = self._order.turned_to(column)
        self.context.settings.setValue("inbox/order", self._order.kept)
        self._show_order()
        self.show_state(self.context.state)

    def _show_order(self) -> None:
        way = Qt.SortOrder.DescendingOrder if self._order.is_falling else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self._order.column, way)

    def _accept_many(self) -> None:
        if self.reading is not None:
            self._is_accepting = self.suggestions.ask_all(r.id for r in self.reading.waiting)
            if not self._is_accepting:
                self._choose_threshold()

    def _show_completed(self) -> None:
        """All suggestions are known: narrow and sort by them, and ask for the threshold where that was wanted."""
        if self._is_accepting:
            self._is_accepting = False
            self._choose_threshold()
        elif self.isVisible() and self._order.column == SUGGESTION:
            self.show_state(self.context.state)
        elif self.bar.wanted().sure and self.reading is not None:
            self._show_narrowed()

    def _choose_threshold(self) -> None:
        rows = (
            inbox_rows.narrowed(self.reading, self.bar.wanted(), self.suggestions.best)
            if self.reading
            else []
        )
        waiting = [r for r in rows if not r.held.is_set_aside]
        dialog = BulkAccept(self, [found[0] for r in waiting if (found := self.suggestions.of(r.id))])
        dialog.accepted.connect(lambda: self._accept(waiting, dialog.chosen))
        dialog.open()

    def _ask(self) -> None:
        first, last = self.table.rows_in_view()
        if self.isVisible():
            self.suggestions.ask(r.id for r in self.files.rows[first : last + _AHEAD])

    def _show_suggestions(self) -> None:
        self.files.show_suggestions(*self.table.rows_in_view())
        self._show_choices()

    def _show_chosen(self) -> None:
        row = self.table.current_row()
        self.preview.show_file(None, row.held if row else None)
        self.suggestions.ask(r.id for r in self.table.chosen_rows()[:_MOST])
        self._show_choices()

    def _show_choices(self) -> None:
        rows = self.table.chosen_rows()
        found = self._ranked(rows)
        if not rows:
            heading = ""
        elif len(rows) > 1:
            heading = ngettext("{n} file chosen", "{n} files chosen", len(rows)).format(n=len(rows))
        else:
            heading = file_words.shown(rows[0].held.path)
        has_none = bool(rows) and not found and self.suggestions.of(rows[0].id) is not None
        if has_none:
            heading = _("{files} — nothing close; press L to choose an indicator").format(files=heading)
        self.choices.show_choices(heading, found, self.suggestions.title, own=len(self._own(rows)))
        if found and not self.tree.hasFocus():
            self.tree.choose(found[0].indicator)
        elif has_none and not self.tree.hasFocus():
            self.tree.choose_none()

    def _ranked(self, rows: list[FileRow]) -> list[Candidate]:
        return self.suggestions.ranked(r.id for r in rows[:_MOST])

    def _own(self, rows: list[FileRow]) -> list[Candidate]:
        return self.suggestions.own(r.id for r in rows[:_MOST])

    def _go(self) -> None:
        target, self._target = self._target, {}
        item = target.get("item")
        if item is None:
            return
        if not self.table.choose(int(str(item))):
            self.bar.with_aside.setChecked(True)
            self.bar.clear()
            self.table.choose(int(str(item)))
        self._focus_table()
        row = self.table.current_row()
        if target.get("words") is not None and row and row.id == item:
            self.preview.show_hit(row.held, page=target.get("at_page"), words=target["words"])

    # acting

    def _act(self, verb: str, number: int) -> None:
        row = self.table.current_row()
        if row is None:
            return
        match verb:
            case "choose":
                self._choose(number)
            case "reject":
                self._reject()
            case "aside":
                self._set_aside()
            case "skip":
                self.table.choose_next()
            case "link":
                self._pick()
            case "preview":
                self.preview.focus_view()
            case "edit":
                self.preview.edit()
            case "what-if":
                what_if.ask(self.context, [r.held for r in self.table.chosen_rows()])
            case "open":
                file_actions.open_file(self.context, row.held)

    def _choose(self, number: int) -> None:
        rows = self.table.chosen_rows()
        if own := self._own(rows):
            if number == 0:
                self._accept(rows, own)
                return
            number -= 1
        found = self._ranked(rows)
        target = self.suggestions.target(found[number]) if number < len(found) else None
        if target:
            self._deal_with(rows)
            file_actions.link(self.context, [r.id for r in rows], *target, how="candidate")
        elif number == 0 and rows and self.suggestions.of(rows[0].id) is not None:
            self._pick()

    def _accept(self, rows: list[FileRow], own: list[Candidate]) -> None:
        items = {c.item for c in own}
        self._deal_with([r for r in rows if r.id in items])
        file_actions.accept(self.context, own)

    def _reject(self) -> None:
        """Say no to the first choice shown for the chosen files."""
        rows = self.table.chosen_rows()
        found = self._ranked(rows)
        target = self.suggestions.target(found[0]) if found else None
        if target is None:
            return
        indicator = found[0].indicator
        items = [
            r.id
            for r in rows[:_MOST]
            if any(c.indicator == indicator for c in self.suggestions.of(r.id) or ())
        ]
        self.suggestions.reject(items, indicator)
        self._show_suggestions()
        file_actions.reject(self.context, items, target[0], found[0].requirement)

    def _set_aside(self) -> None:
        rows = self.table.chosen_rows()
        aside = not all(r.held.is_set_aside for r in rows)
        self._deal_with(rows)
        file_actions.set_aside(self.context, [r.id for r in rows], aside=aside)

    def _deal_with(self, rows: list[FileRow]) -> None:
        """Go on to the next file at once, while what was decided for these is written."""
        self.files.deal_with({r.id for r in rows})
        aside = {r.id for r in rows if r.held.is_set_aside}
        self._dealt_with = (self._dealt_with | {r.id for r in rows}) - aside
        self.table.choose_next()

    def _pick(self) -> None:
        rows = self.table.chosen_rows()
        link_picker.pick_target(self, self.context.state.scheme, lambda target: self._link(rows, target))

    def _link(self, rows: list[FileRow], target: object) -> None:
        indicator, requirement = target
        self._deal_with(rows)
        file_actions.link(self.context, [r.id for r in rows], indicator, requirement, how="key")

    def _drop(self, indicator: Indicator, data: QMimeData) -> None:
        file_actions.drop(self.context, data, indicator, None)

    def _show_menu(self, at: QPoint) -> None:
        row = self.table.current_row()
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = self.table.chosen_rows()
        shift = 0
        if own := self._own(rows):
            each = _("Each to its own best suggestion")
            menu.addAction(f"{each}\t1", lambda: self._accept(rows, own))
            shift = 1
        for number, candidate in enumerate(self._ranked(rows)[: TOP - shift], start=shift):
            title = self.suggestions.title(candidate).replace("&", "&&")
            menu.addAction(f"{title}\t{number + 1}", lambda n=number: self._choose(n))
        if self._ranked(rows):
            menu.addAction(_("Reject the first suggestion") + "\tR", self._reject)
        menu.addSeparator()
        menu.addAction(_("Link to another indicator…") + "\tL", self._pick)
        aside = _("Take back") if row.held.is_set_aside else _("Not relevant")
        menu.addAction(f"{aside}\t0", self._set_aside)
        menu.addAction(_("Correct the description") + "\tF2", self.preview.edit)
        if row.held.indicators:
            menu.addAction(_("What if this is rejected?") + "\tW", lambda: self._act("what-if", 0))
        menu.addSeparator()
        menu.addAction(_("Open") + "\tO", lambda: file_actions.open_file(self.context, row.held))
        menu.addAction(_("Show in its folder"), lambda: file_actions.show_in_folder(self.context, row.held))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._focus_table()
        self._ask()
