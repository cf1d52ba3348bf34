"""Re-opens a finished binder as a stranger would, and holds all that can be seen of it against what was planned.

Nothing that the writer says of its work is trusted but the plan itself and where it says that it put things: the text
comes from one engine (pdfium), the outline, links and labels from another (qpdf), the pictures are rendered anew.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf

from ledger_app.binder.binding.model import Bound
from ledger_app.binder.proving import looking, naming, pdfa
from ledger_app.binder.proving.model import LISTS, WITH_QR, Checked, Expected, Fault, Seen, Source
from ledger_app.binder.proving.structure import Lead, Structure
from ledger_app.binder.proving.texts import holds, plain
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.volumes.model import EntryKind, PageKind, Part, PartKind, Volume
from ledger_app.core.progress import Progress
from ledger_app.search.worker import Pool, Terms
from ledger_app.vault import hashing

_PIECE = 16
_SECONDS = 120.0
_MEMORY = 3 << 30


def check(
    path: Path,
    volume: Volume,
    bound: Bound,
    renditions: Mapping[int, Rendition],
    progress: Progress | None = None,
    *,
    files: Mapping[int, Path] | None = None,
    pool: Pool | None = None,
) -> Checked:
    """Check a binder that was just made; `files` are those of its items, to be hashed once more.

    A file that can't be opened is a fault like any other. Whoever checks many lets them share the `workers()`.
    """
    progress = progress or Progress()
    pages = list(expected(volume, bound, renditions))
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    try:
        with pikepdf.open(path) as pdf:
            told = {obstacle.about for obstacle in bound.conformity if obstacle.code == "font-not-embedded"}
            faults += _of_structure(Structure(pdf), len(pdf.pages), volume, pages, counts, told)
            seen = looked_at(path, pages[: len(pdf.pages)], progress, faults, pool=pool)
            faults += naming.links(path, Structure(pdf), volume, counts)
    except pikepdf.PdfError:
        return Checked((Fault("unreadable"),), ())
    faults += of_pages(pages, seen, counts)
    faults += _of_lists(volume, pages, seen, counts)
    faults += _of_sources(volume, renditions, files or {}, counts, progress)
    faults += pdfa.faults(path, counts)
    order = sorted(faults, key=lambda f: (f.page or 0, f.code, f.values))
    return Checked(tuple(order), tuple(counts.items()))


def expected(volume: Volume, bound: Bound, renditions: Mapping[int, Rendition]) -> Iterator[Expected]:
    """Yield every page of a binder as it was planned and put together."""
    places = {p.page: p for p in bound.placements}
    kinds = {part.key: part.kind for part in volume.parts}
    for index, page in enumerate(volume.pages):
        place = places.get(index)
        made = renditions.get(page.item) if page.item is not None else None
        sources: tuple[Source, ...] = ()
        if place and made and page.kind is PageKind.ITEM and page.number <= len(made.shapes):
            sources = (Source(str(made.path), made.first + page.number - 1, place.matrix),)
        yield Expected(
            index=index,
            label=page.label,
            code=page.code,
            part=page.part,
            kind=page.kind,
            number=page.number,
            sources=sources,
            stamps=tuple(stamp.rectangle for stamp in place.stamps) if place else (),
            has_qr=page.kind is PageKind.FORM and page.number == 1 and kinds.get(page.part) in WITH_QR,
        )


def workers() -> Pool:
    """Return the processes that look at pages, to be closed; they start with the first binder."""
    return Pool(Terms(looking.look, _SECONDS, _MEMORY))


def looked_at(
    path: Path,
    pages: Sequence[Expected],
    progress: Progress,
    faults: list[Fault],
    *,
    pool: Pool | None = None,
) -> dict[int, Seen]:
    """Look at the pages in worker processes; a page that takes its worker down is a fault, and the others are seen."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        asked = looking.request(Path(folder), path, pages)
        if pool is not None:
            return _looked_at(asked, pages, progress, faults, pool)
        with workers() as own:
            return _looked_at(asked, pages, progress, faults, own)


def _looked_at(
    asked: Path, pages: Sequence[Expected], progress: Progress, faults: list[Fault], pool: Pool
) -> dict[int, Seen]:
    found: dict[int, Seen] = {}
    todo = [(at, min(at + _PIECE, len(pages))) for at in range(0, len(pages), _PIECE)]
    while todo or pool.keys:
        while todo and pool.has_room():
            first, end = todo.pop(0)
            pool.give((first, end), f"{first}:{end}:{asked}")
        for (first, end), seen in pool.take():
            if isinstance(seen, tuple):
                found |= {s.index: s for s in seen}
            elif end - first > 1:
                todo += [(at, at + 1) for at in range(first, end)]
            else:
                faults.append(_fault("page-unreadable", pages[first]))
        progress.at("prove", len(found), len(pages))
    return found


def of_pages(pages: Sequence[Expected], seen: Mapping[int, Seen], counts: Counter[str]) -> Iterator[Fault]:
    """Yield what is wrong with single pages: label, code, picture, stamps, QR code."""
    for page in pages:
        found = seen.get(page.index)
        if found is None:
            continue
        counts["pages"] += 1
        if page.kind is PageKind.BLANK and found.has_ink:
            yield _fault("not-blank", page)
        said = found.stamped or found.text
        if page.label:
            counts["labels"] += 1
            if not holds(said, page.label, is_word=True):
                yield _fault("label-missing", page)
        if page.code:
            counts["codes"] += 1
            if not holds(said, page.code):
                yield _fault("code-missing", page, code=page.code)
        yield from _of_picture(page, found, counts)


def _of_picture(page: Expected, found: Seen, counts: Counter[str]) -> Iterator[Fault]:
    if page.sources:
        counts["compared"] += 1
        if found.difference is not None:
            yield _fault("picture-differs", page, difference=found.difference)
        counts["stamps"] += len(page.stamps)
        if found.is_covering:
            yield _fault("stamp-on-ink", page)
    if page.has_qr:
        counts["qr"] += 1
        if plain(page.code) not in {plain(line) for said in found.codes for line in said.splitlines()}:
            yield _fault("qr-wrong", page, code=page.code, found=", ".join(found.codes))


def _of_structure(
    structure: Structure,
    count: int,
    volume: Volume,
    pages: Sequence[Expected],
    counts: Counter[str],
    told: Collection[str],
) -> Iterator[Fault]:
    """Yield what is wrong with labels, outline and fonts; `told` are fonts that are known not to be embedded."""
    if count != len(pages):
        yield Fault("page-count", values=(("planned", len(pages)), ("found", count)))
    for page, label in zip(pages, structure.labels(), strict=False):
        counts["page-labels"] += 1
        if page.label and label != page.label:
            yield _fault("viewer-label", page, found=label)
    yield from outline(structure.outline(), volume.parts, _first_pages(pages), counts)
    for name, is_embedded in sorted(set(structure.fonts())):
        counts["fonts"] += 1
        if not is_embedded and name not in told:
            yield Fault("font-not-embedded", values=(("font", name),))


def outline(
    entries: Iterable[Lead], parts: Sequence[Part], firsts: Mapping[str, int], counts: Counter[str]
) -> Iterator[Fault]:
    """Yield entries that lead to no page or to another than they name, and parts that none leads to."""
    titles: dict[int, list[str]] = {}
    for part in parts:
        if part.key in firsts:
            titles.setdefault(firsts[part.key], []).append(part.title)
    reached: set[int] = set()
    for entry in entries:
        counts["outline"] += 1
        named = titles.get(-1 if entry.target is None else entry.target, [])
        if any(holds(entry.title, title) or holds(title, entry.title) for title in named):
            reached.add(entry.target or 0)
        else:
            page = None if entry.target is None else entry.target + 1
            yield Fault("outline-astray", page, values=(("title", entry.title),))
    for part in parts:
        if part.key in firsts and firsts[part.key] not in reached:
            yield Fault("outline-missing", firsts[part.key] + 1, values=(("title", part.title),))


def _of_lists(
    volume: Volume, pages: Sequence[Expected], seen: Mapping[int, Seen], counts: Counter[str]
) -> Iterator[Fault]:
    """Yield where the lists don't add up with the pages, or don't say what they should."""
    present = Counter(page.part for page in pages if page.kind is not PageKind.BLANK)
    labels = {page.part: page.label for page in reversed(pages)}
    for part in volume.parts:
        if part.page_count != present[part.key]:
            yield _part_fault("part-pages", part, pages, planned=part.page_count, found=present[part.key])
        text = "\n".join(seen[p.index].text for p in pages if p.part == part.key and p.index in seen)
        if part.kind is not PartKind.ITEM:
            counts["titles"] += 1
            if not _is_named(part, volume, text):
                yield _part_fault("title-missing", part, pages, title=part.title)
        if part.kind is PartKind.CLOSING:
            yield from _of_closing(part, volume, pages, text, counts)
        for entry in part.entries if part.kind in LISTS else ():
            counts["entries"] += 1
            if not holds(text, entry.title):
                yield _part_fault("entry-missing", part, pages, title=entry.title)
            if entry.kind is EntryKind.ITEM and entry.page_count != present[entry.part]:
                yield _part_fault(
                    "entry-pages",
                    part,
                    pages,
                    title=entry.title,
                    said=entry.page_count,
                    found=present[entry.part],
                )
            if entry.kind is EntryKind.ITEM and entry.label != labels.get(entry.part, ""):
                yield _part_fault("entry-label", part, pages, title=entry.title, said=entry.label)


def _is_named(part: Part, volume: Volume, text: str) -> bool:
    """Return whether a drawn part says what it is: its title, its indicator's name; a cover which binder it is of."""
    if part.kind is PartKind.COVER and all(holds(text, piece) for piece in volume.title.split(" · ")):
        return True  # year, retention and office of a box stand in cells of their own
    return holds(text, part.title) or bool(part.indicator and holds(text, part.indicator.name))


def _of_closing(
    part: Part, volume: Volume, pages: Sequence[Expected], text: str, counts: Counter[str]
) -> Iterator[Fault]:
    """Yield sums that the closing sheet does not state as they are, and the journal's head where it is missing."""
    kinds = Counter(page.kind for page in pages)
    for number in (kinds[PageKind.ITEM], kinds[PageKind.FORM], kinds[PageKind.BLANK], len(pages)):
        counts["sums"] += 1
        if number and re.search(rf"(?<![0-9A-Za-z]){number}(?![0-9A-Za-z])", text) is None:
            yield _part_fault("sum-missing", part, pages, number=number)
    if not holds(text, volume.head):
        yield _part_fault("head-missing", part, pages, head=volume.head)


def _of_sources(
    volume: Volume,
    renditions: Mapping[int, Rendition],
    files: Mapping[int, Path],
    counts: Counter[str],
    progress: Progress,
) -> Iterator[Fault]:
    """Yield files that are not what is recorded any more, and items that have no page at all."""
    recorded = {p.item: p.sha256 for p in volume.pages if p.item is not None and p.kind is PageKind.ITEM}
    wanted = {part.item for part in volume.parts if part.kind is PartKind.ITEM and part.item is not None}
    for item in sorted(wanted - recorded.keys()):
        yield Fault("item-without-page", values=(("item", item),))
    for item, sha256 in recorded.items():
        progress.at("prove")
        made = renditions.get(item or 0)
        if made and made.how is How.NOTICE:
            counts["notices"] += 1
        if made and made.sha256 != sha256:
            yield Fault("rendition-outdated", values=(("item", item),))
        file = files.get(item or 0)
        if file is None and made and made.how is How.AS_IS:
            file = made.path
        if file is None or sha256 is None or (made and made.how is How.NOTICE):
            continue
        counts["hashes"] += 1
        if hash_of(file, progress) != sha256:
            yield Fault("file-changed", values=(("path", str(file)),))


def hash_of(path: Path, progress: Progress) -> str:
    """Return a file's SHA-256 as it is now, empty where it can't be read."""
    return hashing.read_digest(str(path), str(path), lambda: progress.is_cancelled).sha256 or ""


def _first_pages(pages: Iterable[Expected]) -> dict[str, int]:
    return {page.part: page.index for page in reversed(list(pages))}


def _fault(code: str, page: Expected, /, **values: object) -> Fault:
    return Fault(code, page.index + 1, page.label, tuple(values.items()))


def _part_fault(code: str, part: Part, pages: Iterable[Expected], /, **values: object) -> Fault:
    first = next((page for page in pages if page.part == part.key), None)
    values.setdefault("title", part.title)
    where = (first.index + 1, first.label) if first else (None, "")
    return Fault(code, *where, tuple(values.items()))
