"""Notice pages for the items of which no page can be shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from pathlib import Path

from ledger_app.binder.renditions import cache as kept
from ledger_app.binder.renditions.describing import Facts
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.notice_pages import Notice, draw_notices
from ledger_app.binder.renditions.shapes import shapes_of
from ledger_app.binder.renditions.wording import reason_text
from ledger_app.binder.words import document_language, pages_text, visible
from ledger_app.core.database import Database
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing
from ledger_app.search import texts


def notices(
    db: Database,
    facts: Mapping[int, Facts],
    refused: Mapping[int, tuple[str, str]],
    cache: Path,
    progress: Progress,
) -> dict[int, Rendition]:
    """Return a page for each of the refused items (item → reason, path read), all of them in one PDF."""
    chosen = [item for item in facts if item in refused]
    if not chosen:
        return {}
    pages = [_notice(db, facts[item], refused[item][0]) for item in chosen]
    basis = [kept.VERSION, document_language(), [astuple(page) for page in pages]]
    path = kept.notices_path(cache, _digest(basis))
    path.parent.mkdir(parents=True, exist_ok=True)

    def watched() -> Iterator[Notice]:
        for page in pages:
            progress.at("render", len(facts), len(facts))
            yield page

    with replacing(path) as stream:
        draw_notices(stream, watched())
    shapes = tuple(shapes_of(path, (1.0,) * len(pages)))
    return {
        item: Rendition(
            item,
            facts[item].sha256,
            How.NOTICE,
            path,
            n,
            (shapes[n],),
            refused[item][0],
            words=_digest(astuple(_without_number(pages[n]))),
        )
        for n, item in enumerate(chosen)
    }


def _digest(words: object) -> str:
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _notice(db: Database, known: Facts, reason: str) -> Notice:
    fields = (
        (_("Document number"), known.document_number),
        (_("Archive number"), known.archive_number),
        (_("Original at"), visible(known.path)),
        (_("Pages"), pages_text(known.pages) if known.pages else ""),
    )
    return Notice(
        known.title,
        tuple(f for f in fields if f[1]),
        reason_text(reason, path=visible(known.path)),
        _inside(db, known),
    )


def _without_number(page: Notice) -> Notice:
    """Return a notice without the archive number: one given later is no reason to print a page again."""
    return replace(page, fields=tuple(f for f in page.fields if f[0] != _("Archive number")))


def _inside(db: Database, known: Facts) -> tuple[str, ...]:
    """Return the names of what is in an archive, where its list was read."""
    if not known.sha256:
        return ()
    parts = texts.parts(db, known.sha256)
    return tuple(line for part in parts if part.source == "names" for line in part.text.splitlines() if line)
