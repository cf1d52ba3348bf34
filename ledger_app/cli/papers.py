"""Commands that report: audit, notices, index."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger_app.archive import day
from ledger_app.audit import wording as audit_wording
from ledger_app.audit.model import Audit, Severity
from ledger_app.binder.words import folder_state
from ledger_app.cli.assessing import verdict_lines
from ledger_app.cli.call import Call, Command, check_endings
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.exchange import audit_documents
from ledger_app.vault.names import shown


def _audit_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    for kind in ("pdf", "docx", "xlsx"):
        parser.add_argument(
            f"--{kind}", type=Path, metavar="FILE", help=_("also write the audit report here")
        )


def _audit(call: Call) -> int:
    options = call.options
    check_endings(options, "pdf", "docx", "xlsx")
    with call.open() as archive:
        done = archive.audit(call.progress)
        for target in (options.pdf, options.docx, options.xlsx):
            if target:
                archive.print_audit(done, target, call.progress)
    call.answer(audit_documents.audit(done), audit_lines(done))
    return audit_code(done)


def audit_code(done: Audit) -> int:
    """Return 1 while a hard indicator has a finding."""
    return 1 if any(f.indicator and f.indicator.is_hard for f in done.findings) else 0


def audit_lines(done: Audit) -> list[str]:
    """Return an audit for people: the verdict, then each finding with what to do."""
    lines = [_(": ").join(state) for state in folder_state(done.is_away)]
    lines += [audit_wording.verdict(done), *verdict_lines(done)]
    signs = {Severity.VETO: "✘", Severity.ERROR: "!", Severity.WARNING: "·", Severity.HINT: " "}
    for f in done.findings:
        lines.append(f"{signs[f.severity]} {f.key} {audit_wording.message(f)}")
        lines += [f"    – {shown(reason)}" for reason in audit_wording.told(f)]
        lines.append(f"    → {audit_wording.remedy(f)}")
        lines += [f"    ? {shown(c.path)}" for c in f.candidates]
    return lines


def _index_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--form",
        choices=("archive", "inspection"),
        default="archive",
        help=_("the catalogue of files, or the index by indicator"),
    )
    parser.add_argument(
        "--columns",
        type=int,
        choices=(9, 7),
        default=9,
        help=_("the columns of the catalogue: 9 of DA/T 22-2015, or 7 of DA/T 22-2000"),
    )


def _index(call: Call) -> int:
    with call.open() as archive:
        printed = archive.print_index(
            call.options.target, form=call.options.form, columns=call.options.columns, progress=call.progress
        )
    document = {
        "path": str(printed.path),
        "pages": printed.pages,
        "missing_glyphs": list(printed.missing_glyphs),
    }
    lines = [
        ngettext("{path}: {n} page", "{path}: {n} pages", printed.pages).format(
            path=printed.path, n=printed.pages
        )
    ]
    if printed.missing_glyphs:
        lines.append(
            _("No font has these characters; they are printed as codes: {characters}").format(
                characters=" ".join(printed.missing_glyphs)
            )
        )
    call.answer(document, lines)
    return 1 if printed.missing_glyphs else 0


def _notices_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", nargs="?", help=_("where to write them"))
    parser.add_argument("--unit", action="append", default=[], metavar="UNIT", help=_("only for this unit"))
    parser.add_argument("--due", metavar="YYYY-MM-DD", help=_("the day by which the evidence is asked for"))
    parser.add_argument("--template", type=Path, metavar="FILE.docx", help=_("fill this Word template"))
    parser.add_argument(
        "--new-template",
        action="store_true",
        help=_("put a template into the archive, to be changed in Word"),
    )


def _notices(call: Call) -> int:
    options = call.options
    due = day(options.due) if options.due else None
    if options.folder is None and not options.new_template:
        raise LedgerError("notices-nowhere")
    with call.open() as archive:
        template = archive.save_notice_template() if options.new_template else None
        written = []
        if options.folder is not None:
            written = archive.write_notices(
                archive.audit(call.progress),
                options.folder,
                units=options.unit,
                template=options.template,
                due=due,
                progress=call.progress,
            )
    document: dict[str, object] = {"notices": [str(one.path) for one in written]}
    lines = [shown(str(one.path)) for one in written]
    if options.folder is not None and not written:
        lines.append(_("No unit owes anything."))
    if template is not None:
        document["template"] = str(template)
        lines.append(_("The template is {path}.").format(path=shown(str(template))))
    call.answer(document, lines)
    return 0


COMMANDS: dict[str, Command] = {
    "audit": Command(N_("what every hard indicator still lacks"), _audit, _audit_arguments),
    "notices": Command(N_("write each unit a notice of the evidence it owes"), _notices, _notices_arguments),
    "index": Command(N_("print the archive index"), _index, _index_arguments),
}
