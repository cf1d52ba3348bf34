"""Breaking lines: nothing lost, nothing overfull, no mark where it must not stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.binder.typesetting import NARROW, NO_END, NO_START, Face, Typeface, atoms

HAN = "关于印发石城县二〇二五年度巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作实施方案的通知"
SONG = Face(
    "song",
    {**dict.fromkeys(range(0x20, 0x250), 500), **{ord(c): 1000 for c in HAN + "".join(NO_START | NO_END)}},
)
KAI = Face("kai", {ord("𠮷"): 1000})
WIDE_ENOUGH = 16  # of the longest atom below, in ems


def typeface() -> Typeface:
    return Typeface([SONG, KAI])


word = st.text("abcdefgABC0123456789", min_size=1, max_size=9)
han = st.text(HAN, min_size=1, max_size=6)
mark = st.sampled_from(["，", "。", "）", "》", "……", "——", "；", "？", "！", "”", "、"])
opener = st.sampled_from(["（", "《", "“", "【", "〔"])
piece = st.one_of(
    han, han, word, st.tuples(han, mark).map("".join), st.tuples(opener, han).map("".join), st.just(" ")
)
texts = st.lists(piece, max_size=60).map("".join)


def unblanked(text: str) -> str:
    return "".join(text.split())


@given(texts, st.floats(WIDE_ENOUGH, 40))
def test_lines_lose_nothing_and_stay_within_the_width(text: str, width: float) -> None:
    face = typeface()
    lines = face.wrap(text, width, 1)
    assert unblanked("".join(lines)) == unblanked(text)
    assert all(face.width(line, 1) <= width + 0.01 for line in lines)


@given(texts, st.floats(WIDE_ENOUGH, 40))
def test_no_mark_stands_where_it_must_not(text: str, width: float) -> None:
    face = typeface()
    if any(face.width(atom, 1) > width for atom in atoms(text)):
        return
    lines = face.wrap(text, width, 1)
    for before, after in pairwise(lines):
        # a writer who put a blank before a mark has parted them himself
        assert after[0] not in NO_START or f" {after[0]}" in text
        assert before[-1] not in NO_END or f"{before[-1]} " in text


@given(texts, st.floats(WIDE_ENOUGH, 40))
def test_words_numbers_and_double_marks_stay_whole(text: str, width: float) -> None:
    face = typeface()
    if any(face.width(atom, 1) > width for atom in atoms(text)):
        return
    lines = face.wrap(text, width, 1)
    for before, after in pairwise(lines):
        joint = before[-1] + after[0]
        assert joint not in text or not (joint.isascii() and joint.isalnum())
        assert joint not in ("……", "——")


ENDS_OF_LINES = "\r\n\t\x0b\x0c\u2028\u2029"


@given(st.text(st.characters(exclude_characters=ENDS_OF_LINES)), st.floats(1, 30))
@settings(max_examples=200)
def test_any_text_at_all_is_broken_without_loss(text: str, width: float) -> None:
    face = typeface()
    lines = face.wrap(text, width, 1)
    assert unblanked("".join(lines)) == unblanked(face.prepared(text))
    for line in lines:
        assert face.width(line, 1) <= width + 0.01 or len(line) == 1


@given(st.text(HAN + "𠮷𪚥 ab()，", max_size=40))
def test_atoms_are_the_text(text: str) -> None:
    assert "".join(atoms(text)) == text


def test_closing_marks_go_with_what_they_close() -> None:
    assert atoms("《通知》（盖章版）……") == ["《通", "知》", "（盖", "章", "版）……"]


def test_paths_may_break_after_a_slash_and_english_only_at_blanks() -> None:
    assert atoms("don’t split a/b c-d") == ["don’t", " ", "split", " ", "a/", "b", " ", "c-d"]


def test_a_word_wider_than_the_line_is_parted_after_a_sign() -> None:
    lines = typeface().wrap("abcdefgh_ijklmnop_qrs", 6, 1)
    assert lines == ["abcdefgh_", "ijklmnop_qrs"]


def test_a_word_without_signs_is_parted_anywhere() -> None:
    assert typeface().wrap("a" * 10, 2, 1) == ["aaaa", "aaaa", "aa"]


def test_a_newline_starts_a_line_and_an_empty_text_is_one_empty_line() -> None:
    assert typeface().wrap("关于\r\n印发\n\n通知", 20, 1) == ["关于", "印发", "", "通知"]
    assert typeface().wrap("", 20, 1) == [""]


def test_fonts_fall_back_by_character() -> None:
    assert typeface().runs("关𠮷𠮷于") == [("song", "关"), ("kai", "𠮷𠮷"), ("song", "于")]


def test_what_no_font_has_is_written_as_a_code_and_noted() -> None:
    face = typeface()
    assert face.prepared("关\U0002a6a5\u202e\x07") == "关〔U+2A6A5〕〔U+202E〕〔U+0007〕"
    assert face.missing == {"\U0002a6a5", "\u202e", "\x07"}


def test_marks_that_never_show_are_left_out() -> None:
    face = typeface()
    assert face.prepared("关\ufe0f于\u200b") == "关于"
    assert not face.missing


def test_fitted_cuts_with_an_ellipsis() -> None:
    face = typeface()
    assert face.fitted("关于印发", 4, 1) == "关于印发"
    assert face.fitted("关于印发通知", 4, 1) == "关于印…"


QUOTING = Face("song", {**SONG.widths, **dict.fromkeys(map(ord, NARROW.values()), 470)})


def test_quotation_marks_are_narrow_around_english_only() -> None:
    face = Typeface([QUOTING])
    narrow = {ord(mark): code for mark, code in NARROW.items()}
    for text in ("is “excellent” now", "don’t", "“a’b”"):
        assert face.prepared(text) == text.translate(narrow)
        assert face.prepared(face.prepared(text)) == face.prepared(text)
    for text in ("“通知”", "关于“a”的", "关于“ab", "a’ b"):
        assert face.prepared(text) == text
    assert len(face.wrap("关于“通知”", 3, 1)) == 3
    assert atoms(face.prepared("an “excellent” one")) == ["an", " ", face.prepared("“excellent”"), " ", "one"]


def test_every_line_of_a_fonts_chain_is_drawn_by_some_font() -> None:
    face = typeface()
    assert "".join(run for _name, run in face.runs(HAN + "𠮷a，")) == HAN + "𠮷a，"
