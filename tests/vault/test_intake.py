"""When is looked at what: the clock is the test's, and no watcher runs but where it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.vault.intake import AWAY_SECONDS, POLL_SECONDS, WHOLE_SECONDS, Intake, Look
from ledger_app.vault.model import ScanReport


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def intake(tmp_path: Path, clock: Clock) -> Intake:
    """It has not started, so it has no events and goes by the clock."""
    return Intake(tmp_path, clock=clock, now=clock)


@pytest.fixture
def watched(tmp_path: Path, clock: Clock):
    """It runs, over a folder in which nothing happens."""
    made = Intake(tmp_path, clock=clock, now=clock)
    made.start()
    assert made._watcher.wait_ready(60)
    assert made.watching.mode == "events"
    yield made
    made.stop()


def finish(intake: Intake, look: Look | None, *, has_changed: bool = False, **report: object) -> None:
    assert look is not None
    intake.looked(look, ScanReport(**report), has_changed=has_changed)


def test_hints_are_gathered_into_one_look(intake):
    assert intake.next() is None
    intake.settled({"a", "b"})
    intake.settled({"b", "c"})
    assert intake.next() == Look(frozenset("abc"))
    assert intake.next() is None


def test_a_look_at_everything_takes_the_hints_along(intake):
    intake.settled({"a"})
    intake.lost()
    intake.ask()
    assert intake.next() == Look(None)
    assert intake.next() is None


def test_with_events_everything_is_looked_at_now_and_then(watched, clock):
    watched.ask()
    finish(watched, watched.next(), seconds=100.0)
    clock.at += WHOLE_SECONDS - 1
    assert watched.next() is None
    clock.at += 1
    assert watched.next() == Look(None, is_timed=True)


@pytest.mark.parametrize(("seconds", "every"), [(0.01, POLL_SECONDS), (1.0, 50.0), (60.0, WHOLE_SECONDS)])
def test_without_events_the_cost_of_a_look_decides(intake, clock, seconds, every):
    intake.ask()
    finish(intake, intake.next(), seconds=seconds)
    assert intake.watching.every == every
    clock.at += every - 0.1
    assert intake.next() is None
    clock.at += 0.1
    assert intake.next() == Look(None, is_timed=True)


def test_away_is_looked_for_often_and_is_a_gap_until_it_is_back(intake, clock):
    intake.ask()
    finish(intake, intake.next(), away="root-missing")
    clock.at += AWAY_SECONDS
    finish(intake, intake.next(), away="root-missing")
    assert [(g.why, g.since, g.until) for g in intake.watching.gaps] == [("away", 1000.0, None)]
    clock.at += AWAY_SECONDS
    finish(intake, intake.next())
    assert [(g.why, g.since, g.until) for g in intake.watching.gaps] == [("away", 1000.0, clock.at)]


def test_files_in_use_are_looked_at_again_ever_later_until_they_are_free(watched, clock):
    watched.settled({"村"})
    look, pauses = watched.next(), []
    for _ in range(4):
        began = clock.at
        finish(watched, look, unsettled=("村/a.docx",))
        assert watched.watching.unsettled == 1
        while (look := watched.next()) is None:
            clock.at += 1
        assert look == Look(frozenset({"村"}))
        pauses.append(clock.at - began)
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    finish(watched, look)
    assert watched.watching.unsettled == 0
    clock.at += 60
    assert watched.next() is None


def test_a_look_elsewhere_says_nothing_of_a_file_in_use(intake):
    intake.settled({"村"})
    finish(intake, intake.next(), unsettled=("村/a.docx",))
    intake.settled({"镇"})
    finish(intake, intake.next())
    assert intake.watching.unsettled == 1


def test_a_look_at_everything_follows_what_events_told_of(watched, clock):
    watched.settled({"村"})
    finish(watched, watched.next(), has_changed=True)
    assert watched.next() is None
    clock.at += POLL_SECONDS
    look = watched.next()
    assert look == Look(None, is_timed=True)
    finish(watched, look, has_changed=True)  # an event was lost; the others came
    assert watched.watching.mode == "events"
    clock.at += POLL_SECONDS
    assert watched.next() is None


def test_changes_that_no_event_told_of_end_the_trust_in_events_until_one_comes(watched, clock):
    clock.at += WHOLE_SECONDS
    finish(watched, watched.next(), has_changed=True)
    assert (watched.watching.mode, watched.watching.reason) == ("polling", "silent")
    clock.at += POLL_SECONDS
    finish(watched, watched.next())
    watched.settled({"村"})
    assert watched.watching.mode == "events"


def test_changes_that_an_event_told_of_meanwhile_do_not(watched, clock):
    clock.at += WHOLE_SECONDS
    look = watched.next()
    watched.settled({"村"})
    finish(watched, look, has_changed=True)
    assert watched.watching.mode == "events"


def test_a_look_that_was_broken_off_is_not_begun_again_at_once(intake, clock):
    intake.ask()
    intake.dropped(intake.next())
    assert intake.next() is None
    clock.at += WHOLE_SECONDS
    assert intake.next() is not None
