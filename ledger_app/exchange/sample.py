"""The sample archive's evidence: about 150 real files of an invented township, with planted gaps.

It is made in three steps, so that the archive holds it as if a township had worked with it: write the
files, link them after a scan, spoil two of them, scan again.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from random import Random

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.exchange.sample_docx import write_docx
from ledger_app.exchange.sample_pdf import write_pdf, write_scan
from ledger_app.exchange.sample_photos import write_photo
from ledger_app.exchange.sample_plan import Paper, Plan, sample_plan
from ledger_app.exchange.sample_screens import write_screenshot
from ledger_app.exchange.sample_tables import table
from ledger_app.exchange.sample_words import chinese_date, written
from ledger_app.exchange.sample_xlsx import write_xlsx
from ledger_app.scheme import schemes
from ledger_app.vault import items

_CHINA = timedelta(hours=8)


def write_evidence(folder: Path, progress: Progress | None = None) -> Plan:
    """Write the sample's evidence files into a folder and return the plan of links and gaps.

    The same call writes the same bytes and modification times, on any day.
    """
    plan = sample_plan()
    progress = progress or Progress()
    for number, paper in enumerate(plan.papers):
        progress.at("sample", number, len(plan.papers))
        target = folder / paper.path
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, paper, folder)
        _date(target, paper)
    return plan


def apply_links(db: Database, folder: Path, plan: Plan, progress: Progress | None = None) -> None:
    """Link the files as the plan says; they must have been scanned, from `folder`."""
    progress = progress or Progress()
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for paper in plan.papers:
        for show in paper.shows:
            wanted[show.code, show.text].append(paper.path)
    keys = {(i.code, r.text): r.key for i in schemes.current(db).indicators for r in i.requirements}
    for number, ((code, text), paths) in enumerate(wanted.items()):
        progress.at("sample", number, len(wanted))
        ids = items.item_ids(db, folder, paths)
        links.link(db, ids, code, requirement=keys[code, text], how="menu")


def spoil(folder: Path, plan: Plan) -> None:
    """Do what happens to files after they were linked: one is lost, one is edited again."""
    for path in plan.removed:
        (folder / path).unlink()
    for path in plan.altered:
        paper = plan.paper(path)
        later = replace(paper, at=paper.at + timedelta(days=23))
        shorter = tuple(replace(t, rows=int(t.rows) - 4) for t in later.texts)
        target = folder / path
        _write(target, replace(later, texts=shorter), folder)
        _date(target, later)


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


def _date(target: Path, paper: Paper) -> None:
    moment = (paper.at.replace(tzinfo=UTC) - _CHINA).timestamp()
    os.utime(target, (moment, moment))
