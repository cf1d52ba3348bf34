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
from ledger_app.binder.binders import Job
from ledger_app.binder.results import Binders, BoundVolume
from ledger_app.binder.volumes.model import Ordering, PrintStyle
from ledger_app.binder.volumes.reprints import Deed, Step
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


@pytest.mark.parametrize(("to_a_page", "pages"), [(1, 5), (2, 3), (4, 2)])
def test_photographs_share_pages(archive: Archive, tmp_path: Path, to_a_page: int, pages: int) -> None:
    done = archive.print_binders(Job(style=style(to_a_page)), tmp_path / "迎检")
    volume = only(done)
    assert volume.checked is not None
    assert volume.checked.faults == ()
    assert volume.pages.items == pages
    assert volume.items == 5
    assert volume.path is not None
