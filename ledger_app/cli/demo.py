"""`demo`: the sample archive, the main job on it, and its papers."""

from __future__ import annotations

from pathlib import Path

from ledger_app import founding
from ledger_app.archive import DATABASE, EXPORTS, Archive
from ledger_app.audit.model import Audit
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress


def run(folder: Path, progress: Progress) -> tuple[Audit, list[Path]]:
    """Make the sample archive unless it is there, audit it, and print report and indexes into its exports."""
    if not (folder / DATABASE).exists():
        founding.make_sample(folder, progress)
    with Archive(folder) as archive:
        done = archive.audit(progress)
        exports = folder / EXPORTS
        exports.mkdir(exist_ok=True)
        papers = [
            archive.print_audit(done, exports / _("audit report.pdf"), progress),
            archive.print_index(exports / _("archive index.pdf"), form="archive", progress=progress),
            archive.print_index(exports / _("inspection index.pdf"), form="inspection", progress=progress),
        ]
    return done, [p.path for p in papers]
