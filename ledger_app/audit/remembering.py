"""Keeps what rules work out of one file with that file, so that none is looked into twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ledger_app.scheme.model import Indicator

P = ParamSpec("P")
T = TypeVar("T")


class Remembering(Protocol):
    """What remembers: `Evidence` for as long as the file stays as it is, `Judged` as long as its link does too."""

    known: dict[object, object]


class RememberingPlaces(Protocol):
    """A view: what is known at each indicator goes on to the next view while what stands there is the same."""

    known_at: dict[int, dict[object, object]]


R = TypeVar("R", bound=Remembering)
V = TypeVar("V", bound=RememberingPlaces)


def remembered(work: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Let a function of a file (and of things that can be hashed) be worked out once for each.

    It must rest on nothing else, and nobody may change what it returns.
    """

    @wraps(work)
    def known(of: R, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (work, *args) if args else work
        try:
            return of.known[key]  # type: ignore[return-value]  # its key says whose work it is
        except KeyError:
            found = of.known[key] = work(of, *args, **kwargs)
            return found

    return known


def remembered_at(
    work: Callable[Concatenate[V, Indicator, P], T],
) -> Callable[Concatenate[V, Indicator, P], T]:
    """Let a function of a view and an indicator be worked out once, as long as what stands there is the same.

    It may look at what a `Rule` may, and nobody may change what it returns: a `WholeRule` gathers from it.
    """

    @wraps(work)
    def known(view: V, indicator: Indicator, *args: P.args, **kwargs: P.kwargs) -> T:
        held = view.known_at[indicator.id]
        key = (work, *args) if args else work
        try:
            return held[key]  # type: ignore[return-value]  # as above
        except KeyError:
            found = held[key] = work(view, indicator, *args, **kwargs)
            return found

    return known
