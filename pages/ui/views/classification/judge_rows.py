"""The rows behind a score: tables in which a wrong label can be corrected, and the training with the corrections.

Corrections stand in the session as `{run id: {row number: label}}`, until they are undone or trained with.
"""

import pandas as pd
import streamlit as st

from nlp_models.answering.judging import corrected_dataset
from nlp_models.errors import UnrolledError
from nlp_models.problems.classification.judging import Evaluated
from pages.ui.answer.answering import label_name
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import percent_format, t
from pages.ui.train.starting import start_training
from pages.ui.views.classification import keys

MOST_ROWS = 200  # nobody reads further, and each one is sent to the browser


def shown_names(task, evaluated):
    """label -> the name shown; two labels are never shown alike."""
    labels = dict.fromkeys([*evaluated.labels, *evaluated.gold_labels])
    names = {label: label_name(task, evaluated.names, label) for label in labels}
    often = list(names.values())
    return {label: name if often.count(name) == 1 else f"{name} ({label})" for label, name in names.items()}


def can_correct(run, evaluated: Evaluated):
    """Only the rows of one's own run: elsewhere there is nothing to train again."""
    return run.mine and not run.is_ready and evaluated.source != "sample"


def row_table(task, run, evaluated, places, table, *, said=True):
    """Rows by their places in `evaluated`: sentence, label, answer and how sure; the label correctable where it is ours.

    Args:
        table: a name for this table; tables on one page have different ones.
        said: whether the answers differ, so that they need a column.
    """
    if not len(places):
        return st.caption(t("No sentences here."))
    names, mine, shown = shown_names(task, evaluated), corrections(task, run), places[:MOST_ROWS]
    rows = evaluated.rows[shown].tolist()
    frame = pd.DataFrame(
        {
            "text": [evaluated.texts[place] for place in shown],
            "label": [mine.get(row, evaluated.gold_labels[place]) for row, place in zip(rows, shown, strict=True)],
            "said": [names[evaluated.labels[number]] for number in evaluated.predicted[shown]],
            "sure": 100 * evaluated.confidence[shown].astype(float),
        }
    )
    columns = _columns(names, said)
    look = {"hide_index": True, "width": "stretch", "column_config": columns, "column_order": list(columns)}
    alt = t("{count} sentences, the surest answers first", count=len(shown))
    if can_correct(run, evaluated):
        _editor(task, run, frame, rows, [evaluated.gold_labels[place] for place in shown], table, look | {"alt": alt})
    else:
        frame["label"] = frame["label"].map(names)
        st.dataframe(frame, **look | {"column_config": columns | {"label": t("Correct label")}}, alt=alt)
    if len(places) > len(shown):
        st.caption(t("The {shown} surest of {count}.", shown=len(shown), count=f"{len(places):,}"))


def _columns(names, said):
    columns = {  # the sentence last, so that a phone shows the others too
        "label": st.column_config.SelectboxColumn(
            t("Correct label"), options=list(names), format_func=names.get, required=True, width=115
        ),
        "said": st.column_config.TextColumn(t("Answered"), width="small", disabled=True),
        "sure": st.column_config.ProgressColumn(
            t("How sure"), format=percent_format(1), min_value=0, max_value=100, width=95
        ),
        "text": st.column_config.TextColumn(t("Sentence"), width="large", disabled=True),
    }
    return columns if said else {name: column for name, column in columns.items() if name != "said"}


def _editor(task, run, frame, rows, gold_labels, table, look):
    edits = keys.correction_counts(task).setdefault({"all": 0})
    # drawn anew when a row was edited in another table or undone; its own edits do not throw it back
    version = edits["all"] - edits.get(table, 0)
    key = keys.judged_table(table, run, version)
    st.data_editor(
        frame,
        disabled=["text", "said", "sure"],
        key=key,
        on_change=_keep,
        args=(task, run, key, table, rows, gold_labels),
        **look,
    )


def _keep(task, run, key, table, rows, gold_labels):
    mine = keys.corrections(task).setdefault({}).setdefault(run.id, {})
    for place, edit in key.value["edited_rows"].items():
        if "label" in edit:
            mine.pop(rows[place], None)
            if edit["label"] not in (None, gold_labels[place]):
                mine[rows[place]] = edit["label"]
    edits = keys.correction_counts(task).value
    edits["all"] += 1
    edits[table] = edits.get(table, 0) + 1


def corrections(task, run):
    """`{row number: label}` corrected so far in this session."""
    return keys.corrections(task).get({}).get(run.id, {})


def correction_bar(task, run):
    """How many labels are corrected, and what to do with them; always there, so that nothing jumps."""
    count = len(corrections(task, run))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not count:
            st.markdown(t("Is a label wrong? Change it in its row, then train again."), width="stretch")
            return
        words = t("1 corrected label") if count == 1 else t("{count} corrected labels", count=count)
        st.markdown(f":material/edit: **{words}**", width="content")
        st.button(t("Undo all"), type="tertiary", key="undo-corrections", on_click=_forget, args=(task, run))
        st.space("stretch")
        st.button(
            t("Train again with the corrections"),
            type="primary",
            key="train-corrected",
            on_click=_train_again,
            args=(task, run),
        )
    st.caption(
        t(
            "Corrections of test and validation rows count too: their labels were wrong, so the new score is taken on the corrected ones."
        )
    )


def _forget(task, run):
    keys.corrections(task).get({}).pop(run.id, None)
    keys.correction_counts(task).value["all"] += 1


def _train_again(task, run):
    """The same recipe on the corrected rows; what is refused is told on Train, and the corrections stay."""
    choose(state.STEP, "train")
    name = run.about.name or t("Run")
    name = name if run.about.parent else t("{name}, corrected", name=name)
    try:
        dataset = corrected_dataset(run, corrections(task, run))
    except UnrolledError as error:
        state.REFUSED.set(error)
        return
    if start_training(task, run.recipe, dataset, name, parent=run.id):
        _forget(task, run)
