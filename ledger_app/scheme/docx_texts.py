"""What the paragraphs of a Word document say: their text as it is shown, how it stands out, what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ledger_app.scheme.containers import attribute, child, local
from ledger_app.scheme.marks import is_red, is_yellow
from ledger_app.scheme.texts import line

SKIPPED = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "sdtPr",
    "txbxContent",
}
_SYMBOLS = {0xAB: "★", 0xB6: "☆", 0xFC: "√", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0xFB: "×", 0x6C: "●", 0x76: "※"}


def text_of(element: etree._Element) -> Iterator[str]:
    """Yield the text below an element: insertions as accepted, deletions and text boxes left out."""
    for part in element:
        match local(part):
            case "t":
                yield part.text or ""
            case "tab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol(attribute(part, "char") or "")
            case name if name and name not in SKIPPED:
                yield from text_of(part)


def deleted_text(element: etree._Element) -> str:
    """Return the text below an element that a tracked change deletes or moves away."""
    parts = (t.text or "" for t in element.iter() if local(t) == "delText")
    moved = (
        t.text or "" for m in element.iter() if local(m) == "moveFrom" for t in m.iter() if local(t) == "t"
    )
    return line("".join((*parts, *moved)))


def boxes_of(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of the text boxes anchored below an element, each once."""
    for part in element:
        name = local(part)
        if name == "txbxContent":
            yield part
        elif name and name not in SKIPPED:
            yield from boxes_of(part)


def notes_of(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the footnotes and endnotes that the text refers to, as (`footnote` or `endnote`, id)."""
    for part in element.iter():
        name = local(part)
        if name in ("footnoteReference", "endnoteReference"):
            yield name.removesuffix("Reference"), attribute(part, "id") or ""


def said_runs(paragraph: etree._Element) -> list[etree._Element]:
    """Return the runs of a paragraph that say something."""
    return [r for r in paragraph.iter() if local(r) == "r" and line("".join(text_of(r)))]


def is_bold(run: etree._Element) -> bool:
    """Say whether a run is in bold."""
    return is_on(child(run, "rPr", "b"))


def is_red_run(run: etree._Element) -> bool:
    """Say whether a run is red: its colour, its shading or its highlight."""
    highlight = child(run, "rPr", "highlight")
    if highlight is not None and attribute(highlight, "val") in ("red", "darkRed"):
        return True
    return is_red_shade(child(run, "rPr", "color"), "val") or is_red_shade(child(run, "rPr", "shd"), "fill")


def is_red_shade(element: etree._Element | None, name: str) -> bool:
    """Say whether this attribute of an element is a red."""
    return is_red(None if element is None else attribute(element, name))


def is_yellow_run(run: etree._Element) -> bool:
    """Say whether a run stands on yellow: its highlight or its shading."""
    highlight = child(run, "rPr", "highlight")
    if highlight is not None and attribute(highlight, "val") == "yellow":
        return True
    return is_yellow_shade(child(run, "rPr", "shd"))


def is_yellow_shade(shade: etree._Element | None) -> bool:
    """Say whether a shading is a yellow."""
    return is_yellow(None if shade is None else attribute(shade, "fill"))


def is_on(element: etree._Element | None) -> bool:
    """Say whether a property that needs no value is there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return "\ufffd"
    if 0xF000 <= value <= 0xF0FF:
        return _SYMBOLS.get(value & 0xFF, "\ufffd")
    return chr(value) if value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF else "\ufffd"
