"""The archive number (档号) as text."""

from __future__ import annotations

import re
from string import Formatter

from ledger_app.core.errors import LedgerError
from ledger_app.vault.model import ArchiveNumber

TEMPLATE = "{fonds}-WS·{year}-{retention}-{office}-{number:04d}"
"""DA/T 22-2015 5.4.1: fonds, kind, year, retention, office (left out where there is none), number."""

_SPEC = re.compile("[<>^]?[0-9]{0,2}[ds]?")  # a width of more digits would fill the memory
_FIELDS = {"fonds", "year", "retention", "office", "number"}


def archive_number(fonds: str, number: ArchiveNumber, *, template: str = TEMPLATE) -> str:
    """Return an archive number as it is printed; raises `bad-number-template`."""
    check_template(template)
    values = {
        "fonds": fonds,
        "year": number.year,
        "retention": str(number.retention),
        "office": number.office,
        "number": number.number,
    }
    for field in ("fonds", "office"):
        if not values[field]:
            template = re.sub(rf"\{{{field}\}}[-·]?", "", template)
    return template.format(**values).strip("-·")


def check_template(template: str) -> None:
    """Raise `bad-number-template` unless the template has a number and only the known fields."""
    try:
        parts = list(Formatter().parse(template))
        names = {name for _, name, _, _ in parts if name is not None}
        specs = [spec for _, name, spec, _ in parts if name is not None]
        if names <= _FIELDS and "number" in names and all(_SPEC.fullmatch(s or "") for s in specs):
            template.format(fonds="Z1", year=2025, retention="Y", office="BGS", number=1)
            return
    except (ValueError, KeyError, IndexError, AttributeError):
        pass
    raise LedgerError("bad-number-template", template=template)
