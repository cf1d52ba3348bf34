"""The overview: points by whose they are, the bonus apart, and the audits over time."""

from __future__ import annotations

import re
from dataclasses import replace

from ledger_app.archive import Archive
from ledger_app.audit.model import Tally
from ledger_app.ui import overview_model, overview_verdict
from ledger_app.ui.context import Context
from ledger_app.ui.overview import OverviewPage
from ledger_app.ui.state import State


def with_persons(state: State) -> State:
    """Return a state whose first two indicators are owed by 张三, the first also by 李四."""
    first, second, *rest = state.audit.scheme.indicators
    owed = (replace(first, persons=("张三", "李四")), replace(second, persons=("张三",)), *rest)
    verdict = replace(
        state.audit.verdict,
        persons=(Tally("张三", lost=3.5, indicators=2, vetoes=1), Tally("李四", lost=2.5, indicators=1)),
    )
    audit = replace(state.audit, verdict=verdict, scheme=replace(state.audit.scheme, indicators=owed))
    return replace(state, audit=audit)


def shown(qtbot, context: Context) -> OverviewPage:
    page = OverviewPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    qtbot.waitUntil(lambda: bool(page.categories.rows.rows))
    return page


def test_points_stand_by_category_and_unit_as_the_verdict_counts_them(qtbot, context: Context) -> None:
    page = shown(qtbot, context)
    verdict = context.state.audit.verdict
    assert [p.tally for p in page.categories.rows.rows] == list(verdict.categories)
    assert [p.tally for p in page.units.rows.rows] == list(verdict.units)
    assert sum(p.tally.points for p in page.categories.rows.rows) == verdict.total.points == 7.5
    assert not page.tabs.isTabVisible(2)


def test_a_person_leads_to_what_that_person_owes(qtbot, context: Context) -> None:
    page = shown(qtbot, context)
    page.show_state(with_persons(context.state))
    qtbot.waitUntil(lambda: page.tabs.isTabVisible(2))
    page.tabs.setCurrentIndex(2)
    assert page.persons.isVisible()
    assert [p.name for p in page.persons.rows.rows] == ["张三", "李四"]
    with qtbot.waitSignal(context.going) as going:
        page.persons.opened.emit(page.persons.rows.rows[1])
    assert going.args == ["audit", {"text": "李四"}]


def test_the_chosen_tab_is_remembered(qtbot, context: Context) -> None:
    page = shown(qtbot, context)
    page.tabs.setCurrentIndex(1)
    again = OverviewPage(context)
    qtbot.addWidget(again)
    assert again.tabs.currentIndex() == 1
    assert again._tables.currentWidget() is again.units


def test_the_bonus_is_counted_apart(context: Context) -> None:
    audit = context.state.audit
    assert "加分" not in overview_verdict.points(audit)
    bonus = Tally(secured=2.0, lost=8.0, indicators=1)
    said = overview_verdict.points(replace(audit, verdict=replace(audit.verdict, bonus=bonus)))
    assert "共 7.5 分" in said
    assert "加分项另计：10 分中已有佐证 2 分" in said


def test_every_recorded_audit_is_a_mark(context: Context) -> None:
    archive: Archive = context._archive
    archive.audit()
    item = archive.files()[0].id
    archive.link([item], "2")
    archive.audit()
    state = replace(context.state, records=archive.records(), audit=archive.audit_known())
    first, second = overview_model.read(state).marks
    assert (first.points, first.hard) == (7.5, 2)
    assert second.points == 6.5


def test_without_an_audit_the_strip_says_how_to_begin(context: Context) -> None:
    assert "F5" in overview_verdict.changes(context.state)
    assert overview_verdict.causes(context.state.audit).count("<a ") == 2


def test_a_cause_leads_to_what_its_indicator_lacks(context: Context) -> None:
    archive: Archive = context._archive
    item = archive.files()[0].id
    archive.link([item], "1", requirement="a")
    said = overview_verdict.causes(archive.audit_known())
    places = re.findall(r'href="([^"]*)"', said)
    first = next(i for i in context.state.scheme.indicators if i.code == "1")
    assert places[0] == f"indicator/{first.id}/b"
    gone: list[tuple] = []
    overview_verdict.follow(places[0], lambda *a, **k: gone.append((*a, k)))
    assert gone == [("indicators", {"indicator": first.id, "requirement": "b"})]
