"""What stands at the head of a document: the red head, its number, the title, who reports."""

from __future__ import annotations

import re
from collections.abc import Callable

from ledger_app.search.dates import dates_in
from ledger_app.search.naming import document_number_in_line
from ledger_app.search.signatures import ISSUER, LABEL, is_attachment, issuer_in

_TYPES = (
    "通知|通报|方案|意见|决定|公告|公示|通告|报告|请示|批复|函|命令|令|决议|议案|纪要|记录|总结|计划|规划|预案|办法|规定|细则"
    "|制度|规则|规范|标准|准则|章程|要点|安排|部署|名单|花名册|名册|台账|汇总表|统计表|登记表|签到表|签到册|签到簿|明细表|一览表"
    "|清单|目录|协议|协议书|合同|承诺书|责任书|责任状|证明|说明|简报|信息|材料|汇报|讲话|发言|倡议书|公约|村规民约|问卷|测评表|考核表"
    "|评分表|项目库|库|督办单|单|验收表|申请表|审批表|表|书|台帐|简介|概况|手册|指南|须知|委托书|情况|事宜|凭证|日志|名录|档案|公开|工作法"
)
_BEHIND = r"(?:[（(〔\[][^（()）〕\]]{1,20}[)）〕\]])?"
_ABOUT = re.compile(rf"^[^。；;]{{0,40}}?关于[^。；;]{{2,120}}?的(?:紧急|补充)?(?:{_TYPES}){_BEHIND}$")
_TITLED = re.compile(rf"^[^。；;:：，,]{{2,50}}(?:{_TYPES}){_BEHIND}$")
_HEAD = re.compile(r"^([\u4e00-\u9fff（）()、\s]{4,60}?)\s*文\s*件(?=\s|$)")
_FIELD = re.compile(
    r"(?:单\s*位|姓\s*名|名\s*称|序\s*号|编\s*号|部\s*门|地\s*[点址]|电\s*话|内\s*容|对\s*象)$"
)
_REPORTER = re.compile(
    r"(?:填报|填表|制表|编制|报送|上报|汇总)(?:单\s*位|部\s*门|机\s*构)\s*[:：]\s*([\u4e00-\u9fff]{3,30})"
)
_PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页|\s*/\s*\d{1,4})?[-—–－·\s]*$")
_NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]{1,4}(?:[、.．]|章|条|节)|[（(][一二三四五六七八九十\d]{1,3}[)）])"
)
_HEADER = re.compile(r"^(?:序\s*号|编\s*号)\s+\S+\s+\S|^文件$")
_ATTACHED = re.compile(
    r"^附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[:：]?\s+(?=\S{4})|^附\s*[件表]\s*\d+\s*[:：]?(?=[\u4e00-\u9fff]{4})"
)
_MOST_HEADS = 8


def own_number(lines: list[str]) -> tuple[int, str | None]:
    """Return (line, number) of the number a document bears itself; those listed in it are others'."""
    heads = [i for i, line in enumerate(lines[:_MOST_HEADS]) if _HEAD.match(line)]
    found = [
        (i, n) for i, line in enumerate(lines[:15]) if (n := document_number_in_line(_HEAD.sub("", line)))
    ]
    if heads:
        found = [(i, n) for i, n in found if i >= heads[0]]
    elif len({n for _, n in found}) > 1 and found[0][0] > 3:
        return -1, None  # a list of documents
    return found[0] if found else (-1, None)


def red_head(lines: list[str]) -> str | None:
    """Return who issues under a red head (`青山镇人民政府文件`); two that issue together, both."""
    for n, line in enumerate(lines):
        if n and "".join(line.split()) == "文件" and (body := issuer_in(lines[n - 1])):
            return body
        match = _HEAD.match(line)
        if match and not re.search(r"关于|的", match[1]):
            body = re.sub(r"\s+", "", match[1]).replace("（）", "")
            above = issuer_in(lines[n - 1]) if n else None
            return (f"{above} {body}" if above and above != body else body) or None
    return None


def reporter(lines: list[str]) -> str | None:
    """Return who filled in a table: `填报单位：…`."""
    return next((match[1] for line in lines if (match := _REPORTER.search(line))), None)


def title(lines: list[str], number_at: int) -> str | None:
    """Return the title that stands after the number, or else among the first lines."""
    lines = [_ATTACHED.sub("", _tight(line)) for line in lines[: number_at + 12]]
    after = lines[number_at + 1 : number_at + 9] if number_at >= 0 else lines[:10]
    return (
        _matching(after, _ABOUT.match, 4)
        or _matching(after[:6], _TITLED.match, 2)
        or _matching(lines[: max(number_at, 0)], _TITLED.match, 2)
        or _matching(lines[: max(number_at, 0)], _ABOUT.match, 4)
        or _first_line(after)
    )


def first_document(pages: list[list[str]]) -> list[str]:
    """Return the lines of the first of several documents in one file; all lines where there is one.

    A page that opens with another title or a red head, and with no 附件 above it, begins another.
    """
    lines: list[str] = []
    for page in pages:
        top = [_tight(line) for line in page[:6] if not _PAGE_NUMBER.match(line)][:4]
        if lines and _opens(top, lines):
            return lines
        lines += page
    return lines


def _opens(top: list[str], before: list[str]) -> bool:
    if any(is_attachment(line) for line in top) or not top:
        return False
    if any(_HEAD.match(line) for line in top):
        return True
    found = _matching(top[:3], _TITLED.match, 1) or _matching(top, _ABOUT.match, 4)
    return bool(found and not _NUMBERED.match(found) and found not in before)


def _matching(lines: list[str], matches: Callable[[str], object], most: int) -> str | None:
    """Return the first run of up to `most` lines that joins to a title: titles wrap in the middle."""
    for start in range(len(lines)):
        if _is_clutter(lines[start]):
            continue
        for end in range(start + 1, min(start + most, len(lines)) + 1):
            if end - start > 1 and _NUMBERED.match(lines[end - 1]):
                break
            joined = _join(lines[start:end])
            if matches(joined) and joined.count("《") == joined.count("》"):
                return joined
            if _is_clutter(lines[end - 1]) or len(lines[end - 1]) > 60:
                break
    return None


def _first_line(lines: list[str]) -> str | None:
    for line in lines[:3]:
        if _HEADER.match(line):
            return None  # a table without a title
        if _is_clutter(line):
            continue
        is_title = 2 <= len(line) <= 40 and re.search(r"[\u4e00-\u9fff]{2}", line)
        return line if is_title and not re.search(r"[。；;，,|\t]|^.{0,6}[：:]|[：:].{0,3}$", line) else None
    return None


def _is_clutter(line: str) -> bool:
    return bool(
        _PAGE_NUMBER.match(line)
        or _HEADER.match(line)
        or _HEAD.match(line)
        or document_number_in_line(line)
        or LABEL.match(line)
        or is_attachment(line)
        or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", line)
        or ISSUER.match(line)
        or _FIELD.search(line)
        or (len(line) < 16 and dates_in(line))
    )


def _tight(line: str) -> str:
    """Return a title that is spaced out (`会 议 记 录`) without its blanks."""
    words = line.split()
    return "".join(words) if all(len(word) == 1 and word > "\u2e7f" for word in words) else line


def _join(lines: list[str]) -> str:
    joined = lines[0]
    for line in lines[1:]:
        joined += (" " if joined[-1:].isascii() and line[:1].isascii() else "") + line
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", joined)
