"""How long: short, medium or long, each with what it takes on this computer; a host's limit is told before the click."""

import streamlit as st

from nlp_models.errors import RecipeError
from nlp_models.lengths import LENGTHS
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.store import RunStore
from nlp_models.runs.turns import processes
from pages.ui.frame import state
from pages.ui.frame.words import t
from pages.ui.set_up.fixed import is_fixed

MANY_ROWS = 20_000  # of more, a short training does not read much
HALVES = 10  # up to five minutes are told to the half
LOOKED_AT = 200  # rows by which a Dataset is known again


def choose_length(task, choices, dataset):
    """The length that is chosen; under it what it means here."""
    plans, now = plans_of(task, choices, dataset), speed_here(task, choices)
    seconds = {name: now.seconds(plan.steps, plan.work) for name, plan in plans.items()}
    length = st.segmented_control(
        t("How long, on this computer"),
        LENGTHS,
        default=LENGTHS[len(dataset) >= MANY_ROWS],
        format_func=lambda name: t("{length} · {time}", length=length_name(name), time=about_time(seconds[name]))
        if seconds
        else length_name(name),
        key=state.setting(task, "length"),
        required=True,
        width="stretch",
        wrap=False,
        persist_state="session",
        disabled=is_fixed(task, "length"),
    )
    if length in seconds:
        st.caption(told_of(plans[length].steps, seconds[length], now.measured))
        limit_line(length, seconds)
        others_line()
    return length


def told_of(steps, seconds, measured):
    """What a length is, and how well its time is known."""
    known = t(
        "{steps} steps, about {time} here. It may take longer beside other trainings, but the steps stay the same."
    )
    guessed = t("{steps} steps, perhaps {time}: nothing was trained on this computer yet.")
    return (known if measured else guessed).format(steps=f"{rounded(steps):,}", time=about_time(seconds))


def limit_line(chosen, seconds):
    """A length that the host will cut short may be chosen all the same; what becomes of it is told before."""
    most = RunStore.default().limits.max_minutes
    if seconds[chosen] > 60 * most:
        told = t("A training is stopped after {minutes} minutes here, and the best so far is kept.", minutes=most)
        if most == 1:
            told = t("A training is stopped after one minute here, and the best so far is kept.")
        if seconds["short"] <= 60 * most:
            told += " " + t("A shorter one is planned to its end.")
        st.warning(told, icon=":material/timer_off:")


def others_line():
    """Who trains or waits already, and for how long; nothing while a place is free."""
    store = RunStore.default()
    if (waiting := processes(store.queue())) >= store.limits.at_once:
        time = about_time(store.seconds_before())
        one = t("One training is before yours: it begins in about {time}.", time=time)
        many = t("{count} trainings are before yours: it begins in about {time}.", count=waiting, time=time)
        st.caption(one if waiting == 1 else many)


def plans_of(task, choices, dataset):
    """`speed.lengths_of` with these settings; none where they are not valid (Start training says why)."""
    try:
        recipe = task.recipe.changed(**choices)
    except RecipeError:
        return {}
    plans = _plans(task.kind, task.problem, recipe.model_dump_json(), fingerprint(dataset), dataset)
    return {name: plans[name] for name in LENGTHS}


def speed_here(task, choices):
    """The Speed of this computer, for the chosen cell and size."""
    recipe = task.recipe.changed(**{name: choices[name] for name in ("cell", "units") if choices.get(name)})
    return speed.here(RunStore.default(), task.problem, recipe)


@st.cache_data(max_entries=64, show_spinner=False)
def _plans(_kind, problem, recipe_json, known_by, _dataset):
    return speed.lengths_of(_kind, Recipe.model_validate_json(recipe_json), _dataset)


def fingerprint(dataset):
    """Enough of a Dataset to know it again within a session: how many rows, and some of them."""
    every = max(1, len(dataset) // LOOKED_AT)
    return len(dataset), tuple((name, *values[::every]) for name, values in dataset.columns.items())


def length_name(name):
    return {"short": t("Short"), "medium": t("Medium"), "long": t("Long")}[name]


def about_time(seconds):
    """A time as people say it: to ten seconds under a minute and a half, to half minutes under five, then to minutes.

    Whole minutes would call 97 and 149 seconds the same, and with them two lengths of a small file.
    """
    if seconds < 90:
        return t("{seconds} s", seconds=max(10, round(seconds / 10) * 10))
    halves = round(seconds / 30)
    if halves < HALVES and halves % 2:
        return t("{minutes}½ min", minutes=halves // 2)
    return t("{minutes} min", minutes=f"{round(seconds / 60):,}")


def rounded(steps):
    """To two digits: rows are split and texts cut only when it trains."""
    digits = max(1, 10 ** (len(str(steps)) - 2))
    return round(steps / digits) * digits
