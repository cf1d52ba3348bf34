"""Compound files of the old Office programs, written word by word: small, and as broken as a test wants."""

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams):
    """Return a compound file of these streams, each padded to the least size that needs no mini stream."""
    padded = {name: data + bytes(max(4096 - len(data), -len(data) % 512)) for name, data in streams.items()}
    sizes = [len(data) // 512 for data in padded.values()]
    directory = (len(padded) + 1 + 3) // 4
    fats = 1
    while fats * 128 < fats + directory + sum(sizes):
        fats += 1
    table = [_FAT] * fats
    starts = []
    for count in [directory, *sizes]:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), _END]
    table += [_FREE] * (fats * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<III", fats, starts[0], 0) + struct.pack("<5I", 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *(list(range(fats)) + [_FREE] * (109 - fats)))
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    names = sorted(padded, key=lambda n: (len(n), n.upper()))
    for n, name in enumerate(names):
        at = list(padded).index(name)
        right = n + 2 if n + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, _FREE, starts[1 + at], len(padded[name]), right))
    listed = b"".join(entries).ljust(directory * 512, b"\0")
    return header + struct.pack(f"<{len(table)}I", *table) + listed + b"".join(padded.values())


def word(pieces, *, version=0xC1, flags=0, deleted=(), heads=0, mark=0xA5EC, drawn=None):
    """Return a .doc whose text is in these (text, encoding) pieces.

    `deleted` are (from, to) characters of a single piece in UTF-16, `heads` how many of the last
    characters are running heads, `drawn` the stream of pictures.
    """
    total = sum(len(text.encode("utf-16-le")) // 2 for text, _ in pieces)
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, mark, version)
    struct.pack_into("<H", main, 0x0A, flags | 0x0200)
    struct.pack_into("<3I", main, 0x4C, total - heads, 0, heads)
    firsts, places, first = [0], [], 0
    for text, encoding in pieces:
        data = text.encode(encoding)
        is_narrow = encoding != "utf-16-le"
        places.append(len(main) * 2 | 0x40000000 if is_narrow else len(main))
        main += data
        first += len(data) if is_narrow else len(data) // 2
        firsts.append(first)
    table = b"".join(struct.pack("<I", n) for n in firsts)
    table += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<2I", main, 0x9A + 8 * 33, 0, len(clx))
    if deleted:
        main += bytes(-len(main) % 512)
        runs = sorted({0x400, *(0x400 + 2 * n for pair in deleted for n in pair), 0x400 + 2 * total})
        block = bytearray(512)
        struct.pack_into(f"<{len(runs)}I", block, 0, *runs)
        for n, start in enumerate(runs[:-1]):
            if any(0x400 + 2 * a <= start < 0x400 + 2 * b for a, b in deleted):
                block[4 * len(runs) + n] = 200
        block[400:404] = bytes([3, 0x00, 0x08, 1])
        block[511] = len(runs) - 1
        bin_table = struct.pack("<3I", runs[0], runs[-1], len(main) // 512)
        struct.pack_into("<2I", main, 0x9A + 8 * 12, len(clx), len(bin_table))
        main += block
        clx += bin_table
    streams = {"WordDocument": bytes(main), "1Table": clx}
    return compound(streams if drawn is None else streams | {"Data": drawn})


def workbook(sheets, *, strings=(), formats=None, extra=b""):
    """Return an .xls of these (name, hidden, records) sheets; records are (type, content)."""
    formats = formats or {}
    records = [_record(0x0809, struct.pack("<HH12x", 0x0600, 5)), extra]
    records += [
        _record(0x041E, struct.pack("<HHB", n, len(code), 1) + code.encode("utf-16-le"))
        for n, code in formats.items()
    ]
    records += [_record(0x00E0, struct.pack("<HH16x", 0, n)) for n in (0, *formats)]
    if strings:
        body = b"".join(struct.pack("<HB", len(s), 1) + s.encode("utf-16-le") for s in strings)
        records.append(_record(0x00FC, struct.pack("<II", len(strings), len(strings)) + body))
    names = [name.encode("utf-16-le") for name, _, _ in sheets]
    bounds = sum(4 + 8 + len(name) for name in names)
    place = sum(map(len, records)) + bounds + 4
    bodies = []
    for name, (_, hidden, cells) in zip(names, sheets, strict=True):
        records.append(_record(0x0085, struct.pack("<IBBBB", place, hidden, 0, len(name) // 2, 1) + name))
        body = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x10))
        body += b"".join(_record(kind, content) for kind, content in cells) + _record(0x000A, b"")
        bodies.append(body)
        place += len(body)
    return compound({"Workbook": b"".join(records) + _record(0x000A, b"") + b"".join(bodies)})


def _record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name, kind, child, start, size, right=_FREE):
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
