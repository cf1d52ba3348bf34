"""The JSON documents about what is needed, for whom, and how far it is covered; the matrix as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from ledger_app.audit.matrix import Cell, Cover, Matrix, Row
from ledger_app.audit.wording_needs import COVERS
from ledger_app.core.i18n import _
from ledger_app.core.saving import replacing
from ledger_app.scheme import wording as scheme_wording
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject
from ledger_app.scheme.roster_tables import RosterTable

Document = dict[str, object]
_FORMULA = ("=", "+", "-", "@", "\t")


def requirements(found: Iterable[tuple[Indicator, Requirement]], rosters: Iterable[Roster]) -> list[Document]:
    """Return requirements with what they need, in document order."""
    names = {r.id: r.name for r in rosters}
    return [
        {
            "indicator": indicator.code,
            "key": one.key,
            "text": one.text,
            "drafted": one.is_drafted,
            "proposed": one.is_proposed,
            "by_hand": one.is_by_hand,
            "need": need(one.need, names),
        }
        for indicator, one in found
    ]


def need(one: Need, names: dict[int, str]) -> Document:
    """Return what a requirement needs; `names` are the rosters' by their numbers."""
    return {
        "kinds": list(one.kinds),
        "count": one.count,
        "every": one.every or None,
        "since": one.since or None,
        "until": one.until or None,
        "signed": one.is_signed,
        "sealed": one.is_sealed,
        "roster": names.get(one.roster) if one.roster is not None else None,
        "chain": one.chain or None,
        "step": one.step or None,
        "instead": one.instead or None,
    }


def rosters(found: Iterable[Roster]) -> list[Document]:
    """Return rosters with how many they list."""
    return [{"name": r.name, "kind": r.kind, "subjects": len(r.subjects)} for r in found]


def roster(found: Roster, table: RosterTable | None = None) -> Document:
    """Return a roster with its subjects; with the table it was read from, what in that is doubtful."""
    document: Document = {
        "name": found.name,
        "kind": found.kind,
        "subjects": [_subject(one) for one in found.subjects],
    }
    if table is not None:
        document["problems"] = [
            {
                "code": p.code,
                "where": scheme_wording.place_text(p.place),
                "message": scheme_wording.problem_sentence(p),
            }
            for p in table.problems
        ]
    return document


def matrix(found: Matrix) -> Document:
    """Return the coverage of a roster's subjects; cells in the order of `subjects`."""
    return {
        "roster": found.roster.name,
        "year": found.year,
        "as_of": found.as_of,
        "subjects": [_subject(one) for one in found.roster.subjects],
        "rows": [_row(one) for one in found.rows],
        "totals": [_cell(one) for one in found.totals],
    }


def write_matrix(found: Matrix, target: Path) -> None:
    """Write the matrix as .csv that Excel and WPS open; where nothing is asked, the files there are counted.

    Raises `output-unwritable`, `disk-full`.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    head = (_("Number"), _("Indicator"), _("Requirement"))
    table.writerow(_safe((*head, *(s.name for s in found.roster.subjects))))
    for row in found.rows:
        asked = row.requirement.text if row.requirement else ""
        cells = (_(COVERS[c.cover]) if c.cover is not Cover.NOT_ASKED else c.files or "" for c in row.cells)
        table.writerow(_safe((row.indicator.code, row.indicator.name, asked, *cells)))
    with replacing(target) as stream:
        stream.write(out.getvalue().encode("utf-8-sig"))


def _subject(one: Subject) -> Document:
    return {"id": one.id, "name": one.name, "also": list(one.also), "village": one.village or None}


def _row(row: Row) -> Document:
    return {
        "indicator": row.indicator.code,
        "name": row.indicator.name,
        "requirement": row.requirement.key if row.requirement else None,
        "text": row.requirement.text if row.requirement else None,
        "covered": row.covered,
        "cells": [_cell(one) for one in row.cells],
    }


def _cell(cell: Cell) -> Document:
    return {
        "state": str(cell.cover),
        "files": cell.files,
        "met": cell.met,
        "asked": cell.asked,
        "lacking": cell.lacking,
    }


def _safe(cells: Iterable[object]) -> list[str]:
    """Return cells none of which a spreadsheet takes for a formula."""
    texts = (str(c) for c in cells)
    return [f"'{t}" if t.startswith(_FORMULA) else t for t in texts]
