"""`describe`: what is known of files and where from; a person's word wins, and can be taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ledger_app.cli import parser
from ledger_app.search.kinds import KINDS


@pytest.fixture
def describe(capsys: pytest.CaptureFixture[str], tmp_path: Path, small_scheme: Path):
    evidence = tmp_path / "evidence"
    folder = evidence / "东坪村"
    folder.mkdir(parents=True)
    (folder / "改厕会议记录.txt").write_text(
        "东坪村改厕会议记录\n时间：2025年3月5日\n应到25人，实到23人\n", encoding="utf-8"
    )
    archive = tmp_path / "archive"

    def call(*words: object, code: int = 0, is_json: bool = True) -> object:
        said = [*map(str, words), "--lang", "en", *(["--json"] if is_json else [])]
        assert parser.main(said, open_window=lambda *_: 99) == code
        out, errors = capsys.readouterr()
        return errors if code else json.loads(out) if is_json else out

    call("init", archive, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    call("scan", "--archive", archive)
    call("read", "--archive", archive)

    def describe(*words: object, **more: object) -> object:
        return call("describe", folder / "改厕会议记录.txt", *words, "--archive", archive, **more)

    describe.call = call
    return describe


def test_what_is_known_and_where_from(describe):
    (found,) = describe()
    assert found["path"] == "东坪村/改厕会议记录.txt"
    assert (found["title"], found["date"], found["kind"]) == ("东坪村改厕会议记录", "2025-03-05", "minutes")
    assert found["villages"] == ["东坪村"]
    assert found["sources"]["kind"] == "content"
    assert found["figures"] == [
        {"label": "应到", "value": 25, "unit": "人", "page": None},
        {"label": "实到", "value": 23, "unit": "人", "page": None},
    ]
    assert "Minutes" in describe(is_json=False)


def test_copies_are_named_as_they_were_asked_for(describe, tmp_path):
    evidence = tmp_path / "evidence"
    shutil.copy(evidence / "东坪村" / "改厕会议记录.txt", evidence / "another.txt")
    describe.call("scan", "--archive", tmp_path / "archive")
    found = describe("another.txt")
    assert [f["path"] for f in found] == ["东坪村/改厕会议记录.txt", "another.txt"]
    assert found[0]["title"] == found[1]["title"] == "东坪村改厕会议记录"


def test_a_person_knows_better_until_it_is_taken_back(describe):
    (found,) = describe(
        "--kind", "list", "--village", "西岭村委会", "--village", "南湾村", "--date", "2025年4月1日"
    )
    assert (found["kind"], found["villages"], found["date"]) == ("list", ["西岭村", "南湾村"], "2025-04-01")
    assert {found["sources"][n] for n in ("kind", "villages", "date")} == {"person"}
    (found,) = describe("--kind", "", "--village", "")
    assert (found["kind"], found["villages"], found["date"]) == ("minutes", ["东坪村"], "2025-04-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "nope"), "nope"),
        (("--date", "去年"), "去年"),
        (("--pages", "0"), "0"),
        (("--village", "村" * 40), "村"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(describe, words, said):
    sentence = describe(*words, code=2)
    assert said in sentence
    assert sentence.count("\n") == 1


def test_the_page_on_the_command_line_names_every_kind():
    page = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    assert [code for code in KINDS if f"`{code}`" not in page] == []
