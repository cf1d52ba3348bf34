"""The page of printing: chosen, counted, looked at, saved, printed again after a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from ledger_app.archive import Archive
from ledger_app.binder.volumes.model import Ordering
from ledger_app.ui import dialogs, printing, printing_drafts, printing_paper
from ledger_app.ui.context import Context
from ledger_app.ui.printing import PrintPage
from ledger_app.ui.printing_desk import PREVIEW, RESULT
from ledger_app.ui.printing_tree import NAME, STATE


def link(archive, *pairs: tuple[str, str]) -> list[object]:
    found = {f.path.rpartition("/")[2]: f.id for f in archive.files()}
    return [archive.link([found[name]], code) for name, code in pairs]


LINKS = (
    ("2025年卫生户厕改造台账.txt", "3"),
    ("改厕验收表2025.txt", "3"),
    ("2025年粮食播种面积统计报表.txt", "1"),
    ("任务分解文件.txt", "1"),
    ("任务分解文件.txt", "2"),
)


@pytest.fixture
def linked(folder: Path) -> Path:
    """An archive with files linked to three indicators, two of them hard."""
    with Archive(folder, actor="测试员") as archive:
        link(archive, *LINKS)
    return folder


@pytest.fixture
def settled(qtbot) -> Callable[[PrintPage], None]:
    """Wait until nothing is counted, made or printed by the page."""

    def wait(page: PrintPage) -> None:
        qtbot.waitUntil(lambda: page.is_settled, timeout=60_000)
        qtbot.waitUntil(lambda: not page.context.is_reading, timeout=20_000)
        qtbot.waitUntil(lambda: page.is_settled, timeout=60_000)

    return wait


@pytest.fixture
def page(qtbot, linked: Path, context: Context, settled) -> Iterator[PrintPage]:
    """The page with its binders counted; it goes, as in the window, when no job runs any more."""
    found = PrintPage(context)
    qtbot.addWidget(found)
    found.resize(1200, 640)
    found.show()
    settled(found)
    assert found.counted
    yield found
    found.hide()
    found.stop()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=60_000)


@pytest.fixture
def do(qtbot, page: PrintPage, settled) -> Callable[[Callable[[Archive], object]], None]:
    """Do something with the archive, and wait until the page shows it."""

    def work(verb: Callable[[Archive], object]) -> None:
        job = page.context.run("", lambda archive, _p: verb(archive))
        with qtbot.waitSignal(job.ended, timeout=20_000):
            pass
        settled(page)

    return work


@pytest.fixture
def out(tmp_path: Path, monkeypatch) -> Path:
    home = tmp_path / "打印"
    home.mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: home)
    return home


def texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [one.get_textpage().get_text_bounded() for one in document]


def cells(page: PrintPage, column: int) -> list[str]:
    nodes = page.desk.tree.nodes
    return [str(nodes.index(row, column).data()).strip() for row in range(nodes.rowCount())]


def test_binders_are_listed_with_what_they_come_to(page: PrintPage):
    assert cells(page, NAME) == ["第1盒 一、粮食安全", "第2盒 二、人居环境"]
    assert cells(page, STATE) == ["○ 未打印", "○ 未打印"]
    counted = page.counted
    assert counted and counted.changes is None and not page.desk.only_changed.isEnabled()
    said = page.desk.sums.text()
    assert said.startswith("2盒：表单") and f"= {counted.fresh.pages.total}页" in said
    assert "互见1处" in said
    children = [leaf.name for leaf in page.desk.tree.nodes.root.leaves()]
    assert children == ["1 粮食播种面积", "2 撂荒耕地复耕", "3 卫生户厕改造与管护", "4 农村公厕管护"]


def test_the_choice_is_whole_binders_or_indicators_by_themselves(qtbot, page: PrintPage, settled):
    tree, desk = page.desk.tree, page.desk
    assert page.only == ()
    tree.setFocus()
    tree.choose((page.counted.fresh.volumes[0].key,))
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert page.only == ("box:2",)
    assert desk.sums.text().startswith("1盒：")
    desk.none_button.click()
    assert page.only is None
    assert not desk.save_button.isEnabled() and not desk.print_button.isEnabled()
    assert "空格键" in desk.sums.text()
    desk.hard_button.click()
    assert page.only == ("1", "3")
    settled(page)
    assert desk.sums.text().startswith("2项指标单独成册") and "页" in desk.sums.text()
    desk.all_button.click()
    assert page.only == ()


def test_a_preview_shows_the_binder_and_records_nothing(qtbot, page: PrintPage, settled, folder: Path):
    desk, before = page.desk, page.context.state.next_undo
    desk.tree.setFocus()
    qtbot.keyClick(desk.tree, Qt.Key.Key_Return)
    settled(page)
    preview = desk.preview
    qtbot.waitUntil(lambda: preview.is_settled and preview.pages.pages > 1, timeout=30_000)
    assert desk.tabs.currentIndex() == PREVIEW
    book = preview.book
    assert book and book.path.is_relative_to(folder / printing_drafts.FOLDER)
    assert book.pages == page.counted.fresh.volumes[0].pages.total == preview.pages.pages
    assert next(mark.title for mark in book.bookmarks).startswith("封面")
    last = book.bookmarks[-1]
    preview.marks.setCurrentItem(preview.marks.topLevelItem(preview.marks.topLevelItemCount() - 1))
    qtbot.waitUntil(lambda: preview.is_settled and preview.pages.page == last.page, timeout=30_000)
    assert book.labels[last.page] in preview.place.text()
    qtbot.keyClick(preview.pages, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: preview.is_settled and preview.pages.page == 0, timeout=30_000)
    qtbot.keyClick(preview.pages, Qt.Key.Key_Escape)
    assert page.context.state.next_undo == before and not page.counted.prints
    first = book.path
    desk.tree.choose((page.counted.fresh.volumes[1].key,))
    page.preview()
    settled(page)
    qtbot.waitUntil(lambda: not first.exists(), timeout=20_000)


def test_an_indicator_is_shown_at_its_divider(qtbot, page: PrintPage, settled):
    leaf = list(page.desk.tree.nodes.root.leaves())[1]
    page.preview(leaf)
    settled(page)
    preview = page.desk.preview
    qtbot.waitUntil(lambda: preview.is_settled and preview.page > 0, timeout=30_000)
    shown = next(mark for mark in preview.book.bookmarks if mark.page == preview.page)
    assert shown.title.startswith(leaf.name)


def test_saved_binders_are_there_checked_and_recorded_and_can_be_taken_back(
    page: PrintPage, settled, do, out: Path, monkeypatch
):
    page.save()
    settled(page)
    home = next(out.iterdir())
    names = {path.name for path in home.iterdir()}
    assert names == {"核验报告.pdf", "第01盒 一、粮食安全.pdf", "第02盒 二、人居环境.pdf", "盒脊标签.pdf"}
    desk = page.desk
    assert desk.tabs.currentIndex() == RESULT
    assert desk.result.head.text().startswith("2盒 · ") and "0处不符" in desk.result.told.text()
    assert all(row.sign == "✔" for row in desk.result.lines.rows.rows if "核验" in row.said)
    assert [state[0] for state in cells(page, STATE)] == ["✔", "✔"]
    assert len(page.counted.prints) == 1 and desk.prints.undo_button.isEnabled()
    opened: list[Path] = []
    monkeypatch.setattr(printing, "open_path", opened.append)
    desk.result.folder_button.click()
    assert opened == [home]
    do(lambda archive: archive.db.undo())
    assert not page.counted.prints and cells(page, STATE) == ["○ 未打印", "○ 未打印"]


def test_only_what_changed_is_printed_again(page: PrintPage, settled, do, out: Path):
    desk = page.desk
    page.save()
    settled(page)
    desk.only_changed.setChecked(True)
    settled(page)
    assert page.job().is_changed and "没有" in desk.sums.text()
    assert not desk.save_button.isEnabled()
    do(lambda archive: tuple(link(archive, ("扫描件0012.txt", "4"))))
    assert [state[0] for state in cells(page, STATE)] == ["✔", "!"]
    desk.changed_button.click()
    assert page.only == ("box:2",)
    page.save()
    settled(page)
    changed = next(path for path in out.iterdir() if path.name.endswith("(2)"))
    [pdf] = [path for path in changed.iterdir() if "02" in path.name]
    slip = texts(pdf)[0]
    assert "第2盒" in slip
    assert [state[0] for state in cells(page, STATE)] == ["✔", "✔"]
    assert len(page.counted.prints) == 2


def test_stopping_leaves_no_half_file_and_says_so(qtbot, page: PrintPage, settled, out: Path):
    page.save()
    with qtbot.waitSignal(page._working.ended, timeout=30_000):
        page.desk.stop_button.click()
    settled(page)
    assert "停止" in page.desk.notice.text()
    assert not [path for path in out.rglob("*") if path.is_file()]
    assert page.desk.save_button.isEnabled() and not page.counted.prints


def test_what_cannot_be_written_is_one_sentence_in_the_page(page: PrintPage, settled, tmp_path, monkeypatch):
    blocked = tmp_path / "一个文件"
    blocked.write_text("x", encoding="utf-8")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: blocked)
    page.save()
    settled(page)
    assert str(blocked) in page.desk.notice.text()


def test_options_are_remembered_and_counted_anew(qtbot, page: PrintPage, settled):
    two_sided = page.counted.fresh.pages
    page.desk.options.duplex.setChecked(False)
    settled(page)
    one_sided = page.counted.fresh.pages
    assert one_sided.blanks == 0 < two_sided.blanks and one_sided.sheets == one_sided.total
    page.desk.options.margin.setValue(25)
    page.desk.options.choose_order(Ordering.BOX)
    settled(page)
    assert page.counted.ordering is Ordering.BOX and cells(page, NAME)[0].startswith("第1盒 2025")
    other = PrintPage(page.context)
    qtbot.addWidget(other)
    style = other.desk.options.wanted
    assert (style.is_duplex, style.binding_mm, other.desk.options.order) == (False, 25.0, Ordering.BOX)


def test_without_links_the_first_step_is_said(qtbot, context: Context, settled):
    page = PrintPage(context)
    qtbot.addWidget(page)
    page.show()
    settled(page)
    assert page.desk.empty.isVisible() and not page.desk.tree.isVisible()
    with qtbot.waitSignal(context.going) as going:
        page.desk.empty.button.click()
    assert going.args[0] == "inbox"


def test_the_window_leads_to_the_page_and_back_by_keys_alone(qtbot, linked, window, desk, at_rest, settled):
    window.actions_by_name["binders-shelf"].trigger()
    page = desk.pages["print"]
    assert desk.current == "print" and page.desk.options.order is Ordering.BOX
    at_rest(window)
    settled(page)
    window.actions_by_name["binders-inspection"].trigger()
    settled(page)
    tree = page.desk.tree
    assert tree.hasFocus() or window.focusWidget() is tree
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert page.only and not page.only[0].startswith("box:")
    settled(page)
    window.switch_language("en")
    at_rest(window)
    page = window.desk.pages["print"]
    settled(page)
    assert page.desk.save_button.text() == "Save as PDF…" and cells(page, NAME)[0].startswith("Box 1 ")


def test_without_a_printer_the_way_of_pdf_is_said(page: PrintPage, monkeypatch):
    monkeypatch.setattr(printing_paper, "has_printer", lambda: False)
    page.desk.print_button.click()
    assert "存为 PDF" in page.desk.notice.text() and page.desk.notice.isVisible()


@pytest.fixture
def printer(page: PrintPage, tmp_path: Path, monkeypatch) -> QPrinter:
    """A printer that writes a PDF, taken without asking."""
    found = printing_paper.new_printer(is_duplex=True)
    found.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    found.setOutputFileName(str(tmp_path / "打印机.pdf"))
    found.setResolution(72)
    monkeypatch.setattr(printing_paper, "has_printer", lambda: True)
    monkeypatch.setattr(printing_paper, "ask", lambda _parent, _printer, accepted: accepted(found))
    return found


def test_what_went_to_the_printer_is_recorded(page: PrintPage, settled, printer: QPrinter, folder: Path):
    pages = page.counted.fresh.pages.total
    page.desk.print_button.click()
    settled(page)
    with pdfium.PdfDocument(printer.outputFileName()) as made:
        assert len(made) == pages
    assert f"{pages}页" in page.desk.result.head.text() and "已登记" in page.desk.result.told.text()
    assert [state[0] for state in cells(page, STATE)] == ["✔", "✔"]
    assert not list((folder / printing_drafts.FOLDER).iterdir())


def test_some_pages_alone_are_not_recorded(page: PrintPage, settled, printer: QPrinter):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(3, 4)
    page.desk.print_button.click()
    settled(page)
    with pdfium.PdfDocument(printer.outputFileName()) as made:
        assert len(made) == 2
    assert "没有登记" in page.desk.result.told.text() and not page.counted.prints
