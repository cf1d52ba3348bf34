"""Rules about private numbers in what others will see: E701 to E703."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.present import about, is_posted, mentions, present
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.model import Mention
from ledger_app.search.privacy import BANK, IDENTITY, PHONE

_SHOWN = 3


def identity_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E701: a paper shows identity card numbers whole."""
    yield from _numbers(view, indicator, "E701", IDENTITY, Severity.WARNING)


def phone_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E702: papers show people's mobile numbers whole; an office's own are none.

    What is only filed is told together: registers are full of them.
    """
    yield from _numbers(view, indicator, "E702", PHONE, None)
    filed = [(j, found[0]) for j in present(view, indicator) if (found := _of_filed(j, PHONE))]
    if filed:
        yield finding(
            "E702",
            Severity.HINT,
            view.snapshot,
            indicator,
            None,
            because=[_as_reason(judged, first) for judged, first in filed[:_SHOWN]],
            files=[judged.evidence.paths[0] for judged, _ in filed],
            pages=[first.page for _, first in filed],
            page=filed[0][1].page,
            count=sum(m.count for judged, _ in filed for m in mentions(judged.evidence, PHONE)),
            shown=filed[0][1].text,
        )


def card_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E703: a paper shows bank card numbers whole."""
    yield from _numbers(view, indicator, "E703", BANK, Severity.WARNING)


def _numbers(
    view: View, indicator: Indicator, rule: str, what: str, inside: Severity | None
) -> Iterator[Finding]:
    """Report each paper with such numbers: an error in what is posted, `inside` in what is only filed."""
    for judged in present(view, indicator):
        found = mentions(judged.evidence, what)
        is_public = bool(found) and is_posted(judged.evidence)
        severity = Severity.ERROR if is_public else inside
        if not found or severity is None:
            continue
        because = [_as_reason(judged, m) for m in found[:_SHOWN]]
        if is_public:
            because.append(("posted", {"path": judged.evidence.paths[0]}))
        count = sum(m.count for m in found)
        yield about(
            view,
            indicator,
            judged,
            rule,
            severity,
            because=because,
            page=found[0].page,
            count=count,
            shown=found[0].text,
        )


def _of_filed(judged: Judged, what: str) -> list[Mention]:
    found = mentions(judged.evidence, what)
    return [] if not found or is_posted(judged.evidence) else found


def _as_reason(judged: Judged, mention: Mention) -> Reason:
    values = {"page": mention.page, "shown": mention.text, "count": mention.count}
    return f"private-{mention.what}", {"path": judged.evidence.paths[0], **values}
