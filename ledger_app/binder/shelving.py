"""The archive order on the shelf: boxes and numbers that follow from what is filed, until they are settled.

What is settled is recorded; what was printed since never changes. Every verb is one step to undo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.binder.shelf import Row, Shelf, read
from ledger_app.core.database import Changes, Database, Operation, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.vault import arranging, filings, items, numbers
from ledger_app.vault import boxes as recorded
from ledger_app.vault.boxing import WIDTHS, Draft, Kept, boxed, thickness, width_for
from ledger_app.vault.model import Box, Filed, Series, Withdrawn


def boxes(db: Database) -> tuple[Box, ...]:
    """Return every box, by year, retention and office; no item lies in two."""
    return read(db).boxes


def settle(db: Database) -> Changes:
    """Record every number and every box as they are worked out now; what is recorded stays as it is."""
    shelf = read(db)
    with db.operation("settle-boxes") as op:
        free = shelf.free_numbers()
        for row in shelf.rows:
            _store(db, op, shelf, row, _lots(row), free, is_all=True)
    return changes_of(op)


def mark_printed(db: Database, op: Operation, printed: Iterable[Box]) -> None:
    """Note inside an open operation that these boxes, which are settled, stand on paper as they are now."""
    for box in printed:
        recorded.mark_printed(db, op, box.number, width=box.width)
        numbers.mark_printed(op, (one.item for one in box.items))


def file_items(db: Database, item_ids: Iterable[int], *, reason: str = "", **fields: object) -> Changes:
    """File items by `year`, `retention`, `office`, `secrecy`; empty text takes a field back to the settings.

    An item whose series changes goes to the end of the new one. Its number is withdrawn: later ones move up
    where it was never printed, else it leaves a hole for which `reason` must be given. Raises `reason-needed`
    and what `vault.filings.checked` does.
    """
    wanted, shelf = filings.checked(db, **fields), read(db)
    chosen = list(dict.fromkeys(item_ids))
    goals = {item: _goal(shelf, item, wanted) for item in chosen}
    moving = [item for item in chosen if item in shelf.places and goals[item] != shelf.series_of(item)]
    with db.operation("file-items", items=len(chosen), reason=reason) as op:
        _take_out(db, op, shelf, moving, reason)
        for item in chosen:
            values = dict(wanted)
            if item in moving:
                values |= {"position": None, "begins_box": 0, "box_width": None}
            if (
                item in shelf.numbers and item in moving
            ):  # its other fields may follow settings that changed since
                values |= _pinned(goals[item], shelf.base)
            filings.put(db, op, item, **values)
    return changes_of(op)


def withdraw(db: Database, item_ids: Iterable[int], *, reason: str = "") -> Changes:
    """Take items that no indicator asks for any more out of the archive order.

    Raises `still-linked`, `not-shelved`, and `reason-needed` for a number that was printed.
    """
    shelf = read(db)
    leaving = list(dict.fromkeys(item_ids))
    for item in leaving:
        _row(db, shelf, item)
        if item in shelf.linked:
            raise LedgerError("still-linked", path=_path(db, item))
    with db.operation("withdraw-items", items=len(leaving), reason=reason) as op:
        _take_out(db, op, shelf, leaving, reason)
        for item in leaving:
            if item in shelf.filings:
                op.delete("filing", item)
    return changes_of(op)


def move(
    db: Database,
    item_ids: Iterable[int],
    *,
    before: int | None = None,
    after: int | None = None,
    box: int | None = None,
) -> Changes:
    """Put items of one series before or after another of it, or at the end of a box of it.

    Raises `not-shelved`, `other-series`, `unknown-box`, `place-printed`, `number-printed`, `box-full`.
    """
    shelf = read(db)
    chosen = list(dict.fromkeys(item_ids))
    row = _row(db, shelf, chosen[0])
    there = before if before is not None else after
    goal = _row(db, shelf, there) if there is not None else shelf.row_of_box(box or 0)[0]
    rows = {item: _row(db, shelf, item) for item in chosen}
    stray = next((i for i in chosen if rows[i].series != goal.series), None)
    if stray is not None:
        raise LedgerError("other-series", path=_path(db, stray))
    filed = {one.item: one for one in row.filed}
    for item in chosen:
        if filed[item].number <= row.fast:
            raise LedgerError("number-printed", path=_path(db, item), number=filed[item].number)
    lots = _lots(row)
    at, mark = _place(row, lots, chosen, before, after, box)
    arranged = arranging.moved([lot.items for lot in lots], chosen, box=at, before=mark)
    if arranged == [lot.items for lot in lots]:
        return Changes()
    order = [item for one in arranged for item in one]
    if [filed[i].number <= row.fast for i in order] != [one.number <= row.fast for one in row.filed]:
        raise LedgerError("place-printed", number=row.fast)
    new = [replace(lot, items=found) for lot, found in zip(lots, arranged, strict=True)]
    is_from_elsewhere = not set(chosen) <= set(lots[at].items)
    if at and is_from_elsewhere and new[at].items[0] in chosen and not new[at].kept:
        new[at] = replace(new[at], is_begun=True)  # else it would go back into the box before
    _check_room(shelf, row, at, new[at], filed, is_onto=box is not None)
    with db.operation("move-items", items=len(chosen)) as op:
        _store(db, op, shelf, row, new, shelf.free_numbers(), moved=chosen)
    return changes_of(op)


def begin_box(db: Database, item: int, *, width: int | None = None) -> Changes:
    """Let a box begin with this item, `width` mm wide or as its papers need.

    Raises `not-shelved`, `number-printed`, `box-begins-there`, `bad-width`.
    """
    shelf = read(db)
    row = _row(db, shelf, item)
    _check_width(width)
    filed = {one.item: one for one in row.filed}
    if filed[item].number <= row.fast:
        raise LedgerError("number-printed", path=_path(db, item), number=filed[item].number)
    lots, free = _lots(row), shelf.free_numbers()
    at = next(n for n, lot in enumerate(lots) if item in lot.items)
    lot, place = lots[at], lots[at].items.index(item)
    if place == 0 and (lot.kept or lot.is_begun):
        raise LedgerError("box-begins-there", path=_path(db, item))
    rest = lot.items[place:]
    if filed[item].is_settled:
        begun = _Lot(rest, Kept(next(free), filed[item].number, width))
    else:
        begun = _Lot(rest, is_begun=True, chosen=width)
    before = [replace(lot, items=lot.items[:place])] if place else []
    with db.operation("begin-box") as op:
        _store(db, op, shelf, row, [*lots[:at], *before, begun, *lots[at + 1 :]], free)
    return changes_of(op)


def join_box(db: Database, number: int) -> Changes:
    """Put what lies in a box into the one before it of its series, which gets a wider spine if it needs one.

    Raises `unknown-box`, `first-box`, `box-printed`, `boxes-too-thick`.
    """
    shelf = read(db)
    row, at = shelf.row_of_box(number)
    lots, found = _lots(row), list(row.boxes)
    if at == 0:
        raise LedgerError("first-box", number=number)
    if found[at].is_printed:
        raise LedgerError("box-printed", number=number)
    mm = thickness((*found[at - 1].items, *found[at].items), shelf.paper)
    before = lots[at - 1]
    most = found[at - 1].width if found[at - 1].is_printed else WIDTHS[-1]
    if mm > most:
        raise LedgerError("boxes-too-thick", number=number, before=found[at - 1].number, mm=mm, width=most)
    wide = max(found[at - 1].width, width_for(mm))
    kept = before.kept
    joined = replace(
        before,
        items=[*before.items, *lots[at].items],
        kept=kept and replace(kept, width=kept.width and wide),
        chosen=before.chosen and wide,
    )
    with db.operation("join-boxes", box=number) as op:
        _store(db, op, shelf, row, [*lots[: at - 1], joined, *lots[at + 1 :]], shelf.free_numbers())
    return changes_of(op)


def set_width(db: Database, number: int, width: int | None) -> Changes:
    """Choose the spine of a box in mm; None: the narrowest that holds its papers.

    Raises `unknown-box`, `bad-width`, `box-too-narrow`.
    """
    shelf = read(db)
    row, at = shelf.row_of_box(number)
    _check_width(width)
    if (
        width is None
        and row.drafts[at].kept
        and next(box for box in row.boxes if box.number == number).is_printed
    ):
        width = width_for(row.drafts[at].thickness)  # it stands there with some spine
    draft, lots = row.drafts[at], _lots(row)
    if width is not None and draft.thickness > width and draft.width > width:
        raise LedgerError("box-too-narrow", number=number, mm=draft.thickness, width=width)
    lot = lots[at]
    if lot.kept:
        lots[at] = replace(lot, kept=replace(lot.kept, width=width))
    else:
        lots[at] = replace(lot, is_begun=lot.is_begun or width is not None, chosen=width)
    with db.operation("set-box-width", box=number, width=width) as op:
        _store(db, op, shelf, row, lots, shelf.free_numbers())
    return changes_of(op)


# A series is taken apart into lots, rearranged, and written as it differs from what is recorded.


@dataclass(frozen=True, slots=True)
class _Lot:
    """The items of a box while it is rearranged."""

    items: list[int]
    kept: Kept | None = None
    is_begun: bool = False
    chosen: int | None = None


def _lots(row: Row) -> list[_Lot]:
    return [_Lot([one.item for one in d.items], d.kept, d.is_begun, d.chosen) for d in row.drafts]


def _store(
    db: Database,
    op: Operation,
    shelf: Shelf,
    row: Row,
    lots: Sequence[_Lot],
    free: Iterator[int],
    *,
    moved: Sequence[int] = (),
    is_all: bool = False,
) -> None:
    """Write what makes a series stand as these lots do.

    What was settled stays so, and so becomes all that stands before it now: numbers have no gaps.
    """
    known = {one.item: one for one in row.filed}
    lots = [lot for lot in lots if lot.items or (lot.kept and lot.kept.first <= row.fast)]
    order = [item for lot in lots for item in lot.items]
    fixed = {item: known[item].number for item in order if known[item].number <= row.fast}
    run = arranging.numbered(order, fixed, row.fast)
    settled = set(order) if is_all else _settled(order, known, lots)
    kept = []
    for draft in _redrafted(shelf, row, lots, known, run, settled):
        if draft.kept:
            kept.append(draft.kept)
        elif draft.items[0].item in settled:
            kept.append(Kept(next(free), draft.items[0].number, draft.chosen))
    numbers.put(db, op, row.series, {item: run[item] for item in order if item in settled})
    recorded.put(db, op, row.series, kept)
    _store_filings(db, op, shelf, lots, [item for item in order if item not in settled], moved)


def _settled(order: Sequence[int], known: Mapping[int, Filed], lots: Sequence[_Lot]) -> set[int]:
    """Return the items that have to be settled: as far as the last that was, or with which a recorded box begins."""
    firsts = {lot.items[0] for lot in lots if lot.kept and lot.items}
    last = max((n for n, item in enumerate(order) if known[item].is_settled or item in firsts), default=-1)
    return set(order[: last + 1])


def _redrafted(
    shelf: Shelf,
    row: Row,
    lots: Sequence[_Lot],
    known: Mapping[int, Filed],
    run: Mapping[int, int],
    settled: Collection[int],
) -> list[Draft]:
    """Return the boxes that come of the lots: those that are not recorded may break elsewhere now."""
    kept, begins, lines = [], {}, []
    for lot in lots:
        if lot.kept:
            is_fast = lot.kept.first <= row.fast
            kept.append(lot.kept if is_fast else replace(lot.kept, first=run[lot.items[0]]))
        elif lot.is_begun:
            begins[lot.items[0]] = lot.chosen
        for item in lot.items:
            is_held = lot.kept is not None and item in settled
            lines.append(replace(known[item], number=run[item], is_settled=is_held))
    return boxed(lines, kept, begins, shelf.paper)


def _store_filings(
    db: Database,
    op: Operation,
    shelf: Shelf,
    lots: Sequence[_Lot],
    loose: Sequence[int],
    moved: Sequence[int],
) -> None:
    """Write what holds the place of items without a settled number, and where boxes begin among them."""
    among = set(loose)
    begins = {lot.items[0]: lot.chosen for lot in lots if lot.is_begun and lot.items and not lot.kept}
    for item in (item for lot in lots for item in lot.items):
        said = shelf.filings.get(item)
        wanted = (True, begins[item]) if item in begins and item in among else (False, None)
        if wanted != ((said.begins_box, said.box_width) if said else (False, None)):
            filings.put(db, op, item, begins_box=int(wanted[0]), box_width=wanted[1])
    placed = {i: shelf.filings[i].position for i in loose if i in shelf.filings}
    known = {item: position for item, position in placed.items() if position is not None}
    chosen = [item for item in moved if item in among]
    for item, position in arranging.positions(loose, known, chosen).items():
        filings.put(db, op, item, position=position)


def _take_out(db: Database, op: Operation, shelf: Shelf, leaving: Sequence[int], reason: str) -> None:
    """Take items off their places; the numbers behind them move up unless they were printed."""
    gone = set(leaving)
    for row in shelf.rows:
        own = [one for one in row.filed if one.item in gone]
        if not own:
            continue
        holes = []
        for one in own:
            if one.number <= row.fast and not reason.strip():
                raise LedgerError("reason-needed", path=_path(db, one.item), number=one.number)
            if one.is_settled:
                number, is_stated = shelf.numbers[one.item], one.number <= row.fast
                numbers.withdraw(op, number, is_stated=is_stated, reason=reason.strip(), actor=db.actor)
                if is_stated:
                    holes.append(Withdrawn(one.item, *row.series, one.number, reason, db.actor, op.at))
        left = [replace(lot, items=[i for i in lot.items if i not in gone]) for lot in _lots(row)]
        emptier = replace(row, withdrawn=(*row.withdrawn, *holes))
        _store(db, op, shelf, emptier, left, shelf.free_numbers())


def _goal(shelf: Shelf, item: int, wanted: Mapping[str, object]) -> Series:
    """Return the series to which an item belongs once it is filed so."""
    said = {name: wanted[name] for name in Series._fields if name in wanted}
    base = shelf.base._asdict()
    return shelf.series_of(item)._replace(**{k: base[k] if v is None else v for k, v in said.items()})


def _pinned(goal: Series, base: Series) -> dict[str, object]:
    usual = base._asdict()
    return {k: None if v == usual[k] else v for k, v in goal._asdict().items()}


def _place(
    row: Row,
    lots: Sequence[_Lot],
    chosen: Sequence[int],
    before: int | None,
    after: int | None,
    box: int | None,
) -> tuple[int, int | None]:
    """Return the lot to put items into, and the item of it that they stand before (None: at its end)."""
    if box is not None and before is None and after is None:
        return row.box_numbers.index(box), None
    there = before if before is not None else after
    at = next(n for n, lot in enumerate(lots) if there in lot.items)
    line = lots[at].items
    start = line.index(there) + (0 if before is not None else 1)
    return at, next((item for item in line[start:] if item not in chosen), None)


def _check_room(
    shelf: Shelf, row: Row, at: int, new: _Lot, filed: Mapping[int, Filed], *, is_onto: bool
) -> None:
    """Raise `box-full` where a recorded box, or the one that was named, can't hold what is put into it."""
    old = row.drafts[at]
    mm = thickness([filed[item] for item in new.items], shelf.paper)
    if mm > old.room and mm > old.thickness and (old.kept or is_onto):
        raise LedgerError("box-full", number=row.box_numbers[at], mm=mm, width=old.room)


def _check_width(width: int | None) -> None:
    if width is not None and width not in WIDTHS:
        raise LedgerError("bad-width", width=width, known=", ".join(map(str, WIDTHS)))


def _row(db: Database, shelf: Shelf, item: int) -> Row:
    if item not in shelf.places:
        raise LedgerError("not-shelved", path=_path(db, item))
    return shelf.places[item]


def _path(db: Database, item: int) -> str:
    return next((place.path for place in items.locations(db, [item])), str(item))
