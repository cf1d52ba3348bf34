"""What the preview asks of its worker process and what comes back.

The libraries that draw are loaded there alone: see docs/decisions/0006-late-imports.md.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the preview shows: BGRX pixels, or markup or plain text. `page` counts from 0.

    `points` is the page's size in 1/72 inch, `error` the code of why there is nothing to show.
    `is_part` says that the file holds more than is shown. `marks` are the rectangles around the words that were
    looked for: left, top, width and height as shares of the page.
    """

    pixels: bytes = b""
    width: int = 0
    height: int = 0
    points: tuple[float, float] = (0.0, 0.0)
    page: int = 0
    pages: int = 1
    markup: str = ""
    text: str = ""
    is_part: bool = False
    error: str | None = None
    marks: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the worker: a page to fit into so many pixels; a height of 0 fits the width.

    `words` are folded, and marked on a page that has text.
    """

    path: str
    page: int = 0
    width: int = 800
    height: int = 0
    words: tuple[str, ...] = ()

    def packed(self) -> str:
        """Return it as the one string that goes to the worker."""
        return json.dumps([self.path, self.page, self.width, self.height, self.words])


def draw(packed: str) -> Drawn:
    """Draw what is wanted; runs in the worker."""
    return importlib.import_module("ledger_app.ui.preview_drawing").draw(packed)
