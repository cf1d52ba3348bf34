"""What a path speaks for, on names as offices give them, and what it must not speak for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence import judging
from ledger_app.evidence.experience import Learned
from ledger_app.evidence.gaps import SETTLED, Gap, Offer, best, offer_of
from ledger_app.evidence.kinds import kinds_of_extension, kinds_of_text
from ledger_app.evidence.looking import Clue
from ledger_app.evidence.matching import BESIDES, MINIMUM, Matcher
from ledger_app.evidence.model import Candidate
from ledger_app.evidence.telling import tell
from ledger_app.scheme.model import Indicator, Requirement, Scheme
from ledger_app.search.kinds import KINDS
from ledger_app.search.model import Description

RURAL = "三、农村人居环境与乡村建设"
TOILETS = (RURAL, "7.农村厕所革命")
GRAIN = ("一、粮食安全与耕地保护", "1.粮食生产")
LAND = ("一、粮食安全与耕地保护", "2.耕地保护")
WASTE = (RURAL, "8.生活垃圾污水治理")
LOOK = (RURAL, "9.村容村貌提升")
PARTY = ("五、乡村治理与乡风文明", "15.党建引领")

LEAVES = [
    ("1", GRAIN, "粮食播种面积", "任务分解文件;统计报表(盖章);地块台账"),
    ("2", GRAIN, "粮食总产量", "统计公报/报表(盖章);测产记录"),
    ("3", GRAIN, "撂荒耕地复耕复种", "撂荒地台账;复耕前后对比照片;补助发放表"),
    ("5", LAND, "永久基本农田保护", "划定图表;保护标志牌照片;巡查记录"),
    ("6", LAND, "“非农化”“非粮化”整治", "问题图斑清单;整改前后照片;销号材料"),
    ("20", TOILETS, "卫生户厕改造与管护", "改厕台账;改厕前后照片;验收表;管护协议;维修记录"),
    ("21", TOILETS, "农村公厕管护", "公厕清单;保洁记录;照片"),
    ("23", WASTE, "生活垃圾收运处置", "保洁员花名册;收运合同;转运台账;照片"),
    ("24", WASTE, "生活污水治理", "设施清单;运维合同;运行台账;水质检测"),
    ("26", LOOK, "村庄清洁行动(“三清三拆”)", "通知;方案;会议记录;前中后照片;评比通报"),
    ("42", PARTY, "村党组织规范化建设", "整顿方案;会议记录;验收表"),
    ("43", PARTY, "“三会一课”", "会议记录;签到;照片"),
]


def rural_scheme() -> Scheme:
    """Twelve indicators of the sample scheme, numbered 1, 2, 3 …, their requirements 11, 12 …, 21 …"""
    return Scheme(
        "考核指标",
        2025,
        None,
        tuple(
            Indicator(
                code=code,
                path=path,
                name=name,
                points=1.0,
                requirements=tuple(
                    Requirement(str(k), text, n * 10 + k) for k, text in enumerate(asked.split(";"), 1)
                ),
                id=n,
            )
            for n, (code, path, name, asked) in enumerate(LEAVES, 1)
        ),
    )


SCHEME = rural_scheme()
MATCHER = Matcher(SCHEME, year=2025)
CODES = {i.id: i.code for i in SCHEME.indicators}
TEXTS = {r.id: r.text for i in SCHEME.indicators for r in i.requirements}


def found(path: str, *, top: int = 3, **described: str) -> list[Candidate]:
    return MATCHER.for_file(Clue(1, path, Description(**described)), top=top)


def near(
    wanted: Gap, clues: list[Clue], linked: list[tuple[Clue, int]] | None = None, *, top: int
) -> list[Offer]:
    """The nearest files of one gap, as the keeper asks for them."""
    known = {c.item: c for c in [*clues, *(c for c, _ in linked or ())]}
    place = MATCHER.questions.places[wanted[0]]
    found_fits = [(c, f) for c in clues for f in MATCHER.fits(c) if f.place == place]
    found_fits += [(c, MATCHER.fit_of(c, place, SETTLED)) for c, _ in linked or ()]
    offers = [o for c, f in found_fits if (o := offer_of(f, wanted[1], c.path, c.item))]
    return list(best(offers, top, lambda o: bool(MATCHER.other_year(known[o.item]))))


def gap(code: str, text: str) -> tuple[int, int | None]:
    indicator = next(i for i in SCHEME.indicators if i.code == code)
    return indicator.id, next(r.id for r in indicator.requirements if r.text.startswith(text))


@pytest.mark.parametrize(
    ("path", "code", "requirement"),
    [
        ("三、人居环境/20 卫生户厕改造与管护/改厕台账.xlsx", "20", "改厕台账"),
        ("人居环境/20卫生户厕/扫描件0012.pdf", "20", None),
        ("收件/改厕前后照片/IMG_20250315_101530.jpg", "20", "改厕前后照片"),
        ("01 粮食安全/1.播种面积/统计报表.pdf", "1", "统计报表(盖章)"),
        ("01 粮食安全/2.粮食总产量/测产记录.docx", "2", "测产记录"),
        ("村庄清洁行动/青政发〔2025〕5号 关于开展村庄清洁行动的通知.pdf", "26", "通知"),
        ("三清三拆/前中后/1.jpg", "26", "前中后照片"),
        ("永久基本农田/保护标志牌照片1.jpg", "5", "保护标志牌照片"),
        ("非农化非粮化/图斑清单.xlsx", "6", "问题图斑清单"),
        ("指标20/001.pdf", "20", None),
        ("020_材料/a.pdf", "20", None),
        ("垃圾/转运台账.xlsx", "23", "转运台账"),
        ("三会一课/签到0305.jpg", "43", "签到"),
        ("农村公厕清单.xlsx", "21", "公厕清单"),
    ],
)
def test_names_as_offices_give_them(path: str, code: str, requirement: str | None) -> None:
    best = found(path)[0]
    assert CODES[best.indicator] == code
    assert TEXTS.get(best.requirement or 0) == requirement
    assert best.because


@pytest.mark.parametrize(
    "path",
    [
        "IMG_20250315.jpg",
        "照片/微信图片_20250315101530.jpg",
        "通知.docx",
        "会议记录.docx",
        "周末聚餐.docx",
        "2025年春节值班表.xlsx",
        "01 粮食安全与耕地保护/1.jpg",
        "20250320/扫描.pdf",
        "a.pdf",
        "无扩展名",
    ],
)
def test_silence_where_nothing_is_said(path: str) -> None:
    assert found(path) == []


def test_titles_speak_where_names_do_not() -> None:
    best = found("收件/扫描件0012.pdf", title="青山镇农村户厕改厕验收表")[0]
    assert (CODES[best.indicator], TEXTS[best.requirement or 0]) == ("20", "验收表")
    assert ("words", "户厕、改厕验收表") in best.because or any(c == "words" for c, _ in best.because)


def test_another_year_halves_the_score_and_says_so() -> None:
    now, then = found("户厕/2025年改厕台账.xlsx")[0], found("户厕/2023年改厕台账.xlsx")[0]
    assert then.score == pytest.approx(now.score / 2, abs=0.002)
    assert ("year", "2023") in then.because
    assert found("户厕/2026年改厕台账.xlsx")[0].score == now.score


def test_numbers_of_sections_are_not_codes() -> None:
    best = found("1.粮食生产/测产记录.docx")[0]
    assert CODES[best.indicator] == "2"
    assert not any(code == "code" for code, _ in best.because)


def test_reasons_can_be_seen_in_the_path() -> None:
    best = found("三、人居环境/20 卫生户厕改造与管护/改厕台账.xlsx")[0]
    assert best.because == (
        ("code", "20"),
        ("folder", "20 卫生户厕改造与管护"),
        ("words", "改厕台账"),
        ("kind", "list"),
    )


def test_a_gap_gets_what_fits_it_and_not_what_fits_its_neighbour() -> None:
    files = [
        "20 卫生户厕/改厕台账.xlsx",
        "20 卫生户厕/改厕验收表.pdf",
        "20 卫生户厕/扫描件0012.pdf",
        "会议.docx",
    ]
    clues = [Clue(n, path) for n, path in enumerate(files, 1)]
    found = near(gap("20", "验收表"), clues, top=3)
    assert [o.path for o in found] == ["20 卫生户厕/改厕验收表.pdf", "20 卫生户厕/扫描件0012.pdf"]


def test_files_linked_to_the_whole_indicator_come_before_guesses() -> None:
    wanted = gap("20", "验收表")
    guess, certain = Clue(1, "20 卫生户厕/扫描件.pdf"), Clue(2, "20 卫生户厕/改厕验收表.pdf")
    linked = [(Clue(3, "收件/某某.pdf"), wanted[0]), (Clue(4, "收件/验收表（某村）.pdf"), wanted[0])]
    found = near(wanted, [guess, certain], linked, top=4)
    assert [o.item for o in found] == [4, 2, 3, 1]
    assert [o.item for o in found if o.is_settled] == [4, 3]


def test_other_years_do_not_push_out_what_is_of_this_year() -> None:
    wanted = gap("20", "改厕台账")
    old = [Clue(n, f"2023年/改厕台账{n}.xlsx") for n in range(1, 9)]
    found = near(wanted, [*old, Clue(9, "改厕台账九.xlsx")], top=2)
    assert [o.item for o in found] == [9, 1]
    assert found[1].is_aged


PARTS = st.sampled_from(
    [
        "20 卫生户厕",
        "改厕台账",
        "照片",
        "1",
        "2025年",
        "会议记录",
        "粮食",
        "IMG_1",
        "指标6",
        "𠮷村",
        "\ufeff",
        "..",
    ]
)
PATHS = st.builds(
    lambda parts, extension: "/".join(parts) + extension,
    st.lists(PARTS, min_size=1, max_size=4),
    st.sampled_from([".pdf", ".JPG", ".xlsx", "", "."]),
)


@given(st.one_of(PATHS, st.text(max_size=30)))
def test_scores_are_shares_and_honest(path: str) -> None:
    ranked = found(path, top=12)
    assert all(BESIDES <= c.score <= 1.0 for c in ranked)
    assert not ranked or ranked[0].score >= MINIMUM
    assert sum(c.score for c in ranked) <= 1.0 + 0.001 * len(ranked)
    assert [c.score for c in ranked] == sorted((c.score for c in ranked), reverse=True)
    assert len({c.indicator for c in ranked}) == len(ranked)
    assert ranked[:2] == found(path, top=2)


TEXTS_SAID = st.lists(
    st.sampled_from(["三格化粪池", "改厕", "巡河", "农业农村办", "会议", "秋粮测产", "。"]), max_size=6
)


@given(
    PATHS, TEXTS_SAID, st.dictionaries(st.integers(-1, 8), st.lists(st.floats(-1, 1), min_size=4, max_size=4))
)
def test_signs_added_up_quickly_are_the_signs_added_up(path: str, said: list[str], shares: dict) -> None:
    clue, told = Clue(1, path), tell("".join(said), MATCHER.questions)
    learned = Learned(shares=shares)
    slow = {
        place: sum(w * s for w, s in zip(judging.WEIGHTS, row, strict=True))
        for place, row in MATCHER.signs(clue, told, learned).items()
    }
    quick = MATCHER.sums(clue, told, learned)
    assert quick == pytest.approx(slow)


@given(st.lists(PATHS, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_gaps_do_not_depend_on_the_order_of_files(paths: list[str], chance) -> None:
    clues = [Clue(n, path) for n, path in enumerate(paths)]
    gaps = [(i.id, r.id) for i in SCHEME.indicators for r in i.requirements]
    first = [near(one, clues, top=2) for one in gaps]
    chance.shuffle(clues)
    assert [near(one, clues, top=2) for one in gaps] == first


def test_kinds() -> None:
    assert kinds_of_text("村级评议会议记录+签到+照片") == {"minutes", "attendance", "photo"}
    assert kinds_of_text("改厕") == frozenset()
    assert "photo" in kinds_of_extension("jpg")
    assert kinds_of_extension("docx") == frozenset()
    words = [word for kind in KINDS.values() for word in kind.words]
    assert len(set(words)) == len(words)


def test_the_sample_scheme_is_told_apart() -> None:
    """Every requirement's own words, in a folder of its indicator's name, lead back to that indicator."""
    for indicator in SCHEME.indicators:
        for requirement in indicator.requirements:
            best = found(f"{indicator.name}/{requirement.text.replace('/', '、')}.pdf")
            assert best and best[0].indicator == indicator.id, (indicator.name, requirement.text)
