"""A scheme written as Word or Excel imports to the same scheme."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.core.resources import resource
from ledger_app.scheme.comparing import Change
from ledger_app.scheme.exporting import export
from ledger_app.scheme.laying import as_exported
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.scheme.reading import read_scheme
from tests.scheme.corpus.build import MAKERS

ENDINGS = (".docx", ".xlsx")


def scheme(*indicators: Indicator, **more: object) -> Scheme:
    values: dict = {"title": "青山县2025年度考核指标体系", "year": 2025, "total_points": 100.0}
    given = Scheme(indicators=indicators, **{**values, **more})
    stated = {s.path: s for s in given.sections}
    paths = dict.fromkeys(i.path[:n] for i in indicators for n in range(1, len(i.path) + 1))
    return replace(given, sections=tuple(stated.get(p, Section(p)) for p in {**paths, **stated}))


def leaf(code: str, name: str, *asked: str, **more: object) -> Indicator:
    requirements = tuple(Requirement(str(n), text) for n, text in enumerate(asked, 1))
    values: dict = {"path": ("一、粮食安全", "1.粮食生产"), "points": 2.5, "requirements": requirements}
    return Indicator(code=code, name=name, **{**values, **more})


def there_and_back(given: Scheme, target: Path) -> Scheme:
    assert export(given, target).is_empty
    return as_exported(read_scheme(target))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_sample_comes_back(tmp_path: Path, ending: str) -> None:
    given = read_scheme(resource("sample", "scheme.docx"))
    target = tmp_path / f"导出{ending}"
    assert there_and_back(given, target) == as_exported(given)
    assert not read_scheme(target).problems


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__)
def test_every_layout_of_the_corpus_comes_back(make, tmp_path: Path, ending: str) -> None:
    given = read_scheme(make(tmp_path).path)
    assert there_and_back(given, tmp_path / f"导出{ending}") == as_exported(given)


LAID = {
    "flat": scheme(leaf("1", "甲事", path=()), leaf("2", "乙事", path=())),
    "one level": scheme(leaf("1", "甲事", path=("一、甲",)), leaf("2", "乙事", path=("二、乙",))),
    "ragged": scheme(
        leaf("1", "甲事", path=("一、甲",)),
        leaf("2", "乙事", path=("一、甲", "1.丙", "（1）丁")),
        leaf("3", "丙事", path=("一、甲", "1.丙")),
        leaf("4", "丁事", path=()),
    ),
    "five deep": scheme(
        leaf("1", "甲事", path=("一", "二", "三", "四")), leaf("2", "乙事", path=("一", "二", "三", "五"))
    ),
    "apart": scheme(
        leaf("1", "甲事", path=("一、甲",)),
        leaf("2", "乙事", path=("二、乙",)),
        leaf("3", "丙事", path=("一、甲",)),
    ),
    "section points": scheme(
        leaf("1", "甲事"),
        sections=(Section(("一、粮食安全",), 16.0), Section(("一、粮食安全", "1.粮食生产"), 2.5)),
    ),
    "empty sections": scheme(
        leaf("1", "甲事", path=("一、甲", "1.丙")),
        sections=(
            Section(("〇、无",), 3.0),
            Section(("一、甲",), 5.0),
            Section(("一、甲", "1.丙")),
            Section(("二、空",)),
        ),
    ),
    "marks and bonus": scheme(
        leaf("1", "甲事", is_hard=True),
        leaf("2", "工作创新", path=("三、加分项",), is_bonus=True),
        leaf("3", "受表彰", is_bonus=True, points=3.0),
        leaf("4", "丙事", points=None),
        leaf("5", "丁事", points=0.125),
    ),
    "who": scheme(
        leaf("1", "甲事", units=("农办", "县委宣传部"), persons=("张某（13800000000）", "李某")),
        leaf("2", "乙事"),
    ),
    "codes": scheme(*(leaf(c, f"指标{c}") for c in ("1.1", "1.9", "1.10", "A-3", "P7", "002"))),
    "lists in one text": scheme(
        leaf("1", "甲事", "通知、方案、照片"),
        leaf(
            "2",
            "乙事",
            "台账；照片",
            "①通知②方案",
            "1.报表",
            "“公开栏；照片”",
            "「清洁日」照片",
            "（半个括号",
        ),
        leaf("3", "丙事", "无", "2项", "说明。附件。"),
        leaf("4", "丁事", "甲。乙", units=("农办、水利站", "责任单位：林业站"), persons=("甲、乙",)),
    ),
    "names like something else": scheme(
        leaf("1", "达标率（90）", points=None),
        leaf("2", "满意度调查（5分）"),
        leaf("3", "★示范村"),
        leaf("4", "合计", path=()),
        leaf("5", "备注：其他", path=(), points=None),
        leaf("6", "无"),
        leaf("7", "「清洁日」"),
        leaf("8", "指标"),
        leaf("9", "甲事", path=("一、治理（20）", "2.机制（续）")),
    ),
    "rules": scheme(
        leaf("1", "甲事", scoring="第一条，得1分；\n第二条：=1+1\n-0.5分"),
        leaf("2", "乙事", scoring="无"),
        leaf("3", "丙事", scoring="丙事"),
        leaf("4", "丁事", scoring="_x0041_ =SUM(A1) <b>&amp;"),
        leaf("5", "戊事", "很长的材料" * 300, scoring="很长的规则，" * 800),
    ),
    "no keyword in the title": scheme(leaf("1", "甲事"), title="某某大会战", year=None, total_points=None),
    "no year, no total": scheme(leaf("1", "甲事"), title="某县考核细则", year=None, total_points=None),
    "the same name twice": scheme(leaf("1", "档案管理"), leaf("2", "档案管理"), leaf("3", "档案管理")),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", LAID)
def test_it_comes_back_as_it_was(tmp_path: Path, name: str, ending: str) -> None:
    assert there_and_back(LAID[name], tmp_path / f"导出{ending}") == as_exported(LAID[name])


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_cannot_come_back_is_told(tmp_path: Path, ending: str) -> None:
    given = scheme(leaf("1", "甲事", path=("一", "二", "三", "四", "五")), leaf("２", "乙\x00事"))
    found = export(given, tmp_path / f"导出{ending}")
    assert not found.is_empty
    assert {Change.PATH, Change.CODE} <= set(found.counts()) or found.sections


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        export(scheme(leaf("1", "甲事")), tmp_path / "导出.pdf")
    assert caught.value.code == "scheme-output-unknown" and sentence(caught.value)
    assert not list(tmp_path.iterdir())


def test_the_header_repeats_on_every_page(tmp_path: Path) -> None:
    export(LAID["ragged"], tmp_path / "a.docx")
    export(LAID["ragged"], tmp_path / "a.xlsx")
    table = Document(str(tmp_path / "a.docx")).tables[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml and "w:tblHeader" not in table.rows[1]._tr.xml
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.orientation == "landscape"


def test_points_are_numbers_and_texts_never_formulas(tmp_path: Path) -> None:
    export(scheme(leaf("1", "甲事", scoring="=1+1"), leaf("2", "乙事")), tmp_path / "a.xlsx")
    sheet = load_workbook(io.BytesIO((tmp_path / "a.xlsx").read_bytes())).active
    types = {
        cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    assert (types[1], types[2.5], types["=1+1"]) == ("n", "n", "s")


# any scheme of plausible texts

WORDS = st.text("甲乙丙丁年村镇建设管护aZ3 、，；。（）()“”：-—/％%+★①一", min_size=1, max_size=14)
TIDY = WORDS.map(lambda t: " ".join(t.split())).filter(bool)
NAMES = TIDY.filter(lambda t: any(c in "甲乙丙丁年村镇建设管护" for c in t))
HEADS = st.sampled_from(["一、粮食安全", "二、人居环境", "1.生产", "2.治理", "（一）其他", "三、加分项"])
RULES = st.lists(TIDY, max_size=4).map("\n".join)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    made = []
    for at in range(draw(st.integers(1, 6))):
        path = tuple(draw(st.lists(HEADS, max_size=3, unique=True)))
        one = leaf(
            str(at + 1),
            draw(NAMES),
            *draw(st.lists(TIDY, max_size=4, unique=True)),
            path=path,
            points=draw(st.sampled_from([None, 0.5, 1.0, 2.5, 16.0])),
            is_hard=draw(st.booleans()),
            units=tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
            persons=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
            scoring=draw(RULES),
        )
        made.append(replace(one, is_bonus="三、加分项" in path))
    return scheme(*made, total_points=draw(st.sampled_from([None, 100.0])))


@given(schemes(), st.sampled_from(ENDINGS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_scheme_of_plausible_texts_comes_back(tmp_path_factory, given: Scheme, ending: str) -> None:
    target = tmp_path_factory.mktemp("export") / f"导出{ending}"
    assert there_and_back(given, target) == as_exported(given)
