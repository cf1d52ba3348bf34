"""How the sample's documents write what they all contain."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

from ledger_app.exchange.sample_tables import Cell


def chinese_date(day: date) -> str:
    """Return 2025年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def written(cell: Cell) -> str:
    """Return a cell as a document shows it."""
    if isinstance(cell, date):
        return f"{cell.year}.{cell.month}.{cell.day}"
    if isinstance(cell, float):
        return f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) and cell > 9999 else str(cell)


def is_heading(line: str) -> bool:
    """Return whether a paragraph is a heading of the first order (一、…)."""
    return bool(re.match(r"[一二三四五六七八九十]{1,2}、", line)) and len(line) < 30


def write_office(target: Path, packed: bytes, at: datetime, *, pages: int = 1) -> None:
    """Write an Office file with the time of the sample in place of today's, so that runs are alike.

    `pages` is what Word would have counted.
    """
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                pattern = rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)"
                data = re.sub(pattern, rb"\g<1>" + stamp + rb"\g<3>", data)
            if member.filename == "docProps/app.xml":
                data = re.sub(rb"<Pages>\d*</Pages>", b"<Pages>%d</Pages>" % pages, data)
            info = zipfile.ZipInfo(member.filename, at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    target.write_bytes(out.getvalue())
