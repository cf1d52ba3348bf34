"""Reads .rtf, which Word and WPS also save under the ending .doc."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import IO

from ledger_app.search.gathering import Gathered
from ledger_app.search.model import HEAD

_BYTES = 64 << 20
_TOKEN = re.compile(
    r"\\(?:([a-zA-Z]{1,40})(-?\d{1,9})? ?|'([0-9a-fA-F]{2})|(.))|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S
)
_BRACE = re.compile(r"\\bin(\d{1,9}) ?|\\.|[{}]", re.S)
_NOT_SHOWN = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "objdata",
        "objclass",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "fldinst",
        "datafield",
        "sp",
        "nonshppict",
        "shprslt",
        "bkmkstart",
        "bkmkend",
        "revtbl",
        "template",
        "atnid",
        "atnauthor",
        "atntime",
        "atnicn",
        "atnref",
        "atnparent",
        "filetbl",
        "listtext",
        "pntext",
        "do",
    ]
)
_STARRED = frozenset(["annotation", "shpinst", "shptxt", "footnote"])
_HEADS = frozenset(["header", "headerl", "headerr", "headerf"])
_FEET = frozenset(["footer", "footerl", "footerr", "footerf", "footnote", "annotation"])
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\f",
    "tab": " ",
    "cell": " ",
    "nestcell": " ",
    "nestrow": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_CODECS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253"}
_PAGES = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: where its text goes (None: nowhere), its font's codec, what `\\u` replaces."""

    place: str | None = "body"
    codec: str | None = None
    replaced: int = 1
    is_deleted: bool = False


def read_rtf(file: IO[bytes], found: Gathered) -> None:
    """Read the body, then headers, footers, notes and comments; deleted text is left out.

    Where pages end is not in the file, but for the breaks that a person set: the text has page numbers
    where these alone make up the number of pages that the properties state.
    """
    data = file.read(_BYTES)
    found.spend(len(data))
    text = _Text(data.decode("latin-1"), found)
    try:
        text.read()
    finally:
        found.running_head = text.of("head").strip()[:HEAD]
        stated = re.search(rb"\\nofpages(\d{1,5})", data)
        found.pages = int(stated[1]) or None if stated else None
        found.pages_source = "properties"
        pages = text.of("body").split("\f")
        has_pages = len(pages) == found.pages
        for number, page in enumerate(pages, start=1):
            found.page(number if has_pages else None)
            found.lines(page)
        found.page(None)
        found.lines(text.of("head"))
        found.lines(text.of("foot"))


class _Text:
    """Goes through the words of the format, and sorts the text by where it stands."""

    def __init__(self, data: str, found: Gathered) -> None:
        self._data = data
        self._found = found
        self._texts: dict[str, list[str]] = {"body": [], "head": [], "foot": []}
        self._state = _State()
        self._outer: list[_State] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0  # whose charset the font table is telling
        self._is_fonts = False
        self._left = 0  # characters that stand for the last `\u` in programs that don't know it
        self._is_starred = False

    def of(self, place: str) -> str:
        return "".join(self._texts[place])

    def read(self) -> None:
        place = 0
        n = 0
        while match := _TOKEN.match(self._data, place):
            place = match.end()
            n += 1
            if n % 4096 == 0:
                self._found.check()
            if self._state.place is None and not self._is_fonts:
                place = self._end_of_group(match.start())
                continue
            word, number, code, sign, brace, text = match.groups()
            if word == "bin":
                place += int(number or 0) if int(number or 0) > 0 else 0
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._letters(bytes([int(code, 16)]))
            elif text:
                self._letters(text.encode("latin-1"))
            elif brace:
                self._brace(brace)
            elif sign:
                self._sign(sign)
        self._flush()
        if self._outer:
            self._found.error = "damaged"  # the end is missing

    def _end_of_group(self, place: int) -> int:
        """Return where the brace stands that ends a group which isn't shown: pictures are most of a file."""
        depth = n = 0
        while match := _BRACE.search(self._data, place):
            place = match.end() + int(match[1] or 0)
            depth += (match[0] == "{") - (match[0] == "}")
            if depth < 0:
                self._brace("}")
                return place
            n += 1
            if n % 4096 == 0:
                self._found.check()
        return len(self._data)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._left = 0
        self._is_starred = False
        if brace == "{":
            if len(self._outer) < _DEEPEST:
                self._outer.append(self._state)
        elif self._outer:
            self._state = self._outer.pop()
            self._is_fonts = self._is_fonts and self._state.place is None

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_starred = True
        elif sign in "{}\\":
            self._letters(sign.encode())
        elif sign in "~_\n\r":
            self._put({"~": " ", "_": "-"}.get(sign, "\n"))

    def _word(self, word: str, number: int | None) -> None:
        starred, self._is_starred = self._is_starred, False
        if word in _NOT_SHOWN or (starred and word not in _STARRED):
            self._flush()
            self._state = replace(self._state, place=None)
            self._is_fonts = word == "fonttbl"
        elif self._is_fonts:
            self._font = number or 0 if word == "f" else self._font
            if word == "fcharset" and number in _CODECS:
                self._fonts[self._font] = _CODECS[number]
        elif word in _HEADS or word in _FEET:
            self._flush()
            if self._state.place:
                self._state = replace(self._state, place="head" if word in _HEADS else "foot")
                self._put("\n")
        elif word == "u" and number is not None:
            self._put(chr(number & 0xFFFF))
            self._left = self._state.replaced
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        else:
            self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        """Take what changes how the text that follows is read."""
        if word == "f":
            self._flush()
            self._state = replace(self._state, codec=self._fonts.get(number or 0))
        elif word == "uc":
            self._state = replace(self._state, replaced=max(0, number or 0))
        elif word == "ansicpg":
            self._codec = _PAGES.get(number or 0, "cp1252")
        elif word in ("deleted", "plain"):
            self._flush()
            self._state = replace(self._state, is_deleted=word == "deleted" and number != 0)

    def _letters(self, data: bytes) -> None:
        dropped = min(self._left, len(data))
        self._left -= dropped
        self._bytes += data[dropped:]

    def _put(self, text: str) -> None:
        self._flush()
        if self._state.place and not self._state.is_deleted:
            self._texts[self._state.place].append(text)

    def _flush(self) -> None:
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        if self._state.place and not self._state.is_deleted:
            for codec in (self._state.codec or self._codec, self._codec):
                try:
                    self._texts[self._state.place].append(data.decode(codec))
                    return
                except UnicodeDecodeError:
                    continue
            self._texts[self._state.place].append(data.decode(self._codec, "replace"))
