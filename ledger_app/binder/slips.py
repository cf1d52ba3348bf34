"""What to do with the sheets of a binder, in words: for the screen, and as the first sheet of a reprint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from ledger_app.binder.bookwork import Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.drawing import MM, PORTRAIT, About, Typefaces
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.results import BoundVolume
from ledger_app.binder.volumes.model import PrintStyle, Volume
from ledger_app.binder.volumes.reprints import Deed, Step
from ledger_app.binder.words import date_text, document_language
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.vault.boxing import WIDTHS

_FORM = Format(PORTRAIT, left=25 * MM, right=20 * MM, top=28 * MM, bottom=22 * MM)


def told(step: Step) -> str:
    """Return one thing to do as a clause."""
    one = step.first == step.last
    if step.deed is Deed.PRINT:
        return ngettext("print all of it ({n} sheet)", "print all of it ({n} sheets)", step.sheets).format(
            n=step.sheets
        )
    if step.deed is Deed.REMOVE:
        return _("take the whole binder away")
    if step.deed is Deed.INSERT:
        pages = _("page {first}") if one else _("pages {first}–{last}")
        where = _("after page {after} insert {pages}") if step.after else _("at the front insert {pages}")
        return where.format(after=step.after, pages=pages.format(first=step.first, last=step.last))
    if step.deed is Deed.TAKE_OUT:
        pattern = _("take out page {first}") if one else _("take out pages {first}–{last}")
    else:
        pattern = _("replace page {first}") if one else _("replace pages {first}–{last}")
    return pattern.format(first=step.first, last=step.last)


def instruction(number: int, steps: Sequence[Step], spine: tuple[int, int] | None = None) -> str:
    """Return all that is to be done with a box as one sentence; `spine` as in a `BoundVolume`."""
    clauses = [*map(told, steps), *([spine_told(spine)] if spine else [])]
    return _("Box {number}: {steps}.").format(number=number, steps=_("; ").join(clauses))


def spine_told(spine: tuple[int, int]) -> str:
    """Return what is to be done where a box is labelled for another spine than it needs now, as a clause."""
    former, now = spine
    return _("the spine changes from {former} mm to {now} mm: change the box and its spine label").format(
        former=former, now=now
    )


def overfull(volume: BoundVolume) -> str:
    """Return what to do with a box that has to hold more than any spine is wide; empty for others."""
    if volume.overfull is None:
        return ""
    said = (
        _(
            "Box {number} has to hold {thickness:.0f} mm, and the widest spine is {widest} mm. Print all of it anew, "
            "not only the changes: then its papers are spread over several boxes."
        )
        if volume.is_kept
        else _(
            "Box {number} has to hold {thickness:.0f} mm, and the widest spine is {widest} mm: one file in it is that "
            "thick. Put it into two boxes by hand, and label both."
        )
    )
    return said.format(number=volume.number, thickness=volume.overfull, widest=WIDTHS[-1])


def draw_slip(
    volume: Volume,
    steps: Sequence[Step],
    style: PrintStyle,
    stream: BinaryIO,
    *,
    as_of: date,
    before: str,
    progress: Progress,
    spine: tuple[int, int] | None = None,
) -> int:
    """Draw the slip that lies on top of the replacement pages of a binder; returns its pages.

    `before` is the time of the print that the binder holds now, ISO 8601; `spine` as in a `BoundVolume`.
    """
    faces = Typefaces()
    styles = Styles(faces)
    title = _("What to replace in box {number}").format(number=volume.number)
    blocks = [
        Block(paragraph(title, styles.title, _FORM, align="center")),
        Block(paragraph(volume.title, styles.subtitle, _FORM, align="center"), before=4),
        Block(paragraph(_opening(style, before), styles.body, _FORM), before=14),
    ]
    clauses = [*map(told, steps), *([spine_told(spine)] if spine else [])]
    for number, clause in enumerate(clauses, 1):
        text = f"□ {number}. {_capital(clause)}"
        blocks.append(Block(paragraph(text, styles.large, _FORM), before=6))
    blocks.append(Block(paragraph(_closing(), styles.body, _FORM), before=14))
    for label in (_("Done by"), _("Date")):
        line = _("{label}: {value}").format(label=label, value="_" * 20)
        blocks.append(Block(paragraph(line, styles.body, _FORM), before=12))
    leaves = [Sheet(page) for page in paginate(blocks, _FORM.room)]
    about = About(title, volume.title, volume.fonds_name, document_language(), as_of)
    head = " ".join(filter(None, [volume.fonds_name, date_text(as_of)]))
    return draw_book(stream, leaves, _FORM, styles, about, head=head, progress=progress)


def _opening(style: PrintStyle, before: str) -> str:
    day = date_text(date.fromisoformat(before[:10])) if before else "–"
    sides = (
        _("Each sheet carries two pages; whole sheets are exchanged.")
        if style.is_duplex
        else _("Each sheet carries one page.")
    )
    return _("The binder holds what was printed on {day}. {sides} Do this in order, from the front:").format(
        day=day, sides=sides
    )


def _closing() -> str:
    return _(
        "The replacement pages follow in this order. Sheets taken out are destroyed or kept apart, so that no "
        "page stands in the binder twice."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
