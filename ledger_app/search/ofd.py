"""Reads .ofd, the national format of fixed pages (GB/T 33190-2016)."""

from __future__ import annotations

import posixpath
from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.packages import Package

_SAME_LINE = 1.5  # millimetres between the tops of two texts on one line


def read_ofd(file: IO[bytes], found: Gathered) -> None:
    """Read the pages of every document in the file, numbered through, with their templates and notes."""
    with Package(file, found) as package:
        bodies = _values(package, "OFD.xml", "DocRoot")
        if not bodies:
            raise Unreadable("encrypted" if "Encryptions.xml" in package else "damaged")
        number = 0
        sheets: dict[str, dict[str, int]] = {}
        for root in bodies:
            root = _place("", root)
            if root not in package:
                raise Unreadable("encrypted" if "Encryptions.xml" in package else "damaged")
            pages, templates, notes = _document(package, root)
            found.pages = number + len(pages)
            for key, page in pages:
                number += 1
                found.page(number)
                sheets.setdefault(root, {})[page] = number
                _read_page(package, page, templates, found)
                for name in notes.get(key, ()):
                    _lines(package, name, found)
        for root, numbers in sheets.items():
            _note_pictures(package, root, numbers, found)
        package.offer_pictures()


def _document(
    package: Package, root: str
) -> tuple[list[tuple[str, str]], dict[str, str], dict[str, list[str]]]:
    """Return the (id, part) of the pages, the parts of the templates, and those of the notes, by id."""
    pages: list[tuple[str, str]] = []
    templates: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        key, part = attributes.get("ID", ""), _place(root, attributes.get("BaseLoc", ""))
        if part not in package:
            return
        if tag == "Page":
            pages.append((key, part))
        else:
            templates[key] = part

    package.walk(root, marks=("Page", "TemplatePage"), start=start)
    notes: dict[str, list[str]] = {}
    for index in _values(package, root, "Annotations"):
        _add_notes(package, _place(root, index), notes)
    return pages, templates, notes


def _resources(package: Package, part: str) -> list[str]:
    """Return the lists of resources that a document or page names."""
    names: list[str] = []
    tags = ("PublicRes", "DocumentRes", "PageRes")
    package.walk(part, texts=tags, text=lambda _, value: names.append(_place(part, value)))
    return [name for name in names if name in package]


def _images(package: Package, lists: list[str]) -> dict[str, str]:
    """Return id → part of the pictures in these lists of resources."""
    found: dict[str, str] = {}
    base = key = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal base, key
        if tag == "Res":
            base = attributes.get("BaseLoc", "")
        else:
            key = attributes.get("ID", "") if attributes.get("Type") == "Image" else ""

    def text(_: str, value: str) -> None:
        if key:
            found[key] = _place(_place(name, base) + "/", value)

    for name in lists:
        base = key = ""
        package.walk(name, texts=("MediaFile",), marks=("Res", "MultiMedia"), start=start, text=text)
    return found


def _note_pictures(package: Package, root: str, numbers: dict[str, int], found: Gathered) -> None:
    """Note the pictures that pages themselves draw: what stands on all of them is in a template."""
    shared = _images(package, _resources(package, root))
    keys: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        keys.append(attributes.get("ResourceID", ""))

    for page, number in numbers.items():
        keys.clear()
        package.walk(page, marks=("ImageObject",), start=start)
        known = {**shared, **_images(package, _resources(package, page))} if keys else {}
        for key in keys:
            if key in known:
                found.picture(known[key], number)


def _add_notes(package: Package, index: str, notes: dict[str, list[str]]) -> None:
    if index not in package:
        return
    page = ""

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal page
        page = attributes.get("PageID", "")

    def text(_: str, value: str) -> None:
        part = _place(index, value)
        if part in package:
            notes.setdefault(page, []).append(part)

    package.walk(index, texts=("FileLoc",), marks=("Page",), start=start, text=text)


def _read_page(package: Package, page: str, templates: dict[str, str], found: Gathered) -> None:
    used: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        template = templates.get(attributes.get("TemplateID", ""))
        if template and template not in used:
            used.append(template)

    package.walk(page, marks=("Template",), start=start)
    for template in used:
        _lines(package, template, found)
    _lines(package, page, found)


def _lines(package: Package, name: str, found: Gathered) -> None:
    """Add the texts as they are drawn, those of one height as one line."""
    line: list[str] = []
    top: float | None = None

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal top
        place = attributes.get("Boundary", "").split()
        try:
            height = float(place[1])
        except (IndexError, ValueError):
            height = None
        if height is None or top is None or abs(height - top) > _SAME_LINE:
            found.line("".join(line))
            line.clear()
        elif line:
            line.append(" ")
        top = height

    def text(_: str, value: str) -> None:
        line.append(value.strip("\r\n"))

    package.walk(name, texts=("TextCode",), marks=("TextObject",), start=start, text=text)
    found.line("".join(line))


def _values(package: Package, name: str, tag: str) -> list[str]:
    values: list[str] = []
    if name in package:
        package.walk(name, texts=(tag,), text=lambda _, value: values.append(value.strip()))
    return values


def _place(base: str, target: str) -> str:
    """Return the part that a place names, from the root or beside the part that names it."""
    joined = posixpath.join("/", posixpath.dirname(base), target.strip().replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/")
