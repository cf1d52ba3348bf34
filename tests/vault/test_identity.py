"""The settlement as a pure function: what holds for any folder, any history."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.vault.identity import Found, settle
from ledger_app.vault.model import Location, Status

CONTENTS = st.sampled_from(["", "A", "B", "C", "D"])
FOLDERS = st.dictionaries(st.sampled_from("pqrst"), CONTENTS | st.none(), max_size=5)


class Archive:
    """Rows and items in memory, settled as the keeper does it."""

    def __init__(self) -> None:
        self.items: dict[int, str | None] = {}
        self.rows: dict[tuple[str, int], Location] = {}

    def scan(self, files: dict[str, str | None]):
        live = {path for (path, _), row in self.rows.items() if row.status is not Status.MISSING}
        found = [
            Found(p, c, len(c or "x"), 0, 0, reason=None if c is not None else "no") for p, c in files.items()
        ]
        result = settle(
            recorded=self.items,
            rows=list(self.rows.values()),
            found=found,
            gone=live - files.keys(),
            next_item=max(self.items, default=0) + 1,
        )
        for item, content, _ in [*result.new, *result.adopted]:
            self.items[item] = content
        for key in result.removed:
            del self.rows[key]
        for row in result.forgotten:
            assert all(item != row.item for _, item in self.rows)
            del self.items[row.item]
        for row in [*result.put, *result.refreshed]:
            self.rows[(row.path, row.item)] = row
        return result

    def live(self):
        return {p: r for (p, _), r in self.rows.items() if r.status is not Status.MISSING}


@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_the_archive_is_the_folder_after_every_scan(history):
    archive = Archive()
    for files in history:
        archive.scan(files)
        live = archive.live()
        assert live.keys() == files.keys()
        assert len(live) == sum(r.status is not Status.MISSING for r in archive.rows.values())
        for path, content in files.items():
            row = live[path]
            recorded = archive.items[row.item]
            if content is None:
                assert row.status is Status.UNREADABLE
            else:
                assert row.found_sha256 == content
                assert row.status is (Status.PRESENT if recorded == content else Status.CHANGED)


@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_an_item_is_never_lost_and_never_in_two_minds(history):
    archive = Archive()
    ever: dict[int, str] = {}
    for files in history:
        archive.scan(files)
        ever |= {i: c for i, c in archive.items.items() if c is not None}
        assert ever.keys() <= archive.items.keys()
        assert {i: archive.items[i] for i in ever} == ever  # what is recorded stays recorded
        for item in archive.items:
            statuses = [r.status for r in archive.rows.values() if r.item == item]
            assert statuses
            assert Status.MISSING not in statuses or statuses == [Status.MISSING]
            assert not {Status.PRESENT, Status.CHANGED} <= set(statuses)


@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_content_that_is_there_is_held_by_its_item(history):
    archive = Archive()
    for files in history:
        archive.scan(files)
        rows = archive.live().values()
        held = {r.found_sha256 for r in rows if r.status is Status.PRESENT}
        lost = {r.item for r in archive.rows.values() if r.status is Status.MISSING}
        # a changed file stays with its item, also where what it holds is what another item lost
        assert not {c for i, c in archive.items.items() if i in lost and c} & held - {
            c for i, c in archive.items.items() if i not in lost
        }


@given(st.lists(FOLDERS, min_size=1, max_size=5))
def test_a_second_look_changes_nothing(history):
    archive = Archive()
    for files in history:
        archive.scan(files)
        result = archive.scan(files)
        assert (result.put, result.removed, result.new, result.refreshed) == ([], [], [], [])
        assert (result.changed, result.missing, result.unreadable) == (0, 0, 0)


@given(
    st.dictionaries(st.sampled_from("pqrst"), st.sampled_from("ABCDE"), min_size=1).filter(
        lambda f: len(set(f.values())) == len(f)
    ),
    st.permutations("pqrst"),
)
def test_renaming_in_any_way_keeps_every_item_with_its_content(files, names):
    archive = Archive()
    archive.scan(files)
    before = {content: archive.live()[path].item for path, content in files.items()}
    renamed = {names["pqrst".index(path)]: content for path, content in files.items()}
    archive.scan(renamed)
    after = {content: archive.live()[path].item for path, content in renamed.items()}
    assert after == before
    assert all(r.status is Status.PRESENT for r in archive.rows.values())


def test_empty_files_stay_apart_where_one_could_not_be_read_before():
    before = Location("p", 1, Status.UNREADABLE, 0, 0, 0, None, reason="no")
    found = [Found("p", "E", 0, 0, 0), Found("q", "E", 0, 0, 0), *(Found(c, "B", 1, 0, 0) for c in "rs")]
    result = settle(recorded={1: None}, rows=[before], found=found, gone=(), next_item=2)
    assert [(row.path, row.item) for row in result.put] == [("p", 1), ("q", 2), ("r", 3), ("s", 3)]
    assert result.adopted == [(1, "E", 0)]
