"""What is handed over: papers, tables, backups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ledger_app.archive.asked import Asked
from ledger_app.archive.audited import Audited
from ledger_app.archive.opened import TEMPLATES
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.model import Audit
from ledger_app.binder.model import Printed
from ledger_app.core.i18n import language
from ledger_app.core.progress import Progress
from ledger_app.exchange import backups, need_documents
from ledger_app.exchange.backups import BackupReport
from ledger_app.exchange.transfer.model import Transferred
from ledger_app.scheme.comparing import Difference
from ledger_app.vault import fixity
from ledger_app.vault.fixity import FixityReport


class Handed(Asked, Audited):
    """The verbs of what is written outside the archive."""

    def print_audit(self, done: Audit, target: Path, progress: Progress | None = None) -> Printed:
        """Write an audit report; the ending of `target` says as what: .pdf, .docx or .xlsx."""
        from ledger_app.binder import reports  # see docs/decisions/0006-late-imports.md

        self._refuse_ours(target)
        return reports.write_audit(done, target, as_of=self.now().date(), progress=progress or Progress())

    def print_index(
        self, target: Path, *, form: str, columns: int = 9, progress: Progress | None = None
    ) -> Printed:
        """Write the archive index as PDF: `form` is `archive` (归档文件目录) or `inspection` (迎检目录).

        `columns` is 9 or 7: those of DA/T 22-2015, or of DA/T 22-2000, for the first.
        """
        from ledger_app.binder import printing

        self._refuse_ours(target)
        done = self.audit(progress)
        return printing.print_index(
            self.db,
            target,
            form=form,
            audit=done,
            as_of=self.now().date(),
            columns=columns,
            progress=progress or Progress(),
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

        self._refuse_ours(folder)
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

    def export_scheme(self, target: Path) -> Difference:
        """Write the scheme as .docx or .xlsx; returns what importing the file would change (nothing, mostly)."""
        from ledger_app.scheme import exporting  # see docs/decisions/0006-late-imports.md

        self._refuse_ours(target)
        return exporting.export(self.scheme(), target)

    def verify(self, progress: Progress | None = None) -> FixityReport:
        """Hash every file again and compare with what is recorded; changes nothing."""
        return fixity.verify(self.db, self.evidence, progress or Progress())

    def transfer(
        self,
        target: Path,
        progress: Progress | None = None,
        *,
        only: Sequence[str] = (),
        carrier: str = "",
    ) -> Transferred:
        """Write the numbered items (of the boxes `only`) into a package for the county archive, and check it.

        See `exchange.transfer.writing.transfer`.
        """
        from ledger_app.exchange.transfer import writing  # see docs/decisions/0006-late-imports.md

        self._refuse_ours(target)
        return writing.transfer(
            self.db,
            self.evidence,
            target,
            as_of=self.now().date(),
            only=only,
            carrier=carrier,
            progress=progress,
        )

    def backup(self, target: Path, progress: Progress | None = None) -> BackupReport:
        """Copy the ledger (not the evidence files) into one checked file."""
        self._refuse_ours(target)
        return backups.backup(self.db, target, evidence=self.evidence, progress=progress or Progress())
