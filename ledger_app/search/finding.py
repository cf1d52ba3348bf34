"""Finds files by what they are called, by their titles, numbers and issuers, and by what is written in them.

How hits are chosen and ranked. A word counts by where it stands: at the start of the name, in the name, in title,
number or issuer, in the folder, in the text (there by how often); the mean over all words is the score; then what
is present before what is missing, the newer, the path. Nothing that holds all the words is ever left out while
there is room in the list. Of words that thousands of files hold not every one is weighed: in each of these places
the `_WEIGHED` files that came into custody last.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ledger_app.core.database import Database
from ledger_app.search import filtering, places, texts
from ledger_app.search.excerpts import excerpt, ranges_in
from ledger_app.search.filtering import Sieve
from ledger_app.search.model import Hit
from ledger_app.search.pairs import all_of, phrase
from ledger_app.search.querying import Filters, Query, parsed

_WEIGHED = 200
_RARE = 1000  # files: a word that fewer hold leads to all of them
_AT_ONCE = 2000  # locations that may have to be brought up to date before a search answers
_START, _NAME, _ABOUT, _FOLDER = 1.0, 0.9, 0.75, 0.6
_TEXT_LEAST, _TEXT_MOST = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class _Place:
    location: int
    item: int
    path: str
    status: str
    mtime_ns: int
    sha256: str | None
    name: str
    about: str
    whole: str
    content: int | None

    def weight(self, term: str) -> float:
        """Return what a word counts by the best place in names and metadata that holds it, else 0."""
        at = self.name.find(term)
        if at >= 0:
            return _NAME if at else _START
        if term in self.about:
            return _ABOUT
        return _FOLDER if term in self.whole else 0.0


_COLUMNS = "p.location, p.item, p.path, p.status, p.mtime_ns, p.sha256, p.name, p.about, p.whole"
_OF_PLACE = "LEFT JOIN content c ON c.sha256 = p.sha256"


def find(db: Database, query: str | Query, *, filters: Filters | None = None, limit: int = 50) -> list[Hit]:
    """Return the paths that hold every word of the query and pass its filters, best first.

    Filters may be given, stand in the query (`parsed`), or both. Width, case, kinds of bracket and radicals make
    no difference. Filters alone find all that passes them, newest first; an empty query finds nothing.
    Raises `filter-kind`, `filter-village`, `filter-year`, `filter-status`.
    """
    asked = parsed(query) if isinstance(query, str) else query
    said = asked.filters | (filters or Filters())
    if not asked.wanted and said == Filters():
        return []
    places.refresh(db, most=_AT_ONCE)
    sieve = filtering.sieve(db, said, asked.unwanted)
    best = _Search(db, asked.wanted, sieve, limit).best()
    hits: dict[str, Hit] = {}  # a path that was overwritten is there twice, with the item it lost
    for score, place in best:
        if len(hits) >= limit:
            break
        if place.path not in hits:
            hits[place.path] = _hit(db, place, score, asked.wanted)
    return list(hits.values())


class _Search:
    """One search: gathers candidates from the surest place to the least, until there are enough."""

    def __init__(self, db: Database, terms: tuple[str, ...], sieve: Sieve, limit: int) -> None:
        self._db = db
        self._terms = terms
        self._sieve = sieve
        self._most = max(_WEIGHED, 2 * limit)
        self._limit = limit
        self._found: dict[int, _Place] = {}

    def best(self) -> list[tuple[float, _Place]]:
        """Return candidates with their scores, best first; all there are, where they fit into the list."""
        if not self._terms:
            self._keep(self._sieved(), self._most)
        elif self._sieve.chosen is not None:
            self._keep(self._checked(self._sieved()))
        else:
            self._gather()
        return sorted(
            ((self._score(place), place) for place in self._found.values()),
            key=lambda found: (
                -found[0],
                found[1].status == "missing",
                -found[1].mtime_ns,
                found[1].path,
                found[1].location,
            ),
        )

    def _gather(self) -> None:
        named = all_of(self._terms)
        starts = f"{{name}} : ^ {phrase(self._terms[0])}" if len(self._terms) == 1 else ""
        for match in (starts, f"{{name}} : ({named})", f"{{name about}} : ({named})", named):
            if match and not self._is_full():
                self._keep(self._named(match), self._most)
        if self._is_full():
            return
        if len(self._terms) > 1:
            self._mix()
        if not self._is_full():
            self._keep(self._written(named), self._most)
        if len(self._terms) > 1 and not self._is_full():
            self._mix(thoroughly=True)

    def _is_full(self) -> bool:
        return len(self._found) >= self._limit

    def _keep(self, found: Iterator[_Place], most: int | None = None) -> None:
        for place in itertools.islice(found, most):
            self._found.setdefault(place.location, place)

    # candidates

    def _named(self, match: str) -> Iterator[_Place]:
        """Return the places whose names and metadata match, those taken in last first."""
        return self._rows(
            f"SELECT {_COLUMNS}, c.id FROM place_index t JOIN place p ON p.location = t.rowid {_OF_PLACE} "
            f"WHERE place_index MATCH ? AND {self._sieve.condition} ORDER BY t.rowid DESC",
            match,
        )

    def _written(self, match: str) -> Iterator[_Place]:
        """Return the places whose texts match, those taken in last first."""
        return self._rows(
            f"SELECT {_COLUMNS}, c.id FROM text_index t JOIN content c ON c.id = t.rowid "
            f"JOIN place p ON p.sha256 = c.sha256 WHERE text_index MATCH ? AND {self._sieve.condition} "
            "ORDER BY t.rowid DESC",
            match,
        )

    def _sieved(self) -> Iterator[_Place]:
        return self._rows(
            f"SELECT {_COLUMNS}, c.id FROM place p {_OF_PLACE} WHERE {self._sieve.condition} "
            "ORDER BY p.mtime_ns DESC"
        )

    def _rows(self, sql: str, *values: object) -> Iterator[_Place]:
        for row in self._db.tuples(sql, *values, *self._sieve.values):
            if self._sieve.passes(row[0], row[9]):
                yield _Place(*row)

    def _checked(self, candidates: Iterable[_Place]) -> Iterator[_Place]:
        """Return those that hold every word, each in names, metadata or text."""
        holds = {term: self._holder(term) for term in self._terms}
        for place in candidates:
            if all(place.weight(t) or (place.content and holds[t](place.content)) for t in self._terms):
                yield place

    def _holder(self, term: str) -> Callable[[int], bool]:
        """Return what tells whether a content holds a word: from a list where it is rare, else asking each."""
        rare = self._contents(term, _RARE + 1)
        if len(rare) <= _RARE:
            return rare.__contains__
        return lambda content: bool(
            self._db.value(
                "SELECT 1 FROM text_index WHERE text_index MATCH ? AND rowid = ?", phrase(term), content
            )
        )

    def _contents(self, term: str, most: int) -> set[int]:
        rows = self._db.tuples(
            "SELECT rowid FROM text_index WHERE text_index MATCH ? LIMIT ?", phrase(term), most
        )
        return {row[0] for row in rows}

    def _mix(self, *, thoroughly: bool = False) -> None:
        """Keep what holds some words in names and others in its text.

        A word that is rare everywhere leads to all of them. Where none is, the files taken in last with any of
        the words in their names are looked at, or all of them where there is still room in the list.
        """
        for term in self._terms:
            written, named = phrase(term), phrase(term)
            with_text = list(itertools.islice(self._written(written), _RARE + 1))
            if len(with_text) > _RARE:
                continue
            with_name = list(itertools.islice(self._named(named), _RARE + 1))
            if len(with_name) <= _RARE:
                self._keep(self._checked({p.location: p for p in (*with_text, *with_name)}.values()))
                return
        any_named = self._named(" OR ".join(map(phrase, self._terms)))
        self._keep(self._checked(any_named if thoroughly else itertools.islice(any_named, self._most)))

    # ranking

    def _score(self, place: _Place) -> float:
        if not self._terms:
            return 1.0
        weights = [place.weight(term) for term in self._terms]
        if not all(weights):
            head = self._head(place.content)
            for n, term in enumerate(self._terms):
                if not weights[n]:
                    often = head.count(term)
                    weights[n] = _TEXT_LEAST + (_TEXT_MOST - _TEXT_LEAST) * often / (often + 4)
        return sum(weights) / len(weights)

    def _head(self, content: int | None) -> str:
        return str(
            self._db.value("SELECT coalesce(folded, text) FROM part WHERE content = ? LIMIT 1", content) or ""
        )


def _hit(db: Database, place: _Place, score: float, terms: tuple[str, ...]) -> Hit:
    """Show where the words stand: in the path, else in title, number or issuer, else in the text."""
    named = ranges_in(place.path, terms)
    hit = Hit(place.item, place.path, score, place.path, named, named=named)
    missing = [t for t in terms if t not in place.whole]
    if not missing:
        return hit
    in_text = [t for t in missing if t not in place.about]
    if not in_text:
        (about,) = db.tuples("SELECT described, corrected FROM place WHERE location = ?", place.location)
        return _stated(hit, places.stated_in(*about), missing)
    shown = excerpt(texts.pieces(db, place.content or 0), in_text, terms)
    if shown is None:
        return hit
    return Hit(place.item, place.path, score, shown.text, shown.ranges, shown.page, named)


def _stated(hit: Hit, about: Iterable[str], terms: list[str]) -> Hit:
    """Show the title, number or issuer that holds most of the words."""
    best = max(((ranges_in(text, terms), text) for text in about), key=lambda f: len(f[0]), default=((), ""))
    return Hit(hit.item, hit.path, hit.score, best[1], best[0], None, hit.named) if best[0] else hit
