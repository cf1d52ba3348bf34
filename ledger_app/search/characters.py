"""Characters that look the same and are not: folded, so that text can be found and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
    found = set(_CHANGED.findall(text))
    if not found:
        return text
    if any(_NOT_ALONE.match(c) for c in found):
        return _fold_whole(text)
    for character in found:
        text = text.replace(character, _ALONE[character])
    return text


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return `fold(text)` and, for each of its characters, the index it came from in `text`."""
    folded = fold(text)
    odd = [c for c in set(_CHANGED.findall(text)) if _NOT_ALONE.match(c) or len(_ALONE[c]) != 1]
    if not odd:
        return folded, range(len(text))
    uneven = list(re.finditer("[" + re.escape("".join(odd)) + "]", text))
    places: list[int] = []
    done = 0
    for start, end in _runs(text, uneven):
        places.extend(range(done, start))
        places.extend(_places_in(text, start, end))
        done = end
    places.extend(range(done, len(text)))
    return folded, places


def searchable(text: str) -> str:
    """Return a text as search holds it: folded, and what typesetting drew apart put together.

    Spaces between single ideographs go (`会 议 纪 要`), and line ends inside a sentence that was broken
    because its line was full.
    """
    folded = fold(text)
    gaps = _gaps(folded)
    if not gaps:
        return folded
    ends = [0, *(end for _, end in gaps)]
    starts = [*(start for start, _ in gaps), len(folded)]
    return "".join(folded[a:b] for a, b in zip(ends, starts, strict=True))


def searchable_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return `searchable(text)` and, for each of its characters, the index it came from in `text`."""
    folded, places = fold_with_places(text)
    gaps = _gaps(folded)
    if not gaps:
        return folded, places
    kept: list[int] = []
    parts: list[str] = []
    done = 0
    for start, end in (*gaps, (len(folded), len(folded))):
        kept.extend(places[done:start])
        parts.append(folded[done:start])
        done = end
    return "".join(parts), kept


_IDEOGRAPH = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_SPACED = re.compile(f" +(?=[{_IDEOGRAPH}](?![{_IDEOGRAPH}]))")
_IS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_BROKEN = re.compile(f"(?<=[{_IDEOGRAPH},;:、])\n(?=[{_IDEOGRAPH}0-9])|(?<=[0-9%])\n(?=[{_IDEOGRAPH}])")
_FULL_LINE = 16  # characters: a narrower column is a table's, and its lines are cells
_FULL_SHARE = 0.85


def _gaps(folded: str) -> list[tuple[int, int]]:
    """Return what stands between characters that belong together, as (start, end) in order."""
    gaps: list[tuple[int, int]] = []
    if " " in folded:
        for match in _SPACED.finditer(folded):
            at = match.start()
            is_alone = at < 2 or not _IS_IDEOGRAPH.match(folded[at - 2])
            if at and is_alone and _IS_IDEOGRAPH.match(folded[at - 1]):
                gaps.append(match.span())
    if "\n" in folded and _BROKEN.search(folded):
        longest = max(map(len, folded.split("\n")))
        for match in _BROKEN.finditer(folded):
            at = match.start()
            length = at - folded.rfind("\n", 0, at) - 1
            if length >= _FULL_LINE and length >= longest * _FULL_SHARE:
                gaps.append(match.span())
        gaps.sort()
    return gaps


def _fold_whole(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.translate(_FOLDED) if _HAS_FOLDED.search(folded) else folded


class _Alone(dict[str, str]):
    """What a character becomes where its neighbours have no say; worked out once for each."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_whole(character)
        return folded


_ALONE = _Alone()
# Everything but what is most of a Chinese text and folds to itself: small letters, digits, ideographs.
_CHANGED = re.compile("[A-Z\\[\\]{}\x80-\u33ff\ua000-\U0001ffff\U0002f800-\U0002fa1f]")
# Everything that may join with a neighbour: all but the blocks where nothing does.
_NOT_ALONE = re.compile(
    "[^\x00-\xff\u2000-\u20cf\u2100-\u2bff\u2e80-\u2fff\u3000-\u3029\u3030-\u303f\u3200-\u33ff"
    "\ue000-\ufaff\uff01-\uff9d\uffe0-\uffee\U0002f800-\U0002fa1f]"
)


def _runs(text: str, uneven: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Return the stretches to be folded as one: each with the character before it, merged where they touch."""
    runs: list[tuple[int, int]] = []
    for match in uneven:
        is_joining = bool(_NOT_ALONE.match(match[0]))
        start, end = match.start() - is_joining, match.end()
        if runs and start <= runs[-1][1] and (is_joining or start < runs[-1][1]):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((max(start, 0), end))
    return runs


def _places_in(text: str, start: int, end: int) -> list[int]:
    """Return the places of a stretch: of each character, or of its start where they can't be told apart."""
    folded = fold(text[start:end])
    lengths = [len(fold(c)) for c in text[start:end]]
    if sum(lengths) == len(folded):
        return [start + n for n, length in enumerate(lengths) for _ in range(length)]
    return [start] * len(folded)
