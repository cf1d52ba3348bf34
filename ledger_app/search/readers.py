"""Which function reads which format. Each loads with the first file that needs it: the worker has to start
fast, and the program that starts it never needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from ledger_app.search.gathering import Gathered
from ledger_app.search.model import Reading


def text_reader(kind: str) -> Callable[[IO[bytes], Gathered], None] | None:
    """Return what gathers the text of files of this kind (see `formats`), None where nothing does."""
    match kind:
        case "docx":
            from ledger_app.search.word import read_docx

            return read_docx
        case "flat-word":
            from ledger_app.search.word import read_flat_word

            return read_flat_word
        case "xlsx":
            from ledger_app.search.sheets import read_xlsx

            return read_xlsx
        case "xls" | "xlsb":
            from ledger_app.search.sheets import read_old_sheets

            return read_old_sheets
        case "pptx":
            from ledger_app.search.slides import read_pptx

            return read_pptx
        case "pdf":
            from ledger_app.search.pdf import read_pdf

            return read_pdf
        case "text":
            from ledger_app.search.plain_text import read_text

            return read_text
    return None


def picture_reader(kind: str) -> Callable[[IO[bytes]], Reading] | None:
    """Return what reads pictures of this kind, None where it is no picture."""
    match kind:
        case "picture":
            from ledger_app.search.pictures import read_picture

            return read_picture
        case "heic":
            from ledger_app.search.pictures import read_heic

            return read_heic
    return None
