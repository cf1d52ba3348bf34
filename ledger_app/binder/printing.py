"""Printing the two indexes of an archive to a PDF file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from ledger_app.audit.model import Audit
from ledger_app.binder import shelving
from ledger_app.binder.archive_pages import draw_archive_index
from ledger_app.binder.indexes import archive_index, inspection_index
from ledger_app.binder.inspection_pages import draw_inspection_index
from ledger_app.binder.model import Printed
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing

Form = Literal["archive", "inspection"]


def print_index(
    db: Database,
    target: Path,
    *,
    form: Form,
    audit: Audit,
    as_of: date,
    columns: int = 9,
    progress: Progress | None = None,
) -> Printed:
    """Print 归档文件目录 (`archive`) or 迎检目录 (`inspection`); the same archive and date give the same bytes.

    The archive form has 9 columns (DA/T 22-2015) or 7 (that of 2000). It first settles every number and box, which can be undone.
    Raises `output-not-pdf`, `output-unwritable`, `disk-full`; a file that was there stays as it was then.
    """
    progress = progress or Progress()
    if target.suffix.lower() != ".pdf":
        raise LedgerError("output-not-pdf", path=target)
    progress.at("layout")
    with replacing(target) as stream:
        if form == "archive":
            shelving.settle(db)  # only once the target can be written
            return Printed(
                target, *draw_archive_index(archive_index(db, as_of=as_of), stream, progress, columns=columns)
            )
        inspected = inspection_index(db, audit, as_of=as_of)
        return Printed(target, *draw_inspection_index(inspected, stream, progress))
