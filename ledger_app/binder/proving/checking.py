"""Re-opens a finished binder as a stranger would, and holds all that can be seen of it against what was planned.

Nothing that the writer says of its work is trusted but the plan itself and where it says that it put things: the text
comes from one engine (pdfium), the outline, links and labels from another (qpdf), the pictures are rendered anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pikepdf

from ledger_app.binder.binding.model import Bound, Placement
from ledger_app.binder.proving import looking, naming, pdfa
from ledger_app.binder.proving.model import LISTS, WITH_QR, Checked, Expected, Fault, Seen, Source
from ledger_app.binder.proving.structure import Lead, Structure
from ledger_app.binder.proving.texts import holds, plain
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.volumes.leading import first_pages
from ledger_app.binder.volumes.model import EntryKind, PageKind, Part, PartKind, PlannedPage, Volume
from ledger_app.core.progress import Progress
from ledger_app.core.scratch import scratch
from ledger_app.search.worker import Pool, Terms
from ledger_app.vault import hashing

_PIECE = 16
_TICK = 0.1
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
        with pikepdf.open(path) as pdf, looking_at(path, pages[: len(pdf.pages)], progress, pool) as look:
            told = {obstacle.about for obstacle in bound.conformity if obstacle.code == "font-not-embedded"}
            structure = Structure(pdf)
            faults += _of_structure(structure, len(pdf.pages), volume, pages, counts, told)
            look.go_on()
            faults += naming.links(path, structure, volume, counts)
            look.go_on()
            faults += _of_sources(volume, renditions, files or {}, counts, look)
            faults += pdfa.faults(path, counts)
            seen = look.finish(faults)
    except pikepdf.PdfError:
        return Checked((Fault("unreadable"),), ())
    faults += of_pages(pages, seen, counts)
    faults += _of_lists(volume, pages, seen, counts)
    order = sorted(faults, key=lambda f: (f.page or 0, f.code, f.values))
    return Checked(tuple(order), tuple(counts.items()))


def expected(volume: Volume, bound: Bound, renditions: Mapping[int, Rendition]) -> Iterator[Expected]:
    """Yield every page of a binder as it was planned and put together."""
    places = {p.page: p for p in bound.placements}
    kinds = {part.key: part.kind for part in volume.parts}
    lasts = {page.part: page.number for page in volume.pages if page.kind is PageKind.FORM}
    for index, page in enumerate(volume.pages):
        place = places.get(index)
        made = renditions.get(page.item) if page.item is not None else None
        sources: tuple[Source, ...] = ()
        if place and page.pictures:
            sources = tuple(_pictures(page, place, renditions))
        elif place and made and page.kind is PageKind.ITEM and page.number <= len(made.shapes):
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
            has_qr=page.kind is PageKind.FORM
            and kinds.get(page.part) in WITH_QR
            and page.number == (lasts[page.part] if kinds[page.part] is PartKind.CLOSING else 1),
            codes=tuple(one.code for one in page.pictures),
        )


def _pictures(page: PlannedPage, place: Placement, renditions: Mapping[int, Rendition]) -> Iterator[Source]:
    """Yield what several pictures on a page come from: the page of each that shows it alone."""
    for one, matrix in zip(page.pictures, place.pictures, strict=False):
        if made := renditions.get(one.item):
            yield Source(str(made.path), made.first + len(made.shapes), matrix)


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
    with looking_at(path, pages, progress, pool) as look:
        return look.finish(faults)


@contextmanager
def looking_at(
    path: Path, pages: Sequence[Expected], progress: Progress, pool: Pool | None
) -> Iterator[Look]:
    """Let worker processes begin to look at the pages, while something else is done with the PDF."""
    with scratch("check") as folder, ExitStack() as own:
        if pool is None:
            pool = own.enter_context(workers())
        look = Look(looking.request(folder, path, pages), pages, progress, pool)
        try:
            look.go_on()
            yield look
        except BaseException:
            pool.close()  # what it was given would be taken for pages of the next binder
            raise


class Look:
    """A look at the pages of one binder that is under way in worker processes."""

    def __init__(self, asked: Path, pages: Sequence[Expected], progress: Progress, pool: Pool) -> None:
        self.progress = progress
        self._asked, self._pages, self._pool = asked, pages, pool
        self._todo = [(at, min(at + _PIECE, len(pages))) for at in range(0, len(pages), _PIECE)]
        self._seen: dict[int, Seen] = {}
        self._lost: list[Expected] = []

    def go_on(self, seconds: float = 0.0) -> None:
        """Take what was seen, waiting up to `seconds` for it, and give the workers more."""
        for (first, end), seen in self._pool.take(seconds):
            if isinstance(seen, tuple):
                self._seen |= {s.index: s for s in seen}
            elif end - first > 1:
                self._todo += [(at, at + 1) for at in range(first, end)]
            else:
                self._lost.append(self._pages[first])
        while self._todo and self._pool.has_room():
            first, end = self._todo.pop(0)
            self._pool.give((first, end), f"{first}:{end}:{self._asked}")
        self.progress.at("prove", len(self._seen), len(self._pages))

    def finish(self, faults: list[Fault]) -> dict[int, Seen]:
        """Return what was seen of every page; one that took its worker down is a fault."""
        while self._todo or self._pool.keys:
            self.go_on(_TICK)
        faults += [_fault("page-unreadable", page) for page in self._lost]
        return self._seen


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
        yield from _of_codes(page, said, counts)
        yield from _of_picture(page, found, counts)


def _of_codes(page: Expected, said: str, counts: Counter[str]) -> Iterator[Fault]:
    """Yield codes of pictures that don't stand in the captions, in the order of the pictures."""
    counts["codes"] += len(page.codes)
    rest = plain(said)
    for code in page.codes:
        _before, found, after = rest.partition(plain(code))
        if not found:
            yield _fault("code-missing", page, code=code)
        rest = after if found else rest


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
    yield from outline(structure.outline(), volume.parts, first_pages(volume), counts)
    for name, is_embedded in sorted(set(structure.fonts())):
        counts["fonts"] += 1
        if not is_embedded and name not in told:
            yield Fault("font-not-embedded", values=(("font", name),))


def outline(
    entries: Iterable[Lead], parts: Sequence[Part], firsts: Mapping[str, int], counts: Counter[str]
) -> Iterator[Fault]:
    """Yield entries that lead to no page or to another than they name, and parts that none leads to."""
    titles: dict[int, list[str]] = {}
    leads = [lead for part in parts for lead in part.leads if lead[0] in firsts]
    for key, title in leads:
        titles.setdefault(firsts[key], []).append(title)
    reached: set[int] = set()
    for entry in entries:
        counts["outline"] += 1
        named = titles.get(-1 if entry.target is None else entry.target, [])
        if any(holds(entry.title, title) or holds(title, entry.title) for title in named):
            reached.add(entry.target or 0)
        else:
            page = None if entry.target is None else entry.target + 1
            yield Fault("outline-astray", page, values=(("title", entry.title),))
    for key, title in leads:
        if firsts[key] not in reached:
            yield Fault("outline-missing", firsts[key] + 1, values=(("title", title),))


def _of_lists(
    volume: Volume, pages: Sequence[Expected], seen: Mapping[int, Seen], counts: Counter[str]
) -> Iterator[Fault]:
    """Yield where the lists don't add up with the pages, or don't say what they should."""
    present = Counter(page.part for page in pages if page.kind is not PageKind.BLANK)
    labels = {key: pages[at].label for key, at in first_pages(volume).items()}
    held = Counter(present)
    for page in volume.pages:  # a page that pictures share is counted with the first of them
        for n, one in enumerate(page.pictures):
            held[one.key] = int(n == 0)
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
            if entry.kind is EntryKind.ITEM and entry.page_count != held[entry.part]:
                yield _part_fault(
                    "entry-pages",
                    part,
                    pages,
                    title=entry.title,
                    said=entry.page_count,
                    found=held[entry.part],
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
    look: Look,
) -> Iterator[Fault]:
    """Yield files that are not what is recorded any more, and items that have no page at all."""
    recorded = {p.item: p.sha256 for p in volume.pages if p.item is not None and p.kind is PageKind.ITEM}
    recorded |= {one.item: one.sha256 for p in volume.pages for one in p.pictures}
    titles = {part.item: part.title for part in volume.parts if part.item is not None}
    titles |= {one.item: one.title for part in volume.parts for one in part.pictures}
    wanted = {item for part in volume.parts for item in part.items}
    for item in sorted(wanted - recorded.keys()):
        yield Fault("item-without-page", values=(("item", item), ("title", titles[item])))
    for item, sha256 in recorded.items():
        look.go_on()
        made = renditions.get(item or 0)
        if made and made.how is How.NOTICE:
            counts["notices"] += 1
        if made and made.sha256 != sha256:
            yield Fault("rendition-outdated", values=(("item", item), ("title", titles.get(item or 0, ""))))
        file = files.get(item or 0)
        if file is None and made and made.how is How.AS_IS:
            file = made.path
        if file is None or sha256 is None or (made and made.how is How.NOTICE):
            continue
        counts["hashes"] += 1
        if hash_of(file, look.progress) != sha256:
            yield Fault("file-changed", values=(("path", str(file)),))


def hash_of(path: Path, progress: Progress) -> str:
    """Return a file's SHA-256 as it is now, empty where it can't be read."""
    return hashing.read_digest(str(path), str(path), lambda: progress.is_cancelled).sha256 or ""


def _fault(code: str, page: Expected, /, **values: object) -> Fault:
    return Fault(code, page.index + 1, page.label, tuple(values.items()))


def _part_fault(code: str, part: Part, pages: Iterable[Expected], /, **values: object) -> Fault:
    first = next((page for page in pages if page.part == part.key), None)
    values.setdefault("title", part.title)
    where = (first.index + 1, first.label) if first else (None, "")
    return Fault(code, *where, tuple(values.items()))
