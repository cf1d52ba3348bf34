"""Rules about whether a paper is whole and its own: E202, E205 to E207 and E209."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ledger_app.audit import condition
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.present import about, every_present, mentions, present
from ledger_app.audit.remembering import remembered, remembered_at
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.leftovers import LEFTOVER
from ledger_app.search.model import Mention
from ledger_app.search.villages import villages_in
from ledger_app.search.whose import COUNTY, TOWNSHIP, VILLAGE

_TOLD = frozenset({"damaged", "empty", "encrypted", "missing", "unreadable"})
_ON_PAPER = {
    "media": "paper-media",
    "mail": "paper-other",
    "not-shown-type": "paper-other",
    "needs-its-program": "paper-other",
    "packed": "paper-packed",
    "page-too-large": "paper-large",
    "too-large": "paper-large",
    "too-many-pages": "paper-large",
}
_LOCKED = ("encrypted", "locked-archive")
_SHOWN = 3
_TEMPLATE = re.compile(r"范文|范本|模板|空表|空白表")
_ASKS_FOR_TEMPLATE = re.compile(r"样本|范本|模板|样式|空表|空白")
_VILLAGE = re.compile("村(?!庄|容|级|务|规|集|史|落|通|镇)|社区")
_FEWEST_OWN = 3
_OWN_SHARE = 0.6


def unreadable(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E202: evidence cannot be read, or what is in it is not what its format asks for: then it is a warning.

    Another program may still show a damaged file, so that it stays evidence until a person has looked.
    """
    yield from condition.unreadable(view, indicator)
    for judged in present(view, indicator):
        said = judged.evidence.description
        if said.error == "damaged" and said.text_source == "none" and judged.evidence.photo is None:
            because = [("unreadable", {"path": judged.evidence.paths[0], "reason": ""})]
            yield about(view, indicator, judged, "E202", Severity.WARNING, because=because)


def locked(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E205: a paper opens only with a password."""
    for judged in present(view, indicator):
        if judged.evidence.description.error in _LOCKED:
            path = judged.evidence.paths[0]
            because = [(judged.evidence.description.error, {"path": path})]
            yield about(view, indicator, judged, "E205", Severity.WARNING, because=because)


def not_on_paper(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E209: a page that says so stood in a paper's place when binders were last made.

    What E202, E203 and E205 say of a file is not said again.
    """
    for judged in present(view, indicator):
        reason = judged.evidence.unprinted
        if reason and reason not in _TOLD:
            because = [(_ON_PAPER.get(reason, "paper-failed"), {"path": judged.evidence.paths[0]})]
            yield about(view, indicator, judged, "E209", Severity.WARNING, because=because)


def left_over(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E206: a paper holds words to fill in, or what a template left behind."""
    asked = {r.id: r.text for r in indicator.requirements}
    for judged in present(view, indicator):
        path = judged.evidence.paths[0]
        found = mentions(judged.evidence, LEFTOVER)
        named = _TEMPLATE.search(path.rpartition("/")[2])
        if _ASKS_FOR_TEMPLATE.search(asked.get(judged.link.requirement or 0, "")):
            continue
        if named and not found:
            found = [Mention(LEFTOVER, named[0])]
        if found:
            yield about(
                view,
                indicator,
                judged,
                "E206",
                Severity.WARNING,
                because=[_as_reason("left-over", path, m) for m in found[:_SHOWN]],
                page=found[0].page,
                words=[m.text for m in found[:_SHOWN]],
            )


def other_place(view: View) -> Iterator[Finding]:
    """E207: a paper of one village speaks for another, or one of the township's for another township.

    A village is a paper's own where a person linked it for that village, else its folder or its name says so.
    Papers that name several villages, and what is met in passing (`与小河村交界`), are no finding.
    """
    spoken = every_present(view, _offices)
    own = tuple((what, name) for what in (TOWNSHIP, COUNTY) if (name := _own(spoken, what)))
    for _, _, found in every_present(view, lambda view, indicator: _others(view, indicator, own)):
        yield found


@remembered_at
def _others(
    view: View, indicator: Indicator, own: tuple[tuple[str, str], ...]
) -> list[tuple[Indicator, Judged, Finding]]:
    """Return an indicator's papers that speak for another place, with what there is to say."""
    return [
        (indicator, judged, found)
        for judged in view.present(indicator)
        if (found := _other(view, indicator, judged, own))
    ]


def _other(
    view: View, indicator: Indicator, judged: Judged, own: tuple[tuple[str, str], ...]
) -> Finding | None:
    """Return the finding about one paper; `own` are the names of one's own township and county, where clear."""
    if judged.evidence.description.sources.get("villages") == "person":
        return None
    village = _village_of_subject(view, judged.link.subject) or _own_village(judged)
    found = _other_village(judged, village) if village else None
    for what, name in own:
        if found is None:
            found, village = _other_office(judged, what, name), name
    if found is None or not village:
        return None
    path = judged.evidence.paths[0]
    return about(
        view,
        indicator,
        judged,
        "E207",
        Severity.WARNING,
        because=[
            _as_reason("other-place", path, found),
            ("own-place", {"path": path, "own": village}),
        ],
        page=found.page,
        own=village,
        other=found.text,
        count=found.count,
    )


@remembered_at
def _offices(view: View, indicator: Indicator) -> list[tuple[Indicator, Judged]]:
    """Return an indicator's papers that speak for a township or county."""
    return [
        (indicator, judged)
        for judged in view.present(indicator)
        if mentions(judged.evidence, TOWNSHIP) or mentions(judged.evidence, COUNTY)
    ]


def _as_reason(code: str, path: str, mention: Mention) -> tuple[str, dict[str, object]]:
    values = {"path": path, "page": mention.page, "words": mention.text, "count": mention.count}
    return code, values


def _village_of_subject(view: View, subject: int | None) -> str:
    if not subject:
        return ""
    return next((s.village for r in view.snapshot.rosters for s in r.subjects if s.id == subject), "")


@remembered
def _own_village(judged: Judged) -> str:
    """Return the village whose paper it is by its path or title; empty where none is, or no other is named."""
    said, path = judged.evidence.description, judged.evidence.paths[0]
    named = {*said.villages, *(m.text for m in mentions(judged.evidence, VILLAGE))}
    rest = path
    for village in named:
        rest = rest.replace(village, "")
    if not named or (len(named) == 1 and not _VILLAGE.search(rest)):
        return ""
    return _village_of_path(judged) or _village_of_title(judged)


def _village_of_path(judged: Judged) -> str:
    """Return the one village that the nearest folder names, else the file's own name."""
    folder, _, name = judged.evidence.paths[0].rpartition("/")
    if above := _villages_of_folders(folder):
        return above[0] if len(above) == 1 else ""
    found = _villages(name.rpartition(".")[0]) if _VILLAGE.search(name) else ()
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=1 << 14)
def _villages_of_folders(folder: str) -> tuple[str, ...]:
    parts = (_villages(part) for part in reversed(folder.split("/")) if _VILLAGE.search(part))
    return next((found for found in parts if found), ())


@lru_cache(maxsize=1 << 14)
def _villages(name: str) -> tuple[str, ...]:
    return villages_in(name, is_name=True)


def _village_of_title(judged: Judged) -> str:
    """Return the one village that a title names, but where an office above the villages signs."""
    said = judged.evidence.description
    if said.sources.get("title") not in ("content", "ocr") or re.search(r"[镇县市]", said.issuer or ""):
        return ""
    found = _villages(said.title or "")
    return found[0] if len(found) == 1 else ""


@remembered
def _other_village(judged: Judged, own: str) -> Mention | None:
    """Return the village that a paper of `own` speaks for instead, or beside it."""
    said = judged.evidence.description
    spoken_for = [m.text for m in mentions(judged.evidence, VILLAGE)]
    named = {v for v in (*said.villages, *spoken_for) if not _is_same(v, own)}
    if said.sources.get("villages") in ("name", "folder"):  # nothing but its path names any
        return Mention(VILLAGE, said.villages[0]) if len(said.villages) == 1 and named else None
    others = [m for m in mentions(judged.evidence, VILLAGE) if not _is_same(m.text, own)]
    is_certain = said.text_source == "text" or all(m.count > 1 for m in others)
    if len(named) != 1 or len(others) != 1 or not is_certain:
        return None
    return others[0]


def _is_same(one: str, other: str) -> bool:
    """Return whether two names may be one: 上河村 and 青山镇上河村, or 上河 with a seal over it."""
    one, other = (re.sub(r"(?:村|社区)$", "", name) for name in (one, other))
    return one.endswith(other) or other.endswith(one)


def _own(papers: list[tuple[Indicator, Judged]], what: str) -> str:
    """Return the township or county of which most papers speak; empty where that is not clear."""
    counted = Counter(name for _, j in papers for name in {m.text for m in mentions(j.evidence, what)})
    if not counted:
        return ""
    name, most = counted.most_common(1)[0]
    is_clear = most >= _FEWEST_OWN and most >= _OWN_SHARE * sum(counted.values())
    return name if is_clear else ""


@remembered
def _other_office(judged: Judged, what: str, own: str) -> Mention | None:
    """Return the other township's (county's) office in the place of one's own, where it is the only one."""
    found = mentions(judged.evidence, what)
    others = [m for m in found if not (m.text.endswith(own) or own.endswith(m.text))]
    others = [m for m in others if not any(m.text != o.text and m.text.endswith(o.text) for o in others)]
    said = judged.evidence.description
    is_certain = said.text_source == "text" or all(m.count > 1 for m in others)
    if len(others) != 1 or not is_certain:
        return None
    is_own = own in (said.title or "") or own in (said.issuer or "")
    return others[0] if is_own or len(found) == 1 else None
