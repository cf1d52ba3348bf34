"""What a requirement needs, as one line for people."""

from __future__ import annotations

from collections.abc import Mapping

from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.scheme.model import Need
from ledger_app.scheme.templates import TEMPLATES

EVERY: dict[str, str] = {
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "half": N_("every half year"),
}
ROSTER_KINDS: dict[str, str] = {
    "village": N_("Villages"),
    "household": N_("Households"),
    "project": N_("Projects"),
    "other": N_("Others"),
}


def template_title(code: str) -> str:
    """Return what a template is called."""
    return next(_(t.title) for t in TEMPLATES if t.code == code)


def need_said(need: Need, *, kinds: Mapping[str, str], rosters: Mapping[int, str]) -> str:
    """Return what a need says beyond any one file, empty for that; `kinds` and `rosters` are the names by code and number."""
    return _("; ").join(parts_said(need, kinds=kinds, rosters=rosters))


def parts_said(need: Need, *, kinds: Mapping[str, str], rosters: Mapping[int, str]) -> list[str]:
    """Return what `need_said` says, part by part."""
    said: list[str] = []
    if need.kinds:
        said.append(_(" / ").join(kinds.get(k, k) for k in need.kinds))
    if need.count > 1:
        said.append(ngettext("{n} file", "{n} files", need.count).format(n=need.count))
    if need.every:
        said.append(_(EVERY[need.every]))
    if need.since or need.until:
        said.append(_("from {since} to {until}").format(since=need.since or "…", until=need.until or "…"))
    if need.roster is not None:
        said.append(_("each of {roster}").format(roster=rosters.get(need.roster, "?")))
    if need.is_signed:
        said.append(_("signed"))
    if need.is_sealed:
        said.append(_("sealed"))
    if need.chain:
        said.append(_("step {step} of “{chain}”").format(step=need.step, chain=need.chain))
    if need.instead:
        said.append(_("one of “{group}” is enough").format(group=need.instead))
    return said
