"""The command that hands items over to the county archive, and the one that checks what was handed over."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ledger_app.cli.call import Call, Command
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.exchange.transfer import testing
from ledger_app.exchange.transfer.model import (
    EXPECTED,
    MANIFESTS,
    Checked,
    Result,
    Severity,
    Tested,
    Transferred,
)
from ledger_app.exchange.transfer.wording import reason, sentence
from ledger_app.vault.names import shown

_MOST_ALIKE = 5


def _arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=_("a new folder, or the package to check"))
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="BOX", help=_("only the items of these boxes, by 盒号")
    )
    parser.add_argument(
        "--carrier", default="", metavar="TEXT", help=_("on what it is handed over, like a kind of disc")
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=_("read a package again instead of writing one; no archive needed"),
    )


def _transfer(call: Call) -> int:
    from ledger_app.exchange.transfer import checking, documents  # see docs/decisions/0006-late-imports.md

    options = call.options
    if options.check:
        if options.only:
            raise LedgerError("transfer-check-whole")
        checked = checking.check(options.folder, call.progress)
        tested = testing.tested(checked)
        document = documents.checked(options.folder, checked, tested)
        call.answer(document, _checked_lines(options.folder, checked, tested))
        return 1 if checked.problems else 0
    with call.open() as archive:
        done = archive.transfer(options.folder, call.progress, only=options.only, carrier=options.carrier)
    call.answer(documents.transferred(done), _lines(done))
    return 1 if done.checked.problems or any(o.reason not in EXPECTED for o in done.left_out) else 0


def _lines(done: Transferred) -> list[str]:
    lines = _checked_lines(done.path, done.checked, done.tested)
    if done.left_out:
        n = len(done.left_out)
        lines.append(ngettext("{n} item was left out:", "{n} items were left out:", n).format(n=n))
        lines += [f"! {shown(o.number or o.path)} {shown(o.title)} — {reason(o)}" for o in done.left_out]
    return lines


def _checked_lines(folder: Path, checked: Checked, tested: Iterable[Tested]) -> list[str]:
    counts = Counter(one.result for one in tested)
    said = _("{path}: {items} items, {bytes} bytes in {files} files")
    is_sound = _(
        "Sizes, SHA-256 and SM3 of every file are as stated; nothing is missing and nothing besides."
    )
    is_not = _("The package is not what it says it is:")
    report = _(
        "Of DA/T 70-2018, {passed} items that can be tested offline are met, {failed} are not, "
        "{untested} were not tested."
    )
    return [
        said.format(path=shown(str(folder)), items=checked.count, bytes=checked.size, files=checked.files),
        is_sound if checked.is_sound else is_not,
        *_problem_lines(checked),
        *(
            _("SHA-256 of {path}: {digest}").format(path=MANIFESTS[kind], digest=digest)
            for kind, digest in checked.digests.items()
            if digest
        ),
        report.format(
            passed=counts[Result.PASSED], failed=counts[Result.FAILED], untested=counts[Result.NOT_TESTED]
        ),
    ]


def _problem_lines(checked: Checked) -> list[str]:
    """Return every fault, and of warnings of one kind the first few: a catalogue may lack a thousand issuers."""
    lines: list[str] = []
    alike: Counter[str] = Counter()
    total = Counter(p.code for p in checked.problems)
    for problem in checked.problems:
        if problem.severity is Severity.FAULT:
            lines.append(f"! {sentence(problem)}")
            continue
        alike[problem.code] += 1
        if alike[problem.code] <= _MOST_ALIKE:
            lines.append(f"· {sentence(problem)}")
        elif alike[problem.code] == _MOST_ALIKE + 1:
            n = total[problem.code] - _MOST_ALIKE
            lines.append("· " + ngettext("… and {n} more", "… and {n} more", n).format(n=n))
    return lines


COMMANDS: dict[str, Command] = {
    "transfer": Command(
        N_("hand numbered items over to the county archive, or check what was handed over"),
        _transfer,
        _arguments,
    ),
}
