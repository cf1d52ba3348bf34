"""Check a transfer package (移交包) by the rules alone; imports nothing of the program.

    python tools/check_transfer.py DIR          # exit 0: as the rules ask; 1: it is not, a line for each reason
    python tools/check_transfer.py DIR --json

The rules: 电子档案移交与接收办法, annex 2 (说明文件.TXT, 文件目录.XML with its eight fields, 电子档案 by
年度—类别—件, 其他); GB/T 18894-2016 (least metadata); DA/T 22-2015 5.4 (archive numbers, no gaps in a series);
GB/T 32905-2016 (SM3). Standard library only, so that whoever receives a package can run it.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import re
import struct
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

TXT, XML, CONTENT, OTHER = "说明文件.TXT", "文件目录.XML", "电子档案", "其他"
XSD, LEFT_OUT = "文件目录.xsd", "未移交清单.csv"
REGISTER = "电子档案移交与接收登记表"
TABLES = {"SHA-256": "manifest-sha256.txt", "SM3": "manifest-sm3.txt"}
PRESCRIBED = ("顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注")
LEAST = ("文件编号", "机构或问题", "保管期限", "格式信息", "计算机文件名", "计算机文件大小")
RETENTION = {"永久": "Y", "30年": "D30", "10年": "D10"}
SECRECY = re.compile(r"(公开|国内|限制|内部|(秘密|机密|绝密)(★.{0,10})?)?")
ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([A-Za-z0-9-]+)["']""")
DEVICE = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³])(\.|$)", re.I)
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
BLOCK = 1 << 20


def main(arguments: list[str]) -> int:
    words = [a for a in arguments if a != "--json"]
    if len(words) != 1 or not Path(words[0]).is_dir():
        sys.stderr.write(__doc__ or "")
        return 2
    found = problems(Path(words[0]))
    if "--json" in arguments:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"不符：{line}\n" for line in found) or "符合移交规则。\n")
    return 1 if found else 0


def problems(folder: Path) -> list[str]:
    """Return everything that the rules ask and the package does not do."""
    files = dict(walk(folder))
    found = list(layout(folder, files))
    records, head = [], {}
    try:
        records, head, broken = catalogue(folder / XML)
        found += broken
    except (OSError, ET.ParseError, ValueError) as error:
        found.append(f"{XML}：不能解析：{error}")
    excused: set[str] = set()
    try:
        excused = left_out(folder / OTHER / LEFT_OUT)
    except (OSError, ValueError, csv.Error) as error:
        found.append(f"{OTHER}/{LEFT_OUT}：不能读取：{error}")
    found += schema(folder / OTHER / XSD, records)
    for number, record in enumerate(records, 1):
        found += fields(record, number)
    found += numbers(records, head, excused)
    found += contents(folder, files, records)
    found += sums(folder, files, records, head, excused)
    return found


def walk(folder: Path) -> Iterator[tuple[str, int]]:
    for base, folders, names in os.walk(folder):
        for path in [Path(base, name) for name in (*names, *folders)]:
            is_plain = path.is_file() and not path.is_symlink()
            if is_plain or not path.is_dir() or path.is_symlink():
                yield path.relative_to(folder).as_posix(), path.stat().st_size if is_plain else -1


def layout(folder: Path, files: dict[str, int]) -> Iterator[str]:
    wanted = {TXT, XML, CONTENT, OTHER}
    there = {entry.name for entry in folder.iterdir()}
    yield from (f"缺 {name}" for name in sorted(wanted - there))
    yield from (f"根目录多出 {name}" for name in sorted(there - wanted))
    needed = [XSD, LEFT_OUT, *TABLES.values()]
    yield from (f"缺 {OTHER}/{name}" for name in needed if f"{OTHER}/{name}" not in files)
    if not any(f"{OTHER}/{REGISTER}.{kind}" in files for kind in ("docx", "pdf")):
        yield f"缺 {OTHER}/{REGISTER}"
    for place, size in files.items():
        if size < 0:
            yield f"{place}：不是普通文件"
        parts = place.split("/")
        if parts[0] == CONTENT and (len(parts) != 4 or not re.fullmatch(r"[12]\d{3}", parts[1])):
            yield f"{place}：不在“年度—类别—件”之下"
        yield from (f"{place}：名称“{part}”不能在各系统通用" for part in parts if not is_safe(part))


def is_safe(name: str) -> bool:
    return (
        not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f]', name)
        and not DEVICE.match(name)
        and name == name.strip(" ").rstrip(".")
        and len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 64
        and len(name.encode("utf-8", "surrogateescape")) <= 255
        and unicodedata.normalize("NFC", name) == name
    )


def catalogue(path: Path) -> tuple[list[dict[str, str]], dict[str, str], list[str]]:
    raw = path.read_bytes()
    said = ENCODING.match(raw)
    found = []
    if not said or said[1].decode().upper() not in ("UTF-8", "GB18030", "GB2312"):
        found.append(f"{XML}：没有声明 UTF-8、GB18030 或 GB2312 编码")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ValueError("含有 DOCTYPE")
    root = ET.fromstring(raw)
    if root.tag != "文件目录":
        found.append(f"{XML}：根元素不是 文件目录")
    records = []
    for element in root:
        names = [child.tag for child in element if child.tag != "数字摘要"]
        if tuple(names[: len(PRESCRIBED)]) != PRESCRIBED or len(set(names)) != len(names):
            found.append(f"{XML}：第 {len(records) + 1} 条的前八项不是规定的项目与顺序")
        record = {child.tag: child.text or "" for child in element if child.tag != "数字摘要"}
        for child in element.findall("数字摘要"):
            record[child.get("算法", "")] = child.text or ""
        records.append(record)
    return records, dict(root.attrib), found


def left_out(path: Path) -> set[str]:
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    if not rows or rows[0] != ["档号", "题名", "原因"] or any(len(r) != 3 or not r[2] for r in rows):
        raise ValueError("不是 档号,题名,原因 三栏")
    return {f"{n}:{row[0]}" for n, row in enumerate(rows[1:])}


def schema(path: Path, records: list[dict[str, str]]) -> Iterator[str]:
    try:
        raw = path.read_bytes()
        root = ET.fromstring(raw)
    except (OSError, ET.ParseError):
        yield f"{OTHER}/{XSD}：不能解析"
        return
    declared = {e.get("name") for e in root.iter("{http://www.w3.org/2001/XMLSchema}element")}
    used = {name for record in records for name in record} - set(TABLES) | {"文件目录", "文件", "数字摘要"}
    yield from (f"{OTHER}/{XSD}：没有说明 {name}" for name in sorted(used - declared))


def fields(record: dict[str, str], serial: int) -> Iterator[str]:
    called = record.get("档号") or f"第 {serial} 条"
    yield from (
        f"{called}：缺 {name} 一项" for name in (*PRESCRIBED, *LEAST, "年度", "件号") if name not in record
    )
    needed = ("档号", "题名", "电子档案名称", "保管期限", "格式信息", "计算机文件名", "计算机文件大小")
    yield from (f"{called}：{name} 为空" for name in needed if not record.get(name))
    if record.get("顺序号") != str(serial):
        yield f"{called}：顺序号不是 {serial}"
    if record.get("日期") and not is_day(record["日期"]):
        yield f"{called}：日期 {record['日期']} 不是 8 位日期"
    if not SECRECY.fullmatch(record.get("密级", "")):
        yield f"{called}：密级 {record['密级']} 不在值域内"
    if record.get("保管期限") not in RETENTION:
        yield f"{called}：保管期限 {record.get('保管期限')} 不在值域内"
    for name in TABLES:
        if not re.fullmatch("[0-9a-f]{64}", record.get(name, "")):
            yield f"{called}：没有 {name} 摘要"
    for name, text in record.items():
        if any(unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co") or c == "\ufffd" for c in text):
            yield f"{called}：{name} 含特殊字符"
    place = record.get("电子档案名称", "")
    if place.rpartition("/")[2] != record.get("计算机文件名"):
        yield f"{called}：计算机文件名与电子档案名称不一致"
    parts = place.split("/")
    if len(parts) != 4 or parts[0] != CONTENT or parts[1] != record.get("年度"):
        yield f"{called}：{place} 与年度不符"
    elif record.get("保管期限", "") not in parts[2] or record.get("机构或问题", "") not in parts[2]:
        yield f"{called}：类别文件夹 {parts[2]} 与保管期限、机构不符"
    if not parts[-1].startswith(record.get("档号", "")[:40]):
        yield f"{called}：文件名不以档号开头"


def is_day(text: str) -> bool:
    if not re.fullmatch(r"[12]\d{7}", text):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return False
    return not (day and not month)


def numbers(records: list[dict[str, str]], head: dict[str, str], excused: set[str]) -> Iterator[str]:
    """Archive numbers: made of their parts, each once, without gaps within year, retention and office."""
    named = {one.partition(":")[2] for one in excused}
    for number, times in Counter(r.get("档号", "") for r in records).items():
        if times > 1:
            yield f"档号 {number} 重复 {times} 次"
    series: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for record in records:
        number, running = record.get("档号", ""), record.get("件号", "")
        parts = (
            head.get("全宗号", ""),
            record.get("年度", ""),
            RETENTION.get(record.get("保管期限", ""), ""),
            record.get("机构或问题代码", ""),
        )
        tail = re.search(r"(\d+)\D*$", number)
        if not all(part in number for part in parts) or not tail or int(tail[1]) != int(running or -1):
            yield f"档号 {number} 不是由全宗号、年度、保管期限、机构、件号组成"
            continue
        series[parts][int(running)] = number
    for held in series.values():
        for before, after in zip(sorted(held), sorted(held)[1:], strict=False):
            for missing in range(before + 1, min(after, before + 1000)):
                width = len(re.search(r"(\d+)\D*$", held[before])[1])  # type: ignore[index]
                number = re.sub(r"\d+(\D*)$", rf"{missing:0{width}d}\1", held[before])
                if number not in named:
                    yield f"断号：缺 {number}，未移交清单没有说明"


def contents(folder: Path, files: dict[str, int], records: list[dict[str, str]]) -> Iterator[str]:
    """Digests of every file, in both tables and in the catalogue; every file listed, and none besides."""
    listed = {r.get("电子档案名称", ""): r for r in records}
    tables = {}
    for kind, name in TABLES.items():
        try:
            tables[kind] = table(folder / OTHER / name)
        except (OSError, ValueError) as error:
            yield f"{OTHER}/{name}：{error}"
            tables[kind] = {}
    free = {f"{OTHER}/{name}" for name in TABLES.values()}
    free |= {f"{OTHER}/{REGISTER}.{kind}" for kind in ("docx", "pdf")}
    for kind in TABLES:
        yield from (f"{p}：{kind} 表列有，文件不存在" for p in sorted(set(tables[kind]) - set(files)))
        yield from (f"{p}：{kind} 表没有列出" for p in sorted(set(files) - set(tables[kind]) - free))
    yield from (f"{p}：目录著录，文件不存在" for p in sorted(set(listed) - set(files)))
    is_content = {p for p in files if p.startswith(f"{CONTENT}/")}
    yield from (f"{p}：目录没有著录" for p in sorted(is_content - set(listed)))
    for place in sorted(files):
        if files[place] < 0:
            continue
        digests, is_locked = read(folder / place)
        record = listed.get(place, {})
        for kind, digest in digests.items():
            for stated in (tables[kind].get(place), record.get(kind)):
                if stated not in (None, digest):
                    yield f"{place}：{kind} 摘要不一致"
                    break
        if record and record.get("计算机文件大小") != str(files[place]):
            yield f"{place}：大小 {files[place]} 与著录 {record.get('计算机文件大小')} 不一致"
        if place in is_content and is_locked:
            yield f"{place}：加密的文件或可执行程序"


def table(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        match = LINE.fullmatch(line)
        if not match or match[2] in found:
            raise ValueError(f"第 {number} 行不是“摘要  路径”")
        found[match[2]] = match[1]
    return found


def read(path: Path) -> tuple[dict[str, str], bool]:
    sha256, third, head, is_locked, tail = hashlib.sha256(), sm3(), b"", False, b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            head = head or block[:8]
            sha256.update(block)
            third.update(block)
            if head.startswith(b"%PDF-"):
                is_locked = is_locked or bool(re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", tail + block))
                tail = block[-40:]
    is_program = head.startswith((b"MZ", b"\x7fELF", b"#!"))
    return {"SHA-256": sha256.hexdigest(), "SM3": third.hexdigest()}, is_locked or is_program


def sums(
    folder: Path,
    files: dict[str, int],
    records: list[dict[str, str]],
    head: dict[str, str],
    excused: set[str],
) -> Iterator[str]:
    size = sum(n for place, n in files.items() if place.startswith(f"{CONTENT}/"))
    count = sum(place.startswith(f"{CONTENT}/") for place in files)
    try:
        text = (folder / TXT).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        yield f"{TXT}：不能以 UTF-8 读取"
        text = ""
    if "编码：UTF-8" not in text:
        yield f"{TXT}：没有写明编码"
    for label in ("移出单位：", "载体", "所需软硬件环境", "如何检验"):
        if label not in text:
            yield f"{TXT}：没有写明 {label}"
    stated = dict(re.findall(r"^(\S+?)：(\d+)", text, re.M))
    for said, where in (
        (stated.get("电子档案件数"), TXT),
        (head.get("件数"), XML),
        (str(len(records)), f"{XML} 条目"),
    ):
        if said != str(count):
            yield f"{where}：件数 {said}，实有 {count}"
    for said, where in ((stated.get("电子档案字节数"), TXT), (head.get("字节数"), XML)):
        if said != str(size):
            yield f"{where}：字节数 {said}，实有 {size}"
    if stated.get("未移交件数") != str(len(excused)):
        yield f"{TXT}：未移交件数 {stated.get('未移交件数')}，清单列有 {len(excused)}"


class SM3:
    """GB/T 32905-2016, for a Python that has none."""

    def __init__(self) -> None:
        self.v = [
            0x7380166F,
            0x4914B2B9,
            0x172442D7,
            0xDA8A0600,
            0xA96F30BC,
            0x163138AA,
            0xE38DEE4D,
            0xB0FB0E4E,
        ]
        self.rest, self.length = b"", 0

    def update(self, data: bytes) -> None:
        self.length += len(data)
        data = self.rest + data
        end = len(data) // 64 * 64
        for i in range(0, end, 64):
            self.v = squeeze(self.v, data[i : i + 64])
        self.rest = data[end:]

    def hexdigest(self) -> str:
        v = self.v
        data = self.rest + b"\x80" + bytes((55 - self.length) % 64) + struct.pack(">Q", 8 * self.length)
        for i in range(0, len(data), 64):
            v = squeeze(v, data[i : i + 64])
        return "".join(f"{x:08x}" for x in v)


def squeeze(v: list[int], block: bytes) -> list[int]:
    def rol(x: int, n: int) -> int:
        n %= 32
        return (x << n | x >> (32 - n)) & 0xFFFFFFFF

    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
        w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = v
    for j in range(64):
        early = j < 16
        ss1 = rol((rol(a, 12) + e + rol(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & 0xFFFFFFFF & g)
        tt1 = (ff + d + (ss1 ^ rol(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        d, c, b, a = c, rol(b, 9), a, tt1
        h, g, f, e = g, rol(f, 19), e, tt2 ^ rol(tt2, 9) ^ rol(tt2, 17)
    return [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h), strict=True)]


def sm3():
    try:
        return hashlib.new("sm3")
    except ValueError:
        return SM3()


def _self_test() -> None:
    own = SM3()
    own.update(b"abc")
    assert own.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


if __name__ == "__main__":
    _self_test()
    sys.exit(main(sys.argv[1:]))
