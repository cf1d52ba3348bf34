"""Reads .pptx."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from ledger_app.search.containers import Unreadable, elements, local, open_parts
from ledger_app.search.model import Part, Reading


def read_pptx(file: IO[bytes]) -> Reading:
    """Read the text of every slide; each is a page."""
    with open_parts(file) as parts:
        if "ppt/presentation.xml" not in parts.namelist():
            raise Unreadable("damaged")
        numbers = sorted(
            int(m[1]) for n in parts.namelist() if (m := re.fullmatch(r"ppt/slides/slide(\d{1,6})\.xml", n))
        )
        slides = tuple(
            Part(page, "\n".join(_lines(parts, f"ppt/slides/slide{n}.xml")))
            for page, n in enumerate(numbers, start=1)
        )
        return Reading(parts=slides, pages=len(numbers) or None)


def _lines(parts: zipfile.ZipFile, name: str) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    for event, element in elements(parts, name, "p", "t", "br"):
        if event == "start":
            continue
        tag = local(element)
        if tag == "t" and element.text:
            line.append(element.text)
        elif tag == "br":
            line.append(" ")
        elif tag == "p":
            lines.append("".join(line).strip())
            line = []
    return [line for line in lines if line]
