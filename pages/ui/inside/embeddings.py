"""The words as the network has them: what lies near a word, and a map on which they lie as far apart as two numbers can tell."""

import numpy as np
import pandas as pd
import streamlit as st

from nlp_models.answering.embeddings import flattened, shown, tables
from nlp_models.answering.epochs import RunAtEpoch, finished, kept_epochs
from pages.ui.answer.answering import load
from pages.ui.answer.inside_parts import tell_neighbours
from pages.ui.charts.embedding_map import embedding_map
from pages.ui.frame import inside_state
from pages.ui.frame.words import percent, plain, t
from pages.ui.inside.numbers import two
from pages.ui.inside.parts import folded, written_words
from pages.ui.inside.steps import shown_tokens
from pages.ui.terms import explained

COMMON = 400  # tokens on the map, beside those that are named
FIRST = 6  # numbers of a row


def embeddings_part(run, free):
    """Drawn when it is opened."""
    box = folded(t("Which words are alike to it, and a map of them"), ":material/scatter_plot:", "cell-map")
    if not box:
        return
    with box:
        st.caption(
            explained(
                t(
                    "Each word is a row of numbers to the network, its embedding. Words that it has learned to use alike lie close together."
                ),
                "embedding",
            )
        )
        side = ask_table(tables(load(run.id, str(run.folder))))
        stages = stages_of(run, side)
        when = ask_when(list(stages), run)
        words = words_of(free, side)
        word = ask_word(words)
        if not word:
            return
        table, last = stages[when], list(stages.values())[-1]
        near, drawn = st.columns([2, 3])
        with near:
            neighbours = tell_neighbours(table, word)
            row_part(table, word)
        with drawn:
            map_part(table, last, word, [name for name, _ in neighbours], words)


def row_part(table, word):
    """The numbers that a word is to the network: its row of the table, as far as a line shows it."""
    vector = table.vector(word)
    if vector is None:
        return
    rows, size = table.vectors.shape
    numbers = ", ".join(two(value) for value in vector[:FIRST]) + (" …" if size > FIRST else "")
    said = {"numbers": numbers, "size": size, "rows": f"{rows:,}"}
    st.caption(t("Its row in the table of {rows} × {size} numbers begins {numbers}", **said))


def stages_of(run, side):
    """`{when: the Table then}`: before learning where its epochs are kept, by the epoch that is shown, after the training."""
    done = finished(run)
    stages = {"before": RunAtEpoch(done, 0)} if 0 in kept_epochs(done) else {}
    if run is not done and run.epoch:
        stages["then"] = run
    stages["after"] = done
    return {when: tables(load(then.id, str(then.folder)))[side] for when, then in stages.items()}


def ask_table(known):
    """Which of its tables: of what it reads, or of what it writes."""
    if len(known) == 1:
        return next(iter(known))
    called = {"read": t("Words that it reads"), "written": t("Words that it writes")}
    inside_state.TABLE.setdefault("read")
    return st.segmented_control(
        t("Table"),
        list(known),
        format_func=called.get,
        required=True,
        key=inside_state.TABLE,
        label_visibility="collapsed",
    )


def ask_when(stages, run):
    """Before or after the training, where both are known."""
    if len(stages) == 1:
        return stages[0]
    if inside_state.MAP_OF.get() not in stages:
        inside_state.MAP_OF.set(stages[-1])
    called = {
        "before": t("before the training"),
        "then": t("after epoch {epoch}", epoch=getattr(run, "epoch", 0)),
        "after": t("after the training"),
    }
    return st.segmented_control(t("When"), stages, format_func=called.get, required=True, key=inside_state.MAP_OF)


def words_of(free, side):
    """The words of this sentence on that side, each once."""
    words = written_words(free.answer) if side == "written" else shown_tokens(free.words)
    return [word for word in dict.fromkeys(words) if any(map(str.isalnum, word))]


def ask_word(words):
    """One of the sentence's words, or any other that is typed; the first that was not chosen otherwise."""
    chosen = inside_state.POINT.get()
    options = [*words, *([chosen] if chosen and chosen not in words else [])]
    if chosen is None and words:
        inside_state.POINT.set(max(words, key=len))
    return st.selectbox(
        t("Word: choose one of the sentence, or type another"),
        options,
        key=inside_state.POINT,
        accept_new_options=True,
        width=360,
    )


def map_part(table, last, word, neighbours, words):
    """The chart and its table."""
    points, plane = points_of(table, last, word, neighbours, words)
    share = percent(sum(plane.shares))
    finding = t("The two directions that set these {count} words furthest apart", count=len(points))
    st.markdown(f"**{finding}**")
    st.altair_chart(embedding_map(points), key="embedding-map", alt=f"{finding}. {share}")
    caption = t(
        "They hold {share} of what sets the words apart: principal components. Drag to move, scroll to come closer; a point tells its word.",
        share=share,
    )
    st.caption(explained(caption, "principal-components"))
    if st.toggle(t("The same points as a table"), key="map-table"):
        named = points.rename(
            columns={"word": t("word"), "x": t("to the right"), "y": t("upwards"), "kind": t("what it is")}
        )
        st.dataframe(named.round(2), hide_index=True, alt=plain(finding))


def points_of(table, last, word, neighbours, words):
    """A frame with a word a row, the named ones first, and the Plane; both stages of a training lie on the plane of the last."""
    common = last.commonest(COMMON)
    plane = flattened(last.vectors[common])
    kinds = {word: t("this word")} | dict.fromkeys(neighbours, t("near it"))
    kinds = {name: kinds.get(name, t("in the sentence")) for name in (word, *neighbours, *words)}
    vectors = {name: table.vector(name) for name in kinds}
    named = [name for name in kinds if vectors[name] is not None]
    others = [number for number in common if shown(table.vocabulary.tokens[number]) not in kinds]
    rows = np.stack([*(vectors[name] for name in named), *table.vectors[others]])
    names = [*named, *(shown(table.vocabulary.tokens[number]) for number in others)]
    told = [*(kinds[name] for name in named), *[t("a common word")] * len(others)]
    x, y = plane.places(rows).T
    return pd.DataFrame(
        {"word": names, "kind": told, "x": x, "y": y, "named": [n < len(named) for n in range(len(names))]}
    ), plane
