"""Which months a name speaks of, and which parts of a period are asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.audit.periods import is_within, named_months, part_of, parts
from ledger_app.scheme.model import Need


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("第二季度村务公开.jpg", {4, 5, 6}),
        ("2025年三季度公开栏", {7, 8, 9}),
        ("Q4公开", {10, 11, 12}),
        ("一至三季度", set(range(1, 10))),
        ("3月份巡查记录", {3}),
        ("三月巡查记录", {3}),
        ("2025年12月", {12}),
        ("2025.3月", {3}),
        ("1-6月台账", set(range(1, 7))),
        ("十一月、十二月", {11, 12}),
        ("上半年总结", set(range(1, 7))),
        ("全年台账", set(range(1, 13))),
        ("2025年3月5日会议记录", set()),
        ("会议记录20250305", set()),
        ("13月", set()),
        ("照片1", set()),
        ("第21季度", set()),
    ],
)
def test_months_of_names(name: str, months: set[int]) -> None:
    assert named_months(name) == months


@pytest.mark.parametrize(
    ("need", "as_of", "expected"),
    [
        (Need(), "2026-03-20", ()),
        (Need(every="half"), "2026-03-20", ("2025-H1", "2025-H2")),
        (Need(every="quarter"), "2025-07-01", ("2025-Q1", "2025-Q2")),
        (Need(every="quarter"), "2025-06-30", ("2025-Q1",)),
        (Need(every="month", since="2024-11-15", until="2025-02-01"), "2026-01-01", ("2024-11", "2024-12", "2025-01", "2025-02")),
        (Need(every="month"), "2024-06-01", ()),
    ],
)  # fmt: skip
def test_parts_that_are_asked_for(need: Need, as_of: str, expected: tuple[str, ...]) -> None:
    assert parts(need, 2025, as_of) == expected


def test_the_part_of_a_month() -> None:
    assert [part_of("2025-07", every) for every in ("month", "quarter", "half")] == [
        "2025-07",
        "2025-Q3",
        "2025-H2",
    ]


@pytest.mark.parametrize(
    ("date", "is_in"),
    [("2025-07-01", True), ("2025-06-30", False), ("2025-06", False), ("2025", True), ("2026", False)],
)
def test_dates_within_a_period_as_far_as_they_are_known(date: str, is_in: bool) -> None:
    assert is_within([(date, "content")], "2025-07-01", "2025-12-31", 2025) is is_in


@given(st.text(max_size=30))
def test_any_name_is_looked_at_without_a_fault(name: str) -> None:
    assert named_months(name) <= set(range(1, 13))
