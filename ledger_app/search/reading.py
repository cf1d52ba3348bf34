"""Reads the whole text of any file by what it is, not by what it is called. Runs in the worker process."""

from __future__ import annotations

import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import IO
from xml.parsers.expat import ExpatError

from lxml import etree

from ledger_app.search.characters import plain
from ledger_app.search.containers import Unreadable
from ledger_app.search.formats import fits, kind_inside, kind_of
from ledger_app.search.gathering import Enough, Gathered
from ledger_app.search.model import Reading
from ledger_app.search.readers import picture_reader, text_reader

READER = 4
"""Version of reading and describing together: raise it, and every file is read again."""

LIBRARY_ERRORS = (
    etree.LxmlError,
    ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
)
_HALVES = re.compile("[\ud800-\udfff]")
_SECONDS_FOR_A_PICTURE = 60.0  # recognition has no one waiting, and must get as far as reading did
NOT_READ = Reading(error="not-read-type")
"""What there is to say of a file of a type that this program does not read."""


def read(path: str) -> Reading:
    """Read a file, within the bounds of `gathering`. Never raises for what the content is: see `Reading.error`."""
    named = kind_of(path)
    if named is None:
        return NOT_READ
    try:
        with open(path, "rb") as file:
            return _clean(_read(file, path, named))
    except Unreadable as error:
        return Reading(error=error.code)
    except MemoryError:
        return Reading(error="too-large")
    except OSError as error:
        return Reading(error="not-opened" if _is_of_the_disk(error) else "damaged")


def picture_inside(path: str, number: int) -> bytes:
    """Return the picture in an office file that has this number in `Reading.scans`. Raises `Unreadable`, OSError."""
    gathered = Gathered(seconds=_SECONDS_FOR_A_PICTURE, wanted=number)
    with open(path, "rb") as file, suppress(Enough, *LIBRARY_ERRORS):
        head = file.read(2048)
        file.seek(0)
        reader = text_reader(kind_inside(file, head, kind_of(path) or "other") or "")
        if reader:
            reader(file, gathered)
    if gathered.taken is None:
        raise Unreadable("damaged")
    return gathered.taken


def _read(file: IO[bytes], path: str, named: str) -> Reading:
    head = file.read(2048)
    file.seek(0)
    if not head:
        raise Unreadable("empty")
    kind = kind_inside(file, head, named) or ""
    picture, reader = picture_reader(kind), text_reader(kind)
    if picture:
        try:
            found = picture(file)
        except LIBRARY_ERRORS as error:
            raise Unreadable("damaged") from error
    elif reader:
        found = _gathered(file, reader)
    elif named == "other":
        return NOT_READ
    else:
        raise Unreadable("wrong-extension" if kind else "damaged")
    is_whole = found.error in (None, "no-text", "only-pictures")
    return replace(found, error="wrong-extension") if is_whole and not fits(kind, path) else found


def _gathered(file: IO[bytes], read_into: Callable[[IO[bytes], Gathered], None]) -> Reading:
    """Read into a `Gathered`; what was found before a bound or a damaged place is kept."""
    gathered = Gathered()
    is_cut = False
    try:
        read_into(file, gathered)
    except Enough:
        is_cut = True
    except Unreadable as error:
        gathered.error = error.code
    except LIBRARY_ERRORS:
        gathered.error = "damaged"
    except MemoryError:
        gathered.error = "too-large"
    except OSError as error:
        if _is_of_the_disk(error):
            raise
        gathered.error = "damaged"
    found = gathered.found(is_cut=is_cut)
    if found.parts or found.error or (found.scans and not found.scan_pages):
        return found
    if found.scans:  # until they are recognised: they may be all that is in it
        return replace(found, error="only-pictures")
    if is_cut:
        return replace(found, error="too-large")
    return replace(found, error="only-pictures" if gathered.has_pictures else "no-text")


def _is_of_the_disk(error: OSError) -> bool:
    """Return whether reading failed, and not a library that calls broken content an error of the system."""
    return error.errno not in (None, errno.EINVAL)


def _clean(found: Reading) -> Reading:
    return replace(
        found,
        parts=tuple(replace(part, text=plain(_whole(part.text))) for part in found.parts),
        running_head=plain(_whole(found.running_head)),
    )


def _whole(text: str) -> str:
    """Return the text with its halves of characters put together: a database takes no lone one."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
