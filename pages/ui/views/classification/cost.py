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
    precision_recall,
    worthwhile_threshold,
)
from nlp_models.scoring.metrics import compare_answers, compare_scores
from pages.ui.answer.scores import method_name
from pages.ui.charts.judge_charts import precision_recall_line
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import percent, plain, t
from pages.ui.train.starting import start_training
from pages.ui.views.classification.judge_rows import can_correct

PRICES = (1, 2, 3, 5, 10, 20, 50, 99)  # 99 to 1 is the last threshold of the slider
HALF = 0.5


def ask_price(key, names):
    """How many misses a false alarm is worth; a choice moves the threshold kept under `key`.

    Args:
        names: of the label looked for and of the other.
    """
    rare, other = map(plain, names)
    slider = state.price(key)
    price = st.select_slider(
        t("“{other}” taken for “{rare}” costs how many times as much as “{rare}” that gets through?", rare=rare, other=other),
        PRICES, key=slider, format_func=lambda price: f"{price} ×", persist_state="session",
        on_change=_take_price, args=(slider, key),
    )  # fmt: skip
    at = percent(worthwhile_threshold(price))
    st.markdown(
        t("At {price} to 1 it pays to say “{rare}” from {percent} on, if its probabilities are what they claim.",
          price=price, rare=rare, percent=at)
    )  # fmt: skip
    return price


def _take_price(slider, key):
    key.set(round(100 * worthwhile_threshold(slider.value)))


def cheapest_button(judged, positive, key, price):
    """The threshold that is cheapest on the validation rows, where probabilities may not be what they claim."""
    held = judged.validation
    at = round(100 * cheapest_threshold(held.targets, held.probabilities[:, positive], positive, price))
    st.button(t("{score} at {percent} %", score=t("Cost"), percent=at), type="tertiary", key="best-cost",
              on_click=key.set, args=(at,))  # fmt: skip


def cost_metrics(judged, positive, names, price, threshold):
    """Both kinds of mistake and their cost at the threshold, beside those at one half."""
    share, (rare, other) = judged.probabilities[:, positive], map(plain, names)
    here, half = (mistakes(judged.targets, share, positive, at) for at in (threshold, HALF))
    shown = {
        t("“{other}” lost", other=other): (here.lost, half.lost),
        t("“{rare}” let through", rare=rare): (here.missed, half.missed),
        t("Cost: {price} × lost + let through", price=price): (here.cost(price), half.cost(price)),
    }
    with st.container(horizontal=True):
        for title, (now, before) in shown.items():
            beside = t("{count} at 50 %", count=f"{before:,}")
            st.metric(title, f"{now:,}", beside, border=True, width="stretch", height="stretch", delta_color="off",
                      delta_arrow="off")  # fmt: skip


def precision_recall_part(judged, positive, name, threshold):
    """Precision against recall at every threshold, the chosen one and one half marked."""
    share = judged.probabilities[:, positive]
    curve = precision_recall(judged.targets, share, positive)
    if curve is None:
        return
    words = t(
        "“{label}” against all the rest: average precision {average}, where guessing gives {share}",
        label=plain(name), average=f"{curve.average:.3f}", share=f"{(judged.targets == positive).mean():.3f}",
    )  # fmt: skip
    st.markdown(f"**{words}**")
    titles = (t("Recall: found, of those that are so"), t("Precision: right, of those named so"))
    st.altair_chart(precision_recall_line(curve, _marks(curve, threshold), titles), key="precision-recall", alt=words)


def _marks(curve, threshold):
    """The points of the curve where the slider stands and at one half; none where no row is that sure."""
    found = {}
    for at in (HALF, threshold):
        said = curve.thresholds >= at
        if said.any():
            last = int(said.sum()) - 1  # thresholds fall along the curve
            found[percent(at)] = (float(curve.recall[last]), float(curve.precision[last]))
    return found


def found_beside_baselines(run, judged, scores, baselines, label, name):
    """How well the rare label is found, beside the plain methods; level is said where it is level."""
    if not baselines or label not in scores["per_class"]:
        return
    methods = {run.recipe.cell.upper(): scores} | {
        method_name(Classification, key): found for key, found in baselines.items()
    }
    words = _found_words(judged, scores, baselines, label, name)
    st.markdown(f"**{words}**")
    ours = [found["per_class"][label] for found in methods.values()]
    frame = pd.DataFrame({
        "method": list(methods), **{key: [round(one[key], 3) for one in ours] for key in ("f1", "precision", "recall")},
    })  # fmt: skip
    st.dataframe(
        frame, hide_index=True, width="stretch", alt=words,
        column_config={
            "method": t("Method"),
            "f1": st.column_config.ProgressColumn(t("F1 of “{label}”", label=name), format="%.3f", min_value=0, max_value=1),
            "precision": st.column_config.NumberColumn(t("Precision"), format="percent"),
            "recall": st.column_config.NumberColumn(t("Recall"), format="percent"),
        },
    )  # fmt: skip


def _found_words(judged, scores, baselines, label, name):
    """Whether it finds more of the label than the plain method that finds it best (by F1)."""
    best = max(baselines, key=lambda key: baselines[key]["per_class"][label]["f1"])
    ours, theirs = (found["per_class"][label] for found in (scores, baselines[best]))
    if judged is not None and best in judged.baselines:
        there = judged.targets == judged.labels.index(label)
        found = compare_answers(judged.targets[there], judged.predicted[there], judged.baselines[best][there])
    else:
        found = compare_scores(ours["recall"], theirs["recall"], max(1, ours["rows"]))
    values = {"label": plain(name), "ours": percent(ours["recall"], 1), "theirs": percent(theirs["recall"], 1),
              "name": method_name(Classification, best)}  # fmt: skip
    return {
        "wins": t("It finds {ours} of “{label}”, {name} {theirs}: more than chance would explain", **values),
        "ties": t(
            "It finds {ours} of “{label}”, {name} {theirs}: level, the difference is within the margin", **values
        ),
        "loses": t("It finds {ours} of “{label}”, {name} {theirs}: {name} finds more", **values),
    }[found.verdict]


def offer_class_weights(task, run, judged):
    """Train the same again with rare labels counting more, or all alike; where the rows are here and one's own."""
    if not can_correct(run, judged):
        return
    on = run.recipe.class_weights
    told = (
        t("Rare labels counted more in this training.") if on else t("Every sentence counted alike in this training.")
    )
    label = t("Train again with all counting alike") if on else t("Train again with rare labels counting more")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(told, width="content")
        st.button(label, icon=":material/balance:", key="train-weighted", on_click=_train_weighted, args=(task, run))
    st.caption(t("Afterwards both are compared here, on the same sentences: what is found more, and what that costs."))


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
    """How many of the rare label are found, before and after, and at what price in precision; two Judged of one split."""
    answered = [
        dict(zip(one.rows.tolist(), (one.labels[n] for n in one.predicted), strict=True)) for one in (parent, child)
    ]
    old, new = ([one[row] for row in child.rows.tolist()] for one in answered)
    found = found_before_and_after(child.golds, old, new, label)
    if found is None:
        return
    (before, after), (was, now) = found.recall, found.precision
    values = {"label": plain(name), "before": percent(before, 1), "after": percent(after, 1),
              "was": percent(was, 1), "now": percent(now, 1)}  # fmt: skip
    words = {
        "wins": t("Of “{label}” it finds {before} → {after}: more, beyond chance.", **values),
        "ties": t("Of “{label}” it finds {before} → {after}: within the margin.", **values),
        "loses": t("Of “{label}” it finds {before} → {after}: less, beyond chance.", **values),
    }[found.comparison.verdict]
    st.markdown(words + " " + t("Of what it calls “{label}”, {was} → {now} are right.", **values))
