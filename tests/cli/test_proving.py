"""From paper back to the archive on the command line: codes, binders printed earlier, the journal's head."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from ledger_app.binder.volumes.codes import item_code
from ledger_app.cli import parser
from tests.binder.hand_made import LINES, paper

LONG_AGO = 1_700_000_000


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable:
    def run(*words: object, code: int = 0):
        found = parser.main([*map(str, words), "--lang", "en", "--json"], open_window=lambda *_: 99)
        out, errors = capsys.readouterr()
        assert found == code, (found, out, errors)
        return json.loads(out) if out else errors

    return run


@pytest.fixture
def archive(call, small_scheme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with a paper of two pages under indicator 1."""
    folder = tmp_path / "archive"
    call("init", folder, "--scheme", small_scheme)
    file = folder / "evidence" / "台账.pdf"
    file.write_bytes(paper(LINES, pages=2))
    os.utime(file, (LONG_AGO, LONG_AGO))
    monkeypatch.chdir(folder)
    call("scan")
    call("link", file, "1")
    return folder


def held(call) -> dict:
    (file,) = call("files")
    return file


def code_of(call, page: int = 2) -> str:
    file = held(call)
    return item_code(item=file["id"], sha256=file["sha256"], page=page)


def test_a_code_leads_to_the_record_the_file_and_the_page(call, archive: Path):
    code, file = code_of(call), held(call)
    (found,) = call("trace", code.lower().replace("-", ""))
    assert (found["code"], found["kind"], found["item"], found["page"]) == (code, "item", file["id"], 2)
    assert (found["sha256"], found["is_recorded"], found["proved"]) == (file["sha256"], True, True)
    assert found["indicators"] == ["1"]
    assert found["places"] == [{"path": "台账.pdf", "status": "present", "holds_recorded": True}]
    assert found["prints"] == []


def test_a_code_shows_when_the_file_is_another_one_now(call, archive: Path):
    code, sha256 = code_of(call), held(call)["sha256"]
    file = archive / "evidence" / "台账.pdf"
    file.write_bytes(paper(LINES[:1], pages=2))
    (found,) = call("trace", code, code=1)  # before any scan has seen it
    assert (found["is_recorded"], found["proved"]) == (True, False)
    assert found["places"][0]["holds_recorded"] is False
    call("scan")
    call("accept", file)
    (found,) = call("trace", code, code=1)
    assert (found["is_recorded"], found["former_sha256"], found["places"][0]["holds_recorded"]) == (
        False,
        sha256,
        True,
    )
    assert found["sha256"] != sha256


def test_a_mistyped_code_and_one_of_another_archive_are_one_sentence(call, archive: Path):
    code = code_of(call)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert wrong in call("trace", wrong, code=2)
    foreign = item_code(item=1, sha256="ab" * 32, page=1)
    assert "archive" in call("trace", foreign, code=2)
    found = call("trace", code, wrong, code=1)
    assert [f.get("error") for f in found] == [None, "bad-code"]


def codes_on(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_printed_binder_is_checked_later_and_its_codes_lead_back(call, archive: Path, tmp_path: Path):
    out = tmp_path / "out"
    call("binder", out, "--only", "1")
    (binder,) = [p for p in out.glob("*.pdf") if "1" in p.name and "label" not in p.name.lower()][:1]
    code = code_of(call, page=1)
    assert any(code in text for text in codes_on(binder))
    (found,) = call("trace", code)
    (printing,) = found["prints"]
    assert (printing["is_last"], printing["number"]) == (True, 1)
    report = tmp_path / "check.pdf"
    (checked,) = call("check-binder", binder, "--report", report)
    assert checked["faults"] == []
    assert checked["counts"]["codes"] > 4
    assert checked["counts"]["hashes"] == 1
    assert "0 things are not as planned" in " ".join(codes_on(report)[0].split())
    form = next(c for c in _words(codes_on(binder)[0]) if c.startswith("Z"))
    (of_form,) = call("trace", form)
    assert (of_form["kind"], of_form["prints"][0]["label"]) == ("form", "1")


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word.count("-") >= 2]


def test_a_binder_that_was_altered_and_a_file_that_changed_are_found(call, archive: Path, tmp_path: Path):
    out = tmp_path / "out"
    call("binder", out, "--only", "1")
    (binder,) = [p for p in out.glob("*.pdf") if "1" in p.name and "label" not in p.name.lower()][:1]
    altered = tmp_path / "altered.pdf"
    with pikepdf.open(binder) as pdf:
        del pdf.pages[2]
        pdf.save(altered)
    (found,) = call("check-binder", altered, code=1)
    assert {"page-count", "label-missing", "code-missing"} <= {f["code"] for f in found["faults"]}
    file = archive / "evidence" / "台账.pdf"
    file.write_bytes(paper(LINES[:1], pages=2))
    (found,) = call("check-binder", binder, code=1)
    assert {f["code"] for f in found["faults"]} == {"file-changed"}
    call("scan")
    call("accept", file)
    (found,) = call("check-binder", binder, code=1)
    assert {f["code"] for f in found["faults"]} == {"content-changed"}


def test_what_is_no_binder_of_this_archive_is_one_sentence(call, archive: Path, tmp_path: Path):
    other = tmp_path / "other.pdf"
    other.write_bytes(paper(LINES))
    assert str(other) in call("check-binder", other, code=2)
    other.write_bytes(b"no pdf")
    assert str(other) in call("check-binder", other, code=2)
    assert "nowhere.pdf" in call("check-binder", tmp_path / "nowhere.pdf", code=2)


def test_the_journal_is_held_against_its_heads_on_paper(call, archive: Path):
    newest = call("journal")[0]
    printed = f"{newest['id']}:{newest['digest'][:20]}"
    found = call("verify", "--anchor", printed)
    assert found["journal"]["intact"]
    assert [(a["entry"], a["kept"]) for a in found["anchors"]] == [(newest["id"], "held")]
    missing = f"{newest['id'] + 5}:{newest['digest'][:20]}"
    other = f"{newest['id']}:{'0' * 20}"
    found = call("verify", "--anchor", printed, "--anchor", missing, "--anchor", other, code=1)
    assert [a["kept"] for a in found["anchors"]] == ["held", "cut", "rewritten"]
    assert "anchor" not in call("verify", "--anchor", "hello", code=2)
    assert call("verify")["anchors"] == []
