"""Reads .pdf."""

from __future__ import annotations

import os
from typing import IO

import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.search.containers import HEAD, TAIL, Unreadable
from ledger_app.search.model import Reading

_PAGES = 2
_END = 4096
_LEAST = 8  # fewer characters are a scanner's mark or a page number, not the page's text


def read_pdf(file: IO[bytes]) -> Reading:
    """Read the text of the first two pages and of the last, and count the pages."""
    is_whole = _has_end(file)
    document = open_pdf(file)
    try:
        pages = len(document)
        if pages == 0:
            raise Unreadable("damaged")
        texts = [_text(document, n, HEAD) for n in range(min(_PAGES, pages))]
        head = "\n".join(t for t in texts if t)[:HEAD]
        tail = _text(document, pages - 1, None)[-TAIL:] if pages > _PAGES else ""
    finally:
        document.close()
    has_text = len("".join(head.split())) >= _LEAST
    return Reading(
        text=head if has_text else "",
        tail=tail if has_text else "",
        pages=pages,
        text_source="text" if has_text else "none",
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


def _text(document: pdfium.PdfDocument, number: int, limit: int | None) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return ""  # one broken page does not make the others unreadable
    try:
        text = page.get_textpage()
        try:
            size = text.count_chars()
            size = size if limit is None else min(size, limit)
            return text.get_text_range(0, size) if size > 0 else ""
        finally:
            text.close()
    except pdfium.PdfiumError:
        return ""
    finally:
        page.close()
