"""Sentences about findings: what is wrong, what to do, and why it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledger_app.audit import wording_needs, wording_papers, wording_truth, wording_verdict
from ledger_app.audit.model import Audit, Finding
from ledger_app.audit.rules import FAILURE, RULES
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.vault.model import IN_USE

_SHOWN = 3
_UNTOLD = ("hard", "hard-points", "excellent", "points", "requirement-open", "unassigned")
"""Reasons that say what the stake or the message says already."""
_ASKING = ("E101", "E102", "E104", "E105", "E106", "E107")

Values = dict[str, object]

MESSAGES: dict[str, Callable[[int], str]] = {
    "E101": lambda n: _("Nothing is linked to {place}."),
    "E102": lambda n: _("Nothing shows “{requirement}” of {code} {name}."),
    "E103": lambda n: ngettext(
        "{n} file is linked to {code} {name} as a whole, while nothing shows {asked}.",
        "{n} files are linked to {code} {name} as a whole, while nothing shows {asked}.",
        n,
    ),
    "E201": lambda n: ngettext(
        "{n} file that shows {place} is missing: {paths}.",
        "{n} files that show {place} are missing: {paths}.",
        n,
    ),
    "E202": lambda n: ngettext(
        "{n} file that shows {place} cannot be read: {paths}.",
        "{n} files that show {place} cannot be read: {paths}.",
        n,
    ),
    "E203": lambda n: ngettext(
        "{n} file that shows {place} is empty: {paths}.",
        "{n} files that show {place} are empty: {paths}.",
        n,
    ),
    "E204": lambda n: ngettext(
        "{n} file that shows {place} has changed since it was linked: {paths}.",
        "{n} files that show {place} have changed since they were linked: {paths}.",
        n,
    ),
    "E301": lambda n: ngettext(
        "{n} file that shows {place} bears no date of {year}: {paths} ({dates}).",
        "{n} files that show {place} bear no date of {year}: {paths} ({dates}).",
        n,
    ),
    "E302": lambda n: ngettext(
        "{n} file that shows {place} was made in the months after {year}: {paths} ({dates}).",
        "{n} files that show {place} were made in the months after {year}: {paths} ({dates}).",
        n,
    ),
    "E303": lambda n: ngettext(
        "{n} file that shows {place} is from before {year} and may still be in force: {paths} ({dates}).",
        "{n} files that show {place} are from before {year} and may still be in force: {paths} ({dates}).",
        n,
    ),
    "E401": lambda n: _("One file lies at {n} places and its copies are used for {codes}: {paths}."),
    "E501": lambda n: _("{section} is given {declared} points, but its indicators sum to {counted}."),
    "E502": lambda n: _("The scheme marks no indicator as hard."),
    "E503": lambda n: _("Indicator {code} {name} carries no points."),
}

REMEDIES: dict[str, str] = {
    "E101": N_("Ask {units} for the evidence, put it into the evidence folder and link it."),
    "E102": N_("Ask {units} for the evidence, put it into the evidence folder and link it."),
    "E103": N_("Link each of these files to the requirement that it shows."),
    "E201": N_("Put the file back and scan again; if another took its place, link that one."),
    "E202": N_("Close the programs that use the file and check its permissions, or copy it here again."),
    "E203": N_("Copy the file here again from where it came, and scan again."),
    "E204": N_("Open the file: confirm the link if it still fits, or unlink it."),
    "E301": N_("Check the dates: link evidence of {year}, or correct the date where it was misread."),
    "E302": N_("Check that the file is about {year}; then nothing needs to be done."),
    "E303": N_("Check that the file was still in force in {year}; then nothing needs to be done."),
    "E401": N_(
        "If it is one and the same evidence, keep one copy and refer to it; if not, replace the copy."
    ),
    "E501": N_("Compare the scheme with its original, and ask the assessing body which number counts."),
    "E502": N_(
        "If the covering letter names hard indicators, mark them with ★ in the scheme and import it again."
    ),
    "E503": N_("Fill in the points in the scheme and import it again."),
}

REASONS: dict[str, str] = {
    "nothing-linked": N_("No file is linked to it."),
    "requirement-open": N_("No file is linked to “{requirement}”."),
    "unassigned": N_("Still open: {asked}."),
    "missing": N_("{path} was in the folder and no longer is."),
    "unreadable": N_("{path} cannot be opened."),
    "unreadable-why": N_("{path} cannot be opened: {reason}."),
    "empty": N_("{path} holds 0 bytes."),
    "changed": N_("{path} holds other content than when it was linked."),
    "dated-content": N_("{path} is dated {date} in its text."),
    "dated-exif": N_("{path} was taken on {date}, says the camera."),
    "dated-number": N_("{path} has a document number of {date}."),
    "dated-name": N_("{path} has {date} in its name."),
    "dated-folder": N_("{path} lies in a folder of {date}."),
    "dated-person": N_("{path} was given the date {date} by hand."),
    "more": N_("Other files are affected in the same way: {n}."),
    "only": N_("No other sound evidence shows it."),
    "others": N_("Other evidence still shows it."),
    "copy": N_("It lies at {path}."),
    "sum": N_("Declared: {declared}. Counted: {counted}."),
    "hard": N_("{code} is a hard indicator."),
    "hard-points": N_("{code} is a hard indicator with {points} points."),
    "excellent": N_("Any deduction on a hard indicator rules out the grade “excellent” (优秀)."),
    "points": N_("{points} points are at stake."),
}

for _more in (wording_needs, wording_papers, wording_truth, wording_verdict):
    MESSAGES.update(_more.MESSAGES)
    REMEDIES.update(_more.REMEDIES)
    REASONS.update(_more.REASONS)


def verdict(audit: Audit) -> str:
    """Return the audit's result in one line, with what must be said beside it."""
    said = _verdict(audit)
    for caveat in wording_verdict.caveats(audit.verdict):
        said = _("{sentence} {more}").format(sentence=said, more=caveat)
    return said


def _verdict(audit: Audit) -> str:
    hard = audit.hard
    if not hard.total:
        return _("The scheme names no hard indicator.")
    if audit.is_excellent_possible:
        return ngettext(
            "“Excellent” is still possible: the {n} hard indicator lacks nothing.",
            "“Excellent” is still possible: none of the {n} hard indicators lacks anything.",
            hard.total,
        ).format(n=hard.total)
    lacking = hard.total - hard.complete
    return ngettext(
        "{n} of {total} hard indicators lacks valid evidence, with {points} points at risk; "
        "“excellent” is ruled out until this is closed.",
        "{n} of {total} hard indicators lack valid evidence, with {points} points at risk; "
        "“excellent” is ruled out until this is closed.",
        lacking,
    ).format(n=lacking, total=hard.total, points=f"{hard.points_at_risk:g}")


def title(rule: str) -> str:
    """Return what a rule is called, the code itself where it is none of ours."""
    return next((_(r.title) for r in (*RULES, FAILURE) if r.code == rule), rule)


def message(finding: Finding) -> str:
    """Return the sentence that says what is wrong, and where."""
    values = _said(finding.values)
    if finding.rule == "E101" and finding.values["asked"]:
        return _("Nothing is linked to {place}; it asks for {asked}.").format(**values)
    if finding.rule == "E501" and not finding.values["section"]:
        return _("The scheme is given {declared} points, but its indicators sum to {counted}.").format(
            **values
        )
    if finding.rule == "E401" and finding.values["codes"] == [finding.values["code"]]:
        sentence = _(
            "One file lies at {n} places and its copies show several requirements of {codes}: {paths}."
        )
        return sentence.format(**values, paths=_some(finding.files))
    n = finding.values.get("n", 0)
    sentence = wording_needs.variant(finding) or MESSAGES[finding.rule](n if isinstance(n, int) else 0)
    return sentence.format(**values, paths=_some(finding.files))


def remedy(finding: Finding) -> str:
    """Return the sentence that says what clears the finding; the nearest file, where there is one."""
    if finding.candidates and finding.is_gap:
        path = finding.candidates[0].path
        return _("Look at {path} and link it if it fits.").format(path=path)
    units = finding.indicator.units if finding.indicator else ()
    if finding.rule in _ASKING and not units:
        return _("Put the evidence into the evidence folder and link it.")
    return _(REMEDIES[finding.rule]).format(**_said(finding.values), units=_listed(units))


def reasons(finding: Finding) -> list[str]:
    """Return the chain of reasons, from the cause to what it puts at risk."""
    return [_reason(code, values) for code, values in finding.because]


def told(finding: Finding) -> list[str]:
    """Return the first reasons that say more than the message: what stands where, on which day, how many."""
    telling = [(c, v) for c, v in finding.because if c not in _UNTOLD and "{" in REASONS[c]]
    return [_reason(code, values) for code, values in telling[:_SHOWN]]


def _reason(code: str, values: Values) -> str:
    if code == "hard" and values["points"] is not None:
        code = "hard-points"
    elif code == "unreadable" and values["reason"]:
        code = "unreadable-why"
        if values["reason"] == IN_USE:
            values = {**values, "reason": _("another program is using it")}
    return _(REASONS[code]).format(**_said(values))


def _said(values: Values) -> dict[str, str]:
    """Return every value as a person reads it: lists joined, numbers and dates written out."""
    said = {key: _one(key, value) for key, value in values.items()}
    if "requirement" in values and "code" in values:
        place = N_("{code} {name}") if not values["requirement"] else N_("{code} {name}: {requirement}")
        said["place"] = _(place).format(**said)
    for key in values:
        if key.endswith("page"):  # said behind a file's name
            said[key.removesuffix("page") + "at"] = (
                _(" (page {page})").format(page=said[key]) if values[key] else ""
            )
    return said


def _one(key: str, value: object) -> str:
    if (need := wording_needs.said(key, value)) is not None:
        return need
    if key in ("date", "taken") or key.endswith("_date"):
        return date_said(str(value))
    if key == "since" and isinstance(value, list):
        return _listed(_(wording_verdict.SINCE[v]) for v in value)
    if key == "rule":
        return f"{value} {title(str(value))}"
    if key == "dates" and isinstance(value, list):
        return _listed(date_said(str(v)) for v in value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return _listed(str(v) for v in value)
    return str(value)


def date_said(iso: str) -> str:
    """Return an ISO date, month or year as people write it here."""
    year, month, day = (*iso[:10].split("-"), "", "")[:3]
    if day:
        sentence = _("{year}-{month:0>2}-{day:0>2}")
    elif month:
        sentence = _("{year}-{month:0>2}")
    else:
        sentence = _("the year {year}")
    return sentence.format(year=year, month=month.lstrip("0"), day=day.lstrip("0"))


def _listed(values: Iterable[str]) -> str:
    return _(", ").join(values)


def _some(paths: tuple[str, ...]) -> str:
    """Return the first paths; the finding has them all."""
    shown = _listed(paths[:_SHOWN])
    return _("{paths} and others").format(paths=shown) if len(paths) > _SHOWN else shown
