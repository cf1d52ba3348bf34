"""Build the offline program with build.spec, then try it: the main job, and its window under Xvfb.

    python3 tools/bootstrap.py setup && .venv/bin/python tools/check_build.py

Under Linux the window part needs Xvfb and xdotool (`apt-get install xvfb xauth xdotool`). The built program runs
with an empty environment in a folder with a Chinese name and a blank, away from this checkout.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUFFIX = ".exe" if os.name == "nt" else ""


def main(arguments: list[str]) -> int:
    """Build, try, report; exit code 1 when something does not hold."""
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"],
        cwd=ROOT,
        check=True,
    )
    built = ROOT / "dist" / "evidence-ledger"
    size = sum(p.lstat().st_size for p in built.rglob("*") if p.is_file())
    say(f"built: {size / 1e6:.0f} MB in {sum(1 for _ in built.rglob('*'))} files")
    with tempfile.TemporaryDirectory(prefix="佐证 台账 ") as folder:
        away = Path(folder) / "程序 文件"
        shutil.copytree(built, away, symlinks=True)
        run_main_job(away, Path(folder) / "示例 档案")
        if os.name == "posix":
            open_window(away, Path(folder) / "示例 档案")
    say("the built program holds")
    return 0


def run_main_job(program: Path, archive: Path) -> None:
    """Run `demo --no-gui` and look at what it left."""
    done = subprocess.run(
        [program / f"evidence-ledger{SUFFIX}", "demo", "--no-gui", "--json", archive],
        env=bare_environment(archive.parent),
        capture_output=True,
        check=False,
    )
    expect(done.returncode == 1, f"demo ended with {done.returncode}: {done.stderr.decode()}")
    audit = json.loads(done.stdout)
    expect(audit["hard"]["total"] == 19, "the audit did not see 19 hard indicators")
    expect(not audit["excellent_possible"], "the planted gaps were not found")
    papers = sorted(archive.rglob("exports/*.pdf"))
    expect(len(papers) >= 2, "the PDFs are not there")
    expect(all(p.read_bytes().startswith(b"%PDF-") for p in papers), "a PDF is none")
    expect(recognised(program, archive) > 0, "no scan was recognised")
    say(f"main job: {audit['hard']['complete']} of 19 hard indicators complete, {len(papers)} PDFs")


def recognised(program: Path, archive: Path) -> int:
    """Recognise one scan with what was built in; return how many it says were."""
    done = subprocess.run(
        [
            program / f"evidence-ledger{SUFFIX}",
            "read",
            "--ocr",
            "--limit",
            "1",
            "--json",
            "--archive",
            archive,
        ],
        env=bare_environment(archive.parent),
        capture_output=True,
        check=False,
    )
    expect(done.returncode == 0, f"read --ocr ended with {done.returncode}: {done.stderr.decode()}")
    return json.loads(done.stdout)["recognised"]


def open_window(program: Path, archive: Path) -> None:
    """Open the window on a virtual screen and wait until it is there, with the archive's name in its title."""
    for tool in ("Xvfb", "xdotool"):
        expect(shutil.which(tool) is not None, f"{tool} is not installed")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    display = ":" + os.read(read, 16).decode().strip()
    environment = {**bare_environment(archive.parent), "DISPLAY": display}
    started = time.monotonic()
    window = subprocess.Popen(
        [program / "evidence-ledger", "gui", archive, "--lang", "zh_CN"],
        env=environment,
        stderr=subprocess.PIPE,
    )
    try:
        title = ""
        while "青山" not in title:
            expect(time.monotonic() - started < 60, f"no window came, the last title was {title!r}")
            expect(window.poll() is None, "the window's program ended")
            time.sleep(0.1)
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname", "%@"],
                env={**os.environ, "DISPLAY": display},
                capture_output=True,
                text=True,
                check=False,
            )
            title = found.stdout
        say(f"window: there after {time.monotonic() - started:.1f} s, {title.strip()!r}")
    finally:
        window.terminate()
        window.wait(20)
        screen.terminate()
        screen.wait(20)


def bare_environment(home: Path) -> dict[str, str]:
    """What a PC without Python gives a program."""
    kept = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "TEMP", "TMP", "USERNAME")}
    return {**kept, "HOME": str(home), "LANG": "zh_CN.UTF-8", "PATH": "/usr/bin:/bin"}


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(otherwise)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
