"""Handing items over to the county archive from the window, and checking what was handed over."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ledger_app.archive import EXPORTS
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.exchange.transfer.model import (
    EXPECTED,
    LEFT_OUT,
    REGISTER,
    REPORT,
    Checked,
    Severity,
    Transferred,
)
from ledger_app.exchange.transfer.wording import reason, sentence
from ledger_app.ui import dialogs
from ledger_app.ui.context import Context
from ledger_app.ui.exporting import Say, open_path
from ledger_app.ui.strip import Message, Tone


def hand_over(context: Context, parent: QWidget, say: Say) -> None:
    """Write a package into a new folder inside the one that is chosen."""
    title = _("Hand over to the county archive")
    chosen = dialogs.choose_folder(parent, title, context.state.folder / EXPORTS)
    if chosen is None:
        return
    target = _free(chosen, _("Transfer package {year}").format(year=context.state.year))
    context.run(
        title,
        lambda archive, progress: archive.transfer(target, progress),
        done=lambda done: say(_handed_over(done)),
    )


def check_package(context: Context, parent: QWidget, say: Say) -> None:
    """Read a package again and say whether it is what it says it is."""
    title = _("Check a transfer package")
    chosen = dialogs.choose_folder(parent, title, context.state.folder / EXPORTS)
    if chosen is None:
        return
    context.run(
        title,
        lambda _archive, progress: _read(chosen, progress),
        done=lambda checked: say(_checked(chosen, checked)),
    )


def _read(folder: Path, progress: Progress) -> Checked:
    from ledger_app.exchange.transfer import checking  # see docs/decisions/0006-late-imports.md

    return checking.check(folder, progress)


def _clause(said: str) -> str:
    """Return a sentence as a part of a longer one."""
    return said.rstrip("。.")


def _free(folder: Path, name: str) -> Path:
    """Return a path of that name at which nothing lies."""
    numbered = (folder / (name if n == 1 else f"{name} ({n})") for n in count(1))
    return next(path for path in numbered if not path.exists())


def _handed_over(done: Transferred) -> Message:
    n = done.checked.count
    said = [
        ngettext(
            "{n} item is handed over in {name}, and every file was read again",
            "{n} items are handed over in {name}, and every file was read again",
            n,
        ).format(n=n, name=done.path.name)
    ]
    lost = [one for one in done.left_out if one.reason not in EXPECTED]
    if lost:
        first = lost[0]
        said.append(
            ngettext("{n} was left out: {first}", "{n} were left out, the first: {first}", len(lost)).format(
                n=len(lost), first=f"{first.number or first.path} {_clause(reason(first))}"
            )
        )
    warnings = [p for p in done.checked.problems if p.severity is Severity.WARNING]
    if warnings:
        said.append(
            ngettext("{n} remark is in the report", "{n} remarks are in the report", len(warnings)).format(
                n=len(warnings)
            )
        )
    others = [(_("The report"), lambda: open_path(done.path / REPORT))]
    others.append((_("The register"), lambda: open_path(done.path / REGISTER)))
    if lost:
        others.append((_("What was left out"), lambda: open_path(done.path / LEFT_OUT)))
    return Message(
        _("; ").join(said),
        key="written",
        tone=Tone.NOTICE if lost else Tone.NOTE,
        action=_("Open the folder"),
        act=lambda: open_path(done.path),
        others=tuple(others),
    )


def _checked(folder: Path, checked: Checked) -> Message:
    faults = [p for p in checked.problems if p.severity is Severity.FAULT]
    if faults:
        text = ngettext(
            "{name} is not what it says it is; {n} fault: {first}",
            "{name} is not what it says it is; {n} faults, the first: {first}",
            len(faults),
        ).format(name=folder.name, n=len(faults), first=_clause(sentence(faults[0])))
    else:
        text = ngettext(
            "{name} is sound: {n} item, every file with the size and both digests that are stated",
            "{name} is sound: {n} items, every file with the size and both digests that are stated",
            checked.count,
        ).format(name=folder.name, n=checked.count)
    return Message(
        text,
        key="written",
        tone=Tone.NOTICE if faults else Tone.NOTE,
        action=_("Open the folder"),
        act=lambda: open_path(folder),
    )
