"""Numbers, issuers and titles: E601 to E605, each with twins that must stay clean."""

from __future__ import annotations

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from tests.audit.helpers.archive import Desk


def only(found: list[Finding], rule: str) -> list[Finding]:
    return [f for f in found if f.rule == rule]


def notice(
    number: str, title: str, *, issuer: str = "青山镇人民政府", day: str = "2025年3月4日"
) -> tuple[str, ...]:
    head = (f"{issuer}文件", number) if number else ()
    return (*head, title, "各村民委员会：", "现将有关事项通知如下，请认真贯彻落实。", issuer, day)


# E601


@pytest.mark.parametrize(
    "title",
    [
        "关于开展村庄清洁行动的通知",
        "关于清洁行动评比结果的通报",
        "关于成立清洁行动领导小组的决定",
        "关于做好秸秆禁烧工作的意见",
    ],
)
@pytest.mark.parametrize("is_hard", [True, False])
def test_an_official_paper_without_its_number(desk: Desk, title: str, is_hard: bool) -> None:
    desk.is_hard = is_hard
    desk.put("文件.docx", *notice("", title))
    (finding,) = only(desk.audit(), "E601")
    assert finding.severity is (Severity.WARNING if is_hard else Severity.HINT)
    assert title in wording.message(finding)


def test_papers_that_need_no_number_are_none(desk: Desk) -> None:
    desk.put("有号.docx", *notice("青政发〔2025〕3号", "关于开展村庄清洁行动的通知"))
    desk.put("村.docx", *notice("", "关于清理庭院的通知", issuer="石桥村村民委员会"))
    desk.put("总结.docx", *notice("", "青山镇清洁行动工作总结"))
    desk.put("文号在名 青政发〔2025〕9号.docx", *notice("", "关于开展秸秆禁烧的通知"))
    desk.put("草稿.docx", "青政发〔2025〕×号", *notice("", "关于开展水利冬修的通知"))
    assert not only(desk.audit(), "E601")


# E602


def test_one_number_on_different_papers(desk: Desk) -> None:
    desk.put("a.docx", *notice("青政发〔2025〕3号", "关于开展村庄清洁行动的通知"))
    desk.put("b.docx", *notice("青政发〔2025〕3号", "关于做好秸秆禁烧工作的通知"), code="2")
    desk.put("c.docx", *notice("青政发〔2025〕4号", "关于召开防汛会议的通知"), code="3")
    (finding,) = only(desk.audit(), "E602")
    assert finding.files == ("a.docx", "b.docx")
    assert finding.severity is Severity.WARNING
    assert "青政发〔2025〕3号" in wording.message(finding)
    assert ["清洁" in r for r in wording.reasons(finding)] == [True, False]


def test_one_paper_in_two_forms_is_none(desk: Desk) -> None:
    desk.put("通知.docx", *notice("青政发〔2025〕3号", "青山镇人民政府关于开展村庄清洁行动的通知"))
    desk.put(
        "通知（盖章）.txt", *notice("青政发〔2025〕3号", "关于开展村庄清洁行动的通知", day="2025年3月5日")
    )
    desk.put("方案.docx", *notice("青政发〔2025〕5号", "青山镇2025年秸秆禁烧工作方案"))
    desk.put("印发.docx", *notice("青政发〔2025〕5号", "关于印发《青山镇2025年秸秆禁烧工作方案》的通知"))
    desk.put("办.docx", *notice("青政办〔2025〕3号", "关于值班安排的通知"))
    assert not only(desk.audit(), "E602")


# E603


def test_a_paper_that_nobody_signs(desk: Desk) -> None:
    desk.put(
        "通知.docx", "关于开展村庄清洁行动的通知", "各村民委员会：", "现通知如下，请落实。", "2025年3月4日"
    )
    desk.put("公示.docx", "拟纳入监测对象公示", "现将名单予以公示，公示期5天。", "张某甲", "2025年3月4日")
    desk.put("批复.docx", "关于机耕道维修项目的批复", "同意实施。", "2025年3月4日")
    found = only(desk.audit(), "E603")
    assert {f.files for f in found} == {("通知.docx",), ("公示.docx",), ("批复.docx",)}
    assert all(f.severity is Severity.HINT for f in found)


def test_papers_with_an_issuer_or_of_other_kinds_are_none(desk: Desk) -> None:
    desk.put("通知.docx", *notice("青政发〔2025〕3号", "关于开展村庄清洁行动的通知"))
    desk.put("公示.docx", *notice("", "拟纳入监测对象公示", issuer="东坪村村民委员会"))
    desk.put("记录.docx", "动员会会议记录", "时间：2025年3月4日", "地点：镇政府")
    desk.put("台账.txt", "改厕台账", "序号 村名", "1 东坪村")
    desk.photo("公示照片.jpg", "2025-03-05T10:00:00")
    assert not only(desk.audit(), "E603")


# E604


@pytest.mark.parametrize(
    "name", ["扫描件0012.txt", "新建文本文档.txt", "IMG_0001.txt", "20250304.txt", "doc1 (2).txt"]
)
def test_a_paper_that_neither_says_nor_is_named_what_it_is(desk: Desk, name: str) -> None:
    desk.put(name, "12 13 14", "15 16 17")
    (finding,) = only(desk.audit(), "E604")
    assert finding.files == (name,)
    assert finding.severity is Severity.HINT


def test_papers_with_a_title_or_a_telling_name_are_none(desk: Desk) -> None:
    desk.put("扫描件0012.txt", "改厕验收表", "2025年3月4日")
    desk.put("改厕台账.txt", "12 13 14")
    desk.put("扫描件0013 签到.txt", "13 14 15")
    desk.photo("IMG_0001.jpg", "2025-03-05T10:00:00")
    assert not only(desk.audit(), "E604")


# E605


def numbered(desk: Desk, *numbers: int, letters: str = "青政发") -> None:
    for n in numbers:
        desk.put(f"{letters}{n}.docx", *notice(f"{letters}〔2025〕{n}号", f"关于第{n}项{letters}工作的通知"))


def test_numbers_left_out_of_a_nearly_whole_run(desk: Desk) -> None:
    numbered(desk, 3, 4, 6, 7, 8)
    (finding,) = only(desk.audit(), "E605")
    assert finding.values["numbers"] == ["5"]
    assert finding.files == ("青政发4.docx", "青政发6.docx")
    assert finding.severity is Severity.HINT
    assert "5" in wording.message(finding)


@pytest.mark.parametrize("numbers", [(3, 4, 5, 6, 7), (1, 5, 9, 20, 41), (3, 5, 6)])
def test_whole_runs_and_loose_numbers_are_none(desk: Desk, numbers: tuple[int, ...]) -> None:
    numbered(desk, *numbers)
    assert not only(desk.audit(), "E605")


def test_runs_of_different_letters_are_not_mixed(desk: Desk) -> None:
    numbered(desk, 3, 4, 6)
    numbered(desk, 5, 7, 8, letters="青政办")
    assert not only(desk.audit(), "E605")
