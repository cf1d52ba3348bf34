"""The photographs: which are the same one, when and where each was taken, what each is linked to."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.archive import Archive
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.scheme.model import Indicator
from ledger_app.search import photos
from ledger_app.ui import (
    file_actions,
    indicator_nodes,
    indicator_reading,
    link_picker,
    photo_groups,
    photo_rows,
    photo_words,
    what_if,
)
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_nodes import TreeFilter
from ledger_app.ui.indicator_tree import IndicatorTree, under_hint
from ledger_app.ui.jobs import Job, Turn
from ledger_app.ui.page import Page
from ledger_app.ui.photo_grid import PhotoGrid, PhotosModel, Thumbnails
from ledger_app.ui.photo_groups import Choice, PhotoGroups
from ledger_app.ui.photo_rows import PhotoReading, PhotoRow
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.preview import Preview
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.state import State

_PLACES = 200
_PLACE_LETTERS = 16


class PhotosPage(Page):
    """Filters and groups at the left, a grid of thumbnails, a preview and a small tree to drop on."""

    name = "photos"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reading: PhotoReading | None = None
        self._target: dict[str, object] = {}
        self._loading: Job | None = None
        self._comparing: Job | None = None
        self._is_stale = False
        self.thumbnails = Thumbnails(context, self)
        self.photos = PhotosModel(self)
        self.grid = PhotoGrid(self.photos, self.thumbnails)
        self.groups = PhotoGroups(self.thumbnails)
        self.preview = Preview(context, name="photos/preview")
        self.tree = IndicatorTree()
        self.places = QComboBox()
        self.about = QLabel()
        self.placeholder = Placeholder()
        self._build()
        self._connect()
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Photos")

    def show_state(self, state: State) -> None:
        """Read the photographs and gather them beside the event loop; many calls while one runs are one."""
        if self._loading:
            self._is_stale = True
            return
        self._is_stale = False
        self._loading = self.context.run(
            "", _loaded, done=lambda found: self._gather(state, found), is_quiet=True
        )
        self._loading.ended.connect(self._end_loading)

    def show_target(self, **target: object) -> None:
        """Choose the photograph with this item number (`item`), in its group where it has one."""
        self._target = target
        if self.reading:
            self._go()

    # building

    def _build(self) -> None:
        em = self.fontMetrics().height()
        self.tree.has_points = self.tree.chooses_first = False
        self.places.setAccessibleName(_("Place"))
        self.places.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.places.setMinimumContentsLength(_PLACE_LETTERS)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self._below = under_hint(_("Drag photos onto an indicator, or press L"), self.tree)
        self._side = QSplitter(Qt.Orientation.Vertical)
        self._side.addWidget(self.preview)
        self._side.addWidget(self._below)
        self._side.setCollapsible(0, False)
        self._side.setStretchFactor(0, 1)
        self._side.setMinimumWidth(em * 11)
        self._centre = self._middle()
        self.groups.setMinimumWidth(em * 9)
        split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.groups, self._centre, self._side):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 3)
        split.setStretchFactor(2, 1)
        settings = self.context.settings
        remember_splitter(self._side, settings, "photos/side", [em * 26, em * 9])
        remember_splitter(split, settings, "photos/splitter", [em * 16, em * 36, em * 21])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.begin_at(self.grid)

    def _middle(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 6, 4)
        bar.addWidget(self.about, 1)
        bar.addWidget(self.places, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.placeholder)
        pane = QWidget()
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        pane.setMinimumWidth(self.fontMetrics().height() * 14)
        return pane

    def _connect(self) -> None:
        self.groups.narrowed.connect(lambda _: self._narrow())
        self.groups.left.connect(self._focus_grid)
        self.places.currentIndexChanged.connect(lambda _: self._narrow())
        self.grid.acted.connect(self._act)
        self.grid.chosen.connect(self._show_chosen)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.tree.dropped.connect(self._drop)
        self.preview.left.connect(self._come_back)

    # showing

    def _gather(self, state: State, found: object) -> None:
        facts, alike, corrected, is_compared = found
        self.prepare(
            lambda _: (state, photo_rows.read(state, facts, alike, corrected), indicator_reading.read(state)),
            self._show_reading,
        )
        if not is_compared and self._comparing is None:
            self._comparing = self.context.run(
                _("Compare photos"),
                lambda archive, progress: archive.compare_photos(progress),
                done=lambda _: self.show_state(self.context.state),
                turn=Turn.BACKGROUND,
            )
            self._comparing.ended.connect(self._end_comparing)

    def _end_loading(self) -> None:
        self._loading = None
        if self._is_stale:
            self.show_state(self.context.state)

    def _end_comparing(self) -> None:
        self._comparing = None

    def _show_reading(self, found: object) -> None:
        state, reading, grouped = found
        self.reading = reading
        self.photos.evidence = state.evidence
        self.tree.show_nodes(
            indicator_nodes.build(grouped.state.scheme, grouped.progress, TreeFilter()), expand_all=False
        )
        self._show_places()
        with QSignalBlocker(self.groups):
            self.groups.show_choices(photo_groups.choices(reading, year=state.year))
        self._narrow()
        if self._target:
            self._go()

    def _show_places(self) -> None:
        chosen = self.places.currentData()
        with QSignalBlocker(self.places):
            self.places.clear()
            self.places.addItem(_("All places"), None)
            for cell, count in self.reading.cells[:_PLACES]:
                self.places.addItem(f"{photo_words.place(cell, digits=2)} ({count:,})", cell)
            at = next((n for n in range(self.places.count()) if self.places.itemData(n) == chosen), 0)
            self.places.setCurrentIndex(at)
        self.places.setVisible(bool(self.reading.cells))

    def _narrow(self) -> None:
        choice = self.groups.current
        if self.reading is None or choice is None:
            return
        if choice.group:
            rows = list(choice.group.rows)
        else:
            rows = photo_rows.narrowed(self.reading, choice.key, year=self.context.state.year)
        cell = self.places.currentData()
        if cell:
            rows = [r for r in rows if photo_rows.cell_of(r) == tuple(cell)]
        self.about.setText(_about(choice, len(rows)))
        self._stack.setCurrentIndex(0 if rows else 1)
        self.begin_at(self.grid if rows else self.groups)
        self.grid.show_rows(rows)
        if not rows:
            self._say_empty()

    def _say_empty(self) -> None:
        if self.reading and self.reading.rows:
            self.placeholder.say(
                _("No photo fits the filter"),
                _("Photos of other places are not shown."),
                action=_("Clear the filter"),
                act=lambda: self.places.setCurrentIndex(0),
            )
            return
        text = _(
            "Pictures in {folder} appear here once they have been read, with the day and place they were "
            "taken. Photos that are the same one stand together."
        )
        self.placeholder.say(_("No photos yet"), text.format(folder=self.context.state.evidence))

    def _show_chosen(self) -> None:
        row = self.grid.current_row()
        self.preview.show_file(None, row.held if row else None)

    def _go(self) -> None:
        target, self._target = self._target, {}
        item = target.get("item")
        if item is None or self.reading is None:
            return
        number = int(str(item))
        choices = self.groups.choices
        key = next((c.key for c in choices if c.group and any(r.id == number for r in c.group.rows)), None)
        self.places.setCurrentIndex(0)
        self.groups.show_choices(list(choices), wanted=key or photo_rows.ALL)
        self.grid.choose(number)
        self._focus_grid()

    # acting

    def _act(self, verb: str) -> None:
        row = self.grid.current_row()
        if verb == "back":
            self.groups.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif row is None:
            return
        match verb:
            case "look":
                self.preview.focus_view()
            case "enlarge":
                self._enlarge(True)
            case "open":
                file_actions.open_file(self.context, row.held)
            case "link":
                self._pick()
            case "aside":
                self._set_aside()
            case "edit":
                self.preview.edit()
            case "what-if":
                what_if.ask(self.context, [r.held for r in self.grid.chosen_rows()])

    def _enlarge(self, on: bool) -> None:
        for part in (self.groups, self._centre, self._below):
            part.setVisible(not on)
        if on:
            self.preview.focus_view()

    def _come_back(self) -> None:
        self._enlarge(False)
        self._focus_grid()

    def _pick(self) -> None:
        rows = self.grid.chosen_rows()
        link_picker.pick_target(self, self.context.state.scheme, lambda target: self._link(rows, target))

    def _link(self, rows: list[PhotoRow], target: object) -> None:
        indicator, requirement = target
        file_actions.link(self.context, [r.id for r in rows], indicator, requirement, how="key")

    def _set_aside(self) -> None:
        rows = self.grid.chosen_rows()
        aside = not all(r.held.is_set_aside for r in rows)
        file_actions.set_aside(self.context, [r.id for r in rows], aside=aside)

    def _drop(self, indicator: Indicator, data: QMimeData) -> None:
        file_actions.drop(self.context, data, indicator, None)

    def _show_menu(self, at: QPoint) -> None:
        row = self.grid.current_row()
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Link to an indicator…") + "\tL", self._pick)
        aside = _("Take back") if row.held.is_set_aside else _("Not relevant")
        menu.addAction(f"{aside}\t0", self._set_aside)
        menu.addAction(_("Correct the description") + "\tF2", self.preview.edit)
        if row.held.indicators:
            menu.addAction(_("What if this is rejected?") + "\tW", lambda: self._act("what-if"))
        menu.addSeparator()
        menu.addAction(_("Open") + "\tO", lambda: file_actions.open_file(self.context, row.held))
        menu.addAction(_("Show in its folder"), lambda: file_actions.show_in_folder(self.context, row.held))
        menu.popup(self.grid.viewport().mapToGlobal(at))

    def _focus_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._enlarge(False)


def _loaded(archive: Archive, _progress: Progress) -> tuple[object, ...]:
    db = archive.db
    return photos.photos(db), photos.groups(db), photos.corrected_days(db), photos.is_compared(db)


def _about(choice: Choice, count: int) -> str:
    """Return what is shown: for a group in what its photographs differ, else how many there are."""
    if choice.group is None:
        return ngettext("{n} photo", "{n} photos", count).format(n=f"{count:,}")
    told = photo_words.differences(choice.group)
    if not told:
        return choice.text
    return _("{title}. Please check what differs: {differences}").format(
        title=choice.text, differences=_("; ").join(told)
    )
