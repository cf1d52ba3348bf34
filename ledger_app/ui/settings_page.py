"""The archive's settings: what it is assessed for, where its evidence lies, how its papers are numbered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ledger_app.archive import Archive, ArchiveSettings, local_now
from ledger_app.binder.words import RETENTION
from ledger_app.core.database import Changes
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.messages import sentence
from ledger_app.ui import dialogs, file_words, fonts, theme
from ledger_app.ui.catching_up import CatchingUp
from ledger_app.ui.context import Context
from ledger_app.ui.sheet import Sheet
from ledger_app.vault import numbering
from ledger_app.vault.model import ArchiveNumber, Retention

_PLACES = {
    "evidence-not-a-folder": "evidence",
    "bad-year": "year",
    "bad-number-template": "number_template",
    "bad-day": "inspected",
    "bad-office": "offices",
}


class SettingsPage(Sheet):
    """A form over `ArchiveSettings`; what is wrong is said below its field. `saved` follows a change."""

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._catching_up = context.findChild(CatchingUp)
        self.evidence = ""
        self.place = QLabel()
        self.choose_button = QPushButton(_("Choose the evidence folder…"))
        self.year = QSpinBox()
        self.title, self.fonds, self.fonds_name = QLineEdit(), QLineEdit(), QLineEdit()
        self.retention = QComboBox()
        self.number_template = QLineEdit()
        self.inspected = QLineEdit()
        self.offices = QLineEdit()
        self.sheet_thickness = QDoubleSpinBox()
        self.duplex_originals = QCheckBox(_("Originals are printed on both sides"))
        self.example = QLabel()
        self.recognise = QCheckBox(_("Recognise their text while the PC has nothing else to do"))
        self.save_button = QPushButton(_("Save"))
        self.errors = {
            name: QLabel()
            for name in (
                *("evidence", "year", "inspected", "title"),
                *("fonds", "retention", "number_template", "offices"),
            )
        }
        self._build()
        context.run(
            _("Read the settings"), lambda archive, _p: archive.settings(), done=self._fill, is_quiet=True
        )

    def choose_evidence(self) -> None:
        """Ask where the evidence lies now."""
        start = Path(self.evidence).parent
        if path := dialogs.choose_folder(self, _("Choose the evidence folder"), start):
            self.take_evidence(str(path))

    def take_evidence(self, path: str) -> None:
        """Show a folder as the evidence folder; nothing is stored yet."""
        self.evidence = path
        self.place.setText(file_words.shown(path))
        self._say("evidence", "")

    def wanted(self) -> ArchiveSettings:
        """Return what the form says."""
        return ArchiveSettings(
            evidence=self.evidence,
            year=self.year.value(),
            title=self.title.text().strip(),
            fonds=self.fonds.text().strip(),
            fonds_name=self.fonds_name.text().strip(),
            retention=str(self.retention.currentData()),
            number_template=self.number_template.text().strip(),
            inspected=self.inspected.text().strip(),
            offices=self.offices.text().strip(),
            sheet_thickness=round(self.sheet_thickness.value(), 3),
            duplex_originals=self.duplex_originals.isChecked(),
        )

    def save(self) -> None:
        """Store what the form says, as one step to undo; `saved` or a sentence in the form follows."""
        if not self.save_button.isEnabled():
            return
        wanted = self.wanted()
        for name in self.errors:
            self._say(name, "")
        self._context.run(
            _("Change settings"), lambda archive, _p: _changed(archive, wanted), done=self._finish
        )

    def _finish(self, result: object) -> None:
        if isinstance(result, LedgerError):
            self._say(_PLACES.get(result.code, "title"), sentence(result))
            return
        if self._catching_up:
            self._catching_up.switch(self.recognise.isChecked())
        self.saved.emit()

    def _fill(self, found: object) -> None:
        assert isinstance(found, ArchiveSettings)
        self.take_evidence(found.evidence)
        self.year.setValue(found.year)
        self.title.setText(found.title)
        self.fonds.setText(found.fonds)
        self.fonds_name.setText(found.fonds_name)
        self.retention.setCurrentIndex(max(0, self.retention.findData(found.retention)))
        self.number_template.setText(found.number_template)
        self.inspected.setText(found.inspected)
        self.offices.setText(found.offices)
        self.sheet_thickness.setValue(found.sheet_thickness)
        self.duplex_originals.setChecked(found.duplex_originals)
        self.recognise.setChecked(self._catching_up is None or self._catching_up.is_on)
        self.save_button.setEnabled(True)
        self._show_example()

    def _show_example(self) -> None:
        template = self.number_template.text().strip() or numbering.TEMPLATE
        number = ArchiveNumber(0, self.year.value(), Retention(self.retention.currentData()), "", 1)
        try:
            said = numbering.archive_number(self.fonds.text().strip(), number, template=template)
        except LedgerError as error:
            self.example.setText("")
            self._say("number_template", sentence(error))
        else:
            self.example.setText(_("For example: {number}").format(number=said))
            self._say("number_template", "")

    def _say(self, name: str, text: str) -> None:
        label = self.errors[name]
        label.setText(text)
        label.setVisible(bool(text))

    # building

    def _build(self) -> None:
        self.year.setRange(1949, local_now().year + 1)
        self.sheet_thickness.setRange(0.02, 1.0)
        self.sheet_thickness.setDecimals(3)
        self.sheet_thickness.setSingleStep(0.01)
        self.sheet_thickness.setSuffix(_(" mm a sheet"))
        for code, words in RETENTION.items():
            self.retention.addItem(_(words), code)
        self.number_template.setPlaceholderText(numbering.TEMPLATE)
        self.fonds.setPlaceholderText(_("blank until the archives office has given it"))
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QWidget()
        body.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 110)
        grid = self._grid = QGridLayout(body)
        grid.setContentsMargins(32, 20, 32, 20)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        heading = QLabel(_("Archive settings"))
        heading.setFont(fonts.heading(self.font(), 1.4))
        grid.addWidget(heading, 0, 0, 1, 2)
        folder = _across(self.choose_button, self.place)
        kept = _("Links stay: files are found again by their content, whatever folder they lie in now.")
        self._add(_("Evidence folder"), folder, self.errors["evidence"], kept, buddy=self.choose_button)
        self._add(
            _("Assessment year"),
            _across(self.year),
            self.errors["year"],
            _("Evidence is held against this year."),
            buddy=self.year,
        )
        self._add(
            _("Day of the inspection"),
            self.inspected,
            self.errors["inspected"],
            _("As 2026-04-10; the audit then says what was made only just before it."),
        )
        self._add(_("Title"), self.title, self.errors["title"], _("Stands on the covers."))
        self._add(_("Fonds number"), self.fonds, self.errors["fonds"])
        self._add(_("Fonds name"), self.fonds_name)
        self._add(_("Retention period"), _across(self.retention), buddy=self.retention)
        parts = _(
            "Parts: {{fonds}} fonds number, {{year}} year, {{retention}} retention period, {{office}} office, "
            "{{number:04d}} item number with four digits; WS stands for administrative files and may be another "
            "kind of archive. Left empty: the pattern of DA/T 22."
        ).format()
        self._add(
            _("Pattern of archive numbers"),
            self.number_template,
            self.errors["number_template"],
            parts,
            self.example,
        )
        self._add(
            _("Offices (functions)"),
            self.offices,
            self.errors["offices"],
            _("Codes in archive numbers with their names, as BGS=办公室; DQL=党群办. Empty: none."),
        )
        self._add(
            _("Paper of the originals"),
            _across(self.sheet_thickness, self.duplex_originals),
            None,
            _("How thick boxes get: copy paper of 80 g/m² is 0.10 mm thick."),
            buddy=self.sheet_thickness,
        )
        offline = _("They are found by what they say then. Everything stays on this PC.")
        self._add(_("Scans and photographs"), self.recognise, None, offline)
        grid.setRowStretch(grid.rowCount(), 1)
        self.choose_button.clicked.connect(self.choose_evidence)
        self.save_button.clicked.connect(self.save)
        self.save_button.setEnabled(False)
        self.inspected.setPlaceholderText(_("blank while it is not known"))
        for field in (
            *(self.inspected, self.title, self.fonds, self.fonds_name, self.number_template),
            self.offices,
        ):
            field.returnPressed.connect(self.save)
        self.fonds.textChanged.connect(self._show_example)
        self.number_template.textChanged.connect(self._show_example)
        self.year.valueChanged.connect(self._show_example)
        self.retention.currentIndexChanged.connect(self._show_example)
        foot = _across(self.save_button, self.back)
        foot.setContentsMargins(32, 8, 32, 12)
        self.scroll(body, foot)
        self.setFocusProxy(self.choose_button)

    def _add(
        self,
        title: str,
        field: QWidget,
        error: QLabel | None = None,
        hint: str = "",
        *more: QLabel,
        buddy: QWidget | None = None,
    ) -> None:
        row = self._grid.rowCount()
        label = QLabel(title)
        label.setBuddy(buddy or field)
        (buddy or field).setAccessibleName(title)
        self._grid.setRowMinimumHeight(row, round(self.fontMetrics().height() * 2.2))
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        below = [*more]
        if hint:
            said = QLabel(hint)
            said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            (buddy or field).setAccessibleDescription(hint)
            below.append(said)
        if error is not None:
            palette = QPalette(error.palette())
            palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
            error.setPalette(palette)
            error.hide()
            below.insert(0, error)
        for number, one in enumerate(below, start=1):
            one.setWordWrap(True)
            one.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(one, row + number, 1)


def _changed(archive: Archive, wanted: ArchiveSettings) -> Changes | LedgerError:
    try:
        return archive.change_settings(wanted)
    except LedgerError as error:
        return error


def _across(*parts: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return box
