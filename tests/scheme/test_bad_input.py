"""Every file that is no readable scheme gets one clear error, and is left as it was."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.core.resources import resource
from ledger_app.scheme import containers
from ledger_app.scheme.reading import read_scheme

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DOCX = resource("sample", "scheme.docx")
XLSX = resource("sample", "scheme.xlsx")
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


def code_of(path: Path) -> str:
    with pytest.raises(LedgerError) as caught:
        read_scheme(path)
    assert str(path) in sentence(caught.value)
    return caught.value.code


def rebuilt(source: Path, target: Path, **parts: bytes | None) -> Path:
    """Copy a package with other parts; `word__document` names `word/document.xml`."""
    changed = {k.replace("__", "/") + ".xml": v for k, v in parts.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changed.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in changed.items():
            new.writestr(name, content or b"")
    return target


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scheme-empty"),
        (b"\xef\xbb\xbf \r\n", "scheme-empty"),
        (b"\0" * 4096, "scheme-empty"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "scheme-old-format"),
        (OLE2 + "Workbook".encode("utf-16-le"), "scheme-old-format"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "scheme-encrypted"),
        (b"%PDF-1.7\n", "scheme-picture"),
        (b"\xff\xd8\xff\xe0rest", "scheme-picture"),
        (b"{\\rtf1 hello}", "scheme-other-format"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "scheme-other-format"),
        (b"PK\x03\x04 and then nothing", "scheme-damaged"),
        ("今天下午三点开会。\n请准时参加。\n".encode(), "scheme-no-table"),
        ("姓名,单位,电话\n甲,乙,1\n".encode(), "scheme-no-table"),
        ("三级指标,分值\n".encode(), "scheme-no-table"),
        (b"\x81\xff\xfe\xff\x80 no encoding at all", "scheme-encoding"),
        ('三级指标,分值\n"没有结束,2\n'.encode(), "scheme-text-damaged"),
    ],
)
@pytest.mark.parametrize("name", ["指标.docx", "指标.xlsx", "指标.csv"])
def test_content_that_is_no_scheme(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path) == code
    assert path.read_bytes() == content


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "random.docx"
    for seed in range(50):
        path.write_bytes(random.Random(seed).randbytes(300))
        assert code_of(path) in ("scheme-encoding", "scheme-no-table", "scheme-text-damaged")


def test_missing_folder_and_unreadable(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.docx") == "scheme-missing"
    assert code_of(tmp_path) == "scheme-is-folder"
    file = tmp_path / "file"
    file.write_bytes(b"x")
    assert code_of(file / "below.docx") == "scheme-missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    assert code_of(tmp_path / "pipe.docx") == "scheme-unreadable"


@pytest.mark.parametrize("sample", [DOCX, XLSX])
def test_truncated_anywhere(tmp_path: Path, sample: Path) -> None:
    whole = sample.read_bytes()
    path = tmp_path / f"cut{sample.suffix}"
    for part in (8, 100, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:part])
        assert code_of(path) == "scheme-damaged"


@pytest.mark.parametrize("sample", [DOCX, XLSX])
def test_flipped_bytes_never_end_in_a_traceback(tmp_path: Path, sample: Path) -> None:
    whole = sample.read_bytes()
    path = tmp_path / f"flipped{sample.suffix}"
    for seed in range(40):
        chance = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            read_scheme(path)
        except LedgerError as error:
            assert sentence(error)


@pytest.mark.parametrize("sample", [DOCX, XLSX])
def test_content_decides_not_the_extension(tmp_path: Path, sample: Path) -> None:
    for name in ("scheme.doc", "scheme.csv", "scheme", "scheme.pdf"):
        path = tmp_path / name
        path.write_bytes(sample.read_bytes())
        assert len(read_scheme(path).indicators) == 63


def test_entities_are_refused(tmp_path: Path) -> None:
    document = ENTITIES + b"<document><body><p><r><t>&j;</t></r></p></body></document>"
    assert code_of(rebuilt(DOCX, tmp_path / "a.docx", word__document=document)) == "scheme-entities"
    sheet = (
        ENTITIES
        + b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&j;</v></c></row></sheetData></worksheet>'
    )
    path = rebuilt(XLSX, tmp_path / "a.xlsx", xl__worksheets__sheet1=sheet)
    assert code_of(path) == "scheme-entities"
    outside = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><styleSheet>&x;</styleSheet>'
    path = rebuilt(XLSX, tmp_path / "b.xlsx", xl__styles=outside)
    assert code_of(path) == "scheme-entities"


def test_bombs_are_refused_by_what_they_declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rebuilt(DOCX, tmp_path / "big.docx", word__document=b" " * (containers.LARGEST_PART + 1))
    assert path.stat().st_size < 2**20
    assert code_of(path) == "scheme-bomb"
    monkeypatch.setattr(containers, "LARGEST_WHOLE", 10_000)
    assert code_of(DOCX) == "scheme-bomb"


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    size = 3_000_000
    path = rebuilt(DOCX, tmp_path / "liar.docx", word__document=b" " * size)
    data = path.read_bytes()
    lie = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != data
    path.write_bytes(lie)
    assert code_of(path) == "scheme-damaged"


def test_deep_and_broken_xml(tmp_path: Path) -> None:
    deep = b"<document><body>" + b"<sdt>" * 100_000
    assert code_of(rebuilt(DOCX, tmp_path / "deep.docx", word__document=deep)) == "scheme-damaged"
    shallow = b"<document><body>" + b"<sdt>" * 200 + b"</sdt>" * 200 + b"</body></document>"
    assert code_of(rebuilt(DOCX, tmp_path / "nested.docx", word__document=shallow)) == "scheme-no-table"
    assert code_of(rebuilt(XLSX, tmp_path / "x.xlsx", xl__workbook=b"<workbook/>")) == "scheme-damaged"
    assert code_of(rebuilt(XLSX, tmp_path / "y.xlsx", xl__workbook=None)) in (
        "scheme-other-format",
        "scheme-damaged",
    )


def test_other_packages(tmp_path: Path) -> None:
    for name in ("OFD.xml", "mimetype", "ppt/presentation.xml"):
        path = tmp_path / "package.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(name, "content")
        assert code_of(path) == "scheme-other-format"


def test_an_encrypted_zip(tmp_path: Path) -> None:
    data = bytearray(DOCX.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        offset = package.start_dir
    while data[offset : offset + 4] == b"PK\x01\x02":
        data[offset + 8] |= 1
        lengths = [int.from_bytes(data[offset + n : offset + n + 2], "little") for n in (28, 30, 32)]
        offset += 46 + sum(lengths)
    path = tmp_path / "locked.docx"
    path.write_bytes(data)
    assert code_of(path) == "scheme-encrypted"


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData>"
        + after
        + b"</worksheet>"
    )


def text(reference: str, value: str) -> bytes:
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'.encode()


HEADER = b'<row r="1">' + text("A1", "三级指标") + text("B1", "分值") + text("C1", "佐证材料") + b"</row>"
LEAF = (
    b'<row r="2">' + text("A2", "粮食总产量") + b'<c r="B2"><v>2.5</v></c>' + text("C2", "报表") + b"</row>"
)


def test_merges_over_the_whole_sheet_are_cut_to_what_is_used(tmp_path: Path) -> None:
    merge = b'<mergeCells><mergeCell ref="D1:XFD1048576"/><mergeCell ref="A3:C1048576"/></mergeCells>'
    path = rebuilt(XLSX, tmp_path / "m.xlsx", xl__worksheets__sheet1=sheet(HEADER + LEAF, merge))
    assert [i.name for i in read_scheme(path).indicators] == ["粮食总产量"]
    many = b'<mergeCell ref="A1:XFD1048576"/>' * 60_000
    rows = sheet(HEADER + LEAF, b"<mergeCells>" + many + b"</mergeCells>")
    assert code_of(rebuilt(XLSX, tmp_path / "n.xlsx", xl__worksheets__sheet1=rows)) == "scheme-too-large"


def test_rows_that_only_hold_formatting(tmp_path: Path) -> None:
    blank = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 60_000)
    )
    path = rebuilt(XLSX, tmp_path / "f.xlsx", xl__worksheets__sheet1=sheet(HEADER + LEAF + blank))
    assert [i.points for i in read_scheme(path).indicators] == [2.5]


def test_values_far_apart_are_too_large(tmp_path: Path) -> None:
    far = b'<row r="1000000">' + text("A1000000", "x") + b"</row>"
    path = rebuilt(XLSX, tmp_path / "far.xlsx", xl__worksheets__sheet1=sheet(HEADER + LEAF + far))
    assert code_of(path) == "scheme-too-large"


@pytest.mark.parametrize("what", ["一、甲\n", "│甲│乙│\n├─┼─┤\n", "甲,乙\n"])
def test_texts_larger_than_any_scheme(tmp_path: Path, what: str) -> None:
    path = tmp_path / "s.txt"
    path.write_bytes(what.encode() * (50 * 2**20 // len(what.encode())))
    assert code_of(path) == "scheme-too-large"
    path.write_bytes(what.encode() * 60_000)
    assert code_of(path) == "scheme-too-large"


def test_more_paragraphs_than_any_scheme(tmp_path: Path) -> None:
    body = b"<p><r><t>x</t></r></p>" * 100_000
    path = rebuilt(
        DOCX, tmp_path / "p.docx", word__document=b"<document><body>" + body + b"</body></document>"
    )
    assert code_of(path) == "scheme-too-large"


def test_boxes_and_tables_inside_each_other(tmp_path: Path) -> None:
    for opening, closing in (
        (b"<p><r><txbxContent>", b"</txbxContent></r></p>"),
        (b"<tbl><tr><tc>", b"</tc></tr></tbl>"),
    ):
        body = opening * 60 + b"<p><r><t>x</t></r></p>" + closing * 60
        document = b"<document><body>" + body + b"</body></document>"
        assert code_of(rebuilt(DOCX, tmp_path / "n.docx", word__document=document)) == "scheme-no-table"
