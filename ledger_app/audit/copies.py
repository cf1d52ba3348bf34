"""The rule about one content that lies at several places and is used for several: E401."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ledger_app.audit.findings import finding
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.remembering import remembered_at
from ledger_app.audit.view import Fault, Judged, View
from ledger_app.scheme.model import Indicator


def copies(view: View) -> Iterator[Finding]:
    """E401: copies of one file stand for different indicators or requirements.

    One file may show many things; copies in many folders are what inspectors take for padding. Copies
    of which only one is used, and one file used at many places, are no finding.
    """
    places = {i.id: n for n, i in enumerate(view.snapshot.scheme.indicators)}
    held = [_contents(view, indicator) for indicator in view.snapshot.scheme.indicators]
    for content in sorted(_used_twice(held)):
        group = [judged for contents in held for judged in contents.get(content, ())]
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


@remembered_at
def _contents(view: View, indicator: Indicator) -> dict[str, list[Judged]]:
    """Return what stands for an indicator, by content."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for judged in view.of_indicator(indicator):
        if judged.evidence.sha256 and judged.fault in (None, Fault.OUTSIDE):
            found[judged.evidence.sha256].append(judged)
    return found


def _used_twice(held: list[dict[str, list[Judged]]]) -> set[str]:
    """Return the contents with more than one link: few among many, so that only those are looked into."""
    once: set[str] = set()
    twice: set[str] = set()
    for contents in held:
        twice |= once & contents.keys()
        twice |= {content for content, links in contents.items() if len(links) > 1}
        once |= contents.keys()
    return twice
