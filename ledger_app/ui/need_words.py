"""What a requirement needs and how far it is met, in the short words of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger_app.audit.meeting import Meeting
from ledger_app.audit.wording_needs import part_said
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.scheme import need_wording
from ledger_app.scheme.model import Need, Requirement, Roster, Subject
from ledger_app.search.kinds import KINDS
from ledger_app.ui import file_words
from ledger_app.ui.needing import SEEN

_NAMED = 4
_OF_EACH: dict[str, str] = {
    "village": N_("every village"),
    "household": N_("every household"),
    "project": N_("every project"),
    "other": N_("each of {roster}"),
}
_COVERED: dict[str, str] = {
    "village": N_("{n}/{of} villages"),
    "household": N_("{n}/{of} households"),
    "project": N_("{n}/{of} projects"),
    "other": N_("{n}/{of} covered"),
}
_PARTS: dict[str, str] = {
    "month": N_("{n}/{of} months"),
    "quarter": N_("{n}/{of} quarters"),
    "half": N_("{n}/{of} half years"),
}


def need(one: Need, rosters: Sequence[Roster]) -> str:
    """Return what a need says beyond any one file, in one line; empty for that."""
    found = _roster(one, rosters)
    kinds = {code: _(kind.name) for code, kind in KINDS.items()}
    said = need_wording.parts_said(one, kinds=kinds, rosters={})
    if one.roster is not None:
        asked = _(_OF_EACH[found.kind]).format(roster=found.name) if found else _("a roster that is gone")
        said = [asked if part == _("each of {roster}").format(roster="?") else part for part in said]
    return " · ".join(said)


def drafted(one: Requirement, rosters: Sequence[Roster]) -> str:
    """Return what was drafted for a requirement, in one line."""
    return need(one.need, rosters) or _("any one file")


def covered(meeting: Meeting, rosters: Sequence[Roster]) -> str:
    """Return how much of what is asked for is there: of a roster, of the period, or of the count."""
    asked = meeting.requirement.need
    if meeting.shares and meeting.shares[0].subject:
        found = _roster(asked, rosters)
        words = _COVERED[found.kind if found else "other"]
        return _(words).format(n=len(meeting.covered), of=len(meeting.shares))
    if meeting.asked:
        open_parts = len(meeting.shares[0].open)
        return _(_PARTS[asked.every]).format(n=len(meeting.asked) - open_parts, of=len(meeting.asked))
    if asked.count > 1:
        return _("{n}/{of} files").format(n=meeting.files, of=asked.count)
    return ""


def lacking(meeting: Meeting) -> str:
    """Return what is still lacking, in one line; empty where nothing is, or where nothing is there at all."""
    if meeting.is_met or not meeting.shares:
        return ""
    first = meeting.shares[0]
    said: list[str] = []
    if first.subject:
        open_shares = [s for s in meeting.shares if s.lacking]
        if any(s.files for s in meeting.shares):
            said.append(
                _("lacking: {what}").format(what=_named(s.subject.name for s in open_shares if s.subject))
            )
        if meeting.untold:
            said.append(
                ngettext(
                    "{n} file does not tell whom it is about (V)",
                    "{n} files do not tell whom they are about (V)",
                    meeting.untold,
                ).format(n=meeting.untold)
            )
    elif first.open and meeting.files:
        said.append(_("lacking: {what}").format(what=_named(map(part_said, first.open))))
    elif first.lacking and meeting.files:
        said.append(ngettext("{n} file lacking", "{n} files lacking", first.lacking).format(n=first.lacking))
    if meeting.undated:
        said.append(
            ngettext("{n} file tells no month", "{n} files tell no month", meeting.undated).format(
                n=meeting.undated
            )
        )
    if meeting.outside:
        said.append(
            ngettext(
                "{n} file from outside the period", "{n} files from outside the period", meeting.outside
            ).format(n=meeting.outside)
        )
    return " · ".join(said)


def subject(one: Subject) -> str:
    """Return what somebody of a roster is called, with the village where it belongs."""
    if one.village and one.village != one.name:
        return _("{name} ({village})").format(name=one.name, village=one.village)
    return one.name


def seen(what: str, actor: str, at: str) -> str:
    """Return who has confirmed a signature or a seal."""
    return _("{what}: {name}, {date}").format(what=_(SEEN[what]), name=actor, date=file_words.date(at))


def by_id(rosters: Iterable[Roster]) -> Mapping[int, Subject]:
    """Return everybody on the rosters."""
    return {s.id: s for r in rosters for s in r.subjects}


def _roster(one: Need, rosters: Sequence[Roster]) -> Roster | None:
    return next((r for r in rosters if r.id == one.roster), None)


def _named(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    known = list(names)
    shown = _(", ").join(known[:_NAMED])
    more = len(known) - _NAMED
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=shown, n=more)
