"""Answer a whole file: a file in, the same file with answers out. In Take home; in Try where a task asks for it."""

import hashlib
import io

import pandas as pd
import streamlit as st

from nlp_models.answering.batch import answer_table
from nlp_models.answering.evaluation import evaluate, known_rows
from nlp_models.datasets import limits
from nlp_models.datasets.dataset import Edit
from nlp_models.datasets.table import How
from nlp_models.errors import UnrolledError
from pages.ui.answer.answering import label_name, load
from pages.ui.answer.scores import measured
from pages.ui.data.reading import read_here
from pages.ui.frame import state
from pages.ui.frame.given import digest_of, taken
from pages.ui.frame.words import percent_format, plain, show_error, t, translated
from pages.ui.take_home.downloads import download, row

SHOWN_ROWS = 200  # the rest is in the file


def answers_row(task, run):
    """A file in, the same file with answers out."""
    left, right = row("checklist", t("Answer a whole file"), t(task.kind.SOURCES.answered))
    with left:
        file = given_file(task)
        if file is None:
            return
        name, data = file
        digest = digest_of(data)
        try:
            table = read_here(task, data, name, digest, How(wanted=tuple(run.columns.values())))
        except UnrolledError as error:
            return show_error(error)
        learned = run.columns.get("text")
        guess = table.guessed.get("text", table.columns[0])
        guess = learned if learned in table.columns else guess
        column = st.selectbox(
            t("Column with the text"), table.columns, table.columns.index(guess), key=f"home-column-{digest}"
        )
    predictor = load(run.id, str(run.folder))
    names = {label: label_name(task, predictor.config.names, label) for label in predictor.config.labels}
    asked = hashlib.sha256(repr((digest, column, run.id, names)).encode()).hexdigest()
    answers = state.answered_file(task)
    answered, result = answers.get((None, None))
    if answered == asked:
        left.markdown(t("{rows} rows answered.", rows=f"{len(table):,}"))
        download(right, run, "-answers.csv", result, "take-answers")
        with left:
            score_of_file(task, run, predictor, table, column, asked)
        one_answer = predictor.problem.file_columns(names)[:2] == ["answer", "probability"]
        return sorted_by_answer(result, asked, table, column) if one_answer else None
    label = t("Answer {rows} rows", rows=f"{len(table):,}")
    if right.button(label, icon=":material/play_arrow:", key="answer-file", width="stretch"):
        answer_file(left, predictor, table, column, names, asked, answers)


def score_of_file(task, run, predictor, table, column, asked):
    """How many of its answers are right, where the file has the right ones in it; what the network does not know is told."""
    columns = table.guessed | {name: own for name, own in run.columns.items() if own in table.columns}
    of_words = task.kind.SOURCES.word_a_line
    if not (task.kind.SOURCES.names or of_words) or "label" not in columns:
        return
    if of_words and not _has_a_tag_a_word(table, columns):
        return
    try:
        scores, rows, unknown = _scored(task, predictor, table, tuple((columns | {"text": column}).items()), asked)
    except UnrolledError as error:
        return st.caption(plain(translated(error.message)))
    told = {"score": measured(task.kind, scores), "rows": f"{rows:,}"}
    share = task.kind.MEASURES[task.kind.measure(scores)].percent
    words = (
        t("This file has answers in it: {score} right on {rows} rows.", **told)
        if share
        else t("This file has answers in it: {score} on {rows} rows.", **told)
    )
    st.markdown(plain(words))
    if unknown:
        st.caption(plain(translated(unknown)))


def _has_a_tag_a_word(table, columns):
    """Whether its column of labels holds as many tags as there are words, in the rows that are seen first."""
    text, label = table.columns.index(columns["text"]), table.columns.index(columns["label"])
    return all(len(row[text].split(" ")) == len(row[label].split(" ")) for row in table.head(SHOWN_ROWS))


@st.cache_data(max_entries=8, show_spinner=False)
def _scored(_task, _predictor, _table, columns, asked):
    """`(scores, rows they are of, what was left out or None)`; keyed by the file, its columns and the network."""
    columns = {name: column for name, column in dict(columns).items() if name != "part"}
    dataset = _task.dataset(_table, columns, keep_unlabelled=True)
    labelled = dataset.edited(
        [Edit.of(n for n, label in zip(dataset.row_numbers, dataset.columns["label"], strict=True) if not label)]
    )
    known = known_rows(_predictor, labelled)
    return evaluate(_predictor, known.dataset), len(known.dataset), known.message


def answer_file(place, predictor, table, column, names, asked, answers):
    """Answer every row and keep the newest result, so that nothing is computed twice."""
    rows = len(table)
    bar = place.progress(0.0, text=t("{done} of {rows} rows", done=0, rows=f"{rows:,}"))

    def progress(done):
        bar.progress(done / rows, text=t("{done} of {rows} rows", done=f"{done:,}", rows=f"{rows:,}"))

    try:
        result = answer_table(predictor, table, column, progress, names)
    except UnrolledError as error:
        return show_error(error, place)
    answers.set((asked, result))
    st.rerun()


def sorted_by_answer(result, asked, table, column):
    """How many rows got each answer; those of one of them, the surest first."""
    rows = _answered(result, asked, len(table.columns), table.columns.index(column))
    counts = rows["answer"].value_counts()
    chosen = st.segmented_control(
        t("Rows answered with"),
        list(counts.index),
        key=f"answered-{asked}",
        required=True,
        default=counts.index[-1],
        format_func=lambda name: rows_of(plain(name), counts[name]),
    )
    st.dataframe(
        rows[rows["answer"] == chosen].head(SHOWN_ROWS),
        width="stretch",
        hide_index=True,
        column_order=["sure", "text"],
        alt=t("Rows answered with {label}, the surest first", label=chosen),
        column_config={
            "sure": st.column_config.ProgressColumn(
                t("How sure"), format=percent_format(1), min_value=0, max_value=100, width="small"
            ),
            "text": st.column_config.TextColumn(t("Sentence"), width="large"),
        },
    )
    if counts[chosen] > SHOWN_ROWS:
        st.caption(t("The {shown} surest of {count}.", shown=SHOWN_ROWS, count=f"{counts[chosen]:,}"))


def rows_of(label, count):
    """How many rows have an answer."""
    if count == 1:
        return t("{label}: 1 row", label=label)
    return t("{label}: {count} rows", label=label, count=f"{count:,}")


@st.cache_resource(max_entries=4, show_spinner=False)
def _answered(_result, asked, width, text):
    # keyed by what was asked; only read, so it is shared and not copied; by place: a file may name its columns anything
    frame = pd.read_csv(io.BytesIO(_result), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows = pd.DataFrame(
        {
            "answer": frame.iloc[:, width],
            "sure": (100 * frame.iloc[:, width + 1].astype(float)).round(1),
            "text": frame.iloc[:, text],
        }
    )
    return rows.sort_values("sure", ascending=False, kind="stable")


def given_file(task):
    """`(name, content)` of the file to answer, kept when the step is left; None before one is given."""
    given = state.file_to_answer(task)
    file = st.file_uploader(
        t("A file with a text in every row"),
        type=list(task.kind.SOURCES.types),
        key=f"home-uploader-{task.name}",
        max_upload_size=limits.UPLOAD_MEGABYTES,
        label_visibility="collapsed",
    )
    if file is not None:
        _take(given, file)
    elif kept := given.get():
        st.caption(t("Kept from before: {name}", name=plain(kept[0])))
    return given.get()


def _take(given, file):
    """Keep a file, on the disk."""
    try:
        if (content := taken(file)) is not None:
            given.set((file.name, content))
    except UnrolledError as error:
        show_error(error)
