"""What the inbox says where it has no rows: why, and the next step."""

from __future__ import annotations

from ledger_app.core.i18n import _
from ledger_app.ui.context import Context
from ledger_app.ui.inbox_bar import InboxBar
from ledger_app.ui.placeholder import Placeholder


def say(placeholder: Placeholder, bar: InboxBar, context: Context) -> None:
    """Say that the filter leaves nothing, that there are no files yet, or that all is done."""
    if bar.is_narrowed:
        placeholder.say(
            _("No file fits the filter"),
            _("Other files may be waiting outside it."),
            action=_("Clear the filter"),
            act=bar.clear,
        )
    elif not context.state.files:
        text = _("Put evidence files into {folder}; they appear here by themselves.")
        placeholder.say(_("No files yet"), text.format(folder=context.state.evidence))
    else:
        placeholder.say(
            _("The inbox is empty"),
            _("Every file is linked or set aside. Next: see what the audit still misses."),
            action=_("Go to the audit"),
            act=lambda: context.go("audit"),
        )
