"""Notices (催办单) to the responsible units: each gets one with exactly its gaps, filled from a Word template."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.audit import wording
from ledger_app.audit.model import Audit, Finding, Severity
from ledger_app.binder.model import Printed
from ledger_app.binder.words import date_text, visible
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, language
from ledger_app.core.progress import Progress
from ledger_app.core.resources import resource
from ledger_app.core.saving import disk_error, replacing

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

_LARGEST_TEMPLATE = 20 * 2**20
_RESERVED = str.maketrans(dict.fromkeys('\\/:*?"<>|\t\r\n', " "))
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a unit still owes; `star` is ★ on a hard indicator, `note` says what is wrong with what is there."""

    number: int
    code: str
    name: str
    star: str
    points: str
    missing: str
    note: str
    scoring: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What one unit owes. `points` are those of the indicators concerned, each counted once."""

    unit: str
    persons: tuple[str, ...]
    gaps: tuple[Gap, ...]
    points: float
    hard_count: int


def notices(audit: Audit) -> tuple[Notice, ...]:
    """Return a notice for every unit that owes something, in the order of the scheme.

    Indicators without a unit are in a notice of their own. A hint is nobody's debt.
    """
    owed: dict[str, list[Finding]] = {}
    for indicator in audit.scheme.indicators:
        for unit in indicator.units or ("",):
            owed.setdefault(unit, [])
    places = {i.id: n for n, i in enumerate(audit.scheme.indicators)}
    for finding in audit.findings:
        is_owed = finding.is_gap or finding.rule.startswith("E1")
        if finding.indicator and is_owed and finding.severity is not Severity.HINT:
            for unit in finding.indicator.units or ("",):
                owed[unit].append(finding)
    return tuple(
        _notice(unit, sorted(found, key=lambda f: places[f.indicator.id] if f.indicator else -1))
        for unit, found in owed.items()
        if found
    )


def write_notices(
    audit: Audit,
    folder: Path,
    *,
    as_of: date,
    units: Sequence[str] = (),
    template: Path | None = None,
    sender: str = "",
    due: date | None = None,
    refuse: Callable[[Path], None] = lambda _: None,
    progress: Progress | None = None,
) -> list[Printed]:
    """Write one Word file a unit into a folder, which is made where it is not there.

    `units` narrows them down (empty: all that owe something); `refuse` raises for a path that must not be
    written. Raises `unknown-unit`, `template-broken`,
    `template-missing`, `output-unwritable`, `disk-full`.
    """
    progress = progress or Progress()
    chosen = _chosen(audit, units)
    source = template or resource("templates", f"notice.{language()}.docx")
    data = _template(source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder, "output-unwritable") from error
    written = []
    for number, (notice, name) in enumerate(_named(chosen), 1):
        progress.at("write", number, len(chosen))
        values = {
            **asdict(notice),
            "unit": visible(notice.unit) or _("Unit not named in the scheme"),
            "persons": _(", ").join(map(visible, notice.persons)),
            "points": f"{notice.points:g}",
            "count": len(notice.gaps),
            "scheme": visible(audit.scheme.title),
            "year": audit.year,
            "date": date_text(as_of),
            "issued": as_of.year,
            "due": date_text(due) if due else "",
            "sender": visible(sender),
        }
        target = folder / f"{name}.docx"
        refuse(target)
        filled = _filled(data, values, source)
        with replacing(target) as stream:
            filled.save(stream)
        written.append(Printed(target, 0))
    return written


def save_template(target: Path) -> None:
    """Write the shipped template of the language in use, for a person to change."""
    data = resource("templates", f"notice.{language()}.docx").read_bytes()
    with replacing(target) as stream:
        stream.write(data)


def _notice(unit: str, found: Sequence[Finding]) -> Notice:
    concerned = {f.indicator.id: f.indicator for f in found if f.indicator}
    return Notice(
        unit=unit,
        persons=tuple(dict.fromkeys(p for i in concerned.values() for p in i.persons)),
        gaps=tuple(_gap(number, f) for number, f in enumerate(found, 1)),
        points=round(sum(i.points or 0.0 for i in concerned.values()), 4),
        hard_count=sum(i.is_hard for i in concerned.values()),
    )


def _gap(number: int, finding: Finding) -> Gap:
    indicator = finding.indicator
    assert indicator is not None
    requirement = next((r.text for r in indicator.requirements if r.id == finding.requirement), "")
    asked = finding.values.get("asked")
    wanted = requirement or (_("; ").join(map(str, asked)) if isinstance(asked, list | tuple) else "")
    is_bare = finding.rule in ("E101", "E102") and bool(wanted)
    return Gap(
        number=number,
        code=visible(indicator.code),
        name=visible(indicator.name),
        star="★" if indicator.is_hard else "",
        points="" if indicator.points is None else f"{indicator.points:g}",
        missing=visible(wanted or wording.message(finding)),
        note="" if is_bare or not wanted else visible(wording.message(finding)),
        scoring=visible(indicator.scoring),
    )


def _chosen(audit: Audit, units: Sequence[str]) -> list[Notice]:
    known = {unit for i in audit.scheme.indicators for unit in i.units}
    for unit in units:
        if unit not in known:
            raise LedgerError("unknown-unit", unit=unit, known=_(", ").join(sorted(known)) or "–")
    return [n for n in notices(audit) if not units or n.unit in units]


def _named(chosen: Iterable[Notice]) -> list[tuple[Notice, str]]:
    """Give each notice a file name of its own that every system takes."""
    used: dict[str, int] = defaultdict(int)
    named = []
    for notice in chosen:
        unit = " ".join(notice.unit.translate(_RESERVED).split())[:_LONGEST_NAME].rstrip(". ")
        name = " ".join(filter(None, [_("Notice"), unit or _("no unit")]))
        used[name.casefold()] += 1
        count = used[name.casefold()]
        named.append((notice, name if count == 1 else f"{name} {count}"))
    return named


def _template(source: Path) -> bytes:
    try:
        with source.open("rb") as stream:
            data = stream.read(_LARGEST_TEMPLATE + 1)
    except OSError as error:
        raise LedgerError("template-missing", path=source) from error
    if len(data) > _LARGEST_TEMPLATE:
        raise LedgerError("template-broken", path=source, reason=_("it is too large"))
    return data


def _filled(data: bytes, values: dict[str, object], source: Path) -> DocxTemplate:
    from docxtpl import DocxTemplate  # see docs/decisions/0006-late-imports.md
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(values, environment)
    except Exception as error:  # a template is a small program: anything may go wrong in it
        raise LedgerError("template-broken", path=source, reason=str(error).partition("\n")[0]) from error
    return template
