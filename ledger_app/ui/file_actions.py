"""What can be done with files from any list: link, unlink, set aside, accept, open. All of it can be undone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence import links
from ledger_app.evidence.model import Candidate, HeldFile
from ledger_app.scheme import schemes
from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.ui import evidence_mime, file_opening, file_words
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.jobs import Turn
from ledger_app.vault import items
from ledger_app.vault.names import located, to_text


def link(
    context: Context,
    item_ids: Iterable[int],
    indicator: Indicator,
    requirement: Requirement | None,
    *,
    how: str,
) -> None:
    """Link items to an indicator, or to one requirement of it."""
    chosen = list(dict.fromkeys(item_ids))
    key = requirement.key if requirement else None
    if chosen:
        context.run(
            _("Link evidence"),
            lambda archive, _: archive.link(chosen, indicator.code, requirement=key, how=how),
            done=lambda changes: _say_linked(context, changes, len(chosen), indicator, requirement),
            turn=Turn.QUICK,
        )


def accept(context: Context, chosen: Sequence[Candidate]) -> None:
    """Link each file as its candidate says, as one step to undo."""
    text = ngettext(
        "{n} file linked as suggested; Ctrl+Z takes it back.",
        "{n} files linked as suggested; Ctrl+Z takes it back.",
        len(chosen),
    )
    context.run(
        _("Accept suggestions"),
        lambda archive, _: links.accept(archive.db, chosen),
        done=lambda _: context.said.emit(text.format(n=len(chosen))),
        turn=Turn.QUICK,
    )


def reject(context: Context, item_ids: Sequence[int], indicator: Indicator, requirement: int | None) -> None:
    """Say that items do not show an indicator that was suggested for them."""
    text = ngettext(
        "{n} file is not suggested for {where} any more; Ctrl+Z takes it back.",
        "{n} files are not suggested for {where} any more; Ctrl+Z takes it back.",
        len(item_ids),
    )
    said = text.format(n=len(item_ids), where=indicator_title(indicator))
    context.run(
        _("Reject a suggestion"),
        lambda archive, _: archive.reject_suggestion(item_ids, indicator.code, requirement=requirement),
        done=lambda _: context.said.emit(said),
        turn=Turn.QUICK,
    )


def unlink(
    context: Context, item_ids: Iterable[int], indicator: Indicator, requirement: Requirement | None
) -> None:
    """Take items away from an indicator, or from one requirement of it."""
    chosen = list(dict.fromkeys(item_ids))
    key = requirement.key if requirement else None
    text = ngettext(
        "{n} file unlinked; Ctrl+Z takes it back.", "{n} files unlinked; Ctrl+Z takes it back.", len(chosen)
    )
    if chosen:
        context.run(
            _("Unlink evidence"),
            lambda archive, _: archive.unlink(chosen, indicator.code, requirement=key),
            done=lambda _: context.said.emit(text.format(n=len(chosen))),
            turn=Turn.QUICK,
        )


def drop(context: Context, data: QMimeData, indicator: Indicator, requirement: Requirement | None) -> None:
    """Link what was dropped: items of a list here, or files of the evidence folder from elsewhere."""
    known = evidence_mime.item_ids(data)
    if known:
        link(context, known, indicator, requirement, how="drag")
        return
    paths = evidence_mime.dropped_paths(data)
    key = requirement.key if requirement else None

    def work(archive: Archive, _: object) -> tuple[Changes, int, str]:
        inside, outside = _inside(archive.evidence, paths)
        if outside:
            return Changes(), 0, outside[0]
        found = _items_at(archive, inside)
        if not found:
            return Changes(), 0, ""
        return archive.link(found, indicator.code, requirement=key, how="drag"), len(found), ""

    def done(result: object) -> None:
        changes, count, outside = result
        if outside:
            context.said.emit(
                _("{name} lies outside the evidence folder; please put it into {folder} first.").format(
                    name=file_words.shown(Path(outside).name), folder=context.state.evidence
                )
            )
        elif count:
            _say_linked(context, changes, count, indicator, requirement)
        else:
            context.said.emit(_("Nothing was found there that could be linked."))

    if paths:
        context.run(_("Link evidence"), work, done=done, turn=Turn.QUICK)


def set_aside(context: Context, item_ids: Sequence[int], *, aside: bool = True) -> None:
    """Say that items have nothing to do with the indicators, or take that back."""
    chosen = list(dict.fromkeys(item_ids))
    name = _("Set files aside") if aside else _("Take files back from aside")
    if aside:
        text = ngettext(
            "{n} file set aside; Ctrl+Z takes it back.",
            "{n} files set aside; Ctrl+Z takes it back.",
            len(chosen),
        )
    else:
        text = ngettext("{n} file waits again.", "{n} files wait again.", len(chosen))
    if chosen:
        context.run(
            name,
            lambda archive, _: items.set_aside(archive.db, chosen, aside),
            done=lambda _: context.said.emit(text.format(n=len(chosen))),
            turn=Turn.QUICK,
        )


def mark_hard(context: Context, indicator: Indicator, *, is_hard: bool) -> None:
    """Mark an indicator as hard or not; the next revision of the scheme leaves it so."""
    name = _("Mark an indicator as hard") if is_hard else _("Take an indicator's hard mark away")
    text = (
        _("{indicator} is hard now; Ctrl+Z takes it back.")
        if is_hard
        else _("{indicator} is not hard any more; Ctrl+Z takes it back.")
    )
    said = text.format(indicator=f"{indicator.code} {indicator.name}")
    context.run(
        name,
        lambda archive, _: schemes.set_hard(archive.db, indicator.id, is_hard),
        done=lambda _: context.said.emit(said),
        turn=Turn.QUICK,
    )


def accept_content(context: Context, item_ids: Iterable[int]) -> None:
    """Take the content that items have now as the one that was looked at and linked."""
    chosen = list(dict.fromkeys(item_ids))
    if chosen:
        context.run(
            _("Accept changed content"),
            lambda archive, _: links.confirm(archive.db, chosen),
            turn=Turn.QUICK,
        )


def open_file(context: Context, held: HeldFile) -> None:
    """Open a file with the program it belongs to."""
    file_opening.open_file(context, path_of(context, held))


def show_in_folder(context: Context, held: HeldFile) -> None:
    """Open the folder a file lies in."""
    file_opening.show_in_folder(context, path_of(context, held))


def path_of(context: Context, held: HeldFile) -> Path:
    """Return where a file lies on disk."""
    return Path(located(str(context.state.evidence), held.path))


def _say_linked(
    context: Context, changes: object, count: int, indicator: Indicator, requirement: Requirement | None
) -> None:
    where = indicator_title(indicator) + (f" › {requirement.text}" if requirement else "")
    if isinstance(changes, Changes) and not changes.tables:
        context.said.emit(_("Linked there already: {where}.").format(where=where))
        return
    text = ngettext(
        "{n} file linked to {where}; Ctrl+Z takes it back.",
        "{n} files linked to {where}; Ctrl+Z takes it back.",
        count,
    )
    context.said.emit(text.format(n=count, where=where))


def _inside(evidence: Path, paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the paths relative to the evidence folder as the archive writes them, and those outside it."""
    inside, outside = [], []
    root, real_root = str(evidence), os.path.realpath(evidence)
    for path in paths:
        for base, at in ((root, path), (real_root, os.path.realpath(path))):
            relative = _relative(at, base)
            if relative is not None:
                inside.append(to_text(relative.replace(os.sep, "/")))
                break
        else:
            outside.append(path)
    return inside, outside


def _relative(path: str, base: str) -> str | None:
    try:
        if os.path.commonpath((path, base)) == base:
            return os.path.relpath(path, base)
    except ValueError:  # another drive
        pass
    return None


def _items_at(archive: Archive, paths: list[str]) -> list[int]:
    """Return the items at these paths and below; files that are new are taken in first."""
    found = _known(archive, paths)
    if not all(found.values()):
        archive.accession({p.rpartition("/")[0] for p, known in found.items() if not known})
        found = _known(archive, paths)
    return list(dict.fromkeys(i for known in found.values() for i in known))


def _known(archive: Archive, paths: list[str]) -> dict[str, list[int]]:
    files = archive.files()
    return {p: [f.id for f in files if p == "." or f.path == p or f.path.startswith(p + "/")] for p in paths}
