"""Which files are asked about, for the inbox and for the gaps of an audit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import candidates, links
from ledger_app.scheme import schemes
from ledger_app.search import descriptions, readings
from ledger_app.vault import items

LEDGER = "02厕所/改厕台账.txt"
LIST = "02厕所/公厕清单.txt"
SCAN = "待整理/扫描件0012.txt"

Item = Callable[[str], int]


def gap(db: Database, code: str, text: str) -> tuple[int, int | None]:
    indicator = schemes.indicator(db, code)
    return indicator.id, next(r.id for r in indicator.requirements if r.text == text)


def near(db: Database, code: str, text: str) -> list[str]:
    wanted = gap(db, code, text)
    found = candidates.for_gaps(db, schemes.current(db), [wanted], year=2025)
    return [c.path for c in found.get(wanted, [])]


def test_for_items_answers_for_every_item(held: Database, item: Item) -> None:
    asked = [item(SCAN), item(LEDGER)]
    found = candidates.for_items(held, schemes.current(held), asked, year=2025)
    assert list(found) == asked
    assert found[item(SCAN)] == []
    best = found[item(LEDGER)][0]
    assert (best.indicator, best.requirement) == gap(held, "3", "改厕台账")


def test_what_was_read_inside_a_file_speaks_too(held: Database, item: Item, evidence: Path) -> None:
    readings.read(held, evidence, Progress())
    (best, *_) = candidates.for_items(held, schemes.current(held), [item(SCAN)], year=2025)[item(SCAN)]
    assert (best.indicator, best.requirement) == gap(held, "3", "验收表")
    assert SCAN in near(held, "3", "验收表")


def test_a_person_knows_better_than_the_file(held: Database, item: Item) -> None:
    descriptions.correct(held, item(SCAN), title="农村公厕保洁记录")
    (best, *_) = candidates.for_items(held, schemes.current(held), [item(SCAN)], year=2025)[item(SCAN)]
    assert (best.indicator, best.requirement) == gap(held, "4", "保洁记录")


def test_gaps_ask_free_files_only(held: Database, item: Item) -> None:
    assert near(held, "3", "改厕台账") == [LEDGER]
    links.link(held, [item(LEDGER)], "4", how="command")
    assert near(held, "3", "改厕台账") == []
    held.undo()
    items.set_aside(held, [item(LEDGER)], True)
    assert near(held, "3", "改厕台账") == []


def test_gaps_ask_no_file_that_is_gone(held: Database, evidence: Path, rescan: Callable[[], None]) -> None:
    (evidence / LEDGER).unlink()
    rescan()
    assert near(held, "3", "改厕台账") == []


def test_files_linked_to_the_whole_indicator_are_offered_first(held: Database, item: Item) -> None:
    links.link(held, [item(SCAN)], "3", how="command")
    assert near(held, "3", "验收表") == [SCAN]
    assert near(held, "4", "公厕清单") == [LIST]


def test_no_gaps_no_work(held: Database) -> None:
    assert candidates.for_gaps(held, schemes.current(held), [], year=2025) == {}
