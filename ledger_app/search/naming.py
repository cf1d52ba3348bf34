"""What a file's name says: the title inside its clutter, and a document number."""

from __future__ import annotations

import re
from functools import lru_cache

from ledger_app.search.characters import plain

_OPEN = r"[〔\[\(【（［﹝〈<{「『]"
_CLOSE = r"[〕\]\)】）］﹞〉>}」』]"
_YEAR = r"((?:1\s?9|2\s?[0OoQ〇○])\s?[\dOoQ〇○lI]\s?[\dOoQ〇○lI]|[一二][〇○零OＯ九][〇○零OＯ一二三四五六七八九]{2})"
_SEQUENCE = r"([\dOoQlI]{1,4}|[〇○零一二三四五六七八九十百]{1,6})"
_PREFIX = r"((?:[\u4e00-\u9fff]\s*){2,16}?)"
# one of the two brackets may be misread, as by OCR; then the letters' usual ends say that it is a number
_LETTERS = "发办字函纪批令通呈督党委政组宣"
_ENDS = f"(?<=[{_LETTERS}])"
_NUMBER = re.compile(
    rf"{_PREFIX}\s*(?:{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}|{_ENDS}\s*(?:{_OPEN}\s*{_YEAR}|[CcＣ1lI|]?\s*{_YEAR}\s*{_CLOSE}))"
    rf"\s*第?\s*{_SEQUENCE}\s*(号|$|(?=\s*关于))"
)
_UNBRACKETED = re.compile(
    rf"{_PREFIX}(?<=[发字函])\s*((?:19|20)\d\d)\s*(?:年第?|[-_－—第 ])\s*(\d{{1,4}})\s*号"
)
_NUMBER_LABEL = re.compile(r"^\s*(?:文\s*号|发文字号|编\s*号|字\s*号)\s*[:：]?\s*")
_FULL_WIDTH = {0xFEE0 + c: c for c in range(0x21, 0x7F) if chr(c).isalnum()}
_MISREAD = str.maketrans("OoQlI", "00011")
_FIGURES = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
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
_LONGEST_SUFFIX = 24
_ORDINARY = re.compile(
    r"[\w\u4e00-\u9fff （）()《》〈〉〔〕【】\[\]“”‘’、，。：；！？—–\-·.+&,'~@#%=]*", re.ASCII
)
_MAY_BE_NUMBERED = re.compile(
    r"[〔\[(【（［﹝〈<{「『发办字函纪批令通呈督党委政组宣]\s*[CcＣ1lI|]?\s*(?:[1１]\s?[9９]|[2２]\s?[0OoQ〇○０]|[一二][〇○零OＯ九])"
)
_SUFFIXES = re.compile(
    rf"(?:\s*[-_—]*\s*[(（【\[]\s*(?:\d{{1,3}}|(?:{_KINDS})\s*\d*)\s*[)）】\]]"
    rf"|\s*[-_—]+\s*(?:{_KINDS})\s*\d*|(?:{_KINDS})\d*|\s+(?:{_KINDS})\s*\d*|[-_ ·.]+)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)  # a kind is asked for after the title
def title_of_name(path: str) -> str:
    """Return the file's name without ending, numbering in front and version marks behind."""
    stem = stem_of(path)
    title = _without_prefixes(stem)
    while True:
        shorter = _without_suffixes(title)
        found = _number_in_name(shorter)
        if found and found.span() != (0, len(shorter)):
            shorter = (shorter[: found.start()] + shorter[found.end() :]).strip(" -_—·()（）")
        shorter = _without_prefixes(shorter)
        if shorter == title or not shorter:
            return title or stem
        title = shorter


def document_number_in_name(path: str) -> str | None:
    """Return the document's own number from its name, not one that the name only refers to."""
    found = _number_in_name(stem_of(path))
    return normalised(found) if found else None


@lru_cache(maxsize=1 << 13)  # what one name says is asked again and again, by rule after rule
def stem_of(path: str) -> str:
    """Return a file's name without its ending, as people see it."""
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] if "." in name.strip(".") else name
    return (stem if _ORDINARY.fullmatch(stem) else plain(stem).replace("\n", " ")).strip()


def _number_in_name(name: str) -> re.Match[str] | None:
    if not _MAY_BE_NUMBERED.search(name) or not ("号" in name or "关于" in name or name[-1:].isalnum()):
        return None
    match = _NUMBER.search(even(name))
    if match is None or not _is_number(match):
        match = _UNBRACKETED.search(even(name))
    return None if match is None or _MORE_IN_FRONT.search(name[: match.end(1)]) else match


def _is_number(match: re.Match[str]) -> bool:
    """Without 号 the letters in front have to be a number's: 青政发〔2024〕5, not 会议记录（2024）5."""
    return "号" in match.groups() or match[1].rstrip()[-1] in _LETTERS


def document_number_in_line(line: str) -> str | None:
    """Return the number that a line of its own states, as under a red head (`青政发〔2024〕5号  签发人：…`)."""
    bare = _NUMBER_LABEL.sub("", even(line))
    if bare[:1] in "(（" and bare[-1:] in ")）":  # as a reprint has it under its title
        bare = bare[1:-1].strip()
    match = _NUMBER.match(bare)
    if match is None or _QUOTING.search(match[1].replace(" ", "")) or not _is_number(match):
        return None
    rest = bare[match.end() :].strip()
    return normalised(match) if not rest or re.match(r"签\s*发|[(（]|密级|★|页|共", rest) else None


def normalised(match: re.Match[str]) -> str:
    """Write a document number as GB/T 9704 does: 青政发〔2024〕5号."""
    prefix = re.sub(r"\s+", "", match[1])
    prefix = prefix.rpartition("文件")[2] or prefix
    *years, sequence = [g for g in match.groups()[1:] if g not in ("号", "")]
    year = next(y for y in years if y)
    return f"{prefix}〔{_figures(year)}〕{_count(sequence)}号"


def even(text: str) -> str:
    """Return text with full-width digits and letters as half-width ones, one character for one."""
    return text.translate(_FULL_WIDTH)


def _figures(year: str) -> str:
    digits = "".join(year.split()).translate(_MISREAD)
    return "".join(str(_FIGURES.get(c, c)) for c in digits)


def _count(written: str) -> int:
    """Return 5, 15, 125 of `5`, `O5`, 十五, 一百二十五, 一二五."""
    digits = written.translate(_MISREAD)
    if digits.isdecimal():
        return int(digits)
    if not re.search("[十百]", digits):
        return int("".join(str(_FIGURES[c]) for c in digits))
    total, last = 0, 0
    for character in digits:
        if character in "十百":
            total += (last or 1) * (10 if character == "十" else 100)
            last = 0
        else:
            last = _FIGURES[character]
    return total + last


def _without_prefixes(text: str) -> str:
    while True:
        match = _PREFIXES.match(text)
        shorter = text[match.end() :].strip() if match else text
        if shorter == text or not shorter:
            return text
        text = shorter


def _without_suffixes(text: str) -> str:
    while True:
        match = _SUFFIXES.search(text, max(0, len(text) - _LONGEST_SUFFIX))
        shorter = text[: match.start()].strip() if match else text
        if shorter == text or not shorter:
            return text
        text = shorter
