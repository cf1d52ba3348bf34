"""The single steps that `run.py` measures, each as a process of its own: `python benchmarks/steps.py STEP …`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.audit import audits
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import finding

SCHEME = Path(__file__).resolve().parents[1] / "resources/sample/scheme.docx"


def make(folder: Path, evidence: Path, scheme: Path = SCHEME) -> float:
    """Make an archive over a tree and return the seconds that its scan took."""
    with founding.create(folder, read_scheme(scheme), evidence=evidence, year=2025) as archive:
        return archive.scan()[0].seconds


def link(folder: Path, count: int, *, every: int = 1) -> None:
    """Link the first `count` files in turn to the requirements of every such indicator."""
    with Archive(folder) as archive:
        wanted = [(i.code, r.key) for i in archive.scheme().indicators[::every] for r in i.requirements]
        items = sorted(f.id for f in archive.files())[:count]
        for number, (code, key) in enumerate(wanted):
            chosen = items[number :: len(wanted)]
            if chosen:
                archive.link(chosen, code, requirement=key)


def rescan(folder: Path, *, full: bool = False) -> None:
    with Archive(folder) as archive:
        report, changes = archive.scan(full=full)
        if changes.tables or not report.seen:
            raise SystemExit(f"not an unchanged rescan: {report}")
        say(report.seconds)


def open_only(folder: Path) -> None:
    Archive(folder).close()


def audit(folder: Path) -> None:
    with Archive(folder) as archive:
        timed(lambda: audits.audit(archive.db, year=archive.year))


def files(folder: Path) -> None:
    with Archive(folder) as archive:
        timed(archive.files)


def search(folder: Path) -> None:
    """Search twice: the first time also gathers the names, as after every change of them."""
    with Archive(folder) as archive:
        timed(lambda: finding.find(archive.db, "会议 记录"))
        timed(lambda: finding.find(archive.db, "花名册"))


def index(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as out, Archive(folder) as archive:
        archive.print_index(Path(out) / "index.pdf", form="archive")


def window(folder: Path, *, until_shown: bool = False) -> None:
    """Open the window and end at its first picture, or when it shows the archive."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ledger_app.ui import app

    qt = QApplication([])
    with Archive(folder) as archive:
        title = archive.title if until_shown else ""

    def look() -> None:
        if any(w.isVisible() and title in w.windowTitle() for w in qt.topLevelWidgets()):
            os._exit(0)  # closing an archive in the middle of its first scan is another measure

    timer = QTimer(interval=5)
    timer.timeout.connect(look)
    timer.start()
    app.open_window(folder)


def shown(folder: Path) -> None:
    window(folder, until_shown=True)


def timed(work: Callable[[], object]) -> None:
    started = time.perf_counter()
    work()
    say(time.perf_counter() - started)


def say(seconds: float) -> None:
    """Tell the benchmark what one step took inside the program, without its start."""
    sys.stdout.write(f"{seconds}\n")


def main() -> None:
    step, folder, *more = sys.argv[1:]
    if step == "scan-new":
        shutil.rmtree(folder, ignore_errors=True)
        say(make(Path(folder), Path(more[0])))
        return
    if step == "link":
        link(Path(folder), int(more[0]), every=int(more[1]))
        return
    steps = {
        "rescan": rescan,
        "full": lambda folder: rescan(folder, full=True),
        "open": open_only,
        "audit": audit,
        "files": files,
        "search": search,
        "index": index,
        "window": window,
        "shown": shown,
    }
    steps[step](Path(folder))


if __name__ == "__main__":
    main()
