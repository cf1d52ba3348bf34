"""What waits, and a hundred thousand of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics

from ledger_app.evidence.model import HeldFile
from ledger_app.ui import inbox_rows
from ledger_app.ui.files_model import FilesModel
from ledger_app.ui.inbox_rows import FileRow, InboxFilter, InboxReading
from ledger_app.ui.inbox_table import InboxTable
from ledger_app.vault.model import Status


def held(number: int, path: str, *, mtime: int = 0, aside: bool = False) -> HeldFile:
    return HeldFile(number, path, Status.PRESENT, 1, mtime, "0" * 64, None, None, aside)


def rows(*files: HeldFile) -> list[FileRow]:
    return [FileRow(f, 0, f.path.casefold()) for f in files]


def reading(*files: HeldFile) -> InboxReading:
    all_rows = rows(*files)
    return InboxReading(all_rows, [r for r in all_rows if not r.held.is_set_aside], [])


def test_narrowing_by_words_folder_kind_and_aside():
    found = reading(
        held(1, "厕所/改厕台账.xlsx"), held(2, "厕所/照片/IMG_1.JPG"), held(3, "通知.pdf", aside=True)
    )

    def ids(**wanted: object) -> list[int]:
        return [r.id for r in inbox_rows.narrowed(found, InboxFilter(**wanted))]

    assert ids() == [1, 2]
    assert ids(with_set_aside=True) == [1, 2, 3]
    assert ids(text="img 厕所") == [2]
    assert ids(kind="Table") == [1]
    assert ids(folder="厕所") == [1, 2]
    assert ids(folder="厕") == []


@given(st.lists(st.text("改厕台账ab/", min_size=1), max_size=20), st.text("改厕ab ", max_size=4))
def test_every_row_left_holds_every_word(paths: list[str], text: str):
    found = reading(*(held(n, p) for n, p in enumerate(paths)))
    left = inbox_rows.narrowed(found, InboxFilter(text=text))
    for row in found.rows:
        assert (row in left) == all(word in row.held.path for word in text.split())


class Counted(FilesModel):
    flags_asked = 0

    def flags(self, index):
        self.flags_asked += 1
        return super().flags(index)


def test_a_hundred_thousand_rows_have_one_fixed_height(qtbot):
    asked: list[int] = []
    model = Counted(lambda item: asked.append(item) or "–")
    table = InboxTable(model)
    qtbot.addWidget(table)
    table.resize(900, 600)
    with qtbot.waitExposed(table):
        table.show()
    table.show_rows(rows(*(held(n, f"照片/IMG_{n:06}.jpg") for n in range(100_000))))
    assert table.rowHeight(99_999) == table.rowHeight(0) >= QFontMetrics(table.font()).height()
    table.selectAll()
    table.grab()
    assert len(table.chosen_rows()) == 100_000
    assert model.flags_asked < 5000, "drawing a selection must not ask about every row"
    table.choose(99_999)
    first, last = table.rows_in_view()
    assert last == 99_999
    assert last - first < 60
    table.grab()
    assert len(asked) < 2000, "only rows in view are asked about"
