"""Which of our fonts stands for a font that a document names and this PC lacks."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from ledger_app.core.resources import resource

_SONG = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC")
_HEI = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
_KAI = ("LXGW WenKai", "AR PL UKai CN", "Noto Serif SC")  # ours has only the rare characters
# As Word, WPS and Founder (方正) name them, in Chinese and as the files call themselves.
_STANDS_FOR: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        _SONG,
        "宋体 SimSun 新宋体 NSimSun 宋体-简 华文宋体 STSong 华文中宋 STZhongsong 方正书宋_GBK 方正书宋简体 "
        "方正小标宋简体 方正小标宋_GBK FZXiaoBiaoSong-B05S FZXiaoBiaoSong-B05 小标宋 方正大标宋简体 书宋 "
        "仿宋 FangSong 仿宋_GB2312 FangSong_GB2312 华文仿宋 STFangsong 方正仿宋简体 方正仿宋_GBK "
        "方正仿宋_GB2312 FZFangSong-Z02S FZFangSong-Z02 国标仿宋 国标宋体 国标小标宋",
    ),
    (
        _HEI,
        "黑体 SimHei 华文黑体 STHeiti 华文细黑 STXihei 微软雅黑 等线 DengXian 方正黑体简体 方正黑体_GBK "
        "FZHei-B01S FZHei-B01 国标黑体 苹方-简",
    ),
    (
        _KAI,
        "楷体 KaiTi 楷体_GB2312 KaiTi_GB2312 华文楷体 STKaiti 方正楷体简体 方正楷体_GBK FZKai-Z03S FZKai-Z03 国标楷体",
    ),
)
_SPACED = {"Microsoft YaHei": _HEI, "PingFang SC": _HEI, "Songti SC": _SONG, "Kaiti SC": _KAI}
_PARTS = re.compile(r"word/(?:document\d*|styles|header\d*|footer\d*)\.xml|xl/styles\.xml")
_NAMED = re.compile(rb'(?:w:(?:ascii|hAnsi|eastAsia)|<(?:\w+:)?name val)="([^"]{1,80})"')
_PART_BYTES = 16 << 20
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


def write_configuration(folder: Path) -> Path:
    """Write a fontconfig file that adds our fonts to the system's and names what stands for what; return it.

    A font that this PC has is taken as it is: the others come after it.
    """
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        f"<dir>{escape(str(resource('fonts')))}</dir>",
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>",
    ]
    for name, others in _substitutes().items():
        accepted = "".join(f"<family>{other}</family>" for other in others)
        lines.append(
            f'<alias binding="same"><family>{escape(name)}</family><accept>{accepted}</accept></alias>'
        )
    lines.append("</fontconfig>")
    target = folder / "fonts.conf"
    target.write_text("\n".join(lines), encoding="utf-8")
    return target


def replaced_fonts(source: Path, pages: Path) -> tuple[str, ...]:
    """Return the fonts that a .docx or .xlsx names and that were drawn with one of ours, sorted.

    Told from the names in the file and those embedded in its pages; empty where it can't be told.
    """
    drawn = _embedded(pages)
    substitutes = _substitutes()
    return tuple(
        sorted(
            name
            for name in _named(source)
            if name in substitutes
            and _folded(name) not in drawn
            and any(_folded(other) in drawn for other in substitutes[name])
        )
    )


def _substitutes() -> dict[str, tuple[str, ...]]:
    found = {name: others for others, names in _STANDS_FOR for name in names.split()}
    return {**found, **_SPACED}


def _named(source: Path) -> set[str]:
    found: set[bytes] = set()
    with suppress(*_BROKEN), zipfile.ZipFile(source) as parts:
        for info in parts.infolist():
            if _PARTS.fullmatch(info.filename) and info.file_size <= _PART_BYTES:
                found.update(_NAMED.findall(parts.read(info)))
    return {name.decode("utf-8", "replace") for name in found}


def _embedded(pages: Path) -> set[str]:
    """Return the base names of the fonts in a PDF that LibreOffice wrote, which keeps them in the clear."""
    names = re.findall(rb"/(?:BaseFont|FontName)\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)", pages.read_bytes())
    return {_folded(re.sub("#([0-9A-F]{2})", _byte, name.decode("latin-1"))) for name in names}


def _byte(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _folded(name: str) -> str:
    """Return a name without blanks and without what says how bold it is."""
    return re.sub(r"[\s_-]|(?:regular|bold|italic|light|medium)$", "", name.lower())
