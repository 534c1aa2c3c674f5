"""Judge, where a task looks for a rare label: what its two kinds of mistake cost, how well it is found, class weights."""

import pandas as pd
import streamlit as st

from nlp_models.answering.judging import corrected_dataset
from nlp_models.errors import UnrolledError
from nlp_models.problems.classification.problem import Classification
from nlp_models.scoring.costs import (
    cheapest_threshold,
    found_before_and_after,
    mistakes,
    optimal_threshold,
    precision_recall,
)
from nlp_models.scoring.metrics import compare_answers, compare_scores
from pages.ui.answer.scores import method_name
from pages.ui.charts.judge_charts import precision_recall_line
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import percent, percent_format, plain, t
from pages.ui.terms import term_help
from pages.ui.train.starting import start_training
from pages.ui.views.classification import keys
from pages.ui.views.classification.judge_rows import can_correct

COST_RATIOS = (1, 2, 3, 5, 10, 20, 50, 99)  # 99 to 1 is the last threshold of the slider
HALF = 0.5


def ask_cost_ratio(key, names):
    """How many misses a false alarm is worth; a choice moves the threshold kept under `key`.

    Args:
        names: of the label looked for and of the other.
    """
    rare, other = map(plain, names)
    slider = keys.cost_ratio(key)
    cost_ratio = st.select_slider(
        t(
            "“{other}” taken for “{rare}” costs how many times as much as “{rare}” that gets through?",
            rare=rare,
            other=other,
        ),
        COST_RATIOS,
        key=slider,
        format_func=lambda cost_ratio: f"{cost_ratio} ×",
        persist_state="session",
        on_change=_take_cost_ratio,
        args=(slider, key),
    )
    at = percent(optimal_threshold(cost_ratio))
    st.markdown(
        t(
            "At {price} to 1 it pays to say “{rare}” from {percent} on, if its probabilities are what they claim.",
            price=cost_ratio,
            rare=rare,
            percent=at,
        )
    )
    return cost_ratio


def _take_cost_ratio(slider, key):
    key.set(round(100 * optimal_threshold(slider.value)))


def cheapest_button(evaluated, positive, key, cost_ratio):
    """The threshold that is cheapest on the validation rows, where probabilities may not be what they claim."""
    held = evaluated.validation
    at = round(100 * cheapest_threshold(held.targets, held.probabilities[:, positive], positive, cost_ratio))
    st.button(
        t("{score} at {percent} %", score=t("Cost"), percent=at),
        type="tertiary",
        key="best-cost",
        on_click=key.set,
        args=(at,),
    )


def cost_metrics(evaluated, positive, names, cost_ratio, threshold):
    """Both kinds of mistake and their cost at the threshold, beside those at one half."""
    share, (rare, other) = evaluated.probabilities[:, positive], map(plain, names)
    here, half = (mistakes(evaluated.targets, share, positive, at) for at in (threshold, HALF))
    shown = {
        t("“{other}” lost", other=other): (here.false_positives, half.false_positives),
        t("“{rare}” let through", rare=rare): (here.false_negatives, half.false_negatives),
        t("Cost: {price} × lost + let through", price=cost_ratio): (here.cost(cost_ratio), half.cost(cost_ratio)),
    }
    with st.container(horizontal=True):
        for title, (now, before) in shown.items():
            beside = t("{count} at 50 %", count=f"{before:,}")
            st.metric(
                title,
                f"{now:,}",
                beside,
                border=True,
                width="stretch",
                height="stretch",
                delta_color="off",
                delta_arrow="off",
            )


def precision_recall_part(evaluated, positive, name, threshold):
    """Precision against recall at every threshold, the chosen one and one half marked."""
    share = evaluated.probabilities[:, positive]
    curve = precision_recall(evaluated.targets, share, positive)
    if curve is None:
        return
    words = t(
        "“{label}” against all the rest: average precision {average}, where guessing gives {share}",
        label=plain(name),
        average=f"{curve.average:.3f}",
        share=f"{(evaluated.targets == positive).mean():.3f}",
    )
    st.markdown(f"**{words}**")
    titles = (t("Recall: found, of those that are so"), t("Precision: right, of those named so"))
    st.altair_chart(precision_recall_line(curve, _marks(curve, threshold), titles), key="precision-recall", alt=words)


def _marks(curve, threshold):
    """The points of the curve where the slider stands and at one half; none where no row is that sure."""
    marks = {}
    for at in (HALF, threshold):
        said = curve.thresholds >= at
        if said.any():
            last = int(said.sum()) - 1  # thresholds fall along the curve
            marks[percent(at)] = (float(curve.recall[last]), float(curve.precision[last]))
    return marks


def found_beside_baselines(run, evaluated, scores, baselines, label, name):
    """How well the rare label is found, beside the plain methods; level is said where it is level."""
    if not baselines or label not in scores["per_class"]:
        return
    methods = {run.recipe.cell.upper(): scores} | {
        method_name(Classification, key): own for key, own in baselines.items()
    }
    words = _found_words(evaluated, scores, baselines, label, name)
    st.markdown(f"**{words}**")
    ours = [own["per_class"][label] for own in methods.values()]
    frame = pd.DataFrame(
        {
            "method": list(methods),
            "f1": [one["f1"] for one in ours],
            **{key: [100 * one[key] for one in ours] for key in ("precision", "recall")},
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        alt=words,
        column_config={
            "method": t("Method"),
            "f1": st.column_config.ProgressColumn(
                t("F1 of “{label}”", label=name), format="%.3f", min_value=0, max_value=1, help=term_help("f1")
            ),
            "precision": st.column_config.NumberColumn(
                t("Precision"), format=percent_format(1), help=term_help("precision")
            ),
            "recall": st.column_config.NumberColumn(t("Recall"), format=percent_format(1), help=term_help("recall")),
        },
    )


def _found_words(evaluated, scores, baselines, label, name):
    """Whether it finds more of the label than the plain method that finds it best (by F1)."""
    best = max(baselines, key=lambda key: baselines[key]["per_class"][label]["f1"])
    ours, theirs = (found["per_class"][label] for found in (scores, baselines[best]))
    if evaluated is not None and best in evaluated.baselines:
        there = evaluated.targets == evaluated.labels.index(label)
        found = compare_answers(evaluated.targets[there], evaluated.predicted[there], evaluated.baselines[best][there])
    else:
        found = compare_scores(ours["recall"], theirs["recall"], max(1, ours["rows"]))
    values = {
        "label": plain(name),
        "ours": percent(ours["recall"], 1),
        "theirs": percent(theirs["recall"], 1),
        "name": method_name(Classification, best),
    }
    return {
        "wins": t("It finds {ours} of “{label}”, {name} {theirs}: more than chance would explain", **values),
        "ties": t(
            "It finds {ours} of “{label}”, {name} {theirs}: about the same (within the margin of error)", **values
        ),
        "loses": t("It finds {ours} of “{label}”, {name} {theirs}: {name} finds more", **values),
    }[found.verdict]


def offer_class_weights(task, run, evaluated):
    """Train the same again with rare labels counting more, or all alike; where the rows are here and one's own."""
    if not can_correct(run, evaluated):
        return
    on = run.recipe.class_weights
    sentence = (
        t("Rare labels counted more in this training.") if on else t("Every sentence counted alike in this training.")
    )
    label = t("Train again with all counting alike") if on else t("Train again with rare labels counting more")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(sentence, width="content")
        st.button(label, icon=":material/balance:", key="train-weighted", on_click=_train_weighted, args=(task, run))
    st.caption(
        t("Afterwards both are compared here on the same sentences: what is found more often, and what that costs.")
    )


def _train_weighted(task, run):
    """The same rows in the same parts; the child is compared with its parent under What changed."""
    choose(state.STEP, "train")
    recipe = run.recipe.changed(class_weights=not run.recipe.class_weights)
    name = run.about.name or t("Run")
    name = t("{name}, rare labels count more", name=name) if recipe.class_weights else t("{name}, all alike", name=name)
    try:
        dataset = corrected_dataset(run, {})
    except UnrolledError as error:
        state.REFUSED.set(error)
        return
    start_training(task, recipe, dataset, name, parent=run.id)


def recall_change(parent, child, label, name):
    """How many of the rare label are found, before and after, and at what price in precision; two Evaluated of one split."""
    answered = [
        dict(zip(one.rows.tolist(), (one.labels[n] for n in one.predicted), strict=True)) for one in (parent, child)
    ]
    old, new = ([one[row] for row in child.rows.tolist()] for one in answered)
    change = found_before_and_after(child.gold_labels, old, new, label)
    if change is None:
        return
    (before, after), (was, now) = change.recall, change.precision
    values = {
        "label": plain(name),
        "before": percent(before, 1),
        "after": percent(after, 1),
        "was": percent(was, 1),
        "now": percent(now, 1),
    }
    words = {
        "wins": t("Of “{label}” it finds {before} → {after}: more, beyond chance.", **values),
        "ties": t("Of “{label}” it finds {before} → {after}: within the margin.", **values),
        "loses": t("Of “{label}” it finds {before} → {after}: less, beyond chance.", **values),
    }[change.comparison.verdict]
    st.markdown(words + " " + t("Of what it calls “{label}”, {was} → {now} are right.", **values))
