"""All keys on one page; Esc leads back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ledger_app import __version__
from ledger_app.core.i18n import N_, _
from ledger_app.ui import fonts
from ledger_app.ui.sheet import Sheet

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Everywhere"),
        (
            ("Ctrl+1 … 8", N_("Overview, indicators, inbox, photos, audit, boxes, print, journal")),
            ("F5", N_("Audit now")),
            ("Ctrl+F", N_("Find")),
            ("Ctrl+Z / Ctrl+Y", N_("Undo and redo")),
            ("Ctrl+R", N_("Look at the evidence folder again")),
            ("Ctrl+P", N_("Audit report as PDF")),
            ("Ctrl+M", N_("Mock assessment")),
            ("Ctrl+T", N_("Coverage by village; Enter goes to what is asked for")),
            ("Ctrl+,", N_("Archive settings")),
            ("Esc", N_("Put a message away, or leave this page")),
        ),
    ),
    (
        N_("Indicators"),
        (
            ("Enter", N_("Open a file, or use the proposed one")),
            ("L", N_("Link files")),
            ("Del", N_("Unlink")),
            (N_("Space"), N_("Preview")),
            ("F2", N_("Correct title, number and date")),
            ("W", N_("What if the file is rejected? In every list of files")),
            ("S / G", N_("The file is signed / sealed, or is not after all")),
            ("V", N_("Say whom of a roster the file is about")),
        ),
    ),
    (
        N_("Requirements"),
        (
            ("F2", N_("Say what is needed")),
            ("N", N_("Add a requirement, or a name to a roster")),
            ("Del", N_("Remove it")),
            ("Alt+↑ / Alt+↓", N_("Move it up or down")),
            ("T", N_("Apply a usual chain")),
            ("Enter / 0", N_("Confirm a draft, or drop it")),
        ),
    ),
    (
        N_("Import of a scheme"),
        (
            ("F2", N_("Edit a cell of the table")),
            ("F4", N_("Say what the column holds; choose another partner in a revision")),
            ("T", N_("The row is the header, or is one no longer")),
            ("H", N_("The chosen indicators are hard, or not")),
            ("Ctrl+L", N_("Mark by a list")),
        ),
    ),
    (
        N_("Inbox"),
        (
            ("Enter", N_("Take the best suggestion; for several files each its own")),
            ("1 2 3", N_("Take the first, second or third suggestion")),
            ("R / Backspace", N_("Reject the first suggestion; the next one moves up")),
            ("0", N_("The file belongs to no indicator")),
            ("S", N_("Skip the file for now")),
            ("L", N_("Choose the indicator yourself")),
            ("O", N_("Open the file")),
        ),
    ),
    (
        N_("Photos"),
        (
            ("Enter", N_("Look at the photo")),
            (N_("Space"), N_("See it large; Esc leads back")),
            ("L", N_("Link photos")),
            ("0", N_("The photo belongs to no indicator")),
        ),
    ),
    (
        N_("Audit"),
        (
            ("Enter", N_("Go to the gap, or to the file at its page")),
            (N_("Space"), N_("See its files side by side; 1 to 9 choose one, S shows one at a time")),
            ("1 2 3", N_("Use the first, second or third file")),
            ("V", N_("Set findings aside, with reason and name")),
            ("Del", N_("Let findings that were set aside stand again")),
        ),
    ),
    (
        N_("Boxes"),
        (
            ("F2", N_("File items: year, retention period, office, secrecy")),
            ("Alt+↑ / Alt+↓", N_("Move items up or down, over the end into the next box")),
            ("Alt+PgUp / Alt+PgDn", N_("Move items into the box before or after")),
            ("B", N_("Begin a box with the item")),
            ("J", N_("Join the box with the one before")),
        ),
    ),
    (
        N_("Print"),
        (
            (N_("Space"), N_("Print it, or not: a binder or one of its indicators")),
            ("Enter", N_("Show a preview; Esc leads back to the list")),
            ("PgUp / PgDn", N_("Turn the pages of the preview; + and − show them larger and smaller")),
        ),
    ),
    (
        N_("Mock assessment"),
        (
            ("0 … 9", N_("Begin a deduction from the chosen indicator")),
            ("Enter", N_("From points to reason, then store and go on; on a deduction: correct it")),
            ("Del", N_("Take a deduction back")),
        ),
    ),
)


class KeysPage(Sheet):
    """The keys by page, and what this program is."""

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(24, 18, 24, 18)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        row = 0
        for title, keys in KEYS:
            heading = QLabel(_(title))
            heading.setFont(fonts.heading(self.font(), 1.1))
            heading.setContentsMargins(0, 10 if row else 0, 0, 2)
            grid.addWidget(heading, row, 0, 1, 2)
            for number, (key, words) in enumerate(keys, start=row + 1):
                label = QLabel(_(key) if key == "Space" else key)
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(label, number, 0)
                grid.addWidget(QLabel(_(words)), number, 1)
            row += len(keys) + 1
        about = QLabel(
            _("Evidence Ledger {version} · works offline · Apache License 2.0").format(version=__version__)
        )
        about.setContentsMargins(0, 16, 0, 8)
        grid.addWidget(about, row, 0, 1, 2)
        grid.addWidget(self.back, row + 1, 0, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(row + 2, 1)
        self.scroll(body)
        self.setFocusProxy(self.back)
