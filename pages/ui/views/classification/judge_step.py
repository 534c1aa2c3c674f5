"""Judge: how good it is on sentences it has never seen, beside what plain methods reach, and which ones it got wrong."""

import streamlit as st

from nlp_models.problems.classification.judging import rows_of_cell
from nlp_models.problems.classification.problem import Classification
from nlp_models.scoring.metrics import compare_answers, compare_scores, confusion_matrix, wilson_interval
from pages.ui.answer.answering import label_name, load
from pages.ui.answer.judge_parts import between, cells_by_mistakes, head, points, shown_cells, verdict
from pages.ui.answer.score_tables import LOOK, per_label_table, take_cell
from pages.ui.answer.scores import method_name
from pages.ui.charts.judge_charts import mistakes_matrix, score_dots
from pages.ui.frame import state
from pages.ui.frame.remember import relabelled
from pages.ui.frame.words import percent, plain, t
from pages.ui.terms import explained, term_help
from pages.ui.train.watch import unlearned
from pages.ui.views.classification import keys
from pages.ui.views.classification.cost import found_beside_baselines, offer_class_weights
from pages.ui.views.classification.evaluated import best_baseline, scored
from pages.ui.views.classification.judge_details import (
    calibration_expander,
    change_expander,
    threshold_expander,
    wanted_label,
    wrong_expander,
)
from pages.ui.views.classification.judge_rows import can_correct, correction_bar, row_table, shown_names


def judge_step(task, run):
    """Score, baselines and mistakes of a finished run or ready model."""
    evaluated, scores, baselines = scored(run)
    if scores is None:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    sample = evaluated if run.is_ready and not of_these_rows(evaluated, scores) else None
    evaluated = None if sample else evaluated
    head(run, evaluated, scores)
    metrics(scores, baselines)
    unlearned(task, run)
    if evaluated is not None:
        return every_row(task, run, evaluated, scores, baselines)
    left, right = st.columns(2, gap="medium")
    with left:
        beside_baselines(run, None, scores, baselines)
    with right:
        per_label(task, load(run.id, str(run.folder)).config.names, scores)
    if task.rare and sample:
        label = wanted_label(task, sample)
        found_beside_baselines(run, None, scores, baselines, label, shown_names(task, sample).get(label, label))
    if sample:
        other_texts(task, run, sample, scores)


def of_these_rows(evaluated, scores):
    """Whether the rows that are here are those that were scored."""
    if evaluated is None:
        return False
    right = int((evaluated.predicted == evaluated.targets).sum())
    return len(evaluated) == scores["rows"] and right == round(scores["accuracy"] * scores["rows"])


def every_row(task, run, evaluated, scores, baselines):
    """The rows of the score: what was mistaken for what, sentence by sentence, and what can be made of it."""
    change_expander(task, run, evaluated)
    left, right = st.columns(2, gap="medium")
    with left:
        beside_baselines(run, evaluated, scores, baselines)
    with right:
        cell = mistakes(task, run, evaluated)
    rows_of(task, run, evaluated, cell)
    wrong_expander(task, run, evaluated)
    calibration_expander(task, evaluated)
    if len(evaluated.labels) == 2:
        threshold_expander(task, run, evaluated)
    per_label(task, evaluated.names, scores)
    if task.rare:
        label = wanted_label(task, evaluated)
        found_beside_baselines(run, evaluated, scores, baselines, label, shown_names(task, evaluated).get(label, label))
        offer_class_weights(task, run, evaluated)


def other_texts(task, run, sample, scores):
    """Folded: how a ready model does on our own sample, whose texts are others than those of its score."""
    st.subheader(sample_words(sample, scores), anchor=False)
    st.caption(
        t("A score holds for texts like those it was taken on. Here are texts of another kind, with every answer.")
    )
    with st.expander(t("Our {rows} sentences, answer by answer", rows=len(sample)), icon=":material/rule:"):
        cell = mistakes(task, run, sample)
        rows_of(task, run, sample, cell)
    wrong_expander(task, run, sample)
    calibration_expander(task, sample)
    if len(sample.labels) == 2:
        threshold_expander(task, run, sample)


def metrics(scores, baselines):
    """Accuracy, macro F1 and the lead over the best baseline, each with its margin."""
    with st.container(horizontal=True):
        interval = between(scores["accuracy_low"], scores["accuracy_high"])
        st.metric(
            explained(t("Accuracy"), "accuracy"),
            percent(scores["accuracy"], 1),
            interval,
            help=t("The share of right answers; below, where it lies with 95 % certainty."),
            **LOOK,
        )
        known, spread = "macro_f1_low" in scores, t("no margin known")
        if known:
            spread = t("{low} to {high}", low=f"{scores['macro_f1_low']:.3f}", high=f"{scores['macro_f1_high']:.3f}")
        st.metric(
            explained(t("Macro F1"), "macro-f1"),
            f"{scores['macro_f1']:.3f}",
            spread,
            help=t("Every label counts alike, however rare: the mean of their F1 scores."),
            **LOOK,
        )
        if baselines:
            name, best = best_baseline(baselines)
            other = f"{method_name(Classification, name)} {percent(best['accuracy'], 1)}"
            st.metric(
                explained(t("Compared with the best simple method"), "baseline"),
                points(scores["accuracy"] - best["accuracy"]),
                other,
                **LOOK,
            )


def beside_baselines(run, evaluated, scores, baselines):
    """Dots with intervals under the sentence that says who is better."""
    finding = baseline_finding(evaluated, scores, baselines)
    if finding:
        st.markdown(f"**{explained(finding, 'logistic-regression', 'naive-bayes', 'confidence-interval')}**")
    ours = {"name": run.recipe.cell.upper(), "ours": True} | _span(scores)
    others = sorted(baselines.items(), key=lambda item: -item[1]["accuracy"])
    dots = [
        ours,
        *({"name": method_name(Classification, name), "ours": False} | _span(own) for name, own in others),
    ]
    st.altair_chart(score_dots(dots, t("Accuracy, with its 95 % interval")), key="dots", alt=finding or t("Accuracy"))


def baseline_finding(evaluated, scores, baselines):
    """Better than the best baseline, level or worse: tested row by row where the rows are known."""
    if not baselines:
        return ""
    name, best = best_baseline(baselines)
    if evaluated is not None and name in evaluated.baselines:
        comparison = compare_answers(evaluated.targets, evaluated.predicted, evaluated.baselines[name])
    else:
        comparison = compare_scores(scores["accuracy"], best["accuracy"], scores["rows"])
    return verdict(comparison, method_name(Classification, name))


def _span(scores):
    return {
        "score": scores["accuracy"],
        "low": scores["accuracy_low"],
        "high": scores["accuracy_high"],
        "shown": percent(scores["accuracy"], 1),
    }


def mistakes(task, run, evaluated):
    """The matrix; gives the chosen cell as `(target, answer)`."""
    counts = confusion_matrix(evaluated.targets, evaluated.predicted, len(evaluated.labels))
    names, options = row_names(task, evaluated), cells_by_mistakes(counts)
    cell, chart = keys.cell(task), state.matrix(task, run)
    if cell.get() not in options:
        cell.set(options[0])
    chosen = cell.value
    finding = commonest_mistake(names, counts, options[0])
    st.markdown(f"**{t('What was mistaken for what?')}** {plain(finding)}")
    cells, order = shown_cells(names, counts)
    st.altair_chart(
        mistakes_matrix(cells, order, chosen, (t("Correct label"), t("Answered"))),
        key=chart,
        on_select=lambda: take_cell(chart, cell, options),
        selection_mode="cell",
        alt=finding,
    )
    hidden = len(evaluated.labels) - len(order[1])
    st.caption(
        explained(t("Confusion matrix"), "confusion-matrix")
        + " · "
        + t("Click a cell to list its sentences")
        + (" · " + t("{count} more labels", count=hidden) if hidden else "")
    )
    return chosen


def sample_words(sample, scores):
    """How it does on our sample beside its score: worse, as well or better, where chance would not explain it."""
    right = int((sample.predicted == sample.targets).sum())
    low, high = wilson_interval(right, len(sample))
    values = {"rows": f"{len(sample):,}", "score": percent(right / len(sample), 1), "interval": between(low, high)}
    if high < scores["accuracy_low"]:
        return t("On other texts it does worse: {score} of our {rows} sentences are right ({interval})", **values)
    if low > scores["accuracy_high"]:
        return t("On other texts it does better: {score} of our {rows} sentences are right ({interval})", **values)
    return t("On other texts it does about as well: {score} of our {rows} sentences are right ({interval})", **values)


def row_names(task, evaluated):
    """The shown name of every target: the labels, then those that were never trained."""
    names = shown_names(task, evaluated)
    return [*(names[label] for label in evaluated.labels), t("never trained")]


def commonest_mistake(names, counts, cell):
    """A sentence on the first of `cells_by_mistakes`."""
    target, answer = cell
    if target == answer:
        return t("No sentence was mistaken.")
    rows = counts[target].sum()
    return t(
        "Most often: {count} of {rows} “{gold}” were taken for “{said}”.",
        count=int(counts[cell]),
        rows=int(rows),
        gold=names[target],
        said=names[answer],
    )


def rows_of(task, run, evaluated, cell):
    """The sentences of the chosen cell; which cell can be told by keyboard too."""
    counts = confusion_matrix(evaluated.targets, evaluated.predicted, len(evaluated.labels))
    names = row_names(task, evaluated)
    st.selectbox(
        t("Sentences in this square"),
        cells_by_mistakes(counts),
        **relabelled(keys.cell(task)),
        format_func=lambda one: t(
            "{gold} → {said}: {count}", gold=names[one[0]], said=names[one[1]], count=counts[one]
        ),
    )
    row_table(task, run, evaluated, rows_of_cell(evaluated, *cell), f"cell-{cell[0]}-{cell[1]}", said=False)
    if can_correct(run, evaluated):
        correction_bar(task, run)


def per_label(task, names, scores):
    """Precision, recall and F1 of every label."""
    st.markdown(f"**{t('How well each label is found')}**")
    shown = [label_name(task, names, label) for label in scores["per_class"]]
    label = st.column_config.TextColumn(t("Label"), help=term_help("label"), width=64)
    rows = st.column_config.NumberColumn(t("Sentences"), format="localized", width=76)
    per_label_table(scores["per_class"], shown, label, rows, t("Precision, recall and F1 of every label"))
