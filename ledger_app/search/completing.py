"""What can stand behind the colon of a filter in this archive, for a search box that completes it."""

from __future__ import annotations

import re

from ledger_app.core.database import Database
from ledger_app.core.i18n import _, language
from ledger_app.search import filtering
from ledger_app.search.characters import fold
from ledger_app.search.kinds import KINDS
from ledger_app.search.querying import KEYS, STATUSES

_OPEN = re.compile(
    rf'(?:^|\s)({"|".join(word for words in KEYS.values() for word in words)})[:：](?:"([^"]*)|(\S*))$',
    re.IGNORECASE,
)
_FIELDS = {word: field for field, words in KEYS.items() for word in words}


def open_filter(text: str) -> tuple[str, str, int] | None:
    """Return the filter that is being typed at the end of a query: its name, value so far, where that begins."""
    found = _OPEN.search(text)
    if found is None:
        return None
    value = found[2] if found[2] is not None else found[3]
    start = found.start(2) - 1 if found[2] is not None else found.start(3)
    return _FIELDS[found[1].lower()], value, start


def key_shown(field: str) -> str:
    """Return the word for a filter in the language in use, with its colon."""
    words = KEYS[field]
    return f"{words[0] if language() == 'zh_CN' else words[-1]}:"


def values(db: Database, field: str, typed: str) -> list[str]:
    """Return what a filter can be set to here and holds what was typed, likeliest first.

    An indicator is for whoever knows indicators: there are none here.
    """
    match field:
        case "kind":
            known = [_(KINDS[code].name) for code in filtering.kinds(db) if code in KINDS]
        case "village":
            known = filtering.villages(db)
        case "year":
            known = [str(year) for year in filtering.years(db)]
        case "status":
            known = [w[0] if language() == "zh_CN" else str(s) for s, w in STATUSES.items()]
        case _:
            known = []
    said = fold(typed)
    return [value for value in known if said in fold(value)]


def completed(text: str, start: int, value: str) -> str:
    """Return the query with the filter being typed set to a value, ready for the next word."""
    return f'{text[:start]}"{value}" ' if " " in value else f"{text[:start]}{value} "
