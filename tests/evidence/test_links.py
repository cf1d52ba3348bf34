"""Linking, taking back, and what happens to links when files and schemes change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from ledger_app.vault.model import Status

LEDGER = "02厕所/改厕台账.txt"
LIST = "02厕所/公厕清单.txt"

Item = Callable[[str], int]


def linked(db: Database) -> list[tuple[int, str, str | None]]:
    """Return (item, indicator code, requirement key) of every link."""
    scheme = schemes.current(db)
    codes = {i.id: i for i in scheme.indicators}
    keys = {r.id: r.key for i in scheme.indicators for r in i.requirements}
    return [
        (k.item, codes[k.indicator].code, keys.get(k.requirement or 0))
        for k in sorted(links.links(db), key=lambda k: k.id)
    ]


def key_of(db: Database, code: str, text: str) -> str:
    return next(r.key for r in schemes.indicator(db, code).requirements if r.text.startswith(text))


def test_link_says_who_when_how_and_which_content(held: Database, item: Item) -> None:
    links.link(held, [item(LEDGER)], "3", how="drag")
    (k,) = links.of_item(held, item(LEDGER))
    assert (k.actor, k.how, k.at[:10], k.requirement) == ("tester", "drag", "2026-03-20", None)
    assert k.sha256 == held.value("SELECT sha256 FROM item WHERE id = ?", k.item)


def test_many_files_are_one_operation_and_one_undo(held: Database, item: Item) -> None:
    changes = links.link(held, [item(LEDGER), item(LIST), item(LEDGER)], "3", how="command")
    assert changes.tables == {"link"}
    assert len(links.links(held)) == 2
    held.undo()
    assert links.links(held) == ()
    held.redo()
    assert len(links.links(held)) == 2
    assert held.verify_journal()[1] is None


def test_requirement_is_named_by_its_key(held: Database, item: Item) -> None:
    key = key_of(held, "3", "验收表")
    links.link(held, [item(LEDGER)], "3", requirement=key, how="command")
    assert linked(held) == [(item(LEDGER), "3", key)]


def test_linking_twice_is_linking_once(held: Database, item: Item) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    again = links.link(held, [item(LEDGER)], "3", how="key")
    assert again.operation is None
    assert len(links.links(held)) == 1


def test_one_file_shows_many_things(held: Database, item: Item) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    links.link(held, [item(LEDGER)], "3", requirement=key_of(held, "3", "验收表"), how="command")
    links.link(held, [item(LEDGER)], "4", how="command")
    assert len(links.of_item(held, item(LEDGER))) == 3
    assert links.linked_items(held) == [item(LEDGER)]


@pytest.mark.parametrize(
    ("code", "requirement", "expected"),
    [("99", None, "unknown-indicator"), ("3", "nine", "unknown-requirement")],
)
def test_unknown_places_are_refused_and_nothing_is_written(
    held: Database, item: Item, code: str, requirement: str | None, expected: str
) -> None:
    with pytest.raises(LedgerError) as error:
        links.link(held, [item(LEDGER)], code, requirement=requirement, how="command")
    assert error.value.code == expected
    assert "3" in sentence(error.value)
    assert links.links(held) == ()


def test_unlink_takes_all_links_to_an_indicator_unless_a_requirement_is_named(
    held: Database, item: Item
) -> None:
    ledger, report = key_of(held, "3", "改厕台账"), key_of(held, "3", "验收表")
    for requirement in (None, ledger, report):
        links.link(held, [item(LEDGER)], "3", requirement=requirement, how="command")
    links.link(held, [item(LEDGER)], "4", how="command")
    links.unlink(held, [item(LEDGER)], "3", requirement=ledger)
    assert linked(held) == [
        (item(LEDGER), "3", None),
        (item(LEDGER), "3", report),
        (item(LEDGER), "4", None),
    ]
    links.unlink(held, [item(LEDGER)], "3")
    assert linked(held) == [(item(LEDGER), "4", None)]
    held.undo()
    assert len(links.links(held)) == 3


def test_unlinking_what_is_not_linked_is_said(held: Database, item: Item) -> None:
    with pytest.raises(LedgerError) as error:
        links.unlink(held, [item(LEDGER)], "3")
    assert error.value.code == "not-linked"
    assert "3" in sentence(error.value)


def test_linking_a_changed_file_accepts_what_it_holds_now(
    held: Database, item: Item, evidence: Path, rescan: Callable[[], None]
) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    before = links.of_item(held, item(LEDGER))[0].sha256
    (evidence / LEDGER).write_text("改厕台账，补充三户\n", encoding="utf-8")
    rescan()
    place = items.location(held, LEDGER)
    assert place is not None and place.status is Status.CHANGED
    links.link(held, [item(LEDGER)], "3", how="command")
    place = items.location(held, LEDGER)
    (k,) = links.of_item(held, item(LEDGER))
    assert place is not None and place.status is Status.PRESENT
    assert k.sha256 == place.found_sha256 != before
    held.undo()
    place = items.location(held, LEDGER)
    assert place is not None and place.status is Status.CHANGED
    assert links.of_item(held, item(LEDGER))[0].sha256 == before


def test_confirming_settles_all_links_of_a_file(
    held: Database, item: Item, evidence: Path, rescan: Callable[[], None]
) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    links.link(held, [item(LEDGER)], "4", how="command")
    (evidence / LEDGER).write_text("改厕台账，补充三户\n", encoding="utf-8")
    rescan()
    links.confirm(held, [item(LEDGER)])
    content = held.value("SELECT sha256 FROM item WHERE id = ?", item(LEDGER))
    assert {k.sha256 for k in links.of_item(held, item(LEDGER))} == {content}
    assert links.confirm(held, [item(LEDGER)]).operation is None


def test_moved_file_keeps_its_links(
    held: Database, item: Item, evidence: Path, rescan: Callable[[], None]
) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    number = item(LEDGER)
    (evidence / LEDGER).rename(evidence / "改厕台账（终稿）.txt")
    rescan()
    assert item("改厕台账（终稿）.txt") == number
    assert linked(held) == [(number, "3", None)]


def test_links_follow_their_indicator_through_a_revision(
    held: Database, item: Item, small_scheme: Path
) -> None:
    key = key_of(held, "3", "验收表")
    links.link(held, [item(LEDGER)], "3", requirement=key, how="command")
    links.link(held, [item(LIST)], "4", how="command")
    text = small_scheme.read_text(encoding="utf-8")
    lines = [
        line
        for line in text.replace("改厕台账;验收表", "改厕台账").splitlines()
        if "农村公厕管护" not in line
    ]
    small_scheme.write_text("\n".join(lines) + "\n", encoding="utf-8")
    schemes.store(held, read_scheme(small_scheme))
    assert linked(held) == [(item(LEDGER), "3", None)], (
        "a dropped requirement leaves its file with the indicator"
    )
    assert links.linked_items(held) == [item(LEDGER)], "what only a dropped indicator asked for is free again"
    small_scheme.write_text(text, encoding="utf-8")
    schemes.store(held, read_scheme(small_scheme))
    assert linked(held) == [(item(LEDGER), "3", key), (item(LIST), "4", None)]
