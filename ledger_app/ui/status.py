"""The status bar: whether the folder is watched, what is there, and what runs."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar

from ledger_app.archive import local_now
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.ui.job_bar import JobBar
from ledger_app.ui.session import Session
from ledger_app.ui.state import State
from ledger_app.vault.intake import Watching

_SAID_MS = 8000
_MINUTE_MS = 30_000
_MINUTE = 60

REASONS: dict[str, str] = {
    "remote": N_("network disk"),
    "silent": N_("this disk reports no changes"),
    "starting": N_("preparing to watch"),
    "root-missing": N_("preparing to watch"),
    "watch-limit": N_("more folders than the system can watch"),
}
GAPS: dict[str, str] = {
    "away": N_("{since}–{until}: the evidence folder was away; everything was looked at afterwards"),
    "lost": N_("{since}–{until}: changes came too fast to follow; everything was looked at afterwards"),
    "silent": N_(
        "{since}: changes were found that the system had not reported; looked at by the clock since"
    ),
}


class StatusBar(QStatusBar):
    """One quiet line; what was said last stands in it for some seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._label = QLabel()
        self._label.setContentsMargins(8, 2, 0, 2)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.job_bar = JobBar()
        self.addWidget(self._label, 1)
        self.addPermanentWidget(self.job_bar)
        self._session: Session | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._quiet.timeout.connect(self.update_line)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.update_line)

    def follow(self, session: Session | None) -> None:
        """Show this session."""
        self._session = session
        self.job_bar.follow(session.jobs if session else None)
        if session:
            session.watching.connect(self.update_line)
            self._minute.start()
        else:
            self._minute.stop()
        self.update_line()

    def retranslate(self) -> None:
        """Forget what was said in another language."""
        self._quiet.stop()
        self.update_line()

    def say(self, text: str) -> None:
        """Let one sentence stand for some seconds."""
        self._label.setText(text)
        self._quiet.start()

    def update_line(self) -> None:
        """Write the line anew, unless something was said just now."""
        if self._quiet.isActive():
            return
        session = self._session
        if session is None or session.context is None:
            self._label.setText("")
            return
        audited = str(session.settings.value("audited", ""))
        text = line(
            session.context.state,
            watch=session.watch,
            is_looked_at=session.looked_at is not None,
            audited=audited,
            now=local_now(),
        )
        self._label.setText(text)
        self._label.setToolTip("\n".join([text, *gaps(session.watch)]))


def line(state: State, *, watch: Watching | None, is_looked_at: bool, audited: str, now: datetime) -> str:
    """Return the status line: watch, files, hard indicators, last audit."""
    hard = state.audit.hard
    parts = [
        _watch(state, watch, is_looked_at).format(path=state.evidence),
        ngettext("{n:,} file", "{n:,} files", state.present).format(n=state.present),
        _("hard {complete}/{total} complete").format(complete=hard.complete, total=hard.total),
        _("last audit {when}").format(when=ago(audited, now)) if audited else _("not audited yet"),
    ]
    if watch and watch.unsettled:
        sentence = ngettext(
            "{n} file in use or being written", "{n} files in use or being written", watch.unsettled
        )
        parts.insert(2, sentence.format(n=watch.unsettled))
    return " · ".join(parts)


def gaps(watch: Watching | None) -> list[str]:
    """Return the times in which changes could not be seen, newest first, a line each."""
    return [
        _(GAPS[gap.why]).format(since=_time(gap.since), until=_time(gap.until) if gap.until else "…")
        for gap in reversed(watch.gaps if watch else ())
    ]


def _watch(state: State, watch: Watching | None, is_looked_at: bool) -> str:
    lasting = {gap.why: gap.since for gap in watch.gaps if gap.until is None} if watch else {}
    if state.away:
        since = _time(lasting["away"]) if "away" in lasting else ""
        away = (
            _("○ Evidence folder away since {since}: {path}")
            if since
            else _("○ Evidence folder away: {path}")
        )
        return away.format(since=since, path="{path}")
    if not watch or not is_looked_at:
        return _("○ Looking at {path}")
    if "lost" in lasting:
        return _("◐ Changes came too fast; looking at everything again: {path}")
    if watch.mode == "events":
        return _("● Watching {path}")
    seconds = watch.every
    often = (
        ngettext("every {n} second", "every {n} seconds", seconds).format(n=seconds)
        if seconds < _MINUTE
        else ngettext("every {n} minute", "every {n} minutes", seconds // _MINUTE).format(
            n=seconds // _MINUTE
        )
    )
    why = _(REASONS.get(watch.reason, REASONS["starting"]))
    return _("◐ Looking {often} ({why}) at {path}").format(often=often, why=why, path="{path}")


def _time(at: float) -> str:
    return datetime.fromtimestamp(at).strftime("%H:%M:%S")


def ago(at: str, now: datetime) -> str:
    """Return how long ago an ISO time was, in words."""
    try:
        minutes = max(0, int((now - datetime.fromisoformat(at)).total_seconds() // 60))
    except ValueError:
        return "?"
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    if minutes < 24 * 60:
        return ngettext("{n} hour ago", "{n} hours ago", minutes // 60).format(n=minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
