"""Reads a scheme from a file: Word, Excel or a table saved as text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Source
from ledger_app.scheme.containers import Kind, kind_of, read_bytes
from ledger_app.scheme.csv_tables import read_text
from ledger_app.scheme.docx_tables import read_docx
from ledger_app.scheme.drafts import Draft, Edits, draft
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.shaping import shaped
from ledger_app.scheme.xlsx_tables import read_xlsx

_READERS = {Kind.DOCX: read_docx, Kind.XLSX: read_xlsx, Kind.TEXT: read_text}


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """A scheme's file as it stands: its tables, and the digest of its content."""

    path: Path
    sha256: str
    source: Source

    def draft(self, edits: Edits) -> Draft:
        """Return the scheme that the file holds once the edits are made; perhaps it holds none."""
        found = draft(self.source, edits)
        scheme = replace(
            found.scheme,
            title=found.scheme.title or self.path.stem,
            source=self.path.name,
            sha256=self.sha256,
        )
        return replace(found, scheme=scheme)


def read_file(path: Path) -> SchemeFile:
    """Return what a scheme's file holds, before anything is made of it.

    The content decides how it is read, not the extension; the file is never changed. Raises
    `LedgerError` for a file that cannot be read.
    """
    data = read_bytes(path)
    source = shaped(_READERS[kind_of(data, path)](data, path))
    return SchemeFile(path, hashlib.sha256(data).hexdigest(), source)


def read_tables(path: Path) -> SchemeFile:
    """Return a scheme's file of which a scheme can be made, by itself or by a person's word on its columns.

    Raises what `read_file` raises, and `scheme-no-table` where no row has two columns.
    """
    file = read_file(path)
    if not any(grid.width > 1 for grid in file.source.grids):
        raise LedgerError("scheme-no-table", path=path)
    return file


def read_scheme(path: Path) -> Scheme:
    """Return the scheme in a file, with a problem for everything that could not be read for sure.

    Raises what `read_file` raises, and `scheme-no-table` for a file without a table of indicators.
    """
    return scheme_of(read_file(path), Edits())


def scheme_of(file: SchemeFile, edits: Edits) -> Scheme:
    """Return the scheme that a file holds once the edits are made; raises `scheme-no-table` without one."""
    scheme = file.draft(edits).scheme
    if not scheme.indicators:
        raise LedgerError("scheme-no-table", path=file.path)
    return scheme
