"""Try of captions: a picture and its words; a click on a word shows where the network looked; what it says blindly."""

import streamlit as st

from pages.ui.answer.answering import load
from pages.ui.answer.unreadable import ask_button, reader_of
from pages.ui.charts.words_component import words_view
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained
from pages.ui.views.captioning.pictures import (
    asked_picture,
    choose_picture,
    knows_only_scenes,
    large,
    place_words,
    spotlight,
    tell,
)

WIDTH = 384
SHARP = 1 / 16  # of the looks on one of 64 places: four times what looking nowhere in particular gives


def try_step(task, run):
    """A picture and its caption."""
    picture = asked_picture(task, run)
    with errors_told():
        tell_unseen(task, run, picture)
        show_caption(task, run, picture)
    choose_picture(task, run)
    with st.container(horizontal=True):
        look, train = t("Look inside this caption"), t("Train on my own data")
        st.button(look, icon=":material/search_insights:", on_click=choose, args=(state.STEP, "inside"))
        st.button(train, icon=":material/table_rows:", type="tertiary", on_click=choose, args=(state.STEP, "data"))


def tell_unseen(task, run, picture):
    """A photograph means nothing to a network that has only seen scenes; what would help."""
    if picture.startswith("scene:") or not knows_only_scenes(task, run):
        return
    with st.container(border=True):
        st.markdown(f"**{t('It has only ever seen drawn shapes, so a photo means nothing to it.')}**")
        if other := reader_of(task, run, picture):
            return ask_button(task, other)
        st.caption(t("A network trained on photos with captions can describe them: bring a zip on Data."))
        st.button(t("Bring photos"), icon=":material/table_rows:", key="bring-photos", on_click=bring_photos)


def bring_photos():
    """To Data, where a zip is taken."""
    choose(state.SOURCE, "file")
    choose(state.STEP, "data")


@st.cache_data(max_entries=64, show_spinner=False)
def read(run_id, folder, picture):
    """The Answer, kept: a click on a word computes nothing again."""
    return load(run_id, folder).read(picture)


def show_caption(task, run, picture):
    """The card: the picture, or what was looked at; the words; the same without the picture; other candidates."""
    answer = read(run.id, str(run.folder), picture)
    with st.container(border=True):
        left, right = st.columns([2, 3], gap="medium")
        with right:
            clicked = caption_words(task, run, answer)
            attention_words(answer, clicked)
            blindly(task, answer)
            candidates(answer)
        with left:
            shown = (
                large(picture)
                if clicked is None or answer.attention_weights is None
                else spotlight(picture, answer.attention_weights[clicked])
            )
            st.image(shown, width=WIDTH, alt=answer.text or t("a picture"))
            st.caption(t("As the network sees it: 64 × 64 pixels."))


def caption_words(task, run, answer):
    """The caption as chips, tinted by how likely each word was; the index of the clicked one."""
    st.markdown(f"#### {tell(answer.text)}")
    if not answer.words:
        st.write(t("The network has nothing to say about this picture."))
        return None
    return words_view(
        answer.words,
        answer.word_probabilities,
        "sequential",
        [_share(one) for one in answer.word_probabilities],
        key=f"caption-{task.name}-{run.id}",
        title=t("The words of the caption, each with its probability"),
    )


def attention_words(answer, clicked):
    """Where it looked when it wrote the clicked word."""
    if not answer.words:
        return
    if answer.attention_weights is None:
        st.caption(
            explained(
                t("This network was trained without attention, so it does not look anywhere in particular."),
                "attention",
            )
        )
    elif clicked is None:
        st.caption(t("Click a word to see where on the picture the network looked."))
    else:
        look, word = answer.attention_weights[clicked], answer.words[clicked]
        finding = t("For “{word}” it looked all over the picture.", word=word)
        if look.max() >= SHARP:
            finding = t(
                "For “{word}” it looked most {place}: {percent} of its attention lies on the ringed spot.",
                word=word,
                place=place_words(look),
                percent=percent(look.max()),
            )
        st.markdown(explained(plain(finding), "attention"))


def blindly(task, answer):
    """What the network says without the picture, and which word owes most to having seen it."""
    if answer.words:
        gain = [seen - blind for seen, blind in zip(answer.word_probabilities, answer.blind_probabilities, strict=True)]
        at = max(range(len(gain)), key=gain.__getitem__)
        finding = t(
            "Without the picture “{word}” would have had {blind} instead of {seen}.",
            word=answer.words[at],
            blind=_share(answer.blind_probabilities[at]),
            seen=_share(answer.word_probabilities[at]),
        )
        st.markdown(f"**{plain(finding)}**")
        words_view(
            answer.words,
            answer.blind_probabilities,
            "sequential",
            [_share(one) for one in answer.blind_probabilities],
            key=f"blind-{task.name}",
            title=t("The same words, with their probability without the picture"),
        )
    st.caption(t("With nothing to see it guesses: {caption}", caption=tell(answer.blind_text)))


def candidates(answer):
    """The captions that the search kept, the likeliest first."""
    if len(answer.beams) < 2:
        return
    with st.expander(t("Other captions it considered ({count})", count=len(answer.beams) - 1)):
        rows = {
            t("Caption"): [text for text, _ in answer.beams],
            t("Probability"): [_share(2.718281828459045**log) for _, log in answer.beams],
        }
        st.dataframe(rows, hide_index=True, width="stretch", alt=t("Captions that were considered, the best first"))


def _share(share):
    return percent(share) if share >= 0.095 else percent(share, 1) if share >= 0.0005 else t("under 0.1 %")
