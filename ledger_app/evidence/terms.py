"""The words that mean one thing: read from a small table that an office may edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from ledger_app.core.resources import resource
from ledger_app.search.characters import fold


class Terms:
    """Groups of words that mean one thing; a group is named by `§` and its first word.

    `faint` are words that any paper says.
    """

    def __init__(self, groups: Iterable[Iterable[str]], faint: Iterable[str] = ()) -> None:
        groups = [[fold(word) for word in group] for group in groups]
        self.faint = frozenset(map(fold, faint))
        self.text = "\n".join(" ".join(group) for group in (*groups, sorted(self.faint)))
        self._starts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for group in groups:
            for word in group:
                if len(word) > 1:
                    self._starts[word[:2]].append((word, f"§{group[0]}"))
        for known in self._starts.values():
            known.sort(key=lambda pair: (-len(pair[0]), pair))

    def found(self, text: str) -> Iterator[tuple[str, str]]:
        """Return the groups that a folded text speaks of, each with the word that says so; the longest first."""
        starts = self._starts
        for i in range(len(text) - 1):
            for word, group in starts.get(text[i : i + 2], ()):
                if text.startswith(word, i):
                    yield group, word


def read_terms(path: Path) -> Terms:
    """Read a table: one group a line, words apart by blanks; `#` begins a remark, `-` words that any paper says."""
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    faint = [word for line in lines if line.startswith("-") for word in line[1:].split()]
    return Terms((line.split() for line in lines if not line.startswith(("#", "-"))), faint)


@lru_cache(maxsize=1)
def township() -> Terms:
    """Return the table that comes with the program."""
    return read_terms(resource("terms", "township.txt"))
