"""The rule about photographs whose camera says another day or place than what is stated of them: E404."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from statistics import median

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.remembering import remembered, remembered_at
from ledger_app.audit.uses import (
    Used,
    day_of_chat,
    day_of_folder,
    day_of_name,
    days_apart,
    month_of_name,
    used,
    villages,
)
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.stamps import STAMP
from ledger_app.search.villages import villages_of_path

_CLOCK_SET = "2002"  # before that year no phone took photographs: its clock was lost
_FAR = 30.0  # kilometres: more than a township is wide
_FEWEST, _FEWEST_OF_ALL = 4, 6
_KILOMETRES = 111.2  # a degree of latitude
_ELSEWHERE = re.compile(r"考察|学习|参观|培训|外出|招商|观摩|赴|交流|[县市省]")

_Place = tuple[float, float]


def camera(view: View) -> Iterator[Finding]:
    """E404: a camera's own record of day or place is not what name, folder, watermark or a person says."""
    links = Used(view)
    odd: dict[int, list[Reason]] = {}
    placed: dict[int, Evidence] = {}
    for indicator in view.snapshot.scheme.indicators:
        odd |= _odd(view, indicator)
        placed |= _placed(view, indicator)
    middles = _middles(placed.values())
    far = {item: found for item, evidence in placed.items() if (found := list(_place(evidence, middles)))}
    places = {i.id: n for n, i in enumerate(view.snapshot.scheme.indicators)}
    for item in sorted(odd.keys() | far.keys()):
        yield _made(view, links[item], places, [*odd.get(item, ()), *far.get(item, ())])


@remembered_at
def _odd(view: View, indicator: Indicator) -> dict[int, list[Reason]]:
    """Return what is stated otherwise of day or village of an indicator's photographs, by item."""
    return {
        item: because
        for item, found in used(view, indicator).items()
        if found[0].evidence.photo is not None
        and (because := [*_days(found[0].evidence), *_village(found[0].evidence)])
    }


@remembered_at
def _placed(view: View, indicator: Indicator) -> dict[int, Evidence]:
    """Return an indicator's photographs of which the camera tells the place."""
    return {
        item: evidence
        for item, found in used(view, indicator).items()
        if (evidence := found[0].evidence).photo is not None and evidence.photo.place is not None
    }


def _made(view: View, links: list[Judged], places: dict[int, int], because: list[Reason]) -> Finding:
    first = min(links, key=lambda j: places[j.link.indicator])
    indicator = view.snapshot.scheme.indicators[places[first.link.indicator]]
    requirement = view.target_of(indicator, first.link)[1]
    is_light = indicator.is_bonus or all(code == "chat-day" for code, _ in because)
    return finding(
        "E404",
        Severity.HINT if is_light else Severity.WARNING,
        view.snapshot,
        indicator,
        requirement,
        because=because,
        files=list(dict.fromkeys(str(values["path"]) for _, values in because)),
    )


@remembered
def _days(evidence: Evidence) -> list[Reason]:
    """Return what is stated of the day where the camera says another: two days or more apart."""
    return list(_other_days(evidence))


def _other_days(evidence: Evidence) -> Iterator[Reason]:
    taken = (evidence.photo.taken or "")[:10] if evidence.photo else ""
    if len(taken) < 10 or taken < _CLOCK_SET:
        return
    for path in evidence.paths:
        values = {"path": path, "taken": taken}
        chat = day_of_chat(path)
        if chat and chat < taken and days_apart(chat, taken) > 1:
            yield "chat-day", values | {"date": chat}
        for code, day in (("name-day", day_of_name(path)), ("folder-day", day_of_folder(path))):
            if days_apart(day, taken) > 1:
                yield code, values | {"date": day}
                break
        month = month_of_name(path)
        if month and _months_apart(month, taken) > 1:
            yield "name-day", values | {"date": month}
    first = {"path": evidence.paths[0] if evidence.paths else "", "taken": taken}
    description = evidence.description
    if description.sources.get("date") == "person" and days_apart(description.date or "", taken) > 1:
        yield "person-day", first | {"date": description.date}
    stamped = [m.text for m in evidence.traits.mentions if m.what == STAMP]
    if stamped and all(days_apart(day, taken) > 1 for day in stamped):
        yield "stamp-day", first | {"date": stamped[0]}


def _months_apart(one: str, other: str) -> int:
    """Return how many months lie between; the next one is no difference: pictures are named when they are filed."""
    return abs((int(one[:4]) - int(other[:4])) * 12 + int(one[5:7]) - int(other[5:7]))


def _village(evidence: Evidence) -> Iterator[Reason]:
    """Return the village that can be read on a photograph where its place in the folder says another."""
    described = evidence.description
    if described.sources.get("villages") != "ocr" or len(described.villages) != 1:
        return
    for path in evidence.paths:
        stated = villages_of_path(path)[0]
        if stated and not set(stated) & set(described.villages):
            yield "stamp-village", {"path": path, "says": described.villages[0], "other": "、".join(stated)}


def _place(evidence: Evidence, middles: dict[str, _Place]) -> Iterator[Reason]:
    place = evidence.photo.place if evidence.photo else None
    if place is None or not evidence.paths or _ELSEWHERE.search(evidence.paths[0].rpartition("/")[2]):
        return
    for path in evidence.paths:
        named = villages(evidence, path)
        for village in (*(sorted(named) if len(named) == 1 else ()), ""):
            if village in middles:
                away = _apart(place, middles[village])
                if away > _FAR:
                    code = "far-from-village" if village else "far-from-all"
                    yield code, {"path": path, "says": village, "away": round(away)}
                    return
                break


def _middles(photos: Iterable[Evidence]) -> dict[str, _Place]:
    """Return where the photographs of each village were taken, and under "" those of all: by their medians."""
    taken: dict[str, list[_Place]] = {}
    for evidence in photos:
        place = evidence.photo.place if evidence.photo else None
        if place is None:
            continue
        taken.setdefault("", []).append(place)
        named = {v for path in evidence.paths for v in villages(evidence, path)}
        if len(named) == 1:
            taken.setdefault(named.pop(), []).append(place)
    return {
        village: (median(p[0] for p in places), median(p[1] for p in places))
        for village, places in taken.items()
        if len(places) >= (_FEWEST if village else _FEWEST_OF_ALL)
    }


def _apart(one: _Place, other: _Place) -> float:
    """Return the kilometres between two places of one province."""
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(one[0] - other[0], east) * _KILOMETRES
