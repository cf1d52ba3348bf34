"""Keep the Chinese catalogue: `extract` new sentences, `fill` them from a JSON file, `compile`, `check`.

    python tools/translations.py extract            # sentences in the code -> the .po file
    python tools/translations.py fill FILE.json     # {"English sentence": "中文句子", ...} -> .po and .mo
    python tools/translations.py missing            # what is still untranslated, as JSON to fill in
    python tools/translations.py check              # exit 1 on anything untranslated, fuzzy or stale

A plural is filled as {"{n} file": ["{n} 个文件"]}.
"""

from __future__ import annotations

import io
import json
import string
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "resources/locale/zh_CN/LC_MESSAGES/evidence-ledger.po"
MO = PO.with_suffix(".mo")
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def sentences() -> Catalog:
    """Return every sentence of the code, sorted."""
    catalog = Catalog(locale="zh_CN", project="evidence-ledger", fuzzy=False)
    found = extract_from_dir(str(ROOT / "ledger_app"), [("**.py", "python")], keywords=KEYWORDS)
    for filename, _line, message, comments, context in found:
        catalog.add(
            message, locations=[(f"ledger_app/{filename}", 0)], auto_comments=comments, context=context
        )
    return catalog


def stored() -> Catalog:
    """Return the catalogue as it is in the repository."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def merged() -> Catalog:
    """Return the sentences of the code with the translations that are stored."""
    catalog, old = sentences(), stored()
    for message in catalog:
        kept = old.get(message.id) if message.id else None
        if kept and kept.string:
            message.string = kept.string
    return catalog


def write(catalog: Catalog) -> None:
    """Write .po and .mo, without dates and line numbers, so that they change only with their content."""
    PO.write_bytes(po_bytes(catalog))
    MO.write_bytes(mo_bytes(catalog))


def po_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    lines = out.getvalue().split(b"\n")
    volatile = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b"# ")
    return b"\n".join(x for x in lines if not x.startswith(volatile) and x != b"#")


def mo_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    clean = read_po(io.BytesIO(po_bytes(catalog)), locale="zh_CN")
    clean.creation_date = clean.revision_date = EPOCH
    write_mo(out, clean)
    return out.getvalue()


def fill(catalog: Catalog, translations: dict[str, str | list[str]]) -> list[str]:
    """Put translations in; return the keys that no sentence in the code has."""
    unknown = []
    for english, chinese in translations.items():
        message = catalog.get(english)
        if message is None:
            unknown.append(english)
            continue
        plural = isinstance(message.id, tuple)
        message.string = (
            tuple(chinese)
            if plural and isinstance(chinese, list)
            else ((str(chinese),) if plural else str(chinese))
        )
    return unknown


def faults(catalog: Catalog) -> list[str]:
    """Return what is untranslated or has other placeholders than its English."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(strings):
            found.append(f"untranslated: {ids[0]}")
        elif placeholders(ids[-1]) != placeholders(strings[-1]):
            found.append(f"placeholders differ: {ids[0]}")
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            write(merged())
        case ["fill", file]:
            with FileLock(ROOT / ".translations.lock"):
                catalog = merged()
                unknown = fill(catalog, json.loads(Path(file).read_text(encoding="utf-8")))
                write(catalog)
            for key in unknown:
                sys.stderr.write(f"not in the code: {key}\n")
            return 1 if unknown else 0
        case ["missing"]:
            gaps = {
                (m.id[0] if isinstance(m.id, tuple) else m.id): ([""] if isinstance(m.id, tuple) else "")
                for m in merged()
                if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)
            }
            sys.stdout.write(json.dumps(gaps, ensure_ascii=False, indent=1) + "\n")
        case ["check"]:
            catalog = merged()
            found = faults(catalog)
            if PO.read_bytes() != po_bytes(catalog) or MO.read_bytes() != mo_bytes(catalog):
                found.append("the catalogue is stale: run `python tools/translations.py extract`")
            for fault in found:
                sys.stderr.write(fault + "\n")
            return 1 if found else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
