"""What a revision changes: pairs and how they were found, and the changes of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.core.database import Database
from ledger_app.scheme import schemes
from ledger_app.scheme.comparing import Change, Difference, Entry, compare
from ledger_app.scheme.matching import Doubt, How
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.scheme.reading import read_scheme


def leaf(code: str, name: str, *asked: str, **more: object) -> Indicator:
    requirements = tuple(Requirement(str(n), text) for n, text in enumerate(asked, 1))
    values: dict = {"path": ("一、甲",), "points": 1.0, "requirements": requirements}
    return Indicator(code=code, name=name, **{**values, **more})


def scheme(*indicators: Indicator, **more: object) -> Scheme:
    values: dict = {"title": "某县考核", "year": 2025, "total_points": 3.0}
    return Scheme(indicators=indicators, **{**values, **more})


AREA = leaf("1", "粮食播种面积", "任务文件", "统计报表", scoring="达到下达任务得满分，每少1个百分点扣0.5分")
TOILETS = leaf("2", "卫生户厕改造与管护", "改厕台账", scoring="每发现1户不能使用扣0.5分")
WASTE = leaf("3", "生活垃圾收运处置", "转运台账", scoring="露天焚烧不得分")
OLD = scheme(AREA, TOILETS, WASTE)


def entry(found: Difference, name: str) -> Entry:
    return next(e for e in found.entries if name in {i.name for i in (e.old, e.new) if i is not None})


def test_the_same_scheme_changes_nothing() -> None:
    found = compare(OLD, OLD)
    assert found.is_empty and not found.counts() and not found.doubtful
    assert found.pairs == {0: 1, 1: 2, 2: 3}
    assert [e.how for e in found.entries] == [How.CODE_AND_NAME] * 3


def test_spaces_and_widths_are_no_rewording() -> None:
    spaced = replace(AREA, name="粮食 播种面积", scoring="达到下达任务得满分,\n每少１个百分点扣0.5分")
    assert compare(OLD, scheme(spaced, TOILETS, WASTE)).is_empty


@pytest.mark.parametrize(
    ("new", "changes", "how"),
    [
        (replace(AREA, code="7"), [Change.CODE], How.NAME),
        (replace(AREA, path=("二、乙", "1.丙")), [Change.PATH], How.CODE_AND_NAME),
        (replace(AREA, path=("二、乙", "1.丙"), code="9"), [Change.CODE, Change.PATH], How.MOVED),
        (replace(AREA, name="粮食播种面积和产量"), [Change.NAME], How.ALIKE),
        (replace(AREA, scoring="按比例得分"), [Change.SCORING], How.CODE_AND_NAME),
        (replace(AREA, points=2.0), [Change.POINTS], How.CODE_AND_NAME),
        (replace(AREA, points=None), [Change.POINTS], How.CODE_AND_NAME),
        (replace(AREA, is_hard=True), [Change.HARD], How.CODE_AND_NAME),
        (replace(AREA, is_bonus=True), [Change.BONUS], How.CODE_AND_NAME),
        (replace(AREA, units=("农办",)), [Change.UNITS], How.CODE_AND_NAME),
        (replace(AREA, persons=("某人",)), [Change.PERSONS], How.CODE_AND_NAME),
        (replace(AREA, name="平安建设"), [Change.NAME, Change.SCORING], How.CODE),
    ],
)
def test_each_change_of_an_indicator_is_named(new: Indicator, changes: list[Change], how: How) -> None:
    if new.name == "平安建设":
        new = replace(new, scoring="越级上访每起扣0.2分")
    found = compare(OLD, scheme(new, TOILETS, WASTE)).entries[0]
    assert (list(found.changes), found.how) == (changes, how)


def test_what_is_gone_stands_where_it_stood() -> None:
    found = compare(OLD, scheme(leaf("8", "党的建设"), AREA, WASTE))
    assert [(e.old and e.old.code, e.new and e.new.code) for e in found.entries] == [
        (None, "8"),
        ("1", "1"),
        ("2", None),
        ("3", "3"),
    ]
    assert found.counts() == {Change.NEW: 1, Change.GONE: 1}


def test_only_what_changed_places_has_moved() -> None:
    found = compare(OLD, scheme(WASTE, AREA, TOILETS))
    assert [e.changes for e in found.entries] == [(Change.ORDER,), (), ()]


def test_requirements_are_reworded_new_and_gone() -> None:
    new = leaf("1", AREA.name, "任务分解文件", "现场照片", scoring=AREA.scoring)
    (first, second, third) = entry(compare(OLD, scheme(new)), AREA.name).requirements
    assert (first.old and first.old.text, first.new and first.new.text) == ("任务文件", "任务分解文件")
    assert second.old is None and second.new and second.new.text == "现场照片"
    assert third.new is None and third.old and third.old.text == "统计报表"


def test_one_split_into_two_is_for_a_person_to_look_at() -> None:
    halves = [
        replace(TOILETS, code=c, name=f"卫生户厕改造与管护（{w}）")
        for c, w in (("2.1", "新建"), ("2.2", "改建"))
    ]
    found = compare(OLD, scheme(AREA, *halves, WASTE))
    pair = next(e for e in found.entries if e.old and e.old.code == "2")
    assert pair.doubt is Doubt.OTHERS_ALIKE and pair.how is How.ALIKE
    assert pair.new_rivals == (2,)
    assert found.counts()[Change.NEW] == 1


def test_two_joined_into_one_name_the_other() -> None:
    olds = [replace(TOILETS, code=c, name=f"卫生户厕{w}") for c, w in (("2.1", "改造"), ("2.2", "管护"))]
    found = compare(scheme(*olds), scheme(TOILETS))
    (pair,) = found.doubtful
    assert pair.doubt is Doubt.OTHERS_ALIKE and len(pair.old_rivals) == 1
    assert {pair.old, *pair.old_rivals} == set(found.old.indicators)


def test_an_exact_pair_is_never_stolen() -> None:
    twin = replace(AREA, code="9", name="粮食播种面积任务")
    found = compare(OLD, scheme(twin, AREA, TOILETS, WASTE))
    assert entry(found, twin.name).old is None
    assert entry(found, AREA.name).how is How.CODE_AND_NAME


def test_another_name_under_the_same_code_is_for_a_person_to_look_at() -> None:
    found = compare(OLD, scheme(AREA, TOILETS, leaf("3", "平安建设", scoring="越级上访每起扣0.2分")))
    (pair,) = found.doubtful
    assert (pair.how, pair.doubt) == (How.CODE, Doubt.ONLY_CODE) and pair.likeness < 0.6


def test_what_was_retired_comes_back() -> None:
    live, back = scheme(replace(AREA, id=4)), replace(TOILETS, id=9)
    found = compare(live, OLD, [back])
    returned = entry(found, TOILETS.name)
    assert returned.how is How.RETURNED and returned.changes[0] is Change.RETURNED
    assert found.pairs == {0: 4, 1: 9}


def test_a_mark_by_hand_stays() -> None:
    old = scheme(replace(AREA, id=4, is_hard=True))
    found = compare(old, scheme(AREA), hard_by_hand={4})
    assert found.entries[0].changes == (Change.HARD_KEPT,)


def test_a_person_decides_over_the_pairing() -> None:
    new = scheme(leaf("3", "平安建设"), leaf("8", "垃圾分类"), AREA, TOILETS)
    assert compare(OLD, new).pairs == {0: 3, 2: 1, 3: 2}
    apart = compare(OLD, new, by_hand={3: None})
    assert apart.pairs == {2: 1, 3: 2} and apart.counts()[Change.NEW] == 2
    other = compare(OLD, new, by_hand={3: 1})
    assert other.pairs == {1: 3, 2: 1, 3: 2} and other.entries[1].how is How.BY_HAND
    thief = compare(OLD, new, by_hand={3: 2})
    assert thief.pairs == {2: 3, 3: 2}
    assert [e.old.id for e in thief.entries if e.old and Change.GONE in e.changes] == [1]
    swapped = compare(OLD, new, by_hand={1: 3, 2: 2})
    assert swapped.pairs == {0: 3, 2: 2, 3: 1} and not any(
        e.doubt for e in swapped.entries if e.old and e.old.id < 3
    )


def test_a_renamed_heading_is_one_change_and_not_one_of_each_indicator() -> None:
    old = scheme(*(replace(i, path=("一、人居环境", "1.治理")) for i in OLD.indicators))
    moved = [replace(i, path=("二、农村人居环境", "1.治理")) for i in OLD.indicators]
    new = scheme(*moved, sections=(Section(("二、农村人居环境",), 9.0),))
    found = compare(old, new)
    assert not found.counts()
    (change,) = found.sections
    assert change.old and change.new
    assert (change.old.path, change.new.path, change.new.points) == (
        ("一、人居环境",),
        ("二、农村人居环境",),
        9.0,
    )


NAMES = st.lists(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=6), max_size=8)


@given(NAMES, NAMES, st.randoms(use_true_random=False))
def test_every_indicator_is_told_of_once(before: list[str], after: list[str], chance) -> None:
    def made(names: list[str]) -> Scheme:
        codes = [str(n) for n in range(len(names))]
        chance.shuffle(codes)
        return scheme(*(leaf(c, n, scoring=n[::-1]) for c, n in zip(codes, names, strict=True)))

    old, new = made(before), made(after)
    found = compare(old, new)
    assert [e.new for e in found.entries if e.new is not None] == list(new.indicators)
    assert sorted(e.old.id for e in found.entries if e.old is not None) == list(range(1, len(before) + 1))
    assert len(set(found.pairs.values())) == len(found.pairs)
    assert compare(new, new).is_empty


def test_a_revision_that_names_no_persons_leaves_them(db: Database, small_scheme: Path) -> None:
    first = read_scheme(small_scheme)
    named = [replace(i, persons=("王主任",)) for i in first.indicators]
    schemes.store(db, replace(first, indicators=tuple(named)))
    silent = [replace(i, units=(), persons=()) for i in first.indicators]
    revision = replace(first, indicators=tuple(silent))
    changes = {c for e in schemes.compared(db, revision).entries for c in e.changes}
    assert not changes & {Change.PERSONS, Change.UNITS}
    schemes.store(db, revision)
    assert all(i.persons == ("王主任",) and i.units for i in schemes.current(db).indicators)
