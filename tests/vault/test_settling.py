"""Settling: nothing is handed over while it still happens, everything is handed over in the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.vault.settling import Settling


def test_quiet_folder_settles_and_is_forgotten():
    settling = Settling(quiet=2)
    settling.saw("a", 0)
    assert settling.settled(1.9, lambda _: None) == set()
    assert settling.settled(2, lambda _: None) == {"a"}
    assert settling.settled(9, lambda _: None) == set()


def test_growing_file_holds_its_folder_back_and_no_other():
    settling = Settling(quiet=2)
    settling.saw("a", 0, "a/big")
    settling.saw("b", 0, "b/small")
    sizes = {"a/big": 1, "b/small": 1}
    done = []
    for now in range(2, 12):
        if now < 8:
            sizes["a/big"] += 1
        done.append(settling.settled(now, lambda path: (sizes[path], 0)))
    assert done.index({"b"}) == 2
    assert done.index({"a"}) == 7  # last grown at 7, seen unchanged since then at 9


def test_file_that_is_gone_does_not_hold_back():
    settling = Settling(quiet=2)
    settling.saw("a", 0, "a/temporary")
    assert settling.settled(2, lambda _: None) == {"a"}


def test_patience_ends():
    settling = Settling(quiet=2, patience=10)
    for now in range(11):
        settling.saw("log", now, "log/endless")
        assert settling.settled(now, lambda _, n=now: (n, n)) == ({"log"} if now == 10 else set())


def test_flood_is_seen_and_cleared():
    settling = Settling(limit=3)
    for n in range(4):
        settling.saw(f"f{n}", 0)
    assert settling.is_flooded
    settling.clear()
    assert not settling.is_flooded
    assert settling.settled(99, lambda _: None) == set()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=30))
def test_every_folder_is_handed_over_once_and_never_early(seen):
    settling = Settling(quiet=2, patience=1000)
    seen = sorted(seen, key=lambda s: s[1])
    last: dict[str, float] = {}
    for folder, now in seen:
        for done in settling.settled(now, lambda _: None):
            assert now - last.pop(done) >= 2
        settling.saw(folder, now)
        last[folder] = now
    assert settling.settled(100, lambda _: None) == set(last)
