"""The pure parts of a transfer: SM3, names, numbers, dates, formats, tables."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.exchange.transfer import formats, manifests, names, records, sm3
from ledger_app.exchange.transfer.model import LeftOut, Record
from ledger_app.exchange.transfer.words import day, gigabytes

# GB/T 32905-2016, annex A
VECTORS = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("make", [sm3.new, sm3.Plain])
def test_sm3_gives_the_digests_of_the_standard(make: Callable[[], sm3.Digest]) -> None:
    for text, expected in VECTORS.items():
        digest = make()
        digest.update(text)
        assert digest.hexdigest() == expected


@pytest.mark.skipif(
    "sm3" not in hashlib.algorithms_available, reason="this Python has no SM3 to compare with"
)
@given(st.lists(st.binary(max_size=200), max_size=4))
def test_plain_sm3_is_that_of_openssl_however_the_bytes_come(parts: list[bytes]) -> None:
    plain = sm3.Plain()
    for part in parts:
        plain.update(part)
        plain.hexdigest()  # asking in between changes nothing
    assert plain.hexdigest() == hashlib.new("sm3", b"".join(parts)).hexdigest()


@given(st.text(), st.text(), st.text(max_size=20))
def test_every_name_can_lie_on_every_system(number: str, title: str, ending: str) -> None:
    name = names.Namer().name("f", "1" + number, title, ending)
    assert names.is_safe(name)
    assert name.encode("utf-8").decode("gb18030", "ignore") is not None


@given(st.lists(st.text(alphabet="aAéÉe\u0301 关于", max_size=90), min_size=2, max_size=12))
def test_no_two_files_have_one_name_whatever_the_case(titles: list[str]) -> None:
    namer = names.Namer()
    made = [namer.name("f", "WS-1", title, "pdf") for title in titles]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made}) == len(made)


@pytest.mark.parametrize("text", ["CON", "con.txt", "NUL", "COM1", "lpt9.pdf", "com²", "AUX ", "PRN."])
def test_devices_of_windows_are_no_names(text: str) -> None:
    assert not names.is_safe(text) and names.is_safe(names.safe(text))


def test_a_name_is_the_number_and_the_title_as_far_as_it_fits() -> None:
    name = names.Namer().name("f", "Z109-WS·2025-D30-BGS-0001", "关于“改厕/管护”的通知：试行" * 5, "PDF")
    assert name.startswith("Z109-WS·2025-D30-BGS-0001 关于“改厕／管护”的通知：试行关于")
    assert name.endswith(".PDF") and names.units(name) == names.LONGEST


def test_folders_are_year_and_class() -> None:
    assert names.folder(2025, "永久", "") == "2025/文书·永久"
    assert names.folder(2025, "30年", "办公室") == "2025/文书·定期30年·办公室"
    assert names.folder(2025, "10年", "A/B: C") == "2025/文书·定期10年·A／B： C"


def made(running: int, number: str = "", **values: object) -> Record:
    said = {
        "serial": running, "number": number or f"Z109-WS·2025-D30-{running:04d}", "issuer": "青山镇人民政府",
        "title": f"件{running}", "date": "20250301", "secrecy": "", "remark": "", "document_number": "",
        "year": 2025, "office": "", "office_code": "", "retention": "30年", "running": running, "pages": 1,
        "format": "PDF", "size": running, "creator": "", "original": "a.pdf", "sha256": f"{running:064x}",
        "sm3": "0" * 64, "name": f"{running}.pdf", "place": f"电子档案/2025/文书·定期30年/{running}.pdf",
    }  # fmt: skip
    return Record(**{**said, **values})  # type: ignore[arg-type]


def codes(*found: Record, left_out: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(p.code, p.place) for p in records.record_problems(found, head=None, left_out=left_out)]


def test_a_gap_is_named_unless_the_package_says_why() -> None:
    rows = [made(n, serial=s) for s, n in enumerate((3, 4, 7), 1)]
    gaps = [("number-gap", "Z109-WS·2025-D30-0005"), ("number-gap", "Z109-WS·2025-D30-0006")]
    assert codes(*rows) == gaps
    assert codes(*rows, left_out=("Z109-WS·2025-D30-0005",)) == gaps[1:]


def test_series_are_numbered_each_for_itself() -> None:
    other = made(1, "Z109-WS·2025-Y-0001", retention="永久", serial=2, sha256="f" * 64,
                 place="电子档案/2025/文书·永久/1.pdf")  # fmt: skip
    assert codes(made(1), other) == []


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 6))
def test_neighbours_are_numbered_alike(own: int, other: int, width: int) -> None:
    record = made(own, f"Z109-WS·2025-D30-{own:0{width}d}")
    expected = f"Z109-WS·2025-D30-{other:0{max(width, len(str(own)))}d}"
    assert records.numbered_like(record, other) == expected


@pytest.mark.parametrize(
    ("text", "is_plausible"),
    [("20250301", True), ("20250300", True), ("20250000", True), ("20250230", False), ("20251301", False),
     ("20250015", False), ("20260401", False), ("18991231", False), ("2025030", False), ("2025０３０１", False)],
)  # fmt: skip
def test_days_that_were(text: str, is_plausible: bool) -> None:
    assert records.is_plausible(text, "20260320") is is_plausible


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (made(1, issuer=""), "field-empty"),
        (made(1, date="20250231"), "date-implausible"),
        (made(1, "Z109-WS·2024-D30-0001"), "number-form"),
        (made(1, "Z109-WS·2025-D30-0002"), "number-form"),
        (made(1, secrecy="机密"), "secret"),
        (made(1, title="会议\u202e记录"), "characters-odd"),
        (made(1, title="会议\ufffd记录"), "characters-odd"),
        (made(1, title="会议\ue000记录"), "characters-odd"),
        (made(1, serial=2), "serial-wrong"),
        (made(1, place="电子档案/2024/文书·定期30年/1.pdf"), "layout"),
    ],
)
def test_what_a_record_can_have_wrong(record: Record, code: str) -> None:
    assert [c for c, _ in codes(record)] == [code]


def test_the_same_twice_is_named() -> None:
    first, again = made(1), made(2, sha256=f"{1:064x}")
    assert codes(first, again) == [("record-twice", again.number)]
    said = {"document_number": "青政发〔2025〕1号", "title": "通知"}
    assert codes(made(1, **said), made(2, **said)) == [("record-twice", made(2).number)]
    assert codes(made(1), made(1, serial=2))[0][0] == "number-twice"


def test_a_number_that_somebody_made_up_ends() -> None:
    assert len(codes(made(1), made(10**17, serial=2, sha256="e" * 64))) <= 1001


def test_what_was_left_out_comes_back() -> None:
    left = [
        (LeftOut("Z1-0002", '题"名,\n', "a", "missing"), "缺失"),
        (LeftOut("", "b", "b", "unnumbered"), "无号"),
    ]
    assert records.left_out_numbers(records.left_out_bytes(left)) == ["Z1-0002", ""]
    with pytest.raises(ValueError, match="left out"):
        records.left_out_numbers("号,名\n1,2\n".encode())


def test_tables_are_those_of_sha256sum() -> None:
    table = {"其他/b c.txt": "a" * 64, "a": "0" * 64}
    stream = io.BytesIO()
    manifests.write(stream, table)
    assert stream.getvalue().decode() == f"{'0' * 64}  a\n{'a' * 64}  其他/b c.txt\n"
    assert manifests.read(io.BytesIO(stream.getvalue())) == table
    for broken in (b"xyz  a\n", b"0" * 64 + b" a\n", stream.getvalue() * 2, b"0" * 64 + b"  \xff\n"):
        with pytest.raises(manifests.Broken):
            manifests.read(io.BytesIO(broken))


def pdf(**saving: object) -> io.BytesIO:
    stream = io.BytesIO()
    with pikepdf.new() as made_pdf:
        made_pdf.add_blank_page()
        made_pdf.docinfo["/Creator"] = "WPS"
        made_pdf.save(stream, **saving)
    return stream


def packed(*parts: str, application: str = "") -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for part in parts:
            target.writestr(part, "<x/>")
        if application:
            target.writestr("docProps/app.xml", f"<P><Application>{application}</Application></P>")
    return stream


LOCKED = pikepdf.Encryption(owner="o", user="u")
RESTRICTED = pikepdf.Encryption(owner="o", user="")
DOCX = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("file", "name", "problems"),
    [
        (pdf(), "a.pdf", ()),
        (pdf(encryption=LOCKED), "a.pdf", ("encrypted",)),
        (pdf(encryption=RESTRICTED), "a.pdf", ("encrypted",)),
        (pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=RESTRICTED), "a.PDF", ("encrypted",)),
        (io.BytesIO(pdf().getvalue()[:60]), "a.pdf", ("damaged",)),
        (pdf(), "a.docx", ("format-differs",)),
        (packed(*DOCX), "a.docx", ()),
        (packed(*DOCX), "a.wps", ()),
        (packed("OFD.xml"), "a.ofd", ()),
        (packed("OFD.xml", "Encryptions.xml"), "a.ofd", ("encrypted",)),
        (io.BytesIO(b"MZ\x90\0"), "a.pdf", ("program",)),
        (io.BytesIO(b"\x7fELF\2"), "a.jpg", ("program",)),
        (io.BytesIO(b"echo"), "a.bat", ("program",)),
        (io.BytesIO(b"#!/bin/sh\n"), "a.txt", ("program",)),
        (io.BytesIO("名单".encode()), "a.txt", ("format-outside",)),
        (io.BytesIO(b"Rar!\x1a\x07\x01\0"), "a.rar", ("format-outside", "closed-compression")),
        (io.BytesIO(b"Rar!\x1a\x07\x01\0"), "a.pdf", ("format-differs", "closed-compression")),
        (io.BytesIO(b"\0\0\0\x18ftypmp42"), "a.mp4", ()),
        (io.BytesIO(b"\xff\xd8\xff\xe0"), "a.jpg", ()),
        (io.BytesIO(b"\xff\xd8\xff\xe0"), "a.png", ()),
        (io.BytesIO(b""), "a.pdf", ("empty",)),
    ],
)  # fmt: skip
def test_what_a_file_is(file: io.BytesIO, name: str, problems: tuple[str, ...]) -> None:
    assert formats.look(file, name).problems == problems
    assert file.tell() == 0 or problems in (("program",), ("empty",))


def test_what_wrote_a_file_is_told() -> None:
    assert formats.look(pdf(), "a.pdf").creator == "WPS"
    assert formats.look(packed(*DOCX, application="WPS Office"), "a.docx").creator == "WPS Office"
    assert formats.look(pdf(force_version="1.7"), "a.pdf").format == "PDF 1.7"


def test_amounts_and_days_of_papers() -> None:
    assert (gigabytes(0), gigabytes(1), gigabytes(2**30), gigabytes(2**30 * 3 // 2)) == (
        "0.000", "0.001", "1.000", "1.500",
    )  # fmt: skip
    assert day("20260320") == "2026年3月20日"
