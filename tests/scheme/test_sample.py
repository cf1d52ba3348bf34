"""The sample scheme: two files, made by the tool, that say the same as the list they come from."""

from __future__ import annotations

import csv
import runpy
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app.core.resources import resource
from ledger_app.scheme.model import Indicator
from ledger_app.scheme.reading import read_scheme

TOOL = Path(__file__).resolve().parents[2] / "tools" / "build_sample_scheme.py"


def placeless(path: Path) -> list[Indicator]:
    return [replace(i, place="") for i in read_scheme(path).indicators]


@pytest.mark.parametrize("name", ["scheme.docx", "scheme.xlsx"])
def test_what_the_sample_holds(name: str) -> None:
    scheme = read_scheme(resource("sample", name))
    assert scheme.title == "青山县2025年度推进乡村振兴战略实绩考核指标体系"
    assert (scheme.year, scheme.total_points) == (2025, 100)
    assert [i.code for i in scheme.indicators] == [str(n) for n in range(1, 64)]
    assert sum(i.points or 0 for i in scheme.indicators) == 80
    hard = [i for i in scheme.indicators if i.is_hard]
    assert (len(hard), sum(i.points or 0 for i in hard)) == (19, 44)
    assert [s.points for s in scheme.sections if len(s.path) == 1] == [16, 16, 18, 12, 10, 8]
    assert len([s for s in scheme.sections if len(s.path) == 2]) == 21
    assert not any(i.is_bonus for i in scheme.indicators)
    assert scheme.problems == ()


def test_all_forms_say_the_same() -> None:
    assert (
        placeless(resource("sample", "scheme.docx"))
        == placeless(resource("sample", "scheme.xlsx"))
        == placeless(resource("sample", "scheme.tsv"))
    )


def test_the_list_turns_up_word_for_word() -> None:
    with resource("sample", "scheme.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    found = read_scheme(resource("sample", "scheme.docx")).indicators
    assert [
        [*i.path, i.code, i.name, "★" if i.is_hard else "", "、".join(i.units), i.scoring] for i in found
    ] == [[*r[:4], *r[5:8]] for r in rows]
    assert [";".join(q.text for q in i.requirements) for i in found] == [r[8] for r in rows]


def test_the_tool_makes_the_shipped_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(TOOL), str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(TOOL), run_name="__main__")
    assert ended.value.code == 0
    for name in ("scheme.docx", "scheme.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as made, zipfile.ZipFile(resource("sample", name)) as shipped:
            assert {n: made.read(n) for n in made.namelist()} == {
                n: shipped.read(n) for n in shipped.namelist()
            }
