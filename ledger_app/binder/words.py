"""The words that printed documents share: numbers, dates, retention, how much is missing."""

from __future__ import annotations

from datetime import date

from ledger_app.core.hidden import spelled_out
from ledger_app.core.i18n import N_, _, language, ngettext
from ledger_app.vault.model import Secrecy

RETENTION = {"Y": N_("Permanent"), "D30": N_("30 years"), "D10": N_("10 years")}

SECRECY = {
    Secrecy.INTERNAL: N_("Internal"),
    Secrecy.CONFIDENTIAL: N_("Confidential"),
    Secrecy.SECRET: N_("Secret"),
    Secrecy.TOP_SECRET: N_("Top secret"),
}


def secrecy_name(code: str) -> str:
    """Return 密级 in words, empty for what is public; a code that is none of them stays as it is."""
    return _(SECRECY[Secrecy(code)]) if code in set(Secrecy) else code


def retention_name(code: str) -> str:
    """Return the retention period in words; a code that is not of DA/T 22 stays as it is."""
    return _(RETENTION[code]) if code in RETENTION else code


def points_text(points: float | None) -> str:
    """Return points without needless zeros, empty where the scheme says nothing."""
    return "" if points is None else _("{points} points").format(points=f"{points:g}")


def items_text(count: int) -> str:
    """Return a number of items."""
    return ngettext("{n} item", "{n} items", count).format(n=count)


def indicators_text(count: int) -> str:
    """Return a number of indicators."""
    return ngettext("{n} indicator", "{n} indicators", count).format(n=count)


def pages_text(count: int) -> str:
    """Return a number of pages."""
    return ngettext("{n} page", "{n} pages", count).format(n=count)


def date_text(day: date) -> str:
    """Return a date as official papers write it: 2024年3月5日, without leading zeros (GB/T 9704-2012)."""
    if language() == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def document_language() -> str:
    """Return the language in use as PDF names it."""
    return language().replace("_", "-")


def visible(text: str) -> str:
    """Return the text with what does not show (control and bidi characters, broken code units) as codes.

    File names may hold any of it; on paper and in a table it must neither vanish nor turn text around.
    """
    return spelled_out(text, "〔〕")


def folder_state(is_away: bool) -> tuple[tuple[str, str], ...]:
    """Return the line that says files were not looked at, where that is so."""
    return ((_("Evidence folder"), _("not connected; as last seen")),) if is_away else ()
