"""Reads .eml, and .mht: web pages and office documents saved as a mail."""

from __future__ import annotations

import email
import re
from email.header import decode_header, make_header
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
        for name in _HEADS:
            found.line(_header(message.get(name, "")))
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
        return
    try:
        found.lines(data.decode(re.sub("^gb(2312|k)$", "gb18030", charset or "")))
    except (LookupError, UnicodeDecodeError):
        found.lines(plain_text.decode(data))


def _header(value: object) -> str:
    """Return a header's text; senders write GBK into it as often as the standard's way."""
    try:
        text = str(make_header(decode_header(str(value).replace("gb2312", "gb18030"))))
        raw = text.encode("ascii", "surrogateescape")
    except (UnicodeEncodeError, LookupError, ValueError):
        return " ".join(str(value).split()) if isinstance(value, str) else ""
    try:
        return plain_text.decode(raw)
    except Unreadable:
        return raw.decode("ascii", "replace")
