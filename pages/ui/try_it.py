"""Try: type a sentence, see the answer and how it changed with every word."""

import json

import streamlit as st
from threadpoolctl import threadpool_limits

from nlp_models.errors import UnrolledError
from nlp_models.messages import translator
from nlp_models.predictor import Predictor
from pages.ui.charts import label_bars, word_curve
from pages.ui.data import example_dataset
from pages.ui.remember import choose
from pages.ui.starting import start_training
from pages.ui.watch import open_training, watched_run
from pages.ui.words import LANGUAGES, language, percent, plain, show_error, t


def try_step(task, run):
    """A sentence and its answer; without a finished network, the offer to train one."""
    if run is None:
        run = watched_run(task)
        return await_run(task, run) if run and run.is_active else offer_example(task)
    examples, key = examples_of(task, run), f"sentence-{task.name}"
    if st.session_state.get(key) in (None, st.session_state.get(f"filled-{task.name}")):
        st.session_state[key] = st.session_state[f"filled-{task.name}"] = examples[0]  # nobody has typed yet
    sentence = st.text_input(
        t("Type a sentence"), key=key, live="300ms", max_chars=500, persist_state="session",
        placeholder=t("e.g. {example}", example=task.examples[language()][1]),
    )  # fmt: skip
    picked = f"example-{task.name}-{run.id}"
    st.pills(
        t("Examples"), examples, key=picked, label_visibility="collapsed", on_change=_take_example, args=(picked, key)
    )
    if sentence.strip():
        st.session_state[f"last-{task.name}"] = sentence
    try:
        show_answer(task, run, st.session_state.get(f"last-{task.name}", examples[0]))
    except UnrolledError as error:
        show_error(error)
    st.button(
        t("Train on my own data"), type="tertiary", icon=":material/table_rows:", on_click=choose, args=("step", "data")
    )


def examples_of(task, run):
    """Sentences to try: a ready model's in its language, else of the rows held back from this very run."""
    if run.is_ready:
        return task.examples[run.language]
    own = run.folder / "examples.json"
    return json.loads(own.read_text("utf-8")) if own.exists() else task.examples[language()]


def await_run(task, run):
    """The first network is still training."""
    with st.container(border=True):
        st.subheader(t("Your first network is training"), anchor=False)
        st.write(t("It answers here as soon as it is done."))
        st.button(t("Watch it"), icon=":material/model_training:", on_click=open_training, args=(task, run))


def offer_example(task):
    """No network yet: train one on the example sentences."""
    with st.container(border=True):
        st.subheader(t("There is no trained network here yet"), anchor=False)
        rows = f"{len(example_dataset(task)):,}"
        st.write(
            t(
                "Train one on {rows} example sentences. It takes about a minute, then you can ask it anything.",
                rows=rows,
            )
        )
        with st.container(horizontal=True):
            st.button(
                t("Train on the example"),
                type="primary",
                icon=":material/model_training:",
                on_click=_train_example,
                args=(task,),
            )
            st.button(t("Use my own data"), type="tertiary", on_click=choose, args=("step", "data"))


def show_answer(task, run, sentence):
    """The card: verdict on the left, the curve on the right; below, what the network could not read."""
    predictor = load(run.id, str(run.folder))
    answer = predictor.read(sentence)
    names = {label: label_name(task, predictor.config.names, label) for label in answer.probabilities}
    name, share = names[answer.label], answer.probabilities[answer.label]
    followed = followed_label(task, names, answer)
    with st.container(border=True):
        left, right = st.columns([1, 3], vertical_alignment="center", gap="medium")
        left.metric(t("Probability of {label}", label=plain(name)), percent(share))
        left.badge(plain(name), icon=":material/label:", color="blue" if answer.label == followed else "orange")
        right.markdown(f"**{t('How the answer changed with every word')}**")
        curve = word_curve(
            answer.words,
            [step[followed] for step in answer.curve],
            t("Probability of {label}", label=names[followed]),
            of_two=len(names) == 2,
        )
        finding = t("After the last word: {label} {percent} %", label=name, percent=round(100 * share))
        right.altair_chart(curve, key="curve", alt=finding)
        if len(names) > 2:
            st.altair_chart(label_bars(names.values(), answer.probabilities.values()), key="bars", alt=finding)
    if answer.unknown:
        shown = ", ".join(map(plain, answer.unknown[:5])) + (" …" if len(answer.unknown) > 5 else "")
        st.caption(t("{count} words it has never seen: {words}", count=len(answer.unknown), words=shown))
    if answer.truncated_at:
        st.caption(t("Only the first {count} words were read", count=answer.truncated_at))


def followed_label(task, names, answer):
    """The label whose probability the curve shows; of two always the same one, or the curve would turn over."""
    if len(names) > 2:
        return answer.label
    plus = next(iter(task.label_names.values()), "")
    known = {translator(code)(plus) for code in LANGUAGES}
    return next((label for label, name in names.items() if name in known), list(names)[-1])


def label_name(task, names, label):
    """A label as it is shown: the owner's name for it, the task's, or its own value."""
    shown = names.get(label, label)
    return t(task.label_names[shown]) if shown in task.label_names else shown


@st.cache_resource(max_entries=8, show_spinner=False)
def load(run_id, folder):
    """A run's predictor. It changes nothing when it answers, so sessions may share it; keyed by run."""
    threadpool_limits(1, user_api="blas")  # products this small only wait for a second thread
    return Predictor.load(folder)


def _take_example(picked, key):
    st.session_state[key] = st.session_state[picked] or st.session_state[key]
    st.session_state[picked] = None  # a sentence to copy, not a choice that stays


def _train_example(task):
    choose("step", "train")
    recipe = task.recipe.changed(minutes=1)
    start_training(task, recipe, example_dataset(task), t("Example sentences"))
