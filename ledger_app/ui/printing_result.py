"""What came of a print: what was written, what could not be shown, what checking found; and the prints before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ledger_app.binder.proving import wording
from ledger_app.binder.renditions.wording import reason_text
from ledger_app.binder.results import Binders, BoundVolume
from ledger_app.binder.slips import instruction, overfull
from ledger_app.binder.volumes.prints import Print
from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import file_words, fonts, printing_model, printing_words
from ledger_app.ui.table import Column, Table

_MOST = 2000
_NOTE, _GOOD, _NOTICE = "ⓘ", "✔", "!"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a sign, what it is about and what is said of it; it leads to a file or a page where it has one.

    `page` counts from 0.
    """

    number: int
    sign: str
    about: str
    said: str
    item: int | None = None
    path: Path | None = None
    page: int | None = None
    title: str = ""


class ResultPane(QWidget):
    """A sentence on what came of it and a line for each thing to know.

    `file_asked` carries an item, `page_asked` a `Row` with the path of a binder, `folder_asked` asks for the
    folder.
    """

    file_asked = Signal(int)
    page_asked = Signal(object)
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False
        self.head, self.told = QLabel(), QLabel()
        self.folder_button = QPushButton(_("Open the folder"))
        columns: list[Column[Row]] = [
            Column("", lambda r: r.sign, width=3, colour=_colour),
            Column(_("About"), lambda r: r.about, width=26),
            Column(_("What"), lambda r: r.said, width=40),
        ]
        self.lines: Table[Row] = Table(columns, lambda r: r.number, name=_("What came of it"))
        self._build()
        self.lines.opened.connect(self._open)
        self.folder_button.clicked.connect(self.folder_asked)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what will be here."""
        self.head.setText(_("Nothing was printed since the page was opened"))
        self.told.setText(
            _("Here stands what came of a print: files that paper can't show, and what checking found.")
        )
        self.folder_button.hide()
        self.lines.hide()

    def show_counted(self, counted: Binders) -> None:
        """Say beforehand which files paper can't show."""
        rows = [*_problems(counted, 0), *_glyphs(counted, len(counted.problems))]
        if not rows:
            self.show_nothing()
            return
        count = len(rows)
        self.head.setText(
            ngettext("{n} thing to know before printing", "{n} things to know before printing", count).format(
                n=f"{count:,}"
            )
        )
        self.told.setText(
            _("Enter leads to the file. What can't be shown gets a page that says where it lies.")
        )
        self.folder_button.hide()
        self.lines.show()
        self.lines.show_rows(rows)

    def show_done(self, done: Binders, head: str, told: str, *, has_folder: bool) -> None:
        """Say what came of a print; it stays until the next one."""
        self.is_done = True
        rows = list(_rows(done))[:_MOST]
        self.head.setText(head)
        self.told.setText(told)
        self.folder_button.setVisible(has_folder)
        self.lines.show()
        self.lines.show_rows(rows)

    def _open(self, row: Row) -> None:
        if row.item is not None and row.page is None:
            self.file_asked.emit(row.item)
        elif row.path is not None:
            self.page_asked.emit(row)

    def _build(self) -> None:
        self.head.setFont(fonts.heading(self.font(), 1.1))
        for label in (self.head, self.told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(self.lines, 1)
        layout.addStretch(0)


class PrintsPane(QWidget):
    """The prints that are recorded; `undo_asked` wants the last step of the archive taken back, which is one."""

    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        columns: list[Column[Print]] = [
            Column(_("When"), lambda p: f"{file_words.date(p.at)} {p.at[11:16]}", width=24),
            Column(_("Order"), lambda p: _(printing_model.ORDERINGS[p.ordering]), width=20),
            Column(_("Who"), lambda p: p.actor, width=10),
            Column(_("Binders"), lambda p: printing_words.binders(len(p.keys)), width=14),
        ]
        self.list: Table[Print] = Table(columns, lambda p: p.id, name=_("Prints that are recorded"))
        self.undo_button = QPushButton(_("This print did not happen"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.undo_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.undo_button.clicked.connect(self.undo_asked)

    def show_prints(self, prints: Sequence[Print], *, is_last_step: bool) -> None:
        """Show the prints; the last one can be taken back while it is the archive's last step."""
        self.list.show_rows(list(prints))
        self.undo_button.setEnabled(bool(prints) and is_last_step)
        code = _(
            "A code from a printed page can be typed into the search field (Ctrl+F): it leads to the file."
        )
        if not prints:
            self.told.setText(_("{first} {second}").format(first=_("Nothing was printed yet."), second=code))
        elif is_last_step:
            self.told.setText(code)
        else:
            undo = _("To take the last print back, first undo what was done since (Ctrl+Z).")
            self.told.setText(_("{first} {second}").format(first=undo, second=code))


def _rows(done: Binders) -> Iterator[Row]:
    number = 0
    for volume in done.volumes:
        for row in _volume(volume, number):
            number += 1
            yield row
    for key, title in done.gone:
        number += 1
        yield Row(
            number, _NOTICE, title or key, _("Take the whole binder away; nothing lies in it any more.")
        )
    for row in (*_problems(done, number), *_glyphs(done, number + len(done.problems))):
        yield row


def _volume(volume: BoundVolume, number: int) -> Iterator[Row]:
    if volume.path is None:
        return
    title, path = printing_model.title(volume), volume.path
    faults = volume.checked.faults if volume.checked else ()
    if volume.steps:
        said = instruction(volume.number, volume.steps, volume.spine)
        number += 1
        yield Row(number, _NOTE, title, said, path=path, page=0, title=title)
    if said := overfull(volume):
        number += 1
        yield Row(number, _NOTICE, title, said, path=path, page=0, title=title)
    for fault in faults:
        number += 1
        at = (fault.page or 1) - 1
        yield Row(number, _NOTICE, title, wording.fault(fault), path=path, page=at, title=title)
    number += 1
    looked = sum(count for _code, count in volume.checked.counts) if volume.checked else 0
    clean = _("checked: {n} faults in {pages}, {looked} things looked at").format(
        n=len(faults), pages=printing_words.pages(volume.printed), looked=f"{looked:,}"
    )
    yield Row(number, _NOTICE if faults else _GOOD, title, clean, path=path, page=0, title=title)
    for one in volume.conformity:
        number += 1
        said = _("Not PDF/A-2b: {why}").format(why=printing_words.obstacle(one.code, one.about))
        about = file_words.name_of(one.path) if one.path else title
        yield Row(
            number, _NOTE, about, said, item=one.item, path=path, page=None if one.item else 0, title=title
        )


def _problems(done: Binders, number: int) -> Iterator[Row]:
    for at, problem in enumerate(done.problems, number + 1):
        said = reason_text(problem.reason, **dict(problem.detail))
        sign = _NOTICE if problem.needs_person else _NOTE
        name = (
            file_words.name_of(problem.path) if problem.path else _("File {item}").format(item=problem.item)
        )
        yield Row(at, sign, name, said, item=problem.item)


def _glyphs(done: Binders, number: int) -> Iterator[Row]:
    if done.missing_glyphs:
        yield Row(number + 1, _NOTICE, _("Characters"), printing_words.glyphs(done.missing_glyphs))


def _colour(row: Row) -> str:
    return {_NOTICE: "notice", _GOOD: "good"}.get(row.sign, "")
