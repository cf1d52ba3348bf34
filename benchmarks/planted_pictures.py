"""Planted cases of E402 and E404: one photograph for several, and cameras that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from benchmarks.photo_changes import CHANGES
from benchmarks.photo_scenes import Picture, photograph
from benchmarks.planted_files import File, near, photo
from benchmarks.planting import Case, Here, Show, clean, planted

_CHANGED = ("half the size", "sent by a messenger", "watermark", "JPEG quality 30", "10 % cut off one side", "brighter", "strip of words", "20 % cut off all sides")  # fmt: skip


@cache
def _changed(number: int, change: str) -> Picture:
    return CHANGES[change](photograph(number), np.random.default_rng(number))


def _again(path: str, number: int, change: str, *shows: Show, **more: object) -> File:
    return photo(path, _changed(number, change), *shows, **more)


def _correct(here: Here) -> None:
    here.archive.correct(here.items("验收现场.jpg")[0], date="2025-08-15")


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _alike()
    yield from _alike_twins()
    yield from _camera()
    yield from _camera_twins()


def _alike() -> Iterator[Case]:
    rule = "E402"
    for n, change in enumerate(_CHANGED[:4]):
        yield planted(
            rule,
            f"两村文件夹，改动：{change}",
            photo("石桥村/环境整治.jpg", 100 + n),
            _again("柳溪村/环境整治.jpg", 100 + n, change),
        )
    yield planted(
        rule,
        "三个村各一张，文件名写村名",
        photo("照片/石桥村扫地.jpg", 110),
        _again("照片/柳溪村扫地.jpg", 110, _CHANGED[1]),
        _again("照片/大坪村扫地.jpg", 110, _CHANGED[6]),
    )
    yield planted(
        rule, "整改前与整改后", photo("照片/整改前.jpg", 111), _again("照片/整改后.jpg", 111, _CHANGED[5])
    )
    yield planted(
        rule,
        "施工前、施工后文件夹",
        photo("施工前/IMG_01.jpg", 112),
        _again("施工后/IMG_02.jpg", 112, _CHANGED[4]),
    )
    yield planted(
        rule,
        "两次活动，文件名日期不同",
        photo("2025年3月5日环境整治.jpg", 113),
        _again("2025年6月12日环境整治.jpg", 113, _CHANGED[3]),
    )
    yield planted(
        rule,
        "两次活动，文件夹日期不同",
        photo("20250305巡河/现场.jpg", 114),
        _again("20250716巡河/现场.jpg", 114, _CHANGED[0]),
    )
    yield planted(
        rule,
        "两个指标，两个文件夹",
        photo("垃圾治理/现场.jpg", 115),
        _again("污水治理/现场.jpg", 115, _CHANGED[7], (1, 0)),
        indicators=2,
    )
    yield planted(
        rule, "一字不差的一份，放在两村", photo("石桥村/会场.jpg", 116), photo("柳溪村/会场.jpg", 116)
    )


def _alike_twins() -> Iterator[Case]:
    rule = "E402"
    yield clean(rule, "两村各拍各的", photo("石桥村/环境整治.jpg", 120), photo("柳溪村/环境整治.jpg", 121))
    yield clean(
        rule,
        "同一地点两次拍摄，日期不同",
        photo("2025年3月5日现场.jpg", photograph(122, 0)),
        photo("2025年6月12日现场.jpg", photograph(122, 1)),
    )
    yield clean(
        rule,
        "整改前后真实对比",
        photo("照片/整改前.jpg", photograph(123, 0)),
        photo("照片/整改后.jpg", photograph(123, 2)),
    )
    yield clean(
        rule,
        "同一指标两项要求共用",
        photo("照片/现场.jpg", 124),
        _again("照片/现场(微信).jpg", 124, _CHANGED[1], (0, 1)),
        asks=("活动照片", "成效照片"),
    )
    yield clean(
        rule,
        "一次联合活动，同一文件夹两个指标",
        photo("联合行动/合影.jpg", 125),
        _again("联合行动/合影2.jpg", 125, _CHANGED[0], (1, 0)),
        indicators=2,
    )
    yield clean(
        rule,
        "文件名写明两村联合",
        photo("石桥村/石桥村、柳溪村联合巡河.jpg", 126),
        _again("柳溪村/联合巡河（石桥村、柳溪村）.jpg", 126, _CHANGED[0]),
    )
    yield clean(
        rule,
        "同村原图与微信转发",
        photo("石桥村/IMG_20250608_101500.jpg", 127),
        _again("石桥村/微信图片_20250609120000.jpg", 127, _CHANGED[1]),
    )
    yield clean(
        rule,
        "连拍两张，同村",
        photo("石桥村/会场1.jpg", photograph(128, 0, 0)),
        photo("石桥村/会场2.jpg", photograph(128, 0, 1)),
    )


def _camera() -> Iterator[Case]:
    rule = "E404"
    yield planted(rule, "文件名日期", photo("2025年6月8日改厕验收.jpg", 200, taken="2025-09-20"))
    yield planted(rule, "文件名日期写成 2025.6.8", photo("石桥村2025.6.8清扫.jpg", 201, taken="2024-06-08"))
    yield planted(rule, "手机文件名与记录不同", photo("IMG_20250608_101500.jpg", 202, taken="2023-11-02"))
    yield planted(rule, "文件夹日期", photo("20250305动员会/会场.jpg", 203, taken="2025-07-19"))
    yield planted(rule, "聊天保存早于拍摄", photo("mmexport1741140000000.jpg", 204, taken="2025-10-08"))
    yield planted(
        rule,
        "人工更正的日期",
        photo("验收现场.jpg", 205, taken="2025-02-01"),
        then=_correct,
    )
    around = [
        photo(f"柏树村/现场{n}.jpg", 210 + n, place=near(n * 0.3, n * 0.2), taken="2025-06-08")
        for n in range(5)
    ]
    yield planted(
        rule,
        "拍摄地点远离同村照片",
        *around,
        photo("柏树村/现场9.jpg", 219, place=near(80, 40), taken="2025-06-08"),
    )


def _camera_twins() -> Iterator[Case]:
    rule = "E404"
    yield clean(rule, "文件名日期相同", photo("2025年6月8日改厕验收.jpg", 230, taken="2025-06-08"))
    yield clean(rule, "次日整理命名", photo("2025.6.9清扫.jpg", 231, taken="2025-06-08"))
    yield clean(rule, "聊天保存晚于拍摄", photo("mmexport1759900000000.jpg", 232, taken="2025-06-08"))
    yield clean(rule, "只写到月", photo("2025年6月清扫.jpg", 233, taken="2025-06-18"))
    yield clean(rule, "文件夹只写年度", photo("2025年度/清扫.jpg", 234, taken="2025-03-18"))
    yield clean(rule, "没有相机记录", photo("2025年6月8日改厕.jpg", 235))
    around = [
        photo(f"松山村/现场{n}.jpg", 240 + n, place=near(n * 0.3, n * 0.2), taken="2025-06-08")
        for n in range(5)
    ]
    yield clean(
        rule,
        "同村另一头，10 公里",
        *around,
        photo("松山村/现场9.jpg", 249, place=near(10, 3), taken="2025-06-08"),
    )
    yield clean(
        rule,
        "外出考察",
        photo("竹林村/赴邻县考察学习.jpg", 250, place=near(120, 0), taken="2025-06-08"),
    )
