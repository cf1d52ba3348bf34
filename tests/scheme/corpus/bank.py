"""The indicators that the corpus is made of: written for it, in the words that counties use."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from ledger_app.core.resources import resource

BANKS = Path(__file__).parent / "banks"


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator as it is meant, whatever a layout makes of it."""

    category: str
    name: str
    points: float
    units: tuple[str, ...] = ()
    scoring: str = ""
    evidence: str = ""
    hard: bool = False
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator as it must be read."""

    code: str
    path: tuple[str, ...]
    name: str
    points: float | None
    hard: bool = False
    bonus: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus: what must be read from it and what must be reported."""

    key: str
    about: str
    path: Path
    leaves: list[Leaf]
    reported: tuple[str, ...] = ()
    total: float | None = field(default=None)


def bank(name: str) -> list[Item]:
    """Return the indicators of one list; `rural` is the sample scheme's."""
    if name == "rural":
        return _sample()
    found, category = [], ""
    for ln in (BANKS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        parts = ln.split("|")
        if ln.startswith("# "):
            category = parts[0][2:]
        elif ln:
            units = tuple(parts[2].split("、"))
            found.append(
                Item(category, parts[0], float(parts[1]), units, parts[3], parts[4], hard="★" in parts[5:])
            )
    return found


def _sample() -> list[Item]:
    with resource("sample", "scheme.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return [
        Item(
            r[0], r[3], float(r[4]), tuple(r[6].split("、")), r[7], r[8].replace(";", "；"), r[5] == "★", r[1]
        )
        for r in rows
    ]


def categories(items: list[Item]) -> dict[str, list[Item]]:
    """Return the indicators by category, in order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.category, []).append(item)
    return found


def shown(points: float) -> str:
    """Return points as they are typed."""
    return f"{points:g}"


def summed(items: list[Item]) -> str:
    """Return the sum of points as it is typed."""
    return shown(round(sum(i.points for i in items), 6))
