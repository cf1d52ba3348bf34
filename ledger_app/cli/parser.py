"""The command line: the same services as the window, for scripts and for whoever prefers typing."""

from __future__ import annotations

import argparse
import gettext
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from ledger_app import __version__
from ledger_app.cli import faults
from ledger_app.cli.call import Call
from ledger_app.cli.commands import COMMANDS
from ledger_app.core import i18n, messages
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.core.progress import Progress
from ledger_app.core.resources import resource

OpenWindow = Callable[[Path | None, str | None], int]

# argparse says these in its own words and looks them up with gettext
_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid %(type)s value: %(value)r"),
)


def main(arguments: Sequence[str], *, open_window: OpenWindow) -> int:
    """Run one command; returns the exit code (0 done, 1 needs a person, 2 wrong input, 130 interrupted)."""
    if sys.stderr is None:  # closed, or a program without a console
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    _set_language(_early_language(arguments))
    parser = _parser()
    options = parser.parse_args(arguments, argparse.Namespace(archive=None, lang=None, json=False))
    if options.command in (None, "gui"):
        return _gui(parser, options, open_window)
    call = Call(options, Progress())
    try:
        with _interruptible(call.progress), _shown(call.progress):
            code = COMMANDS[options.command].run(call)
    except LedgerError as error:
        sys.stderr.write(messages.sentence(error) + "\n")
        return 2
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write(_("Interrupted; everything finished so far is kept.") + "\n")
        return 130
    except Exception as error:
        sys.stderr.write(messages.sentence(faults.known(error)) + "\n")
        return 2
    if options.command == "demo" and code < 2 and not options.no_gui and _has_display():
        return open_window(call.archive_folder, options.lang)
    return code


def _gui(parser: argparse.ArgumentParser, options: argparse.Namespace, open_window: OpenWindow) -> int:
    if options.command is None and not _has_display():
        parser.print_help(sys.stderr)
        return 2
    folder = getattr(options, "folder", None) or options.archive
    return open_window(folder, options.lang)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--archive", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_("the archive's folder")
    )
    common.add_argument("--lang", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help=_("the language"))
    common.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help=_("one JSON document on standard output"),
    )
    parser = _Parser(
        prog="evidence-ledger",
        description=_("Links local files to an assessment's indicators, audits the gaps, prints the index."),
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    sub = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=_Parser)
    gui = sub.add_parser("gui", parents=[common], help=_("open the window"))
    gui.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    for name, command in COMMANDS.items():
        command.arguments(sub.add_parser(name, parents=[common], help=_(command.help)), common)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in one sentence, with the way out."""

    def error(self, message: str) -> None:
        way_out = _("see `{program} --help`").format(program=self.prog)
        self.exit(2, f"{message[:1].upper()}{message[1:]} — {way_out}\n")


def _early_language(arguments: Sequence[str]) -> str | None:
    for here, following in itertools.pairwise([*arguments, ""]):
        if here == "--lang":
            return following
        if here.startswith("--lang="):
            return here.removeprefix("--lang=")
    return None


def _set_language(language: str | None) -> None:
    chosen = i18n.set_language(language)
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain(i18n.DOMAIN, str(resource("locale")))
    gettext.textdomain(i18n.DOMAIN)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


class _interruptible:  # noqa: N801 - reads as a verb in a with statement
    """Turns the first Ctrl-C into a polite cancel; a second one interrupts at once."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __enter__(self) -> None:
        self._old = signal.signal(signal.SIGINT, self._interrupt)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._old)

    def _interrupt(self, *_: object) -> None:
        if self._progress.is_cancelled:
            raise KeyboardInterrupt
        self._progress.cancel()


class _shown:  # noqa: N801
    """Draws the progress on a terminal's standard error; silent when piped."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)

    def __enter__(self) -> None:
        if sys.stderr.isatty():
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _draw(self) -> None:
        drawn = False
        while not self._ended.wait(0.2):
            step = self._progress.step
            if step.stage:
                total = f"/{step.total:,}" if step.total else ""
                sys.stderr.write(f"\r\x1b[K{messages.stage(step.stage)} {step.done:,}{total}")
                sys.stderr.flush()
                drawn = True
        if drawn:
            sys.stderr.write("\r\x1b[K")
