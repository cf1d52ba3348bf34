"""What a file's name says: the title inside its clutter, and a document number."""

from __future__ import annotations

import posixpath
import re

from ledger_app.search.characters import plain

_OPEN = r"[〔\[\(【（［﹝〈<{]"
_CLOSE = r"[〕\]\)】）］﹞〉>}]"
_NUMBER = re.compile(
    rf"((?:[\u4e00-\u9fff]\s*){{2,16}}?)\s*{_OPEN}\s*((?:19|20)[\d０-９]{{2}})\s*年?\s*{_CLOSE}\s*第?\s*([\d０-９]{{1,4}})\s*号"
)
_QUOTING = re.compile(r"(?:转发|贯彻|落实|根据|按照|学习|传达|执行|印发|关于|《|对)$")
_MORE_IN_FRONT = re.compile(r"(?:转发|贯彻|落实|根据|按照|学习|传达|执行|印发|关于|《|对)")
_PREFIXES = re.compile(
    r"^(?:(?:附件|附表|附)\s*[\d一二三四五六七八九十]*\s*[:：.、_\-\s]+"
    r"|\d{1,3}(?:[.\-]\d{1,3})*[.．、_\-\s]+(?=\D)"
    r"|0\d{1,2}(?=[\u4e00-\u9fff《])"
    r"|[(（【\[]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)）】\]]\s*[、.]?"
    r"|[一二三四五六七八九十]{1,3}[、.]\s*"
    r"|(?:19|20)\d{6}[-_ 、.]*(?=[\u4e00-\u9fff《])"
    r"|(?:19|20)\d\d[-.]\d{1,2}[-.]\d{1,2}[-_ 、.]*(?=[\u4e00-\u9fff《])"
    r"|(?:副本|复件|Copy of)\s*(?:\(\d+\)|（\d+）)?\s*[-_]?\s*|[-_ ·]+)"
)
_KINDS = (
    r"最终版|最终稿|最终|终版|终稿|定稿|修改稿|修改版|修改后|修改|修订版|修订稿|送审稿|盖章版|盖章|签字版|已签字|已盖章"
    r"|扫描件|扫描版|扫描|副本|复件|打印版|打印|电子版|正式版|正式稿|正式|发文稿|红头版|红头|新版|最新版|最新|终审"
    r"|copy|final|v\d+(?:\.\d+)*"
)
_SUFFIXES = re.compile(
    rf"(?:\s*[-_—]*\s*[(（【\[]\s*(?:\d{{1,3}}|(?:{_KINDS})\s*\d*)\s*[)）】\]]"
    rf"|\s*[-_—]+\s*(?:{_KINDS})\s*\d*|(?:{_KINDS})\d*|\s+(?:{_KINDS})\s*\d*|[-_ ·.]+)$",
    re.IGNORECASE,
)


def title_of_name(path: str) -> str:
    """Return the file's name without ending, numbering in front and version marks behind."""
    stem = plain(posixpath.splitext(posixpath.basename(path))[0]).replace("\n", " ").strip()
    title = _strip_all(_PREFIXES, stem)
    while True:
        shorter = _strip_all(_SUFFIXES, title)
        number = document_number_in_name(shorter)
        if number and (found := _NUMBER.search(shorter)) and found.span() != (0, len(shorter)):
            shorter = (shorter[: found.start()] + shorter[found.end() :]).strip(" -_—·()（）")
        shorter = _strip_all(_PREFIXES, shorter)
        if shorter == title or not shorter:
            return title or stem
        title = shorter


def document_number_in_name(path: str) -> str | None:
    """Return the document's own number from its name, not one that the name only refers to."""
    name = plain(posixpath.splitext(posixpath.basename(path))[0]).replace("\n", " ")
    match = _NUMBER.search(name)
    if match is None or _MORE_IN_FRONT.search(name[: match.end(1)]):
        return None
    return normalised(match)


def document_number_in_line(line: str) -> str | None:
    """Return the number that a line of its own states, as under a red head (`青政发〔2024〕5号  签发人：…`)."""
    bare = re.sub(r"^\s*(?:文号|发文字号|编号|字号)\s*[:：]\s*", "", line)
    match = _NUMBER.match(bare.lstrip())
    if match is None or _QUOTING.search(match[1].replace(" ", "")):
        return None
    rest = bare.lstrip()[match.end() :].strip()
    return normalised(match) if not rest or re.match(r"签发|[(（]|密级|★", rest) else None


def normalised(match: re.Match[str]) -> str:
    """Write a document number as GB/T 9704 does: 青政发〔2024〕5号."""
    prefix = re.sub(r"\s+", "", match[1])
    prefix = prefix.rpartition("文件")[2] or prefix
    return f"{prefix}〔{int(match[2])}〕{int(match[3])}号"


def _strip_all(pattern: re.Pattern[str], text: str) -> str:
    while True:
        shorter = pattern.sub("", text, count=1).strip()
        if shorter == text or not shorter:
            return text
        text = shorter
