"""Rules about when papers were made: E304, E306 and E307."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter

from ledger_app.audit.events import OCCASIONS, Dated, dated, is_day, is_of_one_event
from ledger_app.audit.findings import finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.present import about, present
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator

LATE_DAYS = 3
"""Days before an inspection in which papers are not expected to come about all at once."""

_FEWEST_LATE = 3
_SHOWN = 3
_AROUND = timedelta(days=1)
_STATED = ("content", "ocr", "exif", "name", "person")
_AT_AN_OCCASION = re.compile(r"会议|会场|评议|培训|座谈|宣讲|动员|签到|党课|推进会|调度会|现场会|活动")
_OF_ANOTHER_TIME = re.compile(r"前|中(?!心|共|小学)|后|公示|公告|公开|施工|实施|验收|整治|整改|改造|现状|拆")
_ON_THE_WAY = re.compile(r"截止|截至|有效期|到期|计划|规划|拟")


def in_future(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E304: a paper bears a date that is still to come."""
    for judged in present(view, indicator):
        late = _future(judged.evidence, view.snapshot.as_of)
        if late is None:
            continue
        day, source = late
        path = judged.evidence.paths[0]
        yield about(
            view,
            indicator,
            judged,
            "E304",
            Severity.WARNING if source in ("content", "exif", "person") else Severity.HINT,
            because=[(f"dated-{source}", {"path": path, "date": day})],
            date=day,
            as_of=view.snapshot.as_of,
        )


def outside_event(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E306: a photograph of an occasion was not taken on its day, nor the day before or after."""
    held = present(view, indicator)
    photos = [j for j in held if _is_of_occasion(indicator, j)]
    if not photos:
        return
    events: dict[str, list[tuple[int, Dated]]] = {}
    for number, paper in enumerate(dated(indicator, j) for j in held):
        if paper is not None and paper.stage in OCCASIONS:
            events.setdefault(paper.place, []).append((number, paper))
    for judged in photos:
        taken = dated(indicator, judged)
        fitting = _fitting(taken, events) if taken else []
        if taken is None or len({event.date for event in fitting}) != 1:
            continue
        if abs(_day(taken.date) - _day(fitting[0].date)) <= _AROUND:
            continue
        event = fitting[0]
        path = judged.evidence.paths[0]
        yield finding(
            "E306",
            Severity.HINT if indicator.is_bonus else Severity.WARNING,
            view.snapshot,
            indicator,
            View.target_of(indicator, judged.link)[1],
            because=[
                (f"dated-{taken.source}", {"path": path, "date": taken.date}),
                (f"dated-{event.source}", {"path": event.path, "date": event.date}),
            ],
            files=[path, event.path],
            pages=[None, None],
            date=taken.date,
            other_path=event.path,
            other_date=event.date,
        )


def _fitting(taken: Dated, events: dict[str, list[tuple[int, Dated]]]) -> list[Dated]:
    """Return the occasions that a photograph may be of; `events` are all of them by place, each with its order."""
    places = {taken.place, ""} if taken.place else set(events)
    near = [event for place in places for event in events.get(place, ())]
    return [event for _, event in sorted(near, key=itemgetter(0)) if is_of_one_event(taken, event)]


def all_late(view: View) -> Iterator[Finding]:
    """E307: everything that shows an indicator was made in the three days before the inspection.

    Where that is so for most indicators it is one finding for all.
    """
    inspected = view.snapshot.inspected
    if not is_day(inspected):
        return
    since = (_day(inspected) - timedelta(days=LATE_DAYS)).isoformat()
    shown, late = 0, []
    for indicator in view.snapshot.scheme.indicators:
        held = present(view, indicator)
        made = [day for j in held if (day := _made(j.evidence, since, inspected))]
        if len(held) < _FEWEST_LATE or len(made) < len(held):
            shown += bool(held)
            continue
        shown += 1
        if all(since <= day <= inspected for day in made):
            late.append((indicator, held, min(made), max(made)))
    if len(late) > _SHOWN and len(late) * 2 > shown:
        days = {"first_date": min(x[2] for x in late), "last_date": max(x[3] for x in late)}
        values: dict[str, object] = {"n": 0, "indicators": len(late), "inspected_date": inspected, **days}
        yield Finding(rule="E307", severity=Severity.HINT, values=values)
        return
    for indicator, held, first, last in late:
        paths = [j.evidence.paths[0] for j in held]
        yield finding(
            "E307",
            Severity.HINT,
            view.snapshot,
            indicator,
            None,
            because=[
                ("made-on", {"path": j.evidence.paths[0], "date": _made(j.evidence, since, inspected)})
                for j in held[:_SHOWN]
            ],
            files=paths,
            first_date=first,
            last_date=last,
            inspected_date=inspected,
        )


def _future(evidence: Evidence, as_of: str) -> tuple[str, str] | None:
    """Return the paper's own full date that is later than today, and where it was read; the surest first."""
    own = [(day, source) for day, source in evidence.dates if source in _STATED and is_day(day)]
    if not own:
        return None
    day, source = own[0]
    name = evidence.paths[0].rpartition("/")[2] if evidence.paths else ""
    is_term = source == "name" and (evidence.description.kind == "plan" or _ON_THE_WAY.search(name))
    return (day, source) if day > as_of and not is_term else None


def _is_of_occasion(indicator: Indicator, judged: Judged) -> bool:
    """Return whether a photograph is asked for, named or kept as one of a meeting, and of nothing else."""
    if judged.evidence.description.kind != "photo":
        return False
    *folders, name = judged.evidence.paths[0].split("/")
    asked = next((r.text for r in indicator.requirements if r.id == judged.link.requirement), "")
    said = (name, folders[-1] if folders else "", asked)
    return not _OF_ANOTHER_TIME.search(name) and any(_AT_AN_OCCASION.search(text) for text in said)


def _made(evidence: Evidence, since: str, inspected: str) -> str:
    """Return the day on which a file came about: a photograph's own, else when it was last written."""
    taken = evidence.photo.taken if evidence.photo else None
    if taken and is_day(taken[:10]):
        return taken[:10]
    own = next((day for day, source in evidence.dates if source in _STATED and is_day(day)), "")
    return own if since <= own <= inspected else evidence.modified


def _day(iso: str) -> date:
    return date.fromisoformat(iso)
