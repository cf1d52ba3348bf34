"""The words for what columns hold and what the rows of a scheme's table are."""

from __future__ import annotations

import re

from ledger_app.core.i18n import N_, _
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout
from ledger_app.scheme.rows import Kind

ROLES: dict[Role, str] = {
    Role.INDICATOR: N_("Indicator"),
    Role.LEVEL: N_("Heading above it"),
    Role.CODE: N_("Number"),
    Role.POINTS: N_("Points"),
    Role.HARD: N_("Hard or not"),
    Role.SCORING: N_("Scoring rule"),
    Role.EVIDENCE: N_("Evidence asked for"),
    Role.UNITS: N_("Responsible units"),
    Role.PERSONS: N_("Responsible persons"),
    Role.DETAIL: N_("Explanation"),
    Role.IGNORED: N_("Not read"),
}
KINDS: dict[Kind, str] = {
    Kind.HEADER: N_("header"),
    Kind.TOTAL: N_("total"),
    Kind.NOTE: N_("note"),
    Kind.BANNER: N_("heading"),
    Kind.BLANK: N_("blank"),
}


def role_in_use(layout: Layout, column: int) -> Role | None:
    """Return what a column of a grid is read as, None where nobody knows."""
    if layout.header is None or column >= len(layout.header.columns):
        return None
    columns = layout.columns
    if columns is not None and column == columns.leaf:
        return Role.INDICATOR
    if columns is not None and column in columns.levels:
        return Role.LEVEL
    role = layout.header.columns[column].role
    if role is Role.NAME:
        return Role.SCORING  # what describes the indicator further is read with its rule
    return None if role is Role.UNKNOWN else role


def row_number(place: str) -> str:
    """Return the number that a row's place ends with; the cell where a sheet was turned (`B2`)."""
    cell = re.search(r"!([A-Z]+)(\d+)$", place)
    if cell:
        return cell[2] if cell[1] == "A" else cell[0][1:]
    found = re.search(r"(\d+)(?: (\(\d+\)))?$", place)
    return f"{found[1]}{found[2] or ''}" if found else ""


def table_title(place: str, number: int) -> str:
    """Return a grid as the list of tables names it."""
    found = re.fullmatch(r"table (\d+)", place)
    if found or not place:
        return _("Table {n}").format(n=found[1] if found else number)
    return place
