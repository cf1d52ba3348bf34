"""The tables of a .docx: which cells are one, and what of a cell can stand in a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from ledger_app.binder.renditions.own_model import Block, Cell, Gap, Paragraph, Picture, Rule, Run, Table
from ledger_app.binder.renditions.own_word_styles import local


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as written: those merged down say so one by one."""

    column: int
    columns: int
    contents: tuple[Paragraph | Picture | Rule | Gap, ...]
    is_middle: bool
    is_merged: bool
    is_more: bool


def cells_of(rows: list[list[Box]], at: int) -> Iterator[Cell]:
    """Yield the cells that begin in a row, with how many rows they take."""
    for box in rows[at]:
        above = rows[at - 1] if at else []
        is_more = box.is_more and any(b.column == box.column and b.is_merged for b in above)
        if is_more:
            continue
        count = 1
        while box.is_merged and at + count < len(rows):
            if not any(b.column == box.column and b.is_more for b in rows[at + count]):
                break
            count += 1
        contents = list(box.contents)
        for boxes in rows[at + 1 : at + count]:  # what is written below the merge, though no program shows it
            hidden = [b.contents for b in boxes if b.column == box.column and b.is_more]
            contents += [c for cs in hidden for c in cs if not isinstance(c, Paragraph) or c.text.strip()]
        yield Cell(box.column, tuple(contents), box.columns, count, box.is_middle or count > 1)


def flat(blocks: list[Block]) -> Iterator[Paragraph | Picture | Rule | Gap]:
    """Yield the contents of a cell; the rows of a table in it as lines."""
    for block in blocks:
        if not isinstance(block, Table):
            yield replace(block, starts_page=False) if isinstance(block, Paragraph) else block
            continue
        for row in block.rows:
            texts = (" ".join(text_of(c) for c in cell.contents).strip() for cell in row)
            yield Paragraph((Run("　".join(texts), 9.0),))
            yield from (c for cell in row for c in cell.contents if not isinstance(c, Paragraph))


def unwrapped(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a name, also those in what only wraps them."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from unwrapped(element, name)


def text_of(block: Block) -> str:
    """Return the text of a block."""
    match block:
        case Paragraph():
            return block.text
        case Gap(text):
            return text
        case Table():
            return " ".join(text_of(c) for row in block.rows for cell in row for c in cell.contents)
    return ""
