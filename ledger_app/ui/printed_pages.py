"""A code from a printed page, typed into the search field: it leads to the file, at that page."""

from __future__ import annotations

from ledger_app.archive import Archive
from ledger_app.binder.proving import tracing, wording
from ledger_app.binder.proving.tracing import Trace
from ledger_app.core import messages
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.ui import file_words
from ledger_app.ui.search_results import Found, Result
from ledger_app.ui.state import State


def answer(archive: Archive, state: State, text: str) -> Found | None:
    """Return what a code leads to, None where what was typed is none; runs beside the event loop."""
    try:
        found = tracing.trace(archive.db, None, text)
    except LedgerError as error:
        if error.code == "unknown-code":
            return Found(sentence=messages.sentence(error))
        return None
    if found.item is None:
        results = [Result(wording.printed(p)) for p in found.prints]
        return Found((Result(_("Printed page {code}").format(code=found.code)), *results))
    results = [Result(_("Printed page {code}").format(code=found.code)), *_files(state, found)]
    return Found(tuple(results), note="\n".join(wording.printed(p) for p in found.prints))


def _files(state: State, found: Trace) -> list[Result]:
    linked = next((link.indicator for link in state.links if link.item == found.item), None)
    codes = {i.id: i.code for i in state.scheme.indicators}
    target: dict[str, object] = {"item": found.item, "words": (), "at_page": found.page}
    if linked is not None:
        target["indicator"] = linked
    said = wording.proof(found)
    return [
        Result(
            file_words.shown(place.path.rpartition("/")[2]),
            codes.get(linked, "") if linked is not None else _("not linked yet"),
            page="inbox" if linked is None else "indicators",
            target=target,
            below=_("p. {page}").format(page=found.page) + "  " + said,
        )
        for place in found.places
    ]
