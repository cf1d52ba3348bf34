"""Finds files by what they are called, by their titles, numbers and issuers, and by what is written in them.

How hits are chosen and ranked. A word counts by where it stands: at the start of the name, in the name, in title,
number or issuer, in the folder, in the text (there by how often); the mean over all words is the score; then what
is present before what is missing, the newer, the path. Nothing that holds all the words is ever left out while
there is room in the list. Of words that thousands of files hold not every one is weighed: in each of these places
the `_WEIGHED` files that came into custody last.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.search import filtering, places, texts
from ledger_app.search.excerpts import excerpt, ranges_in
from ledger_app.search.filtering import Sieve
from ledger_app.search.model import Hit
from ledger_app.search.pairs import all_of, phrase
from ledger_app.search.querying import Filters, Query, parsed

_WEIGHED = 100
_RARE = 500  # files: a word that fewer hold leads to all of them
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


def find(
    db: Database,
    query: str | Query,
    *,
    filters: Filters | None = None,
    limit: int = 50,
    most_new: int | None = None,
) -> list[Hit]:
    """Return the paths that hold every word of the query and pass its filters, best first.

    Filters may be given, stand in the query (`parsed`), or both. Width, case, kinds of bracket and radicals make
    no difference. Filters alone find all that passes them, newest first; an empty query finds nothing.
    Files that changed since the last search are looked at first: `most_new` of them, where given, and the
    others are found only after `places.refresh`.
    Raises `filter-kind`, `filter-village`, `filter-year`, `filter-status`.
    """
    asked = parsed(query) if isinstance(query, str) else query
    said = asked.filters | (filters or Filters())
    if not asked.wanted and said == Filters():
        return []
    try:
        return _found(db, asked, said, limit, most_new)
    except LedgerError as error:
        if error.code != "texts-damaged":
            raise
    db.renew_derived()
    return _found(db, asked, said, limit, most_new)


def prepare(db: Database, progress: Progress | None = None) -> int:
    """Bring all that a search looks at up to date, and let texts go that no file has any more.

    Returns how many files still wait, where `progress` was not cancelled none. Every batch is kept.
    """
    if places.refresh(db, most=0):
        texts.forget(db)
    return places.refresh(db, progress)


def _found(db: Database, asked: Query, said: Filters, limit: int, most_new: int | None) -> list[Hit]:
    places.refresh(db, most=most_new)
    search = _Search(db, asked, filtering.sieve(db, said), limit)
    best = search.best()
    hits: dict[str, Hit] = {}  # a path that was overwritten is there twice, with the item it lost
    for score, place in best:
        if len(hits) >= limit:
            break
        if place.path not in hits:
            hits[place.path] = search.hit(place, score)
    return list(hits.values())


class _Search:
    """One search: gathers candidates from the surest place to the least, until there are enough."""

    def __init__(self, db: Database, asked: Query, sieve: Sieve, limit: int) -> None:
        self._db = db
        self._terms = asked.wanted
        self._unwanted = asked.unwanted
        self._sieve = sieve
        self._most = max(_WEIGHED, 2 * limit)
        self._limit = limit
        self._found: dict[int, _Place] = {}
        self._heads: dict[int, tuple[str, bool]] = {}

    def best(self) -> list[tuple[float, _Place]]:
        """Return candidates with their scores, best first; all there are, where they fit into the list."""
        if not self._terms:
            self._keep(self._checked(self._sieved(), ()), self._most)
        elif self._sieve.chosen is not None:
            self._keep(self._checked(self._sieved(), self._terms))
        else:
            self._gather()
        self._look_into(p for p in self._found.values() if not all(map(p.weight, self._terms)))
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
        found = self._rows(
            f"SELECT {_COLUMNS}, c.id FROM place_index t CROSS JOIN place p ON p.location = t.rowid {_OF_PLACE} "
            f"WHERE place_index MATCH ? AND {self._sieve.check} ORDER BY t.rowid DESC",
            self._without(match),
        )
        return self._checked(found, ()) if self._unwanted else found

    def _written(self, match: str) -> Iterator[_Place]:
        """Return the places whose texts match, those taken in last first."""
        found = self._rows(
            f"SELECT {_COLUMNS}, c.id FROM text_index t CROSS JOIN content c ON c.id = t.rowid "
            "CROSS JOIN place p INDEXED BY place_sha256 ON p.sha256 = c.sha256 "
            f"WHERE text_index MATCH ? AND {self._sieve.check} ORDER BY t.rowid DESC",
            self._without(match),
        )
        return (p for p in found if not any(map(p.weight, self._unwanted)))

    def _without(self, match: str) -> str:
        return "".join((f"({match})", *(f" NOT {phrase(term)}" for term in self._unwanted)))

    def _sieved(self) -> Iterator[_Place]:
        return self._rows(
            f"SELECT {_COLUMNS}, c.id FROM place p {_OF_PLACE} WHERE {self._sieve.condition} "
            "ORDER BY p.mtime_ns DESC"
        )

    def _rows(self, sql: str, *values: object) -> Iterator[_Place]:
        return itertools.starmap(_Place, self._db.tuples(sql, *values, *self._sieve.values))

    def _checked(self, candidates: Iterable[_Place], wanted: Sequence[str]) -> Iterator[_Place]:
        """Return those that hold every wanted word and no unwanted one, in names, metadata or text."""
        waiting = iter(candidates)
        while some := list(itertools.islice(waiting, _WEIGHED)):
            open_ones = [
                p
                for p in some
                if all(p.weight(t) or p.content for t in wanted) and not any(map(p.weight, self._unwanted))
            ]
            self._look_into(p for p in open_ones if self._unwanted or not all(map(p.weight, wanted)))
            for place in open_ones:
                if all(place.weight(t) or self._is_in(t, place.content) for t in wanted) and not any(
                    self._is_in(t, place.content) for t in self._unwanted
                ):
                    yield place

    def _look_into(self, chosen: Iterable[_Place]) -> None:
        """Read the beginnings of these texts, all at once."""
        wanted = {p.content for p in chosen if p.content} - self._heads.keys()
        if wanted:
            self._heads |= texts.beginnings(self._db, wanted)

    def _is_in(self, term: str, content: int | None) -> bool:
        """Return whether a word stands in a text: see its beginning, then ask the index."""
        head, goes_on = self._heads.get(content or 0, ("", False))
        if term in head:
            return True
        sql = "SELECT 1 FROM text_index WHERE text_index MATCH ? AND rowid = ?"
        return goes_on and bool(self._db.value(sql, phrase(term), content))

    def _is_rare(self, index: str, term: str) -> bool:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT ?)"
        return int(str(self._db.value(sql, phrase(term), _RARE + 1))) <= _RARE

    def _mix(self, *, thoroughly: bool = False) -> None:
        """Keep what holds some words in names and others in its text.

        A word that is rare everywhere leads to all of them. Where none is, the files taken in last with any of
        the words in their names are looked at, or all of them where there is still room in the list.
        """
        for term in self._terms:
            if self._is_rare("text_index", term) and self._is_rare("place_index", term):
                candidates = itertools.chain(self._written(phrase(term)), self._named(phrase(term)))
                by_location = {p.location: p for p in candidates}
                self._keep(self._checked(by_location.values(), self._terms))
                return
        any_named = self._named(" OR ".join(map(phrase, self._terms)))
        some = any_named if thoroughly else itertools.islice(any_named, self._most)
        self._keep(self._checked(some, self._terms))

    # ranking and showing

    def _score(self, place: _Place) -> float:
        if not self._terms:
            return 1.0
        weights = [place.weight(term) for term in self._terms]
        for n, term in enumerate(self._terms):
            if not weights[n]:
                head, _ = self._heads.get(place.content or 0, ("", False))
                often = head.count(term)
                weights[n] = _TEXT_LEAST + (_TEXT_MOST - _TEXT_LEAST) * often / (often + 4)
        return sum(weights) / len(weights)

    def hit(self, place: _Place, score: float) -> Hit:
        """Show where the words stand: in the path, else in title, number or issuer, else in the text."""
        named = ranges_in(place.path, self._terms)
        hit = Hit(place.item, place.path, score, place.path, named, named=named)
        missing = [t for t in self._terms if t not in place.whole]
        in_text = [t for t in missing if t not in place.about]
        if in_text:
            shown = excerpt(texts.pieces(self._db, place.content or 0), in_text, self._terms)
            if shown is not None:
                return replace(hit, snippet=shown.text, ranges=shown.ranges, page=shown.page)
        elif missing:
            marked = [(text, ranges_in(text, missing)) for text in self._stated(place.location)]
            text, ranges = max(marked, key=lambda one: len(one[1]), default=("", ()))
            if ranges:
                return replace(hit, snippet=text, ranges=ranges)
        return hit

    def _stated(self, location: int) -> list[str]:
        row = self._db.one("SELECT described, corrected FROM place WHERE location = ?", location) or {}
        return places.stated_in(row.get("described"), row.get("corrected"))
