"""The state after a write: the same as if all had been read anew, but only what was touched is."""

from __future__ import annotations

import pytest

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.scheme.model import Need
from ledger_app.scheme.schemes import set_hard
from ledger_app.search.descriptions import correct
from ledger_app.ui.context import Context
from ledger_app.ui.state import State, read_state
from ledger_app.vault import items


@pytest.fixture
def archive(folder):
    with Archive(folder, actor="测试员") as found:
        yield found


def item(state: State, name: str) -> int:
    return next(f.id for f in state.files if name in f.path)


def follow(archive: Archive, before: State, *written: Changes) -> State:
    """Return the state after these writes; it must be what a whole reading says."""
    after = read_state(archive, away="", before=before, written=written)
    assert after == read_state(archive, away="")
    return after


def kept(before: State, after: State) -> int:
    """Return how many files were not made anew."""
    known = {id(f) for f in before.files}
    return sum(id(f) in known for f in after.files)


def test_a_link_and_its_undo_touch_one_file(archive):
    state = read_state(archive, away="")
    linked = follow(archive, state, archive.link([item(state, "验收表")], "3", requirement="b"))
    assert kept(state, linked) == len(state.files) - 1
    assert linked.scheme is state.scheme
    assert linked.waiting == state.waiting - 1
    undone = follow(archive, linked, archive.db.undo())
    assert kept(linked, undone) == len(state.files) - 1
    assert undone.files == state.files
    again = follow(archive, undone, archive.db.redo(), archive.unlink([item(state, "验收表")], "3"))
    assert again.links == ()


def test_what_is_set_aside_does_not_wait(archive):
    state = read_state(archive, away="")
    aside = follow(archive, state, items.set_aside(archive.db, [item(state, "会议通知")], True))
    assert (aside.waiting, aside.present) == (state.waiting - 1, state.present)
    assert kept(state, aside) == len(state.files) - 1


def test_what_is_needed_and_for_whom_touches_no_file(archive):
    state = read_state(archive, away="")
    roster, made = archive.add_roster("行政村")
    added = archive.add_subject(roster.id, "青山村")
    needed = follow(archive, state, made, added, archive.set_need("3", "b", Need(roster=roster.id)))
    assert needed.files is state.files
    (requirement,) = [r for i in needed.scheme.indicators for r in i.requirements if r.need.roster]
    assert needed.coverage.met[requirement.id].uncovered == needed.coverage.rosters[0].subjects
    held = item(needed, "验收表")
    shown = follow(archive, needed, archive.link([held], "3", requirement="b"))
    (link,) = shown.links
    subject = needed.coverage.rosters[0].subjects[0]
    said = follow(archive, shown, archive.set_subject([link.id], subject.id))
    assert said.coverage.met[requirement.id].covered == (subject,)
    undone = follow(archive, said, archive.db.undo(), archive.db.undo(), archive.db.undo())
    assert undone.scheme == state.scheme
    assert undone.files == state.files


def test_a_drafted_need_counts_only_once_it_is_confirmed(archive):
    state = read_state(archive, away="")
    drafted = follow(archive, state, archive.draft_needs()[1])
    assert any(r.is_drafted for i in drafted.scheme.indicators for r in i.requirements)
    assert {m.requirement.need for m in drafted.coverage.met.values()} == {Need()}
    confirmed = follow(archive, drafted, archive.confirm_drafts())
    assert {m.requirement.need for m in confirmed.coverage.met.values()} != {Need()}


def test_what_was_seen_on_a_file_is_told_with_who_saw_it(archive):
    state = read_state(archive, away="")
    held = item(state, "验收表")
    seen = follow(archive, state, archive.attest([held], "sealed"))
    assert seen.files is state.files
    assert [(a.what, a.actor) for a in seen.attested[held]] == [("sealed", "测试员")]
    back = follow(archive, seen, archive.withdraw_attestation([held], "sealed"))
    assert held not in back.attested


def test_a_correction_touches_no_file(archive):
    state = read_state(archive, away="")
    corrected = follow(archive, state, correct(archive.db, item(state, "扫描件"), title="改厕验收表"))
    assert corrected.files is state.files
    described = read_state(
        archive, away="", before=state, written=[Changes(None, frozenset({"description"}))]
    )
    assert described.files is state.files


def test_accepted_content_is_seen(archive, evidence):
    state = read_state(archive, away="")
    number = item(state, "验收表")
    state = follow(archive, state, archive.link([number], "3"))
    path = next(f.path for f in state.files if f.id == number)
    (evidence / path).write_text("别的内容", encoding="utf-8")
    state = follow(archive, state, archive.scan()[1])
    assert [f.path for f in state.files if f.status == "changed"] == [path]
    state = follow(archive, state, archive.accept_content([number]))
    assert [f.path for f in state.files if f.status == "changed"] == []


def test_a_scan_reads_all_anew(archive, evidence):
    state = read_state(archive, away="")
    (evidence / "粮食" / "新来的.txt").write_text("新", encoding="utf-8")
    linked = archive.link([item(state, "验收表")], "3")
    after = follow(archive, state, linked, archive.scan()[1])
    assert len(after.files) == len(state.files) + 1


def test_a_mark_on_an_indicator_reads_the_scheme_anew(archive):
    state = read_state(archive, away="")
    marked = follow(archive, state, set_hard(archive.db, state.scheme.indicators[1].id, True))
    assert marked.scheme.indicators[1].is_hard


def test_work_that_comes_after_the_archive_was_let_go_is_dropped(qtbot, context: Context) -> None:
    done: list[object] = []
    troubles: list[object] = []
    context.trouble.connect(troubles.append)
    context.let_go()
    job = context.run("", lambda archive, _: done.append(archive), is_quiet=True)
    qtbot.waitSignal(job.ended).wait()
    assert (done, troubles) == ([], [])
