"""The checker of PDF/A-2b: a good file has no deviation, and each rule finds the defect that is planted for it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from ledger_app.binder.binding.srgb import srgb_profile
from ledger_app.binder.proving import pdfa
from ledger_app.core.resources import resource

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
SRGB = srgb_profile()
FONT = "pdfa"
pdfmetrics.registerFont(ttfonts.TTFont(FONT, str(resource("fonts", "NotoSerifSC-Regular.ttf"))))


def good(*, part: str = "2", version: str = "1.7") -> Pdf:
    """Return a document that keeps every rule."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1, initialFontName=FONT)
    canvas.setFont(FONT, 12)
    canvas.drawString(80, 700, "佐证台账")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(80, 600, 50, 50, fill=1)
    canvas.showPage()
    canvas.save()
    stream.seek(0)
    pdf = pikepdf.open(stream)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String("台账")))
    pdf.Root.Metadata = pdf.make_stream(XMP.format(title="台账", part=part, level="B").encode())
    pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = Name.Metadata, Name.XML
    profile = pdf.make_stream(SRGB)
    profile.N = 3
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)
    intent.OutputConditionIdentifier = String("sRGB")
    pdf.Root.OutputIntents = Array([intent])
    return pdf


def saved(pdf: Pdf, folder: Path, name: str = "file.pdf", **options: object) -> Path:
    path = folder / name
    pdf.save(
        path, **{"deterministic_id": True, "force_version": "1.7", "fix_metadata_version": False, **options}
    )
    return path


def rules(path: Path) -> set[str]:
    return {found.rule for found in pdfa.problems(path)}


def draw(pdf: Pdf, content: bytes, **resources: object) -> None:
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(content)
    for kind, named in resources.items():
        page.Resources[f"/{kind}"] = Dictionary(named)


def image(pdf: Pdf, **more: object) -> pikepdf.Stream:
    made = pdf.make_stream(b"\xff" * 3, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    made.ColorSpace, made.BitsPerComponent = Name.DeviceRGB, 8
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def show(pdf: Pdf, found: pikepdf.Object) -> None:
    draw(pdf, b"/X Do", XObject={"/X": found})


def state(pdf: Pdf, **more: object) -> None:
    draw(pdf, b"/E gs", ExtGState={"/E": Dictionary({f"/{key}": value for key, value in more.items()})})


def note(pdf: Pdf, **more: object) -> None:
    look = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=Dictionary()
    )
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Square, Rect=Array([9, 9, 18, 18]), F=4, AP=Dictionary(N=look)
    )
    for key, value in more.items():
        if value is None:
            del made[f"/{key}"]
        else:
            made[f"/{key}"] = value
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(made)])


def layers(pdf: Pdf, **more: object) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    config = Dictionary(Name=String("config"), Order=Array([layer]))
    for key, value in more.items():
        if value is None:
            del config[f"/{key}"]
        else:
            config[f"/{key}"] = value
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=config)


def font_of(pdf: Pdf) -> Dictionary:
    return next(f for f in pdf.pages[0].resources.Font.values() if f.Subtype == Name.TrueType)


def composite(
    pdf: Pdf, *, encoding: object = Name("/Identity-H"), ordering: str = "Identity", **more: object
) -> None:
    simple = font_of(pdf)
    system = Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=0)
    kid = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=simple.BaseFont, CIDSystemInfo=system
    )
    kid.FontDescriptor, kid.CIDToGIDMap = simple.FontDescriptor, Name.Identity
    for key, value in more.items():
        if value is None:
            del kid[f"/{key}"]
        else:
            kid[f"/{key}"] = value
    whole = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=simple.BaseFont, Encoding=encoding)
    whole.DescendantFonts = Array([pdf.make_indirect(kid)])
    draw(pdf, b"BT /C 12 Tf <0001> Tj ET", Font={"/C": pdf.make_indirect(whole)})


def set_at(pdf: Pdf, *path: str, value: object) -> None:
    found = pdf.Root
    for key in path[:-1]:
        found = found[key]
    found[path[-1]] = value


def xmp(pdf: Pdf, text: str) -> None:
    pdf.Root.Metadata.write(text.encode())


def second_intent(pdf: Pdf) -> None:
    other = pdf.make_stream(SRGB + b"\0")
    other.N = 3
    pdf.Root.OutputIntents.append(Dictionary(S=Name("/GTS_PDFX"), DestOutputProfile=other))


def subset_list(pdf: Pdf) -> None:
    composite(pdf)
    kid = pdf.pages[0].resources.Font.C.DescendantFonts[0]
    kid.FontDescriptor.CIDSet = pdf.make_stream(b"\x80")


def spot(pdf: Pdf, count: int) -> None:
    names = Array([Name(f"/Spot{n}") for n in range(count)])
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    space = Array([Name.DeviceN, names, Name.DeviceRGB, function])
    draw(pdf, b"/S cs", ColorSpace={"/S": space})


DEFECTS: dict[str, Callable[[Pdf], object]] = {
    "external-stream": lambda p: show(p, image(p, F=String("other.bin"))),
    "name-not-utf8": lambda p: font_of(p).__setitem__("/BaseFont", pikepdf.Object.parse(b"/caf#e9")),
    "permissions": lambda p: set_at(p, "/Perms", value=Dictionary(Other=Dictionary())),
    "limit": lambda p: set_at(p, "/Note", value=String("x" * 40_000)),
    "nesting": lambda p: draw(p, b"q " * 29 + b"Q " * 29),
    "page-size": lambda p: p.pages[0].obj.__setitem__("/MediaBox", Array([0, 0, 20_000, 842])),
    "operator": lambda p: draw(p, b"BX 1 2 foo EX"),
    "inherited-resource": lambda p: draw(p, b"/Nowhere gs"),
    "output-intent": lambda p: p.Root.__delitem__("/OutputIntents"),
    "output-profile": lambda p: p.Root.OutputIntents[0].DestOutputProfile.write(b"no profile"),
    "output-intents-differ": second_intent,
    "icc-profile": lambda p: draw(
        p, b"/S cs", ColorSpace={"/S": Array([Name.ICCBased, p.make_stream(SRGB, N=4)])}
    ),
    "device-colour": lambda p: draw(p, b"0 0 0 1 k 0 0 9 9 re f"),
    "too-many-colorants": lambda p: spot(p, 33),
    "transfer-function": lambda p: state(p, TR=Name.Identity),
    "halftone": lambda p: state(p, HT=Dictionary(HalftoneType=6)),
    "rendering-intent": lambda p: draw(p, b"/Pretty ri"),
    "image-alternates": lambda p: show(p, image(p, Alternates=Array([]))),
    "image-interpolate": lambda p: show(p, image(p, Interpolate=True)),
    "image-bits": lambda p: show(p, image(p, BitsPerComponent=3)),
    "form-opi": lambda p: show(p, form(p, OPI=Dictionary())),
    "reference-xobject": lambda p: show(p, form(p, Ref=Dictionary())),
    "postscript-xobject": lambda p: show(p, p.make_stream(b"", Type=Name.XObject, Subtype=Name.PS)),
    "blend-mode": lambda p: state(p, BM=Name.Sparkle),
    "group-colour": lambda p: p.pages[0].obj.__setitem__(
        "/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    ),
    "font-entries": lambda p: font_of(p).__delitem__("/Widths"),
    "cid-system": lambda p: composite(p, encoding=Name("/UniGB-UCS2-H"), ordering="Japan1"),
    "cid-to-gid": lambda p: composite(p, CIDToGIDMap=None),
    "cmap": lambda p: composite(p, encoding=Name("/My-Own-H")),
    "font-not-embedded": lambda p: font_of(p).FontDescriptor.__delitem__("/FontFile2"),
    "cid-set": subset_list,
    "annotation-kind": lambda p: note(p, Subtype=Name.Movie),
    "annotation-flags": lambda p: note(p, F=2),
    "annotation-look": lambda p: note(p, AP=None),
    "need-appearances": lambda p: set_at(
        p, "/AcroForm", value=Dictionary(Fields=Array([]), NeedAppearances=True)
    ),
    "field-action": lambda p: set_at(
        p, "/AcroForm", value=Dictionary(Fields=Array([Dictionary(AA=Dictionary())]))
    ),
    "xfa": lambda p: set_at(p, "/AcroForm", value=Dictionary(Fields=Array([]), XFA=Array([]))),
    "action": lambda p: set_at(p, "/OpenAction", value=Dictionary(S=Name.Launch)),
    "trigger": lambda p: p.pages[0].obj.__setitem__("/AA", Dictionary()),
    "metadata-missing": lambda p: p.Root.__delitem__("/Metadata"),
    "metadata-damaged": lambda p: xmp(p, "<x:xmpmeta"),
    "metadata-packet": lambda p: xmp(
        p, XMP.format(title="台账", part="2", level="B").replace(" id=", ' bytes="9" id=')
    ),
    "info-differs": lambda p: xmp(p, XMP.format(title="另一个", part="2", level="B")),
    "identification": lambda p: xmp(p, XMP.format(title="台账", part="1", level="B")),
    "embedded-file": lambda p: set_at(p, "/Names", value=Dictionary(EmbeddedFiles=Dictionary())),
    "optional-content": lambda p: layers(p, Name=None),
    "optional-order": lambda p: layers(p, Order=Array([])),
    "alternate-presentation": lambda p: set_at(
        p, "/Names", value=Dictionary(AlternatePresentations=Dictionary())
    ),
    "requirements": lambda p: set_at(p, "/Requirements", value=Array([])),
}
OF_THE_FILE = {"header", "after-end", "file-id", "encrypted", "filter"}


def form(pdf: Pdf, **more: object) -> pikepdf.Stream:
    made = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=Dictionary()
    )
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def test_a_good_file_has_no_deviation(tmp_path):
    path = saved(good(), tmp_path)
    assert pdfa.problems(path) == ()
    assert pdfa.declares(path)
    counts: Counter[str] = Counter()
    assert list(pdfa.faults(path, counts)) == []
    assert counts == {"pdfa-rules": len(pdfa.RULES)}


@pytest.mark.parametrize(
    "made",
    [
        lambda p: draw(
            p, b"0.5 g 0 0 9 9 re f /E gs", ExtGState={"/E": Dictionary(BM=Name.Multiply, TR2=Name.Default)}
        ),
        lambda p: show(p, image(p, Interpolate=False)),
        lambda p: draw(
            p, b"0 0 0 1 k", ColorSpace={"/DefaultCMYK": Array([Name.ICCBased, p.make_stream(SRGB, N=3)])}
        ),
        lambda p: note(p),
        lambda p: note(p, Subtype=Name.Link, AP=None),
        lambda p: layers(p),
        lambda p: composite(p),
        lambda p: composite(p, encoding=Name("/UniGB-UCS2-H"), ordering="GB1"),
        lambda p: spot(p, 3),
        lambda p: set_at(
            p, "/OpenAction", value=Dictionary(S=Name.GoTo, D=Array([p.pages[0].obj, Name.Fit]))
        ),
        lambda p: draw(p, b"q " * 28 + b"Q " * 28),
        lambda p: draw(p, b"BI /W 1 /H 1 /CS /RGB /BPC 8 ID \xff\xff\xff EI"),
    ],
)
def test_what_is_allowed_is_no_deviation(tmp_path, made):
    pdf = good()
    made(pdf)
    assert rules(saved(pdf, tmp_path)) == set()


@pytest.mark.parametrize("rule", sorted(DEFECTS))
def test_each_rule_finds_its_defect(tmp_path, rule):
    pdf = good()
    DEFECTS[rule](pdf)
    assert rule in rules(saved(pdf, tmp_path))


def test_defects_of_the_file_itself_are_found(tmp_path):
    whole = saved(good(), tmp_path).read_bytes()
    path = tmp_path / "planted.pdf"
    path.write_bytes(whole + b"more")
    assert rules(path) == {"after-end"}
    path.write_bytes(whole.replace(whole.splitlines()[1], b"%" + b"A" * (len(whole.splitlines()[1]) - 1), 1))
    assert rules(path) == {"header"}
    at = whole.rindex(b"/ID")
    path.write_bytes(whole[:at] + b"/iD" + whole[at + 3 :])
    assert rules(path) == {"file-id"}
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(saved(good(), tmp_path)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert "encrypted" in rules(locked)


def test_a_filter_that_is_not_allowed_is_found(tmp_path):
    pdf = good()
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    pdf.Root.Kept = stream
    path = saved(pdf, tmp_path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert rules(path) == {"filter"}
    inline = good()
    draw(inline, b"BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID \x80\x0b\x60 EI")
    assert "filter" in rules(saved(inline, tmp_path))


def test_every_rule_has_a_planted_defect():
    assert set(DEFECTS) | OF_THE_FILE == set(pdfa.RULES)


def test_a_file_that_does_not_say_it_is_pdfa_is_asked_nothing(tmp_path):
    pdf = good()
    DEFECTS["metadata-missing"](pdf)
    DEFECTS["device-colour"](pdf)
    counts: Counter[str] = Counter()
    assert list(pdfa.faults(saved(pdf, tmp_path), counts)) == []
    assert counts == {}


def test_a_deviation_is_a_fault_with_its_clause_and_page(tmp_path):
    pdf = good()
    DEFECTS["device-colour"](pdf)
    (fault,) = pdfa.faults(saved(pdf, tmp_path), Counter())
    assert (fault.code, fault.page, fault.values[0]) == ("pdfa", 1, ("rule", "6.2.4.3"))
    assert "DeviceCMYK" in str(fault.values[1])


JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        "preflight",
        "pdfbox2",
        "fontbox2",
        "xmpbox",
        "commons-logging",
        "javax.activation",
        "jaxb-api",
    )
]
HAS_PREFLIGHT = shutil.which("java") is not None and all(jar.exists() for jar in JARS)


@pytest.mark.slow
@pytest.mark.skipif(not HAS_PREFLIGHT, reason="PDFBox preflight is not installed")
@pytest.mark.parametrize(
    "rule",
    [
        "",
        "output-intent",
        "device-colour",
        "font-not-embedded",
        "transfer-function",
        "image-interpolate",
        "annotation-flags",
        "action",
        "embedded-file",
        "metadata-missing",
        "info-differs",
        "filter",
    ],
)
def test_the_verdict_is_that_of_another_validator_where_both_have_a_rule(tmp_path, rule):
    """PDFBox preflight knows PDF/A-1b only: what both parts ask for alike is held against it."""
    pdf = good(part="1")
    if rule == "filter":
        draw(pdf, b"BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID \x80\x0b\x60 EI")
    elif rule == "info-differs":
        xmp(pdf, XMP.format(title="另一个", part="1", level="B"))
    elif rule:
        DEFECTS[rule](pdf)
    options = {"force_version": "1.4", "object_stream_mode": pikepdf.ObjectStreamMode.disable}
    path = saved(pdf, tmp_path, deterministic_id=True, **options)
    command = [
        "java",
        "-cp",
        ":".join(map(str, JARS)),
        "org.apache.pdfbox.preflight.Validator_A1b",
        str(path),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    is_valid = "is a valid PDF/A-1b file" in said.stdout + said.stderr
    assert is_valid or "is not a valid" in said.stdout + said.stderr, said.stderr
    assert is_valid == (rules(path) <= {"identification"}), said.stdout + said.stderr
