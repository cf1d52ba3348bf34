"""What holds for every archive, however its evidence and links look."""

from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.audit.model import Audit, Evidence, Severity, Snapshot, State, Waiver
from ledger_app.audit.rules import evaluate
from ledger_app.evidence.model import Link
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import ALL, complete, evidence, link, snapshot

TARGETS = [(i, r) for i in ALL for r in (None, *(q.id for q in i.requirements))]


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Up to eight files in any condition, linked anywhere, some with content of other days."""
    held: list[Evidence] = []
    for item in range(1, draw(st.integers(0, 8)) + 1):
        content = draw(st.sampled_from("abc")) * 64
        dates = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["2024-06-01", "2025-06-01", "2026-02-01", "2025", "2019"]),
                    st.sampled_from(["content", "exif", "folder"]),
                ),
                max_size=2,
            )
        )
        paths = [f"{item}/{n}.pdf" for n in range(draw(st.integers(1, 2)))]
        status = draw(st.sampled_from(Status))
        size = draw(st.sampled_from([0, 100, 100]))
        held.append(evidence(item, *paths, status=status, size=size, sha256=content, dates=tuple(dates)))
    links: dict[tuple, Link] = {}
    for one in held:
        for indicator, requirement in draw(st.lists(st.sampled_from(TARGETS), max_size=3)):
            content = draw(st.sampled_from(["", "", None, "f" * 64]))
            links[one.item, indicator.id, requirement] = link(one, indicator, requirement, sha256=content)
    return snapshot(links=tuple(links.values()), held=tuple(held))


def vetoed(audit: Audit) -> set[int]:
    return {f.indicator.id for f in audit.findings if f.severity is Severity.VETO and f.indicator}


@given(snapshots())
def test_same_snapshot_same_audit(case: Snapshot) -> None:
    assert evaluate(case) == evaluate(case)


@given(snapshots(), st.randoms(use_true_random=False))
def test_order_of_links_does_not_matter(case: Snapshot, chance: random.Random) -> None:
    shuffled = list(case.links)
    chance.shuffle(shuffled)
    held = list(case.evidence.items())
    chance.shuffle(held)
    other = Snapshot(case.scheme, case.year, case.as_of, dict(held), tuple(shuffled))
    known = [
        Waiver(n, f.rule, f.place, f.basis, "已核实", "王", "2026-03-01")
        for n, f in enumerate(evaluate(case).findings)
    ]
    one = evaluate(case, known[::2])
    chance.shuffle(known)
    other = evaluate(other, [w for w in known if w.id % 2 == 0])
    assert (other.findings, other.waived, other.verdict) == (one.findings, one.waived, one.verdict)


@given(snapshots(), st.sampled_from(TARGETS))
def test_sound_evidence_never_costs_another_indicator(case: Snapshot, target: tuple) -> None:
    indicator, requirement = target
    more = evidence(99)
    richer = Snapshot(
        case.scheme,
        case.year,
        case.as_of,
        {**case.evidence, 99: more},
        (*case.links, link(more, indicator, requirement)),
    )
    before, after = vetoed(evaluate(case)), vetoed(evaluate(richer))
    assert after <= before
    assert before - after <= {indicator.id}


@given(snapshots(), st.sampled_from(ALL))
def test_sound_evidence_for_all_that_is_asked_clears_an_indicator(case: Snapshot, indicator) -> None:
    whole = complete(indicator, first=90)
    richer = Snapshot(
        case.scheme,
        case.year,
        case.as_of,
        {**case.evidence, **{e.item: e for e, _, _ in whole}},
        (*case.links, *(link(e, i, r) for e, i, r in whole)),
    )
    audit = evaluate(richer)
    assert indicator.id not in vetoed(audit)
    assert not any(f.is_gap and f.indicator == indicator for f in audit.findings)
    stands = audit.verdict.standings[indicator.id]
    assert stands.met == stands.total
    assert stands.state in (State.COMPLETE, State.PROBLEM)


@given(snapshots())
def test_verdict_count_and_standings_agree(case: Snapshot) -> None:
    audit = evaluate(case)
    lost = vetoed(audit)
    assert audit.is_excellent_possible == (not lost)
    assert audit.hard.total - audit.hard.complete == len(lost)
    assert audit.hard.points_at_risk == sum(i.points or 0 for i in ALL if i.id in lost)
    for indicator in ALL:
        stands = audit.verdict.standings[indicator.id]
        assert 0 <= stands.met <= stands.total
        if indicator.is_hard:
            assert (stands.met < stands.total) == (indicator.id in lost)


@given(snapshots())
def test_no_finding_is_told_twice(case: Snapshot) -> None:
    found = [
        (f.rule, f.indicator and f.indicator.id, f.requirement, f.files) for f in evaluate(case).findings
    ]
    assert len(set(found)) == len(found)


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the system sets the zone of a process only at its start"
)
@given(snapshots(), st.sampled_from(["UTC", "America/New_York", "Pacific/Kiritimati"]))
@settings(max_examples=25)
def test_the_time_zone_does_not_matter(case: Snapshot, zone: str) -> None:
    before = evaluate(case)
    known = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        assert evaluate(case) == before
    finally:
        os.environ.pop("TZ") if known is None else os.environ.update(TZ=known)
        time.tzset()
