"""The sentence for every reason why a file's content could not be read: what is wrong, and the way out."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _

READING_ERRORS: dict[str, str] = {
    "damaged": N_("The file is damaged or incomplete; please copy it again from where it came from."),
    "empty": N_("The file is empty; please copy it again from where it came from."),
    "encrypted": N_("The file is protected by a password; please save a copy without one."),
    "legacy-format": N_(
        "The file was saved by a program from before 1997; save it as docx, xlsx or PDF to have it read."
    ),
    "locked-archive": N_("The archive is protected by a password; please unpack it into the folder."),
    "no-text": N_("There is no text in the file; open it to check that it is the right one."),
    "not-first-volume": N_("The file is a later part of a divided archive; its list is in the first part."),
    "not-read-type": N_("Files of this type are not searched for text; they are known by their name."),
    "only-pictures": N_(
        "The file holds pictures and no text; save it as PDF, and what is in them can be recognised."
    ),
    "reader-crashed": N_("Reading the file failed; open it to check that it is whole."),
    "reader-timeout": N_("Reading the file took too long; open it to check that it is whole."),
    "too-large": N_("The file's content is too large to be read; open it to check what is in it."),
    "unknown-encoding": N_("The text is in an encoding that can't be told; please save it again as UTF-8."),
    "wrong-extension": N_(
        "The file's ending does not fit its content; open it, and save it under the right type."
    ),
}


def reading_error(code: str) -> str:
    """Return the sentence for a `Description.error` in the language in use."""
    return _(READING_ERRORS[code])
