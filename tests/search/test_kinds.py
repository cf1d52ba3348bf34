"""What a paper is: told by its title, its labels, its name, its folder, its format, in that order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.describing import describe_reading, with_name
from ledger_app.search.kinds import KINDS, kind_of_name, kind_of_title
from ledger_app.search.model import Description, Part, Photo, Reading


def described(*lines, path="x.docx", source="text", photo=None):
    part = Part(1, "\n".join(lines), source)
    return with_name(describe_reading(Reading(parts=(part,) if lines else (), photo=photo)), path)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发《青山镇2024年农村人居环境整治实施方案》的通知", "red-head"),
        ("关于成立乡村振兴工作领导小组的通知", "red-head"),
        ("关于做好高标准农田项目验收工作的通知", "red-head"),
        ("关于人居环境督查情况的通报", "red-head"),
        ("青山镇人民政府关于调整领导小组成员的决定", "red-head"),
        ("关于2024年第一批衔接资金项目的批复", "approval"),
        ("反馈问题整改销号审批表", "approval"),
        ("李家村村民代表会议记录", "minutes"),
        ("青山镇党委会议纪要", "minutes"),
        ("2024年第3次支委会记录", "minutes"),
        ("监测对象民主评议会签到表", "attendance"),
        ("驻村工作队考勤表（3月）", "attendance"),
        ("签到制度", "rules"),
        ("2024年改厕花名册", "list"),
        ("撂荒地复耕复种台账", "list"),
        ("农村户厕问题清单", "list"),
        ("2024年涉农资金支出进度表", "table"),
        ("粮食生产统计报表", "table"),
        ("保洁员工资发放表（三季度）", "voucher"),
        ("农村公路养护资金拨付凭证", "voucher"),
        ("增值税专用发票", "voucher"),
        ("拟纳入监测对象公示", "notice"),
        ("光伏收益分配公示名单", "notice"),
        ("石桥村2024年第一季度村务财务公开", "notice"),
        ("农村生活垃圾收运服务合同", "contract"),
        ("户厕管护协议书", "contract"),
        ("农村卫生户厕改造验收表", "acceptance"),
        ("户厕改造验收方案", "plan"),
        ("高标准农田建设规划（2021—2025年）", "plan"),
        ("“一户一策”帮扶计划", "plan"),
        ("村规民约", "rules"),
        ("积分制管理实施办法", "rules"),
        ("耕地保护目标责任书", "pledge"),
        ("2024年农民增收工作总结", "report"),
        ("衔接资金绩效自评报告", "report"),
        ("青山镇简报（第18期）", "publicity"),
        ("入户走访记录表", "visit"),
        ("防返贫监测入户排查表", "visit"),
        ("帮扶记录（户主签字）", "visit"),
        ("河长巡河记录", "patrol"),
        ("工作队驻村工作日志", "patrol"),
        ("户厕报修维修记录", "patrol"),
        ("群众满意度测评表", "survey"),
        ("农村饮用水水质检测报告", "certificate"),
        ("房屋安全鉴定报告", "certificate"),
        ("改厕前后对比照片", "photo"),
        ("防返贫监测信息系统截图", "screenshot"),
        ("机关食堂一周菜单", None),
        ("群通知", None),
        ("国庆中秋值班表", None),
        ("新建文本文档", None),
    ],
)
def test_titles_as_offices_write_them(title, kind):
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("一/20240305签到表_扫描件.pdf", ("attendance", "name")),
        ("规划建设办/管护协议（东坪村）扫描.pdf", ("contract", "name")),
        ("改厕/改厕前后照片/IMG_001x.jpg", ("photo", "folder")),
        ("会议/会议记录/扫描件0012.pdf", ("minutes", "folder")),
        ("会议/扫描件0012.pdf", None),
        ("微信图片_20240305101530.jpg", ("photo", "name")),
        ("李家村/签到表.jpg", ("attendance", "name")),
        ("李家村/公示.jpg", None),
        ("公示照片.jpg", ("photo", "name")),
        ("动员会会议记录.mp4", None),
        ("衔接资金/2024年项目资料汇编.pdf", None),
        ("a", None),
    ],
)
def test_names_and_folders(path, found):
    assert kind_of_name(path) == found


def test_the_content_comes_before_the_name():
    found = described("李家村村民代表会议记录", "时间：2024年3月5日", path="a/关于春耕的通知.docx")
    assert (found.kind, found.sources["kind"]) == ("minutes", "content")


def test_a_paper_under_a_red_head_is_an_offices_whatever_it_lays_down():
    head = ("青山镇人民政府文件", "青政发〔2024〕5号")
    assert described(*head, "青山镇积分制实施办法", "各村：").kind == "red-head"
    assert described(*head, "关于2024年项目计划的批复", "李家村：").kind == "approval"
    assert described(*head, "专题会议纪要", "3月5日").kind == "minutes"
    assert described("青山镇积分制实施办法", "第一条").kind == "rules"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (
            ("时　间：2024年3月5日", "地　点：村部", "主持人：张某", "记录人：王某", "参会人员：全体党员"),
            "minutes",
        ),
        (("序号 姓名 单位 职务 签到", "1 张某 村委 主任", "时间：3月5日"), "attendance"),
        (("甲方：青山镇人民政府", "乙方：某某公司", "双方协商一致"), "contract"),
        (("金额 人民币叁万元整（¥30000.00）", "收款人 张某", "审批 李某 经办 王某"), "voucher"),
        (("现予以公示。", "公示期：3月5日至3月9日", "监督电话：0000"), "notice"),
        (("户主：张某", "走访时间：3月5日", "户主签字："), "visit"),
        (("根据上级要求，开展了工作，时间紧。",), None),
        (("时间：10:15", "地点：青山镇李家村"), None),
    ],
)
def test_labels_tell_what_has_no_title(lines, kind):
    assert described(*lines).kind == kind


def test_formats_come_last():
    camera = Photo(4000, 3000, taken="2024-03-05T10:15:30", camera="HUAWEI")
    assert described(path="a/IMG_20240305_101530.jpg", photo=camera).sources["kind"] == "name"
    assert described(path="a/x.jpg", photo=camera).kind == "photo"
    assert described(path="a/x.jpg", photo=camera).sources["kind"] == "format"
    assert described(path="a/签到表.jpg", photo=camera).kind == "attendance"
    assert described(path="a/x.png", photo=Photo(1920, 1080)).kind == "screenshot"
    assert described(path="a/平台交易记录.png", photo=Photo(1366, 768)).kind == "screenshot"
    assert described(path="a/x.jpg", photo=Photo(1920, 1080)).kind == "photo"
    assert described(path="a/x.jpg", photo=Photo(1654, 2339)).kind is None  # a sheet from the copier


def test_what_stands_on_a_photographed_board_is_no_paper():
    camera = Photo(4000, 3000, taken="2024-03-05T10:15:30")
    board = ("村务公开栏", "公示期 3月5日至9日", "监督电话 0000")
    photo = described(*board, path="整改前.jpg", source="ocr", photo=camera)
    assert (photo.kind, photo.title, photo.date) == ("photo", "整改前", "2024-03-05")
    sheet = (
        "李家村改厕花名册",
        "序号 姓名 户主 改厕类型",
        *(f"{n} 张某{n} 三格式 已完成" for n in range(1, 15)),
    )
    assert described(*sheet, path="a.jpg", source="ocr", photo=camera).kind == "list"


def test_a_compilation_is_of_no_one_kind_and_bears_its_own_name():
    found = described(
        "青山县农业农村局文件", "青农批〔2024〕11号", "关于项目计划的批复", path="a/农田项目资料汇编.pdf"
    )
    assert (found.title, found.kind, found.document_number) == ("农田项目资料汇编", None, None)
    assert found.sources["title"] == "name"
    assert "kind" not in found.sources


def test_a_long_table_without_a_title_is_a_list():
    rows = [f"{n} 张某 120 好" for n in range(1, 13)]
    found = described("2024", "序号 姓名 面积 情况", *rows)
    assert (found.kind, found.sources["kind"]) == ("list", "format")


def test_every_kind_has_words_of_its_own():
    words = [word for kind in KINDS.values() for word in kind.words]
    assert len(set(words)) == len(words)


@given(st.text(max_size=60))
def test_no_name_breaks_it(name):
    assert kind_of_title(name) in {None, *KINDS}
    found = with_name(Description(), name)
    assert with_name(found, name) == found
