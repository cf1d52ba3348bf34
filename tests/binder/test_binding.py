"""Bound volumes, read back: every page against its source, stamps, links, outline, labels, bytes."""

from __future__ import annotations

import hashlib
import inspect
import io
import itertools
import re
import resource
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from ledger_app.binder.binding import conforming
from ledger_app.binder.binding.binding import bind
from ledger_app.binder.binding.model import Obstacle, StampKind
from ledger_app.binder.binding.wording import OBSTACLES, obstacle_text
from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT
from ledger_app.binder.volumes.model import Ordering, PageKind, PrintStyle
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.i18n import set_language
from ledger_app.core.progress import Progress
from tests.binder.helpers.bindings import (
    A4,
    STYLE,
    Sheaf,
    add_page,
    again,
    bound,
    item_pages,
    marks,
    picture,
    plain,
    rendition,
    source,
    text_within,
    texts,
    volume_of,
)

SCALE = 2.0
A3 = (841.89, 1190.55)
SLIP = (50 * MM, 100 * MM)


@pytest.fixture(autouse=True)
def chinese():
    set_language("zh_CN")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def sheaf(tmp_path_factory) -> Sheaf:
    """A volume of three files: three pages, one across, one."""
    set_language("zh_CN")
    folder = tmp_path_factory.mktemp("sheaf")
    files = [plain(folder / "1.pdf", 3), plain(folder / "2.pdf", 1, A4[::-1]), plain(folder / "3.pdf", 1)]
    made = bound(folder, [rendition(item, path) for item, path in enumerate(files, 1)])
    set_language("en")
    return made


def one(folder, *pages, **more) -> Sheaf:
    """Bind one file with these pages of (size, content, entries)."""
    return bound(folder, [rendition(1, source(folder / "source.pdf", *pages))], **more)


def assert_as_its_source(sheaf: Sheaf, index: int) -> None:
    """Compare a bound page, its stamps left out, with its source drawn where the placement says."""
    page, placement = sheaf.volume.pages[index], sheaf.bound.placements[index]
    made = sheaf.renditions[page.item]
    shape = made.shapes[page.number - 1]
    with pikepdf.open(made.path) as pdf:  # this renderer knows no user unit
        unit = float(pdf.pages[made.first + page.number - 1].obj.get("/UserUnit", 1))
    alone = picture(made.path, made.first + page.number - 1, SCALE * unit * placement.scale)
    assert alone.shape == pytest.approx(
        (shape.height * SCALE * placement.scale, shape.width * SCALE * placement.scale), abs=2
    )
    whole = picture(sheaf.path, index, SCALE).astype(int)
    expected = np.full(whole.shape, 255)
    left = round(placement.matrix[4] * SCALE)
    top = round(whole.shape[0] - placement.matrix[5] * SCALE - alone.shape[0])
    rows = slice(max(top, 0), min(top + alone.shape[0], whole.shape[0]))
    columns = slice(max(left, 0), min(left + alone.shape[1], whole.shape[1]))
    expected[rows, columns] = alone[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ]
    for stamp in placement.stamps:
        a, b, c, d = (round(value * SCALE) for value in stamp.rectangle)
        area = slice(whole.shape[0] - d - 1, whole.shape[0] - b + 1), slice(a - 1, c + 1)
        assert (expected[area] == 255).all(), "there is ink under the stamp"
        assert (whole[area] < 200).any(), "there is no stamp"
        whole[area] = 255
    assert (expected < 250).any()
    differ = np.abs(whole - expected) > 100
    # edges may lie a pixel off
    inside = differ[1:-1, 1:-1] & differ[:-2, 1:-1] & differ[2:, 1:-1] & differ[1:-1, :-2] & differ[1:-1, 2:]
    assert not inside.any()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_of_every_kind_look_as_their_source(tmp_path, turn):
    pages = []
    for size, crop, unit in itertools.product([A4, A4[::-1], A3, SLIP], [False, True], [1, 2]):
        box = [size[0] * 0.1, size[1] * 0.15, size[0] * 0.9, size[1] * 0.95] if crop else [0, 0, *size]
        pages.append(
            (size, marks(size, min(size) * 0.16), {"CropBox": Array(box), "UserUnit": unit, "Rotate": turn})
        )
    sheaf = one(tmp_path, *pages)
    found = item_pages(sheaf)
    assert len(found) == len(pages)
    for index in found:
        assert_as_its_source(sheaf, index)
        size = sheaf.bound.placements[index].size
        assert size in (PORTRAIT, LANDSCAPE)


def test_a_box_that_does_not_begin_at_the_corner_is_shown_where_it_is(tmp_path):
    size = A4
    pages = (
        size,
        b"1 0 0 1 -300 200 cm " + marks(size),
        {"MediaBox": Array([-300, 200, size[0] - 300, size[1] + 200])},
    )
    sheaf = one(tmp_path, pages)
    assert_as_its_source(sheaf, item_pages(sheaf)[0])


def test_boxes_and_turns_inherited_from_the_tree_count(tmp_path):
    with pikepdf.new() as pdf:
        page = add_page(pdf, A4)
        for key in ("/MediaBox", "/Resources"):
            pdf.Root.Pages[key] = page[key]
            del page[key]
        pdf.Root.Pages.Rotate = 90
        pdf.save(tmp_path / "a.pdf")
    sheaf = bound(tmp_path, [rendition(1, tmp_path / "a.pdf")])
    assert sheaf.bound.placements[item_pages(sheaf)[0]].size == LANDSCAPE
    assert_as_its_source(sheaf, item_pages(sheaf)[0])


def test_what_lies_outside_the_crop_box_is_not_shown(tmp_path):
    everywhere = b"0 0 0 rg -50 -50 2000 2000 re f"
    crop = Array([200, 300, 300, 400])
    sheaf = one(tmp_path, (A4, everywhere, {"CropBox": crop}))
    assert_as_its_source(sheaf, item_pages(sheaf)[0])


def test_a_page_full_of_ink_is_made_smaller_and_says_so(tmp_path):
    sheaf = one(tmp_path, (A4, b"0.3 g 0 0 600 850 re f", {}), (A4, None, {}))
    full, usual = item_pages(sheaf)
    assert_as_its_source(sheaf, full)
    scale = sheaf.bound.placements[full].scale
    assert 0.79 <= scale < 0.95
    assert f"缩印{round(scale * 100)}%" in texts(sheaf.path)[full]
    assert "缩印" not in texts(sheaf.path)[usual]


@pytest.mark.parametrize("is_right", [True, False])
def test_the_binding_margin_is_on_the_bound_side(tmp_path, is_right):
    full = (A4, b"0.3 g 0 0 600 850 re f", {})
    sheaf = one(tmp_path, full, full)
    index = item_pages(sheaf)[0 if is_right else 1]
    assert sheaf.volume.pages[index].is_right is is_right
    dark = np.flatnonzero((picture(sheaf.path, index, SCALE) < 200).sum(axis=0) > 500)
    free = dark[0] if is_right else LANDSCAPE[1] * SCALE - dark[-1]
    assert free / SCALE / MM >= STYLE.binding_mm - 0.3
    other = LANDSCAPE[1] * SCALE - dark[-1] if is_right else dark[0]
    assert other / SCALE / MM < STYLE.binding_mm


def test_every_page_says_its_label_its_code_and_its_place_in_the_item(sheaf):
    found = texts(sheaf.path)
    assert len(found) == len(sheaf.volume.pages) == sheaf.bound.page_count
    for page, text, placement in zip(sheaf.volume.pages, found, sheaf.bound.placements, strict=True):
        stamp = next(s for s in placement.stamps if s.kind is StampKind.PAGE)
        within = text_within(sheaf.path, placement.page, stamp.rectangle)
        assert page.label in within
        assert page.code in within and text.count(page.code) >= bool(page.code)
        if page.item is not None:
            count = len(sheaf.renditions[page.item].shapes)
            assert f"{page.item:04}·{page.number}/{count}" in within


def test_the_archival_stamp_is_on_first_pages_in_the_archive_order_only(sheaf, tmp_path):
    for page, placement in zip(sheaf.volume.pages, sheaf.bound.placements, strict=True):
        stamps = [s for s in placement.stamps if s.kind is StampKind.ARCHIVE]
        assert len(stamps) == (page.item is not None and page.number == 1)
        for stamp in stamps:
            left, bottom, right, top = stamp.rectangle
            assert ((right - left) / MM, (top - bottom) / MM) == pytest.approx((45, 16))
            within = text_within(sheaf.path, placement.page, stamp.rectangle)
            count = len(sheaf.renditions[page.item].shapes)
            for word in (
                "全宗号",
                "J001",
                "年度",
                "2024",
                "件号",
                f"{page.item:04}",
                "党政办",
                "30年",
                "页数",
                str(count),
            ):
                assert word in within
    volume = volume_of(sheaf.renditions, Ordering.INDICATOR)
    other = bound(tmp_path, list(sheaf.renditions.values()), volume=volume)
    assert {s.kind for p in other.bound.placements for s in p.stamps} == {StampKind.PAGE}


def test_blank_pages_say_that_they_are(sheaf):
    blanks = [i for i, page in enumerate(sheaf.volume.pages) if page.kind is PageKind.BLANK]
    assert blanks
    found = texts(sheaf.path)
    assert all("本页无正文" in found[i] for i in blanks)


def test_links_lead_from_the_list_to_the_papers_and_back(sheaf):
    starts = {}
    for index, page in enumerate(sheaf.volume.pages):
        starts.setdefault(page.part, index)
    with pikepdf.open(sheaf.path) as pdf:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        ways = {
            (index, numbers[link.Dest[0].objgen]): [float(side) for side in link.Rect]
            for index, page in enumerate(pdf.pages)
            for link in page.obj.get("/Annots", [])
        }
        assert all(int(link.F) == 4 for page in pdf.pages for link in page.obj.get("/Annots", []))
    for item in sheaf.renditions:
        there = starts[f"item:{item}"]
        assert (starts["catalogue"], there) in ways
        stamp = sheaf.bound.placements[there].stamps[0].rectangle
        assert ways[there, starts["catalogue"]] == pytest.approx(stamp, abs=0.01)


def test_a_link_back_leads_to_the_height_of_the_line(sheaf):
    spot = next(s for s in sheaf.drawn.hotspots if s.target == "item:2")
    index = next(i for i, page in enumerate(sheaf.volume.pages) if page.part == "item:2")
    with pikepdf.open(sheaf.path) as pdf:
        [link] = pdf.pages[index].Annots
        assert float(link.Dest[3]) == pytest.approx(spot.rectangle[3], abs=0.01)


def test_a_line_that_leads_to_another_volume_is_no_link(sheaf, tmp_path):
    spots = tuple(replace(s, target="item:99") for s in sheaf.drawn.hotspots)
    other = again(replace(sheaf, drawn=replace(sheaf.drawn, hotspots=spots), path=tmp_path / "b.pdf"))
    lists = [i for i, page in enumerate(other.volume.pages) if page.part == "catalogue" and page.number == 1]
    with pikepdf.open(other.path) as pdf:
        assert "/Annots" not in pdf.pages[lists[0]].obj or len(pdf.pages[lists[0]].Annots) <= 1


def test_the_outline_names_every_part_with_its_page(sheaf):
    with pikepdf.open(sheaf.path) as pdf:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        with pdf.open_outline() as outline:
            top = list(outline.root)
        rows = []
        for entry in top:
            rows.append((0, entry.title, numbers[entry.destination[0].objgen]))
            rows += [(1, e.title, numbers[e.destination[0].objgen]) for e in entry.children]
    expected = []
    for part in sheaf.volume.parts:
        index, page = next((i, p) for i, p in enumerate(sheaf.volume.pages) if p.part == part.key)
        expected.append((part.level, f"{part.title}  第{page.label}页", index))
    assert rows == expected
    assert {level for level, _, _ in rows} == {0, 1}


def test_page_labels_are_those_printed(sheaf, tmp_path):
    labels = ["1", "2", "2a", "2b", "3", "7", "8"]
    pages = [replace(p, label=label) for p, label in zip(sheaf.volume.pages, labels, strict=False)]
    other = again(replace(sheaf, volume=replace(sheaf.volume, pages=tuple(pages)), path=tmp_path / "b.pdf"))
    with pikepdf.open(other.path) as pdf:
        assert [page.label for page in pdf.pages] == labels


def test_single_pages_of_a_volume_are_bound_as_they_were(sheaf, tmp_path):
    kept = item_pages(sheaf)[1:3]
    pages = tuple(sheaf.volume.pages[i] for i in kept)
    few = again(replace(sheaf, volume=replace(sheaf.volume, pages=pages), path=tmp_path / "few.pdf"))
    for here, there in enumerate(kept):
        assert (picture(few.path, here) == picture(sheaf.path, there)).all()


def test_the_same_volume_gives_the_same_bytes(sheaf, tmp_path):
    other = again(replace(sheaf, path=tmp_path / "again.pdf"))
    assert (
        hashlib.sha256(other.path.read_bytes()).digest() == hashlib.sha256(sheaf.path.read_bytes()).digest()
    )


def test_the_file_is_sound_and_tells_what_it_is(sheaf):
    with pikepdf.open(sheaf.path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_encrypted
        root = pdf.Root
        assert root.PageMode == Name.UseOutlines
        assert root.OpenAction[0].objgen == pdf.pages[0].obj.objgen
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(root.Lang) == "zh-CN"
        assert "第3盒" in str(pdf.docinfo.Title)
        assert str(pdf.docinfo.CreationDate) == "D:20250601000000+00'00'"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == str(pdf.docinfo.Title)
            assert xmp["dc:creator"] == [str(pdf.docinfo.Author)]
            assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
            assert xmp["xmp:CreateDate"].startswith("2025-06-01")
            assert xmp.pdfa_status == "2B"
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
    assert sheaf.bound.conformity == ()
    assert_is_srgb(profile)


def assert_is_srgb(profile: bytes) -> None:
    from PIL import Image, ImageCms

    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    theirs = ImageCms.createProfile("sRGB")
    picture = Image.effect_noise((32, 32), 200)
    picture = Image.merge("RGB", [picture, picture.rotate(90), picture.rotate(180)])
    changed = ImageCms.profileToProfile(picture, ours, theirs)
    assert np.abs(np.asarray(changed).astype(int) - np.asarray(picture)).max() <= 1


def test_only_what_is_on_the_paper_is_taken_along(tmp_path):
    with pikepdf.new() as pdf:
        page = add_page(pdf, A4)
        script = Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert(1)"))
        page.AA = Dictionary(O=script)
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[9, 9, 20, 20], A=script)])
        page.Tabs, page.StructParents = Name.S, 3
        page.Metadata = pdf.make_stream(b"<x/>", Type=Name.Metadata, Subtype=Name.XML)
        page.Thumb = pdf.make_stream(b"\0", Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
        form = pdf.make_stream(
            b"0 g 0 0 9 9 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=Dictionary(),
        )
        form.Metadata, form.StructParent, form.PieceInfo = page.Metadata, 4, Dictionary(Owner=pdf.Root)
        page.Resources.XObject = Dictionary(X=form)
        pdf.Root.OpenAction = script
        pdf.attachments["a.txt"] = b"secret"
        pdf.save(tmp_path / "a.pdf")
    sheaf = bound(tmp_path, [rendition(1, tmp_path / "a.pdf")])
    data = pikepdf.open(sheaf.path)
    written = b"".join(thing.unparse(resolved=True) for thing in data.objects if hasattr(thing, "unparse"))
    for word in (
        b"JavaScript",
        b"/AA ",
        b"PieceInfo",
        b"StructParent",
        b"/Tabs",
        b"/Thumb",
        b"Filespec",
        b"EmbeddedFile",
    ):
        assert word not in written
    assert written.count(b"/Type /Catalog") == 1
    assert (
        sum(
            thing.get("/Type") == Name.Metadata for thing in data.objects if isinstance(thing, pikepdf.Stream)
        )
        == 1
    )
    data.close()


def test_content_that_does_not_close_what_it_opens_disturbs_nothing(tmp_path):
    unclosed = b"q 3 0 0 3 0 0 cm q 1 0 0 rg Q Q Q Q 0.5 0 0 0.5 50 50 cm q " + marks(A4)
    sheaf = one(tmp_path, (A4, unclosed, {}))
    assert_as_its_source(sheaf, item_pages(sheaf)[0])
    page = sheaf.volume.pages[item_pages(sheaf)[0]]
    assert page.code in texts(sheaf.path)[item_pages(sheaf)[0]]


def test_content_in_pieces_is_one_and_lzw_is_gone(tmp_path):
    # "-----A---B" as the format's own description codes it
    packed = bytes.fromhex("800B6050220C0C8501")
    with pikepdf.new() as pdf:
        page = add_page(pdf, A4)
        page.Contents = Array([pdf.make_stream(b"0 0 0 rg 80 80 "), pdf.make_stream(b"100 300 re f /X Do")])
        form = pikepdf.Stream(
            pdf, packed, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=Dictionary()
        )
        form.write(packed, filter=Name.LZWDecode)
        page.Resources.XObject = Dictionary(X=form)
        pdf.save(
            tmp_path / "a.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    assert b"LZWDecode" in (tmp_path / "a.pdf").read_bytes()
    sheaf = bound(tmp_path, [rendition(1, tmp_path / "a.pdf")])
    assert_as_its_source(sheaf, item_pages(sheaf)[0])
    assert b"LZWDecode" not in sheaf.path.read_bytes()
    with pikepdf.open(sheaf.path) as pdf:
        assert any(s.read_bytes() == b"-----A---B" for s in pdf.objects if isinstance(s, pikepdf.Stream))


def test_strings_that_look_like_references_stay_as_they_are(tmp_path):
    odd = [b"(1 0 R)", b"\\) 2 0 R (", b"\xfe\xff\x00(\x00)", b"12 0 R \\"]
    with pikepdf.new() as pdf:
        page = add_page(pdf, A4)
        page.Resources.Properties = Dictionary(
            P=pdf.make_indirect(
                Dictionary(Odd=Array([String(o) for o in odd]), Ref=pdf.make_indirect(Array([1, 2])))
            )
        )
        pdf.save(tmp_path / "a.pdf")
    sheaf = bound(tmp_path, [rendition(1, tmp_path / "a.pdf")])
    with pikepdf.open(sheaf.path) as pdf:
        [found] = [d for d in pdf.objects if isinstance(d, pikepdf.Dictionary) and "/Odd" in d]
        assert [bytes(o) for o in found.Odd] == odd
        assert list(found.Ref) == [1, 2]


def test_layers_that_were_hidden_stay_hidden(tmp_path):
    with pikepdf.new() as pdf:
        page = add_page(
            pdf, A4, b"/OC /Off BDC 0 g 100 100 300 300 re f EMC /OC /On BDC 0 g 100 600 300 20 re f EMC"
        )
        off, on = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("off", "on"))
        page.Resources.Properties = Dictionary(Off=off, On=on)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(OFF=Array([off])))
        pdf.save(tmp_path / "a.pdf")
    sheaf = bound(tmp_path, [rendition(1, tmp_path / "a.pdf")])
    index = item_pages(sheaf)[0]
    assert_as_its_source(sheaf, index)
    with pikepdf.open(sheaf.path) as pdf:
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.D.OFF] == ["off"]


def font_page(path, *, uses: bool):
    """Write a page that names a font which is not in the file, and uses it or does not."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.rect(100, 100, 200, 200, fill=1)
    if uses:
        canvas.drawString(100, 500, "Helvetica")
    canvas.save()
    return path


@pytest.mark.parametrize("uses", [True, False])
def test_a_font_that_is_not_in_the_file_stands_against_the_archive_format_where_it_is_used(tmp_path, uses):
    sheaf = bound(tmp_path, [rendition(7, font_page(tmp_path / "a.pdf", uses=uses))])
    found = [(o.item, o.code, o.about) for o in sheaf.bound.conformity]
    assert found == ([(7, "font-not-embedded", "Helvetica")] if uses else [])
    with pikepdf.open(sheaf.path) as pdf, pdf.open_metadata() as xmp:
        assert xmp.pdfa_status == ("" if uses else "2B")
    assert_as_its_source(sheaf, item_pages(sheaf)[0])


@pytest.mark.parametrize(
    "content", [b"0.1 0.9 0 0 k 100 100 200 200 re f", b"/DeviceCMYK cs 0 1 0 0 sc 100 100 200 200 re f"]
)
def test_colours_of_no_known_ink_stand_against_the_archive_format(tmp_path, content):
    sheaf = one(tmp_path, (A4, content, {}))
    assert [(o.item, o.code) for o in sheaf.bound.conformity] == [(1, "device-cmyk")]


def test_a_transfer_curve_stands_against_the_archive_format(tmp_path):
    state = Dictionary(Type=Name.ExtGState, TR=Name.Identity, BM=Name.Odd)
    sheaf = one(
        tmp_path, (A4, b"/G gs " + marks(A4), {"Resources": Dictionary(ExtGState=Dictionary(G=state))})
    )
    assert {(o.item, o.code, o.about) for o in sheaf.bound.conformity} == {
        (1, "transfer-function", ""), (1, "blend-mode", "Odd")
    }  # fmt: skip


def test_all_that_can_stand_against_the_archive_format_is_said_in_words():
    told = set(re.findall(r'_told\("([a-z-]+)"', inspect.getsource(conforming)))
    assert told == set(OBSTACLES)
    for code in told:
        assert "abc" not in obstacle_text(Obstacle(None, code)) and "7" in obstacle_text(
            Obstacle(95, code, "abc", "台账7.pdf")
        )


def jp2(*, channels: int = 3, colours: tuple[bytes, ...] = (b"\x01\0\0\0\0\0\x10",)) -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return (8 + len(body)).to_bytes(4, "big") + kind + body

    size = bytes(8) + channels.to_bytes(2, "big") + b"\x07\x07\0\0"
    inner = box(b"ihdr", size) + b"".join(box(b"colr", colour) for colour in colours)
    return box(b"jP  ", b"\r\n\x87\n") + box(b"jp2h", inner) + box(b"jp2c", b"\xff\x4f")


def test_pictures_in_jpeg_2000_are_looked_into():
    assert conforming.jpx_problem(jp2()) == ""
    assert conforming.jpx_problem(jp2(channels=2)) == "2 channels"
    assert conforming.jpx_problem(jp2(colours=())) == "colour space not clear"
    assert conforming.jpx_problem(b"\xff\x4f\xff\x51") == "no JP2 header"
    assert conforming.jpx_problem(jp2()[:30]) != ""


def test_few_files_are_open_at_a_time(tmp_path):
    files = [plain(tmp_path / f"{i}.pdf") for i in range(90)]
    renditions = [rendition(item, path) for item, path in enumerate(files, 1)]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    sheaf = bound(tmp_path, renditions)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        again(sheaf)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with pikepdf.open(sheaf.path) as pdf:
        assert len(pdf.pages) == sheaf.bound.page_count
    assert [p.item for p in sheaf.volume.pages if p.item is not None] == list(range(1, 91))


def test_pages_of_one_file_share_what_they_share(tmp_path):
    with pikepdf.new() as pdf:
        shared = pdf.make_stream(
            b"\x80" * 30_000,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=100,
            Height=100,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
        for _ in range(4):
            add_page(
                pdf,
                A4,
                b"q 200 0 0 200 100 100 cm /I Do Q",
                Resources=Dictionary(XObject=Dictionary(I=shared)),
            )
        pdf.save(tmp_path / "a.pdf")
    whole = rendition(1, tmp_path / "a.pdf")
    renditions = [replace(whole, item=i, first=i - 1, shapes=whole.shapes[i - 1 : i]) for i in range(1, 5)]
    sheaf = bound(tmp_path, renditions)
    with pikepdf.open(sheaf.path) as pdf:
        assert sum(s.get("/Subtype") == Name.Image for s in pdf.objects if isinstance(s, pikepdf.Stream)) == 1
    for index in item_pages(sheaf):
        assert_as_its_source(sheaf, index)


def test_a_cancelled_binder_stops(sheaf):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        bind(sheaf.volume, sheaf.forms, sheaf.drawn, sheaf.renditions, STYLE, io.BytesIO(), progress)


def test_pages_that_are_not_as_they_were_measured_are_refused(sheaf, tmp_path):
    changed = plain(tmp_path / "c.pdf", 3, (300, 300))
    renditions = dict(sheaf.renditions) | {1: replace(sheaf.renditions[1], path=changed)}
    with pytest.raises(LedgerError) as raised:
        again(replace(sheaf, renditions=renditions, path=tmp_path / "b.pdf"))
    assert raised.value.code == "rendition-differs"
    changed.write_bytes(b"no PDF")
    with pytest.raises(LedgerError) as raised:
        again(replace(sheaf, renditions=renditions, path=tmp_path / "b.pdf"))
    assert raised.value.code == "rendition-unreadable"


def test_printed_on_one_side_every_page_is_a_right_hand_page(tmp_path):
    style = PrintStyle(is_duplex=False)
    sheaf = bound(tmp_path, [rendition(1, plain(tmp_path / "a.pdf", 2))], style=style)
    assert all(page.is_right for page in sheaf.volume.pages)
    assert not any(page.kind is PageKind.BLANK for page in sheaf.volume.pages)
    for placement in sheaf.bound.placements:
        wide, high = placement.size
        assert max(
            placement.stamps[0].rectangle[2] - wide, placement.stamps[0].rectangle[1] - high
        ) == pytest.approx(-5 * MM, abs=0.02) or (wide, high) == pytest.approx(LANDSCAPE, abs=0.02)
