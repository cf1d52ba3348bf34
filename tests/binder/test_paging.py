"""Placing blocks on pages."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.drawing import Anchor, Drawing
from ledger_app.binder.paging import Block, Page, paginate


@dataclass(frozen=True)
class Slab:
    """A content of a height, made of units that can be parted."""

    name: str
    height: float
    unit: float = 0.0

    def draw(self, drawing: Drawing, y: float) -> None:
        raise AssertionError("paging draws nothing")

    def split(self, room: float) -> tuple[Slab, Slab] | None:
        if not self.unit or room < self.unit or self.height <= self.unit:
            return None
        part = min(room // self.unit * self.unit, self.height - self.unit)
        return Slab(self.name, part, self.unit), Slab(self.name, self.height - part, self.unit)


def names(page: Page) -> list[str]:
    return [content.name for _y, content in page.placed]


def test_blocks_fill_a_page_before_the_next_begins() -> None:
    pages = paginate([Block(Slab(str(n), 40)) for n in range(5)], 100)
    assert [names(p) for p in pages] == [["0", "1"], ["2", "3"], ["4"]]


def test_a_heading_goes_with_its_first_row() -> None:
    blocks = [Block(Slab("a", 70)), Block(Slab("head", 20), keeps=True), Block(Slab("row", 20))]
    assert [names(p) for p in paginate(blocks, 100)] == [["a"], ["head", "row"]]


def test_the_head_is_repeated_only_where_a_row_starts_a_page() -> None:
    head = Slab("head", 20)
    rows = [Block(Slab(f"r{n}", 40), head=head) for n in range(4)]
    pages = paginate([Block(head, keeps=True), *rows], 100)
    assert [names(p) for p in pages] == [["head", "r0", "r1"], ["head", "r2", "r3"]]


def test_space_before_is_not_taken_at_the_top() -> None:
    pages = paginate([Block(Slab("a", 60), before=30), Block(Slab("b", 60), before=30)], 100)
    assert [p.placed[0][0] for p in pages] == [0, 0]


def test_a_block_higher_than_a_page_is_parted_below_its_repeated_head() -> None:
    head = Slab("head", 10)
    pages = paginate([Block(Slab("long", 200, 10), head=head), Block(Slab("end", 5))], 100)
    assert [names(p) for p in pages] == [["head", "long"], ["head", "long"], ["head", "long", "end"]]


def test_a_chapter_and_an_anchor_stand_where_their_block_stands() -> None:
    mark = Anchor("k", "title")
    blocks = [
        Block(Slab("a", 60), chapter="one"),
        Block(Slab("b", 30), chapter="two", starts_page=True),
        Block(Slab("c", 30), before=5, chapter="two", anchor=mark),
    ]
    pages = paginate(blocks, 100)
    assert [p.chapter for p in pages] == ["one", "two"]
    assert pages[1].anchors == ((35, mark),)


slabs = st.builds(
    lambda height, keeps, before, is_parted: Block(
        Slab("x", height, 7 if is_parted else 0), keeps=keeps, before=before, head=Slab("head", 9)
    ),
    st.integers(1, 90),
    st.booleans(),
    st.integers(0, 20),
    st.booleans(),
)


@given(st.lists(slabs, max_size=40))
def test_nothing_is_lost_and_nothing_leaves_the_page(blocks: list[Block]) -> None:
    pages = paginate(blocks, 100)
    total = 0.0
    for page in pages:
        edge = 0.0
        for y, content in page.placed:
            assert y >= edge - 0.001
            edge = y + content.height
            if content.name == "x":
                total += content.height
        assert edge <= 100.02
    assert abs(total - sum(b.content.height for b in blocks)) < 0.01
