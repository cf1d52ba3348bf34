"""What rules about the papers themselves look at: evidence that is there, one by one."""

from __future__ import annotations

import re

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.remembering import remembered
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.model import Mention

_POSTED = re.compile(r"公示|公告|公开(?!课)|张贴|上墙|红黑榜")
_NONE: list[Mention] = []


def present(view: View, indicator: Indicator) -> list[Judged]:
    """Return what is linked to an indicator and can be opened, each item once, by path."""
    return view.present(indicator)


@remembered
def every_present(view: View) -> list[tuple[Indicator, Judged]]:
    """Return what is linked anywhere and can be opened, each item once, with the first indicator it serves."""
    found: dict[int, tuple[Indicator, Judged]] = {}
    for indicator in view.snapshot.scheme.indicators:
        for judged in view.present(indicator):
            found.setdefault(judged.evidence.item, (indicator, judged))
    return list(found.values())


def about(
    view: View,
    indicator: Indicator,
    judged: Judged,
    rule: str,
    severity: Severity,
    *,
    because: list[Reason],
    page: int | None = None,
    **values: object,
) -> Finding:
    """Return a finding about one paper; about a bonus it is never more than a hint."""
    return finding(
        rule,
        Severity.HINT if indicator.is_bonus else severity,
        view.snapshot,
        indicator,
        View.target_of(indicator, judged.link)[1],
        because=because,
        files=judged.evidence.paths[:1],
        pages=(page,),
        page=page,
        **values,
    )


def mentions(evidence: Evidence, what: str) -> list[Mention]:
    """Return what a text says of one kind, in the order of its pages."""
    return _by_kind(evidence).get(what, _NONE) if evidence.traits.mentions else _NONE


@remembered
def _by_kind(evidence: Evidence) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in sorted(evidence.traits.mentions, key=lambda m: m.page or 0):
        found.setdefault(mention.what, []).append(mention)
    return found


@remembered
def is_posted(evidence: Evidence) -> bool:
    """Return whether a paper is made to hang where everybody reads it."""
    said = evidence.description
    if said.kind == "notice":
        return True
    name = evidence.paths[0].rpartition("/")[2] if evidence.paths else ""
    return bool(_POSTED.search(said.title or "") or _POSTED.search(name))
