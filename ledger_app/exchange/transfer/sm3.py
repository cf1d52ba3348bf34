"""SM3 (GB/T 32905-2016): OpenSSL's where this Python has it, else the standard written out."""

from __future__ import annotations

import hashlib
import struct
from typing import Protocol

_MASK = 0xFFFFFFFF
_START = (
    0x7380166F,
    0x4914B2B9,
    0x172442D7,
    0xDA8A0600,
    0xA96F30BC,
    0x163138AA,
    0xE38DEE4D,
    0xB0FB0E4E,
)
_BLOCK = 64


class Digest(Protocol):
    """What hashlib's objects do."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


def new() -> Digest:
    """Return an SM3 to be fed; OpenSSL's is some thousand times as fast as the plain one."""
    try:
        return hashlib.new("sm3", usedforsecurity=False)
    except ValueError:  # built without it, or held to American standards
        return Plain()


def _turned(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & _MASK


_CONSTANTS = tuple(_turned(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64))


class Plain:
    """SM3 in plain Python: GB/T 32905-2016 5.3, step by step."""

    def __init__(self) -> None:
        self._state = _START
        self._rest = b""
        self._length = 0

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % _BLOCK
        for at in range(0, whole, _BLOCK):
            self._state = _compressed(self._state, data[at : at + _BLOCK])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in; more may follow."""
        padding = b"\x80" + b"\0" * ((55 - self._length) % _BLOCK) + struct.pack(">Q", self._length * 8)
        tail, state = self._rest + padding, self._state
        for at in range(0, len(tail), _BLOCK):
            state = _compressed(state, tail[at : at + _BLOCK])
        return "".join(f"{word:08x}" for word in state)


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = ((a << 12) | (a >> 20)) & _MASK
        mixed = (a12 + e + _CONSTANTS[j]) & _MASK
        ss1 = ((mixed << 7) | (mixed >> 25)) & _MASK
        first = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        second = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (first + d + (ss1 ^ a12) + (words[j] ^ words[j + 4])) & _MASK
        tt2 = (second + h + ss1 + words[j]) & _MASK
        a, b, c, d = tt1, a, ((b << 9) | (b >> 23)) & _MASK, c
        p0 = tt2 ^ (((tt2 << 9) | (tt2 >> 23)) & _MASK) ^ (((tt2 << 17) | (tt2 >> 15)) & _MASK)
        e, f, g, h = p0, e, ((f << 19) | (f >> 13)) & _MASK, g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def _expanded(block: bytes) -> list[int]:
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        w3, w13 = words[j - 3], words[j - 13]
        x = words[j - 16] ^ words[j - 9] ^ (((w3 << 15) | (w3 >> 17)) & _MASK)
        p1 = x ^ (((x << 15) | (x >> 17)) & _MASK) ^ (((x << 23) | (x >> 9)) & _MASK)
        words.append(p1 ^ (((w13 << 7) | (w13 >> 25)) & _MASK) ^ words[j - 6])
    return words
