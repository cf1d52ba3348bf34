"""Replacement pages and extracts: checked by themselves later, and what became of the pages that stayed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.proving import wording
from ledger_app.binder.proving.reopening import Reopened
from ledger_app.binder.results import Binders
from ledger_app.binder.volumes import prints
from ledger_app.binder.volumes.model import Ordering
from tests.conftest import LAST_YEAR, SMALL_SCHEME
from tests.flows.test_binders import by_number, link, made

NEW = "02厕所/公厕清单.txt"


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Binders, Binders]]:
    """Printed whole, then the sheets that a new file changed; the last box is the one that did."""
    folder = tmp_path_factory.mktemp("flow")
    evidence = folder / "佐证"
    (evidence / "01粮食").mkdir(parents=True)
    (evidence / "02厕所").mkdir()
    for name in ("01粮食/任务分解文件.txt", "01粮食/统计报表.txt", NEW):
        (evidence / name).write_text(f"{name}\n2025年3月1日", encoding="utf-8")
        os.utime(evidence / name, (LAST_YEAR, LAST_YEAR))
    scheme = folder / "scheme.csv"
    scheme.write_text(SMALL_SCHEME, encoding="utf-8")
    with made(folder / "档案", scheme, evidence) as archive:
        whole = archive.print_binders(Job(), folder / "一")
        link(archive, "4", NEW)
        changed = archive.print_binders(Job(is_changed=True), folder / "二")
        yield archive, whole, changed


def faults(found: Reopened) -> list[str]:
    return [wording.fault(one) for one in found.checked.faults]


def test_replacement_pages_are_checked_as_such(
    flow: tuple[Archive, Binders, Binders], tmp_path: Path
) -> None:
    archive, whole, changed = flow
    volume = by_number(changed, 2)
    assert volume.path is not None
    assert volume.printed < volume.pages.total
    found = archive.check_binder(volume.path)
    assert faults(found) == []
    assert found.is_replacement
    assert (found.slips, found.unchecked) == (2, volume.pages.total - volume.printed)
    assert dict(found.checked.counts)["pages"] == volume.printed

    former = by_number(whole, 2).path
    assert former is not None
    found = archive.check_binder(former)
    assert (faults(found), found.is_replacement, found.is_last) == ([], False, False)

    altered = tmp_path / "altered.pdf"
    with pikepdf.open(volume.path) as pdf:
        del pdf.pages[3]
        pdf.save(altered)
    found = archive.check_binder(altered)
    assert {"page-count", "code-missing"} <= {one.code for one in found.checked.faults}
    with pikepdf.open(volume.path) as pdf:  # the slip is thrown away when it is done
        del pdf.pages[:2]
        labels = list(pdf.Root.PageLabels.Nums)[2:]
        pdf.Root.PageLabels.Nums = pikepdf.Array(
            [int(one) - 2 if at % 2 == 0 else one for at, one in enumerate(labels)]
        )
        pdf.save(altered)
    found = archive.check_binder(altered)
    assert (faults(found), found.slips) == ([], 0)


def test_a_page_is_outdated_only_when_it_was_replaced_itself(flow: tuple[Archive, Binders, Binders]) -> None:
    archive, _whole, _changed = flow
    [later] = [v for v in prints.last(archive.db, Ordering.INDICATOR).values() if v.printed is not None]
    printed = set(later.printed or ())
    for at, page in enumerate(later.pages):
        if not page.code:
            continue
        places = [one for one in archive.trace(page.code).prints if one.volume == later.key]
        if at in printed:
            assert places[0].is_last
            assert (places[0].print, [one.is_last for one in places[1:]]) == (2, [False] * (len(places) - 1))
        else:
            assert [(one.print, one.is_last) for one in places] == [(1, True)]
    stayed = next(page for at, page in enumerate(later.pages) if page.code and at not in printed)
    former = next(v for _n, _last, v in prints.with_code(archive.db, stayed.code) if v.printed is None)
    assert {page.code for page in former.pages} - {page.code for page in later.pages}, "some are replaced"
    gone = next(p for p in former.pages if p.code and p.code not in {page.code for page in later.pages})
    assert [one.is_last for one in archive.trace(gone.code).prints] == [False]


def test_an_extract_is_checked_as_what_it_is(flow: tuple[Archive, Binders, Binders], tmp_path: Path) -> None:
    archive, _whole, _changed = flow
    for n, only in enumerate((("3",), ("粮食安全",), ("1", "3"))):
        [*volumes] = archive.print_binders(Job(only=only), tmp_path / str(n)).volumes
        for volume in volumes:
            assert volume.path is not None
            found = archive.check_binder(volume.path)
            assert (faults(found), found.is_replacement, found.volume.key) == ([], False, volume.key)
