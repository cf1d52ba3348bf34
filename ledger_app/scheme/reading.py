"""Reads a scheme from a file: Word, Excel or a table saved as text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.containers import Kind, kind_of, read_bytes
from ledger_app.scheme.csv_tables import read_text
from ledger_app.scheme.docx_tables import read_docx
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.xlsx_tables import read_xlsx

_READERS = {Kind.DOCX: read_docx, Kind.XLSX: read_xlsx, Kind.TEXT: read_text}


def read_scheme(path: Path) -> Scheme:
    """Return the scheme in a file, with a problem for everything that could not be read for sure.

    The content decides how it is read, not the extension; the file is never changed. Raises
    `LedgerError` for a file that cannot be read or holds no table of indicators (`scheme-no-table`).
    """
    data = read_bytes(path)
    scheme = read_outline(_READERS[kind_of(data, path)](data, path))
    if not scheme.indicators:
        raise LedgerError("scheme-no-table", path=path)
    return replace(
        scheme,
        title=scheme.title or path.stem,
        source=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
    )
