"""What suggestions are made of, held between calls and brought up to date by what was written since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ledger_app.core.database import Database
from ledger_app.evidence import facts, tellings
from ledger_app.evidence.experience import Bearing, Experience, Learned, bearing
from ledger_app.evidence.gaps import SETTLED, Gap, Gaps, Offer, best, offer_of
from ledger_app.evidence.looking import Clue
from ledger_app.evidence.matching import Matcher
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.telling import LENGTH, Told, fingerprint, words_of
from ledger_app.evidence.terms import township
from ledger_app.scheme.model import Scheme
from ledger_app.search import texts

_OF_ITEMS = {"link": "item", "rejection": "item", "location": "item", "item": "id", "correction": "item"}
_SAMPLE = 300  # texts that say which words are boilerplate
_NEAR = 12  # files at a gap that are judged again with what was decided in their folders
_INSIDE = 40  # files of one folder that come to a gap because of what was decided there
_SIBLINGS = 200  # files of one folder that are asked what they speak for
_CLEAR = 0.6
_CHUNK = 2000


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
        self._gaps: Gaps | None = None
        self._contents: dict[int, tuple[str, str | None]] = {}
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
                items |= self._moved()
            for change in changes:
                column = _OF_ITEMS.get(change.table)
                images = (change.before, change.after) if column else ()
                items |= {int(str(image[str(column)])) for image in images if image}
        self._touch(sorted(items))

    def _moved(self) -> set[int]:
        """Return the items that came, went or lie elsewhere since the last look."""
        if self._gaps is None:
            return {item for (item,) in self.db.tuples("SELECT DISTINCT item FROM link")}
        before, after = self._contents, facts.places(self.db)
        changed = {item for item in before.keys() | after.keys() if before.get(item) != after.get(item)}
        return changed | {item for (item,) in self.db.tuples("SELECT DISTINCT item FROM link")}

    def _touch(self, items: Sequence[int]) -> None:
        """Read these items anew."""
        if items:
            self._spoken.clear()
        touched = self._learn(items)
        if self._gaps is not None:
            free = {clue.item: clue for clue in facts.free(self.db, items)}
            for item in items:
                if item not in free:
                    touched |= self._gaps.drop(item)
                    self._contents.pop(item, None)
            touched |= self._fit(free.values(), is_made=True)
        for place in touched:
            self._near.pop(place, None)

    # what was decided

    def _begin(self) -> None:
        """Learn from all decisions anew."""
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
        """Return the nearest free files of these gaps, best first; gaps that nothing fits are left out."""
        if self._gaps is None:
            self._gaps = Gaps()
            self._contents = {}
            self._fit(facts.free(self.db), is_made=False)
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

    def _fit(self, clues: Iterable[Clue], *, is_made: bool) -> set[int]:
        """Keep the fits of free files; `is_made`: what their texts say is worked out where it is not known."""
        assert self._gaps is not None
        told_of = {} if is_made else tellings.known(self.db, self.mark)
        touched: set[int] = set()
        rest = iter(clues)
        while chunk := list(islice(rest, _CHUNK)):
            if is_made:
                contents = [c.content for c in chunk if c.content]
                told_of = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
            for clue in chunk:
                fits = self.matcher.fits(clue, told_of.get(clue.content or "", ()))
                touched |= self._gaps.put(clue.item, clue.path, fits)
                self._contents[clue.item] = (clue.path, clue.content)
        return touched

    def _nearest(self, place: int, requirement: int | None, top: int) -> list[Candidate]:
        """Return the best files of one gap; only the nearest are judged with what was decided in their folders."""
        gaps = self._gaps
        assert gaps is not None
        offers = sorted(gaps.offers(place, requirement))
        near = {o.item for o in offers[:_NEAR]}
        for folder in self.experience.folders(place):
            near.update(gaps.inside(folder, _INSIDE))
        clues: dict[int, tuple[Clue, tuple[Told, ...], Learned | None]] = {}
        judged = [o for o in offers[_NEAR:] if o.item not in near]
        for clue in facts.clues(self.db, near):
            offer = self._judge(clue, place, requirement, clues)
            judged += [offer] if offer else []
        if requirement is not None:
            for clue in facts.linked_as_a_whole(self.db, self._ids[place]):
                fit = self.matcher.fit_of(clue, place, SETTLED)
                offer = offer_of(fit, requirement, clue.path, clue.item)
                clues[clue.item] = (clue, (), None)
                judged += [offer] if offer else []

        def clue_of(item: int) -> tuple[Clue, tuple[Told, ...], Learned | None]:
            if item not in clues:
                clues[item] = (next(iter(facts.clues(self.db, [item]))), (), None)
            return clues[item]

        chosen = best(judged, top, lambda o: bool(self.matcher.other_year(clue_of(o.item)[0])))
        return [self._candidate(o, requirement, *clue_of(o.item)) for o in chosen]

    def _judge(
        self,
        clue: Clue,
        place: int,
        requirement: int | None,
        clues: dict[int, tuple[Clue, tuple[Told, ...], Learned | None]],
    ) -> Offer | None:
        if place in self.experience.rejected(clue.item):
            return None
        contents = [clue.content] if clue.content else []
        told = tellings.of_contents(self.db, contents, self.matcher.questions, self.mark)
        beside = Bearing(clue.item, "", (clue.path.rpartition("/")[0],))
        learned = self.experience.of(beside, self._spoken_beside(clue))
        clues[clue.item] = (clue, told.get(clue.content or "", ()), learned)
        for fit in self.matcher.fits(*clues[clue.item]):
            if fit.place == place:
                return offer_of(fit, requirement, clue.path, clue.item)
        return None

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
            -offer.below,
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
    said = json.dumps([tellings.VERSION, township().text, asked], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _bearing(clue: Clue, words: Iterable[int]) -> Bearing:
    return bearing(clue.item, clue.path, clue.description, words)
