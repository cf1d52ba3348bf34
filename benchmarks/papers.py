"""Made papers of a township for measuring suggestions: paths, texts and what each belongs to.

Not shipped. `DEVELOPMENT` and `HELD_OUT` differ in phrases, forms of text, folder habits and seed. Classes:
`name` (a name that says it in an office's words), `folder` (a telling folder, a name that says nothing),
`content` (a vague name, the clue inside), `scan` (recognised text with wrong characters), `batch` (mute files that one
person sent together: only their neighbours can tell), `mixed` (mute files of five indicators sent together:
nothing can tell), `nowhere`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks import papers_words
from ledger_app.evidence.words import pairs
from ledger_app.scheme.model import Indicator, Requirement, Scheme

CLASSES = ("name", "folder", "content", "scan", "batch", "mixed", "nowhere")


@dataclass(frozen=True, slots=True)
class Paper:
    """One made file; `code` is its indicator's, None where it belongs nowhere; `requirement` where it says one."""

    path: str
    text: str
    group: str
    code: str | None
    requirement: str | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """The phrases and habits that papers are made from."""

    words: str
    nowhere: str
    forms: tuple[str, ...]
    openings: tuple[str, ...]
    fillers: tuple[str, ...]
    vague: tuple[str, ...]
    neutral: tuple[str, ...]
    villages: tuple[str, ...]
    confusions: str
    senders: tuple[str, ...]


_KINDS = {
    "台账": ".xlsx",
    "名": ".xlsx",
    "清单": ".xlsx",
    "表": ".xlsx",
    "照片": ".jpg",
    "截图": ".png",
    "签到": ".jpg",
    "记录": ".docx",
    "通知": ".pdf",
    "文件": ".pdf",
    "方案": ".docx",
}

DEVELOPMENT = Bank(
    papers_words.DEVELOPMENT,
    papers_words.NOWHERE_DEVELOPMENT,
    ("{phrase}", "{village}{phrase}", "2025年{phrase}", "{phrase}（{village}）", "{village}2025{phrase}定稿"),
    (
        "{village}{asked}\n",
        "青山镇人民政府办公室\n青政办〔2025〕{n}号\n关于做好有关工作的通知\n各村(社区):\n",
        "青山镇{unit}\n青{unit_letter}〔2025〕{n}号\n关于{asked}的通知\n各村(社区):\n",
        "{asked}\n填报单位:{village} 填报日期:2025年{month}月{day}日\n",
        "",
    ),
    (
        "各村要高度重视,明确专人负责,按时完成。",
        "现将有关情况汇报如下。",
        "序号 姓名 地址 备注\n1 张建国 一组\n2 李秀英 二组\n3 王志强 三组",
        "会议由副镇长主持,驻村干部和村两委成员参加。",
        "经村委会核实,情况属实。",
        "工作中还存在进度不平衡等问题,下一步将抓好落实。",
    ),
    (
        "扫描件{n:04}.pdf",
        "新建文档({m}).docx",
        "微信图片_2025{month:02}{day:02}10{n:04}.jpg",
        "IMG_2025{month:02}{day:02}_{n:04}.jpg",
        "附件{m}.xlsx",
        "{m}.pdf",
        "新建 Microsoft Word 文档 ({m}).docx",
    ),
    ("收件/{month}月", "{unit}", "待整理", "微信文件/2025-{month:02}", "{village}报送", "U盘拷贝/{unit}"),
    ("石桥村", "柳溪村", "大坪村", "白沙村", "梅岭村", "双河村"),
    "改攻户卢厕侧验险收牧村材台合账帐监盐测侧防访返近治冶水永粮根资贷金全保堡田由农衣土士未末巡迅河何",
    ("小王", "李主任", "张会计", "石桥村报账员", "驻村组"),
)

HELD_OUT = Bank(
    papers_words.HELD_OUT,
    papers_words.NOWHERE_HELD_OUT,
    (
        "{phrase}",
        "{phrase}{village}",
        "{village}-{phrase}",
        "（2025年度）{phrase}",
        "{month}月{phrase}最终版",
    ),
    (
        "{asked}\n单位:{village}村民委员会 2025年{month}月\n",
        "云岭镇党政办\n云镇〔2025〕{n}号\n关于报送相关材料的函\n",
        "云岭镇{unit}文件\n云{unit_letter}发〔2025〕{n}号\n关于印发{asked}的通知\n",
        "时间:2025年{month}月{day}日 地点:村委会二楼\n参加人员:村两委干部、党员代表\n",
        "",
    ),
    (
        "请于本月底前将材料报镇政府。",
        "以上情况,特此说明。",
        "编号 户主 人口 联系电话\n01 陈桂香 4\n02 刘德明 3\n03 黄玉兰 5",
        "与会人员一致同意。记录人:周敏。",
        "经办人签字: 审核人签字: 单位公章:",
        "总体进展顺利,个别村组推进较慢。",
    ),
    (
        "CamScanner {month:02}-{day:02}-2025 {n:04}.pdf",
        "文档{m}.docx",
        "mmexport17{n:04}00{m}.jpg",
        "DSC0{n:04}.JPG",
        "工作簿{m}.xlsx",
        "图片{m}.png",
        "扫描_2025{month:02}{day:02}.pdf",
        "材料{m}.docx",
    ),
    (
        "2025/{month}月份",
        "{unit}上交材料",
        "桌面",
        "QQ接收文件",
        "{village}",
        "各办报送/{unit}/第{m}批",
    ),
    ("龙塘村", "新屋村", "高岭村", "东坑村", "竹园村", "金竹村"),
    "厕厂户尸改政台召账张排徘查杳整赘治治污汚垃拉圾极保呆医区参叁帮邦扶抚粮粱耕耘地他红江检捡培陪训川",
    ("陈干事", "刘站长", "村文书", "老周", "值班室转"),
)


def make(bank: Bank, scheme: Scheme, *, seed: int, rounds: int = 4) -> list[Paper]:
    """Return papers: for each indicator `rounds` of each class, and a fourth as many that belong nowhere."""
    rng = random.Random(seed)
    made: dict[str, Paper] = {}
    for paper in _all(bank, scheme, rng, rounds):
        path = paper.path
        while path in made:
            stem, dot, ending = path.rpartition(".")
            path = f"{stem}_{rng.randrange(1000)}{dot}{ending}"
        made[path] = Paper(path, paper.text, paper.group, paper.code, paper.requirement)
    papers = list(made.values())
    rng.shuffle(papers)
    return papers


def _all(bank: Bank, scheme: Scheme, rng: random.Random, rounds: int) -> Iterator[Paper]:
    lines = dict(line.split("|", 1) for line in bank.words.strip().splitlines())
    for indicator in scheme.indicators:
        names, sentences = (part.split(";") for part in lines[indicator.code].split("|"))
        for n in range(rounds):
            for group in CLASSES[:4]:
                yield _paper(bank, rng, indicator, group, names, sentences, n)
        yield from _batch(bank, rng, indicator, names, sentences, rounds)
    for at in range(0, len(scheme.indicators) - 4, 5):
        yield from _mixed(bank, rng, scheme.indicators[at : at + 5], rounds)
    nowhere = [line.split("|") for line in bank.nowhere.strip().splitlines()]
    for n in range(len(scheme.indicators) * rounds):
        name, sentences = rng.choice(nowhere)
        yield _stranger(bank, rng, scheme, name, sentences.split(";"), n)


def _paper(
    bank: Bank,
    rng: random.Random,
    indicator: Indicator,
    group: str,
    names: Sequence[str],
    sentences: Sequence[str],
    n: int,
) -> Paper:
    asked = rng.choice(indicator.requirements)
    values = _values(bank, rng, indicator.units, n)
    phrase = rng.choice(names)
    if group == "name":
        asked = _named(phrase, indicator) or asked
    kind = _short(asked.text)
    ending = next((e for word, e in _KINDS.items() if word in kind), rng.choice((".pdf", ".docx")))
    vague = rng.choice(bank.vague).format(**values)
    neutral = rng.choice(bank.neutral).format(**values)
    is_said = rng.random() < 0.5
    body = _body(bank, rng, sentences, values, asked=kind if is_said else "")
    said = asked.key if kind in body else None
    is_picture = vague.rpartition(".")[2].lower() in ("jpg", "png")
    match group:
        case "name":
            form = rng.choice(bank.forms).format(phrase=phrase, **values)
            text = body if ending not in (".jpg", ".png") and rng.random() < 0.7 else ""
            key = asked.key if _named(phrase, indicator) else said if text else None
            return Paper(f"{neutral}/{form}{ending}", text, group, indicator.code, key)
        case "folder":
            number = rng.choice(("{}_材料", "指标{}", "{}佐证")).format(indicator.code)
            folder = rng.choice(
                (f"{indicator.code}{phrase}", phrase, phrase, f"{indicator.code}.{phrase}", number)
            )
            text = "" if is_picture or rng.random() < 0.5 else _filler(bank, rng, values)
            return Paper(f"{neutral}/{folder}/{vague}", text, group, indicator.code)
        case "content":
            if is_picture:
                vague = vague.rpartition(".")[0] + ".docx"
            return Paper(f"{neutral}/{vague}", body, group, indicator.code, said)
    return Paper(f"{neutral}/{vague}", _misread(bank, rng, body), group, indicator.code, said)


def _named(phrase: str, indicator: Indicator) -> Requirement | None:
    """Return the one requirement whose own words, beyond the indicator's, stand in a name."""
    own = set(pairs(indicator.name))
    said = [len((set(pairs(_short(r.text))) - own) & set(pairs(phrase))) for r in indicator.requirements]
    most = max(said, default=0)
    return indicator.requirements[said.index(most)] if most and said.count(most) == 1 else None


def _batch(
    bank: Bank,
    rng: random.Random,
    indicator: Indicator,
    names: Sequence[str],
    sentences: Sequence[str],
    rounds: int,
) -> Iterator[Paper]:
    """Return what one person sent together: most of it mute pictures, one or two with a text, one stray file."""
    folder = f"收件/{rng.choice(bank.senders)}{rng.randrange(1, 13)}.{rng.randrange(1, 29)}"
    for n in range(rounds):
        values = _values(bank, rng, indicator.units, n)
        name = rng.choice(bank.vague).format(**values).rpartition(".")[0]
        yield Paper(f"{folder}/{name}.jpg", "", "batch", indicator.code)
    values = _values(bank, rng, indicator.units, rounds)
    name = rng.choice(bank.vague).format(**values).rpartition(".")[0]
    body = _body(bank, rng, sentences, values)
    yield Paper(f"{folder}/{name}.docx", body, "content", indicator.code)


def _mixed(bank: Bank, rng: random.Random, indicators: Sequence[Indicator], rounds: int) -> Iterator[Paper]:
    folder = f"收件/{rng.choice(bank.senders)}{rng.randrange(1, 13)}.{rng.randrange(1, 29)}汇总"
    for indicator in indicators * max(rounds // 2, 1):
        name = rng.choice(bank.vague).format(**_values(bank, rng, indicator.units, rounds))
        yield Paper(f"{folder}/{name.rpartition('.')[0]}.jpg", "", "mixed", indicator.code)


def _stranger(
    bank: Bank, rng: random.Random, scheme: Scheme, name: str, sentences: Sequence[str], n: int
) -> Paper:
    """Return a file that belongs nowhere: named for what it is, vague with a text, or vague and mute."""
    units = rng.choice(scheme.indicators).units
    values = _values(bank, rng, units, n)
    neutral = rng.choice(bank.neutral).format(**values)
    vague = rng.choice(bank.vague).format(**values)
    match n % 3:
        case 0:
            form = rng.choice(bank.forms).format(phrase=name, **values)
            return Paper(f"{neutral}/{form}.docx", _body(bank, rng, sentences, values), "nowhere", None)
        case 1:
            return Paper(f"{neutral}/{vague}", _body(bank, rng, sentences, values), "nowhere", None)
    text = _filler(bank, rng, values) if rng.random() < 0.5 else ""
    return Paper(f"{neutral}/{vague}", text, "nowhere", None)


def _values(bank: Bank, rng: random.Random, units: Sequence[str], n: int) -> dict[str, object]:
    unit = rng.choice(units) if units else "办公室"
    return {
        "village": rng.choice(bank.villages),
        "unit": unit,
        "unit_letter": unit[0],
        "month": rng.randrange(1, 13),
        "day": rng.randrange(1, 29),
        "n": rng.randrange(1, 10000),
        "m": n + rng.randrange(1, 30),
    }


def _body(
    bank: Bank, rng: random.Random, sentences: Sequence[str], values: dict[str, object], asked: str = ""
) -> str:
    opening = rng.choice(bank.openings).format(asked=asked or "情况说明", **values)
    said = rng.sample(list(sentences), min(len(sentences), rng.choice((1, 2, 2, 3))))
    rest = rng.sample(bank.fillers, 2)
    lines = [rest[0], *(f"{s}。" for s in said), rest[1]]
    if rng.random() < 0.5:
        lines[0], lines[1] = lines[1], lines[0]
    return opening + "\n".join(lines)


def _filler(bank: Bank, rng: random.Random, values: dict[str, object]) -> str:
    opening = rng.choice(bank.openings).format(asked="情况说明", **values)
    return opening + "\n".join(rng.sample(bank.fillers, 3))


def _short(text: str) -> str:
    return text.split("(")[0].split("（")[0].split("+")[0].split("/")[0]


def _misread(bank: Bank, rng: random.Random, text: str) -> str:
    """Return the text as a recogniser gives it: one character in fourteen wrong or lost, lines broken."""
    wrong = dict(zip(bank.confusions[::2], bank.confusions[1::2], strict=False))
    found = []
    for character in text:
        chance = rng.random()
        if chance < 0.05:
            found.append(wrong.get(character, rng.choice("口日目一丨、.")))
        elif chance < 0.07:
            continue
        elif chance < 0.09:
            found.append(character + "\n")
        else:
            found.append(character)
    return "".join(found)
