"""The query language: words, "phrases", -exclusions, and filters such as 类型:照片."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.search.characters import fold, searchable
from ledger_app.search.kinds import KINDS
from ledger_app.vault.model import Status
from ledger_app.vault.names import to_text

LONGEST = 200
"""Characters of a word that count."""
MOST = 32
"""Words of a query that count."""

KEYS: dict[str, tuple[str, ...]] = {
    "indicator": ("指标", "indicator"),
    "kind": ("类型", "kind"),
    "village": ("村", "village"),
    "year": ("年", "年份", "year"),
    "status": ("状态", "status"),
}
"""Each filter with the words that stand for it before a colon."""
STATUSES: dict[Status, tuple[str, ...]] = {
    Status.PRESENT: ("在位", "正常"),
    Status.CHANGED: ("已变更", "变更"),
    Status.MISSING: ("缺失",),
    Status.UNREADABLE: ("无法读取", "读不出"),
}
"""Each status with the Chinese words that stand for it, the one to show first."""
_FIELDS = {word: name for name, words in KEYS.items() for word in words}
_TERM = re.compile(rf'(-?)(?:({"|".join(_FIELDS)}):)?(?:"([^"]*)"?|(\S*))', re.IGNORECASE)
_HALVES = re.compile("[\ud800-\udfff]")
_QUOTES = str.maketrans("“”„‟＂－：", '"' * 5 + "-:")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be besides holding the words; each None where all will do.

    `kind`, `village`, `year` and `status` are as a person types them, `indicator` is a code. `items` are the only
    ones that can be hits.
    """

    indicator: str | None = None
    kind: str | None = None
    village: str | None = None
    year: str | None = None
    status: str | None = None
    items: frozenset[int] | None = None

    def __or__(self, other: Filters) -> Filters:
        """Return both together; where both say something, what `other` says."""
        given = {name: value for name in Filters.__slots__ if (value := getattr(other, name)) is not None}
        return replace(self, **given)


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, folded: all of `wanted`, none of `unwanted`, and what the filters let through."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)


def parsed(text: str) -> Query:
    """Take a query apart: words are all wanted, "a phrase" keeps its blanks, -word excludes, 类型:x filters."""
    wanted: list[str] = []
    unwanted: list[str] = []
    filters: dict[str, str] = {}
    text = _HALVES.sub(lambda m: to_text(m[0]), text)  # bytes of a name that are no text: as the name is held
    for minus, key, phrase, word in _TERM.findall(text.translate(_QUOTES)):
        if key and not minus:
            filters[_FIELDS[key.lower()]] = (phrase or word).strip()
            continue
        term = searchable(f"{key}:{phrase or word}" if key else phrase or word)[:LONGEST]
        if term.strip() and term not in wanted and len(wanted) + len(unwanted) < MOST:
            (unwanted if minus else wanted).append(term)
    return Query(tuple(wanted), tuple(unwanted), Filters(**filters))


def kinds_named(text: str) -> frozenset[str]:
    """Return the kinds that a person means, by code, name or a word for it; raises `filter-kind`."""
    said = fold(text)
    names = {
        code: [fold(n) for n in (code, kind.name, _(kind.name), *kind.words)] for code, kind in KINDS.items()
    }
    found = [code for code, words in names.items() if said in words[:3]]
    found = found or [code for code, words in names.items() if said in words]
    found = found or [code for code, words in names.items() if said and any(said in w for w in words)]
    if not found:
        known = ", ".join(_(kind.name) for kind in KINDS.values())
        raise LedgerError("filter-kind", value=text, known=known)
    return frozenset(found)


def status_named(text: str) -> Status:
    """Return the status that a person means; raises `filter-status`."""
    said = fold(text)
    for status, words in STATUSES.items():
        if said and any(fold(w).startswith(said) for w in (str(status), *words)):
            return status
    known = ", ".join(f"{words[0]} ({status})" for status, words in STATUSES.items())
    raise LedgerError("filter-status", value=text, known=known)


def year_named(text: str) -> int:
    """Return the year that a person means; raises `filter-year`."""
    said = fold(text).removesuffix("年").strip()
    if not re.fullmatch("[12][0-9]{3}", said):
        raise LedgerError("filter-year", value=text)
    return int(said)
