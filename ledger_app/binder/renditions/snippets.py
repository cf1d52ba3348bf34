"""Something drawn by us as a piece to be put onto the page of another PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pikepdf

from ledger_app.binder.drawing import About, Drawing

ABOUT = About("", "", "", "zh-CN", date(2000, 1, 1))


@dataclass(slots=True)
class Snippet:
    """A drawing, and after its block the form that it became in the document it is for."""

    drawing: Drawing
    form: pikepdf.Object | None = None


@contextmanager
def snippet(pdf: pikepdf.Pdf, width: float, height: float) -> Iterator[Snippet]:
    """Draw a piece of this size; its form belongs to `pdf` and has its origin at the bottom left."""
    stream = io.BytesIO()
    found = Snippet(Drawing(stream, (width, height), ABOUT))
    yield found
    found.drawing.end_page()
    found.drawing.close()
    drawn = pikepdf.open(stream)  # not closed here: data is copied late
    found.form = pdf.copy_foreign(drawn.pages[0].as_form_xobject())
