"""Set everything up on a fresh machine, then run one thing.

    python3 tools/bootstrap.py demo [DIR]    the main job on the sample archive (opens the window if there is a screen)
    python3 tools/bootstrap.py test [...]    the tests
    python3 tools/bootstrap.py lint          the linters
    python3 tools/bootstrap.py run ...       any command of the program
    python3 tools/bootstrap.py setup         only the set-up

Needs nothing but Python 3.11+ and pip. It makes `.venv` beside this checkout with exactly the versions of
`requirements.lock`, and on Debian or Ubuntu, as root, installs the system libraries that Qt needs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "requirements.sha256"

# what Qt's own libraries load: the first group always, the second for a window on X11, the third for the tests
DEBIAN = [
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libx11-6",
    "libdbus-1-3",
    "libfontconfig1",
    "libfreetype6",
    "libxkbcommon0",
    "libbrotli1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libx11-xcb1",
    "xvfb",
    "xauth",
    "git",
]


def main(arguments: list[str]) -> int:
    """Set up what is missing, then do what the first word says; returns its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this script may have any Python
        sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
    words = {"demo": demo, "test": test, "lint": lint, "run": run, "setup": lambda _: 0}
    if not arguments or arguments[0] not in words:
        sys.exit(__doc__)
    system_libraries()
    environment()
    return words[arguments[0]](arguments[1:])


def demo(arguments: list[str]) -> int:
    """Run the main job on the sample archive. Exit code 1 is its planted gaps, found."""
    return 0 if run(["demo", *arguments]) in (0, 1) else 2


def run(arguments: list[str]) -> int:
    return call(PYTHON, ROOT / "main.py", *arguments)


def test(arguments: list[str]) -> int:
    return call(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments)


def lint(_: list[str]) -> int:
    codes = (
        call(PYTHON, "-m", "ruff", "check", "."),
        call(PYTHON, "-m", "ruff", "format", "--check", "."),
        call(PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        call(PYTHON, "tools/translations.py", "check"),
    )
    return max(codes)


def call(*command: object) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def system_libraries() -> None:
    """Install Qt's libraries where Debian's package manager is there and they are not."""
    if not shutil.which("dpkg-query") or os.geteuid() != 0:
        return
    known = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *DEBIAN],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    missing = [name for name in DEBIAN if f"{name} installed" not in known]
    if not missing:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def environment() -> None:
    """Make `.venv` with the locked versions, unless it has them."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    # Debian's Python comes without ensurepip: the pip that is there installs into the new environment
    venv.create(VENV, with_pip=False, clear=True)
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"]
    command = [*pip, "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
    subprocess.run(command, check=True)
    STAMP.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
