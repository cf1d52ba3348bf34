"""What suggestions are made of, held between calls and brought up to date by what was written since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import facts, fits, judging, tellings
from ledger_app.evidence.experience import Bearing, Experience, Learned, bearing
from ledger_app.evidence.gaps import SETTLED, Gap, Offer, best, offer_of
from ledger_app.evidence.looking import Clue
from ledger_app.evidence.matching import MINIMUM, Matcher
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.telling import LENGTH, Told, fingerprint, words_of
from ledger_app.evidence.terms import township
from ledger_app.scheme.model import Scheme
from ledger_app.search import texts

_OF_ITEMS = {"link": "item", "rejection": "item", "location": "item", "item": "id", "correction": "item"}
_SAMPLE = 300  # texts that say which words are boilerplate
_NEAR = 12  # files at a gap that are judged with what was decided in their folders
_MOST = 120  # more of them where those are of other years
_SOME = 2000  # files whose fits are worked out at once; more are left to `prepare`
_INSIDE = 40  # files of one folder that come to a gap because of what was decided there
_SIBLINGS = 200  # files of one folder that are asked what they speak for
_CLEAR = 0.6
_CHUNK = 1000

Judged = tuple[Clue, tuple[Told, ...], Learned | None]


class Memory:
    """The matcher, what was decided so far, and the fits of all free files; made by `memory_of`."""

    def __init__(self, db: Database, scheme: Scheme, *, year: int, mark: str) -> None:
        self.db = db
        self.mark = mark
        self.year = year
        self.matcher = Matcher(scheme, year=year)
        self.experience = Experience()
        self._places = self.matcher.questions.places
        self._ids = {place: indicator for indicator, place in self._places.items()}
        self._sampled = 0
        self._is_fitted = False
        self._spoken: dict[str, Counter[int]] = {}
        self._near: dict[int, dict[tuple[int | None, int], list[Candidate]]] = {}
        self._operation = self._newest()
        self._described = self._last_described()
        self._begin()

    # keeping up

    def renew(self) -> None:
        """Take in what was written since the last look."""
        now = self._newest()
        if now != self._operation:
            self._take_in(self._operation, now)
            self._operation = now
        described = self._last_described()
        if described != self._described:
            sql = "SELECT sha256 FROM description WHERE rowid > ?"
            contents = [c for (c,) in self.db.tuples(sql, self._described)]
            self._described = described
            self.look_again(contents)

    def look_again(self, contents: Sequence[str]) -> None:
        """Take in what these contents say now."""
        if self._is_outgrown():
            self._begin()
        for at in range(0, len(contents), _CHUNK):
            self._touch(facts.items_of(self.db, contents[at : at + _CHUNK]))

    def _newest(self) -> int:
        return int(str(self.db.value("SELECT coalesce(max(id), 0) FROM operation")))

    def _last_described(self) -> int:
        return int(str(self.db.value("SELECT coalesce(max(rowid), 0) FROM description")))

    def _take_in(self, before: int, now: int) -> None:
        items: set[int] = set()
        for number in range(before + 1, now + 1):
            changes = self.db.changes(number)
            if not changes:  # written in bulk: a scan
                self._take_in_scan()
            for change in changes:
                column = _OF_ITEMS.get(change.table)
                images = (change.before, change.after) if column else ()
                items |= {int(str(image[str(column)])) for image in images if image}
        self._touch(sorted(items))

    def _take_in_scan(self) -> None:
        """Files came, went or lie elsewhere: learn again from where they lie now."""
        self._begin()
        self._is_fitted = False

    def _touch(self, items: Sequence[int]) -> None:
        """Read these items anew."""
        if not items:
            return
        self._spoken.clear()
        touched = self._learn(items)
        if len(items) > _SOME:
            self._is_fitted = False
            self._near.clear()
            return
        touched |= fits.places_of(self.db, items)
        if self._is_fitted:
            changed = fits.stale(self.db, self.mark, most=_SOME, items=items)
            self._fit(changed)
            touched |= fits.places_of(self.db, changed)
        for place in touched:
            self._near.pop(place, None)

    # what was decided

    def _begin(self) -> None:
        """Learn from all decisions anew."""
        self._spoken.clear()
        ids = [n for (n,) in self.db.tuples("SELECT id FROM content ORDER BY sha256 LIMIT ?", _SAMPLE)]
        common: Counter[int] = Counter()
        for text in texts.heads(self.db, ids, length=LENGTH).values():
            common.update(words_of(fingerprint(text)))
        self._sampled = len(ids)
        self.experience = Experience(common, len(ids))
        self._learn(list(facts.decisions(self.db, self._places)))
        self._near.clear()

    def _is_outgrown(self) -> bool:
        if self._sampled >= _SAMPLE:
            return False
        count = int(str(self.db.value("SELECT count(*) FROM content")))
        return count >= 2 * self._sampled

    def _learn(self, items: Sequence[int]) -> set[int]:
        """Take in what is decided of these items now; returns the places that this touches."""
        touched: set[int] = set()
        decided = facts.decisions(self.db, self._places, items)
        for item in items:
            if item not in decided:
                touched |= self.experience.forget(item)
        for clue, words in self._with_words(decided):
            decision = decided[clue.item]
            touched |= self.experience.learn(_bearing(clue, words), decision)
        return touched

    def _with_words(self, items: Iterable[int]) -> Iterable[tuple[Clue, Sequence[int]]]:
        rest = iter(sorted(items))
        while chunk := list(islice(rest, _CHUNK)):
            clues = list(facts.clues(self.db, chunk))
            contents = [c.content for c in clues if c.content]
            tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            words = tellings.fingerprints(self.db, contents)
            for clue in clues:
                yield clue, words_of(words.get(clue.content or "", b""))

    # asking

    def for_items(self, items: Sequence[int], *, top: int) -> dict[int, list[Candidate]]:
        """Return the indicators that each of these items speaks for, best first."""
        found: dict[int, list[Candidate]] = {item: [] for item in items}
        for clue, told, learned in self.signs_of(items):
            found[clue.item] = self.matcher.for_file(
                clue, top=top, told=told, learned=learned, rejected=self.experience.rejected(clue.item)
            )
        return found

    def signs_of(self, items: Iterable[int]) -> Iterable[tuple[Clue, tuple[Told, ...], Learned | None]]:
        """Return each item's clue, what its text says, and what decisions about its neighbours say."""
        rest = iter(items)
        while chunk := list(islice(rest, _CHUNK)):
            clues = list(facts.clues(self.db, chunk))
            contents = [c.content for c in clues if c.content]
            told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            words = tellings.fingerprints(self.db, contents) if len(self.experience) else {}
            for clue in clues:
                learned = None
                if len(self.experience):
                    numbers = words_of(words.get(clue.content or "", b""))
                    learned = self.experience.of(_bearing(clue, numbers), self._spoken_beside(clue))
                yield clue, told.get(clue.content or "", ()), learned

    def _spoken_beside(self, clue: Clue) -> Counter[int]:
        """Count, by place, the free files of a folder that clearly speak for a place themselves."""
        folder = clue.path.rpartition("/")[0]
        if not self.experience.is_beside(folder):
            return Counter()
        if folder not in self._spoken:
            spoken = self._spoken[folder] = Counter()
            clues = list(islice(facts.free_inside(self.db, folder), _SIBLINGS))
            contents = [c.content for c in clues if c.content]
            told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            for one in clues:
                fits = self.matcher.fits(one, told.get(one.content or "", ()))
                spoken.update(fit.place for fit in fits if fit.score >= _CLEAR)
        return self._spoken[folder]

    def for_gaps(self, wanted: Sequence[Gap], *, top: int) -> dict[Gap, list[Candidate]]:
        """Return the nearest free files of these gaps, best first; gaps that nothing fits are left out.

        Where very many files were never compared with the scheme, those wait for `prepare`.
        """
        self._fit_some()
        found: dict[Gap, list[Candidate]] = {}
        for indicator, requirement in wanted:
            place = self._places.get(indicator)
            if place is None:
                continue
            known = self._near.setdefault(place, {})
            if (requirement, top) not in known:
                known[requirement, top] = self._nearest(place, requirement, top)
            if known[requirement, top]:
                found[indicator, requirement] = known[requirement, top]
        return found

    def prepare(self, progress: Progress) -> int:
        """Compare all files with the scheme that were not compared yet; returns how many contents were.

        What was worked out is kept where the person cancels.
        """
        done = 0
        made: list[str] = []
        try:
            for contents in tellings.make_missing(self.db, self.matcher.questions, self.mark, progress):
                made += contents
                done += len(contents)
            while changed := fits.stale(self.db, self.mark, most=_CHUNK * 10):
                for at in range(0, len(changed), _CHUNK):
                    progress.at("compare", done + at, done + len(changed))
                    self._fit(changed[at : at + _CHUNK])
                self._near.clear()
        finally:
            self.look_again(made)
        return done

    def _fit_some(self) -> None:
        if self._is_fitted:
            return
        fits.forget_others(self.db, self.mark)
        changed = fits.stale(self.db, self.mark, most=_SOME + 1)
        if len(changed) <= _SOME:
            self._fit(changed)
            self._is_fitted = True
        self._near.clear()

    def _fit(self, items: Sequence[int]) -> None:
        """Work out and keep which gaps these free files fit."""
        for at in range(0, len(items), _CHUNK):
            clues = list(facts.free(self.db, items[at : at + _CHUNK]))
            contents = [c.content for c in clues if c.content]
            told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            found = [
                (clue.item, self.matcher.fits(clue, told.get(clue.content or "", ()), least=MINIMUM))
                for clue in clues
            ]
            fits.store(self.db, self.mark, found)

    def _nearest(self, place: int, requirement: int | None, top: int) -> list[Candidate]:
        """Return the best files of one gap; what was decided in their folders counts for the nearest."""
        judged: dict[int, Judged] = {}
        offers: dict[int, Offer] = {}
        wanted = fits.nearest(self.db, place, requirement)
        while len(judged) < _MOST and (near := list(islice(wanted, _NEAR))):
            self._judge_all(near, place, requirement, judged, offers)
            if len(self._best(offers, judged, top, is_aged=False)) >= top:
                break
        beside = [
            item
            for folder in self.experience.folders(place)
            for item in facts.first_inside(self.db, folder, _INSIDE)
            if item not in judged
        ]
        self._judge_all(beside, place, requirement, judged, offers)
        if requirement is not None:
            for clue in facts.linked_as_a_whole(self.db, self._ids[place]):
                fit = self.matcher.fit_of(clue, place, SETTLED)
                judged[clue.item] = (clue, (), None)
                if offer := offer_of(fit, requirement, clue.path, clue.item):
                    offers[clue.item] = offer
        chosen = self._best(offers, judged, top, is_aged=True)
        return [self._candidate(o, requirement, *judged[o.item]) for o in chosen]

    def _best(
        self, offers: dict[int, Offer], judged: dict[int, Judged], top: int, *, is_aged: bool
    ) -> list[Offer]:
        found = best(offers.values(), top, lambda o: bool(self.matcher.other_year(judged[o.item][0])))
        return [o for o in found if is_aged or not o.is_aged]

    def _judge_all(
        self,
        items: Sequence[int],
        place: int,
        requirement: int | None,
        judged: dict[int, Judged],
        offers: dict[int, Offer],
    ) -> None:
        """Judge free files with what was decided in their folders."""
        clues = list(facts.clues(self.db, items)) if items else []
        contents = [c.content for c in clues if c.content]
        told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
        for clue in clues:
            if place in self.experience.rejected(clue.item):
                continue
            beside = Bearing(clue.item, "", (clue.path.rpartition("/")[0],))
            learned = self.experience.of(beside, self._spoken_beside(clue))
            judged[clue.item] = (clue, told.get(clue.content or "", ()), learned)
            for fit in self.matcher.fits(*judged[clue.item], least=MINIMUM):
                if fit.place == place and (offer := offer_of(fit, requirement, clue.path, clue.item)):
                    offers[clue.item] = offer

    def _candidate(
        self,
        offer: Offer,
        requirement: int | None,
        clue: Clue,
        told: Sequence[Told],
        learned: Learned | None,
    ) -> Candidate:
        year = self.matcher.other_year(clue)
        return self.matcher.candidate(
            clue,
            offer.fit,
            requirement,
            offer.score,
            year,
            told=told,
            learned=learned,
            is_linked=offer.is_settled,
        )


def memory_of(db: Database, scheme: Scheme, *, year: int) -> Memory:
    """Return what is held for this archive, brought up to date; made anew for another scheme or year."""
    mark = _mark(scheme)
    held = db.memory.get(Memory)
    if isinstance(held, Memory) and held.mark == mark and held.year == year:
        held.renew()
        return held
    made = db.memory[Memory] = Memory(db, scheme, year=year, mark=mark)
    return made


def _mark(scheme: Scheme) -> str:
    """Name everything that what a text says depends on."""
    asked = [
        [i.id, i.code, i.path, i.name, i.units, i.scoring, [[r.id, r.text] for r in i.requirements]]
        for i in scheme.indicators
    ]
    said = json.dumps([tellings.VERSION, judging.WEIGHTS, township().text, asked], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _bearing(clue: Clue, words: Iterable[int]) -> Bearing:
    return bearing(clue.item, clue.path, clue.description, words)
