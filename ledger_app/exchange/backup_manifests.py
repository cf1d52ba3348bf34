"""What a backup says of itself: `manifest.json` in its zip."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

FORMAT = 1
MANIFEST, NOTE, LEDGER = "manifest.json", "说明.txt", "ledger.db"
_KIND = "evidence-ledger-backup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The backup's own account: versions, whose archive, the journal's head, and what must be found in it.

    `tables` maps each table to its rows and their digest; `size` and `sha256` are the database's, `note_sha256` the
    note's (known once it is written). `evidence`
    is the folder of the evidence files, which the backup does not hold.
    """

    program: str
    schema: int
    made_at: str
    title: str
    year: int | None
    evidence: str
    entries: int
    head: str
    tables: dict[str, tuple[int, str]]
    size: int
    sha256: str
    note_sha256: str = ""
    format: int = FORMAT


def text(manifest: Manifest, note: str) -> str:
    """Return a manifest as JSON; `note` tells people what is not in the backup."""
    document = {
        "kind": _KIND,
        "format": manifest.format,
        "program": manifest.program,
        "schema": manifest.schema,
        "made_at": manifest.made_at,
        "title": manifest.title,
        "year": manifest.year,
        "evidence": {"folder": manifest.evidence, "included": False, "note": note},
        "journal": {"entries": manifest.entries, "head": manifest.head},
        "tables": {name: {"rows": rows, "sha256": d} for name, (rows, d) in manifest.tables.items()},
        "members": {
            LEDGER: {"size": manifest.size, "sha256": manifest.sha256},
            NOTE: {"size": len(note_bytes(note)), "sha256": hashlib.sha256(note_bytes(note)).hexdigest()},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def note_bytes(note: str) -> bytes:
    """Return the note as the text file that stands beside the manifest, with a mark for Windows' editor."""
    return ("\ufeff" + note + "\r\n").encode()


def read(raw: bytes) -> Manifest | None:
    """Return the manifest in these bytes, None where it is no backup's of ours."""
    try:
        found = json.loads(raw)
        if found["kind"] != _KIND:
            return None
        ledger = found["members"][LEDGER]
        return Manifest(
            program=str(found["program"]),
            schema=int(found["schema"]),
            made_at=str(found["made_at"]),
            title=str(found["title"]),
            year=None if found["year"] is None else int(found["year"]),
            evidence=str(found["evidence"]["folder"]),
            entries=int(found["journal"]["entries"]),
            head=str(found["journal"]["head"]),
            tables={n: (int(t["rows"]), str(t["sha256"])) for n, t in found["tables"].items()},
            size=int(ledger["size"]),
            sha256=str(ledger["sha256"]),
            note_sha256=str(found["members"][NOTE]["sha256"]),
            format=int(found["format"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
