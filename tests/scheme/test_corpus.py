"""Every file of the corpus is read as the lists beside it say, and nothing in it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_app.scheme.layouts import rows_of
from ledger_app.scheme.reading import read_file, read_scheme
from tests.scheme.corpus.bank import Case
from tests.scheme.corpus.build import MAKERS, expected, leaves_of, lost_words


@pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__)
def test_a_file_of_the_corpus(make: Callable[[Path], Case], tmp_path: Path) -> None:
    case = make(tmp_path)
    assert case.leaves == expected(case.key)
    scheme = read_scheme(case.path)
    assert leaves_of(scheme) == expected(case.key)
    assert set(case.reported) <= {p.code for p in scheme.problems}
    assert lost_words(case.path, scheme) == []
    if case.total is not None:
        assert scheme.total_points == case.total


@pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__)
def test_every_place_leads_to_a_row_of_its_own(make: Callable[[Path], Case], tmp_path: Path) -> None:
    case = make(tmp_path)
    source, scheme = read_file(case.path).source, read_scheme(case.path)
    rows = rows_of(source)
    assert all(p.place in rows for p in scheme.problems if p.place)
    places = [rows[i.place] for i in scheme.indicators]
    assert len(set(places)) == len(places)
    said = [row.place for grid in source.grids for row in grid.rows]
    assert len(set(said)) == len(said)
