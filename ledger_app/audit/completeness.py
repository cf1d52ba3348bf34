"""Rules about what a requirement needs beyond one file: E104 to E109.

What is not there at all is told by E101, E102 and E106 once; these speak of what is there and too little.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.absence import chain_there, open_requirements
from ledger_app.audit.findings import Reason, finding, first_paths, shortfall, weight
from ledger_app.audit.meeting import Meeting, Share
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import Judged, View
from ledger_app.audit.worth import names_of
from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.scheme.papers import kinds_in

_SURE = ("person", "content", "name")
_KIN: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            ("list", "table", "voucher"),
            ("red-head", "plan", "rules", "report", "approval", "publicity", "notice", "pledge"),
            ("red-head", "list", "table", "minutes", "certificate"),  # stand behind it as annexes
            ("minutes", "report", "patrol", "visit"),
            ("patrol", "visit", "list", "table"),
            ("notice", "photo", "list", "table"),
            ("acceptance", "approval", "certificate", "table", "report"),
            ("photo", "screenshot", "publicity"),
            ("contract", "pledge", "rules"),
            ("survey", "table", "visit"),
        ),
    )
)
"""Kinds that one paper may well be taken for, or be several of: a difference between them says nothing."""


def too_few(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E104: a requirement has evidence, and less of it than it asks for."""
    for meeting in _partly(view, indicator):
        need = meeting.requirement.need
        if meeting.asked:
            continue  # what lacks in parts of the period is told by E107
        if need.roster is None or meeting.shares[0].subject is None:
            if meeting.lacking:
                yield _short(view, indicator, meeting)
            continue
        few = [s for s in meeting.shares if s.files and s.lacking]
        if few:
            yield _finding(
                "E104",
                view,
                indicator,
                meeting,
                [("few-for", {"subject": _called(s), "n": s.files, "count": need.count}) for s in few],
                n=len(few),
                count=need.count,
                lacking=sum(s.lacking for s in few),
                of=len(meeting.shares),
                subjects=[_called(s) for s in few],
            )


def subjects_open(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E105: a requirement that every subject of a roster must show has nothing for some of them."""
    names = {r.id: r.name for r in view.snapshot.rosters}
    for meeting in _partly(view, indicator):
        without = [s for s in meeting.shares if s.subject and not s.files]
        if not without:
            continue
        untold: list[Reason] = [("untold", {"n": meeting.untold})] if meeting.untold else []
        total = len(meeting.shares)
        yield _finding(
            "E105",
            view,
            indicator,
            meeting,
            [("covered", {"n": total - len(without), "of": total}), *untold],
            lacking=sum(s.lacking for s in without),
            n=len(without),
            of=total,
            roster=names.get(meeting.requirement.need.roster or 0, ""),
            subjects=[_called(s) for s in without],
            ids=[s.subject.id for s in without if s.subject],
        )


def link_missing(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E106: of a chain of papers some links are there and one is not."""
    for requirement in open_requirements(view, indicator):
        there = chain_there(view, indicator, requirement)
        if there:
            yield finding(
                "E106",
                shortfall(indicator),
                view.snapshot,
                indicator,
                requirement.id,
                because=[("link-open", {"requirement": requirement.text, "asked": [r.text for r in there]})],
                is_gap=True,
                chain=requirement.need.chain,
                there=[r.text for r in there],
            )


def parts_open(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E107: evidence shows a part of the period it must show, and not all of it.

    Where enough of the files tell no month to fill what is open, nobody can say that it is: a warning.
    """
    for meeting in _partly(view, indicator):
        part = [s for s in meeting.shares if s.files and s.open]
        if not meeting.asked or not part:
            continue
        lacking = sum(s.lacking for s in part)
        is_gap = lacking > meeting.undated
        undated: list[Reason] = [("undated", {"n": meeting.undated})] if meeting.undated else []
        own = [("open-for", {"subject": _called(s), "parts": list(s.open)}) for s in part if s.subject]
        yield _finding(
            "E107",
            view,
            indicator,
            meeting,
            [*own, *undated],
            is_gap=is_gap,
            lacking=lacking,
            n=len(part),
            of=len(meeting.shares),
            parts=sorted({p for s in part for p in s.open}),
            subjects=[_called(s) for s in part if s.subject],
        )


def unconfirmed(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E108: a paper must be signed or sealed, and no person has said that it is."""
    for requirement, sound in _shown(view, indicator):
        asked = {"signed": requirement.need.is_signed, "sealed": requirement.need.is_sealed}
        for what in (w for w, is_asked in asked.items() if is_asked):
            found = [j for j in sound if what not in j.evidence.attested]
            if found:
                yield finding(
                    "E108",
                    weight(indicator, is_gap=False),
                    view.snapshot,
                    indicator,
                    requirement.id,
                    because=[(f"not-{what}", {"requirement": requirement.text})],
                    files=first_paths(found),
                    about=what,
                    what=what,
                )


def other_kind(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E109: a file is surely another kind of paper than its requirement asks for."""
    for requirement, sound in _shown(view, indicator):
        kinds = frozenset(requirement.need.kinds)
        found = [j for j in sound if kinds and _differs(j, kinds)]
        if found:
            yield finding(
                "E109",
                Severity.HINT,
                view.snapshot,
                indicator,
                requirement.id,
                because=[
                    ("is-kind", {"path": j.evidence.paths[0], "kinds": [j.evidence.description.kind]})
                    for j in sorted(found, key=lambda j: j.evidence.paths)[:3]
                ],
                files=first_paths(found),
                kinds=list(requirement.need.kinds),
            )


def _partly(view: View, indicator: Indicator) -> Iterator[Meeting]:
    """Return the meetings of requirements that have sound evidence and lack something."""
    for meeting in view.meetings(indicator).values():
        if not meeting.is_met and (meeting.files or meeting.outside):
            yield meeting


def _shown(view: View, indicator: Indicator) -> Iterator[tuple[Requirement, list[Judged]]]:
    for requirement in indicator.requirements:
        sound = [j for j in view.of_target(indicator, requirement.id) if j.fault is None and j.evidence.paths]
        if sound and not view.meetings(indicator)[requirement.id].is_excused:
            yield requirement, sound


def _short(view: View, indicator: Indicator, meeting: Meeting) -> Finding:
    need = meeting.requirement.need
    period: list[Reason] = []
    if meeting.outside:
        year = view.snapshot.year
        bounds = {"first_date": need.since or f"{year}-01-01", "last_date": need.until or f"{year}-12-31"}
        period = [("outside-period", {"n": meeting.outside, **bounds})]
    return _finding(
        "E104",
        view,
        indicator,
        meeting,
        [("few", {"n": meeting.files, "count": need.count}), *period],
        count=need.count,
        lacking=meeting.lacking,
        n=meeting.files,
        subjects=[],
    )


def _finding(
    rule: str,
    view: View,
    indicator: Indicator,
    meeting: Meeting,
    because: list[Reason],
    *,
    is_gap: bool = True,
    **values: object,
) -> Finding:
    return finding(
        rule,
        shortfall(indicator) if is_gap else weight(indicator, is_gap=False),
        view.snapshot,
        indicator,
        meeting.requirement.id,
        because=because,
        is_gap=is_gap,
        **values,
    )


def _called(share: Share) -> str:
    """Return how a subject is called: a household with its village."""
    one = share.subject
    if one is None:
        return ""
    return one.name if one.village in ("", one.name) else f"{one.village} {one.name}"


def _differs(judged: Judged, kinds: frozenset[str]) -> bool:
    found = judged.evidence.description
    if found.kind is None or found.kind in kinds or found.sources.get("kind") not in _SURE:
        return False
    if found.kind == "photo" and found.sources.get("kind") != "person":
        return False  # a paper that was photographed
    if kinds & set(kinds_in(names_of(judged.evidence))):
        return False  # it names itself so, beside what else it holds
    return not any(found.kind in kin and kin & kinds for kin in _KIN)
