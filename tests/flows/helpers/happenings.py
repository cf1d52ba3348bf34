"""What people and programs do to a folder, at random from a seed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tests.flows.helpers.keeping import files

_FOLDERS = ("村", "镇/甲", "镇/乙", "照片")
_NAMES = ("台账.xlsx", "通知.docx", "签到表.pdf", "a.txt", "A.txt", "汇总 表.et")


class Happenings:
    """Does one thing after another; the same seed does the same, as far as the folder allows."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.told: list[str] = []
        self.open: list[BinaryIO] = []
        self.number = 0
        self.deeds: tuple[Callable[[], object], ...] = (
            *(self.create, self.create, self.write_slowly, self.go_on_writing, self.append, self.overwrite),
            *(self.move, self.rename_folder, self.delete, self.delete_folder, self.replace_by_same),
            *(self.save_as_word, self.save_as_wps, self.save_with_backup, self.copy, self.touch, self.swap),
        )

    def happen(self) -> None:
        """Do one thing; what is not possible just now is left."""
        deed = self.random.choice(self.deeds)
        try:
            deed()
            self.told.append(deed.__name__)
        except (IndexError, FileNotFoundError, FileExistsError, NotADirectoryError):
            self.told.append(f"({deed.__name__})")

    def rest(self) -> None:
        """Close what is still being written."""
        while self.open:
            self.open.pop().close()

    # deeds

    def create(self) -> None:
        self._new_place().write_bytes(self._content())

    def write_slowly(self) -> None:
        self.open.append(self._new_place().open("wb", buffering=0))
        self.open[-1].write(self._content())

    def go_on_writing(self) -> None:
        file = self.open.pop(self.random.randrange(len(self.open))) if self.open else self.open[0]
        with file:
            file.write(self._content())

    def append(self) -> None:
        with self._some().open("ab") as file:
            file.write(self._content())

    def overwrite(self) -> None:
        """Other bytes of the same size, in place."""
        place = self._some()
        with place.open("r+b") as file:
            file.write(self.random.randbytes(place.stat().st_size))

    def move(self) -> None:
        self._some().rename(self._new_place())

    def rename_folder(self) -> None:
        self._folder().rename(self.root / f"新{self._next()}")

    def delete(self) -> None:
        self._some().unlink()

    def delete_folder(self) -> None:
        if self.random.random() < 0.2:
            shutil.rmtree(self._folder())

    def replace_by_same(self) -> None:
        place = self._some()
        self._save(place, place.read_bytes())

    def save_as_word(self) -> None:
        place = self._some()
        old, new = place.with_name("~WRL0002.tmp"), place.with_name("~WRD0001.tmp")
        new.write_bytes(self._content())
        place.rename(old)
        new.rename(place)
        old.unlink()

    def save_as_wps(self) -> None:
        place = self._some()
        draft = place.with_name(f".~{place.name}")
        draft.write_bytes(self._content())
        place.unlink()
        draft.rename(place)

    def save_with_backup(self) -> None:
        place = self._some()
        new = place.with_name("~WRD0003.tmp")
        new.write_bytes(self._content())
        place.replace(place.with_name(f"备份属于 {place.stem}.wbk"))
        new.rename(place)

    def copy(self) -> None:
        source, target = self._some(), self._new_place()
        self.random.choice((shutil.copy, shutil.copy2))(source, target)

    def touch(self) -> None:
        at = self.random.randrange(1_500_000_000, 1_700_000_000)
        os.utime(self._some(), (at, at))

    def swap(self) -> None:
        one, two = self._some(), self._some()
        third = one.with_name("~swap.tmp")
        one.rename(third)
        two.rename(one)
        third.rename(two)

    # means

    def _save(self, place: Path, content: bytes) -> None:
        draft = place.with_name("~draft.tmp")
        draft.write_bytes(content)
        draft.replace(place)

    def _some(self) -> Path:
        return self.random.choice(sorted(files(self.root).values()))

    def _folder(self) -> Path:
        return self.random.choice(sorted(p for p in self.root.iterdir() if p.is_dir()))

    def _new_place(self) -> Path:
        folder = self.root / self.random.choice(_FOLDERS)
        folder.mkdir(parents=True, exist_ok=True)
        name = self.random.choice(_NAMES)
        return folder / (name if self.random.random() < 0.3 else f"{self._next()}{name}")

    def _content(self) -> bytes:
        if self.random.random() < 0.1:
            return b""
        return self.random.choice((b"same", self.random.randbytes(self.random.choice((1, 300, 70_000)))))

    def _next(self) -> int:
        self.number += 1
        return self.number
