"""Commands that keep an archive whole: verify, backup, restore, settings, undo, redo, journal."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from ledger_app.cli.call import Call, Command, count, no_arguments
from ledger_app.core import anchors, operations
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.exchange import backups, documents
from ledger_app.exchange.backups import BackupReport
from ledger_app.vault.names import shown


def _verify_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="TEXT",
        help=_(
            "the journal's head as a closing sheet has it, like “1234:9f3a 6c12 …”; may be given several times"
        ),
    )


def _verify(call: Call) -> int:
    with call.open() as archive:
        report = archive.verify(call.progress)
        entries, first_bad = archive.db.verify_journal()
        printed = [anchors.checked(archive.db, a, first_bad=first_bad) for a in call.options.anchor]
    document = documents.fixity(report, entries=entries, first_bad=first_bad, anchors=printed)
    lines = [
        _("{ok} of {files} files are what they were").format(ok=report.ok, files=report.files),
        *(f"! {d.kind}: {shown(d.path)}" for d in report.differences),
        _("The journal's chain of {n} entries is intact.").format(n=entries)
        if first_bad is None
        else _("The journal was altered at entry {n}.").format(n=first_bad),
        *(("" if a.is_held else "! ") + anchors.sentence(a) for a in printed),
    ]
    call.answer(document, lines)
    return 1 if report.differences or first_bad is not None or not all(a.is_held for a in printed) else 0


def _backup_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE")


def _backup(call: Call) -> int:
    with call.open() as archive:
        report = archive.backup(call.options.target, call.progress)
    return _kept(call, call.options.target, report)


def _restore_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("folder", type=Path, metavar="DIR")


def _restore(call: Call) -> int:
    report = backups.restore(call.options.source, call.options.folder, call.progress)
    return _kept(call, call.options.folder, report)


def _kept(call: Call, path: Path, report: BackupReport) -> int:
    call.answer({"path": str(path), "evidence": report.manifest.evidence}, [str(path), report.note()])
    return 0


def _settings_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--evidence", metavar="DIR", help=_("where the evidence lies now; links are kept"))
    parser.add_argument("--year", type=int, metavar="YYYY", help=_("the assessment year"))
    parser.add_argument("--title", metavar="TEXT", help=_("the archive's name"))
    parser.add_argument("--fonds", metavar="CODE", help=_("the fonds code, 全宗号"))
    parser.add_argument("--fonds-name", metavar="TEXT", help=_("the fonds' name, 全宗名称"))
    parser.add_argument("--retention", choices=("Y", "D30", "D10"), help=_("how long files are kept"))
    parser.add_argument(
        "--inspected",
        metavar="YYYY-MM-DD",
        help=_("the day the inspectors come; empty while it is not known"),
    )
    parser.add_argument("--number-template", metavar="TEXT", help=_("how archive numbers, 档号, are written"))
    parser.add_argument(
        "--offices", metavar="LIST", help=_("offices or subjects, 机构/问题, as BGS=办公室;DQL=党群")
    )
    parser.add_argument("--sheet-thickness", metavar="MM", help=_("how thick a sheet of the originals is"))
    parser.add_argument(
        "--duplex-originals", choices=("yes", "no"), help=_("whether originals are printed on both sides")
    )


def _settings(call: Call) -> int:
    with call.open() as archive:
        settings = archive.settings()
        given = {k: v for k, v in vars(call.options).items() if k in asdict(settings) and v is not None}
        if "evidence" in given:
            given["evidence"] = str(Path(given["evidence"]).absolute())
        if "duplex_originals" in given:
            given["duplex_originals"] = given["duplex_originals"] == "yes"
        if given:
            archive.change_settings(replace(settings, **given))
            settings = archive.settings()
    call.answer(asdict(settings), [f"{k}: {v}" for k, v in asdict(settings).items()])
    return 0


def _undo(call: Call) -> int:
    with call.open() as archive:
        entry = archive.db.next_undo()
        archive.db.undo()
    return _answered(call, entry.name if entry else "")


def _redo(call: Call) -> int:
    with call.open() as archive:
        entry = archive.db.next_redo()
        archive.db.redo()
    return _answered(call, entry.name if entry else "")


def _answered(call: Call, name: str) -> int:
    call.answer({"name": name}, [operations.title(name)])
    return 0


def _journal_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=count, default=50, metavar="N", help=_("at most so many"))


def _journal(call: Call) -> int:
    with call.open() as archive:
        entries = archive.db.entries(limit=call.options.limit)
    lines = [f"{e.id:>6} {e.at} {e.actor:12} {operations.sentence(e)}" for e in entries]
    call.answer(documents.journal(entries), lines)
    return 0


def _rebuild(call: Call) -> int:
    with call.open() as archive:
        read = archive.rebuild(call.progress)
        pages, pictures = archive.scans_waiting()
    lines = [ngettext("{n} file read", "{n} files read", read).format(n=read)]
    if pages or pictures:
        text = _("waiting for `read --ocr`: {pages} scanned pages, {pictures} pictures")
        lines.append(text.format(pages=pages, pictures=pictures))
    call.answer({"read": read, "waiting": {"pages": pages, "pictures": pictures}}, lines)
    return 0


COMMANDS: dict[str, Command] = {
    "verify": Command(N_("check every file and the journal"), _verify, _verify_arguments),
    "backup": Command(N_("copy the ledger into one file"), _backup, _backup_arguments),
    "restore": Command(N_("make an archive from a backup"), _restore, _restore_arguments),
    "rebuild": Command(
        N_("drop what was read from the files and read it again; links and corrections stay"),
        _rebuild,
        no_arguments,
    ),
    "settings": Command(N_("show or change the archive's settings"), _settings, _settings_arguments),
    "undo": Command(N_("take the last step back"), _undo, no_arguments),
    "redo": Command(N_("bring the last undone step back"), _redo, no_arguments),
    "journal": Command(N_("what was done, newest first"), _journal, _journal_arguments),
}
