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
    "content": N_("from the content"),
    "ocr": N_("recognised in the scan"),
    "properties": N_("from the file's properties"),
    "exif": N_("from the photo's data"),
    "name": N_("from the name"),
    "folder": N_("from the folder's name"),
    "format": N_("from the format"),
    "person": N_("written by you"),
}
"""Each source of `Description.sources`, as an English sentence to translate."""
