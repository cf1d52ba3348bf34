"""What a revision changes, row by row: the words for it, what hangs on it, and other partners to choose."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ledger_app.core.i18n import _
from ledger_app.scheme.comparing import Change, Difference, Entry
from ledger_app.scheme.difference_words import CHANGES
from ledger_app.scheme.points import shown
from ledger_app.ui.indicator_tree import indicator_title

_LONGEST = 4000  # characters, beyond which a text is shown without its differences


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator before and after, with how many links and waivers hang on it."""

    entry: Entry
    links: int = 0
    waivers: int = 0

    @property
    def key(self) -> tuple[int, int]:
        """Which row it is, also once its partner is another."""
        at = self.entry.position
        return (0, at) if at is not None else (1, self.entry.old.id if self.entry.old else 0)


@dataclass(frozen=True, slots=True)
class Partner:
    """A choice for a pair: the old indicator's id or the new one's position; None: it has no partner."""

    value: int | None
    text: str


def rows(difference: Difference, links: Mapping[int, int], waivers: Mapping[int, int]) -> list[Row]:
    """Return every indicator of a difference with what hangs on it, by old id."""
    found = []
    for entry in difference.entries:
        identity = entry.old.id if entry.old else 0
        found.append(Row(entry, links.get(identity, 0), waivers.get(identity, 0)))
    return found


def old_title(entry: Entry) -> str:
    """Return the old indicator as lists name it."""
    return indicator_title(entry.old) if entry.old else "–"


def new_title(entry: Entry) -> str:
    """Return the new indicator as lists name it."""
    return indicator_title(entry.new) if entry.new else "–"


def points(entry: Entry) -> str:
    """Return the points, `2.5 → 3` where they change."""
    said = ["–" if one is None or one.points is None else shown(one.points) for one in (entry.old, entry.new)]
    if entry.old is None or entry.new is None or said[0] == said[1]:
        return said[1] if entry.new else said[0]
    return f"{said[0]} → {said[1]}"


def counts(difference: Difference) -> dict[Change, int]:
    """Return how many indicators change in which way, in the order of the list."""
    found = Counter(change for e in difference.entries for change in e.changes)
    return {change: found[change] for change in CHANGES if found[change]}


def partners(difference: Difference, entry: Entry) -> list[Partner]:
    """Return what an indicator can be paired with: its partner now, its rivals, then whoever has none."""
    if entry.new is not None:
        none = Partner(None, _("None: it is new"))
        free = [e.old for e in difference.entries if e.new is None and e.old]
        olds = [*([entry.old] if entry.old else []), *entry.old_rivals, *free]
        return [none, *(Partner(o.id, indicator_title(o)) for o in {o.id: o for o in olds}.values())]
    none = Partner(None, _("None: it is asked no more"))
    fresh = [e for e in difference.entries if e.position is not None]
    rivals = [e for e in fresh if e.position in entry.new_rivals]
    free = [e for e in fresh if e.old is None]
    found = {e.position: e for e in (*rivals, *free)}
    return [none, *(Partner(at, new_title(e)) for at, e in found.items())]


def partner_now(entry: Entry) -> int | None:
    """Return the partner that an indicator has, as a choice of `partners`."""
    return entry.old.id if entry.new is not None and entry.old is not None else None


def paired(by_hand: Mapping[int, int | None], entry: Entry, value: int | None) -> dict[int, int | None]:
    """Return a person's decisions with this one: each position has one old partner at most."""
    decided = dict(by_hand)
    if entry.new is None:
        old, position = (entry.old.id if entry.old else None), value
    elif value is None:
        old, position = (entry.old.id if entry.old else None), None
    else:
        old, position = value, entry.position
    if old is None:
        return decided
    for other, at in by_hand.items():
        if at is not None and at == position:
            decided[other] = None
    decided[old] = position
    return decided


def details(row: Row) -> str:
    """Return an indicator before and now as HTML: what differs is marked, and said by lines and strokes."""
    entry = row.entry
    old, new = entry.old, entry.new
    parts = [_line(_("Indicator"), old and indicator_title(old), new and indicator_title(new))]
    for label, text in (
        (_("Heading"), lambda i: " › ".join(i.path)),
        (_("Points"), lambda i: "–" if i.points is None else shown(i.points)),
        (_("Scoring rule"), lambda i: i.scoring),
        (_("Responsible units"), lambda i: "、".join(i.units)),
        (_("Responsible persons"), lambda i: "、".join(i.persons)),
    ):
        before, now = (text(old) if old else None), (text(new) if new else None)
        if before or now:
            parts.append(_line(label, before, now))
    parts += _requirements(entry)
    head = "".join(
        f"<td><b>{html.escape(word)}</b></td>"
        for word in ("", _("Before the revision"), _("After the revision"))
    )
    return f'<table width="100%" cellspacing="0" cellpadding="3"><tr>{head}</tr>{"".join(parts)}</table>'


def _requirements(entry: Entry) -> list[str]:
    if not entry.requirements:
        kept = entry.new or entry.old
        texts = "；".join(r.text for r in kept.requirements) if kept else ""
        before = texts if entry.old else None
        now = texts if entry.new else None
        return [_line(_("Evidence asked for"), before, now)] if texts else []
    return [
        _line(_("Evidence asked for"), change.old and change.old.text, change.new and change.new.text)
        for change in entry.requirements
    ]


def _line(label: str, before: str | None, now: str | None) -> str:
    left, right = _marked(before, now)
    return (
        f'<tr><td width="14%">{html.escape(label)}</td>'
        f'<td width="43%">{left}</td><td width="43%">{right}</td></tr>'
    )


def _marked(before: str | None, now: str | None) -> tuple[str, str]:
    """Return two texts with what only one of them says struck through and underlined."""
    if not before or not now or before == now or max(len(before), len(now)) > _LONGEST:
        return (_html(before) if before is not None else "–", _html(now) if now is not None else "–")
    left, right = "", ""
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            left += _html(before[a:b])
            right += _html(now[c:d])
            continue
        left += f"<s>{_html(before[a:b])}</s>" if b > a else ""
        right += f"<b><u>{_html(now[c:d])}</u></b>" if d > c else ""
    return left, right


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
