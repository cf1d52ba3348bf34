"""Plants defects in an archive of real files and counts which of them the audit finds.

A `Case` is one defect in one form, or its clean twin: the same papers without it. Cases share an archive, each with
indicators and a folder of its own, unless the defect is one of the whole archive.
"""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.audit.model import Finding
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items

NOW = datetime.fromisoformat("2026-03-20T12:00:00+08:00")
Write = Callable[[Path], None]
Show = tuple[int, int | None]
"""Which of a case's indicators a file is linked to, and which of its requirements (None: the whole)."""
FIRST: Show = (0, 0)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a case: where it lies below the case's folder, what it holds, what it is linked to.

    `day` is the ISO day on which it was last written.
    """

    path: str
    write: Write
    shows: tuple[Show, ...] = (FIRST,)
    day: str = "2025-06-08"


@dataclass(frozen=True, slots=True)
class Case:
    """A defect in one form, or its clean twin. `form` says what is done in it.

    `asks` are the requirements of each of its `indicators`. `after` is done to its folder once all is linked,
    `then` to the archive after a first audit. `is_alone`: it needs an archive of its own.
    """

    rule: str
    form: str
    is_planted: bool
    files: tuple[File, ...] = ()
    asks: tuple[str, ...] = ("佐证材料",)
    indicators: int = 1
    is_hard: bool = False
    points: str = "1"
    total: str = ""
    after: Callable[[Path], None] | None = None
    then: Callable[[Here], None] | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """Where a case is: the archive, the codes of its indicators, its folder and what that lies in."""

    archive: Archive
    codes: tuple[str, ...]
    folder: Path
    evidence: Path

    def items(self, *paths: str) -> list[int]:
        """Return the items of these paths below the case's folder."""
        below = self.folder.relative_to(self.evidence).as_posix()
        return items.item_ids(self.archive.db, self.evidence, [f"{below}/{path}" for path in paths])

    def key(self, requirement: int = 0, indicator: int = 0) -> str:
        """Return the key of a requirement of one of the case's indicators."""
        held = {i.code: i for i in self.archive.scheme().indicators}
        return held[self.codes[indicator]].requirements[requirement].key


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the audit said of one case: the findings at its indicators or files."""

    case: Case
    findings: tuple[Finding, ...]

    @property
    def is_found(self) -> bool:
        """Whether the rule of the case speaks."""
        return any(f.rule == self.case.rule for f in self.findings)


def planted(rule: str, form: str, *files: File, **more: object) -> Case:
    """Return a case with a defect."""
    return replace(Case(rule, form, True, files), **more)


def clean(rule: str, form: str, *files: File, **more: object) -> Case:
    """Return a clean twin."""
    return replace(Case(rule, form, False, files), **more)


def run(cases: Sequence[Case], place: Path) -> list[Outcome]:
    """Build the archives, audit them, and return what was found of each case."""
    together = [case for case in cases if not case.is_alone]
    outcomes = audited(together, place / "all") if together else []
    for number, case in enumerate(c for c in cases if c.is_alone):
        outcomes += audited([case], place / f"alone-{number}")
    return outcomes


def audited(cases: Sequence[Case], place: Path) -> list[Outcome]:
    """Build one archive of these cases and audit it."""
    evidence = place / "材料"
    evidence.mkdir(parents=True)
    scheme = place / "2025年度考核指标.csv"
    codes = _write_scheme(cases, scheme)
    folders = [evidence / case.rule / f"{number:03}" for number, case in enumerate(cases)]
    for case, folder in zip(cases, folders, strict=True):
        folder.mkdir(parents=True)
        for file in case.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            file.write(target)
            if target.suffix in (".docx", ".xlsx"):  # or what two cases have in common would be copies
                with zipfile.ZipFile(target, "a") as package:
                    package.comment = folder.name.encode()
            stamp = datetime.fromisoformat(f"{file.day}T10:00:00+08:00").timestamp()
            os.utime(target, (stamp, stamp))
    with founding.create(
        place / "archive", read_scheme(scheme), evidence=evidence, year=2025, actor="计", now=lambda: NOW
    ) as archive:
        archive.scan()
        _link(archive, cases, folders, codes, evidence)
        for case, folder in zip(cases, folders, strict=True):
            if case.after:
                case.after(folder)
        if any(case.then for case in cases):
            archive.audit()
        for case, own, folder in zip(cases, codes, folders, strict=True):
            if case.then:
                case.then(Here(archive, tuple(own), folder, evidence))
        findings = archive.audit().findings
    return [
        Outcome(case, tuple(f for f in findings if case.is_alone or _is_at(f, own, folder, evidence)))
        for case, own, folder in zip(cases, codes, folders, strict=True)
    ]


def _is_at(finding: Finding, codes: Sequence[str], folder: Path, evidence: Path) -> bool:
    below = folder.relative_to(evidence).as_posix() + "/"
    is_here = any(path.startswith(below) for path in finding.files)
    return is_here or bool(finding.indicator and finding.indicator.code in codes)


def _write_scheme(cases: Sequence[Case], target: Path) -> list[list[str]]:
    """Write the scheme as a table; return the codes of each case's indicators."""
    rows = [["序号", "大项", "指标名称", "分值", "是否刚性", "佐证材料", "责任单位"]]
    codes: list[list[str]] = []
    number = 0
    for case in cases:
        own = []
        for _ in range(case.indicators):
            number += 1
            own.append(str(number))
            asks = "；".join(f"{n}.{text}" for n, text in enumerate(case.asks, 1))
            rows.append(
                [
                    str(number),
                    "一、综合",
                    f"第{number}项工作",
                    case.points,
                    "是" if case.is_hard else "否",
                    asks,
                    "党政办",
                ]
            )
        codes.append(own)
    rows += [["合计", "", "", case.total, "", "", ""] for case in cases if case.total]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return codes


def _link(
    archive: Archive, cases: Sequence[Case], folders: Sequence[Path], codes: list[list[str]], evidence: Path
) -> None:
    scheme = {indicator.code: indicator for indicator in archive.scheme().indicators}
    for case, folder, own in zip(cases, folders, codes, strict=True):
        below = folder.relative_to(evidence).as_posix()
        for file in case.files:
            for which, requirement in file.shows:
                indicator = scheme[own[which]]
                asked = indicator.requirements[requirement].key if requirement is not None else None
                ids = items.item_ids(archive.db, evidence, [f"{below}/{file.path}"])
                archive.link(ids, indicator.code, requirement=asked)
