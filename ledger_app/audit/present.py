"""What rules about the papers themselves look at: evidence that is there, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.remembering import remembered, remembered_at
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.model import Mention

_POSTED = re.compile(r"公示|公告|公开(?!课)|张贴|上墙|红黑榜")
_NONE: list[Mention] = []

T = TypeVar("T", bound=tuple)


def present(view: View, indicator: Indicator) -> list[Judged]:
    """Return what is linked to an indicator and can be opened, each item once, by path."""
    return view.present(indicator)


def every_present(view: View, of: Callable[[View, Indicator], Iterable[T]]) -> list[T]:
    """Return what `of` (remembered) tells of each indicator's papers, each paper at the first that it serves.

    What it tells begins with the indicator and the paper, as `Judged`.
    """
    found: list[T] = []
    before: set[int] = set()
    for indicator in view.snapshot.scheme.indicators:
        found += [one for one in of(view, indicator) if one[1].evidence.item not in before]
        before |= _items(view, indicator)
    return found


@remembered_at
def _items(view: View, indicator: Indicator) -> frozenset[int]:
    return frozenset(judged.evidence.item for judged in view.present(indicator))


@remembered_at
def numbered(view: View, indicator: Indicator) -> list[tuple[Indicator, Judged, str]]:
    """Return an indicator's papers that bear a document number, with that."""
    return [
        (indicator, judged, number)
        for judged in view.present(indicator)
        if (number := judged.evidence.description.document_number)
    ]


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
