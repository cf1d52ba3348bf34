"""A text in a frame that flows over pages: the frame is closed where a page ends and opened where the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledger_app.binder.blocks import THIN, Lines
from ledger_app.binder.drawing import Drawing, Style

_PIECE = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in a cell of its own at the left of a framed text; `continued` where that goes on overleaf."""

    text: str
    continued: str
    style: Style
    width: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Some lines within a frame, or a room to write in by hand; `above` and `below` are the space around them."""

    lines: Lines | None
    width: float
    above: float = 0.0
    below: float = 0.0
    label: Label | None = None
    is_first: bool = False
    is_last: bool = False
    is_continued: bool = False

    @property
    def height(self) -> float:
        return self.above + self.below + (self.lines.height if self.lines else 0)

    def draw(self, drawing: Drawing, y: float) -> None:
        bottom = y + self.height
        sides = [0.0, self.width, *([self.label.width] if self.label else [])]
        rules = [(x, y, x, bottom) for x in sides]
        if self.is_first:
            rules.append((0, y, self.width, y))
        if self.is_last:
            rules.append((0, bottom, self.width, bottom))
        drawing.rules(rules, THIN)
        if self.label and self.lines and self.is_first:
            text = self.label.continued if self.is_continued else self.label.text
            style, leading = self.label.style, self.lines.style.leading
            baseline = y + self.above + leading / 2 + style.size * 0.36
            drawing.text(0, baseline, text, style, align="center", width=self.label.width)
        if self.lines:
            self.lines.draw(drawing, y + self.above)

    def split(self, room: float) -> tuple[Frame, Frame] | None:
        parts = self.lines.split(room - self.above) if self.lines else None
        if parts is None:
            return None
        return (
            replace(self, lines=parts[0], below=0.0, is_last=False),
            replace(self, lines=parts[1], above=0.0, is_first=False),
        )

    def at_edge(self, *, is_top: bool, is_bottom: bool) -> Frame:
        """Return it as it stands at the top or bottom of a page."""
        is_continued = is_top and not self.is_first
        return replace(
            self,
            is_first=self.is_first or is_top,
            is_last=self.is_last or is_bottom,
            is_continued=is_continued,
        )


def pieces(lines: Lines, width: float, *, above: float, below: float, label: Label) -> Iterator[Frame]:
    """Yield a framed text with its label in pieces of a few lines, so that it fills the page that it begins on."""
    texts = [lines.lines[n : n + _PIECE] for n in range(0, len(lines.lines), _PIECE)]
    for n, some in enumerate(texts):
        is_first, is_last = n == 0, n == len(texts) - 1
        yield Frame(
            replace(lines, lines=some),
            width,
            above=above if is_first else 0.0,
            below=below if is_last else 0.0,
            label=label,
            is_first=is_first,
            is_last=is_last,
        )
