"""What the window remembers: in the person's own folder, never in the archive, which may be on a stick."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

NAME = "evidence-ledger"
_RECENT = 8


class Preferences:
    """Settings of the program (`general`) and of each archive (`of_archive`), as ini files in one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(platformdirs.user_config_path(NAME, appauthor=False))
        self.general = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    def of_archive(self, archive: Path) -> QSettings:
        """Return what is remembered for the archive in this folder."""
        key = hashlib.sha256(str(archive.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        settings = QSettings(str(self.folder / "archives" / f"{key}.ini"), QSettings.Format.IniFormat)
        settings.setValue("archive", _text(archive))
        return settings

    def recent(self) -> list[Path]:
        """Return the archives opened last, newest first; they may be gone."""
        try:
            found = json.loads(str(self.general.value("recent", "[]")))
        except ValueError:
            return []
        return [Path(p) for p in found if isinstance(p, str)]

    def remember(self, archive: Path) -> None:
        """Put an archive at the top of the recent ones."""
        others = [p for p in self.recent() if p != archive]
        self._store([archive, *others][:_RECENT])

    def left_open(self) -> Path | None:
        """Return the archive that was open when the program ended."""
        found = str(self.general.value("open", ""))
        return Path(found) if found else None

    def note_open(self, archive: Path | None) -> None:
        """Note which archive is open, for the next start."""
        self.general.setValue("open", _text(archive) if archive else "")

    def forget(self, archive: Path) -> None:
        """Take an archive off the recent ones."""
        self._store([p for p in self.recent() if p != archive])

    def _store(self, archives: list[Path]) -> None:
        self.general.setValue("recent", json.dumps([_text(p) for p in archives], ensure_ascii=False))


def log_folder() -> Path:
    """Return where the program's log lies."""
    return Path(platformdirs.user_log_path(NAME, appauthor=False))


def _text(path: Path) -> str:
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
