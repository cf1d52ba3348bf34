"""Fonts that a page names and never writes with: what many programs leave behind, and what PDF/A stumbles over."""

from __future__ import annotations

import warnings

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_OPERATORS = "Tf q Q Tj TJ ' \" Do"
_SHOWING = {"Tj", "TJ", "'", '"'}


def is_embedded(font: Object) -> bool:
    """Say whether a simple font, or that below a composite one, is in the file."""
    kind = font.get("/Subtype")
    if kind == Name.Type3:
        return True
    if kind == Name.Type0:
        below = font.get("/DescendantFonts", ())
        return len(below) > 0 and all(is_embedded(one) for one in below)
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, Dictionary) and any(key in descriptor for key in _FONT_FILES)


def unused_fonts(page: Dictionary, resources: Dictionary) -> set[str]:
    """Return the names of fonts that are not embedded and that nothing on the page is written with."""
    fonts = resources.get("/Font")
    if not isinstance(fonts, Dictionary):
        return set()
    missing = {name for name, font in fonts.items() if isinstance(font, Dictionary) and not is_embedded(font)}
    try:
        with warnings.catch_warnings():  # what a library thinks of it is not for the terminal
            warnings.simplefilter("ignore")
            return missing - _used(page, resources) if missing else set()
    except pikepdf.PdfError:  # what it draws is damaged: nobody knows what it writes with
        return set()


def _used(page: Dictionary, resources: Dictionary) -> set[str]:
    """Return the fonts that texts of the page are written with; all where a form may write with them."""
    forms = resources.get("/XObject")
    borrowing = {
        name
        for name, form in (forms.items() if isinstance(forms, Dictionary) else ())
        if isinstance(form, Stream) and form.get("/Subtype") == Name.Form and "/Resources" not in form
    }
    used: set[str] = set()
    font, kept = "", []
    for operands, operator in pikepdf.parse_content_stream(pikepdf.Page(page), _OPERATORS):
        name = str(operator)
        if name == "q":
            kept.append(font)
        elif name == "Q" and kept:
            font = kept.pop()
        elif name == "Tf" and operands:
            font = str(operands[0])
        elif name in _SHOWING:
            used.add(font)
        elif name == "Do" and operands and str(operands[0]) in borrowing:
            return set(resources.Font.keys())
    return used
