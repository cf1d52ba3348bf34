"""The archive boxes: what lies where, put in order by hand, settled when it is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.messages import sentence
from ledger_app.ui import boxes_menus, boxes_rows, file_opening
from ledger_app.ui.boxes_form import FilingForm
from ledger_app.ui.boxes_head import BoxHead, plain_label
from ledger_app.ui.boxes_rows import Shelf
from ledger_app.ui.boxes_tables import BoxTable, ItemTable
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Turn
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.state import State
from ledger_app.vault.model import Box
from ledger_app.vault.names import located

Verb = Callable[[Archive], Changes]


class BoxesPage(Page):
    """Boxes at the left, the items of the chosen one at the right."""

    name = "boxes"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shelf: Shelf | None = None
        self._is_stale = True
        self._asked: list[int] = []
        self._shown: Box | None = None
        self._follow: int | None = None
        self._goal: object = None
        self.boxes, self.items = BoxTable(), ItemTable()
        self.form = FilingForm()
        self.summary, self.head, self.notice = plain_label(), BoxHead(), plain_label(is_notice=True)
        self.settle_button = QPushButton(_("Settle numbers and boxes"))
        self.file_button = QPushButton(_("File… (F2)"))
        self._empty = Placeholder()
        self._build()
        self._connect()
        self.show_state(context.state)

    @property
    def box(self) -> Box | None:
        """The box whose items are shown."""
        return self._shown

    @classmethod
    def title(cls) -> str:
        return _("Boxes")

    def show_state(self, state: State) -> None:
        self._is_stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def show_target(self, **target: object) -> None:
        """Choose a `box` by its number."""
        self._goal = target.get("box")
        self.boxes.choose(self.boxes.rows.find(self._goal))

    # reading

    def _read(self) -> None:
        self._is_stale = False
        self.context.run("", lambda archive, _p: boxes_rows.read(archive), done=self._show, is_quiet=True)

    def _show(self, shelf: object) -> None:
        assert isinstance(shelf, Shelf)
        self._shelf = shelf
        self._stack.setCurrentIndex(0 if shelf.boxes else 1)
        self.summary.setText(boxes_rows.summary(shelf) if shelf.boxes else "")
        self.settle_button.setEnabled(boxes_rows.has_proposals(shelf))
        if not shelf.boxes:
            self._say_empty()
        place = self.boxes.currentIndex().row()
        self.boxes.show_shelf(shelf)
        if (followed := shelf.place_of(item=self._follow, box=self._goal)) is not None:
            self._goal = None
            self.boxes.choose(followed)
        elif shelf.boxes and self.boxes.current() is None:
            self.boxes.choose(min(max(place, 0), len(shelf.boxes) - 1))
        self._show_box(self.boxes.current())

    def _show_box(self, box: object) -> None:
        before, self._shown = self._shown, box if isinstance(box, Box) else None
        if before and self._shown and before.number != self._shown.number:
            self._say("")
        self.file_button.setEnabled(self._shown is not None)
        if self._shelf:
            self.head.show_box(self._shown, self._shelf)
        if self._shown is None:
            self.items.show_rows([])
            return
        wanted = self._shown
        self.context.run(
            "",
            lambda archive, _p: (wanted, archive.shelf_lines([wanted])),
            done=self._show_lines,
            is_quiet=True,
        )

    def _show_lines(self, result: object) -> None:
        box, lines = result
        if box is not self._shown:
            return
        self.items.rows.evidence = self.context.state.evidence
        place = self.items.currentIndex().row()
        self.items.show_rows([lines[one.item] for one in box.items])
        if self._follow is not None:
            self.items.choose(self.items.rows.find(self._follow))
            self._follow = None
        if box.items and self.items.current() is None:
            self.items.choose(min(max(place, 0), len(box.items) - 1))

    def _say_empty(self) -> None:
        self._empty.say(
            _("Nothing to put into boxes yet"),
            _(
                "Every file that is linked to an indicator comes into a box by itself, by year, retention "
                "period and office. Link the first ones in the inbox."
            ),
            action=_("To the inbox"),
            act=lambda: self.context.go("inbox"),
        )

    # doing

    def act(self, verb: str) -> None:
        """Do one of the verbs of keys and menus with what is chosen."""
        verbs: dict[str, Callable[[], None]] = {
            "up": lambda: self._step(-1),
            "down": lambda: self._step(1),
            "box-before": lambda: self._to_box(-1),
            "box-after": lambda: self._to_box(1),
            "begin": self.begin_box,
            "join": self.join_box,
            "file": self.ask_filing,
        }
        verbs[verb]()

    def settle(self) -> None:
        """Record numbers and boxes as they are shown, as one step to undo."""
        self._do(
            _("Settle numbers and boxes"), lambda a: a.settle_boxes(), _("Numbers and boxes are settled.")
        )

    def begin_box(self) -> None:
        """Let a box begin with the chosen item."""
        line = self.items.current()
        if line is not None:
            item = line.filed.item
            self._do(_("Begin a box"), lambda a: a.begin_box(item), _("A box begins here now."), follow=item)

    def join_box(self) -> None:
        """Put the chosen box into the one before it."""
        if (box := self._shown) is not None:
            follow = box.items[0].item if box.items else None
            number = box.number
            self._do(
                _("Join two boxes"), lambda a: a.join_box(number), _("Two boxes are one now."), follow=follow
            )

    def set_width(self, width: int | None) -> None:
        """Choose the spine of the chosen box; None: as its papers need."""
        if (box := self._shown) is not None:
            number = box.number
            self._do(_("Choose a box's spine"), lambda a: a.set_box_width(number, width))

    def move(self, items: Sequence[int], **place: int) -> None:
        """Move items `before` or `after` another, or to the end of a `box`."""
        chosen = list(items)
        if not chosen or chosen == [place.get("before")] or chosen == [place.get("after")]:
            return
        text = ngettext("{n} item moved.", "{n} items moved.", len(chosen)).format(n=f"{len(chosen):,}")
        self._do(
            _("Move items on the shelf"), lambda a: a.move_items(chosen, **place), text, follow=chosen[0]
        )

    def withdraw(self) -> None:
        """Take the chosen items out of the archive order; asks why where their numbers were printed."""
        lines = self.items.chosen_rows()
        self._asked = [line.filed.item for line in lines]
        if any(line.filed.is_printed for line in lines):
            self.form.ask_why(len(lines))
        elif lines:
            self.file_items({}, "")

    def ask_filing(self) -> None:
        """Ask where the chosen items belong, in a line below the list."""
        lines = self.items.chosen_rows()
        if lines and self._shelf:
            self._asked = [line.filed.item for line in lines]
            self.form.ask(len(lines), self._shelf, is_printed=any(line.filed.is_printed for line in lines))

    def file_items(self, fields: dict[str, str], reason: str) -> None:
        """File the items that were asked about, or without `fields` move them out, as one step to undo."""
        chosen = self._asked
        text = ngettext("{n} item filed.", "{n} items filed.", len(chosen)).format(n=f"{len(chosen):,}")
        if not fields:
            text = ngettext("{n} item moved out.", "{n} items moved out.", len(chosen)).format(n=len(chosen))
        self._do(
            _("File items") if fields else _("Move items out of the archive order"),
            lambda a: (
                a.file_items(chosen, reason=reason, **fields)
                if fields
                else a.withdraw_items(chosen, reason=reason)
            ),
            text,
            form=self.form if self.form.isVisible() else None,
            follow=chosen[0],
        )

    def _step(self, by: int) -> None:
        """Move the chosen items one place; over the end of the box they go into the next one."""
        rows, chosen = self.items.rows.rows, self.items.chosen_items()
        if not chosen or self._shown is None or self._shelf is None:
            return
        order = [line.filed.item for line in rows]
        places = [order.index(item) for item in chosen]
        at = min(places) - 1 if by < 0 else max(places) + 1
        if 0 <= at < len(order):
            self.move(chosen, **{"before" if by < 0 else "after": order[at]})
        else:
            self._to_box(by)

    def _to_box(self, by: int) -> None:
        """Move the chosen items into the box before, at its end, or into the one after, at its beginning."""
        if self._shown is None or self._shelf is None:
            return
        goal = self._shelf.beside(self._shown, by)
        if goal is None:
            self._say(
                _("There is no box before this one of the same year, retention and office.")
                if by < 0
                else _("There is no box after this one of the same year, retention and office.")
            )
        elif by < 0 or not goal.items:
            self.move(self.items.chosen_items(), box=goal.number)
        else:
            self.move(self.items.chosen_items(), before=goal.items[0].item)

    def _dropped_between(self, items: list[int], row: int) -> None:
        rows = self.items.rows.rows
        if row < len(rows):
            self.move(items, before=rows[row].filed.item)
        elif self._shown is not None:
            self.move(items, box=self._shown.number)

    def _dropped_on_box(self, items: list[int], row: int) -> None:
        if self._shelf and row < len(self._shelf.boxes):
            self.move(items, box=self._shelf.boxes[row].number)

    def _do(
        self,
        name: str,
        verb: Verb,
        said: str = "",
        *,
        form: FilingForm | None = None,
        follow: int | None = None,
    ) -> None:
        """Do a verb of the shelf; what keeps it from being done is said in the page."""
        self._say("")

        def finish(result: object) -> None:
            if isinstance(result, LedgerError):
                form.say(sentence(result)) if form else self._say(sentence(result))
                if form and result.code == "reason-needed":
                    form.reason.show()
                    form.reason.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            if form:
                form.hide()
                self.items.setFocus(Qt.FocusReason.OtherFocusReason)
            self._follow = follow
            if said:
                self.context.said.emit(
                    _("{first} {second}").format(first=said, second=_("Ctrl+Z takes it back."))
                )

        self.context.run(name, lambda archive, _p: _tried(archive, verb), done=finish, turn=Turn.QUICK)

    def _say(self, text: str) -> None:
        """Say what keeps something from being done, in the summary's place: the lists below must not jump."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        self.summary.setVisible(not text)

    # menus

    def _show_box_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        boxes_menus.add_box(menu, self)
        menu.exec(self.boxes.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        boxes_menus.add_items(menu, self)
        menu.exec(self.items.viewport().mapToGlobal(at))
        menu.deleteLater()

    def open_file(self) -> None:
        """Open the file of the chosen item with the program it belongs to."""
        line = self.items.current()
        if line is None:
            return
        if self.context.away or not line.is_there:
            self._say(_("The file is not there now; {path} is where it lay last.").format(path=line.path))
        else:
            root = str(self.context.state.evidence)
            file_opening.open_file(self.context, Path(located(root, line.path)))

    # building

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.addWidget(self.summary, 1)
        bar.addWidget(self.notice, 1)
        bar.addWidget(self.file_button)
        bar.addWidget(self.settle_button)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(2)
        beside.addWidget(self.head)
        beside.addWidget(self.items, 1)
        beside.addWidget(self.form)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.boxes)
        across.addWidget(right)
        across.setStretchFactor(0, 2)
        across.setStretchFactor(1, 3)
        across.setChildrenCollapsible(False)
        remember_splitter(across, self.context.settings, "boxes/across", [470, 670])
        self.boxes.remember(self.context.settings, "boxes/boxes")
        self.items.remember(self.context.settings, "boxes/items")
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(across)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(room, 1)
        self.settle_button.setEnabled(False)
        self.settle_button.setToolTip(_("Record them as they are shown; the first print does so too"))
        self.begin_at(self.boxes)

    def _connect(self) -> None:
        self.boxes.chosen.connect(self._show_box)
        self.boxes.opened.connect(lambda _box: self.items.setFocus(Qt.FocusReason.OtherFocusReason))
        self.items.opened.connect(lambda _line: self.open_file())
        for table in (self.boxes, self.items):
            table.acted.connect(self.act)
        self.boxes.rows.dropped.connect(self._dropped_on_box)
        self.items.rows.dropped.connect(self._dropped_between)
        self.boxes.customContextMenuRequested.connect(self._show_box_menu)
        self.items.customContextMenuRequested.connect(self._show_menu)
        self.form.agreed.connect(self.file_items)
        self.form.left.connect(lambda: self.items.setFocus(Qt.FocusReason.OtherFocusReason))
        self.settle_button.clicked.connect(self.settle)
        self.file_button.clicked.connect(self.ask_filing)


def _tried(archive: Archive, verb: Verb) -> Changes | LedgerError:
    try:
        return verb(archive)
    except LedgerError as error:
        return error
