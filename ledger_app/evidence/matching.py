"""How well a file fits what the scheme asks: its path, name and title, its text, what was decided beside it.

Chinese has no blanks, so words are compared by pairs of characters, each weighed by how few indicators
use it, and by groups of words that mean one thing. Everything a score is made of can be shown to a
person; below `MINIMUM` there is no candidate at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from ledger_app.evidence import judging
from ledger_app.evidence.asking import Asked, Questions
from ledger_app.evidence.experience import Beside, Learned
from ledger_app.evidence.looking import CUE, Clue, Look, Looks
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.telling import Told
from ledger_app.evidence.terms import Terms, township
from ledger_app.evidence.words import in_common, pairs
from ledger_app.scheme.model import Scheme
from ledger_app.search.characters import fold
from ledger_app.search.describing import dates_of

MINIMUM = 0.3
"""A file whose best score is below this has no candidate: silence is better than a guess."""

BESIDES = 0.04
"""What a second and third candidate must reach, once there is a first."""

OTHER_YEAR = 0.5
"""What is left of the score of a file that speaks of other years only."""

CERTAIN = 0.99
"""The highest score of a guess: only a person is certain."""

_SEEN = 0.1  # learned shares from here on are told as a reason
_BESIDE = {
    Beside.FOLDER: "beside-folder",
    Beside.FORM: "beside-form",
    Beside.SERIES: "beside-series",
    Beside.ALIKE: "beside-alike",
}
_BY_ENDING = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a file fits an indicator, by its place, and each of its requirements, 0..1.

    `shares` say how much of the score is left for a requirement's id; all of it for None.
    """

    place: int
    score: float
    requirements: tuple[float, ...]
    shares: dict[int | None, float]


class Matcher:
    """A scheme made ready for many files; the same file always gets the same answer."""

    def __init__(self, scheme: Scheme, *, year: int, terms: Terms | None = None) -> None:
        self.questions = Questions(scheme, terms or township())
        self.year = year
        self._asked = self.questions.asked
        self._looks = Looks(self.questions)
        self._covered: dict[frozenset[str], dict[int, list[float]]] = {}
        self._parts: dict[tuple[object, frozenset[str]], dict[int, float]] = {}
        self._kinds: dict[tuple[frozenset[str], frozenset[str]], list[float]] = {}
        self._fits: dict[Look, tuple[Fit, ...]] = {}

    def for_file(
        self,
        clue: Clue,
        *,
        top: int,
        told: Sequence[Told] = (),
        learned: Learned | None = None,
        rejected: Collection[int] = (),
    ) -> list[Candidate]:
        """Return the indicators that a file speaks for, best first, each with its likeliest requirement.

        `rejected` are the places of indicators that a person said it does not belong to.
        """
        fits = self.fits(clue, told, learned)
        year = self.other_year(clue) if fits else ""
        factor = OTHER_YEAR if year else 1.0
        found = [f for f in fits if f.score * factor >= BESIDES and f.place not in rejected]
        found.sort(key=lambda f: (-f.score, f.place))
        if not found or found[0].score * factor < MINIMUM:
            return []
        return [
            self.candidate(
                clue, fit, self.likeliest(fit), fit.score * factor, year, told=told, learned=learned
            )
            for fit in found[:top]
        ]

    def fits(
        self, clue: Clue, told: Sequence[Told] = (), learned: Learned | None = None, *, least: float = BESIDES
    ) -> tuple[Fit, ...]:
        """Return the indicators that a file fits at least so much, in document order, of whatever year it is."""
        look = self._looks.of(clue)
        if told or (learned and learned.shares):
            return self._fits_of(look, told, learned, least)
        found = self._fits.get(look)
        if found is None:
            found = self._fits[look] = self._fits_of(look, (), None, BESIDES)
        return found if least <= BESIDES else tuple(f for f in found if f.score >= least)

    def signs(
        self, clue: Clue, told: Sequence[Told] = (), learned: Learned | None = None
    ) -> dict[int, list[float]]:
        """Return the signs (`judging.SIGNS`) that a file gives for each place."""
        look = self._looks.of(clue)
        found = judging.signs(
            look, self._shares(look.own), self._shares(look.folder), self._shares(look.issuer), told, learned
        )
        for place, row in found.items():
            if place >= 0:
                row[judging.KIND] = self._kindred(look)[place]
        return found

    def sums(self, clue: Clue, told: Sequence[Told] = (), learned: Learned | None = None) -> dict[int, float]:
        """Return all signs of a file added up by their weights, for each place."""
        return self._sums(self._looks.of(clue), told, learned)

    def _fits_of(
        self, look: Look, told: Sequence[Told], learned: Learned | None, least: float
    ) -> tuple[Fit, ...]:
        chances = judging.chances(self._sums(look, told, learned))
        said = {one.place: one.requirements for one in told}
        return tuple(
            self._fit(place, min(CERTAIN, score), look, said.get(place, ()), learned)
            for place, score in sorted(chances.items())
            if score >= least
        )

    def _sums(self, look: Look, told: Sequence[Told], learned: Learned | None) -> dict[int, float]:
        found = dict(self._part(judging.of_name, look.own))
        for part in (
            self._part(judging.of_folder, look.folder),
            self._part(judging.of_issuer, look.issuer),
            {one.place: judging.of_text(one) for one in told},
            {look.code[0]: judging.of_code(look.code[1])} if look.code[0] >= 0 else {},
            {p: judging.of_neighbours(s) for p, s in learned.shares.items()} if learned else {},
        ):
            for place, value in part.items():
                found[place] = found.get(place, 0.0) + value
        kindred = self._kindred(look)
        weight = judging.WEIGHTS[judging.KIND]
        return {p: v + weight * kindred[p] if p >= 0 else v for p, v in found.items()}

    def _part(
        self, adds: Callable[[dict[int, list[float]]], dict[int, float]], words: frozenset[str]
    ) -> dict[int, float]:
        key = (adds, words)
        if key not in self._parts:
            self._parts[key] = adds(self._shares(words))
        return self._parts[key]

    def _kindred(self, look: Look) -> list[float]:
        """Return, by place, how well a file's kind fits what the indicator asks for: 1, or less by its ending only."""
        key = (look.kinds, look.likely_kinds)
        if key not in self._kinds:
            self._kinds[key] = [
                1.0
                if any(k & look.kinds for k in a.kinds)
                else _BY_ENDING * any(k & look.likely_kinds for k in a.kinds)
                for a in self._asked
            ]
        return self._kinds[key]

    def _shares(self, words: frozenset[str]) -> dict[int, list[float]]:
        if words not in self._covered:
            self._covered[words] = self.questions.covered(dict.fromkeys(words, 1.0))
        return self._covered[words]

    def other_year(self, clue: Clue) -> str:
        """Return the year of a file that speaks of other years only, else nothing."""
        years = {int(date[:4]) for date, _ in dates_of(clue.description, clue.path)}
        years = {y for y in years if y <= self.year + 2}  # a running number is no year to come
        return "" if years & {self.year, self.year + 1} else str(max(years, default=""))

    def fit_of(self, clue: Clue, place: int, score: float) -> Fit:
        """Return a file as fitting one place with this score."""
        return self._fit(place, score, self._looks.of(clue), (), None)

    # which requirement

    def _fit(
        self, place: int, score: float, look: Look, told: Sequence[float], learned: Learned | None
    ) -> Fit:
        asked = self._asked[place]
        known = self._requirements(asked, place, look, told, learned)
        best = max(known, default=0.0)
        shares: dict[int | None, float] = {None: 1.0}
        for requirement, own in zip(asked.indicator.requirements, known, strict=True):
            if best < CUE:
                shares[requirement.id] = 0.55
            else:
                shares[requirement.id] = 0.6 + 0.4 * own if own >= max(CUE, best - 0.15) else 0.25
        return Fit(place, score, known, shares)

    def _requirements(
        self, asked: Asked, place: int, look: Look, told: Sequence[float], learned: Learned | None
    ) -> tuple[float, ...]:
        """Return how well a file fits each requirement, by its own words, its kind and what was chosen beside it."""
        said = look.own | (look.folder - asked.name)
        chosen = learned.requirements.get(place) if learned else None
        whole = sum(chosen.values()) + 2.0 if chosen else 1.0
        found = []
        for n, (words, kinds) in enumerate(zip(asked.requirements, asked.kinds, strict=True)):
            covered = len(words & said) / len(words) if words else 0.0
            if n < len(told):
                covered = max(covered, 0.8 * told[n])
            kind = 0.55 if kinds & look.kinds else 0.45 if kinds & look.likely_kinds else 0.0
            own = max(covered, kind) + 0.25 * min(covered, kind)
            if chosen:
                own += 0.5 * chosen.get(asked.indicator.requirements[n].id, 0) / whole
            found.append(min(1.0, own))
        return tuple(found)

    def likeliest(self, fit: Fit) -> int | None:
        """Return the id of the one requirement that stands out, if one does."""
        requirements = self._asked[fit.place].indicator.requirements
        ranked = sorted(((score, -n) for n, score in enumerate(fit.requirements)), reverse=True)
        if not ranked or (len(ranked) > 1 and (ranked[0][0] < 0.4 or ranked[0][0] - ranked[1][0] < 0.1)):
            return None
        return requirements[-ranked[0][1]].id

    # telling why

    def candidate(
        self,
        clue: Clue,
        fit: Fit,
        requirement: int | None,
        score: float,
        year: str,
        *,
        told: Sequence[Told] = (),
        learned: Learned | None = None,
        is_linked: bool = False,
    ) -> Candidate:
        """Return a candidate with its reasons; `is_linked`: a person linked it to the whole indicator."""
        asked, look = self._asked[fit.place], self._looks.of(clue)
        because: list[tuple[str, str]] = []
        if is_linked:
            because.append(("linked", asked.indicator.code))
        if look.code[0] == fit.place and look.code[1] >= 0.1:
            because.append(("code", asked.indicator.code))
        parts = clue.path.split("/")
        because += [("folder", part) for part in parts[:-1] if self._speaks_for(part, asked)][-1:]
        stem = parts[-1].rpartition(".")[0] or parts[-1]
        shared = look.own & asked.everything
        words = self._spoken(stem, shared)
        title = self._spoken(clue.description.title or "", shared)
        if words or title:
            because.append(("words", words or title))
        because += [("text", one.words) for one in told if one.place == fit.place and one.words]
        because += self._neighbours(fit.place, learned)
        if kind := self._kind(asked, look, requirement):
            because.append(("kind", kind))
        if self._names_unit(look, asked):
            because.append(("unit", "、".join(asked.indicator.units)))
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

    def _neighbours(self, place: int, learned: Learned | None) -> Iterable[tuple[str, str]]:
        """Return the strongest of what was decided beside a file, with the file that was linked before."""
        shares = learned.shares.get(place) if learned else None
        if not shares:
            return []
        n = max(_BESIDE, key=lambda beside: shares[beside] * (judging.WEIGHTS[judging.LEARNED + beside]))
        name = learned.names.get((place, n))
        return [(_BESIDE[n], name)] if name and shares[n] >= _SEEN else []

    def _spoken(self, text: str, shared: frozenset[str]) -> str:
        """Return the words of a text that these make up, groups by the word that stands there."""
        groups = {word for group, word in self.questions.terms.found(fold(text)) if group in shared}
        inside = {word[i : i + 2] for word in groups for i in range(len(word) - 1)}
        return in_common(text, shared | inside)

    def _speaks_for(self, part: str, asked: Asked) -> bool:
        """Whether a folder's name says a good part of the indicator's name or of what it asks for."""
        said = self.questions.known(fold(part))
        plain = [p for p in pairs(fold(part)) if p in self.questions.weights]
        weight_of = self.questions.weight_of
        return any(g in asked.name for g in said if g.startswith("§")) or any(
            words and weight_of(plain, words) >= 0.4 * weight_of(words, words)
            for words in (*asked.names, *asked.requirements)
        )

    def _kind(self, asked: Asked, look: Look, requirement: int | None) -> str:
        for known, kinds in zip(asked.indicator.requirements, asked.kinds, strict=True):
            if known.id == requirement:
                return min(kinds & (look.kinds or look.likely_kinds), default="")
        return ""

    def _names_unit(self, look: Look, asked: Asked) -> bool:
        weight_of, units = self.questions.weight_of, asked.units
        whole = weight_of(units, units)
        return bool(units) and any(
            weight_of(said, units) >= 0.6 * whole for said in (look.folder, look.issuer, look.own)
        )
