"""Binders that are only looked at, or on their way to a printer: in a folder of the archive, removed afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.results import BoundVolume, Draft
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error
from ledger_app.ui import printing_model

FOLDER = "drafts"
_DEEPEST = 8
_LABELS = 100_000


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark of a PDF; `page` counts from 0."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Book:
    """A PDF with its bookmarks; `labels` are the numbers printed on its pages, empty where none is."""

    key: str
    path: Path
    title: str
    pages: int
    labels: tuple[str, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was drafted, with the books to look at, in a `folder` that is to be removed."""

    folder: Path
    draft: Draft
    books: tuple[Book, ...]


def make(archive: Archive, job: Job, progress: Progress) -> Drafted | LedgerError:
    """Write binders into a folder of their own; what keeps them from being written is returned."""
    home = archive.folder / FOLDER
    try:
        home.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=home))
    except OSError as error:
        return disk_error(error, home, "output-unwritable")
    try:
        draft = archive.draft_binders(job, folder, progress)
        volumes = [volume for volume in draft.binders.volumes if volume.path is not None]
        return Drafted(folder, draft, tuple(book(volume) for volume in volumes))
    except LedgerError as error:
        remove(folder)
        return error
    except BaseException:
        remove(folder)
        raise


def book(volume: BoundVolume) -> Book:
    """Read bookmarks and page labels of a binder that was written."""
    import pikepdf  # see docs/decisions/0006-late-imports.md

    assert volume.path is not None
    with pikepdf.open(volume.path) as pdf:
        places = {page.objgen: at for at, page in enumerate(pdf.pages)}
        with pdf.open_outline() as outline:
            marks = tuple(_marks(outline.root, places, 0))
        count = min(len(pdf.pages), _LABELS)
        labels = tuple(str(pdf.pages[at].label) for at in range(count)) if "/PageLabels" in pdf.Root else ()
    return Book(volume.key, volume.path, printing_model.title(volume), len(places), labels, marks)


def _marks(items: object, places: dict[tuple[int, int], int], level: int) -> Iterator[Bookmark]:
    for item in items:  # type: ignore[attr-defined]
        target = item.destination
        page = places.get(target[0].objgen) if target is not None and len(target) else None
        if page is not None:
            yield Bookmark(level, str(item.title), page)
        if level < _DEEPEST:
            yield from _marks(item.children, places, level + 1)


def remove(folder: Path) -> None:
    """Remove a draft; what another program still holds is left for the next start."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(archive_folder: Path) -> None:
    """Remove what earlier runs of the program left."""
    own = f"{os.getpid()}-"
    home = archive_folder / FOLDER
    for left in home.iterdir() if home.is_dir() else ():
        if not left.name.startswith(own):
            remove(left)
