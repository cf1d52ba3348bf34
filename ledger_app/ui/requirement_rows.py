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
from ledger_app.evidence.words import pairs
from ledger_app.scheme.model import Indicator, Need, Requirement
from ledger_app.ui import file_words, need_words
from ledger_app.ui.indicator_nodes import Node
from ledger_app.ui.indicator_progress import Sign
from ledger_app.ui.indicator_reading import Reading
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.overview_model import without_place
from ledger_app.vault.model import Status

_CANDIDATES = 3
_ABOUT = 3
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
    DRAFT = "draft"


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
    link: Link | None = None


def of_indicator(reading: Reading, indicator: Indicator) -> list[Row]:
    """Return the rows of one indicator, in the order of its requirements."""
    links = reading.links.get(indicator.id, ())
    findings = reading.findings.get(indicator.id, ())
    rows: list[Row] = []
    near = _nearest(indicator, findings)
    for requirement in indicator.requirements:
        if requirement.is_proposed:
            continue
        own = [k for k in links if k.requirement == requirement.id]
        is_veto = any(
            f.severity is Severity.VETO and f.requirement in (requirement.id, None) for f in findings
        )
        rows.extend(_target(reading, indicator, requirement, own, near, is_veto=is_veto))
    placed = {k.item for k in links if k.requirement is not None}
    whole = [k for k in links if k.requirement is None and k.item not in placed]
    if whole or near.get(None) or not indicator.requirements:
        is_veto = not indicator.requirements and any(f.severity is Severity.VETO for f in findings)
        rows.extend(_target(reading, indicator, None, whole, near, is_veto=is_veto))
    rows.append(Row(Kind.HINT, ("hint",), _("Drop files here, or press L to link; N adds a requirement")))
    proposed = [r for r in indicator.requirements if r.is_proposed]
    if proposed:
        rows.append(Row(Kind.HEADING, ("proposed",), _("Drafted from the rule"), note=str(len(proposed))))
        rows.extend(_draft(reading, indicator, one) for one in proposed)
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


def _target(
    reading: Reading,
    indicator: Indicator,
    requirement: Requirement | None,
    links: list[Link],
    near: dict[int | None, list[Candidate]],
    *,
    is_veto: bool,
) -> Iterator[Row]:
    """Yield a requirement, or the indicator as a whole, with its files, or at a gap what might close it."""
    files = [reading.files[k.item] for k in links if k.item in reading.files]
    is_there = any(f.status is Status.PRESENT for f in files)
    is_optional = requirement is None and bool(indicator.requirements)
    number = requirement.id if requirement else None
    is_met = is_there if is_optional else _is_met(reading, indicator, requirement)
    note = _count(files) if files else "" if is_optional else _("missing")
    if is_met and not files:
        note = _("set aside") if (indicator.id, number) in reading.aside else _("not needed")
    coverage = reading.state.coverage
    meeting = coverage.met.get(number) if requirement and number is not None else None
    has_need = bool(requirement and requirement.need != Need() and not requirement.is_drafted)
    covered = need_words.covered(meeting, coverage.rosters) if meeting and has_need else ""
    said = need_words.need(requirement.need, coverage.rosters) if requirement and has_need else ""
    if covered and meeting and not (meeting.shares[0].subject or meeting.asked):
        note = ""  # so many of so many files is all there is to say
    yield Row(
        Kind.REQUIREMENT if requirement else Kind.WHOLE,
        ("target", number),
        requirement.text if requirement else _whole_title(indicator),
        note=" · ".join(t for t in (covered, note) if t),
        under=" · ".join(t for t in (said, need_words.lacking(meeting) if meeting else "") if t),
        sign=_sign(files, is_met=is_met, is_optional=is_optional),
        is_veto=not is_met and is_veto,
        requirement=requirement,
        indicator=indicator,
    )
    if requirement and requirement.is_drafted:
        yield _draft(reading, indicator, requirement)
    for link in links:
        if link.item in reading.files:
            yield _file(reading, link, requirement, indicator)
    if not (is_there and is_met):
        yield from _candidates(reading, near.get(number, []), requirement, indicator)


def _is_met(reading: Reading, indicator: Indicator, requirement: Requirement | None) -> bool:
    """Whether the audit counts a requirement as met; with None, an indicator that lists none."""
    standing = reading.state.audit.verdict.standings.get(indicator.id)
    if standing is None:
        return False
    return requirement.id not in standing.open if requirement else standing.met == standing.total


def _sign(files: list[HeldFile], *, is_met: bool, is_optional: bool) -> str:
    if is_met:
        return "✔" if files else "–"
    return "!" if files else "" if is_optional else "✘"


def _whole_title(indicator: Indicator) -> str:
    return _("For the indicator as a whole") if indicator.requirements else _("Evidence")


def _nearest(indicator: Indicator, findings: Iterable[Finding]) -> dict[int | None, list[Candidate]]:
    """Return the candidates by requirement; one proposed for the indicator goes where its name fits best."""
    found: dict[int | None, list[Candidate]] = {}
    for finding in findings:
        for candidate in finding.candidates:
            found.setdefault(placed(indicator, finding, candidate), []).append(candidate)
    return found


def placed(indicator: Indicator, finding: Finding, candidate: Candidate) -> int | None:
    """Return the requirement at which a finding's candidate is offered; None: the indicator as a whole."""
    number = finding.requirement or candidate.requirement
    if number is not None:
        return number
    name = frozenset(pairs(file_words.name_of(candidate.path)))
    fits = {r.id: len(name.intersection(pairs(r.text))) for r in indicator.requirements}
    best = max(fits, key=lambda i: fits[i], default=None)
    return best if best is not None and fits[best] else None


def _draft(reading: Reading, indicator: Indicator, requirement: Requirement) -> Row:
    """Return the row on which a draft waits: of a requirement's need, or of a whole requirement."""
    words = need_words.drafted(requirement, reading.state.coverage.rosters)
    return Row(
        Kind.DRAFT,
        ("draft", requirement.id),
        requirement.text if requirement.is_proposed else _("Drafted: {what}").format(what=words),
        under=words if requirement.is_proposed else "",
        requirement=requirement,
        indicator=indicator,
    )


def _file(reading: Reading, link: Link, requirement: Requirement | None, indicator: Indicator) -> Row:
    held, places = reading.files[link.item], reading.places[link.item]
    folder = file_words.folder_of(held.path)
    is_fine = held.status is Status.PRESENT and not held.reason
    about, is_untold = _about(reading, link, requirement)
    waiting = _unconfirmed(reading, link, requirement) or (_("whose is it? (V)") if is_untold else "")
    confirmed = [need_words.seen(a.what, a.actor, a.at) for a in reading.state.attested.get(held.id, ())]
    return Row(
        Kind.FILE,
        ("file", held.id, requirement.id if requirement else None),
        file_words.name_of(held.path),
        note=(waiting or file_words.modified(held.mtime_ns)) if is_fine else file_words.state(held),
        under=" · ".join(
            t for t in (about, *confirmed, file_words.places(places) if places > 1 else "", folder) if t
        ),
        sign=_file_sign(held, is_fine=is_fine, is_waiting=bool(waiting)),
        requirement=requirement,
        held=held,
        indicator=indicator,
        link=link,
    )


def _file_sign(held: HeldFile, *, is_fine: bool, is_waiting: bool) -> str:
    if is_fine:
        return "!" if is_waiting else ""
    return "!" if held.status in (Status.PRESENT, Status.CHANGED) else "✘"


def _about(reading: Reading, link: Link, requirement: Requirement | None) -> tuple[str, bool]:
    """Return whom of the roster that is asked for a file stands for, and whether it should tell and does not."""
    asked = requirement.need.roster if requirement and not requirement.is_drafted else None
    roster = next((r for r in reading.state.coverage.rosters if r.id == asked), None)
    if roster is None and link.subject is None:
        return "", False
    known = need_words.by_id([roster] if roster else reading.state.coverage.rosters)
    told = (link.subject,) if link.subject in known else reading.state.coverage.subjects.get(link.item, ())
    names = [known[s].name for s in told if s in known]
    said = _(", ").join(names[:_ABOUT]) + ("…" if len(names) > _ABOUT else "")
    return said, bool(roster and not names)


def _unconfirmed(reading: Reading, link: Link, requirement: Requirement | None) -> str:
    """Return what a person has yet to confirm on a file: that it is signed, that it is sealed."""
    if requirement is None or requirement.is_drafted:
        return ""
    seen = {a.what for a in reading.state.attested.get(link.item, ())}
    need = requirement.need
    if need.is_signed and "signed" not in seen:
        return (
            _("signature to confirm (S)")
            if not need.is_sealed or "sealed" in seen
            else _("signature and seal to confirm (S, G)")
        )
    return _("seal to confirm (G)") if need.is_sealed and "sealed" not in seen else ""


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
            under=_candidate_words(candidate),
            requirement=requirement,
            held=reading.files.get(candidate.item),
            candidate=candidate,
            indicator=indicator,
        )


def _finding(number: int, finding: Finding) -> Row:
    return Row(
        Kind.FINDING,
        ("finding", finding.rule, finding.requirement, finding.files, number),
        without_place(audit_wording.message(finding), finding.indicator),
        under=audit_wording.remedy(finding),
        sign=_SIGNS[finding.severity],
        is_veto=finding.severity is Severity.VETO,
        finding=finding,
        indicator=finding.indicator,
    )


def _candidate_words(candidate: Candidate) -> str:
    reasons = _("; ").join(evidence_wording.reasons(candidate))
    return " · ".join(t for t in (score_words(candidate.score), reasons) if t)


def score_words(score: float) -> str:
    """Return how much a suggestion is worth, in words."""
    if score >= 0.75:
        return _("very likely")
    return _("likely") if score >= 0.5 else _("perhaps")


def _count(files: list[HeldFile]) -> str:
    return ngettext("{n} file", "{n} files", len(files)).format(n=len(files))
