"""What a file's path, name and title say: taken apart once for all files that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger_app.evidence.asking import Questions
from ledger_app.evidence.kinds import kinds_of_extension, kinds_of_text
from ledger_app.evidence.words import leading_number, pairs
from ledger_app.search.characters import fold
from ledger_app.search.model import Description

CUE = 0.25  # from here on a number speaks for an indicator; a file's words for one requirement

_DIGITS = re.compile("[0-9]+")
_SAYS_NOTHING = frozenset(("材料", "资料", "文件", "档案", "佐证", "附件", "台账", "相关", "其他"))
_UNREAD = Description()


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a file before anybody linked it; `content` is its content's SHA-256, where known."""

    item: int
    path: str
    description: Description = _UNREAD
    content: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a folder's path or a file's own name and title say; one object for all that say the same."""

    words: frozenset[str]
    code: tuple[int, float]
    kinds: frozenset[str]
    likely_kinds: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A file, taken apart: words of its folders and of its own name and title, and what they say.

    `code` is the place of the indicator whose number the path carries (-1: none) and how sure that is.
    """

    folder: frozenset[str]
    own: frozenset[str]
    issuer: frozenset[str]
    code: tuple[int, float]
    kinds: frozenset[str]
    likely_kinds: frozenset[str]


class Looks:
    """Takes files apart for one scheme; the same path and description always get the same object."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._said: dict[tuple, Said] = {}
        self._folders: dict[str, Said] = {}
        self._names: dict[tuple, Said] = {}
        self._looks: dict[tuple, Look] = {}

    def of(self, clue: Clue) -> Look:
        """Take a file apart; files whose folders and names say the same share the answer."""
        folder, _, name = clue.path.rpartition("/")
        described = clue.description
        above, own = self._folder(folder), self._name(name, described.title or "")
        key = (above, own, described.issuer, described.kind)
        look = self._looks.get(key)
        if look is None:
            own_kind = {described.kind} if described.kind else frozenset()
            issuer = fold(described.issuer or "")
            look = self._looks[key] = Look(
                folder=above.words,
                own=own.words,
                issuer=frozenset(self._questions.known(issuer)) if issuer else frozenset(),
                code=max(above.code, own.code, key=_sureness) if above.code[1] < CUE else above.code,
                kinds=above.kinds | own.kinds | own_kind,
                likely_kinds=own.likely_kinds,
            )
        return look

    def _name(self, name: str, title: str) -> Said:
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
                frozenset((*self._questions.known(said), *self._questions.known(title))),
                self._code(said, 0.8),
                kinds_of_text(f"{said}\n{title}"),
                kinds_of_extension(extension.lower()),
            )
        return found

    def _folder(self, folder: str) -> Said:
        found = self._folders.get(folder)
        if found is None:
            parts = fold(folder).split("/")
            known = frozenset(p for part in parts for p in self._questions.known(part))
            code = (-1, 0.0)
            for part in reversed(parts):
                code = self._code(part, 1.0)
                if code[1] >= CUE:
                    break
            found = self._folders[folder] = self._one(known, code, kinds_of_text(parts[-1]), frozenset())
        return found

    def _one(self, *said: object) -> Said:
        if said not in self._said:
            self._said[said] = Said(*said)
        return self._said[said]

    def _code(self, part: str, trust: float) -> tuple[int, float]:
        """Return the indicator whose code a folder or file name starts with, and how sure that is.

        A number is also how people count categories, sub-items and files: the words beside it decide.
        """
        questions = self._questions
        number, is_named = leading_number(part)
        place = questions.codes.get(number, -1)
        if place < 0:
            return -1, 0.0
        if is_named:
            return place, 0.8 * trust
        words = [p for p in pairs(part) if p not in _SAYS_NOTHING]
        said = self._weighed(questions.known(part))
        if not said:
            return place, (0.42 if not words and trust == 1.0 else 0.15) * trust
        asked = questions.asked[place]
        of_indicator = questions.weight_of(said, asked.name.union(*asked.requirements))
        if of_indicator == 0.0 or any(
            questions.weight_of(said, s) > of_indicator for s in questions.sections
        ):
            return place, 0.05 * trust
        return place, 0.75 * trust

    def _weighed(self, known: Iterable[str]) -> list[str]:
        return [w for w in known if w not in _SAYS_NOTHING]


def _sureness(pair: tuple[int, float]) -> float:
    return pair[1]
