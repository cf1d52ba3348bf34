"""What would become of the verdict if files were rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ledger_app.audit.model import Audit, Fall, Snapshot, Stake, WhatIf

_WORSE = {stake: n for n, stake in enumerate(Stake)}


def without(snapshot: Snapshot, items: frozenset[int]) -> Snapshot:
    """Return the snapshot as it were if these items showed nothing."""
    return replace(
        snapshot,
        links=tuple(link for link in snapshot.links if link.item not in items),
        evidence={item: one for item, one in snapshot.evidence.items() if item not in items},
        candidates={
            gap: tuple(c for c in found if c.item not in items) for gap, found in snapshot.candidates.items()
        },
    )


def compared(before: Audit, after: Audit, items: Iterable[int]) -> WhatIf:
    """Return what is worse after these items were rejected."""
    falls = []
    for indicator in before.scheme.indicators:
        was, would = before.verdict.standings[indicator.id], after.verdict.standings[indicator.id]
        if would.open - was.open or would.met < was.met or _WORSE[would.stake] > _WORSE[was.stake]:
            order = [r.id for r in indicator.requirements if r.id in would.open - was.open]
            falls.append(Fall(indicator, tuple(order), was, would))
    falls.sort(key=lambda f: (not f.indicator.is_hard, -(f.indicator.points or 0.0)))
    known = {f.key for f in before.findings}
    return WhatIf(
        items=tuple(sorted(items)),
        before=before.verdict,
        after=after.verdict,
        falls=tuple(falls),
        findings=tuple(f for f in after.findings if f.key not in known),
        points=round(before.verdict.total.secured - after.verdict.total.secured, 4),
    )
