"""The traps of the corpus: what files do to a scheme besides their layout."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

from tests.scheme.corpus.bank import Case, Item, Leaf, bank, categories, shown, summed
from tests.scheme.corpus.writing import add_table, fill_sheet, write_docx, write_xlsx

TITLE = "青山县2025年度推进乡村振兴战略实绩考核指标体系"
HEADER = ["一级指标", "二级指标", "序号", "三级指标", "分值", "责任单位", "评分标准", "佐证材料要求"]


def rural_table(*, mark: str = "") -> tuple[list[list], list[Leaf]]:
    """Return the sample's indicators as a table; a hard one's name begins with `mark`."""
    rows, leaves = [HEADER], []
    before = Item("", "", 0)
    for number, item in enumerate(bank("rural"), 1):
        first = "^" if item.category == before.category else item.category
        second = "^" if item.sub == before.sub else item.sub
        before = item
        name = (mark if item.hard else "") + item.name
        rows.append(
            [
                first,
                second,
                str(number),
                name,
                shown(item.points),
                "、".join(item.units),
                item.scoring,
                item.evidence,
            ]
        )
        leaves.append(rural_leaf(number, item))
    return rows, leaves


def rural_leaf(number: int, item: Item) -> Leaf:
    return Leaf(str(number), (item.category, item.sub), item.name, item.points, item.hard, False, item.units)


def annexes(folder: Path) -> Case:
    """The list in one annex, rules keyed by name in another, units in a third."""
    rows, leaves = rural_table(mark="★")
    listing = [row[:5] for row in rows]
    rules = [["指标名称", "评分办法", "佐证材料"], *[[f"{r[2]}.{r[3]}", r[6], r[7]] for r in rows[1:]]]
    by_unit: dict[str, list[str]] = {}
    for item in bank("rural"):
        for unit in item.units:
            by_unit.setdefault(unit, []).append(item.name)
    units = [["责任单位", "三级指标"], *[[unit, "；".join(names)] for unit, names in by_unit.items()]]
    path = write_docx(
        folder / "annexes.docx",
        *(TITLE, "附件1 指标体系（★为刚性指标）", listing, "附件2 评分办法", rules, "附件3 责任分工", units),
    )
    order = list(by_unit).index
    leaves = [
        Leaf(x.code, x.path, x.name, x.points, x.hard, x.bonus, tuple(sorted(x.units, key=order)))
        for x in leaves
    ]
    return Case("annexes", "list, rules and units in three annexes", path, leaves, ("annex-joined",))


def covering(folder: Path) -> Case:
    """Hard indicators only named in the covering text."""
    rows, leaves = rural_table()
    names = "、".join(i.name for i in bank("rural") if i.hard)
    text = f"本年度设刚性指标19项44分，刚性指标为：{names}。任一刚性指标被扣分的，不得评为优秀。"
    path = write_docx(folder / "covering.docx", TITLE, text, rows)
    return Case("covering", "hard indicators named in the covering text", path, leaves, ("hard-by-text",))


def numbers(folder: Path) -> Case:
    """Hard indicators only told by their numbers, in a note below the table."""
    rows, leaves = rural_table()
    codes = "、".join(x.code for x in leaves if x.hard)
    rows += [[f"注：序号{codes}为刚性指标，实行一票否决。", *["<"] * 7]]
    path = write_xlsx(folder / "numbers.xlsx", [[TITLE, *["<"] * 7], *rows])
    return Case("numbers", "hard indicators told by number in a note", path, leaves, ("hard-by-text",))


def bold(folder: Path) -> Case:
    """Hard indicators in bold, as a note says."""
    rows, leaves = rural_table(mark="{b}")
    path = write_docx(folder / "bold.docx", TITLE, rows, "注：加粗的为刚性指标。")
    return Case("bold", "hard indicators in bold, told in a note", path, leaves)


def red_text(folder: Path) -> Case:
    """Hard indicators in red letters, as a note says."""
    rows, leaves = rural_table(mark="{r}")
    path = write_xlsx(
        folder / "red.xlsx", [[TITLE, *["<"] * 7], *rows, ["说明：红字为刚性指标。", *["<"] * 7]]
    )
    return Case("red text", "hard indicators in red, told in a note", path, leaves)


def red_fill(folder: Path) -> Case:
    """Hard indicators on a red ground, and nothing says what that means: asked, not taken."""
    rows, leaves = rural_table(mark="{f}")
    path = write_xlsx(folder / "fill.xlsx", [[TITLE, *["<"] * 7], *rows])
    leaves = [Leaf(x.code, x.path, x.name, x.points, False, x.bonus, x.units) for x in leaves]
    return Case("red fill", "red ground that nothing explains: asked about", path, leaves, ("hard-by-red",))


def excel(folder: Path) -> Case:
    """Numbers that Excel damaged, a hidden row, a hidden column, a formula, a text box' worth of notes."""
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("考核表")
    rows: list[list] = [[TITLE, *["<"] * 5], ["类别", "编号", "考核内容", "分值", "责任单位", "佐证材料"]]
    leaves = []
    for at, (category, items) in enumerate(categories(bank("river")).items(), 1):
        for n, item in enumerate(items, 1):
            rows.append(
                [
                    "^" if n > 1 else category,
                    float(f"{at}.{n}"),
                    item.name,
                    item.points,
                    "、".join(item.units),
                    item.evidence,
                ]
            )
            leaves.append(Leaf(f"{at}.{n}", (category,), item.name, item.points, False, False, item.units))
    fill_sheet(sheet, rows)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book.save(folder / "excel.xlsx")
    reported = ("code-damaged", "row-hidden", "column-hidden")
    return Case("excel", "1.10 became 1.1; hidden row and column", folder / "excel.xlsx", leaves, reported)


def dates(folder: Path) -> Case:
    """Numbers typed as 1-1 that Excel made dates."""
    rows: list[list] = [["编号", "考核内容", "分值", "责任单位"]]
    leaves = []
    for at, (category, items) in enumerate(categories(bank("duty")).items(), 1):
        rows.append([f"{category}（{summed(items)}分）", "<", "<", "<"])
        for n, item in enumerate(items, 1):
            rows.append([date(2025, at, n), item.name, item.points, "、".join(item.units)])
            leaves.append(Leaf(f"{at}-{n}", (category,), item.name, item.points, False, False, item.units))
    path = write_xlsx(folder / "dates.xlsx", rows)
    return Case("dates", "1-1 became a date", path, leaves, ("code-date",))


def run_together(folder: Path) -> Case:
    """Units without separators, persons in columns of their own, rules over several rows."""
    rows: list[list] = [["序号", "考核项目", "分值", "评分标准", "责任单位", "责任领导", "联系人"]]
    leaves = []
    for number, item in enumerate(bank("grain"), 1):
        units = tuple(u if u.startswith("县") else f"县{u}" for u in (*item.units, "县统计局"))
        units = tuple(dict.fromkeys(units))
        first, _, rest = item.scoring.partition("，")
        rows.append(
            [str(number), item.name, shown(item.points), f"1.{first}", "".join(units), "甲某", "乙某、丙某"]
        )
        rows.append(["", "", "", f"2.{rest or '资料不全扣0.5分'}", "", "", ""])
        leaves.append(Leaf(str(number), (), item.name, item.points, False, False, units))
    path = write_docx(folder / "units.docx", "青山县2025年度粮食安全考核细则", rows)
    return Case(
        "units", "units run together, persons, rules over rows", path, leaves, ("units-split", "row-joined")
    )


def pages(folder: Path) -> Case:
    """A table a page: the header again, or none, and headings marked as continued."""
    rows, leaves = rural_table(mark="★")
    flat = [list(row) for row in rows[1:]]
    for before, row in pairwise(flat):
        row[:2] = [before[c] if row[c] == "^" else row[c] for c in (0, 1)]
    parts = [flat[n : n + 16] for n in range(0, len(flat), 16)]
    blocks: list = [TITLE]
    for number, part in enumerate(parts):
        if number:
            part[0] = [f"{part[0][0]}（续表）", *part[0][1:]]
        blocks += [[HEADER, *part] if number % 2 == 0 else part, "续表"]
    path = write_docx(folder / "pages.docx", *blocks)
    return Case("pages", "a table a page, header again or none, 续表", path, leaves, ())


def word(folder: Path) -> Case:
    """Automatic numbers by style, tracked changes, a footnote, a legend in a text box, a table in a frame."""
    document = Document()
    document.add_paragraph(TITLE)
    _text_box(document.add_paragraph(), "说明：▲为刚性指标，总分80分。")
    rows, leaves = rural_table(mark="▲")
    rows = [[v if n == 0 or c != 2 else "" for c, v in enumerate(row)] for n, row in enumerate(rows)]
    frame = document.add_table(rows=1, cols=1)
    table = add_table(document, rows)
    frame.rows[0].cells[0]._tc.insert(1, table._tbl)
    for row in table.rows[1:]:
        row.cells[2].paragraphs[0].style = document.styles["List Number"]
    _deleted(table.rows[1].cells[3].paragraphs[0], "旧名称")
    _inserted(table.rows[2].cells[7].paragraphs[0], "；会议记录")
    gone = table.add_row()
    gone.cells[3].text = "已删去的指标"
    gone._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    path = folder / "word.docx"
    document.save(str(path))
    reported = ("tracked-changes", "text-deleted")
    return Case("word", "automatic numbers, tracked changes, text box, frame", path, leaves, reported, 80)


def _text_box(paragraph, text: str) -> None:
    xml = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(xml))


def _deleted(paragraph, text: str) -> None:
    change, run, deleted = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    deleted.text = text
    run.append(deleted)
    change.append(run)
    paragraph._p.append(change)


def _inserted(paragraph, text: str) -> None:
    change, run, inserted = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
    change.set(qn("w:author"), "审核")
    inserted.text = text
    run.append(inserted)
    change.append(run)
    paragraph._p.append(change)


def sums(folder: Path) -> Case:
    """Sums that do not add up at three levels, points missing or no number; nothing is mended."""
    rows: list[list] = [["序号", "考核项目", "分值", "评分标准"]]
    leaves = []
    for category, items in categories(bank("river")).items():
        stated = shown(sum(i.points for i in items) + (category[0] == "五"))
        rows.append([f"{category}（{stated}分）", "<", "<", "<"])
        for item in items:
            number = str(len(leaves) + 1)
            text: str = shown(item.points)
            points: float | None = item.points
            if number == "4":
                text, points = "", None
            if number == "9":
                text, points = "产区4分、非产区3分", None
            rows.append([number, item.name, text, item.scoring])
            leaves.append(Leaf(number, (category,), item.name, points))
    rows.append(["合计", "<", "101", ""])
    path = write_docx(folder / "sums.docx", "青山县2025年度河湖长制考核细则", "总分100分。", rows)
    reported = ("sum-differs", "points-missing", "points-unclear", "totals-differ")
    return Case("sums", "points missing or unclear, sums that differ", path, leaves, reported, 100)


def groups(folder: Path) -> Case:
    """A table of bonuses and one of deductions behind the indicators, with other columns."""
    rows, leaves = rural_table(mark="★")
    bonus = [["加分项", "加分分值", "评分标准", "佐证材料"]]
    for name, points in (("典型经验推广", "+5"), ("媒体宣传报道", "+3"), ("现场会承办", "+2")):
        bonus.append([name, points, "省级以上得满分，市级减半", "文件；报道原件"])
        leaves.append(Leaf(f"P{len(leaves) + 1}", (), name, float(points), bonus=True))
    minus = [
        ["扣分项", "最高扣分", "扣分标准"],
        ["通报批评", "-5", "每次扣1分"],
        ["舆情事件", "-3", "每起扣1分"],
    ]
    for name, _, _ in minus[1:]:
        leaves.append(Leaf(f"P{len(leaves) + 1}", (), name, 0.0, bonus=True))
    path = write_docx(
        folder / "groups.docx", TITLE, "★为刚性指标。", rows, "附：加分项目", bonus, "附：扣分项目", minus
    )
    return Case("groups", "tables of bonuses and deductions", path, leaves, ("points-deduction",))


LAYOUTS = (
    annexes,
    covering,
    numbers,
    bold,
    red_text,
    red_fill,
    excel,
    dates,
    run_together,
    pages,
    word,
    sums,
    groups,
)
