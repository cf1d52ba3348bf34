"""What a bound volume says of itself: document information, and the same again as XMP."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from ledger_app import __version__
from ledger_app.binder.binding.writing import text
from ledger_app.binder.drawing import About
from ledger_app.binder.volumes.model import Volume
from ledger_app.binder.words import document_language
from ledger_app.core.i18n import _

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{tool}</pdf:Producer>
{conformance}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_PDFA = "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"


def about(volume: Volume) -> About:
    """Return what a volume is called in its PDF."""
    title = " ".join(filter(None, [volume.fonds_name, str(volume.year), volume.title]))
    return About(
        title=_clean(title),
        subject=_clean(volume.title),
        author=_clean(volume.fonds_name),
        language=document_language(),
        as_of=volume.as_of,
    )


def information(told: About) -> bytes:
    """Return the document information dictionary."""
    day = text(told.as_of.strftime("D:%Y%m%d000000+00'00'"))
    tool = text(_tool())
    return b"<< /Title %b /Subject %b /Author %b /Creator %b /Producer %b /CreationDate %b /ModDate %b >>" % (
        text(told.title),
        text(told.subject),
        text(told.author),
        tool,
        tool,
        day,
        day,
    )


def metadata(told: About, *, is_archival: bool) -> bytes:
    """Return the same as XMP; where `is_archival` it declares PDF/A-2b."""
    words = {
        "language": told.language,
        "title": told.title,
        "author": told.author,
        "subject": told.subject,
        "tool": _tool(),
        "date": _day(told.as_of),
    }
    conformance = _PDFA if is_archival else ""
    return _XMP.format(
        **{key: escape(value) for key, value in words.items()}, conformance=conformance
    ).encode()


def _tool() -> str:
    return _("Evidence Ledger") + " " + __version__


def _day(day: date) -> str:
    return day.strftime("%Y-%m-%dT00:00:00+00:00")


def _clean(value: str) -> str:
    """Leave out what XML can't hold: control characters, broken code units."""
    return "".join(c for c in " ".join(value.split()) if c >= " " and not "\ud800" <= c <= "\udfff")
