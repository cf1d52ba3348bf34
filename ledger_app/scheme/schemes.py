"""Keeps the scheme that an archive is assessed by, from its first import through every revision."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from difflib import get_close_matches
from itertools import count

from ledger_app.core.database import Changes, Database, Operation, Row, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.scheme.comparing import Difference, compare
from ledger_app.scheme.matching import How, Match, match_indicators, match_requirements
from ledger_app.scheme.model import Indicator, Need, Problem, Requirement, Scheme, Section

_THE_SCHEME = 1


def current(db: Database) -> Scheme:
    """Return the scheme with the database's ids, in document order; what is retired is left out."""
    head = db.row("scheme", _THE_SCHEME)
    if head is None:
        raise LedgerError("no-scheme", path=db.path)
    paths = _paths(db, "NOT is_retired")
    return Scheme(
        title=str(head["title"]),
        year=head["year"],
        total_points=head["total_points"],
        indicators=tuple(_indicators(db, is_retired=False)),
        sections=tuple(
            Section(paths[int(str(r["id"]))], r["points"])
            for r in db.rows("SELECT id, points FROM section WHERE NOT is_retired ORDER BY position")
        ),
        problems=tuple(
            Problem(code, place, json.loads(detail))
            for code, place, detail in db.tuples("SELECT code, place, detail FROM scheme_problem ORDER BY id")
        ),
        source=str(head["source"]),
        sha256=str(head["sha256"]),
    )


def indicator(db: Database, code: str) -> Indicator:
    """Return the indicator with this code; raises `unknown-indicator` with the nearest codes."""
    found = {i.code: i for i in _indicators(db, is_retired=False)}
    if code not in found:
        nearest = get_close_matches(code, found, n=3, cutoff=0.0)
        raise LedgerError(
            "unknown-indicator", indicator=code, nearest=", ".join(sorted(nearest, key=list(found).index))
        )
    return found[code]


def requirement(db: Database, code: str, key: str) -> Requirement:
    """Return one requirement; raises `unknown-indicator`, `unknown-requirement`."""
    found = indicator(db, code)
    for one in found.requirements:
        if one.key == key:
            return one
    known = "; ".join(f"{r.key} {r.text}" for r in found.requirements) or "–"
    raise LedgerError("unknown-requirement", key=key, indicator=code, known=known)


def set_hard(db: Database, indicator_id: int, is_hard: bool) -> Changes:
    """Mark an indicator as hard or not by hand; the next revision of the scheme leaves it so."""
    with db.operation("mark-hard" if is_hard else "unmark-hard", indicator=indicator_id) as op:
        op.update("indicator", indicator_id, {"is_hard": int(is_hard), "is_hard_by_hand": 1})
    return changes_of(op)


def compared(db: Database, scheme: Scheme, by_hand: Mapping[int, int | None] | None = None) -> Difference:
    """Return what storing this scheme would change; `by_hand` as in `comparing.compare`.

    Requirements are compared by the scheme's own words; what a person added is no part of it.
    """
    words: dict[int, list[Requirement]] = {}
    kept: set[int] = set()
    for owner, identity, key, text, scheme_text, is_by_hand in db.tuples(
        "SELECT indicator, id, key, text, scheme_text, is_by_hand FROM requirement "
        "WHERE is_by_hand OR (NOT is_retired AND NOT is_proposed) ORDER BY indicator, position, id"
    ):
        words.setdefault(owner, []).append(Requirement(key, scheme_text or text, identity))
        if is_by_hand:
            kept.add(identity)
    stored = current(db)
    indicators = tuple(replace(i, requirements=tuple(words.get(i.id, ()))) for i in stored.indicators)
    retired = [replace(i, requirements=tuple(words.get(i.id, ()))) for i in _indicators(db, is_retired=True)]
    return compare(
        replace(stored, indicators=indicators),
        scheme,
        retired,
        by_hand=by_hand,
        hard_by_hand={i for (i,) in db.tuples("SELECT id FROM indicator WHERE is_hard_by_hand")},
        kept_requirements=kept,
    )


def store(
    db: Database, scheme: Scheme, *, pairs: Mapping[int, int] | None = None, is_undoable: bool = True
) -> Changes:
    """Put a scheme, or its next revision, into the archive as one operation.

    Stored indicators that are found again keep their row, and with it their links and evidence;
    those that are gone are retired, not deleted, and come back when a later revision has them again.
    `pairs` is the pairing that a person confirmed, position in `scheme` to stored id (`Difference.pairs`);
    without it the best one that can be found is taken. Raises `pairing-outdated` where the archive no
    longer holds what was paired.
    """
    live = list(_indicators(db, is_retired=False))
    retired = list(_indicators(db, is_retired=True))
    pool = [*live, *retired]
    found = {} if pairs is not None else match_indicators(live, retired, scheme.indicators)
    matched = {at: pool[m.old].id for at, m in found.items()} if pairs is None else dict(pairs)
    if not set(matched.values()) <= {i.id for i in pool}:
        raise LedgerError("pairing-outdated", path=db.path)
    name = "revise-scheme" if db.row("scheme", _THE_SCHEME) else "import-scheme"
    with db.operation(name, is_undoable=is_undoable, source=scheme.source, title=scheme.title) as op:
        op.put(
            "scheme",
            {
                "id": _THE_SCHEME,
                "title": scheme.title,
                "year": scheme.year,
                "total_points": scheme.total_points,
                "source": scheme.source,
                "sha256": scheme.sha256,
                "imported_at": op.at,
            },
        )
        sections = _store_sections(db, op, scheme)
        gone = {i.id for i in live} - set(matched.values())
        for identity in sorted(gone):
            op.update("indicator", identity, {"is_retired": 1})
        _free_codes(op, scheme, live, matched)
        silent = [
            column
            for column, is_named in (("units", scheme.names_units), ("persons", scheme.names_persons))
            if not is_named
        ]
        for position, one in enumerate(scheme.indicators):
            _store_indicator(db, op, one, position, sections.get(one.path), matched.get(position), silent)
        doubted = [(pool[m.old], scheme.indicators[at], m) for at, m in sorted(found.items())]
        _store_problems(db, op, (*scheme.problems, *_doubts(doubted)))
        op.detail["indicators"] = len(scheme.indicators)
        op.detail["new"] = len(scheme.indicators) - len(matched)
        op.detail["retired"] = len(gone)
    return changes_of(op)


def need_of(stored: str) -> Need:
    """Return a need from what is stored of it: what differs from the defaults, as JSON."""
    said = json.loads(stored)
    return Need(**said | {"kinds": tuple(said.get("kinds", ()))})


def need_stored(need: Need) -> str:
    """Return a need as it is stored."""
    said = {k: v for k, v in asdict(need).items() if v != getattr(Need(), k)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


# reading


def _indicators(db: Database, *, is_retired: bool) -> list[Indicator]:
    paths = _paths(db, "1")
    requirements: dict[int, list[Requirement]] = {}
    for key, text, identity, need, is_drafted, is_proposed, is_by_hand, owner in db.tuples(
        "SELECT key, text, id, need, is_drafted, is_proposed, is_by_hand, indicator FROM requirement "
        "WHERE NOT is_retired ORDER BY indicator, position, id"
    ):
        one = Requirement(
            key, text, identity, need_of(need), bool(is_drafted), bool(is_proposed), bool(is_by_hand)
        )
        requirements.setdefault(owner, []).append(one)
    return [
        Indicator(
            code=str(r["code"]),
            path=paths.get(r["section"], ()),
            name=str(r["name"]),
            points=r["points"],
            is_hard=bool(r["is_hard"]),
            is_bonus=bool(r["is_bonus"]),
            units=tuple(json.loads(str(r["units"]))),
            persons=tuple(json.loads(str(r["persons"]))),
            scoring=str(r["scoring"]),
            requirements=tuple(requirements.get(r["id"], [])),
            place=str(r["place"]),
            id=int(str(r["id"])),
        )
        for r in db.rows(
            "SELECT * FROM indicator WHERE is_retired = ? ORDER BY position, id", int(is_retired)
        )
    ]


def _paths(db: Database, condition: str) -> dict[int, tuple[str, ...]]:
    rows = {i: (p, n) for i, p, n in db.tuples(f"SELECT id, parent, name FROM section WHERE {condition}")}

    def path(identity: int) -> tuple[str, ...]:
        parent, name = rows[identity]
        return (*(path(parent) if parent in rows else ()), name)

    return {identity: path(identity) for identity in rows}


# writing


def _store_sections(db: Database, op: Operation, scheme: Scheme) -> dict[tuple[str, ...], int]:
    known = {path: identity for identity, path in _paths(db, "1").items()}
    stated = {s.path: s.points for s in scheme.sections}
    wanted: dict[tuple[str, ...], None] = {}
    for path in (*stated, *(i.path for i in scheme.indicators)):
        for depth in range(1, len(path) + 1):
            wanted[path[:depth]] = None
    for path, identity in known.items():
        if path not in wanted:
            op.update("section", identity, {"is_retired": 1})
    for position, path in enumerate(wanted):
        row: Row = {
            "parent": known.get(path[:-1]),
            "position": position,
            "name": path[-1],
            "points": stated.get(path),
            "is_retired": 0,
        }
        if path in known:
            op.update("section", known[path], row)
        else:
            known[path] = op.insert("section", row)
    return known


def _free_codes(op: Operation, scheme: Scheme, live: list[Indicator], matched: dict[int, int]) -> None:
    """Park the codes that others need: two indicators may have swapped theirs, and a code is unique."""
    codes = {i.id: i.code for i in live}
    needed = {scheme.indicators[at].code: identity for at, identity in matched.items()}
    for at, one in enumerate(scheme.indicators):
        needed.setdefault(one.code, -at - 1)
    for identity in matched.values():
        code = codes.get(identity)
        if code is not None and needed.get(code, identity) != identity:
            op.update("indicator", identity, {"code": f"\x1f{identity}"})


def _store_indicator(
    db: Database,
    op: Operation,
    one: Indicator,
    position: int,
    section: int | None,
    identity: int | None,
    silent: Collection[str],
) -> None:
    """Store an indicator; of one that is found again, the columns that the whole scheme is silent on stay."""
    row: Row = {
        "section": section,
        "position": position,
        "code": one.code,
        "name": one.name,
        "points": one.points,
        "is_hard": int(one.is_hard),
        "is_bonus": int(one.is_bonus),
        "units": json.dumps(one.units, ensure_ascii=False),
        "persons": json.dumps(one.persons, ensure_ascii=False),
        "scoring": one.scoring,
        "place": one.place,
        "is_retired": 0,
    }
    if one.is_marked:
        row["is_hard_by_hand"] = 1
    if identity is None:
        _store_requirements(db, op, one, op.insert("indicator", row))
        return
    if not one.is_marked and db.value("SELECT is_hard_by_hand FROM indicator WHERE id = ?", identity):
        del row["is_hard"]
    for column in silent:
        del row[column]
    op.update("indicator", identity, row)
    _store_requirements(db, op, one, identity)


def _store_requirements(db: Database, op: Operation, one: Indicator, owner: int) -> None:
    """Keep the key of what is found again; what is new gets a key that was never used.

    What a person added, worded or removed stays as they left it; needs stay with their requirement.
    """
    rows = db.rows(
        "SELECT id, key, text, scheme_text, is_by_hand, is_retired FROM requirement "
        "WHERE indicator = ? ORDER BY id",
        owner,
    )
    by_hand = {r["id"] for r in rows if r["is_by_hand"]}
    stored: dict[bool, list[Requirement]] = {False: [], True: []}
    for r in rows:
        words = str(r["scheme_text"] or r["text"])
        stored[bool(r["is_retired"])].append(Requirement(str(r["key"]), words, int(str(r["id"]))))
    found = match_requirements(stored[False], stored[True], one.requirements)
    pool = [*stored[False], *stored[True]]
    matched = {position: pool[at].id for position, at in found.items()}
    for old in stored[False]:
        if old.id not in matched.values() and old.id not in by_hand:
            op.update("requirement", old.id, {"is_retired": 1})
    used = {str(r["key"]) for r in rows}
    numbers = (str(n) for n in count(1))
    for position, requirement in enumerate(one.requirements):
        row: Row = {"position": position, "text": requirement.text, "is_retired": 0}
        if matched.get(position) in by_hand:
            op.update("requirement", matched[position], {"scheme_text": requirement.text})
        elif position in matched:
            op.update("requirement", matched[position], {**row, "is_proposed": 0})
        else:
            key = (
                requirement.key if requirement.key not in used else next(n for n in numbers if n not in used)
            )
            used.add(key)
            op.insert("requirement", {"indicator": owner, "key": key, **row})


def _doubts(found: Iterable[tuple[Indicator, Indicator, Match]]) -> Iterator[Problem]:
    """Yield a problem for every pair that nobody confirmed and that may be wrong."""
    for old, new, match in found:
        values = {"code": new.code, "old": old.name, "new": new.name}
        if match.how is How.CODE and match.doubt:
            yield Problem("indicator-renamed", new.place, values)
        elif match.doubt:
            yield Problem("indicator-alike", new.place, values)


def _store_problems(db: Database, op: Operation, problems: Iterable[Problem]) -> None:
    wanted = [
        {"code": p.code, "place": p.place, "detail": json.dumps(p.values, ensure_ascii=False, sort_keys=True)}
        for p in problems
    ]
    stored = db.rows("SELECT * FROM scheme_problem ORDER BY id")
    if [{k: v for k, v in r.items() if k != "id"} for r in stored] == wanted:
        return
    for r in stored:
        op.delete("scheme_problem", int(str(r["id"])))
    for row in wanted:
        op.insert("scheme_problem", row)
