"""The single steps that `run.py` measures, each as a process of its own: `python benchmarks/steps.py STEP …`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ledger_app.archive import Archive
from ledger_app.audit import audits
from ledger_app.scheme.reading import read_scheme

SCHEME = Path(__file__).resolve().parents[1] / "resources/sample/scheme.docx"


def make(folder: Path, evidence: Path, scheme: Path = SCHEME) -> None:
    """Make an archive over a tree and scan it."""
    with Archive.create(folder, read_scheme(scheme), evidence=evidence, year=2025) as archive:
        archive.scan()


def link(folder: Path, count: int) -> None:
    """Link the first `count` files in turn to the requirements of the scheme."""
    with Archive(folder) as archive:
        wanted = [(i.code, r.key) for i in archive.scheme().indicators for r in i.requirements]
        items = sorted(f.id for f in archive.files())[:count]
        for number, (code, key) in enumerate(wanted):
            chosen = items[number :: len(wanted)]
            if chosen:
                archive.link(chosen, code, requirement=key)


def rescan(folder: Path) -> None:
    with Archive(folder) as archive:
        report, changes = archive.scan()
        if changes.tables or not report.seen:
            raise SystemExit(f"not an unchanged rescan: {report}")


def open_only(folder: Path) -> None:
    Archive(folder).close()


def audit(folder: Path) -> None:
    with Archive(folder) as archive:
        audits.audit(archive.db, year=archive.year)


def index(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as out, Archive(folder) as archive:
        archive.print_index(Path(out) / "index.pdf", form="archive")


def window(folder: Path) -> None:
    """Open the window and leave as soon as it shows the archive."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ledger_app.ui import app

    qt = QApplication([])
    with Archive(folder) as archive:
        title = archive.title

    def look() -> None:
        for shown in qt.topLevelWidgets():
            if shown.isVisible() and title in shown.windowTitle():
                shown.close()

    timer = QTimer(interval=5)
    timer.timeout.connect(look)
    timer.start()
    app.open_window(folder)


def main() -> None:
    step, folder, *more = sys.argv[1:]
    if step == "scan-new":
        shutil.rmtree(folder, ignore_errors=True)
        make(Path(folder), Path(more[0]))
        return
    steps = {"rescan": rescan, "open": open_only, "audit": audit, "index": index, "window": window}
    steps[step](Path(folder))


if __name__ == "__main__":
    main()
