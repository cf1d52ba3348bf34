"""The command that prints binders."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.binder.volumes.model import Ordering, PrintStyle
from ledger_app.cli.call import Call, Command
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.vault.names import shown

if TYPE_CHECKING:
    from ledger_app.binder.results import Binders, BoundVolume

_MOST_FAULTS = 10
_MOST_SECRET = 3


def _arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", type=Path, metavar="OUT", nargs="?", help=_("a folder for the PDFs, or one FILE.pdf")
    )
    parser.add_argument(
        "--by",
        choices=tuple(map(str, Ordering)),
        default=str(Ordering.INDICATOR),
        help=_("the order: by indicator for inspectors, by box for the shelf"),
    )
    parser.add_argument(
        "--only",
        action="append",
        nargs="+",
        default=[],
        metavar="CODE",
        help=_("only these boxes (3, box:3), indicators or sections"),
    )
    parser.add_argument(
        "--changed", action="store_true", help=_("only the sheets that changed since the last print")
    )
    parser.add_argument("--count", action="store_true", help=_("count pages and sheets, and write nothing"))
    parser.add_argument(
        "--pictures",
        type=int,
        choices=(1, 2, 4),
        default=1,
        help=_("photographs to a page, by indicator; in boxes each item has its own pages"),
    )
    parser.add_argument("--simplex", action="store_true", help=_("print on one side of the paper"))
    parser.add_argument(
        "--columns",
        type=int,
        choices=(9, 7),
        default=9,
        help=_("the columns of the catalogue (DA/T 22-2015: 9)"),
    )


def _binder(call: Call) -> int:
    from ledger_app.binder.binders import Job  # see docs/decisions/0006-late-imports.md
    from ledger_app.exchange import binder_documents

    options = call.options
    if options.out is None and not options.count:
        raise LedgerError("binders-nowhere")
    style = PrintStyle(
        is_duplex=not options.simplex, columns=options.columns, pictures_per_page=options.pictures
    )
    only = tuple(value for values in options.only for value in values)
    job = Job(Ordering(options.by), only, options.changed, style)
    complete: list[BoundVolume] = []
    with call.open() as archive:
        if options.count:
            done = archive.count_binders(job, call.progress)
        else:
            try:
                done = archive.print_binders(job, options.out, call.progress, finished=complete.append)
            except BaseException:
                _tell_complete(complete)
                raise
    call.answer(binder_documents.binders(done), _lines(done, are_changes=options.changed))
    return 1 if done.needs_person else 0


def _tell_complete(complete: list[BoundVolume]) -> None:
    """Say which binders were complete when printing was cut short."""
    for volume in complete:
        line = _("Complete and recorded: {path}").format(path=shown(str(volume.path)))
        sys.stderr.write(line + "\n")


def _lines(done: Binders, *, are_changes: bool) -> list[str]:
    from ledger_app.binder import slips
    from ledger_app.binder.binding.wording import obstacle_text
    from ledger_app.binder.proving import wording
    from ledger_app.binder.renditions.wording import reason_text

    lines = []
    changed = [volume for volume in done.volumes if volume.steps]
    for volume in changed if are_changes else done.volumes:
        lines.append(_volume_line(volume))
        if volume.steps:
            lines.append(f"    {slips.instruction(volume.number, volume.steps, volume.spine)}")
        if volume.path:
            lines.append(f"    {shown(str(volume.path))}")
        lines += [f"    {obstacle_text(obstacle)}" for obstacle in volume.conformity[:_MOST_FAULTS]]
        if volume.checked:
            faults = volume.checked.faults
            lines += [f"    ✘ {wording.fault(fault)}" for fault in faults[:_MOST_FAULTS]]
            if len(faults) > _MOST_FAULTS:
                more = _("… and {n} more; the report has them all").format(n=len(faults) - _MOST_FAULTS)
                lines.append(f"    {more}")
    lines += [
        _("{title}: take the whole binder away; nothing lies in it any more.").format(title=title)
        for _key, title in done.gone
    ]
    if are_changes:
        printed = sum(volume.printed for volume in done.volumes)
        nothing = _("Nothing has changed since the last print.")
        lines.append(_("To print: {pages}.").format(pages=_pages(printed)) if printed else nothing)
    else:
        lines += _sums(done)
    lines += [f"! {said}" for volume in done.volumes if (said := slips.overfull(volume))]
    if secret := [title for volume in done.volumes if volume.printed for title in volume.secret]:
        lines.append(f"! {_secret(secret)}")
    lines += [f"! {shown(p.path)}: {reason_text(p.reason, **dict(p.detail))}" for p in done.problems]
    if done.missing_glyphs:
        text = _("No font has these characters; they are printed as codes: {characters}")
        lines.append(text.format(characters=" ".join(done.missing_glyphs)))
    lines += [shown(str(path)) for path in (done.spines, done.report) if path]
    return lines


def _secret(titles: list[str]) -> str:
    said = ngettext(
        "{n} file that is not public is printed in full: {titles}. Only those who may read it may see these pages.",
        "{n} files that are not public are printed in full: {titles}. Only those who may read them may see these "
        "pages.",
        len(titles),
    )
    named = _(", ").join(shown(title) for title in titles[:_MOST_SECRET])
    if len(titles) > _MOST_SECRET:
        named += " …"
    return said.format(n=len(titles), titles=named)


def _sums(done: Binders) -> list[str]:
    pages = done.pages
    lines = [
        _("{forms} of forms + {items} of evidence + {blanks} blank = {total}, on {sheets}.").format(
            forms=_pages(pages.forms),
            items=_pages(pages.items),
            blanks=_pages(pages.blanks),
            total=_pages(pages.total),
            sheets=_sheets(pages.sheets),
        )
    ]
    references, saved = sum(v.references for v in done.volumes), sum(v.pages_saved for v in done.volumes)
    if references:
        text = ngettext(
            "{n} cross-reference stands for a copy; {pages} saved.",
            "{n} cross-references stand for copies; {pages} saved.",
            references,
        )
        lines.append(text.format(n=references, pages=_pages(saved)))
    return lines


def _volume_line(volume: BoundVolume) -> str:
    return _("Box {number} {title}: {pages}, {sheets}, spine {width} mm").format(
        number=volume.number,
        title=shown(volume.title),
        pages=_pages(volume.pages.total),
        sheets=_sheets(volume.pages.sheets),
        width=volume.width,
    )


def _pages(count: int) -> str:
    return ngettext("{n} page", "{n} pages", count).format(n=count)


def _sheets(count: int) -> str:
    return ngettext("{n} sheet", "{n} sheets", count).format(n=count)


COMMANDS: dict[str, Command] = {
    "binder": Command(N_("print binders for inspectors, or for the shelf"), _binder, _arguments),
}
