"""One call of a command: its options, its progress, where its results go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger_app.archive import Archive, find_archive
from ledger_app.core.progress import Progress
from ledger_app.exchange import documents


class Call:
    """One call of a command: its options, its progress, and where its results go."""

    def __init__(self, options: argparse.Namespace, progress: Progress) -> None:
        self.options = options
        self.progress = progress
        self.archive_folder: Path | None = None

    def open(self) -> Archive:
        """Open the archive that --archive or the current folder names."""
        named = self.options.archive
        self.archive_folder = named.absolute() if named else find_archive(Path.cwd())
        return Archive(self.archive_folder)

    def answer(self, document: object, lines: Sequence[str]) -> None:
        """Print the JSON document, or the lines for people."""
        text = documents.text(document) if self.options.json else "\n".join(lines)
        if text:
            sys.stdout.write(text + "\n")


@dataclass(frozen=True, slots=True)
class Command:
    """A command's help (an English sentence to translate), its arguments, and its work."""

    help: str
    run: Callable[[Call], int]
    arguments: Callable[[argparse.ArgumentParser, argparse.ArgumentParser], None]


def no_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""
