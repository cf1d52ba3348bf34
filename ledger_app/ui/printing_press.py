"""From the page to the system's printer: the dialog first, then everything beside the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.results import Draft
from ledger_app.core.database import Changes
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.messages import sentence
from ledger_app.core.progress import Progress
from ledger_app.ui import printing_drafts, printing_paper, printing_words
from ledger_app.ui.jobs import Turn
from ledger_app.ui.printing_desk import RESULT
from ledger_app.ui.printing_drafts import Drafted
from ledger_app.ui.printing_paper import Document

if TYPE_CHECKING:
    from ledger_app.ui.printing import PrintPage


class Press:
    """Prints what the page has chosen, and records it once all of it has gone to the printer."""

    def __init__(self, page: PrintPage) -> None:
        self._page = page

    def begin(self) -> None:
        """Ask how to print, where the system knows a printer."""
        page = self._page
        if page.only is None or page.is_busy:
            return
        if not printing_paper.has_printer():
            page.desk.say(
                _(
                    "This PC knows no printer. Save the binders as PDF and print them elsewhere, at their real "
                    "size (100 %), not fitted to the page."
                )
            )
            page.desk.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted = page.job()
        printer = printing_paper.new_printer(is_duplex=wanted.style.is_duplex)
        printing_paper.ask(page.window(), printer, lambda chosen: self.go(wanted, chosen))

    def go(self, wanted: Job, printer: QPrinter) -> None:
        """Draft the binders, then send them to the printer."""
        self._page.run(
            _("Print binders"),
            lambda archive, progress: _draft(archive, wanted, progress),
            lambda drafted: self._send(drafted, wanted, printer),
        )

    def _send(self, drafted: object, wanted: Job, printer: QPrinter) -> None:
        assert isinstance(drafted, Drafted)
        page = self._page
        if not drafted.books:
            page.desk.say(_("Nothing has changed since the last print."))
            printing_drafts.remove(drafted.folder)
            return
        documents = [
            Document(book.path, book.title, book.pages, wanted.style.is_duplex) for book in drafted.books
        ]
        job = page.context.jobs.aside(
            _("Print"),
            lambda progress: _sent(documents, printer, progress),
            done=lambda sides: self._sent(drafted, printer, sides),
            failed=page.context.trouble.emit,
        )
        job.ended.connect(lambda: page.context.jobs.aside("", lambda _p: _remove(drafted), is_quiet=True))
        page.keep(job)

    def _sent(self, drafted: Drafted, printer: QPrinter, sides: object) -> None:
        page = self._page
        if isinstance(sides, LedgerError):
            page.desk.say(sentence(sides))
            return
        assert isinstance(sides, int)
        binders = drafted.draft.binders
        is_whole = printing_paper.is_whole(printer)
        head = _("{pages} sent to {printer}").format(
            pages=printing_words.pages(sides), printer=printer.outputFileName() or printer.printerName()
        )
        told = (
            _("Recorded as printed. {checked}")
            if is_whole
            else _("Only some pages were sent, so nothing is recorded as printed. {checked}")
        )
        page.desk.result.show_done(
            binders, head, told.format(checked=printing_words.checked(binders)), has_folder=False
        )
        page.desk.tabs.setCurrentIndex(RESULT)
        page.desk.result.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_whole:
            page.keep(
                page.context.run(
                    _("Print binders"),
                    lambda archive, _p: _recorded(archive, drafted.draft),
                    done=self._recorded,
                    turn=Turn.QUICK,
                )
            )

    def _recorded(self, result: object) -> None:
        if isinstance(result, LedgerError):
            self._page.desk.say(sentence(result))
        else:
            said = _("{first} {second}").format(
                first=_("Recorded as printed."), second=_("Ctrl+Z takes it back.")
            )
            self._page.context.said.emit(said)


def _recorded(archive: Archive, draft: Draft) -> Changes | LedgerError:
    try:
        return archive.record_draft(draft)
    except LedgerError as error:
        return error


def _draft(archive: Archive, wanted: Job, progress: Progress) -> Drafted | LedgerError:
    """Draft what goes to the printer: as with PDFs the folder is looked at before."""
    try:
        archive.audit(progress)
    except LedgerError as error:
        return error
    return printing_drafts.make(archive, wanted, progress)


def _sent(documents: list[Document], printer: QPrinter, progress: Progress) -> int | LedgerError:
    try:
        return printing_paper.send(documents, printer, progress)
    except LedgerError as error:
        return error


def _remove(drafted: Drafted) -> None:
    printing_drafts.remove(drafted.folder)
