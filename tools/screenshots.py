"""Write docs/images/*.png: every page on the sample archive, in both languages; Chinese also dark.

    xvfb-run -a -s '-screen 0 1366x768x24' python -m tools.screenshots [OUT] [--only WORD] [--text large]

Without a display it draws offscreen. `QT_SCALE_FACTOR=1.5` shows how it looks at 150 %.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.progress import Progress
from ledger_app.scheme.exporting import export
from ledger_app.scheme.reading import read_tables
from ledger_app.ui import fonts
from ledger_app.ui.appearance import Appearance
from ledger_app.ui.indicators import IndicatorsPage
from ledger_app.ui.preferences import Preferences
from ledger_app.ui.requirement_rows import Kind
from ledger_app.ui.sampling import sample_archive
from ledger_app.ui.scheme_revision import SchemeRevision
from ledger_app.ui.window import MainWindow
from tools import screenshot_sheets

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("overview", "indicators", "inbox", "photos", "audit", "boxes", "print", "journal")
SOUGHT = "改厕 户"


def main(arguments: list[str]) -> int:
    """Draw what is asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "docs/images")
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    parser.add_argument("--size", default="1366x768", help="of the window, before scaling")
    parser.add_argument("--text", choices=list(fonts.TEXT_SIZES), default="normal")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(["evidence-ledger"])
    font = fonts.base_font(is_bundled=True)
    width, height = map(int, options.size.split("x"))
    size = QSize(width, height)
    scratch = Path(tempfile.gettempdir()) / "佐证台账"  # its name is in the pictures
    scratch.mkdir()
    try:
        archive = sample_archive(scratch / "青山镇2025", Progress())
        for language, shade in (("zh_CN", "light"), ("zh_CN", "dark"), ("en", "light")):
            app.setPalette(light() if shade == "light" else dark())
            preferences = Preferences(scratch / f"{language}-{shade}")
            appearance = Appearance(app, preferences, language=language, font=font)
            appearance.resize_text(options.text)
            for name, draw in pictures(preferences, appearance, archive, size):
                file = f"{name}-{language[:2]}-{shade}.png"
                if options.only in file:
                    draw(options.out / file)
    finally:
        shutil.rmtree(scratch)
    return 0


def pictures(
    preferences: Preferences, appearance: Appearance, archive: Path, size: QSize
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield name and painter of every picture."""
    window = MainWindow(preferences, appearance, actor="张敏")
    window.resize(size)
    window.show()
    settle(window)
    yield "welcome", lambda path: grab(window, path)
    window.open_archive(archive)
    until(lambda: window.desk is not None)
    settle(window)
    window.do("audit")
    settle(window)
    for page in PAGES:
        window.show_page(page, target(window) if page == "indicators" else {})
        settle(window)
        yield page, lambda path: grab(window, path)
    assert window.search
    window.activateWindow()
    window.search.edit.setFocus()
    window.search.edit.setText(SOUGHT)
    until(lambda: bool(window.search and window.search.drop_down.isVisible()))
    settle(window)
    yield "search", lambda path: grab(window, path)
    window.search.edit.clear()
    for name, show in screenshot_sheets.SHEETS:
        show(window)
        settle(window)
        yield name, lambda path: grab(window, path)
        window.show_page("overview")
    for sheet in ("settings", "keys"):
        window.do(sheet)
        settle(window)
        yield sheet, lambda path: grab(window, path)
    ask_of_villages(window)
    for sheet in ("matrix", "rosters", "drafts"):
        window.do(sheet)
        settle(window)
        yield sheet, lambda path: grab(window, path)
    window.show_page("indicators", target(window))
    settle(window)
    page = window.findChild(IndicatorsPage)
    assert page
    page.list.choose(lambda row: row.kind is Kind.REQUIREMENT)
    page.requirements.edit_need()
    settle(window)
    yield "requirement", lambda path: grab(window, path)
    page.requirements.leave()
    window.show_page("overview")
    window.show_revision(read_tables(revision(window, archive.parent)), lambda *_: None)
    sheet = window.findChild(SchemeRevision)
    assert sheet
    until(sheet.preview.accept_button.isEnabled)
    sheet.preview.problems.choose(0)
    settle(window)
    yield "scheme-import", lambda path: grab(window, path)
    sheet.preview.accept_button.click()
    until(lambda: sheet.difference is not None and sheet.difference.import_button.isEnabled())
    settle(window)
    yield "scheme-difference", lambda path: grab(window, path)
    done: list[bool] = []
    window.finished.connect(lambda: done.append(True))
    window.close()
    until(lambda: bool(done))


def ask_of_villages(window: MainWindow) -> None:
    """Make the villages that the sample's files name a roster, ask them for some papers, draft the rest."""
    assert window.context

    def work(archive: Archive, _progress: Progress) -> tuple[Changes, ...]:
        known = next((r for r in archive.rosters() if r.name == "行政村"), None)
        if known:  # from the language before
            return ()
        roster, made = archive.add_roster("行政村")
        added = [archive.add_subject(roster.id, name) for name in archive.villages()]
        asked = [
            archive.set_need(i.code, r.key, replace(r.need, roster=roster.id))
            for i in archive.scheme().indicators
            for r in i.requirements
            if "照片" in r.text
        ]
        return (made, *added, *asked, archive.draft_needs()[1])

    window.context.run("", work, is_quiet=True)
    settle(window)


def target(window: MainWindow) -> dict[str, object]:
    """Return the first gap of a hard indicator that a file might close."""
    assert window.context
    found = next(f for f in window.context.state.audit.findings if f.indicator and f.candidates)
    assert found.indicator
    return {"indicator": found.indicator.id}


def revision(window: MainWindow, folder: Path) -> Path:
    """Write the sample's scheme as a county might revise it in the middle of the year."""
    assert window.context
    scheme = window.context.state.scheme
    found = {i.code: i for i in scheme.indicators}
    found["1"] = replace(found["1"], name="粮食作物播种面积", points=3.0)
    found["5"] = replace(found["5"], scoring="每减少1%扣0.5分，扣完为止", is_hard=False)
    found["9"] = replace(found["9"], is_hard=True)
    found["30"] = replace(found["30"], path=found["27"].path)
    del found["22"]
    last = scheme.indicators[-1]
    found["64"] = replace(last, code="64", name="数字乡村平台应用", scoring="未建成不得分", requirements=())
    revised = replace(scheme, indicators=tuple(found.values()))
    path = folder / "考核细则（7月修订）.docx"
    export(revised, path)
    return path


def grab(window: MainWindow, path: Path) -> None:
    """Write the window as it is on the screen, in 256 colours, which are enough and a quarter the size."""
    window.grab().save(str(path))
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def settle(window: MainWindow) -> None:
    """Wait until no job runs and everything is painted."""
    until(lambda: window.session is None or not window.session.jobs.running)
    wait(500)
    until(lambda: window.session is None or not window.session.jobs.running)


def until(condition: Callable[[], bool]) -> None:
    """Run the event loop until something is so, for ten minutes at most."""
    for _ in range(10 * 60 * 50):
        if condition():
            return
        wait(20)
    sys.exit("a picture's moment did not come")


def wait(milliseconds: int) -> None:
    """Run the event loop for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def light() -> QPalette:
    """Return the style's own palette."""
    return QApplication.style().standardPalette()


def dark() -> QPalette:
    """Return a palette as dark desktops set it."""
    palette = QPalette(QColor("#2b2d30"))
    group = QPalette.ColorGroup
    for role, colour in (
        (QPalette.ColorRole.Window, "#26282b"),
        (QPalette.ColorRole.Base, "#1e1f22"),
        (QPalette.ColorRole.AlternateBase, "#26282b"),
        (QPalette.ColorRole.Button, "#33363a"),
        (QPalette.ColorRole.ToolTipBase, "#33363a"),
        (QPalette.ColorRole.WindowText, "#dfe1e5"),
        (QPalette.ColorRole.Text, "#dfe1e5"),
        (QPalette.ColorRole.ButtonText, "#dfe1e5"),
        (QPalette.ColorRole.ToolTipText, "#dfe1e5"),
        (QPalette.ColorRole.PlaceholderText, "#8b8e94"),
        (QPalette.ColorRole.Highlight, "#2f5b8a"),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
        (QPalette.ColorRole.Accent, "#4c94d8"),
        (QPalette.ColorRole.Link, "#7fb2e5"),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(group.Disabled, role, QColor("#75787e"))
    return palette


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
