"""How much text a ready network would need: the curve of its own text, as one's own run has it, and why the n-grams are so good."""

import streamlit as st

from nlp_models.labs.ready_amounts import ready
from pages.ui.answer.reader import reader_name
from pages.ui.frame.words import percent, t
from pages.ui.views.language_model.amounts import curves


def ready_amounts_part(run):
    """What was measured of it: the curves, and how much of the test repeats the text; nothing where it was not."""
    found = ready(run.folder) if run.is_ready else None
    if found is None:
        return
    if len(found.points) > 1:
        st.subheader(t("How much text does remembering need?"), anchor=False)
        once = t("Trained anew on parts of its text, once each; always the same tokens and the same test.")
        curves(run, list(found.points), once)
    st.write(why(found.repeated, reader_name(run)))


def why(repeated, cell):
    """What the n-grams have learned by heart, and how it is where nothing repeats."""
    return t(
        "In {share} of the test lines, four words in a row stand in the text that was learned: there the perplexity of the 5-grams is {counted}, that of the {cell} {ours}. In the other lines it is {counted_others} and {ours_others}.",
        share=percent(repeated.share),
        cell=cell,
        counted=f"{repeated.ngrams:.1f}",
        ours=f"{repeated.network:.1f}",
        counted_others=f"{repeated.ngrams_on_others:.1f}",
        ours_others=f"{repeated.network_on_others:.1f}",
    )
