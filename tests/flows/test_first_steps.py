"""A new archive: what made it can't be taken back, for without it the archive could not be opened again."""

from __future__ import annotations

import pytest

from ledger_app import founding
from ledger_app.core.errors import LedgerError
from ledger_app.core.resources import resource
from ledger_app.scheme.reading import read_scheme


def test_making_an_archive_is_no_step_to_undo(tmp_path):
    scheme = read_scheme(resource("sample", "scheme.docx"))
    with founding.create(tmp_path / "档案库", scheme, year=2025) as archive:
        assert archive.db.next_undo() is None
        with pytest.raises(LedgerError, match="nothing-to-undo"):
            archive.db.undo()
        assert archive.year == 2025
        assert len(archive.scheme().indicators) == len(scheme.indicators)
