"""What a careless or unlucky call gets: one sentence, and an archive as it was before."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.cli import parser
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.evidence.model import HeldFile
from ledger_app.exchange import documents
from ledger_app.vault.model import Status

ROOT = Path(__file__).resolve().parents[2]
NAME = "01粮食/任务分解文件.txt"


class Call:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object, code: int = 0) -> str:
        """Run a command and return what it printed; bad input must say so in one line."""
        found = parser.main([*map(str, words), "--lang", "en"], open_window=lambda *_: 99)
        out, errors = self._capsys.readouterr()
        assert found == code, (found, out, errors)
        if code == 2:
            assert out == ""
            assert errors.count("\n") == 1
            assert "nexpected" not in errors
            return errors
        return out


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(capsys)


@pytest.fixture
def home(call: Call, tmp_path: Path, small_scheme: Path, evidence: Path) -> Path:
    home = tmp_path / "档案 库"
    call("init", home, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    call("scan", "--archive", home)
    return home


@pytest.mark.parametrize(
    "words",
    [
        ["search", "a", "--limit", "99999999999999999999"],
        ["search", "a", "--limit", "0"],
        ["journal", "--limit", "-1"],
        ["suggest", "--accept", "nan"],
        ["suggest", "--accept", "80"],
    ],
)
def test_numbers_out_of_range(words: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parser.main([*words, "--archive", str(home), "--lang", "en"], open_window=lambda *_: 99)
    assert caught.value.code == 2
    assert "is not a" in capsys.readouterr().err


@pytest.mark.parametrize("year", [0, -5, 99999])
def test_a_year_that_can_be_none_makes_no_archive(call: Call, tmp_path, small_scheme, year: int) -> None:
    call("init", tmp_path / "new", "--scheme", small_scheme, f"--year={year}", code=2)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("words", [["scan"], ["init", "--scheme"]])
def test_a_path_too_long_for_the_system(call: Call, tmp_path: Path, small_scheme, words: list[str]) -> None:
    place = tmp_path / ("长" * 200)
    if words[0] == "init":
        call("init", place, "--scheme", small_scheme, code=2)
    else:
        call("scan", "--archive", place, code=2)


def test_an_empty_database_is_not_taken_for_a_new_archive(call: Call, home: Path) -> None:
    (home / "ledger.db").write_bytes(b"")
    assert "damaged" in call("files", "--archive", home, code=2)
    assert (home / "ledger.db").stat().st_size == 0


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are there only under POSIX")
def test_a_name_that_is_not_utf8_can_be_linked_and_searched(call: Call, home: Path, evidence: Path) -> None:
    name = os.fsdecode(b"bad\xff.txt")
    (evidence / name).write_text("x", encoding="utf-8")
    call("scan", "--archive", home)
    call("link", evidence / name, "1", "--archive", home)
    assert (
        json.loads(call("files", "--indicator", "1", "--archive", home, "--json"))[0]["path"]
        == r"bad\xff.txt"
    )
    call("link", name + "x", "1", "--archive", home, code=2)
    (hit,) = json.loads(call("search", name, "--archive", home, "--json"))
    assert hit["path"] == r"bad\xff.txt"
    call("settings", "--title", name, "--archive", home, code=2)


def test_a_name_with_a_line_break_stays_in_one_sentence(call: Call, home: Path) -> None:
    assert "<U+000A>" in call("link", "a\nb.txt", "1", "--archive", home, code=2)


@pytest.mark.parametrize("words", [["index"], ["audit", "--pdf"], ["backup"]])
def test_evidence_and_ledger_are_never_overwritten(
    call: Call, home: Path, evidence: Path, words: list[str]
) -> None:
    mine = evidence / "报告.pdf"
    mine.write_bytes(b"%PDF-1.4 mine")
    for target in (mine, home / "ledger.db", home / "ledger.db-wal"):
        if words != ["index"] or target.suffix == ".pdf":
            call(*words, target, "--archive", home, code=2)
    assert mine.read_bytes() == b"%PDF-1.4 mine"
    assert (home / "ledger.db").read_bytes().startswith(b"SQLite format 3\0")
    assert "任务分解文件" in call("files", "--archive", home)


def test_a_backup_touches_no_file_beside_it(call: Call, home: Path, tmp_path: Path) -> None:
    mine = [tmp_path / name for name in ("b.zip.part", "b.zip.copy", "b.zip.copy.part")]
    for path in mine:
        path.write_text("mine", encoding="utf-8")
    call("backup", tmp_path / "b.zip", "--archive", home)
    assert [p.read_text(encoding="utf-8") for p in mine] == ["mine"] * 3
    assert not list(tmp_path.glob(".*.tmp"))


def test_restoring_into_the_current_folder_keeps_it(
    call: Call, home: Path, tmp_path: Path, monkeypatch
) -> None:
    call("backup", tmp_path / "b.zip", "--archive", home)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    call("restore", tmp_path / "b.zip", ".")
    assert Path.cwd() == here
    assert call("files")


def test_a_sample_that_is_cancelled_leaves_nothing_and_touches_no_neighbour(tmp_path: Path) -> None:
    mine = tmp_path / "demo.part"
    mine.mkdir()
    (mine / "mine.txt").write_text("mine", encoding="utf-8")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        founding.make_sample(tmp_path / "demo", progress)
    assert [p.name for p in tmp_path.iterdir()] == ["demo.part"]
    assert (mine / "mine.txt").exists()


def test_an_archive_that_could_not_be_made_leaves_nothing(
    tmp_path: Path, small_scheme: Path, monkeypatch
) -> None:
    from ledger_app.scheme import schemes
    from ledger_app.scheme.reading import read_scheme

    def torn(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patched:
        patched.setattr(schemes, "store", torn)
        with pytest.raises(Exception, match="disk-full"):
            founding.create(tmp_path / "a/b", read_scheme(small_scheme))
    assert not (tmp_path / "a").exists()
    founding.create(tmp_path / "a/b", read_scheme(small_scheme)).close()


def test_what_a_killed_init_left_is_no_obstacle(call: Call, home: Path, tmp_path: Path, small_scheme) -> None:
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(home / "ledger.db", new / "ledger.db.part")
    (new / "ledger.db.part-wal").write_bytes(b"half")
    (new / "ledger.db-wal").write_bytes(b"of an archive that was taken away")
    call("init", new, "--scheme", small_scheme)
    assert sorted(p.name for p in new.iterdir()) == [".lock", "evidence", "ledger.db", "search.db"]


def test_an_altered_journal_is_found(call: Call, home: Path) -> None:
    with sqlite3.connect(home / "ledger.db") as connection:
        connection.execute("UPDATE operation SET detail = 'x' WHERE id = 2")
    connection.close()
    assert json.loads(call("verify", "--archive", home, "--json", code=1))["journal"]["first_bad"] == 2


@pytest.mark.skipif(os.name == "nt", reason="pipes of a shell")
@pytest.mark.parametrize(("tail", "code"), [("| head -c 1 >/dev/null", 0), (">&-", 0), (">/dev/full", 2)])
def test_a_result_that_nobody_takes(home: Path, tail: str, code: int) -> None:
    if tail.endswith("full") and not Path("/dev/full").exists():
        pytest.skip("no such device")
    line = f'set -o pipefail; "{sys.executable}" "{ROOT / "main.py"}" scheme show --json --archive "{home}" {tail}'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == (code == 2)


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_an_interrupt_while_the_program_loads_says_nothing(home: Path) -> None:
    start = (
        "import os, signal, sys\n"
        "class Late:\n"  # the first import after the program's own start
        "    def find_spec(self, name, *_):\n"
        "        if name == 'ledger_app.cli':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "from ledger_app.__main__ import main\n"
        "sys.meta_path.insert(0, Late())\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", start, "files"], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_differences_say_what_was_expected_and_found(call: Call, home: Path, evidence: Path) -> None:
    (evidence / NAME).write_text("anders", encoding="utf-8")
    (found,) = json.loads(call("verify", "--archive", home, "--json", code=1))["differences"]
    assert (found["path"], found["kind"]) == (NAME, "changed")
    assert len({found["expected"], found["found"]} - {None}) == 2


def test_suggestions_come_in_the_order_of_files(call: Call, home: Path, evidence: Path) -> None:
    for n in (10, 9):
        (evidence / f"{n}号.txt").write_text(str(n), encoding="utf-8")
    call("scan", "--archive", home)
    files = [f["path"] for f in json.loads(call("files", "--archive", home, "--json"))]
    assert [s["path"] for s in json.loads(call("suggest", "--archive", home, "--json"))] == files


@pytest.mark.parametrize("nanoseconds", [-(10**18) * 3, 0, 253402300800 * 10**9, 2**63 - 1])
def test_times_that_no_calendar_holds(nanoseconds: int) -> None:
    held = HeldFile(1, "a.txt", Status.PRESENT, 1, nanoseconds, "0", "0", None, False, ())
    (document,) = documents.files([held], {})
    assert datetime.fromisoformat(document["modified"]).tzinfo
