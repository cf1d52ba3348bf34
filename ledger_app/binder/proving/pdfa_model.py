"""What the checker of PDF/A finds, and the small helps its parts share."""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Stream


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule (a key of `pdfa.RULES`) that is not kept; `page` from 0 where it is of one page, `about` what it is about."""

    rule: str
    page: int | None = None
    about: str = ""


def entries(found: object) -> Dictionary:
    """Return a dictionary's or stream's entries, an empty dictionary for anything else."""
    return found if isinstance(found, Dictionary | Stream) else Dictionary()


def items(found: object) -> list[Object]:
    """Return an array's items, one thing as a list of it, nothing as an empty list."""
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]
