"""What two papers, photographs or figures say differently: E402 to E408, each with twins that must stay clean."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ledger_app.audit import wording, wording_truth
from ledger_app.audit.model import Evidence, Finding, Severity, Snapshot
from ledger_app.audit.rules import evaluate
from ledger_app.core.i18n import set_language
from ledger_app.scheme.model import Roster, Subject
from ledger_app.search.model import Alike, Description, Figure, Mention, Photo, Sum, Tally, Traits
from tests.audit.helpers.cases import BONUS, PUBLIC, TOILETS, evidence, scheme, snapshot

RULES = ("E402", "E403", "E404", "E405", "E406", "E407", "E408")
LEDGER, AGREEMENT = 201, 202


def only(case: Snapshot, rule: str) -> list[Finding]:
    return [f for f in evaluate(case).findings if f.rule == rule]


def toilets(*held: Evidence, **others: object) -> Snapshot:
    made = snapshot(*((e, TOILETS, LEDGER) for e in held), of=scheme(TOILETS, PUBLIC, BONUS))
    return replace(made, **others)


def alike(*held: Evidence) -> tuple[Alike, ...]:
    return (Alike(tuple(e.item for e in held), 0.95),)


def shot(
    item: int, *paths: str, taken: str = "", place: tuple[float, float] | None = None, **more
) -> Evidence:
    held = evidence(item, *paths, dates=(), **more)
    return replace(held, photo=Photo(1600, 1200, taken or None, place), description=Description(kind="photo"))


def paper(item: int, path: str, kind: str, *figures: Figure, date: str = "2025-12-01", **said) -> Evidence:
    described = Description(kind=kind, date=date, figures=figures, title=said.pop("title", None), **said)
    return replace(evidence(item, path), description=described)


def register(
    item: int, path: str, *tallies: Tally, mentions: tuple[Mention, ...] = (), kind: str = "list"
) -> Evidence:
    return replace(paper(item, path, kind), traits=Traits(mentions=mentions, tallies=tallies))


def toilets_of(value: int, label: str = "改厕", page: int | None = 1) -> Figure:
    return Figure(label, Decimal(value), "户", page)


# E402


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("石桥村/清扫.jpg", "柳溪村/清扫.jpg", "village"),
        ("照片/整改前.jpg", "照片/整改后.jpg", "stage"),
        ("2025年3月5日清扫.jpg", "2025年6月1日清扫.jpg", "day"),
        ("20250305清扫/1.jpg", "20250601清扫/1.jpg", "day"),
    ],
)
def test_one_photograph_for_what_differs(one: str, other: str, how: str) -> None:
    first, second = shot(1, one), shot(2, other)
    (finding,) = only(toilets(first, second, photos=alike(first, second)), "E402")
    assert finding.severity is Severity.WARNING
    assert finding.files == tuple(sorted((one, other)))
    assert {code for code, _ in finding.because} == {f"alike-{how}"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石桥村/清扫.jpg", "石桥村/清扫(1).jpg"),
        ("照片/清扫.jpg", "微信/清扫.jpg"),
        ("石桥村/石桥村、柳溪村联合清扫.jpg", "柳溪村/联合清扫（石桥村、柳溪村）.jpg"),
        ("照片/整改前后对比.jpg", "照片/整改后.jpg"),
        ("2025年3月5日清扫.jpg", "2025年3月6日清扫.jpg"),
        ("2025年3月5日清扫.jpg", "mmexport1759900000000.jpg"),
    ],
)
def test_one_photograph_for_one_thing(one: str, other: str) -> None:
    first, second = shot(1, one), shot(2, other)
    assert only(toilets(first, second, photos=alike(first, second)), "E402") == []


def test_one_photograph_for_two_indicators_unless_it_lies_in_one_folder() -> None:
    for folder, count in (("另一处", 1), ("照片", 0)):
        first, second = shot(1, "照片/清扫.jpg"), shot(2, f"{folder}/清扫2.jpg")
        case = snapshot((first, TOILETS, LEDGER), (second, PUBLIC, 211), of=scheme(TOILETS, PUBLIC))
        assert len(only(replace(case, photos=alike(first, second)), "E402")) == count


def test_one_photograph_for_two_subjects_of_a_roster() -> None:
    names = (Subject(7, "张三"), Subject(8, "李四"))
    first, second = (replace(shot(n, f"照片/{n}.jpg"), subjects=(n + 6,)) for n in (1, 2))
    case = toilets(
        first, second, photos=alike(first, second), rosters=(Roster(1, "监测户", "household", names),)
    )
    (finding,) = only(case, "E402")
    assert {values["says"] for _, values in finding.because} == {"张三", "李四"}


def test_copies_in_two_villages_are_told_once() -> None:
    both = shot(1, "石桥村/清扫.jpg", "柳溪村/清扫.jpg")
    assert len(only(toilets(both), "E402")) == 1
    used_twice = snapshot((both, TOILETS, LEDGER), (both, PUBLIC, 211), of=scheme(TOILETS, PUBLIC))
    assert [f.rule for f in evaluate(used_twice).findings if f.rule in ("E401", "E402")] == ["E401"]


def test_a_photograph_that_is_gone_is_compared_with_nothing() -> None:
    first, second = shot(1, "石桥村/清扫.jpg"), shot(2, "柳溪村/清扫.jpg", size=0)
    assert only(toilets(first, second, photos=alike(first, second)), "E402") == []


# E403


def minutes(item: int, path: str, kind: str = "minutes", date: str = "2025-03-05", **said) -> Evidence:
    return replace(paper(item, path, kind, date=date, **said), traits=Traits(signature=b"x"))


def test_one_text_for_two_villages() -> None:
    first, second = minutes(1, "石桥村/会议记录.docx"), minutes(2, "柳溪村/会议记录.docx")
    (finding,) = only(toilets(first, second, texts=alike(first, second)), "E403")
    assert finding.severity is Severity.WARNING
    assert [values["says"] for _, values in finding.because] == ["柳溪村", "石桥村"]


def test_one_text_for_two_meetings_is_a_hint() -> None:
    first, second = minutes(1, "3月.docx"), minutes(2, "9月.docx", date="2025-09-11")
    (finding,) = only(toilets(first, second, texts=alike(first, second)), "E403")
    assert finding.severity is Severity.HINT


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("attendance", {}),
        ("contract", {}),
        ("list", {}),
        ("red-head", {}),
        ("plan", {"document_number": "青政发〔2025〕3号"}),
        ("report", {"issuer": "青山镇人民政府"}),
    ],
)
def test_forms_and_papers_of_an_office_read_the_same_everywhere(kind: str, said: dict) -> None:
    first, second = (minutes(n, f"{v}村/材料.docx", kind, **said) for n, v in ((1, "石桥"), (2, "柳溪")))
    assert only(toilets(first, second, texts=alike(first, second)), "E403") == []


def test_one_text_as_two_files_of_one_meeting() -> None:
    first, second = minutes(1, "石桥村/会议记录.docx"), minutes(2, "石桥村/会议记录.pdf")
    assert only(toilets(first, second, texts=alike(first, second)), "E403") == []


# E404


@pytest.mark.parametrize(
    ("path", "taken", "code"),
    [
        ("2025年6月8日验收.jpg", "2025-09-20T10:00:00", "name-day"),
        ("IMG_20250608_101500.jpg", "2023-11-02T10:00:00", "name-day"),
        ("20250305动员会/会场.jpg", "2025-07-19T10:00:00", "folder-day"),
        ("mmexport1741140000000.jpg", "2025-10-08T10:00:00", "chat-day"),
    ],
)
def test_a_day_that_the_camera_did_not_record(path: str, taken: str, code: str) -> None:
    (finding,) = only(toilets(shot(1, path, taken=taken)), "E404")
    assert [c for c, _ in finding.because] == [code]
    assert finding.files == (path,)
    assert finding.severity is (Severity.HINT if code == "chat-day" else Severity.WARNING)


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("2025年6月8日验收.jpg", "2025-06-09T10:00:00"),
        ("mmexport1759900000000.jpg", "2025-06-08T10:00:00"),
        ("2025年6月清扫.jpg", "2025-06-18T10:00:00"),
        ("2025年度/清扫.jpg", "2025-03-18T10:00:00"),
        ("2025年6月8日验收.jpg", ""),
        ("2025年6月8日验收.jpg", "1970-01-01T00:00:00"),
    ],
)
def test_a_day_that_agrees_or_says_nothing(path: str, taken: str) -> None:
    assert only(toilets(shot(1, path, taken=taken)), "E404") == []


def test_a_day_by_hand_and_a_stamp() -> None:
    held = shot(1, "验收.jpg", taken="2025-02-01T10:00:00")
    by_hand = replace(
        held, description=Description(kind="photo", date="2025-08-15", sources={"date": "person"})
    )
    stamped = replace(held, traits=Traits(mentions=(Mention("stamp-date", "2025-08-15"),)))
    right = replace(held, traits=Traits(mentions=(Mention("stamp-date", "2025-02-01"),)))
    for case, codes in ((by_hand, ["person-day"]), (stamped, ["stamp-day"]), (right, None)):
        found = only(toilets(case), "E404")
        assert ([c for c, _ in found[0].because] if found else None) == codes


def test_a_village_on_the_photograph_that_its_folder_does_not_name() -> None:
    said = Description(kind="photo", villages=("柳溪村",), sources={"villages": "ocr"})
    (finding,) = only(toilets(replace(shot(1, "石桥村/清扫.jpg"), description=said)), "E404")
    assert [c for c, _ in finding.because] == ["stamp-village"]
    assert only(toilets(replace(shot(1, "柳溪村/清扫.jpg"), description=said)), "E404") == []


def test_a_place_far_from_the_others_of_the_village() -> None:
    near = [shot(n, f"石桥村/{n}.jpg", place=(28.3 + n / 500, 116.4)) for n in range(1, 6)]
    far, within = (shot(9, "石桥村/9.jpg", place=(28.3 + north, 116.4)) for north in (0.9, 0.1))
    (finding,) = only(toilets(*near, far), "E404")
    assert (finding.files, finding.because[0][0]) == (("石桥村/9.jpg",), "far-from-village")
    assert only(toilets(*near, within), "E404") == []
    assert only(toilets(*near, shot(9, "石桥村/赴邻县考察.jpg", place=(29.5, 116.4))), "E404") == []


# E405


def test_one_figure_said_differently() -> None:
    one = paper(1, "总结.docx", "report", toilets_of(326, "全镇完成改厕"))
    other = paper(2, "汇报.docx", "report", toilets_of(362, page=3))
    (finding,) = only(toilets(one, other), "E405")
    assert (finding.files, finding.pages) == (("总结.docx", "汇报.docx"), (1, 3))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "other",
    [
        paper(2, "汇报.docx", "report", toilets_of(326)),
        paper(2, "方案.docx", "plan", toilets_of(400)),
        paper(2, "上半年汇报.docx", "report", toilets_of(150)),
        paper(2, "汇报.docx", "report", toilets_of(150), date="2025-05-01"),
        paper(2, "石桥村/汇报.docx", "report", toilets_of(46)),
        paper(2, "汇报.docx", "report", toilets_of(46, "脱贫户改厕")),
        paper(2, "汇报.docx", "report", toilets_of(46), toilets_of(52)),
        paper(2, "汇报.docx", "report", Figure("改厕", Decimal(12), "万元")),
    ],
)
def test_figures_that_need_not_agree(other: Evidence) -> None:
    assert only(toilets(paper(1, "总结.docx", "report", toilets_of(326)), other), "E405") == []


def test_rounded_figures_agree() -> None:
    for one, other in (("98.6", "98.63"), ("125000", "125360")):
        first = paper(1, "总结.docx", "report", Figure("参保率", Decimal(one), "%"))
        second = paper(2, "汇报.docx", "report", Figure("参保率", Decimal(other), "%"))
        assert only(toilets(first, second), "E405") == []


def test_a_form_filled_in_for_one_after_the_other() -> None:
    forms = [
        paper(n, f"验收表{n}.docx", "report", Figure("改造房屋", Decimal(60 + n), "平方米")) for n in range(4)
    ]
    assert only(toilets(*forms), "E405") == []


# E406


def test_serial_numbers_that_leave_one_out() -> None:
    (finding,) = only(toilets(register(1, "改厕台账.xlsx", Tally(2, 11, 12, "户"))), "E406")
    assert (finding.files, finding.pages) == (("改厕台账.xlsx",), (2,))
    assert finding.because == (
        ("rows-numbered", {"path": "改厕台账.xlsx", "numbered": 12, "rows": 11, "page": 2}),
    )


def test_a_count_that_the_register_states() -> None:
    stated = (Mention("stated-count", "25户", 1),)
    assert only(toilets(register(1, "台账.xlsx", Tally(1, 23, 23, "户"), mentions=stated)), "E406")
    for tally in (Tally(1, 25, 25, "户"), Tally(1, 23, 23, "人"), Tally(1, 23, 23, "")):
        assert only(toilets(register(1, "台账.xlsx", tally, mentions=stated)), "E406") == []
    two = (Tally(1, 12, 12, "户"), Tally(2, 13, 13, "户"))
    assert only(toilets(register(1, "台账.xlsx", *two, mentions=stated)), "E406") == []


def test_a_count_that_another_paper_states() -> None:
    held = register(1, "改厕台账.xlsx", Tally(1, 46, 46, "户"))
    for value, files in ((48, ("改厕台账.xlsx", "总结.docx")), (46, None)):
        found = only(toilets(held, paper(2, "总结.docx", "report", toilets_of(value))), "E406")
        assert (found[0].files if found else None) == files
    assert only(toilets(held, paper(2, "总结.docx", "report", toilets_of(48, "危房改造"))), "E406") == []


# E407


def test_sums_that_do_not_add_up() -> None:
    wrong = Tally(1, 6, 6, "户", (Sum("户数", "336", "326"),))
    (finding,) = only(toilets(register(1, "台账.xlsx", wrong, kind="table")), "E407")
    assert finding.because[0][1] == {
        "path": "台账.xlsx",
        "label": "户数",
        "stated": "336",
        "counted": "326",
        "page": 1,
    }
    assert only(toilets(register(1, "台账.xlsx", Tally(1, 6, 6, "户"))), "E407") == []


def test_many_sums_are_told_in_three_and_a_number() -> None:
    wrong = Tally(1, 6, 6, "户", tuple(Sum(f"列{n}", "3", "2") for n in range(5)))
    (finding,) = only(toilets(register(1, "台账.xlsx", wrong)), "E407")
    assert [code for code, _ in finding.because] == ["sum-of-column"] * 3 + ["more-places"]


# E408


def test_a_ledger_and_a_check_on_the_spot() -> None:
    ledger = paper(1, "改厕台账.xlsx", "list", toilets_of(326))
    check = paper(2, "改厕实地核查报告.docx", "report", toilets_of(319, "实地核查改厕", page=2))
    found = evaluate(toilets(ledger, check)).findings
    assert [(f.files, f.pages) for f in found if f.rule == "E408"] == [
        (("改厕台账.xlsx", "改厕实地核查报告.docx"), (1, 2))
    ]
    assert [f for f in found if f.rule == "E405"] == []


def test_rows_of_a_ledger_and_what_was_found_there() -> None:
    ledger = register(1, "公厕清单.xlsx", Tally(1, 14, 14, "个"))
    for text, count in (("12个", 1), ("14个", 0), ("12户", 0)):
        check = replace(
            paper(2, "公厕现场核查记录.docx", "patrol"),
            traits=Traits(mentions=(Mention("found-count", text, 1),)),
        )
        assert len(only(toilets(ledger, check), "E408")) == count


def test_a_sample_is_no_count() -> None:
    ledger = paper(1, "改厕台账.xlsx", "list", toilets_of(326))
    check = paper(2, "改厕抽查情况.docx", "report", toilets_of(20, "随机抽查改厕"))
    assert only(toilets(ledger, check), "E408") == []


# what every one of them has in common


def every() -> list[Finding]:
    """Findings with every reason that these rules give."""
    a, b = shot(1, "石桥村/1.jpg"), shot(2, "柳溪村/1.jpg")
    c, d = shot(3, "甲/整改前.jpg"), shot(4, "甲/整改后.jpg")
    e, f = shot(5, "2025年3月5日.jpg"), shot(6, "2025年6月5日.jpg")
    g, h = (replace(shot(n, f"户/{n}.jpg"), subjects=(n,)) for n in (7, 8))
    i, j = shot(9, "乙/1.jpg"), shot(10, "丙/1.jpg")
    groups = tuple(Alike(pair, 0.9) for pair in ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10)))
    names = (Roster(1, "监测户", "household", (Subject(7, "张三"), Subject(8, "李四"))),)
    pictures = replace(
        snapshot(*((x, TOILETS, LEDGER) for x in (a, b, c, d, e, f, g, h, i)), (j, PUBLIC, 211), of=scheme()),
        photos=groups,
        rosters=names,
    )
    texts = (minutes(11, "石桥村/会议.docx"), minutes(12, "柳溪村/会议.docx"))
    by_hand = Description(
        kind="photo", date="2025-08-15", sources={"date": "person", "villages": "ocr"}, villages=("柳溪村",)
    )
    odd = shot(20, "石桥村/20250305会议/2025年6月8日.jpg", taken="2025-09-20T10:00:00")
    odd = replace(odd, description=by_hand, traits=Traits(mentions=(Mention("stamp-date", "2025-01-02"),)))
    near = [shot(n, f"石桥村/{n}.jpg", place=(28.3, 116.4)) for n in range(21, 27)]
    cameras = toilets(
        odd,
        shot(28, "20250305会议/a.jpg", taken="2025-09-20T10:00:00"),
        shot(29, "mmexport1741140000000.jpg", taken="2025-10-08T10:00:00"),
        shot(30, "石桥村/far.jpg", place=(29.9, 116.4)),
        shot(31, "far.jpg", place=(29.9, 116.4)),
        *near,
    )
    wrong = Tally(1, 11, 12, "户", tuple(Sum(f"列{n}", "3", "2") for n in range(5)))
    stated = (Mention("stated-count", "25户", None),)
    papers = toilets(
        register(40, "改厕台账.xlsx", wrong, mentions=stated),
        paper(41, "总结.docx", "report", toilets_of(326)),
        paper(42, "汇报.docx", "report", toilets_of(362, page=None)),
        replace(
            paper(43, "现场核查.docx", "patrol"),
            traits=Traits(mentions=(Mention("found-count", "9户", None),)),
        ),
    )
    elsewhere = toilets(
        register(50, "改厕台账.xlsx", Tally(1, 46, 46, "户")),
        paper(51, "总结.docx", "report", toilets_of(48)),
    )
    cases = (pictures, toilets(*texts, texts=alike(*texts)), cameras, papers, elsewhere)
    return [f for case in cases for f in evaluate(case).findings if f.rule in RULES]


FOUND = every()


def test_every_rule_and_reason_is_shown() -> None:
    assert {f.rule for f in FOUND} == set(RULES)
    assert {code for f in FOUND for code, _ in f.because} >= set(wording_truth.REASONS)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_finding_can_be_said(language: str) -> None:
    set_language(language)
    try:
        for finding in FOUND:
            said = [wording.message(finding), wording.remedy(finding), *wording.reasons(finding)]
            assert all(text and "{" not in text and "}" not in text for text in said), said
    finally:
        set_language("en")


def test_every_finding_names_its_files_and_their_pages() -> None:
    for finding in FOUND:
        assert finding.files
        assert len(finding.pages) in (0, len(finding.files))


def test_a_bonus_is_never_more_than_a_hint() -> None:
    wrong = Tally(1, 11, 12, "户", (Sum("户数", "3", "2"),))
    held = register(1, "台账.xlsx", wrong)
    case = snapshot((held, BONUS, None), of=scheme(TOILETS, BONUS))
    found = [f for f in evaluate(case).findings if f.rule in RULES]
    assert {f.rule for f in found} == {"E406", "E407"}
    assert {f.severity for f in found} == {Severity.HINT}
