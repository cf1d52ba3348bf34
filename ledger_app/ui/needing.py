"""What can be done with requirements, drafts and confirmations from any list. All of it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.core.operations import TITLES
from ledger_app.scheme import need_wording
from ledger_app.scheme.model import Indicator, Need, Requirement
from ledger_app.scheme.needs import Place
from ledger_app.ui.context import ArchiveWork, Context
from ledger_app.ui.jobs import Turn

SEEN: dict[str, str] = {"signed": N_("signed"), "sealed": N_("sealed")}


def add(
    context: Context, indicator: Indicator, text: str, need: Need, *, done: Callable[[Requirement], object]
) -> None:
    """Add a requirement to an indicator; `done` is given it once it is stored."""

    def told(result: object) -> None:
        requirement, _changes = result
        _say(context, _("“{what}” is asked for now; Ctrl+Z takes it back.").format(what=requirement.text))
        done(requirement)

    _run(
        context,
        "add-requirement",
        lambda archive, _p: archive.add_requirement(indicator.code, text, need=need),
        told,
    )


def change(
    context: Context,
    indicator: Indicator,
    requirement: Requirement,
    text: str,
    need: Need,
    *,
    done: Callable[[Requirement], object],
) -> None:
    """Word a requirement anew and say what it needs; what was drafted of it is settled so."""
    said = _("“{what}” is changed; Ctrl+Z takes it back.").format(what=text)
    _run(
        context,
        "change-requirement",
        lambda archive, _p: archive.change_requirement(indicator.code, requirement.key, text=text, need=need),
        lambda _changes: (_say(context, said), done(requirement)),
    )


def remove(context: Context, indicator: Indicator, requirements: Sequence[Requirement]) -> None:
    """Take requirements away; their files speak for the indicator as a whole then."""
    keys = [r.key for r in requirements]
    text = ngettext(
        "{n} requirement removed; its files stay with the indicator, and Ctrl+Z brings it back.",
        "{n} requirements removed; their files stay with the indicator, and Ctrl+Z brings them back.",
        len(keys),
    )
    if keys:
        _run(
            context,
            "remove-requirements",
            lambda archive, _p: archive.remove_requirement(indicator.code, *keys),
            lambda _changes: _say(context, text.format(n=len(keys))),
        )


def move(context: Context, indicator: Indicator, requirement: Requirement, by: int) -> None:
    """Move a requirement up or down in its indicator's list."""
    ids = [r.id for r in indicator.requirements]
    if requirement.id not in ids:
        return
    to = ids.index(requirement.id) + by
    if 0 <= to < len(ids):
        said = _("“{what}” is number {n} now.").format(what=requirement.text, n=to + 1)
        _run(
            context,
            "move-requirement",
            lambda archive, _p: archive.move_requirement(indicator.code, requirement.key, to=to),
            lambda _changes: _say(context, said),
        )


def apply_template(context: Context, indicator: Indicator, template: str, roster: int | None) -> None:
    """Make the steps of a usual chain requirements of an indicator."""
    said = _("{indicator} asks for the steps of “{template}” now; Ctrl+Z takes it back.").format(
        indicator=f"{indicator.code} {indicator.name}", template=need_wording.template_title(template)
    )
    _run(
        context,
        "apply-template",
        lambda archive, _p: archive.apply_template(indicator.code, template, roster=roster),
        lambda _changes: _say(context, said),
    )


def draft(context: Context, codes: Sequence[str] | None = None) -> None:
    """Draft what is needed from the words of the scheme (None: everywhere)."""

    def told(result: object) -> None:
        count, _changes = result
        if not count:
            _say(context, _("The scheme's words say nothing more that could be drafted."))
            return
        text = ngettext(
            "{n} draft waits to be confirmed; nothing of it counts until then.",
            "{n} drafts wait to be confirmed; nothing of them counts until then.",
            count,
        )
        _say(context, text.format(n=count))

    _run(context, "draft-needs", lambda archive, _p: archive.draft_needs(codes), told)


def confirm(context: Context, places: Sequence[Place] | None) -> None:
    """Say that drafts are right (None: all there are)."""
    count = _counted(context, places)
    text = ngettext(
        "{n} draft confirmed; Ctrl+Z takes it back.", "{n} drafts confirmed; Ctrl+Z takes it back.", count
    )
    _settle(context, "confirm-drafts", Archive.confirm_drafts, places, text.format(n=count))


def dismiss(context: Context, places: Sequence[Place] | None) -> None:
    """Say that drafts are wrong (None: all there are); they are not drafted again."""
    count = _counted(context, places)
    text = ngettext(
        "{n} draft dropped; Ctrl+Z takes it back.", "{n} drafts dropped; Ctrl+Z takes it back.", count
    )
    _settle(context, "dismiss-drafts", Archive.dismiss_drafts, places, text.format(n=count))


def attest(context: Context, item_ids: Sequence[int], what: str) -> None:
    """Say that a person has seen a signature or seal on files, or take it back where all of them have it."""
    known = context.state.attested
    chosen = list(dict.fromkeys(item_ids))
    is_back = bool(chosen) and all(any(a.what == what for a in known.get(i, ())) for i in chosen)
    if is_back:
        text = ngettext(
            "{n} file no longer counts as {what}; Ctrl+Z takes it back.",
            "{n} files no longer count as {what}; Ctrl+Z takes it back.",
            len(chosen),
        )
    else:
        text = ngettext(
            "{n} file confirmed as {what}; Ctrl+Z takes it back.",
            "{n} files confirmed as {what}; Ctrl+Z takes it back.",
            len(chosen),
        )
    said = text.format(n=len(chosen), what=_(SEEN[what]))
    settle = Archive.withdraw_attestation if is_back else Archive.attest
    if chosen:
        _run(
            context,
            "withdraw-attestation" if is_back else "attest",
            lambda archive, _p: settle(archive, chosen, what),
            lambda _changes: _say(context, said),
        )


def set_subject(context: Context, link_ids: Sequence[int], subject: int | None, name: str) -> None:
    """Say for whom of a roster linked files stand; None lets the files tell it."""
    count = len(link_ids)
    if subject is None:
        text = ngettext(
            "{n} file tells itself whom it is about again.",
            "{n} files tell themselves whom they are about again.",
            count,
        ).format(n=count)
    else:
        text = ngettext(
            "{n} file counts for {name}; Ctrl+Z takes it back.",
            "{n} files count for {name}; Ctrl+Z takes it back.",
            count,
        ).format(n=count, name=name)
    if link_ids:
        _run(
            context,
            "set-subject",
            lambda archive, _p: archive.set_subject(link_ids, subject),
            lambda _changes: _say(context, text),
        )


def drafts(context: Context) -> list[Place]:
    """Return all drafts that wait, in the scheme's order."""
    return [(i.code, r.key) for i in context.state.scheme.indicators for r in i.requirements if r.is_drafted]


def _counted(context: Context, places: Sequence[Place] | None) -> int:
    return len(drafts(context) if places is None else places)


def _settle(
    context: Context,
    operation: str,
    settle: Callable[[Archive, Sequence[Place] | None], Changes],
    places: Sequence[Place] | None,
    said: str,
) -> None:
    if _counted(context, places):
        _run(context, operation, lambda archive, _p: settle(archive, places), lambda _c: _say(context, said))


def _run(context: Context, operation: str, work: ArchiveWork, done: Callable[[object], object]) -> None:
    context.run(_(TITLES[operation]), work, done=done, turn=Turn.QUICK)


def _say(context: Context, text: str) -> None:
    context.said.emit(text)
