"""How complete an indicator is, as the tree shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.audit.model import Severity, Standing, State
from ledger_app.audit.rules import evaluate
from ledger_app.audit.standing import standings
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import TOILETS, complete, evidence, scheme, snapshot

LEDGER, AGREEMENT = 201, 202
LOST = evidence(5, status=Status.MISSING)


def standing(*linked, indicator=TOILETS) -> Standing:
    return standings(evaluate(snapshot(*linked, of=scheme(indicator))))[indicator.id]


@pytest.mark.parametrize(
    ("linked", "met", "state", "severity"),
    [
        ([], 0, State.NONE, Severity.VETO),
        ([(evidence(1), TOILETS, None)], 0, State.NONE, Severity.VETO),
        ([(evidence(1), TOILETS, LEDGER)], 1, State.PARTIAL, Severity.VETO),
        ([(evidence(1), TOILETS, LEDGER), (LOST, TOILETS, AGREEMENT)], 1, State.PARTIAL, Severity.VETO),
        (complete(TOILETS, first=1), 2, State.COMPLETE, None),
        ([*complete(TOILETS, first=1), (LOST, TOILETS, LEDGER)], 2, State.PROBLEM, Severity.WARNING),
    ],
    ids=["nothing", "unassigned", "one of two", "one lost", "all", "all and a lost one"],
)
def test_standing(linked: list, met: int, state: State, severity: Severity | None) -> None:
    found = standing(*linked)
    assert (found.met, found.total, found.state, found.severity) == (met, 2, state, severity)


def test_open_requirements_are_named() -> None:
    assert standing().open == {LEDGER, AGREEMENT}
    assert standing((evidence(1), TOILETS, LEDGER)).open == {AGREEMENT}


def test_hints_leave_an_indicator_complete() -> None:
    late = evidence(7, dates=(("2026-02-01", "content"),))
    found = standing(*complete(TOILETS, first=1), (late, TOILETS, LEDGER))
    assert (found.state, found.severity) == (State.COMPLETE, Severity.HINT)


def test_indicator_without_requirements_counts_as_one() -> None:
    bare = replace(TOILETS, requirements=())
    assert standing(indicator=bare).met == 0
    assert standing((LOST, bare, None), indicator=bare).state is State.NONE
    assert standing((evidence(1), bare, None), indicator=bare).state is State.COMPLETE
