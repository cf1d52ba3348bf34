"""A checker of our own for PDF/A-2b (ISO 19005-2, level b), independent of what writes the binders.

It covers what `RULES` lists, by the clause of ISO 19005-2 that asks for it. It does not cover: the layout of the
cross-reference table and of lexical tokens (6.1.4, 6.1.6, 6.1.9), linearisation, the inside of JPEG 2000 images
(6.2.8.3), whether glyph widths and encodings agree with the font programs (6.2.11.5, 6.2.11.6) and whether the .notdef
glyph is shown (6.2.11.8), overprinting of ICC based CMYK (6.2.4.2), colorants of DeviceN (6.2.4.4), extension schemas of
XMP (6.6.2.3), digital signatures (6.4.3). No deviation found is no certificate of conformity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from ledger_app.binder.proving import pdfa_content, pdfa_document, pdfa_fonts, pdfa_pages
from ledger_app.binder.proving.model import Fault
from ledger_app.binder.proving.pdfa_model import Deviation
from ledger_app.core.i18n import N_, _

RULES: dict[str, tuple[str, str]] = {
    "header": ("6.1.2", N_("the file does not begin with %PDF-1.n and a line of four bytes above 127")),
    "after-end": ("6.1.3", N_("something stands behind the last %%EOF")),
    "file-id": ("6.1.3", N_("the trailer has no file identifier")),
    "encrypted": ("6.1.3", N_("the file is encrypted")),
    "external-stream": ("6.1.7.1", N_("a stream lies in another file")),
    "filter": ("6.1.7.2", N_("a stream uses a filter that is not allowed: {about}")),
    "name-not-utf8": ("6.1.8", N_("the name of a font or a colour is not UTF-8")),
    "permissions": ("6.1.12", N_("the document restricts permissions beyond what is allowed: {about}")),
    "limit": ("6.1.13", N_("a number, string or name is larger than allowed: {about}")),
    "nesting": ("6.1.13", N_("graphics states are nested more than 28 deep")),
    "page-size": ("6.1.13", N_("a page is smaller than 3 or larger than 14,400 units")),
    "operator": ("6.2.2", N_("a page uses an operator that PDF does not know: {about}")),
    "inherited-resource": ("6.2.2", N_("a page names a resource that is not there: {about}")),
    "output-intent": ("6.2.3", N_("there is no output intent for PDF/A with a profile")),
    "output-profile": ("6.2.3", N_("the profile of the output intent is not usable: {about}")),
    "output-intents-differ": ("6.2.3", N_("output intents name different profiles")),
    "icc-profile": ("6.2.4.2", N_("an ICC profile is damaged, too new, or of another number of colours")),
    "device-colour": ("6.2.4.3", N_("{about} is used, which the output intent does not define")),
    "too-many-colorants": ("6.2.4.4", N_("a colour space has more than 32 colorants")),
    "transfer-function": ("6.2.5", N_("a graphics state has a transfer function")),
    "halftone": ("6.2.5", N_("a graphics state has a halftone of a kind that is not allowed")),
    "rendering-intent": ("6.2.6", N_("a rendering intent is not one of the four: {about}")),
    "image-alternates": ("6.2.8", N_("an image has alternates or OPI")),
    "image-interpolate": ("6.2.8", N_("an image asks for interpolation")),
    "image-bits": ("6.2.8", N_("an image has {about} bits per component")),
    "form-opi": ("6.2.9.1", N_("a form has OPI or PostScript")),
    "reference-xobject": ("6.2.9.2", N_("a form refers to another file")),
    "postscript-xobject": ("6.2.9.3", N_("a page has PostScript")),
    "blend-mode": ("6.2.10", N_("a blend mode is not known: {about}")),
    "group-colour": (
        "6.2.10",
        N_("a transparency group has {about}, which the output intent does not define"),
    ),
    "font-entries": ("6.2.11.2", N_("a font lacks what every font must say: {about}")),
    "cid-system": ("6.2.11.3.1", N_("a font and its character map are of different collections: {about}")),
    "cid-to-gid": ("6.2.11.3.2", N_("a font does not say which glyph a character has: {about}")),
    "cmap": ("6.2.11.3.3", N_("a character map is neither embedded nor predefined: {about}")),
    "font-not-embedded": ("6.2.11.4.1", N_("a font is not embedded: {about}")),
    "cid-set": ("6.2.11.4.2", N_("a font does not list all of its glyphs: {about}")),
    "annotation-kind": ("6.3.1", N_("an annotation is of a kind that is not allowed: {about}")),
    "annotation-flags": ("6.3.2", N_("an annotation is hidden or is not printed")),
    "annotation-look": ("6.3.3", N_("an annotation has no appearance of its own: {about}")),
    "need-appearances": ("6.4.1", N_("a form asks viewers to make up appearances")),
    "field-action": ("6.4.1", N_("a form field has an action")),
    "xfa": ("6.4.2", N_("the document has an XFA form")),
    "action": ("6.5.1", N_("an action is not allowed: {about}")),
    "trigger": ("6.5.2", N_("the document or a page does something by itself")),
    "metadata-missing": ("6.6.2.1", N_("there is no XMP metadata")),
    "metadata-damaged": ("6.6.2.1", N_("the XMP metadata is not well-formed")),
    "metadata-packet": ("6.6.2.1", N_("the header of the XMP packet has bytes or encoding")),
    "info-differs": ("6.6.2", N_("the document information and the XMP metadata differ in {about}")),
    "identification": ("6.6.4", N_("the metadata does not name PDF/A part 2 and a level")),
    "embedded-file": ("6.8", N_("a file is embedded")),
    "optional-content": (
        "6.9",
        N_("a configuration of layers has no name, the name of another, or switches by itself"),
    ),
    "optional-order": ("6.9", N_("the order of layers does not name all of them")),
    "alternate-presentation": ("6.10", N_("the document has alternate presentations")),
    "requirements": ("6.11", N_("the document makes requirements")),
}
"""Code → clause of ISO 19005-2, and what is wrong. `info-differs` is asked for by PDF/A-1 (6.7.3) and good practice."""


def problems(path: Path) -> tuple[Deviation, ...]:
    """Return every deviation from the rules that are checked, once each per page; raises `pikepdf.PdfError`."""
    found: dict[Deviation, None] = {}
    with pikepdf.open(path) as pdf:
        spaces = pdfa_document.defined_spaces(pdf)
        for deviation in (
            *pdfa_document.of_file(path, pdf),
            *pdfa_document.of_catalog(pdf),
            *pdfa_document.of_metadata(pdf),
            *pdfa_pages.of_pages(pdf),
            *pdfa_content.of_objects(pdf),
            *pdfa_content.of_contents(pdf, spaces),
            *pdfa_fonts.of_fonts(pdf),
        ):
            found[deviation] = None
    return tuple(found)


def declares(path: Path) -> bool:
    """Return whether a file says of itself that it is PDF/A."""
    with pikepdf.open(path) as pdf:
        return not any(
            d.rule in ("identification", "metadata-missing") for d in pdfa_document.of_metadata(pdf)
        )


def faults(path: Path, counts: Counter[str]) -> Iterator[Fault]:
    """Yield the deviations of a file that says of itself that it is PDF/A; of one that doesn't, nothing is asked."""
    if not declares(path):
        return
    counts["pdfa-rules"] = len(RULES)
    for found in problems(path):
        clause, said = RULES[found.rule]
        values = (("rule", clause), ("said", _(said).format(about=found.about)))
        yield Fault("pdfa", None if found.page is None else found.page + 1, values=values)
