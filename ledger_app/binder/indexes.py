"""What the two indexes list, read from the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from ledger_app.audit.model import Audit
from ledger_app.audit.wording import verdict
from ledger_app.binder.model import (
    ArchiveIndex,
    FileLine,
    IndexGroup,
    IndexRow,
    IndicatorPart,
    InspectionIndex,
    RequirementPart,
)
from ledger_app.binder.shelf import series_order
from ledger_app.binder.words import (
    folder_state,
    indicators_text,
    items_text,
    points_text,
    secrecy_name,
    visible,
)
from ledger_app.core.database import Database
from ledger_app.core.i18n import N_, _
from ledger_app.evidence import links
from ledger_app.evidence.files import path_key
from ledger_app.evidence.model import Link
from ledger_app.scheme import needs, schemes
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.search.descriptions import descriptions
from ledger_app.search.model import Description
from ledger_app.vault import filings, items, numbering, numbers
from ledger_app.vault.model import ArchiveNumber, Secrecy, Series, Status, Withdrawn

# What the rules of the audit say of single files, as short as a remark has to be.
_REMARKS = {
    "E201": N_("file missing"),
    "E202": N_("file unreadable"),
    "E203": N_("file empty"),
    "E204": N_("content changed"),
    "E301": N_("outside the year"),
    "E302": N_("after the year"),
    "E303": N_("earlier year"),
}
_STATUS = {
    Status.CHANGED: N_("content changed"),
    Status.MISSING: N_("file missing"),
    Status.UNREADABLE: N_("file unreadable"),
}


@dataclass(frozen=True, slots=True)
class _Holdings:
    """Everything linked, with what is known of it."""

    scheme: Scheme
    links: tuple[Link, ...]
    paths: dict[int, tuple[str, ...]]
    status: dict[int, Status]
    descriptions: dict[int, Description]
    numbers: dict[int, ArchiveNumber]
    secrecy: dict[int, Secrecy]
    fonds: str
    template: str


def archive_index(db: Database, *, as_of: date) -> ArchiveIndex:
    """Return 归档文件目录 of what has a settled number, in the order of the numbers, withdrawn ones said."""
    settled, gone = numbers.archive_numbers(db), numbers.withdrawn(db)
    held = _holdings(db, [*settled, *(one.item for one in gone)])
    codes = _codes(held)
    lines: dict[Series, dict[int, ArchiveNumber | Withdrawn]] = defaultdict(dict)
    for one in (*settled.values(), *gone):
        lines[one.series][one.number] = one
    names = filings.offices(db)
    groups = tuple(
        IndexGroup(
            series.year,
            str(series.retention),
            names.get(series.office, series.office),
            tuple(
                _line(held, lines[series][number], n, codes)
                for n, number in enumerate(sorted(lines[series]), 1)
            ),
        )
        for series in sorted(lines, key=series_order(db))
    )
    if not groups:
        usual = filings.default(db)
        groups = (IndexGroup(usual.year, str(usual.retention), usual.office, ()),)
    return ArchiveIndex(
        fonds=visible(held.fonds),
        fonds_name=visible(str(db.setting("fonds_name", "") or "")),
        groups=groups,
        as_of=as_of,
    )


def index_rows(db: Database, given: Mapping[int, ArchiveNumber]) -> dict[int, IndexRow]:
    """Return the rows of these items under these numbers, whether they are recorded or only proposed."""
    held = replace(_holdings(db, given), numbers=dict(given))
    codes = _codes(held)
    return {item: _index_row(held, item, n.number, codes) for item, n in given.items()}


def inspection_index(db: Database, audit: Audit, *, as_of: date) -> InspectionIndex:
    """Return 迎检目录: every indicator in document order with its files, and what the audit says of them."""
    held = _holdings(db)
    remarks = _remarks(audit)
    linked: dict[int, list[Link]] = defaultdict(list)
    for link in held.links:
        linked[link.indicator].append(link)
    parts = tuple(_part(held, i, linked[i.id], remarks) for i in held.scheme.indicators)
    hard = audit.hard
    gaps = sum(p.gaps for p in parts)
    counts = (
        (_("Indicators"), indicators_text(len(parts))),
        (_("Hard indicators"), f"{indicators_text(hard.total)}{_(', ')}{points_text(hard.points)}"),
        (_("Hard indicators complete"), indicators_text(hard.complete)),
        (_("Files linked"), items_text(len({k.item for k in held.links}))),
        (_("Requirements without a file"), str(gaps)),
        *folder_state(audit.is_away),
    )
    return InspectionIndex(
        title=visible(held.scheme.title),
        year=audit.year,
        verdict=verdict(audit),
        counts=counts,
        indicators=parts,
        points={s.path: s.points for s in held.scheme.sections if s.points is not None},
        as_of=as_of,
    )


def _holdings(db: Database, also: Iterable[int] = ()) -> _Holdings:
    found = links.links(db)
    linked = sorted({k.item for k in found} | set(also))
    paths: dict[int, list[str]] = defaultdict(list)
    states: dict[int, set[Status]] = defaultdict(set)
    for place in items.locations(db, linked):
        paths[place.item].append(place.path)
        states[place.item].add(place.status)
    order = (Status.PRESENT, Status.CHANGED, Status.UNREADABLE, Status.MISSING)
    return _Holdings(
        scheme=needs.asked(schemes.current(db)),
        links=found,
        paths={item: tuple(sorted(p)) for item, p in paths.items()},
        status={i: next((s for s in order if s in states[i]), Status.MISSING) for i in linked},
        descriptions=descriptions(db, linked),
        numbers=numbers.archive_numbers(db),
        secrecy={item: f.secrecy for item, f in filings.filings(db).items() if f.secrecy},
        fonds=str(db.setting("fonds", "") or ""),
        template=str(db.setting("number_template", "") or numbering.TEMPLATE),
    )


def _codes(held: _Holdings) -> dict[int, list[str]]:
    """Return the codes of the indicators that each linked item serves, in document order."""
    place = {i.id: n for n, i in enumerate(held.scheme.indicators)}
    served: dict[int, set[int]] = defaultdict(set)
    for link in held.links:
        if link.indicator in place:
            served[link.item].add(place[link.indicator])
    return {item: [held.scheme.indicators[n].code for n in sorted(at)] for item, at in served.items()}


def _line(
    held: _Holdings, one: ArchiveNumber | Withdrawn, number: int, codes: Mapping[int, Sequence[str]]
) -> IndexRow:
    """Return the row of a number; one whose item was moved out is kept, and says so."""
    if isinstance(one, ArchiveNumber):
        return _index_row(held, one.item, number, codes)
    stood = ArchiveNumber(one.item, *one.series, one.number)
    row = _index_row(replace(held, numbers={one.item: stood}), one.item, number, codes)
    said = _("moved out: {reason}").format(reason=visible(one.reason))
    return replace(row, pages=None, remark=said, item=None, is_withdrawn=True)


def _index_row(held: _Holdings, item: int, number: int, codes: Mapping[int, Sequence[str]]) -> IndexRow:
    """Return an item's row: it stands once, at its first indicator; the others are cross-references (互见)."""
    description, served = held.descriptions.get(item, Description()), codes.get(item, ())
    remarks = [_("ind. {code}").format(code=code) for code in served[:1]]
    if len(served) > 1:
        remarks.append(_("see also {codes}").format(codes=_(", ").join(served[1:])))
    if held.status[item] is not Status.PRESENT:
        remarks.insert(0, _(_STATUS[held.status[item]]))
    return IndexRow(
        number=number,
        archive_number=_number(held, item),
        document_number=visible(description.document_number or ""),
        issuer=visible(description.issuer or ""),
        title=_title(held, item, is_bracketed=True),
        date=_day(description).ljust(8, "0") if description.date else "",
        secrecy=secrecy_name(held.secrecy.get(item, "")),
        pages=description.pages,
        remark=_("; ").join(remarks),
        item=item,
    )


def _part(
    held: _Holdings, indicator: Indicator, linked: list[Link], remarks: dict[tuple[str, str], list[str]]
) -> IndicatorPart:
    known = {r.id for r in indicator.requirements}

    def files(requirement: int | None) -> tuple[FileLine, ...]:
        chosen = {
            k.item for k in linked if (k.requirement if k.requirement in known else None) == requirement
        }
        ordered = sorted(chosen, key=lambda item: _order(held, item))
        return tuple(_file(held, item, indicator.code, remarks) for item in ordered)

    return IndicatorPart(
        code=visible(indicator.code),
        path=tuple(map(visible, indicator.path)),
        name=visible(indicator.name),
        points=indicator.points,
        is_hard=indicator.is_hard,
        is_bonus=indicator.is_bonus,
        units=tuple(map(visible, indicator.units)),
        scoring=indicator.scoring,
        requirements=tuple(RequirementPart(visible(r.text), files(r.id)) for r in indicator.requirements),
        files=files(None),
    )


def _file(held: _Holdings, item: int, code: str, remarks: dict[tuple[str, str], list[str]]) -> FileLine:
    description = held.descriptions.get(item, Description())
    said = [r for path in held.paths.get(item, ()) for r in remarks.get((code, path), ())]
    return FileLine(
        title=_title(held, item),
        document_number=visible(description.document_number or ""),
        issuer=visible(description.issuer or ""),
        date=_day(description),
        pages=description.pages,
        archive_number=_number(held, item),
        remark=_("; ").join(dict.fromkeys(said)),
        item=item,
    )


def _remarks(audit: Audit) -> dict[tuple[str, str], list[str]]:
    """Return what the findings say of a file under an indicator, by the indicator's code and the path."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in audit.findings:
        if finding.indicator and finding.rule in _REMARKS:
            for path in finding.files:
                found[(finding.indicator.code, path)].append(_(_REMARKS[finding.rule]))
    return found


def _title(held: _Holdings, item: int, *, is_bracketed: bool = False) -> str:
    """Return the title; one that was made from the file's name stands in [ ] where the standard asks for it."""
    description = held.descriptions.get(item, Description())
    if description.title and not (is_bracketed and description.sources.get("title") == "name"):
        return visible(description.title)
    paths = held.paths.get(item, ())
    made = description.title or (PurePosixPath(paths[0]).stem if paths else "")
    return f"[{visible(made)}]" if is_bracketed else visible(made)


def _number(held: _Holdings, item: int) -> str:
    number = held.numbers.get(item)
    return visible(numbering.archive_number(held.fonds, number, template=held.template)) if number else ""


def _order(held: _Holdings, item: int) -> tuple[str, str, int]:
    description = held.descriptions.get(item, Description())
    return description.date or "9999", path_key(_title(held, item)), item


def _day(description: Description) -> str:
    return (description.date or "").replace("-", "")
