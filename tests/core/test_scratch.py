"""Temporary folders: gone at the end, and those of killed calls with the next."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from ledger_app.core.scratch import scratch


def test_what_killed_calls_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("evidence-ledger-binder-old", "evidence-ledger-check-young", "somebody-elses"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "forms.pdf").write_bytes(b"half")
    for name in ("evidence-ledger-binder-old", "somebody-elses"):
        os.utime(tmp_path / name, (0, 0))
    with scratch("binder") as folder:
        assert folder.is_dir()
        assert not (tmp_path / "evidence-ledger-binder-old").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"evidence-ledger-check-young", "somebody-elses"}
