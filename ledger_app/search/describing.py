"""What follows from a reading and a path: title, document number, issuer, date, each with its source."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from functools import lru_cache

from ledger_app.search.dates import date_in_name, dates_in, year_of_folder
from ledger_app.search.model import Description, Reading
from ledger_app.search.naming import document_number_in_line, document_number_in_name, title_of_name

_TYPES = (
    "通知|通报|方案|意见|决定|公告|公示|通告|报告|请示|批复|函|命令|令|决议|议案|纪要|记录|总结|计划|规划|预案|办法|规定|细则"
    "|制度|规则|规范|标准|准则|章程|要点|安排|部署|名单|花名册|名册|台账|汇总表|统计表|登记表|签到表|签到册|签到簿|明细表|一览表"
    "|清单|目录|协议|协议书|合同|承诺书|责任书|证明|说明|简报|信息|材料|汇报|讲话|发言|倡议书|公约|村规民约|问卷|测评表|考核表"
    "|评分表|项目库|库|督办单|单|验收表|申请表|审批表|表|书|台帐|简介|概况|手册|指南|须知|委托书|情况|事宜"
)
_ABOUT = re.compile(
    rf"^[^。；;]{{0,40}}?关于[^。；;]{{2,120}}?的(?:紧急)?(?:{_TYPES})(?:[（(][^（()）]{{1,12}}[)）])?$"
)
_TITLED = re.compile(rf"^[^。；;:：，,]{{2,50}}(?:{_TYPES})(?:[（(][^（()）]{{1,12}}[)）])?$")
_HEAD = re.compile(r"^([\u4e00-\u9fff（）()、\s]{4,60}?)\s*文\s*件(?=\s|$)")
_BODY = (
    "人民政府|委员会|党委|办公室|人大主席团|政协|党组|总支部|支部|局|厅|部|院|站|所|中心|办|队|村委会|居委会|领导小组|指挥部|专班"
    "|工作组|工作队|公司|学校|中学|小学|幼儿园|卫生院|医院|合作社|联合社|协会|工会|妇联|团委|总队|支队|大队|集团|银行|信用社"
)
_ISSUER = re.compile(rf"^[\u4e00-\u9fff（）()\s]{{2,40}}(?:{_BODY})$")
_OCCASIONS = "会议|活动|填表|填报|制表|签订|签字|走访|检查|培训|评议|验收|测产|巡查|排查|拨付|交办|记录|发文|成文|印发|报告|填写|检测"
_LABEL = re.compile(rf"^\s*(?:{_OCCASIONS})?(?:时\s*间|日\s*期)(?:\s*[:：]|\s|$)")
_OTHER_LABEL = re.compile(r"(?:时\s*间|日\s*期|年\s*月|时\s*限|期\s*限|截\s*止|有效期)\s*[:：]?$")
_FIELD = re.compile(
    r"(?:单\s*位|姓\s*名|名\s*称|序\s*号|编\s*号|部\s*门|地\s*[点址]|电\s*话|内\s*容|对\s*象)$"
)
_REPORTER = re.compile(r"(?:填报|填表|制表|编制|报送)单\s*位\s*[:：]\s*([\u4e00-\u9fff]{3,30})")
_MOST_ALONE = 3  # more dates on lines of their own are a table's column
_NOT_A_SIGNATURE = re.compile(r"[，,。；;：:！!？?]")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表)\s*[\d一二三四五六七八九十]*\s*[:：]?$")
_CENTRAL = {
    "国发": "国务院",
    "国办发": "国务院办公厅",
    "中发": "中共中央",
    "中办发": "中共中央办公厅",
}


def describe_reading(found: Reading) -> Description:
    """Return what a file's content says of itself; fields it does not state stay None."""
    lines = [" ".join(line.split()) for line in found.text.splitlines() if line.strip()]
    tail = [" ".join(line.split()) for line in found.tail.splitlines() if line.strip()]
    above = [" ".join(line.split()) for line in found.running_head.splitlines() if line.strip()]
    number_at, number = _number(lines[:15])
    if number is None:
        number = _number(above)[1]
    signature, signer = _signature(lines, tail, is_official=number is not None)
    date, date_source = (signature, "content") if signature else (found.taken, "exif")
    central = _CENTRAL.get((number or "").partition("〔")[0])
    issuer = _red_head(above + lines[:8]) or signer or _reporter(lines[:8]) or central
    values = {
        "title": (_title(lines, number_at), "content"),
        "document_number": (number, "content"),
        "issuer": (issuer, "content"),
        "date": (date, date_source),
        "pages": (found.pages, found.pages_source),
    }
    return Description(
        **{name: value for name, (value, _) in values.items()},
        text_source=found.text_source,
        sources={name: source for name, (value, source) in values.items() if value is not None},
        error=found.error,
    )


def with_name(description: Description, path: str) -> Description:
    """Fill what the content does not state with what the file's name does."""
    stated = {k: v for k, v in _stated_by_name(path).items() if v and getattr(description, k) is None}
    return _filled(description, stated, "name") if stated else description


def with_corrections(description: Description, corrections: dict[str, object]) -> Description:
    """Put a person's values over those that were read."""
    if not corrections:
        return description
    return _filled(description, corrections, "person")


def dates_of(description: Description, path: str) -> tuple[tuple[str, str], ...]:
    """Return the (ISO date or year, source) pairs that say from when a file is, the surest first.

    Sources: `person` (then alone), `content`, `exif`, `number`, `name`, `folder`.
    """
    if description.date and description.sources.get("date") == "person":
        return ((description.date, "person"),)
    found: list[tuple[str, str]] = []
    if description.date and description.sources.get("date") in ("content", "exif"):
        found.append((description.date, description.sources["date"]))
    year = re.search(r"〔(\d{4})〕", description.document_number or "")
    if year:
        found.append((year[1], "number"))
    named = _stated_by_name(path)["date"]
    if named:
        found.append((named, "name"))
    for folder in reversed(posixpath.dirname(path).split("/")):
        stated = year_of_folder(folder)
        if stated:
            found.append((stated, "folder"))
            break
    return tuple(found)


def _filled(description: Description, values: dict[str, object], source: str) -> Description:
    return replace(description, **values, sources=description.sources | dict.fromkeys(values, source))


@lru_cache(maxsize=1 << 16)  # lists ask for the same names again and again
def _stated_by_name(path: str) -> dict[str, str | None]:
    return {
        "title": title_of_name(path),
        "document_number": document_number_in_name(path),
        "date": _date_of_name(path),
    }


def _date_of_name(path: str) -> str | None:
    """The number is taken out first: its year is a source of its own."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return date_in_name(re.sub(r"[〔\[(【（]\s*(?:19|20)\d\d\s*[〕\])】）]\s*第?\s*\d{1,4}\s*号", " ", stem))


def _number(lines: list[str]) -> tuple[int, str | None]:
    for i, line in enumerate(lines):
        found = document_number_in_line(_HEAD.sub("", line))
        if found:
            return i, found
    return -1, None


def _red_head(lines: list[str]) -> str | None:
    for line in lines:
        match = _HEAD.match(line)
        if match and not re.search(r"关于|的", match[1]):
            return re.sub(r"\s+", "", match[1]).replace("（）", "") or None
    return None


def _reporter(lines: list[str]) -> str | None:
    return next((match[1] for line in lines if (match := _REPORTER.search(line))), None)


def _title(lines: list[str], number_at: int) -> str | None:
    """Return the title that stands after the number, or else among the first lines."""
    after = lines[number_at + 1 : number_at + 9] if number_at >= 0 else lines[:10]
    return (
        _matching(after, _ABOUT, 4)
        or _matching(after[:6], _TITLED, 2)
        or _matching(lines[: max(number_at, 0)], _TITLED, 2)
        or _first_line(after)
    )


def _matching(lines: list[str], pattern: re.Pattern[str], most: int) -> str | None:
    """Return the first run of up to `most` lines that joins to a title: titles wrap in the middle."""
    for start in range(len(lines)):
        if _is_clutter(lines[start]):
            continue
        for end in range(start + 1, min(start + most, len(lines)) + 1):
            joined = _join(lines[start:end])
            if pattern.match(joined) and joined.count("《") == joined.count("》"):
                return joined
            if _is_clutter(lines[end - 1]) or len(lines[end - 1]) > 60:
                break
    return None


def _first_line(lines: list[str]) -> str | None:
    for line in lines[:3]:
        if _is_clutter(line):
            continue
        is_title = 2 <= len(line) <= 40 and re.search(r"[\u4e00-\u9fff]{2}", line)
        return line if is_title and not re.search(r"[。；;：:，,|\t]", line) else None
    return None


def _is_clutter(line: str) -> bool:
    return bool(
        _HEAD.match(line)
        or document_number_in_line(line)
        or _LABEL.match(line)
        or _ATTACHMENT.match(line)
        or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", line)
        or _ISSUER.match(line)
        or _FIELD.search(line)
        or (dates_in(line)[:1] and len(line) < 16)
    )


def _join(lines: list[str]) -> str:
    joined = lines[0]
    for line in lines[1:]:
        joined += (" " if joined[-1:].isascii() and line[:1].isascii() else "") + line
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", joined)


def _signature(lines: list[str], tail: list[str], *, is_official: bool) -> tuple[str | None, str | None]:
    """Return the date a document was signed, and who stands above it.

    A date on a line of its own (before the attachments) is a signature; then a date with a label or in
    brackets under the title; for a numbered document at last the latest full date of the text.
    """
    body = _before_attachments(lines)
    for part, first in ((body, 2), (tail, 0), (lines, 2)):
        signed = _signed(part, first)
        if signed:
            return signed
    labelled = _labelled(lines, tail)
    if labelled:
        return labelled, None
    signed = _signed(lines, 0)
    if signed:
        return signed
    return (_last_date(body, lines + tail) if is_official else None), None


def _signed(lines: list[str], first: int) -> tuple[str, str | None] | None:
    found = [(i, alone) for i, line in enumerate(lines) if i >= first and (alone := _alone(line))]
    found = [(i, alone) for i, alone in found if i == 0 or not _OTHER_LABEL.search(lines[i - 1])]
    if not found or len(found) > _MOST_ALONE:
        return None
    i, (date, issuer) = found[-1]
    return date, issuer or _signer(lines[max(0, i - 2) : i])


def _labelled(lines: list[str], tail: list[str]) -> str | None:
    """Return the date beside or below a label, in brackets under the title, or after the last `日期：`."""
    for i, line in enumerate(lines[:12]):
        if re.fullmatch(r"[（(].{6,20}[)）]", line) and dates_in(line):
            return dates_in(line)[0][2]
        label = _LABEL.match(line)
        beside = line[label.end() :].strip() if label else ""
        below = lines[i + 1] if label and not beside and i + 1 < len(lines) else ""
        found = dates_in(beside or below)
        if found and found[0][0] == 0:
            return found[0][2]
    for line in reversed(lines + tail):
        found = dates_in(line)
        if found and found[-1][1] == len(line) and re.search(r"日\s*期\s*[:：]\s*$", line[: found[-1][0]]):
            return found[-1][2]
    return None


def _last_date(body: list[str], lines: list[str]) -> str | None:
    """Return the date the printed copy was issued, else the last date that is no deadline."""
    printed = [d for line in lines if re.search(r"印\s*发\s*$", line) for d in dates_in(line)]
    deadline = re.compile(r"\s*(?:[前起止至—–~～-]|以前|之前|以后)")
    found = printed or [d for line in body for d in dates_in(line) if not deadline.match(line[d[1] :])]
    return found[-1][2] if found else None


def _alone(line: str) -> tuple[str, str | None] | None:
    """Return (date, issuer in front of it) where a line holds nothing else."""
    found = dates_in(line)
    if len(found) != 1 or len(line) > 50:
        return None
    start, end, iso = found[0]
    before, after = line[:start].strip(" （("), line[end:].strip(" ）)")
    if after or (before and not _ISSUER.match(before)):
        return None
    return iso, before or None


def _signer(lines: list[str]) -> str | None:
    for line in reversed(lines):
        bare = re.sub(r"[（(](?:盖章|公章|印章|章)[)）]|盖章\s*[:：]?", "", line).strip()
        if _ISSUER.match(bare) and not _NOT_A_SIGNATURE.search(bare):
            return bare
    return None


def _before_attachments(lines: list[str]) -> list[str]:
    for i, line in enumerate(lines):
        if i > 3 and _ATTACHMENT.match(line):
            return lines[:i]
    return lines
