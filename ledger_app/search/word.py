"""Reads .docx."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from ledger_app.search.containers import Unreadable, count, elements, first_text, local, open_parts
from ledger_app.search.model import HEAD, Part, Reading


def read_docx(file: IO[bytes]) -> Reading:
    """Read head and end of the body, the running heads, and the page count the writing program left."""
    with open_parts(file) as parts:
        names = parts.namelist()
        if "word/document.xml" not in names:
            raise Unreadable("damaged")
        heads = [n for n in names if re.fullmatch(r"word/header\d*\.xml", n)][:3]
        return Reading(
            parts=(Part(None, "\n".join(_paragraphs(parts, "word/document.xml"))),),
            running_head="\n".join(line for name in heads for line in _paragraphs(parts, name))[:HEAD],
            pages=count(first_text(parts, "docProps/app.xml", "Pages")),
            pages_source="properties",
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
