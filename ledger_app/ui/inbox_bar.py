"""The line above the inbox: what it is narrowed to, and how many files wait."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.ui import file_words
from ledger_app.ui.inbox_rows import SURE, InboxFilter
from ledger_app.ui.saved_views import SavedViews, View

_TYPED_MS = 120
_ROOM_FOR_COUNT = 46
_ROOM_FOR_ALL = 38
_SURE_WORDS = {"sure": N_("Sure"), "unsure": N_("Unsure"), "none": N_("No suggestion")}


class InboxBar(QWidget):
    """Words, folder, kind, how sure, and whether what was set aside is shown. `changed` follows any of them.

    `accepting` tells that a person wants to accept many suggestions at once.
    """

    changed = Signal()
    left = Signal()
    accepting = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.text = QLineEdit(clearButtonEnabled=True)
        self.folder = QComboBox()
        self.kind = QComboBox()
        self.sure = QComboBox()
        self.accept = QPushButton(_("Accept many…"))
        self.with_aside = QCheckBox(_("Show set aside"))
        self.count = QLabel()
        self.text.setPlaceholderText(_("Filter by name or folder"))
        self.text.setAccessibleName(_("Filter the inbox"))
        self.folder.setAccessibleName(_("Folder"))
        self.kind.setAccessibleName(_("Kind"))
        self.folder.addItem(_("All folders"), "")
        self.kind.addItem(_("All kinds"), "")
        for kind in file_words.KINDS:
            self.kind.addItem(_(kind), kind)
        self.sure.setAccessibleName(_("Suggestion"))
        self.sure.addItem(_("All suggestions"), "")
        for code in SURE:
            self.sure.addItem(_(_SURE_WORDS[code]), code)
        self.accept.setToolTip(_("Accept all suggestions above a score"))
        self.accept.clicked.connect(self.accepting)
        for box in (self.folder, self.kind, self.sure):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            metrics = box.fontMetrics()
            wide = metrics.horizontalAdvance(box.itemText(0)) / metrics.horizontalAdvance("X")
            box.setMinimumContentsLength(ceil(wide) + 1)
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.text, 1)
        self.views = SavedViews(settings, "inbox", read=self._view, show=self.show_view)
        for part in (self.folder, self.kind, self.sure, self.with_aside, self.views, self.accept, self.count):
            layout.addWidget(part)
        self._restore(settings)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self.changed)
        self.text.textChanged.connect(self._typed.start)
        self.text.returnPressed.connect(self.left)
        for box in (self.folder, self.kind, self.sure):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.with_aside.toggled.connect(lambda _: self.changed.emit())

    def wanted(self) -> InboxFilter:
        """Return what the inbox is narrowed to."""
        return InboxFilter(
            self.text.text(),
            self.kind.currentData() or "",
            self.folder.currentData() or "",
            self.sure.currentData() or "",
            self.with_aside.isChecked(),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether words, folder or kind leave files out."""
        return self.wanted() != InboxFilter(with_set_aside=self.with_aside.isChecked())

    def clear(self) -> None:
        """Show all that waits."""
        with (
            QSignalBlocker(self.folder),
            QSignalBlocker(self.kind),
            QSignalBlocker(self.sure),
            QSignalBlocker(self.text),
        ):
            self.text.clear()
            self.sure.setCurrentIndex(0)
            self.folder.setCurrentIndex(0)
            self.kind.setCurrentIndex(0)
        self._typed.stop()
        self.changed.emit()

    def show_view(self, view: View) -> None:
        """Narrow the inbox to a saved view."""
        folder = view.get("folder", "")
        with (
            QSignalBlocker(self.text),
            QSignalBlocker(self.folder),
            QSignalBlocker(self.kind),
            QSignalBlocker(self.sure),
            QSignalBlocker(self.with_aside),
        ):
            self.text.setText(view.get("text", ""))
            if folder and self.folder.findData(folder) < 0:
                self.folder.addItem(file_words.shown(folder), folder)
            self.folder.setCurrentIndex(max(self.folder.findData(folder), 0))
            self.kind.setCurrentIndex(max(self.kind.findData(view.get("kind", "")), 0))
            self.sure.setCurrentIndex(max(self.sure.findData(view.get("sure", "")), 0))
            self.with_aside.setChecked(bool(view.get("with-set-aside")))
        self.changed.emit()

    def _view(self) -> View:
        return {
            "text": self.text.text(),
            "folder": self.folder.currentData() or "",
            "kind": self.kind.currentData() or "",
            "sure": self.sure.currentData() or "",
            "with-set-aside": "1" if self.with_aside.isChecked() else "",
        }

    def show_folders(self, folders: list[str]) -> None:
        """Offer these folders and keep the one that is chosen."""
        chosen = self.folder.currentData() or ""
        with QSignalBlocker(self.folder):
            self.folder.clear()
            self.folder.addItem(_("All folders"), "")
            for folder in folders:
                self.folder.addItem(file_words.shown(folder), folder)
            if chosen and self.folder.findData(chosen) < 0:  # empty now: the filter still stands
                self.folder.addItem(file_words.shown(chosen), chosen)
            self.folder.setCurrentIndex(max(self.folder.findData(chosen), 0))

    def show_count(self, *, shown: int, waiting: int) -> None:
        """Say how many files wait, and how many are shown where that differs."""
        text = ngettext("{n} waits", "{n} wait", waiting).format(n=waiting)
        if shown != waiting:
            text = _("{shown} shown, {text}").format(shown=shown, text=text)
        self.count.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text.hasFocus():
            self.text.clear()
        elif event.key() == Qt.Key.Key_Down and self.text.hasFocus():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_room = self.width() > self.fontMetrics().height() * _ROOM_FOR_ALL
        self.views.setVisible(has_room)
        self.kind.setVisible(has_room or self.kind.currentIndex() > 0)
        self.count.setVisible(self.width() > self.fontMetrics().height() * _ROOM_FOR_COUNT)

    def _restore(self, settings: QSettings) -> None:
        """Come back to the folder, kind and toggle of last time; the words start empty."""
        kept = {k: str(settings.value(f"inbox/{k}", "")) for k in self._view() if k != "text"}
        self.show_view(kept)
        self.changed.connect(
            lambda: [settings.setValue(f"inbox/{k}", v) for k, v in self._view().items() if k != "text"]
        )
