"""Reading many files: every one once, and more threads where the disk makes the first one wait."""

from __future__ import annotations

import hashlib
import os
import threading

from ledger_app.core.progress import Progress
from ledger_app.vault import hashing
from ledger_app.vault.hashing import hash_files


def planted(folder, sizes):
    files = []
    for number, size in enumerate(sizes):
        path = folder / str(number)
        path.write_bytes(bytes([number % 251]) * size)
        files.append((f"key {number}", str(path), size))
    return files


def test_every_file_is_read_once_whatever_slice_it_falls_into(tmp_path):
    sizes = [0, 1, 100, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, *range(150)]
    files = planted(tmp_path, sizes)
    found = [h for batch in hash_files(files, Progress()) for h in batch]
    assert sorted(h.key for h in found) == sorted(key for key, _, _ in files)
    expected = {key: bytes([n % 251]) * size for n, (key, _, size) in enumerate(files)}
    assert all(h.sha256 == hashlib.sha256(expected[h.key]).hexdigest() for h in found)
    assert sum(h.size for h in found) == sum(sizes)


def test_others_come_to_help_where_the_disk_makes_one_thread_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(hashing, "_SLICE_FILES", 1)
    monkeypatch.setattr(hashing, "_WAITED", -1)
    monkeypatch.setattr(hashing, "_PATIENCE", -1e9)
    files = planted(tmp_path, [1, 1, 1])
    together = threading.Barrier(2, timeout=20)

    def opener(path, flags):
        if path != files[0][1]:
            together.wait()  # breaks with one thread alone
        return os.open(path, flags)

    found = [h for batch in hash_files(files, Progress(), opener=opener) for h in batch]
    assert len(found) == 3
    assert not together.broken
