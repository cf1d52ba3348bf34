"""One paper of the sample as the file it is: hands it to the writer of its format."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, timedelta
from pathlib import Path
from random import Random

from ledger_app.exchange.sample_docx import write_docx
from ledger_app.exchange.sample_pdf import write_pdf, write_scan
from ledger_app.exchange.sample_photos import write_photo
from ledger_app.exchange.sample_plan import Paper
from ledger_app.exchange.sample_screens import write_screenshot
from ledger_app.exchange.sample_tables import table
from ledger_app.exchange.sample_words import chinese_date, written
from ledger_app.exchange.sample_xlsx import write_xlsx

_CHINA = timedelta(hours=8)


def write_paper(paper: Paper, folder: Path) -> None:
    """Write a paper into the sample's folder, with the modification time of its day."""
    target = folder / paper.path
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, paper, folder)
    moment = (paper.at.replace(tzinfo=UTC) - _CHINA).timestamp()
    os.utime(target, (moment, moment))


def _write(target: Path, paper: Paper, folder: Path) -> None:
    random = Random(paper.path)
    match paper.kind, target.suffix:
        case "empty", _:
            target.write_bytes(b"")
        case "copy", _:
            shutil.copyfile(folder / paper.of, target)
        case "photo", _:
            if paper.photo is not None:
                write_photo(target, paper.photo, paper.at, random)
        case "screenshot", _:
            write_screenshot(target, paper, random)
        case "scan", _:
            write_scan(target, paper.texts, paper.at, random)
        case _, ".docx":
            write_docx(target, paper.texts, paper.at, random)
        case _, ".xlsx":
            write_xlsx(target, paper.texts, paper.at, random)
        case _, ".pdf":
            write_pdf(target, paper.texts, paper.at, random)
        case _, ".txt":
            _write_text(target, paper, random)
        case _:
            raise ValueError(paper.path)


def _write_text(target: Path, paper: Paper, random: Random) -> None:
    lines: list[str] = []
    for text in paper.texts:
        lines += [text.title, "", *text.body]
        if text.columns:
            made = table(text.columns, text.rows, until=text.date, random=random)
            lines += ["\t".join(written(c) for c in row) for row in (made.header, *made.rows)]
        lines += ["", text.issuer, chinese_date(text.date)]
    target.write_bytes("\r\n".join(lines).encode(paper.encoding))
