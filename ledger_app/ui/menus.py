"""The menu bar and the tool bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from ledger_app.core.i18n import N_, _, language
from ledger_app.ui import icons
from ledger_app.ui.file_words import shown

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("&File"),
        (
            *("new", "open", "recent", "sample", "", "settings", "import-scheme", "scheme", ""),
            *("drafts", "rosters", ""),
            *("scheme-docx", "scheme-xlsx", "backup", ""),
            *("transfer", "check-transfer", ""),
            *("show-archive", "show-evidence", "", "close", "quit"),
        ),
    ),
    (N_("&Edit"), ("undo", "redo", "", "find")),
    (N_("&View"), ("pages", "", "language", "text-size")),
    (
        N_("&Audit"),
        (
            *(
                "audit",
                "rescan",
                "verify",
                "",
                "matrix",
                "simulate",
                "",
                "report-pdf",
                "report-docx",
                "report-xlsx",
                "",
            ),
            *("notices", "notice-template"),
        ),
    ),
    (N_("&Index"), ("binders-inspection", "binders-shelf", "", "index-archive", "index-inspection")),
    (N_("&Help"), ("keys", "log")),
)
LANGUAGES = {"zh_CN": "中文", "en": "English"}
TEXT_SIZES = {"normal": N_("&Normal"), "large": N_("&Large"), "larger": N_("&Very large")}


class Menus:
    """Fills a menu bar; what changes while the window lives is refilled when its menu opens."""

    def __init__(self, bar: QMenuBar, actions: dict[str, QAction]) -> None:
        self._bar = bar
        self._actions = actions
        self.recent = QMenu(_("Open &recent"))
        self.pages = QMenu(_("&Pages"))
        self.language = QMenu("语言 / &Language")
        self.text_size = QMenu(_("&Text size"))
        special = {
            "recent": self.recent,
            "pages": self.pages,
            "language": self.language,
            "text-size": self.text_size,
        }
        bar.clear()
        for title, names in MENUS:
            menu = bar.addMenu(_(title))
            for name in names:
                if not name:
                    menu.addSeparator()
                elif name in special:
                    menu.addMenu(special[name])
                else:
                    menu.addAction(actions[name])

    def fill_languages(self, choose: Callable[[str], None]) -> None:
        """Offer the languages, the one in use marked."""
        _fill_choices(self.language, LANGUAGES, language(), choose)

    def fill_text_sizes(self, current: str, choose: Callable[[str], None]) -> None:
        """Offer the text sizes, the one in use marked."""
        _fill_choices(self.text_size, {k: _(v) for k, v in TEXT_SIZES.items()}, current, choose)

    def fill_recent(self, archives: Sequence[Path], choose: Callable[[Path], None]) -> None:
        """Offer the archives opened last."""
        self.recent.clear()
        for path in archives:
            action = self.recent.addAction(shown(str(path)))
            action.triggered.connect(lambda _=False, path=path: choose(path))
        self.recent.setEnabled(bool(archives))

    def fill_pages(self, titles: Sequence[tuple[str, str, str]], choose: Callable[[str], None]) -> None:
        """Offer the pages: (name, title, key)."""
        self.pages.clear()
        for name, title, key in titles:
            action = self.pages.addAction(title)
            action.setShortcut(key)
            action.triggered.connect(lambda _=False, name=name: choose(name))
        self.pages.setEnabled(bool(titles))


def fill_tool_bar(bar: QToolBar, actions: dict[str, QAction], search: QWidget | None) -> None:
    """Put the few things done every day on the tool bar, and the search at its end."""
    bar.clear()
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    side = bar.fontMetrics().height()
    bar.setIconSize(QSize(side, side))
    for name in ("audit", "", "undo", "redo", ""):
        if name:
            bar.addAction(actions[name])
        else:
            bar.addSeparator()
    printing = QToolButton()
    printing.setText(_("Print"))
    printing.setIcon(icons.icon("print", bar.palette()))
    printing.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    printing.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    printing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    choices = QMenu(printing)
    papers = (
        "binders-inspection",
        "binders-shelf",
        "",
        "index-archive",
        "index-inspection",
        "",
        "report-pdf",
        "report-docx",
        "report-xlsx",
        "",
        "notices",
    )
    for name in papers:
        if name:
            choices.addAction(actions[name])
        else:
            choices.addSeparator()
    printing.setMenu(choices)
    bar.addWidget(printing)
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(room)
    if search is not None:
        search.setMaximumWidth(bar.fontMetrics().horizontalAdvance("0") * 48)
        bar.addWidget(search)


def _fill_choices(menu: QMenu, choices: dict[str, str], current: str, choose: Callable[[str], None]) -> None:
    menu.clear()
    group = QActionGroup(menu)
    for name, title in choices.items():
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(name == current)
        group.addAction(action)
        action.triggered.connect(lambda _=False, name=name: choose(name))
