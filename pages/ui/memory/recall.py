"""Recall: a sentence with its key word, what each cell puts into the blank, accuracy against distance; trained here on a click."""

import time

import pandas as pd
import streamlit as st

from nlp_models import runners
from nlp_models.errors import RunError, UnrolledError
from nlp_models.labs.recall import lab
from nlp_models.labs.recall.own import OwnSentences
from nlp_models.labs.recall.sentences import LANGUAGES
from nlp_models.runs.store import RunStore
from nlp_models.scoring.metrics import wilson_interval
from pages.ui.charts.memory_charts import NAMES, recall_lines
from pages.ui.frame import memory_state, state
from pages.ui.frame.remember import remembered, told_anew
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import language as page_language
from pages.ui.frame.words import percent, t
from pages.ui.memory.own_text import ask_own
from pages.ui.memory.sentence import sentence_alone, sentence_part
from pages.ui.terms import explained
from pages.ui.train.lab_run import about_run, ended_badly

READY = "ready"  # in place of the id of a run
KNOWN = 0.9  # of the blanks filled right: it knows the key word


def recall_part():
    """Which sentences, which run, the sentence, the chart; below it the button that trains all three anew."""
    tell_gone()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_sentences()
        run = ask_run(of)
    if run is None:
        not_own(of)
    elif run.is_active:
        watched(run)
    else:
        ended_badly(run)
        shown(run.folder, t("trained by you"))
    if run is None or not run.is_active:
        own = another_text(folded=run is not None) if of == lab.OWN else of
        if own:
            start_button(own)


def not_own(of):
    """Where nobody has trained anything: what we have trained, if there is such a thing."""
    if of == lab.OWN:
        st.markdown(
            "**" + t("Which cell still knows a word of your own text? Give it a text, then train all three.") + "**"
        )
    elif not (lab.ready(of) / lab.WEIGHTS).exists():
        st.write(t("Nothing is trained for these sentences yet."))
    else:
        shown(lab.ready(of), t("trained by us"))


def another_text(folded):
    """The OwnSentences to train on, with an example of them; None while they cannot be used."""
    with st.expander(t("Another text"), icon=":material/edit_note:") if folded else st.container():
        own = ask_own(page_language())
    if own and not folded:
        sentence_alone(own)
    return own


def ask_sentences():
    """The language of the sentences, at first that of the page; or those of one's own text."""
    names = {"ko": t("Korean"), "en": t("English"), "symbols": t("Symbols"), lab.OWN: t("My text")}
    return st.segmented_control(
        t("Sentences"),
        list(names),
        format_func=names.get,
        required=True,
        **remembered(memory_state.SENTENCES, [*LANGUAGES, lab.OWN], page_language()),
    )


def ask_run(of):
    """One's own run that is looked at, the newest unless another is chosen; None for the ready one."""
    own = {run.id: run for run in own_experiments() if _of(run, of)}
    if not own:
        return None
    key, options = memory_state.SHOWN_RUN, [*own, *([READY] if of != lab.OWN else [])]
    if key.get() not in options:
        key.set(options[0])
    chosen = st.selectbox(
        t("Experiment"), options, format_func=lambda name: experiment_name(own.get(name)), key=told_anew(key), width=260
    )
    return own.get(chosen)


def own_experiments():
    """The visitor's, the newest first."""
    return RunStore.default().list(visitor(), lab.TASK)


def tell_gone():
    """That the experiment that was looked at is deleted, in another tab perhaps; another one is shown."""
    if memory_state.SHOWN_RUN.get(READY) in {READY, *(run.id for run in own_experiments())}:
        return
    if not state.asks_to_delete_of(memory_state.SHOWN_RUN.value).get():  # else it was deleted here, a moment ago
        told = t("This experiment is not there any more: it was deleted, or its files are damaged.")
        st.warning(told, icon=":material/delete:")
    memory_state.SHOWN_RUN.pop()


def _of(run, of):
    try:
        return lab.language_of(run.folder) == of
    except UnrolledError:  # damaged: Runs tells of it
        return False


def experiment_name(run):
    """What it is called in the list; None is the ready one. By the second: of two with one name the list chooses the first."""
    if run is None:
        return t("trained by us")
    return t("trained by you, {when}", when=time.strftime("%m-%d %H:%M:%S", time.localtime(run.about.created)))


def watched(run):
    """A run that waits or trains, drawn anew every two seconds."""

    @st.fragment(run_every="2s")
    def live():
        if not run.folder.exists() or not run.is_active or state.REFUSED.get():
            st.rerun()
        about_run(run)
        shown(run.folder, t("while they train"))

    live()


def shown(folder, whose):
    """The sentence, then the curves, of what there is so far."""
    own = sentences_of(folder)
    rounds = lab.rounds(folder)
    if not rounds:
        st.caption(t("The curve starts after the first round."))
        return
    sentence_part(own, folder)
    curves(own, rounds, whose)


def sentences_of(folder):
    """The sentences of a run, or of a ready one; read once for each state of its file."""
    path = folder / lab.TEXT
    return _sentences(str(folder), path.stat().st_mtime_ns if path.exists() else 0, folder)


@st.cache_resource(max_entries=16, show_spinner=False)
def _sentences(name, written, _folder):
    return lab.sentences(_folder)


def curves(own, rounds, whose):
    """Accuracy against distance under the sentence that says what it shows, and the same as a table."""
    chance, one = 1 / len(own.keys), ask_round(rounds)
    finding = all_know(one, own) or " ".join(told(one, cell, chance) for cell in ("lstm", "gru", "rnn"))
    st.markdown(f"**{explained(finding, 'lstm', 'gru', 'rnn')}**")
    titles = t("words between the key word and the blank"), t("blanks filled right"), t("by guessing")
    rows = [_row(one, cell, distance) for cell in NAMES for distance in one.distances]
    st.altair_chart(recall_lines(rows, one.distances, chance, titles), key="recall-curves", alt=finding)
    steps, asked = max(one.steps.values()), one.asked
    st.caption(
        t(
            "{whose}: {steps} steps each, the same sentences and settings; {asked} fresh sentences at each distance, bars with 95 % certainty. The key word is one of {keys}.",
            whose=whose[:1].upper() + whose[1:],
            steps=steps,
            asked=asked,
            keys=len(own.keys),
        )
    )
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        st.dataframe(_table(one), hide_index=True, width="stretch", alt=finding)


def ask_round(rounds):
    """Which of the rounds is drawn: the last one, unless somebody goes back."""
    if len(rounds) == 1:
        return rounds[0]
    by_number = {one.number: one for one in rounds}
    chosen = st.select_slider(
        t("After how many steps of each cell"),
        list(by_number),
        rounds[-1].number,
        key=f"recall-after-{len(rounds)}",
        format_func=lambda number: f"{max(by_number[number].steps.values()):,}",
    )
    return by_number[chosen]


def _row(one, cell, distance):
    right = one.right[cell][distance]
    low, high = wilson_interval(right, one.asked)
    return {"cell": cell, "distance": distance, "share": right / one.asked, "low": low, "high": high}


def all_know(one, own):
    """One sentence where nothing separates them, and what might; else nothing."""
    if not all(one.accuracy(cell, distance) >= KNOWN for cell in lab.CELLS for distance in one.distances):
        return ""
    finding = t(
        "All three still know the key word {far} words later: at these distances they do not differ.",
        far=one.distances[-1],
    )
    if isinstance(own, OwnSentences) and not own.others:
        finding += " " + t(
            "Lists of other key words before your sentences make it harder: those are easily confused with it."
        )
    return finding


def told(one, cell, chance):
    """One sentence of what a cell knows at which distance."""
    known = [one.accuracy(cell, distance) >= KNOWN for distance in one.distances]
    guessed = [_row(one, cell, distance)["low"] <= chance for distance in one.distances]
    name, values = NAMES[cell], {"cell": NAMES[cell], "far": one.distances[-1]}
    if all(known):
        return t("{cell} still knows the key word {far} words later.", **values)
    from_here = next((place for place in range(len(one.distances)) if all(guessed[place:])), None)
    if from_here == 0:
        return t("{cell} only guesses.", cell=name)
    if from_here is not None:
        return t("{cell} only guesses from {words} words on.", cell=name, words=one.distances[from_here])
    return t(
        "{cell} fills {percent} of the blanks {far} words later.",
        percent=percent(one.accuracy(cell, one.distances[-1])),
        **values,
    )


def _table(one):
    return pd.DataFrame(
        {t("Words between"): list(one.distances)}
        | {NAMES[cell]: [percent(one.accuracy(cell, distance)) for distance in one.distances] for cell in lab.CELLS}
    )


def start_button(of):
    """Trains the three anew; with another seed each time, so that luck shows."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Train all three here"),
            type="primary",
            icon=":material/model_training:",
            key="recall-start",
            on_click=_start,
            args=(of,),
        )
        st.caption(t("About 2 minutes on an idle computer. You can close the tab meanwhile."), width="content")


def _start(of):
    store = RunStore.default()
    try:
        seed = len(own_experiments()) + 1
        run = lab.create(store, visitor(), of, lab.RECIPE.changed(seed=seed))
        runners.chosen().submit(run)
        memory_state.SHOWN_RUN.set(run.id)
    except UnrolledError as error:
        state.REFUSED.set(error)


def networks_of(of):
    """`(the folder whose networks are looked into, its name)`: one's own newest that is done, else the ready one."""
    for run in own_experiments():
        if _of(run, of) and run.status.state == "done":
            return run.folder, t("trained by you")
    if not (lab.ready(of) / lab.WEIGHTS).exists():
        raise RunError("There is no trained network of this lab yet. Train all three first.")
    return lab.ready(of), t("trained by us")
