"""Takes the pages of a PDF: as they are where nothing but pages is in it, else from a cleaned copy.

Runs in the worker process. What a printed page can't have is resolved or left out: form fields and notes
are made part of the page as they would be printed, layers that don't print are taken out, scripts, actions,
attachments and passwords don't come along.
"""

from __future__ import annotations

import io
import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Name

from ledger_app.binder.renditions import pdf_contents, pdf_forms, pdf_layers, pdf_notes
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.notice_pages import page_notice
from ledger_app.core.saving import replacing
from ledger_app.search.containers import Unreadable
from ledger_app.search.pdf import has_end, open_pdf

LONGEST = 3000 * 72 / 25.4
"""Points of the longest side that a page may have: 3 m, more than any plotter's roll is wide."""
MOST_PAGES = 5000
_SHORTEST = 3.0
_MAPPED = 200_000_000
_ROOT_HAZARDS = {
    Name.OpenAction: "action",
    Name.AA: "action",
    Name.Collection: "attachment",
    Name.AF: "attachment",
}
_NAME_HAZARDS = {Name.JavaScript: "script", Name.EmbeddedFiles: "attachment"}
_LETTER = (0.0, 0.0, 612.0, 792.0)
_LOST = "ages tree"  # qpdf has no code for it: "Pages tree includes non-dictionary object; ignoring", and the like
_FAILED = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError, OverflowError)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """A PDF that was taken: the user unit of each page, and whether its pages lie in the target.

    `reason` is `page-too-large` where a page could not be taken, `damaged` where pages may be lost, `attachments` where
    files inside it are not printed; `detail` has what was left out (`removed`) and which pages could not be taken
    (`pages`).
    """

    units: tuple[float, ...]
    is_copy: bool
    reason: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    has_labels: bool = False


def take(path: Path, target: Path, labels: Labels, *, is_copied: bool = False) -> Taken:
    """Take a PDF's pages; writes `target` where they can't be taken from the file itself, or `is_copied` says so.

    Raises `Unreadable`: `encrypted` where it wants a password, `damaged`, `no-pages`, `too-many-pages`, `too-large`,
    `needs-its-program` where it is a form of which the pages are only drawn by the program that made it.
    """
    with open(path, "rb") as file:
        is_whole = has_end(file)
    with _opened(path) as (pdf, is_rescued):
        claimed = _number(pdf.Root.Pages.get(Name.Count)) or 0
        pages = len(pdf.pages)
        if not pages:
            raise Unreadable("no-pages")
        if pages > MOST_PAGES:
            raise Unreadable("too-many-pages")
        if pdf.Root.get(Name.NeedsRendering, False) is True:  # a dynamic XFA form, ISO 32000-1 12.7.8
            raise Unreadable("needs-its-program")
        is_whole = is_whole and not is_rescued and claimed <= pages
        if pdf_contents.mend(pdf):
            is_whole, is_copied = False, True
        removed = _hazards(pdf)
        warnings = pdf.get_warnings()
        is_whole = is_whole and not any(_LOST in warning for warning in warnings)
        if is_rescued or pdf.is_encrypted or warnings:
            removed.add("repair" if is_rescued or not pdf.is_encrypted else "encryption")
        hidden = pdf_layers.hidden(pdf)
        if hidden:
            removed.add("layer")
        has_odd_box = sum(_set_box(page) for page in pdf.pages) > 0  # every page is set
        too_large = [n for n, page in enumerate(pdf.pages) if not _fits(page)]
        units = tuple(_unit(page) for page in pdf.pages)
        reason = _reason(removed, is_whole=is_whole, has_too_large=bool(too_large))
        detail = _detail(removed, too_large)
        if not (removed or has_odd_box or too_large or is_copied):
            return Taken(units, False, reason, detail)
        _clean(pdf, hidden)
        notices = [_replaced(pdf, n, labels, _size(pdf.pages[n])) for n in too_large]
        _write(pdf, target)
        for notice in notices:
            notice.close()
    kept = tuple(1.0 if n in too_large else unit for n, unit in enumerate(units))
    return Taken(kept, True, reason, detail, bool(too_large))


class _opened:  # noqa: N801 - read as a verb: `with _opened(path) as …`
    """The document at a path, and whether pdfium had to rescue it: it reads what qpdf gives up on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: pikepdf.Pdf | None = None

    def __enter__(self) -> tuple[pikepdf.Pdf, bool]:
        is_large = self._path.stat().st_size > _MAPPED
        mode = pikepdf.AccessMode.stream if is_large else pikepdf.AccessMode.default
        try:
            self._pdf = pikepdf.open(self._path, suppress_warnings=True, access_mode=mode)
            len(self._pdf.pages)
            return self._pdf, False
        except pikepdf.PasswordError as error:
            raise Unreadable("encrypted") from error
        except _FAILED:
            self.__exit__()
        self._pdf = pikepdf.open(io.BytesIO(_rescued(self._path)), suppress_warnings=True)
        return self._pdf, True

    def __exit__(self, *_: object) -> None:
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None


def _rescued(path: Path) -> bytes:
    """Return the pages that pdfium can read, as a new document."""
    with open(path, "rb") as file:
        source = open_pdf(file)
        rescued = pdfium.PdfDocument.new()
        try:
            if len(source) > MOST_PAGES:
                raise Unreadable("too-many-pages")
            for number in range(len(source)):
                with suppress(pdfium.PdfiumError):
                    rescued.import_pages(source, [number])
            if not len(rescued):
                raise Unreadable("no-pages" if not len(source) else "damaged")
            target = io.BytesIO()
            rescued.save(target)
            return target.getvalue()
        finally:
            rescued.close()
            source.close()


def _hazards(pdf: pikepdf.Pdf) -> set[str]:
    """Return what is in the document that can't come along on paper."""
    root = pdf.Root
    found = {
        what
        for key, what in _ROOT_HAZARDS.items()
        if key in root and not (key == Name.OpenAction and _is_harmless(root[key]))
    }
    names = root.get(Name.Names)
    if isinstance(names, pikepdf.Dictionary):
        found |= {what for key, what in _NAME_HAZARDS.items() if key in names}
    if Name.AcroForm in root:
        found.add("form")
    if Name.XFA in (_dictionary(root.get(Name.AcroForm)) or {}):
        found.add("xfa")
    for page in pdf.pages:
        if Name.AA in page.obj:
            found.add("action")
        notes = page.obj.get(Name.Annots)
        if isinstance(notes, pikepdf.Dictionary) or len(_array(notes)):
            found.add("annotation")
        kinds = {note.get(Name.Subtype) for note in _array(notes) if isinstance(note, pikepdf.Dictionary)}
        if Name.FileAttachment in kinds:
            found.add("attachment")
    return found


def _is_harmless(action: pikepdf.Object) -> bool:
    """Return whether it only says what page is shown first."""
    return isinstance(action, pikepdf.Array) or (
        isinstance(action, pikepdf.Dictionary) and action.get(Name.S) == Name.GoTo and Name.Next not in action
    )


def _clean(pdf: pikepdf.Pdf, hidden: frozenset[tuple[int, int]]) -> None:
    if Name.AcroForm in pdf.Root:
        pdf_forms.draw_fields(pdf)
    pdf_notes.draw_notes(pdf)
    with suppress(*_FAILED):
        pdf.flatten_annotations("print")
    if hidden:
        pdf_layers.take_out(pdf, hidden)
    for key in (
        Name.OpenAction,
        Name.AA,
        Name.Collection,
        Name.AF,
        Name.AcroForm,
        Name.Names,
        Name.OCProperties,
        Name.Perms,
        Name.URI,
        Name.Threads,
        Name.Outlines,
        Name.Dests,
    ):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in (Name.Annots, Name.AA, Name.AF, Name.Trans, Name.PresSteps, Name.B):
            if key in page.obj:
                del page.obj[key]


def _write(pdf: pikepdf.Pdf, target: Path) -> None:
    with replacing(target) as stream:
        pdf.save(
            stream,
            encryption=False,
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            deterministic_id=True,
        )


def _replaced(pdf: pikepdf.Pdf, number: int, labels: Labels, size: tuple[float, float]) -> pikepdf.Pdf:
    """Put a page that says so in the place of one that no paper holds; close what is returned after saving."""
    drawn = io.BytesIO()
    page_notice(drawn, labels, page=number + 1, size=size)
    notice = pikepdf.open(drawn)
    pdf.pages[number] = notice.pages[0]
    return notice


def _reason(removed: set[str], *, is_whole: bool, has_too_large: bool) -> str:
    if has_too_large:
        return "page-too-large"
    if not is_whole:
        return "damaged"
    return "attachments" if "attachment" in removed else ""


def _detail(removed: set[str], too_large: list[int]) -> tuple[tuple[str, str], ...]:
    found = []
    if removed:
        found.append(("removed", " ".join(sorted(removed))))
    if too_large:
        found.append(("pages", ", ".join(str(n + 1) for n in too_large)))
    return tuple(found)


def _set_box(page: pikepdf.Page) -> bool:
    """Give a page boxes that can be relied on; return whether those it has could not be.

    The page shown is its CropBox where that lies within its MediaBox (ISO 32000-1 14.11.2).
    """
    media = _box(page.obj, Name.MediaBox)
    crop = _box(page.obj, Name.CropBox)
    is_odd = any(_is_odd(page.obj, key, box) for key, box in ((Name.MediaBox, media), (Name.CropBox, crop)))
    is_odd = is_odd or media is None
    media = media or crop or _LETTER
    if crop is not None:
        cut = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        if cut != crop:
            is_odd = True
            crop = cut if cut[2] - cut[0] >= 1 and cut[3] - cut[1] >= 1 else media
    rotation = _inherited(page.obj, Name.Rotate)
    turn = _number(rotation)
    if rotation is not None and (turn is None or turn % 90):
        is_odd = True
        turn = 0.0
    if is_odd:
        page.obj[Name.MediaBox] = pikepdf.Array([*media])
        page.obj[Name.CropBox] = pikepdf.Array([*(crop or media)])
        page.obj[Name.Rotate] = int(turn or 0)
    return is_odd


def _is_odd(page: pikepdf.Object, key: pikepdf.Name, box: Box | None) -> bool:
    """Return whether a box is written so that not everyone reads it as this one."""
    written = _inherited(page, key)
    return written is not None and (box is None or tuple(_number(n) for n in _array(written)) != box)


def _box(page: pikepdf.Object, key: pikepdf.Name) -> Box | None:
    """Return a box of a page with its corners in order, None where there is none that makes sense."""
    corners = [_number(n) for n in _array(_inherited(page, key))]
    if len(corners) != 4 or None in corners:
        return None
    left, right = sorted((corners[0], corners[2]))
    bottom, top = sorted((corners[1], corners[3]))
    return (left, bottom, right, top) if right - left >= 1 and top - bottom >= 1 else None


def _inherited(page: pikepdf.Object, key: pikepdf.Name) -> pikepdf.Object | None:
    node: pikepdf.Object | None = page
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get(Name.Parent)
    return None


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Return width and height of a page as it is seen, in points."""
    left, bottom, right, top = _box(page.obj, Name.CropBox) or _box(page.obj, Name.MediaBox) or _LETTER
    unit = _unit(page)
    size = ((right - left) * unit, (top - bottom) * unit)
    return size if (_number(_inherited(page.obj, Name.Rotate)) or 0) % 180 == 0 else size[::-1]


def _fits(page: pikepdf.Page) -> bool:
    return min(_size(page)) >= _SHORTEST and max(_size(page)) <= LONGEST


def _unit(page: pikepdf.Page) -> float:
    unit = _number(page.obj.get(Name.UserUnit))
    return unit if unit and 0 < unit < 1e6 else 1.0


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None


def _dictionary(value: object) -> pikepdf.Dictionary | None:
    return value if isinstance(value, pikepdf.Dictionary) else None


def _array(value: object) -> pikepdf.Array | tuple[()]:
    return value if isinstance(value, pikepdf.Array) else ()
