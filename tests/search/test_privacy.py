"""Private numbers: what holds to its own rules and nothing else, and never more than a few digits of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.model import Mention, Part, Reading
from ledger_app.search.privacy import (
    BANK,
    IDENTITY,
    PHONE,
    is_card,
    is_identity,
    is_old_identity,
    masked,
    private_numbers,
)

# numbers nobody bears: made up, with the check that belongs to them
CARD = "6222021234567890128"


def found(text: str, page: int | None = 1) -> list[Mention]:
    return list(private_numbers(Reading(parts=(Part(page, text),))))


def kinds(text: str) -> list[str]:
    return [m.what for m in found(text)]


def with_check(head: str) -> str:
    return next(head + c for c in "0123456789X" if is_check(head + c))


def is_check(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[17]


def test_identity_numbers_need_region_day_and_check() -> None:
    good = with_check("42010619900101123")
    assert is_identity(good)
    assert not is_identity(good[:-1] + ("0" if good[-1] != "0" else "1"))
    assert not is_identity(with_check("99010619900101123"))
    assert not is_identity(with_check("42010619901301123"))
    assert not is_identity(with_check("42010618000101123"))
    assert kinds(f"身份证 {good}，") == [IDENTITY]
    assert kinds(f"身份证{good.lower()}") == [IDENTITY]


@pytest.mark.parametrize("around", ["1{}", "{}1", "*{}", "{}*", "a{}", "3.{}", "２０２５{}"])
def test_a_number_inside_a_longer_one_is_none(around: str) -> None:
    assert kinds(around.format(with_check("42010619900101123"))) == []


def test_old_numbers_count_only_beside_the_word() -> None:
    old = "420106750101123"
    assert is_old_identity(old)
    assert not is_old_identity("420106759901123")
    assert kinds(f"身份证号码 {old}") == [IDENTITY]
    assert kinds(f"流水号 {old}") == []


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "电话：138-1234-5678",
        "张三，联系电话：13812345678",
        "手机 138 1234 5678",
        "+8613812345678",
        "86-13812345678",
        "１３８１２３４５６７８",
        "张某\t19912345678\t",
    ],
)
def test_mobile_numbers_as_people_write_them(text: str) -> None:
    assert kinds(text) == [PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "12345678901",
        "023813812345678",
        "13812345678.5",
        "13800000000元",
        "138****5678",
        "监督电话：13812345678",
        "联系电话（镇纪委）：13812345678",
        "3 150 1200 3400",
        "IMG_13812345678",
        "13812345678-1",
    ],
)
def test_what_is_no_persons_mobile_number(text: str) -> None:
    assert kinds(text) == []


def test_bank_cards_need_their_check_digit_and_prefix() -> None:
    sixteen = next(f"622848040256474{n}" for n in range(10) if is_card(f"622848040256474{n}"))
    other = next(f"456351123456789{n}" for n in range(10) if is_card(f"456351123456789{n}"))
    assert kinds(f"{sixteen}") == [BANK]
    assert kinds(f"账号 {sixteen[:4]} {sixteen[4:8]} {sixteen[8:12]} {sixteen[12:]}") == [BANK]
    assert kinds(f"编号 {other}") == []
    assert kinds(f"银行账号 {other}") == [BANK]
    assert kinds(f"账号 {sixteen[:-1]}{(int(sixteen[-1]) + 1) % 10}") == []
    assert kinds("账号 6222222222222222") == []


def test_an_identity_number_of_gansu_is_no_card() -> None:
    heads = (f"6222011990010{n:04d}" for n in range(10_000))
    both = next(n for h in heads if not (n := with_check(h)).endswith("X") and is_card(n) and is_identity(n))
    assert kinds(f"账号 {both}") == [IDENTITY]


def test_each_page_is_told_once_with_how_many_different_numbers() -> None:
    one, two = with_check("42010619900101123"), with_check("42010619900101345")
    parts = (Part(1, f"{one} {one} {two}"), Part(3, two))
    told = list(private_numbers(Reading(parts=parts)))
    assert [(m.page, m.count) for m in told] == [(1, 2), (3, 1)]
    assert told[0].text == f"{one[:3]}********{one[-4:]}"


def test_masking_leaves_a_few_digits() -> None:
    assert masked("13812345678") == "138****78"
    assert masked(CARD) == "622********0128"


@given(st.text(alphabet=st.sampled_from("0123456789Xx*-. \n电话身份证账号监督：元")))
def test_any_text_is_read_and_no_number_is_kept_whole(text: str) -> None:
    for mention in found(text):
        assert "*" in mention.text
        assert len(mention.text.replace("*", "")) <= 7


@given(st.text())
def test_nothing_stops_it(text: str) -> None:
    found(text)
