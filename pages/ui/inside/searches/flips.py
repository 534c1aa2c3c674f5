"""What would turn the answer: the fewest words exchanged for words alike, each a sentence that a click reads."""

import streamlit as st

from nlp_models.answering.counterfactuals import counterfactuals
from pages.ui.answer.answering import label_name, load
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.inside.searches.search import asks, searched
from pages.ui.inside.steps import shown_tokens
from pages.ui.views.tagging.words import tag_called

KINDS = ("classification", "tagging", "language_model")  # what others write is not one answer that could turn


def flips_part(task, run, text, free):
    """Drawn when it is opened."""
    if task.problem not in KINDS or not free.words:
        return
    opened = st.expander(
        t("What would turn the answer?"), icon=":material/flip_camera_android:", on_change="rerun", key="cell-flips"
    )
    if not opened.open:
        return
    with opened, errors_told():
        st.caption(
            t("Words are swapped for others that this network finds alike, as few as it takes to change its answer.")
        )
        place = ask_place(free) if task.problem == "tagging" else None
        what = ("flips", run.id, str(run.folder), text, place)
        predictor = load(run.id, str(run.folder))
        found = searched(what, lambda progress: counterfactuals(predictor, text, place, progress=progress))
        tell_flips(task, found, names_of(task, run, predictor))


def ask_place(free):
    """The word whose tag is to turn."""
    words = shown_tokens(free.words)
    return st.selectbox(
        t("Word whose tag is to turn"),
        range(len(words)),
        format_func=lambda at: f"{at + 1}. {words[at]}",
        key=f"flip-word-{hash(tuple(words))}",
        width=280,
    )


def names_of(task, run, predictor):
    """A function that gives what an answer is called on the page."""
    if task.problem == "tagging":
        return lambda tag: tag_called(task, predictor.config.names, tag)
    own = predictor.config.names
    return lambda answer: label_name(task, own, answer) if task.problem == "classification" else answer


def tell_flips(task, found, name):
    """The finding, then a line a sentence."""
    if not found.flips:
        said = {"tried": found.tried, "answer": plain(name(found.answer))}
        st.markdown(t("None of {tried} exchanges turns it: it stays at “{answer}”.", **said).join(("**", "**")))
        return
    count, best = len(found.flips[0].replaced), found.flips[0]
    values = {"before": plain(name(found.answer)), "after": plain(name(best.answer)), "count": count}
    if count == 1:
        st.markdown(t("**One other word turns it: {before} → {after}**", **values))
    else:
        st.markdown(t("**It takes {count} other words to turn it: {before} → {after}**", **values))
    st.caption(t("Found among {tried} sentences. A click reads one of them above.", tried=found.tried))
    with st.container(gap=None):
        for at, flip in enumerate(found.flips):
            asks(task, flip.text, line(flip, name), key=f"flip-{at}")


def line(flip, name):
    """What is exchanged, and what is answered then."""
    exchanged = ", ".join(f"{plain(before)} → **{plain(after)}**" for _, before, after in flip.replaced)
    return f"{exchanged} · {plain(name(flip.answer))}: {percent(flip.probability)}"
