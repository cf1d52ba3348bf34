"""Whatever happens to the folder while it is watched: when the dust settles, the archive is the folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.evidence.links import links
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from ledger_app.vault.model import Status
from tests.flows.helpers.happenings import Happenings
from tests.flows.helpers.keeping import Kept, digest, files

LONG_SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
LONG_SEED = int(os.environ.get("SOAK_SEED", "1"))


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path):
    with founding.create(
        tmp_path / "archive", read_scheme(small_scheme), evidence=evidence, year=2025
    ) as made:
        made.scan()
        made.link([i.id for i in items.all_items(made.db)], made.scheme().indicators[0].code)
        yield made


def soak(kept: Kept, seed: int, rounds: int, *, until: float = float("inf")) -> None:
    happenings = Happenings(kept.root, seed)
    linked = {link.item: link.sha256 for link in links(kept.archive.db)}
    for number in range(rounds):
        if time.monotonic() > until:
            break
        for _ in range(25):
            happenings.happen()
            if happenings.random.random() < 0.1:
                kept.look_on()
        happenings.rest()
        story = f"seed {seed}, round {number}: {' '.join(happenings.told)}"
        assert kept.wait(kept.agrees), difference(kept) + story
        with kept.turn:
            check(kept, linked, story)
            if happenings.random.random() < 0.5:
                linked |= link_more(kept, happenings)


def check(kept: Kept, linked: dict[int, str | None], story: str) -> None:
    """No link is lost, and each stands by its content wherever that lies now."""
    db = kept.archive.db
    recorded = {i.id: i.sha256 for i in items.all_items(db)}
    assert {link.item: link.sha256 for link in links(db)} == linked, story
    live = kept.live()
    for row in live.values():
        is_as_recorded = recorded[row.item] == row.found_sha256
        assert row.status is (Status.PRESENT if is_as_recorded else Status.CHANGED), story
    intact = {r.item for r in live.values() if r.status is Status.PRESENT}
    held = {recorded[item] for item in intact if live}
    there = {r.found_sha256 for r in live.values() if r.size}
    for item in linked:
        content = recorded[item]
        if content in there and item not in intact:
            assert content in held, story  # another item of the same content stands there


def link_more(kept: Kept, happenings: Happenings) -> dict[int, str | None]:
    present = sorted({r.item for r in kept.live().values() if r.status is Status.PRESENT})
    chosen = happenings.random.sample(present, min(3, len(present)))
    kept.archive.link(chosen, kept.archive.scheme().indicators[0].code)
    return {link.item: link.sha256 for link in links(kept.archive.db) if link.item in chosen}


def difference(kept: Kept) -> str:
    live = {p: r.found_sha256 for p, r in kept.live().items()}
    found = {p: digest(place) for p, place in files(kept.root).items()}
    wrong = {
        p: (live.get(p), found.get(p)) for p in live.keys() | found.keys() if live.get(p) != found.get(p)
    }
    return f"archive and folder differ: {wrong}; failed: {kept.failed}; "


@pytest.mark.parametrize("seed", [1, 2])
def test_some_seconds_of_anything(archive, seed):
    with Kept(archive) as kept:
        soak(kept, seed, rounds=3)


@pytest.mark.slow
def test_minutes_of_anything(archive):
    """As long as SOAK_SECONDS says, from SOAK_SEED on."""
    until = time.monotonic() + LONG_SECONDS
    with Kept(archive) as kept:
        soak(kept, LONG_SEED, rounds=1_000_000, until=until)


@pytest.mark.slow
def test_a_burst_larger_than_the_systems_queue(archive):
    """More files than events can wait, while three threads keep the interpreter busy."""
    is_over = threading.Event()

    def be_busy() -> None:
        while not is_over.is_set():
            sum(range(1000))

    busy = [threading.Thread(target=be_busy) for _ in range(3)]
    with Kept(archive) as kept:
        for thread in busy:
            thread.start()
        command = [sys.executable, "-c", _FLOOD, str(kept.root)]
        subprocess.run(command, check=True)
        is_over.set()
        for thread in busy:
            thread.join()
        assert kept.wait(lambda: len(kept.live()) > 60_000 and kept.agrees(), 300), difference(kept)[:500]
        assert kept.wait(lambda: all(gap.until for gap in kept.intake.watching.gaps))


_FLOOD = """
import sys
from pathlib import Path
for n in range(60_000):
    folder = Path(sys.argv[1], "洪", str(n // 300))
    if n % 300 == 0:
        folder.mkdir(parents=True)
    (folder / str(n)).write_bytes(b"%d" % n)
"""
