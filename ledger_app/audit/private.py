"""Rules about private numbers in what others will see: E701 to E703."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.present import about, is_posted, mentions, present
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator
from ledger_app.search.privacy import BANK, IDENTITY, PHONE


def identity_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E701: a paper shows identity card numbers whole."""
    yield from _numbers(view, indicator, "E701", IDENTITY, Severity.WARNING)


def phone_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E702: a paper shows people's mobile numbers whole; an office's own are none."""
    yield from _numbers(view, indicator, "E702", PHONE, Severity.HINT)


def card_numbers(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E703: a paper shows bank card numbers whole."""
    yield from _numbers(view, indicator, "E703", BANK, Severity.WARNING)


def _numbers(view: View, indicator: Indicator, rule: str, what: str, inside: Severity) -> Iterator[Finding]:
    """Report each paper with such numbers: an error in what is posted, `inside` in what is only filed."""
    for judged in present(view, indicator):
        found = mentions(judged.evidence, what)
        if not found:
            continue
        path, first = judged.evidence.paths[0], found[0]
        count = sum(m.count for m in found)
        is_public = is_posted(judged.evidence)
        yield about(
            view,
            indicator,
            judged,
            rule,
            Severity.ERROR if is_public else inside,
            because=[
                (f"private-{what}", {"path": path, "page": m.page, "shown": m.text, "count": m.count})
                for m in found[:3]
            ]
            + ([("posted", {"path": path})] if is_public else []),
            page=first.page,
            count=count,
            shown=first.text,
        )
