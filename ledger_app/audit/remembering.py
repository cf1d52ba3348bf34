"""Keeps what rules work out of one file with that file, so that none is looked into twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Remembering(Protocol):
    """What remembers: `Evidence` for as long as the file stays as it is, `Judged` as long as its link does too."""

    known: dict[object, object]


R = TypeVar("R", bound=Remembering)


def remembered(work: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Let a function of a file (and of things that can be hashed) be worked out once for each.

    It must rest on nothing else, and nobody may change what it returns.
    """

    @wraps(work)
    def known(of: R, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (work, *args) if args else work
        try:
            return of.known[key]  # type: ignore[return-value]
        except KeyError:
            found = of.known[key] = work(of, *args, **kwargs)
            return found

    return known
