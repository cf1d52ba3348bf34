"""A scheme corrected on the command line before it is stored, as the window's preview does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_app.cli import parser


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]):
    def run(*words: object, code: int = 0):
        found = parser.main([*map(str, words), "--lang", "en", "--json"], open_window=lambda *_: 99)
        out, errors = capsys.readouterr()
        assert found == code, (found, out, errors)
        return json.loads(out) if out else errors

    return run


def hard(document: dict) -> list[str]:
    return [i["code"] for i in document["indicators"] if i["hard"]]


def test_marks_columns_and_cells_are_corrected_before_anything_is_stored(
    call, small_scheme: Path, tmp_path: Path
):
    read = call("scheme", "check", small_scheme)
    assert hard(read) == ["1", "3"]
    name = read["indicators"][1]["name"]
    marked = call("scheme", "check", small_scheme, "--hard", name, "--not-hard", "3、1")
    assert hard(marked) == ["2"]
    place = read["indicators"][0]["place"]
    edits = tmp_path / "edits.json"
    edits.write_text(json.dumps({"cells": {place: {"E": "9"}}, "hard": {place: False}}), encoding="utf-8")
    archive = tmp_path / "archive"
    made = call("init", archive, "--scheme", small_scheme, "--edits", edits)
    assert made["indicators"][0]["points"] == 9
    assert hard(made) == ["3"]
    unread = call("scheme", "check", small_scheme, "--column", "1:E=ignored", code=1)
    assert {i["points"] for i in unread["indicators"]} == {None}
    assert all("place" in p for p in unread["problems"])
    call("scheme", "import", small_scheme, "--hard", "2", "--archive", archive)
    assert hard(call("scheme", "show", "--archive", archive)) == ["2", "3"]  # what was marked by hand stays


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--hard", "没有的指标"), "没有的指标"),
        (("--column", "D=points"), "D=points"),
        (("--column", "1:D=score"), "score"),
        (("--column", "1:ZZ=points"), "ZZ"),
        (("--edits", "nowhere.json"), "nowhere.json"),
    ],
)
def test_a_wrong_correction_is_one_sentence(call, small_scheme: Path, words, said):
    errors = call("scheme", "check", small_scheme, *words, code=2)
    assert said in errors
    assert errors.count("\n") == 1
