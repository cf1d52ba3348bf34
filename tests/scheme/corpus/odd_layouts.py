"""The layouts K to T of the corpus."""

from __future__ import annotations

from pathlib import Path

from tests.scheme.corpus.bank import Case, Leaf, bank, categories, shown, summed
from tests.scheme.corpus.writing import drawn, write_docx, write_xlsx


def k(folder: Path) -> Case:
    """A base of 100 with up to 3 on top and up to 30 off, said in the header."""
    rows, leaves = [["指标", "指标满分（100+3-30）", "评价及考核内容和赋分规则", "数据来源"]], []
    for category, items in categories(bank("grain")).items():
        rows.append([f"{category}（{summed(items)}分）", "<", "<", "<"])
        for item in items:
            rows.append([item.name, shown(item.points), item.scoring, item.evidence])
            leaves.append(Leaf(str(len(leaves) + 1), (category,), item.name, item.points))
    rows.append(["五、加减分指标", "<", "<", "<"])
    rows.append(["机制创新", "+3", "经验做法获省级以上推广的加分", "文件"])
    rows.append(["违规违纪", "-30", "发现违规使用资金的视情扣分", "审计报告"])
    leaves.append(Leaf(str(len(leaves) + 1), ("五、加减分指标",), "机制创新", 3.0, bonus=True))
    leaves.append(Leaf(str(len(leaves) + 1), ("五、加减分指标",), "违规违纪", 0.0, bonus=True))
    path = write_docx(folder / "K.docx", "青山县2025年度衔接资金绩效评价指标", rows)
    return Case("K", "100+3-30 in the header", path, leaves, ("points-deduction", "codes-counted"), 100)


def l(folder: Path) -> Case:  # noqa: E743
    """Base points, then indicators that only add or only take off."""
    rows: list[list] = [["序号", "指标", "指标满分", "指标评价值及得分", "数据来源"]]
    leaves = []
    rows.append(["一、基础分（100分）", "<", "<", "<", "<"])
    for item in bank("grain"):
        number = len(leaves) + 1
        rows.append([number, item.name, item.points, item.scoring, item.evidence])
        leaves.append(Leaf(str(number), ("一、基础分",), item.name, item.points))
    rows.append(["二、调整指标（加减分）", "<", "<", "<", "<"])
    extra = [("典型推广", "最高加5分", 5.0), ("表彰奖励", "最高加3分", 3.0), ("违纪违法", "最高减10分", 0.0)]
    for name, text, points in extra:
        number = len(leaves) + 1
        rows.append([number, name, text, "以文件为准", "县考核办"])
        leaves.append(Leaf(str(number), ("二、调整指标（加减分）",), name, points, bonus=True))
    path = write_xlsx(folder / "L.xlsx", [["青山县2025年度财政专项资金绩效评价", *["<"] * 4], *rows])
    return Case("L", "base points and adjustments", path, leaves, ("points-most", "points-deduction"))


def m(folder: Path) -> Case:
    """Two header rows, points at every level, the header 分值 twice."""
    top = [
        "一级指标",
        "权重",
        "二级指标",
        "分值",
        "三级指标",
        "计量单位",
        "目标值（标准）",
        "分值",
        "采集数据项",
        "<",
        "指标值",
    ]
    rows: list[list] = [top, [*["^"] * 8, "数据项1", "数据项2", "^"]]
    leaves = []
    for category, items in categories(bank("rural")).items():
        before = ""
        for n, item in enumerate(items):
            same = [other for other in items if other.sub == item.sub]
            first = ["^", "^"] if n else [category, float(summed(items))]
            second = ["^", "^"] if item.sub == before else [item.sub, float(summed(same))]
            before = item.sub
            rows.append([*first, *second, item.name, "%", "95", item.points, "完成数", "任务数", ""])
            leaves.append(Leaf(str(len(leaves) + 1), (category, item.sub), item.name, item.points))
    path = write_xlsx(folder / "M.xlsx", [["青山县2025年度部门绩效考核表", *["<"] * 10], *rows])
    return Case("M", "two header rows, 分值 twice", path, leaves, ("codes-counted",))


def n(folder: Path) -> Case:
    """An export of a reporting system: own scores, three levels of offices, reasons, measures."""
    header = [
        "考核指标",
        "考核目标任务",
        "分值",
        "自评分",
        "评分标准",
        "省级牵头",
        "省级配合",
        "扣分原因",
        "措施",
    ]
    header += ["县级牵头", "县级配合", "配合单位意见及材料"]
    rows, leaves = [header], []
    for item in bank("grain"):
        own = [
            item.name,
            f"{item.name}达到年度要求",
            item.points,
            "",
            item.scoring,
            "省粮食和储备局",
            "省财政厅",
            "",
            "",
        ]
        rows.append([*own, "、".join(item.units), "县统计局", item.evidence])
        leaves.append(Leaf(str(len(leaves) + 1), (), item.name, item.points, units=item.units))
    path = write_xlsx(folder / "N.xlsx", rows)
    return Case("N", "export of a reporting system", path, leaves, ("codes-counted",))


def o(folder: Path) -> Case:
    """1000 points, numbers only in the names, units of measurement beside them."""
    rows, leaves = [["指标名称", "单位", "标准", "分值", "折算计分办法"]], []
    for category, items in categories(bank("duty")).items():
        rows.append([f"{category}（{shown(10 * sum(i.points for i in items))}分）", *["<"] * 4])
        for item in items:
            number = str(len(leaves) + 1)
            rows.append([f"{number}、{item.name}", "%", "100", shown(10 * item.points), item.scoring])
            leaves.append(Leaf(number, (category,), item.name, 10 * item.points))
    path = write_docx(folder / "O.docx", "青山县新农村建设2025年度测评体系", "测评满分1000分。", rows)
    return Case("O", "1000 points, numbers in the names", path, leaves, (), 1000)


def p(folder: Path) -> Case:
    """Points as ranges; the header names the points of a category as an example."""
    rows, leaves = [["序号", "大项", "内容", "分值"]], []
    for at, (category, items) in enumerate(categories(bank("hygiene")).items(), 1):
        for number, item in enumerate(items):
            first = ["^", "^"] if number else [str(at), f"{category}（{summed(items)}分）"]
            rows.append([*first, item.name, f"0{'~～-'[number % 3]}{shown(item.points)}"])
            code = f"P{len(leaves) + 1}" if number else str(at)
            leaves.append(Leaf(code, (category,), item.name, item.points))
    path = write_docx(folder / "P.docx", "青山县2025年度村庄整治考评表", rows)
    return Case("P", "points as ranges 0~7", path, leaves, ("points-range",))


def _on_its_side() -> tuple[list[list], list[Leaf]]:
    rows: list[list] = []
    leaves = []
    items = bank("rural")[:22]
    for start in range(0, len(items), 8):
        part = items[start : start + 8]
        blank = [""] * (8 - len(part))
        rows.append(["主要指标", *[i.name for i in part], *blank])
        rows.append(["2025年目标值", *["95%" for _ in part], *blank])
        rows.append(["属性", *["约束性" if i.hard else "预期性" for i in part], *blank])
        for item in part:
            leaves.append(Leaf(str(len(leaves) + 1), (), item.name, None, hard=item.hard))
    return rows, leaves


def q(folder: Path) -> Case:
    """A table on its side, in three parts, one under the other."""
    rows, leaves = _on_its_side()
    path = write_docx(folder / "Q.docx", "青山县乡村振兴规划2025年度主要指标", rows)
    return Case(
        "Q", "on its side, in three parts (Word)", path, leaves, ("table-transposed", "points-column-missing")
    )


def q_sheet(folder: Path) -> Case:
    """The same on a sheet."""
    rows, leaves = _on_its_side()
    path = write_xlsx(folder / "Q2.xlsx", [["青山县乡村振兴规划2025年度主要指标", *["<"] * 8], *rows])
    return Case("Q2", "on its side, in three parts (Excel)", path, leaves, ("table-transposed",))


def _paragraphs() -> tuple[list[str], list[Leaf]]:
    lines = ["石桥镇2025年度目标管理责任制考核办法", "为落实县委、县政府部署，制定本办法。考核总分100分。"]
    leaves = []
    for category, items in categories(bank("duty")).items():
        lines.append(f"{category}（{summed(items)}分）")
        for number, item in enumerate(items, 1):
            units = "、".join(item.units)
            forms = (
                [f"{number}、{item.name}，计{shown(item.points)}分，{item.scoring}。责任单位：{units}"],
                [
                    f"{number}、{item.name}（{shown(item.points)}分）。{item.scoring}。",
                    f"（责任单位：{units}）",
                ],
                [
                    f"{number}、{item.name}{shown(item.points)}分，{item.scoring}。",
                    f"责任单位：{units}",
                    f"佐证材料：{item.evidence}",
                ],
            )
            lines += forms[number % 3]
            name = f"{number}、{item.name}"
            leaves.append(Leaf(str(len(leaves) + 1), (category,), name, item.points, units=item.units))
    return [*lines, "注：本办法由镇党政办负责解释。"], leaves


def r(folder: Path) -> Case:
    """Numbered paragraphs and no table at all."""
    lines, leaves = _paragraphs()
    reported = ("paragraphs-read", "points-in-rule")
    return Case(
        "R", "paragraphs, no table (Word)", write_docx(folder / "R.docx", *lines), leaves, reported, 100
    )


def r_text(folder: Path) -> Case:
    """The same as plain text."""
    lines, leaves = _paragraphs()
    path = folder / "R2.txt"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return Case("R2", "paragraphs, no table (text)", path, leaves, ("paragraphs-read", "points-in-rule"), 100)


def s(folder: Path) -> Case:
    """A table drawn with characters, cells broken over lines, merged downwards."""
    rows: list[list] = [["序号", "项目", "考核内容", "评分标准及考核办法", "分值", "得分"]]
    leaves = []
    for category, items in categories(bank("hygiene")).items():
        for number, item in enumerate(items):
            code = str(len(leaves) + 1)
            rows.append([code, "^" if number else category, item.name, item.scoring, shown(item.points), ""])
            leaves.append(Leaf(code, (category,), item.name, item.points))
    lines = ["农村环境卫生考核标准（2025年度）", *drawn(rows, (2, 4, 6, 10, 2, 2)), "总分100分。"]
    path = folder / "S.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return Case("S", "drawn with characters", path, leaves, (), 100)


def t(folder: Path) -> Case:
    """A column of vetoes, true or false."""
    rows, leaves = [["编号", "评分标准", "总分", "单项否决", "评分方法"]], []
    for item in bank("files"):
        number = len(leaves) + 1
        rows.append([str(number), item.name, shown(item.points), str(item.hard).lower(), item.scoring])
        leaves.append(Leaf(str(number), (), item.name, item.points, hard=item.hard))
    path = write_docx(folder / "T.docx", "干部人事档案检查标准（2025年度）", "总分100分。", rows)
    return Case("T", "a column of vetoes", path, leaves, (), 100)


LAYOUTS = (k, l, m, n, o, p, q, q_sheet, r, r_text, s, t)
