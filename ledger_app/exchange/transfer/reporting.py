"""The report of the four-property test: JSON for programs, Word for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO

from ledger_app.exchange.transfer.model import Catalogue, Checked, Result, Tested
from ledger_app.exchange.transfer.testing import HEADLINE, NOTES
from ledger_app.exchange.transfer.wording import PAPERS, sentence
from ledger_app.exchange.transfer.words import day, gigabytes

RESULTS = {Result.PASSED: "通过", Result.FAILED: "不通过", Result.NOT_TESTED: "未检测"}
_MOST = 500


def document(
    head: Catalogue, checked: Checked, tested: Sequence[Tested], *, program: str
) -> dict[str, object]:
    """Return the report as plain values, its names in English, its words those of the papers."""
    return {
        "standard": "DA/T 70-2018",
        "headline": HEADLINE,
        "notes": list(NOTES),
        "program": program,
        "made_on": head.date,
        "fonds": head.fonds,
        "items": head.count,
        "bytes": head.size,
        "left_out": checked.left_out,
        "tested": [item(one) for one in tested],
        "problems": [
            {
                "code": p.code,
                "severity": str(p.severity),
                "place": p.place,
                "message": sentence(p, within=PAPERS),
            }
            for p in checked.problems
        ],
    }


def item(one: Tested) -> dict[str, object]:
    """Return one tested item as plain values."""
    return {
        "code": one.code,
        "code_is_inferred": one.is_inferred,
        "name": one.name,
        "property": one.property,
        "object": one.target,
        "done": one.method,
        "result": RESULTS[one.result],
        "detail": one.detail,
    }


def write_json(stream: BinaryIO, report: dict[str, object]) -> None:
    """Write the report for programs."""
    stream.write((json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode())


def write_docx(stream: BinaryIO, head: Catalogue, checked: Checked, tested: Sequence[Tested]) -> None:
    """Write the report for people: what was tested, what was not, every problem."""
    from ledger_app.exchange.transfer import papers  # see docs/decisions/0006-late-imports.md

    paper = papers.Paper("电子档案移交检测报告", head.date)
    paper.heading("电子档案移交检测报告")
    paper.line(HEADLINE, is_centred=True, is_bold=True)
    done = [one for one in tested if one.result is not Result.NOT_TESTED]
    failed = [one for one in done if one.result is Result.FAILED]
    paper.table(
        [
            ("移出单位", head.fonds_name, "全宗号", head.fonds),
            ("移交包制作日期", day(head.date), "未移交件数", str(checked.left_out)),
            ("电子档案件数", str(head.count), "数据量（GB）", gigabytes(head.size)),
            ("已检测项目", f"{len(done)} 项", "其中不通过", f"{len(failed)} 项"),
        ],
        widths=(32, 45, 32, 45),
    )
    for note in NOTES:
        paper.line(note, is_small=True)
    paper.section("一、已检测的项目")
    rows = [("编号", "项目名称", "检测对象", "检测做法", "结果", "说明")]
    rows += [
        (_code(o), f"{o.property}·{o.name}", o.target, o.method, RESULTS[o.result], o.detail) for o in done
    ]
    paper.table(rows, widths=(20, 27, 22, 38, 14, 35), has_head=True, is_small=True)
    paper.section("二、未检测的项目")
    rows = [("编号", "项目名称", "未检测的原因")]
    rows += [(_code(o), f"{o.property}·{o.name}", o.detail) for o in tested if o.result is Result.NOT_TESTED]
    paper.table(rows, widths=(30, 56, 70), has_head=True, is_small=True)
    paper.section("三、发现的问题")
    if not checked.problems:
        paper.line("未发现问题。")
    for number, problem in enumerate(checked.problems[:_MOST], 1):
        paper.line(f"{number}. {sentence(problem, within=PAPERS)}", is_small=True)
    if len(checked.problems) > _MOST:
        paper.line(f"共 {len(checked.problems)} 处，其余见同名 JSON 文件。", is_small=True)
    paper.save(stream)


def _code(one: Tested) -> str:
    return f"{one.code}*" if one.is_inferred else one.code
