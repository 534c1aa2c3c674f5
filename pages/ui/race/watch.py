"""watch_race(group): a race from its place in line to what came of it. Its line is drawn every second, the rest when an epoch is over."""

import time

import streamlit as st

from nlp_models import tasks
from nlp_models.errors import RunNotFound
from nlp_models.runs.run import ACTIVE
from nlp_models.runs.store import RunStore
from pages.ui.frame import state
from pages.ui.frame.words import plain, t, translated
from pages.ui.race.answers import answers_part
from pages.ui.race.curves import curves_part
from pages.ui.race.names import capital, contestant_name
from pages.ui.race.page_links import new_race_button, share_popover
from pages.ui.race.results import results
from pages.ui.race.starting import delete_race_button, resume_race, stop_or_cancel_race
from pages.ui.train.length import about_time
from pages.ui.train.watch import REDRAWN, getting_ready, place_words


def watch_race(group):
    """Its name and data, then by what its runs are at."""
    task = tasks.load(group.task)
    st.subheader(plain(group.name), anchor=False)
    st.caption(" · ".join([t(task.title), told_equal(group)]))
    if not group.active:
        return ended(task, group)
    seen, told, since = _states(group), _epochs(group), time.monotonic()

    @st.fragment(run_every="1s")
    def live():
        try:
            more = _epochs(group) != told and time.monotonic() - since > REDRAWN
            if _states(group) != seen or more or state.REFUSED.get():
                st.rerun()
            line(group)
        except RunNotFound:  # deleted in another tab
            st.rerun()

    live()
    under_the_line(task, group)


def _states(group):
    """Of each run, and whether it has taken a step."""
    return [(run.status.state, bool(run.status.step)) for run in group.runs]


def _epochs(group):
    return [len(run.metrics()) for run in group.runs]


def told_equal(group):
    """What all have the same of."""
    return t("the same number of steps for all") if group.equal == "steps" else t("the same time for all")


def line(group):
    """How far they are together."""
    if _has_begun(group):
        st.progress(_share(group), text=progress_words(group))
    else:
        _not_begun(group)


def _has_begun(group):
    return any(run.status.step for run in group.active)


def under_the_line(task, group):
    """While one of them waits or trains: the curves by now, what it answers, the ways to end it."""
    if _has_begun(group):
        curves_part(task, group)
    tell_missing(group)
    if group.mine:
        with st.container(horizontal=True):
            stop_or_cancel_race(group)
    st.caption(t("You can close this tab; training goes on"))
    answers_part(task, group)


def _share(group):
    """Of all their steps, those that were taken."""
    shares = [_done(run.status) for run in group.runs]
    return min(1.0, sum(shares) / max(1, len(shares)))


def _done(status):
    return 1.0 if status.state not in ACTIVE else (status.step or 0) / max(1, status.steps or 1)


def progress_words(group):
    """Who trains, and for how long all of it takes still."""
    left, finishing = group.seconds_left, [run for run in group.active if run.status.message and run.status.step]
    words = [t("{count} of {all} are finished", count=len(group.runs) - len(group.active), all=len(group.runs))]
    if finishing:
        words.append(translated(finishing[0].status.message))
    elif left is not None:
        words.append(t("about {time} left", time=about_time(left)))
    return " · ".join(words)


def _not_begun(group):
    store, lead = RunStore.default(), group.active[0]
    position, status = lead.position(store) or 0, lead.status
    if status.state == "queued" and (position > 1 or any(place.state == "running" for place in store.queue())):
        st.status(place_words(position, store.seconds_before(lead)), state="running")
    else:
        st.status(getting_ready(status.started or status.updated), state="running")


def ended(task, group):
    """What came of it, and what to do with it."""
    results(task, group)
    tell_missing(group)
    with st.container(horizontal=True):
        if group.mine and group.resumable:
            st.button(t("Resume"), type="primary", icon=":material/restart_alt:", on_click=resume_race, args=(group,))
        new_race_button(task)
        if group.mine:
            share_popover(group)
            delete_race_button(group)
    answers_part(task, group)


def tell_missing(group):
    """Those that are gone, failed or were cut off, in a sentence each kind; the others go on without them."""
    by_state = {}
    for seat in group.seats:
        by_state.setdefault(seat.run.status.state if seat.run else "gone", []).append(seat)
    for ended_as, tell in (("gone", _gone), ("failed", _failed), ("interrupted", _cut_off), ("cancelled", _cancelled)):
        if ended_as in by_state:
            tell(by_state[ended_as], bool(group.active))


def _names(seats):
    return capital(", ".join(dict.fromkeys(plain(contestant_name(seat.changes)) for seat in seats)))


def _gone(seats, _going_on):
    told = t("{name} is not there any more: it was deleted, or its files are damaged.", name=_names(seats))
    several = t("{names} are not there any more: deleted, or their files are damaged.", names=_names(seats))
    st.warning(told if len(seats) == 1 else several, icon=":material/delete:")


def _failed(seats, going_on):
    by_reason = {}
    for seat in seats:
        message = seat.run.status.message
        reason = plain(translated(message)) if message else t("The training failed.")
        by_reason.setdefault(reason, []).append(seat)
    for reason, own in by_reason.items():
        values = {"name": _names(own), "reason": reason}
        told = t("{name} failed: {reason} The others go on.", **values)
        st.warning(told if going_on else t("{name} failed: {reason}", **values), icon=":material/error:")


def _cut_off(seats, _going_on):
    epoch = max(1, seats[0].run.status.epoch)
    told = t("{name} was cut off at epoch {epoch} and can go on", name=_names(seats), epoch=epoch)
    several = t("{names} were cut off and can go on", names=_names(seats))
    causes = dict.fromkeys(
        plain(translated(seat.run.status.cut_off_by)) for seat in seats if seat.run.status.cut_off_by
    )
    st.warning(" ".join([*causes, told if len(seats) == 1 else several]), icon=":material/power_off:")


def _cancelled(seats, _going_on):
    """A stop before anything was learned leaves no network either, and says so."""
    stopped = [seat for seat in seats if seat.run.status.message]
    thrown_away = [seat for seat in seats if not seat.run.status.message]
    if stopped:
        told = t("{name} was stopped before it had learned anything and can go on.", name=_names(stopped))
        several = t("{names} were stopped before they had learned anything and can go on.", names=_names(stopped))
        st.caption(told if len(stopped) == 1 else several)
    if thrown_away:
        told = t("{name} was cancelled.", name=_names(thrown_away))
        several = t("{names} were cancelled.", names=_names(thrown_away))
        st.caption(told if len(thrown_away) == 1 else several)
