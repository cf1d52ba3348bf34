"""What is seen of the page of printing: options above, binders at the left, preview and results at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.messages import sentence
from ledger_app.core.progress import Progress
from ledger_app.scheme.model import Scheme
from ledger_app.ui import printing_model, printing_tree, printing_words, theme
from ledger_app.ui.context import Context
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.printing_model import Counted, Figures, Node
from ledger_app.ui.printing_options import PrintOptions
from ledger_app.ui.printing_preview import BinderPreview
from ledger_app.ui.printing_result import PrintsPane, ResultPane
from ledger_app.ui.printing_tree import BinderTree
from ledger_app.ui.remembering import remember_splitter

PREVIEW, RESULT, PRINTS = range(3)
_POLL_MS = 150


class PrintDesk(QWidget):
    """The widgets of the page; what they do is connected by the page."""

    def __init__(self, page: Page, settings: QSettings) -> None:
        super().__init__(page)
        self.options = PrintOptions(settings)
        self.tree = BinderTree()
        self.all_button, self.none_button = _link(_("All")), _link(_("None"))
        self.hard_button, self.changed_button = _link(_("Only hard indicators ★")), _link(_("Only changed"))
        self.only_changed = QCheckBox(_("Print only what changed"))
        self.preview_button = QPushButton(_("Preview (Enter)"))
        self.save_button = QPushButton(_("Save as PDF…"))
        self.print_button = QPushButton(_("Print…"))
        self.stop_button = QPushButton(_("Stop"))
        self.sums, self.notice, self.presence, self.working = QLabel(), QLabel(), QLabel(), QLabel()
        self.bar = QProgressBar()
        self.preview = BinderPreview(page.context)
        self.result, self.prints = ResultPane(), PrintsPane()
        self.tabs = QTabWidget()
        self.empty = Placeholder()
        self._progress: Progress | None = None
        self._what = ""
        self._is_first = False
        self._is_busy = False
        self._counted: Counted | None = None
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._look)
        self._build(settings)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self)
        self._connect()
        self.say_preview()
        self.show_choice(None, None, None)

    @property
    def is_changed(self) -> bool:
        """Whether only what changed is to be printed."""
        return self.only_changed.isChecked() and self.only_changed.isEnabled()

    def say(self, text: str) -> None:
        """Say one sentence in the page, or none."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def show_presence(self, *, is_away: bool) -> None:
        """Say what can still be printed while the evidence folder is away."""
        self.presence.setVisible(is_away)

    def follow(self, progress: Progress | None, *, what: str = "", is_first: bool = False) -> None:
        """Show how far something is, until None is given; `is_first`: there is nothing else to show yet."""
        self._progress, self._what, self._is_first = progress, what, is_first
        for widget in (self.working, self.bar, self.stop_button):
            widget.setVisible(progress is not None and not is_first)
        if progress is None:
            self._poll.stop()
            return
        self._look()
        self._poll.start()

    def set_busy(self, *, is_busy: bool) -> None:
        """Let nothing else begin while something runs that a person waits for."""
        self._is_busy = is_busy
        for button in (self.preview_button, self.save_button, self.print_button):
            button.setEnabled(not is_busy)

    def show_counted(self, counted: Counted, scheme: Scheme) -> None:
        """Show the binders of an order."""
        self._counted = counted
        has_changes = counted.changes is not None
        self.only_changed.setEnabled(has_changes)
        self.only_changed.setToolTip("" if has_changes else _("Nothing was printed in this order yet."))
        self.changed_button.setEnabled(has_changes)
        binders = counted.binders(is_changed=self.is_changed)
        self.tree.show_nodes(printing_model.tree(binders, scheme), counted)
        self.hard_button.setVisible(any(leaf.is_hard for leaf in self.tree.nodes.root.leaves()))
        self._stack.setCurrentIndex(0)
        if not self.result.is_done:
            self.result.show_counted(binders)

    def show_choice(
        self, figures: Figures | None, only: tuple[str, ...] | None, counted: Counted | None
    ) -> None:
        """Say what the choice comes to."""
        self.sums.setText(self._sums(figures, only) if counted else "")
        is_some = only is not None and counted is not None and not self._is_busy
        is_nothing = self.is_changed and figures is not None and not figures.printed
        for button in (self.save_button, self.print_button):
            button.setEnabled(is_some and not is_nothing)
        self.preview_button.setEnabled(counted is not None and not self._is_busy)

    def _sums(self, figures: Figures | None, only: tuple[str, ...] | None) -> str:
        if only is None:
            return _("Nothing is chosen: mark what to print with the space bar.")
        is_own = printing_model.is_extract(only)
        if figures is None:
            return _("Counting …")
        if self.is_changed:
            return printing_words.changed(figures, figures.changed)
        said = printing_words.whole(figures)
        if is_own:
            count = len(only)
            own = ngettext(
                "{n} indicator bound by itself, with all its evidence",
                "{n} indicators bound by themselves, with all their evidence",
                count,
            ).format(n=count)
            return _("; ").join((own, said))
        return said

    def say_nothing(self, error: LedgerError, context: Context) -> None:
        """Say what there is to do first, or what keeps binders from being counted."""
        self._counted = None
        self.tree.show_nodes(Node((), ""), None)
        self.show_choice(None, None, None)
        if error.code == "binders-empty":
            text = _(
                "Binders hold the files that indicators are shown by, with covers, lists and dividers. Link the "
                "first files in the inbox, and the binders are here."
            )
            code = _(
                "A code from a printed page can be typed into the search field (Ctrl+F): it leads to the file."
            )
            self.empty.say(
                _("Nothing to print yet"),
                _("{first} {second}").format(first=text, second=code),
                action=_("To the inbox"),
                act=lambda: context.go("inbox"),
            )
        else:
            self.empty.say(_("The binders can't be counted now"), sentence(error))
        self._stack.setCurrentWidget(self.empty)

    def say_stopped(self, again: Callable[[], object]) -> None:
        """Say that counting was stopped, and offer to go on."""
        self.empty.say(
            _("Counting was stopped"),
            _("What was made into pages so far is kept; going on begins there."),
            action=_("Go on"),
            act=again,
        )
        self._stack.setCurrentWidget(self.empty)

    def say_failed(self, again: Callable[[], object]) -> None:
        """Say that counting failed in a way that nobody expected."""
        text = _("Nothing is lost by that; what is linked and filed stays as it is.")
        self.empty.say(_("The binders can't be counted now"), text, action=_("Try again"), act=again)
        self._stack.setCurrentWidget(self.empty)

    def say_preview(self) -> None:
        """Say in place of a preview how one is made."""
        self.preview.say(
            _("Preview"),
            _("Choose a binder and press Enter: its pages are shown here as they will be printed."),
        )

    def show_preview(self) -> None:
        """Bring the preview to the front."""
        self.tabs.setCurrentIndex(PREVIEW)

    def _look(self) -> None:
        """Show how far the work is."""
        if self._progress is None:
            return
        step = self._progress.step
        said = printing_words.stage(step.stage, step.done, step.total)
        if self._progress.is_cancelled:
            said = _("Stopping …")
        text = _("{what}: {stage}").format(what=self._what, stage=said) if step.stage else self._what
        if self._is_first:
            wait = _("The first time every file is made into pages; later only what is new.")
            self.empty.say(self._what, f"{said}\n{wait}", action=_("Stop"), act=self.stop_button.click)
            self._stack.setCurrentWidget(self.empty)
            return
        if text != self.working.text():
            self.working.setText(text)
            self.bar.setAccessibleName(text)
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self.stop_button.setEnabled(not self._progress.is_cancelled)

    def _build(self, settings: QSettings) -> None:
        for label in (self.sums, self.notice, self.presence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.presence.setText(
            _(
                "The evidence folder is not there. Files that were made into pages before are printed; for the "
                "others a page says so."
            )
        )
        for label in (self.notice, self.presence):
            palette = QPalette(label.palette())
            palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
            label.setPalette(palette)
            label.setContentsMargins(10, 0, 10, 4)
            label.hide()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(max(8, self.fontMetrics().height() // 2))
        self.bar.setMaximumWidth(self.fontMetrics().height() * 12)
        self.tabs.addTab(self.preview, _("Preview"))
        self.tabs.addTab(self.result, _("Result"))
        self.tabs.addTab(self.prints, _("Printed before"))
        self.tabs.setDocumentMode(True)
        for widget in (self.tabs, self.tabs.tabBar()):
            widget.setAccessibleName(_("Preview, result and earlier prints"))
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self._left())
        across.addWidget(self.tabs)
        across.setChildrenCollapsible(False)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 1)
        remember_splitter(across, settings, "printing/across", [600, 600])
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(across)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.options)
        layout.addWidget(self.presence)
        layout.addWidget(self.notice)
        layout.addWidget(room, 1)
        layout.addLayout(self._foot())
        self.follow(None)

    def _left(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(2)
        row.addWidget(QLabel(_("Choose:")))
        for button in (self.all_button, self.none_button, self.hard_button, self.changed_button):
            row.addWidget(button)
        row.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.tree, 1)
        return left

    def _foot(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.addWidget(self.sums, 1)
        first.addWidget(self.working)
        first.addWidget(self.bar)
        first.addWidget(self.stop_button)
        second = QHBoxLayout()
        second.addWidget(self.only_changed)
        second.addStretch(1)
        for button in (self.preview_button, self.save_button, self.print_button):
            second.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 6, 10, 8)
        foot.setSpacing(6)
        foot.addLayout(first)
        foot.addLayout(second)
        return foot

    def _connect(self) -> None:
        nodes = self.tree.nodes
        self.all_button.clicked.connect(lambda: nodes.check(lambda _leaf: True))
        self.none_button.clicked.connect(lambda: nodes.check(lambda _leaf: False))
        self.hard_button.clicked.connect(lambda: nodes.check(lambda leaf: leaf.is_hard))
        self.changed_button.clicked.connect(
            lambda: nodes.check(
                lambda leaf: bool(self._counted and printing_tree.has_changed(self._counted, leaf))
            )
        )
        self.preview.left.connect(lambda: self.tree.setFocus(Qt.FocusReason.OtherFocusReason))
        with QSignalBlocker(self.only_changed):
            self.only_changed.setEnabled(False)


def _link(text: str) -> QToolButton:
    button = QToolButton(text=text, autoRaise=True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
