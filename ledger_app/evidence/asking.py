"""The scheme, taken apart once for comparing: what each indicator's texts say, and how telling a word is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from ledger_app.evidence.kinds import kinds_of_text
from ledger_app.evidence.terms import Terms
from ledger_app.evidence.words import normal_code, pairs, without_brackets
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.search.characters import fold


class Part(IntEnum):
    """What a text of the scheme is to its indicator."""

    NAME = 0
    REQUIREMENT = 1
    SUB_ITEM = 2
    CATEGORY = 3
    UNIT = 4
    SCORING = 5


PARTS = len(Part)
ENOUGH = (1.8, 2.2, 2.2, 2.2, 2.2, 2.6)  # the weight of shared words from which on more proves no more
_GROUP = 1.7  # what a group of words weighs beside a pair of characters
_NAMED = 0.8  # how much of a text is said by one word of its group
_FAINT = 0.3  # what is left of the weight of words that any paper says


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator, taken apart once: the words of its names, of each requirement, of its sections."""

    indicator: Indicator
    names: tuple[frozenset[str], ...]
    requirements: tuple[frozenset[str], ...]
    kinds: tuple[frozenset[str], ...]
    sections: tuple[frozenset[str], ...]
    units: frozenset[str]
    scoring: frozenset[str]
    name: frozenset[str]
    everything: frozenset[str]

    def parts(self) -> Iterator[tuple[Part, frozenset[str]]]:
        """Return each text as its words, with what it is."""
        yield from ((Part.NAME, words) for words in self.names)
        yield from ((Part.REQUIREMENT, words) for words in self.requirements)
        yield from ((Part.CATEGORY, words) for words in self.sections[:-1])
        yield from ((Part.SUB_ITEM, words) for words in self.sections[-1:])
        yield Part.UNIT, self.units
        yield Part.SCORING, self.scoring


class Questions:
    """A scheme made ready: words in, what they cover of each indicator's texts out."""

    def __init__(self, scheme: Scheme, terms: Terms) -> None:
        self.terms = terms
        self.asked = [_take_apart(i, terms) for i in scheme.indicators]
        self.places = {a.indicator.id: n for n, a in enumerate(self.asked)}
        self.codes = {normal_code(a.indicator.code): n for n, a in enumerate(self.asked)}
        self.weights = _weights(self.asked, terms.faint)
        self.sections = {s for a in self.asked for s in a.sections}
        self._texts: list[tuple[int, tuple[int, ...], float, float]] = []
        self._users: dict[str, list[int]] = defaultdict(list)
        self._units = sorted({fold(u) for i in scheme.indicators for u in i.units if len(u) > 1})
        self._index()

    def known(self, text: str) -> list[str]:
        """Return the words of a folded text that the scheme uses too, each once, groups included.

        An office's name only names the office, whatever its words mean elsewhere.
        """
        rest, units = self.without_units(text)
        found = dict.fromkeys(p for p in pairs(rest) if p in self.weights)
        found.update((g, None) for g, _ in self.terms.found(rest) if g in self.weights)
        found.update((p, None) for unit in units for p in pairs(unit) if p in self.weights)
        return list(found)

    def without_units(self, text: str) -> tuple[str, list[str]]:
        """Return a folded text without the names of responsible units, and those names."""
        units = [unit for unit in self._units if unit in text]
        for unit in sorted(units, key=len, reverse=True):
            text = text.replace(unit, "\n")
        return text, units

    def weight_of(self, said: Iterable[str], asked: frozenset[str]) -> float:
        """Return what the words weigh that are in both."""
        return sum(self.weights[p] for p in said if p in asked)

    def covered(self, said: Mapping[str, float]) -> dict[int, list[float]]:
        """Return how far these words (each with how surely it was said) cover each indicator's parts.

        By place: one share, 0..1, for each `Part`, of its best text.
        """
        shared: dict[int, float] = defaultdict(float)
        silent: dict[int, float] = {}
        for word, sure in said.items():
            weight = self.weights[word] * sure
            for text in self._users[word]:
                if word[0] == "§":
                    silent[text] = silent.get(text, 1.0) * (1.0 - _NAMED * weight / _GROUP)
                    shared[text] += 0.0
                else:
                    shared[text] += weight
        found: dict[int, list[float]] = {}
        for text, weight in shared.items():
            part, places, whole, enough = self._texts[text]
            share = min(1.0, weight / whole) if whole else 0.0
            if weight < enough:
                share *= weight / enough
            share = 1.0 - (1.0 - share) * silent.get(text, 1.0)
            for place in places:
                known = found.get(place)
                if known is None:
                    known = found[place] = [0.0] * PARTS
                if share > known[part]:
                    known[part] = share
        return found

    def _index(self) -> None:
        """List every text of the scheme once, with the indicators it belongs to and the words it uses."""
        owners: dict[tuple[Part, frozenset[str]], list[int]] = defaultdict(list)
        for n, asked in enumerate(self.asked):
            for part, words in asked.parts():
                if words and n not in owners[part, words]:
                    owners[part, words].append(n)
        for (part, words), places in owners.items():
            for word in words:
                self._users[word].append(len(self._texts))
            whole = sum(self.weights[w] for w in words if not w.startswith("§"))
            self._texts.append((int(part), tuple(places), whole, ENOUGH[part]))


def _take_apart(indicator: Indicator, terms: Terms) -> Asked:
    """Return an indicator as words; what a name says in brackets (“三清三拆”) is a name of its own."""

    def words(text: str) -> frozenset[str]:
        return frozenset(pairs(text)) | {group for group, _ in terms.found(text)}

    names = [words(t) for t in (without_brackets(indicator.name), fold(indicator.name))]
    inner = names[1] - names[0]
    texts = [without_brackets(r.text) for r in indicator.requirements]
    requirements = tuple(words(t) for t in texts)
    sections = tuple(frozenset(pairs(fold(part))) for part in indicator.path)
    units = frozenset(p for unit in indicator.units for p in pairs(fold(unit)))
    scoring = words(without_brackets(indicator.scoring))
    return Asked(
        indicator=indicator,
        names=tuple(n for n in (names[0], inner) if n),
        requirements=requirements,
        kinds=tuple(kinds_of_text(t) for t in texts),
        sections=sections,
        units=units,
        scoring=scoring,
        name=names[0] | names[1],
        everything=names[1].union(names[0], units, scoring, *requirements, *sections),
    )


def _weights(asked: list[Asked], faint: frozenset[str]) -> dict[str, float]:
    """Return each word's weight: 1 where one indicator uses it, falling to 0 where all do."""

    def own(word: str) -> float:
        return _GROUP if word[0] == "§" else _FAINT if word in faint else 1.0

    used: dict[str, int] = defaultdict(int)
    for a in asked:
        for word in a.everything:
            used[word] += 1
    whole = math.log(len(asked) + 1)
    return {word: own(word) * math.log((len(asked) + 1) / n) / whole for word, n in used.items()}
