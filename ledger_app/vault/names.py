"""File names as text that any database, document or JSON can hold, and back without loss."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ledger_app.core.hidden import spelled_out

_ODD = re.compile(r"[\\\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))")
_WINDOWS_LIMIT = 240


def to_text(os_name: str, *, is_windows: bool = os.name == "nt") -> str:
    r"""Return a name from the system as valid Unicode.

    A byte that is not UTF-8 becomes `\xe9`, a backslash in a name `\x5c`, a lone surrogate of Windows
    `\ud800`; everything else stays as it is. `to_os` is the way back.
    """
    if os_name.isascii() and "\\" not in os_name:
        return os_name
    return _ODD.sub(lambda m: _escape(m.group(), is_windows), os_name)


def to_os(text: str, *, is_windows: bool = os.name == "nt") -> str:
    """Return what the system calls a relative path whose parts are joined by `/`."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: _unescape(m, is_windows), text)
    return text.replace("/", "\\") if is_windows else text


def shown(text: str) -> str:
    """Return the path for people to read: no line break, control character or bidi mark hides in it."""
    return spelled_out(text)


def located(root: str, text: str) -> str:
    """Return the system's path of a relative path under `root`, also where Windows wants it prefixed."""
    return for_system(os.path.join(root, to_os(text)) if text else root)


def for_system(path: str) -> str:
    r"""Return the path so that it can be opened: over 240 characters Windows needs `\\?\` before it."""
    if sys.platform != "win32" or len(path) < _WINDOWS_LIMIT or path.startswith("\\\\?\\"):
        return path
    path = str(Path(path).absolute())
    return "\\\\?\\UNC\\" + path[2:] if path.startswith("\\\\") else "\\\\?\\" + path


def _escape(character: str, is_windows: bool) -> str:
    code = ord(character)
    if character == "\\":
        return "\\x5c"
    if not is_windows and 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"


def _unescape(match: re.Match[str], is_windows: bool) -> str:
    byte, unit = match.groups()
    if unit:
        return chr(int(unit, 16))
    if byte == "5c":
        return "\\"
    return chr(0xDC00 + int(byte, 16)) if int(byte, 16) >= 0x80 and not is_windows else match.group()
