"""Commands about what is needed and for whom: requirement, roster, attest, matrix."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.audit.matrix import Cover, Matrix
from ledger_app.cli.call import Call, Command, check_endings, count
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.evidence import attestations
from ledger_app.exchange import need_documents
from ledger_app.scheme import need_wording, needs, rosters, schemes
from ledger_app.scheme import wording as scheme_wording
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject
from ledger_app.scheme.roster_tables import KINDS as ROSTER_KINDS
from ledger_app.scheme.templates import TEMPLATES
from ledger_app.scheme.texts import line
from ledger_app.search.kinds import KINDS
from ledger_app.vault import items

_NOTHING = ("none", "-", "")


def _requirement_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(parser))

    def verb(name: str, help_text: str) -> argparse.ArgumentParser:
        return sub.add_parser(name, parents=[common], help=help_text)

    listed = verb("list", _("what indicators ask for and what that needs"))
    listed.add_argument("codes", nargs="*", metavar="CODE")
    listed.add_argument("--drafts", action="store_true", help=_("only what waits to be confirmed"))
    added = verb("add", _("add a requirement to an indicator"))
    added.add_argument("code", metavar="CODE")
    added.add_argument("text", metavar="TEXT")
    _need_arguments(added)
    changed = verb("set", _("say what a requirement needs"))
    changed.add_argument("code", metavar="CODE")
    changed.add_argument("key", metavar="KEY")
    changed.add_argument("--text", metavar="TEXT", help=_("its words"))
    changed.add_argument("--place", type=count, metavar="N", help=_("its place in the list, from 1"))
    _need_arguments(changed)
    for name, help_text in (
        ("confirm", _("say that drafts are right")),
        ("dismiss", _("say that drafts are wrong")),
    ):
        settled = verb(name, help_text)
        settled.add_argument("code", nargs="?", metavar="CODE")
        settled.add_argument("keys", nargs="*", metavar="KEY")
        settled.add_argument("--all", action="store_true", dest="is_all", help=_("all drafts there are"))
    removed = verb("remove", _("take requirements away from an indicator"))
    removed.add_argument("code", metavar="CODE")
    removed.add_argument("keys", nargs="+", metavar="KEY")
    drafted = verb("draft", _("draft from the scheme's words what is needed"))
    drafted.add_argument("codes", nargs="*", metavar="CODE")
    template = verb(
        "template", _("make the steps of a usual chain requirements; without CODE, list the chains")
    )
    template.add_argument("code", nargs="?", metavar="CODE")
    template.add_argument("name", nargs="?", choices=[t.code for t in TEMPLATES], metavar="TEMPLATE")
    template.add_argument(
        "--roster", metavar="NAME", help=_("the roster each of whose subjects goes through it")
    )


def _need_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kind",
        action="append",
        dest="kinds",
        metavar="KIND",
        help=_("a kind of paper that will do; none: any"),
    )
    parser.add_argument("--count", type=count, metavar="N", help=_("how many files at least"))
    parser.add_argument("--every", choices=(*needs.EVERY, "none"), help=_("what each must be shown"))
    parser.add_argument("--since", metavar="DATE", help=_("where its period begins; none: with the year"))
    parser.add_argument("--until", metavar="DATE", help=_("where its period ends; none: with the year"))
    parser.add_argument("--signed", action=argparse.BooleanOptionalAction, dest="is_signed")
    parser.add_argument("--sealed", action=argparse.BooleanOptionalAction, dest="is_sealed")
    parser.add_argument("--roster", metavar="NAME", help=_("the roster each of whose subjects must show it"))
    parser.add_argument("--chain", metavar="NAME", help=_("the chain of papers that it is a link of"))
    parser.add_argument("--step", type=count, metavar="N", help=_("which link of the chain it is"))
    parser.add_argument("--instead", metavar="NAME", help=_("the group of which one is enough"))


def _requirement(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        chosen: Sequence[str] | None = getattr(options, "codes", None) or None
        match options.verb:
            case "add":
                archive.add_requirement(options.code, options.text, need=_given(archive, options, Need()))
            case "set":
                _set(archive, options)
            case "remove":
                archive.remove_requirement(options.code, *options.keys)
            case "draft":
                archive.draft_needs(chosen)
            case "confirm":
                archive.confirm_drafts(_drafts(archive, options))
            case "dismiss":
                archive.dismiss_drafts(_drafts(archive, options))
            case "template" if options.code is None or options.name is None:
                return _templates(call)
            case "template":
                number = _roster(archive, options.roster)
                archive.apply_template(options.code, options.name, roster=number)
        codes = chosen or ([options.code] if getattr(options, "code", None) else None)
        found = _chosen(archive, codes)
        known = archive.rosters()
    if getattr(options, "drafts", False) or (options.verb in ("draft", "confirm", "dismiss") and not codes):
        found = [(i, r) for i, r in found if r.is_drafted]
    call.answer(need_documents.requirements(found, known), _requirement_lines(found, known))
    return 0


def _templates(call: Call) -> int:
    if call.options.code is not None:
        raise LedgerError("unknown-template", value="–", known=", ".join(t.code for t in TEMPLATES))
    document = [
        {"template": t.code, "title": _(t.title), "chain": t.chain, "steps": [s.text for s in t.steps]}
        for t in TEMPLATES
    ]
    lines = [f"{t.code:14} {_(t.title)}: {' → '.join(s.text for s in t.steps)}" for t in TEMPLATES]
    call.answer(document, lines)
    return 0


def _set(archive: Archive, options: argparse.Namespace) -> None:
    known = schemes.requirement(archive.db, options.code, options.key)
    wanted = _given(archive, options, known.need)
    is_changed = options.text is not None or wanted != known.need or options.place is None
    if is_changed:
        archive.change_requirement(options.code, options.key, text=options.text, need=wanted)
    if options.place is not None:
        archive.move_requirement(options.code, options.key, to=options.place - 1)


def _given(archive: Archive, options: argparse.Namespace, known: Need) -> Need:
    """Return a need with what the options say of it; the rest stays."""
    said = {
        name: getattr(options, name)
        for name in ("count", "step", "is_signed", "is_sealed")
        if getattr(options, name) is not None
    }
    for name in ("every", "since", "until", "chain", "instead"):
        value = getattr(options, name)
        if value is not None:
            said[name] = "" if value in _NOTHING else value
    if options.kinds is not None:
        said["kinds"] = tuple(k for k in options.kinds if k not in _NOTHING)
    if options.roster is not None:
        said["roster"] = _roster(archive, options.roster)
    return replace(known, **said)


def _roster(archive: Archive, name: str | None) -> int | None:
    return None if name is None or name in _NOTHING else rosters.roster(archive.db, name).id


def _drafts(archive: Archive, options: argparse.Namespace) -> list[needs.Place] | None:
    """Return which drafts are meant: those named, all of an indicator, or all with --all."""
    if options.code is None:
        if not options.is_all:
            raise LedgerError("drafts-not-named")
        return None
    if options.keys:
        return [(options.code, key) for key in options.keys]
    return [(options.code, r.key) for r in schemes.indicator(archive.db, options.code).requirements]


def _chosen(archive: Archive, codes: Sequence[str] | None) -> list[tuple[Indicator, Requirement]]:
    if codes is None:
        indicators = archive.scheme().indicators
    else:
        indicators = tuple(schemes.indicator(archive.db, code) for code in codes)
    return [(i, r) for i in indicators for r in i.requirements]


def _requirement_lines(found: Sequence[tuple[Indicator, Requirement]], known: Sequence[Roster]) -> list[str]:
    kinds, names = {code: _(k.name) for code, k in KINDS.items()}, {r.id: r.name for r in known}
    lines: list[str] = []
    shown = None
    for indicator, one in found:
        if indicator.id != shown:
            lines.append(f"{indicator.code}  {indicator.name}")
            shown = indicator.id
        said = need_wording.need_said(one.need, kinds=kinds, rosters=names)
        waits = _(" [drafted, not confirmed]") if one.is_drafted else ""
        lines.append(f"  {one.key:>3}  {one.text}{f' – {said}' if said else ''}{waits}")
    return lines


def _roster_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(parser))
    sub.add_parser("list", parents=[common], help=_("the rosters there are"))
    shown = sub.add_parser("show", parents=[common], help=_("whom a roster lists"))
    shown.add_argument("name", metavar="NAME")
    read = sub.add_parser("import", parents=[common], help=_("import a list, or bring a roster up to date"))
    read.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx or .csv"))
    read.add_argument("--name", metavar="NAME", help=_("what it is called; the file's name unless told"))
    read.add_argument("--kind", choices=ROSTER_KINDS, default="village")
    added = sub.add_parser("add", parents=[common], help=_("add someone to a roster; a new one is made"))
    added.add_argument("name", metavar="NAME")
    added.add_argument("subject", metavar="SUBJECT")
    added.add_argument("--kind", choices=ROSTER_KINDS, default="village")
    added.add_argument("--village", default="", metavar="VILLAGE")
    added.add_argument("--also", action="append", default=[], metavar="NAME", help=_("another name of it"))
    removed = sub.add_parser("remove", parents=[common], help=_("take a roster away, or some off it"))
    removed.add_argument("name", metavar="NAME")
    removed.add_argument("subjects", nargs="*", metavar="SUBJECT")


def _roster_command(call: Call) -> int:
    options = call.options
    table = None
    with call.open() as archive:
        match options.verb:
            case "list":
                return _rosters(call, archive)
            case "import":
                name = options.name or options.file.stem
                found, table, _changes = archive.import_roster(options.file, name, options.kind)
                options.name = found.name
            case "add":
                _add_to_roster(archive, options)
            case "remove":
                one = rosters.roster(archive.db, options.name)
                gone = [rosters.subject(archive.db, s, roster_name=one.id).id for s in options.subjects]
                if not gone:
                    archive.remove_roster(one.id)
                    return _rosters(call, archive)
                archive.remove_subjects(gone)
        shown = rosters.roster(archive.db, options.name)
    lines = [_("{name}: {n}").format(name=shown.name, n=len(shown.subjects))]
    for one in shown.subjects:
        others = f"  ({'、'.join(one.also)})" if one.also else ""
        home = f"  {one.village}" if one.village not in ("", one.name) else ""
        lines.append(f"  {one.name}{home}{others}")
    for problem in table.problems if table else ():
        place = scheme_wording.place_text(problem.place)
        lines.append("! " + _(": ").join((place, scheme_wording.problem_sentence(problem))))
    call.answer(need_documents.roster(shown, table), lines)
    return 1 if table and table.problems else 0


def _add_to_roster(archive: Archive, options: argparse.Namespace) -> None:
    """Add a subject to the roster named, or make that roster with it, as one step."""
    options.name = line(options.name)
    known = next((r.id for r in archive.rosters() if r.name == options.name), None)
    if known is None:
        one = Subject(0, options.subject, tuple(options.also), options.village)
        archive.add_roster(options.name, options.kind, [one])
    else:
        archive.add_subject(known, options.subject, also=options.also, village=options.village)


def _rosters(call: Call, archive: Archive) -> int:
    found = archive.rosters()
    lines = [f"{r.name}  {_(need_wording.ROSTER_KINDS[r.kind])}  {len(r.subjects)}" for r in found]
    call.answer(need_documents.rosters(found), lines)
    return 0


def _attest_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("what", choices=attestations.WHAT)
    parser.add_argument("--withdraw", action="store_true", help=_("take it back"))


def _attest(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, options.files)
        settle = archive.withdraw_attestation if options.withdraw else archive.attest
        settle(found, options.what)
    call.answer({"files": len(found), "what": options.what}, [])
    return 0


def _matrix_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--roster", metavar="NAME", help=_("whose coverage; the first of villages unless told")
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write it as a table"))
    for kind in ("pdf", "xlsx"):
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=_("print it"))


def _matrix(call: Call) -> int:
    options = call.options
    check_endings(options, "csv", "pdf", "xlsx")
    with call.open() as archive:
        known = archive.rosters()
        if options.roster is None and not known:
            raise LedgerError("no-roster")
        first = next((r for r in known if r.kind == "village"), known[0] if known else None)
        chosen = rosters.roster(archive.db, options.roster) if options.roster or first is None else first
        found = archive.matrix(chosen.id)
        if options.csv:
            archive.write_matrix(found, options.csv)
        for target in (options.pdf, options.xlsx):
            if target:
                archive.print_matrix(found, target, call.progress)
    call.answer(need_documents.matrix(found), _matrix_lines(found))
    return 1 if any(c.cover in (Cover.MISSING, Cover.PARTLY) for c in found.totals) else 0


def _matrix_lines(found: Matrix) -> list[str]:
    lines = [_("{name}: {n}").format(name=found.roster.name, n=len(found.roster.subjects))]
    for row in found.rows:
        if not row.is_asked:
            continue
        open_cells = zip(found.roster.subjects, row.cells, strict=True)
        open_names = [s.name for s, c in open_cells if c.cover in (Cover.MISSING, Cover.PARTLY)]
        said = _("{n} of {of}").format(n=row.covered, of=len(row.cells))
        name = row.indicator.name if row.requirement is None else f"  {row.requirement.text}"
        lines.append(f"{row.indicator.code:8} {name}  {said}  {'、'.join(open_names)}".rstrip())
    if len(lines) == 1:
        lines.append(_("No requirement asks for each of them yet."))
    return lines


COMMANDS: dict[str, Command] = {
    "requirement": Command(
        N_("what indicators ask for, and what that needs"), _requirement, _requirement_arguments
    ),
    "roster": Command(
        N_("the villages, households and projects that must be covered"), _roster_command, _roster_arguments
    ),
    "attest": Command(N_("say that files are signed or sealed"), _attest, _attest_arguments),
    "matrix": Command(N_("what is covered, by village"), _matrix, _matrix_arguments),
}
