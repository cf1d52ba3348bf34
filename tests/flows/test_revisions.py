"""The next revision of a scheme in a real archive: what people settled follows, and one undo brings all back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.audit.attached import Attached, attached
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.scheme import rosters, schemes
from ledger_app.scheme.comparing import Change
from ledger_app.scheme.matching import How
from ledger_app.scheme.model import Need, Scheme, Subject
from ledger_app.scheme.reading import read_scheme

FACTS = [
    "scheme",
    "section",
    "indicator",
    "requirement",
    "scheme_problem",
    "roster",
    "subject",
    "link",
    "rejection",
    "attestation",
    "waiver",
    "simulation",
    "deduction",
]


def facts(archive: Archive) -> dict[str, list]:
    return {table: archive.db.rows(f"SELECT * FROM {table} ORDER BY id") for table in FACTS}


def revision(small_scheme: Path, **renamed: str) -> Scheme:
    """The small scheme with its indicators the other way round, under other codes and some other names."""
    old = read_scheme(small_scheme)
    turned = [
        replace(i, code=str(n), name=renamed.get(i.name, i.name))
        for n, i in enumerate(reversed(old.indicators), 10)
    ]
    return replace(old, indicators=tuple(turned), title="修订稿")


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path) -> Iterator[Archive]:
    """An archive in which people have settled one thing of every kind about its indicators."""
    with founding.create(
        tmp_path / "档案库", read_scheme(small_scheme), evidence=evidence, year=2025
    ) as made:
        made.scan()
        items = [h.id for h in made.files()]
        made.link(items[:2], "1", requirement="1")
        made.link(items[2:3], "3")
        made.reject_suggestion(items[3:4], "3")
        roster, _ = rosters.make(made.db, "各村", "village", [Subject(0, "双河村"), Subject(0, "石桥村")])
        made.set_need("3", "1", Need(count=3, every="quarter", roster=roster.id, is_sealed=True))
        made.add_requirement("3", "群众满意度问卷")
        made.change_requirement("4", "1", text="公厕清单（含位置）")
        schemes.set_hard(made.db, schemes.indicator(made.db, "4").id, True)
        made.waive(
            [f.key for f in made.audit().findings if f.indicator and f.indicator.code == "3"][:1],
            reason="已核实",
            name="某人",
        )
        number, _ = made.begin_simulation("模拟考核", reviewer="某人")
        made.deduct(number, [("3", 0.5, "两户不能使用")])
        yield made


def named(archive: Archive) -> dict[str, int]:
    return {i.name: i.id for i in archive.scheme().indicators}


def test_what_people_settled_follows_and_one_undo_brings_all_back(
    archive: Archive, small_scheme: Path
) -> None:
    before, ids, hanging = facts(archive), named(archive), attached(archive.db)
    toilets = ids["卫生户厕改造与管护"]
    assert hanging[toilets] == Attached(links=1, rejections=1, waivers=1, deductions=1, needs=2)
    assert hanging[ids["农村公厕管护"]] == Attached(needs=1, is_hard_by_hand=True)
    new = revision(small_scheme, 卫生户厕改造与管护="农村卫生户厕改造和后期管护")
    found = archive.compare_scheme(new)
    assert {e.how for e in found.entries} == {How.NAME, How.ALIKE}
    scheme, _ = archive.import_scheme(new, found.pairs)
    after = {i.name: i for i in scheme.indicators}
    assert after["农村卫生户厕改造和后期管护"].id == toilets
    assert attached(archive.db) == hanging
    (ledger, *_, added) = after["农村卫生户厕改造和后期管护"].requirements
    assert (ledger.need.count, ledger.need.every, ledger.need.is_sealed) == (3, "quarter", True)
    assert added.text == "群众满意度问卷" and after["农村公厕管护"].is_hard
    assert after["农村公厕管护"].requirements[0].text == "公厕清单（含位置）"
    assert [w.reason for w in archive.waivers()] == ["已核实"]
    assert len(archive.audit().waived) == 1
    archive.db.undo()
    assert facts(archive) == before


def test_a_person_pairs_and_parts_over_what_was_found(archive: Archive, small_scheme: Path) -> None:
    before, ids = facts(archive), named(archive)
    toilets, area = ids["卫生户厕改造与管护"], ids["粮食播种面积"]
    new = revision(small_scheme)
    positions = {i.name: at for at, i in enumerate(new.indicators)}
    found = archive.compare_scheme(new, {toilets: None, area: positions["撂荒耕地复耕复种"]})
    assert found.counts()[Change.GONE] == 2 and found.counts()[Change.NEW] == 2
    scheme, _ = archive.import_scheme(new, found.pairs)
    after = {i.name: i.id for i in scheme.indicators}
    assert after["撂荒耕地复耕复种"] == area
    assert after["卫生户厕改造与管护"] not in ids.values()
    assert attached(archive.db)[toilets].links == 1
    assert not scheme.problems
    back = archive.compare_scheme(new, {toilets: positions["卫生户厕改造与管护"]})
    archive.import_scheme(new, back.pairs)
    assert named(archive)["卫生户厕改造与管护"] == toilets
    archive.db.undo()
    archive.db.undo()
    assert facts(archive) == before


def test_what_a_person_did_to_requirements_is_no_change_of_the_scheme(
    archive: Archive, small_scheme: Path
) -> None:
    archive.remove_requirement("1", "2")
    again = read_scheme(small_scheme)
    assert [e.changes for e in archive.compare_scheme(again).entries] == [(), (), (), (Change.HARD_KEPT,)]
    before = [i.requirements for i in archive.scheme().indicators]
    archive.import_scheme(again)
    assert [i.requirements for i in archive.scheme().indicators] == before


def test_a_doubtful_pair_that_nobody_confirmed_is_a_problem(archive: Archive, small_scheme: Path) -> None:
    old = read_scheme(small_scheme)
    other = [
        replace(i, name="平安建设" if i.code == "4" else i.name, requirements=(), scoring="")
        for i in old.indicators
    ]
    new = replace(old, indicators=tuple(other))
    scheme, _ = archive.import_scheme(new)
    assert [p.code for p in scheme.problems] == ["indicator-renamed"]
    archive.db.undo()
    scheme, _ = archive.import_scheme(new, archive.compare_scheme(new).pairs)
    assert not scheme.problems


def test_a_pairing_with_what_is_no_longer_there_is_refused(archive: Archive, small_scheme: Path) -> None:
    before = facts(archive)
    with pytest.raises(LedgerError) as caught:
        archive.import_scheme(read_scheme(small_scheme), {0: 999})
    assert caught.value.code == "pairing-outdated" and sentence(caught.value)
    assert facts(archive) == before
