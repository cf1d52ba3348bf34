"""What suggestions are made of, held between calls and brought up to date by what was written since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence import facts, fits, judging, tellings
from ledger_app.evidence.experience import Bearing, Experience, Learned, bearing
from ledger_app.evidence.gaps import SETTLED, Gap, Offer, best, offer_of
from ledger_app.evidence.looking import Clue
from ledger_app.evidence.matching import MINIMUM, Fit, Matcher
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.telling import LENGTH, Told, fingerprint, words_of
from ledger_app.evidence.terms import township
from ledger_app.scheme import needs
from ledger_app.scheme.model import Scheme
from ledger_app.search import texts

_OF_ITEMS = {"link": "item", "rejection": "item", "location": "item", "item": "id", "correction": "item"}
_SAMPLE = 300  # texts that say which words are boilerplate
_NEAR = 12  # files at a gap that are judged with what was decided in their folders
_MOST = 120  # more of them where those are of other years
_SOME = 2000  # files whose fits are worked out at once; more are left to `prepare`
_INSIDE = 12  # files of one folder that come to a gap because of what was decided there
_FOLDERS = 5  # folders from which they come
_SIBLINGS = 60  # files of one folder that are asked what they speak for
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
        self._judged: dict[int, dict[int, tuple[Judged, Fit | None]]] = {}
        self._whole: dict[int, list[tuple[Clue, Fit]]] = {}
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
        self._forget_spoken(items)
        touched = self._learn(items)
        if len(items) > _SOME:
            self._is_fitted = False
            self._ask_anew()
            return
        touched |= fits.places_of(self.db, items)
        if self._is_fitted:
            changed = fits.stale(self.db, self.mark, most=_SOME, items=items)
            self._fit(changed)
            touched |= fits.places_of(self.db, changed)
        for place in touched:
            self._near.pop(place, None)
            self._judged.pop(place, None)
            self._whole.pop(place, None)

    def _ask_anew(self) -> None:
        self._near.clear()
        self._judged.clear()
        self._whole.clear()

    def _forget_spoken(self, items: Sequence[int]) -> None:
        if len(items) > _SIBLINGS:
            self._spoken.clear()
        for clue in facts.clues(self.db, items) if self._spoken else ():
            self._spoken.pop(clue.path.rpartition("/")[0], None)

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
        self._ask_anew()

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
            clues = list(facts.clues(self.db, facts.first_inside(self.db, folder, _SIBLINGS)))
            contents = [c.content for c in clues if c.content]
            told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            for one in clues:
                clear = self.matcher.fits(one, told.get(one.content or "", ()), least=_CLEAR)
                spoken.update(fit.place for fit in clear)
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
                    progress.at("suggest", done + at, done + len(changed))
                    self._fit(changed[at : at + _CHUNK])
                self._ask_anew()
        finally:
            self.look_again(made)
        return done

    def _fit_some(self) -> None:
        """See that the fits of all files are known, but for very many: those wait for `prepare`."""
        as_of = f"{self.mark} {self._operation} {self._described}"
        if self._is_fitted:
            if as_of != self._fitted_as_of:
                fits.settle(self.db, as_of)
                self._fitted_as_of = as_of
            return
        if not fits.is_settled(self.db, as_of):
            fits.forget_others(self.db, self.mark)
            changed = fits.stale(self.db, self.mark, most=_SOME + 1)
            if len(changed) > _SOME:
                return
            self._fit(changed)
            fits.settle(self.db, as_of)
        self._is_fitted = True
        self._fitted_as_of = as_of
        self._ask_anew()

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
        judged = self._judged.setdefault(place, {})
        near: set[int] = set()
        wanted = fits.nearest(self.db, place, requirement)
        while len(near) < _MOST and (more := list(islice(wanted, _NEAR))):
            near.update(more)
            found = best(self._offers(near, place, requirement, judged), top, self._is_of_other_year(judged))
            if sum(not o.is_aged for o in found) >= top:
                break
        for folder in self.experience.folders(place)[:_FOLDERS]:
            near.update(facts.first_inside(self.db, folder, _INSIDE))
        offers = self._offers(near, place, requirement, judged)
        if requirement is not None:
            if place not in self._whole:
                self._whole[place] = [
                    (clue, self.matcher.fit_of(clue, place, SETTLED))
                    for clue in facts.linked_as_a_whole(self.db, self._ids[place])
                ]
            for clue, fit in self._whole[place]:
                judged[clue.item] = ((clue, (), None), None)
                offer = offer_of(fit, requirement, clue.path, clue.item)
                offers += [offer] if offer else []
        chosen = best(offers, top, self._is_of_other_year(judged))
        return [self._candidate(o, requirement, *judged[o.item][0]) for o in chosen]

    def _is_of_other_year(self, judged: dict[int, tuple[Judged, Fit | None]]) -> Callable[[Offer], bool]:
        return lambda offer: bool(self.matcher.other_year(judged[offer.item][0][0]))

    def _offers(
        self,
        items: Iterable[int],
        place: int,
        requirement: int | None,
        judged: dict[int, tuple[Judged, Fit | None]],
    ) -> list[Offer]:
        """Return these free files at a gap, judged with what was decided in their folders."""
        items = set(items)
        unknown = sorted(items - judged.keys())
        clues = list(facts.clues(self.db, unknown)) if unknown else []
        contents = [c.content for c in clues if c.content]
        told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
        folders = set(self.experience.folders(place)) if clues else set()
        for clue in clues:
            folder = clue.path.rpartition("/")[0]
            learned = None
            if folder in folders:
                learned = self.experience.of(Bearing(clue.item, "", (folder,)), self._spoken_beside(clue))
            said = (clue, told.get(clue.content or "", ()), learned)
            found = [f for f in self.matcher.fits(*said, least=MINIMUM) if f.place == place]
            is_rejected = place in self.experience.rejected(clue.item)
            judged[clue.item] = (said, found[0] if found and not is_rejected else None)
        offers = []
        for item in sorted(items & judged.keys()):
            (clue, *_), fit = judged[item]
            offer = offer_of(fit, requirement, clue.path, item) if fit else None
            offers += [offer] if offer else []
        return offers

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
    scheme = needs.asked(scheme)  # nothing is suggested for a proposal
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
