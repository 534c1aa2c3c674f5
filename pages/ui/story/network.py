"""Which network answers on a page, on every step of it: what a link names; else one's training that has ended since one looked;
else what one chose here last; else one's newest in the language of the page; else the ready model.
"""

import time

import streamlit as st

from nlp_models.answering.languages import languages_of
from nlp_models.answering.ready import ready_models
from nlp_models.errors import LinkError, RunDamaged, RunNotFound
from nlp_models.messages import mark
from nlp_models.runs.run import ACTIVE
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import network_name
from pages.ui.frame import state
from pages.ui.frame.navigation import chosen_last, keep_chosen, use_network
from pages.ui.frame.remember import choose, remembered
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import language, plain, t

A_DAY = 24 * 3600
ANSWERING = ("try", "judge", "inside", "home")  # steps that show the page's network


def networks_of(task, statuses):
    """`(networks, error)`: all that can answer here, by id, one's own first; an error when the link names none of them.

    Args:
        statuses: `{run: its status}` of the visitor's runs, the newest first.
    """
    known = {run.id: run for run, status in statuses.items() if status.state == "done"}
    known |= {model.id: model for model in _of_our_language_first(ready_models(task.name))}
    asked = st.query_params.get("run")
    if not asked or asked in known:
        return known, None
    try:  # a shared run of somebody else, or one of ours that is not finished
        run = RunStore.default().get(asked, visitor())
        run.check_whole()
    except (RunNotFound, RunDamaged) as lost:
        del st.query_params["run"]
        return known, lost
    fits = run.about.task == task.name
    if fits and run.status.state != "done":
        return known, _not_trained(task, run)
    return known | ({run.id: run} if fits else {}), None


def _not_trained(task, run):
    """What is told of a link to a network that cannot answer; one's own training is told of in the title, and Train shows it."""
    name = network_name(run)
    if run.mine and _on_train():
        if not state.watched(task).is_set():
            state.watched(task).set(run.id)
        return None
    if not run.is_active:
        return LinkError(mark("“{name}” was not trained to its end, so another network answers here."), name=name)
    if not run.mine:
        training = mark("“{name}” is still being trained, so another network answers here. Open the link again later.")
        return LinkError(training, name=name)


def choose_network(task, statuses, known):
    """The network of the page; whatever ended since one looked is the page's network now."""
    key, last = state.answering(task), chosen_last(task)
    opened, asked = not key.is_set(), st.query_params.get("run")
    linked = opened and asked in known and asked != last.network  # what we wrote into the address is no link
    if ended := _ended_unseen(task, statuses, last):
        if linked:
            keep_chosen(task, network=ended.id, language=language())
        else:
            use_network(task, ended.id)
            state.just_ended(task).set("" if _on_train() else ended.id)
    elif key.get() in known:
        _follow_language(task, known)
    default = None if key.get() in known or asked in known else _first_of(known, chosen_last(task))
    state.language_seen(task).set(language())
    remembered(key, known, default or next(iter(known)), parameter="run")
    return known[key.value]


def _ended_unseen(task, statuses, last):
    """The newest of one's trainings that have ended since this tab looked, or any did; each is told once."""
    key = state.awaited(task)
    awaited = key.get(frozenset()) | set(last.awaited)
    alone = {run: now for run, now in statuses.items() if not run.about.trial}
    waiting = {
        run.id for run, now in alone.items() if now.state in ACTIVE or (run.id in awaited and now.state != "done")
    }
    ended = {run.group for run, now in alone.items() if now.state == "done"}
    waiting |= {run.group for run in statuses if run.group in awaited} - ended
    key.set(frozenset(waiting))
    if waiting != set(last.awaited):
        keep_chosen(task, awaited=tuple(sorted(waiting)))
    return next((run for run, now in alone.items() if {run.id, run.group} & awaited and now.state == "done"), None)


def _on_train():
    """Train tells of an end in its own way."""
    return (state.STEP.get() or st.query_params.get("step")) == "train"


def tell_ended(task, run):
    """That the page's network has changed by itself, for as long as it answers: a line that passes is missed, or lies over another."""
    if run.id == state.just_ended(task).get():
        st.markdown(
            ":material/check_circle: "
            + t("“{name}” is done. It answers on this page now.", name=plain(network_name(run)))
        )


def _first_of(known, last):
    """The id of what a new tab opens on, where nothing is asked for."""
    chosen = known.get(last.network)
    if chosen and not (chosen.is_ready and last.language != language()):
        return chosen.id
    ours = (run for run in known.values() if language() in languages_of(run))
    return next(ours, next(iter(known.values()))).id


def _of_our_language_first(models):
    return sorted(models, key=lambda model: language() not in model.languages)


def _follow_language(task, known):
    """A ready model gives way to the one of the language that the page is switched to."""
    key, seen = state.answering(task), state.language_seen(task)
    chosen = known[key.value]
    if chosen.is_ready and seen.get(language()) != language():
        ready = [run for run in known.values() if run.is_ready]
        alike = (run for run in ready if run.variant == chosen.variant and language() in run.languages)
        choose(key, next(alike, ready[0]).id, parameter="run")


def tell_other(task, run, step, statuses):
    """A bar while a step shows another network than the one just trained, with the button that changes it."""
    own = just_trained(statuses)
    if not own or own.id == run.id or step not in ANSWERING:
        return
    names = {"shown": plain(network_name(run)), "name": plain(network_name(own))}
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="other-network"):
        if run.is_ready:
            st.markdown(t("You are looking at the ready model. Yours, “{name}”, is done.", **names), width="stretch")
        else:
            st.markdown(
                t("You are looking at “{shown}”. The one you trained last is “{name}”.", **names), width="stretch"
            )
        label = t("Show mine") if run.is_ready else t("Show that one")
        st.button(label, icon=":material/swap_horiz:", key="show-mine", on_click=use_network, args=(task, own.id))


def just_trained(statuses):
    """One's network whose training ended last, for a day; else None."""
    done = [(status.updated, run) for run, status in statuses.items() if status.state == "done"]
    ended, run = max(done, key=lambda pair: pair[0], default=(0, None))
    return run if time.time() - ended < A_DAY else None
