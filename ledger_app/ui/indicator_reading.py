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

    `places` counts the places where such an item is there.
    """

    state: State
    progress: dict[int, Progress]
    files: dict[int, HeldFile]
    links: dict[int, list[Link]]
    findings: dict[int, list[Finding]]
    places: Counter[int] = field(default_factory=Counter)


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
    there = {number for number, held in files.items() if _is_there(held)}
    progress = {
        i.id: indicator_progress.of_indicator(i, links.get(i.id, ()), findings.get(i.id, ()), there)
        for i in state.scheme.indicators
    }
    return Reading(state, progress, files, links, findings, places)


def _is_there(held: HeldFile) -> bool:
    return held.status is Status.PRESENT
