"""What a person says is needed: requirements added, worded, confirmed and removed by hand, with their needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count

from ledger_app.core.database import Changes, Database, Operation, Row, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.scheme import rosters, schemes
from ledger_app.scheme.drafting import drafts_for
from ledger_app.scheme.model import Indicator, Need, Requirement, Scheme
from ledger_app.scheme.papers import PAPERS
from ledger_app.scheme.templates import Step, template, wanted
from ledger_app.scheme.texts import folded, line

EVERY = ("month", "quarter", "half")
MOST = 9_999
LONGEST_TEXT = 300
LONGEST_NAME = 40

Place = tuple[str, str]
"""An indicator's code and the key of one of its requirements."""


def asked(scheme: Scheme) -> Scheme:
    """Return the scheme as an audit asks for it: no proposals, and of what is drafted the words alone."""
    return replace(scheme, indicators=tuple(_asked(i) for i in scheme.indicators))


def checked(db: Database, need: Need) -> Need:
    """Return a need that can be kept, tidied.

    Raises `bad-need-kind`, `bad-need-count`, `bad-need-every`, `bad-need-period`, `bad-need-name`,
    `bad-need-step`, `unknown-roster`.
    """
    for kind in need.kinds:
        if kind not in PAPERS:
            raise LedgerError("bad-need-kind", value=kind[:30], known=", ".join(PAPERS))
    if not 1 <= need.count <= MOST:
        raise LedgerError("bad-need-count", value=need.count, most=MOST)
    if need.every and need.every not in EVERY:
        raise LedgerError("bad-need-every", value=need.every[:30], known=", ".join(EVERY))
    if not 0 <= need.step <= MOST:
        raise LedgerError("bad-need-step", value=need.step, most=MOST)
    since, until = _day(need.since), _day(need.until)
    if since and until and since > until:
        raise LedgerError("bad-need-period", since=since, until=until)
    if need.roster is not None:
        rosters.roster(db, need.roster)
    chain, instead = line(need.chain), line(need.instead)
    for name in (chain, instead):
        if len(name) > LONGEST_NAME:
            raise LedgerError("bad-need-name", value=name[:30], most=LONGEST_NAME)
    kinds = tuple(dict.fromkeys(need.kinds))
    return replace(need, kinds=kinds, since=since, until=until, chain=chain, instead=instead)


def add(db: Database, code: str, text: str, *, need: Need | None = None) -> tuple[Requirement, Changes]:
    """Add a requirement to an indicator by hand, behind the others; it stays through every revision.

    Raises `unknown-indicator`, `bad-requirement-text`, `requirement-exists` and what `checked` does.
    """
    indicator = schemes.indicator(db, code)
    words, need = _words(indicator, text), checked(db, need or Need())
    with db.operation("add-requirement", indicator=code, requirement=words) as op:
        key = _insert(db, op, indicator, words, need, is_by_hand=1)
    return schemes.requirement(db, code, key), changes_of(op)


def change(
    db: Database, code: str, key: str, *, text: str | None = None, need: Need | None = None
) -> Changes:
    """Word a requirement anew, or say what it needs; what was drafted of it counts as settled then.

    Raises `unknown-indicator`, `unknown-requirement`, `bad-requirement-text`, `requirement-exists` and
    what `checked` does.
    """
    indicator, one = schemes.indicator(db, code), schemes.requirement(db, code, key)
    values = _settled(one)
    if text is not None and line(text) != one.text:
        values |= {"text": _words(indicator, text), "is_by_hand": 1}
        if not one.is_by_hand and not one.is_proposed:
            values["scheme_text"] = one.text
    if need is not None:
        values["need"] = schemes.need_stored(checked(db, need))
    with db.operation("change-requirement", indicator=code, key=key) as op:
        op.update("requirement", one.id, values)
    return changes_of(op)


def confirm(db: Database, chosen: Iterable[Place] | None = None) -> Changes:
    """Say that drafted needs and proposed requirements are right (None: all of them), as one operation.

    Raises `unknown-indicator`, `unknown-requirement`.
    """
    found = _drafted(db, chosen)
    with db.operation("confirm-drafts", requirements=len(found)) as op:
        for one in found:
            op.update("requirement", one.id, _settled(one))
    return changes_of(op)


def dismiss(db: Database, chosen: Iterable[Place] | None = None) -> Changes:
    """Say that drafted needs and proposed requirements are wrong (None: all of them), as one operation.

    A requirement of the scheme is then asked for by its words alone, a proposal is gone; neither is
    drafted again. Raises `unknown-indicator`, `unknown-requirement`.
    """
    found = _drafted(db, chosen)
    with db.operation("dismiss-drafts", requirements=len(found)) as op:
        for one in found:
            row: Row = {"is_drafted": 0, "is_settled": 1}
            gone: Row = {"is_retired": 1} if one.is_proposed else {"need": "{}"}
            op.update("requirement", one.id, {**row, **gone})
    return changes_of(op)


def remove(db: Database, code: str, keys: Iterable[str]) -> Changes:
    """Take requirements away from an indicator; what is linked to them speaks for the indicator as a whole.

    A revision of the scheme does not bring them back. Raises `unknown-indicator`, `unknown-requirement`.
    """
    found = [schemes.requirement(db, code, key) for key in dict.fromkeys(keys)]
    with db.operation("remove-requirements", indicator=code, requirements=len(found)) as op:
        for one in found:
            op.update("requirement", one.id, {"is_retired": 1, "is_by_hand": 1, "is_settled": 1})
    return changes_of(op)


def move(db: Database, code: str, key: str, *, to: int) -> Changes:
    """Put a requirement at another place of its indicator's list, counted from 0.

    Raises `unknown-indicator`, `unknown-requirement`.
    """
    moved = schemes.requirement(db, code, key)
    others = [r for r in schemes.indicator(db, code).requirements if r.id != moved.id]
    others.insert(max(0, to), moved)
    with db.operation("move-requirement", indicator=code, key=key) as op:
        for position, one in enumerate(others):
            op.update("requirement", one.id, {"position": position})
    return changes_of(op)


def draft(db: Database, codes: Iterable[str] | None = None) -> tuple[int, Changes]:
    """Draft what is needed from the words of the scheme (None: of all indicators); returns how many drafts.

    What a person settled is left as it is. Raises `unknown-indicator`.
    """
    chosen = (
        schemes.current(db).indicators if codes is None else [schemes.indicator(db, code) for code in codes]
    )
    known = list(db.tuples("SELECT id, kind FROM roster WHERE NOT is_retired ORDER BY id"))
    kinds = [kind for _, kind in known]
    alone = {kind: number for number, kind in known if kinds.count(kind) == 1}
    done = 0
    with db.operation("draft-needs", indicators=len(chosen)) as op:
        for indicator in chosen:
            done += _draft(db, op, indicator, alone)
        op.detail["drafts"] = done
    return done, changes_of(op)


def apply_template(db: Database, code: str, name: str, *, roster: int | None = None) -> Changes:
    """Make the steps of a usual chain requirements of an indicator, as one operation.

    A requirement that already asks for a step becomes that step; `roster` is asked for in the steps that
    each subject goes through. Raises `unknown-indicator`, `unknown-template`, `unknown-roster`.
    """
    chain, indicator = template(name), schemes.indicator(db, code)
    checked(db, Need(roster=roster))
    with db.operation("apply-template", indicator=code, template=name) as op:
        taken: set[int] = set()
        for number, step in enumerate(chain.steps, start=1):
            found = _asking(indicator, step, taken)
            need = wanted(step, found.need if found else Need(), chain=chain.chain, step_number=number)
            if roster is not None and step.is_of_each:
                need = replace(need, roster=roster)
            if found is None:
                _insert(db, op, indicator, step.text, need, is_by_hand=1)
            else:
                taken.add(found.id)
                op.update("requirement", found.id, {**_settled(found), "need": schemes.need_stored(need)})
    return changes_of(op)


def _asked(indicator: Indicator) -> Indicator:
    if not any(r.is_drafted or r.is_proposed for r in indicator.requirements):
        return indicator
    kept = (r for r in indicator.requirements if not r.is_proposed)
    return replace(
        indicator,
        requirements=tuple(replace(r, need=Need()) if r.is_drafted else r for r in kept),
    )


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise LedgerError("bad-date", value=text[:30]) from error


def _words(indicator: Indicator, text: str) -> str:
    words = line(text)
    if not words or len(words) > LONGEST_TEXT or any("\ud800" <= c <= "\udfff" for c in words):
        raise LedgerError("bad-requirement-text", value=words[:30], most=LONGEST_TEXT)
    for one in indicator.requirements:
        if folded(one.text) == folded(words):
            raise LedgerError("requirement-exists", text=words[:60], key=one.key, indicator=indicator.code)
    return words


def _settled(one: Requirement) -> Row:
    """Return what a requirement's row says once a person has settled it."""
    row: Row = {"is_drafted": 0, "is_proposed": 0, "is_settled": 1}
    return row | {"is_by_hand": 1} if one.is_proposed else row


def _drafted(db: Database, chosen: Iterable[Place] | None) -> list[Requirement]:
    if chosen is None:
        return [r for i in schemes.current(db).indicators for r in i.requirements if r.is_drafted]
    found = [schemes.requirement(db, code, key) for code, key in dict.fromkeys(chosen)]
    return [one for one in found if one.is_drafted]


def _insert(db: Database, op: Operation, indicator: Indicator, text: str, need: Need, **flags: object) -> str:
    """Add a requirement behind the others, under a key that its indicator never used."""
    rows = db.rows("SELECT key, position FROM requirement WHERE indicator = ?", indicator.id)
    used = {r["key"] for r in rows}
    key = next(k for k in map(str, count(1)) if k not in used)
    row: Row = {
        "indicator": indicator.id,
        "key": key,
        "position": max((int(str(r["position"])) for r in rows), default=-1) + 1,
        "text": text,
        "need": schemes.need_stored(need),
    }
    op.insert("requirement", {**row, "is_settled": int("is_by_hand" in flags), **flags})
    return key


def _draft(db: Database, op: Operation, indicator: Indicator, alone: dict[str, int]) -> int:
    """Draft for one indicator: the needs of what nobody settled, and proposals not there and never dismissed."""
    rows = db.rows(
        "SELECT id, text, is_settled, is_retired, is_proposed FROM requirement WHERE indicator = ?",
        indicator.id,
    )
    settled = {r["id"] for r in rows if r["is_settled"]}
    known = {folded(str(r["text"])): r for r in rows}
    found = drafts_for(
        replace(indicator, requirements=tuple(r for r in indicator.requirements if not r.is_proposed)),
        alone,
    )
    done = 0
    for identity, need in found.needs.items():
        if identity not in settled:
            row: Row = {"need": schemes.need_stored(need), "is_drafted": int(need != Need())}
            op.update("requirement", identity, row)
            done += need != Need()
    for text, need in found.proposals:
        there = known.get(folded(text))
        if there is None:
            _insert(db, op, indicator, text, need, is_drafted=1, is_proposed=1)
            done += 1
        elif there["is_proposed"] and not there["is_settled"]:
            values: Row = {"need": schemes.need_stored(need), "is_drafted": 1, "is_retired": 0}
            op.update("requirement", int(str(there["id"])), values)
            done += 1
    return done


def _asking(indicator: Indicator, step: Step, taken: set[int]) -> Requirement | None:
    """Return the requirement that already asks for a step: the first that names it, and is no other step."""
    for one in indicator.requirements:
        if one.id not in taken and step.is_named_in(one.text):
            return one
    return None
