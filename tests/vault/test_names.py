"""Names of any kind as text and back."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.vault.ignoring import is_ignored_file, is_ignored_folder
from ledger_app.vault.names import shown, to_os, to_text


@given(st.binary().filter(lambda b: b"/" not in b))
def test_posix_names_survive_as_valid_text(raw):
    name = raw.decode("utf-8", "surrogateescape")
    text = to_text(name, is_windows=False)
    text.encode("utf-8")
    assert to_os(text, is_windows=False) == name


@given(st.text(st.characters() | st.characters(categories=["Cs"])).filter(lambda t: not set(t) & set("/\\")))
def test_windows_names_survive_as_valid_text(name):
    text = to_text(name, is_windows=True)
    text.encode("utf-8")
    assert to_os(text, is_windows=True) == name


@given(st.lists(st.binary(max_size=6), min_size=2, max_size=2, unique=True))
def test_two_names_are_never_one_text(raws):
    one, two = (to_text(r.decode("utf-8", "surrogateescape"), is_windows=False) for r in raws)
    assert one != two


def test_examples():
    assert to_text("报告.docx") == "报告.docx"
    assert to_text(os.fsdecode(b"\xb1\xa8.doc"), is_windows=False) == r"\xb1\xa8.doc"
    assert to_text("a\\b", is_windows=False) == r"a\x5cb"
    assert to_text("a\ud800", is_windows=True) == r"a\ud800"
    assert to_os("a/b", is_windows=True) == r"a\b"


def test_nothing_hides_in_what_is_shown():
    assert shown("a\nb\u202egnp.exe\x7f") == "a<U+000A>b<U+202E>gnp.exe<U+007F>"
    assert shown("第 1 号（终稿）.docx") == "第 1 号（终稿）.docx"


@pytest.mark.parametrize(
    "name",
    ["~$报告.docx", ".~报告.wps", "x.TMP", "Thumbs.db", ".DS_Store", "._a.pdf", "a.crdownload", "b.part"],
)
def test_litter_is_ignored(name):
    assert is_ignored_file(name)


@pytest.mark.parametrize("name", ["报告.docx", "tmp.docx", "a.tmp.pdf", "part", ".hidden.pdf"])
def test_evidence_is_not(name):
    assert not is_ignored_file(name)
    assert not is_ignored_folder(name)
