"""Hard marks: a star in a name or column, a word in a column, a legend that says what a mark means."""

from __future__ import annotations

import re

from ledger_app.scheme.texts import folded

MARKS = "★▲*※☆△●◆"
_YES = {
    "是",
    "刚性",
    "约束性",
    "约束",
    "硬性",
    "true",
    "yes",
    "y",
    "1",
    "刚性指标",
    "约束性指标",
    "否决",
    "一票否决",
    "√",
    "✓",
    "✔",
    "☑",
    "v",
}
_NO = {
    "",
    "否",
    "非刚性",
    "预期性",
    "预期",
    "导向性",
    "引导性",
    "一般",
    "柔性",
    "弹性",
    "false",
    "no",
    "n",
    "0",
    "×",
    "✗",
    "☐",
    "□",
    "-",
    "—",
    "/",
    "无",
    "一般性",
    "指导性",
    "非刚性指标",
    "预期性指标",
}
_HARD_WORD = re.compile("刚性|约束|否决|硬性|硬指标|底线")
_EXPLAINS = re.compile("为|是|表示|指标$|系|标注|代表")
_FORMATS = {
    "bold": re.compile("加粗|粗体|黑体"),
    "red": re.compile("红色|标红|红字|红底"),
    "yellow": re.compile("黄色|标黄|黄底"),
}
_EDGE = re.compile(rf"^[\s]*([{re.escape(MARKS)}]+)|([{re.escape(MARKS)}]+)[\s]*$")
_BEHIND_NUMBER = re.compile(
    rf"^(\s*(?:\d{{1,3}}[、.．]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．])\s*)([{re.escape(MARKS)}]+)(?=.)"
)
_REMARK = re.compile("(?:刚性|约束性|硬性)(?:考核)?(?:指标|项目|项)?(?:[,;。(].*)?|一票否决(?:指标|项目|项)?")
_BRACKETED = re.compile(r"[（(【\[]\s*(刚性|刚性指标|约束性|约束性指标|一票否决|[★▲*])\s*[）)】\]]")


def hard_of(text: str) -> bool | None:
    """Return what a cell of the hard column says, None where it cannot be told."""
    found = folded(text)
    if found in _NO:
        return False
    if found in _YES or (found and all(c in MARKS for c in found)):
        return True
    return None


def is_hard_remark(text: str) -> bool:
    """Say whether a remark beside an indicator calls it hard, and says nothing else before that."""
    return bool(_REMARK.fullmatch(folded(text)))


def take_mark(name: str) -> tuple[str, str]:
    """Return a name without the mark before or after it, and the mark (`★`, `刚性`; empty: none)."""
    found = _BRACKETED.search(name)
    if found:
        return (name[: found.start()] + name[found.end() :]).strip(), found[1]
    found = _BEHIND_NUMBER.match(name)
    if found:
        return (found[1] + name[found.end() :]).strip(), found[2][0]
    found = _EDGE.search(name)
    if found:
        rest = (name[: found.start()] + name[found.end() :]).strip()
        if rest:
            return rest, (found[1] or found[2])[0]
    return name, ""


def is_red(colour: str | None) -> bool:
    """Say whether an `RRGGBB` or `AARRGGBB` colour is a red."""
    try:
        red, green, blue = bytes.fromhex((colour or "")[-6:])
    except ValueError:
        return False
    return red >= 0xA0 and green <= 0x60 and blue <= 0x60


def is_yellow(colour: str | None) -> bool:
    """Say whether an `RRGGBB` or `AARRGGBB` colour is a yellow."""
    try:
        red, green, blue = bytes.fromhex((colour or "")[-6:])
    except ValueError:
        return False
    return red >= 0xE0 and green >= 0xC0 and blue <= 0x99


def legend(notes: list[str]) -> dict[str, bool]:
    """Return what the notes say of each mark (and of `bold`, `red`, `yellow`): True is hard, False something else."""
    meanings: dict[str, bool] = {}
    for clause in _clauses(notes):
        is_hard = bool(_HARD_WORD.search(clause))
        for mark in MARKS:
            if mark in clause:
                meanings[mark] = meanings.get(mark, False) or is_hard
        for name, pattern in _FORMATS.items():
            if is_hard and pattern.search(clause):
                meanings[name] = True
    return meanings


def _clauses(notes: list[str]) -> list[str]:
    """Return the clauses that explain something; one without a verb goes on after its comma."""
    found = []
    for note in notes:
        begun = ""
        for clause in re.split("(?<=[。；;\n，,])", note):
            begun += clause
            if _EXPLAINS.search(begun):
                found.append(begun)
                begun = ""
            elif not clause.endswith(("，", ",")):
                begun = ""
    return found
