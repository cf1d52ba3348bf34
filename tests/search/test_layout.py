"""The order in which the lines of a page are read."""

import math

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.layout import Line, in_order


def _line(text, left, y, *, size=20.0, angle=0.0):
    width = size * len(text)
    return Line(text, left + width / 2, y, width, size, angle)


def test_lines_from_top_to_bottom():
    assert in_order([_line("乙", 0, 90), _line("甲", 0, 50)], 800, 1000) == "甲\n乙"


def test_the_cells_of_a_row_stand_beside_one_another():
    rows = [_line("序号", 0, 52), _line("姓名", 200, 48), _line("电话", 400, 50), _line("1", 0, 90)]
    assert in_order(rows, 800, 1000) == "序号 姓名 电话\n1"


def test_pieces_of_one_sentence_are_joined():
    assert in_order([_line("青山镇", 0, 50), _line("人民政府", 62, 50)], 800, 1000) == "青山镇人民政府"


def test_words_keep_their_blank():
    assert in_order([_line("Plan", 0, 50), _line("2025", 82, 50)], 800, 1000) == "Plan 2025"


def test_facing_pages_are_read_one_after_the_other():
    left = [_line("左" * 30, 50, 100 + 40 * n) for n in range(5)]
    right = [_line("右" * 30, 850, 100 + 40 * n) for n in range(5)]
    text = in_order([*right, *left], 1600, 1000)
    assert text == "\n".join(["左" * 30] * 5 + ["右" * 30] * 5)


def test_a_wide_table_is_read_row_by_row():
    cells = [_line("格", 100 + 300 * x, 100 + 40 * y) for x in range(5) for y in range(5)]
    assert in_order(cells, 1600, 1000) == "\n".join(["格 格 格 格 格"] * 5)


def test_nothing():
    assert in_order([], 100, 100) == ""


@given(st.floats(-12, 12))
def test_a_page_that_lies_askew_reads_the_same(degrees):
    slant = math.radians(degrees)
    texts = ["一行文字很长很长很长", "二行文字也很长很长", "三行文字"]
    lines = []
    for n, text in enumerate(texts):
        for part, start in ((text[:3], 0), (text[3:], 60)):
            x, y = 100 + start + 10 * len(part), 100 + 40 * n
            turned = (x * math.cos(slant) - y * math.sin(slant), x * math.sin(slant) + y * math.cos(slant))
            lines.append(Line(part, *turned, 20 * len(part), 20, degrees))
    assert in_order(lines[::-1], 800, 1000) == "\n".join(texts)
