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
        case "xls":
            from ledger_app.search.old_sheets import read_xls

            return read_xls
        case "flat-sheets":
            from ledger_app.search.sheets import read_flat_sheets

            return read_flat_sheets
        case "pptx":
            from ledger_app.search.slides import read_pptx

            return read_pptx
        case "pdf":
            from ledger_app.search.pdf import read_pdf

            return read_pdf
        case "text":
            from ledger_app.search.plain_text import read_text

            return read_text
        case "doc":
            from ledger_app.search.old_word import read_doc

            return read_doc
        case "ppt":
            from ledger_app.search.old_slides import read_ppt

            return read_ppt
        case "rtf":
            from ledger_app.search.rich_text import read_rtf

            return read_rtf
        case "ofd":
            from ledger_app.search.ofd import read_ofd

            return read_ofd
        case "open":
            from ledger_app.search.open_document import read_open_document

            return read_open_document
        case "html":
            from ledger_app.search.web_pages import read_html

            return read_html
        case "mail":
            from ledger_app.search.mails import read_mail

            return read_mail
        case "zip":
            from ledger_app.search.archives import read_zip

            return read_zip
        case "rar":
            from ledger_app.search.archives import read_rar

            return read_rar
        case "7z":
            from ledger_app.search.archives import read_7z

            return read_7z
        case "tar":
            from ledger_app.search.archives import read_tar

            return read_tar
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
