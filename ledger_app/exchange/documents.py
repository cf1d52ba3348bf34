"""The JSON documents that scripts rely on: their names and meanings only ever grow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ledger_app.core.anchors import Anchor, sentence
from ledger_app.core.journal import Entry
from ledger_app.evidence import wording as evidence_wording
from ledger_app.evidence.model import Candidate, HeldFile
from ledger_app.scheme import wording as scheme_wording
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.search.finding import Hit
from ledger_app.search.model import FIELDS, Description
from ledger_app.vault.fixity import FixityReport
from ledger_app.vault.model import ScanReport

Document = dict[str, object]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text(document: object) -> str:
    """Return a document as JSON text."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def scheme(found: Scheme) -> Document:
    """Return a scheme: leaves in document order, and what could not be read for sure."""
    return {
        "title": found.title,
        "year": found.year,
        "total_points": _number(found.total_points),
        "indicators": [_indicator(i) for i in found.indicators],
        "problems": [
            {
                "code": p.code,
                "where": scheme_wording.place_text(p.place),
                "place": p.place,
                "message": scheme_wording.problem_sentence(p),
            }
            for p in found.problems
        ],
    }


def scan(report: ScanReport) -> Document:
    """Return what a scan found; `away` and `skipped` say what could not be looked at."""
    return {
        "seen": report.seen,
        "added": report.added,
        "moved": report.moved,
        "changed": report.changed,
        "missing": report.missing,
        "unreadable": report.unreadable,
        "hashed_bytes": report.hashed_bytes,
        "seconds": round(report.seconds, 3),
        "away": report.away,
        "skipped": [{"path": path, "reason": reason} for path, reason in report.skipped],
    }


def files(held: Sequence[HeldFile], descriptions: Mapping[int, Description]) -> list[Document]:
    """Return files by path; two copies of one content share their `id`."""
    return [_file(h, descriptions.get(h.id, Description())) for h in held]


def descriptions(places: Iterable[tuple[str, int]], found: Mapping[int, Description]) -> list[Document]:
    """Return what is known of the items at these paths and where from, in their order."""
    return [_described(path, found.get(item, Description())) for path, item in places]


def hits(found: Sequence[Hit], indicators: Mapping[int, Sequence[str]]) -> list[Document]:
    """Return search hits, best first."""
    return [
        {
            "path": h.path,
            "score": round(h.score, 4),
            "snippet": h.snippet,
            "page": h.page,
            "indicators": list(indicators.get(h.item, ())),
        }
        for h in found
    ]


def suggestions(
    paths: Mapping[int, str], found: Mapping[int, Sequence[Candidate]], codes: Mapping[int, str]
) -> list[Document]:
    """Return the ranked indicators of each file, in the order of `paths`."""
    return [
        {
            "path": path,
            "suggestions": [
                {
                    "code": codes[c.indicator],
                    "score": round(c.score, 4),
                    "because": evidence_wording.reasons(c),
                }
                for c in found.get(item, ())
            ],
        }
        for item, path in paths.items()
    ]


def fixity(
    report: FixityReport, *, entries: int, first_bad: int | None, anchors: Sequence[Anchor] = ()
) -> Document:
    """Return what checking every file and the journal found; `anchors` are its heads that stand on paper."""
    return {
        "files": report.files,
        "bytes": report.bytes,
        "ok": report.ok,
        "differences": [
            {"path": d.path, "kind": d.kind, "expected": d.expected, "found": d.found, "reason": d.reason}
            for d in report.differences
        ],
        "journal": {"entries": entries, "intact": first_bad is None, "first_bad": first_bad},
        "anchors": [
            {"anchor": a.text, "entry": a.entry, "kept": str(a.kept), "message": sentence(a)} for a in anchors
        ],
    }


def journal(entries: Sequence[Entry]) -> list[Document]:
    """Return journal entries, newest first."""
    return [
        {
            "id": e.id,
            "name": e.name,
            "kind": str(e.kind),
            "answers": e.answers,
            "actor": e.actor,
            "at": e.at,
            "detail": e.detail,
            "digest": e.digest,
        }
        for e in entries
    ]


def _indicator(found: Indicator) -> Document:
    return {
        "code": found.code,
        "path": list(found.path),
        "name": found.name,
        "points": _number(found.points),
        "hard": found.is_hard,
        "bonus": found.is_bonus,
        "units": list(found.units),
        "scoring": found.scoring,
        "requirements": [{"key": r.key, "text": r.text} for r in found.requirements],
        "place": found.place,
    }


def _file(held: HeldFile, description: Description) -> Document:
    return {
        "id": held.id,
        "path": held.path,
        "status": str(held.status),
        "size": held.size,
        "sha256": held.sha256,
        "modified": _time(held.mtime_ns),
        "title": description.title,
        "document_number": description.document_number,
        "issuer": description.issuer,
        "date": description.date,
        "pages": description.pages,
        "kind": description.kind,
        "villages": list(description.villages),
        "text_source": description.text_source,
        "error": description.error,
        "reason": held.reason,
        "indicators": list(held.indicators),
        "set_aside": held.is_set_aside,
    }


def _described(path: str, found: Description) -> Document:
    return {
        "path": path,
        **{name: getattr(found, name) for name in FIELDS},
        "figures": [
            {"label": f.label, "value": _plain(f.value), "unit": f.unit, "page": f.page}
            for f in found.figures
        ],
        "sources": dict(found.sources),
        "text_source": found.text_source,
        "error": found.error,
    }


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _time(nanoseconds: int) -> str:
    """Return a file's time with its offset; one before 1970 in UTC where the system can't place it."""
    try:
        at = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:  # disks hold times that no calendar does
        at = datetime.max.replace(tzinfo=UTC) if nanoseconds > 0 else datetime.min.replace(tzinfo=UTC)
    with suppress(OverflowError, OSError, ValueError):
        at = at.astimezone()
    return at.isoformat(timespec="seconds")


def _number(points: float | None) -> int | float | None:
    if points is None:
        return None
    return int(points) if points == int(points) else points
