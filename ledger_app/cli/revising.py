"""The scheme's next revision on the command line: what it changes, and who is paired with whom."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from ledger_app.archive import Archive
from ledger_app.audit.attached import Attached, attached
from ledger_app.cli import correcting
from ledger_app.cli.call import Call
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.exchange import scheme_documents
from ledger_app.scheme.comparing import Change, Difference, Entry
from ledger_app.scheme.difference_words import CHANGES, DOUBTS, how, told
from ledger_app.scheme.model import Indicator, Scheme

_T = TypeVar("_T", Indicator, int)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take a person's word on which indicator of the archive is which of the file."""
    parser.add_argument(
        "--pair",
        type=_pair,
        action="append",
        default=[],
        metavar="OLD=NEW",
        help=_("the indicator OLD of the archive is NEW in the file"),
    )
    parser.add_argument(
        "--unpair",
        action="append",
        default=[],
        metavar="OLD",
        help=_("the indicator OLD of the archive is none of the file"),
    )


def difference(archive: Archive, scheme: Scheme, options: argparse.Namespace) -> Difference:
    """Return what importing changes, with the pairs that the options name.

    Raises `unknown-indicator`, `unknown-new-indicator`, `paired-twice`.
    """
    old = {i.code: i for i in archive.scheme().indicators}
    new = {i.code: at for at, i in enumerate(scheme.indicators)}
    by_hand: dict[int, int | None] = {}
    for before, after in (*((one, None) for one in options.unpair), *options.pair):
        identity = _known(old, before, "unknown-indicator").id
        position = None if after is None else _known(new, after, "unknown-new-indicator")
        if identity in by_hand or (position is not None and position in by_hand.values()):
            raise LedgerError("paired-twice", indicator=before if identity in by_hand else after)
        by_hand[identity] = position
    return archive.compare_scheme(scheme, by_hand)


def diff(call: Call) -> int:
    """Say what importing a file would change."""
    scheme = correcting.scheme(call.options.file, call.options)
    with call.open() as archive:
        found = difference(archive, scheme, call.options)
        hanging = attached(archive.db)
    call.answer(scheme_documents.difference(found, hanging), lines(found, hanging))
    return 1 if needs_a_person(found, hanging) else 0


def export(call: Call) -> int:
    """Write the scheme as Word or Excel."""
    target: Path = call.options.file
    with call.open() as archive:
        found = archive.export_scheme(target)
    differs = [e.old.code for e in found.entries if e.old and e.changes]
    document = {"path": str(target), "indicators": len(found.old.indicators), "differs": differs}
    said = [_("{path} is written and was read back.").format(path=target)]
    if not found.is_empty:
        said.append(_("Importing it again would change this, which no table can hold:"))
        said += lines(found, {})
    call.answer(document, said)
    return 0 if found.is_empty else 1


def needs_a_person(found: Difference, hanging: Mapping[int, Attached]) -> bool:
    """Say whether a pair is doubtful, or something hangs on an indicator that is gone."""
    gone = [e.old.id for e in found.entries if e.old and e.new is None]
    return bool(found.doubtful) or any(identity in hanging for identity in gone)


def lines(found: Difference, hanging: Mapping[int, Attached]) -> list[str]:
    """Return a difference for people: how many of what, then each indicator that changes."""
    if found.is_empty:
        return [_("Nothing changes.")]
    counts = found.counts()
    said = [_(", ").join(f"{_(CHANGES[c])} {counts[c]}" for c in CHANGES if c in counts)]
    for entry in found.entries:
        if entry.changes or entry.doubt:
            said += _entry_lines(entry, hanging)
    for change in found.sections:
        sides = [" › ".join(s.path) if s else "–" for s in (change.old, change.new)]
        said.append(_("Heading: {old} → {new}").format(old=sides[0], new=sides[1]))
    return [one for one in said if one]


def _entry_lines(entry: Entry, hanging: Mapping[int, Attached]) -> list[str]:
    sides = [f"{i.code} {i.name}" if i else "" for i in (entry.old, entry.new)]
    named = " → ".join(dict.fromkeys(s for s in sides if s))
    how_found = f" ({how(entry)})" if entry.doubt else ""
    said = [_(": ").join((f"{named}{how_found}", told(entry) or "–"))]
    if entry.doubt:
        said.append(f"  ! {_(DOUBTS[entry.doubt])}")
    held = hanging.get(entry.old.id) if entry.old else None
    if held and Change.GONE in entry.changes:
        text = ngettext(
            "  ! {n} link hangs on it and is laid aside with it",
            "  ! {n} links hang on it and are laid aside with it",
            held.links,
        )
        said.append(text.format(n=held.links))
    return said


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise argparse.ArgumentTypeError(_("{value} is not OLD=NEW").format(value=text))
    return old, new


def _known(found: Mapping[str, _T], code: str, error: str) -> _T:
    if code not in found:
        nearest: Sequence[str] = get_close_matches(code, found, n=3, cutoff=0.0)
        raise LedgerError(error, indicator=code, nearest=", ".join(nearest))
    return found[code]
