"""Needs drafted from the words of schemes: every draft of the sample was read by a person and is kept here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.core.resources import resource
from ledger_app.scheme.drafting import drafts_for
from ledger_app.scheme.model import Indicator, Need, Requirement
from ledger_app.scheme.papers import PAPERS
from ledger_app.scheme.proposing import papers_in
from ledger_app.scheme.reading import read_scheme
from ledger_app.scheme.templates import TEMPLATES

ROSTERS = {"village": 1, "household": 2, "project": 3}
SAMPLE = Path(__file__).parent / "drafts" / "sample.tsv"


def indicator(*texts: str, scoring: str = "", name: str = "事项") -> Indicator:
    asked = tuple(Requirement(str(n), text, n) for n, text in enumerate(texts, start=1))
    return Indicator("1", (), name, 1.0, scoring=scoring, requirements=asked)


def drafted(text: str, *, scoring: str = "", name: str = "事项", rosters: dict | None = None) -> Need:
    known = ROSTERS if rosters is None else rosters
    return drafts_for(indicator(text, scoring=scoring, name=name), known).needs[1]


def shown(need: Need) -> str:
    said = [
        "/".join(need.kinds),
        f"x{need.count}" if need.count > 1 else "",
        need.every,
        f"roster{need.roster}" if need.roster else "",
        "signed" if need.is_signed else "",
        "sealed" if need.is_sealed else "",
        f"{need.chain}{need.step}" if need.chain else "",
    ]
    return " ".join(filter(None, said)) or "-"


def test_every_draft_of_the_sample_is_the_one_that_was_read() -> None:
    found = []
    number = 0
    for one in read_scheme(resource("sample", "scheme.docx")).indicators:
        asked = tuple(replace(r, id=number + n) for n, r in enumerate(one.requirements, start=1))
        number += len(asked)
        drafts = drafts_for(replace(one, requirements=asked), ROSTERS)
        found += [f"{one.code}\t{r.text}\t{shown(drafts.needs[r.id])}" for r in asked]
        assert drafts.proposals == ()
    assert found == SAMPLE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议记录不少于4次", Need(kinds=("minutes",), count=4)),
        ("至少三份检测报告", Need(kinds=("certificate",), count=3)),
        ("简报12期以上", Need(kinds=("publicity",), count=12)),
        ("巡查记录(每月不少于2次)", Need(kinds=("patrol",), count=2, every="month")),
        ("每季度公示照片", Need(kinds=("notice", "photo"), every="quarter")),
        ("每半年总结", Need(kinds=("report",), every="half")),
        ("半年小结", Need(kinds=("report",))),
        ("各村改厕台账", Need(kinds=("list",), roster=1)),
        ("一户一策", Need(kinds=("plan",), roster=2)),
        ("每个项目验收报告(签字盖章)", Need(kinds=("acceptance",), roster=3, is_signed=True, is_sealed=True)),
        ("一村一品认定文件", Need(kinds=("red-head",))),
        ("公示及照片", Need(kinds=("notice", "photo"), count=2)),
        ("前后对比照片", Need(kinds=("photo",), count=2)),
        ("统计公报/报表", Need(kinds=("table",))),
        ("合同或协议", Need(kinds=("contract",))),
        ("照片或会议记录", Need(kinds=("photo", "minutes"))),
        ("纸质或电子台账", Need(kinds=("list",))),
        ("会议记录(党委会或班子会)", Need(kinds=("minutes",))),
        ("推介文件或媒体截图", Need()),
        ("宣传活动照片或信息", Need()),
        ("巡查记录或者值班资料(签字)", Need(is_signed=True)),
        ("各村村民代表名单", Need(kinds=("list",), roster=1)),
        ("佐证材料", Need()),
    ],
)
def test_words_of_a_requirement(text: str, expected: Need) -> None:
    assert drafted(text) == expected


@pytest.mark.parametrize(
    ("text", "scoring", "expected"),
    [
        ("公开栏照片", "未按季公开每次扣0.2分", Need(kinds=("notice", "photo"), every="quarter")),
        ("会议纪要", "专题研究少于4次,少1次扣0.1分", Need(kinds=("minutes",), count=4)),
        ("巡查记录", "每月巡查不少于2次", Need(kinds=("patrol",), count=2, every="month")),
        ("巡查记录", "每月报送信息，少一次扣1分", Need(kinds=("patrol",))),
        ("改厕台账", "每户扣0.5分；出现3次以上不得分", Need(kinds=("list",))),
        ("保洁员花名册", "每村未达标扣0.5分", Need(kinds=("list",))),
    ],
)
def test_what_the_rule_adds(text: str, scoring: str, expected: Need) -> None:
    assert drafted(text, scoring=scoring) == expected


def test_without_its_roster_a_draft_leaves_the_subjects_out() -> None:
    assert drafted("各村改厕台账", rosters={}) == Need(kinds=("list",))


def test_alternatives_that_were_split_are_put_together() -> None:
    needs = drafts_for(indicator("土地合同", "或承包协议", "台账"), {}).needs
    assert [needs[n].instead for n in (1, 2, 3)] == ["土地合同", "土地合同", ""]


@pytest.mark.parametrize(
    ("rule", "papers"),
    [
        ("完善“四个到位”；健全组织/责任/制度/监督检查考核评估体系;人员变动及时调整并公布", ()),
        ("县级以上督导发现的问题一乡一单台账,跟踪督办", ("问题一乡一单台账",)),
        ("2018年7月底前修订乡镇考核方案", ("乡镇考核方案",)),
        ("治理措施清单落实到位", ("治理措施清单",)),
        ("①APP注册使用2 ②APP巡河月通报6 ③河长/巡查员/保洁员填写日志3", ("日志",)),
        ("公布湖长名单,规范公示牌", ("湖长名单", "公示牌")),
        ("①防反弹5 ②限养区养殖场台账2", ("限养区养殖场台账",)),
        ("①排污口监管1 ②入河排污口台账+公示牌1", ("入河排污口台账", "公示牌")),
        ("①保洁责任2 ②专项经费不得挪用1", ()),
        ("出现一次不达标扣2,扣完为止", ()),
        ("①护渔队1 ②查处案件3,无案例不得分", ()),
        ("省级1篇市级2篇县级2篇得5分;半年小结+年终总结2", ("半年小结", "年终总结")),
        ("省/市通报表扬推广奖20/10;省/市明查暗访点名批评扣20/10", ()),
        ("班子部署年内≥3次,查看会议记录3,少一次扣1", ("会议记录",)),
        ("有展板、公示牌、标语、宣传册", ("展板", "公示牌", "标语", "宣传册")),
        ("畜禽养殖30(5+污染台账5+20) 化肥农药15(5+10) 渔业15(案件≥10例)", ("污染台账",)),
        ("年度监测报告市政府正式印发0.5/监测机构印发0.3", ("年度监测报告",)),
        ("因灾剔除须出具国家防总认定证明材料", ("国家防总认定证明材料",)),
        ("未执行积分制/红黑榜扣5、未按时评比扣4、未公示扣3(5)", ()),
        ("签订门前三包责任书，每月不少于2次巡查并有巡查记录，得2分", ("门前三包责任书", "巡查记录")),
        ("按照整改清单逐项整改；建立问题清单、任务清单", ("问题清单", "任务清单")),
        ("未与农户签订协议的不得分。合同履约率达到100%", ("协议",)),
        ("以统计部门统计报表为准；根据平台截图核实", ()),
        ("查看资料：1.领导小组成立文件；2.会议记录不少于4次；3.督查通报", ("领导小组成立文件", "会议记录", "督查通报")),
        ("完成高标准农田建设任务计划得满分", ()),
    ],
)  # fmt: skip
def test_papers_that_a_rule_itself_asks_for(rule: str, papers: tuple[str, ...]) -> None:
    assert papers_in(rule) == papers


def test_proposals_carry_what_their_clause_says() -> None:
    scoring = "查看资料：1.会议记录不少于4次；2.各村台账(盖章)"
    found = drafts_for(indicator(scoring=scoring), ROSTERS)
    assert found.needs == {}
    assert found.proposals == (
        ("会议记录", Need(kinds=("minutes",), count=4)),
        ("各村台账", Need(kinds=("list",), roster=1)),
    )


def test_templates_ask_for_kinds_that_there_are() -> None:
    for template in TEMPLATES:
        assert len(template.steps) > 2
        for step in template.steps:
            assert set(step.kinds) <= set(PAPERS), (template.code, step.text)
            assert step.is_named_in(step.text), (template.code, step.text)
            assert re.compile(step.pattern)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.code)
def test_a_template_s_own_steps_are_drafted_as_its_chain(template) -> None:
    one = indicator(*(s.text for s in template.steps), name=template.chain)
    needs = drafts_for(one, {}).needs
    assert [needs[n].step for n in range(1, len(template.steps) + 1)] == list(
        range(1, len(template.steps) + 1)
    )


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=80))
def test_any_words_are_drafted_without_a_fault(texts: list[str], scoring: str) -> None:
    found = drafts_for(indicator(*texts, scoring=scoring), ROSTERS)
    assert set(found.needs) == set(range(1, len(texts) + 1))
    assert all(n.count >= 1 for n in found.needs.values())
