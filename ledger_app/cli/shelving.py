"""Commands of the archive order: boxes, arrange."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ledger_app.archive import Archive
from ledger_app.binder.shelf_lines import ShelfLine
from ledger_app.binder.words import pages_text, retention_name
from ledger_app.cli.call import Call, Command, count
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.exchange import shelf_documents
from ledger_app.vault import filings, items
from ledger_app.vault.boxing import WIDTHS
from ledger_app.vault.model import Box, Retention, Secrecy
from ledger_app.vault.names import shown


def _boxes_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verb = parser.add_mutually_exclusive_group()
    verb.add_argument("--settle", action="store_true", help=_("record numbers and boxes as they are shown"))
    verb.add_argument("--begin", metavar="FILE", help=_("let a box begin with this file"))
    verb.add_argument("--join", type=count, metavar="N", help=_("put box N into the one before it"))
    verb.add_argument("--widen", type=count, metavar="N", help=_("give box N the spine of --width"))
    parser.add_argument(
        "--width", type=int, choices=WIDTHS, help=_("the spine in mm; without it, as its papers need")
    )


def _boxes(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        if options.settle:
            archive.settle_boxes()
        elif options.begin:
            (item,) = items.item_ids(archive.db, archive.evidence, [options.begin])
            archive.begin_box(item, width=options.width)
        elif options.join:
            archive.join_box(options.join)
        elif options.widen:
            archive.set_box_width(options.widen, options.width)
        return _answer(call, archive)


def _arrange_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    usual = _("empty: as the archive's settings")
    parser.add_argument("--year", metavar="YYYY", help=usual)
    parser.add_argument("--retention", choices=(*Retention, ""), help=usual)
    parser.add_argument("--office", metavar="CODE", help=usual)
    parser.add_argument("--secrecy", choices=(*Secrecy, ""), help=_("empty: public"))
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--before", metavar="FILE", help=_("put them before this file of their series"))
    place.add_argument("--after", metavar="FILE", help=_("put them after this file of their series"))
    place.add_argument("--box", type=count, metavar="N", help=_("put them at the end of box N"))
    place.add_argument(
        "--out", action="store_true", help=_("take them out of the archive order; they may not be linked")
    )
    parser.add_argument(
        "--reason",
        default="",
        metavar="TEXT",
        help=_("why a printed number is given up, for the closing sheet"),
    )


def _arrange(call: Call) -> int:
    options = call.options
    with call.open() as archive:

        def named(paths: Sequence[str]) -> list[int]:
            return items.item_ids(archive.db, archive.evidence, paths)

        chosen = named(options.files)
        if options.out:
            archive.withdraw_items(chosen, reason=options.reason)
        fields = {name: value for name in filings.FIELDS if (value := getattr(options, name)) is not None}
        if fields:
            archive.file_items(chosen, reason=options.reason, **fields)
        if options.before or options.after or options.box:
            archive.move_items(
                chosen,
                before=named([options.before])[0] if options.before else None,
                after=named([options.after])[0] if options.after else None,
                box=options.box,
            )
        return _answer(call, archive)


def _answer(call: Call, archive: Archive) -> int:
    found = archive.boxes()
    lines = archive.shelf_lines(found)
    names = filings.offices(archive.db)
    told = [line for box in found for line in _box_lines(box, names, lines)]
    call.answer(shelf_documents.boxes(found, lines), told or [_("No file is linked or filed yet.")])
    return 1 if any(box.is_overfull for box in found) else 0


def _box_lines(box: Box, names: dict[str, str], lines: dict[int, ShelfLine]) -> list[str]:
    series = [str(box.year), retention_name(box.retention), names.get(box.office, box.office)]
    state = _("printed") if box.is_printed else _("settled") if box.is_settled else _("proposed")
    spine = _("{mm:g} of {width} mm").format(mm=box.thickness, width=box.width)
    head = [" · ".join(filter(None, series)), pages_text(box.pages), spine, state]
    if box.uncounted:
        said = ngettext(
            "{n} file whose pages nobody counted", "{n} files whose pages nobody counted", box.uncounted
        )
        head.insert(2, said.format(n=box.uncounted))
    told = [_("Box {number}").format(number=box.number) + "  " + _(", ").join(head)]
    if box.is_overfull:
        told.append("  ! " + _("It is thicker than its spine; begin a box within it or choose a wider one."))
    for one in box.items:
        line = lines[one.item]
        pages = "?" if one.pages is None else str(one.pages)
        told.append(f"  {one.number:4}  {line.archive_number}  {shown(line.title)}  {pages}")
    for gone in box.withdrawn:
        told.append(f"  {gone.number:4}  " + _("moved out: {reason}").format(reason=shown(gone.reason)))
    return told


COMMANDS: dict[str, Command] = {
    "boxes": Command(
        N_("what lies in which archive box, by year, retention and office"), _boxes, _boxes_arguments
    ),
    "arrange": Command(
        N_("file documents for the archive, and put them in order"), _arrange, _arrange_arguments
    ),
}
