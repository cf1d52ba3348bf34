"""The files the archive knows, each with what it is linked to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from ledger_app.core.collecting import without_full_collection
from ledger_app.core.database import Database
from ledger_app.evidence.model import HeldFile
from ledger_app.scheme import schemes
from ledger_app.vault.model import Status

_DIGITS = re.compile("[0-9]+")
_STATUS = {str(s): s for s in Status}


def files(
    db: Database,
    *,
    unlinked: bool = False,
    indicator: str | None = None,
    status: Status | None = None,
    with_set_aside: bool = True,
    items: Iterable[int] | None = None,
) -> list[HeldFile]:
    """Return one entry a path, in natural order (`path_key`); what lies there before what lay there.

    `unlinked` leaves those that nothing in the current scheme is shown by, without what was set aside;
    `indicator` is a code (raises `unknown-indicator`); `status` is the path's, not the item's;
    `items` are those to return at all, by their ids.
    """
    if indicator is not None:
        schemes.indicator(db, indicator)
    chosen = None if items is None else json.dumps(sorted(items))
    codes = _codes(db, chosen)
    where, values = ["1"], []
    if unlinked or not with_set_aside:
        where.append("NOT i.is_set_aside")
    if status is not None:
        where.append("l.status = ?")
        values.append(str(status))
    if chosen is not None:
        where.append("l.item IN (SELECT value FROM json_each(?))")
        values.append(chosen)
    sql = f"""
        SELECT l.item, l.path, l.status, l.size, l.mtime_ns, i.sha256, l.found_sha256, l.reason,
               i.is_set_aside
        FROM location l JOIN item i ON i.id = l.item
        WHERE {" AND ".join(where)}
    """
    found: list[HeldFile] = []
    missing: list[HeldFile] = []
    with without_full_collection():
        for item, path, state, size, mtime, sha256, now, reason, aside in db.tuples(sql, *values):
            shown = codes.get(item, ())
            if (unlinked and shown) or (indicator is not None and indicator not in shown):
                continue
            (missing if state == "missing" else found).append(
                HeldFile(item, path, _STATUS[state], size, mtime, sha256, now, reason, bool(aside), shown)
            )
        found += missing
        found.sort(key=lambda f: path_key(f.path))
    return found


def path_key(path: str) -> str:
    """Return a key that sorts paths as people count: folder by folder, `2` before `10`, else by character."""
    folder, slash, name = path.rpartition("/")
    before = f"{_folder_key(folder)}\0" if slash else ""
    return f"{before}{_DIGITS.sub(_counted, name)}\0\0{path}"


@lru_cache(maxsize=4096)
def _folder_key(folder: str) -> str:
    return _DIGITS.sub(_counted, folder).replace("/", "\0")


def _counted(match: re.Match[str]) -> str:
    """Put the number of digits before them: a longer number is a greater one."""
    digits = match[0].lstrip("0") or "0"
    return f"0{chr(len(digits))}{digits}"


def _codes(db: Database, chosen: str | None) -> dict[int, tuple[str, ...]]:
    """Return the codes of the indicators that each linked item shows, in document order; `chosen` are ids as JSON."""
    sql = """
        SELECT DISTINCT k.item, i.code FROM link k JOIN indicator i ON i.id = k.indicator
        WHERE NOT i.is_retired AND (?1 IS NULL OR k.item IN (SELECT value FROM json_each(?1))) ORDER BY k.item, i.position, i.id
    """
    codes: dict[int, tuple[str, ...]] = {}
    for item, code in db.tuples(sql, chosen):
        codes[item] = (*codes.get(item, ()), code)
    return codes
