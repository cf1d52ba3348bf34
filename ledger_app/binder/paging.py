"""Which block comes onto which page, before anything is drawn: so page numbers are known in advance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from ledger_app.binder.drawing import Anchor, Drawing


class Content(Protocol):
    """Something of a known height that can draw itself at a height of the page."""

    @property
    def height(self) -> float: ...

    def draw(self, drawing: Drawing, y: float) -> None:
        """Draw with the upper edge at `y`."""

    def split(self, room: float) -> tuple[Content, Content] | None:
        """Part it in two, the first no higher than `room`; None where it can't be parted."""


@dataclass(frozen=True, slots=True)
class Block:
    """A content with its place in the flow.

    `keeps`: never the last on a page, what follows stays with it. `head` is repeated above it where
    it starts a page. `before` is the space above it, not taken at the top of a page. `chapter` is
    what the running head says.
    """

    content: Content
    keeps: bool = False
    head: Content | None = None
    before: float = 0.0
    starts_page: bool = False
    chapter: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Contents with the distance of their upper edges from the top of the text area."""

    placed: tuple[tuple[float, Content], ...]
    anchors: tuple[tuple[float, Anchor], ...]
    chapter: str


def paginate(blocks: Iterable[Block], room: float) -> list[Page]:
    """Place the blocks on pages with `room` points of height."""
    flow = _Flow(room)
    for group in _kept_together(blocks):
        flow.add(group)
    return flow.finished()


def _kept_together(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keeps:
            yield group
            group = []
    if group:
        yield group


class _Flow:
    def __init__(self, room: float) -> None:
        self._room = room
        self._pages: list[Page] = []
        self._clear()

    def add(self, group: list[Block]) -> None:
        if self._placed and (group[0].starts_page or not self._fits(group)):
            self._turn()
        if self._fits(group):
            for block in group:
                self._place(block)
            return
        for block in group:
            self._squeeze(block)

    def finished(self) -> list[Page]:
        if self._placed:
            self._turn()
        return self._pages

    def _squeeze(self, block: Block) -> None:
        """Place a block of a group that is too high for one page, parting it only if it is so itself."""
        while not self._fits([block]):
            is_whole = block.content.height + _head(block) <= self._room
            parts = None if is_whole and self._placed else block.content.split(self._left(block))
            if parts is not None:
                self._place(replace(block, content=parts[0]))
                block = replace(block, content=parts[1], anchor=None)
            elif not self._placed:
                break  # it can't be parted and has the page to itself
            self._turn()
        self._place(block)

    def _left(self, block: Block) -> float:
        return self._room - self._y - (block.before if self._placed else _head(block))

    def _fits(self, group: list[Block]) -> bool:
        need = sum(b.before + b.content.height for b in group)
        if not self._placed:
            need -= group[0].before
            need += _head(group[0])
        return self._y + need <= self._room + 0.01

    def _place(self, block: Block) -> None:
        if self._placed:
            self._y += block.before
        else:
            self._chapter = block.chapter
            if block.head:
                self._placed.append((0.0, block.head))
                self._y += block.head.height
        if block.anchor:
            self._anchors.append((self._y, block.anchor))
        self._placed.append((self._y, block.content))
        self._y += block.content.height

    def _turn(self) -> None:
        self._pages.append(Page(tuple(self._placed), tuple(self._anchors), self._chapter))
        self._clear()

    def _clear(self) -> None:
        self._y = 0.0
        self._placed: list[tuple[float, Content]] = []
        self._anchors: list[tuple[float, Anchor]] = []
        self._chapter = ""


def _head(block: Block) -> float:
    return block.head.height if block.head else 0.0
