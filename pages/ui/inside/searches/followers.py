"""Find my neuron: mark something in the rows, and see which units follow it, in words first."""

import streamlit as st

from nlp_models.answering.units import MARKS, is_writer, marks_of_words, units_like
from nlp_models.numpy_layers.trace import LONG_NAMES
from pages.ui.answer.answering import load
from pages.ui.frame import inside_state
from pages.ui.frame.words import errors_told, plain, t
from pages.ui.inside.formulas import names
from pages.ui.inside.hands import take_units
from pages.ui.inside.parts import folded, open_unit
from pages.ui.inside.searches.search import here, in_which, rows_to_search, searched
from pages.ui.inside.steps import shown_tokens

BY_HAND = "words"
ALMOST, MOSTLY, CLEARLY = 0.95, 0.8, 0.05  # areas under the curve; how far above the control
FEW = 20  # marked tokens, of which a score may be chance


def followers_part(task, run, reader, letter):
    """Drawn when it is opened."""
    box = folded(t("Find the units that follow something"), ":material/person_search:", "cell-followers")
    if not box:
        return
    with box, errors_told():
        st.caption(
            t(
                "Mark something in the rows. The units that stand high or low just there are found in one half of the rows and tested on the other."
            )
        )
        followed, words = ask_followed(reader, BY_HAND if task.problem == "captioning" else "negation")
        if followed == BY_HAND and not words:
            st.caption(t("Click the words that it is to follow."))
            return
        tell_units(
            task, run, reader, letter, named(followed, words), *found_units(task, run, reader, letter, followed, words)
        )


def ask_followed(reader, first):
    """`(what is to be followed, the words that were clicked)`; at first what such rows have: captions say what there is."""
    called = titles()
    inside_state.FOLLOWED.setdefault(first)
    followed = st.segmented_control(
        t("Follow"), list(called), format_func=called.get, required=True, key=inside_state.FOLLOWED
    )
    if followed != BY_HAND:
        return followed, ()
    read = reader.tokens[1:] if is_writer(reader.name) else reader.tokens
    words = [word for word in dict.fromkeys(shown_tokens(read)) if any(map(str.isalnum, word))]
    inside_state.MARKED.set([word for word in inside_state.MARKED.get([]) if word in words])
    marked = st.pills(t("Words of this sentence"), words, selection_mode="multi", key=inside_state.MARKED)
    return followed, tuple(marked)


def titles():
    """`{what can be followed: what it is called}`."""
    return {
        "negation": t("Negation"), "digits": t("Digits"), "quotes": t("Quoted words"), "sentence end": t("Ends of sentences"),
        BY_HAND: t("Words that I click"),
    }  # fmt: skip


def named(followed, words):
    """The same within a sentence."""
    if followed == BY_HAND:
        return t("the words {words}", words=", ".join(f"“{word}”" for word in words))
    return {
        "negation": t("words that negate"), "digits": t("tokens with a digit"), "quotes": t("words within quotes"),
        "sentence end": t("ends of sentences"),
    }[followed]  # fmt: skip


def found_units(task, run, reader, letter, followed, words):
    """`(rows there are, the UnitScores)`."""
    what = ("units", *here(run), reader.name, letter, followed, words)
    marked = marks_of_words(words) if followed == BY_HAND else MARKS[followed]

    def ask(progress):
        (rows, of), predictor = rows_to_search(task, run, reader), load(run.id, str(run.folder))
        return of, units_like(predictor, rows, marked, reader.name, LONG_NAMES[letter], progress=progress)

    return searched(what, ask)


def tell_units(task, run, reader, letter, what, of, scores):
    """The finding, the control, then a line and a button a unit."""
    best = scores[0]
    where = in_which(run, best.rows, of)
    st.markdown(f"**{plain(finding(best, what))}**")
    counts = {"chosen": f"{best.chosen_by:,}", "scored": f"{best.scored_on:,}", "where": where}
    st.caption(
        t(
            "Out of a hundred pairs of a marked and an unmarked token, this is how many it tells apart; 50 is chance. With the marks shifted to other tokens, the best unit gets {control}. Searched: {where}; chosen by {chosen} marked tokens, tested on {scored} others.",
            control=f"{100 * best.control:.0f}",
            **counts,
        )
    )
    if best.scored_on < FEW:
        st.caption(t("Tested on so few marked tokens, this may be chance. More rows would tell."))
    with st.container(gap=None):
        for score in scores:
            line = row(score, names(reader.cell)[letter])
            st.button(
                line,
                key=f"follower-{score.unit}",
                type="tertiary",
                icon=":material/arrow_upward:",
                on_click=open_unit,
                args=(task, run, reader.name, score.unit),
            )
    st.button(
        t("Take these units in hand"),
        icon=":material/lock:",
        key="followers-held",
        on_click=take_units,
        args=([score.unit for score in scores],),
    )


def finding(best, what):
    """How well the best unit follows it, against the control."""
    if best.score - best.control < CLEARLY:
        return t(
            "No unit follows {what}: the best one tells them no better than it tells marks that were shifted", what=what
        )
    told = {"unit": best.unit, "what": what}
    if best.score >= ALMOST:
        return t("Unit {unit} follows {what} nearly always", **told)
    if best.score >= MOSTLY:
        return t("Unit {unit} follows {what} most of the time", **told)
    return t("Unit {unit} follows {what} a little", **told)


def row(score, gate):
    """A unit: which way it goes, and how many of a hundred pairs it tells apart."""
    told = {"unit": score.unit, "gate": gate, "pairs": f"{100 * score.score:.0f}"}
    if score.direction > 0:
        return t("Unit {unit}: {gate} is higher there, in {pairs} of 100 pairs", **told)
    return t("Unit {unit}: {gate} is lower there, in {pairs} of 100 pairs", **told)
