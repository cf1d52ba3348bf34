"""What an audit comes to, as JSON: findings, verdict, waivers, what-if, mock assessments, progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger_app.audit import wording, wording_verdict
from ledger_app.audit.marking import plain
from ledger_app.audit.model import (
    Audit,
    Cause,
    Finding,
    Known,
    Paper,
    Record,
    Since,
    Tally,
    Verdict,
    Waiver,
    WhatIf,
)
from ledger_app.audit.scoring import Score, Simulation
from ledger_app.scheme.model import Scheme

Document = dict[str, object]


def audit(done: Audit) -> Document:
    """Return the audit, veto findings first."""
    keys = _keys(done.scheme)
    return {
        "scheme": done.scheme.title,
        "as_of": done.as_of,
        "year": done.year,
        "away": done.is_away,
        "hard": {
            "total": done.hard.total,
            "complete": done.hard.complete,
            "points": number(done.hard.points),
            "points_at_risk": number(done.hard.points_at_risk),
        },
        "excellent_possible": done.is_excellent_possible,
        "verdict": {"sentence": wording.verdict(done), **verdict(done.verdict, keys)},
        "findings": [_finding(f, keys) for f in done.findings],
        "waived": [{**_finding(f, keys), "waiver": _waiver(w)} for f, w in done.waived],
        "since": _since(done.since, done.scheme) if done.since else None,
    }


def verdict(found: Verdict, keys: Mapping[int, str]) -> Document:
    """Return what an audit comes to; `keys` are the requirements' by their ids."""
    return {
        "total": _tally(found.total),
        "hard": _tally(found.hard),
        "bonus": _tally(found.bonus),
        "categories": [_tally(t) for t in found.categories],
        "units": [_tally(t) for t in found.units],
        "persons": [_tally(t) for t in found.persons],
        "causes": [_cause(c, keys) for c in found.causes],
        "set_aside": [{"name": name, "count": count} for name, count in found.set_aside],
        "failed": list(found.failed),
    }


def what_if(found: WhatIf, files: Iterable[str], scheme: Scheme) -> Document:
    """Return what would become of the verdict if these files were rejected."""
    keys = _keys(scheme)
    return {
        "files": list(files),
        "points": number(found.points),
        "excellent_possible": {
            "before": found.before.is_excellent_possible,
            "after": found.after.is_excellent_possible,
        },
        "before": _tally(found.before.total),
        "after": _tally(found.after.total),
        "indicators": [
            {
                "code": fall.indicator.code,
                "name": fall.indicator.name,
                "hard": fall.indicator.is_hard,
                "bonus": fall.indicator.is_bonus,
                "points": number(fall.indicator.points),
                "requirements": [keys[r] for r in fall.requirements],
                "before": str(fall.before.stake),
                "after": str(fall.after.stake),
            }
            for fall in found.falls
        ],
        "findings": [_finding(f, keys) for f in found.findings],
    }


def simulations(found: Sequence[tuple[Simulation, Score]], scheme: Scheme) -> list[Document]:
    """Return mock assessments with what they come to, the newest first."""
    codes = {i.id: i.code for i in scheme.indicators}
    return [
        {
            "id": one.id,
            "name": one.name,
            "reviewer": one.reviewer,
            "at": one.at,
            "possible": number(score.possible),
            "deducted": number(score.deducted),
            "result": number(score.result),
            "bonus": number(score.bonus),
            "grade": str(score.grade) if score.grade else None,
            "hard": [i.code for i in score.hard],
            "lost": {codes[i]: number(points) for i, points in score.lost.items()},
            "deductions": [
                {
                    "id": d.id,
                    "indicator": codes.get(d.indicator),
                    "points": number(d.points),
                    "reason": d.reason,
                }
                for d in one.deductions
            ],
        }
        for one, score in found
    ]


def progress(found: Iterable[Record]) -> list[Document]:
    """Return what the audits came to over time, the oldest first."""
    return [_record(one) for one in found]


def waivers(done: Audit, found: Iterable[Waiver]) -> list[Document]:
    """Return what was set aside, with whether it counts today."""
    counting = {w.id for _, w in done.waived}
    return [{"key": w.key, "rule": w.rule, **_waiver(w), "counts": w.id in counting} for w in found]


def number(points: float | None) -> int | float | None:
    """Return points as JSON has them: whole ones without a fraction."""
    if points is None:
        return None
    return int(points) if points == int(points) else points


def _keys(scheme: Scheme) -> dict[int, str]:
    return {r.id: r.key for i in scheme.indicators for r in i.requirements}


def _finding(found: Finding, keys: Mapping[int, str]) -> Document:
    return {
        "key": found.key,
        "rule": found.rule,
        "severity": str(found.severity),
        "indicator": found.indicator.code if found.indicator else None,
        "requirement": keys.get(found.requirement) if found.requirement else None,
        "subject": found.subject,
        "files": list(found.files),
        "pages": list(found.pages) or [None] * len(found.files),
        "message": wording.message(found),
        "remedy": wording.remedy(found),
        "points": number(found.indicator.points) if found.indicator else None,
        "because": wording.reasons(found),
        "reasons": [{"code": code, "values": plain(values)} for code, values in found.because],
        "candidates": [{"path": c.path, "score": round(c.score, 4)} for c in found.candidates],
        "returned": _waiver(found.returned) if found.returned else None,
    }


def _waiver(found: Waiver) -> Document:
    return {"id": found.id, "reason": found.reason, "name": found.name, "at": found.at}


def _tally(found: Tally) -> Document:
    return {
        "name": found.name,
        "points": number(found.points),
        "secured": number(found.secured),
        "at_risk": number(found.at_risk),
        "lost": number(found.lost),
        "indicators": found.indicators,
        "complete": found.complete,
        "vetoes": found.vetoes,
    }


def _cause(found: Cause, keys: Mapping[int, str]) -> Document:
    return {
        "indicator": found.indicator.code,
        "name": found.indicator.name,
        "points": number(found.indicator.points),
        "findings": [f.key for f in found.findings],
        "papers": [_paper(p, found, keys) for p in found.papers],
    }


def _paper(wanted: Paper, found: Cause, keys: Mapping[int, str]) -> Document:
    return {
        "requirement": keys.get(wanted.requirement.id) if wanted.requirement else None,
        "count": wanted.count,
        "message": wording_verdict.paper(wanted, found),
        "candidates": [c.path for c in wanted.candidates],
        "files": list(wanted.files),
    }


def _since(found: Since, scheme: Scheme) -> Document:
    codes = {i.id: i.code for i in scheme.indicators}
    return {
        "at": found.record.at,
        "as_of": found.record.as_of,
        "new": [f.key for f in found.new],
        "returned": [f.key for f in found.returned],
        "cleared": [_known(one, codes) for one in found.cleared],
    }


def _known(one: Known, codes: Mapping[int, str]) -> Document:
    return {
        "key": one.key,
        "rule": one.rule,
        "severity": str(one.severity),
        "indicator": codes.get(one.indicator) if one.indicator else None,
        "files": list(one.files),
    }


def _record(one: Record) -> Document:
    return {
        "id": one.id,
        "at": one.at,
        "as_of": one.as_of,
        "excellent_possible": one.is_excellent_possible,
        "total": _tally(one.total),
        "hard": _tally(one.hard),
        "bonus": _tally(one.bonus),
        "findings": {str(s): n for s, n in one.findings.items()},
        "waived": one.waived,
    }
