"""Filters saved under a name come back, after a restart too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from ledger_app.audit.model import Severity
from ledger_app.ui.audit import AuditPage
from ledger_app.ui.audit_model import Filter
from ledger_app.ui.context import Context
from ledger_app.ui.inbox_bar import InboxBar
from ledger_app.ui.saved_views import SavedViews


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def save(qtbot, views: SavedViews, name: str) -> None:
    views._fill()
    views.name.setText(name)
    qtbot.keyClick(views.name, Qt.Key.Key_Return)


def choose(views: SavedViews, name: str) -> None:
    views._fill()
    next(a for a in views.menu().actions() if a.text() == name).trigger()


def test_a_view_of_the_inbox_comes_back_after_a_restart(qtbot, settings: QSettings) -> None:
    bar = InboxBar(settings)
    qtbot.addWidget(bar)
    bar.show_folders(["待整理", "02厕所"])
    bar.text.setText("验收")
    bar.folder.setCurrentIndex(bar.folder.findData("02厕所"))
    bar.kind.setCurrentIndex(1)
    wanted = bar.wanted()
    save(qtbot, bar.views, "厕所验收")
    bar.clear()
    assert bar.wanted() != wanted
    again = InboxBar(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.changed):
        choose(again.views, "厕所验收")
    assert again.wanted() == wanted


def test_saving_again_replaces_and_removing_removes(qtbot, settings: QSettings) -> None:
    shown: list[dict] = []
    now = {"text": "一"}
    views = SavedViews(settings, "page", read=lambda: dict(now), show=shown.append)
    qtbot.addWidget(views)
    save(qtbot, views, "我的")
    now["text"] = "二"
    save(qtbot, views, "我的")
    save(qtbot, views, "  ")
    choose(views, "我的")
    assert shown == [{"text": "二"}]
    views._remove("我的")
    assert views.views() == {}


def test_a_torn_settings_file_has_no_views(qtbot, settings: QSettings) -> None:
    settings.setValue("page/views", "{")
    views = SavedViews(settings, "page", read=dict, show=lambda _: None)
    qtbot.addWidget(views)
    assert views.views() == {}


def test_a_view_of_the_audit_narrows_it(qtbot, context: Context) -> None:
    page = AuditPage(context)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page._is_ready)
    page._narrow(Filter(severities=frozenset([Severity.VETO]), text="改厕"))
    save(qtbot, page.views, "否决")
    page._narrow(Filter())
    choose(page.views, "否决")
    assert page.filter == Filter(severities=frozenset([Severity.VETO]), text="改厕")
