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

    `is_last`: it was not printed again since.
    """

    path: Path
    volume: PrintedVolume
    print: int
    is_last: bool
    checked: Checked


def check_printed(db: Database, root: Path, path: Path, progress: Progress | None = None) -> Reopened:
    """Check a binder's PDF against the record of its print, and its items' files against what is recorded.

    How its pages were placed is not kept, so they are not compared with their sources again; whether a page
    was printed from the recorded content is told by its code. Raises `check-not-printed`.
    """
    progress = progress or Progress()
    number, is_last, volume = _found(db, path)
    pages = [_expected(index, page) for index, page in enumerate(volume.pages)]
    try:
        with warnings.catch_warnings():  # what a library thinks of it is not for the terminal
            warnings.simplefilter("ignore")
            checked = _checked(db, root, path, pages, progress)
    except _DAMAGED:
        checked = Checked((Fault("unreadable"),), ())
    return Reopened(path, volume, number, is_last, checked)


def _checked(db: Database, root: Path, path: Path, pages: Sequence[Expected], progress: Progress) -> Checked:
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    is_archival = pdfa.declares(path)
    with pikepdf.open(path) as pdf:
        faults += _of_structure(Structure(pdf), len(pdf.pages), pages, counts, is_archival=is_archival)
        seen = looked_at(path, pages[: len(pdf.pages)], progress, faults)
    faults += of_pages(pages, seen, counts)
    faults += _of_contents(db, root, pages, counts, progress)
    faults += pdfa.faults(path, counts)
    order = sorted(faults, key=lambda f: (f.page or 0, f.code, f.values))
    return Checked(tuple(order), tuple(counts.items()))


def _found(db: Database, path: Path) -> tuple[int, bool, PrintedVolume]:
    """Return the print that a PDF is of: the first of its pages whose code is in a record says so."""
    try:
        with pdfium.PdfDocument(path) as document:
            for index in range(min(len(document), 8)):
                page = document[index]
                words = page.get_textpage()
                text = words.get_text_bounded()
                words.close()
                page.close()
                for code in _codes(text):
                    if found := prints.with_code(db, code):
                        return found[0]
    except (pdfium.PdfiumError, OSError) as error:
        raise LedgerError("check-not-printed", path=path) from error
    raise LedgerError("check-not-printed", path=path)


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


def _of_structure(
    structure: Structure, count: int, pages: Sequence[Expected], counts: Counter[str], *, is_archival: bool
) -> Iterator[Fault]:
    """Yield what is wrong with labels, outline, links and fonts; files bring fonts that make it no archival one."""
    if count != len(pages):
        yield Fault("page-count", values=(("planned", len(pages)), ("found", count)))
    for page, label in zip(pages, structure.labels(), strict=False):
        counts["page-labels"] += 1
        if page.label and label != page.label:
            yield Fault("viewer-label", page.index + 1, page.label, (("found", label),))
    firsts = {page.part: page.index for page in reversed(pages)}
    firsts |= {code: page.index for page in pages for code in page.codes}
    reached = set()
    for entry in structure.outline():
        counts["outline"] += 1
        reached.add(entry.target)
        if entry.target not in firsts.values():
            at = None if entry.target is None else entry.target + 1
            yield Fault("outline-astray", at, values=(("title", entry.title),))
    for link in structure.links():
        counts["links"] += 1
        at = link.page or 0
        if link.target is None:
            yield Fault("link-nowhere", at + 1, pages[at].label if at < len(pages) else "")
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
