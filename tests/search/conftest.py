"""Puts the helpers of these tests on the path; an archive's database beside a folder of evidence."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "helpers"))

from rows import database


@pytest.fixture
def evidence(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path / "archive")
    yield opened
    opened.close()
