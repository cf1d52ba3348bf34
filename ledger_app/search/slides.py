"""Reads .pptx."""

from __future__ import annotations

from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.packages import Package

_EXTRAS = ("notesSlide", "diagramData", "chart", "comments")


def read_pptx(file: IO[bytes], found: Gathered) -> None:
    """Read every slide, each a page, with its diagrams, comments and what the speaker noted below it."""
    with Package(file, found) as package:
        if "ppt/presentation.xml" not in package:
            raise Unreadable("damaged")
        slides = slides_of(package)
        found.pages = len(slides) or None
        for page, name in enumerate(slides, start=1):
            found.page(page)
            _lines(package, name, found)
            related = package.related(name)
            for key in _pictures(package, name):
                if related.get(key, ("", ""))[0] == "image":
                    found.picture(related[key][1], page)
            for kind, extra in related.values():
                if kind in _EXTRAS:
                    _lines(package, extra, found)
        package.offer_pictures()


def slides_of(package: Package) -> list[str]:
    """Return the slides in the order they are shown in; where the list is broken, by their numbers."""
    keys: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        keys.extend(value for name, value in attributes.items() if name.endswith(":id"))

    package.walk("ppt/presentation.xml", marks=("sldId",), start=start)
    related = package.related("ppt/presentation.xml")
    shown = [related[key][1] for key in keys if key in related and related[key][0] == "slide"]
    return list(dict.fromkeys(shown)) or package.named(r"ppt/slides/slide\d{1,6}\.xml")


def _pictures(package: Package, name: str) -> list[str]:
    """Return the keys of the pictures on a slide, but for its background."""
    keys: list[str] = []
    backgrounds = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal backgrounds
        if tag == "bg":
            backgrounds += 1
        elif not backgrounds:
            keys.extend(value for key, value in attributes.items() if key.endswith(":embed"))

    def end(tag: str) -> None:
        nonlocal backgrounds
        backgrounds -= tag == "bg"

    package.walk(name, marks=("bg", "blip"), start=start, end=end)
    return keys


def _lines(package: Package, name: str, found: Gathered) -> None:
    line: list[str] = []
    copies = 0  # a second copy for older programs
    is_number = False  # the slide's own

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal copies, is_number
        if tag == "Fallback":
            copies += 1
        elif tag == "fld":
            is_number = attributes.get("type") == "slidenum"
        elif tag in ("br", "tab"):
            line.append(" ")

    def end(tag: str) -> None:
        nonlocal copies, is_number
        if tag == "Fallback":
            copies -= 1
        elif tag == "fld":
            is_number = False
        elif tag == "p":
            found.line("".join(line))
            line.clear()

    def text(tag: str, value: str) -> None:
        if tag == "text":
            found.line(value)
        elif not copies and not is_number:
            line.append(value)

    package.walk(
        name,
        texts=("t", "text"),
        marks=("p", "br", "tab", "fld", "Fallback"),
        start=start,
        end=end,
        text=text,
    )
