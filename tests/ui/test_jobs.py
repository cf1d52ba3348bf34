"""Jobs: turns, cancelling, results in the main thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.ui.job_bar import JobBar
from ledger_app.ui.jobs import AGAIN, Jobs, Pausing, Turn


@pytest.fixture
def jobs(qtbot) -> Iterator[Jobs]:
    found = Jobs()
    yield found
    found.stop()


def test_a_result_reaches_the_main_thread(qtbot, jobs):
    seen = []
    job = jobs.submit(
        "x",
        lambda _: threading.current_thread().name,
        done=lambda r: seen.append((r, threading.current_thread())),
    )
    with qtbot.waitSignal(job.ended):
        pass
    assert seen == [("archive", threading.main_thread())]


def test_work_in_slices_lets_others_go_first(qtbot, jobs):
    order: list[str] = []
    gate = threading.Event()

    def long(_progress):
        gate.wait(10)
        order.append("slice")
        return AGAIN if order.count("slice") < 3 else "done"

    slow = jobs.submit("slow", long)
    jobs.submit("quick", lambda _: order.append("quick"))
    gate.set()
    with qtbot.waitSignal(slow.ended):
        pass
    assert order == ["slice", "quick", "slice", "slice"]


def test_a_cancelled_job_that_waits_is_never_begun(qtbot, jobs):
    gate, seen = threading.Event(), []
    jobs.submit("first", lambda _: gate.wait(10))
    second = jobs.submit("second", lambda _: seen.append(1), done=seen.append, failed=seen.append)
    second.cancel()
    with qtbot.waitSignal(second.ended):
        gate.set()
    assert seen == []


def test_cancel_ends_work_that_reports(qtbot, jobs):
    begun = threading.Event()

    def work(progress):
        while True:
            progress.at("scan", 1, 2)
            begun.set()

    job = jobs.submit("x", work, done=pytest.fail, failed=pytest.fail)
    assert begun.wait(10)
    with qtbot.waitSignal(job.ended):
        job.cancel()


def test_an_error_is_handed_over(qtbot, jobs):
    def work(_progress):
        raise LedgerError("nothing-to-undo")

    found = []
    job = jobs.submit("x", work, failed=found.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert [e.code for e in found] == ["nothing-to-undo"]


def test_the_corner_shows_a_job_that_takes_long_and_can_stop_it(qtbot, jobs):
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.follow(jobs)

    def work(progress):
        while True:
            progress.at("read", 43, 118)

    job = jobs.submit("识别", work)
    assert bar.current() is None, "not before it has run for a moment"
    qtbot.waitUntil(lambda: bar._name.text() == "识别 43/118")
    assert bar.current() is job
    with qtbot.waitSignal(job.ended):
        bar.cancel()
    bar.poll()
    assert bar.current() is None


def test_a_job_of_the_window_shows_while_an_archive_is_followed(qtbot, jobs):
    bar, of_archive, gate = JobBar(), Jobs(), threading.Event()
    qtbot.addWidget(bar)
    bar.keep(jobs)
    bar.follow(of_archive)
    job = jobs.submit("sample", lambda _: gate.wait(10))
    qtbot.waitUntil(lambda: bar.current() is job)
    bar.follow(None)
    assert bar.current() is job
    gate.set()
    qtbot.waitUntil(lambda: bar.current() is None or not jobs.running)
    bar.poll()
    assert bar.current() is None
    of_archive.stop()


def test_quiet_jobs_stay_out_of_the_corner(qtbot, jobs):
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.follow(jobs)
    gate = threading.Event()
    quiet = jobs.submit("quiet", lambda _: gate.wait(10), is_quiet=True)
    loud = jobs.submit("loud", lambda _: gate.wait(10))
    qtbot.waitUntil(lambda: bar.current() is not None)
    assert bar.current() is loud
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert quiet.error is None


def test_work_given_after_the_end_is_never_begun(qtbot):
    jobs, seen = Jobs(), []
    jobs.stop()
    for give in (jobs.submit, jobs.aside):
        job = give("late", lambda _: seen.append(1), done=seen.append, failed=seen.append)
        with qtbot.waitSignal(job.ended):
            pass
    assert seen == []
    assert jobs.running == []


def test_quick_work_comes_first_and_what_nobody_waits_for_last(qtbot, jobs):
    gate, order = threading.Event(), []
    jobs.submit("first", lambda _: gate.wait(10))
    for turn in (Turn.BACKGROUND, Turn.NORMAL, Turn.QUICK, Turn.BACKGROUND, Turn.QUICK):
        last = jobs.submit("x", lambda _, turn=turn: order.append(turn), turn=turn)
    assert last.turn is Turn.QUICK
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert order == [Turn.QUICK, Turn.QUICK, Turn.NORMAL, Turn.BACKGROUND, Turn.BACKGROUND]


def test_long_work_lets_quick_work_in_where_that_is_safe(qtbot, jobs):
    begun, gate = threading.Event(), threading.Event()
    order: list[str] = []
    is_safe = False

    def long(progress):
        nonlocal is_safe
        begun.set()
        gate.wait(10)
        progress.at("scan", 1, 2)
        order.append("in a transaction")
        is_safe = True
        progress.at("scan", 2, 2)
        order.append("end")

    jobs.submit("long", long, turn=Turn.BACKGROUND, progress=Pausing(jobs, lambda: is_safe))
    assert begun.wait(10)
    jobs.submit("slow", lambda _: order.append("slow"))
    jobs.submit("quick", lambda _: order.append("quick"), turn=Turn.QUICK)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert order == ["in a transaction", "quick", "end", "slow"]


def test_a_job_that_ended_keeps_nothing(qtbot, jobs):
    class Large:
        pass

    kept = []

    def done(result):
        kept.append(weakref.ref(result))
        assert mine[0].result is result  # as a page does: what is called knows its job

    gc.disable()
    try:
        mine = [jobs.submit("x", lambda _: Large(), done=done)]
        with qtbot.waitSignal(mine[0].ended):
            pass
        jobs.submit("y", lambda _: None)
        qtbot.waitUntil(lambda: not jobs.running)
        qtbot.waitUntil(lambda: kept[0]() is None)
    finally:
        gc.enable()
