import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.volumes.codes import ALPHABET, CodeKind, form_code, item_code, proves, read_code
from ledger_app.core.errors import LedgerError

SHA = hashlib.sha256(b"a paper").hexdigest()
OTHER = hashlib.sha256(b"another paper").hexdigest()
ITEMS = st.integers(0, 1_000_000)
PAGES = st.integers(1, 40_000)


def refused(text: str) -> bool:
    try:
        read_code(text)
    except LedgerError as error:
        return error.code == "bad-code"
    return False


@given(ITEMS, PAGES, st.binary())
def test_an_item_code_gives_back_item_and_page_and_proves_the_content(item, page, content):
    sha256 = hashlib.sha256(content).hexdigest()
    code = read_code(item_code(item=item, sha256=sha256, page=page))
    assert (code.kind, code.item, code.page) == (CodeKind.ITEM, item, page)
    assert proves(code, sha256)
    assert not proves(code, SHA)


@pytest.mark.parametrize("page", [1, 24, 25, 152, 153, 2200, 2201, 1_000_000])
def test_pages_at_the_edges_of_their_ranges(page):
    assert read_code(item_code(item=7, sha256=SHA, page=page)).page == page


def test_a_code_is_short():
    assert len(item_code(item=32_767, sha256=SHA, page=24)) == 14
    assert len(item_code(item=32_767, sha256=SHA, page=2200)) == 16
    assert len(item_code(item=1_048_575, sha256=SHA, page=152)) == 16
    assert len(item_code(item=1_048_575, sha256=SHA, page=2200).replace("-", "")) == 15
    assert len(form_code(volume="box:3", part="divider:3.1.1", page=2, digest=SHA)) == 16


def test_other_content_another_page_and_another_item_have_other_codes():
    codes = {item_code(item=i, sha256=s, page=p) for i in (1, 2) for s in (SHA, OTHER, None) for p in (1, 2)}
    assert len(codes) == 12


def test_a_file_that_was_never_read_has_a_code_that_proves_no_content():
    code = read_code(item_code(item=3, sha256=None, page=1))
    assert proves(code, None)
    assert not proves(code, SHA)


def test_the_pages_of_a_large_volume_of_forms_have_codes_of_their_own():
    codes = {
        form_code(volume=f"box:{box}", part=part, page=page, digest="same")
        for box in range(20)
        for part in ("cover", "catalogue", "closing")
        for page in range(1, 101)
    }
    assert len(codes) == 6000
    assert {read_code(code).kind for code in codes} == {CodeKind.FORM}
    assert form_code(volume="box:1", part="cover", page=1, digest="b") not in codes


@given(ITEMS, PAGES)
def test_a_code_is_read_as_people_type_it(item, page):
    text = item_code(item=item, sha256=SHA, page=page)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)
    misread = text.replace("0", "O").replace("1", "l").lower()
    for typed in (
        text.lower(),
        wide,
        text.replace("-", ""),
        text.replace("-", " "),
        f"  {text}\n",
        misread,
        text.replace("-", "—"),
    ):
        assert read_code(typed).text == text


@pytest.mark.parametrize(
    "text",
    [
        item_code(item=0, sha256=SHA, page=1),
        item_code(item=4_217, sha256=SHA, page=12),
        item_code(item=1_048_575, sha256=SHA, page=40_000),
        form_code(volume="indicators:4", part="contents", page=1, digest=SHA),
    ],
)
def test_any_wrong_character_and_any_swap_of_two_is_found(text):
    plain = text.replace("-", "")
    for place, was in enumerate(plain):
        for other in ALPHABET.replace(was, ""):
            assert refused(plain[:place] + other + plain[place + 1 :])
        for second in range(place + 1, len(plain)):
            swapped = list(plain)
            swapped[place], swapped[second] = swapped[second], swapped[place]
            assert plain[second] == was or refused("".join(swapped))


@given(ITEMS, PAGES, st.data())
def test_any_two_wrong_characters_are_found(item, page, data):
    plain = list(item_code(item=item, sha256=SHA, page=page).replace("-", ""))
    places = data.draw(st.lists(st.integers(0, len(plain) - 1), min_size=1, max_size=2, unique=True))
    for place in places:
        plain[place] = data.draw(st.sampled_from(ALPHABET.replace(plain[place], "")))
    assert refused("".join(plain))


def test_a_forgotten_first_character_is_found():
    texts = [item_code(item=i, sha256=SHA, page=1).replace("-", "") for i in range(300)]
    assert sum(refused(text[1:]) for text in texts) >= 297


@given(st.text(max_size=300))
def test_anything_else_is_refused_and_nothing_else_happens(text):
    try:
        code = read_code(text)
    except LedgerError as error:
        assert error.code == "bad-code"
    else:
        assert read_code(code.text) == code


@pytest.mark.parametrize(("item", "page"), [(-1, 1), (1, 0), (1, 2_000_000)])
def test_what_is_no_item_or_page_has_no_code(item, page):
    with pytest.raises(ValueError, match=r"."):
        item_code(item=item, sha256=SHA, page=page)
