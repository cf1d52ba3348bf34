"""What the sample archive consists of: its papers, what each shows, and the gaps planted in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from ledger_app.core.resources import resource


@dataclass(frozen=True, slots=True)
class Show:
    """The paper shows this requirement, by its words, of the indicator with this code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """One document: what its pages say, whatever format carries it.

    `style` is `red` (issued under a red head), `minutes`, `form` or `plain`. In `body` each line is a
    paragraph. `columns` and `rows` describe a table in the words of `sample_tables`; `rows` is a
    count or `villages`. `seal` is the body whose seal it bears.
    """

    style: str
    title: str
    date: date
    number: str = ""
    to: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    body: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int | str = 0
    issuer: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture from a phone. `place` and `words` are what is written in it; a chat strips the EXIF."""

    scene: str
    place: str
    words: str = ""
    camera: str = "phone"
    is_located: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of the sample. `at` is when it was made: its EXIF, its properties, its modification time.

    `kind` is `text`, `scan` (image-only PDF), `photo`, `screenshot`, `copy` (of the file named in
    `of`) or `empty`.
    """

    path: str
    kind: str
    at: datetime
    texts: tuple[Text, ...] = ()
    photo: Photo | None = None
    of: str = ""
    encoding: str = "utf-8"
    shows: tuple[Show, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A planted gap: the code of the audit rule that must report it, where, and for which files."""

    rule: str
    code: str
    text: str | None = None
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole sample: papers in the order they are written, and what `spoil` does to them afterwards."""

    papers: tuple[Paper, ...]
    gaps: tuple[Gap, ...]
    removed: tuple[str, ...]
    altered: tuple[str, ...]

    def paper(self, path: str) -> Paper:
        """Return the paper at a path."""
        return next(p for p in self.papers if p.path == path)


@cache
def sample_plan() -> Plan:
    """Return the plan of the sample archive, read from `resources/sample`."""
    papers: list[Paper] = []
    for source in sorted(resource("sample", "papers").glob("*.toml")):
        raw = tomllib.loads(source.read_text(encoding="utf-8"))
        papers.extend(_paper(p) for p in raw["paper"])
    gaps = tomllib.loads(resource("sample", "gaps.toml").read_text(encoding="utf-8"))
    return Plan(
        papers=tuple(papers),
        gaps=tuple(
            Gap(g["rule"], g.get("code", ""), g.get("text"), tuple(g.get("paths", ()))) for g in gaps["gap"]
        ),
        removed=tuple(gaps["removed"]),
        altered=tuple(gaps["altered"]),
    )


def _paper(raw: Mapping[str, object]) -> Paper:
    at = raw["at"]
    when = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 9, 30)
    parts = raw.get("part") or ([raw] if "style" in raw else [])
    scene = str(raw.get("scene", ""))
    return Paper(
        path=str(raw["path"]),
        kind=str(raw.get("kind", "photo" if scene else "text")),
        at=when,
        texts=tuple(_text(p, raw) for p in parts),
        photo=Photo(
            scene,
            str(raw.get("place", "")),
            str(raw.get("words", "")),
            str(raw.get("camera", "phone")),
            bool(raw.get("located", False)),
        )
        if scene
        else None,
        of=str(raw.get("of", "")),
        encoding=str(raw.get("encoding", "utf-8")),
        shows=tuple(Show(*str(s).split(" ", 1)) for s in raw.get("shows", ())),
    )


def _text(raw: Mapping[str, object], paper: Mapping[str, object]) -> Text:
    at = raw.get("at", paper["at"])
    return Text(
        style=str(raw["style"]),
        title=str(raw["title"]),
        date=at.date() if isinstance(at, datetime) else at,
        number=str(raw.get("number", "")),
        to=str(raw.get("to", "")),
        fields=tuple((k, str(v)) for k, v in raw.get("fields", {}).items()),
        body=tuple(line for line in str(raw.get("body", "")).splitlines() if line.strip()),
        columns=tuple(raw.get("columns", ())),
        rows=raw.get("rows", 0),
        issuer=str(raw.get("issuer", "青山镇人民政府")),
        seal=str(raw.get("seal", "")),
    )
