"""Measure binders: forms of boxes, and evidence pages bound beside qpdf's merge of the same files.

    python benchmarks/binders.py [--boxes 100] [--pages 500 1000 2000 4000] [--files 1000] [--runs 3] [--folder DIR] [--markdown FILE]

The sources are made first: for 20 pages three text files of one to five pages with a typeface of their own, five scans
(JPEG, 150 dots an inch, grey), five photographs; one file in twelve lies across, one in forty is A3. Where they have ink is
measured beforehand, as it is kept in an archive. Binding reads every source, places, stamps and links its pages and writes
one volume with its forms; `qpdf --empty --pages … --` reads the same sources and writes their pages one after the other,
without stamps, forms or links. Last comes the whole command as a user runs it, `binder OUT --by …`, over an archive of
`--files` PDFs and pictures in 40 indicators: first without, then with pages kept from before; it plans, draws, binds, checks
every page and records, beside qpdf's merge of what it wrote. Every figure is the median of `--runs` whole processes in turn, memory the system's own peak.
Needs qpdf.
"""

from __future__ import annotations

import argparse
import io
import os
import pickle
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import binder_archive  # noqa: E402 - a script run from anywhere
from benchmarks.run import Measure, middle, run, say  # noqa: E402
from ledger_app.binder.binding.binding import bind  # noqa: E402
from ledger_app.binder.forms.drawing import draw  # noqa: E402
from ledger_app.binder.forms.laying import lay_out  # noqa: E402
from ledger_app.binder.renditions.model import How, Rendition  # noqa: E402
from ledger_app.binder.renditions.shapes import shapes_of  # noqa: E402
from ledger_app.binder.volumes.model import (  # noqa: E402
    Entry,
    EntryKind,
    Ordering,
    Part,
    PartKind,
    PrintStyle,
    Volume,
)
from ledger_app.binder.volumes.paging import numbered  # noqa: E402
from ledger_app.core.i18n import set_language  # noqa: E402
from ledger_app.core.progress import Progress  # noqa: E402
from ledger_app.core.resources import resource  # noqa: E402
from ledger_app.vault.model import Box, Filed, Retention  # noqa: E402

A4 = (595.28, 841.89)
A3 = (841.89, 1190.55)
STYLE = PrintStyle()
ITEMS_OF_A_BOX = 60
SILENT = (
    "-c",
    "import runpy, sys, os\n"
    "sys.argv = sys.argv[1:]; sys.stdout = open(os.devnull, 'w')\n"
    "sys.path.insert(0, os.path.dirname(sys.argv[0]))\n"
    "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
    "except SystemExit as end: sys.exit(0 if end.code in (0, 1, None) else end.code)",  # 1: something needs a person
)
WORDS = "石桥镇二〇二四年度防汛备汛工作责任清单通知会议记录签到表巡查台账整改验收公示花名册统计表户数金额"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--boxes", type=int, default=100)
    parser.add_argument("--pages", type=int, nargs="*", default=[500, 1_000, 2_000, 4_000])
    parser.add_argument("--files", type=int, default=1_000, help="of the archive for the whole command")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, help="where the sources are made (default: a temporary folder)"
    )
    parser.add_argument("--markdown", type=Path, help="also write the tables here")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    set_language("zh_CN")
    if options.step:
        return step(*options.step)
    lines = [f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}", ""]
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="ledger-bench-") as folder:
        if options.boxes:
            lines += forms_table(options.boxes, options.runs)
        if options.pages:
            lines += pages_table(Path(folder), options.pages, options.runs)
        if options.files:
            lines += command_table(Path(folder) / "whole", options.files, options.runs)
    sys.stdout.write("\n".join(lines) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def forms_table(boxes: int, runs: int) -> list[str]:
    """Measure the forms of so many boxes: counted, numbered, drawn and bound, one box after the other."""
    say(f"forms of {boxes} boxes")
    found = middle([run(step_command("forms", boxes)) for _ in range(runs)])
    return [
        "| forms | s | s a box | peak MB | aim |",
        "| --- | ---: | ---: | ---: | --- |",
        f"| {boxes} boxes of {ITEMS_OF_A_BOX} items | {found.told[0]:.1f} | {found.told[0] / boxes:.3f} "
        f"| {found.megabytes:.0f} | < 60 s for 100 |",
        "",
    ]


def pages_table(folder: Path, sizes: list[int], runs: int) -> list[str]:
    """Measure binding so many pages beside qpdf's merge."""
    lines = [
        "| evidence pages | sources | MB | bound, s | pages/s | peak MB | written MB | qpdf --pages, s | peak MB | ratio |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    say(f"making sources of {max(sizes):,} pages")
    run(step_command("sources", f"{folder}:{max(sizes)}"))
    files = pickle.loads((folder / "sources").read_bytes())
    for size in sizes:
        paths, total = [], 0
        for path, count in files:
            if total >= size:
                break
            paths.append(path)
            total += count
        plan = folder / f"{len(paths)}.plan"
        run(step_command("plan", plan))
        bound, merged = folder / "bound.pdf", folder / "merged.pdf"
        say(f"{total:,} pages of {len(paths):,} files bound, beside qpdf")
        merge = ["qpdf", "--empty", "--pages", *map(str, paths), "--", str(merged)]
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(run(step_command("bind", plan)))
            theirs.append(run(merge))
        mine, other = middle(ours), middle([Measure(m.seconds, m.megabytes) for m in theirs])
        ratio = statistics.median(a.told[0] / b.seconds for a, b in zip(ours, theirs, strict=True))
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        lines.append(
            f"| {total:,} | {len(paths):,} | {megabytes:.0f} | {mine.told[0]:.2f} | {total / mine.told[0]:.0f} "
            f"| {mine.megabytes:.0f} | {bound.stat().st_size / 1e6:.0f} | {other.seconds:.2f} | {other.megabytes:.0f} | {ratio:.2f} |"
        )
    return [*lines, ""]


def command_table(folder: Path, files: int, runs: int) -> list[str]:
    """Measure the whole command over an archive, beside qpdf merging the binders that it wrote."""
    say(f"making an archive of {files:,} files")
    archive, pages = binder_archive.plant(folder, files)
    lines = [
        "| binder | evidence pages | s | pages/s | peak MB of a process | qpdf --pages, s | ratio |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for order in ("indicator", "box"):
        out, merged = folder / order, folder / "merged.pdf"
        command = [str(ROOT / "main.py"), "binder", str(out), "--by", order, "--archive", str(archive)]
        for name, times in (("nothing kept", 1), ("pages kept", runs)):
            say(f"by {order}, {name}")
            ours, theirs = [], []
            for _ in range(times):
                if times == 1:
                    shutil.rmtree(archive / "pages", ignore_errors=True)
                ours.append(run([sys.executable, *SILENT, *command]))
                written = sorted(str(path) for path in out.glob("*.pdf"))
                theirs.append(run(["qpdf", "--empty", "--pages", *written, "--", str(merged)]))
            mine, other = middle(ours), middle(theirs)
            ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
            lines.append(
                f"| by {order}, {name} | {pages:,} | {mine.seconds:.1f} | {pages / mine.seconds:.0f} "
                f"| {mine.megabytes:.0f} | {other.seconds:.2f} | {ratio:.1f} |"
            )
    return [*lines, ""]


def step_command(name: str, value: object) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks/binders.py"), "--step", name, str(value)]


def step(name: str, value: str) -> int:
    """Do one thing in a process of its own and tell how long it took."""
    if name == "forms":
        boxes = [box_of(number) for number in range(1, int(value) + 1)]
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            for volume in boxes:
                forms = Path(folder) / "forms.pdf"
                volume, drawn = with_forms(volume, {}, forms)
                with (Path(folder) / "bound.pdf").open("wb") as stream:
                    bind(volume, forms, drawn, {}, STYLE, stream, Progress())
    elif name == "sources":
        folder, _, pages = value.rpartition(":")
        (Path(folder) / "sources").write_bytes(pickle.dumps(make_sources(Path(folder), int(pages))))
        return 0
    elif name == "plan":
        plan = Path(value)
        files = pickle.loads((plan.parent / "sources").read_bytes())[: int(plan.stem)]
        plan.write_bytes(pickle.dumps(planned([path for path, _ in files], plan.with_suffix(".pdf"))))
        return 0
    else:
        plan = Path(value)
        volume, drawn, renditions, forms = pickle.loads(plan.read_bytes())
        started = time.perf_counter()
        with (plan.parent / "bound.pdf").open("wb") as stream:
            bind(volume, forms, drawn, renditions, STYLE, stream, Progress())
    sys.stdout.write(f"{time.perf_counter() - started:.4f}\n")
    return 0


def planned(paths: list[Path], forms: Path) -> tuple:
    """Return a volume of the files, its forms drawn, and the files' renditions as they are kept."""
    renditions = {
        item: Rendition(
            item, f"{item:064x}", How.AS_IS, path, 0, pickle.loads(path.with_suffix(".shapes").read_bytes())
        )
        for item, path in enumerate(paths, 1)
    }
    volume = volume_of(1, {item: len(r.shapes) for item, r in renditions.items()}, with_pages=True)
    counts = {(volume.key, f"item:{item}"): len(r.shapes) for item, r in renditions.items()}
    return *with_forms(volume, counts, forms), renditions, forms


def with_forms(volume: Volume, counts: dict[tuple[str, str], int], forms: Path) -> tuple:
    """Count the volume's forms, number its pages and draw the forms."""
    counts = counts | {(volume.key, key): count for key, count in lay_out(volume, STYLE).items()}
    (volume,) = numbered([volume], counts, {}, STYLE)
    with forms.open("wb") as stream:
        return volume, draw(volume, STYLE, stream, Progress())


def box_of(number: int) -> Volume:
    """Return a box with its forms only: cover, catalogue, closing sheet."""
    return volume_of(number, {number * 1000 + i: 3 for i in range(ITEMS_OF_A_BOX)}, with_pages=False)


def volume_of(number: int, items: dict[int, int], *, with_pages: bool) -> Volume:
    box = Box(
        number,
        2024,
        Retention.YEARS_30,
        "党政综合办公室",
        50,
        tuple(Filed(item, i, True, pages) for i, (item, pages) in enumerate(items.items(), 1)),
        45.0,
        True,
    )
    entries = tuple(
        Entry(
            EntryKind.ITEM,
            i,
            f"item:{item}",
            f"关于做好{WORDS[i % 30 : i % 30 + 9]}的通知（第{i}号）",
            document_number=f"石政发〔2024〕{i}号",
            issuer="石桥镇人民政府",
            date=f"2024{i % 12 + 1:02}{i % 28 + 1:02}",
            archive_number=f"J001-WS·2024-D30-BGS-{i:04}",
            page_count=pages,
            item=item,
        )
        for i, (item, pages) in enumerate(items.items(), 1)
    )
    parts = [
        Part("cover", PartKind.COVER, "封面"),
        Part("catalogue", PartKind.CATALOGUE, "归档文件目录", entries=entries),
        *(
            Part(e.part, PartKind.ITEM, e.title, 1, e.page_count, e.item, sha256=f"{e.item:064x}")
            for e in entries
            if with_pages
        ),
        Part("closing", PartKind.CLOSING, "备考表"),
    ]
    fields = (("全宗名称", "石桥镇人民政府"), ("年度", "2024"), ("保管期限", "30年"), ("盒号", str(number)))
    return Volume(
        box.key,
        number,
        Ordering.BOX,
        f"第{number}盒",
        2024,
        "J001",
        "石桥镇人民政府",
        fields,
        50,
        tuple(parts),
        date(2025, 6, 1),
        "12:" + "ab" * 32,
        box,
    )


def make_sources(folder: Path, pages: int) -> list[tuple[Path, int]]:
    """Write files of together at least so many pages, with their shapes beside them; the same every time."""
    chance = random.Random(7)
    pdfmetrics.registerFont(TTFont("song", str(resource("fonts", "NotoSerifSC-Regular.ttf"))))
    scans = [binder_archive.scan(chance) for _ in range(16)]
    photographs = [binder_archive.photograph(chance) for _ in range(16)]
    found, total = [], 0
    while total < pages:
        number = len(found)
        path = folder / f"{number:05}.pdf"
        size = A3 if number % 40 == 17 else A4
        size = size[::-1] if number % 12 == 5 else size
        canvas = Canvas(str(path), pagesize=size, invariant=1, initialFontName="song")
        kind = ["text", "scan", "photograph"][number % 13 // 3 % 3]
        count = chance.randint(1, 5) if kind == "text" else 1
        for _ in range(count):
            if kind == "text":
                write_text(canvas, size, chance)
            elif kind == "scan":
                canvas.drawImage(ImageReader(io.BytesIO(chance.choice(scans))), 0, 0, *size)
            else:
                across = size[0] - 120
                canvas.drawImage(
                    ImageReader(io.BytesIO(chance.choice(photographs))), 60, 200, across, across * 0.75
                )
            canvas.showPage()
        canvas.save()
        path.with_suffix(".shapes").write_bytes(pickle.dumps(tuple(shapes_of(path, [1.0] * count))))
        found.append((path, count))
        total += count
    return found


def write_text(canvas: Canvas, size: tuple[float, float], chance: random.Random) -> None:
    canvas.setFont("song", 14)
    for line in range(int((size[1] - 200) / 28)):
        text = "".join(chance.choice(WORDS) for _ in range(int((size[0] - 160) / 14)))
        canvas.drawString(80, size[1] - 120 - line * 28, text)


if __name__ == "__main__":
    sys.exit(main())
