"""What a content says of the scheme: worked out once when it was read, small enough to be kept."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass

from ledger_app.evidence.asking import Questions
from ledger_app.evidence.words import in_common, pairs
from ledger_app.search.characters import fold

LENGTH = 4000
"""Characters from a text's beginning that are compared with the scheme."""

_HEAD = 160  # here stand title and subject: a word said here is said surely
_LIKE = 1200  # characters that texts are compared with each other by
_KEPT = 8  # indicators kept of one content
_SHOWN = 3
_TELLING = 0.3  # words that weigh less are shown only beside others


@dataclass(frozen=True, slots=True)
class Told:
    """What one content says of one indicator, by its place in the scheme.

    `parts` are shares as `Questions.covered` has them, `rank` is the whole against the best of all
    indicators, `requirements` the share of each requirement said; `words` are what a person reads.
    """

    place: int
    parts: tuple[float, ...]
    rank: float
    requirements: tuple[float, ...]
    words: str


def tell(text: str, questions: Questions) -> tuple[Told, ...]:
    """Return what a text says of the indicators, the most telling first."""
    folded, units = questions.without_units(fold(text[:LENGTH]))
    counts: Counter[str] = Counter()
    spoken: dict[str, str] = {}
    for n, line in enumerate((folded[:_HEAD], folded)):
        for word in _every(line, questions):
            counts[word] += 2 - n
        for group, word in questions.terms.found(line):
            if group in questions.weights:
                counts[group] += 2 - n
                spoken.setdefault(group, word)
    counts.update(p for unit in units for p in pairs(unit) if p in questions.weights)
    said = {word: 1.0 - 0.5**count for word, count in counts.items()}
    covered = questions.covered(said)
    whole = {place: _whole(said, place, questions) for place in covered}
    best = max(whole.values(), default=0.0)
    ranked = sorted(covered, key=lambda place: (-whole[place], place))[:_KEPT]
    return tuple(
        Told(
            place,
            tuple(round(share, 2) for share in covered[place]),
            round(whole[place] / (best + 2.0), 2),
            tuple(_share(said, words) for words in questions.asked[place].requirements),
            _words(folded, said, spoken, place, questions) if whole[place] > 0.5 * best else "",
        )
        for place in ranked
        if whole[place] > 0.2 * best
    )


def fingerprint(text: str) -> bytes:
    """Return the distinct pairs of characters a text begins with, as sorted 32-bit numbers."""
    found = {(ord(p[0]) & 0xFFFF) << 16 | ord(p[1]) & 0xFFFF for p in pairs(fold(text[:_LIKE]))}
    return array("I", sorted(found)).tobytes()


def words_of(kept: bytes) -> array:
    """Return a fingerprint's numbers."""
    found = array("I")
    found.frombytes(kept)
    return found


def _every(text: str, questions: Questions) -> list[str]:
    weights = questions.weights
    return [p for i in range(len(text) - 1) if (p := text[i : i + 2]) in weights]


def _whole(said: dict[str, float], place: int, questions: Questions) -> float:
    asked = questions.asked[place]
    own = asked.name.union(asked.scoring, *asked.requirements)
    return sum(questions.weights[w] ** 2 * sure for w, sure in said.items() if w in own)


def _share(said: dict[str, float], words: frozenset[str]) -> float:
    return round(sum(said.get(w, 0.0) for w in words) / len(words), 2) if words else 0.0


def _words(
    folded: str, said: dict[str, float], spoken: dict[str, str], place: int, questions: Questions
) -> str:
    """Return the most telling words in common, as the text has them."""
    asked = questions.asked[place]
    own = asked.name.union(*asked.requirements)
    groups = [word for group, word in spoken.items() if group in own]
    plain = {w for w in said if w in own and w[0] != "§"}
    spans = [
        span
        for span in in_common(folded[:_LIKE], plain).split("、")
        if any(questions.weights.get(span[i : i + 2], 0.0) > _TELLING for i in range(len(span) - 1))
    ]
    longest: list[str] = []
    for word in sorted(dict.fromkeys([*groups, *spans]), key=lambda w: -len(w)):
        if len(longest) < _SHOWN and not any(word in known for known in longest):
            longest.append(word)
    return "、".join(longest)
