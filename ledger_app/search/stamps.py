"""Finds the dates that stand on a photograph: the stamp of a camera or of a watermark app."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.search.dates import dates_in
from ledger_app.search.model import Mention, Reading

STAMP = "stamp-date"
"""The code of a mention whose text is the ISO date that stands on a photograph."""


def stamps(reading: Reading) -> Iterator[Mention]:
    """Return each full date that was recognised on a photograph."""
    if reading.photo is not None:
        text = "\n".join(part.text for part in reading.parts if part.source == "ocr")
        for date in dict.fromkeys(iso for _, _, iso in dates_in(text)):
            yield Mention(STAMP, date)
