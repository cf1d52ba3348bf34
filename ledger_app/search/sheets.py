"""Reads .xlsx."""

from __future__ import annotations

import posixpath
import zipfile
from typing import IO

from ledger_app.search.containers import Unreadable, elements, local, open_parts
from ledger_app.search.model import Part, Reading

_SHEETS = 3
_ROWS = 60


def read_xlsx(file: IO[bytes]) -> Reading:
    """Read the first rows of the first sheets; how many pages they print on is not in the file."""
    with open_parts(file) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            raise Unreadable("damaged")
        rows = [row for name in _sheets(parts)[:_SHEETS] for row in _rows(parts, name)]
        wanted = {int(v) for row in rows for kind, v in row if kind == "s" and v.isdigit()}
        strings = _strings(parts, wanted)
        lines = [
            " ".join(strings.get(v, "") if kind == "s" else v for kind, v in row).strip() for row in rows
        ]
        return Reading(parts=(Part(None, "\n".join(line for line in lines if line)),))


def _sheets(parts: zipfile.ZipFile) -> list[str]:
    """Return the parts of the visible sheets, in the order of the tabs."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in parts.namelist():
        for event, element in elements(parts, "xl/_rels/workbook.xml.rels", "Relationship"):
            if event == "end":
                targets[element.get("Id", "")] = element.get("Target", "")
    found = []
    for event, element in elements(parts, "xl/workbook.xml", "sheet"):
        if event == "end" and element.get("state", "visible") == "visible":
            key = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            found.append(posixpath.normpath(posixpath.join("/xl", targets.get(str(key), ""))).lstrip("/"))
    return [name for name in found if name in parts.namelist()]


def _rows(parts: zipfile.ZipFile, name: str) -> list[list[tuple[str, str]]]:
    """Return rows of (cell type, raw value)."""
    rows: list[list[tuple[str, str]]] = []
    row: list[tuple[str, str]] = []
    text: list[str] = []
    for event, element in elements(parts, name, "v", "t", "c", "row"):
        if event == "start":
            continue
        tag = local(element)
        if tag in ("v", "t") and element.text:
            text.append(element.text)
        elif tag == "c":
            if text:
                row.append((element.get("t", "n"), "".join(text)))
            text = []
        elif tag == "row":
            rows.append(row)
            row = []
            element.clear()
            if len(rows) >= _ROWS:
                break
    return rows


def _strings(parts: zipfile.ZipFile, wanted: set[int]) -> dict[str, str]:
    """Return the shared strings with these numbers, keyed as the cells write them."""
    found: dict[str, str] = {}
    if not wanted or "xl/sharedStrings.xml" not in parts.namelist():
        return found
    number = 0
    text: list[str] = []
    phonetic = 0
    for event, element in elements(parts, "xl/sharedStrings.xml", "t", "si", "rPh"):
        tag = local(element)
        if tag == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "start" or phonetic:
            continue
        elif tag == "t":
            text.append(element.text or "")
        elif tag == "si":
            if number in wanted:
                found[str(number)] = "".join(text).replace("\n", " ")
                if len(found) == len(wanted):
                    break
            number += 1
            text = []
            element.clear()
    return found
