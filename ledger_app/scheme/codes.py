"""Gives every indicator a code of its own: the document's where it can be trusted, else its position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    Without a code column the numbers that lead the names serve where all have one and no two are
    alike (and leave the names); else the indicators are counted.
    """
    names = [g.name for g in given]
    if not has_column:
        numbers = [split_number(name) for name in names]
        leading = [n for n in numbers if n]
        if leading and len(leading) == len(names) == len({n[0] for n in leading}):
            return [n[0] for n in leading], [n[1] for n in leading], []
        counted = [str(at) for at in range(1, len(names) + 1)]
        return counted, names, [Problem("codes-counted", "", {"count": len(names)})] if names else []
    texts = [plain_code(g.text) for g in given]
    trusted = _trusted(given, texts)
    taken = {*texts}
    codes, problems, used = [], [], set()
    for at, (one, text, is_trusted) in enumerate(zip(given, texts, trusted, strict=True)):
        if text and is_trusted and text not in used:
            code = text
        else:
            code = _position_code(at + 1, taken)
            problem = _problem_code(text, one.doubt, is_trusted)
            problems.append(Problem(problem, one.place, {"code": text, "name": one.name, "given": code}))
        used.add(code)
        taken.add(code)
        codes.append(code)
    return codes, names, problems


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
