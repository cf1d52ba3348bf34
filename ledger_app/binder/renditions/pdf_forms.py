"""Gives form fields that show nothing yet the looks of what was filled into them. Runs in the worker process.

Programs that fill a form leave it to the viewer to draw the values (`NeedAppearances`); a page on paper has
no viewer. Values are drawn with our fonts: those of the form seldom have Chinese characters.
"""

from __future__ import annotations

from contextlib import suppress

import pikepdf
from pikepdf import Name

from ledger_app.binder.drawing import Style, Typefaces
from ledger_app.binder.renditions.snippets import snippet

_DEPTH = 20
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13
_LARGEST, _SMALLEST, _PADDING = 12.0, 4.0, 2.0


def draw_fields(pdf: pikepdf.Pdf) -> None:
    """Draw every text and choice field that has a value and no looks, or whose looks are to be made anew."""
    form = pdf.Root[Name.AcroForm]
    needs_looks = isinstance(form, pikepdf.Dictionary) and bool(form.get(Name.NeedAppearances, False))
    for page in pdf.pages:
        notes = page.obj.get(Name.Annots)
        if not isinstance(notes, pikepdf.Array):
            continue
        for note in notes:
            if not isinstance(note, pikepdf.Dictionary) or note.get(Name.Subtype) != Name.Widget:
                continue
            if _field(note, Name.FT) in (Name.Tx, Name.Ch) and (needs_looks or not has_looks(note)):
                with suppress(ValueError, TypeError, KeyError, pikepdf.PdfError):
                    _draw(pdf, note)
    if isinstance(form, pikepdf.Dictionary) and Name.NeedAppearances in form:
        del form[Name.NeedAppearances]


def has_looks(note: pikepdf.Dictionary) -> bool:
    """Return whether an annotation says how it is drawn."""
    looks = note.get(Name.AP)
    normal = looks.get(Name.N) if isinstance(looks, pikepdf.Dictionary) else None
    return isinstance(normal, pikepdf.Stream | pikepdf.Dictionary)


def _draw(pdf: pikepdf.Pdf, note: pikepdf.Dictionary) -> None:
    text = _text(_field(note, Name.V))
    flags = int(_field(note, Name.Ff) or 0)
    if not text or flags & _PASSWORD:
        return
    left, bottom, right, top = (float(n) for n in note[Name.Rect])
    width, height = abs(right - left), abs(top - bottom)
    style, lines = _fitted(text, width, height, is_long=bool(flags & _MULTILINE))
    align = ("left", "center", "right")[int(_field(note, Name.Q) or 0) % 3]
    first = (
        _PADDING + style.size * 0.9
        if flags & _MULTILINE
        else (height - len(lines) * style.leading) / 2 + style.leading / 2 + style.size * 0.38
    )
    room = width - 2 * _PADDING
    with snippet(pdf, width, height) as drawn:
        for n, line in enumerate(lines):
            drawn.drawing.text(_PADDING, first + n * style.leading, line, style, align=align, width=room)
    note[Name.AP] = pikepdf.Dictionary(N=drawn.form)


def _fitted(text: str, width: float, height: float, *, is_long: bool) -> tuple[Style, list[str]]:
    """Return the largest letters that a value fits into its field with, and its lines."""
    face = Typefaces().song
    size = _LARGEST
    while True:
        room = width - 2 * _PADDING
        lines = face.wrap(text, room, size) if is_long else [face.prepared(" ".join(text.split()))]
        fits = (
            len(lines) * size * 1.2 <= max(height, size * 1.2)
            and max(face.width(t, size) for t in lines) <= room
        )
        if (fits and (is_long or size <= height * 0.9)) or size <= _SMALLEST:
            return Style(face, size, size * 1.2), lines
        size -= 0.5


def _field(note: pikepdf.Dictionary, key: pikepdf.Name) -> object:
    node: object = note
    for _ in range(_DEPTH):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get(Name.Parent)
    return None


def _text(value: object) -> str:
    if isinstance(value, pikepdf.Array):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, pikepdf.Stream):
        data = value.read_bytes()
        return (
            data.decode("utf-16")
            if data[:2] in (b"\xfe\xff", b"\xff\xfe")
            else data.decode("utf-8", "replace")
        )
    return str(value).strip() if isinstance(value, str | pikepdf.String) else ""
