"""Printed binders as JSON documents (see docs/command-line.md)."""

from __future__ import annotations

from ledger_app.binder import slips
from ledger_app.binder.proving import wording
from ledger_app.binder.proving.model import Checked
from ledger_app.binder.renditions.wording import reason_text
from ledger_app.binder.results import Binders, BoundVolume, Problem
from ledger_app.binder.volumes.paging import Sum


def binders(done: Binders) -> dict[str, object]:
    """Return a print, or the count of one."""
    return {
        "order": str(done.ordering),
        "volumes": [_volume(volume) for volume in done.volumes],
        "gone": [{"key": key, "title": title} for key, title in done.gone],
        "pages": _pages(done.pages),
        "sheets": done.pages.sheets,
        "pages_saved": sum(volume.pages_saved for volume in done.volumes),
        "references": sum(volume.references for volume in done.volumes),
        "problems": [
            *(_problem(problem) for problem in done.problems),
            *(
                {"path": "", "reason": "overfull", "message": said}
                for volume in done.volumes
                if (said := slips.overfull(volume))
            ),
        ],
        "missing_glyphs": list(done.missing_glyphs),
        "check": _check(done),
        "spines": str(done.spines) if done.spines else None,
        "report": str(done.report) if done.report else None,
    }


def _volume(volume: BoundVolume) -> dict[str, object]:
    return {
        "key": volume.key,
        "number": volume.number,
        "title": volume.title,
        "width": volume.width,
        "width_before": volume.spine[0] if volume.spine else None,
        "overfull": volume.overfull,
        "path": str(volume.path) if volume.path else None,
        "pages": _pages(volume.pages),
        "sheets": volume.pages.sheets,
        "printed": volume.printed,
        "references": volume.references,
        "pages_saved": volume.pages_saved,
        "steps": [
            {
                "do": str(step.deed),
                "first": step.first,
                "last": step.last,
                "after": step.after,
                "sheets": step.sheets,
                "message": slips.told(step),
            }
            for step in volume.steps
        ],
        "conformity": [
            {"item": one.item, "path": one.path or None, "code": one.code, "about": one.about}
            for one in volume.conformity
        ],
        "faults": _faults(volume.checked) if volume.checked else [],
    }


def _pages(pages: Sum) -> dict[str, int]:
    return {"form": pages.forms, "item": pages.items, "blank": pages.blanks, "total": pages.total}


def _problem(problem: Problem) -> dict[str, object]:
    message = reason_text(problem.reason, **dict(problem.detail))
    return {"path": problem.path, "reason": problem.reason, "message": message}


def _check(done: Binders) -> dict[str, object] | None:
    """Return what was looked at in all binders together; None where none was written."""
    found = [volume.checked for volume in done.volumes if volume.checked is not None]
    if not found:
        return None
    counts: dict[str, int] = {}
    for one in found:
        for code, number in one.counts:
            counts[code] = counts.get(code, 0) + number
    return {"faults": sum(len(one.faults) for one in found), "counts": counts}


def _faults(checked: Checked) -> list[dict[str, object]]:
    return [
        {"code": one.code, "page": one.label or None, "message": wording.fault(one)} for one in checked.faults
    ]
