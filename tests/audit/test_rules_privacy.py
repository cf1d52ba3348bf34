"""Private numbers in what others will see: E701 to E703, each with twins that must stay clean."""

from __future__ import annotations

import json

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from tests.audit.helpers.archive import Desk, card, identity

ONE, TWO = identity("42010619900101123"), identity("36012119751231002")
PHONE = "13812345678"
CARD = card("622202123456789012")
RULES = {"E701": ONE, "E702": PHONE, "E703": CARD}


def only(found: list[Finding], rule: str) -> list[Finding]:
    return [f for f in found if f.rule == rule]


def posted(*lines: str) -> tuple[str, ...]:
    return ("低收入人口补助发放公示", "现将名单予以公示。", *lines, "东坪村村民委员会", "2025年3月4日")


@pytest.mark.parametrize("rule", RULES)
def test_a_whole_number_in_what_is_posted_is_an_error(desk: Desk, rule: str) -> None:
    desk.put("公示.docx", *posted(f"张某甲 银行卡号 {RULES[rule]}"))
    (finding,) = only(desk.audit(), rule)
    assert (finding.severity, finding.files) == (Severity.ERROR, ("公示.docx",))
    assert finding.because[-1][0] in ("posted", "points")
    said = " ".join([wording.message(finding), *wording.reasons(finding), wording.remedy(finding)])
    assert RULES[rule] not in said
    assert RULES[rule] not in json.dumps(finding.values, ensure_ascii=False)
    assert str(finding.values["shown"]).startswith(RULES[rule][:3])


@pytest.mark.parametrize(("rule", "severity"), [("E701", "warning"), ("E702", "hint"), ("E703", "warning")])
def test_a_whole_number_in_what_is_filed(desk: Desk, rule: str, severity: str) -> None:
    desk.put("花名册.docx", "补助发放花名册", "序号\t姓名\t开户银行账号", f"1\t张某甲\t{RULES[rule]}")
    (finding,) = only(desk.audit(), rule)
    assert finding.severity == severity


@pytest.mark.parametrize("rule", RULES)
def test_masked_numbers_are_none(desk: Desk, rule: str) -> None:
    number = RULES[rule]
    for n, mask in enumerate(("*", "＊", "x", "X", "●", "…")):
        text = f"{number[:3]}{mask * (len(number) - 7)}{number[-4:]}"
        desk.put(f"公示{n}.docx", *posted(f"张某甲 银行账号 {text}"))
    assert not only(desk.audit(), rule)


def test_numbers_are_counted_once_each_and_shown_by_page(desk: Desk) -> None:
    desk.put("公示.docx", *posted(f"张某甲 {ONE}", f"张某甲 {ONE}", f"李某乙 {TWO}"))
    (finding,) = only(desk.audit(), "E701")
    assert finding.values["count"] == 2


def test_numbers_that_only_look_like_it_are_none(desk: Desk) -> None:
    wrong = ONE[:-1] + ("1" if ONE[-1] != "1" else "2")
    desk.put("公示.docx", *posted(f"编号 {wrong}", "流水号 201908013812345678901", "金额 13800000000元"))
    desk.put(
        "公告.docx",
        "关于禁烧的公告",
        "监督电话：13812345678，咨询电话 13912345678",
        "青山镇人民政府",
        "2025年3月4日",
    )
    found = desk.audit()
    assert not [f for f in found if f.rule in RULES]


def test_missing_files_are_not_looked_at(desk: Desk) -> None:
    path = desk.put("花名册.docx", "花名册", f"张某甲 {ONE}")
    assert len(only(desk.audit(), "E701")) == 1
    (desk.folder / path).unlink()
    assert not only(desk.audit(), "E701")


def test_telephone_numbers_in_registers_are_told_together(desk: Desk) -> None:
    for n in range(3):
        desk.put(f"花名册{n}.docx", "保洁员花名册", f"张某甲 1381234567{n}")
    desk.put("花名册9.docx", "护林员花名册", "李某乙 13812345679", code="2")
    found = only(desk.audit(), "E702")
    assert sorted(len(f.files) for f in found) == [1, 3]
    assert {f.severity for f in found} == {Severity.HINT}
    assert "3 files" in wording.message(max(found, key=lambda f: len(f.files)))
