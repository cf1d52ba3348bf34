"""Gives annotations that don't say how they look the looks that viewers draw. Runs in the worker process.

ISO 32000-1 12.5.6: what is marked, drawn or written on a page. Links and pop-ups are nothing on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pikepdf
from pikepdf import Name

from ledger_app.binder.drawing import Style, Typefaces
from ledger_app.binder.renditions.pdf_forms import has_looks
from ledger_app.binder.renditions.snippets import snippet

_SIZE = 10.0
_MOST_POINTS = 100_000
_ROUND = 0.5523  # of the radius: control points with which a curve comes nearest to a quarter of a circle

Points = Sequence[tuple[float, float]]


def draw_notes(pdf: pikepdf.Pdf) -> None:
    """Draw what was marked, drawn and written on the pages where it does not say how it looks."""
    for page in pdf.pages:
        notes = page.obj.get(Name.Annots)
        if not isinstance(notes, pikepdf.Array):
            continue
        for note in notes:
            if isinstance(note, pikepdf.Dictionary) and not has_looks(note):
                with suppress(ValueError, TypeError, KeyError, ArithmeticError, pikepdf.PdfError):
                    _draw(pdf, note)


def _draw(pdf: pikepdf.Pdf, note: pikepdf.Dictionary) -> None:
    kind = str(note.get(Name.Subtype, ""))
    if kind == "/FreeText":
        _write(pdf, note)
        return
    draw = _LOOKS.get(kind)
    content = draw(note) if draw else ""
    if not content:
        return
    opacity = float(note.get(Name.CA, 1))
    state = pikepdf.Dictionary(Type=Name.ExtGState, CA=opacity, ca=opacity)
    if kind == "/Highlight":
        state.BM = Name.Multiply
    form = pdf.make_stream(f"/Gs gs\n{content}".encode())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = note[Name.Rect]
    form.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(Gs=state))
    note[Name.AP] = pikepdf.Dictionary(N=form)


def _write(pdf: pikepdf.Pdf, note: pikepdf.Dictionary) -> None:
    text = str(note.get(Name.Contents, "")).strip()
    if not text:
        return
    left, bottom, right, top = (float(n) for n in note[Name.Rect])
    width, height = abs(right - left), abs(top - bottom)
    face = Typefaces().song
    size = _SIZE
    while size > 4 and len(face.wrap(text, max(width - 4, size), size)) * size * 1.2 > height:
        size -= 0.5
    style = Style(face, size, size * 1.2)
    with snippet(pdf, width, height) as drawn:
        for n, line in enumerate(face.wrap(text, max(width - 4, size), size)):
            drawn.drawing.text(2, size + n * style.leading, line, style)
    note[Name.AP] = pikepdf.Dictionary(N=drawn.form)


def _highlight(note: pikepdf.Dictionary) -> str:
    areas = "\n".join(f"{_path((a, b, d, c))} h f" for a, b, c, d in _quads(note))
    return f"{_colour(note, Name.C, 'rg') or '1 1 0 rg'}\n{areas}" if areas else ""


def _underline(note: pikepdf.Dictionary) -> str:
    return _ruled(note, lambda top, bottom: bottom)


def _strike(note: pikepdf.Dictionary) -> str:
    return _ruled(note, lambda top, bottom: (top + bottom) / 2)


def _ruled(note: pikepdf.Dictionary, where: Callable[[float, float], float]) -> str:
    lines = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in _quads(note):
        ends = ((where(ax, cx), where(ay, cy)), (where(bx, dx), where(by, dy)))
        lines.append(f"{_path(ends)} S")
    return "\n".join((_colour(note, Name.C, "RG") or "0 0 0 RG", "1 w", *lines)) if lines else ""


def _square(note: pikepdf.Dictionary) -> str:
    left, bottom, right, top = _inner(note)
    return _outlined(note, f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re")


def _circle(note: pikepdf.Dictionary) -> str:
    left, bottom, right, top = _inner(note)
    x, y, rx, ry = (left + right) / 2, (bottom + top) / 2, (right - left) / 2, (top - bottom) / 2
    kx, ky = rx * _ROUND, ry * _ROUND
    return _outlined(
        note,
        f"{x + rx:.2f} {y:.2f} m "
        f"{x + rx:.2f} {y + ky:.2f} {x + kx:.2f} {y + ry:.2f} {x:.2f} {y + ry:.2f} c "
        f"{x - kx:.2f} {y + ry:.2f} {x - rx:.2f} {y + ky:.2f} {x - rx:.2f} {y:.2f} c "
        f"{x - rx:.2f} {y - ky:.2f} {x - kx:.2f} {y - ry:.2f} {x:.2f} {y - ry:.2f} c "
        f"{x + kx:.2f} {y - ry:.2f} {x + rx:.2f} {y - ky:.2f} {x + rx:.2f} {y:.2f} c h",
    )


def _ink(note: pikepdf.Dictionary) -> str:
    strokes = [_path(list(_pairs(stroke))) for stroke in note.get(Name.InkList, [])]
    return "\n".join((*_pen(note), "1 J 1 j", *(f"{stroke} S" for stroke in strokes if stroke)))


def _line(note: pikepdf.Dictionary) -> str:
    return "\n".join((*_pen(note), _path(list(_pairs(note[Name.L]))), "S"))


def _polygon(note: pikepdf.Dictionary) -> str:
    return _outlined(note, f"{_path(list(_pairs(note[Name.Vertices])))} h")


def _polyline(note: pikepdf.Dictionary) -> str:
    return "\n".join((*_pen(note), _path(list(_pairs(note[Name.Vertices]))), "S"))


_LOOKS: dict[str, Callable[[pikepdf.Dictionary], str]] = {
    "/Highlight": _highlight,
    "/Underline": _underline,
    "/Squiggly": _underline,
    "/StrikeOut": _strike,
    "/Square": _square,
    "/Circle": _circle,
    "/Ink": _ink,
    "/Line": _line,
    "/Polygon": _polygon,
    "/PolyLine": _polyline,
}


def _outlined(note: pikepdf.Dictionary, path: str) -> str:
    fill = _colour(note, Name.IC, "rg")
    is_drawn = _width(note) > 0
    paint = ("B" if is_drawn else "f") if fill else ("S" if is_drawn else "n")
    return "\n".join((*_pen(note), fill, f"{path} {paint}"))


def _pen(note: pikepdf.Dictionary) -> tuple[str, str]:
    return _colour(note, Name.C, "RG") or "0 0 0 RG", f"{_width(note):.2f} w"


def _width(note: pikepdf.Dictionary) -> float:
    style = note.get(Name.BS)
    if isinstance(style, pikepdf.Dictionary):
        return float(style.get(Name.W, 1))
    border = note.get(Name.Border)
    return float(border[2]) if isinstance(border, pikepdf.Array) and len(border) >= 3 else 1.0


def _inner(note: pikepdf.Dictionary) -> tuple[float, float, float, float]:
    """Return the rectangle a border runs along, half of its width inside."""
    x0, y0, x1, y1 = (float(n) for n in note[Name.Rect])
    half = _width(note) / 2
    return min(x0, x1) + half, min(y0, y1) + half, max(x0, x1) - half, max(y0, y1) - half


def _colour(note: pikepdf.Dictionary, key: pikepdf.Name, operator: str) -> str:
    """Return the operator that sets a colour; empty where the annotation has none there."""
    values = [float(n) for n in note.get(key, [])]
    match len(values):
        case 1:
            values *= 3
        case 4:
            cyan, magenta, yellow, black = values
            values = [(1 - part) * (1 - black) for part in (cyan, magenta, yellow)]
        case 3:
            pass
        case _:
            return ""
    return f"{' '.join(f'{value:.3f}' for value in values)} {operator}"


def _quads(note: pikepdf.Dictionary) -> Iterator[tuple[tuple[float, float], ...]]:
    """Yield the areas of marked text: top left, top right, bottom left, bottom right, as programs write them."""
    points = list(_pairs(note.get(Name.QuadPoints, [])))
    for start in range(0, len(points) - 3, 4):
        yield tuple(points[start : start + 4])


def _pairs(values: object) -> Iterator[tuple[float, float]]:
    numbers = [float(n) for n in list(values)[: 2 * _MOST_POINTS]]  # type: ignore[call-overload]
    yield from zip(numbers[::2], numbers[1::2], strict=False)


def _path(points: Points) -> str:
    return " ".join(f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
