"""When a document was signed, and by whom: its last lines, its labels, the printed copy's imprint."""

from __future__ import annotations

import re

from ledger_app.search.dates import dates_in, month_alone

_BODY = (
    "人民政府|委员会|党委|办公室|人大主席团|政协|党组|总支部|支部|局|厅|部|院|站|所|中心|办|队|村委会|居委会|领导小组|指挥部|专班"
    "|工作组|工作队|公司|学校|中学|小学|幼儿园|卫生院|医院|合作社|联合社|协会|工会|妇联|团委|总队|支队|大队|集团|银行|信用社"
)
ISSUER = re.compile(rf"^[\u4e00-\u9fff（）()\s]{{2,40}}(?:{_BODY})$")
"""A line that names a body and nothing else."""
_OCCASIONS = "会议|活动|填表|填报|制表|签订|签字|走访|检查|培训|评议|验收|测产|巡查|排查|拨付|交办|记录|发文|成文|印发|报告|填写|检测"
LABEL = re.compile(rf"^\s*(?:{_OCCASIONS})?(?:时\s*间|日\s*期)(?:\s*[:：]|\s|$)")
_OTHER_LABEL = re.compile(r"(?:时\s*间|日\s*期|年\s*月|时\s*限|期\s*限|截\s*止|有效期)\s*[:：]?$")
_MOST_ALONE = 3  # more dates on lines of their own are a table's column
_NOT_A_SIGNATURE = re.compile(r"[，,。；;：:！!？?]")
_SEAL = re.compile(r"[（(](?:盖\s*章|公\s*章|印\s*章|签\s*章|章)[)）]|[（(]?盖\s*章\s*[)）:：]*")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表)\s*[\d一二三四五六七八九十]*\s*[:：]?$")
_DEADLINE = re.compile(r"\s*(?:[前起止至—–~～-]|以前|之前|以后)")
_LOOK_BACK = 10


def is_attachment(line: str) -> bool:
    """Return whether a line opens an attachment: `附件1`."""
    return bool(_ATTACHMENT.match(line))


def signature(
    lines: list[str], tail: list[str], *, is_official: bool, is_occasion: bool = False
) -> tuple[str | None, str | None]:
    """Return the date a document was signed, and who stands above it.

    A date on a line of its own (before the attachments) is a signature; then a date with a label or in
    brackets under the title; for a numbered document at last the latest full date of the text. What was
    written down on an occasion (`is_occasion`: minutes, attendance) is of the labelled day first.
    """
    body = _before_attachments(lines)
    labelled = _labelled(lines, tail)
    if is_occasion and labelled:
        return labelled, None
    for part, first in ((body, 2), (tail, 0), (lines, 2)):
        signed = _signed(part, first)
        if signed:
            return signed
    if labelled:
        return labelled, None
    signed = _signed(lines, 0)
    if signed:
        return signed
    return (_last_date(body, lines + tail) if is_official else None) or _month(body, tail), None


def has_signature(lines: list[str]) -> bool:
    """Return whether a date stands on a line of its own."""
    return any(_alone(line) for line in lines)


def issuer_in(line: str) -> str | None:
    """Return the body that a line names, without what is left of its seal."""
    bare = " ".join(_SEAL.sub("", line).split())
    first = bare.split(" ")[0]
    for text in (bare, first):
        if ISSUER.match(text) and not _NOT_A_SIGNATURE.search(text) and len(text) > 2:
            return text
    return None


def _signed(lines: list[str], first: int) -> tuple[str, str | None] | None:
    found = [(i, alone) for i, line in enumerate(lines) if i >= first and (alone := _alone(line))]
    found = [(i, alone) for i, alone in found if i == 0 or not _OTHER_LABEL.search(lines[i - 1])]
    if not found or len(found) > _MOST_ALONE:
        return None
    i, (date, issuer) = found[-1]
    return date, issuer or _signer(lines[max(0, i - _LOOK_BACK) : i])


def _labelled(lines: list[str], tail: list[str]) -> str | None:
    """Return the date beside or below a label, in brackets under the title, or after the last `日期：`."""
    for i, line in enumerate(lines[:12]):
        if re.fullmatch(r"[（(].{6,20}[)）]", line) and dates_in(line):
            return dates_in(line)[0][2]
        label = LABEL.match(line)
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
    found = printed or [d for line in body for d in dates_in(line) if not _DEADLINE.match(line[d[1] :])]
    return found[-1][2] if found else None


def _month(body: list[str], tail: list[str]) -> str | None:
    """Return the year of a plan that is signed with a month: 二〇二五年三月."""
    return next((year for line in reversed((body + tail)[-8:]) if (year := month_alone(line))), None)


def _alone(line: str) -> tuple[str, str | None] | None:
    """Return (date, issuer in front of it) where a line holds nothing else."""
    if len(line) > 60:
        return None
    found = dates_in(line)
    if len(found) != 1:
        return None
    start, end, iso = found[0]
    before, after = line[:start].strip(" （("), line[end:].strip(" ）)。.")
    issuer = issuer_in(before) if before else None
    return None if after or (before and not issuer) else (iso, issuer)


def _signer(lines: list[str]) -> str | None:
    """Return the nearest body above, over what is left of a seal's characters; two that sign together."""
    for n, line in reversed(list(enumerate(lines))):
        if _is_of_a_seal(line):
            continue
        issuer = issuer_in(line)
        above = issuer_in(lines[n - 1]) if issuer and n and not _is_of_a_seal(lines[n - 1]) else None
        return f"{above} {issuer}" if above and above != issuer else issuer
    return None


def _is_of_a_seal(line: str) -> bool:
    return len(line) <= 2 or all(len(token) == 1 for token in line.split())


def _before_attachments(lines: list[str]) -> list[str]:
    for i, line in enumerate(lines):
        if i > 3 and is_attachment(line):
            return lines[:i]
    return lines
