"""The main window: one archive at a time, or the way to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.messages import sentence
from ledger_app.scheme.comparing import Difference
from ledger_app.scheme.reading import SchemeFile
from ledger_app.ui import actions as commands
from ledger_app.ui import icons, menus
from ledger_app.ui.appearance import Appearance
from ledger_app.ui.context import Context
from ledger_app.ui.desk import Desk
from ledger_app.ui.dialogs import choose_folder
from ledger_app.ui.doing import Doing
from ledger_app.ui.exporting import open_path
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.keys import KeysPage
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.preferences import Preferences, log_folder
from ledger_app.ui.remembering import Remembered, flush_all
from ledger_app.ui.sampling import sample_archive
from ledger_app.ui.search_box import SearchBox
from ledger_app.ui.session import Session
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.sheets import Sheets
from ledger_app.ui.simulation import SimulationSheet
from ledger_app.ui.state import State
from ledger_app.ui.status import StatusBar
from ledger_app.ui.strip import Message, Strips
from ledger_app.ui.welcome import WelcomePage


class MainWindow(QMainWindow):
    """Shows the welcome page, the opening of an archive, or its pages; `finished` follows a close."""

    finished = Signal()

    def __init__(self, preferences: Preferences, appearance: Appearance, *, actor: str | None = None) -> None:
        super().__init__()
        self._preferences = preferences
        self._appearance = appearance
        self._actor = actor
        self._jobs = Jobs(self)
        self._retired: list[QWidget] = []
        self._next: Callable[[], None] | None = None
        self._geometry: Remembered | None = None
        self._evidence: Path | None = None
        self._is_dark = self._looks_dark()
        self.session: Session | None = None
        self.desk: Desk | None = None
        self.search: SearchBox | None = None
        self.actions_by_name: dict[str, QAction] = {}
        self.setWindowIcon(icons.app_icon())
        self.strips = Strips()
        self._stack = QStackedWidget()
        self._sheets = Sheets(self._stack, self._leave_sheet)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strips)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.bar = QToolBar()
        self.addToolBar(self.bar)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.status.job_bar.keep(self._jobs)
        self._jobs.ended.connect(self._drop_retired)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._focus)
        self.resize(1280, 700)
        self.build()

    # building

    @property
    def context(self) -> Context | None:
        """The open archive as the pages see it."""
        return self.session.context if self.session else None

    def build(self) -> None:
        """Build menus and pages in the language and text size in use, in place of those before."""
        flush_all(self)
        for action in self.actions_by_name.values():
            self.removeAction(action)
            action.deleteLater()
        self.actions_by_name = commands.build(self)
        Doing(self).connect_all(self.actions_by_name)
        self.addActions(list(self.actions_by_name.values()))
        self.status.retranslate()
        self.menus = menus.Menus(self.menuBar(), self.actions_by_name)
        self.menus.fill_languages(self.switch_language)
        self.menus.fill_text_sizes(self._appearance.text_size, self.resize_text)
        if self.context:
            self._show_desk(self.context)
        else:
            self._show_welcome()
        self.status.update_line()

    def switch_language(self, language: str) -> None:
        """Use this language from now on."""
        self._appearance.switch_language(language)
        self.strips.clear()
        self.build()

    def resize_text(self, size: str) -> None:
        """Use this text size from now on."""
        self._appearance.resize_text(size)
        self.build()

    # archives

    def open_archive(self, folder: Path) -> None:
        """Open the archive in this folder, after closing the one that is open."""
        if self.session:
            self.close_archive(lambda: self.open_archive(folder))
            return
        self.strips.clear()
        session = Session(
            folder.absolute(), self._preferences.of_archive(folder), actor=self._actor, parent=self
        )
        self.session = session
        session.opened.connect(self._opened)
        session.failed.connect(self._not_opened)
        session.closed.connect(self._closed)
        session.watching.connect(self._show_presence)
        session.audited.connect(self._audited)
        opening = Placeholder()
        opening.say(_("Opening the archive"), str(folder))
        self._put(opening)
        self.status.follow(session)
        session.open()

    def close_archive(self, then: Callable[[], None] | None = None) -> None:
        """Close the archive that is open, then go on."""
        self._next = then
        flush_all(self)
        if self.session:
            self.setEnabled(False)
            self.session.close()
        elif then:
            then()

    def choose_archive(self) -> None:
        """Ask for an archive's folder and open it."""
        if folder := choose_folder(self, _("Choose the archive's folder")):
            self.open_archive(folder)

    def open_sample(self) -> None:
        """Write the sample, where it is not there yet, and open it."""
        folder = Path(platformdirs.user_documents_path()) / _("Evidence Ledger sample")
        self._jobs.submit(
            _("Write the sample"),
            lambda progress: sample_archive(folder, progress),
            done=self.open_archive,
            failed=self.show_trouble,
        )

    def _opened(self, context: object) -> None:
        assert isinstance(context, Context) and self.session
        self._evidence = context.state.evidence
        self._preferences.remember(self.session.folder)
        self._preferences.note_open(self.session.folder)
        context.state_changed.connect(self._show_state)
        context.going.connect(self.show_page)
        context.said.connect(self.status.say)
        context.trouble.connect(self.show_trouble)
        context.asked.connect(self.do)
        context.sheet.connect(self._sheets.show)
        context.jobs.ended.connect(self._drop_retired)
        self._restore_geometry(self.session)
        self._show_desk(context)

    def _not_opened(self, error: object) -> None:
        folder = self.session.folder if self.session else None

        def back() -> None:
            self.show_trouble(error)
            if folder and isinstance(error, LedgerError) and error.code == "no-archive":
                self._preferences.forget(folder)

        self.close_archive(back)

    def _closed(self) -> None:
        self.status.follow(None)
        if self.session:
            self.session.deleteLater()
        self.session = None
        if self.isVisible():  # else the program ends, and begins here again
            self._preferences.note_open(None)
        self.setEnabled(True)
        self.strips.clear()
        self._show_welcome()
        then, self._next = self._next, None
        if then:
            then()

    # pages

    def show_page(self, name: str, target: dict[str, object] | None = None) -> None:
        """Show a page of the open archive, at a target where one is given."""
        if self.desk:
            self._sheets.leave()
            self.desk.show_page(name, **(target or {}))
            if self.desk.sidebar.hasFocus():
                self.desk.focus_page()

    def show_keys(self) -> None:
        """Show all keys; Esc leads back."""
        self._sheets.show(KeysPage())

    def show_settings(self) -> None:
        """Show the archive's settings; Esc leads back."""
        if self.context:
            self._sheets.show_settings(self.context)

    def show_scheme(self) -> None:
        """Show what of the scheme is to be checked; Esc leads back."""
        if self.context:
            self.strips.drop("imported")
            self._sheets.show_scheme(self.context, import_scheme=lambda: self.do("import-scheme"))

    def show_revision(self, file: SchemeFile, imported: Callable[[object, Difference], None]) -> None:
        """Show what a scheme's next revision holds and changes; `imported` follows once it is stored."""
        if self.context:
            self._sheets.show_revision(self.context, file, imported=imported)

    def show_simulation(self) -> None:
        """Show the mock assessments; Esc leads back."""
        if self.context:
            self._sheets.show(SimulationSheet(self.context))

    def _leave_sheet(self, sheet: Sheet) -> None:
        self._retire(sheet)
        if self.desk:
            self.desk.focus_page()
        elif page := self._stack.currentWidget():
            page.setFocus()

    def _show_welcome(self) -> None:
        self._drop_search()
        self.desk = None
        page = WelcomePage(self._jobs, self._preferences.recent())
        page.opened.connect(self.open_archive)
        page.open_asked.connect(self.choose_archive)
        page.sample_asked.connect(self.open_sample)
        page.trouble.connect(self.show_trouble)
        page.look_asked.connect(
            lambda: self._sheets.show_preview(page, self._jobs, self._preferences.general)
        )
        self._put(page)
        self.menus.fill_pages([], self.show_page)
        self._fill_bars()
        self.setWindowTitle(_("Evidence Ledger"))
        page.setFocus()

    def _show_desk(self, context: Context) -> None:
        self._drop_search()
        self.search = SearchBox(context)
        self._fill_bars()  # before the desk: Tab goes from the bar to the list of pages and on to the page
        self.desk = Desk(context)
        self._put(self.desk)
        self.menus.fill_pages(self.desk.titles(), self.show_page)
        self._show_state(context.state)

    def _drop_search(self) -> None:
        if self.search:
            self.search.clear()
            self._retire(self.search)
            self.search = None

    def _fill_bars(self) -> None:
        self.menus.fill_recent(self._preferences.recent(), self.open_archive)
        menus.fill_tool_bar(self.bar, self.actions_by_name, self.search)
        self.bar.setVisible(self.context is not None)
        for name, command in commands.COMMANDS.items():
            self.actions_by_name[name].setEnabled(self.context is not None or not command.needs_archive)

    def _put(self, widget: QWidget) -> None:
        while self._stack.count():
            old = self._stack.widget(0)
            self._stack.removeWidget(old)
            self._retire(old)
        self._stack.addWidget(widget)

    def _retire(self, widget: QWidget) -> None:
        """Hide a widget now and delete it once no job can call it any more."""
        widget.hide()
        if isinstance(widget, Desk):
            widget.leave()
        self._retired.append(widget)
        self._drop_retired()

    def _drop_retired(self, *_: object) -> None:
        jobs = [*self._jobs.running, *(self.session.jobs.running if self.session else ())]
        if not jobs:
            retired, self._retired = self._retired, []
            for widget in retired:
                widget.deleteLater()

    # what happens

    def do(self, command: str) -> None:
        """Do one of the commands of the menus."""
        self.actions_by_name[command].trigger()

    def show_trouble(self, error: object) -> None:
        """Say in one sentence what went wrong, with the way out."""
        if isinstance(error, LedgerError):
            self.strips.show_message(Message(sentence(error), key=error.code))
            return
        self.strips.show_message(
            Message(
                _("Something unexpected happened; nothing that was confirmed is lost. The log says more."),
                key="unexpected",
                action=_("Open the log folder"),
                act=lambda: open_path(log_folder()),
            )
        )

    def _show_state(self, state: object) -> None:
        assert isinstance(state, State)
        self.setWindowTitle(_("{title} – Evidence Ledger").format(title=state.title or state.folder.name))
        commands.name_steps(self.actions_by_name, state)
        self.status.update_line()
        if state.evidence != self._evidence:  # what watches and reads the folder begins anew
            self._evidence = state.evidence
            QTimer.singleShot(0, lambda: self.open_archive(state.folder))

    def _show_presence(self) -> None:
        context = self.context
        if context is None or not self.session:
            return
        if not context.away:
            self.strips.drop("away")
            return
        others = [(_("Choose its new place…"), self.show_settings)]
        sentence = _(
            "The evidence folder {path} is not there. Plug the drive in again, and work goes on by "
            "itself; until then nothing counts as missing and the verdict stays."
        )
        if context.away == "root-other":
            others.append((_("Take this disk as it is"), self.session.take_disk))
            sentence = _(
                "Another disk lies at {path}: none of the known files is on it. Plug the right one in, and "
                "work goes on by itself; until then nothing counts as missing and the verdict stays."
            )
        self.strips.show_message(
            Message(
                sentence.format(path=context.state.evidence),
                key="away",
                action=_("Look again"),
                act=self.session.rescan,
                others=tuple(others),
                is_closable=False,
            )
        )

    def _audited(self, state: object) -> None:
        assert isinstance(state, State)
        self.status.update_line()
        self.show_page("overview" if not state.audit.findings else "audit")

    def _focus(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self.session:
            self.session.focus()

    # size and end

    def _restore_geometry(self, session: Session) -> None:
        saved = session.settings.value("geometry")
        if isinstance(saved, QByteArray):
            self.restoreGeometry(saved)
        self._geometry = Remembered(session, session.settings, "geometry", self.saveGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no page wanted puts the newest message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.strips.drop_newest()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw icons and colours anew when the system goes from light to dark or back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._looks_dark() is not self._is_dark:
            self._is_dark = self._looks_dark()
            QTimer.singleShot(0, self.build)

    def _looks_dark(self) -> bool:
        return self.palette().window().color().lightness() < 128

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._geometry and self.session:
            self._geometry.changed()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._geometry and self.session:
            self._geometry.changed()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the archive go first; the window is out of sight meanwhile."""
        if self.session:
            event.ignore()
            self.hide()
            self.close_archive(self.close)
            return
        for job in self._jobs.running:
            job.cancel()
        event.accept()
        self.finished.emit()
