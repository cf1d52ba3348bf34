"""Sentences about what stands against PDF/A-2b."""

from __future__ import annotations

from ledger_app.binder.binding.model import Obstacle
from ledger_app.core.i18n import N_, _
from ledger_app.vault.names import shown

OBSTACLES: dict[str, str] = {
    "font-not-embedded": N_("the font {about} is not in the file"),
    "font-encoding": N_("the font {about} does not say which characters it has"),
    "device-cmyk": N_("it has ink colours (CMYK) without a profile"),
    "colour-profile": N_("a colour profile is damaged or too new"),
    "transfer-function": N_("it changes tones for one printer only"),
    "blend-mode": N_("it mixes colours in a way that is not known ({about})"),
    "postscript": N_("it contains PostScript"),
    "outside-data": N_("a part of it lies in another file"),
    "crypt-filter": N_("a part of it is encrypted"),
    "jpx": N_("a JPEG 2000 picture is of a kind that archives don't take ({about})"),
    "damaged": N_("a part of it is damaged ({about})"),
}


def obstacle_text(obstacle: Obstacle) -> str:
    """Return what stands against PDF/A-2b in an item, as one sentence."""
    said = _(OBSTACLES[obstacle.code]).format(about=obstacle.about)
    if obstacle.item is None:
        return _("Not PDF/A-2b: in the drawn pages, {said}.").format(said=said)
    name = shown(obstacle.path) or _("a file")
    return _("Not PDF/A-2b: in {name}, {said}.").format(name=name, said=said)
