"""Lists typed into one cell: evidence requirements and responsible units."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ledger_app.scheme.texts import is_placeholder, line, lines, quotation, split_outside

_NUMBER = re.compile(r"^\s*(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．](?!\d)|[①-⑳]|[-•·●▪])\s*")
_CIRCLED = re.compile("(?=[①-⑳])")
_OFFICE_END = re.compile("(?:[局办部委所站院会队厅处科]|办公室|中心|政府|大队|公司|银行)$")
_OFFICE_GOES_ON = re.compile("公室|事处|员会|监委|[）)]")
_OFFICE_BEGIN = re.compile("[县市区镇乡省]")
_ROLE = re.compile(r"(?:责任人|责任领导|分管领导|牵头领导|负责人|联系人|联络员|经办人)\s*[:：]\s*")
_LABEL = re.compile(r"^(?:牵头|责任|配合|主要|协同)?(?:单位|部门|科室)\s*[:：]\s*")


def requirements(text: str) -> tuple[list[str], bool]:
    """Return the things an evidence cell asks for, and whether the split is sure.

    Semicolons, line breaks and circled numbers separate; a full stop does where these do not occur;
    an enumeration comma (、) only where there is nothing else, and then it is not sure: it may stand
    inside one thing.
    """
    pieces: list[str] = []
    quoted = [quotation(ln) for ln in lines(text).split("\n")]
    for ln, said in zip(lines(text).split("\n"), quoted, strict=True):
        parts = (p for s in split_outside(ln, ";；") for p in _CIRCLED.split(s))
        pieces += [said] if said is not None else _tidy(parts)
    if any(said is not None for said in quoted):
        return pieces, True
    if len(pieces) == 1:
        pieces = _tidy(split_outside(pieces[0], "。"))
    if len(pieces) == 1:
        listed = _tidy(split_outside(pieces[0], "、"))
        if len(listed) > 1:
            return listed, False
    return pieces, True


def units(text: str, known: Collection[str] = ()) -> tuple[tuple[str, ...], bool]:
    """Return the units that a cell names, each once, in order, and whether the split is sure.

    Names that run together (县委宣传部县教育局) are told apart where one of `known` begins, or a level of
    government behind the end of an office; that is not sure.
    """
    found: list[str] = []
    is_sure = True
    for part in lines(text).split("\n"):
        said = quotation(part)
        if said is not None:
            found += [said] * (said not in found)
            continue
        for piece in split_outside(_LABEL.sub("", part), "、,，;；/ "):
            names = _apart(_LABEL.sub("", piece), known)
            is_sure = is_sure and len(names) == 1
            for name in (n.strip(" 。.") for n in names):
                if name and not is_placeholder(name) and name not in found:
                    found.append(name)
    return tuple(found), is_sure


def _apart(text: str, known: Collection[str]) -> list[str]:
    parts = [""]
    for at, character in enumerate(text):
        rest = text[at:]
        is_end = bool(_OFFICE_END.search(parts[-1])) and not _OFFICE_GOES_ON.match(rest)
        begins = _OFFICE_BEGIN.match(rest) or any(len(k) > 2 and rest.startswith(k) for k in known)
        if is_end and begins:
            parts.append("")
        parts[-1] += character
    return parts


def persons(text: str) -> tuple[str, ...]:
    """Return the persons that a cell names, each once, in order: with what stands in brackets after them."""
    found: list[str] = []
    quoted = [quotation(part) for part in lines(text).split("\n")]
    if all(said is not None for said in quoted):
        return tuple(dict.fromkeys(said for said in quoted if said is not None))
    for piece in split_outside(_ROLE.sub("", lines(text)).replace("\n", "、"), "、,，;；/"):
        name = _ROLE.sub("", piece).strip(" 。.:：")
        if name and not is_placeholder(name) and name not in found:
            found.append(name)
    return tuple(found)


def _tidy(pieces: Iterable[str]) -> list[str]:
    stripped = (_NUMBER.sub("", line(p)).strip(" 。.,，、;；") for p in pieces)
    return [p for p in stripped if not is_placeholder(p)]
