"""A scheme in the archive: first import, revisions that links survive, undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.scheme import schemes
from ledger_app.scheme.model import Indicator, Problem, Requirement, Scheme, Section


def leaf(code: str, name: str, *asked: str, path: tuple[str, ...] = ("一、甲",), **more: object) -> Indicator:
    requirements = tuple(Requirement(str(n), text) for n, text in enumerate(asked, 1))
    return Indicator(code, path, name, 1.0, requirements=requirements, **more)


def scheme(*indicators: Indicator, **more: object) -> Scheme:
    sections = tuple(dict.fromkeys(Section(i.path, 3.0) for i in indicators))
    values: dict = {
        "title": "某县考核",
        "year": 2025,
        "total_points": 3.0,
        "source": "a.docx",
        "sha256": "0" * 64,
    }
    return Scheme(indicators=indicators, sections=sections, **{**values, **more})


FIRST = scheme(
    leaf("1", "粮食面积", "报表", "照片", is_hard=True, units=("农办", "统计站"), scoring="按比例"),
    leaf("2", "粮食产量", "报表"),
    leaf("3", "户厕改造", "台账", path=("二、乙", "1.丙"), is_bonus=True, place="table 1, row 4"),
)


def without_ids(found: Scheme) -> Scheme:
    bare = (
        replace(i, id=0, requirements=tuple(replace(r, id=0) for r in i.requirements))
        for i in found.indicators
    )
    return replace(found, indicators=tuple(bare))


def ids(db: Database) -> dict[str, int]:
    return {i.name: i.id for i in schemes.current(db).indicators}


def link(db: Database, indicator: int, requirement: int | None = None) -> int:
    with db.operation("link-evidence") as op:
        item = op.insert("item", {"sha256": None, "size": 1, "first_seen": op.at})
        row = {"item": item, "indicator": indicator, "requirement": requirement, "how": "command"}
        return op.insert("link", {**row, "actor": "tester", "at": op.at})


def linked_to(db: Database, identity: int) -> str:
    sql = "SELECT name FROM indicator JOIN link ON link.indicator = indicator.id WHERE link.id = ? AND NOT is_retired"
    return str(db.value(sql, identity))


def test_no_scheme_yet(db: Database) -> None:
    with pytest.raises(LedgerError) as caught:
        schemes.current(db)
    assert caught.value.code == "no-scheme" and sentence(caught.value)


def test_what_is_stored_comes_back(db: Database) -> None:
    given = replace(
        FIRST,
        problems=(Problem("sum-differs", "table 1, row 2", {"name": "一", "declared": 3.0, "sum": 2.0}),),
    )
    given = replace(
        given, sections=(Section(("一、甲",), 3.0), Section(("二、乙",)), Section(("二、乙", "1.丙"), 3.0))
    )
    changes = schemes.store(db, given)
    assert changes.tables == {"scheme", "section", "indicator", "requirement", "scheme_problem"}
    found = schemes.current(db)
    assert without_ids(found) == given
    assert all(i.id and all(r.id for r in i.requirements) for i in found.indicators)


def test_the_same_scheme_again_changes_nothing(db: Database) -> None:
    schemes.store(db, FIRST)
    assert schemes.store(db, FIRST).tables == set()


def test_import_and_revision_are_one_step_each_to_undo(db: Database) -> None:
    schemes.store(db, FIRST)
    before = schemes.current(db)
    schemes.store(
        db, scheme(leaf("2", "粮食面积", "照片", "新表"), leaf("1", "粮食产量"), leaf("9", "新指标"))
    )
    after = schemes.current(db)
    db.undo()
    assert schemes.current(db) == before
    db.redo()
    assert schemes.current(db) == after
    db.undo()
    db.undo()
    with pytest.raises(LedgerError):
        schemes.current(db)
    assert db.value("SELECT count(*) FROM indicator") == 0
    assert db.verify_journal()[1] is None


@pytest.mark.parametrize(
    ("revision", "name"),
    [
        (scheme(leaf("2", "粮食产量"), leaf("1", "粮食面积")), "粮食面积"),
        (scheme(leaf("2", "粮食面积"), leaf("1", "粮食产量")), "粮食面积"),
        (scheme(leaf("1", "新增"), leaf("2", "粮食面积"), leaf("3", "粮食产量")), "粮食面积"),
        (scheme(leaf("1", "粮食播种面积（亩）")), "粮食播种面积（亩）"),
        (scheme(leaf("7", "粮食面积", path=("九、别处",))), "粮食面积"),
        (scheme(leaf("3", "粮食面积"), leaf("1", "户厕改造"), leaf("2", "粮食产量")), "粮食面积"),
    ],
)
def test_links_follow_their_indicator(db: Database, revision: Scheme, name: str) -> None:
    schemes.store(db, FIRST)
    one = link(db, ids(db)["粮食面积"])
    schemes.store(db, revision)
    assert linked_to(db, one) == name


def test_what_is_gone_is_retired_and_comes_back(db: Database) -> None:
    schemes.store(db, FIRST)
    before = ids(db)
    one = link(db, before["粮食产量"])
    schemes.store(db, scheme(FIRST.indicators[0]))
    assert list(ids(db)) == ["粮食面积"]
    assert db.value("SELECT indicator FROM link WHERE id = ?", one) == before["粮食产量"]
    assert [s.path for s in schemes.current(db).sections] == [("一、甲",)]
    schemes.store(db, FIRST)
    assert ids(db) == before
    assert without_ids(schemes.current(db)).indicators == FIRST.indicators


def test_a_retired_code_can_be_given_anew(db: Database) -> None:
    schemes.store(db, FIRST)
    before = ids(db)
    schemes.store(db, scheme(FIRST.indicators[0]))
    schemes.store(db, scheme(FIRST.indicators[0], leaf("2", "完全不同的事")))
    assert ids(db)["完全不同的事"] not in before.values()


def test_what_comes_back_is_not_taken_for_what_has_its_code(db: Database) -> None:
    schemes.store(db, FIRST)
    before = ids(db)
    schemes.store(db, scheme(leaf("1", "粮食产量")))
    schemes.store(db, scheme(leaf("1", "粮食面积")))
    assert ids(db) == {"粮食面积": before["粮食面积"]}


def test_another_name_under_an_old_code_is_reported(db: Database) -> None:
    schemes.store(db, FIRST)
    schemes.store(db, scheme(leaf("1", "党的建设"), leaf("2", "粮食总产量")))
    (problem,) = schemes.current(db).problems
    assert problem.code == "indicator-renamed"
    assert problem.values == {"code": "1", "old": "粮食面积", "new": "党的建设"}


def test_requirements_keep_their_key_and_row(db: Database) -> None:
    schemes.store(db, FIRST)
    old = {r.text: r for r in schemes.current(db).indicators[0].requirements}
    schemes.store(db, scheme(leaf("1", "粮食面积", "新要求", "照片", "统计报表")))
    new = {r.text: r for r in schemes.current(db).indicators[0].requirements}
    assert list(new) == ["新要求", "照片", "统计报表"]
    assert new["照片"] == old["照片"]
    assert (new["统计报表"].id, new["统计报表"].key) == (old["报表"].id, "1")
    assert new["新要求"].key == "3"


def test_hard_by_hand_survives_a_revision(db: Database) -> None:
    schemes.store(db, FIRST)
    found = schemes.indicator(db, "2")
    schemes.set_hard(db, found.id, True)
    schemes.store(db, replace(FIRST, title="修订稿"))
    assert schemes.indicator(db, "2").is_hard
    db.undo()
    db.undo()
    assert not schemes.indicator(db, "2").is_hard


def test_an_unknown_code_names_the_nearest(db: Database) -> None:
    many = scheme(*(leaf(str(n), f"指标{n}") for n in range(1, 64)))
    schemes.store(db, many)
    assert schemes.indicator(db, "63").name == "指标63"
    with pytest.raises(LedgerError) as caught:
        schemes.indicator(db, "64")
    assert caught.value.code == "unknown-indicator"
    assert "64" in sentence(caught.value) and "4" in str(caught.value.values["nearest"])


NAMES = st.lists(st.sampled_from("甲乙丙丁戊己庚"), min_size=1, max_size=6, unique=True)


@given(st.lists(NAMES, min_size=2, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_of_revisions_keeps_names_on_their_rows_and_can_be_undone(
    tmp_path_factory, noon, editions, chance
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    db = Database(folder / "ledger.db", actor="tester", now=lambda: noon, backups=folder)
    states = []
    for names in editions:
        codes = [str(n) for n in range(1, len(names) + 1)]
        chance.shuffle(codes)
        edition = scheme(*(leaf(c, f"指标{n}", "报表") for c, n in zip(codes, names, strict=True)))
        before = schemes.current(db) if states else None
        wrote = schemes.store(db, edition).operation is not None
        found = schemes.current(db)
        assert without_ids(found).indicators == edition.indicators
        if before:
            old = {i.name: i.id for i in before.indicators}
            assert all(old.get(i.name, i.id) == i.id for i in found.indicators)
        if wrote:
            states.append(found)
    for state in reversed(states):
        assert schemes.current(db) == state
        db.undo()
    assert db.verify_journal()[1] is None
    db.close()
