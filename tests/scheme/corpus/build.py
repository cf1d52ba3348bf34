"""Builds the corpus, holds what is read against what must be read, and writes the table of the result.

`python -m tests.scheme.corpus.build FOLDER` writes the files to a folder; with `--expected` also what must
be read from them beside the corpus, with `--table` docs/scheme-corpus.md.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from ledger_app.core import i18n
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import read_file, read_scheme
from ledger_app.scheme.texts import folded
from tests.scheme.corpus import odd_layouts, plain_layouts, traps
from tests.scheme.corpus.bank import Case, Leaf

MAKERS = (*plain_layouts.LAYOUTS, *odd_layouts.LAYOUTS, *traps.LAYOUTS)
EXPECTED = Path(__file__).parent / "expected"
TABLE = Path(__file__).parents[3] / "docs" / "scheme-corpus.md"
HELD_OUT = Path(__file__).with_name("held_out.md")
_SEPARATORS = re.compile(r"[\s\d.、,，;；:：。()（）\[\]【】★▲*/_—\-~～%+<>=]+")


@dataclass(frozen=True, slots=True)
class Score:
    """How one file was read: leaves found and right, words of the source that turn up nowhere."""

    found: int
    right: int
    reported: int
    unreported: tuple[str, ...]
    lost: tuple[str, ...]


def leaves_of(scheme: Scheme) -> list[Leaf]:
    """Return what was read, as the corpus states it."""
    return [Leaf(i.code, i.path, i.name, i.points, i.is_hard, i.is_bonus, i.units) for i in scheme.indicators]


def expected(key: str) -> list[Leaf]:
    """Return what must be read, from the data beside the corpus."""
    rows = json.loads((EXPECTED / f"{key.replace(' ', '-')}.json").read_text(encoding="utf-8"))
    return [Leaf(**{**row, "path": tuple(row["path"]), "units": tuple(row["units"])}) for row in rows]


def write_expected(case: Case) -> None:
    """Write what must be read from a file, one indicator a line."""
    rows = ",\n".join(json.dumps(asdict(leaf), ensure_ascii=False) for leaf in case.leaves)
    path = EXPECTED / f"{case.key.replace(' ', '-')}.json"
    path.write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def score(case: Case) -> Score:
    """Read a file of the corpus and hold it against what must be read."""
    scheme = read_scheme(case.path)
    found = leaves_of(scheme)
    left = list(found)
    right = 0
    for leaf in expected(case.key):
        if leaf in left:
            left.remove(leaf)
            right += 1
    codes = {p.code for p in scheme.problems}
    return Score(
        len(found),
        right,
        len(scheme.problems),
        tuple(c for c in case.reported if c not in codes),
        tuple(lost_words(case.path, scheme)),
    )


def lost_words(path: Path, scheme: Scheme) -> list[str]:
    """Return the words below the headers of the file's tables that are neither in the scheme nor in a problem."""
    source = read_file(path).source
    said = folded(repr(scheme).replace("\\n", "").replace("\\u3000", ""))
    lost = []
    for grid in source.grids:
        header = {folded(c.text) for row in grid.rows[:4] for c in row.cells}
        texts = {c.text for row in grid.rows for c in row.cells if folded(c.text) not in header}
        for text in sorted(texts):
            for name in {folded(u) for i in scheme.indicators for u in i.units} & _parts(folded(text)):
                text = folded(text).replace(name, "、")
            words = [w for w in _SEPARATORS.split(folded(text)) if len(w) > 1]
            lost += [w for w in words if w not in said and not _is_furniture(folded(text))]
    return lost


def _parts(text: str) -> set[str]:
    return (
        {text[a:b] for a in range(len(text)) for b in range(a + 2, len(text) + 1)}
        if len(text) < 40
        else set()
    )


def _is_furniture(text: str) -> bool:
    """Say whether a cell is the table's own: totals, notes, lines to fill in, headers again, counts."""
    return bool(re.match("合计|汇总|注:|说明:|考评人|被考评|考评单位|续表", text)) or bool(
        re.fullmatch(r"\d+项|true|false|约束性|预期性|计\d+分.*", text)
    )


def table(cases: list[Case]) -> str:
    """Return the page that shows how every file of the corpus is read."""
    lines = [
        "# How scheme files are read",
        "",
        "Every file is built by `tests/scheme/corpus` and read by the program; `tests/scheme/test_corpus.py`",
        "holds the result against the lists in `tests/scheme/corpus/expected`. Written by",
        "`python -m tests.scheme.corpus.build FOLDER --table`.",
        "",
        "- **leaves**: indicators that the file means. **found**: indicators read.",
        "- **right**: code, path, name, points, hard, bonus and units are all as expected.",
        "- **reported**: problems told to the person, most of them harmless, each at its place.",
        "- **lost**: words of the tables that are neither in the scheme nor in a problem. Must be 0.",
        "",
        "| layout | file | what is special | leaves | found | right | reported | lost |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    sums = [0, 0, 0, 0, 0]
    for case in cases:
        one = score(case)
        numbers = [len(case.leaves), one.found, one.right, one.reported, len(one.lost)]
        sums = [a + b for a, b in zip(sums, numbers, strict=True)]
        cells = " | ".join(map(str, numbers))
        lines.append(f"| {case.key} | {case.path.suffix[1:]} | {case.about} | {cells} |")
    lines.append(f"| **all** | {len(cases)} files | | {' | '.join(f'**{n}**' for n in sums)} |")
    return "\n".join([*lines, "", HELD_OUT.read_text(encoding="utf-8")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--expected", action="store_true")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    i18n.set_language("en")
    options.folder.mkdir(parents=True, exist_ok=True)
    cases = [make(options.folder) for make in MAKERS]
    if options.expected:
        EXPECTED.mkdir(exist_ok=True)
        for case in cases:
            write_expected(case)
    if options.table:
        TABLE.write_text(table(cases), encoding="utf-8")


if __name__ == "__main__":
    main()
