"""Binders on paper: what to print, what it comes to, how it will look, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent

from ledger_app.archive import EXPORTS, Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.results import Binders
from ledger_app.binder.volumes.model import Ordering
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.messages import sentence
from ledger_app.core.progress import Progress
from ledger_app.ui import dialogs, printing_drafts, printing_model, printing_words
from ledger_app.ui.context import ArchiveWork, Context
from ledger_app.ui.exporting import open_path
from ledger_app.ui.jobs import Job as UiJob
from ledger_app.ui.jobs import Turn
from ledger_app.ui.page import Page
from ledger_app.ui.printing_desk import RESULT, PrintDesk
from ledger_app.ui.printing_drafts import Book, Drafted
from ledger_app.ui.printing_model import Counted, Figures, Node
from ledger_app.ui.printing_press import Press
from ledger_app.ui.printing_result import Row
from ledger_app.ui.state import State

_CHOSEN_MS = 150


class PrintPage(Page):
    """Chooses binders, counts them, shows and prints them; `desk` is all that is seen of it.

    What is long is done beside the event loop, one thing at a time; what a person asks for comes before counting.
    """

    name = "print"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted: Counted | None = None
        self._seen: tuple[object, ...] = ()
        self._is_stale = True
        self._counting: UiJob | None = None
        self._counting_choice: UiJob | None = None
        self._extract: Binders | None = None
        self._working: UiJob | None = None
        self._drafted: Drafted | None = None
        self._folder: Path | None = None
        self.desk = PrintDesk(self, context.settings)
        self.press = Press(self)
        self._choosing = QTimer(self, singleShot=True, interval=_CHOSEN_MS)
        self._choosing.timeout.connect(self._count_choice)
        self._connect()
        context.jobs.aside("", lambda _p: printing_drafts.sweep(context.state.folder), is_quiet=True)
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Print")

    @property
    def only(self) -> tuple[str, ...] | None:
        """What is chosen, as `Job.only`; None where nothing is."""
        nodes = self.desk.tree.nodes
        return printing_model.only(nodes.root, nodes.unchecked)

    @property
    def is_busy(self) -> bool:
        """Whether something runs that a person asked for."""
        return self._working is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is counted, made or printed just now."""
        return not (self._working or self._counting or self._counting_choice or self._choosing.isActive())

    def show_state(self, state: State) -> None:
        self.desk.show_presence(is_away=bool(state.away))
        seen = (state.links, state.scheme, state.audit.findings, state.next_undo, state.next_redo, state.away)
        if seen != self._seen:
            self._seen, self._is_stale = seen, True
        if self.isVisible():
            self._count()
        self._show_prints()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    def show_target(self, **target: object) -> None:
        """Choose an `order` (`indicator` or `box`), and a binder by its `key`."""
        if (order := str(target.get("order", ""))) in list(Ordering):
            self.desk.options.choose_order(Ordering(order))
        if key := str(target.get("key", "")):
            self.desk.tree.choose((key,))
        self.desk.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    # counting

    def recount(self) -> None:
        """Count anew: what is printed, or how, is another."""
        self._is_stale = True
        self._count()

    def _count(self) -> None:
        """Count, unless it is done already or something runs that a person waits for."""
        if not self._is_stale or self._working:
            return
        self._is_stale = False
        if self._counting:
            self._counting.cancel()
        order, style = self.desk.options.order, self.desk.options.wanted
        job = self.context.run(
            _("Count pages"),
            lambda archive, progress: printing_model.read(archive, order, style, progress),
            done=lambda found: self._show(job, found),
            is_quiet=True,
            turn=Turn.BACKGROUND,
        )
        self._counting = job
        job.ended.connect(lambda: self._counted(job))
        self.desk.follow(job.progress, is_first=self.counted is None, what=_("Counting pages"))

    def stop(self) -> None:
        """Stop what runs."""
        for job in (self._working, self._counting, self._counting_choice):
            if job:
                job.cancel()

    def _show(self, job: UiJob, found: object) -> None:
        if job is not self._counting:
            return
        if isinstance(found, Counted) and not any(v.items for v in found.fresh.volumes):
            found = LedgerError("binders-empty")  # dividers alone, all of them with gaps
        if isinstance(found, LedgerError):
            self.counted = None
            self.desk.say_nothing(found, self.context)
            return
        assert isinstance(found, Counted)
        is_other = self.counted is None or self.counted.ordering is not found.ordering
        if is_other:
            self.desk.tree.nodes.unchecked.clear()
        self.counted = found
        self.desk.show_counted(found, self.context.state.scheme)
        self._show_prints()
        self._choose()

    def _counted(self, job: UiJob) -> None:
        if job is not self._counting:
            return
        self._counting = None
        if not self._working:
            self.desk.follow(None)
        self._is_stale = self._is_stale or job.progress.is_cancelled
        if self.counted is None and job.progress.is_cancelled:
            self.desk.say_stopped(self.recount)
        elif self.counted is None and job.error is not None:  # the window says of it what there is to say
            self.desk.say_failed(self.recount)

    def _choose(self) -> None:
        """Say what the choice comes to; a binder of its own is counted first."""
        self._extract = None
        self.desk.show_choice(self._figures(), self.only, self.counted)
        if printing_model.is_extract(self.only):
            self._choosing.start()

    def _count_choice(self) -> None:
        if self._counting_choice:
            self._counting_choice.cancel()
        if self._working or not printing_model.is_extract(self.only):
            return
        wanted = self.job()
        job = self.context.run(
            _("Count pages"),
            lambda archive, progress: printing_model.count(archive, wanted, progress),
            done=lambda found: self._show_choice(wanted, found),
            is_quiet=True,
            turn=Turn.BACKGROUND,
        )
        self._counting_choice = job
        job.ended.connect(lambda: self._forget_choice(job))

    def _forget_choice(self, job: UiJob) -> None:
        if job is self._counting_choice:
            self._counting_choice = None

    def _show_choice(self, wanted: Job, found: object) -> None:
        if wanted != self.job():
            return
        if isinstance(found, LedgerError):
            self.desk.say(sentence(found))
            return
        assert isinstance(found, Binders)
        self._extract = found
        self.desk.show_choice(self._figures(), self.only, self.counted)

    def _figures(self) -> Figures | None:
        """Return what the choice comes to, None where that is not known (yet)."""
        if self._extract is not None:
            return printing_model.figures(self._extract.volumes)
        wanted = self.only
        if wanted is None or self.counted is None or printing_model.is_extract(wanted):
            return None
        volumes = self.counted.binders(is_changed=self.desk.is_changed).volumes
        return printing_model.figures(v for v in volumes if not wanted or f"box:{v.number}" in wanted)

    # doing

    def job(self, *, only: tuple[str, ...] | None = None) -> Job:
        """Return what is chosen, or `only` this, as a job of printing."""
        wanted = self.only or () if only is None else only
        options = self.desk.options
        return Job(options.order, wanted, self.desk.is_changed, options.wanted)

    def run(self, name: str, work: ArchiveWork, done: Callable[[object], None], *, stopped: str = "") -> None:
        """Do something long on the archive; what keeps it from being done is returned by it, and said here.

        `stopped` is what is said when it was stopped.
        """
        self.stop()
        self.desk.say("")

        def finish(result: object) -> None:
            if isinstance(result, LedgerError):
                self.desk.say(sentence(result))
            else:
                done(result)

        self.keep(self.context.run(name, work, done=finish, is_long=True), stopped=stopped)

    def keep(self, job: UiJob, *, stopped: str = "") -> None:
        """Follow a job that a person waits for until it ends; `stopped` is what is said when it was stopped."""
        self._working = job
        job.ended.connect(lambda: self._ended(job, stopped))
        self.desk.follow(job.progress, what=job.name)
        self.desk.set_busy(is_busy=True)

    def _ended(self, job: UiJob, stopped: str) -> None:
        if job is not self._working:
            return
        self._working = None
        self.desk.follow(None)
        self.desk.set_busy(is_busy=False)
        self._choose()
        if job.progress.is_cancelled:
            self.desk.say(stopped or _("Stopped. Nothing is recorded as printed."))
            self.context.refresh()
        self._is_stale = self._is_stale or self.counted is None
        self._count()

    def preview(self, node: Node | None = None) -> None:
        """Make a preview of a binder, or of the one that is chosen; an indicator's is at its divider."""
        node = node or self.desk.tree.current_node()
        if node is None or self.is_busy:
            return
        is_own = printing_model.is_extract(self.only) and any(
            leaf.key not in self.desk.tree.nodes.unchecked for leaf in node.leaves()
        )
        volume = node.volume or (node.parent.volume if node.parent else None)
        if volume is None:
            return
        wanted = self.job(only=None if is_own else (f"box:{volume.number}",))
        self.run(
            _("Prepare a preview"),
            lambda archive, progress: printing_drafts.make(archive, wanted, progress),
            lambda drafted: self._show_draft(drafted, node.name if node.volume is None else ""),
        )

    def _show_draft(self, drafted: object, mark: str) -> None:
        assert isinstance(drafted, Drafted)
        self._let_go()
        self._drafted = drafted
        preview = self.desk.preview
        if not drafted.books:
            preview.say(_("Preview"), _("Nothing has changed since the last print."))
            return
        preview.show_books(drafted.books)
        self.desk.show_preview()
        if mark:
            preview.go_to_mark(mark)
        preview.focus_view()

    def _let_go(self) -> None:
        """Remove the preview before."""
        if drafted := self._drafted:
            self._drafted = None
            self.context.jobs.aside("", lambda _p: printing_drafts.remove(drafted.folder), is_quiet=True)

    def save(self) -> None:
        """Write what is chosen as PDFs into a new folder inside the one that is asked for."""
        if self.only is None or self.is_busy:
            return
        home = dialogs.choose_folder(self, _("Save as PDF"), self.context.state.folder / EXPORTS)
        if home is None:
            return
        wanted = self.job()
        words = _(printing_model.ORDERINGS[wanted.ordering])
        folder = _free(home, _("Binders {year} {order}").format(year=self.context.state.year, order=words))
        self.run(
            _("Print binders"),
            lambda archive, progress: _saved(archive, wanted, folder, progress),
            lambda done: self._show_saved(done, folder, wanted),
            stopped=_("Stopped. Binders that were complete by then stay and are recorded as printed."),
        )

    def _show_saved(self, done: object, folder: Path, wanted: Job) -> None:
        assert isinstance(done, Binders)
        self._folder = folder
        if not any(volume.path for volume in done.volumes) and not done.gone:
            with suppress(OSError):
                folder.rmdir()
            self.desk.say(_("Nothing has changed since the last print."))
            return
        said = printing_words.made(done, is_changed=wanted.is_changed)
        told = _("Written to {folder} and recorded as printed. {checked}").format(
            folder=folder, checked=printing_words.checked(done)
        )
        self.desk.result.show_done(done, said, told, has_folder=True)
        self.desk.tabs.setCurrentIndex(RESULT)
        self.desk.result.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        recorded, undo = _("Recorded as printed."), _("Ctrl+Z takes it back.")
        self.context.said.emit(_("{first} {second}").format(first=recorded, second=undo))
        self.context.refresh()

    # going on

    def _show_prints(self) -> None:
        entry = self.context.state.next_undo
        prints = self.counted.prints if self.counted else ()
        self.desk.prints.show_prints(prints, is_last_step=bool(entry and entry.name == "record-print"))

    def _go_to_file(self, item: int) -> None:
        linked = next((k.indicator for k in self.context.state.links if k.item == item), None)
        if linked is None:
            self.context.go("inbox", item=item)
        else:
            self.context.go("indicators", indicator=linked, item=item)

    def _show_page(self, row: object) -> None:
        """Show a page of a binder that was written."""
        assert isinstance(row, Row) and row.path is not None
        path, page = row.path, row.page or 0
        if not path.exists():
            self.desk.say(_("{path} is not there any more.").format(path=path))
            return
        self.desk.preview.show_books([Book(row.title, path, row.title, 0, (), ())])
        self.desk.show_preview()
        self.desk.preview.go_to(page)
        self.desk.preview.focus_view()

    def _open_folder(self) -> None:
        if self._folder:
            open_path(self._folder)

    def _connect(self) -> None:
        desk = self.desk
        desk.options.changed.connect(self.recount)
        desk.tree.nodes.ticked.connect(self._choose)
        desk.tree.entered.connect(self.preview)
        desk.only_changed.toggled.connect(self._switch)
        desk.preview_button.clicked.connect(lambda: self.preview())
        desk.save_button.clicked.connect(self.save)
        desk.print_button.clicked.connect(self.press.begin)
        desk.stop_button.clicked.connect(self.stop)
        desk.result.file_asked.connect(self._go_to_file)
        desk.result.page_asked.connect(self._show_page)
        desk.result.folder_asked.connect(self._open_folder)
        desk.prints.undo_asked.connect(lambda: self.context.ask("undo"))
        self.begin_at(desk.tree)

    def _switch(self) -> None:
        if self.counted:
            self.desk.show_counted(self.counted, self.context.state.scheme)
        self._choose()


def _saved(archive: Archive, wanted: Job, folder: Path, progress: Progress) -> Binders | LedgerError:
    try:
        return archive.print_binders(wanted, folder, progress)
    except LedgerError as error:
        return error


def _free(folder: Path, name: str) -> Path:
    """Return a path of that name at which nothing lies."""
    numbered = (folder / (name if n == 1 else f"{name} ({n})") for n in count(1))
    return next(path for path in numbered if not path.exists())
