"""The command about what files say of themselves: describe."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ledger_app.cli.call import Call, Command
from ledger_app.core.i18n import N_, _
from ledger_app.evidence.model import HeldFile
from ledger_app.exchange import documents
from ledger_app.search.kinds import KINDS
from ledger_app.search.labels import LABELS, SOURCES
from ledger_app.search.model import FIELDS, Description
from ledger_app.search.wording import reading_error
from ledger_app.vault import items
from ledger_app.vault import wording as vault_wording
from ledger_app.vault.model import IN_USE, Location, Status
from ledger_app.vault.names import shown

_OPTIONS = {"document_number": "number", "villages": "village"}


def _arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    for name in FIELDS:
        option = _OPTIONS.get(name, name)
        parser.add_argument(
            f"--{option}",
            dest=name,
            action="append" if name == "villages" else "store",
            metavar=option.upper(),
            help=_("what it is; empty to go back to what the file says") if name == "title" else None,
        )


def _describe(call: Call) -> int:
    options = call.options
    changed = {
        name: _given(name, getattr(options, name)) for name in FIELDS if getattr(options, name) is not None
    }
    with call.open() as archive:
        places = items.places_named(archive.db, archive.evidence, options.files)
        found = list(dict.fromkeys(p.item for p in places))
        for item in found if changed else ():
            archive.correct(item, **changed)
        described = archive.descriptions(found, with_figures=True)
    lines = [
        line
        for place in places
        for line in (
            shown(place.path),
            *_lines(described[place.item]),
            *(f"  {why}" for why in why_not_read(place, described[place.item])),
        )
    ]
    call.answer(documents.descriptions([(p.path, p.item) for p in places], described), lines)
    return 0


def _given(name: str, value: object) -> object:
    """Return a value as `correct` takes it: None for an empty one."""
    if name == "villages":
        return [v for v in value if v.strip()] or None
    return value if str(value).strip() else None


def _lines(found: Description) -> Iterator[str]:
    for name in FIELDS:
        value = getattr(found, name)
        if value in (None, ()):
            continue
        source = found.sources.get(name, "")
        text = _(KINDS[value].name) if name == "kind" else "、".join(value) if name == "villages" else value
        yield f"  {_(LABELS[name])}: {text}" + (f"  ({_(SOURCES[source])})" if source in SOURCES else "")
    if found.figures:
        stated = _("; ").join(f"{f.label} {f.value:,} {f.unit}" for f in found.figures)
        yield "  {label}: {stated}".format(label=_("Figures"), stated=stated)


def why_not_read(place: Location | HeldFile, found: Description | None) -> Iterator[str]:
    """Yield the sentences that say why a file can't be opened, or why not all of it could be read."""
    if place.reason == IN_USE:
        yield vault_wording.skipped(IN_USE)
    elif place.status is Status.UNREADABLE:
        text = _("The file cannot be opened ({reason}); check its permissions and its disk.")
        yield text.format(reason=place.reason or "?")
    if found and found.error:
        yield reading_error(found.error)


COMMANDS: dict[str, Command] = {
    "describe": Command(N_("what files say of themselves, and what you know better"), _describe, _arguments),
}
