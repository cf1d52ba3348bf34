"""One call of a command: its options, its progress, where its results go."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ledger_app.archive import Archive, find_archive
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.exchange import documents

_MOST = 1_000_000_000


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
        try:
            if text and sys.stdout:  # a program without a console has none
                sys.stdout.write(text + "\n")
                sys.stdout.flush()
        except BrokenPipeError:
            _let_go(sys.stdout)  # whoever reads has seen enough, as `head` does
        except OSError as error:
            _let_go(sys.stdout)
            raise LedgerError("result-lost") from error


@dataclass(frozen=True, slots=True)
class Command:
    """A command's help (an English sentence to translate), its arguments, and its work."""

    help: str
    run: Callable[[Call], int]
    arguments: Callable[[argparse.ArgumentParser, argparse.ArgumentParser], None]


def count(text: str) -> int:
    """Return a number of things as an option states it; says what may stand there where it is none."""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) <= _MOST):
        raise argparse.ArgumentTypeError(
            _("{value} is not a whole number from 1 to {most}").format(value=text, most=_MOST)
        )
    return int(text)


def check_endings(options: argparse.Namespace, *kinds: str) -> None:
    """Refuse a target whose name does not end as its option says: raises `output-not-pdf` and the like."""
    for kind in kinds:
        target: Path | None = getattr(options, kind)
        if target and target.suffix.lower() != f".{kind}":
            raise LedgerError(f"output-not-{kind}", path=target)


def share(text: str) -> float:
    """Return a number from 0 to 1 as an option states it."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(_("{value} is not a number from 0 to 1").format(value=text))
    return found


def _let_go(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that the interpreter doesn't complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def no_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""
