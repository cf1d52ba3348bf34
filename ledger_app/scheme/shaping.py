"""Gives every scheme the shape of upright tables, so that all of them are shown, mapped and read alike."""

from __future__ import annotations

from ledger_app.scheme.cells import Source, distinct
from ledger_app.scheme.headers import find_header
from ledger_app.scheme.layouts import is_frame
from ledger_app.scheme.model import Problem
from ledger_app.scheme.paragraphs import PLACE, paragraph_grid
from ledger_app.scheme.texts import line, lines
from ledger_app.scheme.transposing import transposed
from ledger_app.scheme.unfolding import unfolded


def shaped(source: Source) -> Source:
    """Return the source with tables on their side turned upright, blocks side by side put under
    one another and numbered paragraphs as a table.

    Paragraphs are only looked at where no table has a header. All of it is reported.
    """
    grids, problems = [], list(source.problems)
    for grid in source.grids:
        turned = transposed(grid)
        if turned is not None:
            problems.append(Problem("table-transposed", grid.place))
        folded = None if turned else unfolded(grid)
        if folded is not None:
            problems.append(Problem("table-side-by-side", grid.place))
        grids.append(turned or folded or grid)
    source = Source(tuple(grids), source.after, tuple(problems))
    return source if any(find_header(g) for g in grids) else from_paragraphs(source)


def from_paragraphs(source: Source) -> Source:
    """Return the source with its numbered paragraphs as a table, as it is where they are no scheme."""
    texts: list[str] = []
    for grid in source.grids:
        texts += grid.before
        if is_frame(grid):
            cells = [c.text for row in grid.rows for c in distinct(row.cells)]
            texts += [ln for text in cells for ln in lines(text).split("\n")]
    texts += source.after
    said = [line(t) for t in texts if line(t)]
    made = paragraph_grid([(text, f"paragraph {n}") for n, text in enumerate(said, 1)])
    if made is None:
        return source
    rest = tuple(g for g in source.grids if not is_frame(g))
    return Source((made, *rest), (), (*source.problems, Problem("paragraphs-read", PLACE)))
