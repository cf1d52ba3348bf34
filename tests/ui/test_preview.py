"""The preview on a real event loop with its worker process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit
from reportlab.pdfgen import canvas

from ledger_app.evidence.model import HeldFile
from ledger_app.ui.context import Context
from ledger_app.ui.preview import Drawer, Preview
from ledger_app.ui.preview_marks import mark
from ledger_app.ui.preview_pages import Fit
from ledger_app.vault.model import Status


@pytest.fixture
def preview(qtbot, context: Context) -> Iterator[Preview]:
    found = Preview(context)
    qtbot.addWidget(found)
    found.resize(420, 640)
    with qtbot.waitExposed(found):
        found.show()
    yield found
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)


@pytest.fixture
def shown(qtbot) -> Callable[..., None]:
    def wait(preview: Preview, view: object) -> None:
        qtbot.waitUntil(lambda: preview.is_settled and preview._stack.currentWidget() is view, timeout=20_000)

    return wait


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    sheet = canvas.Canvas(str(path))
    for number in range(3):
        sheet.drawString(100, 700, f"page {number + 1}")
        sheet.showPage()
    sheet.save()
    return path


def test_pages_turn_by_key_and_are_counted(qtbot, preview: Preview, shown, pdf: Path):
    preview.show_file(pdf, None, 1)
    shown(preview, preview.pages)
    assert preview._count.text() == "2/3"
    preview.pages.set_fit(Fit.PAGE)
    qtbot.keyClick(preview.pages, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: preview._count.text() == "3/3", timeout=10_000)
    qtbot.keyClick(preview.pages, Qt.Key.Key_PageDown)
    qtbot.keyClick(preview.pages, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: preview._count.text() == "1/3", timeout=10_000)
    assert preview.pages.accessibleDescription() == "第 1 页，共 3 页"


def test_zoom_draws_more_pixels(qtbot, preview: Preview, shown, pdf: Path):
    preview.show_file(pdf, None)
    shown(preview, preview.pages)
    before = preview.pages.asked_size()[0]
    qtbot.keyClick(preview.pages, Qt.Key.Key_Plus)
    assert preview.pages.asked_size()[0] > before
    qtbot.waitUntil(lambda: preview.pages._image.width() == preview.pages.asked_size()[0], timeout=10_000)
    assert preview.pages.horizontalScrollBar().maximum() > 0


def test_the_last_file_asked_for_wins(qtbot, preview: Preview, shown, pdf: Path, tmp_path: Path):
    Image.new("RGB", (100, 50), "red").save(tmp_path / "b.png")
    (tmp_path / "c.txt").write_text("改厕台账", encoding="utf-8")
    preview.show_file(pdf, None)
    preview.show_file(tmp_path / "b.png", None)
    preview.show_file(tmp_path / "c.txt", None)
    shown(preview, preview.text)
    assert preview.text.toPlainText() == "改厕台账"


def test_a_picture_fits_the_width(preview: Preview, shown, tmp_path: Path):
    Image.new("RGB", (2000, 500), "red").save(tmp_path / "b.png")
    preview.show_file(tmp_path / "b.png", None)
    shown(preview, preview.pages)
    assert preview.pages._page_size().width() == preview.pages._room().width()
    assert preview._count.text() == ""


def test_broken_files_are_sentences(preview: Preview, shown, tmp_path: Path):
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    preview.show_file(tmp_path / "b.pdf", None)
    shown(preview, preview.sentence)
    assert "损坏" in preview.sentence.text()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes as files there")
def test_a_file_that_never_ends_is_given_up(qtbot, context: Context, shown, tmp_path: Path):
    os.mkfifo(tmp_path / "b.pdf")
    preview = Preview(context, drawer=Drawer(seconds=0.3))
    qtbot.addWidget(preview)
    with qtbot.waitExposed(preview):
        preview.show()
    preview.show_file(tmp_path / "b.pdf", None)
    shown(preview, preview.sentence)
    assert "用时过长" in preview.sentence.text()
    (tmp_path / "c.txt").write_text("还在", encoding="utf-8")
    preview._drawer = Drawer()
    preview.show_file(tmp_path / "c.txt", None)
    shown(preview, preview.text)
    preview.hide()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)


def test_missing_and_away_need_no_look_at_the_disk(preview: Preview, context: Context, shown):
    held = context.state.files[0]
    gone = HeldFile(held.id, "没有了.pdf", Status.MISSING, 1, 0, held.sha256, None, None, False)
    preview.show_file(None, gone)
    shown(preview, preview.sentence)
    assert "原处已没有" in preview.sentence.text()


def test_details_say_what_is_known_and_where_from(qtbot, preview: Preview, context: Context, shown):
    held = next(f for f in context.state.files if f.path.endswith("改厕验收表2025.txt"))
    preview.show_file(None, held)
    shown(preview, preview.text)
    details = preview.details
    qtbot.waitUntil(lambda: details.fields["title"].text() != "")
    assert details.sources["title"].text() == "来自文件名"
    assert "人居环境/卫生户厕/改厕验收表2025.txt" in details._rest.text()
    assert held.sha256[:16] in details._rest.text()


def test_esc_leaves_a_correction_as_it_was(qtbot, preview: Preview, context: Context, shown):
    preview.show_file(None, context.state.files[0])
    qtbot.waitUntil(lambda: preview.details.fields["title"].text() != "")
    before = preview.details.fields["title"].text()
    preview.edit()
    preview.details.fields["title"].setText("别的")
    qtbot.keyClick(preview.details.fields["title"], Qt.Key.Key_Escape)
    assert not preview.details.is_editing
    assert preview.details.fields["title"].text() == before
    assert context.state.next_undo is None or context.state.next_undo.name != "correct-description"


@pytest.mark.parametrize("text", ["2024年12月5日", "2024-12-05", "2024.12.5"])
def test_a_date_may_be_written_as_people_do(qtbot, preview: Preview, context: Context, text: str):
    preview.show_file(None, context.state.files[0])
    qtbot.waitUntil(lambda: preview.details.fields["title"].text() != "")
    preview.edit()
    preview.details.fields["date"].setText(text)
    qtbot.keyClick(preview.details.fields["date"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: preview.details.sources["date"].text().startswith("您填写的"), timeout=10_000)
    assert preview.details.fields["date"].text() == "2024年12月5日"


def test_kind_and_villages_are_corrected_and_taken_back(qtbot, preview: Preview, context: Context):
    details = preview.details
    preview.show_file(None, next(f for f in context.state.files if f.path.endswith("改厕验收表2025.txt")))
    qtbot.waitUntil(lambda: details.fields["kind"].text() == "验收材料")
    preview.edit()
    assert details.kind.currentData() == "acceptance"
    assert details.kind.isVisible()
    details.kind.setCurrentIndex(details.kind.findData("list"))
    details.fields["villages"].setText("东坪村委会、西岭村")
    qtbot.keyClick(details.fields["villages"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: details.fields["villages"].text() == "东坪村、西岭村", timeout=10_000)
    assert details.fields["kind"].text() == "名册台账"
    assert not details.kind.isVisible()
    assert "撤回" in details.sources["kind"].text()
    details.sources["kind"].linkActivated.emit("kind")
    qtbot.waitUntil(lambda: details.fields["kind"].text() == "验收材料", timeout=10_000)
    assert details.fields["villages"].text() == "东坪村、西岭村"


def test_villages_of_the_archive_are_offered_for_the_last_name(qtbot, preview: Preview, context: Context):
    details = preview.details
    preview.show_file(None, context.state.files[0])
    qtbot.waitUntil(lambda: details.fields["title"].text() != "")
    preview.edit()
    details.offer(["东坪村", "西岭村"])
    details.fields["villages"].setText("南湾村、西")
    completer = details.fields["villages"].completer()
    completer.setCompletionPrefix("南湾村、西")
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.currentIndex()) == "南湾村、西岭村"


def test_a_wrong_date_is_a_sentence_and_changes_nothing(qtbot, preview: Preview, context: Context):
    preview.show_file(None, context.state.files[0])
    qtbot.waitUntil(lambda: preview.details.fields["title"].text() != "")
    preview.edit()
    preview.details.fields["date"].setText("去年")
    with qtbot.waitSignal(context.trouble) as trouble:
        qtbot.keyClick(preview.details.fields["date"], Qt.Key.Key_Return)
    assert trouble.args[0].code == "bad-date"


def test_hiding_ends_the_worker(qtbot, preview: Preview, shown, pdf: Path):
    preview.show_file(pdf, None)
    shown(preview, preview.pages)
    assert preview._drawer._reader.pid
    preview.hide()
    qtbot.waitUntil(lambda: preview._drawer._reader.pid is None, timeout=10_000)


def test_the_longest_of_the_marked_words_comes_into_view(qtbot):
    view = QTextEdit()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    view.setPlainText("\n".join(["农户一卡通", *["其他"] * 80, "改厕补助", *["其他"] * 80]))
    mark(view, ["改厕", "户"])
    assert len(view.extraSelections()) == 2
    assert view.textCursor().block().text() == "改厕补助"
    assert 0 < view.cursorRect().top() < view.viewport().height() // 2
