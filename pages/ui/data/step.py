"""Data: example, file or pasted text; which column is which; the rows (preview.py) and their doctor (doctor.py)."""

import hashlib
from dataclasses import replace

import streamlit as st

from nlp_models.datasets import limits
from nlp_models.problems.problem import Data
from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import MANY_LABELS, Edit
from nlp_models.errors import DataError, UnrolledError
from nlp_models.reading.kept_table import KeptTable
from nlp_models.reading.large import is_large, mapped, problem_of
from nlp_models.reading.wanted import Wanted
from pages.ui.data.doctor import data_doctor
from pages.ui.data.edits import edits_of, mend, undo_line
from pages.ui.data.reading import chosen_how, how_it_was_read, read_here
from pages.ui.data.reading_state import uploads
from pages.ui.data.words_of_reading import column_name
from pages.ui.data.ways import (
    PASTED,
    another_file,
    another_uploader,
    forget_overrules,
    offer_answers,
    offer_ways,
    read_again,
)
from pages.ui.frame import state
from pages.ui.frame.expected import expect_training
from pages.ui.frame.given import digest_of, taken
from pages.ui.frame.navigation import train_anew
from pages.ui.frame.remember import relabelled, remembered
from pages.ui.frame.views import has_own, step_of
from pages.ui.frame.words import language, plain, show_error, t
from pages.ui.data.preview import file_rows, label_names, labelled_rows, shown_names

SOURCES = ("example", "file", "paste")
PASTED_LETTERS = 1_000_000  # a browser grows slow with more in a field


def data_step(task, run):
    """Choose data and columns, look them over, mend the rows; moves on to Train."""
    left, right = st.columns([2, 3], gap="medium")
    table = dataset = problem = None
    with left:
        source = st.segmented_control(
            t("Where from"), sources_of(task), format_func=_source_name, required=True, label_visibility="collapsed",
            width="stretch", **remembered(state.SOURCE, sources_of(task), "example")
        )
        _give(task, source)
        if source == "example" and run and run.is_ready:
            _tell_of_ready(run)
        table, digest = _table(task, show=True, preview=right)
        if table and source != "example":
            how_it_was_read(task, table)
        if table and _columns_chosen(task, table, digest):
            dataset, key, problem = _mapped(task, table, digest)
        if dataset is not None and not problem:
            if source != "example":
                expect_training()
            st.button(t("Train on this data"), type="primary", on_click=train_anew, args=(task,))
    with right:
        if dataset is not None:  # all rows may be gone; then there is the way back
            shown = replace(dataset, names=shown_names(task, state.label_names(task).get({})))
            step_of(task, "rows")(task, shown, key) if has_own(task, "rows") else labelled_rows(
                shown, key, task.kind.SOURCES.written
            )
            data_doctor(task, shown, key, table) if _can_be_examined(dataset, problem) else undo_line(key)
        elif table:
            file_rows(table)


def sources_of(task):
    """Where the rows may come from: not everything can be pasted."""
    return SOURCES if task.kind.SOURCES.paste else SOURCES[:2]


def chosen_dataset(task):
    """`(dataset, name)` as chosen and mended on Data, from whatever step; the example while nothing was chosen."""
    source = state.SOURCE.get("example")
    table, digest = _table(task, show=False)
    if table is None:
        return task.kind.joined(example_dataset(task), _kept(task)), t(task.kind.EXAMPLE)
    columns = state.columns(task).get() or {}
    if not set(columns.values()) <= set(table.columns) or not columns:
        columns = _guessed(table, task.fields, digest)
    titles = {"example": t(task.kind.EXAMPLE), "paste": t("Pasted text")}
    dataset = task.kind.joined(_edited(task, table, digest, columns)[0], _kept(task))
    return dataset, titles.get(source) or state.given_file(task).value[0]


def _kept(task):
    """What was set right on Try, `{text: label}`."""
    return state.kept(task).get({})


def example_dataset(task):
    """The sample in the interface's language."""
    return task.sample(language())


def _a_row_of(task, dataset):
    """Its first row as one would paste it."""
    if task.kind.SOURCES.word_a_line:
        pairs = zip(dataset.columns["text"][0].split(" "), dataset.columns["label"][0].split(" "), strict=True)
        return "\n".join(map("\t".join, pairs))
    return "\t".join(values[0] for name, values in dataset.columns.items() if name != "part")


def _give(task, source):
    """The widget of a source; what it gives is kept in the session under the task's name."""
    if source == "file":
        file = st.file_uploader(
            t(task.kind.SOURCES.file),
            type=list(task.kind.SOURCES.types),
            key=f"{task.name}-uploader-{uploads(task).get(0)}",
            max_upload_size=limits.UPLOAD_MEGABYTES,
        )
        if file is not None:
            _take(task, file)
        elif kept := state.given_file(task).get():
            st.caption(t("Kept from before: {name}", name=plain(kept[0])))
    elif source == "paste":
        st.text_area(
            t(task.kind.SOURCES.paste), key=state.pasted(task), height=180, max_chars=PASTED_LETTERS + 1,
            on_change=_check_length, args=(state.pasted(task),), persist_state="session",
            placeholder=_a_row_of(task, example_dataset(task))
        )
        st.caption(t("At most {most} letters; a longer text is read from a file.", most=f"{PASTED_LETTERS:,}"))
    else:
        st.caption(t(task.kind.SOURCES.example))


def _tell_of_ready(run):
    """That the example is not what the network in the title learned from."""
    told = {"source": t(run.source_name), "rows": f"{run.report['rows']['train']:,}"}
    st.caption(
        t("The ready model learned from {source}, {rows} rows. Here is an example to train your own on.", **told)
    )


def _take(task, file):
    """Keep a file; what was said of how the one before is read holds for that one only."""
    before = state.given_file(task).get()
    try:
        content = taken(file)
    except DataError as error:
        return show_error(error)
    if content is None:
        return None if before else another_uploader(task)
    if before and before != (file.name, content):
        forget_overrules(task)
    state.given_file(task).set((file.name, content))


def _check_length(pasted):
    """What is longer than the field takes comes cut off: told, and not kept."""
    if len(pasted.get() or "") > PASTED_LETTERS:
        pasted.set("")
        told = DataError(
            "A pasted text may have {most} letters, this one has more. Save it as a file and choose that.",
            most=f"{PASTED_LETTERS:,}"
        )
        state.REFUSED.set(told)


def _table(task, show, preview=None):
    """`(Table, digest of its content)` of the chosen source, or Nones; its error stands where it was given.

    `preview` is where the first rows are shown while a large file is read.
    """
    source = state.SOURCE.get("example")
    try:
        if source == "example":
            return _sample(task.kind, task.problem, str(task.samples[language()])), f"example-{task.name}-{language()}"
        name, data = _given(task)
        if not data and (source == "paste" or not name):  # a file without a byte is told to be empty
            return None, None
        how, digest, names = chosen_how(task), digest_of(data), shown_names(task, state.label_names(task).get({}))
        return read_here(task, data, name, digest, how, ways=True, names=names, preview=preview), f"{digest}-{how}"
    except UnrolledError as error:
        if show:
            show_error(error)
            _read_as_before(task)
            read_again(task, error)
            offer_ways(task, getattr(error, "ways_on", None), _given(task))
            return None, None
        raise


def _given(task):
    """`(name, content)` of what was given as a file or pasted."""
    if state.SOURCE.get("example") == "paste":
        return PASTED, (state.pasted(task).get() or "").encode("utf-8", "replace")
    return state.given_file(task).get(("", b""))


def _read_as_before(task):
    """The way back, where it cannot be read as somebody said."""
    if any(value not in (None, False) for value in (state.overruled(task).get() or {}).values()):
        st.button(t("Work out again how to read it"), on_click=forget_overrules, args=(task,))


@st.cache_resource(max_entries=4, show_spinner=False)
def _sample(_kind: type[Data], problem, path):
    return _kind.read_table(path)


def _guessed(table, fields, digest):
    """`{field: column}`: of a person's file as the child that read it guessed."""
    return table.guessed if isinstance(table, KeptTable) else _guessed_here(table, fields, digest)


@st.cache_data(max_entries=16, show_spinner=False)
def _guessed_here(_table, fields, digest):
    return guess_columns(_table, fields)


@st.cache_resource(max_entries=4, show_spinner=False)
def _taken(_task, name, _table, digest, columns):
    return _task.dataset(_table, dict(columns), keep_unlabelled=True)


def _edited(task, table, digest, columns):
    """`(dataset, key of its edits)`: other data or columns have edits of their own."""
    mark = hashlib.sha256(f"{digest}{sorted(columns.items())}".encode("utf-8", "replace")).hexdigest()[:16]
    key = state.edits(task, mark)
    if is_large(table):
        original = mapped(table, Wanted(task.name, columns, edits=tuple(edits_of(key))))
    else:
        original = _taken(task, task.name, table, digest, tuple(sorted(columns.items()))).edited(edits_of(key))
    labels, names = set(original.columns.get("label", ())), state.label_names(task).get({})
    return replace(original, names={label: name for label, name in names.items() if label in labels}), key


def _columns_chosen(task, table, digest):
    """Which column is what; False, with the reason told, while one is missing."""
    columns, places, keys = dict(_guessed(table, task.fields, digest)), list(table.columns), []
    for field in task.fields:
        guess = columns.get(field.name)
        key = state.column(task, field.name, table.columns)
        keys.append(key)
        columns[field.name] = st.selectbox(
            t(field.title),
            places,
            format_func=column_name,
            placeholder=t("Choose a column"),
            **relabelled(key, places.index(guess) if guess else None),
        )
    if None in columns.values():
        st.caption(t(task.kind.SOURCES.missing))
        if state.SOURCE.get("example") != "example":
            if columns.get("text"):
                offer_answers(task, _given(task))
            offer_ways(task, getattr(table, "ways_on", None), _given(task))
        return False
    if task.kind.SOURCES.written:
        st.button(t("Swap columns"), icon=":material/swap_vert:", type="tertiary", key=f"{task.name}-swap", on_click=_swap, args=keys)
    state.columns(task).set(columns)
    return True


def _swap(read, written):
    """What was written is read, and the other way round."""
    was_read, was_written = read.value, written.value
    read.set(was_written)
    written.set(was_read)


def _mapped(task, table, digest):
    """`(dataset, key of its edits, what keeps it from being learned or None)`; the error has its remedy beside it."""
    try:
        dataset, key = _edited(task, table, digest, state.columns(task).value)
    except UnrolledError as error:
        return None, None, show_error(error)
    if problem := _problem_of(task, table, dataset, key):
        show_error(problem)
        _leave_unlabelled_out(dataset, key)
        if state.SOURCE.get("example") == "file":
            another_file(task)
        return dataset, key, problem
    if task.kind.SOURCES.names:
        label_names(task, dataset, state.label_names(task))
    return dataset, key, None


def _problem_of(task, table, dataset, key):
    """What keeps the rows from being learned, or None."""
    if is_large(table):
        wanted = Wanted(task.name, state.columns(task).value, dataset.names, tuple(edits_of(key)))
        return problem_of(table, wanted, task.kind.check, dataset)
    try:
        task.kind.check(dataset)
    except UnrolledError as problem:
        return problem


def _leave_unlabelled_out(dataset, key):
    pairs = zip(dataset.row_numbers, dataset.columns.get("label") or dataset.row_numbers, strict=True)
    if rows := [number for number, label in pairs if not label]:
        words = t("Leave these {count} rows out", count=f"{len(rows):,}") if len(rows) > 1 else t("Leave this row out")
        st.button(words, on_click=mend, args=(key, Edit.of(rows)))


def _can_be_examined(dataset, problem):
    """Of data that cannot be learned at all the error has said enough; rows without a label the doctor lists, and what can be
    done about many labels."""
    return not problem or problem.code == MANY_LABELS or "" in dataset.columns.get("label", ())


def _source_name(source):
    return {"example": t("Example"), "file": t("File"), "paste": t("Paste")}[source]
