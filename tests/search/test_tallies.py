"""Rows counted, columns added up, and the counts that a text states."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.model import Grid, Part, Reading
from ledger_app.search.reading_pass import read_and_describe
from ledger_app.search.tallies import found_counts, stated_counts, tallies

HEAD = ("序号", "村名", "户数", "金额（元）")
ROWS = ((1, "石桥村", 10, 1200), (2, "柳溪村", 12, 2400), (3, "大坪村", 9, 900))


def grid(*rows: tuple[object, ...]) -> Reading:
    return Reading(grids=(Grid(1, tuple(tuple(str(c) for c in row) for row in rows)),))


def sums(*rows: tuple[object, ...]) -> list[tuple[str, str, str]]:
    return [(s.label, s.stated, s.counted) for t in tallies(grid(*rows)) for s in t.sums]


def test_rows_serial_numbers_and_what_a_row_stands_for() -> None:
    (tally,) = tallies(grid(("改厕台账",), HEAD, *ROWS))
    assert (tally.page, tally.rows, tally.numbered, tally.unit, tally.sums) == (1, 3, 3, "个村", ())


@pytest.mark.parametrize(
    ("numbers", "rows", "numbered"),
    [
        ((1, 2, 4, 5), 4, 5),
        ((1, 2, 2, 3), 4, 3),
        ((1, 2, 3, 1, 2), 5, 5),
        ((26, 27, 28), 3, 3),
    ],
)
def test_serial_numbers_as_they_are_written(numbers: tuple[int, ...], rows: int, numbered: int) -> None:
    (tally,) = tallies(grid(("序号", "户主"), *((n, f"户{k}") for k, n in enumerate(numbers))))
    assert (tally.rows, tally.numbered) == (rows, numbered)


def test_printed_numbers_without_anything_behind_them_are_no_rows() -> None:
    (tally,) = tallies(grid(("序号", "户主"), (1, "张三"), (2, "李四"), (3, "王五"), (4, ""), (5, "")))
    assert (tally.rows, tally.numbered) == (3, 3)


def test_a_village_in_every_row_is_not_what_a_row_stands_for() -> None:
    rows = [(n, "石桥村", n) for n in range(1, 6)]
    (tally,) = tallies(grid(("序号", "村名", "面积"), *rows))
    assert tally.unit == ""


def test_a_wrong_total_is_told_with_its_column() -> None:
    assert sums(HEAD, *ROWS, ("合计", "", 31, 4500)) == []
    assert sums(HEAD, *ROWS, ("合计", "", 33, 4500)) == [("户数", "33", "31")]
    assert sums(HEAD, ("", "合计", 33, 4500), *ROWS) == [("户数", "33", "31")]


def test_subtotals_and_the_whole() -> None:
    parts = (*ROWS[:2], ("小计", "", 22, 3600), ROWS[2], ("小计", "", 9, 900))
    assert sums(HEAD, *parts, ("合计", "", 31, 4500)) == []
    assert sums(HEAD, *parts, ("合计", "", 31, 4600)) == [("金额（元）", "4600", "4500")]


def test_what_cannot_be_added_up_is_left_alone() -> None:
    head = ("序号", "村名", "参保率", "人均收入", "联系电话", "户数")
    rows = [(n, f"村{n}", 98.5, 15000 + n, f"1380000000{n}", 5) for n in range(1, 5)]
    assert sums(head, *rows, ("合计", "", 98.4, 15002, 4, 20)) == []


def test_a_mean_or_a_count_below_a_column_is_no_total() -> None:
    rows = [(n, f"村{n}", 10 * n) for n in range(1, 5)]
    assert sums(("序号", "村名", "数值"), *rows, ("合计", "", 25)) == []
    assert sums(("序号", "村名", "数值"), *rows, ("合计", "", 4)) == []


def test_rounded_decimals_may_differ_by_their_rounding() -> None:
    rows = [(n, f"村{n}", "3.33") for n in range(1, 4)]
    assert sums(("序号", "村名", "资金"), *rows, ("合计", "", "10")) == []
    assert sums(("序号", "村名", "资金"), *rows, ("合计", "", "10.2")) == [("资金", "10.2", "9.99")]


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=30), st.integers(1, 10**6))
def test_only_the_right_total_is_silent(values: list[int], more: int) -> None:
    rows = [(n, f"村{n}", value) for n, value in enumerate(values, 1)]
    total = sum(values)
    assert sums(("序号", "村名", "数值"), *rows, ("合计", "", total)) == []
    wrong = total + more
    is_mean = abs(wrong * len(values) - total) <= len(values)
    if not is_mean and wrong != len(values):
        assert sums(("序号", "村名", "数值"), *rows, ("合计", "", wrong)) == [
            ("数值", str(wrong), str(total))
        ]


@given(st.lists(st.lists(st.text("序号合计小12 .,，|其中户村", max_size=6), max_size=5), max_size=12))
def test_any_table_is_counted_without_raising(rows: list[list[str]]) -> None:
    reading = Reading(
        parts=(Part(1, "\n".join(" ".join(row) for row in rows)),),
        grids=(Grid(1, tuple(map(tuple, rows))),),
    )
    for found in (tallies(reading), tallies(Reading(parts=reading.parts))):
        assert all(t.rows >= 2 for t in found)
    list(stated_counts(reading))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("全村共改厕326户，群众满意。", ["326户"]),
        ("合计：1,234人", ["1234人"]),
        ("应到30人，实到27人", ["27人"]),
        ("共20座公厕", ["20个"]),
        ("其中脱贫户共41户", []),
        ("计划共完成400户", []),
        ("每村共5户", []),
    ],
)
def test_counts_that_a_text_states(text: str, counts: list[str]) -> None:
    assert [m.text for m in stated_counts(Reading(parts=(Part(1, text),)))] == counts


def test_counts_found_on_the_spot() -> None:
    reading = Reading(parts=(Part(2, "台账登记14座，现场实有12座。"),))
    assert [(m.text, m.page) for m in found_counts(reading)] == [("12个", 2)]


def book(path: Path) -> None:
    made = openpyxl.Workbook()
    for row in (("统计表",), HEAD, *ROWS, ("合计", None, 33, 4500)):
        made.active.append(row)
    made.save(path)


def paper(path: Path) -> None:
    made = docx.Document()
    rows = (HEAD, *ROWS)
    table = made.add_table(rows=5, cols=4)
    for n, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(n, column).text = str(value)
    table.cell(4, 0).merge(table.cell(4, 1)).text = "合计"
    table.cell(4, 2).text, table.cell(4, 3).text = "33", "4500"
    made.save(str(path))


def commas(path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *ROWS, ("合计", "", "33", "4,500")])
    path.write_bytes(text.getvalue().encode("gb18030"))


def blanks(path: Path) -> None:
    lines = [HEAD, *ROWS, ("合计", "33", "4500")]
    path.write_text("\n".join(" ".join(map(str, line)) for line in lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "write"), [("a.xlsx", book), ("a.docx", paper), ("a.csv", commas), ("a.txt", blanks)]
)
def test_every_format_tells_its_cells(tmp_path: Path, name: str, write) -> None:
    write(tmp_path / name)
    found = read_and_describe(str(tmp_path / name))
    assert found.traits
    (tally,) = found.traits.tallies
    assert (tally.rows, tally.numbered) == (3, 3)
    assert [(s.label, Decimal(s.stated), Decimal(s.counted)) for s in tally.sums] == [("户数", 33, 31)]
    assert found.grids == ()
