"""One open archive: its lock, its database, its settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Self

from ledger_app.core.database import Changes, Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.lock import ArchiveLock, user_name
from ledger_app.search import (
    readings,
    recognitions,
    tables,
)
from ledger_app.vault import boxing, filings, numbering

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
    the ISO date on which the inspectors come, empty while nobody knows. `offices` are 机构/问题, each
    `BGS=办公室` with ; between. `sheet_thickness` in mm and `duplex_originals` say how thick boxes get.
    """

    evidence: str
    year: int
    title: str = ""
    fonds: str = ""
    fonds_name: str = ""
    retention: str = "D30"
    number_template: str = ""
    inspected: str = ""
    offices: str = ""
    sheet_thickness: float = boxing.SHEET_MM
    duplex_originals: bool = False


class Opened:
    """An archive that this program holds open."""

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        Raises `evidence-not-a-folder`, `bad-year`, `bad-number-template`, `bad-day`,
        `bad-office`, `bad-thickness`.
        """
        evidence = Path(wanted.evidence)
        if evidence != self.evidence and not os.path.isdir(evidence):  # noqa: PTH112 - False also where a folder above can't be read
            raise LedgerError("evidence-not-a-folder", path=evidence)
        checked_year(wanted.year, self.now())
        numbering.check_template(wanted.number_template or numbering.TEMPLATE)
        if wanted.inspected:
            day(wanted.inspected)
        wanted = replace(
            wanted,
            offices=filings.said_offices(filings.read_offices(wanted.offices)),
            sheet_thickness=filings.checked_thickness(wanted.sheet_thickness),
        )
        values = {**asdict(wanted), "evidence": portable(evidence.absolute(), self.folder)}
        known = self.db.settings()
        return self.db.change_settings(**{k: v for k, v in values.items() if known.get(k, "") != v})

    def rest(self) -> None:
        """End the processes that read files; what they were at is read next time."""
        self._readings.close()
        self._recognitions.close()

    def _refuse_ours(self, target: Path) -> None:
        """Raise `output-is-ours` where writing would replace the ledger or a file of the evidence.

        Raises `output-in-evidence` where a new file would lie in the evidence folder: the next scan would
        take it for evidence.
        """
        place, home = Path(os.path.realpath(target)), Path(os.path.realpath(self.folder))
        is_ledger = place.parent == home and place.name.lower().startswith(
            (DATABASE, tables.FILE, ".lock", "holder.json")
        )
        evidence = Path(os.path.realpath(self.evidence))
        is_paper = any(place.is_relative_to(home / folder) for folder in (EXPORTS, BACKUPS, TEMPLATES))
        is_archive = home != evidence and home.is_relative_to(evidence) and place.is_relative_to(home)
        is_inside = place.is_relative_to(evidence) and not (is_paper or is_archive)
        if is_ledger or (is_inside and os.path.lexists(place)):
            raise LedgerError("output-is-ours", path=target)
        if is_inside:
            raise LedgerError("output-in-evidence", path=target)


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
