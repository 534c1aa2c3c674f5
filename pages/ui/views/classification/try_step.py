"""Try: type a sentence, see the answer and how it changed with every word."""

import streamlit as st

from pages.ui.answer.answering import ask_sentence, followed_label, label_name, load, tell_unread
from pages.ui.answer.ask import example_pills, next_steps
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame import state
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.take_home.batch_answers import answers_row
from pages.ui.terms import explained
from pages.ui.views.classification.charts import label_bars, word_curve
from pages.ui.views.classification.reasons import reasons


def try_step(task, run):
    """A sentence and its answer."""
    if task.rare and ask_how_many() == "file":
        return answers_row(task, run)
    sentence = ask_sentence(task, run)
    example_pills(task, run)
    with errors_told():
        if not cannot_read(task, run, sentence):
            show_answer(task, run, sentence)
    next_steps(task)


def ask_how_many():
    """One message to look at closely, or a whole file of them."""
    names = {"one": t("One message"), "file": t("A whole file")}
    return st.segmented_control(
        t("How many"),
        list(names),
        format_func=names.get,
        required=True,
        label_visibility="collapsed",
        **remembered(state.MANY, list(names), "one"),
    )


def show_answer(task, run, sentence):
    """The card: verdict on the left, the curve on the right; below, what the network could not read."""
    predictor = load(run.id, str(run.folder))
    answer = predictor.read(sentence)
    names = {label: label_name(task, predictor.config.names, label) for label in answer.probabilities}
    name = names[answer.label]
    followed = followed_label(task, names, answer)
    with st.container(border=True):
        left, right = st.columns([1, 3], vertical_alignment="center", gap="medium")
        of_followed, asked = t("Probability of {label}", label=names[followed]), answer.probabilities[followed]
        left.metric(explained(plain(of_followed), "probability"), percent(asked))
        left.badge(plain(name), icon=":material/label:", color="blue" if answer.label == followed else "orange")
        right.markdown(f"**{t('How the answer changed with every word')}**")
        curve = word_curve(
            answer.words,
            [step[followed] for step in answer.curve],
            of_followed,
            of_two=len(names) == 2,
        )
        finding = t("After the last word: {label} {percent}", label=names[followed], percent=percent(asked))
        right.vega_lite_chart(curve, key="curve", alt=finding)
        if predictor.config.recipe.bidirectional:
            both = t("This network is bidirectional: for each point it reads the words up to there from both ends.")
            right.caption(explained(both, "bidirectional"))
        if len(names) > 2:
            st.vega_lite_chart(label_bars(names.values(), answer.probabilities.values()), key="bars", alt=finding)
    tell_unread(answer.unknown, answer.truncated_at)
    if task.rare and answer.words:
        reasons((run.id, str(run.folder), sentence), followed, names)
