"""Writing papers from the window: ask where, work aside, then offer to open what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ledger_app.archive import EXPORTS
from ledger_app.audit.matrix import Matrix
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.scheme.comparing import Difference
from ledger_app.ui import dialogs
from ledger_app.ui.actions import plain
from ledger_app.ui.context import ArchiveWork, Context
from ledger_app.ui.strip import Message, Tone

KINDS = {
    "pdf": N_("PDF (*.pdf)"),
    "docx": N_("Word document (*.docx)"),
    "xlsx": N_("Excel table (*.xlsx)"),
    "csv": N_("CSV table (*.csv)"),
    "backup": N_("Backup (*.zip)"),
}
INDEXES = {"archive": N_("Archive index"), "inspection": N_("Inspection index")}

Say = Callable[[Message], None]


def save_report(context: Context, parent: QWidget, say: Say, kind: str) -> None:
    """Write the audit report as `pdf`, `docx` or `xlsx`."""
    done = context.state.audit
    _save(context, parent, say, _("Audit report"), kind, lambda t: lambda a, p: a.print_audit(done, t, p))


def save_notices(context: Context, parent: QWidget, say: Say) -> None:
    """Write each unit a notice of what it owes, into a folder."""
    title = _("Notices to the units")
    folder = dialogs.choose_folder(parent, title, context.state.folder / EXPORTS)
    if folder is None:
        return
    done = context.state.audit
    context.run(
        title,
        lambda archive, progress: archive.write_notices(done, folder, progress=progress),
        done=lambda written: say(_notices_written(folder, len(written))),
    )


def change_notice_template(context: Context, _parent: QWidget, say: Say) -> None:
    """Open the archive's own template of the notices, made from the shipped one the first time."""
    context.run(
        _("Template of the notices"),
        lambda archive, _progress: archive.save_notice_template(),
        done=lambda path: (open_path(path), say(_template_opened(path))),
    )


def save_index(context: Context, parent: QWidget, say: Say, form: str) -> None:
    """Write the archive index as PDF: `form` is `archive` or `inspection`."""
    title = _(INDEXES[form])
    _save(
        context,
        parent,
        say,
        title,
        "pdf",
        lambda t: lambda a, p: a.print_index(t, form=form, progress=p),
    )


def save_scheme(context: Context, parent: QWidget, say: Say, kind: str) -> None:
    """Write the scheme as `docx` or `xlsx`, and say where importing it would give something else."""
    _save(
        context,
        parent,
        say,
        _("Assessment scheme"),
        kind,
        lambda target: lambda archive, _progress: archive.export_scheme(target),
        note=lambda target, found: None if found.is_empty else _scheme_differs(target, found),
    )


def save_matrix(context: Context, parent: QWidget, say: Say, matrix: Matrix, kind: str) -> None:
    """Write the coverage of a roster's subjects as `pdf`, `xlsx` or `csv`."""
    title = _("Coverage of {roster}").format(roster=matrix.roster.name)

    def work(target: Path) -> ArchiveWork:
        if kind == "csv":
            return lambda archive, _progress: archive.write_matrix(matrix, target)
        return lambda archive, progress: archive.print_matrix(matrix, target, progress)

    _save(context, parent, say, title, kind, work)


def save_backup(context: Context, parent: QWidget, say: Say) -> None:
    """Copy the ledger into one file."""
    _save(context, parent, say, _("Backup"), "backup", lambda t: lambda a, p: a.backup(t, p))


def open_path(path: Path) -> None:
    """Show a file or folder with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _save(
    context: Context,
    parent: QWidget,
    say: Say,
    title: str,
    kind: str,
    work: Callable[[Path], ArchiveWork],
    *,
    note: Callable[[Path, Any], Message | None] = lambda _target, _result: None,
) -> None:
    ending = ".zip" if kind == "backup" else f".{kind}"
    state = context.state
    proposed = state.folder / EXPORTS / f"{title} {state.year}{ending}"
    target = dialogs.choose_target(parent, plain(title), proposed, _(KINDS[kind]))
    if target is None:
        return
    if target.suffix.lower() != ending:
        target = target.with_name(target.name + ending)
    context.run(title, work(target), done=lambda result: say(note(target, result) or _written(target)))


def _scheme_differs(target: Path, found: Difference) -> Message:
    names = _(", ").join(e.old.code for e in found.entries if e.old and e.changes)
    return replace(
        _written(target),
        text=_(
            "{name} is written, but importing it would not give quite the same scheme; "
            "please check headings and indicators {codes}"
        ).format(name=target.name, codes=names or "–"),
        tone=Tone.NOTICE,
    )


def _notices_written(folder: Path, count: int) -> Message:
    if not count:
        return Message(_("No unit owes anything."), key="written", tone=Tone.NOTE)
    said = ngettext("{n} notice is written to {folder}", "{n} notices are written to {folder}", count)
    return Message(
        said.format(n=count, folder=folder),
        key="written",
        tone=Tone.NOTE,
        action=_("Open the folder"),
        act=lambda: open_path(folder),
    )


def _template_opened(path: Path) -> Message:
    return Message(
        _("Notices are filled from {name}; delete it to return to the shipped one").format(name=path.name),
        key="written",
        tone=Tone.NOTE,
        action=_("Open the folder"),
        act=lambda: open_path(path.parent),
    )


def _written(target: Path) -> Message:
    return Message(
        _("{name} is written to {folder}").format(name=target.name, folder=target.parent),
        key="written",
        tone=Tone.NOTE,
        action=_("Open it"),
        act=lambda: open_path(target),
        others=((_("Open the folder"), lambda: open_path(target.parent)),),
    )
