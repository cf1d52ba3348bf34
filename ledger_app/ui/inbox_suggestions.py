"""What a waiting file might show: asked for the rows in view, offered as three choices for the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ledger_app.archive import Archive
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.evidence import wording
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Indicator, Requirement, Scheme
from ledger_app.search.model import Description
from ledger_app.search.wording import reading_error
from ledger_app.ui.context import Context
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.jobs import Job, Turn
from ledger_app.ui.requirement_rows import score_words

TOP = 3
_PIECE = 100


class Suggestions(QObject):
    """Suggestions by item, asked for in batches off the event loop and kept for one state."""

    arrived = Signal()
    completed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[int, list[Candidate]] = {}
        self._described: dict[int, Description] = {}
        self._job: Job | None = None
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._targets: dict[tuple[int, int | None], tuple[Indicator, Requirement | None]] = {}

    def renew(self, scheme: Scheme) -> None:
        """Keep showing what is known until it is asked for again."""
        self._stale = set(self._known)
        self._asked.clear()
        self._targets = {}
        for indicator in scheme.indicators:
            self._targets[indicator.id, None] = (indicator, None)
            for requirement in indicator.requirements:
                self._targets[indicator.id, requirement.id] = (indicator, requirement)

    def of(self, item: int) -> list[Candidate] | None:
        """Return what an item might show, best first; None while that is unknown."""
        found = self._known.get(item)
        return None if found is None else [c for c in found if self.target(c)]

    def best(self, item: int) -> float | None:
        """Return the score of an item's best suggestion, 0 where it has none, None while that is unknown."""
        found = self.of(item)
        return None if found is None else found[0].score if found else 0.0

    def described(self, item: int) -> Description | None:
        """Return what is known of an item's content, None while that was not asked for."""
        return self._described.get(item)

    def target(self, candidate: Candidate) -> tuple[Indicator, Requirement | None] | None:
        """Return the indicator and requirement of a candidate in the scheme of today."""
        return self._targets.get((candidate.indicator, candidate.requirement))

    def words(self, item: int) -> str | None:
        """Return the best suggestion in a few words, None while unknown.

        Where there is none: why the file can't be read, else `–`.
        """
        found = self.of(item)
        if found is None:
            return None
        if found:
            return f"{score_words(found[0].score)} · {self.title(found[0])}"
        described = self._described.get(item)
        return reading_error(described.error) if described and described.error else "–"

    def title(self, candidate: Candidate) -> str:
        """Return what a candidate would be linked to."""
        found = self.target(candidate)
        if found is None:
            return ""
        indicator, requirement = found
        return indicator_title(indicator) + (f" › {requirement.text}" if requirement else "")

    def ranked(self, item_ids: Iterable[int]) -> list[Candidate]:
        """Return the choices for these files: for several, what most of them speak for."""
        scores: dict[tuple[int, int | None], float] = {}
        best: dict[tuple[int, int | None], Candidate] = {}
        for item in item_ids:
            for candidate in self.of(item) or ():
                key = (candidate.indicator, candidate.requirement)
                scores[key] = scores.get(key, 0.0) + candidate.score
                best.setdefault(key, candidate)
        return [best[key] for key in sorted(scores, key=lambda k: -scores[k])[:TOP]]

    def own(self, item_ids: Iterable[int]) -> list[Candidate]:
        """Return the best suggestion of each of these files, where they are several and differ."""
        best = [found[0] for item in item_ids if (found := self.of(item))]
        return best if len({(c.indicator, c.requirement) for c in best}) > 1 else []

    def ask(self, item_ids: Iterable[int]) -> None:
        """Ask for the items that are not known yet."""
        wanted = [i for i in item_ids if (i not in self._known or i in self._stale) and i not in self._asked]
        if not wanted:
            return
        self._asked.update(wanted)
        self._context.run(
            "",
            lambda archive, _: (archive.suggestions(wanted, top=TOP), archive.descriptions(wanted)),
            done=lambda found: self._keep(wanted, *found),
            is_quiet=True,
        )

    def ask_all(self, item_ids: Iterable[int]) -> bool:
        """Ask for all these items where they are not known as of now; `completed` follows where it returns True."""
        if self._job is not None:
            return True
        wanted = [i for i in item_ids if i not in self._known or i in self._stale]
        if not wanted:
            return False

        def work(archive: Archive, progress: Progress) -> dict[int, list[Candidate]]:
            found: dict[int, list[Candidate]] = {}
            for at in range(0, len(wanted), _PIECE):
                progress.at("suggest", at, len(wanted))
                found |= archive.suggestions(wanted[at : at + _PIECE], top=TOP)
            return found

        self._job = self._context.run(
            _("Look for suggestions"),
            work,
            done=lambda found: self._keep(wanted, found, {}),
            turn=Turn.BACKGROUND,
        )
        self._job.ended.connect(self._complete)
        return True

    def reject(self, items: Iterable[int], indicator: int) -> None:
        """Stop showing an indicator for these items, while that is written."""
        for item in items:
            self._known[item] = [c for c in self._known.get(item, ()) if c.indicator != indicator]

    def _keep(
        self, wanted: list[int], found: dict[int, list[Candidate]], described: dict[int, Description]
    ) -> None:
        for item in wanted:
            self._known[item] = list(found.get(item, ()))
            self._stale.discard(item)
        self._described |= described
        self.arrived.emit()

    def _complete(self) -> None:
        self._job = None
        self.completed.emit()


class Choices(QWidget):
    """Three choices for one file, each with its key and its reasons."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._keys = ElidedLabel(), ElidedLabel()
        self._keys.setText(
            _(
                "Enter accept · 1 2 3 choose · R reject · 0 not relevant · S skip · L link to … · Ctrl+Z take back"
            )
        )
        for label in (self._heading, self._keys):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 2)
        self._rows: list[tuple[QPushButton, QLabel, QLabel]] = []
        for number in range(TOP):
            button, text, why = QPushButton(str(number + 1)), ElidedLabel(), ElidedLabel()
            button.setFixedWidth(self.fontMetrics().height() * 2)
            button.clicked.connect(lambda _=False, n=number: self.chosen.emit(n))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            why.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            steady = button.sizePolicy()  # the list above must not jump from file to file
            steady.setRetainSizeWhenHidden(True)
            button.setSizePolicy(steady)
            grid.addWidget(button, number, 0)
            grid.addWidget(text, number, 1)
            grid.addWidget(why, number, 2)
            self._rows.append((button, text, why))
        grid.setColumnStretch(2, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        layout.addWidget(self._heading)
        layout.addLayout(grid)
        layout.addWidget(self._keys)

    def show_choices(
        self, heading: str, found: list[Candidate], title: Callable[[Candidate], str], *, own: int = 0
    ) -> None:
        """Show up to three choices under a heading; `own` files, where given, can each go its own way."""
        offered = []
        if own:
            each = ngettext(
                "{n} file to its own best suggestion", "{n} files, each to its best suggestion", own
            )
            offered.append((each.format(n=own), ""))
        for candidate in found:
            reasons = _("; ").join(wording.reasons(candidate))
            why = f"{score_words(candidate.score)} · {reasons}" if reasons else ""
            offered.append((title(candidate), _("all of them") if own else why))
        self._heading.setText(heading)
        for number, (button, text, why) in enumerate(self._rows):
            is_there = number < len(offered)
            for part in (button, text, why):
                part.setVisible(is_there)
            if is_there:
                what, because = offered[number]
                text.setText(what)
                why.setText(because)
                button.setAccessibleName(
                    _("Choice {n}: {what}, {why}").format(n=number + 1, what=what, why=because)
                )
