"""The unexpected: logged, and told in one sentence."""

from __future__ import annotations

import logging
import sys
import threading

import pytest

from ledger_app.ui.faults import Faults, write_log


@pytest.fixture
def faults(qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("ledger_app.ui.faults.qInstallMessageHandler", lambda _handler: None)
    found = Faults()
    found.install()
    return found


def test_an_exception_of_any_thread_is_told_and_logged(qtbot, faults, tmp_path):
    write_log(tmp_path / "log")
    logger = logging.getLogger("ledger_app")
    handler = logger.handlers[-1]
    try:
        with qtbot.waitSignal(faults.happened) as told:
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        assert isinstance(told.args[0], ZeroDivisionError)
        assert "ZeroDivisionError" in (tmp_path / "log/window.log").read_text(encoding="utf-8")
    finally:
        logger.removeHandler(handler)
        handler.close()


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    before = list(logging.getLogger("ledger_app").handlers)
    write_log(blocked)
    assert logging.getLogger("ledger_app").handlers == before
