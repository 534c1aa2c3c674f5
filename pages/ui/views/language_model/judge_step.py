"""Judge of a language model: its perplexity beside n-grams, what it copied, its samples over time."""

import streamlit as st

from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.writing import text_of, write
from nlp_models.safety import untold
from pages.ui.answer.answering import load
from pages.ui.answer.judge_parts import perplexity_words, samples
from pages.ui.answer.safe import masked, tell_masked
from pages.ui.answer.score_tables import LOOK, perplexity_metric
from pages.ui.answer.scores import best_of, method_name
from pages.ui.frame.words import percent, t
from pages.ui.terms import explained
from pages.ui.train.watch import unlearned
from pages.ui.views.language_model.copies import source_of, written_part
from pages.ui.views.language_model.ladder import ladder, rungs_chart
from pages.ui.views.language_model.ready_amounts import ready_amounts_part

WRITTEN = 120  # tokens for the memorisation meter
# of 0 to 23 read as a class would, the first with which both ready models write nothing sad, rude or dangerous; 0 said
# "자살은 여기의 바뀌어": tests/safety/test_fixed_texts.py writes them again
WRITTEN_SEED = 17
SAMPLED = Decoding(temperature=1.0)


def judge_step(task, run):
    """Score, baselines, copies, samples."""
    report = run.report
    if not report:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    head(report["test"])
    unlearned(task, run)
    left, right = st.columns(2, gap="medium")
    with left:
        beside_baselines(task, run, report["test"], report["baselines"])
        ready_amounts_part(run)
    with right:
        memorisation(run)
    ladder(task, run)
    samples(run)


def head(scores):
    """On how much text, and the three numbers."""
    sentence = t(
        "Scored on {tokens} tokens it has never seen, in {rows} lines",
        tokens=f"{scores['tokens']:,}",
        rows=f"{scores['rows']:,}",
    )
    st.subheader(explained(sentence, "test-data", "token"), anchor=False)
    with st.container(horizontal=True):
        perplexity_metric(scores)
        st.metric(
            explained(t("Bits per letter"), "bits-per-character"),
            f"{scores['bits_per_character']:.2f}",
            t("comparable across token types"),
            help=t("What a letter costs on average: networks with other tokens can be compared by it."),
            **LOOK,
        )
        st.metric(
            t("Next tokens guessed right"),
            percent(scores.get("accuracy") or 0, 1),
            t("{percent} unknown", percent=percent(scores["unknown"], 1)),
            help=t(
                "The share of places where the likeliest token was the right one. Below, the share of tokens outside its vocabulary."
            ),
            **LOOK,
        )


def beside_baselines(task, run, scores, baselines):
    """Dots under the sentence that says who is better, honestly."""
    finding = who_wins(task.kind, scores, baselines)
    st.markdown(f"**{explained(finding, 'ngram', 'nnlm', 'confidence-interval')}**")
    rungs_chart(task, run, finding)


def who_wins(kind, scores, baselines):
    """One sentence, true of these numbers."""
    alone = baselines.get("unigram", {}).get("perplexity", float("inf"))
    if scores["perplexity"] >= alone:
        values = {"ours": perplexity_words(scores["perplexity"]), "theirs": perplexity_words(alone)}
        return t("Not even better than word frequencies: {ours} against {theirs}", **values)
    name, best = best_of(kind, baselines)
    ours, theirs = scores["perplexity"], best["perplexity"]
    values = {
        "name": method_name(LanguageModel, name),
        "ours": perplexity_words(ours),
        "theirs": perplexity_words(theirs),
    }
    if ours > theirs:
        return t("On this text {name} is better: {theirs} against {ours}. On small texts that is common", **values)
    if scores["perplexity_high"] > theirs:
        return t("Hardly better than {name}: {ours} against {theirs}, within the margin", **values)
    return t("Better than {name}: {ours} against {theirs}", **values)


def memorisation(run):
    """What the network writes by itself, and how much of it stands in its training text."""
    source = source_of(run)
    st.markdown(f"**{t('What it writes') if source is None else t('Does it write or copy?')}**")
    written = masked(_written(run.id, str(run.folder)))
    written_part(source, written)
    tell_masked(written)
    st.caption(t("{count} tokens, drawn freely (no top-k), always with the same seed.", count=WRITTEN))


@st.cache_data(max_entries=8, show_spinner=False)
def _written(run_id, folder):
    predictor = load(run_id, folder)
    ids = list(write(predictor, "", SAMPLED, WRITTEN, seed=WRITTEN_SEED))
    return untold("", text_of(predictor.problem.vocabulary, ids))
