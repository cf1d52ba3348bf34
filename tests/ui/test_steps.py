"""Steps of one page: taken back, done again, and dropped by another."""

from __future__ import annotations

from ledger_app.ui.steps import Steps


def test_steps_go_back_and_forth():
    steps = Steps(0)
    assert not steps.undo()
    assert not steps.redo()
    assert not steps.do(0)
    assert steps.do(1)
    assert steps.do(2)
    assert steps.undo()
    assert (steps.current, steps.can_undo, steps.can_redo) == (1, True, True)
    assert steps.redo()
    assert steps.current == 2


def test_a_new_step_drops_what_was_taken_back():
    steps = Steps("a")
    steps.do("b")
    steps.undo()
    steps.do("c")
    assert not steps.can_redo
    steps.undo()
    assert steps.current == "a"
