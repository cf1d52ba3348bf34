"""Binders of files that nobody can print: pages that say so, a list of problems, and all the rest complete."""

from __future__ import annotations

import io
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.proving.reopening import check_printed
from ledger_app.binder.volumes.model import Ordering
from ledger_app.core.errors import LedgerError
from ledger_app.scheme.reading import read_scheme
from tests.conftest import LAST_YEAR, NOON


def pdf(pages: int) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for number in range(pages):
        canvas.drawString(100, 500, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(build, *, pages: int = 3) -> bytes:
    """Return a PDF after `build` had its way with it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(pages))) as document:
        build(document)
        document.save(target)
    return target.getvalue()


def with_contents(document: pikepdf.Pdf, data: bytes) -> None:
    stream = document.make_stream(b"")
    stream.write(data, filter=pikepdf.Name.FlateDecode)
    document.pages[1].obj.Contents = stream


def cut_content(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(b"BT /F1 12 Tf 100 400 Td (still there) Tj ET " + os.urandom(4000).hex().encode())
    with_contents(document, packed[:40] + b"\xff" * 60 + packed[100:])


def bomb(document: pikepdf.Pdf) -> None:
    machine = zlib.compressobj(9)
    packed = [machine.compress(b" " * (1 << 20)) for _ in range(120)]
    with_contents(document, b"".join([*packed, machine.flush()]))


def five_metres(document: pikepdf.Pdf) -> None:
    document.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 14173, 14173])


def cyclic(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def locked() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(2))) as document:
        document.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()


HOSTILE = {
    "坏内容.pdf": (changed(cut_content), "damaged"),
    "炸弹.pdf": (changed(bomb), "too-large"),
    "五米.pdf": (changed(five_metres), "page-too-large"),
    "循环.pdf": (changed(cyclic), "damaged"),
    "少页.pdf": (pdf(9).replace(b"/Count 9", b"/Count 99"), "damaged"),
    "截断.pdf": (pdf(9)[:1500], "damaged"),
    "加密.pdf": (locked(), "encrypted"),
    "空.pdf": (b"", "empty"),
    "<b>{0} %s𠮷\u202e.pdf": (b"", "empty"),
}


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path) -> Iterator[Archive]:
    folder = tmp_path / "材料"
    folder.mkdir()
    for name, data in ({name: data for name, (data, _) in HOSTILE.items()} | {"好.pdf": pdf(3)}).items():
        place = folder / name
        place.write_bytes(data)
        os.utime(place, (LAST_YEAR, LAST_YEAR))
    with founding.create(
        tmp_path / "档案",
        read_scheme(small_scheme),
        evidence=folder,
        year=2025,
        actor="档案员",
        now=lambda: NOON,
    ) as made:
        made.scan()
        made.link([file.id for file in made.files()], "1")
        yield made


def test_what_can_not_be_shown_is_told_and_the_rest_is_complete(archive: Archive, tmp_path: Path) -> None:
    done = archive.print_binders(Job(), tmp_path / "迎检")
    assert {Path(p.path).name: p.reason for p in done.problems} == {
        name: reason for name, (_, reason) in HOSTILE.items()
    }
    assert done.needs_person
    [volume, *_others] = done.volumes
    assert volume.checked is not None
    assert not volume.checked.faults
    assert volume.path is not None
    with pikepdf.open(volume.path) as binder:
        assert len(binder.pages) == volume.pages.forms + volume.pages.items + volume.pages.blanks
    assert not list((tmp_path / "迎检").glob(".*"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_binder_that_was_damaged_since_is_told(archive: Archive, tmp_path: Path, seed: int) -> None:
    done = archive.print_binders(Job(Ordering.BOX), tmp_path / "上架")
    path = done.volumes[0].path
    assert path is not None
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(60):
        data[chance.randrange(len(data))] ^= 4
    path.write_bytes(data)
    try:
        found = check_printed(archive.db, archive.evidence, path)
    except LedgerError as error:
        assert error.code == "check-not-printed"
    else:
        assert found.checked.faults
