"""A folder as a county has it, only larger: `n` files in folders of twenty, some kilobytes each, all different."""

from __future__ import annotations

import random
from pathlib import Path

FOLDERS = ("粮食生产", "耕地保护", "防止返贫", "厕所革命", "垃圾污水", "村容村貌", "农民收入", "乡风文明")
NAMES = (
    "关于印发实施方案的通知",
    "会议记录",
    "签到表",
    "台账",
    "花名册",
    "发放表",
    "整治前后照片",
    "验收报告",
    "工作总结",
)
ENDINGS = (".docx", ".xlsx", ".pdf", ".jpg", ".txt")
PER_FOLDER = 20


def plant(root: Path, count: int, *, seed: int = 7) -> int:
    """Write the files below `root` and return their bytes. The same seed gives the same files."""
    rng = random.Random(seed)
    written = 0
    for number in range(count):
        group = number // PER_FOLDER
        folder = root / f"{group % 21 + 1:02}{FOLDERS[group % len(FOLDERS)]}" / f"第{group:05}组"
        if number % PER_FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        name = f"{NAMES[number % len(NAMES)]}2025{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}_{number}"
        body = rng.randbytes(512) * rng.randrange(1, 40)
        (folder / (name + ENDINGS[number % len(ENDINGS)])).write_bytes(body)
        written += len(body)
    return written
