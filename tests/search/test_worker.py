"""The reader's process: it ends with a bad file, never with the program, and never outlives it."""

import ctypes
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.search import limits, worker
from ledger_app.search.worker import Pool, Reader, Terms

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


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 2), (4, 3), (64, 4)])
def test_how_many_files_are_read_side_by_side(monkeypatch, cores, workers):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert worker.worker_count() == workers


def _read_all(pool, paths):
    """Give the pool all of them as it has room, as the reading pass does; returns what came, by path."""
    waiting, found = list(paths), {}
    while waiting or pool.keys:
        while waiting and pool.has_room():
            path = waiting.pop(0)
            pool.give(path, path)
        found.update(pool.take())
    return found


def test_files_are_read_side_by_side(readers, tmp_path):
    """Two that wait for one another come to an end only where both are in work at once."""
    with Pool(Terms(readers.meet, seconds=30), workers=2) as pool:
        found = _read_all(pool, [str(tmp_path / "a"), str(tmp_path / "b")])
    assert {r.text for r in found.values()} == {"met"}


def test_each_bad_file_costs_only_itself(readers):
    """Those that were queued behind it in the same worker are read all the same."""
    paths = [f"{n} {kind}" for n in range(8) for kind in ("good", "bad", "hang", "raise")]
    with Pool(Terms(readers.misbehave, seconds=0.5), workers=2) as pool:
        found = _read_all(pool, paths)
    codes = {"good": None, "bad": "reader-crashed", "hang": "reader-timeout", "raise": "reader-crashed"}
    assert {p: r.error for p, r in found.items()} == {p: codes[p.split()[1]] for p in paths}
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is POSIX's")
def test_a_worker_that_bloats_costs_one_file(readers):
    with Pool(Terms(readers.bloat, memory=1 << 29), workers=2) as pool:
        found = _read_all(pool, ["1 good", "2 bloat", "3 good", "4 bloat", "5 good"])
    assert [found[p].error for p in sorted(found)] == [None, "reader-crashed"] * 2 + [None]


def test_a_worker_is_replaced_after_so_many_files(readers):
    with Pool(Terms(readers.tell_process), workers=1, files=3) as pool:
        found = _read_all(pool, [str(n) for n in range(7)])
    pids = [found[str(n)].text for n in range(7)]
    assert [pids.count(p) for p in dict.fromkeys(pids)] == [3, 3, 1]


def test_a_worker_that_ended_while_it_had_nothing_to_do_costs_no_file(readers):
    with Pool(Terms(readers.tell_process), workers=1) as pool:
        _read_all(pool, ["a"])
        worker_process = multiprocessing.active_children()[0]
        worker_process.kill()
        worker_process.join()
        assert _read_all(pool, ["b"])["b"].error is None


def test_workers_read_on_while_nobody_looks(readers, tmp_path):
    with Pool(Terms(readers.leave_mark), workers=2) as pool:
        for name in "abc":
            pool.give(name, str(tmp_path / name))
        _until(lambda: all((tmp_path / name).exists() for name in "abc"))
        assert pool.keys == {"a", "b", "c"}
        assert set(_read_all(pool, [])) == {"a", "b", "c"}


def test_workers_that_do_not_start_blame_no_file(readers, monkeypatch):
    gone = ModuleType("gone")  # here it can be named, the new process will not find it
    gone.read = lambda path: None
    gone.read.__module__, gone.read.__qualname__ = "gone", "read"
    monkeypatch.setitem(sys.modules, "gone", gone)
    with Pool(Terms(gone.read), workers=1) as pool:
        pool.give("a", "a")
        with pytest.raises(LedgerError, match="reader-not-started"):
            _read_all(pool, [])


@pytest.mark.skipif(os.name == "nt", reason="asks for POSIX's niceness")
def test_workers_in_the_background_let_others_go_first(readers):
    with Pool(Terms(readers.tell_niceness, is_background=True), workers=1) as pool:
        assert int(_read_all(pool, ["x"])["x"].text) == os.nice(0) + 10
    with Reader(readers.tell_niceness) as reader:
        assert int(reader.read("x").text) == os.nice(0)


@pytest.mark.skipif(sys.maxsize < 2**32, reason="sizes as 64-bit Windows has them")
def test_what_a_job_object_is_told_is_laid_out_as_windows_has_it():
    wanted = limits.limits_of(1 << 30)
    assert ctypes.sizeof(limits.BasicLimits) == 64
    assert ctypes.sizeof(wanted) == 144
    assert bytes(wanted)[16:20] == (0x100 | 0x400 | 0x2000).to_bytes(4, "little")
    assert bytes(wanted)[112:120] == (1 << 30).to_bytes(8, "little")


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
