"""Evidence as pages, through the archive's own records, worker processes and the cache."""

from __future__ import annotations

import math
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from ledger_app.binder.renditions import cache as kept
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.office import which_office
from ledger_app.binder.renditions.rendering import render
from ledger_app.binder.renditions.wording import REASONS, reason_text
from ledger_app.binder.volumes.model import PrintStyle
from ledger_app.core.database import Database
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.search import descriptions, readings
from ledger_app.search.worker import Terms
from ledger_app.vault import items

STYLE = PrintStyle()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def rendered(db: Database, root: Path, cache: Path) -> Callable[..., dict[str, Rendition]]:
    """Scans the folder and renders all of it, or these items; by path."""

    def call(
        only: Iterable[int] | None = None, *, is_scanned: bool = True, **options
    ) -> dict[str, Rendition]:
        if is_scanned:
            items.scan(db, root, Progress())
        paths = {place.item: place.path for place in items.locations(db)}
        chosen = list(only) if only is not None else sorted(paths)
        options = {"style": STYLE, "progress": Progress(), **options}
        found = render(db, root, chosen, cache=cache, **options)
        assert list(found) == chosen
        assert all(r.shapes for r in found.values()), "there is a page for every item"
        return {paths[item]: rendition for item, rendition in found.items()}

    return call


def pdf(path: Path, pages: int = 2, **options: object) -> Path:
    with pikepdf.new() as document:
        for n in range(pages):
            document.add_blank_page(page_size=(300, 400))
            document.pages[-1].Contents = document.make_stream(b"0 0 0 rg %d 50 80 80 re f" % (20 + 10 * n))
        document.save(path, **options)
    return path


def picture(path: Path, colour: str = "red") -> Path:
    Image.new("RGB", (300, 200), colour).save(path)
    return path


def text_of(rendition: Rendition, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(rendition.path)
    try:
        return document[rendition.first + page].get_textpage().get_text_range()
    finally:
        document.close()


def looks(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_every_file_gets_its_pages_and_what_cannot_be_shown_one_that_says_so(
    rendered, db: Database, root: Path, cache: Path
):
    pdf(root / "a.pdf")
    picture(root / "b.jpg")
    (root / "c.txt").write_text("改厕台账\n第一组 35 户", encoding="utf-8")
    pdf(root / "d.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with zipfile.ZipFile(root / "e.zip", "w") as packed:
        packed.writestr("照片/一.jpg", b"x")
        packed.writestr("照片/二.jpg", b"x")
    (root / "f.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(100))
    (root / "g.dwg").write_bytes(b"AC1027" + bytes(200))
    (root / "h.pdf").write_bytes(b"%PDF-1.7 broken")
    (root / "i.jpg").write_bytes(b"")
    before = looks(root)
    items.scan(db, root, Progress())
    readings.read(db, root, Progress())

    found = rendered()

    assert {path: (r.how, r.reason) for path, r in found.items()} == {
        "a.pdf": (How.AS_IS, ""),
        "b.jpg": (How.PICTURE, ""),
        "c.txt": (How.OWN, ""),
        "d.pdf": (How.NOTICE, "encrypted"),
        "e.zip": (How.NOTICE, "packed"),
        "f.mp4": (How.NOTICE, "media"),
        "g.dwg": (How.NOTICE, "not-shown-type"),
        "h.pdf": (How.NOTICE, "damaged"),
        "i.jpg": (How.NOTICE, "empty"),
    }
    assert found["a.pdf"].path == root / "a.pdf"
    assert [len(found[path].shapes) for path in ("a.pdf", "b.jpg", "c.txt")] == [2, 1, 1]
    assert "第一组 35 户" in text_of(found["c.txt"]).replace("\r\n", "")
    notice = text_of(found["e.zip"])
    assert "照片/一.jpg" in notice and "照片/二.jpg" in notice and "e.zip" in notice
    assert "password" in text_of(found["d.pdf"]) and "d.pdf" in text_of(found["d.pdf"])
    assert len({r.first for r in found.values() if r.how is How.NOTICE}) == 6, "each has a page of its own"
    assert looks(root) == before, "the evidence is never touched"
    assert kept.outcomes(cache)[found["d.pdf"].sha256] == (How.NOTICE, "encrypted")


def test_a_document_is_shown_by_the_office_program_where_there_is_one_else_by_us(
    rendered, root: Path, cache: Path
):
    document = docx.Document()
    document.add_paragraph("青山镇2025年改厕工作方案")
    document.save(root / "a.docx")
    (root / "b.docx").write_bytes((root / "a.docx").read_bytes()[:-300])
    found = rendered()
    good, broken = found["a.docx"], found["b.docx"]
    assert (good.how, good.reason) == ((How.OFFICE, "") if which_office() else (How.OWN, "no-office"))
    assert "青山镇2025年改厕工作方案" in text_of(good).replace(" ", "")
    assert good.path.is_relative_to(cache)
    assert broken.how in (How.NOTICE, How.OWN) and broken.reason
    assert rendered()["a.docx"] == good


def test_pages_that_were_made_are_kept_and_made_anew_where_they_are_spoiled(
    rendered, root: Path, cache: Path
):
    picture(root / "a.jpg")
    pdf(root / "b.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    first = rendered()
    before = looks(cache)
    assert rendered() == first
    assert looks(cache) == before, "nothing was made anew"

    data = {r.path: r.path.read_bytes() for r in first.values()}
    first["a.jpg"].path.write_bytes(b"%PDF-spoiled")
    first["b.pdf"].path.unlink()
    for record in cache.rglob("*.json"):
        assert record.stem[:64] in {r.sha256 for r in first.values()}
    assert rendered() == first
    assert {r.path: r.path.read_bytes() for r in first.values()} == data

    for record in cache.rglob("*.json"):
        record.write_bytes(record.read_bytes()[:-9])
    assert kept.load(cache, first["b.pdf"].sha256) is None
    assert rendered() == first


def test_content_that_changed_is_refused_though_its_pages_are_kept(rendered, root: Path, db: Database):
    picture(root / "a.jpg")
    pdf(root / "b.pdf")
    recorded = {path: r.sha256 for path, r in rendered().items()}
    picture(root / "a.jpg", "blue")
    pdf(root / "b.pdf", pages=3)

    found = rendered(is_scanned=False)

    assert {(r.how, r.reason) for r in found.values()} == {(How.NOTICE, "content-changed")}
    assert {path: r.sha256 for path, r in found.items()} == recorded, "it is never hashed into the record"
    again = rendered()
    assert {(r.how, r.reason) for r in again.values()} == {(How.NOTICE, "content-changed")}
    assert {i.sha256 for i in items.all_items(db)} == set(recorded.values())


def test_a_second_place_with_the_recorded_content_serves(rendered, root: Path):
    picture(root / "a.jpg")
    shutil.copyfile(root / "a.jpg", root / "b.jpg")
    rendered()
    (root / "a.jpg").write_bytes(b"other")
    (found,) = rendered(is_scanned=False).values()
    assert (found.how, found.reason) == (How.PICTURE, "")


def test_what_is_gone_or_away_has_a_page_with_its_last_place(
    rendered, root: Path, db: Database, tmp_path: Path
):
    pdf(root / "制度汇编.pdf")
    picture(root / "b.jpg")
    rendered()
    (root / "制度汇编.pdf").unlink()
    found = rendered()
    assert found["制度汇编.pdf"].reason == "missing"
    assert "制度汇编.pdf" in text_of(found["制度汇编.pdf"])
    assert found["b.jpg"].how is How.PICTURE
    root.rename(tmp_path / "elsewhere")
    assert {r.reason for r in rendered(is_scanned=False).values()} == {"away"}


def test_a_picture_whose_title_changes_gets_a_new_caption(rendered, root: Path, cache: Path, db: Database):
    picture(root / "IMG_001.jpg")
    (first,) = rendered().values()
    assert "IMG_001" in text_of(first)
    descriptions.correct(db, first.item, title="东坪村烘干房外景")
    (second,) = rendered().values()
    assert "东坪村烘干房外景" in text_of(second)
    assert not first.path.exists(), "nothing is kept of the old title"
    assert first.words != second.words, "the sheet is to be printed again"
    (third,) = rendered(style=replace(STYLE, binding_mm=35)).values()
    assert third.path != second.path


def test_a_file_that_brings_the_worker_down_costs_only_itself(rendered, root: Path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "helpers"))
    import odd_makers

    for name in ("a.jpg", "bad.jpg", "c.jpg", "hang.jpg", "e.jpg"):
        picture(root / name, {"a": "red", "b": "blue", "c": "green", "h": "white", "e": "grey"}[name[0]])
    found = rendered(terms=Terms(odd_makers.make_or_fail, seconds=10.0))
    assert {path: r.reason for path, r in found.items()} == {
        "a.jpg": "",
        "bad.jpg": "renderer-crashed",
        "c.jpg": "",
        "hang.jpg": "renderer-timeout",
        "e.jpg": "",
    }
    again = rendered()
    assert {r.reason for r in again.values()} == {""}, "it is tried again"


def test_cancelling_keeps_what_was_made_and_leaves_nothing_half(
    rendered, root: Path, cache: Path, db: Database
):
    class AfterTwo(Progress):
        def at(self, stage: str, done: int = 0, total: int = 0) -> None:
            if stage == "render" and done >= 2:
                self.cancel()
            super().at(stage, done, total)

    for n in range(12):
        picture(root / f"{n}.jpg", f"rgb({n * 20},0,0)")
    with pytest.raises(Cancelled):
        rendered(progress=AfterTwo())
    made = kept.outcomes(cache)
    assert 2 <= len(made) < 12
    assert all(kept.load(cache, path.stem) for path in cache.rglob("*.json"))
    assert len(rendered()) == 12


def test_what_no_item_has_any_more_is_forgotten(rendered, root: Path, cache: Path):
    picture(root / "a.jpg")
    pdf(root / "b.pdf")
    (root / "c.zip").write_bytes(b"PK\5\6" + bytes(18))
    found = rendered()
    keep = found["a.jpg"].sha256
    assert kept.forget(cache, set(), before=0.0) == 0, "it was made since"
    assert kept.forget(cache, {keep}, before=math.inf) >= 3
    assert set(kept.outcomes(cache)) == {keep}
    assert found["a.jpg"].path.exists()
    assert kept.forget(cache, set(), before=math.inf) == 2
    assert not list(cache.rglob("*.*"))
    assert kept.outcomes(cache / "nowhere") == {}


def test_an_item_that_could_never_be_read_has_a_page(rendered, root: Path, db: Database):
    pdf(root / "a.pdf")
    rendered()
    with db.derived() as connection:
        connection.execute("UPDATE item SET sha256 = NULL")
    (found,) = rendered(is_scanned=False).values()
    assert (found.how, found.reason, found.sha256) == (How.NOTICE, "never-read", None)


def test_a_page_that_is_a_notice_is_the_same_every_time(rendered, root: Path):
    (root / "a.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (first,) = rendered().values()
    before = first.path.read_bytes()
    first.path.unlink()
    (second,) = rendered().values()
    assert (second, second.path.read_bytes()) == (first, before)


@pytest.mark.parametrize("code", [*REASONS, "office-failed", "legacy-format", "no-such-code"])
def test_every_reason_has_a_sentence(code: str):
    text = reason_text(code, path="a.pdf")
    assert text.endswith(".") and "{" not in text


def test_ink_is_told_from_paper_of_any_tone():
    from ledger_app.binder.renditions.shapes import ink_of

    generator = np.random.default_rng(3)
    for tone, noise in ((255, 0), (235, 4), (205, 8)):
        page = np.full((300, 210, 3), tone, np.float64)
        page[..., 2] -= 25 if tone < 255 else 0  # yellowed
        page += generator.normal(0, noise, (300, 210, 1))
        page[90:120, 60:120] = 20
        page[200:203, 30:180] = (200, 30, 30)
        page = page.clip(0, 255).astype(np.uint8)
        ink = ink_of(page)
        assert ink.shape == (100, 70)
        assert ink[30:40, 20:40].all() and ink[67, 11:59].all()
        ink[29:41, 19:41] = 0
        ink[66:68, 9:61] = 0
        assert ink.mean() < 0.01, (tone, ink.mean())


def test_thin_lines_show_on_paper_that_is_lit_unevenly():
    from ledger_app.binder.renditions.shapes import ink_of

    light = np.linspace(225, 190, 300)[:, None] + np.random.default_rng(5).normal(0, 3, (300, 210))
    light[150, 20:190] -= 22  # a hairline, smeared over the pixel it lies in
    page = np.repeat(light.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
    ink = ink_of(page)
    assert ink[50, 8:62].mean() > 0.9
    ink[50] = 0
    assert ink.mean() < 0.01


def test_a_photograph_has_no_paper():
    from ledger_app.binder.renditions.shapes import ink_of

    shades = np.linspace(0, 254, 210)[None, :, None] * np.ones((300, 1, 3))
    ink = ink_of(shades.astype(np.uint8))
    assert ink[:, :65].all()
