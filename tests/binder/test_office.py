from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from ledger_app.binder.renditions import office, office_copies, office_program
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress

needs_office = pytest.mark.skipif(not office_program.find(), reason="there is no office program here")
only_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


def _text(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def _docx(path: Path, text: str = "关于做好粮食生产的通知") -> Path:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(path)
    return path


def _listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*")}


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    return tmp_path / "evidence"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what puts a script in place of the office program: `convert(source, target)` and its `body`."""

    def make(body: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        script = folder / "soffice"
        log = tmp_path / "calls"
        script.write_text(
            f"""#!{sys.executable}
import os, subprocess, sys, time
from pathlib import Path
words = sys.argv[1:]
if "--version" in words:
    print("LibreOffice 99.1 stand-in"); sys.exit()
out = Path(words[words.index("--outdir") + 1])
ending = words[words.index("--convert-to") + 1]
files = [Path(w) for w in words[words.index("--outdir") + 2:]]
with open({str(log)!r}, "a") as calls:
    calls.write(" ".join(f.name for f in files) + chr(10))
def done(file):
    (out / (file.stem + "." + ending)).write_bytes(Path({str(tmp_path / "page.pdf")!r}).read_bytes())
{body}
""",
            encoding="utf-8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        page = pypdfium2.PdfDocument.new()
        page.new_page(595, 842)
        page.save(tmp_path / "page.pdf")
        page.close()
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
        return log

    return make


@needs_office
def test_documents_and_sheets_become_pages_and_nothing_is_written_beside_them(
    evidence: Path, out: Path
) -> None:
    odd = _docx(evidence / "（一）青山镇 100%&'$(touch x);-—​“三农”#.docx")
    dashed = _docx(evidence / "--convert-to.docx", "以横线开头的文件名")
    book = openpyxl.Workbook()
    book.active.append(["序号", "户主", "面积"])
    book.active.append([1, "张三", 12.5])
    sheet = evidence / "台账.xlsx"
    book.save(sheet)
    broken = evidence / "坏.docx"
    broken.write_bytes(odd.read_bytes()[:300])
    before = _listing(evidence)

    found = office.convert([odd, broken, sheet, dashed], out, Progress())

    assert _listing(evidence) == before
    assert set(found) == {odd, broken, sheet, dashed}
    assert isinstance(error := found[broken], LedgerError) and error.code == "office-damaged"
    assert _text(found[odd]) == ["关于做好粮食生产的通知"]
    assert _text(found[dashed]) == ["以横线开头的文件名"]
    assert "张三" in _text(found[sheet])[0]
    assert sorted(p.name for p in out.iterdir()) == sorted(found[f].name for f in (odd, sheet, dashed))
    assert office.which_office().startswith("LibreOffice ")


@needs_office
def test_a_wide_sheet_is_not_torn_apart_and_a_very_wide_one_stays_legible(evidence: Path, out: Path) -> None:
    files = []
    for columns in (14, 60):
        book = openpyxl.Workbook()
        for row in range(5):
            book.active.append([f"列{n}" if row == 0 else row * n for n in range(columns)])
        files.append(evidence / f"{columns}.xlsx")
        book.save(files[-1])
    found = office.convert(files, out, Progress())
    assert len(_text(found[files[0]])) == 1
    assert 2 <= len(_text(found[files[1]])) <= 8
    whole = "".join(_text(found[files[1]]))
    assert all(f"列{n}" in whole for n in range(60))


@needs_office
def test_the_fonts_of_a_document_that_are_not_here_are_drawn_with_ours(evidence: Path, out: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("关于成立领导小组的通知")
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", "方正小标宋_GBK")
    path = evidence / "通知.docx"
    document.save(path)
    pages = office.convert([path], out, Progress())[path]
    assert b"NotoSerifSC" in pages.read_bytes() or office.replaced_fonts(path, pages) == ()
    if b"NotoSerifSC" in pages.read_bytes():
        assert office.replaced_fonts(path, pages) == ("方正小标宋_GBK",)


def test_without_an_office_program_every_file_says_so(
    evidence: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(out))
    monkeypatch.setattr(office_program, "_PLACES", {})
    path = _docx(evidence / "a.docx")
    found = office.convert([path], out, Progress())
    assert found[path].code == "no-office" and office.which_office() == ""


@only_posix
def test_a_hanging_file_costs_only_itself_and_nothing_is_left_running(
    evidence: Path,
    out: Path,
    tmp_path: Path,
    stand_in: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pids = tmp_path / "pids"
    stand_in(
        f"""
for file in files:
    if file.stem == "0001":
        child = subprocess.Popen(["sleep", "600"])
        with open({str(pids)!r}, "a") as f:
            f.write(f"{{os.getpid()}} {{child.pid}} ")
        time.sleep(600)
    done(file)
"""
    )
    monkeypatch.setattr(office_program, "START_SECONDS", 1.0)
    monkeypatch.setattr(office_program, "FILE_SECONDS", 0.5)
    files = [_docx(evidence / f"{n}.docx") for n in range(4)]
    found = office.convert(files, out, Progress())
    assert [isinstance(found[f], Path) for f in files] == [True, False, True, True]
    assert found[files[1]].code == "office-timeout"
    started = [int(pid) for pid in pids.read_text().split()]
    assert len(started) == 4
    assert not any(_is_running(pid) for pid in started)


@only_posix
def test_a_file_that_crashes_the_program_costs_only_itself(
    evidence: Path, out: Path, stand_in: Callable[[str], Path]
) -> None:
    stand_in('for file in files:\n    os.abort() if file.stem == "0002" else done(file)')
    files = [_docx(evidence / f"{n}.docx") for n in range(5)]
    found = office.convert(files, out, Progress())
    assert [isinstance(found[f], Path) for f in files] == [True, True, False, True, True]
    assert found[files[2]].code == "office-crashed"


@only_posix
def test_what_the_program_passes_over_is_refused_without_another_try(
    evidence: Path, out: Path, stand_in: Callable[[str], Path]
) -> None:
    log = stand_in('for file in files:\n    file.stem == "0000" or done(file)')
    files = [_docx(evidence / f"{n}.docx") for n in range(3)]
    found = office.convert(files, out, Progress())
    assert found[files[0]].code == "office-failed"
    assert log.read_text().splitlines() == ["0000.docx 0001.docx 0002.docx"]


@only_posix
def test_a_program_that_never_works_is_not_tried_file_by_file(
    evidence: Path, out: Path, stand_in: Callable[[str], Path]
) -> None:
    log = stand_in("sys.exit(77)")
    files = [_docx(evidence / f"{n}.docx") for n in range(6)]
    found = office.convert(files, out, Progress())
    assert {found[f].code for f in files} == {"office-not-working"}
    assert len(log.read_text().splitlines()) == 2  # the files, and one of our own


@only_posix
def test_half_a_page_is_no_page(evidence: Path, out: Path, stand_in: Callable[[str], Path]) -> None:
    stand_in(
        'for file in files:\n    done(file)\n    file.stem == "0001" and (out / "0001.pdf").write_bytes(b"%PDF-1.7 half")'
    )
    files = [_docx(evidence / f"{n}.docx") for n in range(2)]
    found = office.convert(files, out, Progress())
    assert isinstance(found[files[0]], Path) and found[files[1]].code == "office-failed"


@only_posix
def test_cancelling_ends_the_program(
    evidence: Path, out: Path, tmp_path: Path, stand_in: Callable[[str], Path]
) -> None:
    pids = tmp_path / "pids"
    stand_in(f"open({str(pids)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")

    class Asked(Progress):
        def at(self, stage: str, done: int = 0, total: int = 0) -> None:
            if pids.exists() and pids.read_text():
                self.cancel()
            super().at(stage, done, total)

    with pytest.raises(Cancelled):
        office.convert([_docx(evidence / "a.docx")], out, Asked())
    assert not _is_running(int(pids.read_text()))
    assert list(out.iterdir()) == []


@only_posix
def test_more_pages_than_a_binder_takes_are_refused(
    evidence: Path, out: Path, stand_in: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in("for file in files:\n    done(file)")
    monkeypatch.setattr(office, "MOST_PAGES", 0)
    path = _docx(evidence / "a.docx")
    error = office.convert([path], out, Progress())[path]
    assert error.code == "office-too-many-pages" and error.values["pages"] == 1


@needs_office
def test_a_password_is_told_from_damage(evidence: Path, out: Path) -> None:
    source = _docx(evidence / "a.docx")
    target = evidence / "out"
    target.mkdir()
    made = office_program.run(
        office_program.find(),
        [source],
        to="odt",
        out=target,
        profile=evidence / "profile",
        environment={},
        tick=lambda _: None,
    )
    assert made is office_program.End.THROUGH
    locked = evidence / "locked.odt"
    with zipfile.ZipFile(target / "a.odt") as old, zipfile.ZipFile(locked, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "META-INF/manifest.xml":
                data = data.replace(b"</manifest:manifest>", b"<!-- encryption-data --></manifest:manifest>")
            elif info.filename == "content.xml":
                data = os.urandom(500)
            new.writestr(info, data)
    assert office.convert([locked], out, Progress())[locked].code == "office-encrypted"
    text = evidence / "a.txt"
    text.write_text("文字", encoding="utf-8")
    assert not office.can_convert(text) and office.can_convert(source)
    assert office.convert([text], out, Progress())[text].code == "office-not-its-kind"


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        '<pageSetup scale="60"/>',
        '<colBreaks count="1"><brk id="3"/></colBreaks>',
    ],
)
def test_a_sheet_that_says_itself_how_to_print_is_left_alone(sheet: str) -> None:
    data = f"<worksheet>{sheet}</worksheet>".encode()
    assert office_copies.fitted(data) == data


def test_a_copy_of_a_sheet_that_is_no_sheet_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\3\4 nothing")
    office_copies.fit_sheets(path)
    assert path.read_bytes() == b"PK\3\4 nothing" and len(list(tmp_path.iterdir())) == 1
    book = openpyxl.Workbook()
    book.active["A1"] = "文字"
    book.save(path)
    office_copies.fit_sheets(path)
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active.sheet_properties.pageSetUpPr.fitToPage


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return not Path("/proc/self").is_dir() and _answers(pid)
    return state not in "ZX"  # what the killed program started is the system's to bury


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
