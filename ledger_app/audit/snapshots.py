"""Gathers what the rules look at, and keeps up with what is written: read again is only what that touches."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from ledger_app.audit import unprinted
from ledger_app.audit.model import Evidence, Snapshot
from ledger_app.core.collecting import without_full_collection
from ledger_app.core.database import Database
from ledger_app.evidence import attestations, links
from ledger_app.evidence.model import Link
from ledger_app.evidence.subjects import Subjects
from ledger_app.scheme import needs, rosters, schemes
from ledger_app.search import descriptions, photos, resemblance, traits
from ledger_app.search.describing import dates_of
from ledger_app.search.model import Description, Traits
from ledger_app.vault import items
from ledger_app.vault.model import Location, Status

_EPOCH = date(1970, 1, 1)
_EIGHT_HOURS, _DAY = 8 * 3600, 86_400
_STRONGEST = (Status.PRESENT, Status.CHANGED, Status.UNREADABLE, Status.MISSING)
_SOME = 500

_UNREAD = Description()
_UNTRACED = Traits()
_NOTHING: frozenset[str] = frozenset()
_EVERYTHING = 0  # stands among the stale items where the scheme or a roster was written
_OF_ITEM = "SELECT {row}.{key}"
_OF_CONTENT = """
    SELECT id FROM item WHERE sha256 = {row}.{key}
    UNION SELECT item FROM location WHERE status <> 'present' AND found_sha256 = {row}.{key}
"""
_WATCHED = (
    ("location", "item", _OF_ITEM),
    ("item", "id", _OF_ITEM),
    ("link", "item", _OF_ITEM),
    ("correction", "item", _OF_ITEM),
    ("attestation", "sha256", _OF_CONTENT),
    ("description", "sha256", _OF_CONTENT),
    ("unprinted", "sha256", _OF_CONTENT),
    *(
        (table, "id", f"SELECT {_EVERYTHING}")
        for table in ("scheme", "section", "indicator", "requirement", "scheme_problem", "roster", "subject")
    ),
)
_EVENTS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


class Gatherer:
    """What the rules look at, held between audits; made by `gatherer_of`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._links: dict[int, tuple[Link, ...]] = {}
        self._all_links: tuple[Link, ...] = ()
        self._evidence: dict[int, Evidence] = {}
        self._is_compared = False
        self._photos = self._texts = ()
        self._alike: photos.Pairs = ()
        _watch(db)
        self._begin()

    def snapshot(self, *, year: int, as_of: str) -> Snapshot:
        """Return what the rules look at now, without the files nearest to gaps."""
        self._renew()
        return Snapshot(
            scheme=self._scheme,
            year=year,
            as_of=as_of,
            evidence=self._evidence,
            links=self._all_links,
            rosters=self._rosters,
            inspected=str(self._db.setting("inspected", "")),
            photos=self._photos,
            texts=self._texts,
        )

    def _begin(self) -> None:
        """Read everything."""
        self._scheme = needs.asked(schemes.current(self._db))
        self._rosters = rosters.rosters(self._db)
        self._subjects = Subjects(self._rosters)
        found: dict[int, list[Link]] = defaultdict(list)
        for link in links.links(self._db):
            found[link.item].append(link)
        self._links = {item: tuple(held) for item, held in found.items()}
        self._evidence = evidence(self._db, self._links, self._subjects)
        self._shown = photos.shown(self._db)
        self._settle(are_texts_stale=True, are_photos_stale=True)

    def _renew(self) -> None:
        """Read what was written since the last look."""
        stale = {item for (item,) in self._db.tuples("SELECT item FROM temp.audit_stale")}
        if _EVERYTHING in stale:
            self._begin()
        elif stale:
            self._take_in(stale)
        elif self._is_compared != photos.is_compared(self._db):
            self._settle(are_texts_stale=False, are_photos_stale=False)

    def _take_in(self, stale: set[int]) -> None:
        held = self._links
        now = _links_of(self._db, stale)
        self._links = {item: found for item, found in held.items() if item not in stale} | now
        before = self._evidence
        read = evidence(self._db, now, self._subjects)
        self._evidence = {item: one for item, one in before.items() if item not in stale} | read
        pictures = photos.shown(self._db, stale)
        are_photos_stale = any(self._shown.get(item) != pictures.get(item) for item in stale)
        for item in stale:
            self._shown.pop(item, None)
        self._shown |= pictures
        self._settle(
            are_texts_stale=any(_signature(before.get(item)) != _signature(read.get(item)) for item in stale),
            are_photos_stale=are_photos_stale,
        )

    def _settle(self, *, are_texts_stale: bool, are_photos_stale: bool) -> None:
        """Bring what is made of the rest up to date, and note that nothing is stale."""
        found = [link for held in self._links.values() for link in held]
        self._all_links = tuple(sorted(found, key=lambda link: link.id))
        self._settle_photos(is_stale=are_photos_stale)
        if are_texts_stale:
            signatures = {item: one.traits.signature for item, one in self._evidence.items()}
            self._texts = resemblance.groups(signatures)
        self._db.connection.execute("DELETE FROM temp.audit_stale")

    def _settle_photos(self, *, is_stale: bool) -> None:
        was, self._is_compared = self._is_compared, photos.is_compared(self._db)
        if not self._is_compared:
            self._photos = ()
            return
        pairs = photos.alike(self._db)
        if is_stale or not was or pairs != self._alike:
            self._alike = pairs
            self._photos = photos.grouped(self._shown, pairs)


def gatherer_of(db: Database) -> Gatherer:
    """Return what is held for this archive."""
    held = db.memory.get(Gatherer)
    if not isinstance(held, Gatherer):
        held = db.memory[Gatherer] = Gatherer(db)
    return held


def evidence(db: Database, item_ids: Iterable[int], subjects: Subjects) -> dict[int, Evidence]:
    """Return these items as the rules see them; `subjects` tells whom they concern."""
    wanted = sorted(item_ids)
    if not wanted:
        return {}
    with without_full_collection():
        places: dict[int, list[Location]] = defaultdict(list)
        for place in items.locations(db, wanted):
            places[place.item].append(place)
        described = descriptions.descriptions(db, wanted, with_figures=True)
        sql = "SELECT id, sha256, size FROM item WHERE id IN (SELECT value FROM json_each(?))"
        rows = {item: (sha256, size) for item, sha256, size in db.tuples(sql, json.dumps(wanted))}
        best = {item: _best(places[item]) for item in rows}
        now = {
            item: shown[0].found_sha256 if status is Status.CHANGED else rows[item][0]
            for item, (status, shown) in best.items()
        }
        contents = {sha256 for sha256 in now.values() if sha256}
        traced, taken = traits.traits(db, contents), photos.photos(db, contents)
        seen = attestations.attested(db, contents)
        unshown = unprinted.reasons(db)
        found: dict[int, Evidence] = {}
        for item, (status, shown) in best.items():
            description = described.get(item, _UNREAD)
            paths = tuple([place.path for place in shown])
            content = now[item] or ""
            found[item] = Evidence(
                item=item,
                paths=paths,
                status=status,
                size=shown[0].size if status is Status.CHANGED else rows[item][1],
                sha256=now[item],
                dates=_dates(description, paths),
                reason=next((place.reason for place in shown if place.reason), "") or "",
                description=description,
                traits=traced.get(content, _UNTRACED),
                photo=taken.get(content),
                subjects=subjects.of(paths=paths, title=description.title, villages=description.villages),
                attested=seen.get(content, _NOTHING),
                unprinted=unshown.get(content, ""),
                modified=_day(shown[0].mtime_ns) if shown else "",
            )
        return found


def _best(places: list[Location]) -> tuple[Status, list[Location]]:
    """Return an item's best status and its places in that, by path: one copy in good order is enough."""
    if len(places) == 1:
        return places[0].status, places
    status = min((p.status for p in places), key=_STRONGEST.index, default=Status.MISSING)
    return status, sorted((p for p in places if p.status is status), key=lambda p: p.path)


def _dates(description: Description, paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if len(paths) == 1:
        return tuple(dict.fromkeys(dates_of(description, paths[0])))
    return tuple(dict.fromkeys(date for path in paths for date in dates_of(description, path)))


def _day(mtime_ns: int) -> str:
    """Return the day in China, wherever the PC thinks it is; empty for a time that is none."""
    return _day_of((mtime_ns // 10**9 + _EIGHT_HOURS) // _DAY)


@lru_cache(maxsize=1 << 12)
def _day_of(days: int) -> str:
    """Return the ISO date that lies so many days after 1970-01-01, empty where there is none."""
    try:
        return (_EPOCH + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def _links_of(db: Database, stale: set[int]) -> dict[int, tuple[Link, ...]]:
    """Return the links of these items, of those that have any."""
    if len(stale) <= _SOME:
        return {item: found for item in stale if (found := links.of_item(db, item))}
    found: dict[int, list[Link]] = defaultdict(list)
    for link in links.links(db):
        if link.item in stale:
            found[link.item].append(link)
    return {item: tuple(held) for item, held in found.items()}


def _signature(one: Evidence | None) -> bytes | None:
    return one.traits.signature if one else None


def _watch(db: Database) -> None:
    """Let every write note, for this session, the items whose evidence or links it touches."""
    if db.value("SELECT 1 FROM temp.sqlite_master WHERE name = 'audit_stale'"):
        return
    db.connection.execute("CREATE TEMP TABLE audit_stale (item INTEGER)")  # an upsert would break any key
    for table, key, stale in _WATCHED:
        for event, rows in _EVENTS.items():
            inserts = " ".join(f"INSERT INTO audit_stale {stale.format(row=row, key=key)};" for row in rows)
            db.connection.execute(
                f"CREATE TEMP TRIGGER audit_{table}_{event.lower()} AFTER {event} ON main.{table} "
                f"BEGIN {inserts} END"
            )
