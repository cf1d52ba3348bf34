"""How many of the papers that are asked for one file is: papers are bound and scanned together."""

from __future__ import annotations

import re

from ledger_app.audit.model import Evidence
from ledger_app.scheme.model import Need
from ledger_app.scheme.papers import kinds_in
from ledger_app.search.kinds import PICTURES, is_of_many

_SIDES = re.compile("前[、]?中[、]?后|前后|对比")


def worth(evidence: Evidence, need: Need) -> int:
    """Return for how many files of a need one file counts: never fewer than one, never more than are asked for.

    A file that names several of the kinds asked for is one of each; a comparison of before and after shows
    both; photographs in a document, and a collection, are as many as it takes.
    """
    if need.count == 1:
        return 1
    names = names_of(evidence)
    if any(is_of_many(path) for path in evidence.paths[:3]):
        return need.count
    found = len(set(kinds_in(names)) & set(need.kinds)) if len(need.kinds) > 1 else 1
    if "photo" in need.kinds:
        if evidence.paths and evidence.paths[0].rpartition(".")[2].lower() not in PICTURES:
            return need.count
        sides = _SIDES.search(names)
        found = max(found, (3 if "中" in sides[0] else 2) if sides else 1)
    return max(1, min(found, need.count))


def names_of(evidence: Evidence) -> str:
    """Return what a file's names and title say, together."""
    names = (path.rpartition("/")[2] for path in evidence.paths[:3])
    return " ".join((*names, evidence.description.title or ""))
