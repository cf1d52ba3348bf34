"""How binders are printed: their order and what paper asks for, in one quiet row; remembered per archive."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from ledger_app.binder.volumes.model import Ordering, PrintStyle
from ledger_app.core.i18n import N_, _
from ledger_app.ui import printing_model

_PICTURES = {1: N_("1 picture a page"), 2: N_("2 pictures a page"), 4: N_("4 pictures a page")}
_COLUMNS = {9: N_("catalogue of 9 columns"), 7: N_("catalogue of 7 columns")}
_MARGINS = (10, 40)


class PrintOptions(QWidget):
    """The order of the binders and how they are put on paper; `changed` follows when either is another one."""

    changed = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.ordering, self.pictures, self.columns = QComboBox(), QComboBox(), QComboBox()
        self.duplex = QCheckBox(_("Two-sided"))
        self.margin = QSpinBox()
        self._build()
        self._restore()
        self.ordering.currentIndexChanged.connect(self._change)
        self.pictures.currentIndexChanged.connect(self._change)
        self.columns.currentIndexChanged.connect(self._change)
        self.duplex.toggled.connect(self._change)
        self.margin.valueChanged.connect(self._change)

    @property
    def order(self) -> Ordering:
        """The order that is chosen."""
        return Ordering(self.ordering.currentData())

    @property
    def wanted(self) -> PrintStyle:
        """How binders are to be put on paper."""
        return PrintStyle(
            is_duplex=self.duplex.isChecked(),
            binding_mm=float(self.margin.value()),
            pictures_per_page=int(self.pictures.currentData()),
            columns=int(self.columns.currentData()),
        )

    def choose_order(self, ordering: Ordering) -> None:
        """Choose an order."""
        self.ordering.setCurrentIndex(self.ordering.findData(str(ordering)))

    def _build(self) -> None:
        for ordering, words in printing_model.ORDERINGS.items():
            self.ordering.addItem(_(words), str(ordering))
        for box, words in ((self.pictures, _PICTURES), (self.columns, _COLUMNS)):
            for number, text in words.items():
                box.addItem(_(text), number)
        self.ordering.setAccessibleName(_("Order of the binders"))
        self.pictures.setAccessibleName(_("How many pictures stand on a page"))
        self.columns.setAccessibleName(_("Columns of the catalogue of archived documents"))
        self.columns.setToolTip(_("9 columns: DA/T 22-2015; 7 columns: the form of 2000"))
        self.duplex.setToolTip(_("Every part begins on a right-hand page"))
        self.margin.setRange(*_MARGINS)
        self.margin.setSuffix(_(" mm"))
        self.margin.setAccessibleName(_("Binding margin"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 4)
        row.addWidget(self.ordering)
        row.addSpacing(12)
        margin = QLabel(_("Binding margin"))
        for part in (self.duplex, self.pictures, self.columns, margin, self.margin):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.ordering)

    def _restore(self) -> None:
        known, usual = self._settings, PrintStyle()
        pairs = (
            (self.ordering, "order", str(Ordering.INDICATOR)),
            (self.pictures, "pictures", usual.pictures_per_page),
            (self.columns, "columns", usual.columns),
        )
        for box, name, value in pairs:
            stored = known.value(f"printing/{name}", value)
            is_number = isinstance(value, int) and str(stored).isdigit()
            at = box.findData(int(str(stored)) if is_number else stored)
            box.setCurrentIndex(at if at >= 0 else box.findData(value))
        self.duplex.setChecked(str(known.value("printing/duplex", usual.is_duplex)).lower() != "false")
        stored = str(known.value("printing/margin", round(usual.binding_mm)))
        self.margin.setValue(int(stored) if stored.isdigit() else round(usual.binding_mm))

    def _change(self, *_value: object) -> None:
        style = self.wanted
        for name, value in (
            ("order", str(self.order)),
            ("pictures", style.pictures_per_page),
            ("columns", style.columns),
            ("duplex", style.is_duplex),
            ("margin", round(style.binding_mm)),
        ):
            self._settings.setValue(f"printing/{name}", value)
        self.changed.emit()
