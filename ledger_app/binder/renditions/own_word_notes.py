"""What of a .docx stands behind its text: notes and comments, and sentences on what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ledger_app.binder.renditions.own_model import Block, Gap, Paragraph, Run
from ledger_app.binder.renditions.own_parts import parse
from ledger_app.binder.renditions.own_word_styles import children, value
from ledger_app.core.i18n import _
from ledger_app.search.packages import Package

NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml", "comment": "word/comments.xml"}
"""Which part holds which notes."""


class Notes:
    """The notes of a document, numbered in the order they are met."""

    def __init__(self, package: Package) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._met: dict[tuple[str, str], int] = {}
        for kind, name in NOTES.items():
            if name not in package:
                continue
            for note in children(parse(package, name), kind):
                if value(note, "type") in ("", "normal"):
                    text = " ".join(filter(None, map(_plain, note.iter("{*}p"))))
                    author = value(note, "author")
                    self._texts[kind, value(note, "id")] = f"{author}：{text}" if author else text

    def mark(self, kind: str, key: str) -> str:
        """Return what stands in the text for a note, empty where there is none."""
        if (kind, key) not in self._texts:
            return ""
        return f"〔{self._met.setdefault((kind, key), len(self._met) + 1)}〕"

    def blocks(self) -> Iterator[Block]:
        """Yield the notes that were met."""
        names = {"footnote": _("Footnote"), "endnote": _("Endnote"), "comment": _("Comment")}
        for (kind, key), index in self._met.items():
            text = f"〔{index}〕{names[kind]} {self._texts[kind, key]}"
            yield Paragraph((Run(text, 9.0),), before=6.0 if index == 1 else 0.0)


class LeftOut(set[str]):
    """What was met and is not shown: `deleted` or `hidden` text, `running-picture`."""

    def blocks(self) -> Iterator[Block]:
        """Yield a sentence on each."""
        said = {
            "deleted": _("〔Text that was deleted with changes tracked is not shown; see the original〕"),
            "hidden": _("〔Hidden text is not shown; see the original〕"),
            "running-picture": _(
                "〔Pictures or drawings in headers and footers are not shown; see the original〕"
            ),
        }
        yield from (Gap(sentence) for what, sentence in said.items() if what in self)


def _plain(paragraph: etree._Element) -> str:
    return "".join(e.text or "" for e in paragraph.iter("{*}t")).strip()
