"""Make the fonts of `resources/fonts` from their released files.

    python tools/build_fonts.py --serif NotoSerifSC_400Regular.ttf --sans NotoSansSC_400Regular.ttf \
        --sans-bold NotoSansSC_700Bold.ttf --kai LXGWWenKai-Regular.ttf

The serif keeps every character: it carries the text of all documents. The two sans keep what headings
and the window need. The kai keeps only what the serif lacks, and gets a name of its own, as its
licence asks of a changed font. The same files in give the same bytes out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[1] / "resources/fonts"
KAI_NAME = "Ledger Kai"
# Layout tables serve vertical setting and alternates, which neither the PDF writer nor the window uses.
UNUSED_TABLES = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx"]
PRIVATE_USE = range(0xE000, 0xF900)
# Chinese fonts draw “ ” ‘ ’ as wide as an ideograph. Their narrow forms, which only a layout table
# reaches, get code points of their own: binder/typesetting.py sets them around English words.
QUOTES = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D}


def characters(font: TTFont) -> set[int]:
    """Return the code points a font has glyphs for."""
    return set(font.getBestCmap()) - set(PRIVATE_USE)


def gbk() -> set[int]:
    """Return the code points of GBK, the character set of older office files."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", "ignore")
            if len(text) == 1:
                found.add(ord(text))
    return found


def is_han(code: int) -> bool:
    """Whether a code point is an ideograph of the basic plane."""
    return 0x3400 <= code < 0xA000


def narrow_quotes(font: TTFont) -> dict[int, str]:
    """Return the glyphs of the narrow quotation marks by the code point they are to get."""
    if "GSUB" not in font:
        return {}
    table, cmap = font["GSUB"].table, font.getBestCmap()
    found = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "pwid":
            continue
        for index in record.Feature.LookupListIndex:
            for rule in table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(rule, "ExtSubTable", rule), "mapping", {})
                found |= {code: mapping[cmap[q]] for q, code in QUOTES.items() if cmap.get(q) in mapping}
    return found


def subset(source: Path, target: str, keep: Iterable[int], name: str = "") -> None:
    """Write the font with only these characters, without hinting, under a new name where given."""
    options = Options(hinting=False, layout_features=[], recalc_timestamp=False, notdef_outline=True)
    options.drop_tables += UNUSED_TABLES
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    font = TTFont(source, recalcTimestamp=False)
    quotes = {} if name else narrow_quotes(font)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(keep), glyphs=quotes.values())
    subsetter.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(quotes)
    if name:
        _rename(font, name)
    font.save(TARGET / target, reorderTables=False)


def _rename(font: TTFont, name: str) -> None:
    table = font["name"]
    version = table.getDebugName(5)
    table.names = [r for r in table.names if r.nameID in (0, 5, 13, 14)]
    for key, value in (
        (1, name),
        (2, "Regular"),
        (3, f"{name}:{version}"),
        (4, name),
        (6, name.replace(" ", "") + "-Regular"),
        (10, "A subset under another name, as the licence asks."),
    ):
        table.setName(value, key, 3, 1, 0x409)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for option in ("--serif", "--sans", "--sans-bold", "--kai"):
        parser.add_argument(option, type=Path, required=True)
    given = parser.parse_args()
    serif, sans, kai = (characters(TTFont(p)) for p in (given.serif, given.sans, given.kai))
    # The kai covers the 8,105 characters of the standard list of 2013 and little beyond, so what both
    # have is that list's rare part.
    window = {c for c in sans if not is_han(c)} | (sans & gbk()) | (sans & kai)
    subset(given.serif, "NotoSerifSC-Regular.ttf", serif)
    subset(given.sans, "NotoSansSC-Regular.ttf", window)
    subset(given.sans_bold, "NotoSansSC-Bold.ttf", window)
    subset(given.kai, "LedgerKai-Regular.ttf", kai - serif, KAI_NAME)


if __name__ == "__main__":
    main()
