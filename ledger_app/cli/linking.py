"""Commands that settle which file shows what: link, unlink, accept, suggest."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ledger_app.cli.call import Call, Command, count, share
from ledger_app.cli.holding import read_first
from ledger_app.core.i18n import N_, _
from ledger_app.evidence import wording as evidence_wording
from ledger_app.exchange import documents
from ledger_app.scheme import rosters
from ledger_app.vault import items
from ledger_app.vault.names import shown

_STOPPED = N_("Reading was stopped; suggestions rest on what was read so far.")


def _link_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--requirement", metavar="KEY", help=_("the one requirement it shows"))


def _link_for_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    _link_arguments(parser, common)
    parser.add_argument("--subject", metavar="NAME", help=_("the village, household or project it is about"))


def _link(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, options.files)
        subject = rosters.subject(archive.db, options.subject).id if options.subject else None
        archive.link(found, options.code, requirement=options.requirement, subject=subject, how="command")
    return _linked(call, found)


def _unlink(call: Call) -> int:
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, call.options.files)
        archive.unlink(found, call.options.code, requirement=call.options.requirement)
    return _linked(call, found)


def _linked(call: Call, found: Sequence[int]) -> int:
    call.answer({"files": len(found), "indicator": call.options.code}, [])
    return 0


def _accept_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")


def _accept(call: Call) -> int:
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, call.options.files)
        archive.accept_content(found)
    call.answer({"files": len(found)}, [])
    return 0


def _suggest_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--top", type=count, default=3, metavar="N", help=_("how many for each file"))
    parser.add_argument(
        "--accept",
        type=share,
        metavar="SCORE",
        help=_("link every file whose best suggestion reaches this score"),
    )


def _suggest(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        is_whole = read_first(archive, call.progress, stopped=_STOPPED)
        held = archive.files() if options.files else archive.files(unlinked=True)
        if options.files:
            wanted = set(items.item_ids(archive.db, archive.evidence, options.files))
            held = [h for h in held if h.id in wanted]
        paths: dict[int, str] = {}
        for h in held:
            paths.setdefault(h.id, h.path)
        found = archive.suggestions(paths, top=options.top)
        if options.accept is not None:
            archive.accept_suggestions(found, at_least=options.accept)
        codes = {i.id: i.code for i in archive.scheme().indicators}
    lines = []
    for item, path in paths.items():
        lines.append(shown(path))
        for c in found.get(item, ()):
            reasons = _("; ").join(evidence_wording.reasons(c))
            lines.append(f"  {codes[c.indicator]:8} {c.score:.2f}  {reasons}")
    call.answer(documents.suggestions(paths, found, codes), lines)
    return 0 if is_whole else 130


def _reject_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("code", metavar="CODE")


def _reject(call: Call) -> int:
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, call.options.files)
        archive.reject_suggestion(found, call.options.code)
    return _linked(call, found)


COMMANDS: dict[str, Command] = {
    "link": Command(N_("say that files show an indicator"), _link, _link_for_arguments),
    "unlink": Command(N_("take files away from an indicator"), _unlink, _link_arguments),
    "accept": Command(N_("accept the changed content of files"), _accept, _accept_arguments),
    "suggest": Command(N_("ranked indicators for files that have none"), _suggest, _suggest_arguments),
    "reject": Command(N_("say that files do not show an indicator"), _reject, _reject_arguments),
}
