"""Measure the main job at 10,000 and 100,000 files, beside named references in the same run.

    python benchmarks/run.py [--files 10000 100000] [--runs 3] [--folder DIR] [--markdown FILE]

Every figure is a whole process under the system's own accounting, the median of `--runs`; a ratio is taken pair by
pair, ours and the reference in turn. Needs git, find, xargs and sha256sum, and about 1.2 GB for 100,000 files.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import steps, trees  # noqa: E402 - a script run from anywhere

SCHEME = ROOT / "resources/sample/scheme.docx"


@dataclass(frozen=True, slots=True)
class Measure:
    """One process: wall seconds, and the peak resident memory of it in MB."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `reference` is empty where there is nothing to compare with."""

    what: str
    ours: Measure
    reference: str = ""
    other: float = 0.0
    ratio: float = 0.0
    bound: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the trees are made (default: a temporary folder)")
    parser.add_argument("--markdown", type=Path, help="also write the tables here")
    options = parser.parse_args()
    lines = [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}", ""]
    for count in options.files:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="ledger-bench-") as folder:
            lines += table(count, measure(Path(folder), count, options.runs))
    sys.stdout.write("\n".join(lines) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join(["# Benchmarks", "", *lines]) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, count: int, runs: int) -> list[Row]:
    """Take every figure for one size of tree."""
    tree = folder / "evidence"
    say(f"planting {count:,} files")
    trees.plant(tree, count)
    rows = []

    hashing = ["sh", "-c", 'find "$0" -type f -print0 | xargs -0 -P2 sha256sum > /dev/null', str(tree)]
    first = [*us("steps.py"), "scan-new", str(folder / "first"), str(tree)]
    say("first scan beside sha256sum")
    rows.append(
        pair(
            "first scan, every file hashed",
            first,
            "find, xargs -P2 sha256sum",
            hashing,
            runs,
            "≤ 1.5",
            before=lambda: shutil.rmtree(folder / "first", ignore_errors=True),
        )
    )

    say("git add, so that git status has something to compare with")
    git = ["git", "-C", str(tree)]
    for words in (["init", "-q"], ["config", "core.compression", "0"], ["add", "-A"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    archive = folder / "archive"
    steps.make(archive, tree, SCHEME)
    say("unchanged rescan beside git status")
    status = [*git, "status", "--porcelain"]
    rows.append(
        pair(
            "rescan, nothing changed", us("steps.py", "rescan", archive), "git status", status, runs, "≤ 1.5"
        )
    )
    started = us("steps.py", "open", archive)
    rows.append(pair("… of that, opening the archive", started, "git status", status, runs, ""))

    say("links, audit, index")
    steps.link(archive, 3_000)
    rows.append(
        alone("audit, 63 indicators, 3,000 linked files", us("steps.py", "audit", archive), runs, "< 1 s")
    )
    steps.link(archive, 10_000)
    rows.append(alone("index PDF, 10,000 rows", us("steps.py", "index", archive), runs, "< 5 s"))
    say("first window")
    window = {"QT_QPA_PLATFORM": "offscreen"}
    rows.append(alone("start to first window", us("steps.py", "window", archive), runs, "", **window))
    return rows


def us(script: str, *arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / script), *map(str, arguments)]


def pair(
    what: str,
    ours: list[str],
    reference: str,
    theirs: list[str],
    runs: int,
    bound: str,
    *,
    before: Callable[[], object] = lambda: None,
) -> Row:
    """Run ours and theirs in turn after one warm-up each; the ratio is the median of the pairs'."""
    before()
    run(ours)
    run(theirs)
    measures, others, ratios = [], [], []
    for _ in range(runs):
        before()
        mine, other = run(ours), run(theirs)
        measures.append(mine)
        others.append(other.seconds)
        ratios.append(mine.seconds / other.seconds)
    return Row(what, middle(measures), reference, statistics.median(others), statistics.median(ratios), bound)


def alone(what: str, command: list[str], runs: int, bound: str, **environment: str) -> Row:
    run(command, **environment)
    return Row(what, middle([run(command, **environment) for _ in range(runs)]), bound=bound)


def middle(measures: list[Measure]) -> Measure:
    return Measure(
        statistics.median(m.seconds for m in measures), statistics.median(m.megabytes for m in measures)
    )


def run(command: list[str], **environment: str) -> Measure:
    """Run one process to its end and return what the system counted for it and its children."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **environment}
    )
    complaint = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}: {complaint.decode(errors='replace')}")
    return Measure(seconds, usage.ru_maxrss / 1024)


def table(count: int, rows: list[Row]) -> list[str]:
    lines = [
        f"## {count:,} files",
        "",
        "| what | s | peak MB | beside | s | ratio | aim |",
        "| --- | ---: | ---: | --- | ---: | ---: | --- |",
    ]
    for r in rows:
        other = f"{r.other:.2f}" if r.reference else ""
        ratio = f"{r.ratio:.2f}" if r.reference else ""
        lines.append(
            f"| {r.what} | {r.ours.seconds:.2f} | {r.ours.megabytes:.0f} | {r.reference} | {other} | {ratio} | {r.bound} |"
        )
    return [*lines, ""]


def say(line: str) -> None:
    sys.stderr.write(f"… {line}\n")


if __name__ == "__main__":
    sys.exit(main())
