"""Commands that hold paper against the archive: trace, check-binder."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.binder.proving import wording
from ledger_app.binder.proving.tracing import Trace
from ledger_app.cli.call import Call, Command
from ledger_app.core import messages
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.vault.names import shown

if TYPE_CHECKING:
    from ledger_app.binder.proving.reopening import Reopened


def _trace_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="+", metavar="CODE", help=_("the code on a printed page"))


def _trace(call: Call) -> int:
    documents, lines, is_good = [], [], True
    with call.open() as archive:
        for text in call.options.codes:
            try:
                found = archive.trace(text, call.progress)
            except LedgerError as error:
                if len(call.options.codes) == 1:
                    raise
                said = messages.sentence(error)
                documents.append({"code": text, "error": error.code, "message": said})
                lines.append(said)
                is_good = False
                continue
            documents.append(_document(found, is_proved=wording.is_proved(found)))
            first, *rest = wording.trace(found)
            lines += [first, *(f"  {line}" for line in rest)]
            is_good &= wording.is_proved(found)
    call.answer(documents, lines)
    return 0 if is_good else 1


def _document(found: Trace, *, is_proved: bool) -> dict[str, object]:
    return {
        "code": found.code,
        "kind": str(found.kind),
        "item": found.item,
        "page": found.page,
        "title": found.title,
        "archive_number": found.archive_number,
        "indicators": list(found.indicators),
        "sha256": found.sha256,
        "is_recorded": found.is_recorded,
        "former_sha256": found.former or None,
        "places": [asdict(p) for p in found.places],
        "prints": [asdict(p) for p in found.prints],
        "proved": is_proved,
    }


def _check_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("a binder as PDF"))
    parser.add_argument("--report", type=Path, metavar="FILE.pdf", help=_("write what was found as a report"))


def _check(call: Call) -> int:
    report: Path | None = call.options.report
    if report and report.suffix.lower() != ".pdf":
        raise LedgerError("output-not-pdf", path=report)
    with call.open() as archive:
        done = [archive.check_binder(path, call.progress) for path in call.options.files]
        if report:
            archive.write_check(done, report)
    lines = []
    for one in done:
        said = _("{path}: {title}, {verdict}")
        verdict = wording.verdict(len(one.checked.faults))
        lines.append(said.format(path=shown(str(one.path)), title=shown(one.volume.title), verdict=verdict))
        if one.is_replacement:
            lines.append(f"  {wording.replacement(len(one.volume.printed_pages), one.unchecked, one.slips)}")
        if not one.is_last:
            lines.append("  " + _("This binder was printed again since."))
        lines += [f"  {label}: {number:,}" for label, number in wording.counts(one.checked.counts)]
        lines += [f"  ! {wording.fault(fault)}" for fault in one.checked.faults]
    call.answer([_checked(one) for one in done], lines)
    return 0 if all(one.checked.is_clean for one in done) else 1


def _checked(one: Reopened) -> dict[str, object]:
    return {
        "path": str(one.path),
        "volume": one.volume.key,
        "title": one.volume.title,
        "print": one.print,
        "printed_at": one.volume.at,
        "is_last_print": one.is_last,
        "is_replacement": one.is_replacement,
        "pages_unchecked": one.unchecked,
        "counts": dict(one.checked.counts),
        "faults": [
            {
                "code": fault.code,
                "page": fault.page,
                "label": fault.label,
                "values": dict(fault.values),
                "message": wording.fault(fault),
            }
            for fault in one.checked.faults
        ],
    }


COMMANDS: dict[str, Command] = {
    "trace": Command(N_("what a code on a printed page leads to"), _trace, _trace_arguments),
    "check-binder": Command(N_("check binders that were printed earlier"), _check, _check_arguments),
}
