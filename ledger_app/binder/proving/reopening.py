"""Checks a binder that was printed earlier, against what was noted of it when it was printed."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from ledger_app.binder.proving import pdfa, tracing
from ledger_app.binder.proving.checking import looked_at, of_pages
from ledger_app.binder.proving.model import Checked, Expected, Fault
from ledger_app.binder.proving.structure import Structure
from ledger_app.binder.volumes import prints
from ledger_app.binder.volumes.codes import CodeKind, proves, read_code
from ledger_app.binder.volumes.model import PrintedPage, PrintedVolume
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.evidence import files

_WITH_QR = ("cover", "divider:")  # a closing sheet has it on its last page, which the record doesn't tell
_CODE_GROUPS = 4
_FIRST, _LAST = 8, 4  # pages that tell which print a PDF is of
_DAMAGED = (  # what libraries raise where something is not of the kind that it should be
    pikepdf.PdfError,
    pdfium.PdfiumError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A binder that was checked: what it is by the archive's record, when it was printed, what was found.

    `is_last`: it was not printed again since. Of replacement pages, `slips` are the pages of the slip on top of them.
    """

    path: Path
    volume: PrintedVolume
    print: int
    is_last: bool
    checked: Checked
    slips: int = 0

    @property
    def is_replacement(self) -> bool:
        """Whether the PDF holds only the pages that a print replaced or put in."""
        return self.volume.printed is not None

    @property
    def unchecked(self) -> int:
        """The number of pages that lay in the binder already when replacement pages were printed."""
        return len(self.volume.pages) - len(self.volume.printed_pages)


def check_printed(db: Database, root: Path, path: Path, progress: Progress | None = None) -> Reopened:
    """Check a binder's PDF against the record of its print, and its items' files against what is recorded.

    How its pages were placed is not kept, so they are not compared with their sources again; whether a page
    was printed from the recorded content is told by its code. Replacement pages are held against those that their
    print had; bookmarks and links among them lead to pages that lie elsewhere, and the slip is not on record.
    Raises `check-not-printed`.
    """
    progress = progress or Progress()
    number, is_last, volume, slips = _found(db, path)
    pages = [_expected(index, page) for index, page in enumerate(volume.printed_pages, slips)]
    try:
        with warnings.catch_warnings():  # what a library thinks of it is not for the terminal
            warnings.simplefilter("ignore")
            checked = _checked(db, root, path, pages, progress, slips=slips, is_whole=volume.printed is None)
    except _DAMAGED:
        checked = Checked((Fault("unreadable"),), ())
    return Reopened(path, volume, number, is_last, checked, slips)


def _checked(
    db: Database,
    root: Path,
    path: Path,
    pages: Sequence[Expected],
    progress: Progress,
    *,
    slips: int,
    is_whole: bool,
) -> Checked:
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    is_archival = pdfa.declares(path)
    with pikepdf.open(path) as pdf:
        structure, count = Structure(pdf), len(pdf.pages) - slips
        faults += _of_pages(structure, count, pages, counts)
        if is_whole:
            faults += _of_leads(structure, pages, counts)
        faults += _of_fonts(structure, counts, is_archival=is_archival)
        seen = looked_at(path, pages[:count], progress, faults)
    faults += of_pages(pages, seen, counts)
    faults += _of_contents(db, root, pages, counts, progress)
    faults += pdfa.faults(path, counts)
    order = sorted(faults, key=lambda f: (f.page or 0, f.code, f.values))
    return Checked(tuple(order), tuple(counts.items()))


def _found(db: Database, path: Path) -> tuple[int, bool, PrintedVolume, int]:
    """Return the print that a PDF is of, and how many pages of a slip it begins with.

    A page that did not change has one code in many prints: it is the print that most of the codes stand in at their
    places, the newest of several. The closing sheet at the end is another in each.
    """
    codes = list(_codes_at(path))
    found = {
        (number, volume.key): (number, is_last, volume)
        for code in dict.fromkeys(code for _at, code in codes)
        for number, is_last, volume in prints.with_code(db, code)
    }
    if not found:
        raise LedgerError("check-not-printed", path=path)
    labels = _labels(path)

    def fit(one: tuple[int, bool, PrintedVolume]) -> tuple[int, int, int]:
        number, _is_last, volume = one
        slips, pages = _slips(labels, volume), volume.printed_pages
        hits = sum(
            0 <= at - slips < len(pages) and code in (pages[at - slips].code, *pages[at - slips].codes)
            for at, code in codes
        )
        return hits, -abs(len(labels) - slips - len(pages)), number

    best = max(found.values(), key=fit)
    return *best, _slips(labels, best[2])


def _codes_at(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the codes on the first and the last pages of a PDF, each with its place from 0."""
    try:
        with pdfium.PdfDocument(path) as document:
            count = len(document)
            for index in sorted({*range(min(count, _FIRST)), *range(max(0, count - _LAST), count)}):
                page = document[index]
                words = page.get_textpage()
                text = words.get_text_bounded()
                words.close()
                page.close()
                yield from ((index, code) for code in _codes(text))
    except (pdfium.PdfiumError, OSError) as error:
        raise LedgerError("check-not-printed", path=path) from error


def _labels(path: Path) -> list[str]:
    try:
        with warnings.catch_warnings(), pikepdf.open(path) as pdf:
            warnings.simplefilter("ignore")
            return Structure(pdf).labels()
    except _DAMAGED:
        return []


def _slips(labels: Sequence[str], volume: PrintedVolume) -> int:
    """Return how many pages of a slip lie before replacement pages: all have one label, which the binder has not."""
    if volume.printed is None or not labels or labels[0] in {page.label for page in volume.pages}:
        return 0
    return next((at for at, label in enumerate(labels) if label != labels[0]), len(labels))


def _codes(text: str) -> Iterator[str]:
    for word in text.split():
        if word.count("-") < _CODE_GROUPS:
            try:
                yield read_code(word).text
            except LedgerError:
                continue


def _expected(index: int, page: PrintedPage) -> Expected:
    has_qr = page.number == 1 and page.part.startswith(_WITH_QR)
    return Expected(
        index, page.label, page.code, page.part, None, page.number, has_qr=has_qr, codes=page.codes
    )


def _of_pages(
    structure: Structure, count: int, pages: Sequence[Expected], counts: Counter[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the number of pages and with what viewers call them."""
    if count != len(pages):
        yield Fault("page-count", values=(("planned", len(pages)), ("found", count)))
    labels = structure.labels()
    for page in pages[:count]:
        counts["page-labels"] += 1
        if page.label and labels[page.index] != page.label:
            yield Fault("viewer-label", page.index + 1, page.label, (("found", labels[page.index]),))


def _of_leads(structure: Structure, pages: Sequence[Expected], counts: Counter[str]) -> Iterator[Fault]:
    """Yield what is wrong with the outline and with links."""
    firsts = {page.part: page.index for page in reversed(pages)}
    firsts |= {code: page.index for page in pages for code in page.codes}
    for entry in structure.outline():
        counts["outline"] += 1
        if entry.target not in firsts.values():
            at = None if entry.target is None else entry.target + 1
            yield Fault("outline-astray", at, values=(("title", entry.title),))
    for link in structure.links():
        counts["links"] += 1
        at = link.page or 0
        if link.target is None:
            yield Fault("link-nowhere", at + 1, pages[at].label if at < len(pages) else "")


def _of_fonts(structure: Structure, counts: Counter[str], *, is_archival: bool) -> Iterator[Fault]:
    """Yield fonts that are not embedded; files bring some that make a binder no archival one."""
    for name, is_embedded in sorted(set(structure.fonts())):
        counts["fonts"] += 1
        if not is_embedded and is_archival:
            yield Fault("font-not-embedded", values=(("font", name),))


def _of_contents(
    db: Database, root: Path, pages: Sequence[Expected], counts: Counter[str], progress: Progress
) -> Iterator[Fault]:
    """Yield pages whose content is not the recorded one any more, and files that are not."""
    items: dict[int, str | None] = {}
    for page in pages:
        for text in page.codes or filter(None, [page.code]):
            code = read_code(text)
            if code.kind is not CodeKind.ITEM or code.item is None:
                continue
            row = db.row("item", code.item)
            if row is None:
                yield Fault("item-gone", page.index + 1, page.label)
                continue
            items[code.item] = sha256 = None if row["sha256"] is None else str(row["sha256"])
            if not proves(code, sha256):
                yield Fault("content-changed", page.index + 1, page.label)
    for held in files.files(db, items=items):
        progress.at("prove")
        if str(held.status) in ("missing", "unreadable") or items[held.id] is None:
            continue
        counts["hashes"] += 1
        if tracing.holds(root, held.path, items[held.id], progress) is False:
            yield Fault("file-changed", values=(("path", held.path),))
