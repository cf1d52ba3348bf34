"""Recognises the text on scanned pages and photographs that wait for it, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.search import readings, recognising, scanned_pages
from ledger_app.search.model import Reading
from ledger_app.search.scanned_pages import Scan
from ledger_app.search.whereabouts import Place
from ledger_app.search.worker import Pool, Terms

_AHEAD = 2
TERMS = Terms(recognising.answer, seconds=recognising.SECONDS, memory=recognising.MEMORY, is_background=True)


class Recognitions:
    """The recognition pass over one archive, with its worker; close it.

    Every page is kept as soon as it is recognised. A pass that is broken off by its progress loses
    nothing: the next call takes the page that was in work.
    """

    def __init__(self, db: Database, pool: Pool | None = None) -> None:
        self._db = db
        self._pool = pool or Pool(TERMS, workers=1, files=recognising.PAGES)
        self._answers: dict[str, Reading] = {}
        self._waiting: deque[Scan] = deque()
        self._as_of: tuple[object, ...] = ()
        self._is_tried = False

    def recognise(
        self, root: Path, progress: Progress, *, last: Iterable[int] = (), limit: int | None = None
    ) -> int:
        """Recognise up to `limit` pages: newest first, `last` after all others; returns how many.

        Raises `recognition-unavailable` where this PC can't, and `reader-not-started`.
        """
        if not root.is_dir():
            return 0
        waiting = self._queue(root, last)
        total = sum(len(scan.pages) for scan in waiting)
        done = 0

        def tick() -> None:
            progress.at("recognise", done, total)

        if waiting:
            self._try_out(tick)
        while waiting and (limit is None or done < limit):
            scan = waiting[0]
            for _text in self._recognise(scan, root, tick):
                done += 1
                if done == limit:
                    break
                tick()
            else:
                self._leave(scan)  # where it could not be finished, it waits for the next pass
                tick()
        self.close()
        progress.at("recognise", total, total)
        return done

    def close(self) -> None:
        """End the worker; the page it was at is recognised next time."""
        self._pool.close()
        self._answers.clear()
        self._as_of = ()

    def _queue(self, root: Path, last: Iterable[int]) -> deque[Scan]:
        """Return what waits; what a pass left is still that, where nothing was written since."""
        as_of = (self._db.value("SELECT max(id) FROM operation"), root)
        if as_of != self._as_of or not self._waiting:
            self._waiting = deque(scanned_pages.waiting(self._db, last=last))
            self._as_of = as_of
        return self._waiting

    def _try_out(self, tick: Callable[[], None]) -> None:
        if not self._is_tried:
            if self._answer([recognising.request(recognising.TRY)], tick).error:
                self.close()
                raise LedgerError("recognition-unavailable")
            self._is_tried = True

    def _recognise(self, scan: Scan, root: Path, tick: Callable[[], None]) -> Iterator[str]:
        """Recognise the pages of one content that are still to do; yields the text of each."""
        place = next((place for place in scan.places if place.holds(root)), None)
        if place is None:
            return
        path = place.under(root)
        known = scanned_pages.texts_of(self._db, scan.sha256)
        pages = [page for page in scan.pages if page not in known]
        for n, page in enumerate(pages):
            found = self._answer([recognising.request(page, path) for page in pages[n:]], tick)
            if found.error == "not-opened" or not place.holds(root):
                return
            known[page] = "\n".join(part.text for part in found.parts)
            if n < len(pages) - 1:
                with self._db.derived() as connection:
                    scanned_pages.note(connection, scan.sha256, page, known[page])
                yield known[page]
        if self._finish(scan, place, root, known, tick) and pages:
            yield known[pages[-1]]

    def _finish(
        self, scan: Scan, place: Place, root: Path, known: dict[int, str], tick: Callable[[], None]
    ) -> bool:
        """Keep the last page, and read the file once more for what follows from all of its text."""
        whole = Reading()
        is_described_anew = any(known.values()) or not scan.is_picture
        if is_described_anew:
            whole = self._answer([recognising.request(recognising.READ, place.under(root))], tick)
            if whole.error == "not-opened" or not place.holds(root):
                return False
        with self._db.derived() as connection:
            scanned_pages.note(connection, scan.sha256, scan.pages[-1], known[scan.pages[-1]])
            if is_described_anew:
                readings.store_in(self._db, connection, {scan.sha256: whole})
        self._leave(scan)
        return True

    def _leave(self, scan: Scan) -> None:
        if self._waiting and self._waiting[0] is scan:
            self._waiting.popleft()

    def _answer(self, asked: Sequence[str], tick: Callable[[], None]) -> Reading:
        """Return the answer to the first of what is asked; the worker goes on with the others meanwhile."""
        while True:
            if asked[0] in self._answers:
                return self._answers.pop(asked[0])
            in_work = self._pool.keys | set(self._answers)
            for one in asked[:_AHEAD]:
                if one not in in_work and self._pool.has_room():
                    self._pool.give(one, one)
            self._answers.update(self._pool.take())
            if asked[0] not in self._answers:
                tick()
