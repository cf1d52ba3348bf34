"""An archive that is kept up to date in a thread of its own, as the window and `scan --watch` do it."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.core.progress import Progress
from ledger_app.vault import items
from ledger_app.vault.ignoring import is_ignored_file
from ledger_app.vault.intake import Intake
from ledger_app.vault.model import Location, ScanReport, Status
from ledger_app.vault.names import to_text

PATIENCE = 60


class Kept:
    """An archive with its running watcher; the archive belongs to whoever holds `turn`."""

    def __init__(self, archive: Archive, *, opener=os.open, **options: object) -> None:
        self.archive = archive
        self.root = archive.evidence
        self.intake = Intake(self.root, **{"quiet": 0.2, **options})
        self.opener = opener
        self.turn = threading.Condition()
        self.looks: list[tuple[object, ScanReport]] = []
        self.failed: list[BaseException] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Kept:
        self.intake.start()
        self.intake.ask()
        self._thread.start()
        assert self.wait(lambda: self.looks and self.intake.watching.reason != "starting")
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.intake.stop()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self.turn:
                    look = self.intake.next()
                    if look:
                        report, changes = items.scan(
                            self.archive.db, self.root, Progress(), within=look.folders, opener=self.opener
                        )
                        self.intake.looked(look, report, has_changed=bool(changes.tables))
                        self.looks.append((look, report))
                    self.turn.notify_all()
            except BaseException as error:
                self.failed.append(error)
                raise
            if not look:
                self.intake.wait(0.05)

    # what is waited for

    def wait(self, condition: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Wait until a condition on the archive holds and return whether it does."""
        with self.turn:
            return bool(self.turn.wait_for(lambda: self.failed or condition(), patience)) and not self.failed

    def look_on(self) -> None:
        """Wait for whatever look comes next; a moment will do."""
        before = len(self.looks)
        self.wait(lambda: len(self.looks) > before, 0.5)

    def agrees(self) -> bool:
        """Return whether the archive says of every file what the folder says."""
        live = self.live()
        found = {path: digest(place) for path, place in files(self.root).items()}
        return {p: r.found_sha256 for p, r in live.items()} == found and not any(
            r.reason for r in live.values()
        )

    def live(self) -> dict[str, Location]:
        rows = items.locations(self.archive.db)
        return {r.path: r for r in rows if r.status is not Status.MISSING}

    def at(self, path: str) -> Location | None:
        return items.location(self.archive.db, path)


def files(root: Path) -> dict[str, Path]:
    """Return every file that counts as evidence, by its path in the archive."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            place = Path(folder, name)
            if not is_ignored_file(name):
                found["/".join(map(to_text, place.relative_to(root).parts))] = place
    return found


def digest(place: Path) -> str | None:
    with suppress(OSError):
        return hashlib.sha256(place.read_bytes()).hexdigest()
    return None
