"""Every problem has a sentence in both languages, and every place words for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger_app.core import i18n
from ledger_app.scheme import wording
from ledger_app.scheme.model import Problem

PACKAGE = Path(wording.__file__).parent
RAISED = re.compile(r'(?:Problem|report)\(\s*"([a-z-]+)"')


def test_every_problem_in_the_code_has_a_sentence() -> None:
    raised = {c for p in PACKAGE.glob("*.py") for c in RAISED.findall(p.read_text(encoding="utf-8"))}
    assert raised <= set(wording.PROBLEMS)
    assert len(raised) > 20


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", sorted(wording.PROBLEMS))
def test_sentences(code: str, language: str) -> None:
    i18n.set_language(language)
    names = re.findall(r"{(\w+)}", wording.PROBLEMS[code])
    said = wording.problem_sentence(Problem(code, "", dict.fromkeys(names, 2.5)))
    assert said.count("2.5") == len(names)
    assert not set("!！") & set(said)


def test_numbers_are_shown_as_people_write_them() -> None:
    problem = Problem("sum-differs", "", {"name": "一、甲", "declared": 16.0, "sum": 15.5})
    assert wording.problem_sentence(problem) == "“一、甲” declares 16 points, but its parts add up to 15.5."


@pytest.mark.parametrize(
    ("place", "chinese"),
    [
        ("table 1, row 7", "表 1 第 7 行"),
        ("table 2", "表 2"),
        ("line 9", "第 9 行"),
        ("Sheet1!A7", "Sheet1!A7"),
        ("", ""),
    ],
)
def test_places(place: str, chinese: str) -> None:
    assert wording.place_text(place) == place
    i18n.set_language("zh_CN")
    assert wording.place_text(place) == chinese
