"""Suggestions in an archive: every accept and reject counts at once, and so does taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import candidates, links, rejections
from ledger_app.evidence.model import Candidate
from ledger_app.scheme import schemes
from ledger_app.search import readings, tables
from ledger_app.vault import items

MUTE = [f"收件/3.12/IMG_{n:04}.txt" for n in range(8)]
LEDGER = "02厕所/改厕台账.txt"

Item = Callable[[str], int]


@pytest.fixture
def evidence(evidence: Path) -> Path:
    for n, path in enumerate(MUTE):
        (evidence / path).parent.mkdir(parents=True, exist_ok=True)
        (evidence / path).write_text(f"{n}", encoding="utf-8")
    for name, text in {
        "待整理/文档1.txt": "石桥村张建国户三格化粪池安装到位,蹲便器冲水正常,户主已签字确认",
        "待整理/文档2.txt": "石桥村李秀英户三格化粪池安装到位,蹲便器冲水正常,户主已签字确认",
        "待整理/文档3.txt": "同学聚会时间和酒店安排,报名接龙",
    }.items():
        (evidence / name).write_text(text, encoding="utf-8")
    return evidence


def suggested(db: Database, item: int) -> list[Candidate]:
    return candidates.for_items(db, schemes.current(db), [item], year=2025)[item]


def code_of(db: Database, found: list[Candidate]) -> str:
    codes = {i.id: i.code for i in schemes.current(db).indicators}
    return codes[found[0].indicator] if found else ""


def near(db: Database) -> dict:
    wanted = [(i.id, r.id) for i in schemes.current(db).indicators for r in i.requirements]
    return candidates.for_gaps(db, schemes.current(db), wanted, year=2025)


def test_files_linked_before_speak_for_their_neighbours_at_once(held: Database, item: Item) -> None:
    last = item(MUTE[7])
    assert suggested(held, last) == []
    for path in MUTE[:5]:
        links.link(held, [item(path)], "3", how="key")
    found = suggested(held, last)
    assert code_of(held, found) == "3"
    assert any(code == "beside-folder" for code, _ in found[0].because)
    for _ in range(5):
        held.undo()
    assert suggested(held, last) == []


def test_a_rejected_suggestion_does_not_come_again_until_undone(held: Database, item: Item) -> None:
    before = suggested(held, item(LEDGER))
    assert code_of(held, before) == "3"
    gaps = near(held)
    changes = rejections.reject(held, [item(LEDGER)], "3")
    assert changes.tables == {"rejection"}
    assert code_of(held, suggested(held, item(LEDGER))) != "3"
    assert all(c.path != LEDGER or c.indicator != before[0].indicator for f in near(held).values() for c in f)
    held.undo()
    assert suggested(held, item(LEDGER)) == before
    assert near(held) == gaps
    held.redo()
    assert code_of(held, suggested(held, item(LEDGER))) != "3"


def test_linking_withdraws_a_rejection_and_unlinking_a_suggestion_makes_one(
    held: Database, item: Item
) -> None:
    rejections.reject(held, [item(LEDGER)], "3")
    links.link(held, [item(LEDGER)], "3", how="key")
    assert held.value("SELECT count(*) FROM rejection") == 0
    links.unlink(held, [item(LEDGER)], "3")
    assert held.value("SELECT count(*) FROM rejection") == 0
    links.accept(held, suggested(held, item(LEDGER))[:1])
    links.unlink(held, [item(LEDGER)], "3")
    assert held.value("SELECT count(*) FROM rejection") == 1
    assert code_of(held, suggested(held, item(LEDGER))) != "3"
    held.undo()
    assert held.value("SELECT count(*) FROM rejection") == 0
    assert len(links.of_item(held, item(LEDGER))) == 1


def test_what_is_set_aside_makes_its_neighbours_less_likely(held: Database, item: Item) -> None:
    for path in MUTE[:3]:
        links.link(held, [item(path)], "3", how="key")
    likely = suggested(held, item(MUTE[7]))[0].score
    items.set_aside(held, [item(p) for p in MUTE[3:7]], True)
    found = suggested(held, item(MUTE[7]))
    assert not found or found[0].score < likely


def test_contents_speak_and_files_that_belong_nowhere_stay_silent(
    held: Database, item: Item, evidence: Path
) -> None:
    readings.read(held, evidence, Progress())
    found = suggested(held, item("待整理/文档1.txt"))
    assert code_of(held, found) == "3"
    assert any(code == "text" and "化粪池" in value for code, value in found[0].because)
    assert suggested(held, item("待整理/文档3.txt")) == []


def test_a_text_like_one_that_was_linked_names_it(held: Database, item: Item, evidence: Path) -> None:
    readings.read(held, evidence, Progress())
    links.link(held, [item("待整理/文档1.txt")], "3", requirement="2", how="key")
    (best, *_) = suggested(held, item("待整理/文档2.txt"))
    assert ("beside-alike", "文档1.txt") in best.because


def test_memory_kept_over_many_steps_equals_memory_made_anew(
    held: Database, item: Item, evidence: Path, rescan: Callable[[], None]
) -> None:
    """Whatever is linked, rejected, read, moved or undone: nothing of what was known before lingers."""

    def answers() -> tuple[object, object]:
        asked = [i for (i,) in held.tuples("SELECT id FROM item ORDER BY id")]
        return candidates.for_items(held, schemes.current(held), asked, year=2025), near(held)

    def check() -> None:
        kept = answers()
        held.memory.clear()
        assert kept == answers()

    check()
    links.link(held, [item(p) for p in MUTE[:3]], "3", how="key")
    check()
    rejections.reject(held, [item(LEDGER), item(MUTE[4])], "3")
    check()
    readings.read(held, evidence, Progress())
    check()
    (evidence / MUTE[5]).rename(evidence / "02厕所/改厕验收表.txt")
    (evidence / MUTE[6]).unlink()
    (evidence / "新来的公厕清单.txt").write_text("公厕清单 2025年", encoding="utf-8")
    rescan()
    check()
    links.accept(held, [f[0] for f in near(held).values()][:2])
    check()
    held.undo()
    check()
    items.set_aside(held, [item(MUTE[7])], True)
    check()
    candidates.prepare(held, schemes.current(held), Progress(), year=2025)
    check()


def test_what_was_worked_out_can_be_thrown_away(held: Database, item: Item, evidence: Path) -> None:
    readings.read(held, evidence, Progress())
    asked, gaps = suggested(held, item("待整理/文档1.txt")), near(held)
    with held.derived() as connection:
        for table in ("telling", "fit", "fitted"):
            connection.execute(f"DELETE FROM {table}")
    held.memory.clear()
    assert suggested(held, item("待整理/文档1.txt")) == asked
    assert near(held) == gaps
    assert tables.VERSION > 1


def test_another_scheme_is_compared_anew(
    held: Database, item: Item, tmp_path: Path, small_scheme: Path
) -> None:
    from ledger_app.scheme.reading import read_scheme

    assert code_of(held, suggested(held, item(LEDGER))) == "3"
    near(held)
    text = (
        small_scheme.read_text(encoding="utf-8")
        .replace("改厕台账", "检查表")
        .replace("卫生户厕改造", "村庄绿化")
    )
    changed = tmp_path / "revised.csv"
    changed.write_text(text.replace("厕所革命", "绿化"), encoding="utf-8")
    schemes.store(held, read_scheme(changed))
    assert code_of(held, suggested(held, item(LEDGER))) != "3"
    assert near(held) == near(held)
