"""A document as our own rendering takes it: sections of paragraphs, tables and pictures. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; a newline in it starts a new line. `rise` is 1 above the line, -1 below it."""

    text: str
    size: float = 10.5
    is_bold: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    is_red: bool = False
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs with a place: `left` and `first` indent all lines and the first one more (or less); `align` is `left`, `center`
    or `right`."""

    runs: tuple[Run, ...]
    align: str = "left"
    left: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    starts_page: bool = False
    keeps: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a document; a width or height of 0 is not stated."""

    data: bytes
    width: float = 0.0
    height: float = 0.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, as red-headed papers have below their head."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands where something can't be shown: a sentence in the language in use."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that takes up `columns` from `column` on, and `rows`; its nested tables are lines of text."""

    column: int
    contents: tuple[Paragraph | Picture | Rule | Gap, ...]
    columns: int = 1
    rows: int = 1
    is_middle: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells over columns of these widths, of which the first `heads` are repeated on every page.

    `scale` makes its text smaller than stated.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    scale: float = 1.0


Block = Paragraph | Picture | Rule | Gap | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on paper of one direction; it begins a page. `head` and `foot` stand on each of its pages."""

    blocks: tuple[Block, ...]
    is_across: bool = False
    head: str = ""
    foot: str = ""
