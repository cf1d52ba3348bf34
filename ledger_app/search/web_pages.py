"""Reads web pages, also those that programs save as .xls or .doc."""

from __future__ import annotations

import codecs
import re
from typing import IO

from lxml import etree

from ledger_app.search import plain_text
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Enough, Gathered

_BYTES = 24 << 20
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "hz-gb-2312", "cp936")
_SKIPPED = frozenset(("script", "style", "noscript", "template", "svg", "math", "object", "select"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))


def read_html(file: IO[bytes], found: Gathered) -> None:
    """Read what a browser would show, a table's row as a line; the title last."""
    data = file.read(_BYTES)
    if not data.strip(b"\0"):
        raise Unreadable("damaged")
    found.spend(len(data))
    add_page(decoded(data), found)
    if len(data) == _BYTES:
        raise Enough


def decoded(data: bytes, stated: str | None = None) -> str:
    """Return a page's text by its mark, the stated encoding, the one it declares, or what it looks like."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _DECLARED.search(data[:4096])
        for name in (stated, declared[1].decode("ascii") if declared else None):
            name = "gb18030" if name and name.lower() in _CHINESE else name
            try:
                return data.decode(name) if name else _looked_at(data)
            except (LookupError, UnicodeDecodeError):
                continue
    return _looked_at(data)


def add_page(page: str, found: Gathered) -> None:
    """Add the lines of a page."""
    page = re.sub(r"^\s*<\?xml[^>]*>", "", page.replace("\0", ""), count=1)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(page.encode("utf-8", "replace"), parser) if page.strip() else None
    if root is None:
        return
    title = _add(root, found)
    found.line(title)


def _looked_at(data: bytes) -> str:
    try:
        return plain_text.decode(data)
    except Unreadable:
        return data.decode("utf-8", "replace")


def _add(root: etree._Element, found: Gathered) -> str:
    """Add the lines; return the title."""
    line: list[str] = []
    title: list[str] = []
    skipped: etree._Element | None = None

    def put(text: str | None) -> None:
        if text and skipped is None:
            line.append(text)

    def close() -> None:
        found.line(" ".join("".join(line).split()))
        line.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if skipped is None and tag in _SKIPPED:
                skipped = element
            if tag == "title":
                title.append(element.text or "")
                skipped = skipped if skipped is not None else element
            elif tag in _BLOCKS:
                close()
            put(element.text)
            continue
        if element is skipped:
            skipped = None
        if tag in _BLOCKS:
            close()
        elif tag in _CELLS:
            put(" ")
        put(element.tail)
    close()
    return " ".join("".join(title).split())
