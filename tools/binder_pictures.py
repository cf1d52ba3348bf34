"""Print the sample archive's binders and keep some of their pages as pictures for the documents.

python -m tools.binder_pictures docs/images
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
from PIL import Image

from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.volumes.model import Ordering, PrintStyle
from ledger_app.core.i18n import set_language
from ledger_app.founding import make_sample

_SCALE = 0.8
_GAP = 14
_GROUND = (128, 128, 128)

# which page of a binder to show: the first whose text has all of these words, and none after a minus
INSPECTION = (
    ("binder-inspection", ("迎检档案",), ("迎检目录",), ("缺：", "评分标准"), ("人民政府文件", "-目录")),
    (
        "binder-evidence",
        ("会议记录", "-目录", "-评分标准"),
        ("IMG_", "-目录", "-评分标准"),
        ("评分标准", "互见"),
        ("备考表",),
    ),
)
SHELF = (
    (
        "binder-shelf",
        ("起止件号", "-目录"),
        ("归档文件目录", "责任者"),
        ("人民政府文件", "-目录"),
        ("备考表",),
    ),
)


def main(target: Path) -> None:
    """Write the pictures into a folder."""
    set_language("zh_CN")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "佐证台账"
        make_sample(home)
        with Archive(home, now=lambda: datetime(2026, 3, 20, 9, 0).astimezone()) as archive:
            archive.describe()
            style = PrintStyle(pictures_per_page=2)
            shown = archive.print_binders(Job(Ordering.INDICATOR, style=style), home / "exports" / "迎检")
            shelf = archive.print_binders(Job(Ordering.BOX), home / "exports" / "归档")
        for name, *wanted in INSPECTION:
            _keep(target / f"{name}.png", [v.path for v in shown.volumes if v.path], wanted)
        for name, *wanted in SHELF:
            _keep(target / f"{name}.png", [v.path for v in shelf.volumes if v.path], wanted)
        if shelf.spines:
            _keep(target / "binder-spines.png", [shelf.spines], [()])


def _keep(target: Path, binders: list[Path], wanted: list[tuple[str, ...]]) -> None:
    pictures = [_first(binders, words) for words in wanted]
    height = max(p.height for p in pictures)
    width = sum(p.width + _GAP for p in pictures) + _GAP
    sheet = Image.new("RGB", (width, height + 2 * _GAP), _GROUND)
    x = _GAP
    for picture in pictures:
        sheet.paste(picture, (x, _GAP + (height - picture.height) // 2))
        x += picture.width + _GAP
    sheet.quantize(128).save(target, optimize=True)


def _first(binders: list[Path], words: tuple[str, ...]) -> Image.Image:
    for text, page in _pages(binders):
        if all((word.lstrip("-") in text) is not word.startswith("-") for word in words):
            return page.render(scale=_SCALE).to_pil().convert("RGB")
    raise SystemExit(f"no page has {' '.join(words)}")


def _pages(binders: list[Path]) -> Iterator[tuple[str, pypdfium2.PdfPage]]:
    for path in binders:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            yield page.get_textpage().get_text_bounded(), page
        document.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
