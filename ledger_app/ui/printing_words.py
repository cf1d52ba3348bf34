"""The sentences of the page of printing: what a print comes to, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.binder.results import Binders
from ledger_app.binder.words import items_text, pages_text
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.ui.printing_model import Figures

OBSTACLES: dict[str, str] = {
    "blend-mode": N_("It blends its colours in a way that the archive format does not know: {about}."),
    "colour-profile": N_("A colour profile in it does not fit its colours."),
    "crypt-filter": N_("A part of it is encrypted by itself."),
    "damaged": N_("A part of it is damaged: {about}."),
    "device-cmyk": N_("It has colours for a printing press (CMYK) without saying which."),
    "font-encoding": N_("The characters of the font {about} are not told as the archive format asks."),
    "font-not-embedded": N_("The font {about} is not in the file, so other PCs may show other letters."),
    "jpx": N_("A picture in it is packed in a way the archive format does not allow: {about}."),
    "outside-data": N_("A part of it lies outside the file."),
    "postscript": N_("It holds a piece of program (PostScript)."),
    "transfer-function": N_("It changes colours by a rule of its own (transfer function)."),
}
_OBSTACLE = N_("It does not keep to the archive format: {about}.")

STAGES: dict[str, str] = {
    "scan": N_("Looking at the evidence folder"),
    "hash": N_("Looking at the evidence folder"),
    "render": N_("Making pages of the evidence"),
    "layout": N_("Laying out the forms"),
    "draw": N_("Drawing the forms"),
    "bind": N_("Putting pages together"),
    "prove": N_("Checking the pages"),
    "read": N_("Reading files"),
    "write": N_("Writing"),
    "print": N_("Sending pages to the printer"),
}
_STAGE = N_("At work")


def stage(code: str, done: int, total: int) -> str:
    """Return how far the work is, in words."""
    said = _(STAGES.get(code, _STAGE))
    return f"{said} {done:,}/{total:,}" if total else said


def obstacle(code: str, about: str) -> str:
    """Return what in a file stands against PDF/A-2b."""
    return _(OBSTACLES.get(code, _OBSTACLE)).format(about=about or code)


def sheets(count: int) -> str:
    """Return a number of sheets with its unit."""
    return ngettext("{n} sheet", "{n} sheets", count).format(n=f"{count:,}")


def binders(count: int) -> str:
    """Return a number of binders with its unit."""
    return ngettext("{n} binder", "{n} binders", count).format(n=f"{count:,}")


def pages(count: int) -> str:
    """Return a number of pages with its unit."""
    return pages_text(count)


def items(count: int) -> str:
    """Return a number of items with its unit."""
    return items_text(count)


def whole(found: Figures) -> str:
    """Return what a full print comes to: pages by where they come from, sheets, pages that references save."""
    sums = found.pages
    said = _("{binders}: {forms} of forms + {items} of evidence + {blanks} blank = {total}, {sheets}").format(
        binders=binders(found.binders),
        forms=f"{sums.forms:,}",
        items=f"{sums.items:,}",
        blanks=f"{sums.blanks:,}",
        total=pages(sums.total),
        sheets=sheets(sums.sheets),
    )
    if found.references:
        more = ngettext(
            "{n} cross-reference saves {pages}", "{n} cross-references save {pages}", found.references
        ).format(n=f"{found.references:,}", pages=pages(found.saved))
        said = _("; ").join((said, more))
    return said


def changed(found: Figures, changed_binders: int) -> str:
    """Return what printing only what changed comes to."""
    if not changed_binders:
        return _("Nothing has changed since the last print.")
    return _("{binders} with changes: {pages} to print, with a slip that says where they go").format(
        binders=binders(changed_binders), pages=pages(found.printed)
    )


def made(done: Binders, *, is_changed: bool) -> str:
    """Return what was written, in one sentence."""
    written = [volume for volume in done.volumes if volume.path is not None]
    printed = sum(volume.printed for volume in written)
    count = sum(volume.pages.sheets for volume in written)
    parts = [binders(len(written)), pages(printed)]
    if not is_changed:
        parts.append(sheets(count))
    return " · ".join(parts)


def checked(done: Binders) -> str:
    """Return what checking the binders again came to."""
    faults = sum(len(volume.checked.faults) for volume in done.volumes if volume.checked)
    return _("Checked page by page: {n} not as planned").format(n=f"{faults:,}")


def glyphs(characters: Sequence[str]) -> str:
    """Return which characters no font has."""
    return _("No font has these characters; they are printed as codes: {characters}").format(
        characters=" ".join(characters)
    )
