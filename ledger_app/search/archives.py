"""Reads .zip, .rar, .7z and .tar as lists of what is in them: nothing is unpacked."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered

_UTF_8 = 0x800
_UNICODE_PATH = 0x7075
_COMPRESSED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open))


def read_zip(file: IO[bytes], found: Gathered) -> None:
    """List a zip, whichever encoding its names are in."""
    with zipfile.ZipFile(file) as archive:
        files = archive.infolist()
        _list((_zip_name(info) for info in files), found)
        if any(info.flag_bits & 1 for info in files):
            found.error = "locked-archive"


def read_rar(file: IO[bytes], found: Gathered) -> None:
    """List a rar; its list needs no other program."""
    import rarfile

    try:
        with rarfile.RarFile(file) as archive:
            _list((info.filename or "" for info in archive.infolist()), found)
            if archive.needs_password():
                found.error = "locked-archive"
    except rarfile.NeedFirstVolume as error:
        raise Unreadable("not-first-volume") from error
    except rarfile.Error as error:
        raise Unreadable("damaged") from error


def read_7z(file: IO[bytes], found: Gathered) -> None:
    """List a 7z."""
    import py7zr

    try:
        with py7zr.SevenZipFile(file) as archive:
            _list(archive.getnames(), found)
            if archive.needs_password():
                found.error = "locked-archive"
    except py7zr.exceptions.PasswordRequired as error:
        raise Unreadable("locked-archive") from error
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, OSError, TypeError, AssertionError) as error:
        raise Unreadable("damaged") from error


def read_tar(file: IO[bytes], found: Gathered) -> None:
    """List a tar, compressed or not; of one compressed file its name."""
    mark = file.read(8)
    file.seek(0)
    unpack = next((opened for start, opened in _COMPRESSED if mark.startswith(start)), None)
    try:
        if unpack is None:
            with tarfile.open(fileobj=file, mode="r:") as archive:
                _list((_tar_name(member.name) for member in archive), found)
            return
        with found.bounded(unpack(file)) as stream:
            if stream.peek(512)[257:262] != b"ustar":
                _list([Path(file.name).stem], found)
                return
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                _list((_tar_name(member.name) for member in archive), found)
    except (tarfile.TarError, OSError, lzma.LZMAError) as error:
        raise Unreadable("damaged") from error


def _list(names: Iterable[str], found: Gathered) -> None:
    found.source = "names"
    for name in names:
        found.line(name.replace("\\", "/"))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a name as who packed it saw it.

    `orig_filename` still has every byte of it: `filename` has not where the system's separator is one of
    the bytes of GBK.
    """
    if info.flag_bits & _UTF_8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    return _unicode_path(info.extra, raw) or _decoded(raw) or info.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and value[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return value[5:].decode("utf-8", "replace")
    return None


def _tar_name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    return _decoded(raw) or raw.decode("utf-8", "replace")


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
