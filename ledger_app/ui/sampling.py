"""The sample archive, written once and opened ever after."""

from __future__ import annotations

from pathlib import Path

from ledger_app.archive import DATABASE, EVIDENCE, Archive
from ledger_app.core.progress import Progress
from ledger_app.core.resources import resource
from ledger_app.exchange import sample
from ledger_app.scheme.reading import read_scheme


def sample_archive(folder: Path, progress: Progress) -> Path:
    """Return the folder of the sample archive, written now where it is not there yet."""
    if (folder / DATABASE).is_file():
        return folder
    scheme = read_scheme(resource("sample", "scheme.docx"))
    evidence = folder / EVIDENCE
    plan = sample.write_evidence(evidence, progress)
    with Archive.create(folder, scheme, evidence=evidence) as archive:
        archive.scan(progress)
        sample.apply_links(archive.db, archive.evidence, plan, progress)
        sample.spoil(archive.evidence, plan)
        archive.scan(progress)
    return folder
