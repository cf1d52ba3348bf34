"""Which file shows what: the link a person settled, and the candidate a score proposes."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.vault.model import Status


@dataclass(frozen=True, slots=True)
class Link:
    """This item shows this indicator (and this one requirement of it, where given).

    `sha256` is the content at the moment of linking. `how` is a code: `drag`, `key`, `menu`,
    `command`, `candidate`. `at` is ISO 8601 with offset. `subject` is the one it was shown for where a
    person said so; else the file's villages and names tell.
    """

    id: int
    item: int
    indicator: int
    requirement: int | None
    sha256: str | None
    how: str
    actor: str
    at: str
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """That `actor` has seen an item `signed` or `sealed` (`what`), with its content of then; `at` is ISO 8601."""

    item: int
    what: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that might show a requirement: `score` 0..1 and the codes and values of the reasons.

    Each reason is (code, value): `words` with the words in common, `folder` with the folder's name,
    `code` with the indicator's code found in the path, `year` with the year found.
    """

    item: int
    path: str
    indicator: int
    requirement: int | None
    score: float
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A location with its item and the codes of the indicators it is linked to, as lists show it.

    `id` is the item's: two copies of one content have the same. `sha256` is the recorded content.
    """

    id: int
    path: str
    status: Status
    size: int
    mtime_ns: int
    sha256: str | None
    found_sha256: str | None
    reason: str | None
    is_set_aside: bool
    indicators: tuple[str, ...] = ()
