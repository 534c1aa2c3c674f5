"""Data: example, file or pasted text; which column is which; the first rows."""

import hashlib

import pandas as pd
import streamlit as st

from nlp_models.datasets import Dataset, guess_columns
from nlp_models.errors import UnrolledError
from nlp_models.readers import ENCODINGS, MAX_UPLOAD, read_table
from pages.ui.remember import choose, remembered
from pages.ui.words import language, plain, show_error, t

SOURCES = ("example", "file", "paste")
TYPES = ["csv", "tsv", "txt", "jsonl", "xlsx", "zip"]
SEPARATORS = ("\t", ",", ";", "|")
SHOWN_ROWS = 8


def data_step(task, _run):
    """Choose data and columns; moves on to Train."""
    left, right = st.columns([2, 3], gap="medium")
    with left:
        source = st.segmented_control(
            t("Where from"), SOURCES, format_func=_source_name, required=True, label_visibility="collapsed",
            width="stretch", **remembered("source", SOURCES, "example"),
        )  # fmt: skip
        _give(task, source)
        table = _table(task, show=True)
        dataset = _mapped(task, table) if table else None
    with right:
        if table:
            _preview(task, table)
        if dataset:
            _counts(task, dataset)
    if dataset:
        st.button(t("Train on this data"), type="primary", on_click=choose, args=("step", "train"))


def chosen_dataset(task):
    """`(dataset, name)` as chosen on Data, from whatever step; the example while nothing was chosen."""
    source = st.session_state.get("source", "example")
    table = _table(task, show=False)
    if table is None or source == "example":
        return example_dataset(task), t("Example sentences")
    columns = st.session_state.get(_key(task, "columns")) or guess_columns(table, task.fields)
    names = st.session_state.get(_key(task, "names"), {})
    title = st.session_state.get(_key(task, "file"), (t("Pasted text"),))[0] if source == "file" else t("Pasted text")
    return Dataset.from_table(table, columns, names), title


def example_dataset(task):
    """The sample in the interface's language."""
    table = read_table(task.samples[language()])
    return Dataset.from_table(table, guess_columns(table, task.fields))


def _give(task, source):
    """The widget of a source; what it gives is kept in the session under the task's name."""
    if source == "file":
        file = st.file_uploader(
            t("A file with a text and a label in every row"), type=TYPES, key=_key(task, "uploader")
        )
        if file is not None:
            st.session_state[_key(task, "file")] = (file.name, file.getvalue())
        elif kept := st.session_state.get(_key(task, "file")):
            st.caption(t("Kept from before: {name}", name=plain(kept[0])))
    elif source == "paste":
        st.text_area(
            t("One row a line: text, tab or comma, label"), key=_key(task, "pasted"), height=180, max_chars=1_000_000,
            persist_state="session", placeholder=t("Great actors, dull story\tnegative"),
        )  # fmt: skip
    else:
        st.caption(t("1,000 sentences written for this lab, half of them positive."))


def _table(task, show):
    """The Table of the chosen source, or None while there is none; its error stands where it was given."""
    source = st.session_state.get("source", "example")
    try:
        if source == "example":
            return read_table(task.samples[language()])
        name, data = st.session_state.get(_key(task, "file"), ("", b""))
        if source == "paste":
            name, data = "pasted.txt", (st.session_state.get(_key(task, "pasted")) or "").encode("utf-8", "replace")
        if not data:
            return None
        overruled = _overrules(task) if show else st.session_state.get(_key(task, "overruled"), {})
        return _parse(data, hashlib.sha256(data).hexdigest(), name, **overruled)
    except UnrolledError as error:
        if show:
            show_error(error)
            return None
        raise


@st.cache_data(max_entries=4, show_spinner=False)
def _parse(_data, digest, name, encoding=None, separator=None, header=None):
    # keyed by the content's hash, never by a sample of it
    return read_table(_data, name, encoding=encoding, separator=separator, header=header, limit_bytes=MAX_UPLOAD)


def _overrules(task):
    """What a person says against what was found out."""
    found = t("Found out")
    header_words = {None: found, True: t("Names the columns"), False: t("Is a row like the others")}
    asked = {
        "encoding": (t("Encoding"), (None, *ENCODINGS), lambda code: _encoding_name(code) if code else found),
        "separator": (t("Separator"), (None, *SEPARATORS), lambda sign: _separator_name(sign) if sign else found),
        "header": (t("First row"), tuple(header_words), header_words.get),
    }
    with st.expander(t("How the file is read (change)")):
        overruled = {
            name: st.selectbox(
                title, options, format_func=words, key=_key(task, name), placeholder=found, persist_state="session"
            )
            for name, (title, options, words) in asked.items()
        }
    st.session_state[_key(task, "overruled")] = overruled
    return overruled


def _encoding_name(code):
    return {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp949": "CP949", "cp1252": "CP1252"}.get(
        code, code
    )


def _separator_name(sign):
    return {"\t": t("tab"), ",": t("comma"), ";": t("semicolon"), "|": t("vertical bar")}[sign]


def _mapped(task, table):
    """The Dataset by the chosen columns; None, with the reason told, while that is not possible."""
    columns, places = guess_columns(table, task.fields), list(table.columns)
    for field in task.fields:
        guess = columns.get(field.name)
        key = f"{_key(task, field.name)}-{hash(table.columns)}"
        columns[field.name] = st.selectbox(
            t(field.title),
            places,
            index=places.index(guess) if guess else None,
            key=key,
            placeholder=t("Choose a column"),
            persist_state="session",
        )
    if None in columns.values():
        st.caption(t("Both a text and a label column are needed."))
        return None
    st.session_state[_key(task, "columns")] = columns
    try:
        dataset = Dataset.from_table(table, columns, st.session_state.get(_key(task, "names"), {}))
        dataset.check_labels()
        return dataset
    except UnrolledError as error:
        return show_error(error)


def _preview(task, table):
    """The first rows, the label first so that it is seen on a phone too, and how they were read."""
    columns = st.session_state.get(_key(task, "columns")) or {}
    first = [columns[name] for name in ("label", "text") if columns.get(name) in table.columns]
    rows = pd.DataFrame(table.rows[:SHOWN_ROWS], columns=list(table.columns))
    rows = rows[[*dict.fromkeys(first), *(column for column in rows if column not in first)]]
    st.dataframe(rows, hide_index=True, width="stretch", alt=t("The first rows of the file"))
    parts = [
        table.kind.upper(),
        _encoding_name(table.encoding) if table.encoding else "",
        _separator_name(table.separator) if table.separator in SEPARATORS else "",
        t("header") if table.header else t("no header"),
    ]
    st.caption(t("Found: {what}", what=plain(", ".join(part for part in parts if part))))


def _counts(task, dataset):
    """How many rows of each label; the shown names can be edited."""
    counts = pd.Series(dataset.columns["label"]).value_counts()
    sentence = t("{rows} rows · {labels} labels", rows=f"{len(dataset):,}", labels=len(counts))
    st.markdown(f":material/check: **{sentence}**")
    known = {label: t(name) for label, name in task.label_names.items()}
    frame = pd.DataFrame({
        "label": counts.index, "rows": counts.to_numpy(),
        "name": [dataset.names.get(label, known.get(label, label)) for label in counts.index],
    })  # fmt: skip
    headings = {"label": t("Label"), "rows": t("Rows"), "name": t("Shown as")}
    edited = st.data_editor(
        frame, hide_index=True, disabled=["label", "rows"], column_config=headings, width="stretch",
        key=f"{_key(task, 'names-editor')}-{hash(tuple(counts.index))}-{language()}",
    )  # fmt: skip
    pairs = zip(edited["label"], edited["name"], strict=True)
    st.session_state[_key(task, "names")] = {
        label: name for label, name in pairs if name and name != known.get(label, label)
    }


def _source_name(source):
    return {"example": t("Example"), "file": t("File"), "paste": t("Paste")}[source]


def _key(task, name):
    return f"{task.name}-{name}"
