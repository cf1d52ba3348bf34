"""Reads .pdf."""

from __future__ import annotations

import os
from typing import IO

import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.search.containers import Unreadable
from ledger_app.search.model import Part, Reading

_END = 4096
_LEAST = 8  # fewer characters are a scanner's mark or a page number, not the page's text


def read_pdf(file: IO[bytes]) -> Reading:
    """Read the text of every page."""
    is_whole = _has_end(file)
    document = open_pdf(file)
    try:
        pages = len(document)
        if pages == 0:
            raise Unreadable("damaged")
        texts = [_text(document, n) for n in range(pages)]
    finally:
        document.close()
    has_text = len("".join("".join(texts).split())) >= _LEAST
    return Reading(
        parts=tuple(Part(n, t) for n, t in enumerate(texts, start=1)) if has_text else (),
        pages=pages,
        error=None if is_whole else "damaged",
    )


def open_pdf(file: IO[bytes]) -> pdfium.PdfDocument:
    """Open a document, to be closed by the caller; raises `Unreadable`."""
    try:
        return pdfium.PdfDocument(file, autoclose=False)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("encrypted" if is_locked else "damaged") from error


def _has_end(file: IO[bytes]) -> bool:
    """Return whether the end mark is there: a half-copied file opens, with pages missing."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END))
    end = file.read()
    file.seek(0)
    return b"%%EOF" in end or b"startxref" in end


def _text(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return ""  # one broken page does not make the others unreadable
    try:
        text = page.get_textpage()
        try:
            return text.get_text_range() if text.count_chars() > 0 else ""
        finally:
            text.close()
    except pdfium.PdfiumError:
        return ""
    finally:
        page.close()
