"""The data doctor on the page: a row for each finding, its remedy beside it, its rows one step in."""

import hashlib

import streamlit as st

from nlp_models.problems.problem import Data
from nlp_models.datasets.dataset import Edit
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.errors import UnrolledError
from nlp_models.messages import Message, mark
from nlp_models.reading.large import examined, is_large
from nlp_models.reading.wanted import Wanted
from pages.ui.data.edits import corrections, edits_of, mend, undo_line
from pages.ui.frame import state
from pages.ui.frame.key import Key
from pages.ui.frame.remember import told_anew
from pages.ui.frame.words import plain, show_error, t, translated
from pages.ui.terms import explained
from pages.ui.data.preview import EDITED_ROWS, rows_at, rows_editor

TERMS = ("label", "training-data", "validation-data", "test-data", "token", "unknown-word")
OPTION_WIDTH = 160  # pixels: a label, and the button beside it
ICONS = {"fine": ":material/check:", "look": ":material/error:"}


def data_doctor(task, dataset, key, table):
    """What is fine and what to look at. `dataset` is as edited, with the names it is shown under."""
    st.subheader(t("Data doctor"), anchor=False)
    with st.container(gap="xsmall"):
        undo_line(key)
        try:
            findings = _findings(task, dataset, key, table)
        except UnrolledError as error:
            return show_error(error)
        for place, finding in enumerate(findings):
            _finding_row(finding, dataset, key, f"{key}-{place}-{finding.kind}", task)


def _findings(task, dataset, key, table):
    """Of many rows found in a child, which may take some seconds."""
    if not is_large(table):
        return _examined(dataset, task.recipe, _digest(dataset, key), task.kind)
    wanted = Wanted(task.name, state.columns(task).value, dataset.names, tuple(edits_of(key)))
    with st.spinner(t("Looking at {rows} rows", rows=f"{len(dataset):,}")):
        return examined(table, wanted)


@st.cache_data(max_entries=8, show_spinner=False)
def _examined(_dataset, _recipe, digest, _kind: type[Data]):
    return examine(_dataset, _kind.resolved(_recipe, _dataset), _kind.CHECKS, _kind.HEALTHY)


def _digest(dataset, key):
    """What the findings depend on: data and columns (in the key, with the task), edits, and the names in the sentences."""
    edits = [(sorted(edit.removed), *(sorted(changed.items()) for changed in (edit.labels, edit.texts, edit.parts))) for edit in edits_of(key)]
    return hashlib.sha256(repr((key, edits, sorted(dataset.names.items()))).encode("utf-8", "replace")).hexdigest()


def _finding_row(finding, dataset, key, place, task):
    weights = state.setting(task, "class_weights")  # what an imbalance asks for
    weighted = finding.kind == "imbalance" and weights.get()
    message = Message(mark("Rare labels will count more in training")) if weighted else finding.message
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():  # gives way to the buttons, so that they stay beside it
            words = plain(translated(message))
            st.markdown(f"{ICONS['fine' if weighted else finding.level]} {explained(words, *TERMS, at=place)}")
        review = finding.kind == "contradictions"
        if finding.kind == "imbalance":
            words = t("Undo") if weighted else translated(finding.remedy)
            st.button(words, key=f"mend-{place}", on_click=weights.set, args=(not weighted,))
        elif finding.kind == "codes":
            _meant(task, dataset, place)
        elif finding.remedy and not review:
            _remedy(finding, dataset, key, place)
        if finding.rows:
            words, kind = (translated(finding.remedy), "secondary") if review else (t("See them"), "tertiary")
            if st.button(words, key=f"see-{place}", type=kind):
                st.dialog(plain(translated(finding.message)), width="large")(_rows_dialog)(
                    finding, dataset, key, task.kind.SOURCES.written
                )


def _meant(task, dataset, place):
    """The button that names two numbers as the page names its labels: the larger one is what is looked for, most often."""
    labels = sorted(set(dataset.columns["label"]) - {""}, key=float, reverse=True)
    names, kept = [t(name) for name in task.label_names.values()][:2], state.label_names(task)
    if len(labels) == len(names) == 2:
        (one, other), (name, its_name) = labels, names
        words = t("{one} = {name}, {other} = {its_name}", one=one, name=name, other=other, its_name=its_name)
        st.button(words, key=f"mend-{place}", on_click=kept.set, args=(kept.get({}) | {one: name, other: its_name},))


def _remedy(finding, dataset, key, place):
    """The button of a remedy, beside what has to be chosen for it."""
    option = None
    if finding.options:
        option = st.selectbox(
            t("Label"), finding.options, format_func=dataset.shown, key=told_anew(Key(f"option-{place}")),
            width=OPTION_WIDTH,
            label_visibility="collapsed"
        )
    st.button(translated(finding.remedy), key=f"mend-{place}", on_click=_mend, args=(key, dataset, finding, option))


def _rows_dialog(finding, dataset, key, written):
    """The rows of a finding: labels to change, rows to leave out, then Apply."""
    places = {number: place for place, number in enumerate(dataset.row_numbers)}
    rows = rows_at(dataset, [places[number] for number in finding.rows[:EDITED_ROWS]])
    other = t("Write another answer, or tick what to leave out.")
    st.caption(other if written else t("Choose another label, or tick what to leave out."))
    editor = state.finding_table(key, finding.kind)
    rows_editor(dataset, rows, editor, removable=True, written=written)
    if len(finding.rows) > EDITED_ROWS:
        st.caption(t("The first {shown} of {count} rows.", shown=EDITED_ROWS, count=f"{len(finding.rows):,}"))
    with st.container(horizontal=True):
        applied = st.button(t("Apply"), type="primary", on_click=_apply, args=(editor, key, [row[:2] for row in rows]))
        if finding.kind == "contradictions":
            words = t("Let the commonest label win")
            applied |= st.button(words, on_click=_mend, args=(key, dataset, finding))
            st.caption(t("Where both are as common, the rows are left out."))
    if applied:
        st.rerun()


def _mend(key, dataset, finding, option=None):
    try:
        mend(key, fixed(dataset, finding, option))
    except UnrolledError as error:
        state.REFUSED.set(error)


def _apply(editor, key, rows):
    mend(key, Edit.of(*corrections(editor.value["edited_rows"], rows)))
