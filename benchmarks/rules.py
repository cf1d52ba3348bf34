"""Measures every rule of the audit on planted defects and their clean twins, and writes docs/audit-rules.md.

    python -m benchmarks.rules [--rules E405,E406] [--write]

Real files are written, linked and audited; `planting` says how. Forms are taken from the pages of the rules, not from
their code.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    planted_basics,
    planted_figures,
    planted_harder,
    planted_papers,
    planted_pictures,
    planted_tables,
    planted_texts,
)
from benchmarks.planting import NOW, Case, Outcome, run
from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.audit.rules import RULES
from ledger_app.core.i18n import _, set_language

TARGET = Path(__file__).resolve().parents[1] / "docs" / "audit-rules.md"
FAMILIES = (
    planted_basics,
    planted_papers,
    planted_pictures,
    planted_texts,
    planted_figures,
    planted_tables,
    planted_harder,
)
_BY_TESTS = {
    "E202": "需要没有读取权限或被占用的文件，由 tests/vault 和 tests/audit 检验",
    "E209": "要先打印一次才知道，由 tests/audit 检验",
    "E901": "规则自身出错，由 tests/audit 检验",
}
_NOT_ELSEWHERE = ("E101", "E102", "E103", "E502", "E503", "E601", "E603", "E604")
"""What a made case may well lack on purpose is no false alarm in the case of another rule."""


@dataclass(slots=True)
class Tally:
    """How often a rule was planted, found, given a twin, spoke of one; `elsewhere`: of twins of other rules."""

    planted: int = 0
    found: int = 0
    twins: int = 0
    false: int = 0
    elsewhere: int = 0


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and write the page where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", default="", help="only these, with commas")
    parser.add_argument("--write", action="store_true", help="write docs/audit-rules.md")
    options = parser.parse_args(arguments)
    set_language("zh_CN")
    wanted = set(filter(None, options.rules.split(",")))
    with tempfile.TemporaryDirectory() as place:
        outcomes = run([c for c in every_case() if not wanted or c.rule in wanted], Path(place) / "planted")
        usual = of_sample(Path(place) / "sample")
    page = "\n".join(said(outcomes, usual))
    sys.stdout.write(page + "\n")
    if options.write:
        TARGET.write_text(page + "\n", encoding="utf-8")


def every_case() -> list[Case]:
    """Return all cases of all families."""
    return [case for family in FAMILIES for case in family.cases()]


def tallied(outcomes: Iterable[Outcome]) -> dict[str, Tally]:
    """Count what was found, rule by rule."""
    counted: dict[str, Tally] = defaultdict(Tally)
    for outcome in outcomes:
        own = counted[outcome.case.rule]
        if outcome.case.is_planted:
            own.planted += 1
            own.found += outcome.is_found
            continue
        own.twins += 1
        own.false += outcome.is_found
        for rule in {f.rule for f in outcome.findings} - {outcome.case.rule, *_NOT_ELSEWHERE}:
            counted[rule].elsewhere += 1
    return dict(counted)


def of_sample(place: Path) -> dict[str, int]:
    """Return how many findings each rule has in the sample archive beyond those planted there."""
    from ledger_app.exchange.sample_plan import sample_plan

    founding.make_sample(place)
    with Archive(place, now=lambda: NOW) as archive:
        findings = archive.audit().findings
    counted: dict[str, int] = defaultdict(int)
    for finding in findings:
        counted[finding.rule] += 1
    for gap in sample_plan().gaps:
        counted[gap.rule] -= 1
    return dict(counted)


def said(outcomes: Sequence[Outcome], usual: dict[str, int]) -> Iterable[str]:
    """Yield the lines of the page."""
    counted = tallied(outcomes)
    shown = [rule for rule in RULES if rule.code in counted or rule.code in _BY_TESTS]
    yield from _HEAD
    for rule in shown:
        tally = counted.get(rule.code)
        title = _(rule.title)
        if tally is None or not tally.planted:
            yield f"| [{rule.code}](rules/{rule.code}.md) | {title} | — | — | — | — | — | — | {usual.get(rule.code, 0)} |"
            continue
        recall = f"{tally.found / tally.planted:.0%}"
        rate = f"{tally.false / tally.twins:.0%}" if tally.twins else "—"
        yield (
            f"| [{rule.code}](rules/{rule.code}.md) | {title} | {tally.planted} | {tally.found} | {recall} "
            f"| {tally.twins} | {tally.false} | {rate} | {tally.elsewhere} + {usual.get(rule.code, 0)} |"
        )
    every = list(counted.values())
    planted, found = sum(t.planted for t in every), sum(t.found for t in every)
    twins, false = sum(t.twins for t in every), sum(t.false for t in every)
    if planted and twins:
        yield (
            f"| | **合计** | {planted} | {found} | {found / planted:.1%} | {twins} | {false} | {false / twins:.1%} "
            f"| {sum(t.elsewhere for t in every)} + {sum(usual.values())} |"
        )
    yield from _of_tests(shown)
    yield from _wrong(outcomes)


def _of_tests(shown: Sequence[object]) -> Iterable[str]:
    codes = {rule.code for rule in shown}
    yield ""
    for code, why in _BY_TESTS.items():
        if code in codes:
            yield f"- {code}：{why}。"


def _wrong(outcomes: Iterable[Outcome]) -> Iterable[str]:
    yield from ("", "## 未发现的与误报的", "")
    lines = [
        f"- {o.case.rule} {'未发现' if o.case.is_planted else '误报'}：{o.case.form}"
        for o in outcomes
        if o.case.is_planted != o.is_found
    ]
    yield from lines or ["没有。"]
    yield from ("", "对照中其他规则的发现：", "")
    elsewhere = [
        f"- {rule}：在 {o.case.rule} 的对照“{o.case.form}”中"
        for o in outcomes
        if not o.case.is_planted
        for rule in sorted({f.rule for f in o.findings} - {o.case.rule, *_NOT_ELSEWHERE})
    ]
    yield from elsewhere or ["没有。"]


_HEAD = (
    "# 审查规则的检出与误报",
    "",
    "每条规则按各自页面的说法埋设问题，写成真实文件（docx、xlsx、csv、txt、pdf、jpg），导入、关联、审查；"
    "每种形式配一份没有该问题、结构相同的对照。重做：`python -m benchmarks.rules --write`。",
    "",
    "“另报”为该规则在其他规则的对照中报出的件数 + 在示例档案库中报出的、不在计划内的件数。",
    "对照本来就没有文号、落款的，E601、E603、E604 不计入另报；E101 至 E103、E502、E503 亦同。",
    "",
    "样本由本项目编写，规则也在编写中据此改正过，所以这里的数只说明规则没有失灵，不能当作在真实材料上的检出率。",
    "更接近实情的是第一次运行的数：E402 至 E408 另有 25 个埋设和 20 个对照写在规则定稿之后（`planted_harder.py`），"
    "第一次检出 16 个（64%），误报 4 个（20%）；误报和一部分漏检随后作了改正，下表是改正后的。",
    "编写中的第一次运行：E303 4/5，E206 7/8（误报 1/5），E405 5/7，E406 6/7，E407 7/8（误报 1/9），E408 4/6，E702 2/5，其余全部检出。",
    "",
    "| 编号 | 名称 | 埋设 | 检出 | 检出率 | 对照 | 误报 | 误报率 | 另报 |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
)

if __name__ == "__main__":
    main(sys.argv[1:])
