"""Reads what a finished PDF says of itself: its page labels, its outline, its links and its fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from ledger_app.binder.proving.model import Rectangle

_DEEP = 64
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Lead:
    """An outline entry or a link: where it stands (`page`, None for the outline) and the page it leads to.

    `target` is None where it leads nowhere. Pages count from 0.
    """

    target: int | None
    title: str = ""
    page: int | None = None
    rectangle: Rectangle = (0, 0, 0, 0)


class Structure:
    """An opened PDF with its destinations worked out once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        self._named = dict(self._names())

    def labels(self) -> list[str]:
        """Return the label of every page as viewers show it (PDF 32000-1 12.4.2)."""
        starts = dict(_numbers(self._pdf.Root.get("/PageLabels"), 0))
        found: list[str] = []
        prefix, style, at, since = "", "D", 1, 0
        for index in range(len(self._pdf.pages)):
            if index in starts:
                entry = starts[index]
                prefix, style = str(entry.get("/P", "")), str(entry.get("/S", "")).lstrip("/")
                at, since = int(entry.get("/St", 1)), index
            found.append(prefix + _counted(at + index - since, style))
        return found

    def outline(self) -> Iterator[Lead]:
        """Yield every entry of the outline, in order."""
        outlines = self._pdf.Root.get("/Outlines")
        if isinstance(outlines, Dictionary):
            yield from self._entries(outlines.get("/First"), 0)

    def links(self) -> Iterator[Lead]:
        """Yield every link that leads to a place in a document; those to the web and the like lead nowhere here."""
        for index, page in enumerate(self._pdf.pages):
            annotations = page.obj.get("/Annots")
            for annotation in annotations if isinstance(annotations, Array) else ():
                if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Link:
                    target = self._target(annotation)
                    left, bottom, right, top = (float(v) for v in annotation.Rect)
                    yield Lead(
                        target,
                        "",
                        index,
                        (min(left, right), min(bottom, top), max(left, right), max(bottom, top)),
                    )

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """Yield every font with whether it is embedded."""
        for found in self._pdf.objects:
            if isinstance(found, Dictionary) and found.get("/Type") == Name.Font:
                yield str(found.get("/BaseFont", "")).lstrip("/"), _is_embedded(found)

    def _names(self) -> Iterator[tuple[str, Object]]:
        old = self._pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            yield from ((str(key).lstrip("/"), value) for key, value in old.items())
        names = self._pdf.Root.get("/Names")
        if isinstance(names, Dictionary) and "/Dests" in names:
            yield from _named(names.Dests, 0)

    def _entries(self, first: Object | None, depth: int) -> Iterator[Lead]:
        seen = 0
        while isinstance(first, Dictionary) and depth < _DEEP and seen < _MOST:
            yield Lead(self._target(first), str(first.get("/Title", "")))
            yield from self._entries(first.get("/First"), depth + 1)
            first, seen = first.get("/Next"), seen + 1

    def _target(self, holder: Dictionary) -> int | None:
        where = holder.get("/Dest")
        action = holder.get("/A")
        if where is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            where = action.get("/D")
        if isinstance(where, Name | String):
            where = self._named.get(str(where).lstrip("/"))
        if isinstance(where, Dictionary):
            where = where.get("/D")
        if isinstance(where, Array) and len(where) and isinstance(where[0], Dictionary):
            return self._pages.get(where[0].objgen)
        return None


def _numbers(node: Object | None, depth: int) -> Iterator[tuple[int, Dictionary]]:
    if isinstance(node, Dictionary) and depth < _DEEP:
        pairs = list(node.get("/Nums", ()))
        yield from ((int(k), v) for k, v in zip(pairs[::2], pairs[1::2], strict=False))
        for kid in node.get("/Kids", ()):
            yield from _numbers(kid, depth + 1)


def _named(node: Object, depth: int) -> Iterator[tuple[str, Object]]:
    if isinstance(node, Dictionary) and depth < _DEEP:
        pairs = list(node.get("/Names", ()))
        yield from ((str(k), v) for k, v in zip(pairs[::2], pairs[1::2], strict=False))
        for kid in node.get("/Kids", ()):
            yield from _named(kid, depth + 1)


def _counted(number: int, style: str) -> str:
    if style == "D":
        return str(number)
    if style in ("A", "a"):
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if style == "A" else letters.lower()
    if style in ("R", "r"):
        roman = _roman(number)
        return roman if style == "R" else roman.lower()
    return ""


def _roman(number: int) -> str:
    signs = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")
    more = (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")
    written = ""
    for value, sign in (*signs, *more):
        count, number = divmod(number, value)
        written += sign * count
    return written


def _is_embedded(font: Dictionary) -> bool:
    kind = font.get("/Subtype")
    if kind == Name.Type3:
        return True
    if kind == Name.Type0:
        kids = font.get("/DescendantFonts", ())
        return len(kids) > 0 and all(_is_embedded(kid) for kid in kids)
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
