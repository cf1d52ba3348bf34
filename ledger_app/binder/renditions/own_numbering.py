"""The numbers that Word counts paragraphs with, as text; and 1 as 一, a, Ⅰ or ①."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST = 9999


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number looks (`chineseCounting` …), its text (`（%1）`), where it starts."""

    look: str = "decimal"
    text: str = ""
    start: int = 1


class Counting:
    """Counts through the lists of one document."""

    def __init__(
        self,
        levels: Mapping[str, Mapping[int, Level]],
        starts: Mapping[tuple[str, int], int],
        lists: Mapping[str, str],
    ) -> None:
        """`levels` of each list definition, numbers that override where a list starts, and list → definition."""
        self._levels, self._starts, self._lists = levels, starts, lists
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()

    def label(self, number: str, depth: int) -> str:
        """Count one paragraph of a list on; return its label, empty where the list is unknown."""
        definition = self._lists.get(number, "")
        levels = self._levels.get(definition, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(definition, {})
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        override = self._starts.get((number, depth))
        if override is not None and (number, depth) not in self._met:
            self._met.add((number, depth))
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        is_plain = "legal" in levels[depth].look

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at, Level())
            return numeral(counts.get(at, level.start), "decimal" if is_plain else level.look)

        if levels[depth].look == "bullet":
            return _bullet(levels[depth].text)
        return re.sub(r"%([1-9])", written, levels[depth].text)


def numeral(number: int, look: str) -> str:
    """Return a number in one of Word's looks (ECMA-376 17.18.59); those not known are 1, 2, 3."""
    if not 0 < number <= _MOST or look == "none":
        return "" if look == "none" else str(number)
    return _LOOKS.get(look, str)(number)


def _chinese(number: int) -> str:
    text = ""
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, power)
        if digit:
            text += _DIGITS[digit] + unit
        elif text and number and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _formal(number: int) -> str:
    ordinary = _chinese(number)
    ordinary = "一" + ordinary if ordinary.startswith("十") else ordinary
    return ordinary.translate(str.maketrans(_DIGITS + "零十百千", _FORMAL + "零拾佰仟"))


def _letters(number: int) -> str:
    repeats, index = divmod(number - 1, 26)
    return chr(97 + index) * min(repeats + 1, 9)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _circled(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"


def _bullet(text: str) -> str:
    """Return a sign that our fonts have: Word's come from its own symbol fonts."""
    known = {
        "\uf06c": "●",
        "\uf0b7": "•",
        "\uf06e": "■",
        "\uf0a7": "■",
        "\uf075": "◆",
        "\uf0d8": "➢",
        "\uf0fc": "√",
        "o": "○",
    }
    return known.get(text, "•" if not text or "\ue000" <= text[0] <= "\uf8ff" else text)


_LOOKS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "chineseLegalSimplified": _formal,
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalEnclosedParen": lambda n: f"({n})",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperRoman": _roman,
}
