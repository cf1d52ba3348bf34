"""The archive order: boxes and numbers that follow from what is linked and filed, settle, and stay once printed."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_app.binder import shelf_lines, shelving
from ledger_app.binder.indexes import archive_index
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import descriptions
from ledger_app.vault import items, numbers
from ledger_app.vault.model import Secrecy


class Shelf:
    """An archive of twelve files, one a day, all linked to one indicator; `n` is a file's number and item."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @property
    def boxes(self) -> list[list[int]]:
        return [[one.item for one in box.items] for box in shelving.boxes(self.db)]

    @property
    def names(self) -> list[str]:
        return [f"{b.number}:{b.year}-{b.retention}-{b.office}" for b in shelving.boxes(self.db)]

    @property
    def numbers(self) -> dict[int, int]:
        return {one.item: one.number for box in shelving.boxes(self.db) for one in box.items}

    @property
    def settled(self) -> dict[int, int]:
        return {item: n.number for item, n in numbers.archive_numbers(self.db).items()}

    def pages(self, **counts: int) -> None:
        for name, count in counts.items():
            descriptions.correct(self.db, int(name.removeprefix("n")), pages=count)

    def print(self, *box_numbers: int) -> None:
        shelving.settle(self.db)
        found = [box for box in shelving.boxes(self.db) if box.number in box_numbers]
        with self.db.operation("record-print", is_undoable=False) as op:
            shelving.mark_printed(self.db, op, found)

    def refused(self, code: str, verb, *args, **options) -> dict[str, object]:
        entries = len(self.db.entries())
        with pytest.raises(LedgerError) as caught:
            verb(self.db, *args, **options)
        assert caught.value.code == code
        assert len(self.db.entries()) == entries
        return caught.value.values


@pytest.fixture
def empty(db: Database, small_scheme, tmp_path) -> Shelf:
    root = tmp_path / "files"
    root.mkdir()
    for n in range(1, 13):
        (root / f"{n:02}.txt").write_text(f"file {n}", encoding="utf-8")
    db.change_settings(year=2025, retention="D30", fonds="Z109", offices="BGS=办公室; DQL=党群办")
    schemes.store(db, read_scheme(small_scheme))
    items.scan(db, root, Progress())
    for n in range(1, 13):
        descriptions.correct(db, n, date=f"2025-03-{n:02}", pages=150)
    return Shelf(db)


@pytest.fixture
def shelf(empty: Shelf) -> Shelf:
    """Six files, three to a box of 50 mm."""
    links.link(empty.db, range(1, 7), "1", how="command")
    return empty


def test_nothing_linked_or_filed_is_no_box(empty):
    assert shelving.boxes(empty.db) == ()
    assert shelving.settle(empty.db).operation is None


def test_boxes_follow_indicator_date_and_thickness(shelf):
    assert shelf.boxes == [[1, 2, 3], [4, 5, 6]]
    assert shelf.names == ["1:2025-D30-", "2:2025-D30-"]
    links.link(shelf.db, [12], "1", how="command")
    links.link(shelf.db, [11], "4", how="command")
    descriptions.correct(shelf.db, 12, date="2025-01-01")
    assert shelf.boxes == [[12, 1, 2], [3, 4, 5], [6, 11]]
    assert shelf.numbers[11] == 8
    assert shelf.settled == {}


def test_titles_of_one_day_follow_as_people_count(shelf):
    for item, title in ((1, "凭证10"), (2, "凭证9"), (3, "凭证2")):
        descriptions.correct(shelf.db, item, title=title, date="2025-01-01")
    shelving.settle(shelf.db)
    assert shelf.boxes[0][:3] == [3, 2, 1]
    assert [row.title for row in archive_index(shelf.db, as_of=date(2026, 1, 1)).groups[0].rows[:3]] == [
        "凭证2",
        "凭证9",
        "凭证10",
    ]


def test_a_date_of_which_only_the_year_is_known_has_eight_digits_in_the_catalogue(shelf):
    descriptions.correct(shelf.db, 1, date="2025")
    shelving.settle(shelf.db)
    rows = archive_index(shelf.db, as_of=date(2026, 1, 1)).groups[0].rows
    assert "20250000" in [row.date for row in rows]


def test_an_indicator_before_the_date(shelf):
    links.link(shelf.db, [9], "2", how="command")
    descriptions.correct(shelf.db, 9, date="2025-01-01")
    assert shelf.boxes[-1] == [9]


def test_boxes_never_mix_year_retention_and_office(shelf):
    shelving.file_items(shelf.db, [1], retention="Y")
    shelving.file_items(shelf.db, [2], year="2024")
    shelving.file_items(shelf.db, [3], office="DQL")
    shelving.file_items(shelf.db, [4], office="BGS")
    assert list(zip(shelf.names, shelf.boxes, strict=True)) == [
        ("1:2024-D30-", [2]),
        ("2:2025-Y-", [1]),
        ("3:2025-D30-", [5, 6]),
        ("4:2025-D30-BGS", [4]),
        ("5:2025-D30-DQL", [3]),
    ]
    assert set(shelf.numbers.values()) == {1, 2}


def test_a_file_that_shows_nothing_is_on_the_shelf_once_it_is_filed(shelf):
    shelving.file_items(shelf.db, [12], secrecy="secret")
    assert 12 not in shelf.numbers
    shelving.file_items(shelf.db, [12], retention="Y")
    assert shelf.boxes[0] == [12]
    line = shelf_lines.lines(shelf.db, shelving.boxes(shelf.db))[12]
    assert (line.archive_number, line.secrecy) == ("Z109-WS·2025-Y-0001", Secrecy.SECRET)


def test_many_files_are_filed_in_one_step(shelf):
    before = shelf.boxes
    shelving.file_items(shelf.db, [4, 5, 6], retention="D10", office="bgs")
    assert shelf.boxes == [[1, 2, 3], [4, 5, 6]]
    assert shelf.names[1] == "2:2025-D10-BGS"
    shelf.db.undo()
    assert (shelf.boxes, shelf.names[1]) == (before, "2:2025-D30-")


def test_settling_records_what_is_shown_and_is_one_step(shelf):
    shown = shelving.boxes(shelf.db)
    shelving.settle(shelf.db)
    settled = shelving.boxes(shelf.db)
    assert [(b.number, b.width, [(f.item, f.number) for f in b.items]) for b in settled] == [
        (b.number, b.width, [(f.item, f.number) for f in b.items]) for b in shown
    ]
    assert all(b.is_settled and f.is_settled for b in settled for f in b.items)
    assert shelving.settle(shelf.db).operation is None
    shelf.db.undo()
    assert shelving.boxes(shelf.db) == shown


def test_what_comes_later_follows_the_settled_and_changes_none(shelf):
    shelving.settle(shelf.db)
    kept = shelf.settled
    shelf.pages(n12=10, n11=200)
    descriptions.correct(shelf.db, 12, date="2024-01-01")
    links.link(shelf.db, [12, 11], "1", how="command")
    assert shelf.boxes == [[1, 2, 3], [4, 5, 6, 12], [11]]
    assert not shelving.boxes(shelf.db)[1].items[-1].is_settled
    shelving.settle(shelf.db)
    assert kept.items() < shelf.settled.items()
    assert shelf.settled[12] == 7


def test_a_new_box_of_an_early_series_takes_no_others_number(shelf):
    shelving.settle(shelf.db)
    shelving.file_items(shelf.db, [12], year="2020")
    assert shelf.names == ["3:2020-D30-", "1:2025-D30-", "2:2025-D30-"]


def test_settled_numbers_stay_when_the_settings_change_or_a_link_goes(shelf):
    shelving.settle(shelf.db)
    before = shelf.names, shelf.boxes
    shelf.db.change_settings(year=2026, retention="Y")
    links.unlink(shelf.db, [2], "1")
    assert (shelf.names, shelf.boxes) == before


def test_proposed_ones_follow_the_settings(shelf):
    shelf.db.change_settings(year=2026, retention="Y")
    assert shelf.names == ["1:2026-Y-", "2:2026-Y-"]


def test_refiling_what_was_never_printed_closes_the_gap_in_one_step(shelf):
    shelving.settle(shelf.db)
    before = shelving.boxes(shelf.db)
    shelving.file_items(shelf.db, [2], retention="Y")
    assert shelf.numbers == {1: 1, 3: 2, 4: 3, 5: 4, 6: 5, 2: 1}
    assert shelf.boxes == [[2], [1, 3], [4, 5, 6]]
    assert (2 in shelf.settled, shelf.settled[6]) == (False, 5)
    shelf.db.undo()
    assert shelving.boxes(shelf.db) == before


def test_a_printed_number_that_is_given_up_leaves_a_stated_hole(shelf):
    shelf.print(1)
    said = shelf.refused("reason-needed", shelving.file_items, [2], retention="Y")
    assert (said["path"], said["number"]) == ("02.txt", 2)
    shelving.file_items(shelf.db, [2], retention="Y", reason="应永久保管")
    assert shelf.numbers == {1: 1, 3: 3, 4: 4, 5: 5, 6: 6, 2: 1}
    box = next(b for b in shelving.boxes(shelf.db) if b.number == 1)
    assert [(w.number, w.item, w.reason) for w in box.withdrawn] == [(2, 2, "应永久保管")]
    shelving.file_items(shelf.db, [2], retention="D30")
    shelving.settle(shelf.db)
    assert shelf.numbers[2] == 7
    index = archive_index(shelf.db, as_of=date(2026, 1, 5))
    rows = index.groups[0].rows
    assert [(r.archive_number[-1], r.is_withdrawn) for r in rows] == [(str(n), n == 2) for n in range(1, 8)]
    assert "应永久保管" in rows[1].remark
    assert len(index.groups[0].items) == 6


def test_a_printed_box_stays_even_empty(shelf):
    shelf.print(1, 2)
    shelving.file_items(shelf.db, [4, 5, 6], retention="Y", reason="错放")
    found = {b.number: b for b in shelving.boxes(shelf.db)}
    assert (found[2].items, [w.number for w in found[2].withdrawn]) == ((), [4, 5, 6])
    links.link(shelf.db, [7], "1", how="command")
    assert [one.item for one in shelving.boxes(shelf.db)[-1].items] == [7]
    assert shelf.numbers[7] == 7


def test_what_was_printed_does_not_move(shelf):
    links.link(shelf.db, range(7, 10), "1", how="command")
    shelf.print(2)
    assert shelf.refused("number-printed", shelving.move, [2], after=8)["number"] == 2
    shelf.refused("place-printed", shelving.move, [9], before=3)
    shelf.refused("box-printed", shelving.join_box, 2)
    shelf.refused("number-printed", shelving.begin_box, 5)
    shelving.move(shelf.db, [9], before=7)
    assert shelf.boxes == [[1, 2, 3], [4, 5, 6], [9, 7, 8]]


def test_the_settling_of_what_was_printed_is_not_undone(shelf):
    shelf.print(1)
    with pytest.raises(LedgerError, match="undo-conflict"):
        shelf.db.undo()
    assert shelf.settled


def test_proposed_items_move_and_later_ones_keep_their_order(shelf):
    shelving.move(shelf.db, [5], before=2)
    assert shelf.boxes == [[1, 5, 2], [3, 4, 6]]
    shelving.move(shelf.db, [1, 3], after=6)
    assert shelf.boxes == [[5, 2, 4], [6, 1, 3]]
    links.link(shelf.db, [7], "1", how="command")
    descriptions.correct(shelf.db, 7, date="2020-01-01")
    assert shelf.boxes[-1] == [7]
    assert shelf.settled == {}
    shelf.db.undo()
    shelf.db.undo()
    assert shelf.boxes[0] == [5, 2, 4]


def test_an_item_put_before_the_first_of_the_next_box_begins_that_box(shelf):
    shelving.move(shelf.db, [3], before=4)
    assert shelf.boxes == [[1, 2], [3, 4, 5], [6]]
    shelving.move(shelf.db, [3], box=1)
    assert shelf.boxes == [[1, 2, 3], [4, 5, 6]]


def test_settled_items_move_and_numbers_follow_in_one_step(shelf):
    shelving.settle(shelf.db)
    before = shelving.boxes(shelf.db)
    shelf.pages(n1=1, n4=100)
    before = shelving.boxes(shelf.db)
    shelving.move(shelf.db, [1], box=2)
    assert shelf.boxes == [[2, 3], [4, 5, 6, 1]]
    assert shelf.settled == {2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 1: 6}
    shelf.db.undo()
    assert shelving.boxes(shelf.db) == before


def test_a_proposed_item_put_among_the_settled_is_settled(shelf):
    shelving.settle(shelf.db)
    shelf.pages(n12=1, n11=1)
    links.link(shelf.db, [11, 12], "1", how="command")
    shelving.move(shelf.db, [12], after=4)
    assert shelf.boxes == [[1, 2, 3], [4, 12, 5, 6, 11]]
    assert shelf.settled == {1: 1, 2: 2, 3: 3, 4: 4, 12: 5, 5: 6, 6: 7}


def test_a_full_box_refuses_and_says_how_thick_it_would_be(shelf):
    shelving.settle(shelf.db)
    said = shelf.refused("box-full", shelving.move, [4], box=1)
    assert (said["number"], said["width"]) == (1, 50)
    assert said["mm"] > 60
    shelf.refused("box-full", shelving.move, [4], before=2)


def test_items_do_not_leave_their_series_by_being_moved(shelf):
    shelving.file_items(shelf.db, [6], retention="Y")
    shelf.refused("other-series", shelving.move, [1], before=6)
    shelf.refused("other-series", shelving.move, [1], box=1)
    shelf.refused("not-shelved", shelving.move, [12], before=1)
    shelf.refused("unknown-box", shelving.move, [1], box=9)


def test_a_box_begins_where_a_person_says(shelf):
    shelving.begin_box(shelf.db, 2)
    assert shelf.boxes == [[1], [2, 3, 4], [5, 6]]
    shelf.refused("box-begins-there", shelving.begin_box, 2)
    shelving.begin_box(shelf.db, 6, width=50)
    assert [b.width for b in shelving.boxes(shelf.db)] == [20, 50, 20, 50]
    shelving.settle(shelf.db)
    assert shelf.boxes == [[1], [2, 3, 4], [5], [6]]
    shelving.begin_box(shelf.db, 3)
    assert list(zip(shelf.names, shelf.boxes, strict=True))[1:3] == [
        ("2:2025-D30-", [2]),
        ("5:2025-D30-", [3, 4]),
    ]
    shelf.db.undo()
    assert shelf.boxes == [[1], [2, 3, 4], [5], [6]]


def test_the_box_goes_on_with_the_next_item_when_its_first_one_leaves(shelf):
    shelving.begin_box(shelf.db, 2)
    shelving.file_items(shelf.db, [2], retention="Y")
    assert shelf.boxes == [[2], [1], [3, 4, 5], [6]]
    shelving.settle(shelf.db)
    shelving.file_items(shelf.db, [3], retention="Y")
    assert shelf.boxes == [[2, 3], [1], [4, 5], [6]]


def test_boxes_are_joined_while_one_holds_both(shelf):
    shelving.begin_box(shelf.db, 2)
    shelving.begin_box(shelf.db, 3)
    assert shelf.boxes == [[1], [2], [3, 4, 5], [6]]
    shelving.join_box(shelf.db, 2)
    assert shelf.boxes == [[1, 2], [3, 4, 5], [6]]
    shelf.refused("boxes-too-thick", shelving.join_box, 2)
    shelf.refused("boxes-too-thick", shelving.join_box, 3)
    shelf.refused("first-box", shelving.join_box, 1)
    shelving.begin_box(shelf.db, 2, width=20)
    shelving.settle(shelf.db)
    shelving.join_box(shelf.db, 2)
    assert shelf.boxes == [[1, 2], [3, 4, 5], [6]]
    assert [(b.number, b.width) for b in shelving.boxes(shelf.db)] == [(1, 40), (3, 50), (4, 20)]
    shelving.settle(shelf.db)


def test_a_recorded_box_grows_until_its_spine_is_chosen_or_printed(shelf):
    shelving.begin_box(shelf.db, 6)
    shelving.settle(shelf.db)
    links.link(shelf.db, [7], "1", how="command")
    assert (shelf.boxes[-1], shelving.boxes(shelf.db)[-1].width) == ([6, 7], 40)
    shelving.set_width(shelf.db, 3, 40)
    links.link(shelf.db, [8], "1", how="command")
    assert shelf.boxes[-2:] == [[6, 7], [8]]
    shelving.set_width(shelf.db, 3, 50)
    assert shelf.boxes[-1] == [6, 7, 8]
    shelf.refused("box-too-narrow", shelving.set_width, 1, 20)
    shelf.refused("bad-width", shelving.set_width, 1, 25)
    links.unlink(shelf.db, [8], "1")
    shelving.set_width(shelf.db, 3, None)
    shelf.print(3)
    links.link(shelf.db, [8], "1", how="command")
    assert shelf.boxes[-2:] == [[6, 7], [8]]
    assert shelving.boxes(shelf.db)[-2].width == 40
    shelving.set_width(shelf.db, 3, 50)
    assert shelf.boxes[-1] == [6, 7, 8]


def test_what_no_indicator_asks_for_is_taken_out(shelf):
    shelving.settle(shelf.db)
    shelf.refused("still-linked", shelving.withdraw, [2])
    links.unlink(shelf.db, [2], "1")
    shelving.withdraw(shelf.db, [2])
    assert shelf.boxes == [[1, 3], [4, 5, 6]]
    shelf.refused("not-shelved", shelving.withdraw, [2])


def test_an_item_thicker_than_any_box_says_so(shelf):
    shelf.pages(n2=700)
    found = shelving.boxes(shelf.db)
    assert shelf.boxes == [[1], [2], [3, 4, 5], [6]]
    assert [b.is_overfull for b in found] == [False, True, False, False]


def test_a_settled_box_that_became_too_thick_breaks_and_the_numbers_stay(shelf):
    shelf.pages(**{f"n{n}": 10 for n in range(1, 7)})
    shelving.begin_box(shelf.db, 6)
    shelving.settle(shelf.db)
    kept = shelf.settled
    shelf.pages(**{f"n{n}": 150 for n in range(1, 7)})
    assert list(zip(shelf.names, shelf.boxes, strict=True)) == [
        ("1:2025-D30-", [1, 2, 3]),
        ("3:2025-D30-", [4, 5]),
        ("2:2025-D30-", [6]),
    ]
    shelving.settle(shelf.db)
    assert all(box.is_settled for box in shelving.boxes(shelf.db))
    assert (shelf.settled, shelf.boxes) == (kept, [[1, 2, 3], [4, 5], [6]])


def test_unknown_pages_are_counted_as_unknown(shelf):
    descriptions.correct(shelf.db, 3, pages=None)
    found = shelving.boxes(shelf.db)
    assert [(b.uncounted, b.pages) for b in found] == [(1, 450), (0, 300)]


def test_paper_printed_on_both_sides_is_half_as_thick(shelf):
    shelf.db.change_settings(duplex_originals=True, sheet_thickness=0.05)
    assert shelf.boxes == [[1, 2, 3, 4, 5, 6]]
    assert shelving.boxes(shelf.db)[0].width == 30


@pytest.fixture
def start(shelf: Shelf):
    """A copy of the archive as it is before anything is done."""
    copy = sqlite3.connect(":memory:")
    shelf.db.connection.backup(copy)
    yield copy
    copy.close()


WORDS = st.sampled_from(["file", "move", "begin", "join", "settle", "print", "link", "widen", "undo"])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_done_every_item_lies_in_one_box_and_paper_stays_true(shelf, start, data):
    db = shelf.db
    start.backup(db.connection)
    on_paper: dict[int, tuple[int, object, int]] = {}
    for _ in range(data.draw(st.integers(1, 12))):
        one, other = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12))
        found = shelving.boxes(db)
        box = data.draw(st.sampled_from([b.number for b in found] or [1]))
        verb = data.draw(WORDS)
        try:
            if verb == "file":
                shelving.file_items(
                    db, [one, other], retention=data.draw(st.sampled_from(["Y", "D30"])), reason="移出"
                )
            elif verb == "move":
                shelving.move(db, [one], before=other) if one != other else None
            elif verb == "begin":
                shelving.begin_box(db, one)
            elif verb == "join":
                shelving.join_box(db, box)
            elif verb == "settle":
                shelving.settle(db)
            elif verb == "print":
                shelf.print(box)
            elif verb == "link":
                links.link(db, [one], "1", how="command")
            elif verb == "widen":
                shelving.set_width(db, box, 50)
            else:
                db.undo()
        except LedgerError:
            pass
        after = shelving.boxes(db)
        lying = [f.item for b in after for f in b.items]
        assert len(lying) == len(set(lying))
        assert set(links.linked_items(db)) <= set(lying)
        given_numbers = numbers.archive_numbers(db)
        for b in after:
            assert b.thickness <= b.width or len(b.items) == 1 or b.is_settled
            for f in b.items:
                assert given_numbers.get(f.item, b.number_of(f)).series == b.series
        for series in {b.series for b in after}:
            own = [f.number for b in after if b.series == series for f in b.items]
            holes = {w.number for b in after if b.series == series for w in b.withdrawn}
            assert own == sorted(own)
            assert sorted({*own, *holes}) == list(range(1, len(own) + len(holes) + 1))
            assert not holes & set(own)
        for item, number in given_numbers.items():
            if number.is_printed and item not in on_paper:
                on_paper[item] = (item, number.series, number.number)
        for item, series, number in on_paper.values():
            now = given_numbers.get(item)
            gone = [w for w in numbers.withdrawn(db) if w.item == item and w.number == number]
            assert gone or (now.series, now.number) == (series, number)
