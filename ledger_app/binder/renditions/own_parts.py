"""The parts of office files as trees."""

from __future__ import annotations

from lxml import etree

from ledger_app.binder.renditions.own_word_styles import child, local
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.packages import Package


def parse(package: Package, name: str) -> etree._Element:
    """Return a part as a tree: no entities, no document type, nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    with package.open(name) as stream:
        tree = etree.parse(stream, parser)
    if tree.docinfo.doctype:
        raise Unreadable("damaged")
    return tree.getroot()


def chosen_of(element: etree._Element) -> etree._Element | None:
    """Return which of the alternatives that a file offers is shown."""
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def is_within(part: etree._Element, root: etree._Element, *names: str) -> bool:
    """Return whether a part lies in an element of one of these names, below the root."""
    for above in part.iterancestors():
        if above is root:
            return False
        if local(above) in names:
            return True
    return False


def formula_of(element: etree._Element) -> str:
    """Return a formula as its letters in a row."""
    text = "".join(e.text or "" for e in element.iter("{*}t"))
    return _("〔Formula: {text}; see the original〕").format(text=text)
