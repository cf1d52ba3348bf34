"""What each command does: it calls the archive, prints for people or as JSON, and returns the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ledger_app.archive import Archive, find_archive
from ledger_app.audit import wording as audit_wording
from ledger_app.audit.model import Audit, Severity
from ledger_app.cli import demo, watching
from ledger_app.core import operations
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.evidence import wording as evidence_wording
from ledger_app.exchange import backups, documents
from ledger_app.scheme import wording as scheme_wording
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import finding
from ledger_app.vault import items
from ledger_app.vault.model import ScanReport, Status
from ledger_app.vault.names import shown


class Call:
    """One call of a command: its options, its progress, and where its results go."""

    def __init__(self, options: argparse.Namespace, progress: Progress) -> None:
        self.options = options
        self.progress = progress
        self.archive_folder: Path | None = None

    def open(self) -> Archive:
        """Open the archive that --archive or the current folder names."""
        named = self.options.archive
        self.archive_folder = named.absolute() if named else find_archive(Path.cwd())
        return Archive(self.archive_folder)

    def answer(self, document: object, lines: Sequence[str]) -> None:
        """Print the JSON document, or the lines for people."""
        text = documents.text(document) if self.options.json else "\n".join(lines)
        if text:
            sys.stdout.write(text + "\n")


@dataclass(frozen=True, slots=True)
class Command:
    """A command's help (an English sentence to translate), its arguments, and its work."""

    help: str
    run: Callable[[Call], int]
    arguments: Callable[[argparse.ArgumentParser, argparse.ArgumentParser], None]


def _nothing(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    pass


# demo, init


def _demo_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path("demo"), metavar="DIR")
    parser.add_argument("--no-gui", action="store_true", help=_("leave the window closed"))


def _demo(call: Call) -> int:
    call.archive_folder = call.options.folder.absolute()
    done, papers = demo.run(call.archive_folder, call.progress)
    call.answer(documents.audit(done), [*_audit_lines(done), "", *(str(p) for p in papers)])
    return _audit_code(done)


def _init_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--scheme", type=Path, required=True, metavar="FILE", help=_(".docx, .xlsx or .csv"))
    parser.add_argument(
        "--evidence", type=Path, metavar="DIR", help=_("an existing folder; it is left as it is")
    )
    parser.add_argument("--year", type=int, metavar="YYYY", help=_("the assessment year"))


def _init(call: Call) -> int:
    options = call.options
    scheme = read_scheme(options.scheme)
    with Archive.create(options.folder, scheme, evidence=options.evidence, year=options.year) as archive:
        call.answer(documents.scheme(archive.scheme()), _scheme_lines(scheme))
    return 0


# scheme


def _scheme_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(parser))
    check = sub.add_parser("check", parents=[common], help=_("read a scheme and report; change nothing"))
    check.add_argument("file", type=Path, metavar="FILE")
    put = sub.add_parser(
        "import", parents=[common], help=_("put a scheme or its next revision into the archive")
    )
    put.add_argument("file", type=Path, metavar="FILE")
    sub.add_parser("show", parents=[common], help=_("the scheme as the archive holds it"))


def _scheme(call: Call) -> int:
    verb = call.options.verb
    if verb == "check":
        scheme = read_scheme(call.options.file)
    else:
        with call.open() as archive:
            scheme = archive.import_scheme(call.options.file)[0] if verb == "import" else archive.scheme()
    call.answer(documents.scheme(scheme), _scheme_lines(scheme, leaves=verb == "show"))
    return 0 if verb == "show" or not scheme.problems else 1


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
    lines += [f"! {p.place}: {scheme_wording.problem_sentence(p)}" for p in scheme.problems]
    return lines


# files


def _scan_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help=_("stay and bring changes in until interrupted"))
    parser.add_argument("--full", action="store_true", help=_("hash every file again"))


def _scan(call: Call) -> int:
    with call.open() as archive:
        report, _changes = archive.scan(call.progress, full=call.options.full)
        if call.options.watch:
            report = watching.watch(archive, call.progress, report, say=lambda r: _say(scan_lines(r)))
    call.answer(documents.scan(report), [] if call.options.watch else scan_lines(report))
    return 130 if call.options.watch else 0


def scan_lines(report: ScanReport) -> list[str]:
    """Return a scan's result for people."""
    if report.away:
        return [_("The evidence folder is away; nothing was changed.")]
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
        _("left out: {path} ({reason})").format(path=shown(p), reason=r) for p, r in report.skipped
    ]


def _say(lines: Sequence[str]) -> None:
    sys.stderr.write("\n".join(lines) + "\n")


def _read_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, metavar="N", help=_("at most so many"))


def _read(call: Call) -> int:
    with call.open() as archive:
        count = archive.describe(call.progress, limit=call.options.limit)
    call.answer({"read": count}, [ngettext("{n} file read", "{n} files read", count).format(n=count)])
    return 0


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
    lines = [f"{h.status:10} {','.join(h.indicators) or '-':8} {shown(h.path)}" for h in held]
    call.answer(documents.files(held, described), lines)
    return 0


def _search_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most so many"))


def _search(call: Call) -> int:
    with call.open() as archive:
        found = finding.find(archive.db, call.options.query, limit=call.options.limit)
        codes = {h.id: h.indicators for h in archive.files()} if found else {}
    lines = [f"{','.join(codes.get(h.item, ())) or '-':8} {shown(h.path)}" for h in found]
    call.answer(documents.hits(found, codes), lines)
    return 0


# links


def _link_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--requirement", metavar="KEY", help=_("the one requirement it shows"))


def _link(call: Call) -> int:
    with call.open() as archive:
        found = items.item_ids(archive.db, archive.evidence, call.options.files)
        archive.link(found, call.options.code, requirement=call.options.requirement, how="command")
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
    parser.add_argument("--top", type=int, default=3, metavar="N", help=_("how many for each file"))
    parser.add_argument(
        "--accept",
        type=float,
        metavar="SCORE",
        help=_("link every file whose best suggestion reaches this score"),
    )


def _suggest(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        held = archive.files() if options.files else archive.files(unlinked=True)
        if options.files:
            wanted = set(items.item_ids(archive.db, archive.evidence, options.files))
            held = [h for h in held if h.id in wanted]
        paths = {h.id: h.path for h in held}
        found = archive.suggestions(paths, top=options.top)
        if options.accept is not None:
            archive.accept_suggestions(found, at_least=options.accept)
        codes = {i.id: i.code for i in archive.scheme().indicators}
    lines = []
    for item, path in sorted(paths.items(), key=lambda pair: pair[1]):
        lines.append(shown(path))
        for c in found.get(item, ()):
            reasons = _("; ").join(evidence_wording.reasons(c))
            lines.append(f"  {codes[c.indicator]:8} {c.score:.2f}  {reasons}")
    call.answer(documents.suggestions(paths, found, codes), lines)
    return 0


# audit, index


def _audit_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    for kind in ("pdf", "docx", "xlsx"):
        parser.add_argument(
            f"--{kind}", type=Path, metavar="FILE", help=_("also write the audit report here")
        )


def _audit(call: Call) -> int:
    options = call.options
    with call.open() as archive:
        done = archive.audit(call.progress)
        for target in (options.pdf, options.docx, options.xlsx):
            if target:
                archive.print_audit(done, target, call.progress)
    call.answer(documents.audit(done), _audit_lines(done))
    return _audit_code(done)


def _audit_code(done: Audit) -> int:
    return 1 if any(f.indicator and f.indicator.is_hard for f in done.findings) else 0


def _audit_lines(done: Audit) -> list[str]:
    lines = [audit_wording.verdict(done), ""]
    signs = {Severity.VETO: "✘", Severity.ERROR: "!", Severity.WARNING: "·", Severity.HINT: " "}
    for f in done.findings:
        lines.append(f"{signs[f.severity]} {f.rule} {audit_wording.message(f)}")
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


def _index(call: Call) -> int:
    with call.open() as archive:
        printed = archive.print_index(call.options.target, form=call.options.form, progress=call.progress)
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


# keeping


def _verify(call: Call) -> int:
    with call.open() as archive:
        report = archive.verify(call.progress)
        entries, first_bad = archive.db.verify_journal()
    document = documents.fixity(report, entries=entries, first_bad=first_bad)
    lines = [
        _("{ok} of {files} files are what they were").format(ok=report.ok, files=report.files),
        *(f"! {d.kind}: {shown(d.path)}" for d in report.differences),
        _("The journal's chain of {n} entries is intact.").format(n=entries)
        if first_bad is None
        else _("The journal was altered at entry {n}.").format(n=first_bad),
    ]
    call.answer(document, lines)
    return 1 if report.differences or first_bad is not None else 0


def _backup_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE")


def _backup(call: Call) -> int:
    with call.open() as archive:
        archive.backup(call.options.target, call.progress)
    call.answer({"path": str(call.options.target)}, [str(call.options.target)])
    return 0


def _restore_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("folder", type=Path, metavar="DIR")


def _restore(call: Call) -> int:
    backups.restore(call.options.source, call.options.folder, call.progress)
    call.answer({"path": str(call.options.folder)}, [str(call.options.folder)])
    return 0


def _settings_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--evidence", metavar="DIR", help=_("where the evidence lies now; links are kept"))
    parser.add_argument("--year", type=int, metavar="YYYY", help=_("the assessment year"))
    parser.add_argument("--title", metavar="TEXT", help=_("the archive's name"))
    parser.add_argument("--fonds", metavar="CODE", help=_("the fonds code, 全宗号"))
    parser.add_argument("--fonds-name", metavar="TEXT", help=_("the fonds' name, 全宗名称"))
    parser.add_argument("--retention", choices=("Y", "D30", "D10"), help=_("how long files are kept"))
    parser.add_argument("--number-template", metavar="TEXT", help=_("how archive numbers, 档号, are written"))


def _settings(call: Call) -> int:
    with call.open() as archive:
        settings = archive.settings()
        given = {k: v for k, v in vars(call.options).items() if k in asdict(settings) and v is not None}
        if "evidence" in given:
            given["evidence"] = str(Path(given["evidence"]).absolute())
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
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most so many"))


def _journal(call: Call) -> int:
    with call.open() as archive:
        entries = archive.db.entries(limit=call.options.limit)
    lines = [f"{e.id:>6} {e.at} {e.actor:12} {operations.sentence(e)}" for e in entries]
    call.answer(documents.journal(entries), lines)
    return 0


COMMANDS: dict[str, Command] = {
    "demo": Command(N_("write the sample archive and run the main job on it"), _demo, _demo_arguments),
    "init": Command(N_("make a new archive"), _init, _init_arguments),
    "scheme": Command(N_("check, import or show an assessment scheme"), _scheme, _scheme_arguments),
    "scan": Command(N_("bring the archive up to date with the evidence folder"), _scan, _scan_arguments),
    "read": Command(N_("read titles, numbers and dates of files not read yet"), _read, _read_arguments),
    "files": Command(N_("the files the archive knows"), _files, _files_arguments),
    "search": Command(N_("find files by name, title or number"), _search, _search_arguments),
    "link": Command(N_("say that files show an indicator"), _link, _link_arguments),
    "unlink": Command(N_("take files away from an indicator"), _unlink, _link_arguments),
    "accept": Command(N_("accept the changed content of files"), _accept, _accept_arguments),
    "suggest": Command(N_("ranked indicators for files that have none"), _suggest, _suggest_arguments),
    "audit": Command(N_("what every hard indicator still lacks"), _audit, _audit_arguments),
    "index": Command(N_("print the archive index"), _index, _index_arguments),
    "verify": Command(N_("check every file and the journal"), _verify, _nothing),
    "backup": Command(N_("copy the ledger into one file"), _backup, _backup_arguments),
    "restore": Command(N_("make an archive from a backup"), _restore, _restore_arguments),
    "settings": Command(N_("show or change the archive's settings"), _settings, _settings_arguments),
    "undo": Command(N_("take the last step back"), _undo, _nothing),
    "redo": Command(N_("bring the last undone step back"), _redo, _nothing),
    "journal": Command(N_("what was done, newest first"), _journal, _journal_arguments),
}
