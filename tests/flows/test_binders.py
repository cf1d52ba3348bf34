"""Binders from beginning to end: planned, printed, read back, changed, printed again, and the same as a command."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.archive.bound import PAGES
from ledger_app.binder.binders import Job
from ledger_app.binder.results import Binders, BoundVolume
from ledger_app.binder.volumes.model import Ordering
from ledger_app.binder.volumes.reprints import Deed
from ledger_app.cli.parser import main
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.i18n import set_language
from ledger_app.core.progress import Progress
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from tests.conftest import LAST_YEAR, NOON, SMALL_SCHEME

BOX = Job(Ordering.BOX)
LINKS = {
    "1": ["01粮食/任务分解文件.txt", "01粮食/统计报表.txt"],
    "2": ["01粮食/统计报表.txt"],
    "3": ["02厕所/改厕台账.pdf", "01粮食/任务分解文件.txt"],
}

REGISTER = ["Register, page one", "Register, page two", "Register, page three"]
TEXTS = {
    "01粮食/任务分解文件.txt": "青山镇2025年粮食播种面积任务分解\n2025年3月1日",
    "01粮食/统计报表.txt": "统计报表\n2025年12月20日",
}


def pdf_of(lines: list[str], path: Path) -> None:
    """Write a PDF with a page for each of these lines."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    for line in lines:
        canvas.drawString(100, 500, line)
        canvas.showPage()
    canvas.save()
    os.utime(path, (LAST_YEAR, LAST_YEAR))


def made(folder: Path, scheme: Path, evidence: Path) -> Archive:
    """Four indicators; one file shows two of them, the last has none."""
    pdf_of(REGISTER, evidence / "02厕所/改厕台账.pdf")
    archive = founding.create(
        folder, read_scheme(scheme), evidence=evidence, year=2025, actor="档案员", now=lambda: NOON
    )
    archive.scan()
    for code, paths in LINKS.items():
        link(archive, code, *paths)
    return archive


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path, pages: Path) -> Iterator[Archive]:
    with made(tmp_path / "档案", small_scheme, evidence) as archive:
        shutil.copytree(pages, archive.folder / PAGES)
        yield archive


@pytest.fixture(scope="module")
def pages(inspection: Binders) -> Path:
    """The pages that were made for the print of that archive: they are kept by content."""
    assert inspection.report is not None
    return inspection.report.parent.parent / "档案" / PAGES


@pytest.fixture(scope="module")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> Binders:
    """The inspection binders of that archive, printed once for all who only read."""
    set_language("en")
    folder = tmp_path_factory.mktemp("迎检")
    scheme = folder / "指标体系2025年度.csv"
    scheme.write_text(SMALL_SCHEME, encoding="utf-8")
    for path in {path for paths in LINKS.values() for path in paths if path.endswith(".txt")}:
        (folder / "材料" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "材料" / path).write_text(TEXTS[path], encoding="utf-8")
        os.utime(folder / "材料" / path, (LAST_YEAR, LAST_YEAR))
    (folder / "材料" / "02厕所").mkdir(exist_ok=True)
    with made(folder / "档案", scheme, folder / "材料") as archive:
        return archive.print_binders(Job(), folder / "迎检")


def item(archive: Archive, path: str) -> int:
    return next(place.item for place in items.locations(archive.db) if place.path == path)


def link(archive: Archive, code: str, *paths: str) -> None:
    archive.link([item(archive, path) for path in paths], code)


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        words = page.get_textpage()
        found.append("".join(words.get_text_bounded().split()))
        words.close()
        page.close()
    document.close()
    return found


def labels(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [page.label for page in pdf.pages]


def page_of(path: Path, said: str, kind: str = "") -> str:
    """Return the label of the one page that says this."""
    found = [
        label
        for label, text in zip(labels(path), texts(path), strict=True)
        if "".join(said.split()) in text and kind in text
    ]
    assert len(found) == 1, found
    return found[0]


def by_number(done: Binders, number: int) -> BoundVolume:
    return next(volume for volume in done.volumes if volume.number == number)


def test_the_inspection_order(inspection: Binders) -> None:
    assert [v.title for v in inspection.volumes] == ["一、粮食安全", "二、人居环境"]
    assert not inspection.needs_person
    for volume in inspection.volumes:
        assert volume.checked is not None
        assert volume.checked.is_clean
        assert volume.path is not None
        said = texts(volume.path)
        assert (
            len(said) == volume.pages.total == volume.pages.forms + volume.pages.items + volume.pages.blanks
        )
        assert volume.pages.sheets * 2 == len(said)
        assert labels(volume.path) == [str(n) for n in range(1, len(said) + 1)]
        assert any(f"={volume.pages.total}pages" in text for text in said), "the list states the sum"
    first, second = inspection.volumes
    assert (first.references, second.references) == (1, 1)
    assert (first.pages_saved, second.pages_saved) == (1, 1)
    assert inspection.report is not None
    assert sorted(p.name for p in inspection.report.parent.iterdir()) == [
        "Box 01 一、粮食安全.pdf",
        "Box 02 二、人居环境.pdf",
        "Check of the binders.pdf",
        "Spine labels.pdf",
    ]


def test_a_cross_reference_points_to_the_right_box_and_page(inspection: Binders) -> None:
    first, second = (volume.path for volume in inspection.volumes)
    assert first is not None
    assert second is not None
    at = page_of(first, TEXTS["01粮食/任务分解文件.txt"])
    [said] = {m[0] for text in texts(second) for m in re.finditer(r"box1,indicator1,no\.\d+,page\d+", text)}
    assert said.endswith(f"page{at}")


def test_bookmarks_and_links_land_on_what_they_name(inspection: Binders) -> None:
    path = inspection.volumes[1].path
    assert path is not None
    said = texts(path)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        number = {page.objgen: n for n, page in enumerate(pdf.pages)}
        titles = [entry.title for entry in outline.root]
        divider = next(entry for entry in outline.root if entry.title.startswith("3 卫生户厕改造与管护"))
        register = divider.children[0]
        assert "Register,pageone" in said[number[register.destination[0].objgen]]
        targets = {
            number[link.Dest[0].objgen]
            for page in pdf.pages
            for link in page.get("/Annots", [])
            if link.Subtype == "/Link"
        }
    assert [title.split("  ")[0] for title in titles] == [
        "Cover",
        "Inspection Index",
        "3 卫生户厕改造与管护",
        "4 农村公厕管护",
        "Closing Sheet",
    ]
    assert number[register.destination[0].objgen] in targets


def test_the_archive_order_settles_numbers_and_boxes(archive: Archive, tmp_path: Path) -> None:
    done = archive.print_binders(BOX, tmp_path / "上架")
    [volume] = done.volumes
    assert volume.key == "box:1"
    assert volume.checked is not None
    assert volume.checked.is_clean
    [box] = archive.boxes()
    assert box.is_settled
    assert [one.number for one in box.items] == [1, 2, 3]
    assert all(one.is_printed for one in box.items)
    assert volume.path is not None
    with pikepdf.open(volume.path) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles[0].startswith("Cover")
    assert titles[1].startswith("Index of Archived Documents")
    assert titles[-1].startswith("Closing Sheet")
    archive.db.undo()
    assert not archive.prints()


def test_a_draft_is_recorded_once_it_is_on_paper(archive: Archive, tmp_path: Path) -> None:
    draft = archive.draft_binders(BOX, archive.folder / "draft")
    assert not archive.prints()
    assert not any(box.is_settled for box in archive.boxes())
    first, *_others = [one.item for one in draft.boxes[0].items]
    archive.begin_box(draft.boxes[0].items[-1].item)
    with pytest.raises(LedgerError) as error:
        archive.record_draft(draft)
    assert error.value.code == "draft-outdated"
    archive.db.undo()
    archive.record_draft(draft)
    assert set(archive.printed(Ordering.BOX)) == {"box:1"}
    [box] = archive.boxes()
    assert box.is_settled
    assert box.items[0].item == first
    assert all(one.is_printed for one in box.items)


def test_a_change_is_a_few_sheets_with_instructions(archive: Archive, evidence: Path, tmp_path: Path) -> None:
    before = archive.print_binders(Job(), tmp_path / "一")
    job = Job(is_changed=True)
    again = archive.print_binders(job, tmp_path / "二")
    assert not list((tmp_path / "二").iterdir())
    assert all(not volume.steps and volume.path is None for volume in again.volumes)
    assert len(archive.prints()) == 1

    register = (evidence / "02厕所/改厕台账.pdf").read_bytes()
    (evidence / "02厕所/改厕台账.pdf").unlink()
    missing = archive.count_binders(job)
    [problem] = missing.problems
    assert (problem.path, problem.reason, missing.needs_person) == ("02厕所/改厕台账.pdf", "missing", True)
    assert [bool(volume.steps) for volume in missing.volumes] == [False, True]
    (evidence / "02厕所/改厕台账.pdf").write_bytes(register)
    os.utime(evidence / "02厕所/改厕台账.pdf", (LAST_YEAR, LAST_YEAR))
    assert not any(volume.steps for volume in archive.count_binders(job).volumes)

    link(archive, "4", "02厕所/公厕清单.txt")
    counted = archive.count_binders(job)
    changed = archive.print_binders(job, tmp_path / "三")
    assert [v.steps for v in counted.volumes] == [v.steps for v in changed.volumes]
    assert by_number(changed, 1).steps == ()
    volume = by_number(changed, 2)
    assert volume.checked is not None
    assert volume.checked.is_clean
    assert Deed.INSERT in {step.deed for step in volume.steps}
    assert volume.path is not None
    found = labels(volume.path)
    assert found[:2] == ["Slip", "Slip"], "a sheet of its own"
    assert len(found) == volume.printed + 2
    old = labels(by_number(before, 2).path or Path())
    assert {label for label in found[2:] if label not in old} == {f"{old[-3]}a", f"{old[-3]}b"}
    slip = texts(volume.path)[0]
    assert all("".join(f"pages {s.first}–{s.last}".split()) in slip for s in volume.steps)

    archive.db.undo()  # that print didn't happen
    assert [v.steps for v in archive.count_binders(job).volumes] == [v.steps for v in changed.volumes]


def test_chosen_indicators_make_a_binder_with_all_of_their_evidence(archive: Archive, tmp_path: Path) -> None:
    folder = archive.folder
    archive.close()
    again = []
    for name in ("a", "b"):  # two copies of one archive print the same bytes
        shutil.copytree(folder, tmp_path / name)
        with Archive(tmp_path / name, actor="档案员", now=lambda: NOON) as copy:
            target = tmp_path / f"指标3{name}.pdf"
            [volume] = copy.print_binders(Job(only=("3",)), target).volumes
            again.append(target.read_bytes())
            section = copy.count_binders(Job(only=("粮食安全",)))
    assert volume.path == target
    assert volume.references == 0
    assert page_of(target, TEXTS["01粮食/任务分解文件.txt"])
    assert [v.title for v in section.volumes] == ["一、粮食安全"]
    assert again[0] == again[1]


def test_a_whole_inspection_box_keeps_its_references(archive: Archive) -> None:
    whole = archive.count_binders(Job())
    one = archive.count_binders(Job(only=("box:2",)))
    assert one.volumes == whole.volumes[1:]
    assert one.volumes[0].references == 1


def test_what_is_not_public_is_named_but_not_copied(archive: Archive, tmp_path: Path) -> None:
    archive.file_items([item(archive, "01粮食/任务分解文件.txt")], secrecy="secret")
    done = archive.print_binders(Job(), tmp_path / "迎检")
    assert not any(v.checked is None or not v.checked.is_clean for v in done.volumes)
    said = [text for volume in done.volumes if volume.path for text in texts(volume.path)]
    assert not any("青山镇2025年粮食播种面积任务分解2025年3月1日" in text for text in said)
    assert any("notcopied(Secret)" in text for text in said)


def test_cancelling_leaves_whole_binders_that_are_recorded(archive: Archive, tmp_path: Path) -> None:
    progress, complete = Progress(), []

    def finished(volume: BoundVolume) -> None:
        complete.append(volume)
        progress.cancel()

    with pytest.raises(Cancelled):
        archive.print_binders(Job(), tmp_path / "迎检", progress, finished=finished)
    assert [path.name for path in (tmp_path / "迎检").iterdir()] == ["Box 01 一、粮食安全.pdf"]
    assert set(archive.printed(Ordering.INDICATOR)) == {"indicators:1"}
    rest = archive.count_binders(Job(is_changed=True))
    assert [[step.deed for step in volume.steps] for volume in rest.volumes] == [[], [Deed.PRINT]]


@pytest.mark.parametrize(
    ("only", "ordering", "code"),
    [
        (("99",), Ordering.BOX, "unknown-box"),
        (("七",), Ordering.BOX, "unknown-box"),
        (("99",), Ordering.INDICATOR, "unknown-selection"),
        (("box:9",), Ordering.INDICATOR, "unknown-inspection-box"),
        (("box:1", "3"), Ordering.INDICATOR, "mixed-selection"),
    ],
)
def test_what_is_not_there_can_not_be_chosen(
    archive: Archive, only: tuple[str, ...], ordering: Ordering, code: str
) -> None:
    with pytest.raises(LedgerError) as error:
        archive.count_binders(Job(ordering, only))
    assert error.value.code == code


def test_outputs_that_can_not_be_written(archive: Archive, evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here already", encoding="utf-8")
    cases: list[tuple[Path, str]] = [
        (evidence / "卷册", "output-in-evidence"),
        (tmp_path / "file", "output-unwritable"),
        (tmp_path / "one.pdf", "binders-not-one"),
        (tmp_path / "nowhere" / "one.pdf", "output-unwritable"),
    ]
    for out, code in cases:
        job = Job(only=("3",)) if out.parent.name == "nowhere" else Job()
        with pytest.raises(LedgerError) as error:
            archive.print_binders(job, out)
        assert error.value.code == code
    assert not archive.prints()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here already"
    assert not (evidence / "卷册").exists()


@pytest.fixture
def command(archive: Archive, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    folder = archive.folder
    archive.close()

    def run(*words: object) -> tuple[int, str, str]:
        try:
            code = main(
                [*map(str, words), "--archive", str(folder), "--lang", "zh_CN"], open_window=lambda *_: 0
            )
        finally:
            set_language("en")
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_as_a_command(command: Callable[..., tuple[int, str, str]], evidence: Path, tmp_path: Path) -> None:
    code, out, _ = command("binder", "--count", "--json")
    counted = json.loads(out)
    assert code == 0
    code, out, _ = command("binder", tmp_path / "迎检", "--json")
    done = json.loads(out)
    assert not [fault["message"] for v in done["volumes"] for fault in v["faults"]]
    assert code == 0
    assert [v["pages"] for v in done["volumes"]] == [v["pages"] for v in counted["volumes"]]
    assert done["pages"]["total"] == sum(v["pages"]["total"] for v in done["volumes"])
    assert done["check"]["faults"] == 0
    assert (done["references"], done["pages_saved"]) == (2, 2)
    names = sorted(path.name for path in (tmp_path / "迎检").iterdir())
    assert names == ["核验报告.pdf", "盒脊标签.pdf", "第01盒 一、粮食安全.pdf", "第02盒 二、人居环境.pdf"]

    code, out, _ = command("binder", "--changed", "--count")
    assert (code, out.strip()) == (0, "上次打印后没有变化。")
    code, out, err = command("binder")
    assert (code, out) == (2, "")
    assert err.strip() == "请指定存放卷册的文件夹，或使用 --count。"

    code, _, _ = command("link", evidence / "02厕所/公厕清单.txt", "4")
    assert code == 0
    code, out, _ = command("binder", "--changed", "--count")
    assert code == 0
    assert re.search(r"第2盒：更换第1—\d+页；.*在第\d+页后插入第\d+a—\d+b页；更换第\d+—\d+页。", out)
