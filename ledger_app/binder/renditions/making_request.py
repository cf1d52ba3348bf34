"""What rendering asks of its worker processes and what comes back.

The libraries that take files apart are loaded there alone: see docs/decisions/0006-late-imports.md.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ledger_app.binder.renditions.model import How, PageShape


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands on the pages that are drawn around a file: its title, the line below, and where it lies."""

    title: str = ""
    line: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a worker: the pages of the file at the first of `paths` whose content is `sha256`.

    `how` is AS_IS to find out by itself, OFFICE for a PDF that an office program made (its content is not
    compared), OWN to draw text and tables. `target` is where a PDF goes that has to be made. `binding` are the
    millimetres kept free beside a picture.
    """

    how: How
    paths: tuple[str, ...]
    sha256: str
    target: str
    labels: Labels
    language: str
    binding: float

    def packed(self) -> str:
        """Return it as the one string that goes to the worker."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker made of a file: pages (their `shapes`), or why there are none.

    `path` is the file that was read, `is_copy` that the pages are in the target and not in that file itself.
    `kind` is the format by content where other means than the worker's are needed (`office`), `has_labels`
    that the labels stand on its pages. `alone` is as in a `Rendition`. `error` is the code of why there are no pages. Like a `Reading`, so that
    a worker that was lost can be told by its `error` alone.
    """

    how: How = How.NOTICE
    path: str = ""
    is_copy: bool = False
    shapes: tuple[PageShape, ...] = ()
    reason: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    has_labels: bool = False
    kind: str = ""
    error: str | None = None
    alone: tuple[float, float] | None = None


def make(packed: str) -> Made:
    """Make what is wanted; runs in the worker."""
    from ledger_app.binder.renditions import making

    return making.make(packed)
