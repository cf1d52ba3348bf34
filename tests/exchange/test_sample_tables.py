"""The sample's tables: sums agree, dates lie before the document, the same seed gives the same table."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.exchange.sample_tables import VILLAGES, persons, table

DAY = date(2025, 9, 17)


@given(st.integers(0, 10**6), st.integers(1, 90), st.integers(0, 10**6))
def test_forced_total_is_shared_out_to_the_last_unit(total: int, rows: int, seed: int) -> None:
    made = table(("户主:p", f"金额:i={total}"), rows, until=DAY, random=Random(seed))
    assert sum(row[1] for row in made.rows) == total
    assert made.sums == ("合计", total)


@given(st.integers(0, 10**6), st.integers(1, 60))
def test_what_is_made_of_columns_agrees_with_them(seed: int, rows: int) -> None:
    columns = ("村:v", "数量:i1-9", "单价:i10-20!", "金额:x1*2", "扣减:i0-5", "实发:e3-4")
    made = table(columns, rows, until=DAY, random=Random(seed))
    for _, count, price, amount, less, paid in made.rows:
        assert amount == count * price
        assert paid == amount - less
    assert made.sums[5] == made.sums[3] - made.sums[4]
    assert made.sums[2] == ""


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_proportion_follows_its_column_and_adds_up(seed: int, rows: int) -> None:
    made = table(("村:v", "下达:f=668.0", "已支出:r1=661.4"), rows, until=DAY, random=Random(seed))
    assert round(sum(row[2] for row in made.rows), 1) == 661.4
    assert all(abs(row[2] - row[1] * 661.4 / 668.0) < 0.25 for row in made.rows)


@given(st.integers(0, 10**6))
def test_dates_rise_and_end_with_the_document_unless_they_are_deadlines(seed: int) -> None:
    made = table(("走访:d3-12", "时限:d11-12"), 20, until=DAY, random=Random(seed))
    visits, deadlines = ([row[i] for row in made.rows] for i in (0, 1))
    assert visits == sorted(visits)
    assert max(visits) <= DAY
    assert min(deadlines) >= date(2025, 11, 1)


def test_same_seed_same_table() -> None:
    columns = ("村:v", "户主:p", "证号:k", "电话:m", "签字:s", "结果:c好/坏")
    first, second = (table(columns, 30, until=DAY, random=Random("a")) for _ in range(2))
    assert first == second
    assert first != table(columns, 30, until=DAY, random=Random("b"))


def test_villages_give_one_row_each() -> None:
    made = table(("村:v", "面积:i1-9"), "villages", until=DAY, random=Random(1))
    assert tuple(row[0] for row in made.rows) == VILLAGES


def test_nobody_bears_these_names() -> None:
    assert all(name[1] == "某" and len(name) == 3 for name in persons(200, Random(3)))
