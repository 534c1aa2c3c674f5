"""sweep_form(task): which settings are tried and what of each, how many trainings, how long here; one primary button."""

import streamlit as st

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import UnrolledError
from nlp_models.lengths import LENGTHS
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.store import RunStore
from nlp_models.sweeps.likely import first_tried, likely
from nlp_models.sweeps.space import Range, as_said, bounds_of, is_number, options_of, parsed, settings_tried, size
from nlp_models.sweeps.study import FEWEST, MOST
from nlp_models.sweeps.sweep import planned, seconds_of
from pages.ui.data.step import chosen_dataset
from pages.ui.frame import state
from pages.ui.frame.remember import choose, told_anew
from pages.ui.frame.words import plain, show_error, t
from pages.ui.sweep import keys
from pages.ui.sweep.names import setting_name, value_name
from pages.ui.sweep.starting import back_button, start_sweep
from pages.ui.terms import explained
from pages.ui.train.fixed import settable
from pages.ui.train.length import about_time, fingerprint, length_name, others_line

TRIALS = 12


def sweep_form(task):
    """What will be tried, and the button that starts it."""
    try:
        dataset, name = chosen_dataset(task)
        task.kind.check(dataset)
    except UnrolledError as error:
        show_error(error)
        return st.button(t("Look at the data"), on_click=choose, args=(state.STEP, "data"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t("Try several settings"), anchor=False, width="content")
        back_button(task)
    told = t("Each trial is one training on the same sentences. The one that does best on rows set aside is kept.")
    st.caption(explained(told, "trial", "validation-data"))
    st.write(t("Data: {name}, {rows} rows", name=plain(name), rows=f"{len(dataset):,}"))
    with st.container(border=True):
        base = shared_settings(task)
        said = _choose_settings(task, base, dataset)
        length, trials = _choose_amount(task)
        base, space = base.changed(length=length, minutes=None), None
        try:
            space = parsed(task, base, said)
            _tell_time(task, base, space, dataset, trials)
        except UnrolledError as error:
            show_error(error)
        label, icon = t("Start the trials"), ":material/play_arrow:"
        if st.button(label, type="primary", icon=icon, disabled=space is None, key="start-sweep"):
            start_sweep(task, base, space, dataset, name, trials)


def shared_settings(task) -> Recipe:
    """What all trials have the same: as it stands on the form of a single training, where that is valid."""
    now = {name: state.setting(task, name).get(getattr(task.recipe, name)) for name in settable(task)}
    try:
        return task.recipe.changed(**now)
    except UnrolledError:
        return task.recipe


def _choose_settings(task, base: Recipe, dataset: Dataset) -> list[str]:
    """As the command line says it: units=32..256."""
    tried = told_anew(keys.tried(task))
    names = st.multiselect(
        t("Which settings are tried"),
        settings_tried(task),
        default=None if tried.is_set() else first_tried(task),
        format_func=setting_name,
        key=tried,
        persist_state="session",
        placeholder=t("Choose settings"),
    )
    return [said for name in names if (said := _choose_values(task, name, base, dataset))]


def _choose_values(task, name: str, base: Recipe, dataset: Dataset) -> str:
    usual = likely(task, name, base, dataset.columns["text"])
    if is_number(name):
        return _choose_range(task, name, usual)
    options = list(dict.fromkeys([*options_of(name), *map(_option, usual.values)]))
    values = st.pills(
        setting_name(name),
        options,
        selection_mode="multi",
        default=[_option(value) for value in usual.values],
        format_func=lambda option: value_name(name, option),
        key=keys.values(task, name),
        persist_state="session",
    )
    return f"{name}={','.join(values)}"


def _option(value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _choose_range(task, name: str, usual: Range) -> str:
    """Two numbers beside each other, within what the Recipe takes."""
    ends = []
    for side, value, column in zip(("low", "high"), (usual.low, usual.high), st.columns(2, gap="small"), strict=True):
        lowest, own = side == "low", setting_name(name)
        words = t("{setting}: lowest", setting=own) if lowest else t("{setting}: highest", setting=own)
        ends.append(column.number_input(words, key=keys.end(task, name, side), **_number(name, usual, value)))
    return as_said(name, Range(*ends))


def _number(name: str, usual: Range, value: float) -> dict:
    least, most = bounds_of(name)
    if usual.whole:
        return {
            "min_value": int(least),
            "max_value": int(most),
            "value": int(value),
            "step": 1,
            "persist_state": "session",
        }
    step = 0.001 if value < 0.02 else 0.05
    bounds = {"min_value": float(least), "max_value": float(most), "value": float(value)}
    return bounds | {"step": step, "format": "%.4g", "persist_state": "session"}


def _choose_amount(task) -> tuple[str, int]:
    """`(how long each is, how many)`."""
    left, right = st.columns([2, 1], gap="medium")
    with left:
        length = st.segmented_control(
            t("How long is each"),
            LENGTHS,
            default=LENGTHS[0],
            format_func=length_name,
            required=True,
            width="stretch",
            key=keys.length(task),
            persist_state="session",
        )
    with right:
        trials = st.number_input(
            t("Trials"), FEWEST, MOST, value=TRIALS, step=1, key=keys.trials(task), persist_state="session"
        )
    return length or LENGTHS[0], int(trials)


def _tell_time(task, base: Recipe, space, dataset: Dataset, trials: int) -> None:
    """How many there will be, and about how long all of them take here."""
    said, now = [as_said(name, one) for name, one in space.items()], speed.here(RunStore.default(), task.problem, base)
    seconds = _seconds(
        task.name, base.model_dump_json(), said, fingerprint(dataset), trials, now, task, base, space, dataset
    )
    count = size(space)
    every = count is not None and count <= trials
    words = t("{count} trials: about {time} here, less where some are given up early.")
    if every:
        words = t("All {count} combinations are tried: about {time} here, less where some are given up early.")
    told = words.format(count=count if every else trials, time=about_time(seconds))
    st.caption(explained(told, "pruning", "trial"))
    most = RunStore.default().limits.max_minutes
    if seconds > 60 * most:
        told = t(
            "All trials together may take {time} here: then they stop, and the best is kept.",
            time=about_time(60 * most),
        )
        st.warning(told, icon=":material/timer_off:")
    others_line()


@st.cache_data(max_entries=64, show_spinner=False)
def _seconds(_name, _recipe, _said, _known_by, trials, _now, _task, _base, _space, _dataset):
    store = RunStore.default()
    plan = planned(store, _task, _base, _space, _dataset, data="", trials=trials, minutes=None)
    return seconds_of(store, _task, plan, _dataset)
