"""Reads .pdf."""

from __future__ import annotations

import os
import re
from typing import IO

import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered

_END = 4096
_LEAST = 8  # fewer characters are a scanner's mark or a page number, not the page's text
_SAMPLE = 60
_FEW = 20
_COMMON_IN_BIG5 = 0xC6
_WRONG = 0.3
# Control and private characters, and Latin letters with marks: where they are many, they are glyph numbers.
_STRANGE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\ufffd-\uffff\ue000-\uf8ff]"
)
_HANZI = re.compile("[\u3400-\u9fff]")
_OBJECTS = 2000
_DRAWN = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
_NOTES = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_WIDGET)


def read_pdf(file: IO[bytes], found: Gathered) -> None:
    """Read every page with the notes and form fields on it.

    Pages that are a picture, and those whose font does not say which characters it draws, are `scans`:
    their text can only be recognised.
    """
    if not has_end(file):
        found.error = "damaged"
    document = open_pdf(file)
    try:
        found.pages = len(document)
        if found.pages == 0:
            raise Unreadable("damaged")
        for number in range(1, found.pages + 1):
            found.check()
            _read_page(document, number, found)
    finally:
        document.close()


def open_pdf(file: IO[bytes]) -> pdfium.PdfDocument:
    """Open a document, to be closed by the caller; raises `Unreadable`."""
    try:
        return pdfium.PdfDocument(file, autoclose=False)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("encrypted" if is_locked else "damaged") from error


def has_end(file: IO[bytes]) -> bool:
    """Return whether the end mark is there: a half-copied file opens, with pages missing."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END))
    end = file.read()
    file.seek(0)
    return b"%%EOF" in end or b"startxref" in end


def _read_page(document: pdfium.PdfDocument, number: int, found: Gathered) -> None:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        found.error = "damaged"  # one broken page does not make the others unreadable
        return
    try:
        text, is_garbled = _text(page)
        text = "\n".join((text, *_notes(page))).strip()
    except pdfium.PdfiumError:
        found.error = "damaged"
        return
    else:
        is_short = len("".join(text.split())) < _LEAST
        if is_garbled or (is_short and _has_picture(page)):
            found.scans.append(number)
        else:
            found.whole(number, text)
    finally:
        page.close()


def _text(page: pdfium.PdfPage) -> tuple[str, bool]:
    """Return a page's text, and whether it is not what a person sees there."""
    reader = page.get_textpage()
    try:
        total = reader.count_chars()
        if total <= 0:
            return "", False
        text = reader.get_text_range()
        places = range(0, total, total // _SAMPLE + 1)
        wrong = sum(raw.FPDFText_HasUnicodeMapError(reader, n) == 1 for n in places)
    finally:
        reader.close()
    return text, wrong >= _WRONG * len(places) or _is_garbled(text)


def _is_garbled(text: str) -> bool:
    """Return whether a text can't be what stands on the page: a font's table of characters may be wrong."""
    bare = "".join(text.split())
    if len(_STRANGE.findall(bare)) > _WRONG * len(bare):
        return True
    hanzi = "".join(_HANZI.findall(bare))
    if len(hanzi) < _FEW or len(hanzi.encode("gb2312", "ignore")) >= len(hanzi):
        return False
    # half of them are not common in China; are they in Taiwan?
    common = hanzi.encode("big5", "ignore")[::2]
    return sum(lead <= _COMMON_IN_BIG5 for lead in common) * 2 < len(hanzi)


def _has_picture(page: pdfium.PdfPage) -> bool:
    """Return whether anything is drawn on the page but letters and lines."""
    total = min(raw.FPDFPage_CountObjects(page), _OBJECTS)
    return any(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n)) in _DRAWN for n in range(total))


def _notes(page: pdfium.PdfPage) -> list[str]:
    """Return what was noted on the page or filled into its fields: it is not part of its text."""
    notes = []
    for n in range(min(raw.FPDFPage_GetAnnotCount(page), _OBJECTS)):
        note = raw.FPDFPage_GetAnnot(page, n)
        if not note:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(note)
            if kind in _NOTES:
                notes.append(_value(note, b"V" if kind == raw.FPDF_ANNOT_WIDGET else b"Contents"))
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return [note for note in notes if note]


def _value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size < 1 << 20:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()
