"""Sentences about what checking a binder found, and about what a code on paper leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger_app.binder.proving.model import Fault
from ledger_app.binder.proving.tracing import FoundAt, PrintedAt, Trace
from ledger_app.binder.volumes.codes import CodeKind
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.vault.names import shown

FAULTS: dict[str, str] = {
    "unreadable": N_("The PDF cannot be opened; print the binder again."),
    "page-count": N_("{planned} pages were planned, the PDF has {found}."),
    "viewer-label": N_("viewers call this page “{found}”."),
    "label-missing": N_("the page number is not to be read on the page."),
    "code-missing": N_("the code {code} is not to be read on the page."),
    "qr-wrong": N_("the QR code does not say {code} (it says: {found})."),
    "not-blank": N_("the page should be blank, but something is on it."),
    "picture-differs": N_("the page does not look like the page of the file that it shows."),
    "stamp-on-ink": N_("a stamp lies on text or on a picture."),
    "page-unreadable": N_("the page or its source could not be drawn."),
    "font-not-embedded": N_("The font {font} is not embedded."),
    "outline-astray": N_("the bookmark “{title}” leads to another page than it names."),
    "outline-missing": N_("no bookmark leads to “{title}”."),
    "link-nowhere": N_("a link on this page leads nowhere."),
    "link-astray": N_("the link “{text}” leads to “{title}”, which it does not name."),
    "link-missing": N_("no link leads from this list to “{title}”."),
    "back-link-missing": N_("no link leads from “{title}” back to a list."),
    "part-pages": N_("“{title}” should have {planned} pages and has {found}."),
    "title-missing": N_("“{title}” is not to be found as text on its page."),
    "entry-missing": N_("the list does not name “{title}”."),
    "entry-pages": N_("the list says {said} pages for “{title}”; there are {found}."),
    "entry-label": N_("the list says page {said} for “{title}”; it begins elsewhere."),
    "sum-missing": N_("“{title}” does not state the sum {number}."),
    "head-missing": N_("“{title}” does not state the journal's head {head}."),
    "item-without-page": N_("“{title}” has no page in the binder, not even a notice."),
    "rendition-outdated": N_("The pages of “{title}” were made from another content than the recorded one."),
    "file-changed": N_("{path} is not what is recorded any more: what was printed can't be proved by it."),
    "content-changed": N_("this page was printed from a content that is not the recorded one any more."),
    "item-gone": N_("the archive has no file for this page any more."),
    "pdfa": N_("Not as PDF/A-2b asks, rule {rule}: {said}"),
}

COUNTS: dict[str, str] = {
    "pages": N_("Pages looked at"),
    "labels": N_("Page numbers read on the page"),
    "page-labels": N_("Page numbers as viewers show them"),
    "codes": N_("Codes read on the page"),
    "qr": N_("QR codes decoded"),
    "compared": N_("Pages compared with the page of the file"),
    "stamps": N_("Stamps found on free ground"),
    "outline": N_("Bookmarks followed"),
    "links": N_("Links followed"),
    "titles": N_("Titles found as text"),
    "entries": N_("Lines of lists held against the pages"),
    "sums": N_("Sums on closing sheets"),
    "notices": N_("Files that a notice stands for"),
    "hashes": N_("Files hashed once more"),
    "fonts": N_("Fonts seen to be embedded"),
    "pdfa-rules": N_("Rules of PDF/A-2b checked"),
}


def fault(found: Fault) -> str:
    """Return a fault as one sentence; where it is of one page it says which."""
    values = {k: shown(v) if isinstance(v, str) else v for k, v in found.values}
    said = _(FAULTS[found.code]).format(**values)
    if found.page is None:
        return said
    if not found.label:
        return _("Sheet side {page}: {said}").format(page=found.page, said=said)
    return _("Page {label} (sheet side {page}): {said}").format(label=found.label, page=found.page, said=said)


def counts(found: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return what was looked at, each with how many there were, in the order of `COUNTS`."""
    known = dict(found)
    return [(_(said), known[code]) for code, said in COUNTS.items() if code in known]


def verdict(faults: int) -> str:
    """Return what checking came to, in a few words: that there is nothing is said as such."""
    return ngettext("{n} thing is not as planned", "{n} things are not as planned", faults).format(n=faults)


def replacement(pages: int, unchecked: int, slips: int) -> str:
    """Return what was checked of replacement pages, and what was not."""
    said = ngettext(
        "Replacement pages: {n} page that was printed then was checked page by page. Not checked: {unchecked} pages "
        "that stayed in the binder, the slip on top ({slips} pages), bookmarks and links.",
        "Replacement pages: the {n} pages that were printed then were checked page by page. Not checked: {unchecked} "
        "pages that stayed in the binder, the slip on top ({slips} pages), bookmarks and links.",
        pages,
    )
    return said.format(n=pages, unchecked=unchecked, slips=slips)


# traces


def trace(found: Trace) -> list[str]:
    """Return what a code leads to, in lines."""
    lines = [found.code]
    if found.kind is CodeKind.ITEM:
        lines += _of_item(found)
    lines += [printed(p) for p in found.prints] or [_("No print of this page is recorded.")]
    return lines


def is_proved(found: Trace) -> bool:
    """Return whether the archive still holds what a page was printed from; of a form, whether it is the last print."""
    if found.kind is CodeKind.FORM:
        return any(p.is_last for p in found.prints)
    return found.is_recorded and any(p.holds_recorded for p in found.places)


def _of_item(found: Trace) -> Iterator[str]:
    yield _("{title}, page {page}").format(title=shown(found.title), page=found.page)
    if found.archive_number:
        yield _("Archive number: {number}").format(number=found.archive_number)
    if found.indicators:
        yield _("Indicators: {codes}").format(codes=_(", ").join(found.indicators))
    yield _("Recorded SHA-256: {sha256}").format(sha256=found.sha256 or _("none, it could never be read"))
    yield proof(found)
    yield from (place(p) for p in found.places)


def proof(found: Trace) -> str:
    """Return whether a page was printed from the content that is recorded."""
    if found.is_recorded:
        return _("The code proves it: the page was printed from the content that is recorded.")
    if found.former:
        return _("The page was printed from an earlier content, which was replaced: SHA-256 {sha256}").format(
            sha256=found.former
        )
    return _("The page was printed from another content than the one that is recorded.")


def place(found: FoundAt) -> str:
    """Return a place of the file with what lies there now."""
    if found.holds_recorded is None:
        said = _("can't be read now")
    elif found.holds_recorded:
        said = _("the file there has this SHA-256 now")
    else:
        said = _("! the file there has another SHA-256 now")
    return f"{shown(found.path)}: {said}"


def printed(found: PrintedAt) -> str:
    """Return where a page was printed."""
    said = _("Printed on {at} by {actor}: {title}, page {label}").format(
        at=found.at[:10], actor=found.actor, title=shown(found.title), label=found.label or "—"
    )
    return said if found.is_last else said + _(" (replaced or taken out since)")
