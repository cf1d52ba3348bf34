"""What a person files items by: stored as little as was said, refused where it can't be."""

from __future__ import annotations

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.vault import filings
from ledger_app.vault.model import Filing, Retention, Secrecy, Series


@pytest.fixture
def held(folder):
    folder.write("a", "text")
    folder.scan()
    folder.db.change_settings(year=2025, retention="D30")
    return folder.db


def put(db, **values):
    with db.operation("file-items") as op:
        filings.put(db, op, 1, **values)


def test_what_is_said_is_kept_and_what_is_taken_back_leaves_nothing(held):
    put(held, year=2024, secrecy="secret")
    assert filings.filings(held) == {1: Filing(1, year=2024, secrecy=Secrecy.SECRET)}
    put(held, year=None)
    assert filings.filings(held)[1].secrecy is Secrecy.SECRET
    put(held, secrecy=None)
    assert filings.filings(held) == {}
    held.undo()
    assert filings.filings(held)[1].secrecy is Secrecy.SECRET


def test_what_is_not_said_follows_the_settings(held):
    base = filings.default(held)
    assert base == Series(2025, Retention.YEARS_30, "")
    assert filings.series(None, base) == base
    assert filings.series(Filing(1, office="BGS"), base) == base._replace(office="BGS")
    held.change_settings(retention="长期")
    assert filings.default(held).retention is Retention.YEARS_30


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("year", "25", "bad-year"),
        ("year", "二〇二五", "bad-year"),
        ("retention", "长期", "unknown-retention"),
        ("office", "办公室", "bad-office"),
        ("office", "XYZ", "unknown-office"),
        ("secrecy", "秘", "unknown-secrecy"),
    ],
)
def test_what_cannot_be_is_refused(held, name, value, code):
    held.change_settings(offices="BGS=办公室")
    with pytest.raises(LedgerError) as caught:
        filings.checked(held, **{name: value})
    assert caught.value.code == code


def test_checked_fields(held):
    assert filings.checked(held, year=" 2024 ", retention="Y", office="bgs", secrecy="") == {
        "year": 2024,
        "retention": "Y",
        "office": "BGS",
        "secrecy": None,
    }


def test_offices_are_read_as_people_type_them():
    read = filings.read_offices("BGS=办公室；dql ＝ 党群工作办公室\n\n01=财政所")
    assert read == [("BGS", "办公室"), ("DQL", "党群工作办公室"), ("01", "财政所")]
    assert filings.read_offices(filings.said_offices(read)) == read


@pytest.mark.parametrize("text", ["办公室", "BGS", "BGS=", "=办公室", "TOOLONGX=a", "BGS=a;BGS=b"])
def test_offices_that_have_no_code_or_name_are_refused(text):
    with pytest.raises(LedgerError, match="bad-office"):
        filings.read_offices(text)


@pytest.mark.parametrize("value", ["", "dick", 0, -1, 2, "nan"])
def test_a_sheet_is_as_thick_as_paper_is(value):
    with pytest.raises(LedgerError, match="bad-thickness"):
        filings.checked_thickness(value)
