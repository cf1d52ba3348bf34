"""Documents as pages by the office program that this PC has (LibreOffice); nothing of it is shipped.

Each file is copied into a temporary folder and converted there: the program locks and writes beside what it opens.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from ledger_app.binder.renditions import office_copies, office_fonts, office_program
from ledger_app.binder.renditions.office_fonts import replaced_fonts
from ledger_app.binder.renditions.office_program import End
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error
from ledger_app.core.scratch import scratch

__all__ = ["MOST_PAGES", "can_convert", "convert", "replaced_fonts", "which_office"]

MOST_PAGES = 500
"""A document that makes more pages is refused with `office-too-many-pages`: no binder wants a database on paper."""
_BATCH = 20
_SHEETS = ("xls", "ods")
_PROBE = rb"{\rtf1 1}"


def which_office() -> str:
    """Return the name and version of the office program that would be used, empty where there is none."""
    program = office_program.find()
    return office_program.version(program) if program else ""


def can_convert(path: Path) -> bool:
    """Return whether the content is of a kind that an office program makes pages of.

    Text, web pages, mails and OFD are not: `own_pages` shows those as they are. Raises as `office_copies.office_kind`.
    """
    return bool(office_copies.office_kind(path))


def convert(files: Sequence[Path], folder: Path, progress: Progress) -> dict[Path, Path | LedgerError]:
    """Make a PDF in `folder` of each file; return it, or why there is none, for every file.

    The codes are `no-office`, `office-not-started`, `office-not-working`, `office-failed`, `office-timeout`,
    `office-crashed`, `office-encrypted`, `office-damaged`, `office-unreadable`, `office-too-large`,
    `office-too-many-pages`, `office-not-its-kind`, `disk-full`. Raises `Cancelled`; the program is ended then.
    """
    wanted = list(dict.fromkeys(files))
    program = office_program.find()
    if program is None:
        return {path: LedgerError("no-office", path=path) for path in wanted}
    found: dict[Path, Path | LedgerError] = {}
    with scratch("pages") as name:
        office = _Office(program, name.resolve())
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]

            def tick(done: int, start: int = start) -> None:
                progress.at("convert", min(start + done, len(wanted)), len(wanted))

            tick(0)
            found |= office.pages_of(batch, folder, tick)
    progress.at("convert", len(wanted), len(wanted))
    return found


@dataclass(slots=True)
class _Job:
    """A file with its copy and, once there is one, the PDF made of it or why there is none."""

    path: Path
    copied: Path
    pages: Path
    error: LedgerError | None = None

    @property
    def is_open(self) -> bool:
        return self.error is None and not self.pages.exists()


@dataclass(slots=True)
class _Office:
    """The program with its profile and fonts, for the time of one call."""

    program: Path
    folder: Path
    runs: int = 0
    is_proved: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        office_program.write_profile(self.folder / "profile")
        self.environment["TMPDIR"] = str(self.folder)
        if os.name == "posix":
            self.environment["FONTCONFIG_FILE"] = str(office_fonts.write_configuration(self.folder))

    def pages_of(
        self, files: Sequence[Path], folder: Path, tick: Callable[[int], None]
    ) -> dict[Path, Path | LedgerError]:
        self.runs += 1
        room = self.folder / f"batch-{self.runs}"
        (room / "in").mkdir(parents=True)
        (room / "out").mkdir()
        jobs = [_prepared(path, room, number) for number, path in enumerate(files)]
        self._fit_old_sheets(jobs, room, tick)
        self._work([job for job in jobs if job.error is None], room / "out", tick)
        found = {job.path: job.error or _kept(job, folder) for job in jobs}
        for job in jobs:
            job.copied.unlink(missing_ok=True)
            job.pages.unlink(missing_ok=True)
        return found

    def _work(self, jobs: list[_Job], out: Path, tick: Callable[[int], None]) -> None:
        """Convert all of them; a file that brings the program down costs itself alone.

        The program takes them in order, so the first without pages is the one it was at: that one is tried by
        itself, the others go on. What the program passed over it refused.
        """
        waiting = jobs
        while waiting:
            try:
                end = self._run([job.copied for job in waiting], "pdf", out, tick)
            except LedgerError as error:
                _blame(waiting, error.code, program=self.program)
                return
            self._drop_halves(waiting)
            left = [job for job in waiting if job.is_open]
            self.is_proved = self.is_proved or len(left) < len(waiting)
            if left and not self.is_proved and not self._works(out.parent):
                _blame(left, "office-not-working", program=self.program)
                return
            if end is End.THROUGH:
                for job in left:
                    locked = office_copies.is_locked(job.copied)
                    _blame([job], "office-encrypted" if locked else "office-failed")
                return
            if len(waiting) == 1:
                _blame(left, "office-timeout" if end is End.HUNG else "office-crashed")
                return
            self._work(left[:1], out, tick)
            waiting = [job for job in left[1:] if job.is_open]

    def _run(self, files: Sequence[Path], to: str, out: Path, tick: Callable[[int], None]) -> End:
        return office_program.run(
            self.program,
            files,
            to=to,
            out=out,
            profile=self.folder / "profile",
            environment=self.environment,
            tick=tick,
        )

    def _fit_old_sheets(self, jobs: list[_Job], room: Path, tick: Callable[[int], None]) -> None:
        """Turn copies of old sheets into .xlsx, whose page setup can be fitted; a copy that resists stays."""
        old = [job for job in jobs if job.error is None and job.copied.suffix[1:] in _SHEETS]
        if old:
            out = room / "sheets"
            out.mkdir()
            self._run([job.copied for job in old], "xlsx", out, lambda _: tick(0))
            for job in old:
                made = out / f"{job.copied.stem}.xlsx"
                if made.exists() and made.stat().st_size:
                    job.copied.unlink()
                    job.copied = made
        for job in jobs:
            if job.error is None and job.copied.suffix == ".xlsx":
                office_copies.fit_sheets(job.copied)

    def _works(self, room: Path) -> bool:
        """Return whether the program makes a page of a file that is surely none too hard for it."""
        probe = room / "probe"
        probe.mkdir(exist_ok=True)
        (probe / "probe.rtf").write_bytes(_PROBE)
        self._run([probe / "probe.rtf"], "pdf", probe, lambda _: None)
        self.is_proved = (probe / "probe.pdf").exists()
        return self.is_proved

    def _drop_halves(self, jobs: Sequence[_Job]) -> None:
        for job in jobs:
            if job.pages.exists() and not _count(job.pages):
                job.pages.unlink()


def _prepared(path: Path, room: Path, number: int) -> _Job:
    stem = f"{number:04d}"
    job = _Job(path, room / "in" / stem, room / "out" / f"{stem}.pdf")
    try:
        ending = office_copies.office_kind(path)
        if not ending:
            raise LedgerError("office-not-its-kind", path=path)
        job.copied = room / "in" / f"{stem}.{ending}"
        office_copies.copy(path, job.copied)
    except LedgerError as error:
        job.error = error
    return job


def _kept(job: _Job, folder: Path) -> Path | LedgerError:
    """Move a PDF to where it is wanted, under a name that only this file has."""
    pages = _count(job.pages)
    if pages > MOST_PAGES:
        return LedgerError("office-too-many-pages", path=job.path, pages=pages, most=MOST_PAGES)
    target = folder / f"{hashlib.sha256(os.fsencode(job.path)).hexdigest()[:24]}.pdf"
    try:
        with job.pages.open("rb") as made:
            target.write_bytes(made.read())
    except OSError as error:
        return disk_error(error, target, "output-unwritable")
    return target


def _count(pages: Path) -> int:
    """Return how many pages a PDF has, 0 where it is only part of one."""
    try:
        document = pypdfium2.PdfDocument(pages)
    except (pypdfium2.PdfiumError, OSError):
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _blame(jobs: Sequence[_Job], code: str, **values: object) -> None:
    for job in jobs:
        job.error = LedgerError(code, path=job.path, **values)
