"""What a revision changes, in words."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.scheme.comparing import Change, Entry
from ledger_app.scheme.matching import Doubt, How

CHANGES: dict[Change, str] = {
    Change.NEW: N_("New"),
    Change.GONE: N_("Gone"),
    Change.RETURNED: N_("Back again"),
    Change.NAME: N_("Re-named"),
    Change.SCORING: N_("Scoring rule"),
    Change.REQUIREMENTS: N_("Evidence asked for"),
    Change.POINTS: N_("Points"),
    Change.HARD: N_("Became hard"),
    Change.NOT_HARD: N_("No longer hard"),
    Change.HARD_KEPT: N_("Your hard mark stays"),
    Change.PATH: N_("Under another heading"),
    Change.ORDER: N_("Other order"),
    Change.CODE: N_("Other number"),
    Change.BONUS: N_("Became a bonus"),
    Change.NOT_BONUS: N_("No longer a bonus"),
    Change.UNITS: N_("Responsible units"),
    Change.PERSONS: N_("Responsible persons"),
}
DOUBTS: dict[Doubt, str] = {
    Doubt.LITTLE_ALIKE: N_("The two are taken for the same, but are little alike."),
    Doubt.OTHERS_ALIKE: N_("Others are nearly as much alike."),
    Doubt.ONLY_CODE: N_("Only the number is the same; the names say different things."),
}
HOWS: dict[How, str] = {
    How.CODE_AND_NAME: N_("same number and name"),
    How.NAME: N_("same name under the same heading"),
    How.MOVED: N_("the only one of this name"),
    How.RETURNED: N_("was there before"),
    How.ALIKE: N_("alike by {share:.0%}"),
    How.CODE: N_("same number"),
    How.BY_HAND: N_("paired by hand"),
}


def what(entry: Entry) -> str:
    """Return in a few words what changes; empty where nothing does."""
    return _(", ").join(_(CHANGES[c]) for c in CHANGES if c in entry.changes)


def told(entry: Entry) -> str:
    """Return what changes, the points with what they were and what they become."""
    said = {c: _(CHANGES[c]) for c in CHANGES if c in entry.changes}
    if Change.POINTS in said and entry.old and entry.new:
        old, new = ("–" if i.points is None else f"{i.points:g}" for i in (entry.old, entry.new))
        said[Change.POINTS] = _("{what} {old} → {new}").format(what=said[Change.POINTS], old=old, new=new)
    return _(", ").join(said.values())


def how(entry: Entry) -> str:
    """Return what a pair was found by, empty where there is none."""
    return _(HOWS[entry.how]).format(share=entry.likeness) if entry.how else ""
