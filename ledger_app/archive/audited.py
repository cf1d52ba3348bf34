"""What is missing or wrong: audits, waivers, what-if and mock assessments."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.archive.held import Held
from ledger_app.audit import audits, records, scoring, simulations, waivers
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.model import Audit, Record, Waiver, WhatIf
from ledger_app.audit.scoring import Score, Simulation
from ledger_app.audit.simulations import Entered
from ledger_app.core.database import Changes
from ledger_app.core.progress import Progress
from ledger_app.scheme import rosters


class Audited(Held):
    """The verbs and nouns of the audit."""

    def matrix(self, roster: int) -> Matrix:
        """Return how far all that is asked for is shown for each subject of a roster, by what is known."""
        return audits.matrix(self.db, rosters.roster(self.db, roster), year=self.year)

    def audit(self, progress: Progress | None = None) -> Audit:
        """Look at the folder, then report what is missing or wrong."""
        report, _ = self.scan(progress)
        self.describe(progress, linked_only=True)
        self.compare_photos(progress)
        done = audits.audit(self.db, year=self.year, is_away=bool(report.away))
        records.append(self.db, done)
        return done

    def audit_known(self) -> Audit:
        """Report what is missing or wrong by what is known, without a look at the folder; nothing is recorded."""
        return audits.audit(self.db, year=self.year)

    def waive(self, keys: Iterable[str], *, reason: str, name: str) -> Changes:
        """Set these findings (their keys) aside: 不适用 or 已核实. They are back when what they rest on changes.

        Raises `unknown-finding` and what `audit.waivers.waive` does.
        """
        found = audits.findings(self.db, keys, year=self.year)
        return waivers.waive(self.db, found, reason=reason, name=name)

    def unwaive(self, waiver_ids: Iterable[int]) -> Changes:
        """Take waivers away: their findings are back."""
        return waivers.unwaive(self.db, waiver_ids)

    def waivers(self) -> tuple[Waiver, ...]:
        """Return all waivers; `Audit.waived` has those that count."""
        return waivers.waivers(self.db)

    def what_if_rejected(self, item_ids: Iterable[int]) -> WhatIf:
        """Return what would become of the verdict if these files were rejected; nothing is written."""
        return audits.what_if_rejected(self.db, item_ids, year=self.year)

    def records(self) -> tuple[Record, ...]:
        """Return what the audits came to over time, the oldest first."""
        return records.records(self.db)

    def simulations(self) -> tuple[Simulation, ...]:
        """Return all mock assessments (模拟考核), the newest first."""
        return simulations.simulations(self.db)

    def begin_simulation(
        self, name: str, *, reviewer: str, entered: Iterable[Entered] = ()
    ) -> tuple[int, Changes]:
        """Begin a mock assessment, with deductions (code, points, reason); returns its number."""
        return simulations.begin(self.db, name, reviewer=reviewer, entered=entered)

    def deduct(self, simulation: int, entered: Iterable[Entered]) -> Changes:
        """Take points from indicators (code, points, reason); points below 0 are given to a bonus item."""
        return simulations.deduct(self.db, simulation, entered)

    def amend_deduction(self, deduction: int, entered: Entered) -> Changes:
        """Enter a deduction (code, points, reason) anew, in its place."""
        return simulations.amend(self.db, deduction, entered)

    def take_back_deductions(self, deduction_ids: Iterable[int]) -> Changes:
        """Take deductions back."""
        return simulations.take_back(self.db, deduction_ids)

    def drop_simulation(self, simulation: int) -> Changes:
        """Remove a mock assessment with all its deductions."""
        return simulations.drop(self.db, simulation)

    def score(self, simulation: Simulation) -> Score:
        """Return what a mock assessment comes to."""
        return scoring.score(self.scheme(), simulation)
