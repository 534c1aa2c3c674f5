"""searched(what, ask): a search found once for all who ask the same, with a bar while it goes on; rows_to_search: in what."""

import streamlit as st

from nlp_models.answering.units import is_writer, rows_of
from pages.ui.answer.answering import load
from pages.ui.frame import state
from pages.ui.frame.given import hand_back_memory
from pages.ui.frame.words import language, percent, plain, t
from pages.ui.terms import explained


def searched(what, ask):
    """What `ask(progress)` finds; kept under `what`, a tuple that tells this search from every other.

    What it raises is not kept, so that it is told again.
    """
    kept = _kept(what)
    if "found" not in kept:
        bar = st.progress(0.0, text=t("Searching"))
        try:
            kept["found"] = ask(lambda share: bar.progress(min(1.0, share), text=t("Searching")))
        finally:
            bar.empty()
            hand_back_memory()  # some hundred texts were read at once
    return kept["found"]


@st.cache_resource(max_entries=16, show_spinner=False)  # the largest takes 1.2 MB
def _kept(what):
    """An empty place to keep what was found; the oldest go."""
    return {}


def here(run):
    """What tells the rows of a network from others: our sample is of a language."""
    sample_of = "" if run.is_ready or run.has_rows else language()
    return run.id, run.seen_as, str(run.folder), sample_of


def rows_to_search(task, run, reader):
    """`(what a reader is searched in, how many rows there are)`: those of one's own run; of others, whose rows are not here, our sample."""
    dataset = run.sample if run.is_ready else run.dataset if run.has_rows else task.sample(language())
    rows = rows_of(load(run.id, str(run.folder)), dataset, reader.name)
    return rows, len(set(dataset.columns["text"])) if is_writer(reader.name) else len(rows)


def in_which(run, count, of):
    """The rows that were searched, in words.

    Args:
        count: how many were read.
        of: how many there are.
    """
    told = {"count": f"{count:,}"}
    if not run.is_ready and not run.has_rows:
        return t("{count} of our example rows, since its own are not here", **told)
    if run.is_ready:
        return (
            t("the first {count} of our example rows", **told) if count < of else t("our {count} example rows", **told)
        )
    if count < of:
        return t("the first {count} rows of this training", **told)
    return t("the {count} rows of this training", **told)


def tell_reading(reader):
    """Of a cell that writes, what it reads in the rows; nothing of one that reads."""
    if is_writer(reader.name):
        told = t(
            "This cell writes. In the rows it is given the right answer, word after word, as in training (teacher forcing), not what it would write by itself."
        )
        st.caption(explained(told, "teacher-forcing"))


def asks(task, text, label, key):
    """A button whose label is a sentence: a click reads it in place of the one above."""
    if st.button(
        label, key=key, type="tertiary", icon=":material/arrow_upward:", on_click=state.ask, args=(task, text)
    ):
        st.rerun()  # the sentence stands outside of what is drawn anew


def with_share(name, one):
    """An answer and its probability: what `counterfactuals` or `covers` found."""
    return (
        f"“{plain(name)}” {percent(one.probability)}"
        if name
        else t("nothing more, {share}", share=percent(one.probability))
    )
