"""Printing from a real archive: numbers, rows, gaps, remarks, and files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ledger_app.audit import audits
from ledger_app.audit.model import Audit
from ledger_app.binder.indexes import archive_index, inspection_index
from ledger_app.binder.printing import print_index
from ledger_app.binder.shelving import settle
from ledger_app.core.database import Database
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import descriptions
from ledger_app.vault import items

AS_OF = date(2026, 1, 5)


@pytest.fixture
def held(db: Database, small_scheme: Path, evidence: Path) -> Database:
    """An archive with four indicators; three files are linked, one of them to two indicators."""
    db.change_settings(year=2025, title="青山镇", fonds="Z109", fonds_name="青山镇人民政府")
    schemes.store(db, read_scheme(small_scheme))
    items.scan(db, evidence, Progress())
    for path, code, requirement in (
        ("02厕所/改厕台账.txt", "3", 0),
        ("01粮食/统计报表.txt", "1", 1),
        ("01粮食/任务分解文件.txt", "1", 0),
        ("01粮食/任务分解文件.txt", "4", None),
    ):
        indicator = schemes.indicator(db, code)
        key = None if requirement is None else indicator.requirements[requirement].key
        links.link(db, [item_at(db, path)], code, requirement=key, how="command")
    return db


def item_at(db: Database, path: str) -> int:
    place = items.location(db, path)
    assert place is not None
    return place.item


def audit_of(db: Database) -> Audit:
    return audits.audit(db, year=2025)


def test_linked_items_are_numbered_in_the_order_of_the_scheme_then_by_date(held: Database) -> None:
    for item, day in (("01粮食/任务分解文件.txt", "2025-03-01"), ("01粮食/统计报表.txt", "2025-12-20")):
        descriptions.correct(held, item_at(held, item), date=day)
    settle(held)
    rows = archive_index(held, as_of=AS_OF).groups[0].rows
    assert [(r.archive_number, r.remark, r.date) for r in rows] == [
        ("Z109-WS·2025-D30-0001", "ind. 1; see also 4", "20250301"),
        ("Z109-WS·2025-D30-0002", "ind. 1", "20251220"),
        ("Z109-WS·2025-D30-0003", "ind. 3", rows[2].date),
    ]


def test_numbers_that_are_given_stay_when_files_are_linked_later(held: Database) -> None:
    settle(held)
    before = {r.title: r.archive_number for r in archive_index(held, as_of=AS_OF).groups[0].rows}
    links.link(held, [item_at(held, "02厕所/公厕清单.txt")], "1", how="command")
    settle(held)
    after = {r.title: r.archive_number for r in archive_index(held, as_of=AS_OF).groups[0].rows}
    assert before.items() < after.items()
    assert sorted(after.values())[-1] == "Z109-WS·2025-D30-0004"
    assert not settle(held).tables


def test_a_title_made_from_the_name_stands_in_brackets(held: Database) -> None:
    item = item_at(held, "02厕所/改厕台账.txt")
    settle(held)
    assert "[改厕台账]" in {r.title for r in archive_index(held, as_of=AS_OF).groups[0].rows}
    descriptions.correct(held, item, title="青山镇改厕台账", pages=12)
    row = next(r for r in archive_index(held, as_of=AS_OF).groups[0].rows if r.title == "青山镇改厕台账")
    assert row.pages == 12


def test_the_inspection_index_lists_files_gaps_and_what_is_wrong(held: Database, evidence: Path) -> None:
    (evidence / "02厕所/改厕台账.txt").unlink()
    items.scan(held, evidence, Progress())
    index = inspection_index(held, audit_of(held), as_of=AS_OF)
    by_code = {part.code: part for part in index.indicators}
    assert [part.gaps for part in index.indicators] == [0, 1, 1, 2]
    assert [f.remark for f in by_code["3"].requirements[0].files] == ["file missing"]
    assert by_code["3"].requirements[1].files == ()
    assert [f.title for f in by_code["4"].files] == ["任务分解文件"] or by_code["4"].files[0].title
    assert by_code["1"].path == ("一、粮食安全", "1.粮食生产")
    assert "ruled out" in index.verdict


def test_both_forms_are_printed_and_the_same_archive_gives_the_same_bytes(
    held: Database, tmp_path: Path, each_language: str, read_pdf: Callable[[bytes], object]
) -> None:
    for form in ("archive", "inspection"):
        found = []
        for name in ("one.pdf", "two.pdf"):
            printed = print_index(held, tmp_path / name, form=form, audit=audit_of(held), as_of=AS_OF)
            assert printed.path == tmp_path / name
            assert printed.missing_glyphs == ()
            found.append(printed.path.read_bytes())
        assert found[0] == found[1]
        pdf = read_pdf(found[0])
        assert len(pdf.pages) == printed.pages
        assert "Z109-WS·2025-D30-0001" in pdf.text


def test_the_inspection_form_gives_no_numbers(held: Database, tmp_path: Path) -> None:
    print_index(held, tmp_path / "a.pdf", form="inspection", audit=audit_of(held), as_of=AS_OF)
    assert held.value("SELECT count(*) FROM archive_number") == 0


def test_an_archive_without_links_prints_an_empty_index(
    db: Database, small_scheme: Path, tmp_path: Path, read_pdf: Callable[[bytes], object]
) -> None:
    db.change_settings(year=2025)
    schemes.store(db, read_scheme(small_scheme))
    for form in ("archive", "inspection"):
        printed = print_index(db, tmp_path / "a.pdf", form=form, audit=audit_of(db), as_of=AS_OF)
        assert len(read_pdf(printed.path.read_bytes()).pages) == printed.pages


def test_a_target_that_cannot_be_written_is_refused_and_nothing_is_left(
    held: Database, tmp_path: Path
) -> None:
    (tmp_path / "folder.pdf").mkdir()
    for target in (tmp_path / "folder.pdf", tmp_path / "away" / "a.pdf", tmp_path / ("长" * 200 + ".pdf")):
        with pytest.raises(LedgerError, match="output-unwritable") as caught:
            print_index(held, target, form="archive", audit=audit_of(held), as_of=AS_OF)
        assert caught.value.values["path"] == target
    assert held.value("SELECT count(*) FROM archive_number") == 0
    assert not list(tmp_path.glob("**/*.tmp"))


def test_a_file_keeps_what_it_was_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def broken() -> None:
        with replacing(target) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert target.read_bytes() == b"old"
    with replacing(target) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    def overflow() -> None:
        with replacing(tmp_path / "a.pdf"), Path("/dev/full").open("wb") as full:
            full.write(b"x" * 100_000)

    with pytest.raises(LedgerError, match="disk-full"):
        overflow()
    assert not list(tmp_path.iterdir())


def test_an_index_that_is_not_called_pdf_is_refused(held: Database, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="output-not-pdf"):
        print_index(held, tmp_path / "a.docx", form="archive", audit=audit_of(held), as_of=AS_OF)
    assert held.value("SELECT count(*) FROM archive_number") == 0


def test_a_folder_that_is_away_is_said_to_be_on_the_cover(held: Database) -> None:
    away = audits.audit(held, year=2025, is_away=True)
    index = inspection_index(held, away, as_of=AS_OF)
    assert dict(index.counts)["Evidence folder"] == "not connected; as last seen"
    assert "Evidence folder" not in dict(inspection_index(held, audit_of(held), as_of=AS_OF).counts)


def test_cancelling_leaves_the_old_file(held: Database, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        print_index(held, target, form="inspection", audit=audit_of(held), as_of=AS_OF, progress=progress)
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*.tmp"))
