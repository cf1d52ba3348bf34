"""Options that correct a scheme's tables before it is checked or stored: the same as the window's preview."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.scheme.drafts import Edits, with_listed
from ledger_app.scheme.edit_files import read_edits, role_at
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import SchemeFile, read_file, scheme_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take corrections: a file of them, and the commonest each by an option."""
    parser.add_argument(
        "--edits", type=Path, metavar="FILE", help=_("corrections that the window saved, or written by hand")
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TABLE:COLUMN=ROLE",
        help=_("what a column holds, e.g. “table 1:C=points”"),
    )
    for name, words in (
        ("--hard", _("codes or names of indicators that are hard")),
        ("--not-hard", _("codes or names of indicators that are not hard")),
    ):
        parser.add_argument(name, action="append", default=[], metavar="LIST", help=words)


def scheme(path: Path, options: argparse.Namespace) -> Scheme:
    """Return the scheme in a file with the corrections that the options name."""
    file = read_file(path)
    return scheme_of(file, _edits(file, options))


def _edits(file: SchemeFile, options: argparse.Namespace) -> Edits:
    edits = read_edits(options.edits, file.source) if options.edits else Edits()
    edits = edits.with_roles(dict(role_at(one, file.source) for one in options.column))
    for lists, is_hard in ((options.hard, True), (options.not_hard, False)):
        if lists:
            found = file.draft(edits)
            if not found.scheme.indicators:
                raise LedgerError("scheme-no-table", path=file.path)
            edits = with_listed(edits, found, "\n".join(lists), is_hard=is_hard)
    return edits
