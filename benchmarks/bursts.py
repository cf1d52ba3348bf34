"""Measure how soon a burst of 10,000 files is known while the folder is watched.

    python benchmarks/bursts.py [--files 10000 100000] [--folder DIR] [--markdown FILE]

Another process creates, moves or deletes the files. "until at rest" is the time from its end until the
watcher hands over the last of it (it waits for two quiet seconds), "then known" from there until the
archive knows all. Beside it stands one plain rescan that finds the same kind of burst without a watcher,
and one that finds nothing; the ratio is of "then known" to the rescan that finds as much.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import steps, trees  # noqa: E402 - a script run from anywhere
from ledger_app import founding  # noqa: E402
from ledger_app.archive import Archive  # noqa: E402
from ledger_app.scheme.reading import read_scheme  # noqa: E402
from ledger_app.vault.intake import Intake  # noqa: E402

BURST = 10_000
PER_FOLDER = 20
MOST_SECONDS = 120.0
KINDS = ("created", "moved one by one", "their folder renamed", "deleted")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the trees are made (default: a temporary folder)")
    parser.add_argument("--markdown", type=Path, help="also write the tables here")
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make(options.make[0], Path(options.make[1]))
        return 0
    lines = [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}", ""]
    for count in options.files:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="ledger-burst-") as folder:
            sys.stderr.write(f"… {count:,} files\n")
            trees.plant(Path(folder) / "evidence", count)
            lines += measure(Path(folder), count)
    sys.stdout.write("\n".join(lines) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def make(kind: str, base: Path) -> None:
    """Do one kind of burst under `base`; each goes on from the one before."""
    first, second, third = base / "收", base / "整理", base / "归档"
    if kind == "created":
        trees.plant(first, BURST, seed=23 + len(base.name))
    elif kind == "moved one by one":
        for number, file in enumerate(sorted(p for p in first.rglob("*") if p.is_file())):
            folder = second / f"{number // PER_FOLDER:04}"
            folder.mkdir(parents=True, exist_ok=True)
            file.rename(folder / file.name)
    elif kind == "their folder renamed":
        second.rename(third)
    else:
        for file in [p for p in third.rglob("*") if p.is_file()]:
            file.unlink()


def measure(folder: Path, count: int) -> list[str]:
    tree = folder / "evidence"
    with founding.create(folder / "archive", read_scheme(steps.SCHEME), evidence=tree, year=2025) as archive:
        archive.scan()
        archive.scan()
        nothing = timed(archive.scan)
        plain = []
        for kind in KINDS:
            burst(kind, tree / "不看")
            plain.append(timed(archive.scan))
            archive.scan()
        rows = watched(archive, tree / "看着")
    lines = [
        f"## {count:,} files, bursts of {BURST:,} while watching",
        "",
        f"A plain rescan that finds nothing: {nothing:.2f} s.",
        "",
        "| burst | until at rest, s | then known, s | plain rescan that finds as much, s | ratio | aim |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (kind, rest, known), alone in zip(rows, plain, strict=True):
        lines.append(f"| {kind} | {rest:.1f} | {known:.2f} | {alone:.2f} | {known / alone:.2f} | ≤ 2 |")
    return [*lines, ""]


def watched(archive: Archive, base: Path) -> list[tuple[str, float, float]]:
    keeper = Keeper(archive)
    keeper.start()
    rows = []
    for kind in KINDS:
        before = keeper.count
        wanted = {"created": before + BURST, "deleted": before - BURST}.get(kind, before)
        marker = {"moved one by one": "整理", "their folder renamed": "归档"}.get(kind, "")
        burst(kind, base)
        ended = time.monotonic()
        keeper.wait(partial(_is_known, keeper, wanted, marker))
        rows.append((kind, keeper.handed - ended, keeper.looked - keeper.handed))
    keeper.stop()
    return rows


def _is_known(keeper: Keeper, wanted: int, marker: str) -> bool:
    return keeper.count == wanted and (not marker or keeper.holds(marker) == BURST)


class Timed(Intake):
    """Notes when the watcher handed something over last."""

    handed = 0.0

    def settled(self, folders: set[str]) -> None:
        self.handed = time.monotonic()
        super().settled(folders)

    def lost(self) -> None:
        self.handed = time.monotonic()
        super().lost()


class Keeper:
    """Keeps the archive up to date in a thread of its own, as `scan --watch` does."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._intake = Timed(archive.evidence)
        self._turn = threading.Condition()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.looked = 0.0

    def start(self) -> None:
        self._intake.start()
        while self._intake.watching.mode != "events":
            time.sleep(0.1)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._intake.stop()

    @property
    def handed(self) -> float:
        return self._intake.handed

    @property
    def count(self) -> int:
        return int(str(self._archive.db.value("SELECT count(*) FROM location WHERE status <> 'missing'")))

    def holds(self, marker: str) -> int:
        sql = "SELECT count(*) FROM location WHERE status = 'present' AND path GLOB ?"
        return int(str(self._archive.db.value(sql, f"看着/{marker}/*")))

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._turn:
            if not self._turn.wait_for(condition, MOST_SECONDS):
                sys.stderr.write("… not known in time\n")

    def _run(self) -> None:
        while not self._stop.is_set():
            look = self._intake.next()
            if look is None:
                self._intake.wait(0.2)
                continue
            with self._turn:
                report, changes = self._archive.look(look.folders)
                self.looked = time.monotonic()
                self._intake.looked(look, report, has_changed=bool(changes.tables))
                self._turn.notify_all()


def burst(kind: str, base: Path) -> None:
    subprocess.run([sys.executable, __file__, "--make", kind, str(base)], check=True)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
