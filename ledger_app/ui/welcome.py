"""The first page: three steps to a working archive, the sample, or an archive that exists already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ledger_app import founding
from ledger_app.archive import local_now
from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.drafts import Edits
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import SchemeFile, read_tables
from ledger_app.ui import dialogs, file_words, fonts
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.scheme_page import problem_table

_PATH = Qt.ItemDataRole.UserRole


class WelcomePage(QWidget):
    """Makes an archive in three steps; `opened` carries the folder of an archive to open."""

    opened = Signal(object)
    open_asked = Signal()
    sample_asked = Signal()
    trouble = Signal(object)
    look_asked = Signal()

    def __init__(self, jobs: Jobs, recent: Sequence[Path]) -> None:
        super().__init__()
        self._jobs = jobs
        self.file: SchemeFile | None = None
        self.edits = Edits()
        self.scheme: Scheme | None = None
        self.evidence: Path | None = None
        self.place: Path | None = None
        self._is_busy = False
        self.recent: QListWidget | None = None
        self._scheme_folder: Path | None = None
        self._scheme_said = _said()
        self._evidence_said = _said()
        self._place_said = _said()
        self.problems = problem_table()
        self.scheme_button = QPushButton(_("Choose the scheme…"))
        self.look_button = QPushButton(_("Look through and correct…"))
        self.evidence_button = QPushButton(_("Choose the evidence folder…"))
        self.place_button = QPushButton(_("Choose another place…"))
        self.year = QSpinBox()
        self.create_button = QPushButton(_("Make the archive"))
        self._build(recent)
        self._update()

    # the three steps

    def choose_scheme(self) -> None:
        """Ask for the scheme's file and read it."""
        path = dialogs.choose_file(
            self, _("Choose the scheme"), _("Schemes (*.docx *.xlsx *.csv);;All files (*)")
        )
        if path:
            self._scheme_folder = path.parent
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a scheme off the event loop and show what was read."""
        self._scheme_said.setText(_("Reading {name}").format(name=path.name))
        self._jobs.aside(
            _("Read the scheme"), lambda _p: _file_and_scheme(path), done=self._read, failed=self._failed
        )

    def take_scheme(self, scheme: Scheme, edits: Edits) -> None:
        """Take a scheme as it was corrected."""
        self.scheme, self.edits = scheme, edits
        self.year.setValue(scheme.year or self.year.value())
        self._update()
        (self.create_button if self.create_button.isEnabled() else self.evidence_button).setFocus()

    def keep_edits(self, edits: Edits) -> None:
        """Keep corrections for when the scheme is looked through again."""
        self.edits = edits

    def choose_evidence(self) -> None:
        """Ask for the folder that holds the evidence."""
        start = self.evidence or self._scheme_folder
        path = dialogs.choose_folder(self, _("Choose the evidence folder"), start)
        if path:
            self.take_evidence(path)

    def take_evidence(self, path: Path) -> None:
        """Take this folder as the evidence folder, and propose a place for the archive beside it."""
        self.evidence = path
        if self.place is None:
            self.place = path.parent / _("{name} ledger").format(name=path.name or _("Evidence"))
        self._update()
        (self.create_button if self.create_button.isEnabled() else self.scheme_button).setFocus()

    def choose_place(self) -> None:
        """Ask where the archive is to be kept."""
        path = dialogs.choose_folder(
            self, _("Choose an empty folder for the archive"), self.place and self.place.parent
        )
        if path:
            self.place = path
            self._update()

    def create(self) -> None:
        """Make the archive; `opened` follows."""
        scheme, place = self.scheme, self.place
        if scheme is None or place is None or self._is_busy:
            return
        evidence, year = self.evidence, self.year.value()
        self._is_busy = True
        self._update()

        def make(_progress: object) -> Path:
            founding.create(place, scheme, evidence=evidence, year=year).close()
            return place

        job = self._jobs.submit(_("Make the archive"), make, done=self.opened.emit, failed=self.trouble.emit)
        job.ended.connect(self._made)

    def _made(self) -> None:
        self._is_busy = False
        self._update()

    def _read(self, result: object) -> None:
        self.file, scheme = result
        self.edits = Edits()
        self.scheme = scheme if scheme.indicators else None
        self.year.setValue(scheme.year or local_now().year - 1)
        self._update()
        if self.scheme:
            self.evidence_button.setFocus()
        else:  # a person has to say what the columns hold
            self.look_asked.emit()

    def _failed(self, error: Exception) -> None:
        self._update()
        self.trouble.emit(error)

    def _update(self) -> None:
        said = _("A Word, Excel or CSV table.")
        if self.file and not self.scheme:
            said = _("No indicator was read in {name} yet; please say what its columns hold.")
            said = said.format(name=self.file.path.name)
        self._scheme_said.setText(summary(self.scheme) if self.scheme else said)
        self.look_button.setVisible(self.file is not None)
        problems = list(self.scheme.problems) if self.scheme else []
        self.problems.show_rows(problems)
        self.problems.setVisible(bool(problems))
        self.problems.setFixedHeight(self.problems.fitted_height(5))
        self._evidence_said.setText(
            file_words.shown(str(self.evidence))
            if self.evidence
            else _("It stays where it is; no file in it is moved, renamed or changed.")
        )
        self._place_said.setText(
            file_words.shown(str(self.place))
            if self.place
            else _("The archive is one folder that can be carried away on a stick.")
        )
        is_ready = self.scheme is not None and self.evidence is not None and not self._is_busy
        self.create_button.setEnabled(is_ready)
        self.create_button.setDefault(is_ready)

    # building

    def _build(self, recent: Sequence[Path]) -> None:
        self.year.setRange(2000, 2099)
        self.year.setValue(local_now().year - 1)
        self.year.setAccessibleName(_("Assessment year"))
        self.scheme_button.clicked.connect(self.choose_scheme)
        self.look_button.clicked.connect(self.look_asked)
        self.evidence_button.clicked.connect(self.choose_evidence)
        self.place_button.clicked.connect(self.choose_place)
        self.create_button.clicked.connect(self.create)
        self.create_button.setFont(fonts.heading(self.font(), 1.1))
        self.create_button.setMinimumHeight(round(self.fontMetrics().height() * 2.2))
        steps = QVBoxLayout()
        steps.setSpacing(6)
        title = QLabel(_("A new archive in three steps"))
        title.setFont(fonts.heading(self.font(), 1.5))
        steps.addWidget(title)
        intro = _said()
        intro.setText(
            _(
                "The program reads the assessment scheme, keeps an eye on the evidence folder, and says which "
                "hard indicators lack evidence. Everything stays on this computer."
            )
        )
        steps.addWidget(intro)
        steps.addWidget(
            _step(1, _("The county's assessment scheme"), self._scheme_buttons(), self._scheme_said)
        )
        steps.addWidget(self.problems)
        steps.addWidget(
            _step(2, _("The folder where the evidence lies"), self.evidence_button, self._evidence_said)
        )
        year = QWidget()
        row = QHBoxLayout(year)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.year)
        row.addWidget(self.place_button)
        steps.addWidget(_step(3, _("Assessment year, and where to keep the archive"), year, self._place_said))
        last = QHBoxLayout()
        last.addWidget(self.create_button)
        last.addStretch(1)
        steps.addSpacing(10)
        steps.addLayout(last)
        steps.addStretch(1)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        digit = self.fontMetrics().horizontalAdvance("0")
        left, right = QWidget(), QWidget()
        left.setLayout(steps)
        left.setMaximumWidth(digit * 92)
        right.setLayout(self._others(recent))
        right.setFixedWidth(digit * 40)
        across = QWidget()
        layout = QHBoxLayout(across)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(24)
        layout.addStretch(1)
        layout.addWidget(left, 8)
        layout.addWidget(line)
        layout.addWidget(right)
        layout.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(across)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.setFocusProxy(self.recent or self.scheme_button)

    def _scheme_buttons(self) -> QWidget:
        chosen = QWidget()
        column = QVBoxLayout(chosen)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scheme_button)
        column.addWidget(self.look_button)
        return chosen

    def _others(self, recent: Sequence[Path]) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setSpacing(6)
        title = QLabel(_("Or go on"))
        title.setFont(fonts.heading(self.font(), 1.2))
        layout.addWidget(title)
        self.open_button = QPushButton(_("Open an archive…"))
        self.open_button.clicked.connect(self.open_asked)
        self.sample_button = QPushButton(_("Open the sample"))
        self.sample_button.setToolTip(_("Made-up files of a town, to try everything out"))
        self.sample_button.clicked.connect(self.sample_asked)
        layout.addWidget(self.open_button)
        layout.addWidget(self.sample_button)
        if recent:
            label = QLabel(_("Opened last"))
            label.setContentsMargins(0, 12, 0, 0)
            layout.addWidget(label)
            self.recent = QListWidget()
            self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            self.recent.setAccessibleName(_("Opened last"))
            label.setBuddy(self.recent)
            for path in recent:
                name, place = file_words.shown(path.name), file_words.shown(str(path.parent))
                item = QListWidgetItem(f"{name}\n{place}")
                item.setToolTip(file_words.shown(str(path)))
                item.setData(_PATH, path)
                self.recent.addItem(item)
            self.recent.itemActivated.connect(lambda item: self.opened.emit(item.data(_PATH)))
            self.recent.setCurrentRow(0)
            rows = min(len(recent), 6)
            self.recent.setFixedHeight(rows * self.fontMetrics().height() * 5 // 2 + 12)
            layout.addWidget(self.recent)
        layout.addStretch(1)
        return layout


def summary(scheme: Scheme) -> str:
    """Return in one sentence what was read."""
    hard = [i for i in scheme.indicators if i.is_hard]
    categories = len({i.path[0] for i in scheme.indicators if i.path})
    read = _(
        "{title}: {categories} categories, {n} indicators, {hard} of them hard with {points} points."
    ).format(
        title=scheme.title,
        categories=categories,
        n=len(scheme.indicators),
        hard=len(hard),
        points=file_words.points(sum(i.points or 0 for i in hard)),
    )
    if not scheme.problems:
        return read
    n = len(scheme.problems)
    check = ngettext("{n} place to check:", "{n} places to check:", n).format(n=n)
    return _("{first} {second}").format(first=read, second=check)


def _file_and_scheme(path: Path) -> tuple[SchemeFile, Scheme]:
    file = read_tables(path)
    return file, file.draft(Edits()).scheme


def _step(number: int, title: str, control: QWidget, said: QLabel) -> QWidget:
    heading = QLabel(f"{number}  {title}")
    heading.setFont(fonts.heading(heading.font(), 1.1))
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 10, 0, 0)
    grid.addWidget(heading, 0, 0, 1, 2)
    grid.addWidget(control, 1, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    grid.addWidget(said, 1, 1)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(14)
    return box


def _said() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
