"""What follows from a text and a path: rules with examples as township offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.dates import date_in_name, dates_in, year_of_folder
from ledger_app.search.describing import dates_of, describe_reading, with_name
from ledger_app.search.model import Description, Part, Photo, Reading
from ledger_app.search.naming import document_number_in_line, document_number_in_name, title_of_name


def described(*lines, tail="", **more):
    between = ["中间的一段话。" * 20] * 60 if tail else []
    text = "\n".join([*lines, *between, *tail.splitlines()])
    return describe_reading(Reading(parts=(Part(None, text),), **more))


@pytest.mark.parametrize(
    "line",
    [
        "青政发〔2024〕5号",
        "青政发[2024]5号",
        "青政发(2024)5号",
        "青政发（2024）5号",
        "青政发【2024】05号",
        "青政发［2024］第５号",
        "青政发 〔 2024 〕 第 5 号",
        "青 政 发〔2024〕５号",
        "文号：青政发〔2024〕5号",
        "青政发〔2024〕5号        签发人：张三",
        "青政发﹝2024﹞5号",
        "青政发〔二〇二四〕五号",
        "（青政发〔2024〕5号）",
        "青政发〔2024〕5",
        "青政发〔2O24〕5号",
        "青政发C2024)5号",
        "青政发2024〕5号",
        "青政发〔2024 5号",
        "青政发〔 2 024 〕 5 号",
        "青政发〔2024〕O5号",
    ],
)
def test_spellings_of_a_number(line):
    assert document_number_in_line(line) == "青政发〔2024〕5号"


@pytest.mark.parametrize(
    "line",
    [
        "根据《县政府通知》（县政发〔2024〕3号）要求",
        "贯彻县政发〔2024〕3号文件精神，现通知如下",
        "会议2024年5号",
        "会议记录（2024）5",
        "青政发〔2024〕5号、6号",
        "青政发〔1824〕5号",
    ],
)
def test_a_number_in_running_text_is_another_documents(line):
    assert document_number_in_line(line) is None


def test_numbers_above_nine():
    assert document_number_in_line("青政发〔2024〕十五号") == "青政发〔2024〕15号"
    assert document_number_in_line("青政发〔2024〕一百二十号") == "青政发〔2024〕120号"
    assert document_number_in_line("青办发电〔2024〕l2号") == "青办发电〔2024〕12号"


def test_numbers_in_names():
    assert document_number_in_name("青政发2024-5号 关于春耕的通知.pdf") == "青政发〔2024〕5号"
    assert document_number_in_name("青政发[2024]5 关于春耕的通知.pdf") == "青政发〔2024〕5号"
    assert document_number_in_name("工作通知2024-5号.pdf") is None
    assert document_number_in_name("x/01 青政发[2024]5号 关于春耕的通知.pdf") == "青政发〔2024〕5号"
    assert document_number_in_name("关于春耕的通知（青政发〔2024〕5号）.pdf") is None
    assert document_number_in_name("关于转发县政发〔2024〕3号的通知.pdf") is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("1.1 关于成立领导小组的通知（盖章版）最终版2.docx", "关于成立领导小组的通知"),
        ("附件1：花名册(1).xlsx", "花名册"),
        ("01组织领导.docx", "组织领导"),
        ("（3）签到表_扫描件.pdf", "签到表"),
        ("三、会议记录-定稿.doc", "会议记录"),
        ("20250305签到表.jpg", "签到表"),
        ("2025.3.5会议记录.docx", "会议记录"),
        ("3.5会议记录.docx", "3.5会议记录"),
        ("2025年度总结 - 副本.docx", "2025年度总结"),
        ("副本 (2).docx", "副本"),
        ("IMG_20250305_101530.jpg", "IMG_20250305_101530"),
        ("青政发[2024]5号 关于春耕的通知.pdf", "关于春耕的通知"),
        ("青政发[2024]5号.pdf", "青政发[2024]5号"),
        (
            "关于印发《青山镇2024年度实施方案》的通知（盖章版）.docx",
            "关于印发《青山镇2024年度实施方案》的通知",
        ),
    ],
)
def test_titles_of_names(name, title):
    assert title_of_name(f"文件夹/{name}") == title


@given(st.text(min_size=1, max_size=40))
def test_every_name_has_a_title(name):
    assert isinstance(title_of_name(name + ".docx"), str)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025年3月5日", "2025-03-05"),
        ("2025 年 3 月 5 日", "2025-03-05"),
        ("二〇二五年三月五日", "2025-03-05"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("二零二四年十月二十日", "2024-10-20"),
        ("2025-03-05", "2025-03-05"),
        ("2025.3.5", "2025-03-05"),
        ("2025/3/5", "2025-03-05"),
        ("２０２５年３月５日", "2025-03-05"),
        ("2025．3．5", "2025-03-05"),
        ("2025、3、5", "2025-03-05"),
        ("2O25年O3月l5日", "2025-03-15"),
        ("2 0 2 5 年 3 月 1 5 日", "2025-03-15"),
        ("二 〇 二 五 年 三 月 五 日", "2025-03-05"),
        ("二O二五年三月五日", "2025-03-05"),
        ("二0二五年三月十五日", "2025-03-15"),
        ("二〇二五年十二月廿五日", "2025-12-25"),
        ("二〇二五年三月卅一日", "2025-03-31"),
        ("农历二〇二五年三月五日", None),
        ("二〇二五年十三月五日", None),
        ("2025年2月30日", None),
        ("2025.3.5.1", None),
        ("12025-03-05", None),
    ],
)
def test_dates_in_text(text, iso):
    assert [d for _, _, d in dates_in(f"于{text}在")] == ([iso] if iso else [])


@given(
    st.dates(
        min_value=__import__("datetime").date(1950, 1, 1), max_value=__import__("datetime").date(2099, 1, 1)
    )
)
def test_every_date_of_the_calendar(day):
    figures = "〇一二三四五六七八九"

    def small(n):
        tens = "" if n < 10 else ("十" if n < 20 else figures[n // 10] + "十")
        return tens + (figures[n % 10] if n % 10 else "")

    chinese = "".join(figures[int(c)] for c in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"
    for text in (chinese, f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        assert dates_in(text) == [(0, len(text), day.isoformat())]
    assert date_in_name(f"IMG_{day:%Y%m%d}_101530") == day.isoformat()


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("微信图片_20250305101530", "2025-03-05"),
        ("微信图片_20250305101530123", "2025-03-05"),
        ("mmexport1710467730000", "2024-03-15"),
        ("Screenshot_2025-03-05-10-15-30", "2025-03-05"),
        ("20250305签到表", "2025-03-05"),
        ("青山镇2025年3月5日会议记录", "2025-03-05"),
        ("2025年度工作总结", "2025"),
        ("2025年3月工作简报", "2025"),
        ("总结2025", "2025"),
        ("2021—2025年规划", None),
        ("2021-2025年规划", None),
        ("2023至2025年明细", None),
        ("2024年3月至2025年2月明细", None),
        ("“十四五”规划2024", None),
        ("2024年总结及2025年计划", None),
        ("拨付2024元", None),
        ("培训2025人次", None),
        ("GBT 9704-2012", None),
        ("420111198503051234张三", None),
        ("20251305", None),
    ],
)
def test_dates_in_names(name, stated):
    assert date_in_name(name) == stated


def test_years_of_folders():
    assert [year_of_folder(f) for f in ("2024年度", "2024", "20240305会议", "2021—2025年", "1.1 会议")] == [
        "2024", "2024", "2024", None, None,
    ]  # fmt: skip


def test_a_red_headed_document():
    found = described(
        "中共青山镇委员会文件",
        "青委〔2025〕12号",
        "中共青山镇委员会",
        "关于调整农村人居环境整治工作",
        "领导小组成员的通知",
        "各村党支部：",
        "根据《县委通知》（县委发〔2024〕3号）精神，自2025年1月1日起施行，于2025年12月31日前完成。",
        "附件：1.名单",
        "中共青山镇委员会",
        "2025年3月5日",
        "附件1",
        "名单",
        "截至2025年2月1日",
    )
    assert found.title == "关于调整农村人居环境整治工作领导小组成员的通知"
    assert found.document_number == "青委〔2025〕12号"
    assert found.issuer == "中共青山镇委员会"
    assert found.date == "2025-03-05"


def test_signed_at_the_end_of_a_long_document():
    found = described(
        "青山镇2025年工作总结", "一年来", tail="谢谢。\n青山镇农业农村办公室\n二〇二五年十二月三十日"
    )
    assert (found.title, found.issuer, found.date) == (
        "青山镇2025年工作总结",
        "青山镇农业农村办公室",
        "2025-12-30",
    )


def test_minutes_carry_their_date_in_a_label():
    found = described("青山村村民代表会议记录", "时间：2025年3月5日上午", "地点：村部", "参加人员：")
    assert (found.title, found.date, found.issuer) == ("青山村村民代表会议记录", "2025-03-05", None)


def test_a_label_and_its_date_in_the_cells_of_a_table():
    found = described("村民代表评议会议记录", "时  间", "2025年4月2日下午3:00", "地  点", "东坪村村部")
    assert (found.title, found.date) == ("村民代表评议会议记录", "2025-04-02")
    assert (
        described("资金拨付凭证", "凭证编号 2025-06-0083", "拨付日期 2025年6月18日", "审 批 黄某某").date
        == "2025-06-18"
    )


def test_who_reports_a_table():
    found = described(
        "2025年巡查记录", "填报单位：青山镇规划建设办（盖章）    填报日期：2025年11月18日", "1 45662 青石线"
    )
    assert (found.issuer, found.date) == ("青山镇规划建设办", "2025-11-18")


def test_central_numbers_name_their_issuer_and_others_do_not():
    assert described("国发〔2025〕3号", "关于春耕的意见").issuer == "国务院"
    assert described("青政发〔2025〕3号", "关于春耕的意见").issuer is None


def test_a_date_beside_a_signature():
    found = described("帮扶计划", "签  字", "户主：杨某丁 帮扶人：李某 日期：2025年4月22日")
    assert found.date == "2025-04-22"


def test_other_dates_of_a_form_are_not_its_own():
    assert described("申请表", "姓  名", "张某", "出生年月", "1965-03-05", "地  址", "东坪村").date is None
    assert described("办理情况", "事项", "修路", "办理时限", "2025年9月16日").date is None


def test_a_column_of_dates_is_no_signature():
    assert described("巡查记录表", "2025.3.19", "2025.3.22", "2025.4.6", "2025.4.13", "2025.5.6").date is None


def test_a_title_above_the_number():
    found = described(
        "青山镇督办单", "编  号", "青督〔2025〕3号", "承办单位", "规划建设办", "交办时间", "2025年9月9日"
    )
    assert (found.title, found.document_number, found.date) == (
        "青山镇督办单",
        "青督〔2025〕3号",
        "2025-09-09",
    )


def test_a_date_in_brackets_under_the_title():
    assert described("在全镇动员会上的讲话", "（2025年3月5日）", "同志们：").date == "2025-03-05"


def test_a_plan_signed_with_a_month_is_of_that_year():
    assert described("青山镇茶叶产业发展规划", "一、现状", "青山镇人民政府", "二〇二五年三月").date == "2025"


def test_minutes_are_of_the_day_of_the_meeting_not_of_what_follows_them():
    found = described(
        "村民代表评议会议记录",
        "时  间",
        "2025年11月6日",
        "决议：公示5天",
        "拟消除风险公示",
        "李家村村民委员会",
        "2025年11月7日",
    )
    assert (found.kind, found.date) == ("minutes", "2025-11-06")


def test_two_that_issue_together():
    found = described(
        "中共青山镇委员会", "青山镇人民政府文件", "青党发〔2025〕3号", "关于春耕的通知", "各村：",
        "中共青山镇委员会", "青山镇人民政府", "2025年3月5日",
    )  # fmt: skip
    assert found.issuer == "中共青山镇委员会 青山镇人民政府"
    alone = described("关于春耕的通知", "各村：", "中共青山镇委员会", "青山镇人民政府", "2025年3月5日")
    assert alone.issuer == "中共青山镇委员会 青山镇人民政府"


def test_a_red_head_in_two_lines():
    found = described("青山镇人民政府", "文  件", "青政发〔2025〕3号", "关于春耕的通知", "各村：")
    assert (found.issuer, found.kind) == ("青山镇人民政府", "red-head")


def test_a_seals_characters_between_signer_and_date():
    found = described(
        "审计报告", "二、问题", "青", "青山镇审计站", "山 镇 审 计", "站", "示例", "2025年11月17日"
    )
    assert (found.issuer, found.date) == ("青山镇审计站", "2025-11-17")
    sealed = described("户厕管护协议", "甲方：上河村", "河上河村村民委员会", "2025年5月16日")
    assert sealed.issuer == "上河村村民委员会"


def test_a_list_of_documents_has_no_number_of_its_own():
    found = described(
        "归档文件目录",
        "件号 文号 题名",
        "县里的",
        "关于",
        "青政发〔2025〕3号",
        "春耕",
        "青政发〔2025〕4号",
        "改厕",
    )
    assert (found.document_number, found.kind) == (None, "list")


def test_titles_with_blanks_and_units_and_attachments():
    assert described("会 议 记 录", "时间：2025年3月5日").title == "会议记录"
    assert described("2025年支出预算表（单位：万元）", "序号 项目").title == "2025年支出预算表"
    assert described("附件1 任务分解表", "序号 村名").title == "任务分解表"
    assert described("序号 姓名 单位 签到", "1 张某 村委").title is None


def test_the_first_of_several_papers_in_one_file():
    pages = (
        ("石桥村2025年第一季度财务公开", "序号 项目", "石桥村村民委员会", "2025年4月10日"),
        ("石桥村2025年第二季度财务公开", "序号 项目", "石桥村村民委员会", "2025年7月10日"),
    )
    parts = tuple(Part(n, "\n".join(lines)) for n, lines in enumerate(pages, 1))
    assert describe_reading(Reading(parts=parts, pages=2)).date == "2025-04-10"


def test_an_attachment_is_no_other_paper():
    parts = (
        Part(1, "关于春耕的通知\n各村："),
        Part(2, "附件1\n任务分解表\n青山镇人民政府\n2025年3月5日"),
    )
    assert describe_reading(Reading(parts=parts, pages=2)).date == "2025-03-05"


def test_what_was_recognised_says_so():
    scan = describe_reading(Reading(parts=(Part(1, "改厕验收表\n东坪村 张某", "ocr"),), pages=1))
    assert scan.sources == dict.fromkeys(("title", "kind", "villages"), "ocr") | {"pages": "content"}
    mixed = describe_reading(
        Reading(parts=(Part(1, "关于春耕的通知\n各村："), Part(2, "青山镇人民政府\n2025年3月5日", "ocr")))
    )
    assert (mixed.sources["title"], mixed.sources["date"]) == ("content", "ocr")
    assert dates_of(scan, "2024/a.pdf") == (("2024", "folder"),)
    assert dates_of(mixed, "a.pdf") == (("2025-03-05", "ocr"),)


def test_running_text_is_no_signature():
    found = described("青山村简介", "青山村于1958年3月1日建村，2025年1月1日有村民326户。")
    assert found.date is None
    assert found.title == "青山村简介"


def test_issue_of_the_printed_copy_is_the_last_resort():
    found = described(
        "青政办发〔2025〕8号", "关于做好春耕的通知", "各村：", "青山镇党政综合办公室 2025年3月6日印发"
    )
    assert found.date == "2025-03-06"


def test_prose_has_no_title():
    assert described("根据上级要求，我镇开展了工作，现将情况汇报如下。").title is None


def test_an_empty_reading_states_nothing():
    assert described() == Description()


@given(
    st.lists(
        st.text(st.sampled_from("关于的通知青政发〔2025〕号年月日文件：。 \t《》（）"), max_size=30),
        max_size=12,
    )
)
def test_no_text_breaks_it(lines):
    assert described(*lines).error is None


def test_where_dates_come_from():
    read = described("青政发〔2024〕5号", "关于春耕的通知", "各村：", "青山镇人民政府", "2025年1月5日")
    path = "迎检/2025年度/1.1 会议/20250106关于春耕的通知.docx"
    assert dates_of(with_name(read, path), path) == (
        ("2025-01-05", "content"),
        ("2024", "number"),
        ("2025-01-06", "name"),
        ("2025", "folder"),
    )


def test_the_nearest_folder_counts():
    assert dates_of(Description(), "2024年度/2025年第一季度/a.docx") == (("2025", "folder"),)


def test_a_photos_date():
    read = describe_reading(Reading(pages=1, photo=Photo(1, 1, "2025-03-05")))
    assert dates_of(with_name(read, "IMG_20250306_101530.jpg"), "IMG_20250306_101530.jpg") == (
        ("2025-03-05", "exif"),
        ("2025-03-06", "name"),
    )


def test_a_plans_span_is_no_date():
    path = "“十四五”/2021—2025年乡村振兴规划.docx"
    assert dates_of(with_name(Description(), path), path) == ()
