"""What a transfer package holds, and what was found wrong in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

EXPLANATION, CATALOGUE = "说明文件.TXT", "文件目录.XML"
CONTENT, OTHER = "电子档案", "其他"
SCHEMA = f"{OTHER}/文件目录.xsd"
LEFT_OUT = f"{OTHER}/未移交清单.csv"
REPORT, REPORT_DATA = f"{OTHER}/四性检测报告.docx", f"{OTHER}/四性检测报告.json"
REGISTER = f"{OTHER}/电子档案移交与接收登记表.docx"
MANIFESTS = {"sha256": f"{OTHER}/manifest-sha256.txt", "sm3": f"{OTHER}/manifest-sm3.txt"}
UNLISTED = (*MANIFESTS.values(), REGISTER)
"""What no digest table lists: the tables themselves, and the register, which people fill in."""
FIXED = (EXPLANATION, CATALOGUE, SCHEMA, LEFT_OUT, REPORT, REPORT_DATA)
"""What every digest table lists besides the items."""

RETENTION = {"Y": "永久", "D30": "30年", "D10": "10年"}
"""The periods as GB/T 18894-2016 writes them, by their codes in an archive number."""


SECRECY = {"internal": "内部", "confidential": "秘密", "secret": "机密", "top-secret": "绝密"}
"""密级 as papers write it, by its codes; what is public has none."""


class Severity(StrEnum):
    """FAULT: the package is not what it says. WARNING: the receiving archive may refuse what it holds."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Record:
    """One item as the catalogue lists it: the eight fields of the transfer rules first.

    `number` is 档号, `date` eight digits, `place` the path in the package, `/` between parts. `running` is
    件号, `office_code` that of the office in the number. `size` and digests are those of the bytes in the package. What is not known is empty.
    """

    serial: int
    number: str
    issuer: str
    title: str
    date: str
    secrecy: str
    place: str
    remark: str
    document_number: str
    year: int
    office: str
    office_code: str
    retention: str
    running: int
    pages: int | None
    format: str
    name: str
    size: int
    creator: str
    original: str
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What stands at the head of the catalogue: whose records, and how many of how many bytes."""

    fonds: str
    fonds_name: str
    date: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item on its way into a package: its record without size and digests, and where its bytes lie.

    `sha256` is the recorded content, which the copy must have.
    """

    item: int
    record: Record
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that does not go along, and the code of why; `number` is empty where it has none.

    A number that was withdrawn has no item any more; `said` is what a person gave as the reason.
    """

    number: str
    title: str
    path: str
    reason: str
    said: str = ""


EXPECTED = frozenset({"withdrawn", "not-chosen"})
"""Reasons of being left out that need nobody: they only explain a gap in the numbers."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a package; `place` is the path in it, or the archive number."""

    code: str
    place: str
    severity: Severity = Severity.FAULT
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading a package again came to.

    `size` is the sum of the items' bytes, `bytes` what was read. `left_out` names the numbers that the package
    says it lacks. `digests` are those of the two digest tables.
    """

    head: Catalogue | None
    count: int
    size: int
    files: int
    bytes: int
    problems: tuple[Problem, ...]
    left_out: int
    digests: dict[str, str]

    @property
    def is_sound(self) -> bool:
        """Whether the package is what it says it is."""
        return not any(p.severity is Severity.FAULT for p in self.problems)


class Result(StrEnum):
    """How an item of the four-property test ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TESTED = "not-tested"


@dataclass(frozen=True, slots=True)
class Tested:
    """One item of DA/T 70-2018: `is_inferred` says that its number is not read in the standard itself.

    `detail` is what was found, or why it was not tested.
    """

    code: str
    name: str
    property: str
    is_inferred: bool
    target: str
    method: str
    result: Result
    detail: str


@dataclass(frozen=True, slots=True)
class Transferred:
    """A package that was written and read again."""

    path: Path
    checked: Checked
    tested: tuple[Tested, ...]
    left_out: tuple[LeftOut, ...]
    copy_seconds: float
    check_seconds: float
