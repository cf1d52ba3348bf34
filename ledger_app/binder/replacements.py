"""Replacement pages of a binder: checked page by page, with the slip that says what to do with them on top."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder.binding.model import Bound
from ledger_app.binder.proving import checking
from ledger_app.binder.proving.model import Checked, Fault
from ledger_app.binder.renditions.model import Rendition
from ledger_app.binder.slips import draw_slip
from ledger_app.binder.volumes.model import PrintStyle, Volume
from ledger_app.binder.volumes.reprints import Step
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.search.worker import Pool


def check_pages(
    path: Path,
    volume: Volume,
    bound: Bound,
    renditions: Mapping[int, Rendition],
    progress: Progress,
    pool: Pool,
) -> Checked:
    """Check single pages of a binder: each against its source. Its lists lead to pages that are not among them."""
    pages = list(checking.expected(volume, bound, renditions))
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    seen = checking.looked_at(path, pages, progress, faults, pool=pool)
    faults += checking.of_pages(pages, seen, counts)
    return Checked(tuple(faults), tuple(counts.items()))


def add_slip(
    body: Path,
    target: BinaryIO,
    volume: Volume,
    steps: Sequence[Step],
    style: PrintStyle,
    *,
    before: str,
    spine: tuple[int, int] | None = None,
    progress: Progress,
) -> None:
    """Write the pages of `body` to `target` with the slip before them, on sheets of its own."""
    import pikepdf  # see docs/decisions/0006-late-imports.md

    drawn = io.BytesIO()
    count = draw_slip(
        volume,
        steps,
        style,
        drawn,
        as_of=volume.as_of,
        before=before,
        spine=spine,
        progress=progress,
    )
    with pikepdf.open(body) as pdf, pikepdf.open(drawn) as slip:
        size = slip.pages[0].mediabox
        for page in reversed(slip.pages):
            pdf.pages.insert(0, page)
        if style.is_duplex and count % 2:
            blank = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=size, Resources=pikepdf.Dictionary())
            pdf.pages.insert(count, pikepdf.Page(pdf.make_indirect(blank)))
            count += 1
        numbers = [0, pikepdf.Dictionary(P=pikepdf.String(_("Slip")))]
        for at, entry in enumerate(pdf.Root.PageLabels.Nums):
            numbers.append(int(entry) + count if at % 2 == 0 else entry)
        pdf.Root.PageLabels.Nums = pikepdf.Array(numbers)
        pdf.save(target, deterministic_id=True)
