"""Descriptions are made once for a content, kept through everything, and corrected by people."""

import os
import shutil
from decimal import Decimal

import pytest
from made_files import write_docx, write_photo
from rows import hold

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.messages import sentence
from ledger_app.core.progress import Progress
from ledger_app.search.describing import dates_of
from ledger_app.search.descriptions import correct, descriptions, store, villages
from ledger_app.search.model import Figure, Part, Reading
from ledger_app.search.readings import read


def test_what_a_document_says(db, evidence):
    write_docx(evidence / "扫描0012.docx")
    item = hold(db, evidence, "扫描0012.docx")
    assert read(db, evidence, Progress()) == 1
    found = descriptions(db)[item]
    assert found.title == "关于印发《青山镇2025年农村人居环境整治实施方案》的通知"
    assert found.document_number == "青政发〔2025〕5号"
    assert found.issuer == "青山镇人民政府"
    assert found.date == "2025-03-05"
    assert found.pages == 1
    assert found.sources == {
        "title": "content",
        "document_number": "content",
        "issuer": "content",
        "date": "content",
        "pages": "properties",
        "kind": "content",
    }


def test_a_content_is_read_once(db, evidence):
    write_docx(evidence / "a.docx")
    hold(db, evidence, "a.docx")
    shutil.copy2(evidence / "a.docx", evidence / "b.docx")
    item = hold(db, evidence, "b.docx")
    assert read(db, evidence, Progress()) == 1
    assert read(db, evidence, Progress()) == 0
    assert descriptions(db, [item])[item].document_number == "青政发〔2025〕5号"


def test_what_only_the_name_says(db, evidence):
    (evidence / "青政发[2025]7号 关于春耕的通知（盖章版）.mp4").write_bytes(b"x")
    item = hold(db, evidence, "青政发[2025]7号 关于春耕的通知（盖章版）.mp4")
    read(db, evidence, Progress())
    found = descriptions(db)[item]
    assert (found.title, found.document_number) == ("关于春耕的通知", "青政发〔2025〕7号")
    assert found.sources == {"title": "name", "document_number": "name"}


def test_before_anything_was_read(db, evidence):
    write_photo(evidence / "IMG_20250305_101530.jpg")
    item = hold(db, evidence, "IMG_20250305_101530.jpg")
    assert descriptions(db)[item].date == "2025-03-05"
    assert descriptions(db)[item].sources["date"] == "name"
    read(db, evidence, Progress())
    assert descriptions(db)[item].sources["date"] == "exif"


def test_newest_first_and_no_more_than_asked(db, evidence):
    items = []
    for n in range(3):
        (evidence / f"{n}.txt").write_text(f"{n}号会议记录", encoding="utf-8")
        os.utime(evidence / f"{n}.txt", (1000 + n, 1000 + n))
        items.append(hold(db, evidence, f"{n}.txt"))
    assert read(db, evidence, Progress(), limit=1) == 1
    assert [descriptions(db)[i].text_source for i in items] == ["none", "none", "text"]


def test_only_the_items_asked_for(db, evidence):
    items = []
    for n in range(3):
        (evidence / f"{n}.txt").write_text(f"{n}号会议记录", encoding="utf-8")
        items.append(hold(db, evidence, f"{n}.txt"))
    assert read(db, evidence, Progress(), items=items[:1]) == 1
    assert set(descriptions(db, items[1:])) == set(items[1:])


def test_a_cancelled_run_keeps_what_it_read_and_goes_on_later(db, evidence):
    for n in range(5):
        (evidence / f"{n}.txt").write_text(f"{n}号会议记录", encoding="utf-8")
        hold(db, evidence, f"{n}.txt")

    class Impatient(Progress):
        def at(self, stage, done=0, total=0):
            if done == 3:
                self.cancel()
            super().at(stage, done, total)

    with pytest.raises(Cancelled):
        read(db, evidence, Impatient())
    assert db.value("SELECT count(*) FROM description") == 3
    assert read(db, evidence, Progress()) == 2


def test_away_missing_and_touched_files_wait(db, evidence):
    (evidence / "a.txt").write_text("甲会议记录", encoding="utf-8")
    (evidence / "b.txt").write_text("乙会议记录", encoding="utf-8")
    hold(db, evidence, "a.txt")
    hold(db, evidence, "b.txt")
    (evidence / "a.txt").write_text("改过的会议记录", encoding="utf-8")
    (evidence / "b.txt").unlink()
    assert read(db, evidence, Progress()) == 0
    assert read(db, evidence / "away", Progress()) == 0


def test_another_content_is_kept_under_its_own_hash(db, evidence):
    (evidence / "a.txt").write_text("新的会议记录", encoding="utf-8")
    item = hold(db, evidence, "a.txt", status="changed", recorded="0" * 64)
    assert read(db, evidence, Progress()) == 1
    assert db.value("SELECT count(*) FROM description WHERE sha256 = ?", "0" * 64) == 0
    assert descriptions(db)[item].title == "新的会议记录"


def test_a_bad_file_is_described_as_such_and_the_next_is_read(db, evidence):
    (evidence / "a.docx").write_bytes(b"PK\x03\x04 broken")
    (evidence / "b.txt").write_text("会议记录", encoding="utf-8")
    bad, good = hold(db, evidence, "a.docx"), hold(db, evidence, "b.txt")
    assert read(db, evidence, Progress()) == 2
    assert descriptions(db)[bad].error == "damaged"
    assert descriptions(db)[bad].title == "a"
    assert descriptions(db)[good].error is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_not_unicode(db, evidence):
    with open(os.fsencode(evidence) + b"/\xe9.txt", "w", encoding="utf-8") as file:
        file.write("会议记录")
    stat = (evidence / os.fsdecode(b"\xe9.txt")).stat()
    with db.operation("scan") as op:
        item = op.insert("item", {"sha256": "1" * 64, "size": 12, "first_seen": ""})
        op.insert(
            "location",
            {
                "path": "\\xe9.txt",
                "item": item,
                "status": "present",
                "size": stat.st_size,
                "inode": 0,
                "mtime_ns": stat.st_mtime_ns,
                "found_sha256": "1" * 64,
                "is_racy": 0,
            },
        )
    read(db, evidence, Progress())
    assert descriptions(db)[item].title == "会议记录"


def test_a_person_is_right_and_can_take_it_back(db, evidence):
    write_docx(evidence / "a.docx")
    item = hold(db, evidence, "a.docx")
    read(db, evidence, Progress())
    correct(db, item, title=" 新  题名 ", date="2024-12-30", pages=12)
    found = descriptions(db)[item]
    assert (found.title, found.date, found.pages, found.issuer) == (
        "新 题名",
        "2024-12-30",
        12,
        "青山镇人民政府",
    )
    assert found.sources["title"] == found.sources["pages"] == "person"
    assert dates_of(found, "2025年度/a.docx") == (("2024-12-30", "person"),)
    correct(db, item, title=None)
    assert descriptions(db)[item].title.startswith("关于印发")
    assert descriptions(db)[item].pages == 12
    db.undo()
    assert descriptions(db)[item].title == "新 题名"
    db.undo()
    assert descriptions(db)[item].sources["title"] == "content"
    assert descriptions(db)[item].pages == 1


def test_a_persons_word_outlives_every_reading(db, evidence):
    """Not a rescan, not another reader, not recognising the text later takes a correction away."""
    (evidence / "扫描.txt").write_text("东坪村改厕会议记录\n应到25人", encoding="utf-8")
    item = hold(db, evidence, "扫描.txt")
    correct(db, item, title="党员大会记录", kind="list", villages="西岭村委会、南湾村")
    assert read(db, evidence, Progress()) == 1
    sha256 = db.value("SELECT sha256 FROM item WHERE id = ?", item)
    later = Reading(parts=(Part(1, "关于春耕的通知\n东坪村", "ocr"),), pages=3)
    with db.derived() as connection:
        store(connection, [(sha256, later)])
    found = descriptions(db)[item]
    assert (found.title, found.kind, found.villages) == ("党员大会记录", "list", ("西岭村", "南湾村"))
    assert {found.sources[n] for n in ("title", "kind", "villages")} == {"person"}
    assert found.pages == 3
    correct(db, item, title=None, kind=None, villages=None)
    again = descriptions(db)[item]
    assert (again.title, again.kind, again.villages) == ("关于春耕的通知", "red-head", ("东坪村",))
    assert {again.sources[n] for n in ("title", "kind", "villages")} == {"ocr"}


def test_a_person_may_say_that_no_village_is_meant(db, evidence):
    (evidence / "东坪村.txt").write_text("东坪村改厕会议记录", encoding="utf-8")
    item = hold(db, evidence, "东坪村.txt")
    correct(db, item, villages=[])
    assert descriptions(db)[item].villages == ()
    assert descriptions(db)[item].sources["villages"] == "person"


def test_figures_are_kept_and_given_when_asked_for(db, evidence):
    (evidence / "a.txt").write_text("工作总结\n全镇改厕326户，投入12.5万元。", encoding="utf-8")
    item = hold(db, evidence, "a.txt")
    read(db, evidence, Progress())
    assert descriptions(db)[item].figures == ()
    assert descriptions(db, [item], with_figures=True)[item].figures == (
        Figure("改厕", Decimal(326), "户"),
        Figure("投入", Decimal(125000), "元"),
    )


def test_the_villages_of_an_archive(db, evidence):
    texts = {"a.txt": "东坪村\n西岭村", "b.txt": "东坪村", "南湾村/c.bin": "x", "d.txt": "无"}
    items = {}
    for path, text in texts.items():
        (evidence / path).parent.mkdir(exist_ok=True)
        (evidence / path).write_text(text, encoding="utf-8")
        items[path] = hold(db, evidence, path)
    read(db, evidence, Progress())
    assert villages(db) == {"东坪村": 2, "南湾村": 1, "西岭村": 1}
    correct(db, items["d.txt"], villages="南湾村")
    correct(db, items["b.txt"], villages=[])
    assert villages(db) == {"南湾村": 2, "东坪村": 1, "西岭村": 1}


@pytest.mark.parametrize("written", ["2024年12月5日", "2024.12.5", "二〇二四年十二月五日", "2024-12-05"])
def test_a_date_as_people_write_it(db, evidence, written):
    (evidence / "a.txt").write_text("会议记录", encoding="utf-8")
    item = hold(db, evidence, "a.txt")
    correct(db, item, date=written)
    assert descriptions(db)[item].date == "2024-12-05"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "红头", "bad-kind"),
        ("villages", ["长" * 31], "bad-villages"),
        ("villages", [f"第{n}家村" for n in range(201)], "bad-villages"),
        ("date", "2025-13-01", "bad-date"),
        ("date", "去年", "bad-date"),
        ("date", "0000", "bad-date"),
        ("pages", 0, "bad-pages"),
        ("pages", "12页", "bad-pages"),
        ("pages", -3, "bad-pages"),
        ("title", "  ", "bad-text"),
        ("title", "\udcff", "not-text"),
        ("villages", ["东坪村", "\udcff"], "not-text"),
        ("issuer", "长" * 501, "bad-text"),
    ],
)
def test_a_correction_that_cannot_be(db, evidence, field, value, code):
    (evidence / "a.txt").write_text("会议记录", encoding="utf-8")
    item = hold(db, evidence, "a.txt")
    with pytest.raises(LedgerError) as error:
        correct(db, item, **{field: value})
    assert error.value.code == code
    assert sentence(error.value)
    assert db.value("SELECT count(*) FROM correction") == 0


def test_a_correction_of_nothing(db):
    with pytest.raises(LedgerError, match="no-such-item"):
        correct(db, 7, title="题名")
