"""Writes a scheme as the table it came from: Word or Excel, and says what reading it back would not give."""

from __future__ import annotations

import io
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.core.saving import replacing
from ledger_app.scheme.comparing import Difference, compare
from ledger_app.scheme.docx_tables import read_docx
from ledger_app.scheme.docx_writing import write_docx
from ledger_app.scheme.laying import as_exported, lay_out
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.shaping import shaped
from ledger_app.scheme.xlsx_tables import read_xlsx
from ledger_app.scheme.xlsx_writing import write_xlsx

_FORMATS = {".docx": (write_docx, read_docx), ".xlsx": (write_xlsx, read_xlsx)}


def export(scheme: Scheme, target: Path) -> Difference:
    """Write a scheme to a .docx or .xlsx file, whole or not at all, and return what importing it would change.

    Importing the file gives the same scheme: title, year, total, headings, codes, names, points, marks,
    units, persons, scoring and requirements. Where a text cannot stand in a table as it is, the difference
    names the indicator. Needs, rosters and links are no part of it. Raises `scheme-output-unknown` for
    another ending and what `saving.replacing` does.
    """
    formats = _FORMATS.get(target.suffix.lower())
    if formats is None:
        raise LedgerError("scheme-output-unknown", path=target)
    write, read = formats
    stream = io.BytesIO()
    write(lay_out(scheme), stream)
    with replacing(target) as file:
        file.write(stream.getvalue())
    back = read_outline(shaped(read(stream.getvalue(), target)))
    return compare(as_exported(scheme), as_exported(back))
