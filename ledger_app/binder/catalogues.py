"""The columns of 归档文件目录: nine by DA/T 22-2015 5.5.2, or the seven of DA/T 22-2000, which many still use."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.binder.blocks import Column, Table
from ledger_app.binder.bookwork import Styles
from ledger_app.binder.drawing import MM
from ledger_app.binder.model import IndexRow
from ledger_app.core.i18n import _

REMARK_LINES = 3
"""A remark of more lines is given as `*` and told in full elsewhere: on the closing sheet, or below the table."""

_PADDING = 6.0
_NUMBER = 30 * MM, 48 * MM  # the least and the most that 档号 gets


def stretched(columns: Sequence[tuple[str, float, str]], width: float, widest: int) -> tuple[Column, ...]:
    """Return columns (title, mm, align) of which the one at `widest` takes up what is left of the width."""
    rest = width - sum(mm * MM for n, (_title, mm, _align) in enumerate(columns) if n != widest)
    return tuple(
        Column(title, rest if n == widest else mm * MM, align) for n, (title, mm, align) in enumerate(columns)
    )


def catalogue_table(
    columns: int, styles: Styles, width: float, rows: Sequence[IndexRow] = (), *, x: float = 0.0
) -> Table:
    """Return the table of a catalogue with 9 or 7 columns in this width; that of 档号 is as wide as the rows need."""
    if columns == 7:
        made = stretched(_seven(), width, 3)
    else:
        face, size = styles.small.typeface, styles.small.size
        widest = max((face.width(face.prepared(row.archive_number), size) for row in rows), default=0.0)
        number = min(max(widest + _PADDING + 1, _NUMBER[0]), _NUMBER[1])
        made = stretched(_nine(number / MM), width, 4)
    return Table(made, x, styles.small, styles.small_head)


def catalogue_cells(columns: int, row: IndexRow, table: Table) -> tuple[str, ...]:
    """Return the cells of a row; a remark too long for its column is a `*`."""
    pages = "" if row.pages is None else str(row.pages)
    remark = "*" if is_long(table, row.remark) else row.remark
    if columns == 7:
        return (str(row.number), row.issuer, row.document_number, row.title, row.date, pages, remark)
    return (
        str(row.number),
        row.archive_number,
        row.document_number,
        row.issuer,
        row.title,
        row.date,
        row.secrecy,
        pages,
        remark,
    )


def is_long(table: Table, remark: str) -> bool:
    """Return whether a remark is too long for the last column."""
    style, width = table.style, table.columns[-1].width - _PADDING
    return len(style.typeface.wrap(remark, width, style.size)) > REMARK_LINES


def told(row: IndexRow) -> str:
    """Return a long remark as it is told elsewhere."""
    return _("* Item {n}: {remark}").format(n=row.number, remark=row.remark)


def _nine(number: float) -> list[tuple[str, float, str]]:
    return [
        (_("No."), 11, "center"),
        (_("Archive number"), number, "left"),
        (_("Document number"), 33, "left"),
        (_("Issuer"), 31, "left"),
        (_("Title"), 0, "left"),
        (_("Date"), 19, "center"),
        (_("Secrecy"), 14.5, "center"),
        (_("Page count"), 12, "center"),
        (_("Remarks"), 25, "left"),
    ]


def _seven() -> list[tuple[str, float, str]]:
    return [
        (_("Item no."), 11, "center"),
        (_("Issuer"), 28, "left"),
        (_("Document number"), 32, "left"),
        (_("Title"), 0, "left"),
        (_("Date"), 17, "center"),
        (_("Page count"), 12, "center"),
        (_("Remarks"), 21, "left"),
    ]
