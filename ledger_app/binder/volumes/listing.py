"""What lies under each indicator: its evidence once as paper, else as a cross-reference, and its gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.binder.model import FileLine, IndicatorPart
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.volumes.model import Entry, EntryKind
from ledger_app.binder.words import secrecy_name
from ledger_app.core.i18n import _


@dataclass(frozen=True, slots=True)
class Under:
    """An indicator with the lines of its divider, in the scheme's order."""

    part: IndicatorPart
    entries: tuple[Entry, ...]

    @property
    def originals(self) -> tuple[Entry, ...]:
        """The evidence whose paper lies behind this divider."""
        return tuple(entry for entry in self.entries if entry.kind is EntryKind.ITEM)


def listed(
    parts: Sequence[IndicatorPart], renditions: Mapping[int, Rendition], withheld: Mapping[int, str]
) -> tuple[Under, ...]:
    """Return the lines of each indicator.

    One file has one original: it lies at the first line that names it. Where it serves other requirements, there
    is a reference; within an indicator it has one number. What is `withheld` (item → 密级) lies nowhere here; it is named, with where it is kept.
    """
    placed: set[int] = set()
    return tuple(Under(part, tuple(_entries(part, renditions, withheld, placed))) for part in parts)


def original_pages(known: int | None, made: Rendition) -> int | None:
    """Return what `Entry.original_pages` says of a file that became these pages."""
    return (known or 0) if made.how is How.NOTICE else None


def noticed(remark: str, made: Rendition) -> str:
    """Return a remark that says so where a notice stands for the file."""
    said = _("notice page") if made.how is How.NOTICE else ""
    return _("; ").join(filter(None, [said, remark]))


def _entries(
    part: IndicatorPart, renditions: Mapping[int, Rendition], withheld: Mapping[int, str], placed: set[int]
) -> Iterator[Entry]:
    numbers: dict[int, int] = {}
    for requirement, files in _groups(part):
        if not files:
            yield Entry(EntryKind.GAP, 0, "", requirement, requirement=requirement)
        for line in files:
            assert line.item is not None
            number = numbers.setdefault(line.item, len(numbers) + 1)
            if line.item in withheld:
                yield _withheld(line, number, requirement, withheld[line.item])
                continue
            is_here = line.item not in placed
            placed.add(line.item)
            yield _entry(line, number, requirement, renditions[line.item] if is_here else None)


def _groups(part: IndicatorPart) -> Iterable[tuple[str, Sequence[FileLine]]]:
    """Return the requirements with their files, then what is linked to none; an indicator without any has one gap."""
    groups: list[tuple[str, Sequence[FileLine]]] = [(r.text, r.files) for r in part.requirements]
    if part.files or not groups:
        groups.append(("", part.files))
    return groups


def _entry(line: FileLine, number: int, requirement: str, made: Rendition | None) -> Entry:
    """Return the line of a file whose paper lies here, made into these pages, or (None) elsewhere."""
    return Entry(
        kind=EntryKind.REFERENCE if made is None else EntryKind.ITEM,
        number=number,
        part="" if made is None else f"item:{line.item}",
        title=line.title,
        document_number=line.document_number,
        issuer=line.issuer,
        date=line.date,
        archive_number=line.archive_number,
        page_count=len(made.shapes) if made else 0,
        remark=noticed(line.remark, made) if made else line.remark,
        requirement=requirement,
        item=line.item,
        original_pages=original_pages(line.pages, made) if made else None,
    )


def _withheld(line: FileLine, number: int, requirement: str, secrecy: str) -> Entry:
    entry = _entry(line, number, requirement, None)
    name = secrecy_name(secrecy)
    see = _("the archive; not copied ({secrecy})").format(secrecy=name)
    return replace(entry, secrecy=name, see=see)
