"""Keeps pages that were made, and what pages look like, in a folder that can be thrown away.

For each content: a record of two lines of JSON (how it came out; the shapes of its pages), and a PDF where
one had to be made. Nothing is waited for to reach the disk: what a power cut spoils does not match its
digest, and is made anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledger_app.binder.renditions.model import How, PageShape
from ledger_app.core.saving import disk_error, draft_beside

VERSION = 2
"""Raise it, and all pages are made anew."""
_NOTICES = "notices"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """What was made of one content.

    `pdf` is the name of the PDF in the cache, empty where the pages are those of the file itself.
    `made_by` is the office program's name and version where that had a part in it. `alone` is as in a `Rendition`.
    """

    how: How
    reason: str
    detail: tuple[tuple[str, str], ...]
    shapes: tuple[PageShape, ...]
    pdf: str = ""
    made_by: str = ""
    alone: tuple[float, float] | None = None


def load(cache: Path, key: str) -> Record | None:
    """Return what was kept under a key; None where there is nothing, or it is damaged or of another version."""
    path = _record(cache, key)
    try:
        head, shapes = path.read_text("utf-8").splitlines()
        fields = json.loads(head)
        record = Record(
            How(fields["how"]),
            fields["reason"],
            tuple((str(name), str(value)) for name, value in fields["detail"]),
            tuple(_shape(*row) for row in json.loads(shapes)),
            fields["pdf"],
            fields["by"],
            _size(fields["alone"]),
        )
        is_current = fields["version"] == VERSION and fields["shapes"] == _digest(shapes.encode())
        if not is_current or (record.pdf and _digest_of(path.with_name(record.pdf)) != fields["digest"]):
            return None
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
    return record


def store(cache: Path, key: str, record: Record) -> None:
    """Keep a record; its PDF must be in place. Raises `disk-full`, `output-unwritable`."""
    path = _record(cache, key)
    shapes = json.dumps([_row(shape) for shape in record.shapes], separators=(",", ":"))
    head = {
        "version": VERSION,
        "how": str(record.how),
        "reason": record.reason,
        "detail": record.detail,
        "pdf": record.pdf,
        "by": record.made_by,
        "alone": record.alone,
        "shapes": _digest(shapes.encode()),
        "digest": _digest_of(path.with_name(record.pdf)) if record.pdf else "",
    }
    draft = draft_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(f"{json.dumps(head, ensure_ascii=False)}\n{shapes}\n", "utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise disk_error(error, path, "output-unwritable") from error


def pdf_path(cache: Path, key: str) -> Path:
    """Return where the PDF of a key lies."""
    return _record(cache, key).with_suffix(".pdf")


def named(cache: Path, pdf: str) -> Path:
    """Return where the PDF of a record lies."""
    return cache / pdf[:2] / pdf


def notices_path(cache: Path, digest: str) -> Path:
    """Return where a PDF of notice pages lies that is known by this digest."""
    return cache / _NOTICES / f"{digest[:32]}.pdf"


def outcomes(cache: Path) -> dict[str, tuple[How, str]]:
    """Return how each content that is kept came out, and the reason where it is not shown by itself.

    Contents are by SHA-256. It reads a line a file and no pages.
    """
    found: dict[str, tuple[How, str]] = {}
    for path in _records(cache):
        with suppress(OSError, ValueError, KeyError), path.open(encoding="utf-8") as file:
            head = json.loads(file.readline())
            if head["version"] == VERSION:
                found[path.stem[:64]] = (How(head["how"]), str(head["reason"]))
    return found


def forget(cache: Path, keep: Collection[str], *, before: float) -> int:
    """Remove what was made of other contents than these, and all notice pages; returns how many files.

    What was written since `before` (in seconds, as the disk says) stays. Not while a binder is being made from
    the cache: whoever calls it holds the archive's lock.
    """
    kept = set(keep)
    gone = (p for p in cache.glob("*/*") if p.parent.name == _NOTICES or p.name[:64] not in kept)
    removed = 0
    for path in gone:
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    for folder in cache.glob("*"):
        with suppress(OSError):
            folder.rmdir()
    return removed


def drop_others(cache: Path, sha256: str, keys: Collection[str]) -> None:
    """Remove what was made of a content under other keys than these: its title was another then."""
    for path in (cache / sha256[:2]).glob(f"{sha256}-*"):
        if path.stem not in keys:
            with suppress(OSError):
                path.unlink()


def _record(cache: Path, key: str) -> Path:
    return cache / key[:2] / f"{key}.json"


def _records(cache: Path) -> Iterator[Path]:
    with suppress(OSError):
        for folder in os.scandir(cache):
            if folder.is_dir() and folder.name != _NOTICES:
                yield from (Path(entry.path) for entry in os.scandir(folder) if entry.name.endswith(".json"))


def _size(alone: list[float] | None) -> tuple[float, float] | None:
    return None if alone is None else (float(alone[0]), float(alone[1]))


def _row(shape: PageShape) -> list[object]:
    packed = zlib.compress(bytes(shape.ink), 1)
    return [shape.width, shape.height, shape.columns, base64.b64encode(packed).decode("ascii")]


def _shape(width: float, height: float, columns: int, ink: str) -> PageShape:
    return PageShape(float(width), float(height), int(columns), zlib.decompress(base64.b64decode(ink)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
