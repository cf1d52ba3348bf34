"""Reads .eml, and .mht: web pages and office documents saved as a mail."""

from __future__ import annotations

import email
from email.header import decode_header
from email.message import Message
from typing import IO

from ledger_app.search import plain_text
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.web_pages import add_page, decoded

_BYTES = 64 << 20
_PARTS = 2000
_HEADS = ("Subject", "From", "To", "Cc", "Date")


def read_mail(file: IO[bytes], found: Gathered) -> None:
    """Read the subject, who wrote to whom and when, the text, and the names of what is attached."""
    data = file.read(_BYTES)
    found.spend(len(data))
    message = email.message_from_bytes(data)
    if not message.keys():
        raise Unreadable("damaged")
    is_page = message.get_content_type() in ("multipart/related", "text/html") and not message["To"]
    if not is_page:
        written = {name.lower(): value for name, value in message.raw_items()}
        for name in _HEADS:
            found.line(_header(written.get(name.lower(), "")))
    parts = [part for _, part in zip(range(_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    kinds = {part.get_content_type() for part in parts if not part.get_filename()}
    wanted = "text/html" if is_page or "text/plain" not in kinds else "text/plain"
    attached = []
    for part in parts:
        name = part.get_filename()
        if name and not is_page:
            attached.append(_header(name))
        elif part.get_content_type() == wanted:
            _add(part, found)
    for name in attached:
        found.line(name)


def _add(part: Message, found: Gathered) -> None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        add_page(decoded(data, charset), found)
    else:
        found.lines(_decoded(data, charset) if charset else plain_text.decode(data))


def _header(value: str) -> str:
    """Return a header's text; senders write GBK into it as often as the standard's way."""
    shown = []
    for piece, charset in decode_header(value):
        if isinstance(piece, bytes) and charset in (None, "unknown-8bit"):
            piece = piece.decode("ascii", "surrogateescape")
        if isinstance(piece, str):
            shown.append(_unescaped(piece))
        else:
            shown.append(_decoded(piece, charset))
    return " ".join("".join(shown).split())


def _unescaped(text: str) -> str:
    try:
        return plain_text.decode(text.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return text
    except Unreadable:
        return text.encode("ascii", "replace").decode("ascii")


def _decoded(data: bytes, charset: str | None) -> str:
    name = (charset or "ascii").lower()
    try:
        return data.decode("gb18030" if name in ("gb2312", "gbk") else name, "replace")
    except LookupError:
        return data.decode("ascii", "replace")
