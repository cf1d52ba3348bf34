"""Measure the longest time the window does not answer, at 10,000 and 100,000 files.

    python benchmarks/responsiveness.py [--files 10000 100000] [--folder DIR] [--why] [--markdown FILE]

A timer in the window's own thread beats every 5 ms while the real main window does its work; the table says, for each
action, the longest time between two beats, the same without what the thread waited for a processor that others had,
and how long the action took. `--why` adds where the window and the other
threads were in every gap above 100 ms. Without a screen it runs with Qt's offscreen platform.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer  # noqa: E402 - a script run from anywhere
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit  # noqa: E402

from benchmarks import steps, trees  # noqa: E402
from benchmarks.pulse import Gap, Pulse  # noqa: E402
from ledger_app import founding  # noqa: E402
from ledger_app.archive import Archive  # noqa: E402
from ledger_app.core.database import Changes  # noqa: E402
from ledger_app.scheme.reading import read_scheme  # noqa: E402
from ledger_app.ui import file_actions, turns  # noqa: E402
from ledger_app.ui.appearance import Appearance  # noqa: E402
from ledger_app.ui.desk import PAGES  # noqa: E402
from ledger_app.ui.jobs import Turn  # noqa: E402
from ledger_app.ui.preferences import Preferences  # noqa: E402
from ledger_app.ui.window import MainWindow  # noqa: E402

BURST = 10_000
READING_SECONDS = 8.0
MOST_SECONDS = 60.0

Until = Callable[[], object]
Row = tuple[str, float, float, float, list[Gap]]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the trees are made (default: a temporary folder)")
    parser.add_argument("--why", action="store_true", help="say what held the window in every long gap")
    parser.add_argument("--markdown", type=Path, help="also write the tables here")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--plant", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.plant:
        trees.plant(options.plant, BURST, seed=11)
        return 0
    if options.inside:
        sys.stdout.write("\n".join(measure(options.inside, options.files[0], why=options.why)) + "\n")
        return 0
    lines = [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}", ""]
    for count in options.files:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="ledger-answer-") as folder:
            sys.stderr.write(f"… {count:,} files\n")
            trees.plant(Path(folder) / "evidence", count)
            command = [sys.executable, __file__, "--inside", folder, "--files", str(count)]
            done = subprocess.run(
                command + ["--why"] * options.why, check=True, stdout=subprocess.PIPE, text=True
            )
            lines += done.stdout.splitlines()
    sys.stdout.write("\n".join(lines) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join(["# Responsiveness", "", *lines]) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, count: int, *, why: bool) -> list[str]:
    """Run the window's day on a tree that nobody has scanned and return the table."""
    tree, archive = folder / "evidence", folder / "archive"
    with founding.create(archive, read_scheme(steps.SCHEME), evidence=tree, year=2025):
        pass
    qt = QApplication([])
    qt.setQuitOnLastWindowClosed(False)
    turns.share()
    preferences = Preferences(folder / "config")
    window = MainWindow(preferences, Appearance(qt, preferences, language="zh_CN"))
    window.finished.connect(qt.quit)
    window.show()
    day = Day(window, archive, tree, count)
    QTimer.singleShot(0, day.begin)
    qt.exec()
    return table(count, day.rows, why=why)


class Day(QObject):
    """Does one action after another in the window, and writes down how long it did not answer in each."""

    def __init__(self, window: MainWindow, archive: Path, tree: Path, count: int) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._window = window
        self._archive = archive
        self._tree = tree
        self._count = count
        self._pulse = Pulse()
        self._actions = self._all()
        self._name = ""
        self._begun = self._stopped = 0.0
        self._until: Until = lambda: True
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._go_on)

    def begin(self) -> None:
        self._timer.start()

    def _go_on(self) -> None:
        is_late = time.monotonic() - self._begun > MOST_SECONDS
        if not self._until() and not is_late:
            return
        if is_late and self._name:
            sys.stderr.write(f"… not done in time: {self._name}\n")
        if self._name:
            longest, own, gaps = self._pulse.take()
            seconds = time.monotonic() - self._begun
            self.rows.append((self._name, longest, own, seconds, gaps))
            if seconds > 1 or gaps:
                sys.stderr.write(f"… {self._name}: {longest:.0f} ms, {seconds:.1f} s\n")
        step = next(self._actions, None)
        if step is None:
            self._timer.stop()
            self._window.close()
            return
        self._name, self._until = step
        self._pulse.take()
        self._begun = time.monotonic()

    # the day

    def _all(self) -> Iterator[tuple[str, Until]]:
        """Yield a name and what to wait for after each action is begun; without a name it is not measured."""
        window = self._window
        yield "", self._after(0.3)
        yield from self._open("open, nothing known yet")
        yield "first scan", lambda: self._knows(self._count)
        yield "its files listed", self._quiet
        yield "reading in the background", self._after(READING_SECONDS)
        yield from self._interactions()
        yield from self._shelf()
        yield "reading on", self._after(READING_SECONDS)
        audited: list[object] = []
        window.session.audited.connect(audited.append)
        self._press("audit")
        yield "audit", lambda: audited
        yield "its findings shown", self._quiet
        for language in ("en", "zh_CN"):
            self._do(lambda language=language: window.switch_language(language))
            yield f"another language ({language})", self._quiet
        writer = subprocess.Popen([sys.executable, __file__, "--plant", str(self._tree / "new")])
        yield (
            f"{BURST:,} files arrive",
            lambda: writer.poll() is not None and self._knows(self._count + BURST),
        )
        yield "their reading", self._after(READING_SECONDS)
        self._do(window.close_archive)
        yield "close", lambda: window.session is None
        yield from self._open("open, all known")
        yield "look at the folder, nothing new", self._quiet

    def _open(self, name: str) -> Iterator[tuple[str, Until]]:
        window = self._window
        self._do(lambda: window.open_archive(self._archive))
        yield name, lambda: window.desk and len(window.desk.pages) == len(PAGES)

    def _interactions(self) -> Iterator[tuple[str, Until]]:
        desk = self._window.desk
        for _round in range(2):
            for page in PAGES:
                self._do(lambda page=page: self._window.show_page(page.name))
                yield "other page", self._after(0.3)
        self._do(lambda: self._window.show_page("inbox"))
        yield "", self._after(0.5)
        table = desk.pages["inbox"].table
        for _line in range(20):
            self._do(lambda: QTest.keyClick(table, Qt.Key.Key_PageDown))
            yield "scroll", self._after(0.05)
        yield from self._type(desk.pages["inbox"].bar.text, "inbox filter")
        yield from self._type(self._window.search.edit, "search")
        self._do(lambda: table.setFocus())
        yield "", self._after(0.5)
        context = self._window.context
        before, first = len(context.state.links), table.files.rows[0]
        indicator = context.state.scheme.indicators[0]
        self._do(lambda: file_actions.link(context, [first.id], indicator, None, how="key"))
        yield "link a file", lambda: len(self._window.context.state.links) > before
        self._press("undo")
        yield "take it back", lambda: len(self._window.context.state.links) == before

    def _shelf(self) -> Iterator[tuple[str, Until]]:
        """Link as many files as a county's largest township has, and put them in boxes."""
        window = self._window
        context, page = window.context, window.desk.pages["boxes"]
        linked = [held.id for held in context.state.files][:BURST]
        codes = [indicator.code for indicator in context.state.scheme.indicators]
        done: list[object] = []
        self._do(
            lambda: context.run("", lambda archive, _p: _spread(archive, linked, codes), done=done.append)
        )
        yield f"link {len(linked):,} files", lambda: done
        yield "", self._quiet
        self._do(lambda: window.show_page("boxes"))
        yield "boxes: shown", lambda: page.items.rows.rows
        for _line in range(10):
            self._do(lambda: QTest.keyClick(page.boxes, Qt.Key.Key_Down))
            yield "boxes: another one", self._after(0.15)
        self._do(page.settle)
        yield "boxes: settle", lambda: not page.settle_button.isEnabled()
        yield "boxes: settle", self._quiet
        self._do(lambda: page.act("down"))
        yield "boxes: move an item", self._quiet

    def _type(self, field: QLineEdit, name: str) -> Iterator[tuple[str, Until]]:
        field.setFocus()
        for letter in "2025":
            self._do(lambda letter=letter: QTest.keyClicks(field, letter))
            yield name, self._after(0.12)
        yield name, self._after(1.0)
        for _letter in "2025":
            self._do(lambda: QTest.keyClick(field, Qt.Key.Key_Backspace))
            yield name, self._after(0.06)
        yield name, self._after(0.5)

    # what is waited for

    def _do(self, act: Callable[[], object]) -> None:
        QTimer.singleShot(20, act)  # from the event loop, as a key would come

    def _press(self, command: str) -> None:
        self._do(self._window.actions_by_name[command].trigger)

    def _after(self, seconds: float) -> Until:
        end = time.monotonic() + seconds
        return lambda: time.monotonic() > end

    def _knows(self, count: int) -> bool:
        context = self._window.context
        return bool(context) and len(context.state.files) >= count

    @property
    def _quiet(self) -> Until:
        """Nothing runs but what nobody waits for: reading, the index that follows it."""
        end = time.monotonic() + 0.5
        jobs = self._window.session.jobs
        return lambda: time.monotonic() > end and all(job.turn is Turn.BACKGROUND for job in jobs.running)


def _spread(archive: Archive, items: list[int], codes: list[str]) -> tuple[Changes, ...]:
    """Link as many items to every indicator."""
    return tuple(archive.link(items[n :: len(codes)], code) for n, code in enumerate(codes))


def table(count: int, rows: list[Row], *, why: bool) -> list[str]:
    """Return the table, actions of one name in one line."""
    merged: dict[str, list[Row]] = {}
    for row in rows:
        merged.setdefault(row[0], []).append(row)
    lines = [
        f"## {count:,} files",
        "",
        "| action | longest gap, ms | with a processor free, ms | gaps > 100 ms | s |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    reasons: list[str] = []
    for name, found in merged.items():
        gaps = [g for row in found for g in row[4]]
        longest, own, seconds = max(r[1] for r in found), max(r[2] for r in found), sum(r[3] for r in found)
        lines.append(f"| {name} | {longest:.0f} | {own:.0f} | {len(gaps)} | {seconds:.1f} |")
        for gap in sorted(gaps, key=lambda g: -g.total)[:4]:
            held = ", the interpreter held by another thread" if gap.was_held else ""
            reasons.append(
                f"- {name}: {gap.total:.0f} ms, of it {gap.worked:.0f} at work, {gap.queued:.0f} without a processor, "
                f"{gap.collecting:.0f} gc{held}"
            )
            reasons += [f"  - {stack}" for stack in gap.stacks]
    return [*lines, "", *(reasons if why else []), ""]


if __name__ == "__main__":
    sys.exit(main())
