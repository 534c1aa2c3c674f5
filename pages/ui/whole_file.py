"""Answer a whole file: a file in, the same file with answers out. In Take home; in Try where a task asks for it."""

import hashlib

import streamlit as st

from nlp_models.batch import answer_table
from nlp_models.datasets import guess_columns
from nlp_models.errors import UnrolledError
from nlp_models.readers import MAX_UPLOAD, read_table
from pages.ui.answering import label_name, load
from pages.ui.data import TYPES
from pages.ui.taking import download, row
from pages.ui.words import plain, show_error, t


def answers_row(task, run):
    """A file in, the same file with answers out."""
    purpose = t("Give it a file with a text in every row and get the file back with the answers beside them.")
    left, right = row("checklist", t("Answer a whole file"), purpose)
    with left:
        file = given_file(task)
        if file is None:
            return
        name, data = file
        digest = hashlib.sha256(data).hexdigest()
        try:
            table = _read(data, name, digest)
        except UnrolledError as error:
            return show_error(error)
        guess = guess_columns(table, task.fields).get("text", table.columns[0])
        column = st.selectbox(
            t("Column with the text"), table.columns, table.columns.index(guess), key=f"home-column-{digest}"
        )
    predictor = load(run.id, str(run.folder))
    names = {label: label_name(task, predictor.config.names, label) for label in predictor.config.labels}
    asked = hashlib.sha256(repr((digest, column, run.id, names)).encode()).hexdigest()
    answered, result = st.session_state.get(f"home-answers-{task.name}", (None, None))
    if answered == asked:
        left.markdown(t("{rows} rows answered.", rows=f"{len(table.rows):,}"))
        return download(right, run, "-answers.csv", result, "take-answers")
    label = t("Answer {rows} rows", rows=f"{len(table.rows):,}")
    if right.button(label, icon=":material/play_arrow:", key="answer-file", width="stretch"):
        answer_file(left, predictor, table, column, names, asked, f"home-answers-{task.name}")


def answer_file(place, predictor, table, column, names, asked, key):
    """Answer every row and keep the newest result, so that nothing is computed twice."""
    rows = len(table.rows)
    bar = place.progress(0.0, text=t("{done} of {rows} rows", done=0, rows=f"{rows:,}"))

    def progress(done):
        bar.progress(done / rows, text=t("{done} of {rows} rows", done=f"{done:,}", rows=f"{rows:,}"))

    try:
        result = answer_table(predictor, table, column, progress, names)
    except UnrolledError as error:
        return show_error(error, place)
    st.session_state[key] = (asked, result)
    st.rerun()


def given_file(task):
    """`(name, bytes)` of the file to answer, kept when the step is left; None before one is given."""
    key = f"home-file-{task.name}"
    file = st.file_uploader(
        t("A file with a text in every row"), type=TYPES, key=f"home-uploader-{task.name}", label_visibility="collapsed"
    )
    if file is not None:
        st.session_state[key] = (file.name, file.getvalue())
    elif kept := st.session_state.get(key):
        st.caption(t("Kept from before: {name}", name=plain(kept[0])))
    return st.session_state.get(key)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(_data, name, digest):
    # keyed by the content's hash; a Table is only read, so it is shared and not copied
    return read_table(_data, name, limit_bytes=MAX_UPLOAD)
