"""The translations one by one: those least like the right one, words left as they were, words said twice; a row opens."""

import pandas as pd
import streamlit as st

from nlp_models.problems.sequence_to_sequence.repetition import repeated_words, untranslated_words
from nlp_models.scoring.likeness import chrf
from pages.ui.answer.safe import masked
from pages.ui.frame import state
from pages.ui.frame.remember import choose, remembered
from pages.ui.frame.words import percent, plain, t

SHOWN = 200
SIEVES = ("worst", "left", "twice", "best")


def rows_part(task, run, evaluated):
    """The table under a sentence that counts; the chosen row with all its right answers."""
    st.subheader(t("Its translations one by one"), anchor=False)
    likeness, left, twice = slips(run.seen_as, str(run.folder), evaluated)
    names = {
        "worst": t("Least like the right one"),
        "left": t("Left untranslated ({count})", count=sum(map(bool, left))),
        "twice": t("Said twice ({count})", count=sum(map(bool, twice))),
        "best": t("Most like the right one"),
    }
    sieve = st.segmented_control(
        t("Which"),
        SIEVES,
        format_func=names.get,
        required=True,
        label_visibility="collapsed",
        **remembered(state.WHICH, SIEVES, "worst"),
    )
    order = chosen_rows(sieve, likeness, left, twice)
    if not order:
        st.write(t("There is no such sentence."))
        return
    words = left if sieve == "left" else twice if sieve == "twice" else None
    picked = table(run, evaluated, order[:SHOWN], likeness, words, sieve)
    st.caption(t("Choose a row to see all its right translations."))
    if picked is not None:
        opened(task, evaluated, picked, likeness)
    if evaluated.source == "sample":
        st.caption(t("These are sentences set aside from our own sample."))


@st.cache_resource(max_entries=4, show_spinner=False)
def slips(run_id, folder, _evaluated):
    """Of every row: how alike the translation is to a right one, words left as they were, words said twice."""
    rows = list(zip(_evaluated.texts, _evaluated.said, _evaluated.references, strict=True))
    return (
        [chrf(said, right) for _, said, right in rows],
        [untranslated_words(text, said, right) for text, said, right in rows],
        [repeated_words(said, right) for _, said, right in rows],
    )


def chosen_rows(sieve, likeness, left, twice):
    """Numbers of the rows that a choice shows, in its order."""
    order = sorted(range(len(likeness)), key=likeness.__getitem__)
    if sieve == "best":
        return order[::-1]
    wanted = {"left": left, "twice": twice}.get(sieve)
    return [row for row in order if wanted[row]] if wanted else order


def table(run, evaluated, order, likeness, words, sieve):
    """The rows; gives the number of the chosen one, or None."""
    frame = pd.DataFrame(
        {
            "text": [evaluated.texts[row] for row in order],
            "said": [masked(evaluated.said[row]) for row in order],
            "right": [evaluated.references[row][0] for row in order],
            **({"words": [", ".join(words[row]) for row in order]} if words else {}),
            "alike": [likeness[row] for row in order],
        }
    )
    columns = {
        "text": st.column_config.TextColumn(t("Read")),
        "said": st.column_config.TextColumn(t("Written")),
        "right": st.column_config.TextColumn(t("Right")),
        "words": st.column_config.TextColumn(t("Words"), width=100),
        "alike": st.column_config.ProgressColumn("chrF", format="%.0f", min_value=0, max_value=100, width=90),
    }
    picked = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        column_config=columns,
        key=f"rows-{run.id}-{sieve}",
        on_select="rerun",
        selection_mode="single-row",
        alt=t("Its translations one by one"),
    )
    rows = [row for row in picked.selection.rows if row < len(order)]
    return order[rows[0]] if rows else None


def opened(task, evaluated, row, likeness):
    """One row: what was read and written, every right translation, and the way to Try."""
    with st.container(border=True):
        left, right = st.columns(2, gap="medium")
        left.markdown(f"**{t('Read')}**  \n{plain(evaluated.texts[row])}")
        left.markdown(
            f"**{t('Written')}** · {percent(evaluated.confidence[row])}  \n{plain(masked(evaluated.said[row])) or t('Nothing')}"
        )
        listed = "\n".join(f"- {plain(text)}" for text in evaluated.references[row])
        right.markdown(f"**{t('Right')}** · chrF {likeness[row]:.0f}\n{listed}")
        if evaluated.retrieved:
            right.caption(
                t("The nearest sentence it learned from has: {answer}", answer=plain(masked(evaluated.retrieved[row])))
            )
        left.button(
            t("Try this sentence"),
            icon=":material/play_circle:",
            key="try-row",
            on_click=_try,
            args=(task, evaluated.texts[row]),
        )


def _try(task, text):
    state.ask(task, text)
    choose(state.STEP, "try")
