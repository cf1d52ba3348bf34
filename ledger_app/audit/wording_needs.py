"""Sentences about what a requirement needs: how many, for whom, from when, in which chain, of what kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledger_app.audit.matrix import Cover, Matrix
from ledger_app.audit.model import Finding
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.search.kinds import KINDS

_SHOWN = 10

MESSAGES: dict[str, Callable[[int], str]] = {
    "E104": lambda n: _("{place} asks for {count} files and has {n}."),
    "E105": lambda n: _("{place}: of {of} in “{roster}” nothing shows {n}: {subjects}."),
    "E106": lambda n: _(
        "Of the chain “{chain}” of {code} {name}, “{requirement}” is missing; {there} are there."
    ),
    "E107": lambda n: _("{place} is not shown for {parts}."),
    "E108": lambda n: ngettext(
        "{n} file that shows {place} must be {what}, and nobody has confirmed it: {paths}.",
        "{n} files that show {place} must be {what}, and nobody has confirmed it: {paths}.",
        n,
    ),
    "E109": lambda n: ngettext(
        "{n} file that shows {place} is no {kinds}: {paths}.",
        "{n} files that show {place} are no {kinds}: {paths}.",
        n,
    ),
}

REMEDIES: dict[str, str] = {
    "E104": N_("Ask {units} for the files that are still missing, and link them here."),
    "E105": N_(
        "Ask {units} for their evidence and link it; where a file is theirs and does not say so, name them at its link."
    ),
    "E106": N_("Ask {units} for this paper and link it here."),
    "E107": N_(
        "Ask {units} for the evidence of that time; where a file is of it and does not say so, correct its date."
    ),
    "E108": N_(
        "Open the file: if the signature or seal is on it, confirm that; if not, ask for the signed paper."
    ),
    "E109": N_("Check whether it is linked to the right requirement; if it is, correct its kind."),
}

REASONS: dict[str, str] = {
    "instead": N_("One of these would do instead: {asked}."),
    "few": N_("Asked for: {count}. There: {n}."),
    "few-for": N_("{subject} has {n} of {count}."),
    "covered": N_("{n} of {of} are covered."),
    "untold": N_("Files that do not tell whom they are about: {n}."),
    "undated": N_("Files that do not tell their month: {n}."),
    "outside-period": N_(
        "Files from outside the period that is asked for ({first_date} to {last_date}): {n}."
    ),
    "open-for": N_("{subject} has nothing for {parts}."),
    "link-open": N_("These links of the chain are there: {asked}."),
    "not-signed": N_("Nobody has said that “{requirement}” is signed."),
    "not-sealed": N_("Nobody has said that “{requirement}” is sealed."),
    "is-kind": N_("{path} is: {kinds}."),
}

COVERS: dict[str, str] = {
    "covered": N_("covered"),
    "partly": N_("partly"),
    "missing": N_("missing"),
    "not-asked": N_("not asked"),
}
"""How a place of the matrix stands, by `audit.matrix.Cover`."""

SIGNS: dict[str, str] = {"covered": "√", "partly": "△", "missing": "×", "not-asked": ""}
"""The same as a sign, which paper and colour-blind eyes can do with."""

_WHAT = {"signed": N_("signed"), "sealed": N_("sealed")}


def covered(matrix: Matrix) -> str:
    """Return in one sentence how many of a roster are covered."""
    asked = [cell for cell in matrix.totals if cell.asked]
    if not asked:
        return _("No requirement asks for each of them yet; the numbers are the files that concern each.")
    done = sum(cell.cover is Cover.COVERED for cell in asked)
    return ngettext(
        "{done} of {n} is covered in full.", "{done} of {n} are covered in full.", len(asked)
    ).format(done=done, n=len(asked))


def variant(finding: Finding) -> str | None:
    """Return the sentence where a finding needs another than its rule's: it speaks of several subjects."""
    if not finding.values.get("subjects"):
        return None
    if finding.rule == "E104":
        return _("{place} asks for {count} files each; {n} of {of} have fewer: {subjects}.")
    if finding.rule == "E107":
        return _("{place} is not shown for all of the period for {n} of {of}: {subjects}.")
    return None


def said(key: str, value: object) -> str | None:
    """Return a value that only these sentences have, as a person reads it."""
    if key == "what":
        return _(_WHAT[str(value)]) if value in _WHAT else None
    if not isinstance(value, list | tuple):
        return None
    if key == "kinds":
        return _(" / ").join(_(KINDS[str(v)].name) for v in value)
    if key == "parts":
        return _(", ").join(part_said(str(v)) for v in value)
    return _some(map(str, value)) if key == "subjects" else None


def part_said(part: str) -> str:
    """Return a part of a period as people say it: `2025-Q1`, `2025-H2`, `2025-03`."""
    year, rest = part[:4], part[5:]
    if rest.startswith("Q"):
        return _("quarter {n} of {year}").format(n=rest[1:], year=year)
    if rest.startswith("H"):
        half = N_("the first half of {year}") if rest == "H1" else N_("the second half of {year}")
        return _(half).format(year=year)
    return _("{year}-{month:0>2}").format(year=year, month=rest.lstrip("0"))


def _some(names: Iterable[str]) -> str:
    """Return the first names; the finding has them all."""
    known = list(names)
    shown = _(", ").join(known[:_SHOWN])
    return _("{paths} and others").format(paths=shown) if len(known) > _SHOWN else shown
