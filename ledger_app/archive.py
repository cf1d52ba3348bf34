"""One open archive: wires the packages, and holds a file's way in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path

from ledger_app.audit import audits, records, scoring, simulations, waivers
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.model import Audit, Record, Waiver, WhatIf
from ledger_app.audit.scoring import Score, Simulation
from ledger_app.audit.simulations import Entered
from ledger_app.binder.model import Printed
from ledger_app.core.database import Changes, Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import language
from ledger_app.core.lock import ArchiveLock, user_name
from ledger_app.core.progress import Progress
from ledger_app.evidence import attestations, candidates, files, links, rejections
from ledger_app.evidence.model import Candidate, HeldFile
from ledger_app.exchange import backups, need_documents
from ledger_app.exchange.backups import BackupReport
from ledger_app.scheme import needs, rosters, schemes
from ledger_app.scheme.comparing import Difference
from ledger_app.scheme.model import Need, Requirement, Roster, Scheme
from ledger_app.scheme.needs import Place
from ledger_app.scheme.roster_tables import RosterTable
from ledger_app.search import (
    descriptions,
    finding,
    photos,
    querying,
    readings,
    recognitions,
    scanned_pages,
    tables,
)
from ledger_app.search.model import Description, Hit
from ledger_app.search.querying import Filters
from ledger_app.vault import fixity, items, numbering
from ledger_app.vault.fixity import FixityReport
from ledger_app.vault.model import ScanReport

DATABASE = "ledger.db"
EVIDENCE = "evidence"
EXPORTS = "exports"
BACKUPS = "backups"
TEMPLATES = "templates"


def local_now() -> datetime:
    """Return the time with its offset."""
    return datetime.now().astimezone()


def find_archive(start: Path) -> Path:
    """Return the archive folder at or above `start`; raises `no-archive`."""
    for folder in (start.absolute(), *start.absolute().parents):
        if os.path.isfile(folder / DATABASE):  # noqa: PTH113 - False also where a folder above can't be read
            return folder
    raise LedgerError("no-archive", path=start)


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What a person can set of an archive.

    `year` is the assessment year. `fonds` and `fonds_name` stay blank lines on paper until they are
    known. `retention` is `Y`, `D30` or `D10`. `number_template` is empty for that of DA/T 22. `inspected` is
    the ISO date on which the inspectors come, empty while nobody knows.
    """

    evidence: str
    year: int
    title: str = ""
    fonds: str = ""
    fonds_name: str = ""
    retention: str = "D30"
    number_template: str = ""
    inspected: str = ""


class Archive:
    """An archive that this program holds open. Close it; one thread at a time."""

    def __init__(
        self,
        folder: Path,
        *,
        actor: str | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        folder = folder.absolute()
        if not exists(folder / DATABASE) or (folder / DATABASE).is_dir():
            raise LedgerError("no-archive", path=folder)
        if not (folder / DATABASE).stat().st_size:
            raise LedgerError("archive-damaged", path=folder / DATABASE)
        self.folder = folder
        self.now = now
        self._lock = ArchiveLock(folder, now=now())
        try:
            self.db = Database(
                folder / DATABASE,
                actor=actor or user_name(),
                now=now,
                backups=folder / BACKUPS,
            )
            self.db.attach_derived(folder / tables.FILE, version=tables.VERSION, tables=tables.TABLES)
            self._readings = readings.Readings(self.db)
            self._recognitions = recognitions.Recognitions(self.db)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Let the archive go; it is one file again."""
        try:
            self.rest()
            self.db.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # settings

    @property
    def evidence(self) -> Path:
        """The evidence folder; it may be away."""
        return (self.folder / str(self.db.setting("evidence"))).absolute()

    @property
    def year(self) -> int:
        """The assessment year: evidence is held against it, not against today."""
        return int(str(self.db.setting("year")))

    @property
    def title(self) -> str:
        return str(self.db.setting("title", ""))

    def settings(self) -> ArchiveSettings:
        """Return what a person can set of this archive."""
        known = self.db.settings()
        given = {f.name: known[f.name] for f in fields(ArchiveSettings) if f.name in known}
        return ArchiveSettings(**{**given, "evidence": str(self.evidence)})

    def change_settings(self, wanted: ArchiveSettings) -> Changes:
        """Store what a person set, as one step to undo.

        Pointing at another evidence folder keeps every link: files are found again by their content.
        Raises `evidence-not-a-folder`, `bad-year`, `bad-number-template`, `bad-day`.
        """
        evidence = Path(wanted.evidence)
        if evidence != self.evidence and not os.path.isdir(evidence):  # noqa: PTH112
            raise LedgerError("evidence-not-a-folder", path=evidence)
        checked_year(wanted.year, self.now())
        numbering.check_template(wanted.number_template or numbering.TEMPLATE)
        if wanted.inspected:
            day(wanted.inspected)
        values = {**asdict(wanted), "evidence": portable(evidence.absolute(), self.folder)}
        known = self.db.settings()
        return self.db.change_settings(**{k: v for k, v in values.items() if known.get(k, "") != v})

    # scheme

    def scheme(self) -> Scheme:
        """Return the scheme this archive is assessed by."""
        return schemes.current(self.db)

    def compare_scheme(self, scheme: Scheme, by_hand: Mapping[int, int | None] | None = None) -> Difference:
        """Return what importing this scheme would change; `by_hand` as in `scheme.comparing.compare`."""
        return schemes.compared(self.db, scheme, by_hand)

    def import_scheme(self, scheme: Scheme, pairs: Mapping[int, int] | None = None) -> tuple[Scheme, Changes]:
        """Put a scheme that was read, or its next revision, into the archive; links follow their indicators.

        `pairs` is the pairing that a person confirmed (`Difference.pairs`); see `schemes.store`.
        """
        changes = schemes.store(self.db, scheme, pairs=pairs)
        return self.scheme(), changes

    def export_scheme(self, target: Path) -> Difference:
        """Write the scheme as .docx or .xlsx; returns what importing the file would change (nothing, mostly)."""
        from ledger_app.scheme import exporting  # see docs/decisions/0006-late-imports.md

        self._refuse_ours(target)
        return exporting.export(self.scheme(), target)

    # what is needed, and for whom

    def add_requirement(
        self, code: str, text: str, *, need: Need | None = None
    ) -> tuple[Requirement, Changes]:
        """Add a requirement to an indicator by hand."""
        return needs.add(self.db, code, text, need=need)

    def change_requirement(
        self, code: str, key: str, *, text: str | None = None, need: Need | None = None
    ) -> Changes:
        """Word a requirement anew, or say what it needs; what was drafted of it is settled then."""
        return needs.change(self.db, code, key, text=text, need=need)

    def set_need(self, code: str, key: str, need: Need) -> Changes:
        """Say what a requirement needs."""
        return needs.change(self.db, code, key, need=need)

    def move_requirement(self, code: str, key: str, *, to: int) -> Changes:
        """Put a requirement at another place of its indicator's list, counted from 0."""
        return needs.move(self.db, code, key, to=to)

    def remove_requirement(self, code: str, *keys: str) -> Changes:
        """Take requirements away; what is linked to them speaks for the indicator as a whole."""
        return needs.remove(self.db, code, keys)

    def draft_needs(self, codes: Iterable[str] | None = None) -> tuple[int, Changes]:
        """Draft from the scheme's words what is needed (None: everywhere); return how many drafts there are."""
        return needs.draft(self.db, codes)

    def confirm_drafts(self, chosen: Iterable[Place] | None = None) -> Changes:
        """Say that drafts are right: (code, key) pairs, None for all."""
        return needs.confirm(self.db, chosen)

    def dismiss_drafts(self, chosen: Iterable[Place] | None = None) -> Changes:
        """Say that drafts are wrong: (code, key) pairs, None for all; they are not drafted again."""
        return needs.dismiss(self.db, chosen)

    def apply_template(self, code: str, template: str, *, roster: int | None = None) -> Changes:
        """Make the steps of a usual chain (`scheme.templates`) requirements of an indicator."""
        return needs.apply_template(self.db, code, template, roster=roster)

    def rosters(self) -> tuple[Roster, ...]:
        """Return the rosters with their subjects."""
        return rosters.rosters(self.db)

    def import_roster(
        self, path: Path, name: str, kind: str = "village"
    ) -> tuple[Roster, RosterTable, Changes]:
        """Import a roster from .xlsx or .csv, or bring the one of this name up to date."""
        return rosters.put(self.db, path, name=name, kind=kind)

    def add_roster(self, name: str, kind: str = "village") -> tuple[Roster, Changes]:
        """Make an empty roster, to be filled by hand."""
        return rosters.make(self.db, name, kind)

    def rename_roster(self, roster: int, name: str) -> Changes:
        """Call a roster otherwise."""
        return rosters.rename(self.db, roster, name)

    def remove_roster(self, roster: int) -> Changes:
        """Take a roster away; raises `roster-asked` while requirements ask for its subjects."""
        return rosters.remove(self.db, roster)

    def add_subject(self, roster: int, name: str, *, also: Sequence[str] = (), village: str = "") -> Changes:
        """Add a village, household or project to a roster."""
        return rosters.add_subject(self.db, roster, name, also=also, village=village)

    def change_subject(
        self,
        subject: int,
        *,
        name: str | None = None,
        also: Sequence[str] | None = None,
        village: str | None = None,
    ) -> Changes:
        """Correct a subject's name, its other names, or where it belongs."""
        return rosters.change_subject(self.db, subject, name=name, also=also, village=village)

    def remove_subjects(self, subjects: Iterable[int]) -> Changes:
        """Take subjects off their roster; files and links stay."""
        return rosters.remove_subjects(self.db, subjects)

    def matrix(self, roster: int) -> Matrix:
        """Return how far all that is asked for is shown for each subject of a roster, by what is known."""
        return audits.matrix(self.db, rosters.roster(self.db, roster), year=self.year)

    def print_matrix(self, found: Matrix, target: Path, progress: Progress | None = None) -> Printed:
        """Write the coverage of a roster's subjects as the ending of `target` says: .pdf or .xlsx."""
        from ledger_app.binder import matrices

        self._refuse_ours(target)
        title, as_of = self.title or self.scheme().title, self.now().date()
        return matrices.write_matrix(found, target, title=title, as_of=as_of, progress=progress)

    def write_matrix(self, found: Matrix, target: Path) -> None:
        """Write a matrix as .csv."""
        self._refuse_ours(target)
        need_documents.write_matrix(found, target)

    def attest(self, item_ids: Iterable[int], what: str) -> Changes:
        """Say that these items are `signed` or `sealed`, as they are now."""
        return attestations.attest(self.db, item_ids, what)

    def withdraw_attestation(self, item_ids: Iterable[int], what: str) -> Changes:
        """Take back that these items are `signed` or `sealed`."""
        return attestations.withdraw(self.db, item_ids, what)

    # a file's way in

    def scan(self, progress: Progress | None = None, *, full: bool = False) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date with the whole folder; `full` hashes every file again."""
        return items.scan(self.db, self.evidence, progress or Progress(), full=full)

    def look(
        self, folders: Iterable[str] | None, progress: Progress | None = None, *, full: bool = False
    ) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date as `vault.intake` asks: with these folders, or with everything."""
        return self.scan(progress, full=full) if folders is None else self.accession(folders, progress)

    def accession(
        self, folders: Iterable[str], progress: Progress | None = None
    ) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date with these folders and all below them: what a watcher saw."""
        return items.scan(self.db, self.evidence, progress or Progress(), within=folders)

    def describe(
        self, progress: Progress | None = None, *, limit: int | None = None, linked_only: bool = False
    ) -> int:
        """Read texts, titles, numbers and dates of files not read yet; return how many were read.

        The newest come first, those that are linked last. What was at work when the progress is
        cancelled stays so for the next call; `rest` ends it.
        """
        linked = links.linked_items(self.db)
        done = self._readings.read(
            self.evidence,
            progress or Progress(),
            last=linked,
            items=linked if linked_only else None,
            limit=limit,
        )
        if not linked_only:
            candidates.prepare(self.db, self.scheme(), progress or Progress(), year=self.year)
        return done

    def recognise(self, progress: Progress | None = None, *, limit: int | None = None) -> int:
        """Recognise the text on scanned pages and in pictures that wait for it; return how many pages.

        Every page is kept at once; the newest come first, those of linked files last. Raises
        `recognition-unavailable` where this PC can't.
        """
        linked = links.linked_items(self.db)
        return self._recognitions.recognise(self.evidence, progress or Progress(), last=linked, limit=limit)

    def scans_waiting(self) -> tuple[int, int]:
        """Return how many pages of scans, and how many pictures, wait for their text to be recognised."""
        scans = scanned_pages.waiting(self.db)
        pictures = sum(scan.is_picture for scan in scans)
        return sum(len(scan.pages) for scan in scans) - pictures, pictures

    def rest(self) -> None:
        """End the processes that read files; what they were at is read next time."""
        self._readings.close()
        self._recognitions.close()

    def compare_photos(self, progress: Progress | None = None) -> int:
        """Find which photographs that came since the last time are the same as another; return how many came."""
        return photos.compare(self.db, progress or Progress())

    def descriptions(self, item_ids: Iterable[int], *, with_figures: bool = False) -> dict[int, Description]:
        """Return what is known of these items: a person's word first, then content, then name."""
        return descriptions.descriptions(self.db, item_ids, with_figures=with_figures)

    def correct(self, item: int, **fields: object) -> Changes:
        """Set what a person knows of an item; None takes a correction back."""
        return descriptions.correct(self.db, item, **fields)

    def villages(self) -> dict[str, int]:
        """Return the villages that items concern, each with how many, most first."""
        return descriptions.villages(self.db)

    def find(
        self, text: str, *, limit: int = 50, most_new: int | None = None, **filters: str | None
    ) -> list[Hit]:
        """Return the paths that hold every word of a query, in names, titles, numbers or contents, best first.

        `filters` (indicator, kind, village, year, status) may also stand in the query: see
        `search.querying`; `most_new` is that of `search.finding.find`.
        Raises `unknown-indicator` and what `search.finding.find` does.
        """
        asked = querying.parsed(text)
        wanted = asked.filters | Filters(**filters)
        if wanted.indicator is not None:
            shown = schemes.indicator(self.db, wanted.indicator).id
            items = frozenset(one.item for one in links.links(self.db) if one.indicator == shown)
            wanted |= Filters(items=items)
        return finding.find(self.db, asked, filters=wanted, limit=limit, most_new=most_new)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Drop all that was read from files, and read it again; return how many were read.

        Facts stay: links, corrections, numbers. Text recognised in scans has to be recognised again.
        """
        self.rest()
        with self.db.derived() as connection:
            connection.execute("DELETE FROM description")
        self.db.renew_derived()
        done = self.describe(progress)
        finding.prepare(self.db, progress)
        return done

    def accept_content(self, item_ids: Iterable[int]) -> Changes:
        """Take the changed content of these items as what is recorded and linked: a person has looked."""
        return links.confirm(self.db, item_ids)

    def files(self, **filters: object) -> list[HeldFile]:
        """Return the files the archive knows, by path; see `evidence.files.files` for the filters."""
        return files.files(self.db, **filters)

    # links

    def link(
        self,
        item_ids: Iterable[int],
        code: str,
        *,
        requirement: str | None = None,
        subject: int | None = None,
        how: str = "command",
    ) -> Changes:
        """Say that these items show an indicator, or one requirement of it, for one of a roster."""
        return links.link(self.db, item_ids, code, requirement=requirement, subject=subject, how=how)

    def set_subject(self, link_ids: Iterable[int], subject: int | None) -> Changes:
        """Say for whom of a roster these links show what they show; None lets the files tell it."""
        return links.set_subject(self.db, link_ids, subject)

    def unlink(self, item_ids: Iterable[int], code: str, *, requirement: str | None = None) -> Changes:
        """Take these items away from an indicator (from one requirement of it, where given)."""
        return links.unlink(self.db, item_ids, code, requirement=requirement)

    def suggestions(self, item_ids: Iterable[int], *, top: int = 3) -> dict[int, list[Candidate]]:
        """Return, for each item, the indicators it speaks for, best first, each with its reasons."""
        return candidates.for_items(self.db, self.scheme(), item_ids, year=self.year, top=top)

    def reject_suggestion(
        self, item_ids: Iterable[int], code: str, *, requirement: int | None = None
    ) -> Changes:
        """Say that these items do not show an indicator; neither it nor its like is suggested again."""
        return rejections.reject(self.db, item_ids, code, requirement=requirement)

    def accept_suggestions(self, found: Mapping[int, Sequence[Candidate]], *, at_least: float) -> Changes:
        """Link each item by its best suggestion where that reaches the score; one step to undo."""
        best = [ranked[0] for ranked in found.values() if ranked and ranked[0].score >= at_least]
        return links.accept(self.db, best)

    # audit and paper

    def audit(self, progress: Progress | None = None) -> Audit:
        """Look at the folder, then report what is missing or wrong."""
        report, _ = self.scan(progress)
        self.describe(progress, linked_only=True)
        self.compare_photos(progress)
        done = audits.audit(self.db, year=self.year, is_away=bool(report.away))
        records.append(self.db, done)
        return done

    def audit_known(self) -> Audit:
        """Report what is missing or wrong by what is known, without a look at the folder; nothing is recorded."""
        return audits.audit(self.db, year=self.year)

    def waive(self, keys: Iterable[str], *, reason: str, name: str) -> Changes:
        """Set these findings (their keys) aside: 不适用 or 已核实. They are back when what they rest on changes.

        Raises `unknown-finding` and what `audit.waivers.waive` does.
        """
        found = audits.findings(self.db, keys, year=self.year)
        return waivers.waive(self.db, found, reason=reason, name=name)

    def unwaive(self, waiver_ids: Iterable[int]) -> Changes:
        """Take waivers away: their findings are back."""
        return waivers.unwaive(self.db, waiver_ids)

    def waivers(self) -> tuple[Waiver, ...]:
        """Return all waivers; `Audit.waived` has those that count."""
        return waivers.waivers(self.db)

    def what_if_rejected(self, item_ids: Iterable[int]) -> WhatIf:
        """Return what would become of the verdict if these files were rejected; nothing is written."""
        return audits.what_if_rejected(self.db, item_ids, year=self.year)

    def records(self) -> tuple[Record, ...]:
        """Return what the audits came to over time, the oldest first."""
        return records.records(self.db)

    # mock assessments

    def simulations(self) -> tuple[Simulation, ...]:
        """Return all mock assessments (模拟考核), the newest first."""
        return simulations.simulations(self.db)

    def begin_simulation(
        self, name: str, *, reviewer: str, entered: Iterable[Entered] = ()
    ) -> tuple[int, Changes]:
        """Begin a mock assessment, with deductions (code, points, reason); returns its number."""
        return simulations.begin(self.db, name, reviewer=reviewer, entered=entered)

    def deduct(self, simulation: int, entered: Iterable[Entered]) -> Changes:
        """Take points from indicators (code, points, reason); points below 0 are given to a bonus item."""
        return simulations.deduct(self.db, simulation, entered)

    def amend_deduction(self, deduction: int, entered: Entered) -> Changes:
        """Enter a deduction (code, points, reason) anew, in its place."""
        return simulations.amend(self.db, deduction, entered)

    def take_back_deductions(self, deduction_ids: Iterable[int]) -> Changes:
        """Take deductions back."""
        return simulations.take_back(self.db, deduction_ids)

    def drop_simulation(self, simulation: int) -> Changes:
        """Remove a mock assessment with all its deductions."""
        return simulations.drop(self.db, simulation)

    def score(self, simulation: Simulation) -> Score:
        """Return what a mock assessment comes to."""
        return scoring.score(self.scheme(), simulation)

    def print_audit(self, done: Audit, target: Path, progress: Progress | None = None) -> Printed:
        """Write an audit report; the ending of `target` says as what: .pdf, .docx or .xlsx."""
        from ledger_app.binder import reports  # see docs/decisions/0006-late-imports.md

        self._refuse_ours(target)
        return reports.write_audit(done, target, as_of=self.now().date(), progress=progress or Progress())

    def print_index(self, target: Path, *, form: str, progress: Progress | None = None) -> Printed:
        """Write the archive index as PDF: `form` is `archive` (归档文件目录) or `inspection` (迎检目录)."""
        from ledger_app.binder import printing

        self._refuse_ours(target)
        done = self.audit(progress)
        return printing.print_index(
            self.db, target, form=form, audit=done, as_of=self.now().date(), progress=progress or Progress()
        )

    @property
    def notice_template(self) -> Path:
        """Where a template for notices of the archive's own lies, if it has one."""
        return self.folder / TEMPLATES / f"notice.{language()}.docx"

    def write_notices(
        self,
        done: Audit,
        folder: Path,
        *,
        units: Sequence[str] = (),
        template: Path | None = None,
        due: date | None = None,
        progress: Progress | None = None,
    ) -> list[Printed]:
        """Write a notice with its gaps for each responsible unit; see `binder.notices.write_notices`.

        Without `template`, the archive's own is filled where there is one, else the shipped one.
        """
        from ledger_app.binder import notices

        own = self.notice_template
        return notices.write_notices(
            done,
            folder,
            as_of=self.now().date(),
            units=units,
            template=template or (own if own.is_file() else None),
            sender=str(self.db.setting("fonds_name", "")),
            due=due,
            progress=progress,
            refuse=self._refuse_ours,
        )

    def save_notice_template(self) -> Path:
        """Put the shipped template into the archive, unless it has one, for a person to change."""
        from ledger_app.binder import notices

        target = self.notice_template
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            notices.save_template(target)
        return target

    # keeping

    def verify(self, progress: Progress | None = None) -> FixityReport:
        """Hash every file again and compare with what is recorded; changes nothing."""
        return fixity.verify(self.db, self.evidence, progress or Progress())

    def backup(self, target: Path, progress: Progress | None = None) -> BackupReport:
        """Copy the ledger (not the evidence files) into one checked file."""
        self._refuse_ours(target)
        return backups.backup(self.db, target, evidence=self.evidence, progress=progress or Progress())

    def _refuse_ours(self, target: Path) -> None:
        """Raise `output-is-ours` where writing would replace the ledger or a file of the evidence."""
        place, home = Path(os.path.realpath(target)), Path(os.path.realpath(self.folder))
        is_ledger = place.parent == home and place.name.lower().startswith(
            (DATABASE, tables.FILE, ".lock", "holder.json")
        )
        is_paper = any(place.is_relative_to(home / folder) for folder in (EXPORTS, BACKUPS))
        is_inside = place.is_relative_to(os.path.realpath(self.evidence)) and not is_paper
        if is_ledger or (is_inside and os.path.lexists(place)):
            raise LedgerError("output-is-ours", path=target)


def exists(path: Path) -> bool:
    """Return whether something lies at a path; raises `archive-unreachable` where that can't be told."""
    try:
        return path.exists()
    except OSError as error:
        raise LedgerError("archive-unreachable", path=path.parent) from error


def checked_year(year: int, now: datetime) -> int:
    """Return an assessment year that can be one; raises `bad-year`."""
    if not 1949 <= year <= now.year + 1:
        raise LedgerError("bad-year", year=year)
    return year


def day(value: str) -> date:
    """Return the day that an ISO date names; raises `bad-day`."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise LedgerError("bad-day", value=value) from None


def portable(path: Path, folder: Path) -> str:
    """Write the evidence folder relative to the archive where it lies inside, so that both can travel."""
    return Path(os.path.relpath(path, folder)).as_posix() if path.is_relative_to(folder) else str(path)
