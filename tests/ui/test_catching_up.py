"""New files are read first, scans recognised behind everything else; a person can stop it."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ledger_app.core.resources import resource
from ledger_app.search import recognitions
from ledger_app.search.worker import Terms
from ledger_app.ui import catching_up
from ledger_app.ui.catching_up import CatchingUp

READ, RECOGNISE = "读取新文件", "识别扫描件"


@pytest.fixture
def scans(evidence):
    """Three scanned pages among the evidence."""
    for n in range(3):
        page = Image.new("L", (500, 200), 255)
        font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 30)
        ImageDraw.Draw(page).text((40, 80), f"青山村第{n}组验收单", font=font, fill=0)
        page.save(evidence / f"扫描{n}.pdf")


@pytest.fixture
def order(context):
    """The names of the jobs that came to their end, as they did."""
    names = []
    context.jobs.started.connect(lambda job: job.ended.connect(lambda: names.append(job.name)))
    return names


@pytest.fixture
def whole(qtbot, context, scans):
    """What catches up in an archive that has been scanned."""
    with qtbot.waitSignal(context.run("", lambda a, p: a.scan(p), is_quiet=True).ended, timeout=20_000):
        pass
    return CatchingUp(context)


def _wait(qtbot, context):
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=60_000)


def test_texts_are_read_and_then_scans_recognised(qtbot, context, whole, order):
    whole.begin()
    _wait(qtbot, context)
    assert [name for name in order if name] == [READ, RECOGNISE]
    assert context._archive.scans_waiting() == (0, 0)
    count = "SELECT count(*) FROM part WHERE source = 'ocr'"
    assert context._archive.db.value(count) == 3


def test_new_files_go_before_the_scans_that_wait(qtbot, context, whole, order, evidence):
    whole.begin()
    qtbot.waitUntil(lambda: whole.is_recognising, timeout=30_000)
    (evidence / "新.txt").write_text("新", encoding="utf-8")
    context.run("", lambda a, p: a.scan(p), is_quiet=True)
    whole.begin()
    _wait(qtbot, context)
    assert [name for name in order if name] == [READ, RECOGNISE, READ, RECOGNISE]
    assert context._archive.scans_waiting() == (0, 0)


def test_a_person_can_stop_it_until_it_is_switched_on_again(qtbot, context, whole, order):
    context.jobs.started.connect(lambda job: job.cancel() if job.name == RECOGNISE else None)
    whole.begin()
    _wait(qtbot, context)
    whole.begin()
    _wait(qtbot, context)
    assert [name for name in order if name] == [READ, RECOGNISE, READ]
    assert context._archive.scans_waiting() == (3, 0)
    whole.switch(True)
    _wait(qtbot, context)
    assert order.count(RECOGNISE) == 2


def test_switched_off_it_only_reads(qtbot, context, whole, order):
    whole.switch(False)
    whole.begin()
    _wait(qtbot, context)
    assert [name for name in order if name] == [READ]
    assert not CatchingUp(context).is_on
    whole.switch(True)
    _wait(qtbot, context)
    assert context._archive.scans_waiting() == (0, 0)


def test_a_pc_that_cannot_says_so_once(qtbot, context, whole, order, monkeypatch):
    said, trouble = [], []
    context.said.connect(said.append)
    context.trouble.connect(trouble.append)
    context._archive._recognitions = recognitions.Recognitions(
        context._archive.db, recognitions.Pool(Terms(_fail), workers=1)
    )
    whole.begin()
    _wait(qtbot, context)
    whole.begin()
    _wait(qtbot, context)
    assert len(said) == 1
    assert said[0].startswith("本机无法识别")
    assert not trouble


def test_what_is_recognised_shows_before_the_end(qtbot, context, whole, monkeypatch):
    monkeypatch.setattr(catching_up, "_SHOW_MS", 1)
    again = CatchingUp(context)
    again.begin()
    qtbot.waitUntil(lambda: again.is_recognising, timeout=30_000)
    with qtbot.waitSignal(context.state_changed, timeout=60_000):
        pass
    assert again.is_recognising
    _wait(qtbot, context)


def _fail(asked):
    raise ImportError("no such instruction")


def test_the_settings_switch_it_off_and_on(qtbot, at_rest, window, desk):
    catching_up = window.session.catching_up
    for wanted in (False, True):
        window.do("settings")
        page = window._stack.currentWidget()
        qtbot.waitUntil(page.save_button.isEnabled, timeout=20_000)
        assert page.recognise.isChecked() is not wanted
        page.recognise.setChecked(wanted)
        page.save()
        qtbot.waitUntil(lambda page=page: window._stack.currentWidget() is not page, timeout=20_000)
        assert catching_up.is_on is wanted
        at_rest(window)
