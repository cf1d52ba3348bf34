"""What the commands of the menus do to the window and its archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QAction

from ledger_app.binder.volumes.model import Ordering
from ledger_app.core import operations
from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.comparing import Change, Difference
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import SchemeFile, read_tables
from ledger_app.ui import exporting, transferring
from ledger_app.ui.context import Context
from ledger_app.ui.dialogs import choose_file
from ledger_app.ui.drafts import DraftsSheet
from ledger_app.ui.jobs import Turn
from ledger_app.ui.matrix import MatrixSheet
from ledger_app.ui.preferences import log_folder
from ledger_app.ui.rosters import RostersSheet
from ledger_app.ui.search_box import SearchBox
from ledger_app.ui.session import Session
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.strip import Message, Strips, Tone
from ledger_app.vault.fixity import FixityReport

_IMPORTED = "imported"


class Host(Protocol):
    """The window, as far as commands need it."""

    session: Session | None
    search: SearchBox | None
    strips: Strips

    @property
    def context(self) -> Context | None: ...
    def choose_archive(self) -> None: ...
    def close_archive(self, then: Callable[[], None] | None = None) -> None: ...
    def open_sample(self) -> None: ...
    def show_keys(self) -> None: ...
    def show_settings(self) -> None: ...
    def show_scheme(self) -> None: ...
    def show_simulation(self) -> None: ...
    def show_revision(self, file: SchemeFile, imported: Callable[[object, Difference], None]) -> None: ...
    def close(self) -> bool: ...


class Doing:
    """One method a command, named as in `actions.COMMANDS`."""

    def __init__(self, window: Host) -> None:
        self._window = window

    def connect_all(self, actions: dict[str, QAction]) -> None:
        """Give every action its work."""
        window = self._window
        work = {
            "new": window.close_archive,
            "open": window.choose_archive,
            "sample": window.open_sample,
            "import-scheme": self._import_scheme,
            "scheme": window.show_scheme,
            "scheme-docx": lambda: self._with(exporting.save_scheme, "docx"),
            "scheme-xlsx": lambda: self._with(exporting.save_scheme, "xlsx"),
            "settings": window.show_settings,
            "backup": lambda: self._with(exporting.save_backup),
            "transfer": lambda: self._with(transferring.hand_over),
            "check-transfer": lambda: self._with(transferring.check_package),
            "show-archive": lambda: self._open_folder("folder"),
            "show-evidence": lambda: self._open_folder("evidence"),
            "close": window.close_archive,
            "quit": window.close,
            "undo": self._undo,
            "redo": self._redo,
            "find": self._find,
            "audit": self._audit,
            "simulate": window.show_simulation,
            "drafts": lambda: self._over(DraftsSheet),
            "rosters": lambda: self._over(RostersSheet),
            "matrix": lambda: self._over(lambda c: MatrixSheet(c, window.strips.show_message)),
            "rescan": self._rescan,
            "verify": self._verify,
            "report-pdf": lambda: self._with(exporting.save_report, "pdf"),
            "report-docx": lambda: self._with(exporting.save_report, "docx"),
            "notices": lambda: self._with(exporting.save_notices),
            "notice-template": lambda: self._with(exporting.change_notice_template),
            "report-xlsx": lambda: self._with(exporting.save_report, "xlsx"),
            "binders-inspection": lambda: self._print(Ordering.INDICATOR),
            "binders-shelf": lambda: self._print(Ordering.BOX),
            "index-archive": lambda: self._with(exporting.save_index, "archive"),
            "index-inspection": lambda: self._with(exporting.save_index, "inspection"),
            "keys": window.show_keys,
            "log": lambda: exporting.open_path(log_folder()),
        }
        for name, action in actions.items():
            action.triggered.connect(lambda _checked=False, do=work[name]: do())

    def _with(self, save: Callable[..., None], *kind: str) -> None:
        window = self._window
        if window.context:
            save(window.context, window.strips.window(), window.strips.show_message, *kind)

    def _over(self, make: Callable[[Context], Sheet]) -> None:
        if context := self._window.context:
            context.sheet.emit(make(context))

    def _print(self, order: Ordering) -> None:
        if context := self._window.context:
            context.go("print", order=str(order))

    def _open_folder(self, which: str) -> None:
        if context := self._window.context:
            exporting.open_path(getattr(context.state, which))

    def _undo(self) -> None:
        if context := self._window.context:
            context.run(
                _("Undo"),
                lambda archive, _p: (archive.db.next_undo(), archive.db.undo()),
                done=self._undone,
                turn=Turn.QUICK,
            )

    def _undone(self, result: object) -> None:
        self._window.strips.drop(_IMPORTED)  # what it counts may be so no longer
        self._say_step(_("Undone: {title}"), result)

    def _redo(self) -> None:
        if context := self._window.context:
            context.run(
                _("Redo"),
                lambda archive, _p: (archive.db.next_redo(), archive.db.redo()),
                done=lambda result: self._say_step(_("Redone: {title}"), result),
                turn=Turn.QUICK,
            )

    def _say_step(self, pattern: str, result: object) -> None:
        entry, _changes = result
        if (context := self._window.context) and entry:
            context.said.emit(pattern.format(title=operations.title(entry.name)))

    def _find(self) -> None:
        if self._window.search:
            self._window.search.focus()

    def _audit(self) -> None:
        if self._window.session:
            self._window.session.audit()

    def _rescan(self) -> None:
        if self._window.session:
            self._window.session.rescan()

    def _import_scheme(self) -> None:
        window = self._window
        if window.context is None:
            return
        path = choose_file(
            window.strips.window(), _("Choose the scheme"), _("Schemes (*.docx *.xlsx *.csv);;All files (*)")
        )
        if path:
            window.context.jobs.aside(
                _("Read the scheme"),
                lambda _p: read_tables(path),
                done=lambda file: window.show_revision(file, self._imported),
                failed=window.context.trouble.emit,
            )

    def _imported(self, result: object, difference: Difference) -> None:
        scheme: Scheme = result[0]
        count, problems = len(scheme.indicators), len(scheme.problems)
        text = ngettext("The scheme has {n} indicator now.", "The scheme has {n} indicators now.", count)
        text = text.format(n=count)
        if gone := difference.counts().get(Change.GONE, 0):
            left = ngettext(
                "{n} indicator is asked no more; its links are kept, and Ctrl+Z brings it back.",
                "{n} indicators are asked no more; their links are kept, and Ctrl+Z brings them back.",
                gone,
            )
            text = _("{first} {second}").format(first=text, second=left.format(n=gone))
        if problems:
            check = ngettext("{n} place in it to check.", "{n} places in it to check.", problems)
            text = _("{first} {second}").format(first=text, second=check.format(n=problems))
        self._window.strips.show_message(
            Message(
                text,
                key=_IMPORTED,
                tone=Tone.NOTICE if problems or gone else Tone.NOTE,
                action=_("Show them") if problems else "",
                act=self._window.show_scheme,
            )
        )

    def _verify(self) -> None:
        if context := self._window.context:
            context.run(
                _("Verify every file"),
                lambda archive, progress: archive.verify(progress),
                done=self._verified,
            )

    def _verified(self, result: object) -> None:
        assert isinstance(result, FixityReport)
        differences = len(result.differences)
        if differences:
            text = ngettext(
                "{n} file is not what it was; the audit says which.",
                "{n} files are not what they were; the audit says which.",
                differences,
            ).format(n=differences)
            self._window.strips.show_message(Message(text, key="verified"))
            self._rescan()
            return
        text = ngettext("{n} file is what it was.", "All {n} files are what they were.", result.files)
        self._window.strips.show_message(Message(text.format(n=result.files), key="verified", tone=Tone.NOTE))
