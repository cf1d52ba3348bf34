"""文件目录.XML: written record by record, and read back against its schema without trusting it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import BinaryIO

from lxml import etree

from ledger_app.core.resources import resource
from ledger_app.exchange.transfer.model import SCHEMA, Catalogue, Record

ROOT, RECORD, DIGEST = "文件目录", "文件", "数字摘要"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# the eight of the transfer rules (附件2) in their order, then those of GB/T 18894-2016
NAMES = {
    "serial": "顺序号",
    "number": "档号",
    "issuer": "责任者",
    "title": "题名",
    "date": "日期",
    "secrecy": "密级",
    "place": "电子档案名称",
    "remark": "备注",
    "document_number": "文件编号",
    "year": "年度",
    "office": "机构或问题",
    "office_code": "机构或问题代码",
    "retention": "保管期限",
    "running": "件号",
    "pages": "页数",
    "format": "格式信息",
    "name": "计算机文件名",
    "size": "计算机文件大小",
    "creator": "文档创建程序",
    "original": "原文件名",
}
_DIGESTS = {"sha256": "SHA-256", "sm3": "SM3"}
_HEAD = {
    "fonds": "全宗号",
    "fonds_name": "全宗名称",
    "date": "移交包制作日期",
    "count": "件数",
    "size": "字节数",
}
_NUMBERS = {"serial", "year", "running", "pages", "size", "count"}


class Broken(Exception):  # noqa: N818 - says what the catalogue is
    """The catalogue can't be read, or is not as its schema says; `line` is where, 0 where that is unknown."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def schema_bytes() -> bytes:
    """Return the schema that goes into every package."""
    return resource("transfer", "catalogue.xsd").read_bytes()


def write(stream: BinaryIO, head: Catalogue, records: Iterable[Record]) -> None:
    """Write the catalogue in UTF-8, one record after the other."""
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    root = etree.Element(ROOT, nsmap={"xsi": _XSI})
    root.set(f"{{{_XSI}}}noNamespaceSchemaLocation", SCHEMA)
    for key, name in _HEAD.items():
        root.set(name, str(getattr(head, key)))
    opening = etree.tostring(root, encoding="unicode").removesuffix("/>")
    stream.write(f"{opening}>\n".encode())
    for record in records:
        stream.write(etree.tostring(_element(record), encoding="utf-8"))
        stream.write(b"\n")
    stream.write(f"</{ROOT}>\n".encode())


def read(stream: BinaryIO, *, whole: bool = True) -> Iterator[Catalogue | Record]:
    """Yield the head, then each record, as the file is parsed; raises `Broken`.

    Nothing outside the file is looked up, and a document type is refused. `whole` checks it against the schema.
    """
    try:
        schema = etree.XMLSchema(etree.fromstring(schema_bytes()))
        parser = etree.iterparse(
            stream,
            events=("start", "end"),
            schema=schema if whole else None,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        is_first, is_ended, line = True, False, 0
        for event, element in parser:
            if is_first:
                if element.getroottree().docinfo.doctype:
                    raise Broken("DOCTYPE", 1)
                yield _head(element)
                is_first = False
            elif event == "end" and element.tag == RECORD:
                yield _record(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif event == "end" and element.tag == ROOT:
                is_ended = True
            line = element.sourceline or line
        if not is_ended:  # with a schema, and entities left alone, lxml is silent on a file that breaks off
            raise Broken("</文件目录>", line)
    except etree.LxmlError as error:
        said = error.error_log.last_error if isinstance(error, etree.LxmlSyntaxError) else None
        raise Broken(str(error), said.line if said else 0) from error
    except (ValueError, TypeError, KeyError) as error:
        raise Broken(str(error), 0) from error


def _element(record: Record) -> etree._Element:
    element = etree.Element(RECORD)
    for key, name in NAMES.items():
        value = getattr(record, key)
        etree.SubElement(element, name).text = "" if value is None else str(value)
    for key, name in _DIGESTS.items():
        digest = etree.SubElement(element, DIGEST, {"算法": name})
        digest.text = getattr(record, key)
    return element


def _head(element: etree._Element) -> Catalogue:
    if element.tag != ROOT:
        raise Broken(f"<{element.tag}>", element.sourceline or 0)
    values = {key: element.get(name, "") for key, name in _HEAD.items()}
    return Catalogue(**{k: _value(k, v) for k, v in values.items()})  # type: ignore[arg-type]


def _record(element: etree._Element) -> Record:
    texts = {child.tag: child.text or "" for child in element if child.tag != DIGEST}
    digests = {child.get("算法"): child.text or "" for child in element if child.tag == DIGEST}
    values: dict[str, object] = {key: _value(key, texts.get(name, "")) for key, name in NAMES.items()}
    values.update((key, digests.get(name, "")) for key, name in _DIGESTS.items())
    assert set(values) == {f.name for f in fields(Record)}
    return Record(**values)  # type: ignore[arg-type]


def _value(key: str, text: str) -> object:
    if key not in _NUMBERS:
        return text
    if not text:
        return None if key == "pages" else 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
