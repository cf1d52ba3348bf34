"""The sample is written once for all tests of this folder; who changes files works on a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.exchange.sample import write_evidence


@pytest.fixture(scope="session")
def written_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's evidence files. Read only."""
    folder = tmp_path_factory.mktemp("sample")
    write_evidence(folder)
    return folder
