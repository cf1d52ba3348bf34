"""Which kinds of evidence a text speaks of, and which a file may be by its extension."""

from __future__ import annotations

import re

from ledger_app.search.kinds import KINDS

_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "photo": ("jpg", "jpeg", "png", "heic", "heif", "bmp", "tif", "tiff", "webp"),
    "screenshot": ("png",),
    "list": ("xlsx", "xls", "et", "csv"),
    "table": ("xlsx", "xls", "et", "csv"),
}
_BY_EXTENSION = {
    extension: frozenset(kind for kind, known in _EXTENSIONS.items() if extension in known)
    for known in _EXTENSIONS.values()
    for extension in known
}
_KIND_OF = {word: code for code, kind in KINDS.items() for word in kind.words}
_WORDS = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))
_NONE: frozenset[str] = frozenset()


def kinds_of_text(text: str) -> frozenset[str]:
    """Return the kinds that a requirement or a name speaks of."""
    return frozenset(_KIND_OF[word] for word in _WORDS.findall(text))


def kinds_of_extension(extension: str) -> frozenset[str]:
    """Return the kinds that files with this extension (without its dot, lower case) may be."""
    return _BY_EXTENSION.get(extension, _NONE)
