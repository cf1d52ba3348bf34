"""Photographs that share a sheet of paper: printed, read back, checked, and one more added after the print."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.archive.bound import PAGES
from ledger_app.binder.binders import Job
from ledger_app.binder.renditions import cache
from ledger_app.binder.results import Binders, BoundVolume
from ledger_app.binder.slips import overfull
from ledger_app.binder.volumes.model import Ordering, PrintStyle
from ledger_app.binder.volumes.reprints import Deed
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from tests.conftest import LAST_YEAR, NOON


def photo(path: Path, number: int) -> None:
    """Write a photograph of a colour of its own, upright or across."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = (400, 300) if number % 2 else (300, 400)
    image = Image.new("RGB", size, (30 * number % 200, 60 * number % 200, 90))
    image.paste((255, 255, 255), (10 * number, 20, 10 * number + 40, 80))
    image.save(path)
    os.utime(path, (LAST_YEAR, LAST_YEAR))


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path) -> Iterator[Archive]:
    """Five photographs show one indicator, a text shows it too."""
    evidence = tmp_path / "材料"
    for number in (1, 2, 3, 4, 5):
        photo(evidence / f"02厕所/照片{number}.jpg", number)
    with founding.create(
        tmp_path / "档案",
        read_scheme(small_scheme),
        evidence=evidence,
        year=2025,
        actor="档案员",
        now=lambda: NOON,
    ) as archive:
        archive.scan()
        link(archive, *(f"02厕所/照片{number}.jpg" for number in (1, 2, 3, 4, 5)))
        yield archive


def link(archive: Archive, *paths: str) -> None:
    places = {place.path: place.item for place in items.locations(archive.db)}
    archive.link([places[path] for path in paths], "3")


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


def only(done: Binders) -> BoundVolume:
    return next(volume for volume in done.volumes if volume.indicators and "3" in volume.indicators)


def style(to_a_page: int, *, is_duplex: bool = True) -> PrintStyle:
    return PrintStyle(pictures_per_page=to_a_page, is_duplex=is_duplex)


@pytest.mark.parametrize(("to_a_page", "pages"), [(2, 3), (4, 2)])
def test_photographs_share_pages(archive: Archive, tmp_path: Path, to_a_page: int, pages: int) -> None:
    job = Job(style=style(to_a_page))
    volume = only(archive.print_binders(job, tmp_path / "迎检"))
    assert volume.checked is not None
    assert volume.checked.faults == ()
    assert (volume.pages.items, volume.items) == (pages, 5)
    assert volume.path is not None
    said = texts(volume.path)
    assert any(f"={volume.pages.total}pages" in text for text in said), "the list states the sum"
    shown = [[n for n in range(1, 6) if f"照片{n}" in text] for text in said if "Evidence" not in text]
    every = [1, 2, 3, 4, 5]
    expected = [every[at : at + to_a_page] for at in range(0, 5, to_a_page)]
    assert [found for found in shown if found and found != every] == expected
    assert archive.check_binder(volume.path).checked.faults == ()
    printed = archive.printed(Ordering.INDICATOR)[volume.key]
    codes = [code for page in printed.pages for code in page.codes]
    assert len(codes) == {2: 4, 4: 5}[to_a_page], "of two to a page, the fifth has a sheet of its own"
    for code in codes:
        found = archive.trace(code)
        assert found.is_recorded
        assert found.prints[0].title == volume.title


def test_one_more_photograph_is_one_sheet_and_the_lists(archive: Archive, tmp_path: Path) -> None:
    job = Job(style=style(4))
    first = only(archive.print_binders(job, tmp_path / "一"))
    photo(archive.evidence / "02厕所/照片6.jpg", 6)
    archive.scan()
    again = Job(is_changed=True, style=style(4))
    assert not any(volume.steps for volume in archive.count_binders(again).volumes)
    link(archive, "02厕所/照片6.jpg")
    volume = only(archive.print_binders(again, tmp_path / "二"))
    assert volume.checked is not None
    assert volume.checked.faults == ()
    assert {step.deed for step in volume.steps} == {Deed.REPLACE}, "there was room on the sheet"
    assert (volume.pages.items, volume.pages.total) == (2, first.pages.total)
    before = archive.printed(Ordering.INDICATOR)[volume.key]
    assert [len(page.codes) for page in before.pages if page.codes] == [4, 2]

    for number in (7, 8, 9):
        photo(archive.evidence / f"02厕所/照片{number}.jpg", number)
    archive.scan()
    link(archive, *(f"02厕所/照片{number}.jpg" for number in (7, 8, 9)))
    more = only(archive.count_binders(again))
    assert [step.deed for step in more.steps].count(Deed.INSERT) == 1
    assert sum(step.sheets for step in more.steps if step.deed is Deed.INSERT) == 1


def test_a_number_given_later_is_no_reason_to_print_for_inspectors_again(
    archive: Archive, tmp_path: Path
) -> None:
    archive.print_binders(Job(only=("box:2",)), tmp_path / "迎检")
    archive.settle_boxes()
    assert archive.boxes()[0].is_settled
    again = archive.count_binders(Job(only=("box:2",), is_changed=True))
    assert not any(volume.steps for volume in again.volumes)


def test_on_the_shelf_each_photograph_has_its_own_page(archive: Archive) -> None:
    [volume] = archive.count_binders(Job(Ordering.BOX, style=style(4))).volumes
    assert volume.pages.items == volume.items == 5


def test_a_box_that_grows_gets_a_wider_spine(archive: Archive, tmp_path: Path) -> None:
    archive.print_binders(Job(), tmp_path / "一")
    archive.db.change_settings(sheet_thickness=2.5)
    done = archive.print_binders(Job(is_changed=True), tmp_path / "二")
    volume = only(done)
    assert volume.spine is not None
    assert volume.spine[0] == 20 < volume.spine[1] == volume.width
    assert volume.path is not None
    assert "spinechangesfrom20mm" in texts(volume.path)[0]
    assert done.spines is not None
    archive.db.change_settings(sheet_thickness=12.0)
    thick = archive.count_binders(Job(is_changed=True))
    assert only(thick).overfull
    assert thick.needs_person
    assert "anew" in overfull(only(thick))


def test_pages_that_no_item_needs_are_forgotten(archive: Archive, tmp_path: Path) -> None:
    archive.print_binders(Job(), tmp_path / "一")
    kept = set(cache.outcomes(archive.folder / PAGES))
    stray = archive.folder / PAGES / "ab" / f"{'ab' * 32}.json"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("{}", encoding="utf-8")
    os.utime(stray, (LAST_YEAR, LAST_YEAR))
    archive.print_binders(Job(only=("3",)), tmp_path / "二")
    assert not stray.exists()
    assert set(cache.outcomes(archive.folder / PAGES)) == kept
    archive.rebuild()
    assert cache.outcomes(archive.folder / PAGES) == {}
