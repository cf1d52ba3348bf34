"""Every command by its name, in the order that help shows them."""

from __future__ import annotations

from ledger_app.cli import (
    assessing,
    binding,
    describing,
    holding,
    keeping,
    linking,
    making,
    needing,
    papers,
    photographs,
    proving,
    shelving,
    transferring,
)
from ledger_app.cli.call import Command

COMMANDS: dict[str, Command] = {
    **making.COMMANDS,
    **holding.COMMANDS,
    **photographs.COMMANDS,
    **describing.COMMANDS,
    **linking.COMMANDS,
    **needing.COMMANDS,
    **papers.COMMANDS,
    **assessing.COMMANDS,
    **binding.COMMANDS,
    **shelving.COMMANDS,
    **transferring.COMMANDS,
    **proving.COMMANDS,
    **keeping.COMMANDS,
}
