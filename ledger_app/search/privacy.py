"""Private numbers in a text: identity cards, mobile telephones, bank cards. What is kept of one is a few digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ledger_app.search.model import Mention, Part, Reading

IDENTITY, PHONE, BANK = "identity", "phone", "bank"
MOST_PAGES = 20
"""Pages named for each kind of number."""

_TEXT = 2_000_000
_EVEN = str.maketrans("０１２３４５６７８９ＸｘＹ－—–＊", "0123456789XxY---*")
_LONG = re.compile(r"\d{7}|\d[- ]\d{4}[- ]\d")
_IDENTITY = re.compile(r"(?<![\dA-Za-z_*.])(\d{17}[\dXx])(?![\dA-Za-z*])")
_OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z_*.])(\d{15})(?![\dA-Za-z*])")
_PHONE = re.compile(
    r"(?<![\dA-Za-z_*.])(?:\+?86[- ]?)?(1[3-9]\d(?:\d{8}|-\d{4}-\d{4}))(?![\dA-Za-z*]|\.\d|[-—]\d|\s?[元亩吨户人])"
)
_SPACED_PHONE = re.compile(r"(?:电话|手机|联系方式)[^\d\n]{0,6}(1[3-9]\d \d{4} \d{4})(?![\d*])")
_BANK = re.compile(
    r"(?<![\dA-Za-z_*.])([456]\d{3}(?:\d{12,15}|(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?))(?![\dA-Za-z*])"
)
_OF_IDENTITY = re.compile(r"身\s*份\s*证|证件号|公民身份")
_OF_BANK = re.compile(r"银行|卡\s*号|账\s*号|帐\s*号|账\s*户|帐\s*户|一卡通|社保卡|存折|开户")
_OF_AN_OFFICE = re.compile(
    r"(?:监督|举报|投诉|咨询|热线|服务|报修|报警|值班|办公|传真|受理|反映|24\s*小时)[^\d\n]{0,16}$"
    r"|(?:^|[。；;\n])\s*联系(?:人|电话|方式)[^\d\n]{0,16}$"
)
_REGIONS = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    )
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EARLIEST, _LATEST = 1900, 2035


def private_numbers(reading: Reading) -> Iterator[Mention]:
    """Find private numbers, one mention for each kind and page: `count` different ones, `text` the first, masked.

    A number counts that holds to its own rules; one that is masked already (`420***1234`), or is an office's
    (监督电话), is none.
    """
    pages: dict[tuple[str, int | None], dict[str, None]] = {}
    left = _TEXT
    for part in reading.parts:
        if left <= 0:
            break
        for what, number in _numbers(part, left):
            pages.setdefault((what, part.page), {})[number] = None
        left -= len(part.text)
    shown: dict[str, int] = {}
    for (what, page), numbers in pages.items():
        shown[what] = shown.get(what, 0) + 1
        if shown[what] <= MOST_PAGES:
            yield Mention(what, masked(next(iter(numbers))), page, len(numbers))


def masked(number: str) -> str:
    """Return a number with its middle left out, so that a person can find it and nobody can use it."""
    return (
        f"{number[:3]}{'*' * 4}{number[-2:]}" if len(number) < 15 else f"{number[:3]}{'*' * 8}{number[-4:]}"
    )


def is_identity(number: str) -> bool:
    """Return whether 18 characters are an identity card's number (GB 11643: region, day of birth, check)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return (
        _CHECKS[total % 11] == number[17].upper()
        and int(number[:2]) in _REGIONS
        and _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    )


def is_old_identity(number: str) -> bool:
    """Return whether 15 digits may be an identity card's number of before 1999, which has no check digit."""
    is_day = _is_day(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    return int(number[:2]) in _REGIONS and is_day


def is_card(number: str) -> bool:
    """Return whether digits have the check digit of a bank card (ISO/IEC 7812, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0 and len(set(number)) > 2


def _numbers(part: Part, most: int) -> Iterator[tuple[str, str]]:
    text = part.text[:most]
    if not _LONG.search(text):
        return
    text = text.translate(_EVEN)
    taken: list[tuple[int, int]] = []
    for match in _IDENTITY.finditer(text):
        if is_identity(match[1]):
            taken.append(match.span())
            yield IDENTITY, match[1].upper()
    if _OF_IDENTITY.search(text):
        for match in _OLD_IDENTITY.finditer(text):
            if is_old_identity(match[1]):
                yield IDENTITY, match[1]
    is_of_bank = bool(_OF_BANK.search(text))
    for match in _BANK.finditer(text):
        number = re.sub(r"\D", "", match[1])
        is_known = number.startswith("62") and (is_of_bank or len(number) in (16, 19))
        if match.span() not in taken and (is_known or is_of_bank) and len(number) >= 16 and is_card(number):
            yield BANK, number
    for pattern in (_PHONE, _SPACED_PHONE):
        for match in pattern.finditer(text):
            if not _OF_AN_OFFICE.search(text[max(0, match.start(1) - 24) : match.start(1)]):
                yield PHONE, re.sub(r"\D", "", match[1])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return _EARLIEST <= date(year, month, day).year <= _LATEST
    except ValueError:
        return False
