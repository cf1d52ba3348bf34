"""Measure suggestions on made papers in a real archive, and print the tables as Markdown.

`python -m benchmarks.suggestions` uses the papers to develop with, `--held-out` those never looked at while
developing. `--fit` prints the weights for `evidence/judging.py`, from the papers to develop with only.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import papers
from benchmarks.papers import CLASSES, Paper
from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.core.resources import resource
from ledger_app.evidence import candidates, judging, links
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import descriptions, texts
from ledger_app.search.model import Part, Reading
from ledger_app.vault import items

SHARES = (0.0, 0.2, 0.5)
BANDS = (0.9, 0.75, 0.6, 0.45, 0.3)
_STEPS = 3000


@dataclass(slots=True)
class Tally:
    """What came of the files of one class."""

    files: int = 0
    first: int = 0
    third: int = 0
    requirement: int = 0
    with_requirement: int = 0
    suggested: int = 0
    sure: int = 0


@dataclass(slots=True)
class Table:
    """One measurement: by class, and by band of score (right, all)."""

    classes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    bands: dict[float, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args(arguments)
    bank = papers.HELD_OUT if options.held_out else papers.DEVELOPMENT
    seed = options.seed if options.seed is not None else (2 if options.held_out else 1)
    with tempfile.TemporaryDirectory() as place:
        archive, made = build(Path(place), bank, seed=seed, rounds=options.rounds)
        with archive:
            if options.fit:
                _fit(archive, made, seed)
                return
            for share in SHARES:
                rest = link_share(archive, made, share, seed=seed)
                say(share, measure(archive, made, rest))


def build(place: Path, bank: papers.Bank, *, seed: int, rounds: int) -> tuple[Archive, dict[int, Paper]]:
    """Make an archive of made papers, their texts as if read from the files; returns them by item."""
    scheme = read_scheme(resource("sample", "scheme.docx"))
    made = papers.make(bank, scheme, seed=seed, rounds=rounds)
    for n, paper in enumerate(made):
        path = place / "evidence" / paper.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(n.to_bytes(4, "big"))
    archive = founding.create(place / "archive", scheme, evidence=place / "evidence", year=2025)
    archive.scan()
    by_path = {paper.path: paper for paper in made}
    found: dict[int, Paper] = {}
    read: dict[str, Reading] = {}
    for item, path, sha256 in archive.db.tuples(
        "SELECT i.id, l.path, i.sha256 FROM item i JOIN location l ON l.item = i.id"
    ):
        paper = found[item] = by_path[path]
        source = "ocr" if paper.group == "scan" else "text"
        parts = (Part(None, paper.text, source),) if paper.text else ()
        read[sha256] = Reading(parts=parts)
    with archive.db.derived() as connection:
        for keeper in (texts, descriptions):
            keeper.store(connection, read.items())
    return archive, found


def link_share(archive: Archive, made: dict[int, Paper], share: float, *, seed: int) -> list[int]:
    """Link this share of the files rightly (and set aside what belongs nowhere); returns the others."""
    ids = sorted(made)
    random.Random(seed).shuffle(ids)
    chosen, rest = ids[: int(share * len(ids))], ids[int(share * len(ids)) :]
    linked = set(links.linked_items(archive.db))
    by_target: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for item in chosen:
        paper = made[item]
        if item not in linked and paper.code:
            by_target[paper.code, paper.requirement].append(item)
    for (code, requirement), found in by_target.items():
        archive.link(found, code, requirement=requirement, how="command")
    items.set_aside(archive.db, [i for i in chosen if not made[i].code], True)
    return rest


def measure(archive: Archive, made: dict[int, Paper], rest: Iterable[int]) -> Table:
    """Return what is suggested for these files against what they are."""
    scheme = archive.scheme()
    codes = {i.id: i.code for i in scheme.indicators}
    keys = {r.id: r.key for i in scheme.indicators for r in i.requirements}
    table = Table()
    for item, found in archive.suggestions(list(rest), top=3).items():
        _count(table, made[item], found, codes, keys)
    return table


def _count(
    table: Table, paper: Paper, found: list[Candidate], codes: dict[int, str], keys: dict[int, str]
) -> None:
    ranked = [codes[c.indicator] for c in found]
    tally = table.classes[paper.group]
    tally.files += 1
    tally.suggested += bool(found)
    tally.first += bool(paper.code) and ranked[:1] == [paper.code]
    tally.third += bool(paper.code) and paper.code in ranked
    tally.with_requirement += paper.requirement is not None
    if found:
        is_right = paper.code == ranked[0]
        tally.sure += found[0].score >= 0.9
        if paper.requirement is not None:
            tally.requirement += is_right and keys.get(found[0].requirement or 0) == paper.requirement
        band = next(b for b in BANDS if found[0].score >= b or b == BANDS[-1])
        table.bands[band][0] += is_right
        table.bands[band][1] += 1


def say(share: float, table: Table) -> None:
    """Print one table as Markdown."""
    _put(f"\n### {share:.0%} linked\n")
    _put("| class | files | top 1 | top 3 | requirement, where said | a suggestion at all | of it ≥ 0.9 |")
    _put("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    whole = Tally()
    for group in CLASSES:
        t = table.classes[group]
        if group == "batch":
            _line("all that say something", whole)
        for name in Tally.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(t, name))
        _line(group, t)
    _put("\n`batch` and `mixed` are mute: before anything is linked nothing can tell them.")
    _put("\n| score | right | of | precision |\n| --- | ---: | ---: | ---: |")
    for band, above in zip(BANDS, (1.0, *BANDS), strict=False):
        right, every = table.bands[band]
        _put(f"| {band:.2f} – {above:.2f} | {right} | {every} | {right / every if every else 0:.1%} |")


def _put(text: str) -> None:
    sys.stdout.write(text + "\n")


def _line(name: str, t: Tally) -> None:
    files = max(t.files, 1)
    said = f"{t.requirement / t.with_requirement:.1%}" if t.with_requirement else "–"
    first, third, suggested, sure = (f"{c / files:.1%}" for c in (t.first, t.third, t.suggested, t.sure))
    _put(f"| {name} | {t.files} | {first} | {third} | {said} | {suggested} | {sure} |")


def _fit(archive: Archive, made: dict[int, Paper], seed: int) -> None:
    """Print weights that make the right places of these papers likeliest, decisions learned at three stages."""
    import numpy as np

    rows, groups, targets = [], [], []
    places = {i.code: n for n, i in enumerate(archive.scheme().indicators)}
    for share in SHARES:
        rest = link_share(archive, made, share, seed=seed)
        for item, signs in candidates.signs_of(archive.db, archive.scheme(), rest, year=archive.year):
            wanted = places[made[item].code] if made[item].code else -1
            signs.setdefault(-1, [0.0] * len(next(iter(signs.values()), judging.SIGNS)))
            if wanted not in signs:
                continue
            order = sorted(signs)
            targets.append(len(rows) + order.index(wanted))
            groups.append((len(rows), len(rows) + len(order)))
            rows += [[*signs[p], float(p == -1)] for p in order]
    x = np.array(rows)
    weights = np.array([*judging.WEIGHTS, judging.SILENCE])
    label = np.repeat(np.arange(len(groups)), [b - a for a, b in groups])
    starts = np.array([a for a, _ in groups])
    y = np.zeros(len(x))
    y[targets] = 1.0
    least = np.array([0.6 if name == "series" else 0.0 for name in (*judging.SIGNS, "")])
    moment, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        s = x @ weights
        s -= np.maximum.reduceat(s, starts)[label]
        e = np.exp(s)
        p = e / np.add.reduceat(e, starts)[label]
        grad = x.T @ (p - y) / len(groups) + 0.0008 * weights
        moment = 0.9 * moment + 0.1 * grad
        spread = 0.999 * spread + 0.001 * grad**2
        weights -= 0.03 * (moment / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights, least)
    loss = -np.log(p[targets] + 1e-12).mean()
    sys.stderr.write(f"loss {loss:.4f}, {len(groups)} files" + "\n")
    for name, weight in zip((*judging.SIGNS, "silence"), weights, strict=True):
        sys.stderr.write(f"{name:20} {weight:.2f}" + "\n")
    _put(f"SILENCE = {weights[-1]:.2f}\nWEIGHTS = ({', '.join(f'{w:.2f}' for w in weights[:-1])})")


if __name__ == "__main__":
    main(sys.argv[1:])
