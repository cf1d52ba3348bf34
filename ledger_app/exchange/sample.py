"""The sample archive's evidence: about 150 real files of an invented township, with planted gaps.

It is made in three steps, so that the archive holds it as if a township had worked with it: write the
files, link them after a scan, spoil two of them, scan again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ledger_app.binder import shelving
from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.exchange.sample_plan import Plan, sample_plan
from ledger_app.scheme import schemes
from ledger_app.vault import items

FONDS = "Q021"
FONDS_NAME = "青山镇人民政府"


def write_evidence(folder: Path, progress: Progress | None = None) -> Plan:
    """Write the sample's evidence files into a folder and return the plan of links and gaps.

    The same call writes the same bytes and modification times, on any day.
    """
    # imported here because it loads the Office, PDF and picture libraries, and every start imports this module
    from ledger_app.exchange.sample_writing import write_paper

    plan = sample_plan()
    progress = progress or Progress()
    for number, paper in enumerate(plan.papers):
        progress.at("sample", number, len(plan.papers))
        write_paper(paper, folder)
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


def file_papers(db: Database, folder: Path, plan: Plan) -> None:
    """Name the fonds, and say how long the papers are kept: what was decided for good, pictures for ten years."""
    db.change_settings(fonds=FONDS, fonds_name=FONDS_NAME)
    kept: dict[str, list[str]] = defaultdict(list)
    for paper in plan.papers:
        if not paper.shows:
            continue
        if paper.kind in ("photo", "screenshot"):
            kept["D10"].append(paper.path)
        elif any(text.style in ("red", "minutes") for text in paper.texts):
            kept["Y"].append(paper.path)
    for retention, paths in kept.items():
        shelving.file_items(db, items.item_ids(db, folder, paths), retention=retention)


def spoil(folder: Path, plan: Plan) -> None:
    """Do what happens to files after they were linked: one is lost, one is edited again."""
    from ledger_app.exchange.sample_writing import write_paper

    for path in plan.removed:
        (folder / path).unlink()
    for path in plan.altered:
        paper = plan.paper(path)
        later = replace(paper, at=paper.at + timedelta(days=23))
        shorter = tuple(replace(t, rows=int(t.rows) - 4) for t in later.texts)
        write_paper(replace(later, texts=shorter), folder)
