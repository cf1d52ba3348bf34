"""The reading pass: what is read, in which order, and what becomes of what is broken off."""

import os

import made_files
import pytest
import rows
import slow_readers

from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.search import readings, texts
from ledger_app.search.worker import Pool, Terms


def _hold(db, evidence, name, *, text=None, at=None):
    (evidence / name).write_text(text or name, encoding="utf-8")
    if at is not None:
        os.utime(evidence / name, (at, at))
    return rows.hold(db, evidence, name)


def _read_names(db):
    return [text for (text,) in db.tuples("SELECT text FROM part ORDER BY content")]


def test_the_newest_are_read_first_and_those_named_last_after_them(db, evidence):
    items = {name: _hold(db, evidence, f"{name}.txt", text=name, at=n) for n, name in enumerate("abcd", 1)}
    assert [p[0].path for p in readings.unread(db, last=[items["d"], items["b"]]).values()] == [
        "c.txt",
        "a.txt",
        "d.txt",
        "b.txt",
    ]
    assert readings.read(db, evidence, Progress(), last=[items["d"]], limit=1) == 1
    assert _read_names(db) == ["c"]


def test_named_items_are_the_only_ones_read(db, evidence):
    first, _second = _hold(db, evidence, "a.txt"), _hold(db, evidence, "b.txt")
    assert readings.read(db, evidence, Progress(), items=[first]) == 1
    assert _read_names(db) == ["a.txt"]


def test_what_was_read_is_not_read_again(db, evidence):
    for name in ("a.txt", "b.mp4"):
        _hold(db, evidence, name)
    assert readings.read(db, evidence, Progress()) == 2
    assert readings.read(db, evidence, Progress()) == 0


def test_a_copy_is_read_where_the_first_place_no_longer_holds_it(db, evidence):
    item = _hold(db, evidence, "a.txt", text="same", at=2)
    (evidence / "b.txt").write_text("same", encoding="utf-8")
    rows.hold(db, evidence, "b.txt", item=item)
    (evidence / "a.txt").unlink()
    assert readings.read(db, evidence, Progress()) == 1


def test_a_file_that_changes_while_it_is_read_is_left_for_next_time(db, evidence):
    _hold(db, evidence, "a.txt")
    _hold(db, evidence, "b.txt")
    terms = Terms(slow_readers.append_to_a)
    whole = readings.Readings(db, Pool(terms, workers=1))
    assert whole.read(evidence, Progress()) == 1
    assert [p[0].path for p in readings.unread(db).values()] == ["a.txt"]
    whole.close()


def test_bad_files_cost_only_themselves(db, evidence):
    for n in range(4):
        for kind in ("good", "bad", "hang"):
            _hold(db, evidence, f"{n} {kind}.txt")
    whole = readings.Readings(db, Pool(Terms(slow_readers.misbehave_by_name, seconds=0.5), workers=2))
    assert whole.read(evidence, Progress()) == 12
    errors = [e for (e,) in db.tuples("SELECT error FROM description ORDER BY error")]
    assert errors == [None] * 4 + ["reader-crashed"] * 4 + ["reader-timeout"] * 4
    assert readings.unread(db) == {}
    whole.close()


class _Once(Progress):
    """Breaks the pass off at its first report."""

    def at(self, stage, done=0, total=0):
        raise Cancelled


def test_a_pass_broken_off_goes_on_with_what_its_workers_have_read(db, evidence, tmp_path):
    """The file in work is read while nobody looks, and only once."""
    _hold(db, evidence, "a.txt")
    whole = readings.Readings(db, Pool(Terms(slow_readers.count_readings), workers=1))
    with pytest.raises(Cancelled):
        whole.read(evidence, _Once())
    slow_readers.until((evidence / "a.txt.read").exists)
    assert whole.read(evidence, Progress()) in (0, 1)  # it may have been taken before the break
    assert (evidence / "a.txt.read").read_text() == "x"
    assert readings.unread(db) == {}
    whole.close()


def test_a_pass_broken_off_notices_what_a_scan_brought_meanwhile(db, evidence):
    for n in range(30):
        _hold(db, evidence, f"{n}.txt", at=n)
    whole = readings.Readings(db, Pool(workers=1))
    with pytest.raises(Cancelled):
        whole.read(evidence, _Once())
    _hold(db, evidence, "new.txt", at=100)
    whole.read(evidence, Progress())
    assert readings.unread(db) == {}
    assert len(_read_names(db)) == 31
    whole.close()


def test_what_is_kept_of_every_kind(db, evidence):
    made_files.write_docx(evidence / "a.docx")
    made_files.write_photo(evidence / "b.jpg")
    for name in ("a.docx", "b.jpg"):
        rows.hold(db, evidence, name)
    assert readings.read(db, evidence, Progress()) == 2
    sha256 = db.value(
        "SELECT sha256 FROM description WHERE json_extract(fields, '$.document_number') IS NOT NULL"
    )
    assert "青山镇" in texts.parts(db, sha256)[0].text
    assert db.value("SELECT width FROM photo") == 640
