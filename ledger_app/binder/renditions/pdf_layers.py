"""Takes out the layers (optional content) of a PDF that are not printed. Runs in the worker process.

A page that is put into another document takes its layers along without the list that says which are shown:
all of them would be seen. ISO 32000-1 8.11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Name, Operator

_DEPTH = 20
_PAINTS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_DRAWS = frozenset(("Tj", "TJ", "sh", "Do", "INLINE IMAGE"))

Key = tuple[int, int]
"""Object and generation number of a layer."""


def hidden(pdf: pikepdf.Pdf) -> frozenset[Key]:
    """Return the layers that are not printed."""
    properties = pdf.Root.get(Name.OCProperties)
    if not isinstance(properties, pikepdf.Dictionary):
        return frozenset()
    config = properties.get(Name.D)
    if not isinstance(config, pikepdf.Dictionary):
        return frozenset()
    off: set[Key] = set()
    if config.get(Name.BaseState) == Name.OFF:
        off = {layer.objgen for layer in _layers(properties.get(Name.OCGs))}
    off -= {layer.objgen for layer in _layers(config.get(Name.ON))}
    off |= {layer.objgen for layer in _layers(config.get(Name.OFF))}
    for use in _layers(config.get(Name.AS)):
        if use.get(Name.Event) != Name.Print or Name.Print not in list(use.get(Name.Category, [])):
            continue
        for layer in _layers(use.get(Name.OCGs)):
            state = _print_state(layer)
            if state == Name.OFF:
                off.add(layer.objgen)
            elif state == Name.ON:
                off.discard(layer.objgen)
    return frozenset(off)


def take_out(pdf: pikepdf.Pdf, off: frozenset[Key]) -> None:
    """Take what is drawn in these layers out of all pages."""
    seen: set[Key] = set()
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        page_resources = page.resources if resources is None else resources
        page.obj[Name.Contents] = pdf.make_stream(_filtered(page, page_resources, off))
        _take_out_of_forms(page_resources, off, seen, 0)


def is_off(content: object, off: frozenset[Key], depth: int = 0) -> bool:
    """Return whether what belongs to this layer, or to these by their rule, is not printed."""
    if not isinstance(content, pikepdf.Dictionary) or depth > _DEPTH:
        return False
    if content.get(Name.Type) != Name.OCMD:
        return content.objgen in off
    if isinstance(content.get(Name.VE), pikepdf.Array):
        return not _holds(content[Name.VE], off, depth + 1)
    members = content.get(Name.OCGs)
    layers = [members] if isinstance(members, pikepdf.Dictionary) else list(_layers(members))
    if not layers:
        return False
    states = [layer.objgen not in off for layer in layers]
    match str(content.get(Name.P, "/AnyOn")):
        case "/AllOn":
            return not all(states)
        case "/AnyOff":
            return all(states)
        case "/AllOff":
            return any(states)
    return not any(states)


def _holds(rule: object, off: frozenset[Key], depth: int) -> bool:
    """Return whether a visibility expression is true."""
    if depth > _DEPTH:
        return True
    if not isinstance(rule, pikepdf.Array):
        return not is_off(rule, off, depth)
    word, *operands = list(rule)
    states = [_holds(operand, off, depth + 1) for operand in operands]
    match str(word):
        case "/Not":
            return not all(states)
        case "/Or":
            return any(states)
    return all(states)


def _take_out_of_forms(resources: object, off: frozenset[Key], seen: set[Key], depth: int) -> None:
    objects = resources.get(Name.XObject) if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(objects, pikepdf.Dictionary) or depth > _DEPTH:
        return
    for _name, form in objects.items():
        if not isinstance(form, pikepdf.Stream) or form.get(Name.Subtype) != Name.Form or form.objgen in seen:
            continue
        seen.add(form.objgen)
        inner = form.get(Name.Resources, resources)
        form.write(_filtered(form, inner, off))
        _take_out_of_forms(inner, off, seen, depth + 1)


def _filtered(source: pikepdf.Page | pikepdf.Object, resources: object, off: frozenset[Key]) -> bytes:
    """Return a content stream without what these layers paint; what they set stays set."""
    look_up = _lookup(resources)
    kept: list[tuple[object, Operator]] = []
    stack: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(source):
        word = str(operator)
        if word in ("BDC", "BMC"):
            is_layer = word == "BDC" and len(operands) == 2 and operands[0] == Name.OC
            stack.append(is_layer and is_off(look_up(Name.Properties, operands[1]), off))
        elif word == "EMC" and stack:
            stack.pop()
        is_out = any(stack)
        if word == "Do" and not is_out and operands:
            drawn = look_up(Name.XObject, operands[0])
            is_out = isinstance(drawn, pikepdf.Stream) and is_off(drawn.get(Name.OC), off)
        kept.extend(_without_paint(operands, operator, word) if is_out else [(operands, operator)])
    return pikepdf.unparse_content_stream(kept)


def _lookup(resources: object) -> Callable[[pikepdf.Name, object], object]:
    def look_up(kind: pikepdf.Name, name: object) -> object:
        group = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Dictionary) and isinstance(name, pikepdf.Name):
            return group.get(name)
        return None

    return look_up


def _without_paint(operands: object, operator: Operator, word: str) -> list[tuple[object, Operator]]:
    if word in _PAINTS:
        return [([], Operator("n"))]
    if word in _DRAWS:
        return []
    if word in ("'", '"'):
        return [([], Operator("T*"))]
    return [(operands, operator)]


def _layers(value: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(value, pikepdf.Array):
        yield from (layer for layer in value if isinstance(layer, pikepdf.Dictionary))


def _print_state(layer: pikepdf.Dictionary) -> object:
    usage = layer.get(Name.Usage)
    use = usage.get(Name.Print) if isinstance(usage, pikepdf.Dictionary) else None
    return use.get(Name.PrintState) if isinstance(use, pikepdf.Dictionary) else None
