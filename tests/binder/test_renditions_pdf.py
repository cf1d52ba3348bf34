"""PDF pages as they go on paper: what may stay as it is, and what is resolved, removed or refused."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from ledger_app.binder.renditions import pdf_pages
from ledger_app.binder.renditions.making_request import Labels, Wanted, make
from ledger_app.binder.renditions.model import How
from ledger_app.vault.hashing import read_digest

LABELS = Labels("关于做好秋粮收购工作的通知", "2025年9月1日", "粮食/通知.pdf")
MARK = b"0 0 0 rg 20 30 40 25 re f 1 0 0 rg 100 120 10 40 re f"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def page_of(pdf: pikepdf.Pdf, content: bytes = MARK, size=(200, 300), **keys: object) -> pikepdf.Page:
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *size]),
        Contents=pdf.make_stream(content),
        Resources=Dictionary(),
    )
    for key, value in keys.items():
        page[f"/{key}"] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def saved(pdf: pikepdf.Pdf, folder: Path, name: str = "a.pdf", **options: object) -> Path:
    path = folder / name
    pdf.save(path, **options)
    return path


def taken(path: Path) -> tuple[pdf_pages.Taken, Path]:
    target = path.with_suffix(".out.pdf")
    found = pdf_pages.take(path, target, LABELS)
    return found, target if found.is_copy else path


def rendered(path: Path, number: int = 0, *, draw_annots: bool = False, scale: float = 2.0) -> np.ndarray:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number]
        bitmap = page.render(scale=scale, draw_annots=draw_annots, may_draw_forms=False)
        return bitmap.to_numpy()[:, :, :3].astype(int).copy()
    finally:
        document.close()


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and float(np.abs(one - other).mean()) < 1.0


def made(path: Path, **changes: object) -> object:
    sha256 = read_digest("", str(path), lambda: False).sha256
    target = path.with_suffix(".made.pdf")
    fields = {"how": How.AS_IS, "paths": (str(path),), "sha256": sha256, "target": str(target)}
    fields |= {"labels": LABELS, "language": "zh_CN", "binding": 20.0}
    return make(Wanted(**fields | changes).packed())


def test_plain_pages_are_taken_from_the_file_itself(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    page_of(pdf, size=(595, 842))
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    path = saved(pdf, folder)
    before = path.read_bytes()

    found = made(path)

    assert (found.how, found.is_copy, found.reason, found.error) == (How.AS_IS, False, "", None)
    assert [(round(s.width), round(s.height)) for s in found.shapes] == [(200, 300), (595, 842)]
    assert path.read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize(
    ("turn", "crop", "unit"),
    list(itertools.product((0, 90, 180, 270), (None, (10, 20, 150, 250)), (1, 2.5))),
)
def test_the_shape_is_that_of_the_page_as_it_is_seen(folder: Path, turn: int, crop, unit: float):
    pdf = pikepdf.new()
    page = page_of(pdf, Rotate=turn, UserUnit=unit)
    if crop:
        page.obj.CropBox = Array(crop)

    (shape,) = made(saved(pdf, folder)).shapes

    wide, high = (140, 230) if crop else (200, 300)
    wide, high = (wide, high) if turn % 180 == 0 else (high, wide)
    assert (shape.width, shape.height) == (pytest.approx(wide * unit), pytest.approx(high * unit))
    seen = rendered(folder / "a.pdf", scale=8.0).min(axis=2) < 128
    square = 8.0 * (2 * 72 / 25.4) / unit
    rows = len(shape.ink) // shape.columns
    for row, column in itertools.product(range(rows), range(shape.columns)):
        y, x = int(row * square), int(column * square)
        inner = seen[y + 3 : int((row + 1) * square) - 3, x + 3 : int((column + 1) * square) - 3]
        if inner.size and inner.any():
            assert shape.ink[row * shape.columns + column], "what is seen counts as ink"
    outer = sum(shape.ink) * square * square
    assert outer < 3.0 * seen.sum() + 60 * square * square / max(unit, 1), "and hardly anything else does"


@pytest.mark.parametrize(
    "keys",
    [
        {"MediaBox": Array([300, 400, 100, 100])},
        {"CropBox": Array([-50, -50, 1000, 1000])},
        {"CropBox": Array([500, 500, 600, 600])},
        {"CropBox": Array([0, 0, 0, 0])},
        {"Rotate": 45},
        {"MediaBox": Array([0, 0, String("x"), 7])},
    ],
)
def test_boxes_that_make_no_sense_are_put_right_in_a_copy(folder: Path, keys):
    pdf = pikepdf.new()
    page_of(pdf, **keys)
    found, path = taken(saved(pdf, folder))
    with pikepdf.open(path) as read:
        media, crop = (list(map(float, getattr(read.pages[0], key))) for key in ("mediabox", "cropbox"))
        is_upright = read.pages[0].obj.get("/Rotate", 0) % 90 == 0
    assert found.is_copy
    assert media[0] <= crop[0] < crop[2] <= media[2]
    assert media[1] <= crop[1] < crop[3] <= media[3]
    assert is_upright


def test_a_form_shows_what_was_filled_in_also_where_only_a_viewer_would_draw_it(folder: Path):
    pdf = pikepdf.new()
    page = page_of(pdf, b"", size=(300, 200))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("姓名"),
            V=String("张三丰"),
            DA=String("/Helv 12 Tf 0 g"),
            Rect=Array([50, 100, 250, 130]),
            F=4,
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)

    found, path = taken(saved(pdf, folder))

    assert found.detail == (("removed", "annotation form"),)
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "张三丰" in text
    ink = rendered(path).min(axis=2) < 128
    assert ink[140:200, 100:500].any()
    assert not ink[:140].any() and not ink[200:].any()
    with pikepdf.open(path) as read:
        assert "/AcroForm" not in read.Root and "/Annots" not in read.pages[0]


def test_annotations_that_print_become_part_of_the_page_and_others_go(folder: Path):
    def stamp(rectangle: list[int], flags: int) -> Dictionary:
        looks = pdf.make_stream(b"0 0 1 rg 0 0 20 20 re f")
        looks.Type, looks.Subtype, looks.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
        return Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(rectangle), F=flags, AP=Dictionary(N=looks)
        )

    pdf = pikepdf.new()
    page = page_of(pdf, b"")
    printed, hidden, on_screen = [20, 20, 40, 40], [60, 20, 80, 40], [100, 20, 120, 40]
    page.obj.Annots = Array([stamp(printed, 4), stamp(hidden, 2 | 4), stamp(on_screen, 0)])

    _found, path = taken(saved(pdf, folder))

    seen = rendered(path, scale=1.0, draw_annots=True)
    assert tuple(seen[300 - 30, 30]) != (255, 255, 255)
    assert tuple(seen[300 - 30, 70]) == (255, 255, 255)
    assert tuple(seen[300 - 30, 110]) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("Highlight", {"QuadPoints": Array([20, 60, 80, 60, 20, 40, 80, 40])}),
        ("StrikeOut", {"QuadPoints": Array([20, 51, 80, 51, 20, 49, 80, 49])}),
        ("Square", {"IC": Array([1, 0, 0])}),
        ("Circle", {"IC": Array([0, 0.5, 0, 0])}),
        ("Ink", {"InkList": Array([Array([20, 50, 80, 50])])}),
        ("Line", {"L": Array([20, 50, 80, 50])}),
        ("Polygon", {"Vertices": Array([20, 40, 80, 40, 50, 60]), "IC": Array([0.2])}),
        ("FreeText", {"Contents": String("已核实已核实已核实")}),
    ],
)
def test_annotations_without_looks_are_drawn_as_viewers_do(folder: Path, kind: str, keys):
    pdf = pikepdf.new()
    page = page_of(pdf, b"")
    note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([20, 40, 80, 60]), F=4)
    for key, value in keys.items():
        note["/" + key] = value
    page.obj.Annots = Array([note])
    _found, path = taken(saved(pdf, folder))
    ink = rendered(path).min(axis=2) < 250
    assert ink[480:520, 40:160].any()
    ink[476:524, 36:164] = False
    assert not ink.any()


def test_scripts_attachments_and_actions_do_not_come_along(folder: Path):
    pdf = pikepdf.new()
    page = page_of(pdf)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    page.obj.AA = Dictionary(O=script)
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    page.obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=launch, F=4)]
    )
    pdf.attachments["a.exe"] = b"MZ attached"
    source = saved(pdf, folder)

    found, path = taken(source)

    assert dict(found.detail)["removed"] == "action annotation attachment script"
    assert found.reason == "attachments", "what is not printed is said"
    with pikepdf.open(path) as read:
        assert not {"/OpenAction", "/AA", "/Names"} & set(read.Root.keys())
        assert not {"/AA", "/Annots"} & set(read.pages[0].keys())
        everything = json.dumps([repr(o) for o in read.objects])
    assert "JavaScript" not in everything and "cmd.exe" not in everything
    assert b"MZ attached" not in path.read_bytes()
    assert alike(rendered(path), rendered(source))


@pytest.mark.parametrize("how", ["OFF", "BaseState", "Print", "OCMD", "form"])
def test_layers_that_do_not_print_are_taken_out(folder: Path, how: str):
    pdf = pikepdf.new()
    shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("shown")))
    gone = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("gone")))
    config = Dictionary(ON=Array([shown]), OFF=Array([gone]))
    layer = gone
    if how == "BaseState":
        config = Dictionary(BaseState=Name.OFF, ON=Array([shown]))
    elif how == "Print":
        gone.Usage = Dictionary(Print=Dictionary(PrintState=Name.OFF))
        config = Dictionary(
            AS=Array([Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array([gone]))])
        )
    elif how == "OCMD":
        layer = Dictionary(Type=Name.OCMD, OCGs=Array([shown, gone]), P=Name.AllOn)
    content = b"q /OC /A BDC 1 0 0 rg 20 20 40 40 re f EMC /OC /B BDC 0 0 1 rg 100 20 40 40 re f EMC Q"
    resources = Dictionary(Properties=Dictionary(A=shown, B=layer))
    page = page_of(pdf, content, Resources=resources)
    if how == "form":
        inner = pdf.make_stream(b"0 0 1 rg 100 20 40 40 re f")
        inner.Type, inner.Subtype, inner.BBox, inner.OC = (
            Name.XObject,
            Name.Form,
            Array([0, 0, 200, 300]),
            gone,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(F=inner))
        page.obj.Contents = pdf.make_stream(b"1 0 0 rg 20 20 40 40 re f /F Do")
    pdf.Root.OCProperties = Dictionary(OCGs=Array([shown, gone]), D=config)

    _found, path = taken(saved(pdf, folder))

    seen = rendered(path, scale=1.0)
    assert tuple(seen[260, 40]) == (0, 0, 255) or tuple(seen[260, 40]) == (255, 0, 0)
    assert tuple(seen[260, 120]) == (255, 255, 255)


def test_a_password_of_the_owner_alone_keeps_nobody_out(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    plain = saved(pdf, folder, "plain.pdf")
    path = saved(pdf, folder, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    found, target = taken(path)
    assert dict(found.detail)["removed"] == "encryption"
    with pikepdf.open(target) as read:
        assert not read.is_encrypted
    assert alike(rendered(target), rendered(plain))


def test_a_password_of_the_reader_keeps_us_out(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    assert made(saved(pdf, folder, encryption=pikepdf.Encryption(owner="o", user="u"))).error == "encrypted"


def ordinary(pages: int) -> bytes:
    pdf = pikepdf.new()
    for n in range(pages):
        page_of(pdf, b"0 0 0 rg %d 10 20 20 re f %s" % (n, b"% " + bytes(range(48, 90)) * 40))
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


def test_half_a_file_shows_the_pages_that_are_there_and_says_so(folder: Path):
    data = ordinary(20)
    path = folder / "half.pdf"
    path.write_bytes(data[: len(data) // 2])
    found = made(path)
    assert found.error == "damaged" or (found.reason == "damaged" and 0 < len(found.shapes) <= 20)


def test_a_lost_end_costs_no_page(folder: Path):
    data = ordinary(5)
    path = folder / "end.pdf"
    path.write_bytes(data[: data.rindex(b"xref") - 1])
    found = made(path)
    assert (found.error, len(found.shapes), found.reason, found.is_copy) == (None, 5, "damaged", True)


def test_a_tree_of_pages_that_contains_itself_ends(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    pdf.Root.Pages.Kids = Array([pdf.pages[0].obj, pdf.Root.Pages])
    pdf.Root.Pages.Count = 2
    found = made(saved(pdf, folder))
    assert found.error in ("damaged", "no-pages") or found.shapes


def test_a_file_without_pages_is_refused(folder: Path):
    assert made(saved(pikepdf.new(), folder)).error == "no-pages"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"<html>nothing</html>", b"%PDF-" + bytes(9999)]
)
def test_what_is_no_pdf_is_damaged(folder: Path, data: bytes):
    path = folder / "a.pdf"
    path.write_bytes(data)
    found = made(path)
    assert found.error or found.kind == "html"


def test_a_page_of_five_metres_gets_a_page_that_says_so_and_the_others_stay(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    page_of(pdf, size=(600, 5 * 72 / 0.0254))
    page_of(pdf, size=(400, 500))
    found = made(saved(pdf, folder))
    assert (found.reason, found.detail, found.has_labels) == ("page-too-large", (("pages", "2"),), True)
    assert [(round(s.width), round(s.height)) for s in found.shapes] == [(200, 300), (595, 842), (400, 500)]
    document = pypdfium2.PdfDocument(folder / "a.made.pdf")
    text = document[1].get_textpage().get_text_range()
    document.close()
    assert "5.00" in text and "第2页" in text and LABELS.title in text and LABELS.path in text


def test_a_user_unit_can_make_a_page_too_large(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf, UserUnit=100)
    assert made(saved(pdf, folder)).reason == "page-too-large"


def test_a_form_that_only_its_program_draws_is_refused(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    pdf.Root.NeedsRendering = True
    assert made(saved(pdf, folder)).error == "needs-its-program"


def test_a_file_that_changed_is_refused(folder: Path):
    pdf = pikepdf.new()
    page_of(pdf)
    assert made(saved(pdf, folder), sha256="0" * 64).error == "content-changed"


def test_the_copy_is_the_same_every_time(folder: Path):
    pdf = pikepdf.new()
    page = page_of(pdf)
    page.obj.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.FreeText,
                Rect=Array([20, 40, 80, 60]),
                F=4,
                Contents=String("阅"),
            )
        ]
    )
    path = saved(pdf, folder)
    first = taken(path)[1].read_bytes()
    assert taken(path)[1].read_bytes() == first
