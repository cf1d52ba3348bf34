"""The short codes that stand on every page of a binder: read aloud, typed from paper, and proof of the content.

A code is written in Crockford's base32, whose 32 characters have no look-alikes, in groups joined by `-`:

    B43S-H620-4JFK

    head     1 character: the kind, and the page of an item up to 24; larger pages take one to four more
    what     the item's id in as many characters as it needs; of a form three for the volume and three for the part
    digest   30 bits over the content's SHA-256 and the page; of a form 25 bits over all that is known of the page
    check    2 characters

The two check characters make it a Reed-Solomon code over GF(32) of distance 3: any one or two wrong characters
and any swap of two are found, wherever they stand.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.core.errors import LedgerError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1, "U": 27}
_DASHES = set("-‐‑‒–—―−_·.ー一")

_ITEM_DIGEST = 6
_FORM_DIGEST = 5
_FORM_WHAT = 3
_CHECKS = 2
_FORM_HEAD = 31
_FORM_LENGTH = 1 + 2 * _FORM_WHAT + _FORM_DIGEST + _CHECKS
_LONGEST = 20

# head characters from `start` on mean that `more` characters of the page follow; `first` is the first such page
_PAGE_RANGES = ((0, 0, 1, 24), (24, 1, 25, 4), (28, 2, 153, 2), (30, 4, 2201, 1))


class CodeKind(StrEnum):
    """What a code stands on: a page out of a file, or a page drawn by us."""

    ITEM = "item"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read. `text` is how it is written; `digest` are the bits that prove the content.

    `item` and `page` (from 1) are an item's; a form has neither: it is found by its text among what was printed.
    """

    text: str
    kind: CodeKind
    digest: int
    item: int | None = None
    page: int | None = None


def item_code(*, item: int, sha256: str | None, page: int) -> str:
    """Return the code of a file's page (from 1): the same wherever it is printed, for as long as the content is the same.

    An item whose content was never read (`sha256` is None) has a code too; it proves that nothing was known.
    """
    if item < 0 or page < 1:
        raise ValueError("An item's id is not negative and its pages count from 1.")
    values = _page_values(page) + _base32(item, max(1, -(-item.bit_length() // 5)))
    return _written(values + _base32(_item_digest(sha256, page), _ITEM_DIGEST))


def form_code(*, volume: str, part: str, page: int, digest: str) -> str:
    """Return the code of a page that we drew: `page` (from 1) of a part of a volume. `digest` is of what it says."""
    values = [
        _FORM_HEAD,
        *_base32(_bits(15, volume), _FORM_WHAT),
        *_base32(_bits(15, part, str(page)), _FORM_WHAT),
    ]
    return _written(values + _base32(_bits(25, volume, part, str(page), digest), _FORM_DIGEST))


def read_code(text: str) -> Code:
    """Read a code as people type it: in any case, with or without dashes and blanks, in full width, O for 0 and I for 1.

    Raises `LedgerError("bad-code")` where it isn't one or was mistyped.
    """
    values = _values(text)
    if values is None or _checks(values[:-_CHECKS]) != values[-_CHECKS:]:
        raise LedgerError("bad-code", code=text.strip()[:40])
    written, body = _grouped(values), values[:-_CHECKS]
    if values[0] == _FORM_HEAD:
        if len(values) != _FORM_LENGTH:
            raise LedgerError("bad-code", code=text.strip()[:40])
        return Code(written, CodeKind.FORM, _number(body[-_FORM_DIGEST:]))
    start, more, first, _count = next(r for r in reversed(_PAGE_RANGES) if values[0] >= r[0])
    item = body[1 + more : -_ITEM_DIGEST]
    if not item:
        raise LedgerError("bad-code", code=text.strip()[:40])
    page = first + _number([values[0] - start, *body[1 : 1 + more]])
    return Code(written, CodeKind.ITEM, _number(body[-_ITEM_DIGEST:]), _number(item), page)


def proves(code: Code, sha256: str | None) -> bool:
    """Return whether an item's code was printed for this content."""
    return code.page is not None and code.digest == _item_digest(sha256, code.page)


def _item_digest(sha256: str | None, page: int) -> int:
    return _bits(30, (sha256 or "").lower(), str(page))


def _bits(count: int, *parts: str) -> int:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - count)


def _page_values(page: int) -> list[int]:
    for start, more, first, heads in _PAGE_RANGES:
        past = page - first
        if past < heads * 32**more:
            high, low = divmod(past, 32**more)
            return [start + high, *_base32(low, more)]
    raise ValueError("No file has a million pages.")


def _base32(number: int, length: int) -> list[int]:
    values = [number >> 5 * place & 31 for place in reversed(range(length))]
    if number >> 5 * length:
        raise ValueError("The number needs more characters.")
    return values


def _number(values: list[int]) -> int:
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def _values(text: str) -> list[int] | None:
    plain = unicodedata.normalize("NFKC", text[:200]).upper()
    letters = [c for c in plain if not c.isspace() and c not in _DASHES]
    if not 1 + 1 + _ITEM_DIGEST + _CHECKS <= len(letters) <= _LONGEST or not all(
        c in _VALUES for c in letters
    ):
        return None
    return [_VALUES[c] for c in letters]


def _written(values: list[int]) -> str:
    return _grouped(values + _checks(values))


def _grouped(values: list[int]) -> str:
    text = "".join(ALPHABET[value] for value in values)
    groups = -(-len(text) // 5)
    size, longer = divmod(len(text), groups)
    starts = [index * size + min(index, longer) for index in range(groups + 1)]
    return "-".join(text[a:b] for a, b in itertools.pairwise(starts))


def _powers() -> list[int]:
    """Return the powers of x in GF(32), modulo x⁵ + x² + 1."""
    powers = [1]
    while len(powers) < 31:
        power = powers[-1] << 1
        powers.append(power ^ 0b100101 if power & 32 else power)
    return powers


_POWERS = _powers()
_LOGS = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(a: int, b: int) -> int:
    return _POWERS[(_LOGS[a] + _LOGS[b]) % 31] if a and b else 0


def _checks(values: list[int]) -> list[int]:
    """Return the two characters with which the sum of all is their count, and the weighted sum nothing."""
    plain, weighted = len(values), 0
    for place, value in enumerate(values):
        plain ^= value
        weighted ^= _times(value, _POWERS[place])
    one, two = _POWERS[len(values)], _POWERS[len(values) + 1]
    # a ^ b = plain and a·one ^ b·two = weighted
    second = _times(weighted ^ _times(plain, one), _POWERS[-_LOGS[one ^ two] % 31])
    return [plain ^ second, second]
