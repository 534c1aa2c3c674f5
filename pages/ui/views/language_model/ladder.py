"""The ladder on Judge: word frequencies, n-grams, a fixed window, RNN, LSTM, GRU on the same text; and what each expects next."""

import numpy as np
import pandas as pd
import streamlit as st

from nlp_models.answering.judging import split_as
from nlp_models.errors import RunError
from nlp_models.numpy_layers.functions import softmax
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.rungs import ORDER, Rungs
from nlp_models.problems.language_model.writing import context
from nlp_models.runs.store import RunStore
from nlp_models.text.shown import shown_all
from nlp_models.text.vocabulary import END, UNKNOWN
from pages.ui.answer.answering import ask_sentence, load
from pages.ui.answer.reader import called, reader_name, reader_of
from pages.ui.answer.scores import method_name
from pages.ui.charts.ladder_charts import ladder_dots, small_bars
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.train.starting import name_ending, start_training
from pages.ui.views.language_model.amounts import amounts_part

WINDOW, NNLM = "window", "nnlm"
READERS = (WINDOW, "rnn", "lstm", "gru")
SHOWN = 5  # next words of each rung
SEEN = ORDER - 1  # tokens that an n-gram sees, and a fixed window that is trained here


def ladder(task, run):
    """The missing rungs as buttons, then the next words of all of them side by side."""
    st.subheader(t("The ladder: from counting to remembering"), anchor=False)
    climbed = rungs_of(task, run)
    offered(task, run, climbed)
    with errors_told():
        side_by_side(task, run, climbed)
    amounts_part(run)


def rungs_of(task, run):
    """`{reader: one's run}` on this run's text and tokens, this one among them; of several the newest."""
    found = {reader_of(run): run}
    if run.is_ready or not run.mine:
        return found
    for other in RunStore.default().list(visitor(), task.name):
        if other.id != run.id and other.report and other.status.state == "done" and _same(run, other):
            found.setdefault(reader_of(other), other)
    return {reader: found[reader] for reader in READERS if reader in found}


def _same(run, other):
    """Whether two runs learned from the same rows, with the same tokens: only then can perplexities be compared."""
    rows = [one.report.get("data_sha256") for one in (run, other)]
    tokens = [_bytes(one.folder / "vocabulary.json") for one in (run, other)]
    return rows[0] == rows[1] and tokens[0] == tokens[1] and run.recipe.test_share == other.recipe.test_share


def _bytes(path):
    return path.read_bytes() if path.is_file() else path


def rungs_chart(task, run, finding):
    """A dot for each rung, the best first; the same as a table."""
    climbed = rungs_of(task, run)
    counted = {
        name: scores for name, scores in run.report["baselines"].items() if name != NNLM or WINDOW not in climbed
    }
    rows = [
        {"name": method_name(LanguageModel, name), "kind": "counted", **_span(scores)}
        for name, scores in counted.items()
    ]
    rows += [{"name": reader_name(one), "kind": reader, **_span(one.report["test"])} for reader, one in climbed.items()]
    st.vega_lite_chart(ladder_dots(rows, t("Perplexity, less is better")), key="perplexities", alt=finding)
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        spans = [t("{low} to {high}", low=f"{row['low']:.1f}", high=f"{row['high']:.1f}") for row in rows]
        table = {
            t("Method"): [row["name"] for row in rows],
            t("Perplexity"): [f"{row['score']:.1f}" for row in rows],
            t("95 % certainty"): spans,
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt=finding)


def _span(scores):
    return {"score": scores["perplexity"], "low": scores["perplexity_low"], "high": scores["perplexity_high"]}


def offered(task, run, climbed):
    """A button for each cell, and the window, that has not been trained on this text."""
    missing = [reader for reader in READERS if reader not in climbed]
    if run.is_ready or not run.mine or not run.has_rows or not missing:
        return
    st.caption(t("Not on the ladder yet; the same text and settings, only what reads it differs:"))
    with st.container(horizontal=True):
        for reader in missing:
            st.button(
                t("Train the {cell}", cell=called(reader, SEEN)),
                icon=":material/model_training:",
                key=f"rung-{reader}",
                on_click=_train,
                args=(task, run, reader),
            )


def _train(task, run, reader):
    changes = {"fixed_window": SEEN} if reader == WINDOW else {"cell": reader, "fixed_window": 0}
    recipe = run.recipe.changed(**changes)
    name = run.about.name.replace(name_ending(run.recipe), name_ending(recipe))
    start_training(task, recipe, run.dataset, name)


def side_by_side(task, run, climbed):
    """A sentence, what of it a window cannot see, what each rung expects next, and the counts behind the n-gram."""
    sentence = ask_sentence(task, run)
    predictor = load(run.id, str(run.folder))
    vocabulary = predictor.problem.vocabulary
    ids = context(vocabulary, sentence)
    seen_words(vocabulary, ids, climbed[WINDOW].recipe.fixed_window if WINDOW in climbed else SEEN)
    counted = _counted(run.seen_as, run)
    answers = {reader_name(one): _network(one, ids) for one in climbed.values()}
    if counted is not None:
        answers = {
            t("Word frequencies"): counted.unigram,
            t("{n}-grams", n=ORDER): counted.ngram(np.array(ids, int)),
        } | answers
    columns = st.columns(min(3, len(answers)), gap="medium")
    for number, (name, shares) in enumerate(answers.items()):
        likeliest = _likeliest(predictor.problem, sentence, shares)
        with columns[number % len(columns)]:
            first, share = next(iter(likeliest.items()))
            st.markdown(f"**{name}**")
            alt = t("{name} expects “{word}”, {percent}", name=name, word=first, percent=percent(share))
            st.vega_lite_chart(small_bars(likeliest), key=f"rung-bars-{number}", alt=alt)
    if counted is None:
        st.caption(t("The text it learned from is not here, so words cannot be counted in it."))
    else:
        counts(vocabulary, ids, counted)


def _likeliest(problem, sentence, shares):
    """`{word: share}` of the likeliest tokens that could be said, and may be."""
    logs = np.log(np.maximum(np.where(np.arange(len(shares)) == UNKNOWN, 0, shares), 1e-30))
    return problem.likeliest(sentence, logs, SHOWN)


def seen_words(vocabulary, ids, window):
    """The tokens, those greyed that the fixed window cannot see."""
    words = _words(vocabulary, ids)
    far, near = words[:-window], words[-window:]
    if not far:
        st.caption(t("All of this is within a window of {count} tokens.", count=window))
        return
    st.markdown(f":gray[{' '.join(far)}] **{' '.join(near)}**")
    if window == SEEN:
        told = t(
            "Grey: what {n}-grams and a fixed window of {count} tokens cannot see. RNN, LSTM and GRU have read it.",
            n=ORDER,
            count=window,
        )
    else:
        told = t(
            "Grey: what a fixed window of {count} tokens cannot see. RNN, LSTM and GRU have read it.", count=window
        )
    st.caption(told)


def counts(vocabulary, ids, counted):
    """How often the last tokens were seen together in the training text, and where it backed off."""
    for one in counted.seen(np.array(ids, int)):
        if not one.length:
            return st.write(
                t(
                    "Not even “{word}” is in the training text: the {n}-grams fall back on the commonest words.",
                    word=_said(vocabulary, ids[-1:]),
                    n=ORDER,
                )
            )
        values = {"words": _said(vocabulary, ids[-one.length :]), "times": one.times}
        if not one.times:
            st.write(t("“{words}” is never seen in the training text: it backs off to fewer words.", **values))
            continue
        words = _words(vocabulary, [token for token, _ in one.followers])
        then = ", ".join(f"“{word}” {times}×" for word, (_, times) in zip(words, one.followers, strict=True))
        st.write(t("“{words}” is seen {times} times; then came {then}.", then=then, **values))


def _said(vocabulary, ids):
    return " ".join(_words(vocabulary, ids))


def _words(vocabulary, ids):
    """Tokens as a page shows them; the unknown one stands for any word it does not know."""
    shown = map(plain, shown_all(vocabulary, ids))
    return [t("(unknown word)") if number == UNKNOWN else word for number, word in zip(ids, shown, strict=True)]


def _network(run, ids):
    """The probability of every token after these, behind the end of a line."""
    network = load(run.id, str(run.folder)).network
    states, _ = network.read(np.asarray([[END, *ids]], np.int32), network.begin(), place=-1)
    return softmax(network.logits(states[0, -1]))


@st.cache_resource(max_entries=2, show_spinner=False)
def _counted(seen_as, _run):
    """The Rungs of a run's training text; None where that is elsewhere."""
    if _run.is_ready:
        return None
    try:
        training = split_as(_run, _run.dataset).part("train")
    except RunError:
        return None
    problem = load(_run.id, str(_run.folder)).problem
    return Rungs(problem.encoded(training).ids, len(problem.vocabulary))
