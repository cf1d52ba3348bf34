"""Gives annotations the looks that viewers draw for them. Runs in the worker process."""

from __future__ import annotations

import pikepdf


def draw_notes(pdf: pikepdf.Pdf) -> None:
    """Draw what was marked and noted on the pages where it does not say how it looks."""
