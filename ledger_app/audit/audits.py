"""The audit of an archive: gathers the snapshot that the rules look at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from ledger_app.audit import records, waivers, what_if
from ledger_app.audit.model import Audit, Evidence, Finding, Snapshot, WhatIf
from ledger_app.audit.rules import evaluate, gaps
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.evidence import candidates, links
from ledger_app.scheme import schemes
from ledger_app.search import descriptions, photos, resemblance, traits
from ledger_app.search.describing import dates_of
from ledger_app.search.model import Description, Traits
from ledger_app.vault import items
from ledger_app.vault.model import Location, Status

_CHINA = timezone(timedelta(hours=8))
_STRONGEST = (Status.PRESENT, Status.CHANGED, Status.UNREADABLE, Status.MISSING)


def audit(db: Database, *, year: int, is_away: bool = False) -> Audit:
    """Report what is missing or wrong, as of today; `is_away`: the folder could not be looked at."""
    seen = snapshot(db, year=year, as_of=db.now().date().isoformat())
    done = evaluate(seen, waivers.waivers(db), is_away=is_away)
    return replace(done, since=records.since(db, done))


def snapshot(db: Database, *, year: int, as_of: str) -> Snapshot:
    """Gather everything the rules look at, with the nearest files for every gap."""
    groups = photos.groups(db) if photos.is_compared(db) else ()
    evidence = _evidence(db)
    bare = Snapshot(
        scheme=schemes.current(db),
        year=year,
        as_of=as_of,
        evidence=evidence,
        links=links.links(db),
        inspected=str(db.setting("inspected", "")),
        photos=groups,
        texts=resemblance.groups({item: one.traits.signature for item, one in evidence.items()}),
    )
    nearest = candidates.for_gaps(db, bare.scheme, gaps(bare), year=year)
    return replace(bare, candidates={gap: tuple(found) for gap, found in nearest.items()})


def _evidence(db: Database) -> dict[int, Evidence]:
    linked = links.linked_items(db)
    places: dict[int, list[Location]] = defaultdict(list)
    for place in items.locations(db, linked):
        places[place.item].append(place)
    described = descriptions.descriptions(db, linked, with_figures=True)
    sql = "SELECT id, sha256, size FROM item WHERE id IN (SELECT value FROM json_each(?))"
    found = [
        _one(item, sha256, size, places[item], described.get(item, Description()))
        for item, sha256, size in db.tuples(sql, json.dumps(linked))
    ]
    contents = [one.sha256 for one in found if one.sha256]
    traced, taken = traits.traits(db, contents), photos.photos(db, contents)
    return {
        one.item: replace(
            one, traits=traced.get(one.sha256 or "", Traits()), photo=taken.get(one.sha256 or "")
        )
        for one in found
    }


def _one(
    item: int, sha256: str | None, size: int, places: list[Location], description: Description
) -> Evidence:
    """Return an item as its best places show it: one copy in good order is enough."""
    status = min((p.status for p in places), key=_STRONGEST.index, default=Status.MISSING)
    shown = sorted((p for p in places if p.status is status), key=lambda p: p.path)
    is_changed = status is Status.CHANGED
    return Evidence(
        item=item,
        paths=tuple(p.path for p in shown),
        status=status,
        size=shown[0].size if is_changed else size,
        sha256=shown[0].found_sha256 if is_changed else sha256,
        dates=tuple(dict.fromkeys(d for p in shown for d in dates_of(description, p.path))),
        reason=next((p.reason for p in shown if p.reason), "") or "",
        description=description,
        modified=_day(shown[0].mtime_ns) if shown else "",
    )


def findings(db: Database, keys: Iterable[str], *, year: int) -> list[Finding]:
    """Return the findings of now with these keys, set aside or not; raises `unknown-finding`."""
    now = audit(db, year=year)
    known = {f.key: f for f in (*now.findings, *(f for f, _ in now.waived))}
    wanted = list(dict.fromkeys(keys))
    for key in wanted:
        if key not in known:
            raise LedgerError("unknown-finding", key=key)
    return [known[key] for key in wanted]


def what_if_rejected(db: Database, item_ids: Iterable[int], *, year: int) -> WhatIf:
    """Return what would become of the verdict if these items were rejected."""
    chosen = frozenset(item_ids)
    seen = snapshot(db, year=year, as_of=db.now().date().isoformat())
    given = waivers.waivers(db)
    before = evaluate(seen, given)
    return what_if.compared(before, evaluate(what_if.without(seen, chosen), given), chosen)


def _day(mtime_ns: int) -> str:
    """Return the day in China, wherever the PC thinks it is; empty for a time that is none."""
    try:
        return datetime.fromtimestamp(mtime_ns // 10**9, UTC).astimezone(_CHINA).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
