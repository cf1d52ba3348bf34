"""Papers that were pasted as pictures into office files: which are offered, on which page, and that they are found."""

import io
import zlib

import docx
import made_files
import pytest
import rows
import scans
from docx.shared import Cm
from old_files import word
from PIL import Image

from ledger_app.core.progress import Progress
from ledger_app.search import descriptions, finding, pasted, readings, recognitions, scanned_pages, texts
from ledger_app.search.model import Reading
from ledger_app.search.reading import picture_inside, read
from ledger_app.search.recognising import answer, request

_SPACE = 'xmlns:w="w" xmlns:a="a" xmlns:r="r" xmlns:v="v" xmlns:wp="wp" xmlns:p="p"'
_RELATIONSHIP = '<Relationship Id="{}" Type="x/image" Target="{}"/>'
MARK = "<w:r><w:lastRenderedPageBreak/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def jpeg(picture):
    data = io.BytesIO()
    picture.convert("RGB").save(data, "JPEG", quality=80)
    return data.getvalue()


def noise(width, height):
    """Return a picture as large in bytes as a photograph."""
    return jpeg(Image.effect_noise((width, height), 80))


PAPER = noise(700, 900)
OTHER = noise(700, 901)


CENTIMETRE = 360_000


def drawing(key, *, shown=None):
    """Return a picture in a run, shown at (width, height) in centimetres."""
    extent = f'<wp:extent cx="{shown[0] * CENTIMETRE}" cy="{shown[1] * CENTIMETRE}"/>' if shown else ""
    return f'<w:r><w:drawing>{extent}<a:blip r:embed="{key}"/></w:drawing></w:r>'


def relationships(targets):
    return f"<R>{''.join(_RELATIONSHIP.format(key, target) for key, target in targets.items())}</R>"


def write_word(path, body, pictures, *, pages=None):
    """Write a docx with these pictures (id → content)."""
    parts = {
        "word/document.xml": f"<w:document {_SPACE}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships({key: f"media/{key}.jpeg" for key in pictures}),
    }
    if pages:
        parts["docProps/app.xml"] = f"<Properties><Pages>{pages}</Pages></Properties>"
    media = {f"word/media/{key}.jpeg": data for key, data in pictures.items()}
    made_files.write_parts(path, parts | media)
    return read(str(path))


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def offered(found):
    return list(zip(found.scans, found.scan_pages, strict=True))


def test_pictures_of_a_docx_in_the_order_they_stand_in(tmp_path):
    body = p(drawing("b")) + p('<w:r><w:pict><v:imagedata r:id="a"/></w:pict></w:r>')
    found = write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER})
    assert offered(found) == [(1, None), (2, None)]
    assert (found.parts, found.error) == ((), "only-pictures")
    assert picture_inside(str(tmp_path / "a.docx"), 1) == OTHER
    assert picture_inside(str(tmp_path / "a.docx"), 2) == PAPER


def test_pages_where_the_writing_program_marked_them(tmp_path):
    """A person's break and Word's mark at one place are one; pictures of one paragraph may stand on two pages."""
    body = p(drawing("a"), MARK, drawing("b")) + p(BREAK, drawing("c")) + p(MARK, drawing("d"))
    pictures = {key: noise(700, 900 + n) for n, key in enumerate("abcd")}
    found = write_word(tmp_path / "a.docx", body, pictures)
    assert offered(found) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_pages_are_not_guessed(tmp_path):
    body = p(drawing("a")) + p(drawing("b"))
    assert offered(write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER}, pages=2)) == [
        (1, None),
        (2, None),
    ]


@pytest.mark.parametrize(
    ("shown", "stated", "extra", "pages"),
    [
        ((15, 20), 3, "", [1, 3]),
        ((15, 11), 3, "", [None, None]),
        ((15, 20), 4, "", [None, None]),
        ((15, 20), 3, "<w:p><w:r><w:t>说明</w:t></w:r></w:p>", [None, None]),
        ((15, 20), 3, '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>', [1, 3]),
        ((15, 20), 3, '<w:sectPr><w:pgSz w:w="23811" w:h="16838"/></w:sectPr>', [None, None]),
    ],
    ids=["a page each", "two may share one", "a page too many", "and text", "A4", "A3"],
)
def test_pictures_that_fill_a_page_each_are_the_pages(tmp_path, shown, stated, extra, pages):
    """The first one comes twice: it is recognised once, and the last one still stands on the third page."""
    body = "".join(p(drawing(key, shown=shown)) for key in "aab") + extra
    found = write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER}, pages=stated)
    assert offered(found) == list(zip([1, 2], pages, strict=True))


@pytest.mark.parametrize(
    "picture",
    [noise(300, 300), noise(1200, 100), noise(20, 20), b"\x01\0\0\0" + bytes(9000), b"\xff\xd8\xff" * 9000],
    ids=["icon", "banner", "bullet", "drawing", "broken"],
)
def test_what_is_no_page_is_not_offered(tmp_path, picture):
    found = write_word(tmp_path / "a.docx", p(drawing("a")) + p(drawing("b")), {"a": picture, "b": PAPER})
    assert found.scans == (2,)
    alone = write_word(tmp_path / "b.docx", p(drawing("a")), {"a": picture})
    assert (alone.scans, alone.error) == ((), "only-pictures")


def test_a_seal_is_shown_small_whatever_its_pixels(tmp_path):
    body = p(drawing("a", shown=(4, 4))) + p(drawing("b", shown=(7, 10)))
    assert write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER}).scans == (1,)
    assert picture_inside(str(tmp_path / "a.docx"), 1) == OTHER


def test_the_same_picture_is_offered_once(tmp_path):
    body = p(drawing("a")) + p(drawing("a")) + p(drawing("b")) + p(drawing("c"))
    found = write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": PAPER, "c": OTHER})
    assert found.scans == (1, 3)


def test_pictures_that_were_deleted_or_stand_twice_for_old_programs(tmp_path):
    body = p(f"<w:del>{drawing('a')}</w:del>") + p(f"<mc:Fallback xmlns:mc='m'>{drawing('b')}</mc:Fallback>")
    assert write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER}).scans == ()


def test_slides(tmp_path):
    slide = f"<p:sld {_SPACE}>{{}}</p:sld>"
    background = '<p:bg><a:blip r:embed="g"/></p:bg><p:pic><a:blip r:embed="a"/></p:pic>'
    parts = {
        "ppt/presentation.xml": "<p/>",
        "ppt/slides/slide1.xml": slide.format("<a:p xmlns:a='a'><a:t>封面</a:t></a:p>"),
        "ppt/slides/slide2.xml": slide.format(background),
        "ppt/slides/_rels/slide2.xml.rels": relationships({"a": "../media/a.jpg", "g": "../media/g.jpg"}),
        "ppt/media/a.jpg": PAPER,
        "ppt/media/g.jpg": OTHER,
    }
    made_files.write_parts(tmp_path / "a.pptx", parts)
    assert offered(read(str(tmp_path / "a.pptx"))) == [(1, 2)]
    assert picture_inside(str(tmp_path / "a.pptx"), 1) == PAPER


def test_ofd(tmp_path):
    resources = (
        "<Res BaseLoc='Res'><MultiMedias><MultiMedia ID='{}' Type='Image'><MediaFile>{}</MediaFile>"
        "</MultiMedia></MultiMedias></Res>"
    )
    page = "<Page>{}<Content><Layer><ImageObject ResourceID='{}'/></Layer></Content></Page>"
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": "<Document><CommonData><DocumentRes>DocumentRes.xml</DocumentRes></CommonData>"
        "<Pages><Page ID='1' BaseLoc='Pages/1.xml'/><Page ID='2' BaseLoc='Pages/2.xml'/></Pages></Document>",
        "Doc_0/DocumentRes.xml": resources.format(7, "a.jpg"),
        "Doc_0/Pages/Own.xml": resources.format(8, "b.jpg"),
        "Doc_0/Pages/1.xml": page.format("", 7),
        "Doc_0/Pages/2.xml": page.format("<PageRes>Own.xml</PageRes>", 8),
        "Doc_0/Res/a.jpg": PAPER,
        "Doc_0/Pages/Res/b.jpg": OTHER,
    }
    made_files.write_parts(tmp_path / "a.ofd", parts)
    found = read(str(tmp_path / "a.ofd"))
    assert (offered(found), found.error) == ([(1, 1), (2, 2)], "only-pictures")
    assert picture_inside(str(tmp_path / "a.ofd"), 2) == OTHER


def test_open_document(tmp_path):
    body = "<text:p><draw:image xlink:href='Pictures/a.jpg'/></text:p>"
    names = "xmlns:text='t' xmlns:draw='d' xmlns:xlink='x' xmlns:office='o'"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    made_files.write_parts(tmp_path / "a.odt", parts | {"Pictures/a.jpg": PAPER})
    assert offered(read(str(tmp_path / "a.odt"))) == [(1, None)]
    assert picture_inside(str(tmp_path / "a.odt"), 1) == PAPER


def blip(data, *, kind=0xF01D, marks=1):
    """Return a picture as the old programs keep it, with one or two marks of what it is."""
    inner = zlib.crc32(data).to_bytes(4, "little") * 4 * marks + b"\xff" + data
    return b"\xa0\x46" + kind.to_bytes(2, "little") + len(inner).to_bytes(4, "little") + inner


def test_old_word_files(tmp_path):
    data = bytes(68) + blip(PAPER) + bytes(30) + blip(noise(100, 100)) + blip(OTHER, marks=2) + blip(PAPER)
    (tmp_path / "a.doc").write_bytes(word([("现将签到表附后", "utf-16-le")], drawn=data))
    found = read(str(tmp_path / "a.doc"))
    assert (found.text, found.error) == ("现将签到表附后", None)
    assert offered(found) == [(1, None), (3, None)]
    assert picture_inside(str(tmp_path / "a.doc"), 3) == OTHER


def test_the_text_of_a_file_stays_whole_whatever_its_pictures_are(tmp_path):
    text = "<w:p><w:r><w:t>青山镇</w:t></w:r></w:p>"
    large = made_files.png_of(20_000, 20_000) + bytes(9000)
    empty = bytes(pasted._MOST_BYTES + 1)
    found = write_word(
        tmp_path / "a.docx", p(drawing("a")) + p(drawing("b")) + text, {"a": large, "b": empty}
    )
    assert (found.text, found.scans, found.error, found.is_cut) == ("青山镇", (), None, False)


def test_no_more_pictures_are_looked_at_than_a_person_would_paste(tmp_path):
    pictures = {f"r{n}": PAPER[:6000] + str(n).encode() for n in range(pasted._OFFERED + 5)}
    body = p("<w:r><w:t>青山镇</w:t></w:r>") + "".join(p(drawing(key)) for key in pictures)
    found = write_word(tmp_path / "a.docx", body, pictures)
    assert (len(found.scans), found.is_cut, found.error) == (pasted._OFFERED, True, None)
    icons = {f"r{n}": noise(90, 90) + str(n).encode() for n in range(pasted._LOOKED_AT + 5)}
    body = p("<w:r><w:t>青山镇</w:t></w:r>") + "".join(p(drawing(key)) for key in icons)
    found = write_word(tmp_path / "b.docx", body, icons)
    assert (found.scans, found.is_cut, found.text) == ((), True, "青山镇")


def test_a_picture_that_is_not_there_is_an_error_of_that_picture(tmp_path):
    write_word(tmp_path / "a.docx", p(drawing("a")), {"a": PAPER})
    assert answer(request(9, str(tmp_path / "a.docx"))).error == "damaged"


def test_recognised_text_stands_on_the_page_of_its_picture(tmp_path):
    db = rows.database(tmp_path / "archive")
    body = p("<w:r><w:t>一</w:t></w:r>", drawing("a")) + p(MARK, "<w:r><w:t>二</w:t></w:r>") + p(drawing("b"))
    found = write_word(tmp_path / "a.docx", body, {"a": PAPER, "b": OTHER})
    with db.derived() as connection:
        scanned_pages.note(connection, "x", 1, "签到表")
        scanned_pages.note(connection, "x", 2, "")
    whole = scanned_pages.with_recognised(db, "x", found)
    assert [(part.page, part.text, part.source) for part in whole.parts] == [
        (1, "一", "text"),
        (1, "签到表", "ocr"),
        (2, "二", "text"),
    ]
    assert (whole.scans, whole.scan_pages) == ((), ())
    db.close()


def test_the_sentence_goes_once_the_pictures_were_looked_at(tmp_path):
    db = rows.database(tmp_path / "archive")
    found = Reading(scans=(1, 2), scan_pages=(None, None), error="only-pictures")
    assert scanned_pages.with_recognised(db, "x", found).error == "only-pictures"
    for number, error in ((1, "only-pictures"), (2, None)):
        with db.derived() as connection:
            scanned_pages.note(connection, "x", number, "")
        assert scanned_pages.with_recognised(db, "x", found).error == error
    db.close()


def test_a_photographed_notice_in_a_docx_is_found_by_what_it_says(tmp_path):
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    document = docx.Document()
    for picture, width in ((scans.copied(scans.page()), 15), (Image.effect_noise((900, 900), 80), 4)):
        document.add_picture(io.BytesIO(jpeg(picture)), width=Cm(width))
    document.save(evidence / "通知.docx")
    db = rows.database(tmp_path / "archive")
    item = rows.hold(db, evidence, "通知.docx")
    readings.read(db, evidence, Progress())
    assert descriptions.descriptions(db)[item].error == "only-pictures"
    assert finding.find(db, "户厕改造326户") == []
    whole = recognitions.Recognitions(db)
    assert whole.recognise(evidence, Progress()) == 1
    found = descriptions.descriptions(db)[item]
    assert (found.error, found.text_source, found.document_number) == (None, "ocr", "青政发〔2025〕5号")
    assert texts.counts(db).waiting == 0
    assert [hit.item for hit in finding.find(db, "户厕改造326户")] == [item]
    db.close()


def test_a_broken_stream_of_pictures_takes_no_text_with_it(tmp_path):
    whole = bytearray(word([("现将签到表附后", "utf-16-le")], drawn=blip(PAPER)))
    whole[whole.index("Data".encode("utf-16-le")) + 66] = 1  # it says that it is a folder
    (tmp_path / "a.doc").write_bytes(whole)
    found = read(str(tmp_path / "a.doc"))
    assert (found.text, found.scans) == ("现将签到表附后", ())
