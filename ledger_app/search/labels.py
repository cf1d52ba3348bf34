"""The words for what is described of a file, and for where each value came from."""

from __future__ import annotations

from ledger_app.core.i18n import N_

LABELS: dict[str, str] = {
    "title": N_("Title"),
    "document_number": N_("Document number"),
    "issuer": N_("Issuer"),
    "date": N_("Date"),
    "pages": N_("Page count"),
    "kind": N_("Kind"),
    "villages": N_("Villages"),
}
"""Each of `model.FIELDS`, as an English sentence to translate."""

SOURCES: dict[str, str] = {
    "content": N_("from its text"),
    "ocr": N_("from the scan"),
    "properties": N_("from properties"),
    "exif": N_("from photo data"),
    "name": N_("from its name"),
    "folder": N_("from its folder"),
    "format": N_("by its format"),
    "person": N_("written by you"),
}
"""Each source of `Description.sources`, as an English sentence to translate."""
