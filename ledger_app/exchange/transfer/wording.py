"""What is wrong with a package, and why an item does not go along, in sentences."""

from __future__ import annotations

from ledger_app.core.i18n import N_, language, said_in
from ledger_app.exchange.transfer.model import LeftOut, Problem
from ledger_app.vault.names import shown

PAPERS = "zh_CN"
"""The language of what goes into a package: the transfer rules prescribe its words."""

REASONS: dict[str, str] = {
    "unnumbered": N_("It has no settled archive number yet; settle the boxes first."),
    "not-chosen": N_("Its box was not chosen for this package."),
    "withdrawn": N_("The item was moved out: {said}"),
    "missing": N_("The file is missing from the evidence folder."),
    "changed": N_(
        "Other content lies at its place than the recorded one; have a look and accept or restore it."
    ),
    "differs": N_("What was read is not the recorded content; nothing was hashed anew. Check the file."),
    "unreadable": N_("The file can't be read."),
    "encrypted": N_(
        "The file is encrypted, and a transfer holds no encrypted file; save it without a password."
    ),
    "empty": N_("The file is empty: there is nothing to hand over."),
    "program": N_("The file is a program, and a transfer holds no programs."),
    "closed-compression": N_("The file is a RAR archive, which only its maker's program packs; unpack it."),
}

PROBLEMS: dict[str, str] = {
    "file-missing": N_("{place} is listed, and not there."),
    "file-extra": N_("{place} is there, and no digest table lists it."),
    "file-odd": N_("{place} is a link or a device, not a file."),
    "file-unreadable": N_("{place} can't be read ({reason})."),
    "table-broken": N_("{place} is no digest table at line {line}."),
    "table-lacks": N_("One of the digest tables does not list {place}."),
    "sha256-differs": N_("{place} does not have the SHA-256 that is stated for it."),
    "sm3-differs": N_("{place} does not have the SM3 that is stated for it."),
    "size-differs": N_("{place} has {found} bytes, and the catalogue says {stated}."),
    "not-in-catalogue": N_("{place} is among the items, and the catalogue does not list it."),
    "catalogue-invalid": N_("{place} is not as its schema asks at line {line}: {reason}"),
    "left-out-unreadable": N_("{place} can't be read as the list of what was left out."),
    "schema-other": N_("{place} is another schema than this program's."),
    "explanation-unreadable": N_("{place} is not text in UTF-8."),
    "explanation-lacks": N_("{place} does not state “{label}”."),
    "count-differs-total": N_("{place} states {stated} items, and there are {found}."),
    "size-differs-total": N_("{place} states {stated} bytes of items, and there are {found}."),
    "left_out-differs-total": N_("{place} states {stated} items left out, and the list has {found}."),
    "layout": N_("{place} does not lie where the rules want it: 电子档案/year/class/item."),
    "name-unsafe": N_("{place} has a name that some systems or discs can't keep."),
    "serial-wrong": N_("{place} has the serial number {found} where {expected} follows."),
    "number-twice": N_("{place} stands {n} times in the catalogue."),
    "number-gap": N_("{place} is missing between its neighbours, and the package does not say why."),
    "number-form": N_("{place} is not made of fonds, year, retention, office and number."),
    "fonds-missing": N_("The archive numbers have no fonds code; ask the county archive for it and set it."),
    "field-empty": N_("{place} lacks what its record has to say: {field}."),
    "date-implausible": N_("{place} has a date that can't be: {value}."),
    "secret": N_("{place} is marked {value}; hand it over as the rules on secrets say."),
    "characters-odd": N_("{place} has characters that don't show, or stand for lost ones, in: {field}."),
    "record-twice": N_("{place} is the same as {other}."),
    "format-stated": N_("{place} is {found}, and the catalogue says {stated}."),
    "format-outside": N_(
        "{place} is of a format that the transfer rules don't name; ask whether it is taken."
    ),
    "format-differs": N_("{place} is of another format inside than its name says."),
    "empty": N_("{place} is empty."),
    "damaged": N_("{place} is damaged: its parts can't be found."),
    "encrypted": N_("{place} is encrypted, which a transfer must not be."),
    "program": N_("{place} is a program, which has no place in a transfer."),
    "closed-compression": N_("{place} is a RAR archive, which only its maker's program packs."),
}

_FIELDS = {
    "number": "档号",
    "issuer": "责任者",
    "title": "题名",
    "date": "日期",
    "secrecy": "密级",
    "remark": "备注",
    "document_number": "文件编号",
    "office": "机构或问题",
    "office_code": "机构或问题代码",
    "name": "计算机文件名",
    "original": "原文件名",
}


def sentence(problem: Problem, *, within: str | None = None) -> str:
    """Return a problem in a language, that in use where none is named."""
    values = {k: shown(str(v)) if isinstance(v, str) else v for k, v in problem.values.items()}
    if "field" in values:
        values["field"] = _FIELDS[str(values["field"])]
    text = said_in(within or language(), PROBLEMS[problem.code])
    return text.format(place=shown(problem.place), **values)


def reason(one: LeftOut, *, within: str | None = None) -> str:
    """Return why an item does not go along."""
    return said_in(within or language(), REASONS[one.reason]).format(said=shown(one.said))
