"""How well a file fits what the scheme asks, told from its path, title, number and date alone.

Chinese has no blanks, so words are compared by pairs of characters, each weighed by how few indicators
use it. Everything a score is made of is a word, number or kind that a person can see in the file's
name; below `MINIMUM` there is no candidate at all.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger_app.evidence.asking import ENOUGH, TRUST, Asked, Part, take_apart, weights
from ledger_app.evidence.kinds import kinds_of_extension, kinds_of_text
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.words import in_common, leading_number, normal_code, pairs
from ledger_app.scheme.model import Scheme
from ledger_app.search.characters import fold
from ledger_app.search.describing import dates_of
from ledger_app.search.model import Description

MINIMUM = 0.3
"""Scores below this are no candidates: silence is better than a guess."""

_DIGITS = re.compile("[0-9]+")
_SAYS_NOTHING = frozenset(("材料", "资料", "文件", "档案", "佐证", "附件", "台账", "相关", "其他"))
_SETTLED = 1.4  # the score of a file that a person linked to the whole indicator: above any guess
_OTHER_YEAR = 0.5  # what is left of the score of a file that speaks of other years only
_CUE = 0.25  # from here on a file's words point at one requirement and away from the others

_UNREAD = Description()

Gap = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a file before anybody linked it."""

    item: int
    path: str
    description: Description = _UNREAD


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What a folder's path or a file's own name and title say; one object for all that say the same."""

    pairs: frozenset[str]
    code: tuple[int, float]
    kinds: frozenset[str]
    likely_kinds: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A file, taken apart: pairs of its folders and of its own name and title, and what they say."""

    folder: frozenset[str]
    own: frozenset[str]
    code: tuple[int, float]
    kinds: frozenset[str]
    likely_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a file fits an indicator, and each of its requirements, 0..1.

    `shares` say how much of the score is left for a requirement's id; all of it for None.
    """

    place: int
    score: float
    requirements: tuple[float, ...]
    shares: dict[int | None, float]


# The negative score, so that the best sorts first; path and item; whether the year has been looked at.
_Offer = tuple[float, str, int, bool, _Fit, Clue]


class Matcher:
    """A scheme made ready for many files; the same file always gets the same answer."""

    def __init__(self, scheme: Scheme, *, year: int) -> None:
        self._year = year
        self._asked = [take_apart(i) for i in scheme.indicators]
        self._places = {a.indicator.id: n for n, a in enumerate(self._asked)}
        self._codes = {normal_code(a.indicator.code): n for n, a in enumerate(self._asked)}
        self._weights = weights(self._asked)
        self._sections = {s for a in self._asked for s in a.sections}
        self._texts: list[tuple[int, tuple[int, ...], float, float]] = []
        self._users: dict[str, list[int]] = defaultdict(list)
        self._index()
        self._said: dict[tuple, _Said] = {}
        self._folders: dict[str, _Said] = {}
        self._names: dict[tuple, _Said] = {}
        self._looks: dict[tuple[_Said, _Said], _Look] = {}
        self._fits: dict[_Look, tuple[_Fit, ...]] = {}

    def _index(self) -> None:
        """List every text of the scheme once, with the indicators it belongs to and the pairs it uses."""
        owners: dict[tuple[Part, frozenset[str]], list[int]] = defaultdict(list)
        for n, asked in enumerate(self._asked):
            for part, words in asked.parts():
                if words and n not in owners[part, words]:
                    owners[part, words].append(n)
        for (part, words), places in owners.items():
            for pair in words:
                self._users[pair].append(len(self._texts))
            self._texts.append((int(part), tuple(places), self._weight_of(words, words), ENOUGH[part]))

    def for_file(self, clue: Clue, *, top: int) -> list[Candidate]:
        """Return the indicators that a file speaks for, best first, each with its likeliest requirement."""
        look = self._look(clue)
        fits = self._fits_of(look)
        year = self._other_year(clue) if fits else ""
        factor = _OTHER_YEAR if year else 1.0
        found = []
        for fit in fits:
            score = fit.score * factor * (0.85 + 0.15 * max(fit.requirements, default=1.0))
            if score >= MINIMUM:
                found.append((score, fit))
        found.sort(key=lambda f: (-f[0], f[1].place))
        return [
            self._candidate(clue, look, fit, self._likeliest(fit), score, year) for score, fit in found[:top]
        ]

    def for_gaps(
        self, gaps: Iterable[Gap], clues: Iterable[Clue], linked: Iterable[tuple[Clue, int]] = (), *, top: int
    ) -> dict[Gap, list[Candidate]]:
        """Return, for each gap, the files that fit best; gaps that nothing fits are left out.

        `linked` are files that a person linked to an indicator (its id) as a whole: they come first
        at the gaps of its requirements. Others are as `for_file` sees them.
        """
        wanted: dict[int, list[int | None]] = defaultdict(list)
        for indicator, requirement in gaps:
            if indicator in self._places:
                wanted[self._places[indicator]].append(requirement)
        offers: dict[Gap, list[_Offer]] = {}
        for clue, fit in self._fitting(clues, linked, wanted):
            indicator = self._asked[fit.place].indicator.id
            for requirement in wanted[fit.place]:
                score = fit.score * fit.shares.get(requirement, 0.0)
                if score >= MINIMUM:
                    offer = (-score, clue.path, clue.item, False, fit, clue)
                    offers.setdefault((indicator, requirement), []).append(offer)
        best = {gap: self._best(known, top) for gap, known in offers.items()}
        return {
            gap: [
                self._candidate(clue, self._look(clue), fit, gap[1], -score, self._other_year(clue))
                for score, _, _, _, fit, clue in known
            ]
            for gap, known in best.items()
            if known
        }

    def _fitting(
        self, clues: Iterable[Clue], linked: Iterable[tuple[Clue, int]], wanted: dict[int, list[int | None]]
    ) -> Iterator[tuple[Clue, _Fit]]:
        for clue in clues:
            for fit in self._fits_of(self._look(clue)):
                if fit.place in wanted:
                    yield clue, fit
        for clue, indicator in linked:
            place = self._places.get(indicator, -1)
            if place in wanted:
                yield clue, self._fit(place, _SETTLED, self._look(clue))

    def _best(self, offers: list[_Offer], top: int) -> list[_Offer]:
        """Return the best, files of other years at half their score.

        Reading dates out of names is dear, so that a file's are read when it comes to the top.
        """
        heapq.heapify(offers)
        found: list[_Offer] = []
        while offers and len(found) < top:
            score, path, item, is_aged, fit, clue = heapq.heappop(offers)
            if is_aged or fit.score == _SETTLED or not self._other_year(clue):
                found.append((score, path, item, True, fit, clue))
            elif -score * _OTHER_YEAR >= MINIMUM:
                heapq.heappush(offers, (score * _OTHER_YEAR, path, item, True, fit, clue))
        return found

    # a file, taken apart

    def _look(self, clue: Clue) -> _Look:
        """Take a file apart; files whose folders and names say the same share the answer."""
        folder, _, name = clue.path.rpartition("/")
        above, own = self._folder(folder), self._name(name, clue.description.title or "")
        look = self._looks.get((above, own))
        if look is None:
            look = self._looks[above, own] = _Look(
                folder=above.pairs,
                own=own.pairs,
                code=max(above.code, own.code, key=_sureness) if above.code[1] < _CUE else above.code,
                kinds=above.kinds | own.kinds,
                likely_kinds=own.likely_kinds,
            )
        return look

    def _name(self, name: str, title: str) -> _Said:
        """Take a name and title apart; names that differ in running numbers only share the answer."""
        stem, dot, extension = name.rpartition(".")
        if not dot:
            stem, extension = name, ""
        said = fold(stem)
        key = (_DIGITS.sub("", said), leading_number(said), extension, title)
        found = self._names.get(key)
        if found is None:
            title = fold(title)
            found = self._names[key] = self._one(
                frozenset(p for p in (*pairs(said), *pairs(title)) if p in self._weights),
                self._code(said, 0.8),
                kinds_of_text(f"{said}\n{title}"),
                kinds_of_extension(extension.lower()),
            )
        return found

    def _folder(self, folder: str) -> _Said:
        found = self._folders.get(folder)
        if found is None:
            parts = fold(folder).split("/")
            known = frozenset(p for part in parts for p in pairs(part) if p in self._weights)
            code = (-1, 0.0)
            for part in reversed(parts):
                code = self._code(part, 1.0)
                if code[1] >= _CUE:
                    break
            found = self._folders[folder] = self._one(known, code, kinds_of_text(parts[-1]), frozenset())
        return found

    def _one(self, *said: object) -> _Said:
        if said not in self._said:
            self._said[said] = _Said(*said)
        return self._said[said]

    def _code(self, part: str, trust: float) -> tuple[int, float]:
        """Return the indicator whose code a folder or file name starts with, and how sure that is.

        A number is also how people count categories, sub-items and files: the words beside it decide.
        """
        number, is_named = leading_number(part)
        place = self._codes.get(number, -1)
        if place < 0:
            return -1, 0.0
        if is_named:
            return place, 0.8 * trust
        words = [p for p in pairs(part) if p not in _SAYS_NOTHING]
        said = [p for p in words if p in self._weights]
        if not said:
            return place, (0.42 if not words and trust == 1.0 else 0.15) * trust
        asked = self._asked[place]
        of_indicator = self._weight_of(said, asked.name.union(*asked.requirements))
        if of_indicator == 0.0 or any(self._weight_of(said, s) > of_indicator for s in self._sections):
            return place, 0.05 * trust
        return place, 0.75 * trust

    def _weight_of(self, said: Iterable[str], asked: frozenset[str]) -> float:
        return sum(self._weights[p] for p in said if p in asked)

    def _other_year(self, clue: Clue) -> str:
        """Return the year of a file that speaks of other years only, else nothing."""
        years = {int(date[:4]) for date, _ in dates_of(clue.description, clue.path)}
        return "" if years & {self._year, self._year + 1} else str(max(years, default=""))

    # a file against the scheme

    def _fits_of(self, look: _Look) -> tuple[_Fit, ...]:
        if look not in self._fits:
            scores = self._scores(look)
            ranked = sorted(scores.values(), reverse=True)
            fits = []
            for place, score in sorted(scores.items()):
                if place != look.code[0]:
                    rivals = sum(other >= 0.95 * score for other in ranked[:10]) - 1
                    score /= 1.0 + 0.25 * max(rivals, 0)
                if score >= MINIMUM:
                    fits.append(self._fit(place, score, look))
            self._fits[look] = tuple(fits)
        return self._fits[look]

    def _scores(self, look: _Look) -> dict[int, float]:
        """Return how sure it is, 0..1, that the file belongs to each indicator it has words in common with.

        Each kind of text counts once, with its best; sections and units alone say too little.
        """
        shared: dict[int, float] = defaultdict(float)
        for pair in look.own | look.folder:
            weight = self._weights[pair]
            for text in self._users[pair]:
                shared[text] += weight
        best: tuple[dict[int, float], ...] = tuple({} for _ in Part)
        for text, weight in shared.items():
            part, places, whole, enough = self._texts[text]
            covered = weight / whole
            if weight < enough:
                covered *= weight / enough
            known = best[part]
            for place in places:
                if covered > known.get(place, 0.0):
                    known[place] = covered
        code, trust = look.code
        scores = {}
        for place in best[Part.NAME].keys() | best[Part.REQUIREMENT].keys() | ({code} - {-1}):
            doubt = 1.0 - trust if place == code else 1.0
            for known, proof in zip(best, TRUST, strict=True):
                covered = known.get(place)
                if covered is not None:
                    doubt *= 1.0 - proof * covered
            if doubt <= 1.0 - MINIMUM:
                scores[place] = 1.0 - doubt
        return scores

    def _fit(self, place: int, score: float, look: _Look) -> _Fit:
        asked = self._asked[place]
        known = self._requirements(asked, look)
        best = max(known, default=0.0)
        shares: dict[int | None, float] = {None: 1.0}
        for requirement, own in zip(asked.indicator.requirements, known, strict=True):
            if best < _CUE:
                shares[requirement.id] = 0.55
            else:
                shares[requirement.id] = 0.6 + 0.4 * own if own >= max(_CUE, best - 0.15) else 0.25
        return _Fit(place, score, known, shares)

    def _requirements(self, asked: Asked, look: _Look) -> tuple[float, ...]:
        """Return how well a file fits each requirement, told by its own words and its kind."""
        said = look.own | (look.folder - asked.name)
        found = []
        for words, kinds in zip(asked.requirements, asked.kinds, strict=True):
            covered = len(words & said) / len(words) if words else 0.0
            kind = 0.55 if kinds & look.kinds else 0.45 if kinds & look.likely_kinds else 0.0
            found.append(min(1.0, max(covered, kind) + 0.25 * min(covered, kind)))
        return tuple(found)

    def _likeliest(self, fit: _Fit) -> int | None:
        """Return the id of the one requirement that stands out, if one does."""
        requirements = self._asked[fit.place].indicator.requirements
        ranked = sorted(((score, -n) for n, score in enumerate(fit.requirements)), reverse=True)
        if not ranked or (len(ranked) > 1 and (ranked[0][0] < 0.4 or ranked[0][0] - ranked[1][0] < 0.1)):
            return None
        return requirements[-ranked[0][1]].id

    # telling why

    def _candidate(
        self, clue: Clue, look: _Look, fit: _Fit, requirement: int | None, score: float, year: str
    ) -> Candidate:
        asked = self._asked[fit.place]
        because: list[tuple[str, str]] = []
        if fit.score > 1.0:
            because.append(("linked", asked.indicator.code))
        if look.code[0] == fit.place and look.code[1] >= 0.1:
            because.append(("code", asked.indicator.code))
        parts = clue.path.split("/")
        because += [("folder", part) for part in parts[:-1] if self._speaks_for(part, asked)][-1:]
        stem = parts[-1].rpartition(".")[0] or parts[-1]
        shared = look.own & asked.everything
        words = in_common(clue.description.title or "", shared) or in_common(stem, shared)
        if words:
            because.append(("words", words))
        kind = self._kind(asked, look, requirement)
        if kind:
            because.append(("kind", kind))
        if year:
            because.append(("year", year))
        return Candidate(
            item=clue.item,
            path=clue.path,
            indicator=asked.indicator.id,
            requirement=requirement,
            score=round(min(1.0, score), 3),
            because=tuple(because),
        )

    def _speaks_for(self, part: str, asked: Asked) -> bool:
        """Whether a folder's name says a good part of the indicator's name or of what it asks for."""
        said = [p for p in pairs(fold(part)) if p in self._weights]
        return any(
            words and self._weight_of(said, words) >= 0.4 * self._weight_of(words, words)
            for words in (*asked.names, *asked.requirements)
        )

    def _kind(self, asked: Asked, look: _Look, requirement: int | None) -> str:
        for known, kinds in zip(asked.indicator.requirements, asked.kinds, strict=True):
            if known.id == requirement:
                return min(kinds & (look.kinds or look.likely_kinds), default="")
        return ""


def _sureness(pair: tuple[int, float]) -> float:
    return pair[1]
