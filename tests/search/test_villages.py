"""Villages' names among their many false friends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.describing import with_name
from ledger_app.search.model import Description
from ledger_app.search.villages import MOST, village, villages_in, villages_of_path


@pytest.mark.parametrize(
    "name", ["李家村", "李家村委会", "李家村村委会", "李家村民委员会", "李家村村民委员会", " 李家 村 "]
)
def test_one_spelling(name):
    assert village(name) == "李家村"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李家村村民委员会", {"李家村"}),
        ("青山镇李家村三组", {"李家村"}),
        ("户主：杨某丁（东坪村5组，3人）", {"东坪村"}),
        ("涉及东坪村、石桥村、柳林村。", {"东坪村", "石桥村", "柳林村"}),
        ("序号 村名\n1 东坪村 326\n2 西岭村 120", {"东坪村", "西岭村"}),
        ("根据申报，认定青山镇西岭村（油茶）等12个村", {"西岭村"}),
        ("选派李某到石桥村任第一书记", {"石桥村"}),
        ("关于北塘村2024年1至9月财务收支的审计报告", {"北塘村"}),
        ("2024年石桥村改厕", {"石桥村"}),
        ("在向阳村召开会议", {"向阳村"}),
        ("和平村 永和村 三里桥村", {"和平村", "永和村", "三里桥村"}),
        ("南湾村村规民约（2024年修订）", {"南湾村"}),
        ("赵村 张村", {"赵村", "张村"}),
        ("走进幸福社区、红旗社区", {"幸福社区", "红旗社区"}),
        ("王家庄子村委会\n2024年3月5日", {"王家庄子村"}),
    ],
)
def test_names(text, found):
    assert set(villages_in(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "全村各村行政村本村农村乡村新农村村村通驻村到村贫困村城中村中心村村民村庄村容村貌",
        "驻青山镇帮镇扶村工作队，第一书记驻村，入村到户",
        "各村（社区），镇直各单位：各村民委员会：各村党支部：",
        "建制村通硬化路比例，一村一品，非贫困村，示范村12个，文明村3个，软弱涣散村",
        "由村委会组织，报村党支部，请向村民委员会反映，村务公开栏",
        "产权归属村集体的10项，财政补助和村集体收入，接受村务监督",
        "美丽乡村 数字乡村 未来乡村 集体经济薄弱村 城中村 空心村 移民村",
        "爱国爱村，党委委员包村，安排村保洁公益性岗位，推进村务公开，加强村两委建设",
        "12个村 8个村 每村不少于5人 两村 某村 整村推进",
    ],
)
def test_false_friends(text):
    assert villages_in(text) == ()


def test_the_most_frequent_first_and_not_without_end():
    assert villages_in("西岭村\n东坪村\n东坪村\n")[0] == "东坪村"
    many = "\n".join(f"{a}{b}村" for a in "赵钱孙李周吴郑王冯陈" for b in "家庄湾坪岭塘河桥林山")
    assert len(villages_in(many)) == MOST


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("改厕/东坪村/IMG_001.jpg", (("东坪村",), "folder")),
        ("东坪村/2024/石桥村签到.pdf", (("石桥村",), "name")),
        ("东坪村民主评议签到表.pdf", (("东坪村",), "name")),
        ("石桥村党员大会签到.pdf", (("石桥村",), "name")),
        ("整改前_柳林村徐某戊户.jpg", (("柳林村",), "name")),
        ("党政主要领导调研石桥村产业.jpg", (("石桥村",), "name")),
        ("卷宗（北塘村宅基地纠纷）.pdf", (("北塘村",), "name")),
        ("乡村振兴办/村务公开/新农村.pdf", ((), "")),
    ],
)
def test_paths(path, found):
    assert villages_of_path(path) == found


def test_the_content_comes_before_the_path():
    read = Description(villages=("西岭村",), sources={"villages": "content"})
    assert with_name(read, "东坪村/a.docx").villages == ("西岭村",)
    assert with_name(Description(), "东坪村/a.docx").sources["villages"] == "folder"


@given(st.text(st.sampled_from("东坪西岭村社区镇到在和的全各民委员会、 \n0123（）"), max_size=60))
def test_no_text_breaks_it(text):
    for name in villages_in(text):
        assert name in text
        assert village(name) == name
