"""Characters that look the same and are not: folded, so that text can be found and compared."""

from __future__ import annotations

import re
import unicodedata

# Radicals without a decomposition in Unicode that PDF writers put in place of the character.
_SUPPLEMENT = (
    "⺎兀⺏尣⺘扌⺙攵⺠民⺡氵⺣灬⺤爪⺥爫⺩王⺫目⺬示⺭礻⺮竹⺯糹⺶羊⺷羊⺺聿⺻聿⺼月⺽臼⺿艹⻁虎⻂衤⻃覀⻄西⻅见"
    "⻆角⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐金⻑長⻒長⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻢马⻣骨"
    "⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻲亀⻳龟"
)
_RADICALS = {ord(a): b for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_RADICALS |= {
    code: unicodedata.normalize("NFKC", chr(code))
    for block in (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    for code in block
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_HAS_RADICALS = re.compile("[\\u2e80-\\u2fdf\\uf900-\\ufaff]")
_INVISIBLE = re.compile(
    "[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff]"
)
_BLANKS = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"
)
_FOLDED = (
    {ord(c): "(" for c in "[【〔［（﹝{「『〖"} | {ord(c): ")" for c in "]】〕］）﹞}」』〗"} | _RADICALS
)
_HAS_FOLDED = re.compile("[" + re.escape("".join(map(chr, _FOLDED))) + "]")


def plain(text: str) -> str:
    """Return the text with radicals as characters, and no control or zero-width characters but line ends."""
    text = _HAS_RADICALS.sub(lambda m: _RADICALS.get(ord(m[0]), m[0]), text)
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def fold(text: str) -> str:
    """Return the text as it is compared: one width, one case, one kind of bracket, no radicals."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.translate(_FOLDED) if _HAS_FOLDED.search(folded) else folded


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the index it came from in `text`.

    What combines is folded together, so that the result equals `fold(text)`.
    """
    parts: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        folded = fold(text[start:end])
        parts.append(folded)
        places.extend([start] * len(folded))
        start = end
    return "".join(parts), places
