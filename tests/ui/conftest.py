"""A small real archive in a real window; an unexpected message from Qt fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSettings

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.core.i18n import set_language
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.ui.appearance import Appearance
from ledger_app.ui.context import Context
from ledger_app.ui.desk import PAGES, Desk
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.preferences import Preferences
from ledger_app.ui.state import read_state
from ledger_app.ui.window import MainWindow

HERE = Path(__file__).parent

FILES = {
    "人居环境/卫生户厕/2025年卫生户厕改造台账.txt": "户厕改造台账 2025 青山村 326 户",
    "人居环境/卫生户厕/改厕验收表2025.txt": "卫生户厕验收表 青山村 2025年3月5日",
    "粮食/2025年粮食播种面积统计报表.txt": "粮食播种面积统计报表 2025年",
    "粮食/任务分解文件.txt": "关于下达2025年粮食生产任务的通知",
    "杂项/会议通知.txt": "关于召开会议的通知",
    "杂项/扫描件0012.txt": "扫描件",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    set_language("zh_CN")
    yield
    set_language("en")


@pytest.fixture
def scheme() -> Scheme:
    grain = ("一、粮食安全", "1.粮食生产")
    homes = ("二、人居环境", "2.农村厕所")
    return Scheme(
        title="2025年度乡村振兴实绩考核",
        year=2025,
        total_points=7.5,
        indicators=(
            Indicator(
                "1",
                grain,
                "粮食播种面积",
                2.5,
                is_hard=True,
                units=("农业农村办",),
                scoring="每少1个百分点扣0.5分",
                requirements=(Requirement("a", "任务分解文件"), Requirement("b", "统计报表")),
            ),
            Indicator("2", grain, "撂荒耕地复耕", 1.0, units=("农业农村办",)),
            Indicator(
                "3",
                homes,
                "卫生户厕改造与管护",
                2.5,
                is_hard=True,
                units=("乡村建设办",),
                requirements=(Requirement("a", "改厕台账"), Requirement("b", "验收表")),
            ),
            Indicator(
                "4",
                homes,
                "农村公厕管护",
                1.5,
                units=("乡村建设办", "综合执法队"),
                requirements=(Requirement("a", "管护协议"),),
            ),
        ),
        sections=(Section(("一、粮食安全",), 3.5), Section(("二、人居环境",), 4.0)),
    )


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "迎检"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, scheme: Scheme, evidence: Path) -> Path:
    """The folder of an archive that has been scanned and closed again."""
    path = tmp_path / "档案库"
    with founding.create(path, scheme, evidence=evidence, year=2025, actor="测试员") as archive:
        archive.scan()
    return path


@pytest.fixture
def context(qtbot: object, folder: Path, tmp_path: Path) -> Iterator[Context]:
    """The archive opened as the pages see it, without a window."""
    archive = Archive(folder, actor="测试员")
    jobs = Jobs()
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    yield Context(archive, jobs, settings, read_state(archive, away=""))
    jobs.stop()
    archive.close()


@pytest.fixture
def appearance(qapp, tmp_path: Path) -> Iterator[Appearance]:
    """Preferences of nobody else, in Chinese."""
    font = qapp.font()
    yield Appearance(qapp, Preferences(tmp_path / "config"), language="zh_CN")
    qapp.setFont(font)


@pytest.fixture
def window(qtbot, appearance: Appearance) -> Iterator[MainWindow]:
    """The main window on its welcome page."""
    found = MainWindow(appearance.preferences, appearance, actor="测试员")
    found.show()
    yield found
    with qtbot.waitSignal(found.finished, timeout=20_000):
        found.close()
    found.deleteLater()


@pytest.fixture
def desk(qtbot, at_rest, window: MainWindow, folder: Path) -> Desk:
    """The window with the archive open and everything in it read."""
    window.open_archive(folder)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    assert window.desk
    qtbot.waitUntil(lambda: len(window.desk.pages) == len(PAGES))
    at_rest(window)
    return window.desk


@pytest.fixture
def at_rest(qtbot) -> Callable[[MainWindow], None]:
    """Wait until nothing runs or waits any more in this window."""

    def wait(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: window.session is None or not window.session.jobs.running, timeout=20_000)

    return wait
