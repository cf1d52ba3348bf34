"""The words for photographs: when, where and how they were taken, and in what alike ones differ."""

from __future__ import annotations

from ledger_app.core.i18n import _, ngettext
from ledger_app.search.model import Photo
from ledger_app.ui import file_words
from ledger_app.ui.photo_rows import PhotoGroup, PhotoRow

_SURE = 0.9  # from here on a line of writing is all that differs: see `search.likeness`
_MOST = 4


def facts(photo: Photo) -> list[tuple[str, str]]:
    """Return what a photograph says of itself as (label, text), without what it does not say."""
    pixels = _("{width} × {height} pixels").format(width=photo.width, height=photo.height)
    found = [
        (_("Taken"), moment(photo.taken) if photo.taken else ""),
        (_("Taken at"), place(photo.place) if photo.place else ""),
        (_("Camera"), photo.camera or ""),
        (_("Picture"), pixels if photo.width else ""),
    ]
    return [(label, text) for label, text in found if text]


def moment(taken: str) -> str:
    """Return the day, and the time where there is one, as the language writes it."""
    return f"{file_words.date(taken)} {taken[11:16]}".rstrip()


def place(found: tuple[float, float], *, digits: int = 4) -> str:
    """Return latitude and longitude in degrees."""
    latitude, longitude = found
    north = _("{degrees}° N") if latitude >= 0 else _("{degrees}° S")
    east = _("{degrees}° E") if longitude >= 0 else _("{degrees}° W")
    parts = ((north, latitude), (east, longitude))
    return " ".join(text.format(degrees=f"{abs(value):.{digits}f}") for text, value in parts)


def lines(row: PhotoRow) -> tuple[str, str, str]:
    """Return what stands under a thumbnail: name, day with place, indicators."""
    day = file_words.date(row.date) if row.date else _("no date")
    where = place(row.photo.place) if row.photo.place else ""
    codes = row.held.indicators
    shown = _("Indicator {codes}").format(codes=_listed(codes)) if codes else _("not linked")
    return file_words.name_of(row.held.path), " · ".join(t for t in (day, where) if t), shown


def spoken(row: PhotoRow) -> str:
    """Return all of a row in one sentence, for a screen reader."""
    return ", ".join((*lines(row), *(f"{label} {text}" for label, text in facts(row.photo))))


def hint(row: PhotoRow) -> str:
    """Return all that is known of a row, a line each."""
    found = [file_words.shown(row.held.path)]
    if row.copies:
        found.append(_("in {n} more places").format(n=row.copies))
    return "\n".join((*found, *(f"{label}: {text}" for label, text in facts(row.photo))))


def title(group: PhotoGroup) -> str:
    """Return what a group is: how many, how alike, what they are used for."""
    parts = [_alike(group)]
    used = len(group.indicators)
    if used:
        parts.append(ngettext("shows {n} indicator", "shows {n} indicators", used).format(n=used))
    if len(group.dates) > 1:
        parts.append(_("different dates"))
    if group.is_apart:
        parts.append(_("different places"))
    return " · ".join(parts)


def differences(group: PhotoGroup) -> list[str]:
    """Return in what the photographs of a group differ, a sentence each; empty where in nothing."""
    found = []
    rows = group.rows
    if len(group.dates) > 1 or (group.dates and any(not r.date for r in rows)):
        days = [file_words.date(d) for d in sorted(group.dates)]
        days += [_("none")] if any(not r.date for r in rows) else []
        found.append(_("dates {values}").format(values=_listed(days)))
    places = sorted({place(r.photo.place) for r in rows if r.photo.place})
    if group.is_apart:
        found.append(_("places {values}").format(values=_listed(places)))
    sizes = sorted({(r.photo.width, r.photo.height) for r in rows}, reverse=True)
    if len(sizes) > 1:
        found.append(_("pixels {values}").format(values=_listed([f"{w} × {h}" for w, h in sizes])))
    if len(group.indicators) > 1:
        found.append(_("indicators {values}").format(values=_listed(group.indicators)))
    return found


def _alike(group: PhotoGroup) -> str:
    count = group.count
    if len(group.rows) == 1:
        return ngettext("one photo in {n} place", "one photo in {n} places", count).format(n=count)
    if group.score >= _SURE:
        return ngettext("{n} photo nearly the same", "{n} photos nearly the same", count).format(n=count)
    return ngettext("{n} photo alike", "{n} photos alike", count).format(n=count)


def _listed(values: tuple[str, ...] | list[str]) -> str:
    shown = _(", ").join(values[:_MOST])
    return shown if len(values) <= _MOST else f"{shown} …"
