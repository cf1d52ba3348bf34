"""Search over contents finds exactly what a scan of the text finds, whatever was written, changed or dropped."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import database, name

from ledger_app.core.errors import LedgerError
from ledger_app.search import places, readings, tables, texts
from ledger_app.search.characters import searchable, searchable_with_places
from ledger_app.search.descriptions import correct
from ledger_app.search.finding import find
from ledger_app.search.model import Part, Reading
from ledger_app.search.pairs import phrase
from ledger_app.search.querying import Filters, parsed

HERE = Path(__file__).parent


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


def digest(path):
    return hashlib.sha256(path.encode()).hexdigest()


def write(db, path, *pages, **fields):
    """Keep the text of a file page by page, as reading it would; a path that is new is taken in."""
    if not db.value("SELECT 1 FROM location WHERE path = ?", path):
        name(db, path, **fields)
    parts = tuple(Part(n, text) for n, text in enumerate(pages, 1))
    with db.derived() as connection:
        texts.store(connection, [(digest(path), Reading(parts=parts))])


def paths(db, query, **options):
    return [hit.path for hit in find(db, query, **options)]


def held(db, piece):
    """Return the contents that the index says hold a piece."""
    rows = db.tuples("SELECT rowid FROM text_index WHERE text_index MATCH ?", phrase(piece))
    return {db.value("SELECT sha256 FROM content WHERE id = ?", row[0]) for row in rows}


ALPHABET = "整改户厕台账 25a(（）,。：%-/\n"
PAGES = st.lists(st.text(st.sampled_from(ALPHABET), max_size=30), max_size=3)
WRITES = st.lists(st.tuples(st.integers(0, 3), PAGES), min_size=1, max_size=8)


@given(writes=WRITES, odd=st.lists(st.text(max_size=12), max_size=3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_piece_is_found_where_it_stands_and_nowhere_else(tmp_path_factory, writes, odd):
    db = database(tmp_path_factory.mktemp("archive"))
    now: dict[str, list[str]] = {}
    for file, pages in [*writes, *((9, [text]) for text in odd)]:
        path = f"{file}.txt"
        clean = [page.encode(errors="replace").decode() for page in pages]
        write(db, path, *clean)
        now[digest(path)] = [searchable(page) for page in clean]
    pieces = {
        page[at : at + length]
        for pages in now.values()
        for page in pages
        for length in (1, 2, 3, 4)
        for at in range(len(page) - length + 1)
    }
    for piece in pieces:
        assert held(db, piece) == {s for s, pages in now.items() if any(piece in p for p in pages)}, piece
    for absent in ("整整整整", "zz", "龘"):
        assert held(db, absent) == {s for s, pages in now.items() if any(absent in p for p in pages)}
    db.connection.execute("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
    db.close()


def test_a_search_finds_pieces_of_texts_on_their_pages_with_marks(db):
    write(db, "a.pdf", "第一页没有什么", "共改厕326户，资金12.5万元（已拨付）。")
    write(db, "b.pdf", "别的")
    for piece in ("厕", "326", "3", "5万", "（已", "(已", "。", "２６户"):
        hit = next(h for h in find(db, f'"{piece}"') if h.path == "a.pdf")
        assert hit.page == 2
        ((start, end),) = hit.ranges[:1]
        assert searchable(hit.snippet[start:end]) == searchable(piece)
    assert paths(db, "326 一页") == ["a.pdf"]
    assert paths(db, "改厕 -拨付") == []
    assert paths(db, "页没有什么共") == []


def test_words_may_stand_in_the_name_and_in_the_text(db):
    write(db, "李家村/公示.pdf", "改厕名单")
    write(db, "王家村/公示.pdf", "改厕名单")
    write(db, "李家村/别的.pdf", "无关")
    assert paths(db, "李家村 改厕") == ["李家村/公示.pdf"]
    assert paths(db, "公示 名单 -王家") == ["李家村/公示.pdf"]
    assert paths(db, "名单 -李家村") == ["王家村/公示.pdf"]
    assert paths(db, "公示 -名单") == []


def test_names_come_before_titles_folders_and_texts(db):
    write(db, "x/正文.pdf", "总结 总结 总结")
    write(db, "总结/a.pdf", "无")
    write(db, "x/年度总结.pdf", "无")
    name(db, "x/扫描.pdf", title="总结")
    write(db, "x/少.pdf", "只有一处总结")
    wanted = ["x/年度总结.pdf", "x/扫描.pdf", "总结/a.pdf", "x/正文.pdf", "x/少.pdf"]
    assert paths(db, "总结") == wanted
    scores = [hit.score for hit in find(db, "总结")]
    assert scores == sorted(scores, reverse=True)


def test_nothing_is_left_out_where_every_word_is_common(db):
    for n in range(700):
        write(db, f"甲{n}.txt", "乙的正文" if n == 350 else "别的正文")
        write(db, f"丙{n}.txt", "乙的正文")
    found = paths(db, "甲 乙", limit=50)
    assert found == ["甲350.txt"]


def test_spaced_headings_and_broken_lines_are_put_together(db):
    broken = "为进一步做好农村户厕改造工作现将有关事项通\n知如下请认真落实"
    write(db, "a.pdf", "会 议 纪 要\n" + broken)
    write(db, "b.pdf", "张三 李四\n王五")
    assert paths(db, "会议纪要") == ["a.pdf"]
    (hit,) = find(db, "事项通知")
    ((start, end),) = hit.ranges
    assert hit.snippet[start:end] == "事项通 知"
    assert paths(db, "三李") == paths(db, "四王") == []


@pytest.mark.parametrize("phrase", ["截至2025年", "于2025年7月", "登记完成，资金"])
def test_a_full_line_may_break_beside_a_number_or_after_a_comma(db, phrase):
    lines = (
        "青石村户厕改造工作按照县里要求截至",
        "2025年共改造卫生厕所三百座于2025",
        "年7月全部验收合格并逐户登记完成，",
        "资金到位",
    )
    write(db, "a.pdf", "\n".join(lines))
    write(db, "b.pdf", "要求截至\n2025年\n座于2025\n年7月\n登记完成，\n资金到位")
    assert paths(db, f'"{phrase}"') == ["a.pdf"]


@given(
    st.text(st.one_of(st.sampled_from("会议 \n…①㎡Ａａé\u0301ﾞか"), st.characters(exclude_categories=["Cs"])))
)
def test_places_lead_back_into_the_text(text):
    folded, found = searchable_with_places(text)
    assert folded == searchable(text)
    assert len(found) == len(folded)
    assert list(found) == sorted(found)
    assert all(0 <= place < len(text) for place in found)


def test_a_word_across_the_pieces_of_a_long_page_is_found_and_shown(db):
    long = "甲" * (texts.PIECE - 2) + "改厕台账" + "乙" * texts.PIECE
    write(db, "a.txt", long)
    (hit,) = find(db, "改厕台账")
    ((start, end),) = hit.ranges
    assert (hit.snippet[start:end], hit.page) == ("改厕台账", 1)
    assert texts.parts(db, digest("a.txt")) == (Part(1, long),)


def test_filters_alone_in_the_query_and_with_words(db):
    write(db, "2025年/a.pdf", "公示", kind="notice", villages=["李家村"])
    write(db, "2024年/b.pdf", "公示", kind="photo", villages=["王家村", "李家村"])
    assert paths(db, "类型:照片") == paths(db, "kind:photo") == ["2024年/b.pdf"]
    assert set(paths(db, "村:李家")) == {"2025年/a.pdf", "2024年/b.pdf"}
    assert paths(db, "公示 年：2025") == ["2025年/a.pdf"]
    assert paths(db, "公示", filters=Filters(village="王家村", kind="照片")) == ["2024年/b.pdf"]
    assert paths(db, "公示 状态:缺失") == []
    assert paths(db, "公示", filters=Filters(items=frozenset({1}))) == ["2025年/a.pdf"]
    assert parsed("“年:2025”").wanted == ("年:2025",)
    for query, code in {
        "类型:不明": "filter-kind",
        "村:赵家村": "filter-village",
        "年:去年": "filter-year",
        "状态:很好": "filter-status",
    }.items():
        with pytest.raises(LedgerError) as raised:
            find(db, query)
        assert raised.value.code == code


def test_a_correction_and_its_undoing_move_a_file_between_filters(db):
    write(db, "a.pdf", "公示", kind="notice")
    assert paths(db, "类型:公示") == ["a.pdf"]
    correct(db, 1, kind="photo")
    assert (paths(db, "类型:公示"), paths(db, "类型:照片")) == ([], ["a.pdf"])
    db.undo()
    assert (paths(db, "类型:公示"), paths(db, "类型:照片")) == (["a.pdf"], [])
    db.redo()
    assert paths(db, "类型:照片") == ["a.pdf"]


def test_texts_without_a_file_go_and_those_of_missing_files_stay(db):
    write(db, "a.pdf", "甲乙")
    write(db, "b.pdf", "甲丙")
    with db.operation("scan") as op:
        op.update("location", 1, {"status": "missing"})
        op.update("item", 2, {"sha256": "f" * 64})
        op.update("location", 2, {"found_sha256": "f" * 64})
    assert texts.forget(db) == 1
    assert paths(db, "甲") == ["a.pdf"]
    assert held(db, "丙") == set()
    assert texts.counts(db).documents == 1


# sessions


def test_a_session_finds_what_another_changed(tmp_path):
    with_index = database(tmp_path)
    write(with_index, "旧名.pdf", "正文甲")
    write(with_index, "走的.pdf", "正文乙")
    assert len(paths(with_index, "正文")) == 2
    with_index.close()
    without = database(tmp_path)  # it never searches, so that nothing watches
    with without.operation("move") as op:
        op.update("location", 1, {"path": "新名.pdf"})
        op.delete("location", 2)
    name(without, "新来.pdf", title="题名")
    without.close()
    again = database(tmp_path)
    assert (paths(again, "旧名"), paths(again, "新名"), paths(again, "题名")) == (
        [],
        ["新名.pdf"],
        ["新来.pdf"],
    )
    assert paths(again, "正文") == ["新名.pdf"]
    again.close()


def test_an_unchanged_archive_is_searched_without_indexing_names_again(tmp_path):
    db = database(tmp_path)
    name(db, "a.pdf")
    assert paths(db, "a.pdf") == ["a.pdf"]
    db.close()
    db = database(tmp_path)
    db.connection.execute("UPDATE place SET name = 'kept'")
    assert paths(db, "a.pdf") == ["a.pdf"]
    assert db.value("SELECT name FROM place") == "kept"
    assert places.waiting(db) == 0
    db.close()


def test_a_ledger_that_was_restored_is_seen_to_be_another(tmp_path):
    db = database(tmp_path)
    name(db, "a.pdf")
    db.connection.execute("VACUUM INTO ?", [str(tmp_path / "copy.db")])
    name(db, "b.pdf")
    assert set(paths(db, "pdf")) == {"a.pdf", "b.pdf"}
    db.close()
    (tmp_path / "copy.db").replace(tmp_path / "ledger.db")
    db = database(tmp_path)
    assert paths(db, "pdf") == ["a.pdf"]
    db.close()


def test_some_new_files_first_the_others_after_a_refresh(db):
    for n in range(5):
        name(db, f"{n}.pdf")
    assert set(paths(db, "pdf", most_new=2)) == {"3.pdf", "4.pdf"}
    assert places.waiting(db) == 3
    assert places.refresh(db) == 0
    assert len(paths(db, "pdf")) == 5


# damage


def _spoil(path, share):
    """Overwrite the file behind a share of it."""
    data = bytearray(path.read_bytes())
    start = round(len(data) * share)
    data[start:] = b"\xa5" * (len(data) - start)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.9])
def test_damaged_texts_are_made_anew_and_the_ledger_is_not_blamed(tmp_path, share):
    db = database(tmp_path)
    for n in range(50):
        write(db, f"{n}.pdf", "正文" * 2000)
    assert len(paths(db, "正文")) == 50
    db.close()
    _spoil(tmp_path / tables.FILE, share)
    db = database(tmp_path)
    for query in ("正", "正文", "文正文", "49.pdf", "类型:照片"):
        find(db, query)
    with suppress(LedgerError):
        write(db, "7.pdf", "别的")
    assert paths(db, "49.pdf") == ["49.pdf"]
    unread = set(readings.unread(db))
    for n in range(50):
        if digest(f"{n}.pdf") in unread or n == 7:
            write(db, f"{n}.pdf", "正文新的")
    assert len(paths(db, "正文")) == 50
    assert db.verify_journal()[1] is None
    db.close()


def test_a_damaged_ledger_is_still_called_that(tmp_path):
    db = database(tmp_path)
    for n in range(300):
        name(db, f"{n}-{'长' * 200}.pdf")
    db.close()
    _spoil(tmp_path / "ledger.db", 0.6)
    db = database(tmp_path)
    with pytest.raises(LedgerError) as raised:
        find(db, "长")
    assert raised.value.code == "archive-damaged"
    db.close()


def test_a_process_killed_while_indexing_leaves_whole_batches(tmp_path):
    db = database(tmp_path)
    for n in range(400):
        name(db, f"{n}.txt")
    db.close()
    script = f"""
        import sys
        sys.path[:0] = [{str(HERE / "helpers")!r}, {str(HERE.parents[1])!r}]
        from pathlib import Path
        import hashlib
        from rows import database
        from ledger_app.search import texts
        from ledger_app.search.model import Part, Reading
        db = database(Path({str(tmp_path)!r}))
        for first in range(0, 400, 10):
            with db.derived() as connection:
                texts.store(connection, [
                    (hashlib.sha256(f"{{n}}.txt".encode()).hexdigest(), Reading(parts=(Part(None, f"正文{{n}}号" * 500),)))
                    for n in range(first, first + 10)])
            print(first, flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    for _ in range(5):
        child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (tmp_path / ".lock").unlink(missing_ok=True)
    db = database(tmp_path)
    kept = {row[0] for row in db.tuples("SELECT sha256 FROM content")}
    assert 50 <= len(kept) < 400
    assert len(kept) % 10 == 0
    assert held(db, "正文") == kept
    assert held(db, "正文7号") == {digest("7.txt")}
    db.connection.execute("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
    db.close()


def test_a_ledger_that_cannot_be_written_is_searched(tmp_path):
    db = database(tmp_path)
    write(db, "a.pdf", "正文")
    assert paths(db, "正文") == ["a.pdf"]
    name(db, "b.pdf")
    db.connection.set_authorizer(
        lambda action, first, _second, schema, _trigger: (
            sqlite3.SQLITE_DENY
            if schema == "main"
            and action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
            else sqlite3.SQLITE_OK
        )
    )
    assert set(paths(db, "pdf")) == {"a.pdf", "b.pdf"}
    db.connection.set_authorizer(None)
    db.close()
