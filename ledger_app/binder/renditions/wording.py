"""The sentence for every reason why a file is not shown on paper, or not by itself."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.core.messages import ERRORS
from ledger_app.search.wording import READING_ERRORS

REASONS: dict[str, str] = {
    "attachments": N_(
        "Other files are attached inside the file; they are not printed. Open the original for them."
    ),
    "away": N_("The evidence folder was not connected when this was made; connect its disk and print again."),
    "content-changed": N_(
        "Other content lies at its place than the archive recorded, so it was not printed; look at the change, "
        "and accept it or put the recorded file back."
    ),
    "damaged": N_("The file is damaged or incomplete; please copy it again from where it came from."),
    "empty": N_("The file is empty; please copy it again from where it came from."),
    "encrypted": N_("The file is protected by a password; please save a copy without one."),
    "in-use": N_("The file was open in another program when this was made; close it there and print again."),
    "mail": N_("The file is a mail that could not be shown as pages; open the original."),
    "media": N_("The file is sound or film, which paper can't show; open the original."),
    "missing": N_(
        "The file was not at its place when this was made; put it back, or look for it, and print again."
    ),
    "needs-its-program": N_(
        "The file is a form of which only Adobe's program draws the pages; print it there to PDF and keep that."
    ),
    "never-read": N_(
        "The file could never be read, so its content is not recorded; check it and scan again."
    ),
    "no-pages": N_("The file has no pages."),
    "not-shown-type": N_("Files of this type can't be shown on paper; open the original."),
    "packed": N_(
        "The file is a packed archive; what is inside can't be printed from it. Unpack it into the folder."
    ),
    "page-too-large": N_("A page of the file is too large for paper; a page that says so is in its place."),
    "renderer-crashed": N_("Making pages of the file failed; open it to check that it is whole."),
    "renderer-timeout": N_("Making pages of the file took too long; open it to check that it is whole."),
    "too-large": N_("The file's content is too large to be put on paper; save a smaller copy."),
    "too-many-pages": N_(
        "The file has more pages than a binder holds; print what is needed of it by itself."
    ),
    "unreadable": N_("The file could not be read when this was made; check its disk and permissions."),
}


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"


def reason_text(code: str, **values: str) -> str:
    """Return the sentence for a `Rendition.reason` in the language in use."""
    sentence = REASONS.get(code) or READING_ERRORS.get(code) or ERRORS.get(code) or _OTHERWISE
    return _(sentence).format_map(_Values(values))


_OTHERWISE = N_("The file can't be shown on paper; open the original.")
