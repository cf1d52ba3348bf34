"""The page of photographs on a real archive: groups, what differs, thumbnails, linking by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt

from ledger_app.evidence.model import HeldFile
from ledger_app.search.model import Photo
from ledger_app.ui import evidence_mime, photo_rows, photo_words
from ledger_app.ui.context import Context
from ledger_app.ui.desk import PAGES
from ledger_app.ui.link_picker import Picker
from ledger_app.ui.photo_rows import PhotoGroup, PhotoRow
from ledger_app.ui.photos import PhotosPage
from ledger_app.vault.model import Status

PLACE = {1: "N", 2: (28.5, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)}


def draw(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    ground = Image.fromarray(random.integers(60, 200, (9, 12, 3)).astype(np.uint8)).resize((800, 600))
    pen = ImageDraw.Draw(ground)
    for _ in range(140):
        x, y, w, h = random.integers((0, 0, 12, 12), (800, 600, 120, 120)).tolist()
        pen.rectangle((x, y, x + w, y + h), fill=tuple(random.integers(0, 256, 3).tolist()))
    return ground


def save(picture: Image.Image, path: Path, taken: str = "", place: dict | None = None) -> None:
    about = Image.Exif()
    if taken:
        about.get_ifd(0x8769)[0x9003] = taken
    if place:
        about.get_ifd(0x8825).update(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "JPEG", quality=85, exif=about)


@pytest.fixture
def evidence(evidence: Path) -> Path:
    save(draw(1), evidence / "改厕" / "改厕前.jpg", "2025:06:08 09:30:12", PLACE)
    save(draw(1).resize((640, 480)), evidence / "改厕" / "改厕后.jpg", "2025:09:10 10:00:00", PLACE)
    save(draw(2), evidence / "会议.jpg", "2024:03:05 08:00:00")
    save(draw(3), evidence / "mmexport.jpg")
    return evidence


@pytest.fixture
def page(qtbot, context: Context) -> PhotosPage:
    context.run("", lambda archive, _: archive.describe())
    shown = PhotosPage(context)
    qtbot.addWidget(shown)
    shown.resize(1240, 680)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: shown.reading is not None and not context.jobs.running, timeout=20_000)
    context.refresh()
    qtbot.waitUntil(lambda: bool(shown.reading.groups) and not context.jobs.running, timeout=20_000)
    return shown


def names(page: PhotosPage) -> list[str]:
    return [Path(r.held.path).name for r in page.photos.rows]


def choose(page: PhotosPage, key: str) -> None:
    page.groups.show_choices(list(page.groups.choices), wanted=key)


def test_groups_come_first_and_say_what_differs(page: PhotosPage):
    assert [c.text for c in page.groups.choices if c.group] == ["2 张几乎相同 · 日期不同"]
    assert page.groups.current.group
    assert names(page) == ["改厕前.jpg", "改厕后.jpg"]
    told = page.about.text()
    assert "请核对" in told and "2025年6月8日、2025年9月10日" in told and "800 × 600、640 × 480" in told


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (photo_rows.ALL, ["改厕后.jpg", "改厕前.jpg", "会议.jpg", "mmexport.jpg"]),
        (photo_rows.ALIKE, ["改厕前.jpg", "改厕后.jpg"]),
        (photo_rows.NO_DATE, ["mmexport.jpg"]),
        (photo_rows.OTHER_YEAR, ["会议.jpg"]),
        (photo_rows.NO_PLACE, ["会议.jpg", "mmexport.jpg"]),
    ],
)
def test_filters(page: PhotosPage, key: str, wanted: list[str]):
    choose(page, key)
    assert names(page) == wanted


def test_a_place_narrows_and_can_be_cleared(page: PhotosPage):
    choose(page, photo_rows.NO_DATE)
    page.places.setCurrentIndex(1)
    assert names(page) == [] and page.placeholder.isVisible()
    page.placeholder.button.click()
    assert names(page) == ["mmexport.jpg"]
    choose(page, photo_rows.ALL)
    page.places.setCurrentIndex(1)
    assert len(names(page)) == 2


def test_thumbnails_come_when_they_are_looked_at(qtbot, page: PhotosPage):
    def has(row: PhotoRow) -> bool:
        found = page.thumbnails.of(row.content)
        return found is not None and not found.isNull()

    qtbot.waitUntil(lambda: all(has(r) for r in page.photos.rows))
    assert page.thumbnails.of(page.photos.rows[0].content).width() == 240


def test_l_links_what_is_chosen_and_the_group_says_so(qtbot, page: PhotosPage, context: Context):
    page.grid.selectAll()
    qtbot.keyClick(page.grid, Qt.Key.Key_L)
    picker = page.findChild(Picker)
    picker.edit.setText("卫生户厕")
    qtbot.keyClick(picker.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.groups.current.text == "2 张几乎相同 · 用于 1 项指标 · 日期不同")
    assert {k.how for k in context.state.links} == {"key"} and len(context.state.links) == 2
    assert names(page) == ["改厕前.jpg", "改厕后.jpg"]
    qtbot.waitUntil(lambda: not context.jobs.running)


def test_0_sets_aside(qtbot, page: PhotosPage, context: Context):
    qtbot.keyClick(page.grid, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: sum(f.is_set_aside for f in context.state.files) == 1)
    qtbot.waitUntil(lambda: not context.jobs.running)


def test_photos_are_dragged_as_items(page: PhotosPage):
    data = page.photos.mimeData([page.photos.index(0)])
    assert evidence_mime.item_ids(data) == [page.photos.rows[0].id]
    assert evidence_mime.dropped_paths(data)[0].endswith("改厕前.jpg")


def test_space_enlarges_and_esc_leads_back(qtbot, page: PhotosPage):
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert not page.grid.isVisible() and page.preview.isVisible()
    qtbot.keyClick(page.preview, Qt.Key.Key_Escape)
    assert page.grid.isVisible()


def test_esc_and_right_go_between_list_and_grid(qtbot, page: PhotosPage):
    left = []
    page.groups.left.connect(lambda: left.append(1))
    qtbot.keyClick(page.groups, Qt.Key.Key_Right)
    assert left == [1]


def test_a_target_is_chosen_in_its_group(page: PhotosPage):
    choose(page, photo_rows.ALL)
    item = next(r.id for r in page.photos.rows if r.held.path.endswith("改厕后.jpg"))
    page.show_target(item=item)
    assert page.groups.current.group and page.grid.current_row().id == item


def test_the_page_stands_between_inbox_and_audit():
    order = [kind.name for kind in PAGES]
    assert order.index("photos") == order.index("inbox") + 1 == order.index("audit") - 1


def row(
    item: int, *, date: str | None, place: tuple[float, float] | None, codes: tuple[str, ...]
) -> PhotoRow:
    held = HeldFile(item, f"{item}.jpg", Status.PRESENT, 1, 1, "aa", None, None, False, codes)
    return PhotoRow(held, 0, Photo(100, 80, date, place), date)


def test_words_for_what_differs():
    group = PhotoGroup(
        (
            row(1, date="2025-06-08", place=(28.5, 116.0), codes=("3",)),
            row(2, date=None, place=(28.6, 116.0), codes=("3", "20")),
        ),
        0.85,
    )
    assert photo_words.title(group) == "2 张相似 · 用于 2 项指标 · 地点不同"
    told = photo_words.differences(group)
    assert told[0] == "日期 2025年6月8日、无"
    assert told[1].startswith("地点 北纬28.5000° 东经116.0000°")
    assert told[-1] == "指标 3、20"


def test_the_same_day_and_place_differ_in_nothing():
    rows = tuple(row(n, date="2025-06-08", place=(28.5, 116.0 + n / 10_000), codes=()) for n in range(2))
    group = PhotoGroup(rows, 0.95)
    assert (photo_words.title(group), photo_words.differences(group)) == ("2 张几乎相同", [])


def test_facts_in_words():
    photo = Photo(4032, 3024, "2025-06-08T09:30:12", (-28.5, 116.0), "HUAWEI P40")
    assert photo_words.facts(photo) == [
        ("拍摄时间", "2025年6月8日 09:30"),
        ("拍摄地点", "南纬28.5000° 东经116.0000°"),
        ("拍摄设备", "HUAWEI P40"),
        ("图片", "4032 × 3024 像素"),
    ]


@pytest.fixture
def wait_for(qtbot) -> Callable[[Callable[[], bool]], None]:
    return lambda condition: qtbot.waitUntil(condition, timeout=20_000)


def test_an_archive_without_photos_says_what_the_page_is_for(
    wait_for, context: Context, evidence: Path, qtbot
):
    shown = PhotosPage(context)  # nothing was read yet
    qtbot.addWidget(shown)
    shown.show()
    wait_for(lambda: shown.reading is not None and not context.jobs.running)
    assert shown.placeholder.isVisible() and not shown.places.isVisible()


def test_where_nothing_fits_the_keyboard_goes_to_the_groups(qtbot, page: PhotosPage):
    page.groups.setFocus()
    page.places.addItem("elsewhere", (1, 2))
    page.places.setCurrentIndex(page.places.count() - 1)
    page.setFocus()
    qtbot.waitUntil(page.groups.hasFocus)
