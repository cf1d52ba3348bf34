"""The scheme, taken apart once for comparing: what each indicator's texts say, and how telling a word is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from ledger_app.evidence.kinds import kinds_of_text
from ledger_app.evidence.words import pairs, without_brackets
from ledger_app.scheme.model import Indicator
from ledger_app.search.characters import fold


class Part(IntEnum):
    """What a text of the scheme is to its indicator."""

    NAME = 0
    REQUIREMENT = 1
    SUB_ITEM = 2
    CATEGORY = 3
    UNIT = 4


TRUST = (0.85, 0.65, 0.3, 0.12, 0.08)  # how much a text proves that is said in full, by part
ENOUGH = (1.8, 2.2, 2.2, 2.2, 2.2)  # the weight of shared pairs from which on more proves no more


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator, taken apart once: the pairs of its names, of each requirement, of its sections."""

    indicator: Indicator
    names: tuple[frozenset[str], ...]
    requirements: tuple[frozenset[str], ...]
    kinds: tuple[frozenset[str], ...]
    sections: tuple[frozenset[str], ...]
    units: frozenset[str]
    name: frozenset[str]
    everything: frozenset[str]

    def parts(self) -> Iterator[tuple[Part, frozenset[str]]]:
        """Return each text as its pairs, with what it is."""
        yield from ((Part.NAME, words) for words in self.names)
        yield from ((Part.REQUIREMENT, words) for words in self.requirements)
        yield from ((Part.CATEGORY, words) for words in self.sections[:-1])
        yield from ((Part.SUB_ITEM, words) for words in self.sections[-1:])
        yield Part.UNIT, self.units


def take_apart(indicator: Indicator) -> Asked:
    """Return an indicator as pairs; what a name says in brackets (“三清三拆”) is a name of its own."""
    names = [frozenset(pairs(t)) for t in (without_brackets(indicator.name), fold(indicator.name))]
    inner = names[1] - names[0]
    texts = [without_brackets(r.text) for r in indicator.requirements]
    requirements = tuple(frozenset(pairs(t)) for t in texts)
    sections = tuple(frozenset(pairs(fold(part))) for part in indicator.path)
    units = frozenset(p for unit in indicator.units for p in pairs(fold(unit)))
    return Asked(
        indicator=indicator,
        names=tuple(n for n in (names[0], inner) if n),
        requirements=requirements,
        kinds=tuple(kinds_of_text(t) for t in texts),
        sections=sections,
        units=units,
        name=names[0] | names[1],
        everything=names[1].union(names[0], units, *requirements, *sections),
    )


def weights(asked: list[Asked]) -> dict[str, float]:
    """Return each pair's weight: 1 where one indicator uses it, falling to 0 where all do."""
    used: dict[str, int] = defaultdict(int)
    for a in asked:
        for pair in a.everything:
            used[pair] += 1
    whole = math.log(len(asked) + 1)
    return {pair: math.log((len(asked) + 1) / n) / whole for pair, n in used.items()}
