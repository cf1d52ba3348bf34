"""Commands that make an archive and its scheme: demo, init, scheme."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger_app import founding
from ledger_app.cli import correcting, demo, papers, revising
from ledger_app.cli.call import Call, Command
from ledger_app.core.i18n import N_, _
from ledger_app.exchange import audit_documents, documents
from ledger_app.scheme import wording as scheme_wording
from ledger_app.scheme.model import Scheme


def _demo_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path("demo"), metavar="DIR")
    parser.add_argument("--no-gui", action="store_true", help=_("leave the window closed"))


def _demo(call: Call) -> int:
    call.archive_folder = call.options.folder.absolute()
    done, printed = demo.run(call.archive_folder, call.progress)
    call.answer(audit_documents.audit(done), [*papers.audit_lines(done), "", *(str(p) for p in printed)])
    return papers.audit_code(done)


def _init_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--scheme", type=Path, required=True, metavar="FILE", help=_(".docx, .xlsx or .csv"))
    parser.add_argument(
        "--evidence", type=Path, metavar="DIR", help=_("an existing folder; it is left as it is")
    )
    parser.add_argument("--year", type=int, metavar="YYYY", help=_("the assessment year"))
    correcting.arguments(parser)


def _init(call: Call) -> int:
    options = call.options
    scheme = correcting.scheme(options.scheme, options)
    with founding.create(options.folder, scheme, evidence=options.evidence, year=options.year) as archive:
        call.answer(documents.scheme(archive.scheme()), _scheme_lines(scheme))
    return 1 if scheme.problems else 0


def _scheme_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(parser))
    check = sub.add_parser("check", parents=[common], help=_("read a scheme and report; change nothing"))
    check.add_argument("file", type=Path, metavar="FILE")
    correcting.arguments(check)
    put = sub.add_parser(
        "import", parents=[common], help=_("put a scheme or its next revision into the archive")
    )
    put.add_argument("file", type=Path, metavar="FILE")
    correcting.arguments(put)
    revising.arguments(put)
    diff = sub.add_parser("diff", parents=[common], help=_("what importing would change; nothing is written"))
    diff.add_argument("file", type=Path, metavar="FILE")
    correcting.arguments(diff)
    revising.arguments(diff)
    export = sub.add_parser("export", parents=[common], help=_("the scheme as a Word or Excel table"))
    export.add_argument("file", type=Path, metavar="FILE", help=_(".docx or .xlsx"))
    sub.add_parser("show", parents=[common], help=_("the scheme as the archive holds it"))


def _scheme(call: Call) -> int:
    verb = call.options.verb
    if verb in ("diff", "export"):
        return revising.diff(call) if verb == "diff" else revising.export(call)
    is_doubted = False
    if verb == "check":
        scheme = correcting.scheme(call.options.file, call.options)
    else:
        with call.open() as archive:
            if verb == "import":
                scheme = correcting.scheme(call.options.file, call.options)
                pairs = None
                if call.options.pair or call.options.unpair:
                    found = revising.difference(archive, scheme, call.options)
                    is_doubted, pairs = bool(found.doubtful), found.pairs
                scheme, _changes = archive.import_scheme(scheme, pairs)
            else:
                scheme = archive.scheme()
    call.answer(documents.scheme(scheme), _scheme_lines(scheme, leaves=verb == "show"))
    return 0 if verb == "show" or not (scheme.problems or is_doubted) else 1


def _scheme_lines(scheme: Scheme, *, leaves: bool = False) -> list[str]:
    hard = [i for i in scheme.indicators if i.is_hard]
    lines = [
        scheme.title,
        _("{n} indicators, {hard} of them hard with {points:g} points").format(
            n=len(scheme.indicators), hard=len(hard), points=sum(i.points or 0 for i in hard)
        ),
    ]
    if leaves:
        lines += [
            f"{i.code}\t{'★' if i.is_hard else ''}\t{'' if i.points is None else f'{i.points:g}'}\t{i.name}"
            for i in scheme.indicators
        ]
    for problem in scheme.problems:
        place = scheme_wording.place_text(problem.place)
        lines.append("! " + _(": ").join(filter(None, (place, scheme_wording.problem_sentence(problem)))))
    return lines


COMMANDS: dict[str, Command] = {
    "demo": Command(N_("write the sample archive and run the main job on it"), _demo, _demo_arguments),
    "init": Command(N_("make a new archive"), _init, _init_arguments),
    "scheme": Command(
        N_("check, compare, import, export or show an assessment scheme"), _scheme, _scheme_arguments
    ),
}
