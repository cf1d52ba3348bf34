"""The colour profile that a binder's colours are meant in: sRGB (IEC 61966-2-1), as an ICC profile of version 2.

Worked out here, so that no other's file is shipped and the same bytes come out every time.
"""

from __future__ import annotations

import struct
from functools import cache

_SIZE = 1024
_WHITE = (0.9642, 1.0, 0.8249)
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.71410)
_WHEN = (2000, 1, 1, 0, 0, 0)


@cache
def srgb_profile() -> bytes:
    """Return the profile: primaries adapted to D50 (Bradford), one curve of 1,024 points."""
    curve = b"curv" + bytes(4) + struct.pack(">I", _SIZE)
    curve += struct.pack(f">{_SIZE}H", *(round(_linear(i / (_SIZE - 1)) * 65535) for i in range(_SIZE)))
    tags = [
        (b"desc", _description("sRGB IEC61966-2.1")),
        (b"cprt", b"text" + bytes(4) + b"No copyright, use freely\0"),
        (b"wtpt", _xyz(_WHITE)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    return _assembled(tags)


def _assembled(tags: list[tuple[bytes, bytes]]) -> bytes:
    place = 128 + 4 + 12 * len(tags)
    table, data, places = struct.pack(">I", len(tags)), b"", {}
    for name, body in tags:
        if body not in places:
            places[body] = place + len(data)
            data += body + bytes(-len(body) % 4)
        table += struct.pack(">4sII", name, places[body], len(body))
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI3i4s",
        place + len(data),
        bytes(4),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_WHEN,
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        bytes(4),
        0,
        0,
        *(round(value * 65536) for value in _WHITE),
        bytes(4),
    )
    return head + bytes(128 - len(head)) + table + data


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _description(text: str) -> bytes:
    """Return a text as version 2 wants it: ASCII, with empty places for Unicode and the Macintosh."""
    ascii_text = text.encode() + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(4 + 4 + 2 + 1 + 67)
