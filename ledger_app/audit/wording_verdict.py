"""Sentences about the verdict: what clears a hard gap, what was set aside, what failed."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.audit.model import Cause, Paper, Stake, Verdict
from ledger_app.audit.scoring import Grade
from ledger_app.core.i18n import N_, _, ngettext

MESSAGES: dict[str, Callable[[int], str]] = {
    "E901": lambda n: _("The rule {rule} failed and may have missed something; all other rules have looked."),
}

REMEDIES: dict[str, str] = {
    "E901": N_(
        "Work on the other findings; please pass the program's log on to whoever looks after this program."
    ),
}

REASONS: dict[str, str] = {
    "was-waived": N_("It was set aside on {date} by {name} ({reason}); since then {since} changed."),
}

SINCE: dict[str, str] = {
    "files": N_("the content of its files"),
    "links": N_("what is linked"),
    "said": N_("what was found"),
    "weight": N_("what it puts at risk"),
}

STAKES: dict[Stake, str] = {
    Stake.SECURED: N_("secured"),
    Stake.AT_RISK: N_("at risk"),
    Stake.LOST: N_("lost"),
}

GRADES: dict[Grade, str] = {
    Grade.EXCELLENT: N_("excellent"),
    Grade.GOOD: N_("good"),
    Grade.FAIR: N_("fair"),
    Grade.POOR: N_("poor"),
}


def caveats(found: Verdict) -> list[str]:
    """Return what must be said beside the verdict: who set vetoes aside, and which rules failed."""
    lines = []
    if found.set_aside:
        count = sum(n for _name, n in found.set_aside)
        who = _(", ").join(_("{name} ({n})").format(name=name, n=n) for name, n in found.set_aside)
        lines.append(
            ngettext(
                "{n} finding on a hard indicator is set aside and not counted: {who}.",
                "{n} findings on hard indicators are set aside and not counted: {who}.",
                count,
            ).format(n=count, who=who)
        )
    if found.failed:
        sentence = _("These rules failed, so that more may be wrong: {rules}.")
        lines.append(sentence.format(rules=_(", ").join(found.failed)))
    return lines


def paper(wanted: Paper, found: Cause) -> str:
    """Return what to get or to mend, in one sentence."""
    indicator = found.indicator
    what = wanted.requirement.text if wanted.requirement else indicator.name
    if wanted.candidates:
        sentence = ngettext(
            "{what}: look at {path} and link it if it fits.",
            "{what}: {n} are needed; look at {path} first and link it if it fits.",
            wanted.count,
        )
        return sentence.format(what=what, n=wanted.count, path=wanted.candidates[0].path)
    if wanted.files:
        sentence = ngettext(
            "{what}: put {path} in order again, or link another.",
            "{what}: put {path} and others in order again, or link others.",
            len(wanted.files),
        )
        return sentence.format(what=what, path=wanted.files[0])
    units = _(", ").join(indicator.units)
    if not units:
        sentence = ngettext(
            "{what}: {n} paper is to be got and linked.",
            "{what}: {n} papers are to be got and linked.",
            wanted.count,
        )
        return sentence.format(what=what, n=wanted.count)
    sentence = ngettext(
        "{what}: ask {units} for {n} paper and link it.",
        "{what}: ask {units} for {n} papers and link them.",
        wanted.count,
    )
    return sentence.format(what=what, n=wanted.count, units=units)
