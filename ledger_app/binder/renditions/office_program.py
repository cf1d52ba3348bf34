"""The office program of this PC: where it is, and one run of it over a folder, which ends whatever it does."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from ledger_app.core.errors import LedgerError

START_SECONDS = 90.0
"""Time for the program to start and show its first document: an old PC with a virus scanner takes a minute."""
FILE_SECONDS = 60.0
"""Time without a finished document after which the one it is at counts as hanging."""
_TICK = 0.1
_FAREWELL = 5.0
_MEMORY = 4 << 30  # of address space, where the system can bound it
_BYTES = 1 << 30  # written to one file
_NICENESS = 10
_REFUSALS = (0, 1)  # what it ends with where it could not open a file, by its version
_NAMES = ("soffice", "libreoffice", "loffice")
_PLACES = {
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/usr/local/lib/libreoffice/program/soffice",
        "/opt/libreoffice*/program/soffice",
        "/opt/apps/*libreoffice*/files/program/soffice",  # where 麒麟 and 统信 put programs of their stores
        "/opt/apps/*libreoffice*/files/*/program/soffice",
        "/snap/bin/libreoffice",
    ),
    "darwin": (
        "/Applications/LibreOffice*.app/Contents/MacOS/soffice",
        "~/Applications/LibreOffice*.app/Contents/MacOS/soffice",
    ),
    "win32": (
        "%ProgramFiles%/LibreOffice*/program/soffice.com",
        "%ProgramFiles(x86)%/LibreOffice*/program/soffice.com",
        "%LocalAppData%/Programs/LibreOffice*/program/soffice.com",
    ),
}
# No macro, no link that fetches anything, no proxy that would let it out, nothing to recover or to greet with.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Common/Save/Document", "AutoSave", "false"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_CLOSED = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")


class End(Enum):
    """How a run ended: the program went through all files by itself, broke down, or hung and was ended."""

    THROUGH = auto()
    CRASHED = auto()
    HUNG = auto()


def find() -> Path | None:
    """Return the office program that can make pages without a window, None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    for place in _PLACES.get(sys.platform, ()):
        whole = Path(os.path.expandvars(place)).expanduser()
        with suppress(OSError, ValueError):
            matches = sorted(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))
            if matches:
                return matches[-1]
    return None


def version(program: Path) -> str:
    """Return its name and version as it says them, such as `LibreOffice 7.4.7.2`; empty where it does not start."""
    try:
        changed = program.stat().st_mtime_ns
    except OSError:
        return ""
    return _version(str(program), changed)


@lru_cache(maxsize=8)
def _version(program: str, _changed: int) -> str:
    try:
        said = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_SECONDS,
            creationflags=_NO_WINDOW,
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r"LibreOffice\S*\s+[\d.]+", said)
    return found[0] if found else ""


def write_profile(folder: Path) -> None:
    """Write the settings that the program is to start with into its own new profile."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        *(
            f'<item oor:path="/{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
            for path, name, value in _SETTINGS
        ),
        "</oor:items>",
    ]
    user = folder / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text("\n".join(lines), encoding="utf-8")


def run(
    program: Path,
    files: Sequence[Path],
    *,
    to: str,
    out: Path,
    profile: Path,
    environment: Mapping[str, str],
    tick: Callable[[int], None],
) -> End:
    """Convert the files into the folder `out`, as far as it goes; `to` is the ending wanted.

    `tick` is called ten times a second with the number of
    files done, and may raise to give up: the program and all it started are ended then too. Raises `office-not-started`.
    """
    command = [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        *("--convert-to", to, "--outdir", str(out)),
        *map(str, files),
    ]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=out,
            env={**os.environ, **_CLOSED, **environment},
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise LedgerError("office-not-started", path=program) from error
    try:
        _confine(process.pid)
        return _watch(process, out, to, tick)
    finally:
        _end(process)


def _watch(process: subprocess.Popen[bytes], out: Path, ending: str, tick: Callable[[int], None]) -> End:
    done = 0
    until = time.monotonic() + START_SECONDS
    while True:
        with suppress(subprocess.TimeoutExpired):
            return End.THROUGH if process.wait(_TICK) in _REFUSALS else End.CRASHED
        now = sum(1 for _ in out.glob(f"*.{ending}"))
        if now != done:
            done, until = now, time.monotonic() + FILE_SECONDS
        tick(done)
        if time.monotonic() > until:
            return End.HUNG


def _confine(pid: int) -> None:
    """Bound what the program may take of this PC, where the system lets another process do that."""
    if sys.platform == "linux":
        import resource  # only where POSIX is

        with suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (_BYTES, _BYTES))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with everything it started, and take its exit, so that no zombie is left."""
    if sys.platform == "win32":
        if process.poll() is None:
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=_FAREWELL,
                    creationflags=_NO_WINDOW,
                )
    else:
        with suppress(ProcessLookupError, PermissionError):  # its group, also where it itself is gone
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_FAREWELL)


_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
