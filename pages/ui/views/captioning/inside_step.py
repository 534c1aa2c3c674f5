"""Look inside a caption: where it looked at every word, what the convolutions make of the picture, the states, neighbours."""

import numpy as np
import streamlit as st

from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.captioning.arrays import inputs_and_targets
from nlp_models.problems.captioning.pictures import kept_pixels
from pages.ui.answer.answering import load
from pages.ui.answer.cell_link import step_through
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.forcing import forcing_part
from pages.ui.answer.inside_parts import state_part
from pages.ui.answer.inside_unit import unit_part
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained
from pages.ui.views.captioning.pictures import asked_picture, choose_picture, place_words, spotlight, tell
from pages.ui.views.captioning.try_step import SHARP, read

WIDTH = 112
MAPS = 16  # of the last convolution


def inside_step(task, run):
    """The picture of Try, taken apart."""
    picture = asked_picture(task, run)
    with errors_told():
        step_through(task, run, picture)
        look(task, choose_epoch(run), picture)
    forcing_part(task, run, show=_picture)
    with st.expander(t("Another picture")):
        choose_picture(task, run)


def _picture(picture):
    st.image(kept_pixels(picture), width=WIDTH, alt=t("The picture that is told"))


def look(task, run, picture):
    """A picture for every word, then the grid, then the decoder's states."""
    answer, predictor = read(run.id, str(run.folder), picture), load(run.id, str(run.folder))
    st.markdown(f"#### {tell(answer.text)}")
    if not answer.words:
        st.write(t("The network has nothing to say about this picture."))
        return
    attention_maps(picture, answer)
    grid_maps(predictor, picture)
    words, readers = answer.words, _states(predictor, picture, answer)
    word = st.selectbox(
        t("Word to look at"),
        range(len(words)),
        format_func=lambda at: f"{at + 1}. {words[at]}",
        key=f"look-{task.name}-{hash((picture, answer.text))}",
        width=280,
    )
    reader = state_part(task, run, readers, words, word, {})
    unit_part(task, run, reader, word)


def attention_maps(picture, answer):
    """One small picture a word: bright where it looked."""
    if answer.attention_weights is None:
        st.caption(
            explained(
                t("This network was trained without attention, so it does not look anywhere in particular."),
                "attention",
            )
        )
        return
    at = int(answer.attention_weights.max(axis=(1, 2)).argmax())
    finding = t("It looked all over the picture at every word.")
    if answer.attention_weights[at].max() >= SHARP:
        finding = t(
            "It looked most closely for “{word}”: {percent} on one spot, {place}.",
            word=answer.words[at],
            percent=percent(answer.attention_weights[at].max()),
            place=place_words(answer.attention_weights[at]),
        )
    st.subheader(explained(t("Where it looked for every word it wrote: its attention"), "attention"), anchor=False)
    st.markdown(f"**{plain(finding)}**")
    with st.container(horizontal=True, gap="small"):
        for number, (word, own) in enumerate(zip(answer.words, answer.attention_weights, strict=True)):
            with st.container(width=WIDTH, gap="xsmall"):
                st.image(
                    spotlight(picture, own),
                    width=WIDTH,
                    caption=f"{number + 1}. {plain(word)}",
                    alt=t("Where it looked for “{word}”", word=word),
                )


def grid_maps(predictor, picture):
    """What the last convolution finds where: its features with the most contrast on this picture."""
    grid = predictor.network.encode(kept_pixels(picture)[None])[0]
    features = grid - predictor.network.weights["encoder/places"]  # (64, D)
    side = int(len(features) ** 0.5)
    strongest = np.argsort(-features.std(axis=0), kind="stable")[:MAPS]
    with st.expander(
        t(
            "What the convolutions make of it: the {count} features that differ most from place to place",
            count=len(strongest),
        )
    ):
        words = t(
            "Each square is one feature of the convolution on the 8 × 8 places that attention looks at; darker is stronger."
        )
        st.caption(explained(words, "convolution", "attention"))
        with st.container(horizontal=True, gap="small"):
            for feature in strongest.tolist():
                own = features[:, feature].reshape(side, side)
                st.image(_tinted(own), width=72, caption=str(feature), alt=t("Feature {number}", number=feature))


def _tinted(values):
    """Teal for how much, on the page's light grey."""
    share = (values / max(float(values.max()), 1e-9))[:, :, None]
    tint = np.asarray([236, 239, 241]) * (1 - share) + np.asarray([10, 110, 112]) * share
    return tint.astype(np.uint8).repeat(9, axis=0).repeat(9, axis=1)


def _states(predictor, picture, answer):
    """Every gate of the decoder at every word that it wrote, by layer."""
    trace, grid = Trace(), predictor.network.encode(kept_pixels(picture)[None])
    inputs, _ = inputs_and_targets([answer.ids])
    predictor.network.attend(inputs, grid, trace)
    return {
        name.removeprefix("decoder/"): {gate: value[0][: len(answer.words)] for gate, value in cell.gates.items()}
        for name, cell in trace.readers.items()
    }
