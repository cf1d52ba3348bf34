"""DA/T 70-2018, as far as it can be tested with nothing but the package: item by item, by its code.

The codes are those of archiving (GD). Where a number was not read in the standard but follows from the order of
the items' names it is marked; nothing here says that the standard's test as a whole was passed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ledger_app.exchange.transfer.model import CATALOGUE, CONTENT, Checked, Problem, Result, Tested
from ledger_app.exchange.transfer.wording import PAPERS, sentence

HEADLINE = "对标 DA/T 70-2018 部分项目，未检测的项目列在后面"
NOTES = (
    "本报告只列出离线状态下凭移交包本身能够检测的项目，不代表四性检测的整体结论。",
    "项目编号按归档环节（GD）书写；移交与接收环节（YJ）的对应编号以标准原文为准。",
    "注“*”的编号系按项目名称次序推定，未据标准原文核实，以项目名称为准。",
)
TRUE, WHOLE, USABLE, SAFE = "真实性", "完整性", "可用性", "安全性"
_SHOWN = 5


class _Item(NamedTuple):
    code: str
    name: str
    property: str
    is_inferred: bool
    target: str
    method: str
    problems: frozenset[str]
    only: Callable[[Problem], bool] = lambda _: True


def _of(*codes: str) -> frozenset[str]:
    return frozenset(codes)


def _is_content(problem: Problem) -> bool:
    return problem.place.startswith(f"{CONTENT}/")


_CATALOGUE = _of("catalogue-invalid")
_ITEMS = (
    _Item(
        "GD-1-1", "固化信息有效性", TRUE, False, "移交包内全部文件",
        "逐个文件重算 SHA-256 与 SM3 数字摘要，与数字摘要表及文件目录比对；电子签名、电子印章、时间戳未检测",
        _of("sha256-differs", "sm3-differs", "table-broken", "table-lacks"),
    ),
    _Item(
        "GD-1-2", "元数据项数据长度", TRUE, True, CATALOGUE,
        "按结构说明（文件目录.xsd）核对各项长度", _CATALOGUE,
    ),
    _Item(
        "GD-1-3", "元数据项数据类型、格式", TRUE, False, CATALOGUE,
        "按结构说明核对日期（8位）、年度、件号、页数、字节数、数字摘要的类型与格式", _CATALOGUE,
    ),
    _Item(
        "GD-1-4", "设定值域的元数据项值域符合度", TRUE, True, CATALOGUE,
        "按结构说明核对保管期限、密级、摘要算法的取值", _CATALOGUE,
    ),
    _Item(
        "GD-1-5", "元数据项数据值合理性", TRUE, False, CATALOGUE,
        "日期为真实存在的日期，且不晚于移交包制作日期", _of("date-implausible"),
    ),
    _Item(
        "GD-1-6", "元数据项数据包含特殊字符", TRUE, True, CATALOGUE,
        "查找控制字符、不可见字符、乱码替代符与未定义字符", _of("characters-odd"),
    ),
    _Item(
        "GD-1-7", "档号规范性", TRUE, False, CATALOGUE,
        "档号由全宗号、年度、保管期限代码、机构（问题）、件号组成，且与各项著录一致",
        _of("number-form", "fonds-missing"),
    ),
    _Item(
        "GD-1-8", "元数据项数据重复性", TRUE, False, CATALOGUE,
        "档号不重复；文件编号与题名、文件内容不重复著录", _of("number-twice", "record-twice"),
    ),
    _Item(
        "GD-1-9", "内容数据的电子属性一致性", TRUE, True, "电子档案",
        "文件名、文件大小、格式与文件目录著录一致",
        _of("size-differs", "format-stated", "format-differs", "layout"),
    ),
    _Item(
        "GD-1-11", "元数据与内容关联真实性", TRUE, False, "文件目录与电子档案",
        "每条著录对应一个文件，每个文件对应一条著录，摘要一致",
        _of("file-missing", "not-in-catalogue", "sha256-differs", "sm3-differs"), _is_content,
    ),
    _Item(
        "GD-1-12", "说明文件和目录文件规范性", TRUE, False, "说明文件、文件目录",
        "目录文件符合结构说明；说明文件可读，所列数字与目录一致",
        _of("catalogue-invalid", "schema-other", "explanation-unreadable", "explanation-lacks",
            "count-differs-total", "size-differs-total", "left_out-differs-total"),
    ),
    _Item(
        "GD-1-13", "信息包目录结构规范性", TRUE, False, "移交包",
        "根目录、电子档案（年度—类别—件）、其他三部分符合规定，无多余文件，文件名各系统均可保存",
        _of("layout", "name-unsafe", "file-extra", "file-odd"),
    ),
    _Item(
        "GD-1-14", "信息包一致性", TRUE, False, "移交包",
        "写入前的摘要（档案库登记值）与写入后重读重算的摘要一致", _of("sha256-differs", "sm3-differs"),
    ),
    _Item(
        "GD-2-1", "总件数相符性", WHOLE, False, "移交包",
        "说明文件、文件目录、电子档案三处件数一致",
        _of("count-differs-total", "left_out-differs-total", "file-missing", "not-in-catalogue"),
    ),
    _Item(
        "GD-2-2", "总字节数相符性", WHOLE, False, "移交包",
        "说明文件、文件目录、电子档案三处字节数一致", _of("size-differs-total", "size-differs"),
    ),
    _Item(
        "GD-2-4", "必填著录项目完整性", WHOLE, False, CATALOGUE,
        "档号、责任者、题名、日期、年度、保管期限、格式、文件名、大小均已填写",
        _of("field-empty", "catalogue-invalid"),
    ),
    _Item(
        "GD-2-6", "连续性元数据项（断号）", WHOLE, False, CATALOGUE,
        "同一年度、保管期限、机构（问题）内件号连续；断号处须列入未移交清单", _of("number-gap", "serial-wrong"),
    ),
    _Item(
        "GD-2-7", "内容数据完整性", WHOLE, False, "电子档案",
        "每件的文件存在、非空、内部结构可定位",
        _of("file-missing", "empty", "damaged"), _is_content,
    ),
    _Item(
        "GD-3-1", "信息包中元数据可读性", USABLE, False, CATALOGUE,
        "以声明的编码解析全部著录", _of("catalogue-invalid", "left-out-unreadable"),
    ),
    _Item(
        "GD-3-3", "内容数据格式（通用格式）", USABLE, False, "电子档案",
        "格式在移交办法列举的范围内，未加密、非可执行程序、未用非公开压缩算法",
        _of("format-outside", "encrypted", "program", "closed-compression"),
    ),
    _Item(
        "GD-3-4", "内容数据可读性", USABLE, True, "电子档案",
        "能够读出全部字节，文件头及内部结构与格式相符；未逐页打开阅读",
        _of("file-unreadable", "format-differs", "damaged", "encrypted", "empty"),
    ),
)  # fmt: skip
_UNTESTED = (
    (
        "GD-2-3",
        "元数据项完整性",
        WHOLE,
        False,
        "只核对最低限度著录项（见 GD-2-4），未对照 DA/T 46-2009 的全部元数据项",
    ),
    ("GD-2-5", "过程信息完整性", WHOLE, False, "公文办理过程信息在办公系统中，移交包不含"),
    ("GD-2-8", "附件数据完整性", WHOLE, True, "附件是否齐全需人工对照正文"),
    ("GD-2-9", "归档范围", WHOLE, False, "需人工对照本单位归档范围和保管期限表"),
    ("GD-2-10", "信息包元数据完整性", WHOLE, False, "以接收方信息包规范为准"),
    ("GD-2-11", "信息包内容数据完整性", WHOLE, False, "以接收方信息包规范为准；本包内容核对见 GD-2-7"),
    ("GD-3-2", "目标数据库元数据可访问性", USABLE, False, "在接收方系统中检测"),
    ("GD-3-5～GD-3-7", "软硬件环境合规性等", USABLE, True, "取决于接收方的软硬件环境"),
    (
        "GD-3-8",
        "信息包内容数据格式合规性",
        USABLE,
        False,
        "以接收方的长期保存格式要求为准；格式清点见 GD-3-3",
    ),
    ("GD-4-1", "是否安装杀毒软件", SAFE, False, "需人工检查制作移交包的计算机"),
    ("GD-4-2", "病毒感染", SAFE, False, "需用杀毒软件检查"),
    ("GD-4-3", "载体中多余文件", SAFE, False, "需检查实际载体；移交包内的多余文件见 GD-1-13"),
    ("GD-4-4", "载体读取速度", SAFE, True, "需检查实际载体"),
    ("GD-4-5", "载体外观", SAFE, True, "需人工检查实际载体"),
    ("GD-4-6", "光盘合格性", SAFE, True, "需检查实际载体"),
    ("GD-4-7", "归档过程安全性", SAFE, False, "需人工检查归档过程"),
)


def tested(checked: Checked) -> tuple[Tested, ...]:
    """Return every item that was tested, then those that were not, each with what was found or why not."""
    done = [_tested(item, checked) for item in _ITEMS]
    for code, name, of, is_inferred, why in _UNTESTED:
        done.append(Tested(code, name, of, is_inferred, "", "", Result.NOT_TESTED, why))
    return tuple(done)


def _tested(item: _Item, checked: Checked) -> Tested:
    found = [p for p in checked.problems if p.code in item.problems and item.only(p)]
    if found:
        said = [sentence(p, within=PAPERS) for p in found[:_SHOWN]]
        more = f"（共 {len(found)} 处，以上为前 {_SHOWN} 处）" if len(found) > _SHOWN else ""
        detail = " ".join(said) + more
    else:
        detail = _passed(item, checked)
    result = Result.FAILED if found else Result.PASSED
    return Tested(
        item.code, item.name, item.property, item.is_inferred, item.target, item.method, result, detail
    )


def _passed(item: _Item, checked: Checked) -> str:
    if item.code == "GD-2-6" and checked.left_out:
        return f"除未移交清单所列 {checked.left_out} 件外无断号"
    if item.code in ("GD-2-1", "GD-2-2"):
        return f"{checked.count} 件，{checked.size} 字节"
    if item.code in ("GD-1-1", "GD-1-14"):
        return f"{checked.count} 件电子档案及目录、说明等文件，摘要全部一致"
    return "未发现问题"
