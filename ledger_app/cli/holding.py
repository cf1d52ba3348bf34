"""Commands about what is held: scan, read, files, search."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.cli import watching
from ledger_app.cli.call import Call, Command, count
from ledger_app.cli.describing import why_not_read
from ledger_app.core import messages
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.evidence.model import HeldFile
from ledger_app.exchange import documents
from ledger_app.search import readings
from ledger_app.search.model import Description, Hit
from ledger_app.vault import wording as vault_wording
from ledger_app.vault.model import ScanReport, Status
from ledger_app.vault.names import shown


def _scan_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help=_("stay and bring changes in until interrupted"))
    parser.add_argument("--full", action="store_true", help=_("hash every file again"))


def _scan(call: Call) -> int:
    with call.open() as archive:
        evidence = archive.evidence
        report, _changes = archive.scan(call.progress, full=call.options.full)
        if call.options.watch:
            report = watching.watch(
                archive, call.progress, report, say=lambda r: _say(scan_lines(r, evidence))
            )
    call.answer(documents.scan(report), [] if call.options.watch else scan_lines(report, evidence))
    if call.options.watch:
        return 130
    return 1 if report.away else 0


def scan_lines(report: ScanReport, evidence: Path) -> list[str]:
    """Return a scan's result for people."""
    if report.away:
        return [messages.sentence(LedgerError(report.away, path=evidence))]
    lines = [
        _(
            "{seen} files: {added} added, {moved} moved, {changed} changed, {missing} missing, "
            "{unreadable} unreadable ({seconds:.1f} s)"
        ).format(
            seen=report.seen,
            added=report.added,
            moved=report.moved,
            changed=report.changed,
            missing=report.missing,
            unreadable=report.unreadable,
            seconds=report.seconds,
        )
    ]
    return lines + [
        _("left out: {path} ({reason})").format(path=shown(p), reason=vault_wording.skipped(r))
        for p, r in report.skipped
    ]


def _say(lines: Sequence[str]) -> None:
    sys.stderr.write("\n".join(lines) + "\n")


def _read_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=count, metavar="N", help=_("at most so many"))
    parser.add_argument(
        "--ocr", action="store_true", help=_("then recognise the text of scans and pictures, offline")
    )


_MOST_TOLD = 20


def _read(call: Call) -> int:
    recognised, problem = 0, None
    with call.open() as archive:
        read = archive.describe(call.progress, limit=call.options.limit)
        if call.options.ocr:
            try:
                recognised = archive.recognise(call.progress, limit=call.options.limit)
            except LedgerError as error:
                if error.code != "recognition-unavailable":
                    raise
                problem = error
        pages, pictures = archive.scans_waiting()
        unread = sorted(places[0].path for places in readings.unread(archive.db).values())
        is_there = archive.evidence.is_dir()
    if unread and is_there and call.options.limit is None:
        text = _("cannot be opened now, and was not read: {path}")
        _say([text.format(path=shown(path)) for path in unread[:_MOST_TOLD]])
    lines = [ngettext("{n} file read", "{n} files read", read).format(n=read)]
    if call.options.ocr and problem is None:
        text = ngettext("{n} page recognised", "{n} pages recognised", recognised)
        lines.append(text.format(n=recognised))
    if problem:
        _say([messages.sentence(problem)])
    elif pages or pictures:
        text = _("waiting for `read --ocr`: {pages} scanned pages, {pictures} pictures")
        lines.append(text.format(pages=pages, pictures=pictures))
    waiting = {"pages": pages, "pictures": pictures}
    call.answer({"read": read, "recognised": recognised, "unread": len(unread), "waiting": waiting}, lines)
    return 1 if problem else 0


def _files_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--unlinked", action="store_true", help=_("only files linked to no indicator"))
    parser.add_argument("--indicator", metavar="CODE")
    parser.add_argument("--status", choices=[str(s) for s in Status])


def _files(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        held = archive.files(
            unlinked=options.unlinked,
            indicator=options.indicator,
            status=Status(options.status) if options.status else None,
        )
        described = archive.descriptions({h.id for h in held})
    call.answer(
        documents.files(held, described), [line for h in held for line in _file_lines(h, described.get(h.id))]
    )
    return 0


def _file_lines(held: HeldFile, described: Description | None) -> Iterator[str]:
    yield f"{held.status:10} {','.join(held.indicators) or '-':8} {shown(held.path)}"
    for why in why_not_read(held, described):
        yield f"{'':19} {why}"


def _search_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        metavar="QUERY",
        help=_('words, "phrases", -exclusions, filters such as 类型:照片 or year:2025'),
    )
    parser.add_argument("--limit", type=count, default=50, metavar="N", help=_("at most so many"))
    parser.add_argument("--indicator", metavar="CODE", help=_("only files linked to this indicator"))
    parser.add_argument("--kind", metavar="KIND", help=_("only files of this kind, such as 照片 or minutes"))
    parser.add_argument("--village", metavar="NAME", help=_("only files that name this village"))
    parser.add_argument("--year", metavar="YYYY", help=_("only files from this year"))
    parser.add_argument(
        "--status", metavar="STATUS", help=_("only files in this state, such as 缺失 or missing")
    )


_STOPPED = N_("Reading was stopped; what was read so far is searched.")


def _search(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        is_whole = read_first(archive, call.progress, stopped=_STOPPED)
        found = archive.find(
            options.query,
            limit=options.limit,
            most_new=None if is_whole else 0,
            indicator=options.indicator,
            kind=options.kind,
            village=options.village,
            year=options.year,
            status=options.status,
        )
        held = archive.files(items={h.item for h in found}) if found else []
        pages, pictures = archive.scans_waiting()
    if pages or pictures:
        text = _("not searched before `read --ocr`: {pages} scanned pages, {pictures} pictures")
        _say([text.format(pages=pages, pictures=pictures)])
    codes = {h.id: h.indicators for h in held}
    call.answer(documents.hits(found, codes), [line for h in found for line in _hit_lines(h, codes)])
    return 0 if is_whole else 130


def read_first(archive: Archive, progress: Progress, *, stopped: str) -> bool:
    """Read what was not read yet; return False where a person stopped that, and say so (an English sentence)."""
    try:
        archive.describe(progress)
    except Cancelled:
        _say([_(stopped)])
        return False
    except LedgerError as error:
        if error.code != "reader-not-started":
            raise
        _say([messages.sentence(error)])
    return True


def _hit_lines(hit: Hit, codes: Mapping[int, Sequence[str]]) -> list[str]:
    lines = [f"{','.join(codes.get(hit.item, ())) or '-':8} {shown(hit.path)}"]
    if hit.snippet != hit.path:
        page = _("p. {page}").format(page=hit.page) + "  " if hit.page else ""
        lines.append(f"{'':8} {page}{shown(hit.snippet)}")
    return lines


COMMANDS: dict[str, Command] = {
    "scan": Command(N_("bring the archive up to date with the evidence folder"), _scan, _scan_arguments),
    "read": Command(
        N_("read the text, titles, numbers and dates of files not read yet"), _read, _read_arguments
    ),
    "files": Command(N_("the files the archive knows"), _files, _files_arguments),
    "search": Command(
        N_("find files by name, title, number or what is written in them"),
        _search,
        _search_arguments,
    ),
}
