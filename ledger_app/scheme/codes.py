"""Gives every indicator a code of its own: the document's where it can be trusted, else its position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger_app.scheme.model import Problem
from ledger_app.scheme.numbering import split_number
from ledger_app.scheme.texts import folded


@dataclass(frozen=True, slots=True)
class Given:
    """What the document says of an indicator's code; `doubt` as in `Cell`."""

    text: str
    doubt: str
    name: str
    place: str


def codes_of(given: Sequence[Given], *, has_column: bool) -> tuple[list[str], list[str], list[Problem]]:
    """Return codes, names and problems: unique codes in document order.

    A code that Excel damaged is given as it was typed where its neighbours tell (1.10 after 1.9), and
    reported. Without a code column the numbers that lead the names serve where all have one and no two are
    alike (and leave the names); else the indicators are counted.
    """
    names = [g.name for g in given]
    if not has_column:
        for split in (split_number, _split_letter):
            leading = [n for n in map(split, names) if n]
            if leading and len(leading) == len(names) == len({n[0] for n in leading}):
                return [n[0] for n in leading], [n[1] for n in leading], []
        counted = [str(at) for at in range(1, len(names) + 1)]
        return counted, names, [Problem("codes-counted", "", {"count": len(names)})] if names else []
    texts = [plain_code(g.text) for g in given]
    trusted = _trusted(given, texts)
    damaged = _as_typed(given, texts, trusted)
    taken = {*texts}
    codes, problems, used = [], [], set()
    for at, (one, text, is_trusted) in enumerate(zip(given, texts, trusted, strict=True)):
        if text and is_trusted and text not in used:
            code = text
        else:
            mended = damaged.get(at, "")
            code = mended if mended and mended not in taken else _position_code(at + 1, taken)
            problem = _problem_code(text, one.doubt, is_trusted)
            problems.append(Problem(problem, one.place, {"code": text, "name": one.name, "given": code}))
        used.add(code)
        taken.add(code)
        codes.append(code)
    return codes, names, problems


def _split_letter(name: str) -> tuple[str, str] | None:
    """Split `C12三级指标` into its code and the rest; None where no such code leads."""
    found = re.match(r"\s*([A-Za-z]\d+(?:[.-]\d+)*)[、.．:：\s]*(?=[^\x00-\x7f])(.+)", name, re.DOTALL)
    return (found[1].upper(), found[2].strip()) if found else None


def plain_code(text: str) -> str:
    """Return a code as codes are compared: without the marks around it, letters large."""
    found = folded(text).strip("、.,:：")
    if found.startswith("(") and found.endswith(")"):
        found = found[1:-1]
    return found.upper() if found.isascii() else found


def _trusted(given: Sequence[Given], texts: list[str]) -> list[bool]:
    """Distrust dates, and decimals that fall back (1.9 then 1.1): Excel made 1.10 a number."""
    found, before = [], ""
    for one, text in zip(given, texts, strict=True):
        falls = False
        if one.doubt == "number" and "." in text and "." in before:
            whole, part = text.split(".", 1)
            whole_before, part_before = before.split(".", 1)
            falls = (
                whole == whole_before
                and part.isdecimal()
                and part_before.isdecimal()
                and int(part) <= int(part_before)
            )
        found.append(bool(text) and one.doubt not in ("date", "error", "formula") and not falls)
        before = f"{before.split('.')[0]}.{int(text.split('.')[1]) * 10}" if falls else text or before
    return found


def _as_typed(given: Sequence[Given], texts: list[str], trusted: list[bool]) -> dict[int, str]:
    """Return the codes that were surely typed: 1.10 where 1.1 follows 1.9, 3-21 where dates run on as codes."""
    found: dict[int, str] = {}
    before = ""
    for at, text in enumerate(texts):
        parts = re.fullmatch(r"(\d+)\.(\d+)", before)
        following = f"{parts[1]}.{int(parts[2]) + 1}" if parts else ""
        if not trusted[at] and given[at].doubt == "number" and following.rstrip("0") == text:
            found[at] = following
        before = found.get(at, text)
    dates = [(at, texts[at].split("-")) for at, one in enumerate(given) if one.doubt == "date"]
    days = [(int(d[1]), int(d[2])) for _, d in dates if len(d) == 3]
    if len(days) == len(dates) > 1 and all(a < b for a, b in pairwise(days)):
        found |= {at: f"{month}-{day}" for (at, _), (month, day) in zip(dates, days, strict=True)}
    return found


def _position_code(position: int, taken: set[str]) -> str:
    code = f"P{position}"
    while code in taken:
        code += "'"
    return code


def _problem_code(text: str, doubt: str, is_trusted: bool) -> str:
    if not text:
        return "code-missing"
    if doubt == "date":
        return "code-date"
    return "code-duplicate" if is_trusted else "code-damaged"
