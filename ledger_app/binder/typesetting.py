"""Breaking and measuring Chinese text, over a chain of fonts: no library, no file.

Lines follow GB/T 15834-2011 5.1: closing marks never start a line, opening marks never end one, ……
and —— are not parted; words and numbers stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

NO_START = frozenset("，。、；：？！）》」』】〉〕｝］’”…—·～〜％‰℃°‧!),.:;?]}%々〗〙")
NO_END = frozenset("（《「『【〈〔｛［‘“([{￥$¥★☆〖〘№＃#")
_CLINGING = NO_START | frozenset(map(chr, range(0x300, 0x370)))  # with the accents that stand on a character
# Drawn as nothing by every font; what turns or hides text (bidi marks) is not among them and shows as a code.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# In CJK text these stand between words; elsewhere Latin, Greek and Cyrillic runs are words.
_WORD = "\ue018-\ue01d!-\\[\\]-~\u00a0-\u00b6\u00b8-\u052f"
_TOKEN = re.compile(
    rf"[ \t\u3000]+|…+|—+|[{_WORD}](?:[{_WORD}]|[’](?=[A-Za-z]))*?(?:[/\\]+|(?![{_WORD}’]))|.", re.DOTALL
)
_SOFT = re.compile(r".*?[/\\_.\-]+|.+", re.DOTALL)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
# Quotation marks are as wide as an ideograph in our fonts; around English they take the narrow forms that
# tools/build_fonts.py gave these code points.
NARROW = {"‘": "\ue018", "’": "\ue019", "“": "\ue01c", "”": "\ue01d"}
_NARROW = str.maketrans(NARROW)
_LATIN = "\x20-\u024f"
_HAS_QUOTES = re.compile("[’“]")
_ENGLISH = re.compile(rf"(?<![^{_LATIN}])“[{_LATIN}’]*”(?![^{_LATIN}])|(?<=[A-Za-z])’(?=[A-Za-z])")
_CACHE_LIMIT = 60_000
_TOLERANCE = 0.001


@dataclass(frozen=True, slots=True)
class Face:
    """A font as measuring needs it: its name, and the advance of each code point in thousandths of the size."""

    name: str
    widths: Mapping[int, float]


class Typeface:
    """Fonts in order of preference; a character no font has is written as its code, and noted in `missing`."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = tuple(faces)
        self.missing: set[str] = set()
        self._face: dict[str, str | None] = {}
        self._plain: set[str] = set()  # characters of the first font: texts of nothing else are the rule
        self._advance = _Advances(self.faces)
        self._widths: dict[str, float] = {}

    def prepared(self, text: str) -> str:
        """Return the text as it will be drawn: what no font has as 〔U+2A6A5〕, invisible marks left out."""
        if self._plain.issuperset(text):
            return text
        if _HAS_QUOTES.search(text) and ord(NARROW["“"]) in self.faces[0].widths:
            text = _ENGLISH.sub(lambda match: match[0].translate(_NARROW), text)
        strange = [c for c in set(text) if self._name(c) is None]
        if not strange:
            return text
        text = INVISIBLE.sub("", text)
        for char in sorted(c for c in strange if not INVISIBLE.match(c)):
            self.missing.add(char)
            text = text.replace(char, f"〔U+{ord(char):04X}〕")
        return text

    def width(self, text: str, size: float) -> float:
        """Return how wide a prepared text is, in the unit of `size`."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > _CACHE_LIMIT:
                self._widths.clear()
            known = self._widths[text] = sum(map(self._advance.__getitem__, text)) / 1000
        return known * size

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Return (font name, text) pairs that draw a prepared text."""
        first = self.faces[0].name
        if self._plain.issuperset(text):
            return [(first, text)]
        return [(face or first, "".join(run)) for face, run in groupby(text, self._name)]

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        """Break a text into lines no wider than `width`; a newline in it starts a new line.

        Nothing but blanks at the break is lost. Only where a single word is wider than the line is
        it parted, after a sign such as `/` or `_` if there is one.
        """
        lines: list[str] = []
        limit = width + _TOLERANCE
        for paragraph in self.prepared(_BREAKS.sub("\n", text).replace("\t", " ")).split("\n"):
            if self.width(paragraph, size) <= limit:
                lines.append(paragraph)
            else:
                lines.extend(self._filled(paragraph, limit / size))
        return lines

    def fitted(self, text: str, width: float, size: float) -> str:
        """Return the text on one line, cut with … where it is too wide."""
        text = self.prepared(" ".join(text.split()))
        if self.width(text, size) <= width + _TOLERANCE:
            return text
        while text and self.width(text + "…", size) > width:
            text = text[:-1]
        return text + "…"

    def _filled(self, paragraph: str, ems: float) -> Iterator[str]:
        line, used = "", 0.0
        blank = ""
        for atom, wide in self._atoms(paragraph, ems):
            if atom.isspace():
                blank = atom
                continue
            space = self.width(blank, 1) if blank else 0.0
            if used + space + wide <= ems:
                line += blank + atom
                used += space + wide
            else:
                if line:
                    yield line
                line, used = atom, wide
            blank = ""
        if line:
            yield line

    def _atoms(self, paragraph: str, ems: float) -> Iterator[tuple[str, float]]:
        """Yield atoms and their widths, none wider than a line: a word that is goes in pieces."""
        for atom in atoms(paragraph):
            wide = self.width(atom, 1)
            if wide <= ems:
                yield atom, wide
                continue
            for piece in _SOFT.findall(atom):
                wide = self.width(piece, 1)
                if wide <= ems:
                    yield piece, wide
                else:
                    yield from ((char, self.width(char, 1)) for char in piece)

    def _name(self, char: str) -> str | None:
        """Return the first font that has the character; None if it is to be left out or written as a code."""
        if char not in self._face:
            code = ord(char)
            is_drawn = code >= 0x20 and not INVISIBLE.match(char)
            found = next((f.name for f in self.faces if code in f.widths), None) if is_drawn else None
            if char == "\n":  # ends a line and is never drawn
                found = self.faces[0].name
            if found == self.faces[0].name and char not in NARROW:
                self._plain.add(char)
            self._face[char] = found
        return self._face[char]


class _Advances(dict[str, float]):
    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, char: str) -> float:
        code = ord(char)
        self[char] = next((f.widths[code] for f in self._faces if code in f.widths), 0.0)
        return self[char]


def atoms(text: str) -> list[str]:
    """Return the pieces between which a line may break: words, single characters with their marks, blanks."""
    found: list[str] = []
    is_glued = is_first = True
    for token in _TOKEN.findall(text):
        first = token[0]
        if first in " \t\u3000":
            is_glued, is_first = False, True
            found.append(token)
            continue
        if not is_first and (is_glued or first in _CLINGING):
            found[-1] += token
        else:
            found.append(token)
        is_glued, is_first = token[-1] in NO_END, False
    return found
