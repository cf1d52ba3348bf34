"""How far the evidence is: for one indicator, and summed up for every level above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.audit.model import Severity, Standing, State
from ledger_app.core.i18n import _, ngettext


class Sign(StrEnum):
    """What stands beside the bar, so that colour is never the only bearer."""

    DONE = "✔"
    OPEN = "!"
    GAP = "✘"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Progress:
    """`shown` of `asked` requirements are met, as the audit counts them; `vetoes` counts hard indicators."""

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


def of_standing(standing: Standing, *, is_bonus: bool = False) -> Progress:
    """Return the progress of an indicator as the audit says it stands: bar, sign and verdict never differ."""
    is_veto = standing.severity is Severity.VETO
    if is_bonus and not standing.met and not standing.findings:
        sign = Sign.NONE
    elif is_veto or standing.state is State.NONE:
        sign = Sign.GAP
    else:
        sign = Sign.DONE if standing.state is State.COMPLETE else Sign.OPEN
    return Progress(standing.met, standing.total, sign, int(is_veto), standing.findings)


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
