"""The steps of one page that are not stored yet, each to be taken back and done again."""

from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")


class Steps(Generic[State]):
    """What was, what is and what was taken back."""

    def __init__(self, first: State) -> None:
        self._states = [first]
        self._at = 0

    @property
    def current(self) -> State:
        """The state that holds."""
        return self._states[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return self._at < len(self._states) - 1

    def do(self, state: State) -> bool:
        """Make this the state; return whether it is another one."""
        if state == self.current:
            return False
        self._states[self._at + 1 :] = [state]
        self._at += 1
        return True

    def undo(self) -> bool:
        """Go back to the state before; return whether there was one."""
        if not self.can_undo:
            return False
        self._at -= 1
        return True

    def redo(self) -> bool:
        """Go on to the state that was taken back last; return whether there was one."""
        if not self.can_redo:
            return False
        self._at += 1
        return True
