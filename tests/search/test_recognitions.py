"""The recognition pass: what waits, in which order, and that no page is recognised twice."""

import os
import shutil

import made_files
import pytest
import rows
import scans
import slow_readers
from PIL import Image

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.search import descriptions, readings, recognitions, scanned_pages, texts
from ledger_app.search.worker import Pool, Terms


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Where the pretended recogniser notes what it was asked."""
    monkeypatch.setenv("TOLD", str(tmp_path / "told"))
    return lambda: (
        (tmp_path / "told").read_text(encoding="utf-8").split() if (tmp_path / "told").exists() else []
    )


def _pretending(db, read=slow_readers.pretend_to_recognise, **terms):
    return recognitions.Recognitions(db, Pool(Terms(read, **terms), workers=1))


def _hold(db, evidence, name, pages=1, *, at=None):
    if name.endswith(".pdf"):
        made_files.write_scan(evidence / name, pages)
    else:
        Image.effect_noise((64, 48 + len(name)), 60).convert("RGB").save(evidence / name)
    if at is not None:
        os.utime(evidence / name, (at, at))
    return rows.hold(db, evidence, name)


def _read(db, evidence):
    readings.read(db, evidence, Progress())


def test_what_waits_and_in_which_order(db, evidence):
    old = _hold(db, evidence, "old.pdf", 2, at=1)
    new = _hold(db, evidence, "new.jpg", at=2)
    (evidence / "a.txt").write_text("甲", encoding="utf-8")
    rows.hold(db, evidence, "a.txt")
    _read(db, evidence)
    waiting = scanned_pages.waiting(db)
    assert [(s.places[0].path, s.pages, s.is_picture) for s in waiting] == [
        ("new.jpg", (1,), True),
        ("old.pdf", (1, 2), False),
    ]
    assert [s.places[0].path for s in scanned_pages.waiting(db, last=[new])] == ["old.pdf", "new.jpg"]
    assert old != new


def test_pages_are_kept_where_they_belong_and_not_recognised_again(db, evidence, told):
    item = _hold(db, evidence, "a.pdf", 3)
    _read(db, evidence)
    assert _pretending(db).recognise(evidence, Progress()) == 3
    sha256 = db.value("SELECT sha256 FROM item WHERE id = ?", item)
    assert [(p.page, p.text, p.source) for p in texts.parts(db, sha256)] == [
        (n, f"recognised on {n}", "ocr") for n in (1, 2, 3)
    ]
    assert descriptions.descriptions(db)[item].text_source == "ocr"
    assert descriptions.descriptions(db)[item].pages == 3
    assert scanned_pages.waiting(db) == []
    assert _pretending(db).recognise(evidence, Progress()) == 0
    assert [n for n in told() if n.isdigit() and n != "0"] == ["1", "2", "3"]


def test_a_picture_without_text_is_looked_at_once(db, evidence, told, monkeypatch):
    _hold(db, evidence, "a.jpg")
    _read(db, evidence)
    monkeypatch.setenv("NOTHING", "1")
    assert _pretending(db).recognise(evidence, Progress()) == 1
    assert scanned_pages.waiting(db) == []
    assert "0" not in told()  # it was not read a second time: nothing new follows from it


def test_text_in_a_picture_is_found_in_its_text(db, evidence):
    item = _hold(db, evidence, "a.jpg")
    _read(db, evidence)
    _pretending(db).recognise(evidence, Progress())
    sha256 = db.value("SELECT sha256 FROM item WHERE id = ?", item)
    assert texts.parts(db, sha256)[0].text == "recognised on 1"
    assert db.value("SELECT count(*) FROM photo") == 1


def test_every_page_of_a_tiff_waits(db, evidence):
    pages = [Image.new("L", (60, 80), 255 - n) for n in range(3)]
    pages[0].save(evidence / "a.tiff", save_all=True, append_images=pages[1:])
    rows.hold(db, evidence, "a.tiff")
    _read(db, evidence)
    assert [s.pages for s in scanned_pages.waiting(db)] == [(1, 2, 3)]
    assert _pretending(db).recognise(evidence, Progress()) == 3
    assert scanned_pages.waiting(db) == []


def test_a_limit_ends_between_two_pages(db, evidence, told):
    _hold(db, evidence, "a.pdf", 4)
    _read(db, evidence)
    whole = _pretending(db)
    assert whole.recognise(evidence, Progress(), limit=3) == 3
    assert scanned_pages.texts_of(db, db.value("SELECT sha256 FROM item")).keys() == {1, 2, 3}
    assert _pretending(db).recognise(evidence, Progress()) == 1


class _After(Progress):
    """Breaks the pass off after so many pages."""

    def __init__(self, pages):
        super().__init__()
        self._pages = pages

    def at(self, stage, done=0, total=0):
        if done >= self._pages:
            raise Cancelled


def test_a_pass_broken_off_goes_on_with_the_next_page(db, evidence, told):
    _hold(db, evidence, "a.pdf", 5)
    _read(db, evidence)
    whole = _pretending(db)
    with pytest.raises(Cancelled):
        whole.recognise(evidence, _After(2))
    assert whole.recognise(evidence, Progress()) == 3
    assert sorted(n for n in told() if n.isdigit() and n != "0") == ["1", "2", "3", "4", "5"]


def test_a_pass_broken_off_after_the_last_page_does_not_do_it_again(db, evidence, told):
    _hold(db, evidence, "a.pdf", 2)
    _read(db, evidence)
    whole = _pretending(db)
    with pytest.raises(Cancelled):
        whole.recognise(evidence, _After(2))
    asked = told()
    assert whole.recognise(evidence, Progress()) == 0
    assert told() == asked


def test_what_was_recognised_stays_when_the_file_is_read_anew(db, evidence):
    item = _hold(db, evidence, "a.pdf", 2)
    _read(db, evidence)
    _pretending(db).recognise(evidence, Progress())
    with db.derived() as connection:
        connection.execute("UPDATE description SET reader = 0")
    _read(db, evidence)
    sha256 = db.value("SELECT sha256 FROM item WHERE id = ?", item)
    assert [p.text for p in texts.parts(db, sha256)] == ["recognised on 1", "recognised on 2"]
    assert scanned_pages.waiting(db) == []


def test_a_page_that_takes_the_worker_down_costs_only_itself(db, evidence, monkeypatch):
    monkeypatch.setenv("CRASH_ON", "2")
    item = _hold(db, evidence, "a.pdf", 3)
    _read(db, evidence)
    assert _pretending(db).recognise(evidence, Progress()) == 3
    sha256 = db.value("SELECT sha256 FROM item WHERE id = ?", item)
    assert [p.page for p in texts.parts(db, sha256)] == [1, 3]
    assert scanned_pages.waiting(db) == []


def test_a_file_that_is_away_or_has_changed_goes_on_waiting(db, evidence):
    _hold(db, evidence, "a.pdf", 2)
    _hold(db, evidence, "b.pdf", 1)
    _read(db, evidence)
    (evidence / "a.pdf").unlink()
    with open(evidence / "b.pdf", "ab") as file:
        file.write(b"more")
    assert _pretending(db).recognise(evidence, Progress()) == 0
    assert len(scanned_pages.waiting(db)) == 2
    shutil.rmtree(evidence)
    assert _pretending(db).recognise(evidence, Progress()) == 0


def test_a_pc_that_cannot_says_so_once_there_is_something_to_do(db, evidence):
    whole = _pretending(db, slow_readers.die)
    assert whole.recognise(evidence, Progress()) == 0
    _hold(db, evidence, "a.pdf")
    _read(db, evidence)
    with pytest.raises(LedgerError, match="recognition-unavailable"):
        whole.recognise(evidence, Progress())
    assert len(scanned_pages.waiting(db)) == 1


def test_a_real_scan_from_the_file_to_its_number(db, evidence):
    scans.write_scan(evidence / "a.pdf", [scans.copied(scans.page())])
    item = rows.hold(db, evidence, "a.pdf")
    _read(db, evidence)
    assert descriptions.descriptions(db)[item].document_number is None
    whole = recognitions.Recognitions(db)
    assert whole.recognise(evidence, Progress()) == 1
    found = descriptions.descriptions(db)[item]
    assert (found.document_number, found.date, found.sources["date"]) == (
        "青政发〔2025〕5号",
        "2025-03-05",
        "ocr",
    )
