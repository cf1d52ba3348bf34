"""Locked, unfinished, copied and unprintable papers: E205 to E207 and E209, each with twins that must stay clean."""

from __future__ import annotations

import pytest

from ledger_app.audit import audits, unprinted, wording
from ledger_app.audit.model import Finding, Severity
from tests.audit.helpers.archive import Desk, locked_pdf, locked_zip

NOTICE = (
    "青山镇人民政府文件",
    "青政发〔2025〕12号",
    "关于开展村庄清洁行动的通知",
    "各村民委员会：",
    "现将有关事项通知如下，请认真落实。",
    "青山镇人民政府",
    "2025年3月4日",
)


def only(found: list[Finding], rule: str) -> list[Finding]:
    return [f for f in found if f.rule == rule]


def test_locked_papers_are_named_and_say_how_to_mend_it(desk: Desk) -> None:
    desk.raw("合同.pdf", locked_pdf())
    desk.raw("资料.zip", locked_zip("表".encode()))
    desk.put("通知.docx", *NOTICE)
    found = only(desk.audit(), "E205")
    assert [f.files for f in found] == [("合同.pdf",), ("资料.zip",)]
    assert all(f.severity is Severity.WARNING for f in found)
    assert "password" in wording.message(found[0])
    assert "copy" in wording.remedy(found[0])


def test_a_damaged_paper_is_a_warning_and_no_gap(desk: Desk) -> None:
    desk.raw("台账.docx", b"PK\x03\x04 broken")
    desk.put("通知.docx", *NOTICE)
    (finding,) = only(desk.audit(), "E202")
    assert (finding.files, finding.severity, finding.is_gap) == (("台账.docx",), Severity.WARNING, False)
    assert wording.message(finding)
    assert wording.reasons(finding)


@pytest.mark.parametrize(
    "reason", ["media", "packed", "too-many-pages", "not-shown-type", "renderer-timeout"]
)
def test_what_paper_could_not_show_is_told_until_it_can(desk: Desk, reason: str) -> None:
    desk.raw("录像.mp4", b"\0\0\0\x18ftypmp42 film")
    desk.put("通知.docx", *NOTICE)
    assert not only(desk.audit(), "E209")
    sha256 = desk.db.value(
        "SELECT i.sha256 FROM item i JOIN location l ON l.item = i.id WHERE l.path = ?", "录像.mp4"
    )
    unprinted.put(desk.db, {str(sha256): reason})
    (finding,) = only(list(audits.audit(desk.db, year=2025).findings), "E209")
    assert (finding.files, finding.severity, finding.is_gap) == (("录像.mp4",), Severity.WARNING, False)
    assert "录像.mp4" in wording.message(finding)
    assert "录像.mp4" in wording.reasons(finding)[0]
    assert "print" in wording.remedy(finding)
    unprinted.put(desk.db, {})
    assert not only(list(audits.audit(desk.db, year=2025).findings), "E209")


def test_what_another_rule_says_of_a_paper_is_not_said_again(desk: Desk) -> None:
    desk.raw("合同.pdf", locked_pdf())
    desk.audit()
    sha256 = desk.db.value("SELECT sha256 FROM item")
    unprinted.put(desk.db, {str(sha256): "encrypted"})
    found = list(audits.audit(desk.db, year=2025).findings)
    assert only(found, "E205")
    assert not only(found, "E209")


LEFT_OVER = [
    "××村于4月开展了集中整治，动员群众参与。",
    "某某镇人民政府关于整治的总结",
    "经查，2025年X月X日召开了会议。",
    "会议于20XX年3月召开。",
    "我镇____村共有____户完成改造。",
    "主持人：【请填写】",
    "本次活动共投入{{金额}}元。",
    "（此处插入现场照片）",
    "附：会议记录（范文）",
    "Lorem ipsum dolor sit amet.",
    "更多范文请访问第一范文网",
    "青政发〔2025〕×号",
]


@pytest.mark.parametrize("line", LEFT_OVER)
def test_words_left_over_are_shown(desk: Desk, line: str) -> None:
    desk.put("工作总结.docx", "青山镇村庄清洁行动工作总结", line, "青山镇人民政府", "2025年12月1日")
    (finding,) = only(desk.audit(), "E206")
    assert finding.files == ("工作总结.docx",)
    assert finding.values["words"]
    assert len(finding.pages) == 1


CLEAN = [
    "户主签字：________    2025年6月8日",
    "会议记录人（签名）：______",
    "张××、李××等2户纳入监测对象。",
    "李某某反映饮水问题，已办结。",
    "身份证号：420106********1234",
    "按每户3×200元的标准发放。",
    "某某水务运维有限公司负责运行。",
    "填表说明：单位填写至××村。",
    "项目编号XX20250301已验收。",
    "规格为15×20厘米。",
]


@pytest.mark.parametrize("line", CLEAN)
def test_blanks_to_sign_and_names_kept_back_are_none(desk: Desk, line: str) -> None:
    desk.put("工作总结.docx", "青山镇村庄清洁行动工作总结", line, "青山镇人民政府", "2025年12月1日")
    assert not only(desk.audit(), "E206")


def test_a_template_by_name_is_one_unless_it_is_asked_for(desk: Desk) -> None:
    desk.put("会议记录模板.docx", "会议记录", "时间：2025年3月5日")
    desk.put("管护协议模板.docx", "管护协议", "双方约定如下。", asked="合同样本")
    (finding,) = only(desk.audit(), "E206")
    assert finding.files == ("会议记录模板.docx",)


OTHERS = [
    ("大湾村/清洁行动总结.docx", ("村庄清洁行动总结", "今年以来，小河村村民委员会高度重视。", "小河村村民委员会", "2025年11月3日")),
    ("大湾村/实施方案.docx", ("大湾村清洁行动实施方案", "为做好大湾村清洁工作，制定本方案。", "小河村全体党员带头清扫。", "大湾村村民委员会", "2025年3月3日")),
    ("01/大湾村会议记录.docx", ("小河村村民代表会议记录", "时间：2025年3月3日", "地点：小河村村部", "议题：清洁行动")),
    ("大湾村/照片说明.txt", ("小河村整治情况", "小河村清理垃圾12处。")),
    ("总结.docx", ("大湾村清洁行动总结", "大湾村累计清理垃圾。", "小河村两委高度重视，多次研究。", "2025年11月3日")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "lines"), OTHERS)
def test_another_village_in_a_villages_paper(desk: Desk, path: str, lines: tuple[str, ...]) -> None:
    desk.put(path, *lines)
    (finding,) = only(desk.audit(), "E207")
    assert (finding.values["own"], finding.values["other"]) == ("大湾村", "小河村")
    assert "大湾村" in wording.message(finding)
    assert "小河村" in wording.message(finding)


OWN = [
    ("大湾村/清洁行动总结.docx", ("大湾村清洁行动总结", "大湾村村民委员会高度重视。", "大湾村村民委员会", "2025年11月3日")),
    ("大湾村/外出学习.docx", ("大湾村外出学习情况", "3月5日，村两委赴小河村考察学习。", "大湾村村民委员会", "2025年3月6日")),
    ("大湾村/道路.docx", ("大湾村道路维修总结", "该路与小河村交界处已修通。", "大湾村村民委员会", "2025年3月6日")),
    ("大湾村/名单.docx", ("全镇示范村名单", "1\t大湾村", "2\t小河村", "3\t石桥村", "4\t东坪村", "5\t柳林村")),
    ("大湾村/通知.docx", ("关于清洁行动的通知", "小河村、石桥村、大湾村要按时完成。", "青山镇人民政府", "2025年3月6日")),
    ("资料/小河村总结.docx", ("小河村清洁行动总结", "小河村村民委员会高度重视。", "2025年11月3日")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "lines"), OWN)
def test_a_villages_own_papers_and_lists_are_none(desk: Desk, path: str, lines: tuple[str, ...]) -> None:
    desk.put(path, *lines)
    assert not only(desk.audit(), "E207")


def own_papers(desk: Desk) -> None:
    for n in range(4):
        desk.put(
            f"镇/文件{n}.docx",
            f"青山镇第{n}期情况",
            "青山镇人民政府统一部署。",
            "青山镇人民政府",
            "2025年3月4日",
        )


def test_another_township_in_the_townships_paper(desk: Desk) -> None:
    own_papers(desk)
    desk.put(
        "镇/方案.docx",
        "青山镇清洁行动方案",
        "按照红旗镇人民政府统一部署开展。",
        "青山镇人民政府",
        "2025年3月4日",
    )
    desk.put("镇/总结.docx", "清洁行动总结", "红旗镇党委高度重视。", "红旗镇人民政府", "2025年12月4日")
    found = only(desk.audit(), "E207")
    assert {f.files for f in found} == {("镇/方案.docx",), ("镇/总结.docx",)}
    assert {(f.values["own"], f.values["other"]) for f in found} == {("青山镇", "红旗镇")}


def test_townships_named_among_others_are_none(desk: Desk) -> None:
    own_papers(desk)
    desk.put(
        "县/通报.docx",
        "关于清洁行动情况的通报",
        "红旗镇人民政府、白云乡人民政府进度较快。",
        "青山县农业农村局",
        "2025年3月4日",
    )
    desk.put(
        "镇/经验.docx", "青山镇学习情况", "3月2日赴红旗镇人民政府考察学习。", "青山镇人民政府", "2025年3月4日"
    )
    assert not only(desk.audit(), "E207")
