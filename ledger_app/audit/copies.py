"""The rule about one content that lies at several places and is used for several: E401."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ledger_app.audit.findings import finding
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import Fault, Judged, View


def copies(view: View) -> Iterator[Finding]:
    """E401: copies of one file stand for different indicators or requirements.

    One file may show many things; copies in many folders are what inspectors take for padding. Copies
    of which only one is used, and one file used at many places, are no finding.
    """
    places = {i.id: n for n, i in enumerate(view.snapshot.scheme.indicators)}
    contents: dict[str, list[Judged]] = defaultdict(list)
    for judged in view.judged:
        if judged.evidence.sha256 and judged.fault in (None, Fault.OUTSIDE):
            contents[judged.evidence.sha256].append(judged)
    for _, group in sorted(contents.items()):
        paths = sorted({path for judged in group for path in judged.evidence.paths})
        targets = {(j.link.indicator, j.link.requirement) for j in group}
        if len(paths) < 2 or len(targets) < 2:
            continue
        order = sorted({j.link.indicator for j in group}, key=places.__getitem__)
        used = [view.snapshot.scheme.indicators[places[i]] for i in order]
        yield finding(
            "E401",
            Severity.HINT if all(i.is_bonus for i in used) else Severity.WARNING,
            view.snapshot,
            used[0],
            None,
            because=[("copy", {"path": path}) for path in paths],
            files=paths,
            codes=[i.code for i in used],
            places=len(targets),
        )
