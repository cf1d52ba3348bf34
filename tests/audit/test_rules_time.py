"""When papers were made: E304 to E307, each with twins that must stay clean."""

from __future__ import annotations

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.order import _longest_rising
from tests.audit.helpers.archive import Desk

MEETING = "会议记录+签到+照片"


def only(found: list[Finding], rule: str) -> list[Finding]:
    return [f for f in found if f.rule == rule]


def plain(title: str, day: str, *, issuer: str = "青山镇人民政府") -> tuple[str, ...]:
    return (title, "现将有关情况说明如下。", issuer, day)


def minutes(title: str, day: str) -> tuple[str, ...]:
    return (title, f"会议时间：{day}", "会议地点：村部", "主持人：张某", "记录人：李某", "议题：清洁行动")


def notice(number: str, title: str, day: str) -> tuple[str, ...]:
    return ("青山镇人民政府文件", number, title, "各村民委员会：", "现通知如下。", "青山镇人民政府", day)


# E304


def test_a_date_still_to_come_is_named(desk: Desk) -> None:
    desk.put("总结.docx", *plain("村庄清洁行动总结", "2026年3月21日"))
    desk.put("名单 20260401.txt", "村名一")
    desk.photo("照片.jpg", "2026-05-01T10:00:00")
    desk.put("方案 20261201.txt", "村名二")
    desk.put("协议（有效期至20270101）.txt", "村名三")
    desk.put("记录.docx", *plain("维修记录情况说明", "2026年3月20日"))
    found = only(desk.audit(), "E304")
    assert {(f.files[0], f.severity, f.values["date"]) for f in found} == {
        ("总结.docx", Severity.WARNING, "2026-03-21"),
        ("名单 20260401.txt", Severity.HINT, "2026-04-01"),
        ("照片.jpg", Severity.WARNING, "2026-05-01"),
    }
    assert "2026" in wording.message(found[0])


# E305


REVERSED = [
    ("通知 before 会议",
     ("事/通知.docx", notice("青政发〔2025〕3号", "关于召开村庄清洁行动动员会的通知", "2025年3月8日")),
     ("事/记录.docx", minutes("村庄清洁行动动员会会议记录", "2025年3月5日"))),
    ("会议 before 纪要",
     ("事/记录.docx", minutes("村庄清洁行动推进会会议记录", "2025年5月9日")),
     ("事/纪要.docx", plain("村庄清洁行动推进会会议纪要", "2025年5月6日"))),
    ("评议 before 公示",
     ("事/评议.docx", minutes("监测对象民主评议会议记录", "2025年4月9日")),
     ("事/公示.docx", plain("拟纳入监测对象公示", "2025年4月2日", issuer="东坪村村民委员会"))),
    ("批复 before 合同",
     ("事/批复.docx", plain("关于农村公厕建设项目的批复", "2025年6月9日")),
     ("事/合同.docx", plain("农村公厕建设项目施工合同", "2025年6月1日"))),
    ("合同 before 验收",
     ("事/合同.docx", plain("机耕道维修施工合同", "2025年8月9日")),
     ("事/验收.docx", plain("机耕道维修验收表", "2025年8月1日"))),
    ("验收 before 拨付",
     ("事/验收.docx", plain("机耕道维修验收表", "2025年9月9日")),
     ("事/拨付.docx", plain("机耕道维修资金拨付凭证", "2025年9月1日"))),
    ("问题 before 整改",
     ("事/清单.docx", plain("秸秆焚烧问题清单", "2025年9月9日")),
     ("事/整改.docx", plain("秸秆焚烧问题整改报告", "2025年9月1日"))),
    ("整改 before 销号",
     ("事/整改.docx", plain("秸秆焚烧问题整改报告", "2025年9月9日")),
     ("事/销号.docx", plain("秸秆焚烧问题销号审批表", "2025年9月5日"))),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [r[1:] for r in REVERSED], ids=[r[0] for r in REVERSED])
def test_papers_of_one_event_in_an_order_that_cannot_be(desk: Desk, first, second) -> None:
    desk.put(first[0], *first[1])
    desk.put(second[0], *second[1])
    (finding,) = only(desk.audit(), "E305")
    assert finding.files == (first[0], second[0])
    assert finding.severity is Severity.WARNING
    assert finding.values["date"] > finding.values["other_date"]
    codes = [code for code, _ in finding.because]
    assert codes[:2] == ["dated-content", "dated-content"]
    assert len(wording.reasons(finding)) == 3
    assert all(path in wording.message(finding) for path in finding.files)


@pytest.mark.parametrize(("first", "second"), [r[1:] for r in REVERSED], ids=[r[0] for r in REVERSED])
def test_the_same_papers_in_order_or_on_one_day_are_none(desk: Desk, first, second) -> None:
    day = next(line for line in reversed(first[1]) if "月" in line and "日" in line).removeprefix(
        "会议时间："
    )
    desk.put(first[0], *first[1])
    desk.put(second[0], *(line if "月" not in line else _with_day(line, day) for line in second[1]))
    assert not only(desk.audit(), "E305")


def _with_day(line: str, day: str) -> str:
    return f"会议时间：{day}" if line.startswith("会议时间") else day


def test_other_events_villages_and_advance_payments_are_none(desk: Desk) -> None:
    desk.put("事/通知.docx", *notice("青政发〔2025〕3号", "关于召开秸秆禁烧推进会的通知", "2025年9月8日"))
    desk.put("事/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月5日"))
    desk.put("事/大湾村验收.docx", *plain("大湾村机耕道维修验收表", "2025年9月9日"))
    desk.put("事/小河村拨付.docx", *plain("小河村机耕道维修资金拨付凭证", "2025年9月1日"))
    desk.put("路/验收.docx", *plain("水渠维修验收表", "2025年9月9日"))
    desk.put("路/预付.docx", *plain("水渠维修预付款拨付凭证", "2025年6月1日"))
    desk.put("季/二.docx", *minutes("第二季度安全生产会议记录", "2025年5月5日"))
    desk.put("季/三.docx", *notice("青政发〔2025〕2号", "关于召开第三季度安全生产会议的通知", "2025年8月8日"))
    assert not only(desk.audit(), "E305")


def test_an_earlier_notice_of_the_same_event_is_enough(desk: Desk) -> None:
    desk.put("事/通知.docx", *notice("青政发〔2025〕2号", "关于召开村庄清洁行动动员会的通知", "2025年3月1日"))
    desk.put(
        "事/补充通知.docx",
        *notice("青政发〔2025〕3号", "关于召开村庄清洁行动动员会的补充通知", "2025年3月8日"),
    )
    desk.put("事/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月5日"))
    assert not only(desk.audit(), "E305")


def test_papers_of_different_indicators_are_not_held_against_each_other(desk: Desk) -> None:
    desk.put("事/通知.docx", *notice("青政发〔2025〕3号", "关于召开村庄清洁行动动员会的通知", "2025年3月8日"))
    desk.put("事/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月5日"), code="2")
    assert not only(desk.audit(), "E305")


def test_photographs_before_and_after_the_work(desk: Desk) -> None:
    desk.photo("改厕/改厕前 上河村.jpg", "2025-08-15T10:00:00")
    desk.photo("改厕/改厕后 上河村.jpg", "2025-04-08T10:00:00")
    desk.photo("改厕/改厕前 石桥村.jpg", "2025-04-08T10:00:00")
    desk.photo("改厕/改厕后 石桥村.jpg", "2025-08-15T10:00:00")
    desk.photo("沟渠/前/IMG_0001.jpg", "2025-08-15T10:00:00")
    desk.photo("沟渠/后/IMG_0002.jpg", "2025-04-08T10:00:00")
    found = only(desk.audit(), "E305")
    assert {f.files for f in found} == {
        ("改厕/改厕前 上河村.jpg", "改厕/改厕后 上河村.jpg"),
        ("沟渠/前/IMG_0001.jpg", "沟渠/后/IMG_0002.jpg"),
    }


def test_a_paper_that_stands_out_of_the_line_of_numbers_and_dates(desk: Desk) -> None:
    for n, day in ((3, "3月4日"), (5, "4月4日"), (8, "2月1日"), (9, "6月1日"), (9, "6月1日")):
        desk.put(f"文/{n}.docx", *notice(f"青政发〔2025〕{n}号", f"关于第{n}项工作的通知", f"2025年{day}"))
    desk.put("文/办.docx", *notice("青政办〔2025〕1号", "关于值班的通知", "2025年12月1日"))
    (finding,) = only(desk.audit(), "E305")
    assert finding.files == ("文/5.docx", "文/8.docx")
    assert finding.severity is Severity.HINT
    assert "青政发〔2025〕8号" in wording.reasons(finding)[1]


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ([], set()),
        (["b"], {0}),
        (["a", "b", "b"], {0, 1, 2}),
        (["a", "c", "b", "d"], {0, 2, 3}),
        (["c", "b", "a"], {2}),
    ],
)
def test_what_agrees_with_most(days: list[str], kept: set[int]) -> None:
    assert _longest_rising(days) == kept


# E306


def test_a_photograph_of_a_meeting_on_another_day(desk: Desk) -> None:
    desk.put("会/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月10日"), asked=MEETING)
    desk.photo("会/IMG_0001.jpg", "2025-03-10T10:00:00", asked=MEETING)
    desk.photo("会/IMG_0002.jpg", "2025-03-11T10:00:00", asked=MEETING)
    wrong = desk.photo("会/IMG_0003.jpg", "2025-06-18T10:00:00", asked=MEETING)
    (finding,) = only(desk.audit(), "E306")
    assert finding.files == (wrong, "会/记录.docx")
    assert (finding.values["date"], finding.values["other_date"]) == ("2025-06-18", "2025-03-10")
    assert [code for code, _ in finding.because] == ["dated-exif", "dated-content"]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("村庄清洁行动动员会照片.jpg", "2025-03-14T09:00:00"),
        ("动员会 20250301.jpg", None),
        ("mmexport1746928862000.jpg", None),
    ],
)
def test_the_day_is_read_from_the_camera_or_the_name(desk: Desk, name: str, taken: str | None) -> None:
    desk.put("会/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月10日"), asked=MEETING)
    desk.photo(f"会/{name}", taken, asked=MEETING)
    assert [f.files for f in only(desk.audit(), "E306")] == [(f"会/{name}", "会/记录.docx")]


def test_photographs_of_the_work_or_of_unclear_events_are_none(desk: Desk) -> None:
    desk.put("会/记录.docx", *minutes("村庄清洁行动动员会会议记录", "2025年3月10日"), asked=MEETING)
    desk.photo("会/整治后 石桥村.jpg", "2025-05-20T10:00:00", asked=MEETING)
    desk.photo("会/公示照片.jpg", "2025-05-20T10:00:00", asked=MEETING)
    desk.photo("会/照片/IMG_0009.jpg", "2025-05-20T10:00:00")
    desk.photo("会/垃圾清运 IMG_0010.jpg", "2025-05-21T10:00:00")
    desk.put("例/一.docx", *minutes("第一次例会会议记录", "2025年3月10日"), code="2", asked=MEETING)
    desk.put("例/二.docx", *minutes("第二次例会会议记录", "2025年6月10日"), code="2", asked=MEETING)
    desk.photo("例/IMG_0011.jpg", "2025-09-20T10:00:00", code="2", asked=MEETING)
    assert not only(desk.audit(), "E306")


# E307


def late(desk: Desk, code: str, *, day: str = "2026-04-13", count: int = 3) -> None:
    for n in range(count):
        desk.put(f"{code}/材料{n}.txt", f"{code} 第{n}份工作情况", code=code, at=day)


def test_everything_written_in_the_days_before_the_inspection(desk: Desk) -> None:
    late(desk, "1")
    late(desk, "2", day="2025-06-01")
    late(desk, "3", count=2)
    (finding,) = only(desk.audit(inspected="2026-04-15", as_of="2026-04-15"), "E307")
    assert (finding.indicator and finding.indicator.code, len(finding.files)) == ("1", 3)
    assert finding.severity is Severity.HINT
    assert "2026-04-15" in wording.message(finding)


def test_one_earlier_file_or_photograph_is_enough(desk: Desk) -> None:
    late(desk, "1")
    desk.put("1/旧.txt", "旧材料", at="2025-06-01")
    late(desk, "2")
    desk.photo("2/照片.jpg", "2025-06-01T10:00:00", code="2", at="2026-04-14")
    assert not only(desk.audit(inspected="2026-04-15", as_of="2026-04-15"), "E307")


def test_without_a_day_of_inspection_nothing_is_said(desk: Desk) -> None:
    late(desk, "1")
    assert not only(desk.audit(), "E307")


@pytest.mark.parametrize("inspected", ["soon", "2026-13-45", "2026"])
def test_a_day_that_is_none_is_no_failure(desk: Desk, inspected: str) -> None:
    late(desk, "1")
    found = desk.audit(inspected=inspected)
    assert not only(found, "E307") + only(found, "E901")


def test_where_most_was_written_then_it_is_said_once(desk: Desk) -> None:
    codes = tuple("12345")
    for code in codes:
        late(desk, code)
    (finding,) = only(desk.audit(codes=codes, inspected="2026-04-15", as_of="2026-04-15"), "E307")
    assert finding.indicator is None
    assert "5 indicators" in wording.message(finding)
    assert wording.remedy(finding)
