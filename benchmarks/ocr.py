"""Recognition of scanned pages: pages a minute, share of wrong characters, memory.

    python -m benchmarks.ocr [--runs 3] [--markdown FILE]

An A4 page of 470 characters is rendered with our own fonts, then spoilt as copiers and phones do. Every case is
recognised by the worker process that the program uses, from a file, with all its limits; the time is the median of
`--runs` pages after the first. A wrong character is one that was put in, left out or taken for another (edit distance),
brackets and commas of either width being the same.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ledger_app.core.resources import resource
from ledger_app.search import recognising
from ledger_app.search.recognitions import TERMS
from ledger_app.search.worker import Pool

DPI = 200
SIZE = (1654, 2339)
MARGIN = 180
TEXT = """青山镇人民政府文件
青政发〔2025〕5号
关于印发《青山镇2025年农村人居环境整治实施方案》的通知
各村（社区），镇直各单位：
根据县委、县政府关于学习运用“千万工程”经验的部署要求，结合我镇实际，制定本方案，现印发给你们，请认真组织实施。
一、总体要求。全面贯彻落实党的二十大精神，把改善农村人居环境作为实施乡村振兴战略的重要内容，因地制宜、分类指导，有力有序推进，力争全年走在全县前列，群众满意度达到98.5%。
二、主要任务。（一）扎实推进农村厕所革命，2025年底前完成户厕改造326户，卫生厕所普及率达到95.6%以上。（二）持续开展生活垃圾治理，建立“户分类、村收集、镇转运、县处理”的体系，配备保洁员47名。（三）稳步提升农村生活污水治理水平，完成12个自然村的管网建设，总投资483.5万元。
三、保障措施。加强组织领导，成立以镇党委书记为组长的领导小组；强化资金保障，统筹整合涉农资金；严格督导考核，实行月调度、季通报、年考核，考核结果与村干部绩效挂钩。
联系人：王建国，电话：0871-6543210。
青山镇人民政府
2025年3月5日"""
ROWS = [("序号", "户主姓名", "家庭人口", "改厕类型", "验收结果")] + [
    (str(n), name, str(n % 5 + 1), "三格化粪池", "合格")
    for n, name in enumerate(
        ("王建国", "李秀英", "张伟", "刘洋", "陈桂兰", "杨勇", "赵敏", "黄丽", "周强", "吴秀珍"), start=1
    )
]


@dataclass(frozen=True, slots=True)
class Case:
    """One picture, the characters that are on it, and the ending of the file it is kept in."""

    name: str
    picture: Image.Image
    text: str
    ending: str = "png"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case: seconds a page by the clock and of a core, share of wrong characters, peak megabytes so far."""

    name: str
    seconds: float
    of_core: float
    wrong: float
    megabytes: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Recognise every case, print one markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, Pool(TERMS, workers=1) as pool:
        started = time.monotonic()
        _ask(pool, recognising.request(recognising.TRY))
        start = time.monotonic() - started
        results = [_measured(pool, case, Path(folder), options.runs) for case in cases()]
    table = "\n".join(_lines(results, start, options.runs))
    if options.markdown:
        options.markdown.write_text(table + "\n", encoding="utf-8")
    sys.stdout.write(table + "\n")
    return 0


def cases() -> list[Case]:
    """Return every page that is recognised."""
    page, table = drawn(TEXT.splitlines()), drawn_table(ROWS)
    rows = "".join("".join(row) for row in ROWS)
    scan = copied(page)
    small = drawn(TEXT.splitlines(), points=9)
    return [
        Case("A4, 12 points, clean", page, TEXT),
        Case("A4, 9 points, clean", small, TEXT),
        Case("the same at 12 points, grey, grainy, 2.5° askew", scan, TEXT, "jpg"),
        Case("lying on its side", page.rotate(90, expand=True), TEXT),
        Case("on its head, grainy", scan.rotate(180), TEXT, "jpg"),
        Case("photographed on a table, 12 megapixels", photographed(page), TEXT, "jpg"),
        Case("table, 11 rows", table, rows),
        Case("table, grainy", copied(table), rows, "jpg"),
        Case("blank page", Image.new("L", SIZE, 255), ""),
        Case("photograph without text, 12 megapixels", landscape(), "", "jpg"),
    ]


def drawn(paragraphs: Sequence[str], *, points: int = 12) -> Image.Image:
    """Return an A4 page with these paragraphs."""
    page = Image.new("L", SIZE, 255)
    drawing = ImageDraw.Draw(page)
    size = round(points * DPI / 72)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), size)
    y = MARGIN
    for paragraph in paragraphs:
        line = ""
        for character in paragraph:
            if drawing.textlength(line + character, font=font) > SIZE[0] - 2 * MARGIN:
                drawing.text((MARGIN, y), line, font=font, fill=0)
                y, line = y + round(1.8 * size), ""
            line += character
        drawing.text((MARGIN, y), line, font=font, fill=0)
        y += round(1.8 * size)
    return page


def drawn_table(rows: Sequence[Sequence[str]]) -> Image.Image:
    """Return an A4 page with a ruled table."""
    page = Image.new("L", SIZE, 255)
    drawing = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(resource("fonts", "NotoSerifSC-Regular.ttf")), 30)
    width = (SIZE[0] - 2 * MARGIN) // len(rows[0])
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            left, top = MARGIN + x * width, MARGIN + y * 64
            drawing.rectangle((left, top, left + width, top + 64), outline=0, width=2)
            drawing.text((left + width / 2, top + 32), cell, font=font, fill=0, anchor="mm")
    return page


def copied(page: Image.Image) -> Image.Image:
    """Return the page as a worn copier gives it back."""
    turned = page.rotate(2.5, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    shades = np.asarray(turned, dtype=float) * 0.85 + 15
    shades += np.random.default_rng(1).normal(0, 18, shades.shape)
    return Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))


def photographed(page: Image.Image) -> Image.Image:
    """Return the page as a phone takes it: smaller than the picture, askew, unevenly lit, not quite sharp."""
    table = landscape().convert("L")
    sheet = page.resize((1750, 2475)).rotate(
        -5, expand=True, fillcolor=110, resample=Image.Resampling.BICUBIC
    )
    table.paste(sheet, (1050, 180))
    light = np.linspace(1.0, 0.65, table.width)[None, :]
    shades = np.asarray(table.filter(ImageFilter.GaussianBlur(1.2)), dtype=float) * light
    return Image.fromarray(shades.astype(np.uint8)).convert("RGB")


def landscape() -> Image.Image:
    """Return a picture of 12 megapixels with nothing to read in it."""
    source = np.random.default_rng(2)
    coarse = Image.fromarray(source.integers(60, 190, (30, 40, 3), dtype=np.uint8))
    return coarse.resize((4000, 3000), Image.Resampling.BICUBIC)


def wrong_share(truth: str, found: str) -> float:
    """Return the edit distance as a share of the characters there are; blanks do not count."""
    wanted, got = _comparable(truth), _comparable(found)
    if not wanted:
        return float(len(got))
    row = list(range(len(got) + 1))
    for n, character in enumerate(wanted, start=1):
        before, row[0] = row[:], n
        for m, other in enumerate(got, start=1):
            row[m] = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (character != other))
    return row[-1] / len(wanted)


def _comparable(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _measured(pool: Pool, case: Case, folder: Path, runs: int) -> Result:
    path = folder / f"page.{case.ending}"
    case.picture.save(path, quality=88)
    asked = recognising.request(1, str(path))
    text = _ask(pool, asked)
    before = _core_seconds(pool.pids[0])
    seconds = statistics.median(_timed(lambda: _ask(pool, asked)) for _ in range(runs))
    of_core = (_core_seconds(pool.pids[0]) - before) / runs
    return Result(case.name, seconds, of_core, wrong_share(case.text, text), _peak(pool.pids[0]))


def _ask(pool: Pool, asked: str) -> str:
    pool.give(asked, asked)
    while not (found := pool.take()):
        pass
    answer = found[0][1]
    if answer.error:
        raise SystemExit(f"{asked.splitlines()[-1]}: {answer.error}")
    return answer.text


def _timed(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def _peak(pid: int) -> float:
    """Return the most memory a process held so far, where the system says."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _core_seconds(pid: int) -> float:
    """Return how long cores have worked for a process, where the system says: another load doesn't change it much."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _lines(results: Sequence[Result], start: float, runs: int) -> list[str]:
    return [
        f"{platform.machine()}, worker ready in {start:.1f} s, median of {runs} pages.",
        "",
        "| page | seconds | pages a minute | seconds of a core | wrong characters | peak memory, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {r.name} | {r.seconds:.2f} | {60 / r.seconds:.0f} | {r.of_core:.2f} | {r.wrong:.2%} | {r.megabytes:.0f} |"
            for r in results
        ),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
