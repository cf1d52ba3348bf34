"""Makes pages of one file. Runs in the worker process: everything here reads what may be hostile."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from ledger_app.binder.renditions import pdf_pages, picture_pages
from ledger_app.binder.renditions.making_request import Labels, Made, Wanted
from ledger_app.binder.renditions.model import How, PageShape
from ledger_app.binder.renditions.shapes import shapes_of
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import set_language
from ledger_app.core.saving import replacing
from ledger_app.search.containers import Unreadable
from ledger_app.search.formats import kind_inside, kind_of
from ledger_app.search.reading import LIBRARY_ERRORS
from ledger_app.vault.hashing import Outcome, read_digest

_BY_OTHERS = frozenset(
    [
        "docx",
        "xlsx",
        "pptx",
        "doc",
        "xls",
        "ppt",
        "rtf",
        "open",
        "flat-word",
        "flat-sheets",
        "html",
        "text",
        "ofd",
        "mail",
    ]
)
_LISTS = frozenset(("zip", "rar", "7z", "tar"))
_BROKEN = (
    *LIBRARY_ERRORS,
    pikepdf.PdfError,
    pdfium.PdfiumError,
    SyntaxError,
    TypeError,
    AttributeError,
    OverflowError,
    AssertionError,
)

for _name in ("pikepdf", "img2pdf", "PIL"):  # what they think of a broken file is not for the terminal
    logging.getLogger(_name).addHandler(logging.NullHandler())


def make(packed: str) -> Made:
    """Make what is wanted. Never raises for what the content is: see `Made.error`."""
    fields = json.loads(packed)
    wanted = Wanted(
        **fields
        | {"labels": Labels(**fields["labels"]), "paths": tuple(fields["paths"]), "how": How(fields["how"])}
    )
    set_language(wanted.language)
    path, error = (wanted.paths[0], "") if wanted.how is How.OFFICE else _found(wanted)
    if error:
        return Made(path=path, error=error)
    before = _stamp(path)
    made = _guarded(path, wanted)
    if wanted.how is not How.OFFICE and _stamp(path) != before:
        return Made(
            path=path, error="content-changed"
        )  # under our hands: what was made is of nobody knows what
    return made


def _found(wanted: Wanted) -> tuple[str, str]:
    """Return the first path with the recorded content, else a path with the code of what is there instead."""
    codes = {
        Outcome.GONE: "missing",
        Outcome.IN_USE: "in-use",
        Outcome.MOVING: "content-changed",
        Outcome.UNREADABLE: "unreadable",
    }
    first = ("", "missing")
    for path in wanted.paths:
        hashed = read_digest(path, path, lambda: False)
        if hashed.sha256 == wanted.sha256:
            return path, ""
        if not first[0] or first[1] == "missing":
            first = path, codes.get(hashed.outcome, "content-changed")
    return first


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _guarded(path: str, wanted: Wanted) -> Made:
    try:
        return _made(path, wanted)
    except Unreadable as error:
        return Made(path=path, error=error.code)
    except LedgerError as error:
        return Made(path=path, error=error.code)
    except MemoryError:
        return Made(path=path, error="too-large")
    except OSError:
        return Made(path=path, error="damaged")
    except _BROKEN:
        return Made(path=path, error="damaged")


def _made(path: str, wanted: Wanted) -> Made:
    if wanted.how is How.OWN:
        return _own(path, wanted)
    kind = "pdf" if wanted.how is How.OFFICE else _kind(path)
    match kind:
        case "pdf":
            return _pdf(path, wanted)
        case "picture" | "heic":
            return _picture(path, wanted)
        case "media":
            return Made(path=path, error=kind)
        case _ if kind in _LISTS:
            return Made(path=path, error="packed")
        case _ if kind in _BY_OTHERS:
            return Made(path=path, kind=kind)
    return Made(path=path, error="not-shown-type")


def _kind(path: str) -> str:
    named = kind_of(path)
    if named is None:
        return "media"
    with open(path, "rb") as file:
        head = file.read(2048)
        file.seek(0)
        if not head:
            raise Unreadable("empty")
        kind = kind_inside(file, head, named)
    if kind is None:
        raise Unreadable("not-shown-type" if named == "other" else "damaged")
    return kind


def _pdf(path: str, wanted: Wanted) -> Made:
    target = Path(wanted.target)
    taken = pdf_pages.take(Path(path), target, wanted.labels)
    try:
        shapes = _shapes(target if taken.is_copy else Path(path), taken.units)
    except Unreadable:
        if taken.is_copy:
            raise
        # the two libraries read it differently: what one of them wrote anew, both read alike
        taken = pdf_pages.take(Path(path), target, wanted.labels, is_copied=True)
        shapes = _shapes(target, taken.units)
    how = How.OFFICE if wanted.how is How.OFFICE else How.AS_IS
    is_copy = taken.is_copy
    if how is How.OFFICE and not is_copy:  # it lies in a folder that goes
        with replacing(target) as stream, open(path, "rb") as source:
            shutil.copyfileobj(source, stream)
        is_copy = True
    return Made(how, path, is_copy, shapes, taken.reason, taken.detail, taken.has_labels)


def _picture(path: str, wanted: Wanted) -> Made:
    target = Path(wanted.target)
    drawn = picture_pages.draw(Path(path), target, wanted.labels, binding=wanted.binding)
    shapes = _shapes(target, (1.0,) * drawn.pages)
    return Made(How.PICTURE, path, True, shapes, drawn.reason, has_labels=True, alone=drawn.alone)


def _own(path: str, wanted: Wanted) -> Made:
    from ledger_app.binder.renditions.own_pages import draw_own  # with readers of many formats

    target = Path(wanted.target)
    with replacing(target) as stream:
        pages = draw_own(Path(path), stream)
    return Made(
        How.OWN, path, True, _shapes(target, (1.0,) * pages), has_labels=True
    )  # its marks are in a language


def _shapes(path: Path, units: tuple[float, ...]) -> tuple[PageShape, ...]:
    return tuple(shapes_of(path, units))
