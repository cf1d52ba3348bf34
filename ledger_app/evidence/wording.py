"""Sentences about candidates: why a file might show a requirement."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.evidence.model import Candidate

REASONS: dict[str, str] = {
    "linked": N_("it is linked to indicator {value} already, to none of its requirements"),
    "code": N_("its path carries the number {value}"),
    "folder": N_("it lies in “{value}”"),
    "words": N_("its name says “{value}”"),
    "text": N_("its text says “{value}”"),
    "beside-folder": N_("“{value}” in the same folder was linked here"),
    "beside-form": N_("“{value}”, named alike, was linked here"),
    "beside-series": N_("“{value}”, of the same series of documents, was linked here"),
    "beside-alike": N_("it reads like “{value}”, which was linked here"),
    "kind": N_("it looks like {value}"),
    "unit": N_("{value} is responsible"),
    "year": N_("but it speaks of {value}"),
}

KIND_NAMES: dict[str, str] = {
    "photo": N_("a photograph"),
    "screenshot": N_("a screenshot"),
    "attendance": N_("an attendance sheet"),
    "minutes": N_("minutes of a meeting"),
    "list": N_("a list or register"),
    "table": N_("a statistical table"),
    "voucher": N_("a payment voucher"),
    "notice": N_("a public notice"),
    "contract": N_("a contract or agreement"),
    "acceptance": N_("an acceptance paper"),
    "approval": N_("an approval"),
    "red-head": N_("an official document"),
    "plan": N_("a plan"),
    "rules": N_("rules or a system of rules"),
    "pledge": N_("a letter of responsibility"),
    "report": N_("a report or summary"),
    "publicity": N_("news or publicity"),
    "visit": N_("a record of visits to households"),
    "patrol": N_("a record of rounds"),
    "survey": N_("a survey"),
    "certificate": N_("a certificate or test report"),
}


def reasons(candidate: Candidate) -> list[str]:
    """Return why this file is proposed, one phrase a reason, the strongest first."""
    return [_reason(code, value) for code, value in candidate.because]


def _reason(code: str, value: str) -> str:
    said = _(KIND_NAMES[value]) if code == "kind" else value
    return _(REASONS[code]).format(value=said)
