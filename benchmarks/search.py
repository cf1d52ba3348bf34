"""Full-text search over generated Chinese documents, beside a bare index and a plain scan of the text.

    python -m benchmarks.search [--documents 50000]

Prints a markdown table. Nothing is taken from anybody's files: sentences are put together from a word list
and single characters by a falling frequency, with numbers, dates and document numbers among them; one document in
a hundred has 20,000 characters, the others 200 to 800. The text goes in by the same call that reading uses,
200 documents a transaction; reading files is not part of it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.search import finding, places, tables, texts
from ledger_app.search.characters import searchable
from ledger_app.search.model import Part, Reading
from ledger_app.search.pairs import phrase, tokenizer, words
from ledger_app.search.querying import Filters, parsed

BATCH = 200
LONG, LONG_CHARACTERS = 100, 20_000
TIMES = 3
CHECKED = 200
BARE = "SELECT rowid FROM bare WHERE bare MATCH ?"

_WORDS = [
    "整改",
    "通知",
    "台账",
    "会议",
    "纪要",
    "改厕",
    "户厕",
    "花名册",
    "公示",
    "照片",
    "验收",
    "村委会",
    "人居环境",
    "粮食",
    "播种面积",
    "撂荒地",
    "复耕",
    "乡村振兴",
    "产业",
    "项目",
    "资金",
    "拨付",
    "监测",
    "帮扶",
    "防返贫",
    "党支部",
    "书记",
    "村民",
    "代表大会",
    "签到表",
    "青山镇",
    "关于",
    "工作",
    "落实",
    "情况",
    "报告",
    "总结",
    "方案",
    "实施",
    "检查",
    "问题",
    "清单",
    "责任",
    "完成",
    "保洁",
    "公厕",
    "垃圾",
    "污水",
    "治理",
    "合作社",
    "养殖",
    "种植",
    "道路",
    "硬化",
    "饮水",
    "安全",
    "医保",
    "教育",
    "就业",
    "培训",
    "务工",
    "低保",
    "五保",
    "残疾",
    "大病",
    "住房",
    "危房",
    "改造",
    "搬迁",
    "易地",
    "光伏",
    "分红",
    "收入",
    "支出",
    "预算",
    "决算",
    "审计",
    "采购",
    "招标",
    "合同",
    "发票",
    "凭证",
    "领导",
    "小组",
    "办公室",
    "主任",
    "干部",
    "驻村",
    "第一书记",
    "网格",
    "巡查",
    "河长",
    "林长",
    "森林",
    "防火",
    "秸秆",
    "禁烧",
    "农药",
    "化肥",
    "土壤",
    "耕地",
    "基本农田",
    "确权",
    "流转",
    "宅基地",
    "集体经济",
    "股份",
    "合作",
    "盘活",
]
_SINGLE = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
)
_NUMBERS = (
    "2025年",
    "3月",
    "12日",
    "（一）",
    "青政发〔2025〕5号",
    "326户",
    "12.5万元",
    "IMG_20250305",
    "100%",
)
_RARE = ("獬豸", "龘", "甪里", "㙍头坝", "QX-77", "倪家渡口")
_VILLAGES = [
    f"{name}村"
    for name in [
        "李家",
        "王家",
        "张家湾",
        "赵庄",
        "河口",
        "石桥",
        "柳树",
        "新民",
        "向阳",
        "红星",
        "双河",
        "高岭",
    ]
]


@dataclass(frozen=True, slots=True)
class Seconds:
    """A stretch of time, by the clock and of this process on a processor: they differ where others work too."""

    clock: float
    processor: float

    @staticmethod
    def now() -> Seconds:
        return Seconds(time.perf_counter(), time.process_time())

    def __sub__(self, other: Seconds) -> Seconds:
        return Seconds(self.clock - other.clock, self.processor - other.processor)

    def rates(self, n: int) -> str:
        """Return a table's cells: seconds and things a second, by the clock and by the processor."""
        return f"{self.clock:.1f} | {n / self.clock:,.0f} | {self.processor:.1f} | {n / self.processor:,.0f}"


def documents(n: int, *, seed: int = 20251121) -> Iterator[str]:
    """Return `n` texts, the same at every call."""
    source = random.Random(seed)
    falling = [1 / (i + 4) for i in range(len(_SINGLE))]
    falling_words = [1 / (i + 6) for i in range(len(_WORDS))]
    sentences = [_sentence(source, falling, falling_words) for _ in range(30_000)]
    for number in range(n):
        wanted = LONG_CHARACTERS if number % LONG == LONG // 2 else source.randint(200, 800)
        written: list[str] = []
        length = 0
        while length < wanted:
            written.append(source.choice(sentences))
            if source.random() < 0.15:
                written[-1] += "\n"
            length += len(written[-1])
        if source.random() < 0.002:
            written.insert(source.randrange(len(written)), source.choice(_RARE))
        yield "".join(written)


def _sentence(source: random.Random, falling: list[float], falling_words: list[float]) -> str:
    parts = []
    for _ in range(source.randint(3, 12)):
        kind = source.random()
        if kind < 0.5:
            parts += source.choices(_WORDS, falling_words)
        elif kind < 0.9:
            parts += source.choices(_SINGLE, falling, k=source.randint(1, 3))
        else:
            parts.append(source.choice((*_NUMBERS, *_VILLAGES)))
    return "".join(parts) + source.choice("，，，。；：")


def archive(folder: Path, written: Sequence[str]) -> tuple[Database, list[str]]:
    """Make a ledger that holds one file for each text, as a scan leaves it, with nothing read."""
    db = Database(
        folder / "ledger.db",
        actor="benchmark",
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        backups=folder,
    )
    db.attach_derived(folder / tables.FILE, version=tables.VERSION, tables=tables.TABLES)
    source = random.Random(7)
    digests = [hashlib.sha256(f"{n}".encode()).hexdigest() for n in range(len(written))]
    names = [
        f"{n % 60 + 1:02} {source.choice(_WORDS)}/{source.choice(_VILLAGES)}/{2023 + n % 3}年"
        f"{source.choice(_WORDS)}{source.choice(_WORDS)}{n:05}.pdf"
        for n in range(len(written))
    ]
    with db.operation("scan") as op:
        op.bulk("item", "INSERT INTO item VALUES (?, ?, 1, '', 0)", enumerate(digests, 1))
        op.bulk(
            "location",
            "INSERT INTO location VALUES (?, ?, ?, 'present', 1, ?, 0, ?, 0, NULL)",
            ((n, names[n - 1], n, n * 10**9, digests[n - 1]) for n in range(1, len(names) + 1)),
        )
    return db, digests


def build(db: Database, digests: Sequence[str], written: Sequence[str]) -> Seconds:
    """Store all texts as a reading pass does; return what that took."""
    started = Seconds.now()
    for first in range(0, len(written), BATCH):
        chosen = range(first, min(first + BATCH, len(written)))
        with db.derived() as connection:
            texts.store(connection, [(digests[n], Reading(parts=(Part(1, written[n]),))) for n in chosen])
    return Seconds.now() - started


def bare(folder: Path, folded: Sequence[str]) -> tuple[sqlite3.Connection, Seconds]:
    """Build the reference: the same pairs in an index with SQLite's defaults, nothing else."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"CREATE VIRTUAL TABLE bare USING fts5(words, content='', {tokenizer()})")
    started = Seconds.now()
    for first in range(0, len(folded), BATCH):
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO bare (rowid, words) VALUES (?, ?)",
            ((n, words([folded[n]])) for n in range(first, min(first + BATCH, len(folded)))),
        )
        connection.execute("COMMIT")
    return connection, Seconds.now() - started


def mix(folded: Sequence[str]) -> dict[str, list[tuple[str, Filters | None]]]:
    """Return the queries of each sort: pieces of the texts, words a person types, and words nobody wrote."""
    source = random.Random(3)

    def pieces(length: int, count: int = 40) -> list[tuple[str, Filters | None]]:
        found: list[tuple[str, Filters | None]] = []
        while len(found) < count:
            text = source.choice(folded)
            at = source.randrange(len(text) - length)
            piece = text[at : at + length]
            if piece.strip() == piece and not set(piece) & set('"\n :-'):
                found.append((piece, None))
        return found

    pairs = [" ".join(source.sample(_WORDS, 2)) for _ in range(40)]
    without = [f"{a} -{b}" for a, b in (source.sample(_WORDS, 2) for _ in range(40))]
    filtered = [
        (w, Filters(year=str(2023 + n % 3)) if n % 2 else Filters(village=_VILLAGES[n % len(_VILLAGES)]))
        for n, w in enumerate(source.choices(_WORDS, k=40))
    ]
    return {
        "1 character": pieces(1),
        "2 characters": pieces(2),
        "3 characters": pieces(3),
        "4 characters": pieces(4),
        "10 characters": pieces(10),
        "a word most files hold": [(w, None) for w in _WORDS[:20]],
        "a word few files hold": [(w, None) for w in _RARE],
        "two words": [(q, None) for q in pairs],
        "a word without another": [(q, None) for q in without],
        "a word with a filter": filtered,
    }


def timed(work: Callable[[], object]) -> Seconds:
    """Return how long a call took."""
    started = Seconds.now()
    work()
    return Seconds.now() - started


def both(found: Sequence[Seconds]) -> str:
    """Return two cells of a table: percentiles by the clock and of the processor."""
    return f"{percentiles([t.clock for t in found])} | {percentiles([t.processor for t in found])}"


def percentiles(seconds: Sequence[float]) -> str:
    """Return the median and the 95th of a hundred, in milliseconds."""
    ordered = sorted(s * 1000 for s in seconds)
    return f"{statistics.median(ordered):.1f} / {ordered[max(0, round(len(ordered) * 0.95) - 1)]:.1f}"


def bare_match(query: str) -> str:
    asked = parsed(query)
    without = "".join(f" NOT {phrase(t)}" for t in asked.unwanted)
    return " AND ".join(map(phrase, asked.wanted)) + without


def check(db: Database, count: int) -> tuple[int, int]:
    """Compare what every kind of piece finds with a scan of the texts as they are kept (see `texts.store`).

    Returns how many were compared, and how many differ.
    """
    source = random.Random(11)
    folded = ["".join(piece.folded for piece in texts.pieces(db, n + 1)) for n in range(count)]
    differing = checked = 0
    while checked < CHECKED:
        text = source.choice(folded)
        length = checked % 4 + 1
        at = source.randrange(len(text) - length)
        piece = text[at : at + length]
        rows = db.tuples("SELECT rowid FROM text_index WHERE text_index MATCH ?", phrase(piece))
        differing += {row[0] - 1 for row in rows} != {n for n, t in enumerate(folded) if piece in t}
        checked += 1
    return checked, differing


def say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def main() -> None:
    sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=50_000)
    n = parser.parse_args().documents
    written = list(documents(n))
    folded = [searchable(t) for t in written]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        db, digests = archive(folder, written)
        seconds = build(db, digests, written)
        began = Seconds.now()
        places.refresh(db)
        named = Seconds.now() - began
        first = timed(lambda: finding.find(db, "台账"))
        reference, bare_seconds = bare(folder, folded)
        characters = sum(map(len, written))
        db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (folder / tables.FILE).stat().st_size
        bare_size = (folder / "bare.db").stat().st_size
        say(
            f"{n:,} documents, {characters:,} characters, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores\n\n"
            "| building | s | documents/s | processor s | documents/processor s | MB |\n"
            "| --- | --- | --- | --- | --- | --- |\n"
            f"| texts kept and indexed | {seconds.rates(n)} | {size / 1e6:,.0f} (all) |\n"
            f"| names and metadata indexed | {named.rates(n)} | |\n"
            f"| reference: the same pairs alone, SQLite's defaults | {bare_seconds.rates(n)} | "
            f"{bare_size / 1e6:,.0f} |\n\n"
            "| query (p50 / p95 ms) | ranked, with snippets and pages, best 50 | the same, processor | "
            "reference: ids of all | reference: scan in Python |\n| --- | --- | --- | --- | --- |"
        )
        whole: list[Seconds] = []
        for sort, queries in mix(folded).items():
            ours, theirs = [], []
            for query, filters in queries:
                match = bare_match(query)
                for _ in range(TIMES):
                    ours.append(timed(lambda q=query, f=filters: finding.find(db, q, filters=f)))
                    theirs.append(timed(lambda m=match: reference.execute(BARE, [m]).fetchall()))
            wanted = parsed(queries[0][0]).wanted
            scan = timed(lambda w=wanted: [n for n, t in enumerate(folded) if all(x in t for x in w)])
            whole += ours
            say(
                f"| {sort} | {both(ours)} | {percentiles([t.clock for t in theirs])} | {scan.clock * 1000:.0f} |"
            )
        checked, differing = check(db, n)
        say(f"| all | {both(whole)} | | |\n")
        say(f"First search after the index was built: {first.clock * 1000:.1f} ms. ", end="")
        say(
            f"Checked against a scan of the texts as kept: {checked} pieces of 1 to 4 characters, {differing} differ."
        )
        reference.close()
        db.close()


if __name__ == "__main__":
    main()
