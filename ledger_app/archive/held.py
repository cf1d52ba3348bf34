"""What is held and shown: a file's way in, what it says, and its links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger_app.archive.opened import Opened
from ledger_app.core.database import Changes
from ledger_app.core.progress import Progress
from ledger_app.evidence import attestations, candidates, files, links, rejections
from ledger_app.evidence.model import Candidate, HeldFile
from ledger_app.scheme import schemes
from ledger_app.search import (
    descriptions,
    finding,
    photos,
    querying,
    scanned_pages,
)
from ledger_app.search.model import Description, Hit
from ledger_app.search.querying import Filters
from ledger_app.vault import items
from ledger_app.vault.model import ScanReport


class Held(Opened):
    """The verbs and nouns of the evidence."""

    def scan(self, progress: Progress | None = None, *, full: bool = False) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date with the whole folder; `full` hashes every file again."""
        return items.scan(self.db, self.evidence, progress or Progress(), full=full)

    def look(
        self, folders: Iterable[str] | None, progress: Progress | None = None, *, full: bool = False
    ) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date as `vault.intake` asks: with these folders, or with everything."""
        return self.scan(progress, full=full) if folders is None else self.accession(folders, progress)

    def accession(
        self, folders: Iterable[str], progress: Progress | None = None
    ) -> tuple[ScanReport, Changes]:
        """Bring the archive up to date with these folders and all below them: what a watcher saw."""
        return items.scan(self.db, self.evidence, progress or Progress(), within=folders)

    def describe(
        self, progress: Progress | None = None, *, limit: int | None = None, linked_only: bool = False
    ) -> int:
        """Read texts, titles, numbers and dates of files not read yet; return how many were read.

        The newest come first, those that are linked last. What was at work when the progress is
        cancelled stays so for the next call; `rest` ends it.
        """
        linked = links.linked_items(self.db)
        done = self._readings.read(
            self.evidence,
            progress or Progress(),
            last=linked,
            items=linked if linked_only else None,
            limit=limit,
        )
        if not linked_only:
            candidates.prepare(self.db, self.scheme(), progress or Progress(), year=self.year)
        return done

    def recognise(self, progress: Progress | None = None, *, limit: int | None = None) -> int:
        """Recognise the text on scanned pages and in pictures that wait for it; return how many pages.

        Every page is kept at once; the newest come first, those of linked files last. Raises
        `recognition-unavailable` where this PC can't.
        """
        linked = links.linked_items(self.db)
        return self._recognitions.recognise(self.evidence, progress or Progress(), last=linked, limit=limit)

    def scans_waiting(self) -> tuple[int, int]:
        """Return how many pages of scans, and how many pictures, wait for their text to be recognised."""
        scans = scanned_pages.waiting(self.db)
        pictures = sum(scan.is_picture for scan in scans)
        return sum(len(scan.pages) for scan in scans) - pictures, pictures

    def compare_photos(self, progress: Progress | None = None) -> int:
        """Find which photographs that came since the last time are the same as another; return how many came."""
        return photos.compare(self.db, progress or Progress())

    def descriptions(self, item_ids: Iterable[int], *, with_figures: bool = False) -> dict[int, Description]:
        """Return what is known of these items: a person's word first, then content, then name."""
        return descriptions.descriptions(self.db, item_ids, with_figures=with_figures)

    def correct(self, item: int, **fields: object) -> Changes:
        """Set what a person knows of an item; None takes a correction back."""
        return descriptions.correct(self.db, item, **fields)

    def villages(self) -> dict[str, int]:
        """Return the villages that items concern, each with how many, most first."""
        return descriptions.villages(self.db)

    def find(
        self, text: str, *, limit: int = 50, most_new: int | None = None, **filters: str | None
    ) -> list[Hit]:
        """Return the paths that hold every word of a query, in names, titles, numbers or contents, best first.

        `filters` (indicator, kind, village, year, status) may also stand in the query: see
        `search.querying`; `most_new` is that of `search.finding.find`.
        Raises `unknown-indicator` and what `search.finding.find` does.
        """
        asked = querying.parsed(text)
        wanted = asked.filters | Filters(**filters)
        if wanted.indicator is not None:
            shown = schemes.indicator(self.db, wanted.indicator).id
            items = frozenset(one.item for one in links.links(self.db) if one.indicator == shown)
            wanted |= Filters(items=items)
        return finding.find(self.db, asked, filters=wanted, limit=limit, most_new=most_new)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Drop all that was read from files, and read it again; return how many were read.

        Facts stay: links, corrections, numbers. Text recognised in scans has to be recognised again.
        """
        self.rest()
        with self.db.derived() as connection:
            connection.execute("DELETE FROM description")
        self.db.renew_derived()
        done = self.describe(progress)
        finding.prepare(self.db, progress)
        return done

    def accept_content(self, item_ids: Iterable[int]) -> Changes:
        """Take the changed content of these items as what is recorded and linked: a person has looked."""
        return links.confirm(self.db, item_ids)

    def files(self, **filters: object) -> list[HeldFile]:
        """Return the files the archive knows, by path; see `evidence.files.files` for the filters."""
        return files.files(self.db, **filters)

    def attest(self, item_ids: Iterable[int], what: str) -> Changes:
        """Say that these items are `signed` or `sealed`, as they are now."""
        return attestations.attest(self.db, item_ids, what)

    def withdraw_attestation(self, item_ids: Iterable[int], what: str) -> Changes:
        """Take back that these items are `signed` or `sealed`."""
        return attestations.withdraw(self.db, item_ids, what)

    def link(
        self,
        item_ids: Iterable[int],
        code: str,
        *,
        requirement: str | None = None,
        subject: int | None = None,
        how: str = "command",
    ) -> Changes:
        """Say that these items show an indicator, or one requirement of it, for one of a roster."""
        return links.link(self.db, item_ids, code, requirement=requirement, subject=subject, how=how)

    def set_subject(self, link_ids: Iterable[int], subject: int | None) -> Changes:
        """Say for whom of a roster these links show what they show; None lets the files tell it."""
        return links.set_subject(self.db, link_ids, subject)

    def unlink(self, item_ids: Iterable[int], code: str, *, requirement: str | None = None) -> Changes:
        """Take these items away from an indicator (from one requirement of it, where given)."""
        return links.unlink(self.db, item_ids, code, requirement=requirement)

    def suggestions(self, item_ids: Iterable[int], *, top: int = 3) -> dict[int, list[Candidate]]:
        """Return, for each item, the indicators it speaks for, best first, each with its reasons."""
        return candidates.for_items(self.db, self.scheme(), item_ids, year=self.year, top=top)

    def reject_suggestion(
        self, item_ids: Iterable[int], code: str, *, requirement: int | None = None
    ) -> Changes:
        """Say that these items do not show an indicator; neither it nor its like is suggested again."""
        return rejections.reject(self.db, item_ids, code, requirement=requirement)

    def accept_suggestions(self, found: Mapping[int, Sequence[Candidate]], *, at_least: float) -> Changes:
        """Link each item by its best suggestion where that reaches the score; one step to undo."""
        best = [ranked[0] for ranked in found.values() if ranked and ranked[0].score >= at_least]
        return links.accept(self.db, best)
