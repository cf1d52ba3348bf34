"""The chosen indicator as a checklist: requirements with their files and gaps, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.audit import wording as audit_wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence import wording as evidence_wording
from ledger_app.evidence.model import Candidate, HeldFile, Link
from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.ui import file_words
from ledger_app.ui.indicator_nodes import Node
from ledger_app.ui.indicator_progress import Sign
from ledger_app.ui.indicator_reading import Reading
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.vault.model import Status

_CANDIDATES = 3
_SIGNS = {Severity.VETO: "✘", Severity.ERROR: "✘", Severity.WARNING: "!", Severity.HINT: "·"}


class Kind(StrEnum):
    """What a row of the checklist is."""

    REQUIREMENT = "requirement"
    WHOLE = "whole"
    FILE = "file"
    CANDIDATE = "candidate"
    HEADING = "heading"
    FINDING = "finding"
    INDICATOR = "indicator"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` stays the same from one reading to the next; `note` stands at the right end."""

    kind: Kind
    key: tuple[object, ...]
    text: str
    note: str = ""
    under: str = ""
    sign: str = ""
    is_veto: bool = False
    requirement: Requirement | None = None
    held: HeldFile | None = None
    candidate: Candidate | None = None
    finding: Finding | None = None
    indicator: Indicator | None = None


def of_indicator(reading: Reading, indicator: Indicator) -> list[Row]:
    """Return the rows of one indicator, in the order of its requirements."""
    links = reading.links.get(indicator.id, ())
    findings = reading.findings.get(indicator.id, ())
    rows: list[Row] = []
    for requirement in indicator.requirements:
        own = [k for k in links if k.requirement == requirement.id]
        rows.extend(_requirement(reading, indicator, requirement, own, findings))
    placed = {k.item for k in links if k.requirement is not None}
    whole = [k for k in links if k.requirement is None and k.item not in placed]
    if whole or not indicator.requirements:
        rows.extend(_whole(reading, indicator, whole, findings))
    rows.append(Row(Kind.HINT, ("hint",), _("Drop files here, or press L to link")))
    if findings:
        rows.append(Row(Kind.HEADING, ("findings",), _("Findings"), note=str(len(findings))))
        rows.extend(_finding(n, f) for n, f in enumerate(findings))
    return rows


def of_section(node: Node) -> list[Row]:
    """Return the indicators of a section, each with how far it is."""
    return [
        Row(
            Kind.INDICATOR,
            ("indicator", leaf.indicator.id),
            indicator_title(leaf.indicator),
            note=f"{leaf.progress.shown}/{leaf.progress.asked}",
            sign=str(leaf.progress.sign),
            is_veto=leaf.progress.sign is Sign.GAP and bool(leaf.progress.vetoes),
            under=leaf.progress.words(),
            indicator=leaf.indicator,
        )
        for leaf in node.leaves()
        if leaf.indicator
    ]


def _requirement(
    reading: Reading,
    indicator: Indicator,
    requirement: Requirement,
    links: list[Link],
    findings: Iterable[Finding],
) -> Iterator[Row]:
    files = [reading.files[k.item] for k in links if k.item in reading.files]
    is_there = any(f.status is Status.PRESENT for f in files)
    mine = [f for f in findings if f.requirement in (requirement.id, None)]
    yield Row(
        Kind.REQUIREMENT,
        ("requirement", requirement.id),
        requirement.text,
        note=_count(files) if files else _("missing"),
        sign="✔" if is_there else "!" if files else "✘",
        is_veto=not is_there and indicator.is_hard and any(f.severity is Severity.VETO for f in mine),
        requirement=requirement,
        indicator=indicator,
    )
    for held in files:
        yield _file(held, requirement, indicator)
    if not is_there:
        near = [c for f in mine for c in f.candidates if c.requirement in (requirement.id, None)]
        yield from _candidates(reading, near, requirement, indicator)


def _whole(
    reading: Reading, indicator: Indicator, links: list[Link], findings: Iterable[Finding]
) -> Iterator[Row]:
    files = [reading.files[k.item] for k in links if k.item in reading.files]
    is_there = any(f.status is Status.PRESENT for f in files)
    is_alone = not indicator.requirements
    yield Row(
        Kind.WHOLE,
        ("whole",),
        _("Evidence") if is_alone else _("For the indicator as a whole"),
        note=_count(files) if files else _("missing"),
        sign="✔" if is_there else "!" if files else "✘",
        is_veto=is_alone and not is_there and any(f.severity is Severity.VETO for f in findings),
        indicator=indicator,
    )
    for held in files:
        yield _file(held, None, indicator)
    if is_alone and not is_there:
        near = [c for f in findings for c in f.candidates]
        yield from _candidates(reading, near, None, indicator)


def _file(held: HeldFile, requirement: Requirement | None, indicator: Indicator) -> Row:
    is_fine = held.status is Status.PRESENT
    return Row(
        Kind.FILE,
        ("file", held.id, requirement.id if requirement else None),
        file_words.name_of(held.path),
        note=file_words.modified(held.mtime_ns) if is_fine else _(file_words.STATUS[held.status]),
        under=file_words.folder_of(held.path),
        sign="" if is_fine else "!" if held.status is Status.CHANGED else "✘",
        requirement=requirement,
        held=held,
        indicator=indicator,
    )


def _candidates(
    reading: Reading, near: list[Candidate], requirement: Requirement | None, indicator: Indicator
) -> Iterator[Row]:
    best: dict[int, Candidate] = {}
    for candidate in sorted(near, key=lambda c: -c.score):
        best.setdefault(candidate.item, candidate)
    for candidate in list(best.values())[:_CANDIDATES]:
        yield Row(
            Kind.CANDIDATE,
            ("candidate", candidate.item, requirement.id if requirement else None),
            file_words.name_of(candidate.path),
            under=_("; ").join(evidence_wording.reasons(candidate)),
            note=score_words(candidate.score),
            requirement=requirement,
            held=reading.files.get(candidate.item),
            candidate=candidate,
            indicator=indicator,
        )


def _finding(number: int, finding: Finding) -> Row:
    return Row(
        Kind.FINDING,
        ("finding", finding.rule, finding.requirement, finding.files, number),
        audit_wording.message(finding),
        under=audit_wording.remedy(finding),
        sign=_SIGNS[finding.severity],
        is_veto=finding.severity is Severity.VETO,
        finding=finding,
        indicator=finding.indicator,
    )


def score_words(score: float) -> str:
    """Return how much a suggestion is worth, in words."""
    if score >= 0.75:
        return _("very likely")
    return _("likely") if score >= 0.5 else _("perhaps")


def _count(files: list[HeldFile]) -> str:
    return ngettext("{n} file", "{n} files", len(files)).format(n=len(files))
