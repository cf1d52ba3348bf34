"""The reader's process: it ends with a bad file, never with the program, and never outlives it."""

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger_app.core.errors import Cancelled
from ledger_app.search.worker import Reader

HELPERS = Path(__file__).parent / "helpers"


@pytest.fixture
def readers(monkeypatch):
    monkeypatch.syspath_prepend(str(HELPERS))
    import slow_readers

    return slow_readers


def test_one_process_reads_many_files(tmp_path):
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "b.txt").write_text("乙", encoding="utf-8")
    with Reader() as reader:
        assert reader.read(str(tmp_path / "a.txt")).text == "甲"
        pid = reader.pid
        assert reader.read(str(tmp_path / "b.txt")).text == "乙"
        assert reader.pid == pid
    assert multiprocessing.active_children() == []


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(readers, tmp_path):
    with Reader(readers.hang, seconds=0.3) as reader:
        assert reader.read("x").error == "reader-timeout"
        assert reader.pid is None
        assert reader.read("y").error == "reader-timeout"


def test_a_crash_costs_one_file(readers):
    with Reader(readers.crash) as reader:
        assert reader.read("bad").error == "reader-crashed"
        assert reader.read("good").text == "well"


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is POSIX's")
def test_a_file_that_wants_too_much_memory(readers):
    with Reader(readers.swallow_memory) as reader:
        assert reader.read("x").error == "reader-crashed"


def test_an_unexpected_error_is_not_printed(readers, capfd):
    with Reader(readers.raise_anything) as reader:
        assert reader.read("x").error == "reader-crashed"
    assert capfd.readouterr().err == ""


def test_giving_up_ends_the_process(readers):
    def tick():
        raise Cancelled

    with Reader(readers.hang) as reader:
        with pytest.raises(Cancelled):
            reader.read("x", tick)
        assert reader.pid is None
    assert multiprocessing.active_children() == []


def test_the_process_loads_neither_window_nor_main_module(readers):
    with Reader(readers.tell_modules) as reader:
        loaded = reader.read("x").text.split()
    assert not [m for m in loaded if m.startswith(("PySide6", "pytest", "sqlite_utils", "docx"))]


@pytest.mark.skipif(os.name == "nt", reason="asks for the process by POSIX's signal 0")
def test_the_reader_ends_with_a_killed_program(tmp_path):
    """Even one that is busy with a file."""
    told = tmp_path / "pid"
    program = (
        f"import sys; sys.path.insert(0, {str(HELPERS)!r})\n"
        "import slow_readers\n"
        "from ledger_app.search.worker import Reader\n"
        f"Reader(slow_readers.write_and_hang).read({str(told)!r})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2])
    _until(lambda: told.exists() and told.read_text())
    reader = int(told.read_text())
    process.kill()
    process.wait()
    _until(lambda: not _runs(reader))


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def _until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
