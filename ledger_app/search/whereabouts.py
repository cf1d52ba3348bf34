"""Where a content lies, and whether it still does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger_app.vault.names import located


@dataclass(frozen=True, slots=True)
class Place:
    """A path where a content lay at the last scan, and what the system said of the file then."""

    path: str
    size: int
    mtime_ns: int

    def holds(self, root: Path) -> bool:
        """Return whether the file there is still the one that was scanned."""
        try:
            now = Path(self.under(root)).stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size, self.mtime_ns)

    def under(self, root: Path) -> str:
        """Return the system's path of it."""
        return located(str(root), self.path)
