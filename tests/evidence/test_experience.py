"""What is learned from decisions: at once, from a few, and never wildly."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.experience import NOWHERE, Beside, Decision, Experience, Learned, bearing
from ledger_app.evidence.telling import fingerprint, words_of
from ledger_app.search.model import Description


def file(item: int, path: str, text: str = "", **described: str) -> object:
    return bearing(item, path, Description(**described), words_of(fingerprint(text)))


def linked(*places: int) -> Decision:
    return Decision(tuple((place, None) for place in places))


def share(found: Learned, place: int, beside: Beside) -> float:
    return found.shares.get(place, [0.0] * len(Beside))[beside]


def test_one_decision_speaks_softly_and_more_speak_louder() -> None:
    experience = Experience()
    shares = []
    for n in range(1, 6):
        experience.learn(file(n, f"收件/{n}.jpg"), linked(3))
        shares.append(share(experience.of(file(99, "收件/99.jpg")), 3, Beside.FOLDER))
    assert shares == sorted(shares)
    assert 0 < shares[0] <= 0.3 < shares[-1] < 1
    assert experience.of(file(99, "别处/99.jpg")).shares == {}


def test_a_folder_of_ten_indicators_speaks_for_none() -> None:
    experience = Experience()
    for n in range(30):
        experience.learn(file(n, f"杂/{n}.jpg"), linked(n % 10))
    found = experience.of(file(99, "杂/99.jpg"))
    assert all(abs(s[Beside.FOLDER]) < 0.1 for s in found.shares.values())


def test_neighbours_that_speak_for_themselves_weaken_the_folder() -> None:
    experience = Experience()
    for n in range(3):
        experience.learn(file(n, f"杂/{n}.jpg"), linked(1))
    alone = share(experience.of(file(9, "杂/9.jpg")), 1, Beside.FOLDER)
    mixed = share(experience.of(file(9, "杂/9.jpg"), {2: 4, 5: 4}), 1, Beside.FOLDER)
    assert mixed < alone
    assert share(experience.of(file(9, "杂/9.jpg"), {1: 8}), 1, Beside.FOLDER) == alone


def test_rejections_speak_against_and_set_aside_for_nowhere() -> None:
    experience = Experience()
    for n in range(4):
        experience.learn(file(n, f"杂/{n}.jpg"), Decision(((NOWHERE, None),), frozenset({2})))
    found = experience.of(file(9, "杂/9.jpg"))
    assert share(found, 2, Beside.FOLDER) < 0 < share(found, NOWHERE, Beside.FOLDER)
    assert experience.rejected(1) == {2}
    assert experience.rejected(9) == frozenset()


def test_forms_of_names_count_but_not_the_names_that_programs_give() -> None:
    experience = Experience()
    experience.learn(file(1, "甲/入户排查表(石桥村)01.docx"), linked(4))
    experience.learn(file(2, "甲/扫描件0012.pdf"), linked(5))
    assert share(experience.of(file(8, "乙/入户排查表（柳溪村）.docx")), 4, Beside.FORM) > 0
    assert experience.of(file(9, "乙/扫描件0013.pdf")).shares == {}


def test_texts_alike_name_the_file_they_are_like() -> None:
    experience = Experience()
    text = "石桥村张建国户三格化粪池安装验收,蹲便器冲水正常,户主签字确认"
    experience.learn(file(1, "甲/a.docx", text), linked(7))
    found = experience.of(file(9, "乙/b.docx", text.replace("张建国", "李秀英")))
    assert share(found, 7, Beside.ALIKE) > 0.5
    assert found.names[7, Beside.ALIKE] == "a.docx"
    assert experience.of(file(9, "乙/b.docx", "关于召开春节联欢晚会筹备会议的通知")).shares == {}


FILES = st.builds(
    lambda item, folder, name: (item, f"{folder}/{name}{item}.docx"),
    st.integers(1, 8),
    st.sampled_from(["甲", "乙"]),
    st.sampled_from(["改厕台账", "IMG_", "巡查记录"]),
)
STEPS = st.lists(
    st.tuples(FILES, st.lists(st.integers(-1, 3), max_size=2, unique=True), st.sets(st.integers(0, 3))),
    max_size=25,
)


@given(STEPS, st.randoms(use_true_random=False))
def test_learned_one_by_one_is_learned_at_once(steps: list, chance: random.Random) -> None:
    """Whatever was decided, changed and taken back before: only what holds now counts, in whatever order."""
    grown = Experience()
    now: dict[int, tuple] = {}
    for (item, path), places, rejected in steps:
        decision = Decision(tuple((p, None) for p in places), frozenset(rejected - set(places)))
        told = file(item, path, f"{path}的正文")
        grown.learn(told, decision)
        now[item] = (told, decision)
    made = Experience()
    order = list(now.values())
    chance.shuffle(order)
    for told, decision in order:
        made.learn(told, decision)
    asked = file(99, "甲/改厕台账99.docx", "甲/改厕台账3.docx的正文")
    assert grown.of(asked).shares == made.of(asked).shares
    assert {p: grown.folders(p) for p in range(-1, 4)} == {p: made.folders(p) for p in range(-1, 4)}
    for item in now:
        grown.forget(item)
    assert len(grown) == 0
    assert grown.of(asked).shares == {}
