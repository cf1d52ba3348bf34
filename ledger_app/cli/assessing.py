"""Commands about what an audit comes to: set findings aside, ask what if, mock assessments, progress."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable

from ledger_app.archive import Archive
from ledger_app.audit import wording, wording_verdict
from ledger_app.audit.model import Audit, Record, Since, Stake, WhatIf
from ledger_app.audit.scoring import Score, Simulation
from ledger_app.audit.wording_verdict import GRADES, STAKES
from ledger_app.cli.call import Call, Command, no_arguments
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.exchange import audit_documents
from ledger_app.scheme.model import Scheme
from ledger_app.vault import items

_DEDUCTION = re.compile(r"(?P<code>[^=]+)=(?P<points>\d+(?:\.\d+)?):(?P<reason>.+)", re.DOTALL)


def _waive_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why: not applicable, or checked"))
    parser.add_argument("--name", default="", metavar="NAME", help=_("who says so"))


def _waive(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        if options.keys:
            archive.waive(options.keys, reason=options.reason, name=options.name)
        return _aside(call, archive)


def _unwaive_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("keys", nargs="+", metavar="KEY")


def _unwaive(call: Call) -> int:
    with call.open() as archive:
        known = {w.key: w.id for w in archive.waivers()}
        for key in call.options.keys:
            if key not in known:
                raise LedgerError("unknown-waiver", waiver=key)
        archive.unwaive([known[key] for key in call.options.keys])
        return _aside(call, archive)


def _aside(call: Call, archive: Archive) -> int:
    """Answer with all that is set aside."""
    done, found = archive.audit_known(), archive.waivers()
    counting = {w.id for _, w in done.waived}
    lines = []
    for one in found:
        said = _("{key}: {reason} ({name}, {date})").format(
            key=one.key, reason=one.reason, name=one.name, date=wording.date_said(one.at)
        )
        lines.append(said if one.id in counting else _("{said} – no longer counts").format(said=said))
    call.answer(audit_documents.waivers(done, found), lines or [_("Nothing is set aside.")])
    return 0


def _what_if_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")


def _what_if(call: Call) -> int:
    with call.open() as archive:
        places = items.places_named(archive.db, archive.evidence, call.options.files)
        found = archive.what_if_rejected(place.item for place in places)
        scheme = archive.scheme()
    paths = [place.path for place in places]
    call.answer(audit_documents.what_if(found, paths, scheme), _what_if_lines(found))
    return 0


def _what_if_lines(found: WhatIf) -> list[str]:
    if not found.falls and not found.findings:
        return [_("Nothing would change: no requirement rests on this alone.")]
    lines = []
    if found.points:
        lines.append(_("{points} points would no longer be secured.").format(points=f"{found.points:g}"))
    if found.before.is_excellent_possible and not found.after.is_excellent_possible:
        lines.append(_("“Excellent” would be ruled out."))
    for fall in found.falls:
        texts = [r.text for r in fall.indicator.requirements if r.id in fall.requirements]
        lines.append(
            _("{mark} {code} {name}: {before} → {after}").format(
                mark="✘" if fall.after.stake is Stake.LOST else "!",
                code=fall.indicator.code,
                name=fall.indicator.name,
                before=_(STAKES[fall.before.stake]),
                after=_(STAKES[fall.after.stake]),
            )
        )
        lines += [f"    – {text}" for text in texts]
    return lines


def _simulate_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--reviewer", default="", metavar="NAME", help=_("who reviews"))
    parser.add_argument(
        "--deduct",
        action="append",
        default=[],
        type=_points,
        metavar="CODE=POINTS:REASON",
        help=_("take points from an indicator"),
    )
    parser.add_argument(
        "--award",
        action="append",
        default=[],
        type=_points,
        metavar="CODE=POINTS:REASON",
        help=_("give points to a bonus item"),
    )
    parser.add_argument("--list", action="store_true", help=_("show all mock assessments"))


def _points(text: str) -> tuple[str, float, str]:
    """Return indicator, points and reason as an option states them."""
    found = _DEDUCTION.fullmatch(text.strip())
    if not found:
        raise argparse.ArgumentTypeError(
            _("{value} is not written like 20=0.5:two ledgers are not sealed").format(value=text)
        )
    return found["code"].strip(), float(found["points"]), found["reason"]


def _simulate(call: Call) -> int:
    options = call.options
    if (options.deduct or options.award) and not (options.name or "").strip():
        raise LedgerError("simulation-no-name")
    with call.open() as archive:
        chosen = _simulation(archive, options) if options.name else None
        made = [one for one in archive.simulations() if chosen in (None, one.id) or options.list]
        found = [(one, archive.score(one)) for one in made]
        scheme = archive.scheme()
    lines = [line for one, score in found for line in _simulation_lines(one, score, scheme)]
    call.answer(audit_documents.simulations(found, scheme), lines)
    return 0


def _simulation(archive: Archive, options: argparse.Namespace) -> int:
    """Enter what the options say into the mock assessment of this name, a new one where there is none."""
    entered = [*options.deduct, *((code, -points, reason) for code, points, reason in options.award)]
    known = {one.name: one.id for one in reversed(archive.simulations())}
    number = known.get(" ".join(options.name.split()))
    if number is None:
        return archive.begin_simulation(options.name, reviewer=options.reviewer, entered=entered)[0]
    archive.deduct(number, entered)
    return number


def _simulation_lines(one: Simulation, score: Score, scheme: Scheme) -> list[str]:
    codes = {i.id: f"{i.code} {i.name}" for i in scheme.indicators}
    lines = [
        _("{name} ({reviewer}, {date}): {result} of {possible} points").format(
            name=one.name,
            reviewer=one.reviewer,
            date=wording.date_said(one.at),
            result=f"{score.result:g}",
            possible=f"{score.possible:g}",
        )
    ]
    if score.bonus:
        lines.append(_("Bonus items, counted apart: {points} points").format(points=f"{score.bonus:g}"))
    if score.grade:
        lines.append(_("Grade by the usual steps: {grade}").format(grade=_(GRADES[score.grade])))
    if score.hard:
        named = _(", ").join(i.code for i in score.hard)
        lines.append(
            _("“Excellent” is ruled out: points were deducted from the hard {codes}.").format(codes=named)
        )
    lines += [f"    {codes.get(d.indicator, '–')}  {-d.points:+g}  {d.reason}" for d in one.deductions]
    return lines


def _progress(call: Call) -> int:
    with call.open() as archive:
        found = archive.records()
    call.answer(audit_documents.progress(found), _progress_lines(found))
    return 0


def _progress_lines(found: Iterable[Record]) -> list[str]:
    lines = []
    for one in found:
        said = _(
            "{date}: secured {secured}, at risk {at_risk}, lost {lost}; hard gaps {vetoes}; findings {n}"
        )
        lines.append(
            said.format(
                date=f"{one.at[:10]} {one.at[11:16]}",
                secured=f"{one.total.secured:g}",
                at_risk=f"{one.total.at_risk:g}",
                lost=f"{one.total.lost:g}",
                vetoes=one.hard.vetoes,
                n=sum(one.findings.values()),
            )
        )
    return lines or [_("No audit was recorded yet.")]


def verdict_lines(done: Audit) -> list[str]:
    """Return what an audit comes to for people: points, then each hard gap with what clears it."""
    found = done.verdict
    lines = [
        _("Points: {secured} secured, {at_risk} at risk, {lost} lost of {points}").format(
            secured=f"{found.total.secured:g}",
            at_risk=f"{found.total.at_risk:g}",
            lost=f"{found.total.lost:g}",
            points=f"{found.total.points:g}",
        )
    ]
    for cause in found.causes:
        lines.append(f"★ {cause.indicator.code} {cause.indicator.name}")
        lines += [f"    + {wording_verdict.paper(paper, cause)}" for paper in cause.papers]
    return [*lines, *since_lines(done.since), ""]


def since_lines(since: Since | None) -> list[str]:
    """Return what changed since the last audit that said something else."""
    if since is None:
        return []
    sentence = _("Since {date}: {new} new, {returned} back, {cleared} cleared")
    return [
        sentence.format(
            date=f"{since.record.at[:10]} {since.record.at[11:16]}",
            new=len(since.new),
            returned=len(since.returned),
            cleared=len(since.cleared),
        )
    ]


COMMANDS: dict[str, Command] = {
    "waive": Command(N_("set findings aside, or list what is set aside"), _waive, _waive_arguments),
    "unwaive": Command(N_("take findings back from aside"), _unwaive, _unwaive_arguments),
    "whatif": Command(N_("what would be lost if files were rejected"), _what_if, _what_if_arguments),
    "simulate": Command(N_("a mock assessment, deduction by deduction"), _simulate, _simulate_arguments),
    "progress": Command(N_("what the audits came to over time"), _progress, no_arguments),
}
