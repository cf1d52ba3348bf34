"""Anchors: the head of the journal as it stands on paper, which no later rewrite of the archive can change.

Whoever rewrites the journal can recompute its chain, so that the chain alone proves nothing. What was printed
before stays printed: `1234:9f3a 6c12 77e0 a1b2 33c4` is an entry's number and the first 80 bits of its digest.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.core.journal import GENESIS

_DIGITS = 20
_FEWEST = 12
_GROUP = 4
_MISREAD = str.maketrans({"o": "0", "l": "1", "i": "1"})


class Kept(StrEnum):
    """What became of an anchor.

    HELD: the entry has this digest, and the chain up to it is intact. REWRITTEN: the entry is another one.
    CUT: the journal ends before it. BROKEN: the entry is there, but something before it was altered.
    """

    HELD = "held"
    REWRITTEN = "rewritten"
    CUT = "cut"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An anchor that was checked. `entry` is its number, `last` the journal's last one now."""

    text: str
    entry: int
    kept: Kept
    last: int

    @property
    def is_held(self) -> bool:
        return self.kept is Kept.HELD


SENTENCES = {
    Kept.HELD: N_(
        "{text}: the journal still holds entry {entry} as it was printed; nothing up to it was altered."
    ),
    Kept.REWRITTEN: N_(
        "{text}: entry {entry} of the journal is not the one that was printed; it was rewritten since."
    ),
    Kept.CUT: N_(
        "{text}: the journal ends at entry {last}; entry {entry}, which was printed, was cut off, or an older copy "
        "was put in its place."
    ),
    Kept.BROKEN: N_("{text}: entry {entry} is there, but the journal was altered before it."),
}


def head(db: Database) -> str:
    """Return the head of the journal as it is printed: the last entry's number and the beginning of its digest."""
    last = db.one("SELECT id, digest FROM operation ORDER BY id DESC LIMIT 1")
    return _written(int(str(last["id"])), str(last["digest"])) if last else _written(0, GENESIS)


def holds(db: Database, text: str) -> Anchor:
    """Say whether the journal still holds the entry that an anchor names, as it was printed, with all before it.

    Blanks, case and full width don't matter; raises `bad-anchor` where that is no anchor.
    """
    return checked(db, text, first_bad=db.verify_journal()[1])


def checked(db: Database, text: str, *, first_bad: int | None) -> Anchor:
    """Do what `holds` does for a journal whose chain was recomputed just now; `first_bad` as `verify_journal` says."""
    entry, digits = _read(text)
    last = int(str(db.value("SELECT coalesce(max(id), 0) FROM operation")))
    digest = str(db.value("SELECT digest FROM operation WHERE id = ?", entry)) if entry else GENESIS
    if entry > last:
        kept = Kept.CUT
    elif not digest.startswith(digits):
        kept = Kept.REWRITTEN
    else:
        kept = Kept.HELD if first_bad is None or first_bad > entry else Kept.BROKEN
    return Anchor(_written(entry, digits), entry, kept, last)


def sentence(anchor: Anchor) -> str:
    """Return what became of an anchor in the language in use."""
    return _(SENTENCES[anchor.kept]).format(text=anchor.text, entry=anchor.entry, last=anchor.last)


def _read(text: str) -> tuple[int, str]:
    plain = "".join(unicodedata.normalize("NFKC", text[:200]).lower().replace("-", "").split())
    number, _colon, digits = plain.partition(":")
    number, digits = number.translate(_MISREAD), digits.translate(_MISREAD)
    is_number = number.isascii() and number.isdigit() and len(number) <= 12
    if not is_number or not _FEWEST <= len(digits) <= len(GENESIS) or set(digits) - set("0123456789abcdef"):
        raise LedgerError("bad-anchor", value=text.strip()[:80])
    return int(number), digits


def _written(entry: int, digest: str) -> str:
    shown = digest[:_DIGITS]
    return f"{entry}:" + " ".join(shown[at : at + _GROUP] for at in range(0, len(shown), _GROUP))
