"""From a code on paper to what the archive holds: the record, the file, and where the page was printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger_app.binder.volumes import prints
from ledger_app.binder.volumes.codes import Code, CodeKind, proves, read_code
from ledger_app.binder.volumes.model import PrintedPage, PrintedVolume
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.evidence import files
from ledger_app.search import descriptions
from ledger_app.vault import hashing, numbering, numbers
from ledger_app.vault.names import located


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A place of the item now. `holds_recorded`: the file there has the recorded content, None: it can't be read."""

    path: str
    status: str
    holds_recorded: bool | None


@dataclass(frozen=True, slots=True)
class PrintedAt:
    """A print of this page: which binder, which label. `is_last`: no later print replaced the page or took it out."""

    print: int
    at: str
    actor: str
    volume: str
    title: str
    label: str
    part: str
    number: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What a code leads to. `page` counts from 1 within the file; a form has no item and no content.

    `is_recorded`: the code was printed for the content that is recorded now. Where it was not, `former` is the
    earlier content that it was printed for, as far as the journal knows it.
    """

    code: str
    kind: CodeKind
    item: int | None = None
    page: int | None = None
    title: str = ""
    archive_number: str = ""
    indicators: tuple[str, ...] = ()
    sha256: str | None = None
    is_recorded: bool = False
    former: str = ""
    places: tuple[FoundAt, ...] = ()
    prints: tuple[PrintedAt, ...] = ()


def trace(db: Database, root: Path | None, text: str, progress: Progress | None = None) -> Trace:
    """Return what the archive has under a code; every file of it is hashed once more, nothing is changed.

    Without `root`, the evidence folder, no file is looked at.

    Raises `bad-code` for what is mistyped, `unknown-code` for what was not printed from this archive.
    """
    code = read_code(text)
    found = tuple(printed(db, code.text))
    if code.kind is CodeKind.FORM:
        if not found:
            raise LedgerError("unknown-code", code=code.text)
        return Trace(code.text, code.kind, prints=found)
    row = db.row("item", code.item or 0)
    if row is None or code.item is None:
        raise LedgerError("unknown-code", code=code.text)
    sha256 = None if row["sha256"] is None else str(row["sha256"])
    is_recorded = proves(code, sha256)
    former = "" if is_recorded else _former(db, code)
    if not (is_recorded or former or found):  # of another archive, by all that can be told
        raise LedgerError("unknown-code", code=code.text)
    held = files.files(db, items=[code.item])
    said = descriptions.descriptions(db, [code.item]).get(code.item)
    name = held[0].path.rpartition("/")[2] if held else ""
    return Trace(
        code.text,
        code.kind,
        item=code.item,
        page=code.page,
        title=(said and said.title) or name,
        archive_number=_number(db, code.item),
        indicators=tuple(dict.fromkeys(c for one in held for c in one.indicators)),
        sha256=sha256,
        is_recorded=is_recorded,
        former=former,
        places=tuple(
            FoundAt(one.path, str(one.status), root and holds(root, one.path, sha256, progress or Progress()))
            for one in held
        ),
        prints=found,
    )


def printed(db: Database, code: str) -> Iterator[PrintedAt]:
    """Yield where a code was printed, the newest first."""
    for number, _is_last, volume in prints.with_code(db, code):
        later = prints.since(db, number, volume.key)
        for page in volume.printed_pages:
            if code in (page.code, *page.codes):
                yield PrintedAt(
                    number,
                    volume.at,
                    volume.actor,
                    volume.key,
                    volume.title,
                    page.label,
                    page.part,
                    page.number,
                    all(_left(page, volume) for volume in later),
                )


def _left(page: PrintedPage, later: PrintedVolume) -> bool:
    """Return whether a later print of its binder left a page where it lay."""
    if later.printed is None:
        return False
    printed = {one.label for one in later.printed_pages}
    return page.label not in printed and any(one.label == page.label for one in later.pages)


def holds(root: Path, path: str, sha256: str | None, progress: Progress) -> bool | None:
    """Return whether the file at a path of the archive has this content now; None where it can't be read."""
    found = hashing.read_digest(path, located(str(root), path), lambda: progress.is_cancelled)
    return None if found.sha256 is None else found.sha256 == sha256


def _former(db: Database, code: Code) -> str:
    """Return the content that an item had when the code was printed for it: the journal keeps what was replaced."""
    sql = """SELECT before, after FROM change WHERE "table" = 'item' AND key = ? ORDER BY operation DESC"""
    for images in db.tuples(sql, json.dumps(code.item)):
        for image in images:
            sha256 = json.loads(image).get("sha256") if image else None
            if sha256 and proves(code, str(sha256)):
                return str(sha256)
    return ""


def _number(db: Database, item: int) -> str:
    number = numbers.archive_numbers(db).get(item)
    if number is None:
        return ""
    template = str(db.setting("number_template", "") or numbering.TEMPLATE)
    return numbering.archive_number(str(db.setting("fonds", "")), number, template=template)
