"""Measure the audit: whole, and after one change, by how many files are linked.

    python benchmarks/audit.py [--files 1000 3000 10000 100000] [--among 100000] [--runs 5] [--markdown FILE]

63 indicators, 20 villages; every one of these files is linked (`--among`: 3,000 of so many more), described, dated, with figures, mentions and a signature of its text;
one in four is a photograph. Nothing lies on the disk: an audit does not look there. The files are written into the
ledger as a scan and a reading would leave them. Beside each figure stands the reference of the same run: SQLite and
`json.loads` reading the same rows (links, places, items, descriptions, traits, photographs) once, and nothing more.
A figure after one change is the median of `--runs` changes, each with the audit of what it left.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.audit import audits
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import descriptions, photos, traits
from ledger_app.search.model import Description, Figure, Mention, Photo, Reading, Tally, Traits

ROOT = Path(__file__).resolve().parents[1]
SCHEME = ROOT / "resources/sample/scheme.docx"
VILLAGES = tuple(
    f"{name}村"
    for name in [
        "石桥",
        "柳林",
        "东岭",
        "西河",
        "南塘",
        "北坡",
        "杏花",
        "桃园",
        "梨树",
        "枣林",
        "大湾",
        "小湾",
        "上坪",
        "下坪",
        "红旗",
        "前进",
        "新民",
        "永安",
        "双龙",
        "白云",
    ]
)
KINDS = ("通知", "会议记录", "签到表", "台账", "花名册", "验收表", "工作总结", "公示")
AIMS = {1_000: 1.0, 3_000: 1.0, 100_000: 5.0}
AIM_OF_CHANGE = 0.1
FREE, USUAL = 200, 3_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: seconds of ours and of the reference, for so many files."""

    what: str
    files: int
    seconds: float
    other: float
    aim: float | None = None


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="+", default=[1_000, 3_000, 10_000, 100_000])
    parser.add_argument("--among", type=int, nargs="*", default=[100_000], help="files, 3,000 of them linked")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", type=Path, help="also write the table here")
    parser.add_argument("--profile", action="store_true", help="print where a whole audit spends its time")
    options = parser.parse_args()
    rows: list[Row] = []
    cases = [(count, FREE) for count in options.files]
    cases += [(USUAL, among - USUAL) for among in options.among]
    for count, free in cases:
        sys.stderr.write(f"… {count:,} files linked, {free:,} not\n")
        with tempfile.TemporaryDirectory(prefix="ledger-audit-") as folder:
            rows += measure(Path(folder), count, options.runs, free=free, profile=options.profile)
    lines = [
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "",
        *table(rows),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, count: int, runs: int, *, free: int = FREE, profile: bool = False) -> list[Row]:
    """Take every figure for one number of linked files, and of others beside them."""
    beside = f", {free + count:,} in the archive" if free > FREE else ""
    (folder / "evidence").mkdir()
    founding.create(folder / "archive", read_scheme(SCHEME), evidence=folder / "evidence", year=2025).close()
    with Archive(folder / "archive") as archive:
        plant(archive, count, free)
        archive.describe()  # compares the few free files with the scheme, as every opening does
    with Archive(folder / "archive") as archive:
        other = statistics.median(timed(lambda: read_rows(archive)) for _ in range(3))
        whole = timed(lambda: look(archive))
        if profile:
            profiled(archive)
        rows = [Row(f"whole audit{beside}", count, whole, other, AIMS.get(count))]
        for what, change in changes(archive).items():
            found = []
            for number in range(runs):
                change(number)
                found.append(timed(lambda: look(archive)))
            rows.append(
                Row(
                    what + beside,
                    count,
                    statistics.median(found),
                    other,
                    AIM_OF_CHANGE if count == USUAL else None,
                )
            )
        return rows


def look(archive: Archive) -> None:
    audits.audit(archive.db, year=archive.year)


def changes(archive: Archive) -> dict[str, Callable[[int], object]]:
    """Return single changes as a person or the watcher makes them, by what they are."""
    scheme = archive.scheme()
    free = [f.id for f in archive.files(unlinked=True)]
    held = [f.id for f in archive.files() if f.indicators]
    target = next(i for i in scheme.indicators if i.requirements)

    def touch(number: int) -> None:
        with archive.db.operation("scan", is_undoable=False) as op:
            sql = "UPDATE location SET status = 'changed', found_sha256 = ?, size = 7 WHERE item = ?"
            op.bulk("location", sql, [("e" * 64, held[100 + number])])

    def waive(_number: int) -> None:
        found = audits.audit(archive.db, year=archive.year).findings[-1]
        archive.waive([found.key], reason="已核实", name="王主任")

    return {
        "one file linked": lambda n: archive.link(
            [free[n]], target.code, requirement=target.requirements[0].key
        ),
        "one file unlinked": lambda n: archive.unlink(
            [free[n]], target.code, requirement=target.requirements[0].key
        ),
        "one date corrected": lambda n: archive.correct(held[n], date="2025-03-05"),
        "one file changed on the disk": touch,
        "one finding set aside": waive,
    }


def plant(archive: Archive, count: int, free: int = FREE) -> None:
    """Write `count` linked files and `free` others into the ledger, as a scan and a reading leave them."""
    rng = random.Random(7)
    places = [(i, r) for i in archive.scheme().indicators for r in (i.requirements or (None,))]
    made = [_file(rng, number, places) for number in range(count + free)]
    with archive.db.derived() as connection:
        connection.executemany(
            "INSERT INTO item (id, sha256, size, first_seen) VALUES (?, ?, ?, '2025-12-01T08:00:00+08:00')",
            [(n + 1, sha256, 20_000 + n) for n, (sha256, _, _) in enumerate(made)],
        )
        connection.executemany(
            """INSERT INTO location (path, item, status, size, mtime_ns, inode, is_racy)
            VALUES (?, ?, 'present', ?, ?, ?, 0)""",
            [
                (path, n + 1, 20_000 + n, 1_749_340_800_000_000_000 + n * 10**12, n)
                for n, (_, path, _) in enumerate(made)
            ],
        )
        read = [(sha256, reading) for sha256, _, reading in made]
        for keeper in (photos, traits, descriptions):
            keeper.store(connection, read)
        connection.execute("UPDATE photo SET compared = ?", [photos.COMPARER])
    with archive.db.operation("scan", is_undoable=False) as op:
        op.bulk(
            "link",
            """INSERT INTO link (item, indicator, requirement, sha256, how, actor, at)
            VALUES (?, ?, ?, ?, 'command', 'bench', '2025-12-02T08:00:00+08:00')""",
            [
                (n + 1, i.id, r.id if r else None, made[n][0])
                for n in range(count)
                for i, r in (places[n % len(places)],)
            ],
        )


def _file(rng: random.Random, number: int, places: list) -> tuple[str, str, Reading]:
    """Return the content's digest, path and reading of one file."""
    indicator, requirement = places[number % len(places)]
    village = VILLAGES[rng.randrange(len(VILLAGES))]
    since = rng.randrange(350)
    day = (date(2025, 1, 6) + timedelta(days=since)).isoformat()
    text = requirement.text if requirement else indicator.name
    folder = f"{indicator.path[0]}/{indicator.code} {indicator.name}/{village}"
    kind = KINDS[rng.randrange(len(KINDS))]
    sha256 = f"{number:064x}"
    if number % 4 == 0:
        path = f"{folder}/{text[:12]} {day} {number}.jpg"
        photo = Photo(4000, 3000, f"{day}T10:00:00", (26.3, 116.3), "HUAWEI P40", None, None)
        description = Description(date=day, kind="photo", villages=(village,), sources={"date": "exif"})
        return sha256, path, Reading(photo=photo, description=description, traits=Traits())
    path = f"{folder}/{text[:12]}{kind} {number}.docx"
    figures = tuple(
        Figure(label, Decimal(rng.randrange(10, 900)), unit, rng.randrange(1, 4))
        for label, unit in (("户数", "户"), ("资金", "元"), ("人数", "人"))
    )
    description = Description(
        title=f"{village}{text[:20]}{kind}",
        document_number=f"石政发〔2025〕{since * 280 + number % 280}号" if number % 7 == 1 else None,
        issuer="石桥镇人民政府",
        date=day,
        pages=3,
        villages=(village,),
        figures=figures,
        text_source="text",
        sources=dict.fromkeys(("title", "issuer", "date", "pages", "villages"), "content"),
    )
    mentions = (Mention("phone", "138****0000", 2, 3),) if number % 9 == 0 else ()
    tallies = (Tally(1, 12, 12, "户"),) if kind in ("台账", "花名册") else ()
    found = Traits(mentions=mentions, tallies=tallies, signature=rng.randbytes(128))
    return sha256, path, Reading(description=description, traits=found)


def read_rows(archive: Archive) -> None:
    """Read the rows that an audit looks at, and do nothing with them."""
    for row in _rows(archive):
        for value in row:
            if isinstance(value, str) and value[:1] in "{[":
                json.loads(value)


def _rows(archive: Archive) -> Iterator[tuple]:
    connection = archive.db.connection
    for sql in (
        "SELECT * FROM link",
        "SELECT i.*, l.* FROM item i JOIN location l ON l.item = i.id WHERE i.id IN (SELECT item FROM link)",
        "SELECT d.* FROM description d JOIN item i ON i.sha256 = d.sha256 WHERE i.id IN (SELECT item FROM link)",
        "SELECT t.* FROM trait t JOIN item i ON i.sha256 = t.sha256 WHERE i.id IN (SELECT item FROM link)",
        "SELECT p.* FROM photo p JOIN item i ON i.sha256 = p.sha256 WHERE i.id IN (SELECT item FROM link)",
    ):
        yield from connection.execute(sql)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def profiled(archive: Archive) -> None:
    """Print where a whole audit, and one after a change, spend their time."""
    import cProfile
    import pstats

    for forget in (True, False):
        if forget:
            archive.db.memory.clear()
        else:
            next(iter(changes(archive).values()))(50)
        with cProfile.Profile() as watch:
            look(archive)
        pstats.Stats(watch, stream=sys.stderr).sort_stats("cumulative").print_stats(45)


def table(rows: list[Row]) -> list[str]:
    lines = [
        "| what | files | s | SQLite and json.loads, the same rows: s | ratio | times that of the size before | aim |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    before: dict[str, float] = {}
    for r in sorted(rows, key=lambda r: ([x.what for x in rows].index(r.what), r.files)):
        growth = f"{r.seconds / before[r.what]:.1f}" if r.what in before else ""
        before[r.what] = r.seconds
        aim = f"< {r.aim:g} s" if r.aim else ""
        lines.append(
            f"| {r.what} | {r.files:,} | {r.seconds:.3f} | {r.other:.3f} | {r.seconds / r.other:.2f} | {growth} | {aim} |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
