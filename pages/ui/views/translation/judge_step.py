"""Judge of a translator: BLEU and chrF with their signature, by length, beside attention's absence and the nearest sentence."""

import streamlit as st

from nlp_models.answering.judging import judge
from nlp_models.messages import mark
from pages.ui.answer.judge_parts import FEW_ROWS, rows_elsewhere, scored_on
from pages.ui.answer.score_tables import LOOK, perplexity_metric
from pages.ui.frame import state
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import plain, t
from pages.ui.terms import explained
from pages.ui.train.watch import unlearned
from pages.ui.views.translation.ablation import ablation_run, attention_words, offer_ablation, unlike
from pages.ui.views.translation.charts import length_name, score_by_length
from pages.ui.views.translation.rows import rows_part

NAMES = {"bleu": "BLEU", "chrf": "chrF"}
SHOWN = 0.05  # of 100; less is shown as 0.0
NOTHING = {
    "bleu": mark("BLEU is 0.0 at every length: hardly anywhere are four words in a row right yet. chrF counts letters, and shows more"),
    "chrf": mark("chrF is 0.0 at every length: not even the letters are right yet"),
}  # fmt: skip


def judge_step(task, run):
    """Scores, the network with and without attention, lengths, what went wrong sentence by sentence."""
    report = run.report
    if not report:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    scores, evaluated, other = report["test"], _evaluated(run.seen_as, str(run.folder), run), ablation_run(task, run)
    head(run, report)
    metrics(scores, report["baselines"])
    unlearned(task, run)
    compared(task, run, scores, other)
    signatures(scores)
    by_length(run, scores, other)
    if evaluated is None:
        rows_elsewhere(run)
    else:
        rows_part(task, run, evaluated)


@st.cache_resource(max_entries=4, show_spinner=False)
def _evaluated(run_id, folder, _run):
    return judge(_run)


def head(run, report):
    """On how many sentences, and of what."""
    scores = report["test"]
    rows = f"{scores['questions']:,}"
    st.subheader(explained(scored_on(run, scores["questions"]), "test-data"), anchor=False)
    if scores["rows"] > scores["questions"]:
        st.caption(t("Each is scored against all its right translations: {count} in all.", count=f"{scores['rows']:,}"))
    if scores["questions"] < FEW_ROWS:
        st.markdown(t("With only {rows} test sentences the score is shaky.", rows=rows))


def metrics(scores, baselines):
    """BLEU and chrF with their margins, perplexity, and what the nearest sentence gives."""
    helps = {
        "bleu": t("How many runs of one to four words it shares with a right translation, 0 to 100 (Papineni et al. 2002)."),
        "chrf": t("The same in letters instead of words, so that a wrong ending costs less (Popović 2015)."),
    }  # fmt: skip
    with st.container(horizontal=True):
        for name in ("bleu", "chrf"):
            st.metric(
                explained(NAMES[name], name), f"{scores[name]:.1f}", _span(scores, name), help=helps[name], **LOOK
            )
        if scores.get("perplexity") is not None:
            perplexity_metric(scores)
        for own in baselines.values():
            st.metric(t("Copying the nearest translation: BLEU"), f"{own['bleu']:.1f}", _span(own, "bleu"), **LOOK)


def compared(task, run, scores, other):
    """With attention against without, if both are there; else the way to the other."""
    if other is None:
        offer_ablation(task, run)
        return
    st.markdown(f"**{explained(plain(finding(run, scores, other)), 'attention', 'confidence-interval')}**")
    unlike(run, other)


def finding(run, scores, other):
    """Which of the two is better, and whether chance would explain it."""
    theirs = other.report["test"]
    better, values = (
        scores["bleu"] >= theirs["bleu"],
        {"ours": f"{scores['bleu']:.1f}", "theirs": f"{theirs['bleu']:.1f}"},
    )
    values |= {"own": attention_words(run), "other": attention_words(other)}
    best, worst = (scores, theirs) if better else (theirs, scores)
    if best["bleu_interval"][0] <= worst["bleu_interval"][1]:
        return t("{own}: BLEU {ours}. {other}: {theirs}. The difference is within the margin", **values)
    return t("{own}: BLEU {ours}. {other}: {theirs}. More than chance would explain", **values)


def signatures(scores):
    """What sacrebleu says of how it counted, so that others can compare."""
    with st.expander(t("How it was counted (sacrebleu's signature)"), icon=":material/fingerprint:"):
        for name in ("bleu", "chrf"):
            st.code(f"{NAMES[name]}|{scores[f'{name}_signature']}", language=None, wrap_lines=True)


def by_length(run, scores, other):
    """Whether long sentences are harder, of both networks."""
    series = {attention_words(run): scores["by_length"]}
    if other is not None:
        series[attention_words(other)] = other.report["test"]["by_length"]
    if not scores["by_length"]:
        return
    measure = st.segmented_control(
        t("Score"),
        list(NAMES),
        format_func=NAMES.get,
        required=True,
        label_visibility="collapsed",
        **remembered(state.MEASURE, list(NAMES), "bleu"),
    )
    said = length_finding(scores["by_length"], measure)
    st.markdown(f"**{said}**")
    if not any(group[measure] >= SHOWN for groups in series.values() for group in groups):
        return  # dots on the axis show nothing
    titles = (t("words of the sentence"), NAMES[measure])
    st.altair_chart(score_by_length(series, measure, titles), key="by-length", alt=said)
    if other is not None:
        on_longer(run, other, measure, titles)


def on_longer(run, other, measure, titles):
    """The same of our own sentences, longer ones: there attention matters most."""
    series = {attention_words(one): _on_ours(one) for one in (run, other)}
    known = run.report["test"]["by_length"][-1]
    if all(groups and groups[-1]["least"] > known["least"] for groups in series.values()):
        said = longer_finding(series, measure)
        st.markdown(f"**{said}**")
        st.altair_chart(score_by_length(series, measure, titles), key="by-length-longer", alt=said)


def _on_ours(run):
    """Scores by length of a ready model on our own pairs; of a training of somebody's there are none."""
    return run.report.get("sample", {}).get("by_length", []) if run.is_ready else []


def longer_finding(series, measure):
    """What becomes of both networks from the shortest to the longest of these sentences."""
    (own, ours), (other, theirs) = series.items()
    numbers = {
        name: f"{groups[place][measure]:.1f}"
        for name, groups, place in (("a", ours, 0), ("b", ours, -1), ("c", theirs, 0), ("d", theirs, -1))
    }
    return t(
        "On longer sentences, written for this app: from {short} to {long} words, {name} goes from {a} to {b} {own}, from {c} to {d} {other}",
        name=NAMES[measure],
        short=length_name(ours[0]),
        long=length_name(ours[-1]),
        own=own[0].lower() + own[1:],
        other=other[0].lower() + other[1:],
        **numbers,
    )


def length_finding(groups, measure):
    """The best and the worst length; that nothing is right yet at any, and what that means."""
    if all(group[measure] < SHOWN for group in groups):
        return t(NOTHING[measure])
    best, worst = (choose(groups, key=lambda group: group[measure]) for choose in (max, min))
    name = NAMES[measure]
    if best is not worst and best[f"{measure}_interval"][0] <= worst[f"{measure}_interval"][1]:
        values = {"name": name, "low": f"{worst[measure]:.1f}", "high": f"{best[measure]:.1f}"}
        return t("About the same at every length ({name} {low} to {high}, within the margin of error)", **values)
    if best is worst:
        return t(
            "Sentences of {words} words: {name} {score}",
            words=length_name(best),
            name=name,
            score=f"{best[measure]:.1f}",
        )
    return t(
        "Best with {best} words ({name} {high}), worst with {worst} ({low})",
        best=length_name(best),
        name=name,
        worst=length_name(worst),
        high=f"{best[measure]:.1f}",
        low=f"{worst[measure]:.1f}",
    )


def _span(scores, name):
    low, high = scores[f"{name}_interval"]
    return t("{low} to {high}", low=f"{low:.1f}", high=f"{high:.1f}")
