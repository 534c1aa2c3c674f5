"""searched(what, ask): a search found once for all who ask the same, with a bar while it goes on; rows_to_search: in what."""

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.words import language, t


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
    return kept["found"]


@st.cache_resource(max_entries=48, show_spinner=False)
def _kept(what):
    """An empty place to keep what was found; the oldest go."""
    return {}


def rows_to_search(task, run):
    """`(texts, what they are in words)`: the rows of one's own run; of others, whose rows are not here, our sample."""
    if run.is_ready:
        return run.sample.columns["text"], t("our example rows")
    if run.has_rows:
        return run.dataset.columns["text"], t("the rows of this training")
    return task.sample(language()).columns["text"], t("our example rows, since its own are not here")


def asks(task, text, label, key):
    """A button whose label is a sentence: a click reads it in place of the one above."""
    if st.button(
        label, key=key, type="tertiary", icon=":material/arrow_upward:", on_click=state.ask, args=(task, text)
    ):
        st.rerun()  # the sentence stands outside of what is drawn anew
