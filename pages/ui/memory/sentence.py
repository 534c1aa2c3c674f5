"""A sentence of the lab at a distance one chooses, and what each cell puts into its blank."""

from html import escape

import streamlit as st

from nlp_models.labs.recall import lab
from nlp_models.labs.recall.sentences import DISTANCES, language
from pages.ui.charts.memory_charts import NAMES
from pages.ui.frame import memory_state
from pages.ui.frame.words import percent, t
from pages.ui.memory.knobs import MOST_SENTENCES

SIGNS = {"gru": "●", "lstm": "■", "rnn": "▲"}


def sentence_part(of, folder):
    """The slider, the sentence, three answers."""
    left, right = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    with left:
        distance = ask_distance()
    with right:
        st.button(t("Another sentence"), icon=":material/shuffle:", key="recall-next", on_click=_another)
    own, drawn = language(of), example(of, distance)
    st.html(_paragraph(own, drawn.ids[0]))
    answers(of, folder, drawn)


def ask_distance():
    """Words between the key word and the blank."""
    memory_state.DISTANCE.setdefault(8)
    return st.select_slider(t("Words between the key word and the blank"), DISTANCES, key=memory_state.DISTANCE)


def _another():
    memory_state.ANOTHER.set((memory_state.ANOTHER.get(0) + 1) % MOST_SENTENCES)


def example(of, distance):
    """One sentence: the same for everybody who asks for it."""
    return language(of).drawn(distance, 1, lab.example_luck(distance, memory_state.ANOTHER.get(0)))


def answers(of, folder, drawn):
    """What each cell puts into the blank, and how sure it is."""
    keys, right = language(of).keys, int(drawn.answers[0])
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
