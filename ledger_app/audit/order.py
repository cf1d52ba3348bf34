"""The rule about dates in an order that cannot be: E305."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from ledger_app.audit.events import STAGES, Dated, dated, is_in_order, is_of_one_event, own_day
from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.present import every_present, numbered, present
from ledger_app.audit.remembering import remembered_at
from ledger_app.audit.view import Fault, Judged, View
from ledger_app.scheme.model import Indicator

_NUMBER = re.compile(r"^(.+?)〔(\d{4})〕(\d{1,5})号$")
_FROM_THE_PAPER = ("content", "ocr", "person")
_MOST = 20  # found of one indicator

Numbered = tuple[int, str, Indicator, Judged]


def wrong_order(view: View) -> Iterator[Finding]:
    """E305: of two papers of one event the later one in the order of things bears the earlier date.

    A notice comes before its meeting, an approval before the contract, the problem before its mending; of two
    papers of one issuer and year the higher number does not bear the earlier date.
    """
    for indicator in view.snapshot.scheme.indicators:
        yield from _at(view, indicator)
    yield from _numbers(view)


@remembered_at
def _at(view: View, indicator: Indicator) -> list[Finding]:
    held = [j for j in present(view, indicator) if j.fault is not Fault.OUTSIDE]
    return [
        _found(view, indicator, held, first, second, order)
        for first, second, order in _reversed(indicator, held)
    ]


def _reversed(indicator: Indicator, held: list[Judged]) -> Iterator[tuple[Dated, Dated, str]]:
    """Return (what comes first, what comes later, the code of their order) where all that should come first came later."""
    by_stage: dict[str, list[Dated]] = defaultdict(list)
    for judged in held:
        paper = dated(indicator, judged)
        if paper is not None and paper.stage:
            by_stage[paper.stage].append(paper)
    if "assessment" in by_stage:
        by_stage["occasion"] += by_stage["assessment"]
    found = 0
    for earlier, later in STAGES:
        firsts = _by_place(by_stage.get(earlier, ()))
        for second in by_stage.get(later, ()) if firsts else ():
            fitting = _first_of_its_event(_near(firsts, second.place), second)
            if fitting is not None and fitting.date > second.date:
                yield fitting, second, f"order-{earlier}-{later}"
                found += 1
                if found == _MOST:
                    return


def _first_of_its_event(papers: Iterable[Dated], second: Dated) -> Dated | None:
    """Return the earliest paper of the same event; where one is early enough that is all there is to know."""
    found: Dated | None = None
    for paper in papers:
        is_earlier = found is None or _by_date(paper) < _by_date(found)
        if is_earlier and is_of_one_event(paper, second) and is_in_order(paper, second):
            found = paper
            if found.date <= second.date:
                break
    return found


def _by_place(papers: Iterable[Dated]) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for paper in papers:
        found[paper.place].append(paper)
    return found


def _near(papers: dict[str, list[Dated]], place: str) -> Iterable[Dated]:
    """Return the papers that may be of one event with one of this place; what names none may be of any."""
    lists = [papers.get(place, ()), papers.get("", ())] if place else list(papers.values())
    return chain.from_iterable(lists)


def _by_date(paper: Dated) -> tuple[str, str]:
    return paper.date, paper.path


def _found(
    view: View, indicator: Indicator, held: Iterable[Judged], first: Dated, second: Dated, order: str
) -> Finding:
    links = {j.evidence.item: j.link for j in held}
    return finding(
        "E305",
        Severity.HINT if indicator.is_bonus else Severity.WARNING,
        view.snapshot,
        indicator,
        View.target_of(indicator, links[first.item])[1],
        because=[
            *(
                (f"dated-{paper.source}", {"path": paper.path, "date": paper.date})
                for paper in (first, second)
            ),
            (order, {}),
        ],
        files=[first.path, second.path],
        pages=[None, None],
        date=first.date,
        other_path=second.path,
        other_date=second.date,
    )


def _numbers(view: View) -> Iterator[Finding]:
    """Report each paper whose number and date put it at different places among its issuer's of the year."""
    series: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for indicator, judged, said in every_present(view, numbered):
        number = _NUMBER.match(said)
        day = own_day(judged.evidence)
        if number and day and day[1] in _FROM_THE_PAPER and day[0][:4] == number[2]:
            series[number[1], number[2]].append((int(number[3]), day[0], indicator, judged))
    for _, papers in sorted(series.items()):
        papers.sort(key=lambda p: (p[0], p[1]))
        yield from _out_of_line(view, papers)


def _out_of_line(view: View, papers: list[Numbered]) -> Iterator[Finding]:
    in_line = _longest_rising([day for _, day, _, _ in papers])
    for place, (number, day, indicator, judged) in enumerate(papers):
        if place in in_line:
            continue
        against = [papers[n] for n in in_line if (papers[n][0] - number) * _sign(papers[n][1], day) < 0]
        if not against:
            continue
        nearest = min(against, key=lambda p: (abs(p[0] - number), p[0]))
        low, high = sorted((papers[place], nearest), key=lambda p: p[0])
        yield finding(
            "E305",
            Severity.HINT,
            view.snapshot,
            indicator,
            View.target_of(indicator, judged.link)[1],
            because=[*(_as_reason(p) for p in (low, high)), ("order-number", {})],
            files=[p[3].evidence.paths[0] for p in (low, high)],
            pages=[None, None],
            date=low[1],
            other_path=high[3].evidence.paths[0],
            other_date=high[1],
        )


def _as_reason(paper: Numbered) -> Reason:
    _, day, _, judged = paper
    number = judged.evidence.description.document_number
    return "numbered-dated", {"path": judged.evidence.paths[0], "number": number, "date": day}


def _sign(one: str, other: str) -> int:
    return (one > other) - (one < other)


def _longest_rising(days: list[str]) -> set[int]:
    """Return the places of a longest run of days that never falls: the papers that agree with each other."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for place, day in enumerate(days):
        at = bisect_right(tails, day)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [day]
        ends[at : at + 1] = [place]
    found: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found
