"""Files made to hurt, and files that were hurt: each costs little, and says what it is."""

import os
import random
import zipfile

import py7zr
import pytest
from made_files import NOTICE, write_docx, write_parts, write_pdf, write_pptx, write_xlsx
from old_files import compound, word, workbook

from ledger_app.search import gathering, reading
from ledger_app.search.reading import read
from ledger_app.search.wording import READING_ERRORS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENDINGS = (
    "docx",
    "xlsx",
    "pptx",
    "pdf",
    "txt",
    "doc",
    "xls",
    "rtf",
    "html",
    "eml",
    "odt",
    "ofd",
    "zip",
    "7z",
)


def write(path):
    """Write a whole file of the format that the name promises."""
    match path.suffix:
        case ".docx":
            write_docx(path)
        case ".xlsx":
            write_xlsx(path, [[line] for line in NOTICE])
        case ".pptx":
            write_pptx(path, NOTICE)
        case ".pdf":
            write_pdf(path, [NOTICE])
        case ".doc":
            path.write_bytes(word([("\r".join(NOTICE), "utf-16-le")]))
        case ".xls":
            cells = [(0x0204, bytes(6) + b"\4\0\0text")]
            path.write_bytes(workbook([("甲", 0, cells)], strings=NOTICE))
        case ".odt":
            body = "".join(f"<text:p xmlns:text='t'>{line}</text:p>" for line in NOTICE)
            write_parts(path, {"mimetype": "x", "content.xml": f"<x>{body}</x>"})
        case ".ofd":
            page = "".join(f"<TextObject><TextCode>{line}</TextCode></TextObject>" for line in NOTICE)
            parts = {
                "OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>",
                "D.xml": "<D><Page ID='1' BaseLoc='P.xml'/></D>",
            }
            write_parts(path, parts | {"P.xml": f"<Page>{page}</Page>"})
        case ".zip":
            write_parts(path, dict.fromkeys(NOTICE, b"x" * 100))
        case ".7z":
            with py7zr.SevenZipFile(path, "w") as archive:
                archive.writestr("x" * 100, NOTICE[0])
        case ".rtf":
            path.write_text(r"{\rtf1\ansi " + "".join(f"\\u{ord(c)}?" for c in "".join(NOTICE)) + "}")
        case ".html":
            path.write_text("".join(f"<p>{line}</p>" for line in NOTICE), encoding="utf-8")
        case ".eml":
            path.write_text("Subject: a\n\n" + "\n".join(NOTICE), encoding="utf-8")
        case _:
            path.write_text("\n".join(NOTICE), encoding="utf-8")


def says_something(found):
    return bool(found.parts or found.scans or found.error in READING_ERRORS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_cut_off_at_every_tenth(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write(path)
    assert read(str(path)).error is None
    whole = path.read_bytes()
    for tenth in range(1, 10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        found = read(str(path))
        assert says_something(found), tenth
        assert found.error or ending in ("txt", "html", "eml", "xls", "doc"), tenth


@pytest.mark.parametrize("ending", ENDINGS)
def test_bits_that_flipped(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write(path)
    whole = path.read_bytes()
    chance = random.Random(ending)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 20))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        assert says_something(read(str(path)))


@pytest.mark.parametrize("ending", [*ENDINGS, "rar", "tar", "gz", "ppt", "et", "csv", "mht", "jpg"])
def test_a_file_of_zeros(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_bytes(bytes(5000))
    assert read(str(tmp_path / f"a.{ending}")).error == "damaged"


@pytest.mark.parametrize("ending", [*ENDINGS, "rar", "tar", "ppt", "csv", "dwg", ""])
def test_an_empty_file(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_bytes(b"")
    assert read(str(tmp_path / f"a.{ending}")).error == "empty"


def test_paragraphs_without_end(tmp_path):
    body = "<w:p/>" * 300_000 + "<w:p><w:r><w:t>末尾</w:t></w:r></w:p>"
    write_parts(tmp_path / "a.docx", {"word/document.xml": f"<w:document {W}>{body}</w:document>"})
    assert read(str(tmp_path / "a.docx")).text == "末尾"


def sheet_of(path, cells, strings="<sst/>"):
    write_parts(
        path,
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Sheet1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/>'
            '<Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></R>',
            "xl/s.xml": f"<worksheet>{cells}</worksheet>",
            "xl/t.xml": strings,
        },
    )


def test_a_sheet_that_says_it_is_endless(tmp_path):
    sheet_of(
        tmp_path / "a.xlsx",
        '<dimension ref="A1:XFD1048576"/><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    assert read(str(tmp_path / "a.xlsx")).text == "1"


def test_a_row_of_one_long_text_repeated(tmp_path):
    cells = '<row><c t="s"><v>0</v></c>' + '<c t="s"><v>0</v></c>' * 5000 + "</row>"
    sheet_of(tmp_path / "a.xlsx", cells, f"<sst><si><t>{'字' * 30_000}</t></si></sst>")
    found = read(str(tmp_path / "a.xlsx"))
    assert (sum(len(part.text) for part in found.parts), found.is_cut) == (gathering.CHARACTERS, True)


def test_strings_that_are_not_there(tmp_path):
    sheet_of(
        tmp_path / "a.xlsx", '<row><c t="s"><v>7</v></c><c t="s"><v>-1</v></c><c s="9"><v>2</v></c></row>'
    )
    assert read(str(tmp_path / "a.xlsx")).text == "2"


def test_entities_are_refused_in_every_format(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for name, part in {"a.docx": "word/document.xml", "a.ofd": "OFD.xml", "a.odt": "content.xml"}.items():
        write_parts(tmp_path / name, {"mimetype": "x", part: bomb})
        assert read(str(tmp_path / name)).error == "damaged"


def test_what_was_read_before_the_time_was_up_is_kept(tmp_path, monkeypatch):
    clock = iter(range(10**9))
    monkeypatch.setattr(gathering.time, "monotonic", lambda: next(clock))
    write_docx(tmp_path / "a.docx", ["一段话"] * 500)
    found = read(str(tmp_path / "a.docx"))
    assert found.is_cut and found.error is None
    assert 1 <= len(found.text.splitlines()) < 20


def test_a_bound_before_any_text(tmp_path, monkeypatch):
    monkeypatch.setattr(gathering, "BYTES", 10)
    write_docx(tmp_path / "a.docx")
    assert (read(str(tmp_path / "a.docx")).error, read(str(tmp_path / "a.docx")).is_cut) == (
        "too-large",
        True,
    )


def test_a_broken_part_leaves_what_stands_before_it(tmp_path):
    write_parts(
        tmp_path / "a.docx",
        {"word/document.xml": f"<w:document {W}><w:p><w:r><w:t>前面</w:t></w:r></w:p><w:p><w:r>".encode()},
    )
    found = read(str(tmp_path / "a.docx"))
    assert (found.text, found.error) == ("前面", "damaged")


def test_a_stream_of_a_compound_file_that_runs_in_a_circle(tmp_path):
    data = bytearray(compound({"WordDocument": bytes(9000), "1Table": bytes(9000)}))
    for place in range(512 + 8, 512 + 80, 4):
        data[place : place + 4] = (3).to_bytes(4, "little")
    (tmp_path / "a.doc").write_bytes(data)
    assert read(str(tmp_path / "a.doc")).error == "damaged"


def test_lone_halves_of_characters_reach_no_database(tmp_path):
    (tmp_path / "a.rtf").write_text(r"{\rtf1 a\u-10174?b\par}")
    assert read(str(tmp_path / "a.rtf")).text.encode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_is_no_unicode(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xc3\xfb.docx")
    write_docx(path)
    assert read(path).text.splitlines()[:7] == NOTICE


def test_a_file_that_goes_while_it_is_read(tmp_path, monkeypatch):
    def gone(*_):
        raise OSError(5, "Input/output error")

    write_docx(tmp_path / "a.docx")
    monkeypatch.setattr(zipfile.ZipExtFile, "read", gone)
    assert read(str(tmp_path / "a.docx")).error == "not-opened"


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "a.docx").mkdir()
    assert read(str(tmp_path / "a.docx")).error == "not-opened"


def test_every_error_that_a_reader_gives_has_a_sentence():
    assert reading.NOT_READ.error in READING_ERRORS
    assert {"no-text", "only-pictures", "locked-archive", "not-first-volume", "legacy-format"} <= set(
        READING_ERRORS
    )
