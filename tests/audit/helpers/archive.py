"""A small archive of real files for the rules about papers: written, read, linked and audited."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import docx
from PIL import Image
from reportlab.pdfgen import canvas

from ledger_app.audit import audits
from ledger_app.audit.model import Finding
from ledger_app.audit.rules import evaluate
from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.scheme.model import Indicator, Requirement, Scheme
from ledger_app.search import readings
from ledger_app.search.reading_pass import read_and_describe
from ledger_app.vault import items

_CHINA = timezone(timedelta(hours=8))
ANY = "材料"


@dataclass
class Desk:
    """An archive of 2025 with some indicators, each asking for 材料, and whatever is put into its folder."""

    db: Database
    folder: Path
    asks: tuple[str, ...] = (ANY, "会议记录+签到+照片", "公示", "合同样本")
    is_hard: bool = False
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def put(self, path: str, *lines: str, code: str = "1", asked: str = ANY, at: str = "2025-11-05") -> str:
        """Write a .docx or .txt of these lines (a line with tabs is a row), and link it later."""
        target = self._target(path)
        if path.endswith(".docx"):
            _write_docx(target, lines)
        else:
            target.write_text("\n".join(lines), encoding="utf-8")
        return self._linked(path, code, asked, at)

    def photo(
        self, path: str, taken: str | None, *, code: str = "1", asked: str = ANY, at: str = "2025-11-05"
    ) -> str:
        """Write a .jpg with the day and time it was taken (`2025-03-05T10:00:00`), each of another colour."""
        shade = (len(self.links) * 37 + 20) % 255
        picture, exif = Image.new("RGB", (64, 48), (shade, 255 - shade, shade // 2)), Image.Exif()
        if taken:
            exif[0x010F] = "Phone"
            exif.get_ifd(0x8769)[0x9003] = taken.replace("-", ":").replace("T", " ")
        picture.save(self._target(path), "JPEG", exif=exif)
        return self._linked(path, code, asked, at)

    def raw(
        self, path: str, content: bytes, *, code: str = "1", asked: str = ANY, at: str = "2025-11-05"
    ) -> str:
        """Write these bytes."""
        self._target(path).write_bytes(content)
        return self._linked(path, code, asked, at)

    def audit(
        self, *, codes: Iterable[str] = ("1", "2", "3"), inspected: str = "", as_of: str = "2026-03-20"
    ) -> list[Finding]:
        """Store the scheme, take the files in, link them, and return all that the audit finds."""
        requirements = tuple(Requirement(str(n), text) for n, text in enumerate(self.asks))
        indicators = tuple(
            Indicator(code, ("一、乡村建设",), f"指标{code}", 2.0, self.is_hard, requirements=requirements)
            for code in codes
        )
        schemes.store(self.db, Scheme("2025年度考核", 2025, None, indicators))
        items.scan(self.db, self.folder, Progress())
        read = {
            str(place.found_sha256): read_and_describe(str(self.folder / place.path))
            for place in items.locations(self.db)
        }
        readings.store(self.db, read)
        for path, code, asked in self.links:
            place = items.location(self.db, path)
            assert place is not None
            links.link(self.db, [place.item], code, requirement=str(self.asks.index(asked)), how="command")
        found = audits.snapshot(self.db, year=2025, as_of=as_of)
        return list(evaluate(replace(found, inspected=inspected)).findings)

    def _target(self, path: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _linked(self, path: str, code: str, asked: str, at: str) -> str:
        stamp = datetime.fromisoformat(at).replace(hour=12, tzinfo=_CHINA).timestamp()
        os.utime(self.folder / path, (stamp, stamp))
        self.links.append((path, code, asked))
        return path


def _write_docx(target: Path, lines: Iterable[str]) -> None:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(len(rows), max(map(len, rows)))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
            rows = []
        if line:
            document.add_paragraph(line)
    document.save(str(target))


def identity(head: str) -> str:
    """Return an identity card number nobody bears: 17 digits with the check that belongs to them."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11]


def card(head: str) -> str:
    """Return a card number nobody bears: these digits with the check digit that belongs to them."""
    total = sum(sum(divmod(int(d) * (2 - n % 2), 10)) for n, d in enumerate(reversed(head)))
    return head + str(-total % 10)


def locked_zip(content: bytes) -> bytes:
    """Return an archive whose one member says that it is encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("表.txt", content)
    data = bytearray(out.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password."""
    out = io.BytesIO()
    drawing = canvas.Canvas(out, encrypt="geheim")
    drawing.drawString(60, 700, "contract")
    drawing.save()
    return out.getvalue()
