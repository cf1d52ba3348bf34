"""Archive numbers: held by one item each, withdrawn for good, printed by a pattern."""

from __future__ import annotations

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.vault import numbers
from ledger_app.vault.model import ArchiveNumber, Retention, Series
from ledger_app.vault.numbering import archive_number, check_template

SERIES = Series(2024, Retention.PERMANENT, "")


@pytest.fixture
def held(folder):
    for n in range(4):
        folder.write(f"{n}", f"text {n}")
    folder.scan()
    return folder.db


def put(db, wanted, series=SERIES):
    with db.operation("settle-boxes") as op:
        numbers.put(db, op, series, wanted)
    return op


def given_numbers(db):
    return {item: n.number for item, n in numbers.archive_numbers(db).items()}


def test_numbers_change_places_and_come_back(held):
    put(held, {1: 1, 2: 2, 3: 3})
    put(held, {1: 3, 2: 1, 3: 2})
    assert given_numbers(held) == {1: 3, 2: 1, 3: 2}
    held.undo()
    assert given_numbers(held) == {1: 1, 2: 2, 3: 3}
    held.redo()
    assert given_numbers(held) == {1: 3, 2: 1, 3: 2}


def test_what_stays_is_not_written(held):
    put(held, {1: 1, 2: 2})
    op = put(held, {1: 1, 2: 2, 3: 3})
    assert [change.key for change in op.changes] == [3]


def test_series_count_for_themselves(held):
    put(held, {1: 1})
    put(held, {2: 1}, SERIES._replace(retention=Retention.YEARS_30))
    put(held, {3: 1}, SERIES._replace(office="BGS"))
    assert given_numbers(held) == {1: 1, 2: 1, 3: 1}


def test_settling_is_not_undone_once_it_stands_on_paper(held):
    put(held, {1: 1})
    with held.operation("record-print", is_undoable=False) as op:
        numbers.mark_printed(op, [1])
    with pytest.raises(LedgerError, match="undo-conflict"):
        held.undo()
    assert numbers.archive_numbers(held)[1].is_printed


def test_a_withdrawn_number_is_stated_for_good(held):
    put(held, {1: 1, 2: 2})
    with held.operation("withdraw-items") as op:
        number = numbers.archive_numbers(held)[1]
        numbers.withdraw(op, number, is_stated=True, reason="移交县档案馆", actor="张三")
    (gone,) = numbers.withdrawn(held)
    assert (gone.series, gone.number, gone.item, gone.reason) == (SERIES, 1, 1, "移交县档案馆")
    assert given_numbers(held) == {2: 2}


def test_printed_number():
    number = ArchiveNumber(1, 2011, Retention.PERMANENT, "BGS", 1)
    assert archive_number("Z109", number) == "Z109-WS·2011-Y-BGS-0001"
    plain = ArchiveNumber(1, 2024, Retention.YEARS_30, "", 12)
    assert archive_number("Z109", plain) == "Z109-WS·2024-D30-0012"
    assert archive_number("", plain) == "WS·2024-D30-0012"


@pytest.mark.parametrize(
    "bad", ["", "{fonds}", "{number", "{nummer}", "{0}{number}", "{year.x}{number}", "{number:q}"]
)
def test_bad_patterns_are_refused(bad):
    with pytest.raises(LedgerError) as caught:
        check_template(bad)
    assert caught.value.code == "bad-number-template"


def test_a_width_that_would_fill_the_memory_is_refused():
    with pytest.raises(LedgerError, match="bad-number-template"):
        check_template("{number:99999999999d}")
