"""The JSON documents of a transfer and of its check: their names and meanings only ever grow."""

from __future__ import annotations

from pathlib import Path

from ledger_app.exchange.transfer.model import Checked, Severity, Tested, Transferred
from ledger_app.exchange.transfer.reporting import item
from ledger_app.exchange.transfer.wording import reason, sentence

Document = dict[str, object]


def transferred(done: Transferred) -> Document:
    """Return what was written, what was left out, and what reading it again came to."""
    return {
        **checked(done.path, done.checked, done.tested),
        "left_out": [
            {"number": o.number, "title": o.title, "path": o.path, "reason": o.reason, "message": reason(o)}
            for o in done.left_out
        ],
        "copy_seconds": round(done.copy_seconds, 3),
        "check_seconds": round(done.check_seconds, 3),
    }


def checked(folder: Path, found: Checked, tested: tuple[Tested, ...]) -> Document:
    """Return what a package holds and what is wrong with it, faults first."""
    return {
        "path": str(folder),
        "is_sound": found.is_sound,
        "items": found.count,
        "item_bytes": found.size,
        "files": found.files,
        "read_bytes": found.bytes,
        "stated_as_left_out": found.left_out,
        "manifests": found.digests,
        "problems": [
            {"code": p.code, "severity": str(p.severity), "place": p.place, "message": sentence(p)}
            for p in found.problems
        ],
        "faults": sum(p.severity is Severity.FAULT for p in found.problems),
        "warnings": sum(p.severity is Severity.WARNING for p in found.problems),
        "tested": [item(one) for one in tested],
    }
