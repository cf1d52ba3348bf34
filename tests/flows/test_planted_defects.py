"""Every rule of the audit finds what is planted for it in real files, and leaves the clean twin alone."""

from __future__ import annotations

from collections import defaultdict

import pytest

from benchmarks.planting import Case, Outcome, run
from benchmarks.rules import every_case
from ledger_app.audit.rules import RULES

BY_OTHER_TESTS = {"E202", "E307", "E501", "E502", "E901"}
"""Those that need an archive of their own, a file without permission, or a rule that fails."""


def few() -> list[Case]:
    """The first defect and the first twin of each rule that needs no archive of its own."""
    chosen: dict[tuple[str, bool], Case] = {}
    for case in every_case():
        if not case.is_alone:
            chosen.setdefault((case.rule, case.is_planted), case)
    return list(chosen.values())


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return run(few(), tmp_path_factory.mktemp("planted"))


def test_every_rule_finds_its_defect(outcomes: list[Outcome]) -> None:
    missed = [f"{o.case.rule} {o.case.form}" for o in outcomes if o.case.is_planted and not o.is_found]
    assert missed == []


def test_every_rule_leaves_its_twin_alone(outcomes: list[Outcome]) -> None:
    false = [f"{o.case.rule} {o.case.form}" for o in outcomes if not o.case.is_planted and o.is_found]
    assert false == []


def test_no_rule_is_without_a_defect_and_a_twin() -> None:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case in every_case():
        counted[case.rule][case.is_planted] += 1
    codes = {rule.code for rule in RULES} - {"E202", "E209", "E901"}
    assert {code for code in codes if min(counted[code]) < 5} == set()
    assert {o.rule for o in few()} == codes - BY_OTHER_TESTS


def test_a_finding_of_a_defect_names_a_file_of_its_case(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        own = [f for f in outcome.findings if f.rule == outcome.case.rule and f.files]
        assert all(f.files[0].startswith(f"{outcome.case.rule}/") for f in own)
