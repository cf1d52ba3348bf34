"""A file beside the list: its pages, picture, text or table, and what is known of it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.errors import Cancelled
from ledger_app.core.i18n import N_, _
from ledger_app.core.progress import Progress
from ledger_app.evidence.model import HeldFile
from ledger_app.search.model import Description
from ledger_app.search.worker import Reader
from ledger_app.ui import file_words, theme
from ledger_app.ui.context import Context
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.file_opening import open_file
from ledger_app.ui.jobs import Job, Turn
from ledger_app.ui.preview_details import Details
from ledger_app.ui.preview_marks import mark
from ledger_app.ui.preview_pages import Fit, PageView
from ledger_app.ui.preview_request import Drawn, Wanted, draw
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.state import State
from ledger_app.vault.model import Status
from ledger_app.vault.names import located

SECONDS = 10.0
MEMORY = 3 << 29
_LOOK_MS = 60
_PATIENCE_MS = 250
_GRACE = 1.0

SENTENCES: dict[str, str] = {
    "away": N_("The evidence folder is out of reach now; its files can be seen again once it is back."),
    "damaged": N_("The file is damaged or incomplete; please copy it again from where it came from."),
    "empty": N_("The file is empty; please copy it again from where it came from."),
    "encrypted": N_("The file is protected by a password; please save a copy without one."),
    "missing": N_("Nothing is at this place any more; put the file back, or look for it by its name."),
    "no-preview": N_("This kind of file has no preview here; open it with the program it belongs to."),
    "not-opened": N_("The file cannot be opened now; check whether another program holds it."),
    "page-damaged": N_("This page cannot be shown; the others may be."),
    "reader-crashed": N_("Showing the file failed; open it to check that it is whole."),
    "reader-timeout": N_("Showing the file took too long; open it to look at it."),
    "too-large": N_("The file is too large to be shown here; open it to look at it."),
    "unknown-encoding": N_("The text is in an encoding that can't be told; please save it again as UTF-8."),
}


class Drawer:
    """The worker process that draws, one file at a time; a request that is no longer wanted is dropped."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._lock = threading.Lock()
        self._reader = Reader(draw, seconds=seconds, memory=MEMORY)

    def draw(self, wanted: Wanted, progress: Progress) -> tuple[Drawn, QImage]:
        """Return what the worker drew, with its picture; called beside the event loop."""
        given_up_at: float | None = None

        def tick() -> None:
            nonlocal given_up_at
            if progress.is_cancelled:
                given_up_at = given_up_at or time.monotonic()
                if time.monotonic() - given_up_at > _GRACE:
                    raise Cancelled

        with self._lock:
            progress.at("draw")
            found = self._reader.read(wanted.packed(), tick)
        if not isinstance(found, Drawn):
            return Drawn(error=found.error), QImage()
        if not found.pixels:
            return found, QImage()
        form = QImage.Format.Format_RGB32
        return found, QImage(found.pixels, found.width, found.height, found.width * 4, form).copy()

    def close(self) -> None:
        """Let the worker process end; the next file starts another."""
        with self._lock:
            self._reader.close()


class Preview(QWidget):
    """Shows one file. The last file asked for wins; nothing is read in the event loop.

    `shown` tells that a file, or the sentence on why not, is in view; `left` that a person wants
    back to the list (Esc).
    """

    shown = Signal()
    left = Signal()

    def __init__(self, context: Context, *, name: str = "preview", drawer: Drawer | None = None) -> None:
        super().__init__()
        self.context = context
        self._drawer = drawer or Drawer()
        self._held: HeldFile | None = None
        self._path: Path | None = None
        self._page = 0
        self._words: tuple[str, ...] = ()
        self._job: Job | None = None
        self._asked = 0
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._load)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._say(_("Opening …")))
        self.pages = PageView()
        self.text = QPlainTextEdit(readOnly=True)
        self.markup = QTextBrowser(openLinks=False)
        self.sentence = QLabel()
        self.details = Details()
        self._build(name)
        self.pages.turned.connect(self._turn)
        self.pages.wanted.connect(self._look.start)
        self.pages.left.connect(self.left)
        self.details.corrected.connect(self._correct)
        self.details.finished.connect(self.left)
        self.details.opened.connect(self._offer_villages)
        self.details.followed.connect(lambda number: context.go("indicators", indicator=int(number)))
        context.state_changed.connect(self._renew)
        self.show_file(None, None)

    @property
    def held(self) -> HeldFile | None:
        """The file that is shown."""
        return self._held

    @property
    def is_settled(self) -> bool:
        """Whether what was asked for last is in view."""
        return self._job is None and not self._look.isActive()

    def show_file(self, path: Path | None, held: HeldFile | None, page: int | None = None) -> None:
        """Show a file of the archive, at a page (from 0) where given; `path` is where it lies on disk."""
        if path is None and held is not None:
            path = Path(located(str(self.context.state.evidence), held.path))
        is_same = path == self._path and held == self._held and page in (None, self._page)
        self._held = held
        if is_same and path is not None:
            return
        if path != self._path or page is not None:
            self._page = page or 0
        if path != self._path:
            self._words = ()
        self._path = path
        self._title.setText(file_words.name_of(held.path) if held else path.name if path else "")
        self._details_area.setVisible(held is not None)
        self._open.setEnabled(path is not None)
        if path is None:
            self._cancel()
            self._say(_("Choose a file, and it is shown here."))
            return
        self._look.start()
        self._describe()

    def show_hit(self, held: HeldFile, *, page: int | None = None, words: tuple[str, ...] = ()) -> None:
        """Show a file as search found it: at a page (from 1) where there are pages, with the words marked."""
        self.show_file(None, held)
        self._words = words
        if page is not None:
            self._page = page - 1
        self._look.start()

    def edit(self) -> None:
        """Open the details for correction (F2)."""
        self.details.edit()

    def focus_view(self) -> None:
        """Give the keyboard to what is shown (Space)."""
        self._stack.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 24, self.fontMetrics().height() * 30)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._cancel()
        # a thread of its own: the window may be closing, and the jobs with it
        threading.Thread(target=self._drawer.close, daemon=True).start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._frame_tables()

    def _build(self, name: str) -> None:
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setMargin(24)
        self.sentence.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sentence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.text.setAccessibleName(_("Text of the file"))
        self.markup.setAccessibleName(_("Text of the file"))
        self._frame_tables()
        self._stack = QStackedWidget()
        for view in (self.sentence, self.pages, self.text, self.markup):
            self._stack.addWidget(view)
        self._details_area = QScrollArea(widgetResizable=True)
        self._details_area.setWidget(self.details)
        self._details_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._details_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._stack)
        split.addWidget(self._details_area)
        split.setStretchFactor(0, 1)
        em = self.fontMetrics().height()
        remember_splitter(split, self.context.settings, f"{name}/splitter", [em * 26, em * 8])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addWidget(split, 1)

    def _bar(self) -> QHBoxLayout:
        self._title = ElidedLabel()
        self._count = QLabel()
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._back = _tool("‹", _("Page before (PgUp)"), lambda: self.pages.turn(-1))
        self._next = _tool("›", _("Next page (PgDn)"), lambda: self.pages.turn(1))
        self._width = _tool(_("Width"), _("Fit to the width"), lambda: self.pages.set_fit(Fit.WIDTH))
        self._whole = _tool(_("Whole page"), _("Show the whole page"), lambda: self.pages.set_fit(Fit.PAGE))
        self._open = _tool(_("Open"), _("Open with its own program (Enter)"), self._open_file)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 2, 4, 2)
        bar.setSpacing(2)
        bar.addWidget(self._title, 1)
        for part in (self._back, self._count, self._next, self._width, self._whole, self._open):
            bar.addWidget(part)
        return bar

    def _frame_tables(self) -> None:
        line = theme.colours(self.palette()).line.name()
        self.markup.document().setDefaultStyleSheet(
            f"table {{ border-collapse: collapse; }} td {{ border: 1px solid {line}; }} "
            "td.cell { white-space: nowrap; }"
        )

    def _load(self) -> None:
        self._cancel()
        if self._path is None or not self.isVisible():
            return
        if self.context.state.away:
            self._say(_sentence("away"))
            return
        if self._held and self._held.status is Status.MISSING:
            self._say(_sentence("missing"))
            return
        self._asked += 1
        width, height = self.pages.asked_size()
        wanted = Wanted(str(self._path), self._page, width, height, self._words)
        self._patience.start()
        self._job = self.context.jobs.aside(
            "",
            lambda progress: self._drawer.draw(wanted, progress),
            done=lambda found, number=self._asked: self._show(found, number),
            failed=lambda error: self._say(_sentence("reader-crashed")),
            is_quiet=True,
        )

    def _show(self, found: object, number: int) -> None:
        if number != self._asked:
            return
        self._job = None
        self._patience.stop()
        drawn, image = found
        if drawn.error:
            self._say(_sentence(drawn.error))
            self._show_count(drawn.page, drawn.pages)
        elif not image.isNull():
            self._page = drawn.page
            self.pages.show_page(image, drawn.points, page=drawn.page, pages=drawn.pages, marks=drawn.marks)
            self._show_view(self.pages)
            self._show_count(drawn.page, drawn.pages)
        elif drawn.markup:
            self.markup.setHtml(drawn.markup)
            self._show_view(self.markup, note=_("brief preview"))
            mark(self.markup, self._words)
        else:
            self.text.setPlainText(drawn.text)
            self._show_view(self.text, note=_("the beginning") if drawn.is_part else "")
            mark(self.text, self._words)
        self.shown.emit()

    def _show_view(self, view: QWidget, *, note: str = "") -> None:
        self._stack.setCurrentWidget(view)
        is_pages = view is self.pages
        self._count.setText(note)
        for tool in (self._back, self._next, self._width, self._whole):
            tool.setVisible(is_pages)

    def _show_count(self, page: int, pages: int) -> None:
        is_many = pages > 1
        self._count.setText(f"{page + 1}/{pages}" if is_many else "")
        self._back.setVisible(is_many)
        self._next.setVisible(is_many)
        self._back.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)

    def _say(self, sentence: str) -> None:
        self._patience.stop()
        self.sentence.setText(sentence)
        self._show_view(self.sentence)
        self.shown.emit()

    def _turn(self, page: int) -> None:
        self._page = page
        self._look.start(0)

    def _cancel(self) -> None:
        self._asked += 1
        self._patience.stop()
        if self._job:
            self._job.cancel()
            self._job = None

    def _describe(self) -> None:
        held = self._held
        if held is None:
            return
        self.details.show_file(self.context.state, held, None)
        self.context.run(
            "",
            lambda archive, _: archive.descriptions([held.id], with_figures=True).get(held.id),
            done=lambda found: self._show_description(held, found),
            is_quiet=True,
        )

    def _show_description(self, held: HeldFile, found: object) -> None:
        if self._held == held:
            description = found if isinstance(found, Description) else None
            self.details.show_file(self.context.state, held, description)

    def _offer_villages(self) -> None:
        self.context.run(
            "",
            lambda archive, _: list(archive.villages()),
            done=lambda found: self.details.offer(found if isinstance(found, list) else []),
            is_quiet=True,
        )

    def _correct(self, item: int, values: dict[str, object]) -> None:
        self.context.run(
            _("Correct a description"),
            lambda archive, _: archive.correct(item, **values),
            turn=Turn.QUICK,
        )

    def _renew(self, state: State) -> None:
        """Look again at the same file in the new state: it may have changed, moved or gone."""
        if self._held is None or not self.isVisible():
            return
        places = state.of_item(self._held.id)
        kept = next((f for f in places if f.path == self._held.path), places[0] if places else None)
        if kept is None:
            self.show_file(None, None)
        elif (kept.path, kept.status, kept.mtime_ns) != (
            self._held.path,
            self._held.status,
            self._held.mtime_ns,
        ):
            self._path = None
            self.show_file(None, kept)
        else:
            self._held = kept
            self._describe()

    def _open_file(self) -> None:
        if self._path:
            open_file(self.context, self._path)


def _sentence(code: str) -> str:
    return _(SENTENCES.get(code, SENTENCES["reader-crashed"]))


def _tool(text: str, hint: str, act: object) -> QToolButton:
    button = QToolButton(text=text, autoRaise=True)
    button.setToolTip(hint)
    button.setAccessibleName(hint)
    button.clicked.connect(act)
    return button
