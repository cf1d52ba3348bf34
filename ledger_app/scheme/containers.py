"""What a file really is, whatever it is called, and safe ways into zip and XML."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from lxml import etree

from ledger_app.core.errors import LedgerError

LARGEST_FILE = 256 * 2**20
LARGEST_PART = 64 * 2**20
LARGEST_SHEET = 512 * 2**20
LARGEST_WHOLE = 4 * 2**30
_MOST_PARTS = 20_000
_PROLOG = 2**16
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHER = (b"{\\rtf", b"<html", b"<!doctype html", b"<table", b"mime-version")


class Kind(StrEnum):
    """The formats a scheme can be read from."""

    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"


def read_bytes(path: Path) -> bytes:
    """Return the content of a scheme file, which is only ever read; raises a `LedgerError` where it cannot."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise LedgerError("scheme-is-folder", path=path)
        if not stat.S_ISREG(mode):
            raise LedgerError("scheme-unreadable", path=path)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerError("scheme-missing", path=path) from None
    except (OSError, ValueError) as error:
        raise LedgerError("scheme-unreadable", path=path) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise LedgerError("scheme-empty", path=path)
    if len(data) > LARGEST_FILE:
        raise LedgerError("scheme-too-large", path=path)
    return data


def kind_of(data: bytes, path: Path) -> Kind:
    """Tell the format from the content; raises a `LedgerError` that says how to get a readable one."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLE2):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise LedgerError("scheme-encrypted" if is_encrypted else "scheme-old-format", path=path)
    if data.startswith(_PICTURES):
        raise LedgerError("scheme-picture", path=path)
    if head.startswith(_OTHER) or head.startswith(b"<?xml"):
        raise LedgerError("scheme-other-format", path=path)
    if data.startswith(b"PK"):
        return _kind_of_package(data, path)
    return Kind.TEXT


class Package:
    """An Office file: a zip whose parts are read with a limit, and whose XML may not define entities."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise LedgerError("scheme-damaged", path=path) from error
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_WHOLE:
            raise LedgerError("scheme-bomb", path=path)
        self._names = {p.filename.replace("\\", "/").lower().lstrip("/"): p for p in parts}

    def has(self, name: str) -> bool:
        """Say whether there is such a part; part names do not distinguish case."""
        return name.lower() in self._names

    def part(self, name: str, *, limit: int = LARGEST_PART) -> bytes:
        """Return a part's content, empty where there is none; raises where it unpacks beyond `limit`."""
        info = self._names.get(name.lower())
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise LedgerError("scheme-encrypted", path=self.path)
        if info.file_size > limit:
            raise LedgerError("scheme-bomb", path=self.path)
        try:
            with self._zip.open(info) as file:
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise LedgerError("scheme-damaged", path=self.path) from error
        if len(data) > limit:
            raise LedgerError("scheme-bomb", path=self.path)
        return data

    def tree(self, name: str) -> etree._Element | None:
        """Return a part as XML, None where there is none."""
        data = self.part(name)
        if not data:
            return None
        refuse_doctype(data, self.path)
        try:
            root = etree.fromstring(data, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise LedgerError("scheme-damaged", path=self.path) from error
        refuse_entities(root, self.path)
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id to (last word of the type, target part's name)."""
        folder, _, base = name.rpartition("/")
        root = self.tree(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found = {}
        for relation in () if root is None else root:
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, _resolved(folder, relation.get("Target", "")))
        return found


def refuse_doctype(data: bytes, path: Path) -> None:
    """Raise where XML declares a document type: Office never does, bombs and spies do."""
    if b"<!DOCTYPE" in data[:_PROLOG] or "<!DOCTYPE".encode("utf-16-le") in data[:_PROLOG]:
        raise LedgerError("scheme-entities", path=path)


def refuse_entities(element: etree._Element, path: Path) -> None:
    """Raise where parsed XML turns out to have declared a document type after all."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise LedgerError("scheme-entities", path=path)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace (transitional and strict files differ in it)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def whole(text: str | None, default: int = 0) -> int:
    """Return the whole number that a file states, the default where it states anything else."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else default


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the element reached by these names, one below the other."""
    for name in names:
        element = None if element is None else next((c for c in element if local(c) == name), None)
    return element


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _kind_of_package(data: bytes, path: Path) -> Kind:
    package = Package(data, path)
    main = next((t for kind, t in package.relations("").values() if kind == "officeDocument"), "")
    if main.lower().endswith("workbook.xml"):
        return Kind.XLSX
    if main.lower().endswith(".xml") and package.has(main):
        tree = package.tree(main)
        if tree is not None and local(tree) == "document":
            return Kind.DOCX
        if tree is not None and local(tree) == "workbook":
            return Kind.XLSX
    raise LedgerError("scheme-other-format", path=path)
