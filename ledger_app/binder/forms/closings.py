"""The closing sheet 备考表: its five fields (DA/T 22-2015 6.4.2), what the box adds up to, and the journal's head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledger_app.binder.blocks import THIN, Lines
from ledger_app.binder.catalogues import told
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.contents import long_remarks, place_lines, series_of
from ledger_app.binder.forms.frames import Frame
from ledger_app.binder.forms.marks import QR_SIDE, Mark, mark
from ledger_app.binder.forms.sheets import Kit, Leaf, Paper, box_name, flowed, upright
from ledger_app.binder.forms.tables import squeezed, sums_grid, sums_of, sums_sentence
from ledger_app.binder.paging import Block
from ledger_app.binder.volumes.model import EntryKind, Ordering, Part, PartKind
from ledger_app.binder.words import items_text, pages_text
from ledger_app.core.i18n import _

_INSET = 3 * MM
_BY_HAND = 26 * MM
_SIGNED = 11 * MM
_GROUP = 4


def closing(kit: Kit, part: Part) -> list[Leaf]:
    """Return the closing sheet; what has to be said of the box may fill more than one page."""
    paper = upright(kit.style)
    title = _("Closing Sheet")
    opening = [
        Block(kit.lines(title, kit.form_title, paper.width, align="center"), keeps=True),
        Block(place_lines(kit, paper), keeps=True, before=4),
    ]
    said = _framed(kit, list(_said(kit, paper)), paper)
    ending = [
        Block(_signatures(kit, paper), keeps=True),
        Block(sums_grid(kit, paper.width), keeps=True, before=12),
        Block(
            kit.one_line(sums_sentence(kit), kit.styles.small, paper.width, align="center"),
            keeps=True,
            before=3,
        ),
        Block(_proof(kit, part, paper), before=8),
    ]
    used = sum(b.before + b.content.height for b in [*opening, *said, *ending])
    blank = max(_BY_HAND, paper.room - used - 1)
    room_by_hand = Block(Frame(None, paper.width, above=blank, is_last=True), keeps=True)
    leaves = flowed([*opening, *said, room_by_hand, *ending], kit, paper, title)
    return [*leaves[:-1], _with_own_code(leaves[-1], kit, part, len(leaves))]


def _with_own_code(leaf: Leaf, kit: Kit, part: Part, number: int) -> Leaf:
    """Return the last page with the code of its own: which page it is shows only when all is laid out."""
    y, proof = leaf.placed[-1]
    assert isinstance(proof, _Proof)
    proof = replace(proof, mark=mark(kit, part, proof.mark.x, number=number))
    return replace(leaf, placed=(*leaf.placed[:-1], (y, proof)))


def _framed(kit: Kit, paragraphs: list[Lines], paper: Paper) -> list[Block]:
    label = kit.lines(
        _("Notes on the files of this box"), kit.styles.heading, paper.width - 2 * _INSET, x=_INSET
    )
    blocks = [Block(Frame(label, paper.width, above=_INSET, is_first=True), keeps=True, before=4)]
    blocks += [Block(Frame(lines, paper.width, above=2.0)) for lines in paragraphs]
    return blocks


def _said(kit: Kit, paper: Paper) -> Iterator[Lines]:
    """Yield what the program knows of the box, a paragraph each; sums take one line, whatever they come to."""
    width = paper.width - 2 * _INSET

    def flowing(text: str) -> Lines:
        return kit.lines(text, kit.note, width, x=_INSET)

    volume = kit.volume
    sums = sums_of(volume, is_duplex=kit.style.is_duplex)
    yield flowing(_what(kit))
    counted = _("It holds {items} on {pages}.").format(
        items=items_text(sums.items), pages=pages_text(sums.evidence)
    )
    yield kit.one_line(counted, kit.note, width, x=_INSET)
    if sums.references:
        referred = _("{items} are cross-references to originals kept elsewhere, which saves {pages}.").format(
            items=items_text(sums.references), pages=pages_text(sums.saved)
        )
        yield kit.one_line(referred, kit.note, width, x=_INSET)
    if volume.ordering is Ordering.INDICATOR:
        yield from map(flowing, _gaps(kit))
    yield from map(flowing, volume.notes)
    yield from map(flowing, map(told, long_remarks(kit)))
    yield flowing(_("Changed, added, moved out, damaged or destroyed (to be written by hand):"))


def _what(kit: Kit) -> str:
    volume = kit.volume
    if volume.ordering is Ordering.BOX:
        fields = _(", ").join(filter(None, series_of(volume)))
        return _("This box: {fields}.").format(fields=fields)
    return _("{box}: {title}, assessment year {year}.").format(
        box=box_name(volume), title=volume.title, year=volume.year
    )


def _gaps(kit: Kit) -> Iterator[str]:
    found = False
    for part in kit.volume.parts:
        if part.kind is not PartKind.DIVIDER or part.indicator is None:
            continue
        indicator = part.indicator
        names = [e.requirement or e.title for e in part.entries if e.kind is EntryKind.GAP]
        held = {e.requirement for e in part.entries if e.kind is not EntryKind.GAP}
        names += [r.text for r in indicator.requirements if r.text not in held and r.text not in names]
        if not names and not part.entries:
            names = [_("evidence")]
        if names:
            found = True
            star = "★" if indicator.is_hard else ""
            yield _("Missing at {code} {name}{star}: {what}.").format(
                code=indicator.code, name=indicator.name, star=star, what=_("; ").join(filter(None, names))
            )
    if not found:
        yield _("Every requirement of the indicators in this box has evidence.")


def _signatures(kit: Kit, paper: Paper) -> _Signatures:
    labels = [
        (_("Arranged by"), _("Date arranged")),
        (_("Checked by"), _("Date checked")),
    ]
    style = kit.styles.heading
    wide = paper.width * 0.17 - 4
    made = tuple((squeezed(a, style, wide), squeezed(b, style, wide)) for a, b in labels)
    return _Signatures(made, style, paper.width)


@dataclass(frozen=True, slots=True)
class _Signatures:
    """Who arranged and who checked, and when: left blank to be signed by hand."""

    rows: tuple[tuple[str, str], ...]
    style: Style
    width: float

    @property
    def height(self) -> float:
        return len(self.rows) * _SIGNED

    def draw(self, drawing: Drawing, y: float) -> None:
        wide = self.width * 0.17
        half = self.width / 2
        for row in self.rows:
            baseline = y + _SIGNED / 2 + self.style.size * 0.36
            drawing.box(0, y, self.width, _SIGNED, weight=THIN)
            edges = (wide, half, half + wide)
            drawing.rules([(x, y, x, y + _SIGNED) for x in edges], THIN)
            for x, label in zip((0.0, half), row, strict=True):
                drawing.text(x, baseline, label, self.style, align="center", width=wide)
            y += _SIGNED

    def split(self, room: float) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Proof:
    """The head of the journal in groups, what it proves, and the QR code beside it."""

    caption: Lines
    head: Lines
    sentence: Lines
    mark: Mark

    @property
    def height(self) -> float:
        return max(self.mark.height, self.caption.height + self.head.height + self.sentence.height + 10)

    def draw(self, drawing: Drawing, y: float) -> None:
        self.mark.draw(drawing, y)
        for lines in (self.caption, self.head, self.sentence):
            y += 3
            lines.draw(drawing, y)
            y += lines.height

    def split(self, room: float) -> None:
        return None


def _proof(kit: Kit, part: Part, paper: Paper) -> _Proof:
    width = paper.width - QR_SIDE - 5 * MM
    sentence = _(
        "This is the journal's entry when this binder was made, and the first characters of its digest. Should the "
        "archive be rewritten later, the digest of that entry would be another one: type it in on the journal's page, or "
        "after “verify --anchor”, to check."
    )
    return _Proof(
        caption=kit.lines(_("Head of the journal"), kit.styles.heading, width),
        head=kit.lines(spaced(kit.volume.head), Style(kit.faces.hei, 12, 18), width),
        sentence=kit.lines(sentence, kit.styles.small, width),
        mark=mark(kit, part, paper.width - QR_SIDE),
    )


def spaced(head: str) -> str:
    """Return `entry:digest` with the digest in groups that can be read aloud and typed."""
    entry, colon, digest = head.partition(":")
    plain = "".join(digest.split())
    groups = [plain[n : n + _GROUP] for n in range(0, len(plain), _GROUP)]
    return entry + colon + " ".join(groups)
