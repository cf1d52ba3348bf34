"""Sentences about what two papers, photographs or figures say differently: E402 to E408."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.core.i18n import N_, _, ngettext

MESSAGES: dict[str, Callable[[int], str]] = {
    "E402": lambda n: _(
        "{n} files show the same or nearly the same photograph, and stand for what differs: {paths}."
    ),
    "E403": lambda n: _("{n} files read nearly the same, and stand for what differs: {paths}."),
    "E404": lambda n: ngettext(
        "What is stated of {n} photograph is not what its camera recorded: {paths}.",
        "What is stated of {n} copies of a photograph is not what its camera recorded: {paths}.",
        n,
    ),
    "E405": lambda n: _("“{label}” is {first} in one paper and {second} in another: {paths}."),
    "E406": lambda n: _("The rows of a register are not as many as it, or another paper, says: {paths}."),
    "E407": lambda n: _("A row of totals is not what its column adds up to: {paths}."),
    "E408": lambda n: _("A ledger says {first}, a check on the spot says {second}: {paths}."),
}

REMEDIES: dict[str, str] = {
    "E402": N_("Look at the photographs: if one picture was filed twice, replace it by the right one."),
    "E403": N_("Read both: if one was copied, ask for the paper that was really written there."),
    "E404": N_(
        "Look at the original picture, and correct the name, the folder or the date where it is wrong."
    ),
    "E405": N_("Find out which number is right, and note where the other comes from or correct it."),
    "E406": N_("Count the rows, and correct the register or the number that is stated."),
    "E407": N_("Add the column up again, and correct the total or the row that is wrong."),
    "E408": N_(
        "Compare with the check's record, and correct the ledger or explain the difference in writing."
    ),
}

REASONS: dict[str, str] = {
    "alike-village": N_("{path} stands for {says}."),
    "alike-subject": N_("{path} stands for the case of {says}."),
    "alike-stage": N_("{path} is said to show the time “{says}” the work."),
    "alike-day": N_("{path} is of {says}."),
    "alike-indicator": N_("{path} is linked to {says}."),
    "name-day": N_("{path} has {date} in its name; the camera recorded {taken}."),
    "folder-day": N_("{path} lies in a folder of {date}; the camera recorded {taken}."),
    "person-day": N_("{path} was given the date {date} by hand; the camera recorded {taken}."),
    "stamp-day": N_("The stamp on {path} says {date}; the camera recorded {taken}."),
    "chat-day": N_("{path} was saved from a chat on {date}; the camera recorded {taken}, a later day."),
    "stamp-village": N_("On {path} stands {says}, while its place in the folder says {other}."),
    "far-from-village": N_(
        "{path} was taken {away} km from the other photographs of {says}, by what the camera recorded."
    ),
    "far-from-all": N_("{path} was taken {away} km from the other photographs, by what the camera recorded."),
    "says-figure": N_("{path}{at}: {label} {value}."),
    "says-rows": N_("{path}{at}: {value} in all."),
    "rows-numbered": N_("{path}{at}: numbered up to {numbered}, with {rows} filled rows."),
    "rows-stated": N_("{path}{at}: stated {value}, with {rows} filled rows."),
    "has-rows": N_("{path} has {value} filled rows."),
    "sum-of-column": N_("{path}{at}: the total of “{label}” is {stated}, its rows add up to {counted}."),
    "more-places": N_("Other places of the same kind: {n}."),
}
