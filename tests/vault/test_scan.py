"""A scan, told in the things people do to files."""

from __future__ import annotations

import os
import shutil

from ledger_app.core.database import changes_of
from ledger_app.core.progress import Progress
from ledger_app.vault import items
from ledger_app.vault.model import Status


def accept(db, item_ids):
    """Accept changed content as linking does, in an operation of its own."""
    with db.operation("confirm-evidence") as op:
        for item in item_ids:
            items.accept_found(db, op, item)
    return changes_of(op)


def counts(report):
    return {
        name: getattr(report, name)
        for name in ("added", "moved", "changed", "missing", "unreadable")
        if getattr(report, name)
    }


def test_first_scan_takes_everything_in(folder):
    folder.write("a.docx", "one")
    folder.write("镇/村/b.pdf", "two")
    report = folder.scan()
    assert counts(report) == {"added": 2}
    assert (report.seen, report.hashed_bytes) == (2, 6)
    assert [r.path for r in items.locations(folder.db)] == ["a.docx", "镇/村/b.pdf"]


def test_unchanged_folder_is_not_read_and_nothing_is_written(folder):
    folder.write("a.docx", "one")
    folder.scan()
    before = folder.db.entries()
    report, changes = items.scan(folder.db, folder.root, Progress())
    assert (counts(report), report.hashed_bytes, report.seen) == ({}, 0, 1)
    assert changes.tables == frozenset()
    assert folder.db.entries() == before


def test_full_scan_reads_and_finds_what_the_stat_hides(folder):
    target = folder.write("a.docx", "one")
    folder.scan()
    stat = target.stat()
    target.write_text("two")
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert counts(folder.scan()) == {}
    assert counts(folder.scan(full=True)) == {"changed": 1}
    assert counts(folder.scan(full=True)) == {}


def test_edit_of_the_same_size_right_after_the_scan_is_seen(folder):
    target = folder.write("a.docx", "one", is_old=False)
    folder.scan()
    stat = target.stat()
    target.write_text("two")
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert counts(folder.scan()) == {"changed": 1}


def test_rename_keeps_the_item(folder):
    folder.write("a.docx", "one")
    folder.scan()
    (folder.root / "a.docx").rename(folder.root / "b.docx")
    assert counts(folder.scan()) == {"moved": 1}
    assert folder.state() == {"b.docx#1": "present"}


def test_swap_of_two_names_follows_the_content(folder):
    folder.write("a", "one")
    folder.write("b", "two")
    folder.scan()
    (folder.root / "a").rename(folder.root / "c")
    (folder.root / "b").rename(folder.root / "a")
    (folder.root / "c").rename(folder.root / "b")
    assert counts(folder.scan()) == {"moved": 2}
    assert folder.state() == {"a#2": "present", "b#1": "present"}


def test_renamed_folder_keeps_all_its_items(folder):
    for i in range(20):
        folder.write(f"旧/{i}.docx", f"text {i}")
    folder.scan()
    before = {r.path: r.item for r in items.locations(folder.db)}
    (folder.root / "旧").rename(folder.root / "新")
    assert counts(folder.scan()) == {"moved": 20}
    after = {r.path.replace("新", "旧"): r.item for r in items.locations(folder.db)}
    assert after == before


def test_copy_is_the_same_item_twice_and_may_go_again(folder):
    folder.write("a", "one")
    folder.scan()
    shutil.copy2(folder.root / "a", folder.root / "b")
    assert counts(folder.scan()) == {"added": 1}
    assert folder.state() == {"a#1": "present", "b#1": "present"}
    (folder.root / "b").unlink()
    assert counts(folder.scan()) == {}
    assert folder.state() == {"a#1": "present"}


def test_edit_of_one_of_two_copies_begins_a_new_item(folder):
    folder.write("a", "one")
    folder.write("b", "one")
    folder.scan()
    folder.write("b", "two!")
    folder.scan()
    assert folder.state() == {"a#1": "present", "b#2": "present"}


def test_edit_is_changed_and_the_old_content_makes_it_present_again(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    assert counts(folder.scan()) == {"changed": 1}
    place = folder.at("a")
    (item,) = items.all_items(folder.db)
    assert place.status is Status.CHANGED
    assert place.found_sha256 != item.sha256
    assert counts(folder.scan()) == {}
    folder.write("a", "one")
    folder.scan()
    assert folder.state() == {"a#1": "present"}


def test_overwriting_by_a_copy_of_another_file_loses_the_first(folder):
    folder.write("a", "one")
    folder.write("b", "two")
    folder.scan()
    shutil.copy2(folder.root / "b", folder.root / "a")
    assert counts(folder.scan()) == {"added": 1, "missing": 1}
    assert folder.state() == {"a#1": "missing", "a#2": "present", "b#2": "present"}
    assert folder.at("a").item == 2
    folder.write("c", "one")
    assert counts(folder.scan()) == {"moved": 1}
    assert folder.state() == {"a#2": "present", "b#2": "present", "c#1": "present"}


def test_vanished_file_stays_missing_and_comes_back(folder):
    target = folder.write("a", "one")
    folder.scan()
    target.unlink()
    assert counts(folder.scan()) == {"missing": 1}
    assert counts(folder.scan()) == {}
    assert folder.state() == {"a#1": "missing"}
    folder.write("elsewhere/b", "one")
    assert counts(folder.scan()) == {"moved": 1}
    assert folder.state() == {"elsewhere/b#1": "present"}


def test_last_of_two_copies_to_go_is_missing_in_one_row(folder):
    folder.write("a", "one")
    folder.write("b", "one")
    folder.scan()
    (folder.root / "a").unlink()
    (folder.root / "b").unlink()
    assert counts(folder.scan()) == {"missing": 1}
    assert folder.state() == {"a#1": "missing"}


def test_changed_file_that_moves_stays_changed(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    folder.scan()
    (folder.root / "a").rename(folder.root / "b")
    assert counts(folder.scan()) == {"moved": 1}
    assert folder.state() == {"b#1": "changed"}


def test_original_that_turns_up_elsewhere_frees_the_changed_path(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    folder.scan()
    folder.write("saved/a", "one")
    folder.scan()
    assert folder.state() == {"a#2": "present", "saved/a#1": "present"}


def test_office_save_with_and_without_a_look_in_between(folder):
    folder.write("报告.docx", "old")
    folder.scan()
    for looks in (False, True):
        folder.write("~WRL0001.tmp", f"new text {looks}")
        (folder.root / "报告.docx").rename(folder.root / "~WRD0002.tmp")
        if looks:
            assert counts(folder.scan()) == {"missing": 1}
        (folder.root / "~WRL0001.tmp").rename(folder.root / "报告.docx")
        (folder.root / "~WRD0002.tmp").unlink()
        assert counts(folder.scan()) == {"changed": 1}
        assert folder.state() == {"报告.docx#1": "changed"}


def test_empty_files_are_never_taken_for_each_other(folder):
    folder.write("a", "")
    folder.scan()
    (folder.root / "a").rename(folder.root / "b")
    folder.scan()
    assert folder.state() == {"a#1": "missing", "b#2": "present"}


def test_inode_used_again_is_not_a_move(folder):
    folder.write("a", "one")
    folder.scan()
    inode = folder.at("a").inode
    (folder.root / "a").unlink()
    for attempt in range(200):
        target = folder.write(f"new{attempt}", "two")
        if target.stat().st_ino == inode:
            break
    folder.scan()
    assert folder.state()["a#1"] == "missing"
    assert all(key.endswith("#2") for key in folder.state() if key.startswith("new"))


def test_files_alike_at_both_ends_are_two_items(folder):
    edge = bytes(100_000)
    folder.write("a", edge + b"1" + edge)
    folder.scan()
    (folder.root / "a").unlink()
    folder.write("b", edge + b"2" + edge)
    folder.scan()
    assert folder.state() == {"a#1": "missing", "b#2": "present"}


def test_accepted_content_is_the_recorded_one_and_can_be_undone(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    folder.scan()
    changes = accept(folder.db, [1])
    assert changes.tables == {"item", "location"}
    assert folder.state() == {"a#1": "present"}
    assert items.all_items(folder.db)[0].size == 4
    assert counts(folder.scan()) == {}
    folder.db.undo()
    assert folder.state() == {"a#1": "changed"}
    assert accept(folder.db, []).operation is None


def test_accepting_one_of_two_contents_frees_the_other(folder):
    folder.write("a", "one")
    folder.write("b", "one")
    folder.scan()
    folder.write("a", "two!")
    folder.write("b", "three!")
    folder.scan()
    assert folder.state() == {"a#1": "changed", "b#1": "changed"}
    accept(folder.db, [1])
    folder.scan()
    assert folder.state() == {"a#1": "present", "b#2": "present"}


def test_set_aside_and_back(folder):
    folder.write("a", "one")
    folder.scan()
    items.set_aside(folder.db, [1], True)
    assert items.all_items(folder.db)[0].is_set_aside
    folder.db.undo()
    assert not items.all_items(folder.db)[0].is_set_aside
