"""The one error a person can act on."""

from __future__ import annotations


class LedgerError(Exception):
    """Something a person can put right, as a stable code with its values.

    The core never writes a sentence: `core.messages` turns code and values into one in the
    reader's language. `path`, where given, names the file or folder that is meant. Everything
    that is not a `LedgerError` is a bug and reaches the one handler that logs it.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person cancelled; everything finished so far is kept."""
