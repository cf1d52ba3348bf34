"""A transfer package: what goes in, what stays out, nothing half done, and every defect found twice."""

from __future__ import annotations

import ast
import csv
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from docx import Document
from lxml import etree

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.binder import shelving
from ledger_app.core import i18n, messages
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.exchange.transfer import checking, testing
from ledger_app.exchange.transfer.model import (
    CATALOGUE,
    EXPLANATION,
    LEFT_OUT,
    MANIFESTS,
    REGISTER,
    REPORT,
    REPORT_DATA,
    SCHEMA,
    Result,
    Transferred,
)
from ledger_app.scheme.reading import read_scheme
from tests.conftest import NOON

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "check_transfer.py"
DAY = NOON.timestamp() - 90 * 86400
NAMES = (
    "01/任务分解文件.pdf",
    "01/统计报表.docx",
    "01/名单.txt",
    "02/改厕台账.pdf",
    "02/公厕清单.pdf",
    "02/验收表.pdf",
)
SCHEME = """\
青山县2025年度考核指标体系,,,,,,,,
一级指标(大项),二级指标(小项),序号,三级指标(考核内容),分值,刚性,责任单位,评分标准,佐证材料要求
一、粮食,1.生产,1,播种面积,2.5,★,农业农村办,达标得满分,任务分解文件
二、环境,2.厕所,2,户厕改造,2.5,★,规划建设办,达标得满分,改厕台账
"""


def rules() -> ModuleType:
    """Return the script that knows only the rules."""
    spec = importlib.util.spec_from_file_location("check_transfer", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RULES = rules()


def write(folder: Path, name: str, pages: int = 1, **saving: object) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".pdf":
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page()
            pdf.docinfo["/Title"] = name
            pdf.save(path, **saving)
    elif path.suffix == ".docx":
        document = Document()
        document.add_paragraph(name)
        document.save(path)
    else:
        path.write_text(name, encoding="utf-8")
    os.utime(path, (DAY, DAY))


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with six settled items of two offices. Copied before use."""
    home = tmp_path_factory.mktemp("held")
    table = home / "指标2025年度.csv"
    table.write_text(SCHEME, encoding="utf-8")
    with founding.create(home / "archive", read_scheme(table), actor="tester", now=lambda: NOON) as archive:
        for name in NAMES:
            write(archive.evidence, name)
        archive.db.change_settings(fonds="Z109", fonds_name="青山镇人民政府", offices="BGS=办公室; GJ=规建办")
        archive.scan()
        paths = {f.path: f.id for f in archive.files()}
        for folder, code, office, retention in (("01/", "1", "BGS", "D30"), ("02/", "2", "GJ", "Y")):
            chosen = [i for p, i in paths.items() if p.startswith(folder)]
            archive.link(chosen, code)
            shelving.file_items(archive.db, chosen, office=office, retention=retention)
        for path, item in paths.items():
            title = f"{path[3:5]}材料{item}"
            archive.correct(item, title=title, issuer="青山镇人民政府", date="2025-06-01", pages=1)
        shelving.settle(archive.db)
    return home / "archive"


@pytest.fixture
def archive(held: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it, open."""
    shutil.copytree(held, tmp_path / "archive")
    with Archive(tmp_path / "archive", actor="tester", now=lambda: NOON) as opened:
        yield opened


@pytest.fixture(scope="session")
def made(held: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound package. Copied before it is harmed."""
    home = tmp_path_factory.mktemp("made")
    shutil.copytree(held, home / "archive")
    with Archive(home / "archive", actor="tester", now=lambda: NOON) as opened:
        opened.transfer(home / "移交包")
    return home / "移交包"


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    """A copy of a sound package, to be harmed."""
    shutil.copytree(made, tmp_path / "移交包")
    return tmp_path / "移交包"


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def rows(package: Path) -> list[dict[str, str]]:
    return [{e.tag: e.text or "" for e in one} for one in etree.parse(package / CATALOGUE).getroot()]


def reasons(done: Transferred) -> dict[str, str]:
    return {one.number or one.path: one.reason for one in done.left_out}


def code_of(call: Callable[[], object]) -> str:
    """Return the code of the error that a call raises; its sentence must be complete."""
    with pytest.raises(LedgerError) as raised:
        call()
    assert "{" not in messages.sentence(raised.value)
    return raised.value.code


# what a package holds


def test_every_item_goes_along_byte_for_byte_under_its_number(archive: Archive, tmp_path: Path) -> None:
    done = archive.transfer(tmp_path / "移交包", carrier="光盘")
    package = done.path
    held = {hashlib.sha256(b).hexdigest() for b in files(archive.evidence).values()}
    lying = {p: b for p, b in files(package).items() if p.startswith("电子档案/")}
    assert {hashlib.sha256(b).hexdigest() for b in lying.values()} == held
    assert {p.rpartition("/")[0] for p in lying} == {
        "电子档案/2025/文书·永久·规建办",
        "电子档案/2025/文书·定期30年·办公室",
    }
    assert [r["档号"] for r in rows(package)] == [
        *(f"Z109-WS·2025-Y-GJ-000{n}" for n in (1, 2, 3)),
        *(f"Z109-WS·2025-D30-BGS-000{n}" for n in (1, 2, 3)),
    ]
    assert all(r["计算机文件名"].startswith(f"{r['档号']} ") for r in rows(package))
    assert {r["原文件名"] for r in rows(package)} == {p.name for p in archive.evidence.rglob("*.*")}
    assert done.left_out == () and done.checked.count == 6 and done.checked.is_sound


def test_the_catalogue_is_as_its_schema_says(package: Path) -> None:
    schema = etree.XMLSchema(file=str(package / SCHEMA))
    schema.assertValid(etree.parse(package / CATALOGUE))
    (first, *_) = rows(package)
    assert list(first)[:8] == ["顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"]
    assert (first["日期"], first["保管期限"], first["机构或问题"], first["页数"]) == (
        "20250601",
        "永久",
        "规建办",
        "1",
    )


def test_the_script_that_knows_only_the_rules_finds_nothing(package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", TOOL, package], capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONUTF8": "1", **({"SYSTEMROOT": os.environ["SYSTEMROOT"]} if "SYSTEMROOT" in os.environ else {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(TOOL.read_text(encoding="utf-8")))
        for alias in getattr(node, "names", [])
        if isinstance(node, ast.Import)
    }
    assert names <= sys.stdlib_module_names
    own = RULES.SM3()
    own.update(b"abc")
    assert own.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_explanation_says_what_whoever_finds_it_needs(archive: Archive, tmp_path: Path) -> None:
    package = archive.transfer(tmp_path / "包", carrier="蓝光光盘 25GB").path
    text = (package / EXPLANATION).read_bytes().decode("utf-8-sig")
    size = sum(len(b) for p, b in files(package).items() if p.startswith("电子档案/"))
    for said in ("编码：UTF-8", "移出单位：青山镇人民政府", "全宗号：Z109", "电子档案件数：6", f"电子档案字节数：{size}",
                 "未移交件数：0", "蓝光光盘 25GB", "2026年3月20日", "DOCX、PDF", "sha256sum -c", "SM3"):  # fmt: skip
        assert said in text
    assert text.count("\n") == text.count("\r\n")


def test_the_register_binds_the_tables_and_leaves_to_people_what_is_theirs(package: Path) -> None:
    document = Document(str(package / REGISTER))
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    said = {row[0]: row[1:] for row in cells}
    assert said["移交电子档案数量"] == ["6 件"] and said["载体起止顺序号"] == [""]
    for name in ("准确性", "完整性", "可用性", "安全性", "载体外观"):
        assert said[name] == ["", ""]
    for path in MANIFESTS.values():
        assert said[path] == [hashlib.sha256((package / path).read_bytes()).hexdigest()]
    listed = (package / MANIFESTS["sha256"]).read_text(encoding="utf-8")
    assert REGISTER not in listed  # people fill it in


def test_the_report_says_what_was_tested_and_never_more(package: Path) -> None:
    report = json.loads((package / REPORT_DATA).read_text(encoding="utf-8"))
    assert report["headline"] == "对标 DA/T 70-2018 部分项目，未检测的项目列在后面"
    found = {one["code"]: one for one in report["tested"]}
    done = {c for c, one in found.items() if one["result"] != "未检测"}
    asked = {*(f"GD-1-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14)),
             *(f"GD-2-{n}" for n in (1, 2, 4, 6, 7)), "GD-3-3", "GD-3-4"}  # fmt: skip
    assert asked <= done
    assert {c for c, one in found.items() if one["code_is_inferred"]} >= {
        "GD-1-2",
        "GD-1-4",
        "GD-1-6",
        "GD-1-9",
        "GD-3-4",
    }
    assert all(one["detail"] and (one["done"] or one["result"] == "未检测") for one in report["tested"])
    assert all(c.startswith("GD-4") <= (found[c]["result"] == "未检测") for c in found)
    text = "".join(
        "".join(p.text for p in document.paragraphs)
        + "".join(c.text for t in document.tables for r in t.rows for c in r.cells)
        for document in [Document(str(package / REPORT))]
    )
    assert report["headline"] in text and "通过四性检测" not in text
    assert all(f"{c}*" in text if found[c]["code_is_inferred"] else c in text for c in found)


def test_the_same_archive_on_the_same_day_gives_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    first = files(archive.transfer(tmp_path / "a").path)
    i18n.set_language("zh_CN")
    assert files(archive.transfer(tmp_path / "b").path) == first


def test_only_some_boxes_go_along(archive: Archive, tmp_path: Path) -> None:
    boxes = shelving.boxes(archive.db)
    done = archive.transfer(tmp_path / "a", only=[f"box:{boxes[0].number}"])
    assert done.checked.count == len(boxes[0].items) == 3 and not RULES.problems(done.path)
    both = archive.transfer(tmp_path / "b", only=[str(b.number) for b in boxes])
    assert both.checked.count == 6
    assert code_of(lambda: archive.transfer(tmp_path / "c", only=["99"])) == "transfer-box-unknown"


def test_a_box_between_that_was_not_chosen_explains_the_gap(archive: Archive, tmp_path: Path) -> None:
    first = shelving.boxes(archive.db)[0]
    for n in range(6):
        write(archive.evidence, f"02/更多{n}.pdf", pages=n + 2)
    archive.scan()
    new = [f.id for f in archive.files() if "更多" in f.path]
    archive.link(new, "2")
    shelving.file_items(archive.db, new, office="GJ", retention="Y")
    shelving.begin_box(archive.db, new[0])
    shelving.begin_box(archive.db, new[3])
    shelving.settle(archive.db)
    boxes = [b for b in shelving.boxes(archive.db) if b.series == first.series]
    assert len(boxes) == 3
    done = archive.transfer(tmp_path / "包", only=[str(boxes[0].number), str(boxes[2].number)])
    assert {o.reason for o in done.left_out} == {"not-chosen"} and len(done.left_out) == len(boxes[1].items)
    assert not RULES.problems(done.path)
    assert "number-gap" not in {p.code for p in done.checked.problems}


# what stays out


def test_what_is_not_what_was_recorded_stays_out_and_is_not_hashed_anew(
    archive: Archive, tmp_path: Path
) -> None:
    path = archive.evidence / "02/公厕清单.pdf"
    said = path.stat()
    raw = bytearray(path.read_bytes())
    raw[-2] ^= 1
    path.write_bytes(raw)
    os.utime(path, ns=(said.st_atime_ns, said.st_mtime_ns))  # no scan would notice
    (archive.evidence / "02/验收表.pdf").unlink()
    before = archive.db.value("SELECT group_concat(sha256) FROM (SELECT sha256 FROM item ORDER BY id)")
    done = archive.transfer(tmp_path / "包")
    assert sorted(reasons(done).values()) == ["differs", "missing"]
    assert (
        archive.db.value("SELECT group_concat(sha256) FROM (SELECT sha256 FROM item ORDER BY id)") == before
    )
    assert done.checked.count == 4 and not RULES.problems(done.path)
    listed = list(csv.reader((done.path / LEFT_OUT).read_text("utf-8-sig").splitlines()))
    assert {row[0] for row in listed[1:]} == set(reasons(done)) and all(row[2] for row in listed)
    assert not [p for p in done.checked.problems if p.code == "number-gap"]


def test_what_no_package_may_hold_stays_out(archive: Archive, tmp_path: Path) -> None:
    write(archive.evidence, "03/加密.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    (archive.evidence / "03/空.pdf").write_bytes(b"")
    (archive.evidence / "03/程序.pdf").write_bytes(b"MZ" + b"\0" * 100)
    (archive.evidence / "03/包.rar").write_bytes(b"Rar!\x1a\x07\x01\0")
    write(archive.evidence, "03/未编号.pdf", pages=3)
    archive.scan()
    new = {f.path: f.id for f in archive.files() if f.path.startswith("03/")}
    archive.link([i for p, i in new.items() if "未编号" not in p], "1")
    shelving.settle(archive.db)
    archive.link([new["03/未编号.pdf"]], "1")
    done = archive.transfer(tmp_path / "包")
    assert sorted(reasons(done).values()) == [
        "closed-compression",
        "empty",
        "encrypted",
        "program",
        "unnumbered",
    ]
    assert not RULES.problems(done.path) and checking.check(done.path, Progress()).is_sound


def test_a_withdrawn_number_is_named_with_its_reason(archive: Archive, tmp_path: Path) -> None:
    boxes = shelving.boxes(archive.db)
    with archive.db.operation("print-binders") as op:
        shelving.mark_printed(archive.db, op, boxes)
    middle = boxes[0].items[1].item
    shelving.file_items(archive.db, [middle], office="BGS", retention="D30", reason="误归")
    shelving.settle(archive.db)
    done = archive.transfer(tmp_path / "包")
    (gone,) = [one for one in done.left_out if one.reason == "withdrawn"]
    assert gone.number == "Z109-WS·2025-Y-GJ-0002" and gone.said == "误归"
    assert not RULES.problems(done.path)
    assert "误归" in (done.path / LEFT_OUT).read_text("utf-8-sig")


# nothing half done


def test_a_folder_that_is_not_empty_or_is_ours_is_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("mine")
    assert code_of(lambda: archive.transfer(tmp_path / "full")) == "transfer-not-empty"
    assert code_of(lambda: archive.transfer(tmp_path / "full/a.txt")) == "transfer-not-empty"
    assert code_of(lambda: archive.transfer(archive.evidence / "包")) == "output-in-evidence"
    assert code_of(lambda: archive.transfer(Path("/"))) in ("transfer-not-empty", "transfer-no-folder")
    (tmp_path / "empty").mkdir()
    assert archive.transfer(tmp_path / "empty").checked.is_sound
    assert files(tmp_path / "full") == {"a.txt": b"mine"}


def test_nothing_to_hand_over_is_said(archive: Archive, tmp_path: Path) -> None:
    for path in archive.evidence.rglob("*.*"):
        path.unlink()
    assert code_of(lambda: archive.transfer(tmp_path / "包")) == "transfer-nothing"
    while any(archive.db.tuples("SELECT 1 FROM archive_number")):
        archive.db.undo()
    assert code_of(lambda: archive.transfer(tmp_path / "包")) == "transfer-no-numbers"
    shutil.rmtree(archive.evidence)
    assert code_of(lambda: archive.transfer(tmp_path / "包")) == "root-missing"


class Stopping(Progress):
    """Cancels at one stage."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        if stage == self._stage and done:
            self.cancel()
        super().at(stage, done, total)


@pytest.mark.parametrize("stage", ["transfer", "check"])
def test_cancelled_it_leaves_nothing(archive: Archive, tmp_path: Path, stage: str) -> None:
    there = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        archive.transfer(tmp_path / "包", Stopping(stage))
    assert set(tmp_path.iterdir()) == there


_KILLED = """
import os, signal, sys
from pathlib import Path
from ledger_app.archive import Archive
from ledger_app.core.progress import Progress

class Killing(Progress):
    def at(self, stage, done=0, total=0):
        if stage == sys.argv[3] and done:
            os.kill(os.getpid(), signal.SIGKILL)
with Archive(Path(sys.argv[1])) as archive:
    archive.transfer(Path(sys.argv[2]), Killing())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself with a POSIX signal")
def test_killed_it_leaves_nothing_under_the_name_and_can_be_done_again(
    archive: Archive, tmp_path: Path
) -> None:
    archive.close()
    place = tmp_path / "包"
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, archive.folder, place, "check"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not place.exists()
    with Archive(archive.folder, now=lambda: NOON) as again:
        assert again.transfer(place).checked.is_sound
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".tmp")]


@pytest.mark.skipif(sys.platform == "win32", reason="limits a process the POSIX way")
def test_a_disk_that_takes_no_more_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    script = """
import resource, signal, sys
from pathlib import Path
from ledger_app.archive import Archive
from ledger_app.core.errors import LedgerError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Archive(Path(sys.argv[1])) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (900, resource.RLIM_INFINITY))
    try:
        archive.transfer(Path(sys.argv[2]))
    except LedgerError as error:
        print(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""
    place = tmp_path / "包"
    done = subprocess.run(
        [sys.executable, "-c", script, archive.folder, place],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "output-unwritable", done.stderr
    assert not place.exists() and not [p for p in tmp_path.iterdir() if p.name.endswith(".tmp")]


# defects


def item(package: Path, ending: str = ".pdf") -> Path:
    return sorted(p for p in (package / "电子档案").rglob(f"*{ending}"))[0]


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.write_bytes(raw)


def change(path: Path, before: str, after: str) -> None:
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())


def settle(package: Path) -> None:
    """Write both tables anew, so that digests alone find nothing."""
    for kind, path in MANIFESTS.items():
        listed = [line.partition("  ")[2] for line in (package / path).read_text("utf-8").splitlines()]
        lines = [
            f"{hashlib.new(kind, (package / p).read_bytes()).hexdigest()}  {p}\n"
            for p in listed
            if (package / p).exists()
        ]
        (package / path).write_bytes("".join(lines).encode())


def rename(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


DEFECTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a bit flipped in an item": (lambda p: flip(item(p)), "sha256-differs"),
    "a bit flipped in the explanation": (lambda p: flip(p / EXPLANATION), "sm3-differs"),
    "a bit flipped in the schema": (lambda p: flip(p / SCHEMA), "sha256-differs"),
    "an item removed": (lambda p: item(p).unlink(), "file-missing"),
    "an item renamed": (lambda p: rename(item(p), "改名.pdf"), "file-extra"),
    "a file added to the items": (lambda p: write(p, "电子档案/2025/文书·永久·规建办/多.pdf"), "file-extra"),
    "a file added at the top": (lambda p: write(p, "Thumbs.db"), "file-extra"),
    "a file added to the others": (lambda p: write(p, "其他/病毒.docx"), "file-extra"),
    "an item emptied": (lambda p: item(p).write_bytes(b""), "size-differs"),
    "an item lengthened": (lambda p: item(p).write_bytes(item(p).read_bytes() + b"\n"), "size-differs"),
    "the explanation removed": (lambda p: (p / EXPLANATION).unlink(), "file-missing"),
    "the catalogue removed": (lambda p: (p / CATALOGUE).unlink(), "file-missing"),
    "a table removed": (lambda p: (p / MANIFESTS["sm3"]).unlink(), "file-missing"),
    "the register removed": (lambda p: (p / REGISTER).unlink(), "file-missing"),
    "the list of what was left out removed": (lambda p: (p / LEFT_OUT).unlink(), "file-missing"),
    "a line taken from a table": (
        lambda p: change(p / MANIFESTS["sm3"], (p / MANIFESTS["sm3"]).read_text("utf-8").splitlines(True)[-1], ""),
        "table-lacks",
    ),
    "a table with a line that is none": (lambda p: change(p / MANIFESTS["sha256"], "  ", " "), "table-broken"),
    "a record without its title": (
        lambda p: (change(p / CATALOGUE, "<题名>", "<题目>"), change(p / CATALOGUE, "</题名>", "</题目>"), settle(p)),
        "catalogue-invalid",
    ),
    "a record taken out": (
        lambda p: (
            (p / CATALOGUE).write_text(
                re.sub(r"<文件>.*?<顺序号>2</顺序号>.*?</文件>\n", "", (p / CATALOGUE).read_text("utf-8")),
                "utf-8",
            ),
            settle(p),
        ),
        "not-in-catalogue",
    ),
    "a retention that is none": (
        lambda p: (change(p / CATALOGUE, "<保管期限>永久<", "<保管期限>很久<"), settle(p)),
        "catalogue-invalid",
    ),
    "a date that is none": (
        lambda p: (change(p / CATALOGUE, "<日期>20250601<", "<日期>20250631<"), settle(p)),
        "date-implausible",
    ),
    "a number of another series": (
        lambda p: (change(p / CATALOGUE, "<档号>Z109-WS·2025-Y-GJ-0001<", "<档号>Z109-WS·2025-Y-GJ-0101<"), settle(p)),
        "number-form",
    ),
    "a number given twice": (
        lambda p: (change(p / CATALOGUE, "<档号>Z109-WS·2025-Y-GJ-0002<", "<档号>Z109-WS·2025-Y-GJ-0001<"), settle(p)),
        "number-twice",
    ),
    "a count that is wrong": (
        lambda p: (change(p / EXPLANATION, "电子档案件数：6", "电子档案件数：7"), settle(p)),
        "count-differs-total",
    ),
    "a sum that is wrong": (
        lambda p: ((p / CATALOGUE).write_text(
            re.sub('字节数="\\d+"', '字节数="1"', (p / CATALOGUE).read_text("utf-8")), "utf-8"), settle(p)),
        "size-differs-total",
    ),
    "a catalogue that opens other files": (
        lambda p: (
            change(p / CATALOGUE, "?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'),
            settle(p),
        ),
        "catalogue-invalid",
    ),
    "a catalogue cut off": (
        lambda p: ((p / CATALOGUE).write_bytes((p / CATALOGUE).read_bytes()[:-300]), settle(p)),
        "catalogue-invalid",
    ),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found_by_the_program_and_by_the_rules_alone(package: Path, defect: str) -> None:
    harm, code = DEFECTS[defect]
    harm(package)
    checked = checking.check(package, Progress())
    assert code in {p.code for p in checked.problems}
    assert RULES.problems(package)
    failed = [t for t in testing.tested(checked) if t.result is Result.FAILED]
    assert failed or defect in (
        "the register removed",
        "the list of what was left out removed",
        "the explanation removed",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_in_place_of_an_item_is_found(package: Path, tmp_path: Path) -> None:
    path = item(package)
    shutil.move(path, tmp_path / "elsewhere.pdf")
    path.symlink_to(tmp_path / "elsewhere.pdf")
    assert {"file-odd", "file-missing"} <= {p.code for p in checking.check(package, Progress()).problems}
    assert RULES.problems(package)


def test_an_untouched_package_is_sound_wherever_it_lies(package: Path, tmp_path: Path) -> None:
    moved = package.rename(tmp_path / "移动硬盘")
    before = files(moved)
    checked = checking.check(moved, Progress())
    assert checked.is_sound and checked.count == 6
    assert files(moved) == before
    (tmp_path / "nothing").mkdir()
    assert code_of(lambda: checking.check(tmp_path / "nothing", Progress())) == "transfer-not-a-package"


def test_filling_in_the_register_harms_nothing(package: Path) -> None:
    document = Document(str(package / REGISTER))
    document.tables[0].rows[4].cells[1].text = "1—2"
    document.save(str(package / REGISTER))
    assert checking.check(package, Progress()).is_sound and not RULES.problems(package)


def test_papers_are_whole_zips(package: Path) -> None:
    for path in (REPORT, REGISTER):
        with zipfile.ZipFile(package / path) as parts:
            assert parts.testzip() is None
