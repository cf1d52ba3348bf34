"""Planted cases of E403: one text for several villages or meetings."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.planted_files import paper, sheet
from benchmarks.planting import Case, clean, planted

_SENTENCES = (
    "与会人员围绕如何落实长效管护展开讨论，认为要把清扫责任落实到网格和农户，保洁员每天巡回保洁，网格员每周检查一次，检查结果在公开栏公布。",
    "会议要求大家统一思想，带头行动，做好宣传发动，确保整治取得实效，迎接镇里的检查验收。",
    "代表们认为，申请人长期患病、家中缺少劳动力的应当优先纳入；对外出务工收入稳定、新购小轿车的家庭，不应纳入，要把政策解释清楚。",
    "经举手表决，同意将符合条件的申请报镇民政所审核，并在公开栏张榜公布，设立监督电话，接受群众监督；对未纳入的家庭由包组干部上门说明原因。",
    "会议还讨论了冬季取暖和临时救助事项，要求摸清独居老人的生活情况，有困难及时上报。",
    "老人患有慢性病需要长期服药，希望家庭医生定期上门随访，屋后边坡下雨时有少量土石滑落，担心影响住房安全。",
    "联系卫生院把老人纳入签约服务重点人群，请村里安排人员察看边坡并采取排水措施，向其介绍了小额信贷和产业奖补政策，鼓励扩大油茶种植。",
    "村里成立了工作专班，支部书记负总责，划分网格，联户党员包片到户，做到每天有人扫、每周有人查、每月有评比，把门前三包写进村规民约。",
    "集中清理了沟渠塘堰和房前屋后的积存垃圾，拆除了废弃猪栏和旱厕，主干道两侧补栽了绿化苗木，群众满意度逐步提高，涌现出一批美丽庭院示范户。",
    "个别农户生活习惯还没有转变，垃圾分类不够准确，保洁员年龄偏大，管护经费主要靠上级补助，村集体投入有限。",
    "继续完善长效机制，推行积分兑换，引导群众投工投劳，争取项目资金改造污水管网，巩固整治成果。",
    "志愿者还现场教老人使用智能手机与在外子女视频通话，提醒老人防范电信诈骗，卫生室医生为老人量血压、测血糖，叮嘱按时服药、合理饮食。",
    "活动让老人感受到集体的温暖，大家纷纷表示，村里的照顾越来越周到，生活越来越有盼头。",
    "下一步，村里将把助老服务做成常态，建立结对台账，定期上门看望。",
    "沿河道从上游水坝走到下游石拱桥，水面有少量枯枝落叶，右岸竹林边发现两处白色垃圾，左岸护坡有一段被雨水冲出小沟，未发现排污口和违规采砂、电鱼毒鱼行为。",
    "当场通知保洁员把垃圾清理上岸装袋运走，护坡冲沟已拍照上报，请施工队在下次降雨前用石块填实，并提醒附近农户不要向河里倾倒尾菜。",
    "会上通报了春耕备耕进展，早稻育秧面积已经落实到田块，种子、化肥、农药储备充足，农机手完成了检修和培训。",
    "大家反映村东头的机耕道被山洪冲毁一段，收割机进不去，请求列入今年的水毁修复计划，受益户愿意投工投劳。",
    "驻村第一书记介绍了光伏电站的收益分配办法，明确公益岗位补贴和小型公益事业支出的比例，接受村民监督。",
    "党员们结合自身实际作了发言，有的谈到带头发展林下养鸡，有的谈到调解邻里纠纷的体会，气氛热烈。",
    "森林防火进入关键期，护林员要加密巡山频次，坟山路口设卡登记火种，发现烟情第一时间报告。",
    "针对独居老人用火用电安全，逐户更换老化插座，清理灶前柴草，安装独立烟感报警器并教会使用方法。",
    "饮水工程蓄水池完成清洗消毒，更换了两处漏损管道，末梢水压恢复正常，水质检测结果张贴在公开栏。",
    "合作社与收购企业签订了蜜柚保底收购合同，分拣线投入使用后带动周边农户就近务工，品质分级更加规范。",
    "易涝点排水沟完成清淤，防汛物资入库登记，转移避险路线和安置点张贴到户，组织了一次夜间演练。",
    "农家书屋新增了种养技术和少儿读物，暑期由返乡大学生值班，组织孩子们开展阅读分享和防溺水教育。",
    "殡葬改革政策宣传进组入户，红白理事会修订了办事标准，劝导两户简办宴席，得到群众理解和支持。",
    "网格员逐户核对医保参保信息，对外出务工人员电话提醒，特殊人群代缴资料一次收齐，减少来回跑。",
)
_FORMS = {
    "会议记录": "{v}会议记录\n时间：{day}\n地点：{v}会议室\n主持人：{a}\n记录人：{b}\n参加人员：村两委成员、党员代表\n议题：研究近期工作\n{said}\n",
    "走访记录": "{v}入户走访记录\n户主：{a}\n走访人：{b}\n走访日期：{day}\n走访情况：{said}\n户主签字：{a}\n",
    "工作总结": "{v}2025年工作总结\n一年来，{v}在镇党委政府的领导下，各项工作有了新的进展，现将情况总结如下。\n{said}\n{v}村民委员会\n{day}\n",
    "信息简报": "{v}工作简报\n{said}\n{v}供稿  {day}\n",
    "巡查记录": "{v}河道巡查记录\n巡查人：{a}\n巡查日期：{day}\n巡查情况：{said}\n",
    "活动方案": "{v}志愿服务活动方案\n{said}\n{v}党支部\n{day}\n",
}
NOTICE = """青山镇人民政府办公室
青政办发〔2025〕18号
关于开展农村人居环境集中整治的通知
各村（社区）：
为巩固整治成果，根据县委县政府统一部署，经研究，决定在全镇开展农村人居环境集中整治，现将有关事项通知如下。
一、各村要高度重视，明确责任领导和具体工作人员，制定作战图，倒排工期，把任务落实到人到户，确保按时完成。
二、重点清理主干道两侧、沟渠塘堰、房前屋后的积存垃圾，拆除残垣断壁，规整乱堆乱放，疏通排水沟渠，做到水清岸绿。
三、镇政府将组织专班每周督查一次，结果纳入年度考核，对工作不力的予以通报，对成效突出的给予奖励。
青山镇人民政府办公室
2025年3月8日
"""
PACT = """农村户用厕所管护协议
甲方：{v}村民委员会
乙方：{a}
为切实做好农村户用厕所改造后的管护工作，保证设施正常使用，经双方协商，达成以下协议，双方共同遵守。
第一条 甲方负责宣传管护知识，组织清掏服务队定期上门清掏粪污，建立维修台账，接到乙方报修后两日内派人维修。
第二条 乙方负责厕所的日常保洁，保持厕屋清洁卫生，爱护设施设备，不得向便器内丢弃杂物，不得擅自改变用途或拆除。
第三条 因乙方使用不当造成设施损坏的，由乙方承担维修费用；因施工质量造成损坏的，由甲方联系施工方负责维修。
第四条 本协议一式两份，双方各执一份，自签字之日起生效。
甲方：{v}村民委员会  乙方：{a}
{day}
"""
_ONE = {"v": "石桥村", "a": "张建国", "b": "李秀英", "day": "2025年3月5日"}
_TWO = {"v": "柳溪村", "a": "王志强", "b": "陈桂香", "day": "2025年3月18日"}
_LATER = _ONE | {"day": "2025年9月11日"}
_NAMES = ("张三", "李四", "王五", "赵六")


def _text(name: str, seed: int, who: dict[str, str], *, of: int = 7) -> str:
    """Return a paper of this form that says what this seed makes it say."""
    said = Random(seed).sample(_SENTENCES, of)
    lines = "\n".join("".join(said[n : n + 2]) for n in range(0, of, 2))
    return _FORMS[name].format(**who, said=lines)


def variant(
    name: str, seed: int, who: tuple[str, str, str], *, other: int = 0, is_turned: bool = False
) -> str:
    """Return a paper of this form and seed by (village, person, day), with so many other sentences, or turned round."""
    said = Random(seed).sample(_SENTENCES, 7 + other)
    said = said[other:] if not is_turned else said[::-1]
    village, person, day = who
    lines = "\n".join("".join(said[n : n + 2]) for n in range(0, 7, 2))
    return _FORMS[name].format(v=village, a=person, b=person, day=day, said=lines)


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    rule = "E403"
    for seed, name in enumerate(_FORMS):
        yield planted(
            rule,
            f"{name}只改了村名、人名和日期",
            paper(f"石桥村/石桥村{name}.docx", _text(name, seed, _ONE)),
            paper(f"柳溪村/柳溪村{name}.docx", _text(name, seed, _TWO)),
        )
    minutes = _text("会议记录", 20, _TWO)
    yield planted(
        rule,
        "改了一句的会议记录，一份是 txt",
        paper("石桥村会议记录.docx", _text("会议记录", 20, _ONE)),
        paper("柳溪村会议记录.txt", minutes.replace("，", "，也就是说，", 1)),
    )
    yield planted(
        rule,
        "另加了一段的走访记录，一份是 PDF",
        paper("石桥村走访记录.pdf", _text("走访记录", 21, _ONE)),
        paper(
            "柳溪村走访记录.docx", _text("走访记录", 21, _TWO) + "镇里另行安排人员回访，请保持电话畅通。\n"
        ),
    )
    yield planted(
        rule,
        "同村两次会议，只改了日期",
        paper("石桥村3月会议记录.docx", _text("会议记录", 22, _ONE)),
        paper("石桥村9月会议记录.docx", _text("会议记录", 22, _LATER)),
    )
    yield planted(
        rule,
        "一字不差的记录放在两村",
        paper("石桥村/走访记录.docx", _text("走访记录", 23, _ONE)),
        paper("柳溪村/走访记录.docx", _text("走访记录", 23, _ONE)),
    )
    yield from _twins(rule)


def _twins(rule: str) -> Iterator[Case]:
    for seed, name in enumerate(_FORMS, 30):
        yield clean(
            rule,
            f"两村{name}同一格式，各写各的",
            paper(f"石桥村{name}.docx", _text(name, seed, _ONE)),
            paper(f"柳溪村{name}.docx", _text(name, seed + 20, _TWO)),
        )
    yield clean(
        rule,
        "镇里通知转发各村",
        paper("石桥村/关于开展集中整治的通知.docx", NOTICE),
        paper("柳溪村/关于开展集中整治的通知（转发）.docx", NOTICE + "（转发柳溪村）\n"),
    )
    yield clean(
        rule,
        "统一文本的协议",
        paper("石桥村管护协议.docx", PACT.format(**_ONE)),
        paper("柳溪村管护协议.docx", PACT.format(**_TWO)),
    )
    crowd = [
        ["序号", "姓名", "职务", "签名"],
        *([n, who, "村民代表", who] for n, who in enumerate(_NAMES, 1)),
    ]
    yield clean(
        rule,
        "同一格式的签到表",
        sheet("石桥村签到表.xlsx", "石桥村会议签到表", crowd),
        sheet("柳溪村签到表.xlsx", "柳溪村会议签到表", crowd),
    )
    yield clean(
        rule,
        "同一记录的 Word 与 PDF",
        paper("石桥村会议记录.docx", _text("会议记录", 60, _ONE)),
        paper("石桥村会议记录.pdf", _text("会议记录", 60, _ONE)),
    )
    yield clean(
        rule,
        "同村两次会议，内容不同",
        paper("石桥村3月会议记录.docx", _text("会议记录", 61, _ONE)),
        paper("石桥村9月会议记录.docx", _text("会议记录", 62, _LATER)),
    )
