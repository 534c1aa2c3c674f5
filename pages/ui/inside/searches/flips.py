"""What would turn the answer: the fewest words exchanged for words alike, each a sentence that a click reads."""

import streamlit as st

from nlp_models.answering.counterfactuals import counterfactuals
from pages.ui.answer.answering import label_name, load
from pages.ui.answer.inside_parts import tell_pieces
from pages.ui.frame.words import errors_told, plain, t
from pages.ui.inside.parts import ask_place, ask_written, folded, words_to_ask
from pages.ui.inside.searches.covers import tell_covers
from pages.ui.inside.searches.search import asks, searched, with_share
from pages.ui.inside.steps import shown_tokens
from pages.ui.views.tagging.words import tag_called


def flips_part(task, run, text, free):
    """Drawn when it is opened; nothing where there is no word that could turn."""
    if not words_to_ask(task, free):
        return
    title = t("What would turn the answer?")
    if not (box := folded(title, ":material/flip_camera_android:", "cell-flips")):
        return
    with box, errors_told():
        st.caption(how(task))
        place = PLACES[task.problem](run, free) if task.problem in PLACES else None
        if task.problem == "captioning":
            return tell_covers(task, run, text, place)
        what = ("flips", run.id, str(run.folder), text, place)
        predictor = load(run.id, str(run.folder))
        found = searched(what, lambda progress: counterfactuals(predictor, text, place, progress=progress))
        tell_flips(task, found, names_of(task, run, predictor))
        if found.flips:
            tell_pieces(predictor.problem.vocabulary)


def how(task):
    """What is tried."""
    return {
        "captioning": t(
            "A picture has no words to swap, but places. Squares of it are covered with its middle colour, as few as it takes until another word is written here. The words written before stay as they are."
        ),
        "sequence_to_sequence": t(
            "Words of the sentence are swapped for others that this network finds alike, as few as it takes until it writes another word here. The words that it wrote before stay as they are."
        ),
        "language_model": t(
            "Words are swapped for others that this network finds alike, as few as it takes until it expects another word next."
        ),
    }.get(task.problem) or t(
        "Words are swapped for others that this network finds alike, as few as it takes to change its answer."
    )


def ask_tagged(run, free):
    """The word whose tag is to turn."""
    return ask_place(t("Word whose tag is to turn"), shown_tokens(free.words), "flip-word")


def ask_turned(run, free):
    """The written word that is to turn."""
    return ask_written(t("Word that should change"), run, free.answer, "flip-written")


PLACES = {"tagging": ask_tagged, "sequence_to_sequence": ask_turned, "captioning": ask_turned}


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
    values = {
        "before": with_share(name(found.answer), found),
        "after": with_share(name(best.answer), best),
        "count": count,
    }
    if count == 1:
        st.markdown(t("**One other word turns it: {before} → {after}**", **values))
    else:
        st.markdown(t("**It takes {count} other words to turn it: {before} → {after}**", **values))
    st.caption(t("Found among {tried} sentences. A click reads one of them above.", tried=found.tried))
    with st.container(gap=None):
        for at, flip in enumerate(found.flips):
            asks(task, flip.text, line(flip, name), key=f"flip-{at}")


def line(flip, name):
    """What is exchanged, what is answered then, and all that is written for it."""
    exchanged = ", ".join(f"{plain(before)} → **{plain(after)}**" for _, before, after in flip.replaced)
    writes = t("it writes “{answer}”", answer=plain(flip.writes)) if flip.writes else ""
    return " · ".join(filter(None, (exchanged, with_share(name(flip.answer), flip), writes)))
