"""A sentence of the lab at a distance one chooses, and what each cell puts into its blank."""

from html import escape

import streamlit as st

from nlp_models.labs.recall import lab
from pages.ui.charts.memory_charts import NAMES
from pages.ui.frame import memory_state
from pages.ui.frame.words import percent, t
from pages.ui.memory.knobs import MOST_SENTENCES

SIGNS = {"gru": "●", "lstm": "■", "rnn": "▲"}


def sentence_part(own, folder):
    """The slider, the sentence, three answers."""
    answers(own, folder, sentence_alone(own))


def sentence_alone(own):
    """The slider and the sentence, which it gives."""
    left, right = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    with left:
        distance = ask_distance(own.distances)
    with right:
        st.button(t("Another sentence"), icon=":material/shuffle:", key="recall-next", on_click=_another)
    drawn = example(own, distance)
    st.html(_paragraph(own, drawn.ids[0]))
    return drawn


def ask_distance(distances):
    """Words between the key word and the blank; the nearest there is where a text does not reach so far."""
    asked = memory_state.DISTANCE.get(8)
    memory_state.DISTANCE.set(min(distances, key=lambda one: abs(one - asked)))
    return st.select_slider(t("Words between the key word and the blank"), distances, key=memory_state.DISTANCE)


def _another():
    memory_state.ANOTHER.set((memory_state.ANOTHER.get(0) + 1) % MOST_SENTENCES)


def example(own, distance):
    """One sentence: the same for everybody who asks for it."""
    return own.drawn(distance, 1, lab.example_luck(distance, memory_state.ANOTHER.get(0)))


def answers(own, folder, drawn):
    """What each cell puts into the blank, and how sure it is."""
    keys, right = own.keys, int(drawn.answers[0])
    known = _networks(str(folder), (folder / lab.WEIGHTS).stat().st_mtime_ns, folder)
    columns = st.columns(len(lab.CELLS), gap="small")
    for column, cell in zip(columns, lab.CELLS, strict=True):
        shares = known[cell].answers(drawn.ids)[0]
        best = int(shares.argmax())
        column.metric(
            f"{SIGNS[cell]} {NAMES[cell]}",
            keys[best],
            t("right, {percent} sure", percent=percent(shares[best]))
            if best == right
            else t("wrong, {percent} sure", percent=percent(shares[best])),
            border=True,
            delta_color="off",
            delta_arrow="off",
        )


@st.cache_resource(max_entries=16, show_spinner=False)
def _networks(name, written, _folder):
    return lab.networks(_folder)


def _paragraph(own, ids):
    words = [escape(word) for word in own.written(ids)]
    words[own.key_place] = f'<b style="border-bottom:3px solid currentColor">{words[own.key_place]}</b>'
    blank = '<b style="border:2px dashed currentColor;border-radius:6px;padding:0 14px">?</b>'
    text = " ".join([*words, blank, escape(own.ending)])
    return f'<p style="font-size:1.125rem;line-height:1.9;word-break:keep-all">{text}</p>'
