"""Binders on paper: the system's dialog, and pages drawn at the printer's resolution, in bands, at their real size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error, draft_beside
from ledger_app.search.worker import Reader
from ledger_app.ui import printing_bands
from ledger_app.ui.printing_bands import Band, Rows

MOST_DPI = 600
"""Finer than this no eye tells apart on copy paper, and a page would take four times the memory."""
_BAND_BYTES = 2 << 20  # packing one holds the interpreter for some milliseconds, not longer
_GREY, _COLOUR = QImage.Format.Format_Grayscale8, QImage.Format.Format_BGR888


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF to print, with the number of its pages; one that is laid out for both sides begins on a fresh sheet."""

    path: Path
    title: str
    pages: int
    is_duplex: bool = True


@dataclass(frozen=True, slots=True)
class Side:
    """A side of paper: a page of a PDF (from 0), or left white where that is None."""

    page: int | None
    number: int


def has_printer() -> bool:
    """Return whether the system knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def new_printer(*, is_duplex: bool) -> QPrinter:
    """Return the system's usual printer, set to A4 at its real size."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _keep_size(printer)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if is_duplex else QPrinter.DuplexMode.DuplexNone)
    return printer


def ask(parent: QWidget, printer: QPrinter, accepted: Callable[[QPrinter], None]) -> QPrintDialog:
    """Show the system's dialog over the window; `accepted` follows when it was agreed to."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies)
    dialog.accepted.connect(lambda: accepted(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def is_whole(printer: QPrinter) -> bool:
    """Return whether all pages were asked for."""
    return printer.printRange() is QPrinter.PrintRange.AllPages or printer.pageRanges().isEmpty()


def send(documents: Sequence[Document], printer: QPrinter, progress: Progress) -> int:
    """Print documents, each as a job of its own, or all into one file where a file was chosen.

    Returns the sides that were printed. Runs beside the event loop. Raises
    `printer-refused`, `page-not-printed` where a page could not be drawn, and
    `output-unwritable` or `disk-full` of a file, which is there whole or not at all.
    """
    _keep_size(printer)
    jobs = list(_wanted(documents, printer))
    if not printer.outputFileName():
        return _painted(jobs, printer, progress)
    with _whole_file(printer):
        return _painted([[side for job in jobs for side in job]] if jobs else [], printer, progress)


def _painted(jobs: Sequence[list[tuple[Document, Side]]], printer: QPrinter, progress: Progress) -> int:
    total = sum(len(job) for job in jobs)
    done = 0
    with Reader(printing_bands.draw, seconds=printing_bands.SECONDS, memory=printing_bands.MEMORY) as reader:
        for job in jobs:
            printer.setDocName(job[0][0].title)
            done = _Painting(printer, reader, progress, total).paint(job, done)
    return done


@contextmanager
def _whole_file(printer: QPrinter) -> Iterator[None]:
    """Let the printer write beside the file that was chosen; it takes its place when the block ends well.

    Qt leaves what it wrote when a print is broken off, and begins by emptying what lay there before.
    """
    target = Path(printer.outputFileName())
    kind, draft = printer.outputFormat(), draft_beside(target, "print")
    try:
        _write_to(printer, draft, kind)
        yield
        if draft.exists():
            draft.replace(target)
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    finally:
        _write_to(printer, target, kind)
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_to(printer: QPrinter, path: Path, kind: QPrinter.OutputFormat) -> None:
    printer.setOutputFileName(str(path))
    printer.setOutputFormat(kind)  # the name alone may choose another one


class _Painting:
    """One job of the printer."""

    def __init__(self, printer: QPrinter, reader: Reader, progress: Progress, total: int) -> None:
        self._printer, self._reader = printer, reader
        self._progress, self._total = progress, total
        self._step = -(-printer.resolution() // MOST_DPI)
        self._is_grey = printer.colorMode() is QPrinter.ColorMode.GrayScale

    def paint(self, job: Sequence[tuple[Document, Side]], done: int) -> int:
        """Print the sides; `done` are those of the jobs before. Returns how many are done now."""
        painter = QPainter()
        if not painter.begin(self._printer):
            raise LedgerError("printer-refused", name=self._printer.printerName() or "–")
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        try:
            for number, (document, side) in enumerate(job):
                self._progress.at("print", done, self._total)
                if number and not self._printer.newPage():
                    raise LedgerError("printer-refused", name=self._printer.printerName() or "–")
                if side.page is not None:
                    self._paint_page(painter, document.path, side.page)
                done += 1
        except BaseException:
            self._printer.abort()
            raise
        finally:
            painter.end()
        return done

    def _paint_page(self, painter: QPainter, path: Path, page: int) -> None:
        dpi, step = round(self._printer.resolution() / self._step), self._step
        rows = max(16, _BAND_BYTES // (dpi * 9 * (1 if self._is_grey else 3)))
        top = 0
        while True:
            band = self._drawn(Band(str(path), page, dpi, top, rows, self._is_grey))
            if band.pixels:
                form = _GREY if self._is_grey else _COLOUR
                image = QImage(band.pixels, band.width, band.rows, band.stride, form)
                painter.drawImage(QRectF(0, top * step, band.width * step, band.rows * step), image)
            top += band.rows
            if top >= band.height:
                return

    def _drawn(self, band: Band) -> Rows:
        found = self._reader.read(band.packed(), lambda: self._progress.at(*_of(self._progress)))
        if not isinstance(found, Rows) or found.error or not found.rows:
            raise LedgerError("page-not-printed", page=band.page + 1, path=Path(band.path).name)
        return found


def _of(progress: Progress) -> tuple[str, int, int]:
    step = progress.step
    return step.stage, step.done, step.total


def _keep_size(printer: QPrinter) -> None:
    """Print on A4, from corner to corner of the sheet: what is 45 mm long is 45 mm long on paper."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)


def _wanted(documents: Sequence[Document], printer: QPrinter) -> Iterable[list[tuple[Document, Side]]]:
    """Yield the sides to print of every document that has any, as often as copies are made by us."""
    ranges = printer.pageRanges()
    is_all = is_whole(printer)
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    number = 0
    for document in documents:
        sides = []
        for page in range(document.pages):
            number += 1
            if is_all or ranges.contains(number):
                sides.append((document, Side(page, number)))
        if sides:
            yield _copied(document, sides, copies, printer)


def _copied(
    document: Document, sides: list[tuple[Document, Side]], copies: int, printer: QPrinter
) -> list[tuple[Document, Side]]:
    if copies > 1 and not printer.collateCopies() and not document.is_duplex:
        return [side for side in sides for _copy in range(copies)]
    if len(sides) % 2 and document.is_duplex:
        sides = [*sides, (document, Side(None, 0))]
    return sides * copies
