"""What a person changes before a scheme is stored, and the file that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.scheme import schemes
from ledger_app.scheme.drafts import Edits, draft, listed, with_listed
from ledger_app.scheme.edit_files import edits_text, letters, read_edits, role_at
from ledger_app.scheme.headers import Role
from ledger_app.scheme.reading import read_file, read_scheme, scheme_of

HEAD = ["一级指标", "二级指标", "序号", "三级指标", "分值", "责任单位", "佐证材料"]
TABLE = [
    HEAD,
    ["一、粮食（5分）", "1.生产", "1", "粮食播种面积", "2.5", "农业办", "报表"],
    ["^", "^", "2", "积分制、清单制", "两分半", "农业办", "台账"],
    ["二、环境（4分）", "2.厕所", "3", "卫生户厕改造与管护", "2", "建设办", "照片"],
    ["^", "^", "4", "农村公厕管护", "2", "建设办", "照片"],
]


def codes(found, *, hard: bool = True) -> list[str]:
    return [i.code for i in found.scheme.indicators if i.is_hard is hard]


def test_without_edits_a_draft_is_what_is_read(tables):
    source = tables.source(TABLE)
    found = draft(source, Edits())
    assert found.source is source
    assert [i.code for i in found.scheme.indicators] == ["1", "2", "3", "4"]
    assert found.at(found.scheme.indicators[2].place) == (0, 3)
    assert found.at("") is None
    assert not Edits()


def test_an_edited_cell_is_read_as_it_says(tables):
    source = tables.source(TABLE)
    assert "points-unclear" in {p.code for p in draft(source, Edits()).scheme.problems}
    edits = Edits().with_cell(source, (0, 2, 4), "2.5")
    found = draft(source, edits)
    assert found.scheme.indicators[1].points == 2.5
    assert "points-unclear" not in {p.code for p in found.scheme.problems}
    assert source.grids[0].rows[2].cells[4].text == "两分半"
    assert not edits.with_cell(source, (0, 2, 4), "两分半")


def test_a_merged_cell_is_edited_wherever_it_is_taken_hold_of(tables):
    source = tables.source(TABLE)
    edits = Edits().with_cell(source, (0, 2, 0), "一、粮食安全（5分）")
    assert list(edits.cells) == [(0, 1, 0)]
    found = draft(source, edits)
    assert {i.path[0] for i in found.scheme.indicators[:2]} == {"一、粮食安全"}


def test_a_column_holds_what_a_person_says(tables):
    source = tables.source([[t if t != "佐证材料" else "附注栏" for t in HEAD], *TABLE[1:]])
    assert not draft(source, Edits()).scheme.indicators[0].requirements
    edits = Edits().with_roles({(0, 6): Role.EVIDENCE})
    found = draft(source, edits)
    assert [r.text for r in found.scheme.indicators[0].requirements] == ["报表"]
    assert not edits.with_roles({(0, 6): None})


def test_a_table_without_a_known_header_can_be_read_by_hand(tables):
    source = tables.source([["甲", "乙", "丙"], ["1", "粮食播种面积", "2.5"], ["2", "农村公厕管护", "2"]])
    assert not draft(source, Edits()).scheme.indicators
    edits = Edits().with_roles({(0, 0): Role.CODE, (0, 1): Role.INDICATOR, (0, 2): Role.POINTS})
    edits = edits.with_head(0, (0, 0))
    found = draft(source, edits)
    assert [(i.code, i.name, i.points) for i in found.scheme.indicators] == [
        ("1", "粮食播种面积", 2.5),
        ("2", "农村公厕管护", 2.0),
    ]


def test_a_grid_is_left_out_and_taken_back(tables):
    source = tables.source(TABLE, TABLE)
    edits = Edits().with_head(1, None)
    assert len(draft(source, edits).scheme.indicators) == 4
    assert len(draft(source, edits.without_head(1)).scheme.indicators) == 8


def test_hard_marks_are_set_and_taken_away_by_place(tables):
    starred = [list(row) for row in TABLE]
    starred[3][3] = "卫生户厕改造与管护★"
    source = tables.source(starred)
    assert codes(draft(source, Edits())) == ["3"]
    edits = Edits().with_hard({(0, 1): True, (0, 3): False})
    assert codes(draft(source, edits)) == ["1"]
    assert codes(draft(source, edits.with_hard({(0, 1): None, (0, 3): None}))) == ["3"]


def test_a_mark_set_by_hand_settles_the_question_about_it(tables):
    asked = [[*row, "刚性" if n == 0 else "也许" if n == 1 else ""] for n, row in enumerate(TABLE)]
    source = tables.source(asked)
    place = draft(source, Edits()).scheme.indicators[0].place
    assert ("hard-unclear", place) in {(p.code, p.place) for p in draft(source, Edits()).scheme.problems}
    settled = draft(source, Edits().with_hard({(0, 1): False}))
    assert ("hard-unclear", place) not in {(p.code, p.place) for p in settled.scheme.problems}


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("1\n3", ["1", "3"], ()),
        ("粮食播种面积、积分制、清单制、农村公厕管护等3项为刚性指标。", ["1", "2", "4"], ()),
        ("1-3", ["1", "2", "3"], ()),
        ("★ 3 卫生户厕改造与管护", ["3"], ()),
        ("（1）户厕改造；（2）学校", ["3"], ("学校",)),
        ("以下为刚性：粮食播种面积，9", ["1"], ("以下为刚性", "9")),
        ("管护", [], ("管护",)),
        ("", [], ()),
    ],
)
def test_a_list_from_a_letter_finds_its_indicators(tables, text, found, unknown):
    result = listed(draft(tables.source(TABLE), Edits()).scheme, text)
    assert ([i.code for i in result.found], result.unknown) == (found, unknown)


def test_a_list_with_a_stranger_changes_nothing_and_names_it(tables):
    found = draft(tables.source(TABLE), Edits())
    with pytest.raises(LedgerError) as caught:
        with_listed(Edits(), found, "1、没有的", is_hard=True)
    assert caught.value.code == "edits-not-listed"
    assert caught.value.values["entries"] == "没有的"
    assert with_listed(Edits(), found, "1、4", is_hard=True).hard == {(0, 1): True, (0, 4): True}


@given(st.text())
def test_any_list_is_taken(text):
    from ledger_app.scheme.model import Indicator, Scheme

    scheme = Scheme("", None, None, (Indicator("1", (), "粮食、播种", 1.0), Indicator("2", (), "", None)))
    result = listed(scheme, text)
    assert set(result.found) <= set(scheme.indicators)


# the file


@pytest.fixture
def edits(tables) -> Edits:
    source = tables.source(TABLE, TABLE)
    return (
        Edits()
        .with_roles({(0, 6): Role.DETAIL, (1, 0): Role.LEVEL})
        .with_cell(source, (0, 2, 4), "2.5")
        .with_cell(source, (1, 2, 0), "")
        .with_hard({(0, 1): True, (0, 3): False})
        .with_head(0, (0, 0))
    )


def test_edits_are_the_same_from_their_file(tables, edits, tmp_path):
    source = tables.source(TABLE, TABLE)
    for one in (edits, Edits(), edits.with_head(1, None), edits.with_head(1, (0, -1))):
        path = tmp_path / "edits.json"
        path.write_text(edits_text(one, source), encoding="utf-8")
        assert read_edits(path, source) == one


def test_the_file_names_places_as_problems_do(tables, edits):
    said = json.loads(edits_text(edits, tables.source(TABLE, TABLE)))
    assert said["columns"] == {"table 1": {"G": "detail"}, "table 2": {"A": "level"}}
    assert said["cells"]["table 1, row 3"] == {"E": "2.5"}
    assert said["hard"] == {"table 1, row 2": True, "table 1, row 4": False}
    assert said["headers"] == {"table 1": ["table 1, row 1"]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "edits-damaged"),
        ("[]", "edits-damaged"),
        ("{", "edits-damaged"),
        ("[" * 100_000, "edits-damaged"),
        ('{"other": 1}', "edits-damaged"),
        ('{"hard": ["table 1, row 2"]}', "edits-damaged"),
        ('{"hard": {"table 1, row 2": 1}}', "edits-damaged"),
        ('{"cells": {"table 1, row 2": {"A": 1}}}', "edits-damaged"),
        ('{"left_out": {}}', "edits-damaged"),
        ('{"headers": {"table 1": ["table 2, row 1"]}}', "edits-damaged"),
        ('{"hard": {"table 9, row 2": true}}', "edits-unknown-place"),
        ('{"left_out": ["table 9"]}', "edits-unknown-place"),
        ('{"left_out": [{}]}', "edits-unknown-place"),
        ('{"columns": {"table 1": {"Z": "points"}}}', "edits-unknown-place"),
        ('{"columns": {"table 1": {"*": "points"}}}', "edits-unknown-place"),
        ('{"columns": {"table 1": {"A": "unknown"}}}', "edits-unknown-role"),
        ('{"columns": {"table 1": {"A": "分值"}}}', "edits-unknown-role"),
    ],
)
def test_a_wrong_file_gets_one_sentence(tables, tmp_path, text, code):
    path = tmp_path / "edits.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        read_edits(path, tables.source(TABLE, TABLE))
    assert caught.value.code == code


def test_a_file_that_is_not_there_or_no_text(tables, tmp_path):
    with pytest.raises(LedgerError, match="edits-unreadable"):
        read_edits(tmp_path / "none.json", tables.source(TABLE))
    (tmp_path / "e.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LedgerError, match="edits-damaged"):
        read_edits(tmp_path / "e.json", tables.source(TABLE))


@pytest.mark.parametrize(
    ("text", "column"), [("table 1:C=points", 2), ("1:3=points", 2), ("table 2:g = points", 6)]
)
def test_a_column_is_named_in_one_word(tables, text, column):
    (_grid, at), role = role_at(text, tables.source(TABLE, TABLE))
    assert (at, role) == (column, Role.POINTS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C=points", "edits-bad-column"),
        ("points", "edits-bad-column"),
        ("table 1:=points", "edits-bad-column"),
        ("table 3:C=points", "edits-unknown-place"),
        ("table 1:C=score", "edits-unknown-role"),
    ],
)
def test_a_wrong_word_for_a_column_is_named(tables, text, code):
    with pytest.raises(LedgerError, match=code):
        role_at(text, tables.source(TABLE))


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_are_those_of_a_spreadsheet(column):
    from openpyxl.utils import get_column_letter

    assert letters(column) == get_column_letter(column + 1)


# files


def test_a_scheme_file_is_read_with_its_edits(tables, tmp_path: Path):
    path = tables.write_xlsx(tmp_path / "指标.xlsx", TABLE)
    file = read_file(path)
    scheme = scheme_of(file, Edits().with_hard({(0, 1): True}))
    assert (scheme.source, scheme.title, scheme.sha256) == ("指标.xlsx", "指标", read_scheme(path).sha256)
    assert [i.code for i in scheme.indicators if i.is_hard] == ["1"]


def test_edits_that_leave_no_indicator_are_no_scheme(tables, tmp_path: Path):
    file = read_file(tables.write_xlsx(tmp_path / "指标.xlsx", TABLE))
    with pytest.raises(LedgerError, match="scheme-no-table"):
        scheme_of(file, Edits().with_head(0, None))


def test_a_mark_set_by_hand_outlives_the_next_revision(db: Database, small_scheme: Path) -> None:
    file = read_file(small_scheme)
    found = file.draft(Edits())
    rows = {i.code: found.rows[i.place] for i in found.scheme.indicators}
    edits = Edits().with_hard({rows["2"]: True, rows["3"]: False})
    schemes.store(db, scheme_of(file, edits))
    schemes.store(db, scheme_of(file, Edits()))
    assert [i.code for i in schemes.current(db).indicators if i.is_hard] == ["1", "2"]
