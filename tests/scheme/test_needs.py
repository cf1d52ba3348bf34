"""What a person says is needed: added, worded, confirmed, dropped and removed, and kept through revisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.scheme import needs, rosters, schemes
from ledger_app.scheme.model import Need, Requirement, Subject
from ledger_app.scheme.papers import PAPERS, kinds_in
from ledger_app.scheme.reading import read_scheme
from ledger_app.search.kinds import KINDS


@pytest.fixture
def held(db: Database, small_scheme: Path) -> Database:
    schemes.store(db, read_scheme(small_scheme))
    return db


def texts(db: Database, code: str) -> list[str]:
    return [r.text for r in schemes.indicator(db, code).requirements]


def need(db: Database, code: str, key: str) -> Need:
    return schemes.requirement(db, code, key).need


def test_papers_are_of_the_kinds_that_files_are_described_by() -> None:
    assert set(PAPERS) == set(KINDS)
    assert len({word for words in PAPERS.values() for word in words}) == sum(map(len, PAPERS.values()))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("规划批复", ("approval",)),
        ("公示照片", ("notice", "photo")),
        ("会议记录+签到+照片", ("minutes", "attendance", "photo")),
        ("验收报告", ("acceptance",)),
        ("水质检测报告", ("certificate",)),
        ("销号材料", ()),
    ],
)
def test_words_name_kinds(text: str, kinds: tuple[str, ...]) -> None:
    assert kinds_in(text) == kinds


def test_a_requirement_is_added_behind_the_others_and_taken_back(held: Database) -> None:
    one, changes = needs.add(held, "3", "  改厕前后\n照片 ", need=Need(kinds=("photo", "photo"), count=2))
    assert changes.tables == {"requirement"}
    assert one == Requirement(
        "3", "改厕前后照片", one.id, Need(kinds=("photo",), count=2), False, False, True
    )
    assert texts(held, "3") == ["改厕台账", "验收表", "改厕前后照片"]
    held.undo()
    assert texts(held, "3") == ["改厕台账", "验收表"]
    held.redo()
    assert need(held, "3", "3").count == 2


def test_a_need_is_set_and_taken_back(held: Database) -> None:
    wanted = Need(kinds=("acceptance",), count=3, every="quarter", since="2025-01-01", is_signed=True)
    needs.change(held, "3", "2", need=wanted, text="验收表(签字)")
    assert need(held, "3", "2") == wanted
    assert texts(held, "3")[1] == "验收表(签字)"
    held.undo()
    assert need(held, "3", "2") == Need()
    assert texts(held, "3")[1] == "验收表"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Need(kinds=("picture",)), "bad-need-kind"),
        (Need(count=0), "bad-need-count"),
        (Need(count=10_000), "bad-need-count"),
        (Need(every="week"), "bad-need-every"),
        (Need(since="2025-13-01"), "bad-date"),
        (Need(since="2025-06-01", until="2025-05-31"), "bad-need-period"),
        (Need(roster=7), "unknown-roster"),
        (Need(chain="一" * 41), "bad-need-name"),
        (Need(step=-1), "bad-need-step"),
    ],
)
def test_a_need_that_means_nothing_is_refused(held: Database, wrong: Need, code: str) -> None:
    with pytest.raises(LedgerError) as raised:
        needs.change(held, "3", "1", need=wrong)
    assert raised.value.code == code
    assert sentence(raised.value)
    assert held.next_undo() is not None and held.next_undo().name == "import-scheme"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-requirement-text"),
        ("字" * 301, "bad-requirement-text"),
        ("\ud800", "bad-requirement-text"),
        ("改厕 台账", "requirement-exists"),
    ],
)
def test_words_that_are_none_are_refused(held: Database, text: str, code: str) -> None:
    with pytest.raises(LedgerError) as raised:
        needs.add(held, "3", text)
    assert raised.value.code == code
    assert sentence(raised.value)


def test_what_there_is_not_is_named(held: Database) -> None:
    for wrong in (
        lambda: needs.add(held, "99", "照片"),
        lambda: needs.change(held, "3", "9", text="照片"),
        lambda: needs.confirm(held, [("3", "9")]),
        lambda: needs.remove(held, "3", ["9"]),
    ):
        with pytest.raises(LedgerError) as raised:
            wrong()
        assert raised.value.code in ("unknown-indicator", "unknown-requirement")


def test_a_key_is_never_given_twice(held: Database) -> None:
    first, _ = needs.add(held, "3", "照片")
    needs.remove(held, "3", [first.key])
    second, _ = needs.add(held, "3", "维修记录")
    assert (first.key, second.key) == ("3", "4")


def test_requirements_are_put_in_another_order(held: Database) -> None:
    needs.add(held, "3", "照片")
    needs.move(held, "3", "3", to=0)
    assert texts(held, "3") == ["照片", "改厕台账", "验收表"]
    needs.move(held, "3", "3", to=99)
    assert texts(held, "3") == ["改厕台账", "验收表", "照片"]
    held.undo()
    assert texts(held, "3") == ["照片", "改厕台账", "验收表"]


def test_a_revision_keeps_what_was_done_by_hand(held: Database, small_scheme: Path) -> None:
    needs.add(held, "3", "改厕前后照片")
    needs.change(held, "3", "1", need=Need(count=3))
    needs.change(held, "4", "1", text="公厕清单及位置图")
    needs.remove(held, "4", ["2"])
    before = {i.code: i.requirements for i in schemes.current(held).indicators}
    text = small_scheme.read_text(encoding="utf-8").replace("管护,2.5", "管护,3")
    small_scheme.write_text(text, encoding="utf-8")
    schemes.store(held, read_scheme(small_scheme))
    after = {i.code: i.requirements for i in schemes.current(held).indicators}
    assert after == before
    assert [r.text for r in after["4"]] == ["公厕清单及位置图"]


def test_a_revision_that_words_it_otherwise_leaves_need_and_place(held: Database, small_scheme: Path) -> None:
    needs.change(held, "3", "2", need=Need(is_signed=True))
    identity = schemes.requirement(held, "3", "2").id
    text = small_scheme.read_text(encoding="utf-8").replace(";验收表", ";改厕验收表")
    small_scheme.write_text(text, encoding="utf-8")
    schemes.store(held, read_scheme(small_scheme))
    found = schemes.requirement(held, "3", "2")
    assert (found.id, found.text, found.need) == (identity, "改厕验收表", Need(is_signed=True))


def test_drafts_ask_for_nothing_until_they_are_confirmed(held: Database) -> None:
    number, _ = needs.draft(held)
    drafted = schemes.requirement(held, "1", "2")
    assert number > 0
    assert drafted.is_drafted
    assert drafted.need == Need(kinds=("table",), is_sealed=True)
    asked = {i.code: i for i in needs.asked(schemes.current(held)).indicators}
    assert [r.need for r in asked["1"].requirements] == [Need(), Need()]
    needs.confirm(held, [("1", "2")])
    asked = {i.code: i for i in needs.asked(schemes.current(held)).indicators}
    assert [r.need.is_sealed for r in asked["1"].requirements] == [False, True]
    held.undo()
    assert schemes.requirement(held, "1", "2").is_drafted


def test_drafting_again_changes_nothing_and_leaves_what_is_settled(held: Database) -> None:
    needs.change(held, "1", "2", need=Need(count=5))
    needs.draft(held)
    needs.dismiss(held, [("1", "1")])
    state = schemes.current(held)
    _, changes = needs.draft(held)
    assert changes.operation is None
    assert schemes.current(held) == state
    assert need(held, "1", "2") == Need(count=5)
    assert need(held, "1", "1") == Need()


def without_evidence(small_scheme: Path) -> Path:
    lines = small_scheme.read_text(encoding="utf-8").splitlines()
    rules = {
        "1": "查看会议记录,少一次扣0.5分",
        "2": "建立撂荒地台账",
        "3": "达到要求得满分",
        "4": "",
    }
    kept = [",".join(ln.split(",")[:8]) for ln in lines]
    for at in range(2, 6):
        cells = kept[at].split(",")
        cells[7] = f'"{rules[cells[2]]}"'
        kept[at] = ",".join(cells)
    small_scheme.write_text("\n".join(kept), encoding="utf-8")
    return small_scheme


def test_where_no_papers_are_asked_for_the_rule_s_are_proposed(db: Database, small_scheme: Path) -> None:
    schemes.store(db, read_scheme(without_evidence(small_scheme)))
    needs.draft(db)
    found = {i.code: i.requirements for i in schemes.current(db).indicators}
    assert [(r.text, r.is_proposed, r.is_drafted) for r in found["1"]] == [("会议记录", True, True)]
    assert [r.text for r in found["2"]] == ["撂荒地台账"]
    assert found["3"] == found["4"] == ()
    assert all(not i.requirements for i in needs.asked(schemes.current(db)).indicators)
    needs.confirm(db, [("1", "1")])
    needs.dismiss(db, [("2", "1")])
    assert [len(i.requirements) for i in needs.asked(schemes.current(db)).indicators] == [1, 0, 0, 0]
    _, changes = needs.draft(db)
    assert changes.operation is None
    schemes.store(db, read_scheme(small_scheme))
    assert [r.text for r in schemes.indicator(db, "1").requirements] == ["会议记录"]


def test_all_drafts_are_confirmed_or_dropped_at_once(held: Database) -> None:
    needs.draft(held)
    needs.confirm(held)
    assert not any(r.is_drafted for i in schemes.current(held).indicators for r in i.requirements)
    held.undo()
    needs.dismiss(held)
    assert all(
        r.need == Need() and not r.is_drafted
        for i in schemes.current(held).indicators
        for r in i.requirements
    )


def test_a_template_reuses_what_is_asked_for_already(held: Database) -> None:
    needs.apply_template(held, "3", "toilets")
    found = schemes.indicator(held, "3").requirements
    assert [(r.key, r.text, r.need.step) for r in found] == [
        ("1", "改厕台账", 1),
        ("2", "验收表", 3),
        ("3", "改厕前后照片", 2),
        ("4", "管护协议", 4),
    ]
    assert {r.need.chain for r in found} == {"改厕"}
    assert not any(r.is_drafted for r in found)
    _, again = found, needs.apply_template(held, "3", "toilets")
    assert again.operation is None
    held.undo()
    assert texts(held, "3") == ["改厕台账", "验收表"]
    assert need(held, "3", "1") == Need()


def test_a_template_asks_each_subject_where_a_roster_is_named(held: Database) -> None:
    one, _ = rosters.make(held, "各村", "village", [Subject(0, "大湾村"), Subject(0, "石桥村")])
    needs.change(held, "3", "1", need=Need(count=4))
    needs.apply_template(held, "3", "campaign", roster=one.id)
    found = {r.text: r.need for r in schemes.indicator(held, "3").requirements}
    assert found["通知"].roster is None
    assert found["会议记录"].roster == one.id
    assert found["改厕台账"] == Need(count=4)
    with pytest.raises(LedgerError) as raised:
        needs.apply_template(held, "3", "party")
    assert raised.value.code == "unknown-template"


def test_what_a_person_settled_of_a_requirement_stays_in_a_template(held: Database) -> None:
    needs.change(held, "3", "2", need=Need(kinds=("list",), count=9))
    needs.apply_template(held, "3", "toilets")
    expected = Need(kinds=("list",), count=9, is_signed=True, chain="改厕", step=3)
    assert replace(need(held, "3", "2")) == expected
