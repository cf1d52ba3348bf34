from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.core.lock import ArchiveLock

ROOT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys; from pathlib import Path; from datetime import datetime\n"
    "from ledger_app.core.lock import ArchiveLock\n"
    "lock = ArchiveLock(Path(sys.argv[1]), now=datetime(2026, 3, 20, 12, 0))\n"
    "print('held', flush=True); sys.stdin.read(); lock.release()\n"
)


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_program_is_refused_and_told_who(tmp_path: Path, holder: subprocess.Popen) -> None:
    with pytest.raises(LedgerError) as caught:
        ArchiveLock(tmp_path, now=datetime(2026, 3, 20))
    assert caught.value.code == "archive-locked"
    who = json.loads((tmp_path / "holder.json").read_text(encoding="utf-8"))
    assert caught.value.values["user"] == who["user"]
    assert caught.value.values["since"] == "2026-03-20 12:00"


def test_a_killed_holder_leaves_no_obstacle(tmp_path: Path, holder: subprocess.Popen) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "holder.json").exists()
    ArchiveLock(tmp_path, now=datetime(2026, 3, 20)).release()


def test_releasing_lets_the_next_one_in(tmp_path: Path) -> None:
    for _ in range(3):
        ArchiveLock(tmp_path, now=datetime(2026, 3, 20)).release()
    assert not (tmp_path / "holder.json").exists()


def test_a_lock_whose_holder_file_is_torn_still_says_so(tmp_path: Path, holder: subprocess.Popen) -> None:
    (tmp_path / "holder.json").write_text("{", encoding="utf-8")
    with pytest.raises(LedgerError, match="archive-locked"):
        ArchiveLock(tmp_path, now=datetime(2026, 3, 20))


def test_a_holder_file_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "holder.json").mkdir()
    lock = ArchiveLock(tmp_path, now=datetime(2026, 3, 20))
    with pytest.raises(LedgerError, match="archive-locked"):
        ArchiveLock(tmp_path, now=datetime(2026, 3, 20))
    lock.release()
