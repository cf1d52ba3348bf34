"""An audit that keeps up with what is written says the same as one that reads everything."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app.audit import audits, records, simulations, waivers
from ledger_app.audit.model import Audit, Stake
from ledger_app.audit.scoring import Deduction, Grade, Simulation, score
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.search import descriptions, readings
from ledger_app.vault import items

YEAR = 2025


def now(db: Database) -> Audit:
    return audits.audit(db, year=YEAR)


def anew(db: Database) -> Audit:
    """The audit of somebody who has just opened the archive."""
    db.memory.clear()
    return now(db)


class Desk:
    """What happens to an archive in the course of a day, one thing after another."""

    def __init__(self, db: Database, folder: Path, seed: int) -> None:
        self.db, self.folder = db, folder
        self.chance = random.Random(seed)
        self.places = [(i.code, r.key) for i in schemes.current(db).indicators for r in i.requirements]

    def step(self) -> None:
        self.chance.choice(
            [self.link, self.link, self.unlink, self.correct, self.change, self.lose, self.undo, self.waive]
        )()

    def link(self) -> None:
        code, key = self.chance.choice(self.places)
        links.link(self.db, [self._item()], code, requirement=key, how="command")

    def unlink(self) -> None:
        held = links.links(self.db)
        if held:
            chosen = self.chance.choice(held)
            code = next(i.code for i in schemes.current(self.db).indicators if i.id == chosen.indicator)
            links.unlink(self.db, [chosen.item], code)

    def correct(self) -> None:
        descriptions.correct(
            self.db, self._item(), date=self.chance.choice(["2024-03-01", "2025-03-01", None])
        )

    def change(self) -> None:
        chosen = self.chance.choice(sorted(p for p in self.folder.rglob("*") if p.is_file()))
        chosen.write_text(f"二〇二五年 {self.chance.random()}", encoding="utf-8")
        self._look()

    def lose(self) -> None:
        files = sorted(p for p in self.folder.rglob("*") if p.is_file())
        if len(files) > 3:
            self.chance.choice(files).unlink()
        self._look()

    def undo(self) -> None:
        last = self.db.next_undo()
        if last and last.name != "import-scheme":
            self.db.undo()

    def waive(self) -> None:
        found = now(self.db).findings
        if found:
            waivers.waive(self.db, [self.chance.choice(found)], reason="不适用", name="王主任")

    def _item(self) -> int:
        return self.chance.choice([n for (n,) in self.db.tuples("SELECT id FROM item ORDER BY id")])

    def _look(self) -> None:
        items.scan(self.db, self.folder, Progress())
        readings.read(self.db, self.folder, Progress())


@pytest.mark.parametrize("seed", range(4))
def test_keeping_up_is_the_same_as_reading_everything(held: Database, evidence: Path, seed: int) -> None:
    desk = Desk(held, evidence, seed)
    for _ in range(12):
        desk.step()
        kept_up = now(held)
        assert kept_up == anew(held)


def test_a_scheme_imported_again_is_taken_in(held: Database) -> None:
    before = now(held)
    last = before.scheme.indicators[-1]
    schemes.set_hard(held, last.id, not last.is_hard)
    assert now(held).scheme != before.scheme
    assert now(held) == anew(held)


def test_waivers_are_undone_and_refused_when_blank(held: Database) -> None:
    first = now(held).findings[0]
    for reason, name, code in (("  ", "王主任", "waiver-no-reason"), ("不适用", " \n", "waiver-no-name")):
        with pytest.raises(LedgerError) as raised:
            waivers.waive(held, [first], reason=reason, name=name)
        assert raised.value.code == code
    waivers.waive(held, audits.findings(held, [first.key], year=YEAR), reason="不适用", name="王主任")
    assert [f.key for f, _ in now(held).waived] == [first.key]
    held.undo()
    assert not now(held).waived
    held.redo()
    (waiver,) = waivers.waivers(held)
    assert waiver.key == first.key
    waivers.unwaive(held, [waiver.id])
    assert first.key in {f.key for f in now(held).findings}
    with pytest.raises(LedgerError, match="unknown-finding"):
        audits.findings(held, ["E101-0"], year=YEAR)


def test_what_if_names_what_would_fall(held: Database) -> None:
    indicator = next(i for i in schemes.current(held).indicators if i.requirements)
    for requirement in indicator.requirements:
        links.link(held, [1], indicator.code, requirement=requirement.key, how="command")
    links.link(held, [2], indicator.code, requirement=indicator.requirements[0].key, how="command")
    written = held.value("SELECT max(id) FROM operation")
    nothing = audits.what_if_rejected(held, [2], year=YEAR)
    assert (nothing.falls, nothing.points) == ((), 0)
    found = audits.what_if_rejected(held, [1, 2], year=YEAR)
    (fall,) = found.falls
    assert fall.indicator.code == indicator.code
    assert set(fall.requirements) == {r.id for r in indicator.requirements}
    assert fall.after.stake is Stake.LOST
    assert found.points == indicator.points
    assert any(f.rule == "E101" for f in found.findings)
    assert now(held) == anew(held)  # asking leaves nothing behind
    assert held.value("SELECT max(id) FROM operation") == written


def test_records_tell_what_came_and_went_and_leave_undo_alone(held: Database) -> None:
    indicator = next(i for i in schemes.current(held).indicators if i.requirements)
    assert now(held).since is None
    records.append(held, now(held))
    assert not records.append(held, now(held)).tables  # nothing differs
    links.link(held, [1], indicator.code, requirement=indicator.requirements[0].key, how="command")
    undone = held.next_undo()
    changed = now(held)
    assert changed.since
    bare = next(k for k in changed.since.cleared if k.rule == "E101")
    assert bare.indicator == indicator.id
    records.append(held, changed)
    assert held.next_undo() == undone
    assert now(held).since == changed.since  # still against the audit before
    held.undo()
    back = now(held).since
    assert back
    assert bare.key in {f.key for f in back.returned}
    assert not back.new
    records.append(held, now(held))
    first, second, third = records.records(held)
    assert first.total.points == second.total.points
    assert (first.findings, first.total) == (third.findings, third.total)
    assert second.total.lost < first.total.lost


def test_a_mock_assessment_is_counted_deduction_by_deduction(held: Database) -> None:
    scheme = schemes.current(held)
    hard = next(i for i in scheme.indicators if i.is_hard)
    soft = next(i for i in scheme.indicators if not i.is_hard and not i.is_bonus and i.points)
    number, _ = simulations.begin(held, "县级模拟考核", reviewer="李科长")
    simulations.deduct(held, number, [(soft.code, soft.points, "缺台账"), (soft.code, 5, "缺照片")])
    (one,) = simulations.simulations(held)
    done = score(scheme, one)
    assert done.lost == {soft.id: soft.points}  # no more than it has
    assert done.result == round(done.possible - soft.points, 4)
    assert not done.hard
    simulations.deduct(held, number, [(hard.code, 0.1, "两份协议未签字")])
    done = score(scheme, simulations.simulations(held)[0])
    assert done.hard == (hard,)
    assert done.grade is not Grade.EXCELLENT
    held.undo()
    assert not score(scheme, simulations.simulations(held)[0]).hard
    simulations.drop(held, number)
    assert simulations.simulations(held) == ()
    held.undo()
    assert simulations.simulations(held) == (one,)


def test_a_bonus_never_falls_below_nothing(held: Database) -> None:
    scheme = schemes.current(held)
    bonus = replace(scheme.indicators[0], is_bonus=True, is_hard=False, points=2.0)
    scheme = replace(scheme, indicators=(bonus, *scheme.indicators[1:]))

    def given(*points: float) -> float:
        made = tuple(Deduction(n, bonus.id, p, "x") for n, p in enumerate(points))
        return score(scheme, Simulation(1, "模拟", "李科长", "2026-01-01", made)).bonus

    assert (given(1.5), given(-1.5, 0.5), given(-1.5, 2.0), given(-3.0)) == (0.0, 1.0, 0.0, 2.0)


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        (("404", 1, "x"), "unknown-indicator"),
        (("1", 0, "x"), "bad-points"),
        (("1", float("nan"), "x"), "bad-points"),
        (("1", -1, "x"), "award-not-bonus"),
        (("1", 1, "  "), "deduction-no-reason"),
    ],
)
def test_what_cannot_be_deducted_is_refused_and_nothing_is_written(
    held: Database, entered: tuple, code: str
) -> None:
    known = schemes.current(held).indicators[0].code
    asked = (known if entered[0] == "1" else entered[0], *entered[1:])
    with pytest.raises(LedgerError) as raised:
        simulations.begin(held, "模拟", reviewer="李科长", entered=[(known, 1, "缺"), asked])
    assert raised.value.code == code
    assert simulations.simulations(held) == ()


def test_what_was_set_aside_is_not_cleared(held: Database) -> None:
    records.append(held, now(held))
    finding = now(held).findings[0]
    waivers.waive(held, [finding], reason="本镇无此项工作", name="王主任")
    found = now(held)
    assert finding.key in {f.key for f, _ in found.waived}
    assert found.since is None or finding.key not in {k.key for k in found.since.cleared}
