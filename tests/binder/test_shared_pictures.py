"""Pages that pictures share: each above its caption with its code, found by its line, compared with its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ledger_app.binder.binding.binding import bind
from ledger_app.binder.binding.model import StampKind
from ledger_app.binder.binding.pictures import side_by_side, slot_width
from ledger_app.binder.drawing import MM, PORTRAIT
from ledger_app.binder.proving.checking import check
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.picture_pages import draw
from ledger_app.binder.renditions.shapes import shapes_of
from ledger_app.binder.volumes.model import Ordering, Part, PartKind, Picture, PrintStyle
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from tests.binder.helpers.bindings import Sheaf, again, bound, plain, rendition, text_within, volume_of

FOUR = PrintStyle(pictures_per_page=4)
SIZES = {41: (400, 300), 42: (300, 400), 43: (640, 120), 44: (200, 200), 45: (300, 400)}


def photograph(folder: Path, item: int) -> Rendition:
    path, target = folder / f"{item}.png", folder / f"{item}.pdf"
    image = Image.new("RGB", SIZES[item], (item * 5 % 255, 60, 120))
    image.paste((250, 250, 250), (10, 10, 60, 20 + (item - 40) * 15))
    image.save(path)
    found = draw(path, target, Labels(f"照片{item}"), binding=20)
    shapes = tuple(shapes_of(target, (1.0,)))
    return Rendition(item, f"{item:064x}", How.PICTURE, target, 0, shapes, alone=found.alone)


@pytest.fixture(scope="module")
def sheaf(tmp_path_factory: pytest.TempPathFactory) -> Sheaf:
    """Five photographs on the two sides of one sheet, behind a page of another file."""
    folder = tmp_path_factory.mktemp("照片")
    shown = [photograph(folder, item) for item in SIZES]
    made = [rendition(7, plain(folder / "a.pdf")), *shown]
    volume = volume_of({one.item: one for one in made}, Ordering.INDICATOR)
    pictures = tuple(
        Picture(one.item, one.sha256, f"第{n}份文件", "20250301", "J001-0007", page=(n - 2) // 4 + 1)
        for n, one in enumerate(shown, 2)
    )
    sheet = Part("item:41", PartKind.ITEM, "照片", 1, 2, pictures=pictures)
    parts = [part for part in volume.parts if part.item not in SIZES]
    volume = replace(volume, box=None, parts=(*parts[:-1], sheet, parts[-1]))
    return bound(folder, made, style=FOUR, volume=volume)


def pages(sheaf: Sheaf) -> list[int]:
    return [n for n, page in enumerate(sheaf.volume.pages) if page.pictures]


def test_every_picture_stands_above_its_caption_with_its_code(sheaf: Sheaf) -> None:
    for at in pages(sheaf):
        page, place = sheaf.volume.pages[at], sheaf.bound.placements[at]
        captions = [stamp for stamp in place.stamps if stamp.kind is StampKind.CAPTION]
        for one, stamp, matrix in zip(page.pictures, captions, place.pictures, strict=True):
            said = text_within(sheaf.path, at, stamp.rectangle)
            assert one.title in said
            assert one.code in said
            assert "1March2025" in said
            assert "J001-0007" in said
            wide, _high = sheaf.renditions[one.item].alone or (0, 0)
            assert stamp.rectangle[3] < matrix[5] < stamp.rectangle[3] + 4 * MM
            assert stamp.rectangle[0] - 0.01 <= matrix[4]
            assert matrix[4] + wide * matrix[0] <= stamp.rectangle[2] + 0.01
        assert page.label in text_within(sheaf.path, at, place.stamps[0].rectangle)


def test_a_good_sheet_has_no_fault(sheaf: Sheaf) -> None:
    checked = check(sheaf.path, sheaf.volume, sheaf.bound, sheaf.renditions)
    assert {fault.code for fault in checked.faults} <= {
        "title-missing",
        "file-changed",
    }  # of what was made up
    assert dict(checked.counts)["codes"] >= 5


def test_a_swapped_picture_is_found(sheaf: Sheaf, tmp_path: Path) -> None:
    one, other = sheaf.renditions[42], sheaf.renditions[45]  # of one size, of other colours
    renditions = sheaf.renditions | {42: replace(other, item=42), 45: replace(one, item=45)}
    wrong = again(replace(sheaf, renditions=renditions, path=tmp_path / "wrong.pdf"), style=FOUR)
    found = check(wrong.path, sheaf.volume, wrong.bound, sheaf.renditions).faults
    assert [(fault.code, fault.page) for fault in found if fault.code == "picture-differs"] == [
        ("picture-differs", at + 1) for at in pages(sheaf)
    ]


def test_captions_at_each_others_place_are_found(sheaf: Sheaf, tmp_path: Path) -> None:
    at = pages(sheaf)[0]
    page = sheaf.volume.pages[at]
    turned = replace(page, pictures=(page.pictures[1], page.pictures[0], *page.pictures[2:]))
    volume = replace(sheaf.volume, pages=(*sheaf.volume.pages[:at], turned, *sheaf.volume.pages[at + 1 :]))
    wrong = again(replace(sheaf, volume=volume, path=tmp_path / "wrong.pdf"), style=FOUR)
    codes = {fault.code for fault in check(wrong.path, sheaf.volume, wrong.bound, sheaf.renditions).faults}
    assert {"picture-differs", "code-missing"} <= codes


def test_lines_and_outline_lead_to_each_picture(sheaf: Sheaf) -> None:
    first, second = pages(sheaf)
    with pikepdf.open(sheaf.path) as pdf, pdf.open_outline() as outline:
        numbers = {page.objgen: n for n, page in enumerate(pdf.pages)}

        def places(entries: list) -> list[tuple[str, int]]:
            return [
                found
                for entry in entries
                for found in [
                    (entry.title.split("  ")[0], numbers[entry.destination[0].objgen]),
                    *places(entry.children),
                ]
            ]

        named = dict(places(outline.root))
        links = [numbers[link.Dest[0].objgen] for link in pdf.pages[2].Annots]
    assert [named[f"第{n}份文件"] for n in range(2, 7)] == [first] * 4 + [second]
    assert links.count(first) == 4
    assert links.count(second) == 1


def test_a_picture_of_another_size_than_planned_is_refused(sheaf: Sheaf, tmp_path: Path) -> None:
    renditions = sheaf.renditions | {43: replace(sheaf.renditions[43], alone=(10.0, 10.0))}
    with pytest.raises(LedgerError) as error, (tmp_path / "a.pdf").open("wb") as stream:
        bind(sheaf.volume, sheaf.forms, sheaf.drawn, renditions, FOUR, stream, Progress())
    assert error.value.code == "rendition-differs"


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_rooms_do_not_touch_and_keep_the_margins(count: int) -> None:
    binding = 25 * MM
    sizes = [(480.0, 300.0), (200.0, 700.0), (60.0, 40.0), (480.0, 690.0)][:count]
    shown = side_by_side(sizes, [40.0] * count, binding)
    boxes = []
    for (wide, high), place in zip(sizes, shown, strict=True):
        scale, _b, _c, _d, x, y = place.matrix
        assert scale <= 1
        left, bottom, right, _top = place.caption
        assert right - left == pytest.approx(slot_width(count, binding))
        boxes.append((left, bottom, right, y + high * scale))
        assert left - 0.01 <= x and x + wide * scale <= right + 0.01
    for n, (left, bottom, right, top) in enumerate(boxes):
        assert left >= binding - 0.01 and right <= PORTRAIT[0] - binding + 0.01
        assert bottom > 11 * MM and top < PORTRAIT[1] - 10 * MM
        for other in boxes[n + 1 :]:
            assert right <= other[0] or other[2] <= left or top <= other[1] or other[3] <= bottom
