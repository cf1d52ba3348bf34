"""The sections of a .docx: which go on on the same page."""

from __future__ import annotations

from dataclasses import replace

from ledger_app.binder.renditions.own_model import Gap, Section


def joined(sections: list[Section]) -> list[Section]:
    """Return the sections, those that go on the same page and paper as one; the mark of that goes."""
    found: list[Section] = []
    for section in sections:
        is_more = bool(section.blocks) and section.blocks[0] == Gap("")
        section = replace(section, blocks=section.blocks[1:]) if is_more else section
        if not section.head and not section.foot and found:  # as the section before
            section = replace(section, head=found[-1].head, foot=found[-1].foot)
        if found and is_more and found[-1].is_across == section.is_across:
            head = (
                section.head if found[-1].head in ("", section.head) else f"{found[-1].head}　{section.head}"
            )
            found[-1] = replace(found[-1], blocks=(*found[-1].blocks, *section.blocks), head=head)
        else:
            found.append(section)
    return [section for section in found if section.blocks] or found[:1]
