"""Archive numbers: given once, without holes, printed by a pattern."""

from __future__ import annotations

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.vault import numbers
from ledger_app.vault.model import ArchiveNumber, Retention
from ledger_app.vault.numbering import archive_number, check_template


def given_numbers(folder):
    return {item: n.number for item, n in numbers.archive_numbers(folder.db).items()}


def test_numbers_follow_the_order_and_are_kept(folder):
    for n in range(4):
        folder.write(f"{n}", f"text {n}")
    folder.scan()
    numbers.assign(folder.db, [3, 1], year=2024, retention="Y")
    assert given_numbers(folder) == {3: 1, 1: 2}
    numbers.assign(folder.db, [1, 2, 3, 4, 4], year=2024, retention="Y")
    assert given_numbers(folder) == {3: 1, 1: 2, 2: 3, 4: 4}
    assert numbers.assign(folder.db, [1], year=2024, retention="Y").operation is None
    folder.db.undo()
    assert given_numbers(folder) == {3: 1, 1: 2}


def test_series_count_for_themselves(folder):
    for n in range(3):
        folder.write(f"{n}", f"text {n}")
    folder.scan()
    numbers.assign(folder.db, [1], year=2024, retention="Y")
    numbers.assign(folder.db, [2], year=2024, retention="D30")
    numbers.assign(folder.db, [3], year=2024, retention="Y", office="BGS")
    assert given_numbers(folder) == {1: 1, 2: 1, 3: 1}


def test_unknown_retention_is_refused(folder):
    with pytest.raises(LedgerError) as caught:
        numbers.assign(folder.db, [], year=2024, retention="长期")
    assert caught.value.code == "unknown-retention"


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
