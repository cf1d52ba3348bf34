"""Search over names finds exactly what a person would find by reading every name."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import database, name

from ledger_app.search.characters import fold, fold_with_places
from ledger_app.search.descriptions import correct
from ledger_app.search.finding import find, parsed

PATHS = [
    "1 组织领导/1.1 领导小组/关于成立领导小组的通知.docx",
    "1 组织领导/1.2 会议/ＡＢＣ会议纪要（盖章版）.pdf",
    "3 人居环境/改厕台账/改厕前后照片 IMG_20250305.JPG",
    "3 人居环境/改厕台账/花名册(1).xlsx",
    "3 人居环境/总结/2025年度总结.docx",
    "总结/青政发[2025]5号.pdf",
    "奇怪/a\nb\x1fc.txt",
    "奇怪/⽂件⻚.txt",
]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    opened = database(tmp_path_factory.mktemp("archive"))
    for n, path in enumerate(PATHS):
        name(opened, path, mtime_ns=n)
    yield opened
    opened.close()


def paths(db, query, **options):
    return [hit.path for hit in find(db, query, **options)]


PIECES = sorted({p[i : i + n] for p in PATHS for n in (1, 2, 3, 4) for i in range(len(p) - n + 1)})


@pytest.mark.parametrize("piece", [p for p in PIECES if p.strip() and not p[0].isspace() and "\x1f" not in p])
def test_every_piece_of_a_name_finds_what_holds_it(db, piece):
    expected = {p for p in PATHS if fold(piece) in fold(p)}
    assert set(paths(db, f'"{piece}"')) == expected
    assert expected


@given(st.text(st.sampled_from("总结会议2025a(）改厕 "), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_words_must_be_there(db, query):
    words = [fold(w) for w in query.split()]
    expected = {p for p in PATHS if words and all(w in fold(p) for w in words)}
    assert set(paths(db, query)) == expected


@given(st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_an_error_and_what_is_marked_matches(db, query):
    for hit in find(db, query):
        assert 0 < hit.score <= 1
        for start, end in hit.ranges:
            assert 0 <= start < end <= len(hit.snippet)
            assert any(fold(hit.snippet[start:end]).find(w) >= 0 for w in parsed(query).wanted)


@given(st.text(max_size=30))
def test_folding_with_places_is_folding(text):
    folded, places = fold_with_places(text)
    assert len(folded) == len(places)
    assert folded == fold(text)
    assert list(places) == sorted(places)


def test_width_case_brackets_and_radicals_make_no_difference(db):
    assert paths(db, "abc") == [PATHS[1]]
    assert paths(db, "青政发〔2025〕５号") == [PATHS[5]]
    assert paths(db, "文件页") == [PATHS[7]]
    assert paths(db, "jpg") == [PATHS[2]]


def test_words_phrases_and_exclusion(db):
    assert set(paths(db, "人居 改厕")) == {PATHS[2], PATHS[3]}
    assert paths(db, "改厕 -照片") == [PATHS[3]]
    assert paths(db, "“前后照片 IMG”") == [PATHS[2]]
    assert paths(db, "-照片") == paths(db, "  ") == paths(db, '""') == []


def test_names_before_folders_and_starts_before_middles(tmp_path):
    db = database(tmp_path)
    for n, path in enumerate(["总结/a.txt", "x/年度总结.txt", "x/总结.txt", "y/总结.txt"]):
        name(db, path, mtime_ns=n)
    name(db, "x/b.txt", title="工作总结")
    assert paths(db, "总结") == ["y/总结.txt", "x/总结.txt", "x/年度总结.txt", "x/b.txt", "总结/a.txt"]
    assert paths(db, "总结", limit=2) == ["y/总结.txt", "x/总结.txt"]
    db.close()


def test_titles_numbers_and_issuers(tmp_path):
    db = database(tmp_path)
    item = name(
        db,
        "扫描0012.pdf",
        title="关于春耕的通知",
        document_number="青政发〔2025〕5号",
        issuer="青山镇人民政府",
    )
    name(db, "别的.pdf")
    (hit,) = find(db, "春耕")
    assert (hit.item, hit.snippet, hit.ranges) == (item, "关于春耕的通知", ((2, 4),))
    assert paths(db, "青政发(2025)5号") == paths(db, "镇人民 扫描") == ["扫描0012.pdf"]
    assert paths(db, "通知青政") == []
    db.close()


def test_a_search_sees_what_changed_since_the_last(tmp_path):
    db = database(tmp_path)
    item = name(db, "a.txt", title="旧题名")
    assert paths(db, "旧题") == ["a.txt"]
    correct(db, item, title="新题名")
    assert (paths(db, "旧题"), paths(db, "新题")) == ([], ["a.txt"])
    db.undo()
    assert paths(db, "旧题") == ["a.txt"]
    name(db, "b.txt")
    assert paths(db, "b.t") == ["b.txt"]
    with db.operation("move") as op:
        op.update("location", 1, {"path": "c.txt"})
    assert (paths(db, "a.t"), paths(db, "c.t")) == ([], ["c.txt"])
    with db.derived() as connection:
        connection.execute("UPDATE description SET fields = '{}'")
    assert paths(db, "旧题") == []
    with db.operation("forget") as op:
        op.delete("location", 2)
    assert paths(db, "b.t") == []
    db.close()


def test_a_path_that_was_overwritten_is_one_hit(tmp_path):
    db = database(tmp_path)
    old = name(db, "a.txt")
    with db.operation("scan") as op:
        op.update("location", 1, {"status": "missing"})
        new = op.insert("item", {"sha256": "1" * 64, "size": 1, "first_seen": ""})
        op.insert(
            "location",
            {
                "path": "a.txt",
                "item": new,
                "status": "present",
                "size": 1,
                "mtime_ns": 0,
                "inode": 0,
                "is_racy": 0,
            },
        )
    assert [hit.item for hit in find(db, "a")] == [new] != [old]
    db.close()
