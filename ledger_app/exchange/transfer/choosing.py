"""Which items go into a package, and what the archive knows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ledger_app.binder.words import visible
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.exchange.transfer import names
from ledger_app.exchange.transfer.model import CONTENT, RETENTION, SECRECY, Candidate, LeftOut, Record
from ledger_app.search.descriptions import descriptions
from ledger_app.search.formats import ending_of
from ledger_app.search.model import Description
from ledger_app.vault import filings, items, numbering
from ledger_app.vault.model import ArchiveNumber, Box, Filing, Item, Location, Series, Status
from ledger_app.vault.names import located

_LONGEST = 1000  # what the schema takes
_ENDING = 10
_LOCKED = "encrypted"


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that records are made of."""

    root: str
    fonds: str
    template: str
    offices: Mapping[str, str]
    items: Mapping[int, Item]
    places: Mapping[int, list[Location]]
    descriptions: Mapping[int, Description]
    filings: Mapping[int, Filing]


def choose(
    db: Database, root: Path, boxes: Sequence[Box], others: Sequence[Box] = ()
) -> tuple[list[Candidate], list[LeftOut]]:
    """Return the items of these boxes that have a settled number, in order, and those that can't go along.

    A number that was withdrawn is named as left out, and one that lies between in a box of `others`, which
    were not chosen. Raises `transfer-numbers-alike`.
    """
    known = _known(db, root, {filed.item for box in (*boxes, *others) for filed in box.items})
    namer = names.Namer()
    chosen: list[Candidate] = []
    left: list[LeftOut] = []
    for box in boxes:
        for one in box.withdrawn:
            number = ArchiveNumber(one.item, one.year, one.retention, one.office, one.number)
            left.append(LeftOut(_number(known, number), "", "", "withdrawn", one.reason))
        for filed in box.items:
            places = known.places.get(filed.item, [])
            title = _title(known, filed.item)
            number = box.number_of(filed)
            reason = _reason(known, filed.item) if filed.is_settled else "unnumbered"
            if reason:
                stated = _number(known, number) if filed.is_settled else ""
                left.append(LeftOut(stated, title, places[0].path if places else "", reason))
            else:
                chosen.append(_candidate(known, number, title, namer))
    _check_apart(chosen)
    return chosen, left + _between(known, boxes, others)


def _between(known: _Known, boxes: Sequence[Box], others: Sequence[Box]) -> list[LeftOut]:
    """Return the settled items of boxes that were not chosen and lie between those of their series that were."""
    spans: dict[Series, list[int]] = defaultdict(list)
    for box in boxes:
        spans[box.series] += [filed.number for filed in box.items]
    left = []
    for box in others:
        numbers = spans.get(box.series, [])
        for filed in box.items:
            if filed.is_settled and numbers and min(numbers) < filed.number < max(numbers):
                places = known.places.get(filed.item, [])
                number, title = _number(known, box.number_of(filed)), _title(known, filed.item)
                left.append(LeftOut(number, title, places[0].path if places else "", "not-chosen"))
    return left


def _known(db: Database, root: Path, wanted: set[int]) -> _Known:
    places: dict[int, list[Location]] = defaultdict(list)
    for place in items.locations(db, sorted(wanted)):
        places[place.item].append(place)
    return _Known(
        root=str(root),
        fonds=str(db.setting("fonds", "") or ""),
        template=str(db.setting("number_template", "") or numbering.TEMPLATE),
        offices=filings.offices(db),
        items={item.id: item for item in items.all_items(db) if item.id in wanted},
        places=places,
        descriptions=descriptions(db, wanted),
        filings=filings.filings(db),
    )


def _check_apart(chosen: Iterable[Candidate]) -> None:
    """Raise `transfer-numbers-alike` where a template writes two items' numbers the same way."""
    seen: set[str] = set()
    for candidate in chosen:
        number = candidate.record.number
        if number in seen:
            raise LedgerError("transfer-numbers-alike", number=number)
        seen.add(number)


def _number(known: _Known, number: ArchiveNumber) -> str:
    return visible(numbering.archive_number(known.fonds, number, template=known.template))


def _title(known: _Known, item: int) -> str:
    """Return the title; one made from the file's name stands in [ ] (DA/T 22-2015 5.5.2)."""
    description, places = known.descriptions.get(item, Description()), known.places.get(item, [])
    if description.title and description.sources.get("title") != "name":
        return visible(description.title)[:_LONGEST]
    made = description.title or (PurePosixPath(places[0].path).stem if places else "")
    return f"[{visible(made)[: _LONGEST - 2]}]"


def _reason(known: _Known, item: int) -> str:
    """Return the code of why an item can't be handed over as it is recorded, empty where it can."""
    if known.items[item].sha256 is None:
        return "unreadable"
    if known.descriptions.get(item, Description()).error == _LOCKED:
        return "encrypted"
    states = {place.status for place in known.places.get(item, [])}
    if Status.PRESENT in states:
        return ""
    order = (Status.CHANGED, Status.UNREADABLE, Status.MISSING)
    return str(next((s for s in order if s in states), Status.MISSING))


def _candidate(known: _Known, given: ArchiveNumber, title: str, namer: names.Namer) -> Candidate:
    description = known.descriptions.get(given.item, Description())
    filing = known.filings.get(given.item)
    lying = next(p for p in known.places[given.item] if p.status is Status.PRESENT)
    date = (description.date or "").replace("-", "")
    record = Record(
        serial=0,
        number=_number(known, given),
        issuer=_text(description.issuer),
        title=title,
        date=date.ljust(8, "0") if date else "",
        secrecy=SECRECY[str(filing.secrecy)] if filing and filing.secrecy else "",
        place="",
        remark="",
        document_number=_text(description.document_number),
        year=given.year,
        office=visible(known.offices.get(given.office, given.office)),
        office_code=visible(given.office),
        retention=RETENTION[str(given.retention)],
        running=given.number,
        pages=description.pages or None,
        format="",
        name="",
        size=0,
        creator="",
        original=_text(PurePosixPath(lying.path).name),
        sha256="",
        sm3="",
    )
    folder = f"{CONTENT}/{names.folder(record.year, record.retention, record.office)}"
    ending = ending_of(lying.path)
    ending = ending if len(ending) <= _ENDING else ""
    name = namer.name(folder, record.number, title.strip("[]"), ending)
    record = replace(record, place=f"{folder}/{name}", name=name)
    return Candidate(given.item, record, located(known.root, lying.path), str(known.items[given.item].sha256))


def _text(value: str | None) -> str:
    return visible(value or "")[:_LONGEST]
