"""The layouts A to J of the corpus."""

from __future__ import annotations

from pathlib import Path

from tests.scheme.corpus.bank import Case, Leaf, bank, categories, shown, summed
from tests.scheme.corpus.writing import write_csv, write_docx, write_xlsx

CHINESE = "一二三四五六七八九十"


def a(folder: Path) -> Case:
    """Sections in rows of their own, one merged over the row, one with its number in the number column."""
    rows: list[list] = [["序号", "考核项目", "各项分值", "考核指标", "负责考核部门"]]
    leaves, number = [], 0
    for at, (category, items) in enumerate(categories(bank("river")).items()):
        title = category.split("、", 1)[1]
        if at % 2:
            rows.append([f"{category}（{summed(items)}分）", "<", "<", "<", "<"])
        else:
            rows.append([CHINESE[at], title, summed(items), "", ""])
        for i in items:
            number += 1
            rows.append([str(number), i.name, shown(i.points), i.scoring, "、".join(i.units)])
            leaves.append(Leaf(str(number), (category,), i.name, i.points))
    rows.append(["六", "奖扣分项目", "", "", ""])
    rows.append([str(number + 1), "通报表扬与批评", "奖20、10分；扣20、10分", "以正式文件为准", "县河长办"])
    leaves.append(Leaf(str(number + 1), ("六、奖扣分项目",), "通报表扬与批评", 20.0, bonus=True))
    rows.append(["合计", "<", "100", "", ""])
    before = ("附件1", "青山县2025年度河湖长制工作乡镇考核细则", "本细则总分100分。")
    path = write_docx(folder / "A.docx", *before, rows)
    return Case("A", "sections in rows of their own, bonus group", path, leaves, ("points-most",), 100)


def b(folder: Path) -> Case:
    """Two columns under one header, offices merged over several rows, a number given twice."""
    rows: list[list] = [["序号", "考核项目", "<", "各项分值", "考核内容", "评分标准", "说明"]]
    leaves = []
    general = [("组织领导", 8), ("日常工作", 7), ("宣传工作", 10), ("新经验好做法", 10), ("支持配合", 5)]
    rows.append(["一", "通用考核项目", "<", "40", "", "", ""])
    for n, (name, points) in enumerate(general, 1):
        rows.append([str(n), name, "<", str(points), f"{name}到位", "每缺一项扣1分，扣完为止", ""])
        leaves.append(Leaf(str(n), ("一、通用考核项目",), name, float(points)))
    rows.append(["二", "部门履职", "<", "60", "", "", ""])
    offices = [
        ("县农业农村局", [("畜禽养殖污染治理", 30), ("化肥农药减量", 15), ("渔业资源保护", 15)]),
        ("县工信局", [("工矿企业污染防治", 60)]),
        ("县水利局", [("水功能区监管", 15), ("河库管护", 20), ("岸线整治", 15), ("非法采砂整治", 10)]),
        ("县生态环境局", [("排污口整治", 60)]),
        ("县城建局", [("城镇生活污水治理", 60)]),
        ("县林业局", [("林地湿地保护", 60)]),
        ("县公安局", [("水域治安整治", 60)]),
    ]
    number, used = len(general), set()
    for at, (office, tasks) in enumerate(offices):
        number += 1
        stated = "10" if office == "县公安局" else str(number)
        for n, (task, points) in enumerate(tasks):
            own = ["^", "^", "^"] if n else [stated, "重点考核部门" if not at else "^", office]
            rows.append([*own, str(points), task, "发现1起扣2分，扣完为止", ""])
            position = len(leaves) + 1
            code = stated if not n and stated not in used else f"P{position}"
            used.add(code)
            several = len(tasks) > 1
            path = ("二、部门履职", "重点考核部门", office) if several else ("二、部门履职", "重点考核部门")
            leaves.append(Leaf(code, path, task if several else office, float(points)))
    path = write_docx(folder / "B.docx", "青山县2025年度河湖长制工作责任单位考核细则", rows)
    return Case(
        "B",
        "two columns under one header, 3 and 4 rows an office",
        path,
        leaves,
        ("code-duplicate", "sum-differs"),
    )


def c(folder: Path) -> Case:
    """Points in the names of categories, brackets wide, narrow and unclosed; a column of what to look at."""
    rows: list[list] = [["考核内容", "考核指标", "序号", "考核要点", "分值", "评分标准", "评分指导点"]]
    leaves, number = [], 0
    glue = ("(%s分)", "（%s分）", "（%s分", "【%s分】")
    for at, (category, items) in enumerate(categories(bank("hygiene")).items()):
        half = (len(items) + 1) // 2
        for n, i in enumerate(items):
            number += 1
            group = "日常管理" if n < half else "专项整治"
            first = category + glue[at] % summed(items) if not n else "^"
            rows.append(
                [
                    first,
                    group if n in (0, half) else "^",
                    str(number),
                    i.name,
                    i.points,
                    i.scoring,
                    i.evidence,
                ]
            )
            leaves.append(Leaf(str(number), (category, group), i.name, i.points))
    path = write_xlsx(folder / "C.xlsx", [["镇区环境建设2025年度考核细则", *["<"] * 6], *rows])
    return Case("C", "points in category names, brackets unclosed", path, leaves)


def d(folder: Path) -> Case:
    """All levels in one column, with `-` and `9项` in the other columns of the upper ones."""
    header = ["考核指标", "评价内容", "评价标准", "计分条件", "计分分值", "数据来源", "考核部门（单位）"]
    rows, leaves = [header], []
    for category, items in categories(bank("grain")).items():
        rows.append([category, f"{len(items)}项", "-", "-", summed(items), "-", "-"])
        half = (len(items) + 1) // 2
        for number, (title, part) in enumerate((("能力建设", items[:half]), ("工作落实", items[half:]))):
            group = f"（{CHINESE[number]}）{title}"
            rows.append([group, "-", "-", "-", summed(part), "-", "-"])
            for n, i in enumerate(part, 1):
                name = f"（{n}）{i.name}"
                rows.append(
                    [name, i.name, i.scoring, "达到要求计满分", shown(i.points), i.evidence, i.units[0]]
                )
                leaves.append(Leaf(str(len(leaves) + 1), (category, group), name, i.points))
    path = write_docx(folder / "D.docx", "青山县2025年度粮食安全责任制考核评价表", rows)
    return Case("D", "all levels in one column, placeholders", path, leaves, ("codes-counted",))


def e(folder: Path) -> Case:
    """A list of tasks without points."""
    header = ["考核项目", "序号", "考核指标", "考核内容", "单位", "年度目标", "责任部门", "评分部门"]
    rows, leaves, before = [header], [], ""
    targets = ("≥2%", "良好以上", "0.7", "全市统筹", "0")
    for n, i in enumerate(bank("rural"), 1):
        first = "^" if i.category == before else i.category
        before = i.category
        rows.append([first, str(n), i.name, i.scoring, "%", targets[n % 5], "、".join(i.units), "县考核办"])
        leaves.append(Leaf(str(n), (i.category,), i.name, None, units=i.units))
    path = write_xlsx(folder / "E.xlsx", [["青山县2025年度乡村振兴任务清单", *["<"] * 7], *rows])
    return Case("E", "tasks with targets, no points", path, leaves, ("points-column-missing",))


def f(folder: Path) -> Case:
    """Numbers that lead the names, running on over the sections; points of sections in their names."""
    rows, leaves = [["项目", "考核点", "内容要求", "分值", "评分标准", "得分", "备注"]], []
    for category, items in categories(bank("duty")).items():
        for n, i in enumerate(items):
            number = str(len(leaves) + 1)
            first = "^" if n else f"{category}（{summed(items)}分）"
            scores = f"1.{i.scoring},2分； 2.资料齐全,{shown(i.points - 2)}分"
            rows.append([first, f"{number}.{i.name}", i.evidence, shown(i.points), scores, "", ""])
            leaves.append(Leaf(number, (category,), i.name, i.points))
    path = write_docx(folder / "F.docx", "石桥镇2025年目标考核表（满分100分）", rows)
    return Case("F", "numbers lead the names", path, leaves, (), 100)


def g(folder: Path) -> Case:
    """A title and a line to fill in above, points in the names, signatures below."""
    rows: list[list] = [
        ["农村环境卫生百分制考评表（2025年度）", *["<"] * 5],
        ["考评单位____县____乡____村　　　年　月　日", *["<"] * 5],
        ["类别", "序号", "考评项目", "考评内容", "评分标准", "考评得分（100分）"],
    ]
    leaves = []
    for category, items in categories(bank("hygiene")).items():
        for n, i in enumerate(items):
            number = len(leaves) + 1
            name = f"{i.name}{('(%s分)', '（%s分）', '%s分')[number % 3] % shown(i.points)}"
            rows.append(["^" if n else category, number, name, i.evidence, i.scoring, ""])
            leaves.append(Leaf(str(number), (category,), i.name, i.points))
    rows.append(["考评人：", "<", "<", "被考评单位（盖章）：", "<", "<"])
    return Case("G", "points in the names, form lines", write_xlsx(folder / "G.xlsx", rows), leaves, (), 100)


def h(folder: Path) -> Case:
    """One number and one focus over many rows; the rule is the indicator and repeats its points."""
    rows, leaves = [["序号", "考核重点", "考核内容及分值", "分值", "得分", "备注"]], []
    for at, (category, items) in enumerate(categories(bank("hygiene")).items(), 1):
        for n, i in enumerate(items):
            text = f"{i.name}：{i.scoring}，共计{shown(i.points)}分，扣完为止"
            rows.append([*(["^", "^"] if n else [str(at), category]), text, shown(i.points), "", ""])
            code = f"P{len(leaves) + 1}" if n else str(at)
            leaves.append(Leaf(code, (category,), text, i.points))
    rows.append(["合计", "<", "<", "100", "", ""])
    path = write_docx(folder / "H.docx", "农村人居环境整治评分细则（2025年）", rows)
    return Case("H", "one number over several indicators", path, leaves, ("code-duplicate",), 100)


def i(folder: Path) -> Case:
    """Running numbers to the right of two levels; the rule is the indicator."""
    rows, leaves = [["类别", "指标", "检查内容", "序号", "评分细则标准", "分值", "得分"]], []
    for category, items in categories(bank("hygiene")).items():
        for n, item in enumerate(items):
            number = str(len(leaves) + 1)
            first = ["^", "^"] if n else [category, f"公共区域{summed(items)}分"]
            seen = "^" if n % 2 else f"检查点{n // 2 + 1}"
            rows.append([*first, seen, number, f"{item.name}，{item.scoring}", shown(item.points), ""])
            path = (category, "公共区域", f"检查点{n // 2 + 1}")
            leaves.append(Leaf(number, path, f"{item.name}，{item.scoring}", item.points))
    path = write_docx(folder / "I.docx", "西溪镇2025年度环境卫生考核评分表", rows)
    return Case("I", "running numbers, the rule is the indicator", path, leaves)


def j(folder: Path) -> Case:
    """One level and a sum, as text in a Chinese encoding."""
    rows, leaves = [["考核评比内容", "分值", "评分标准", "督查结果", "评比得分"]], []
    for item in bank("hygiene"):
        rows.append([item.name, shown(item.points), item.scoring, "", ""])
        leaves.append(Leaf(str(len(leaves) + 1), (), item.name, item.points))
    rows.append(["汇总", "100", "", "", ""])
    return Case(
        "J",
        "one level, a sum, GB18030 text",
        write_csv(folder / "J.csv", rows),
        leaves,
        ("codes-counted",),
        100,
    )


LAYOUTS = (a, b, c, d, e, f, g, h, i, j)
