"""Rules about the form of papers: numbers, issuers and titles: E601 to E605."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ledger_app.audit.findings import finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.present import about, every_present, mentions, numbered, present
from ledger_app.audit.view import Judged, View
from ledger_app.evidence.words import pairs
from ledger_app.scheme.model import Indicator
from ledger_app.search.characters import fold
from ledger_app.search.leftovers import LEFTOVER
from ledger_app.search.naming import stem_of

_NUMBERED = re.compile(r"^.{0,30}关于.+的(?:紧急|补充)?(?:通知|通报|决定|意见|批复|函|请示|报告)$")
_OFFICE = re.compile(r"人民政府|党委|委员会|办公室|党政办|局$|指挥部|领导小组|组织部|宣传部")
_OF_A_VILLAGE = re.compile(r"村|居委|社区|支部|学校|公司|合作社")
_SIGNED_KINDS = ("approval", "notice")
_TITLED_KINDS = ("red-head", "approval", "notice", "plan", "rules", "report", "minutes", "pledge", "contract")
_NAMELESS = re.compile(
    r"扫描(?:件|文件|全能王)?|新建|文档|文件|文本|副本|复件|未命名|图片|工作表|演示文稿|microsoft|word|excel|docx?|xlsx?|pdf|img|scan|doc|untitled|无标题|[\W\d_]+"
)
_FEWEST = 5
_DENSE = 0.7
_MOST_GAPS = 20
_SAME = 0.6
_NUMBER = re.compile(r"^(.+?)〔(\d{4})〕(\d{1,5})号$")


def number_missing(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E601: an office's official paper (关于…的通知) bears no document number."""
    for judged in present(view, indicator):
        said = judged.evidence.description
        is_official = said.kind in ("red-head", "approval") and _NUMBERED.match(_plain(said.title))
        issuer = said.issuer or ""
        if (
            said.document_number is None
            and said.text_source == "text"
            and said.sources.get("title") == "content"
            and is_official
            and _OFFICE.search(issuer)
            and not _OF_A_VILLAGE.search(issuer)
            and not any("号" in m.text for m in mentions(judged.evidence, LEFTOVER))
        ):
            severity = Severity.WARNING if indicator.is_hard else Severity.HINT
            yield _lacking(view, indicator, judged, "E601", severity, "no-number")


def number_repeated(view: View) -> Iterator[Finding]:
    """E602: papers with different titles and contents bear one document number."""
    series: dict[str, list[tuple[Indicator, Judged]]] = defaultdict(list)
    for indicator, judged, number in every_present(view, numbered):
        series[number].append((indicator, judged))
    for number, papers in sorted(series.items()):
        if len(papers) < 2:
            continue
        papers.sort(key=lambda p: p[1].evidence.paths)
        different = [papers[0]]
        for indicator, judged in papers[1:]:
            if not any(_is_one_paper(judged.evidence, other.evidence) for _, other in different):
                different.append((indicator, judged))
        if len(different) < 2:
            continue
        indicator, judged = different[0]
        paths = [j.evidence.paths[0] for _, j in different]
        yield finding(
            "E602",
            Severity.HINT if all(i.is_bonus for i, _ in different) else Severity.WARNING,
            view.snapshot,
            indicator,
            View.target_of(indicator, judged.link)[1],
            because=[
                ("numbered", {"path": j.evidence.paths[0], "number": number, "title": _title(j.evidence)})
                for _, j in different
            ],
            files=paths,
            pages=[1 if j.evidence.description.pages else None for _, j in different],
            number=number,
        )


def issuer_missing(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E603: an official paper, approval or public notice does not say who issued it."""
    for judged in present(view, indicator):
        said = judged.evidence.description
        is_signed = said.kind in _SIGNED_KINDS or (
            said.kind == "red-head" and _NUMBERED.match(_plain(said.title))
        )
        is_read = said.text_source == "text" and said.sources.get("kind") == "content"
        if said.issuer is None and is_signed and is_read and said.error is None:
            yield _lacking(view, indicator, judged, "E603", Severity.HINT, "no-issuer")


def title_missing(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E604: neither a paper's text nor its name says what it is."""
    for judged in present(view, indicator):
        said = judged.evidence.description
        if said.kind in ("photo", "screenshot") or said.sources.get("title") in ("content", "ocr", "person"):
            continue
        if judged.evidence.photo is None and not _names(judged.evidence):
            yield _lacking(view, indicator, judged, "E604", Severity.HINT, "no-title")


def number_gaps(view: View) -> Iterator[Finding]:
    """E605: among the numbers of one issuer and year that are nearly all here, some are not."""
    series: dict[tuple[str, str], dict[int, tuple[Indicator, Judged]]] = defaultdict(dict)
    for indicator, judged, said in every_present(view, numbered):
        number = _NUMBER.match(said)
        if number:
            series[number[1], number[2]].setdefault(int(number[3]), (indicator, judged))
    for (issuer, year), papers in sorted(series.items()):
        numbers = sorted(papers)
        span = numbers[-1] - numbers[0] + 1
        if len(numbers) < _FEWEST or len(numbers) == span or len(numbers) < _DENSE * span:
            continue
        missing = [n for n in range(numbers[0], numbers[-1]) if n not in papers]
        around = sorted({m for n in missing for m in _neighbours(n, numbers)})
        indicator, judged = papers[around[0]]
        yield finding(
            "E605",
            Severity.HINT,
            view.snapshot,
            indicator,
            View.target_of(indicator, judged.link)[1],
            because=[
                (
                    "numbered",
                    {
                        "path": papers[n][1].evidence.paths[0],
                        "number": f"{issuer}〔{year}〕{n}号",
                        "title": _title(papers[n][1].evidence),
                    },
                )
                for n in around[:4]
            ],
            files=[papers[n][1].evidence.paths[0] for n in around],
            pages=[None] * len(around),
            issuer=f"{issuer}〔{year}〕",
            numbers=[str(n) for n in missing[:_MOST_GAPS]],
        )


def _lacking(
    view: View, indicator: Indicator, judged: Judged, rule: str, severity: Severity, reason: str
) -> Finding:
    path, title = judged.evidence.paths[0], _title(judged.evidence)
    page = 1 if judged.evidence.description.pages else None
    because = [(reason, {"path": path, "title": title})]
    return about(view, indicator, judged, rule, severity, because=because, page=page, title=title)


def _neighbours(missing: int, numbers: list[int]) -> tuple[int, int]:
    return max(n for n in numbers if n < missing), min(n for n in numbers if n > missing)


def _plain(title: str | None) -> str:
    return "".join((title or "").split())


def _title(evidence: Evidence) -> str:
    return evidence.description.title or stem_of(evidence.paths[0])


def _names(evidence: Evidence) -> bool:
    """Return whether a file's name says in words what it is."""
    bare = _NAMELESS.sub("", fold(stem_of(evidence.paths[0])))
    return len(bare) >= 2


def _is_one_paper(one: Evidence, other: Evidence) -> bool:
    """Return whether two files are one paper: a scan and its text, a notice and the plan that it issues."""
    if one.sha256 == other.sha256:
        return True
    titles = (_all_said(one), _all_said(other))
    shared = len(titles[0] & titles[1])
    return shared >= _SAME * min(map(len, titles))


def _all_said(evidence: Evidence) -> frozenset[str]:
    return frozenset(pairs(fold(_title(evidence))))
