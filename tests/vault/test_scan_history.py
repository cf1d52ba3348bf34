"""Any history of a real folder: after each scan the archive is the folder, and links hold their content."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from ledger_app.core.database import Database, changes_of
from ledger_app.core.progress import Progress
from ledger_app.vault import items
from ledger_app.vault.model import Status

NAMES = st.sampled_from(["a", "b", "村/a", "村/b", "村/深/c", "镇/d"])
CONTENTS = st.sampled_from([b"", b"one", b"two", b"six", b"three" * 30000])


def accept(db, item_ids):
    """Accept changed content as linking does, in an operation of its own."""
    with db.operation("confirm-evidence") as op:
        for item in item_ids:
            items.accept_found(db, op, item)
    return changes_of(op)


class History(RuleBasedStateMachine):
    """What people and programs do to files, between scans of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.root = self.base / "evidence"
        self.root.mkdir()
        (self.base / "archive").mkdir()
        self.db = Database(
            self.base / "archive" / "ledger.db",
            actor="tester",
            now=lambda: datetime(2025, 3, 5, tzinfo=UTC),
            backups=self.base / "backups",
        )
        self.recorded: dict[int, str | None] = {}
        self.is_clean = False

    def teardown(self) -> None:
        self.db.close()
        shutil.rmtree(self.base)

    def files(self) -> dict[str, Path]:
        return {p.relative_to(self.root).as_posix(): p for p in self.root.rglob("*") if p.is_file()}

    def place(self, name: str) -> Path:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        self.is_clean = False
        return target

    @rule(name=NAMES, content=CONTENTS)
    def write(self, name, content):
        self.place(name).write_bytes(content)

    @rule(name=NAMES, content=CONTENTS)
    def save_as_office_does(self, name, content):
        target = self.place(name)
        temporary = target.with_name("~WRL.tmp")
        temporary.write_bytes(content)
        target.unlink(missing_ok=True)
        temporary.rename(target)

    @rule(data=st.data(), to=NAMES)
    def rename(self, data, to):
        if files := self.files():
            files[data.draw(st.sampled_from(sorted(files)))].replace(self.place(to))

    @rule(data=st.data(), to=NAMES)
    def copy(self, data, to):
        if files := self.files():
            source = files[data.draw(st.sampled_from(sorted(files)))]
            target = self.place(to)
            if source != target:
                shutil.copy2(source, target)

    @rule(data=st.data())
    def swap(self, data):
        files = self.files()
        if len(files) > 1:
            one, two = (
                files[n]
                for n in data.draw(
                    st.lists(st.sampled_from(sorted(files)), min_size=2, max_size=2, unique=True)
                )
            )
            third = self.place("third")
            one.rename(third)
            two.rename(one)
            third.rename(two)

    @rule(data=st.data())
    def delete(self, data):
        if files := self.files():
            files[data.draw(st.sampled_from(sorted(files)))].unlink()
            self.is_clean = False

    @rule(one=st.sampled_from(["村", "镇", "村/深"]), two=st.sampled_from(["新村", "镇/内", "x"]))
    def rename_folder(self, one, two):
        is_inside = two.startswith(one + "/")
        if (self.root / one).is_dir() and not (self.root / two).exists() and not is_inside:
            (self.root / one).rename(self.place(two))

    @rule(is_full=st.booleans())
    def scan(self, is_full):
        items.scan(self.db, self.root, Progress(), full=is_full)
        self.check()

    @rule(folder=st.sampled_from(["村", "镇", "x"]))
    def scan_part(self, folder):
        items.scan(self.db, self.root, Progress(), within=[folder])
        files = {p: f for p, f in self.files().items() if p.startswith(folder + "/")}
        live = [r for r in items.locations(self.db) if r.status is not Status.MISSING]
        assert {r.path for r in live if r.path.startswith(folder + "/")} == files.keys()

    @precondition(lambda self: self.is_clean)
    @rule()
    def scan_again_writes_nothing(self):
        before = self.db.entries(limit=1)
        items.scan(self.db, self.root, Progress())
        assert self.db.entries(limit=1) == before

    @rule()
    def accept_everything(self):
        accept(self.db, [i.id for i in items.all_items(self.db)])
        self.recorded = {i.id: i.sha256 for i in items.all_items(self.db)}

    def check(self):
        """The archive says what the folder is, and no item's recorded content ever changes by a scan."""
        held = {i.id: i.sha256 for i in items.all_items(self.db)}
        assert self.recorded.items() <= held.items()
        self.recorded = held
        self.is_clean = True
        rows = items.locations(self.db)
        live = {r.path: r for r in rows if r.status is not Status.MISSING}
        files = self.files()
        assert live.keys() == files.keys()
        present = {held[r.item] for r in live.values() if r.status is Status.PRESENT}
        for path, file in files.items():
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            assert live[path].found_sha256 == content
            is_same = held[live[path].item] == content
            assert live[path].status is (Status.PRESENT if is_same else Status.CHANGED)
        for row in rows:
            if row.status is Status.MISSING and row.size:
                others = [i for i, c in held.items() if c == held[row.item] and i != row.item]
                assert held[row.item] not in present or others


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
