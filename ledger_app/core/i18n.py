"""The language of sentences: gettext, English in the code, Chinese in `resources/locale`.

`_` and `ngettext` look the language up at the call, so that a switch in the window takes effect
with the next text that is drawn. `N_` marks a sentence that is looked up later.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
import sys
from functools import cache

from ledger_app.core.resources import resource

DOMAIN = "evidence-ledger"
LANGUAGES = ("zh_CN", "en")

_current: dict[str, object] = {"language": "en", "catalogue": _gettext.NullTranslations()}


def set_language(language: str | None) -> str:
    """Switch to `zh_CN` or `en` (None: the system's, Chinese where it says nothing) and return it."""
    chosen = language if language in LANGUAGES else system_language()
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
    if chosen != "en":
        catalogue = _gettext.translation(DOMAIN, resource("locale"), [chosen])
    _current.update(language=chosen, catalogue=catalogue)
    return chosen


def language() -> str:
    """Return the language in use."""
    return str(_current["language"])


def system_language() -> str:
    """Return `en` for a system that says English, else `zh_CN`: Chinese comes first here."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        value = os.environ.get(variable, "")
        if value and value not in ("C", "POSIX", "C.UTF-8"):
            return "en" if value.lower().startswith("en") else "zh_CN"
    # without any of them Python answers en_US for the C locale, which says nothing
    found = (locale.getlocale()[0] or "") if sys.platform == "win32" else ""
    return "en" if found.lower().startswith("en") else "zh_CN"


def _(message: str) -> str:
    """Return the sentence in the language in use."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the singular or plural sentence for `n` in the language in use."""
    return _catalogue().ngettext(singular, plural, n)


def said_in(language: str, message: str) -> str:
    """Return the sentence in this language whatever is in use: for papers whose language is prescribed."""
    if language == "en":
        return message
    return _of(language).gettext(message)


@cache
def _of(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, resource("locale"), [language])


def N_(message: str) -> str:
    """Mark a sentence for extraction and leave it as it is."""
    return message


def _catalogue() -> _gettext.NullTranslations:
    return _current["catalogue"]
