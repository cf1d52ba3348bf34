"""The sentence for every error code: what is wrong, where, and the way out."""

from __future__ import annotations

from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.core.hidden import spelled_out
from ledger_app.core.i18n import N_, _

ERRORS: dict[str, str] = {
    # archive
    "archive-busy": N_("{path} is in use by another program; close it and try again."),
    "archive-damaged": N_(
        "{path} is damaged and was not changed; restore the newest backup from the archive's backups folder."
    ),
    "archive-exists": N_("{path} already holds an archive; open it, or choose an empty folder."),
    "archive-locked": N_(
        "The archive {path} is open already: {user} on {host} since {since}; close it there first."
    ),
    "archive-newer": N_(
        "{path} was made by a newer version of this program and was left as it is; install that version."
    ),
    "archive-read-only": N_("{path} cannot be written; copy the archive to a disk that can be."),
    "archive-unwritable": N_("{path} cannot be opened for writing; check the folder and its permissions."),
    "disk-error": N_("The disk failed while {path} was written; the last confirmed state is kept."),
    "disk-full": N_("The disk is full: nothing was changed in {path}; free some space and try again."),
    "evidence-not-a-folder": N_("{path} is not a folder; name the folder in which the evidence lies."),
    "bad-year": N_("{year} can't be the year of an assessment; give it as four digits."),
    "archive-unreachable": N_("{path} cannot be looked into; check the path and its permissions."),
    "no-archive": N_("{path} is not in an archive; give --archive, or make one with `init`."),
    "result-lost": N_("The result could not be written to standard output; choose another place for it."),
    "system": N_("{path} cannot be used ({reason}); check the path, its disk and its permissions."),
    "unexpected": N_(
        "Something unexpected happened; nothing that was confirmed is lost, and {path} says more. "
        "Please pass that file on to whoever looks after this program."
    ),
    "not-text": N_("“{value}” holds characters that are no text; type it anew."),
    "not-an-archive": N_("{path} is not the database of an archive; choose another folder."),
    "texts-damaged": N_(
        "The texts kept in {path} are damaged; nothing of the ledger is. They are made anew: please try again."
    ),
    # search
    "filter-kind": N_("“{value}” is no kind of file; use one of: {known}."),
    "filter-no-villages": N_("No file names a village yet; read the files first, or leave “{value}” out."),
    "filter-status": N_("“{value}” is no status of a file; use one of: {known}."),
    "filter-village": N_("No file names a village like “{value}”; those most often named: {known}."),
    "filter-year": N_("“{value}” is not a year; write it as four digits, like 2025."),
    # notices
    "output-unknown-table": N_("{path} is neither .pdf nor .xlsx; choose one of these endings."),
    "template-broken": N_(
        "The template {path} cannot be filled ({reason}); correct it in Word, or save a new one and start from that."
    ),
    "template-missing": N_("The template {path} cannot be read; check the path and its permissions."),
    "unknown-unit": N_("The scheme names no unit “{unit}”; the units are {known}."),
    "notices-nowhere": N_("Name the folder that the notices go to."),
    "bad-day": N_("“{value}” is not a day; write it like 2025-03-31."),
    # boxes
    "bad-office": N_(
        "“{value}” names no office; write a code of up to six letters and digits with its name, like BGS=办公室."
    ),
    "bad-thickness": N_(
        "A sheet can't be {value} mm thick; write a number from {least} to {most}, like 0.1."
    ),
    "bad-width": N_("No archive box has a spine of {width} mm; there are {known} mm."),
    "box-begins-there": N_("A box begins with {path} already."),
    "box-full": N_(
        "Box {number} would be {mm:g} mm thick and holds {width} mm; choose a wider spine, or another box."
    ),
    "box-printed": N_("Box {number} was printed and stays as it is."),
    "box-too-narrow": N_("What lies in box {number} is {mm:g} mm thick and needs more than {width} mm."),
    "boxes-too-thick": N_(
        "Boxes {before} and {number} together are {mm:g} mm thick; one box holds {width} mm."
    ),
    "first-box": N_("Box {number} is the first of its year, retention and office: there is none before it."),
    "not-shelved": N_("{path} lies in no box; link it to an indicator or file it first."),
    "number-printed": N_(
        "{path} was printed as number {number} or stands before what was; it keeps its place."
    ),
    "other-series": N_(
        "{path} belongs to another year, retention or office, which share no box; file it there first."
    ),
    "place-printed": N_("Everything up to number {number} was printed and stays; choose a place behind it."),
    "reason-needed": N_(
        "{path} was printed as number {number}, which stays empty now; say why it is moved out, for the closing sheet."
    ),
    "still-linked": N_("{path} is linked to an indicator; unlink it first, or file it elsewhere."),
    "unknown-box": N_("There is no box {number}; `boxes` lists them."),
    "unknown-office": N_("The archive has no office {office}; its offices are {known}."),
    "unknown-secrecy": N_("“{value}” is no degree of secrecy; use one of: {known}."),
    # descriptions
    "bad-date": N_("“{value}” is not a date; write it like 2025-03-05, or the year alone."),
    "bad-pages": N_("“{value}” is not a number of pages; write a whole number from 1 to {most}."),
    "bad-kind": N_("“{value}” is no kind of evidence; the kinds are {known}."),
    "bad-villages": N_("“{value}” is more than {most} villages, or a name too long; shorten it."),
    "bad-text": N_("“{value}” can't be kept; write between 1 and {most} characters."),
    "no-such-item": N_("The archive has no file with the number {item}; look at the list of files again."),
    # files
    "bad-number-template": N_(
        "“{template}” is not a pattern for archive numbers; use {{fonds}}, {{year}}, {{retention}}, {{office}} and {{number:04d}}."
    ),
    "recognition-unavailable": N_(
        "This PC can't recognise the text of scans and photographs; everything else works, and such files are "
        "found by their names."
    ),
    "reader-not-started": N_(
        "The part of this program that reads files can't be started; check that its folder is whole and that "
        "no virus scanner holds it back, then try again."
    ),
    "root-empty": N_(
        "The evidence folder {path} is empty and not the disk it was; connect that disk and scan again."
    ),
    "root-missing": N_(
        "The evidence folder {path} is not there; connect its disk or choose the folder anew."
    ),
    "root-other": N_(
        "Another disk lies at {path}: none of the known files is on it. Connect the right disk, or take this "
        "one as it is with scan --full."
    ),
    "root-unreadable": N_("The evidence folder {path} can't be read; check the disk and the permissions."),
    "unknown-retention": N_("“{retention}” is not a retention period; use one of: {known}."),
    "unknown-file": N_("{path} is not a file the archive knows; check the name, or scan first."),
    # printing
    "output-unwritable": N_(
        "{path} cannot be written; close it if it is open in another program, or choose another place."
    ),
    "output-is-ours": N_(
        "{path} belongs to the archive or its evidence and was left as it is; choose another place."
    ),
    "output-in-evidence": N_(
        "{path} lies in the evidence folder, and the next scan would take it for evidence; choose another place."
    ),
    "output-not-docx": N_("{path} would be a Word file; give it a name that ends in .docx."),
    "output-not-xlsx": N_("{path} would be an Excel file; give it a name that ends in .xlsx."),
    "output-not-csv": N_("{path} would be a CSV table; give it a name that ends in .csv."),
    "output-not-pdf": N_("{path} would be a PDF; give it a name that ends in .pdf."),
    "scheme-output-unknown": N_("{path} is neither .docx nor .xlsx; choose one of these endings."),
    "output-unknown": N_("{path} is none of .pdf, .docx and .xlsx; choose one of these endings."),
    # binders
    "binders-empty": N_("There is nothing to print yet: link files to indicators first."),
    "binders-not-one": N_(
        "{path} is one PDF, but {count} binders would be printed; name a folder, or choose one with --only."
    ),
    "printer-refused": N_(
        "The printer {name} did not take the pages; check that it is on and has paper, then print again."
    ),
    "page-not-printed": N_(
        "Page {page} of {path} could not be drawn for the printer; print the binder again."
    ),
    "binders-nowhere": N_("Name the folder that the binders go to, or use --count."),
    "draft-outdated": N_(
        "Boxes or numbers were changed after these pages were made, and they are not recorded; print them anew."
    ),
    "evidence-moved-on": N_(
        "“{title}” changed while binders were printed; nothing wrong was written, please print again."
    ),
    "mixed-selection": N_("Choose either whole boxes or indicators, not both at once: {values}."),
    "unknown-inspection-box": N_("There is no inspection box {number}; there are {known}."),
    "unknown-selection": N_("There is no indicator and no section “{value}”; the sections are {known}."),
    # binding
    "rendition-unreadable": N_(
        "The pages in {path} can't be read any more; print again, and they are made anew from the file."
    ),
    "rendition-differs": N_(
        "Page {page} in {path} is not as it was when it was measured; print again, and it is measured anew."
    ),
    # proving
    "bad-anchor": N_(
        "“{value}” is no head of a journal; write it as the closing sheet has it, like 1234:9f3a 6c12 77e0 a1b2 33c4."
    ),
    "unknown-code": N_(
        "No page with the code {code} was printed from this archive; check the code and the archive."
    ),
    "check-not-printed": N_(
        "{path} is not a binder that this archive printed last; give a binder as it was written, or print it again."
    ),
    "bad-code": N_(
        "“{code}” is no code of a printed page, or one character is mistyped; compare it with the paper."
    ),
    # audit
    "unknown-finding": N_("The audit has no finding {key}; look at the list of findings again."),
    "unknown-waiver": N_("There is no waiver number {waiver}; look at what is set aside again."),
    "waiver-no-reason": N_("A finding is set aside with a reason; say why, in a few words."),
    "waiver-no-name": N_("A finding is set aside by a person; say who has looked."),
    "text-too-long": N_("That is longer than {most} characters; shorten it."),
    "simulation-no-name": N_("A mock assessment has a name; give it one."),
    "simulation-no-reviewer": N_("A mock assessment has a reviewer; say who it is."),
    "unknown-simulation": N_(
        "There is no mock assessment number {simulation}; look at the list of them again."
    ),
    "unknown-deduction": N_("There is no deduction number {deduction}; look at the mock assessment again."),
    "deduction-no-reason": N_("Points are deducted for a reason; say what was found."),
    "bad-points": N_("“{value}” can't be deducted; write a number of points up to 1000, like 0.5."),
    "award-not-bonus": N_("Indicator {indicator} is no bonus item; points are only deducted from it."),
    # links
    "not-linked": N_(
        "None of these files is linked to indicator {indicator}; look at the indicator's files."
    ),
    "unknown-requirement": N_("Indicator {indicator} has no requirement {key}; it has: {known}."),
    # backups
    "backup-damaged": N_("The backup {path} is damaged or was altered; choose another backup."),
    "backup-failed": N_("The backup {path} did not pass its check and was removed; try another disk."),
    "backup-newer": N_(
        "The backup {path} was made by a newer version of this program ({program}); install that version."
    ),
    "backup-other": N_("{path} is not a backup of an archive; choose a file made with “backup”."),
    "backup-unreadable": N_("The backup {path} cannot be opened; check its name, folder and permissions."),
    "restore-not-empty": N_("{path} is not an empty folder; choose a new one to restore into."),
    # transfer
    "transfer-box-unknown": N_("There is no box {box}; there are: {known}."),
    "transfer-check-whole": N_("A package is checked as a whole; leave --only out."),
    "transfer-failed": N_(
        "The package {path} did not pass its check and was removed ({problem}); try another disk."
    ),
    "transfer-no-folder": N_("{path} is the top of a disk; name a new folder on it."),
    "transfer-no-numbers": N_(
        "No item has a settled archive number yet; settle the boxes first, on their page or with `boxes --settle`."
    ),
    "transfer-no-room": N_(
        "{path} has {free} MiB free and the package needs {needed} MiB; choose another disk or fewer boxes."
    ),
    "transfer-not-a-package": N_(
        "{path} holds neither 说明文件.TXT nor 文件目录.XML; choose the folder of a transfer package."
    ),
    "transfer-not-empty": N_("{path} is there and not empty; name a new folder for the package."),
    "transfer-nothing": N_(
        "No item can be handed over: every one that was chosen is missing, changed, locked or unreadable; "
        "look at the audit's findings first."
    ),
    "transfer-numbers-alike": N_(
        "Two items would have the archive number {number}; let the template of archive numbers tell them apart."
    ),
    # requirements and rosters
    "ambiguous-subject": N_("Several are called {subject}: {known}; write it with its village."),
    "bad-attestation": N_("“{value}” can't be confirmed on a paper; use one of: {known}."),
    "bad-need-count": N_("{value} is no number of files; write a whole number from 1 to {most}."),
    "bad-need-every": N_("“{value}” is no part of a year; use one of: {known}."),
    "bad-need-kind": N_("“{value}” is no kind of evidence; the kinds are {known}."),
    "bad-need-name": N_("“{value}” is too long for a name; use at most {most} characters."),
    "bad-need-period": N_("The period begins on {since} and ends on {until}, before it; check both dates."),
    "bad-need-step": N_("{value} is no place in a chain; write a whole number from 0 to {most}."),
    "bad-requirement-text": N_(
        "“{value}” can't be a requirement; say what is needed in 1 to {most} characters."
    ),
    "bad-roster-kind": N_("“{value}” is no kind of roster; use one of: {known}."),
    "bad-roster-name": N_("“{value}” can't be the name of a roster; write 1 to {most} characters."),
    "bad-subject": N_("“{value}” can't be a name in a roster; write 1 to {most} characters."),
    "drafts-not-named": N_("Name the indicator whose drafts are meant, or all of them with --all."),
    "no-roster": N_("There is no roster yet; import the list of villages first, with `roster import`."),
    "requirement-exists": N_(
        "Indicator {indicator} asks for “{text}” already (requirement {key}); change that one."
    ),
    "roster-asked": N_(
        "Requirements ask for every subject of {roster} (indicators {indicators}); change them first."
    ),
    "roster-empty": N_("{path} lists no name under its header; check that it is the right file."),
    "roster-exists": N_("There is a roster {roster} already; choose another name."),
    "roster-kind-differs": N_("The roster {roster} is of another kind; import this list under another name."),
    "roster-no-names": N_(
        "{path} has no column of names: looked for {known}; found {found}. Name the column so and try again."
    ),
    "roster-other-format": N_(
        "{path} is neither .xlsx nor .csv; save the list as one of them and try again."
    ),
    "roster-too-long": N_("{path} lists more than {most} names; split the list."),
    "subject-exists": N_(
        "{subject} is in this roster already; change that one, or tell them apart by the name."
    ),
    "unknown-roster": N_("There is no roster {roster}; there are: {known}."),
    "unknown-subject": N_("No roster names {subject}; looked in: {known}."),
    "unknown-template": N_("There is no template {value}; there are: {known}."),
    # documents as pages
    "no-office": N_("There is no office program on this PC that can show {path}."),
    "office-crashed": N_("The office program broke down over {path}; look whether it opens there by itself."),
    "office-damaged": N_("{path} is damaged or incomplete; open it in its program and save it anew."),
    "office-encrypted": N_(
        "{path} has a password; open it in its program, remove the password, save it and try again."
    ),
    "office-failed": N_("The office program could not open {path}; look whether it opens there by itself."),
    "office-not-its-kind": N_("{path} is nothing that an office program makes pages of."),
    "office-not-started": N_(
        "The office program {program} could not be started; {path} was not shown by it."
    ),
    "office-not-working": N_(
        "The office program {program} makes no pages, not even of an empty document; repair or remove it. "
        "{path} was not shown by it."
    ),
    "office-timeout": N_("The office program got stuck over {path} and was ended."),
    "office-too-large": N_("{path} is too large to be shown by the office program."),
    "office-too-many-pages": N_("{path} would make {pages} pages, more than the {most} that a binder takes."),
    "office-unreadable": N_(
        "{path} cannot be read; check its permissions and whether another program holds it."
    ),
    # operations
    "nothing-to-redo": N_("There is nothing to redo."),
    "nothing-to-undo": N_("There is nothing to undo."),
    "undo-conflict": N_("This step can't be taken back: what it wrote has been changed since."),
    # scheme
    "no-scheme": N_("The archive {path} has no scheme yet; import one first."),
    "pairing-outdated": N_(
        "The archive {path} has changed since the schemes were compared, and nothing was imported; "
        "please compare them again."
    ),
    "unknown-new-indicator": N_("The file has no indicator {indicator}; the nearest are {nearest}."),
    "paired-twice": N_("The indicator {indicator} is paired twice; name it once."),
    "unknown-indicator": N_("There is no indicator {indicator}; the nearest are {nearest}."),
    "edits-bad-column": N_(
        "{value} does not say what a column holds; write it as “table 1:C=points”, as “scheme check --json” names places."
    ),
    "edits-damaged": N_("{path} holds no corrections of a scheme; choose a file that this program saved."),
    "edits-not-listed": N_(
        "The scheme has no indicator {entries}; compare the list with the codes and names of “scheme check --json”."
    ),
    "edits-unknown-place": N_(
        "The scheme's file has no {place}; compare with the places that “scheme check --json” names."
    ),
    "edits-unknown-role": N_("A column cannot hold “{role}”; it can hold {known}."),
    "edits-unreadable": N_("{path} cannot be read; check its name, folder and permissions."),
    "scheme-bomb": N_("{path} unpacks to far more than any scheme and was not opened; ask for a clean copy."),
    "scheme-damaged": N_(
        "{path} is damaged or incomplete; open it in WPS, Word or Excel, save it anew and try again."
    ),
    "scheme-empty": N_("{path} is empty; choose the file that holds the scheme's table."),
    "scheme-encoding": N_("{path} is text in an unknown encoding; save it as UTF-8 and try again."),
    "scheme-encrypted": N_(
        "{path} has a password; open it in WPS, Word or Excel, remove the password, save it and try again."
    ),
    "scheme-entities": N_(
        "{path} defines its own XML entities, which Office files never do, and was not opened; "
        "ask for a clean copy."
    ),
    "scheme-is-folder": N_("{path} is a folder; choose the scheme's file in it."),
    "scheme-missing": N_("{path} does not exist; check the file's name and folder."),
    "scheme-no-table": N_(
        "{path} holds no table of indicators: looked for a header row with a name (三级指标, 考核内容, 考核项目 …) "
        "and points, evidence or scoring beside it; check that it is the right file."
    ),
    "scheme-old-format": N_(
        "{path} is in an old format (.doc, .xls, .wps, .et); open it in WPS, Word or Excel, "
        "save it as .docx or .xlsx and choose that file."
    ),
    "scheme-other-format": N_(
        "{path} is neither .docx nor .xlsx inside; open it in WPS, Word or Excel, "
        "save it as .docx or .xlsx and choose that file."
    ),
    "scheme-picture": N_(
        "{path} is a PDF or a picture; choose the Word or Excel file that it was made from, "
        "or type the table into one."
    ),
    "scheme-text-damaged": N_(
        "{path} has a cell that is not closed near line {line}; check the quotation marks there."
    ),
    "scheme-too-large": N_(
        "{path} holds more cells than any scheme; copy the table alone into a new file and choose that."
    ),
    "scheme-unreadable": N_(
        "{path} cannot be read; check its permissions and whether another program holds it."
    ),
}


def sentence(error: LedgerError) -> str:
    """Return the error as one sentence in the language in use."""
    values = {k: spelled_out(str(v)) if isinstance(v, str | Path) else v for k, v in error.values.items()}
    return _(ERRORS[error.code]).format(**values)


STAGES: dict[str, str] = {
    "audit": N_("Auditing"),
    "backup": N_("Backing up"),
    "bind": N_("Binding pages"),
    "check": N_("Checking"),
    "compare": N_("Comparing photos"),
    "convert": N_("Converting documents"),
    "draw": N_("Drawing pages"),
    "hash": N_("Hashing files"),
    "index": N_("Indexing names"),
    "layout": N_("Laying out"),
    "prove": N_("Checking binders"),
    "read": N_("Reading files"),
    "recognise": N_("Recognising scans"),
    "render": N_("Making pages of files"),
    "restore": N_("Restoring"),
    "sample": N_("Writing the sample"),
    "scan": N_("Looking at the folder"),
    "suggest": N_("Comparing files with the scheme"),
    "transfer": N_("Copying items"),
}


def stage(code: str) -> str:
    """Return the name of a stage of work in the language in use."""
    return _(STAGES[code]) if code in STAGES else code
