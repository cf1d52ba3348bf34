"""Measure the main job at 10,000 and 100,000 files, beside named references in the same run.

    python benchmarks/run.py [--files 10000 100000] [--runs 3] [--folder DIR] [--markdown FILE]

Every figure is the median of `--runs` whole processes, timed from start to end, with the system's own figure of their
memory; a ratio is taken pair by pair, ours and the reference in turn. A row "in the program" is the part of the row
above it that the program's own clock counts for the one step, beside the whole reference: what a window that is open
already spends. Everything is measured with the files in the system's cache. Needs git, find, xargs and sha256sum, and about 1.2 GB for 100,000 files.
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

from benchmarks import trees  # noqa: E402 - a script run from anywhere

SHA256SUM = "find, xargs -P2 sha256sum"
IN_PROGRAM = "in the program"


@dataclass(frozen=True, slots=True)
class Measure:
    """One process: wall seconds, the peak resident memory in MB, and the seconds it told of its own steps."""

    seconds: float
    megabytes: float
    told: tuple[float, ...] = ()


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
        options.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, count: int, runs: int) -> list[Row]:
    """Take every figure for one size of tree."""
    tree = folder / "evidence"
    say(f"planting {count:,} files")
    trees.plant(tree, count)
    rows = []

    hashing = [
        "sh",
        "-c",
        'find "$0" -name .git -prune -o -type f -print0 | xargs -0 -P2 sha256sum > /dev/null',
        str(tree),
    ]
    first = [*us("steps.py"), "scan-new", str(folder / "first"), str(tree)]
    say("first scan beside sha256sum")
    rows += pair(
        "first scan with making the archive, every file hashed",
        first,
        SHA256SUM,
        hashing,
        runs,
        before=lambda: shutil.rmtree(folder / "first", ignore_errors=True),
    )

    say("git add, so that git status has something to compare with")
    git = ["git", "-C", str(tree)]
    for words in (["init", "-q"], ["config", "core.compression", "0"], ["add", "-A"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    archive = folder / "archive"
    run(us("steps.py", "scan-new", archive, tree))
    say("unchanged rescan beside git status")
    status = [*git, "status", "--porcelain"]
    rows += pair("rescan, nothing changed", us("steps.py", "rescan", archive), "git status", status, runs)
    rows += alone("opening the archive", us("steps.py", "open", archive), runs)
    say("every file hashed again beside sha256sum")
    rows += pair("full scan", us("steps.py", "full", archive), SHA256SUM, hashing, runs)

    say("files, search, audit, index")
    rows += alone("list of all files", us("steps.py", "files", archive), runs, "< 0.7 s")
    rows += alone("search over names, at first", us("steps.py", "search", archive), runs)
    run(us("steps.py", "link", archive, 3_000, 2))
    rows += alone(
        "audit, 3,000 linked files, half of 63 indicators bare",
        us("steps.py", "audit", archive),
        runs,
        "< 2 s",
    )
    run(us("steps.py", "link", archive, 10_000, 1))
    rows += alone("index PDF, 10,000 rows", us("steps.py", "index", archive), runs, "< 5 s")
    say("first window")
    window = {"QT_QPA_PLATFORM": "offscreen"}
    rows += alone("start to first window", us("steps.py", "window", archive), runs, **window)
    rows += alone("start to the archive shown", us("steps.py", "shown", archive), runs, **window)
    return rows


def us(script: str, *arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / script), *map(str, arguments)]


def pair(
    what: str,
    ours: list[str],
    reference: str,
    theirs: list[str],
    runs: int,
    *,
    before: Callable[[], object] = lambda: None,
) -> list[Row]:
    """Run ours and theirs in turn after one warm-up each; the ratio is the median of the pairs'."""
    before()
    run(ours)
    run(theirs)
    measures, others, ratios, inside = [], [], [], []
    for _ in range(runs):
        before()
        mine, other = run(ours), run(theirs)
        measures.append(mine)
        others.append(other.seconds)
        ratios.append(mine.seconds / other.seconds)
        inside.append(mine.told[0] / other.seconds)
    ours_middle, theirs_middle = middle(measures), statistics.median(others)
    own = Measure(ours_middle.told[0], ours_middle.megabytes)
    return [
        Row(what, ours_middle, reference, theirs_middle, statistics.median(ratios)),
        Row(f"… {IN_PROGRAM}", own, reference, theirs_middle, statistics.median(inside), "≤ 1.5"),
    ]


def alone(what: str, command: list[str], runs: int, bound: str = "", **environment: str) -> list[Row]:
    """Run ours after one warm-up; the steps it tells of get rows of their own, which the aim is for."""
    run(command, **environment)
    found = middle([run(command, **environment) for _ in range(runs)])
    again = ("", ", again")
    return [
        Row(what, found, bound="" if found.told else bound),
        *(
            Row(f"… {IN_PROGRAM}{more}", Measure(seconds, found.megabytes), bound=bound)
            for seconds, more in zip(found.told, again, strict=False)
        ),
    ]


def middle(measures: list[Measure]) -> Measure:
    return Measure(
        statistics.median(m.seconds for m in measures),
        statistics.median(m.megabytes for m in measures),
        tuple(statistics.median(step) for step in zip(*(m.told for m in measures), strict=True)),
    )


def run(command: list[str], **environment: str) -> Measure:
    """Run one process to its end and return what the system counted for it, and what it told of itself.

    A child's peak memory is never less than ours at its start: all that uses the program runs in children.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complaint:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=told, stderr=complaint, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        complaint.seek(0)
        if process.returncode:
            why = complaint.read().decode(errors="replace")
            raise SystemExit(f"{command} ended with {process.returncode}: {why}")
        steps_told = map(float, told.read().split()) if command[0] == sys.executable else ()
        return Measure(seconds, usage.ru_maxrss / 1024, tuple(steps_told))


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
