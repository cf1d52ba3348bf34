"""Rosters: lists of villages, households and projects as offices keep them, imported and imported again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.scheme import needs, rosters, schemes
from ledger_app.scheme.model import Need, Roster, Subject
from ledger_app.scheme.reading import read_scheme
from ledger_app.scheme.roster_tables import read_roster, tidied
from ledger_app.scheme.wording import problem_sentence

VILLAGES = (
    "青山镇行政村名单,\n序号,行政村,别名\n1,大湾村,大湾子;湾里\n2,石桥村村委会,\n3,小大湾村,\n合计,3个,\n"
)


def sheet(path: Path, *rows: tuple, merge: str = "") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def listed(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def names(roster: Roster) -> list[str]:
    return [s.name for s in roster.subjects]


def test_a_list_of_villages_is_imported_and_taken_back(db: Database, tmp_path: Path) -> None:
    path = listed(tmp_path / "行政村.csv", VILLAGES)
    one, table, changes = rosters.put(db, path, name="各村", kind="village")
    assert [(s.name, s.also, s.village) for s in one.subjects] == [
        ("大湾村", ("大湾子", "湾里"), "大湾村"),
        ("石桥村", (), "石桥村"),
        ("小大湾村", (), "小大湾村"),
    ]
    assert table.problems == ()
    assert changes.tables == {"roster", "subject"}
    assert rosters.rosters(db) == (one,)
    db.undo()
    assert rosters.rosters(db) == ()


def test_households_are_read_without_their_numbers(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "监测户.xlsx",
        ("青山镇返贫监测户花名册",),
        ("序号", "所在村", "户主姓名", "身份证号", "联系电话", "家庭人口"),
        (1, "大湾村", "张 三", "110101199003078515", "13800138000", 4),
        (2, None, "李四110101199003078515", "", "", 2),
        (3, "石桥村", "张三", "", "", 3),
        (4, "石桥村", "", "110101199003078515", "", 1),
        (5, "石桥村", "张三", "", "", 1),
        ("合计", None, None, None, None, 10),
    )
    one, table, _ = rosters.put(db, path, name="监测户", kind="household")
    assert [(s.village, s.name) for s in one.subjects] == [
        ("大湾村", "张三"),
        ("大湾村", "李四"),
        ("石桥村", "张三"),
    ]
    assert [(p.code, p.place) for p in table.problems] == [
        ("roster-number", "Sheet!A4"),
        ("roster-blank", "Sheet!A6"),
        ("roster-double", "Sheet!A7"),
    ]
    assert all(problem_sentence(p) for p in table.problems)
    stored = "".join(str(r) for t in ("roster", "subject", "change") for r in db.rows(f"SELECT * FROM {t}"))
    assert "19900307" not in stored and "1380013" not in stored


def test_what_is_too_long_for_a_name_is_not_kept(tmp_path: Path) -> None:
    text = f"村名,户主,别名\n大湾村,张三,{'张' * 61};老张\n{'村' * 61},李四,\n大湾村,{'王' * 61},\n"
    table = read_roster(listed(tmp_path / "户.csv", text), "household")
    assert [(s.name, s.also, s.village) for s in table.subjects] == [("张三", ("老张",), "大湾村")]
    assert [p.code for p in table.problems] == ["roster-odd", "roster-odd"]


def test_a_list_of_persons_gives_the_heads_of_households(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("村", "户主姓名", "成员姓名", "与户主关系"),
        ("大湾村", "张三", "张三", "户主"),
        ("大湾村", "张三", "王五", "配偶"),
        ("大湾村", "李四", "李四", "本人"),
    )
    found = read_roster(path, "household")
    assert [s.name for s in found.subjects] == ["张三", "李四"]
    assert found.problems == ()


def test_a_merged_name_is_one_household(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("户主", "项"),
        ("张三", "低保"),
        (None, "医保"),
        ("李四", "低保"),
        merge="A2:A3",
    )
    found = read_roster(path, "household")
    assert [s.name for s in found.subjects] == ["张三", "李四"]
    assert found.problems == ()


def test_the_next_list_keeps_who_is_there(db: Database, tmp_path: Path) -> None:
    first, _, _ = rosters.put(db, listed(tmp_path / "a.csv", VILLAGES), name="各村", kind="village")
    rosters.change_subject(db, first.subjects[1].id, also=["石桥"])
    text = VILLAGES.replace("3,小大湾村,\n", "3,新村,\n").replace("1,大湾村", "9,大湾村")
    second, _, _ = rosters.put(db, listed(tmp_path / "b.csv", text), name="各村", kind="village")
    assert names(second) == ["大湾村", "石桥村", "新村"]
    assert [s.id for s in second.subjects[:2]] == [s.id for s in first.subjects[:2]]
    assert second.subjects[1].also == ("石桥",)
    third, _, _ = rosters.put(db, listed(tmp_path / "c.csv", VILLAGES), name="各村", kind="village")
    assert [s.id for s in third.subjects] == [s.id for s in first.subjects]
    db.undo()
    assert rosters.roster(db, "各村") == second


def test_a_household_that_moved_keeps_its_id_only_where_the_name_is_alone(
    db: Database, tmp_path: Path
) -> None:
    head = "户主,村\n"
    first, _, _ = rosters.put(
        db, listed(tmp_path / "a.csv", head + "张三,大湾村\n李四,大湾村\n"), name="户", kind="household"
    )
    second, _, _ = rosters.put(
        db,
        listed(tmp_path / "b.csv", head + "张三,石桥村\n李四,石桥村\n李四,新村\n"),
        name="户",
        kind="household",
    )
    assert second.subjects[0].id == first.subjects[0].id
    assert first.subjects[1].id not in {s.id for s in second.subjects}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.csv", "编号,联系人\n1,某\n", "roster-no-names"),
        ("a.csv", "序号,行政村\n", "roster-empty"),
        ("a.csv", "", "roster-empty"),
        ("a.pdf", "%PDF-1.7", "scheme-picture"),
    ],
)
def test_a_list_that_is_none_is_refused(
    db: Database, tmp_path: Path, name: str, text: str, code: str
) -> None:
    with pytest.raises(LedgerError) as raised:
        rosters.put(db, listed(tmp_path / name, text), name="各村", kind="village")
    assert raised.value.code == code
    assert sentence(raised.value)
    assert rosters.rosters(db) == ()


def test_an_unknown_header_is_told_with_what_was_found(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.csv", "编号,联系人,电话13800138000\n1,某,2\n")
    with pytest.raises(LedgerError) as raised:
        read_roster(path, "village")
    said = sentence(raised.value)
    assert "联系人" in said and "村名" in said and "138001" not in said


def test_names_are_added_corrected_and_taken_off(db: Database) -> None:
    one, _ = rosters.make(db, "各村", "village", [Subject(0, "大湾村")])
    rosters.add_subject(db, one.id, "石桥村委会", also=["石桥"])
    found = rosters.roster(db, one.id)
    assert [(s.name, s.also) for s in found.subjects] == [("大湾村", ()), ("石桥村", ("石桥",))]
    rosters.change_subject(db, found.subjects[0].id, name="大湾新村", also=["大湾村"])
    assert rosters.subject(db, "大湾村").name == "大湾新村"
    rosters.remove_subjects(db, [found.subjects[1].id])
    assert names(rosters.roster(db, "各村")) == ["大湾新村"]
    rosters.add_subject(db, one.id, "石桥村")
    assert rosters.roster(db, "各村").subjects[1].id == found.subjects[1].id
    for _ in range(4):
        db.undo()
    assert names(rosters.roster(db, "各村")) == ["大湾村"]


def test_what_can_not_be_kept_is_refused(db: Database) -> None:
    one, _ = rosters.make(db, "各村", "village", [Subject(0, "大湾村"), Subject(0, "石桥村")])
    calls = {
        "subject-exists": lambda: rosters.add_subject(db, one.id, "大湾村"),
        "bad-subject": lambda: rosters.add_subject(db, one.id, "110101199003078515"),
        "roster-exists": lambda: rosters.make(db, "各村", "village"),
        "bad-roster-name": lambda: rosters.make(db, " ", "village"),
        "bad-roster-kind": lambda: rosters.make(db, "路", "road"),
        "unknown-roster": lambda: rosters.roster(db, "各户"),
        "unknown-subject": lambda: rosters.remove_subjects(db, [99]),
    }
    for code, call in calls.items():
        with pytest.raises(LedgerError) as raised:
            call()
        assert raised.value.code == code
        assert sentence(raised.value)


def test_two_of_one_name_are_told_apart_by_their_village(db: Database) -> None:
    rosters.make(db, "户", "household", [Subject(0, "张三", (), "大湾村"), Subject(0, "张三", (), "石桥村")])
    with pytest.raises(LedgerError) as raised:
        rosters.subject(db, "张三")
    assert raised.value.code == "ambiguous-subject"
    assert rosters.subject(db, "石桥村/张三").village == "石桥村"


def test_a_roster_that_is_asked_for_stays(db: Database, small_scheme: Path) -> None:
    schemes.store(db, read_scheme(small_scheme))
    one, _ = rosters.make(db, "各村", "village", [Subject(0, "大湾村")])
    needs.change(db, "3", "1", need=Need(roster=one.id))
    with pytest.raises(LedgerError) as raised:
        rosters.remove(db, one.id)
    assert raised.value.code == "roster-asked"
    assert "3" in sentence(raised.value)
    needs.change(db, "3", "1", need=Need())
    rosters.remove(db, one.id)
    assert rosters.rosters(db) == ()
    db.undo()
    assert names(rosters.roster(db, "各村")) == ["大湾村"]


@given(st.text(max_size=30))
def test_tidying_a_name_twice_changes_nothing_more(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
