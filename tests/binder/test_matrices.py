"""The coverage of every village on paper: all subjects, legible, however many there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ledger_app.audit.matrix import Cell, Cover, Matrix, Row
from ledger_app.binder.matrices import matrix_table, write_matrix
from ledger_app.binder.matrix_pages import ABREAST
from ledger_app.core.errors import LedgerError
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject

from .conftest import AS_OF

COVERED = Cell(Cover.COVERED, 2, 1, 1)
PARTLY = Cell(Cover.PARTLY, 1, 0, 1, 1)
MISSING = Cell(Cover.MISSING, 0, 0, 1, 1)


def matrix(count: int) -> Matrix:
    """An indicator with one requirement asked of every village; one village in three is covered."""
    roster = Roster(1, "行政村", "village", tuple(Subject(n, f"南湾{n}村") for n in range(1, count + 1)))
    cells = tuple((COVERED, PARTLY, MISSING)[n % 3] for n in range(count))
    requirement = Requirement("1", "改厕前后照片", 7, Need(roster=1))
    indicator = Indicator("20", ("三",), "卫生户厕改造与管护", 2.5, True, requirements=(requirement,), id=5)
    rows = (Row(indicator, None, cells), Row(indicator, requirement, cells))
    return Matrix(roster, rows, cells, 2025, "2026-01-05")


@pytest.mark.parametrize("count", [1, ABREAST, ABREAST + 1, 100])
def test_every_subject_is_on_paper_once_a_part(
    tmp_path: Path, each_language: str, read_pdf: Callable[[bytes], object], count: int
) -> None:
    printed = write_matrix(matrix(count), tmp_path / "m.pdf", title="青山镇", as_of=AS_OF)
    pdf = read_pdf(printed.path.read_bytes())
    assert printed.missing_glyphs == ()
    assert printed.pages == len(pdf.pages) == -(-count // ABREAST)
    for number in range(1, count + 1):
        assert f"南湾{number}村" in pdf.text
    assert "改厕前后照片" in pdf.text
    assert pdf.text.count("×") >= 2 * (count // 3)


def test_the_excel_table_has_a_column_a_subject(tmp_path: Path) -> None:
    printed = write_matrix(matrix(30), tmp_path / "m.xlsx", title="青山镇", as_of=AS_OF)
    sheet = load_workbook(printed.path).worksheets[0]
    assert [c.value for c in sheet[3]][:4] == ["Code", "What is asked for", "南湾1村", "南湾2村"]
    assert [c.value for c in sheet[5]][2:5] == ["√", "△1", "×"]
    assert sheet.freeze_panes == "C4"


def test_without_anything_asked_what_is_there_is_counted() -> None:
    whole = matrix(3)
    idle = (Cell(Cover.NOT_ASKED, 4), Cell(Cover.NOT_ASKED), Cell(Cover.NOT_ASKED, 1))
    bare = Matrix(whole.roster, (Row(whole.rows[0].indicator, None, idle),), idle, 2025, "2026-01-05")
    table = matrix_table(bare, title="青山镇", as_of=AS_OF)
    assert table.rows[0].cells == ("4", "", "1")
    assert "No requirement asks" in table.verdict


def test_an_empty_roster_is_a_page_too(tmp_path: Path) -> None:
    assert write_matrix(matrix(0), tmp_path / "m.pdf", title="", as_of=AS_OF).pages == 1


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="output-unknown-table"):
        write_matrix(matrix(1), tmp_path / "m.doc", title="", as_of=AS_OF)
