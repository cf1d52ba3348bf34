"""PDF/A-2b, what is on pages beside their contents: sizes, annotations, actions, form fields."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Dictionary, Name, Pdf, Stream

from ledger_app.binder.proving.pdfa_model import Deviation, entries, items

_KINDS = frozenset(
    [
        "Text",
        "Link",
        "FreeText",
        "Line",
        "Square",
        "Circle",
        "Polygon",
        "PolyLine",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "Stamp",
        "Caret",
        "Ink",
        "Popup",
        "FileAttachment",
        "Widget",
        "PrinterMark",
        "TrapNet",
        "Watermark",
        "Redact",
    ]
)
_ACTIONS = frozenset(["GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"])
_NAMED = frozenset(["NextPage", "PrevPage", "FirstPage", "LastPage"])
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256
_SMALLEST, _LARGEST = 3, 14_400
_MOST_ACTIONS = 1000


def of_pages(pdf: Pdf) -> Iterator[Deviation]:
    """Yield what is wrong with pages, their annotations and actions, and with the outline's and form's actions."""
    yield from _of_action(pdf.Root.get("/OpenAction"), None)
    for field in items(entries(pdf.Root.get("/AcroForm")).get("/Fields")):
        if {"/A", "/AA"} & set(entries(field).keys()):
            yield Deviation("field-action")
    for index, page in enumerate(pdf.pages):
        for box in ("/MediaBox", "/CropBox"):
            if box in page.obj:
                left, bottom, right, top = (float(v) for v in page.obj[box])
                if not all(_SMALLEST <= side <= _LARGEST for side in (abs(right - left), abs(top - bottom))):
                    yield Deviation("page-size", index)
        if "/AA" in page.obj:
            yield Deviation("trigger", index)
        if "/PresSteps" in page.obj:
            yield Deviation("alternate-presentation", index)
        for annotation in items(page.obj.get("/Annots")):
            yield from _of_annotation(entries(annotation), index)
    for found in pdf.objects:
        if isinstance(found, Dictionary) and "/Title" in found and "/A" in found:
            yield from _of_action(found.A, None)


def _of_annotation(found: Dictionary, page: int) -> Iterator[Deviation]:
    kind = str(found.get("/Subtype", "")).lstrip("/")
    if kind not in _KINDS:
        yield Deviation("annotation-kind", page, kind)
    if kind == "FileAttachment":
        yield Deviation("embedded-file", page)
    if kind != "Popup":
        flags = int(found.get("/F", -1))
        hidden = _INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE
        if flags < 0 or flags & hidden or not flags & _PRINT:
            yield Deviation("annotation-flags", page)
    yield from _of_look(found, kind, page)
    yield from _of_action(found.get("/A"), page)
    if kind == "Widget" and {"/A", "/AA"} & set(found.keys()):
        yield Deviation("field-action", page)
    elif "/AA" in found:
        yield Deviation("trigger", page)


def _of_look(found: Dictionary, kind: str, page: int) -> Iterator[Deviation]:
    look = found.get("/AP")
    rectangle = [float(v) for v in found.get("/Rect", (0, 0, 0, 0))]
    is_empty = rectangle[0] == rectangle[2] and rectangle[1] == rectangle[3]
    if look is None:
        if kind not in ("Popup", "Link") and not is_empty:
            yield Deviation("annotation-look", page, kind)
        return
    normal = entries(look).get("/N")
    is_button = kind == "Widget" and found.get("/FT") == Name.Btn
    is_right = isinstance(normal, Stream) or (is_button and isinstance(normal, Dictionary))
    if set(entries(look).keys()) != {"/N"} or not is_right:
        yield Deviation("annotation-look", page, kind)


def _of_action(action: object, page: int | None) -> Iterator[Deviation]:
    waiting, seen = items(action) if isinstance(action, Dictionary) else [], 0
    while waiting and seen < _MOST_ACTIONS:
        one, seen = entries(waiting.pop()), seen + 1
        kind = str(one.get("/S", "")).lstrip("/")
        if kind not in _ACTIONS:
            yield Deviation("action", page, kind)
        elif kind == "Named" and str(one.get("/N", "")).lstrip("/") not in _NAMED:
            yield Deviation("action", page, str(one.get("/N", "")))
        waiting += items(one.get("/Next"))
