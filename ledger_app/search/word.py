"""Reads .docx."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from ledger_app.search.containers import (
    HEAD,
    TAIL,
    Unreadable,
    count,
    elements,
    first_text,
    local,
    open_parts,
)
from ledger_app.search.model import Reading


def read_docx(file: IO[bytes]) -> Reading:
    """Read head and end of the body, the running heads, and the page count the writing program left."""
    with open_parts(file) as parts:
        names = parts.namelist()
        if "word/document.xml" not in names:
            raise Unreadable("damaged")
        head, tail = _head_and_tail(_paragraphs(parts, "word/document.xml"))
        heads = [n for n in names if re.fullmatch(r"word/header\d*\.xml", n)][:3]
        return Reading(
            text=head,
            tail=tail,
            running_head="\n".join(line for name in heads for line in _paragraphs(parts, name))[:HEAD],
            pages=count(first_text(parts, "docProps/app.xml", "Pages")),
            pages_source="properties",
            text_source="text",
        )


def _paragraphs(parts: zipfile.ZipFile, name: str) -> Iterator[str]:
    line: list[str] = []
    fallbacks = 0  # a text box is stored twice: as mc:Choice and again as mc:Fallback
    for event, element in elements(parts, name, "p", "t", "tab", "br", "cr", "Fallback"):
        tag = local(element)
        if tag == "Fallback":
            fallbacks += 1 if event == "start" else -1
        elif event == "start" or fallbacks:
            continue
        elif tag == "t" and element.text:
            line.append(element.text)
        elif tag in ("tab", "br", "cr"):
            line.append(" ")
        elif tag == "p":
            if "".join(line).strip():
                yield "".join(line).strip()
            line = []
            element.clear()


def _head_and_tail(lines: Iterable[str]) -> tuple[str, str]:
    head: list[str] = []
    tail: list[str] = []
    size = 0
    try:
        for line in lines:
            size += len(line) + 1
            if size <= HEAD or not head:
                head.append(line[:HEAD])
                continue
            tail.append(line[:TAIL])
            while sum(map(len, tail)) > TAIL and len(tail) > 1:
                del tail[0]
    except Unreadable:
        if size <= HEAD:
            raise
        tail = []  # the end is out of reach, the head was read
    return "\n".join(head), "\n".join(tail)
