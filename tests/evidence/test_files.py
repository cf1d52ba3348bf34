"""The list of files: what is in it, what is left out, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.evidence import files, links
from ledger_app.evidence.files import path_key
from ledger_app.vault import items
from ledger_app.vault.model import Status

LEDGER = "02厕所/改厕台账.txt"
LIST = "02厕所/公厕清单.txt"


def paths(db: Database, **filters: object) -> list[str]:
    return [f.path for f in files.files(db, **filters)]


def test_every_path_comes_once_with_its_indicators(held: Database, item: Callable[[str], int]) -> None:
    links.link(held, [item(LEDGER)], "4", how="command")
    links.link(held, [item(LEDGER)], "3", how="command")
    found = {f.path: f for f in files.files(held)}
    assert len(found) == 5
    assert found[LEDGER].indicators == ("3", "4")
    assert found[LIST].indicators == ()
    assert found[LEDGER].id == item(LEDGER)
    assert found[LEDGER].sha256 == found[LEDGER].found_sha256


def test_filters(
    held: Database, item: Callable[[str], int], evidence: Path, rescan: Callable[[], None]
) -> None:
    links.link(held, [item(LEDGER)], "3", how="command")
    items.set_aside(held, [item(LIST)], True)
    (evidence / "待整理/扫描件0012.txt").unlink()
    rescan()
    assert paths(held, indicator="3") == [LEDGER]
    with pytest.raises(LedgerError, match="unknown-indicator"):
        paths(held, indicator="nothing")
    assert paths(held, status=Status.MISSING) == ["待整理/扫描件0012.txt"]
    assert LIST in paths(held)
    assert LIST not in paths(held, with_set_aside=False)
    assert set(paths(held, unlinked=True)) == set(paths(held)) - {LEDGER, LIST}


def test_copies_are_two_entries_of_one_item(
    held: Database, evidence: Path, rescan: Callable[[], None]
) -> None:
    (evidence / "02厕所/副本.txt").write_bytes((evidence / LEDGER).read_bytes())
    rescan()
    copies = {f.path: f.id for f in files.files(held) if f.path in (LEDGER, "02厕所/副本.txt")}
    assert len(copies) == 2
    assert len(set(copies.values())) == 1


def test_order_counts_as_people_do() -> None:
    ordered = ["1.2 会议/a", "1.10 会议/a", "2/1.jpg", "2/2.jpg", "2/10.jpg", "2 附件/1", "10/1"]
    mixed = ordered[::2] + ordered[1::2]
    assert sorted(mixed, key=path_key) == ordered


NAMES = st.text(alphabet="019ab/改 .", max_size=12)


@given(NAMES, NAMES)
def test_no_two_paths_have_one_place(one: str, other: str) -> None:
    assert (path_key(one) == path_key(other)) == (one == other)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (path_key(f"{one}") < path_key(f"{other}")) == (one < other)
