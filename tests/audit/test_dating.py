"""What the dates on a file say about the year it is of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.audit.dating import When, decisive, is_earlier, is_lasting, when


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((), When.UNKNOWN),
        ((("2025-01-01", "content"),), When.INSIDE),
        ((("2025", "number"),), When.INSIDE),
        ((("2024-12-31", "content"),), When.OUTSIDE),
        ((("2024-12-31", "content"), ("2025", "name")), When.INSIDE),
        ((("2024-12-31", "exif"), ("2025", "folder")), When.OUTSIDE),
        ((("2024", "folder"),), When.OUTSIDE),
        ((("2025", "folder"),), When.INSIDE),
        ((("2026-01-01", "content"),), When.AFTER),
        ((("2026-04-30", "content"),), When.AFTER),
        ((("2026-05-01", "content"),), When.OUTSIDE),
        ((("2026", "number"),), When.AFTER),
        ((("2027-01-05", "content"),), When.OUTSIDE),
        ((("1970-01-01", "exif"),), When.UNKNOWN),
        ((("1970-01-01", "exif"), ("2025", "folder")), When.INSIDE),
    ],
)
def test_when(dates: tuple[tuple[str, str], ...], expected: When) -> None:
    assert when(dates, 2025) is expected


DATES = st.lists(
    st.tuples(
        st.one_of(st.dates().map(str), st.integers(1900, 2099).map(str)),
        st.sampled_from(["content", "exif", "number", "name", "folder", "person"]),
    )
)


@given(DATES)
def test_a_date_of_the_year_on_the_file_itself_always_settles_it(dates: list[tuple[str, str]]) -> None:
    assert when([*dates, ("2025-06-01", "content")], 2025) is When.INSIDE


@given(DATES)
def test_order_does_not_matter(dates: list[tuple[str, str]]) -> None:
    assert when(dates, 2025) is when(list(reversed(dates)), 2025)


@given(DATES)
def test_folders_are_believed_only_where_the_file_is_silent(dates: list[tuple[str, str]]) -> None:
    said = decisive(dates, 2025)
    assert set(said) <= set(dates)
    assert len({source == "folder" for _, source in said}) <= 1


def test_earlier_needs_every_date_before_the_year() -> None:
    assert is_earlier((("2023-01-01", "content"), ("2024", "name")), 2025)
    assert not is_earlier((("2023-01-01", "content"), ("2026-08-01", "exif")), 2025)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("管护协议", True),
        ("派驻文件", True),
        ("村庄规划批复", True),
        ("改厕台账", False),
        ("现场照片", False),
    ],
)
def test_what_stays_in_force(asked: str, expected: bool) -> None:
    assert is_lasting(asked) is expected
