"""The coverage of every village (household, project) on paper: what is asked for, by the subjects of a roster."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ledger_app.audit.matrix import Cell, Cover, Matrix, Row
from ledger_app.audit.wording_needs import SIGNS, covered
from ledger_app.binder.matrix_pages import draw_matrix
from ledger_app.binder.matrix_xlsx import write_matrix_xlsx
from ledger_app.binder.model import MatrixRow, MatrixTable, Printed
from ledger_app.binder.words import visible
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing


def matrix_table(matrix: Matrix, *, title: str, as_of: date) -> MatrixTable:
    """Return the matrix as it is printed: the rows that ask something, else those that something is there for."""
    asked = [row for row in matrix.rows if row.is_asked]
    shown = asked or [row for row in matrix.rows if any(cell.files for cell in row.cells)]
    return MatrixTable(
        title=visible(title),
        roster=visible(matrix.roster.name),
        subjects=tuple(visible(s.name) for s in matrix.roster.subjects),
        rows=tuple(map(_row, shown)),
        totals=tuple(f"{cell.met}/{cell.asked}" if cell.asked else "" for cell in matrix.totals),
        verdict=covered(matrix),
        legend=_(
            "√ covered\u3000△ partly, with the number of files\u3000× missing\u3000blank: not asked for"
        ),
        as_of=as_of,
    )


def write_matrix(
    matrix: Matrix, target: Path, *, title: str, as_of: date, progress: Progress | None = None
) -> Printed:
    """Write the matrix as the target's ending says: `.pdf` or `.xlsx`.

    Raises `output-unknown-table`, `output-unwritable`, `disk-full`.
    """
    ending = target.suffix.lower()
    if ending not in (".pdf", ".xlsx"):
        raise LedgerError("output-unknown-table", path=target)
    table = matrix_table(matrix, title=title, as_of=as_of)
    with replacing(target) as stream:
        if ending == ".pdf":
            return Printed(target, *draw_matrix(table, stream, progress or Progress()))
        write_matrix_xlsx(table, stream)
    return Printed(target, 0)


def _row(row: Row) -> MatrixRow:
    indicator = row.indicator
    is_whole = row.requirement is None
    return MatrixRow(
        code=indicator.code if is_whole else "",
        name=visible(indicator.name if row.requirement is None else row.requirement.text),
        star="★" if is_whole and indicator.is_hard else "",
        cells=tuple(map(_sign, row.cells)),
        is_indicator=is_whole,
    )


def _sign(cell: Cell) -> str:
    if cell.cover is Cover.NOT_ASKED:
        return str(cell.files) if cell.files else ""
    return SIGNS[cell.cover] + (str(cell.files) if cell.cover is Cover.PARTLY and cell.files else "")
