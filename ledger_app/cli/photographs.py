"""The command about photographs: photos."""

from __future__ import annotations

import argparse

from ledger_app.cli.call import Call, Command
from ledger_app.core.i18n import N_, _
from ledger_app.evidence.model import HeldFile
from ledger_app.exchange import photo_documents
from ledger_app.search import photos
from ledger_app.vault.model import Status
from ledger_app.vault.names import shown


def _arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    parser.add_argument("--alike", action="store_true", help=_("only those that are the same photo"))


def _photos(call: Call) -> int:
    with call.open() as archive:
        archive.compare_photos(call.progress)
        facts = photos.photos(archive.db)
        groups = photos.groups(archive.db)
        held = [
            h
            for h in archive.files()
            if (h.found_sha256 or h.sha256) in facts and h.status in (Status.PRESENT, Status.CHANGED)
        ]
    document = photo_documents.photos(held, facts, groups, alike=call.options.alike)
    call.answer(document, _lines(held, [g.items for g in groups], is_alike=call.options.alike))
    return 0


def _lines(held: list[HeldFile], groups: list[tuple[int, ...]], *, is_alike: bool) -> list[str]:
    if not is_alike:
        return [_line(h) for h in held]
    places: dict[int, list[HeldFile]] = {}
    for one in held:
        places.setdefault(one.id, []).append(one)
    blocks = ["\n".join(_line(h) for item in group for h in places.get(item, ())) for group in groups]
    return ["\n\n".join(blocks)] if blocks else []


def _line(held: HeldFile) -> str:
    return f"{','.join(held.indicators) or '-':8} {shown(held.path)}"


COMMANDS: dict[str, Command] = {
    "photos": Command(N_("photos with day and place; which are the same one"), _photos, _arguments),
}
