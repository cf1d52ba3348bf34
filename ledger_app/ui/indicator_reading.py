"""One state, grouped by indicator: made beside the event loop, shown by the indicators page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ledger_app.audit.model import Finding
from ledger_app.evidence.model import HeldFile, Link
from ledger_app.ui import indicator_progress
from ledger_app.ui.indicator_progress import Progress
from ledger_app.ui.state import State
from ledger_app.vault.model import Status


@dataclass(frozen=True, slots=True)
class Reading:
    """`files` holds one place of every item that is linked or proposed, the best of its places.

    `places` counts the places where such an item is there; `aside` are the gaps (indicator, requirement) that
    a person has set aside.
    """

    state: State
    progress: dict[int, Progress]
    files: dict[int, HeldFile]
    links: dict[int, list[Link]]
    findings: dict[int, list[Finding]]
    places: Counter[int] = field(default_factory=Counter)
    aside: frozenset[tuple[int, int | None]] = frozenset()


def read(state: State) -> Reading:
    """Group a state by indicator."""
    links: dict[int, list[Link]] = {}
    for link in state.links:
        links.setdefault(link.indicator, []).append(link)
    findings: dict[int, list[Finding]] = {}
    for finding in state.audit.findings:
        if finding.indicator:
            findings.setdefault(finding.indicator.id, []).append(finding)
    wanted = {k.item for k in state.links} | {c.item for f in state.audit.findings for c in f.candidates}
    files: dict[int, HeldFile] = {}
    places: Counter[int] = Counter()
    for held in state.files:
        if held.id in wanted and _is_there(held):
            places[held.id] += 1
        known = files.get(held.id)
        if held.id in wanted and (known is None or (_is_there(held) and not _is_there(known))):
            files[held.id] = held
    return Reading(state, progress_of(state), files, links, findings, places, _aside(state))


def progress_of(state: State) -> dict[int, Progress]:
    """Return how far each indicator is, by its id, as the audit says."""
    standings = state.audit.verdict.standings
    return {
        i.id: indicator_progress.of_standing(standings[i.id], is_bonus=i.is_bonus)
        for i in state.audit.scheme.indicators
    }


def _aside(state: State) -> frozenset[tuple[int, int | None]]:
    """Return the gaps that were set aside, by indicator and requirement."""
    return frozenset(
        (f.indicator.id, f.requirement) for f, _waiver in state.audit.waived if f.indicator and f.is_gap
    )


def _is_there(held: HeldFile) -> bool:
    return held.status is Status.PRESENT
