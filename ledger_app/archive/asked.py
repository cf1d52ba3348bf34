"""What must be shown: the scheme, its requirements, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ledger_app.archive.opened import Opened
from ledger_app.core.database import Changes
from ledger_app.scheme import needs, rosters, schemes
from ledger_app.scheme.comparing import Difference
from ledger_app.scheme.model import Need, Requirement, Roster, Scheme, Subject
from ledger_app.scheme.needs import Place
from ledger_app.scheme.roster_tables import RosterTable


class Asked(Opened):
    """The verbs and nouns of what the archive is asked for."""

    def scheme(self) -> Scheme:
        """Return the scheme this archive is assessed by."""
        return schemes.current(self.db)

    def compare_scheme(self, scheme: Scheme, by_hand: Mapping[int, int | None] | None = None) -> Difference:
        """Return what importing this scheme would change; `by_hand` as in `scheme.comparing.compare`."""
        return schemes.compared(self.db, scheme, by_hand)

    def import_scheme(self, scheme: Scheme, pairs: Mapping[int, int] | None = None) -> tuple[Scheme, Changes]:
        """Put a scheme that was read, or its next revision, into the archive; links follow their indicators.

        `pairs` is the pairing that a person confirmed (`Difference.pairs`); see `schemes.store`.
        """
        changes = schemes.store(self.db, scheme, pairs=pairs)
        return self.scheme(), changes

    def add_requirement(
        self, code: str, text: str, *, need: Need | None = None
    ) -> tuple[Requirement, Changes]:
        """Add a requirement to an indicator by hand."""
        return needs.add(self.db, code, text, need=need)

    def change_requirement(
        self, code: str, key: str, *, text: str | None = None, need: Need | None = None
    ) -> Changes:
        """Word a requirement anew, or say what it needs; what was drafted of it is settled then."""
        return needs.change(self.db, code, key, text=text, need=need)

    def set_need(self, code: str, key: str, need: Need) -> Changes:
        """Say what a requirement needs."""
        return needs.change(self.db, code, key, need=need)

    def move_requirement(self, code: str, key: str, *, to: int) -> Changes:
        """Put a requirement at another place of its indicator's list, counted from 0."""
        return needs.move(self.db, code, key, to=to)

    def remove_requirement(self, code: str, *keys: str) -> Changes:
        """Take requirements away; what is linked to them speaks for the indicator as a whole."""
        return needs.remove(self.db, code, keys)

    def draft_needs(self, codes: Iterable[str] | None = None) -> tuple[int, Changes]:
        """Draft from the scheme's words what is needed (None: everywhere); return how many drafts there are."""
        return needs.draft(self.db, codes)

    def confirm_drafts(self, chosen: Iterable[Place] | None = None) -> Changes:
        """Say that drafts are right: (code, key) pairs, None for all."""
        return needs.confirm(self.db, chosen)

    def dismiss_drafts(self, chosen: Iterable[Place] | None = None) -> Changes:
        """Say that drafts are wrong: (code, key) pairs, None for all; they are not drafted again."""
        return needs.dismiss(self.db, chosen)

    def apply_template(self, code: str, template: str, *, roster: int | None = None) -> Changes:
        """Make the steps of a usual chain (`scheme.templates`) requirements of an indicator."""
        return needs.apply_template(self.db, code, template, roster=roster)

    def rosters(self) -> tuple[Roster, ...]:
        """Return the rosters with their subjects."""
        return rosters.rosters(self.db)

    def import_roster(
        self, path: Path, name: str, kind: str = "village"
    ) -> tuple[Roster, RosterTable, Changes]:
        """Import a roster from .xlsx or .csv, or bring the one of this name up to date."""
        return rosters.put(self.db, path, name=name, kind=kind)

    def add_roster(
        self, name: str, kind: str = "village", subjects: Iterable[Subject] = ()
    ) -> tuple[Roster, Changes]:
        """Make a roster by hand, with these subjects, as one step."""
        return rosters.make(self.db, name, kind, subjects)

    def rename_roster(self, roster: int, name: str) -> Changes:
        """Call a roster otherwise."""
        return rosters.rename(self.db, roster, name)

    def remove_roster(self, roster: int) -> Changes:
        """Take a roster away; raises `roster-asked` while requirements ask for its subjects."""
        return rosters.remove(self.db, roster)

    def add_subject(self, roster: int, name: str, *, also: Sequence[str] = (), village: str = "") -> Changes:
        """Add a village, household or project to a roster."""
        return rosters.add_subject(self.db, roster, name, also=also, village=village)

    def change_subject(
        self,
        subject: int,
        *,
        name: str | None = None,
        also: Sequence[str] | None = None,
        village: str | None = None,
    ) -> Changes:
        """Correct a subject's name, its other names, or where it belongs."""
        return rosters.change_subject(self.db, subject, name=name, also=also, village=village)

    def remove_subjects(self, subjects: Iterable[int]) -> Changes:
        """Take subjects off their roster; files and links stay."""
        return rosters.remove_subjects(self.db, subjects)
