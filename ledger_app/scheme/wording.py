"""Problems and places of a scheme as sentences."""

from __future__ import annotations

import re

from ledger_app.core.i18n import N_, _
from ledger_app.scheme.model import Problem
from ledger_app.scheme.points import shown

PROBLEMS: dict[str, str] = {
    # the whole document
    "title-missing": N_("No title was found; the file's name stands in for it."),
    "year-missing": N_("No assessment year was found; please enter it."),
    "evidence-column-missing": N_(
        "The table has no column for evidence: the indicators have no requirements until you add them."
    ),
    "codes-counted": N_("The table has no number column; the {count} indicators were counted through."),
    "table-not-read": N_("This table was not read, for its header was not recognised: {text}"),
    "tracked-changes": N_(
        "The document has tracked changes: {inserted} insertions were read as accepted, {deleted} deletions left out."
    ),
    "comments-not-read": N_("The document has {count} comments, which were not read: {text}"),
    "text-deleted": N_("A tracked change deletes this text, which was left out: {text}"),
    "footnote": N_("A footnote belongs to this row: {text}"),
    "table-transposed": N_(
        "This table names the indicators from left to right; it was turned upright. Please compare it."
    ),
    "table-side-by-side": N_(
        "This table has its columns twice side by side; the blocks were read one after the other. Please compare them."
    ),
    "paragraphs-read": N_(
        "The document has no table of indicators; its numbered paragraphs were read. Please compare them."
    ),
    "annex-joined": N_("This table was joined by name to {count} indicators of another; please check."),
    "annex-row-alone": N_(
        "No indicator of the other table is called “{name}”; what this row says was not taken: {text}"
    ),
    "annex-points-differ": N_(
        "“{name}” has {declared} points in one table and {other} in this one; the first was taken."
    ),
    "sheet-hidden": N_(
        "The sheet {name} is hidden; it was read. Please check that it belongs to the scheme."
    ),
    "column-hidden": N_("Column {column} is hidden; it was read. Please check that it still holds."),
    "column-not-read": N_(
        "It is not known what the column “{column}” holds; it was added to the rules, for example: {text}"
    ),
    "column-left-out": N_("The scores filled in under “{column}” were left out, for example: {text}"),
    "merge-hides-text": N_("A merged cell covers other text, which was not read: {text}"),
    # rows
    "row-hidden": N_("This row is hidden; it was read. Please check that it still holds."),
    "row-not-read": N_("This row was not read, for it names no indicator: {text}"),
    "text-not-read": N_("Part of this row was not read, for it has no place there: {text}"),
    "row-joined": N_("This row names no indicator of its own; its text was added to “{name}”."),
    "section-assumed": N_("“{name}” was taken as a heading, for its cell covers the whole row."),
    "section-empty": N_("No indicator stands under the heading “{name}”."),
    # codes
    "code-missing": N_("“{name}” has no number; it got {given}."),
    "code-duplicate": N_("The number {code} is given twice; “{name}” got {given}."),
    "code-damaged": N_(
        "The number {code} of “{name}” seems to have lost a zero in Excel (1.10 became 1.1); it got {given}."
    ),
    "code-date": N_("The number of “{name}” became the date {code} in Excel; it got {given}."),
    # points
    "points-column-missing": N_("The table gives no points; please enter them."),
    "points-missing": N_("“{name}” has no points."),
    "points-unclear": N_("The points of “{name}” are not one number: {text}"),
    "points-assumed": N_("The number after “{name}” was taken as {points} points."),
    "points-in-rule": N_("“{name}” got the {points} points that its rule names; please check."),
    "points-range": N_("The points of “{name}” are a range ({text}); its upper end, {points}, was taken."),
    "points-percent": N_("The share of “{name}” ({text}) was taken as {points} points."),
    "points-most": N_("“{name}” has several or limited points ({text}); the most, {points}, was taken."),
    "points-deduction": N_(
        "“{name}” only takes points off ({text}); it counts as {points} outside the total."
    ),
    "points-differ": N_(
        "“{name}” has {declared} points in its column and {other} in its name; the column was taken."
    ),
    "points-shared": N_("“{name}” shares its points with others in one merged cell: {text}"),
    "section-points-differ": N_("“{name}” is given {declared} points in one place and {other} in another."),
    "sum-differs": N_("“{name}” declares {declared} points, but its parts add up to {sum}."),
    "total-differs": N_(
        "The document declares {declared} points in all, but the indicators add up to {sum}."
    ),
    "totals-differ": N_(
        "The document declares {declared} points in all in one place and {other} in another."
    ),
    # hard marks
    "hard-unclear": N_("It is not clear whether “{name}” is hard: {text}"),
    "hard-by-bold": N_("“{name}” is in bold; please check whether that means hard."),
    "hard-by-red": N_("“{name}” is in red; please check whether that means hard."),
    "hard-by-text": N_("{count} indicators were marked hard because the text names {text}; please check."),
    "hard-name-unknown": N_("The text names “{text}” as hard, but no indicator or heading is called so."),
    "hard-count-differs": N_("The text declares {declared} hard indicators, but {count} are marked."),
    "hard-points-differ": N_(
        "The text declares {declared} points of hard indicators, but those marked add up to {sum}."
    ),
    "mark-taken": N_("{mark} was taken as the mark of hard indicators, though nothing says so."),
    "mark-unexplained": N_("Nothing says what the mark {mark} means; it was not taken as hard."),
    # cells
    "cell-date": N_("A cell holds the date {text}; please check what was meant."),
    "cell-error": N_("A cell holds an error: {text}"),
    "cell-formula": N_(
        "A cell holds a formula without a stored result; open the file in WPS or Excel, save it and read it again."
    ),
    "units-split": N_("The units of “{name}” stand without separators; they were read as {text}."),
    "requirements-split": N_(
        "The evidence of “{name}” was split at 、 into {count} requirements; please check."
    ),
    # rosters
    "roster-blank": N_("This row has no name; it was left out."),
    "roster-odd": N_("“{text}” is no name, or too long for one; the row was left out."),
    "roster-number": N_("A number beside the name “{text}” was left out; only names are kept."),
    "roster-double": N_(
        "“{text}” is listed twice; it was taken once. If these are two, tell them apart by the name."
    ),
    # revisions
    "indicator-alike": N_(
        "“{old}” was taken to be {code} “{new}” now, which it is like; its links were kept. Please check the pair."
    ),
    "indicator-renamed": N_(
        "Indicator {code} was “{old}” and is now “{new}”; its links were kept. Please check that they still fit."
    ),
}


def problem_sentence(problem: Problem) -> str:
    """Return what could not be read for sure as one sentence; the place is told beside it."""
    values = {
        key: shown(value) if isinstance(value, float) else value for key, value in problem.values.items()
    }
    return _(PROBLEMS[problem.code]).format(**values)


def place_text(place: str) -> str:
    """Return a place in a document for people: `table 1, row 7`, `line 7`; a sheet's place as it is."""
    found = re.fullmatch(r"table (\d+)(?:, row (\d+))?", place)
    if found and found[2]:
        return _("table {table}, row {row}").format(table=found[1], row=found[2])
    if found:
        return _("table {table}").format(table=found[1])
    found = re.fullmatch(r"table (\d+), column (\d+)( \(\d+\))?", place)
    if found:
        return _("table {table}, column {column}").format(
            table=found[1], column=f"{found[2]}{found[3] or ''}"
        )
    found = re.fullmatch(r"(table \d+, row \d+), column (\d+)", place)
    if found:
        return _("{row}, column {column}").format(row=place_text(found[1]), column=found[2])
    found = re.fullmatch(r"line (\d+)", place)
    if found:
        return _("line {line}").format(line=found[1])
    found = re.fullmatch(r"paragraph (\d+)", place)
    if found:
        return _("paragraph {paragraph}").format(paragraph=found[1])
    return _("the text") if place == "text" else place
