"""How far the evidence is: for one indicator, and summed up for every level above it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence.model import Link
from ledger_app.scheme.model import Indicator


class Sign(StrEnum):
    """What stands beside the bar, so that colour is never the only bearer."""

    DONE = "✔"
    OPEN = "!"
    GAP = "✘"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Progress:
    """`shown` of `asked` requirements have evidence that is there; `vetoes` counts hard gaps."""

    shown: int
    asked: int
    sign: Sign
    vetoes: int = 0
    findings: int = 0

    @property
    def fraction(self) -> float:
        return self.shown / self.asked if self.asked else 0.0

    def words(self) -> str:
        """Return what bar and sign say, for those who hear it."""
        parts = []
        if self.asked:
            parts.append(_("{shown} of {asked} shown").format(shown=self.shown, asked=self.asked))
        if self.sign is Sign.DONE:
            parts.append(_("complete"))
        elif self.sign is Sign.NONE:
            parts.append(_("optional"))
        if self.vetoes:
            parts.append(
                ngettext("{n} hard gap: rules out 优秀", "{n} hard gaps: rule out 优秀", self.vetoes).format(
                    n=self.vetoes
                )
            )
        elif self.findings:
            parts.append(ngettext("{n} finding", "{n} findings", self.findings).format(n=self.findings))
        return " · ".join(parts)


def of_indicator(
    indicator: Indicator, links: Iterable[Link], findings: Iterable[Finding], there: Container[int]
) -> Progress:
    """Return an indicator's progress from its links and findings; `there` holds the items in place."""
    proved = {link.requirement for link in links if link.item in there}
    asked = [r.id for r in indicator.requirements]
    shown = sum(r in proved for r in asked) if asked else int(bool(proved))
    heavy = [f.severity for f in findings if f.severity is not Severity.HINT]
    vetoes = int(Severity.VETO in heavy)
    if indicator.is_bonus and not proved and not heavy:
        sign = Sign.NONE
    elif vetoes or not proved:
        sign = Sign.GAP
    elif heavy or shown < len(asked):
        sign = Sign.OPEN
    else:
        sign = Sign.DONE
    return Progress(shown, max(len(asked), 1), sign, vetoes, len(heavy))


def total(parts: Iterable[Progress]) -> Progress:
    """Sum up the level above: done when all are, a gap when a hard one is open."""
    shown = asked = vetoes = findings = 0
    signs = set()
    for part in parts:
        shown += part.shown
        asked += part.asked
        vetoes += part.vetoes
        findings += part.findings
        signs.add(part.sign)
    signs.discard(Sign.NONE)
    if not signs:
        sign = Sign.NONE
    elif signs == {Sign.DONE}:
        sign = Sign.DONE
    else:
        sign = Sign.GAP if vetoes or signs == {Sign.GAP} else Sign.OPEN
    return Progress(shown, asked, sign, vetoes, findings)
