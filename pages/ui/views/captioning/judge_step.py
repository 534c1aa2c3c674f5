"""Judge of captions: whole captions right and BLEU beside plain methods and beside the network that sees nothing."""

import pandas as pd
import streamlit as st

from nlp_models.answering.judging import judge
from nlp_models.problems.captioning.pictures import shown
from nlp_models.problems.captioning.problem import Captioning
from pages.ui.answer.judge_parts import between
from pages.ui.answer.safe import masked
from pages.ui.answer.score_tables import LOOK
from pages.ui.answer.scores import method_name
from pages.ui.charts.judge_charts import score_dots
from pages.ui.frame.words import percent, plain, t
from pages.ui.terms import explained
from pages.ui.train.watch import unlearned

WORDS = 12  # pairs of mistaken words
OFTEN = 2  # times: a word mistaken once is no habit
SHOWN = 30  # pictures
ROW = 68
NO_BREAK = "\u2011"  # a hyphen at which no line ends
BLEUS = ("bleu_1", "bleu_2", "bleu_3", "bleu_4")


def judge_step(task, run):
    """Scores, baselines, the control without pictures, and the captions themselves."""
    scores = (run.report or {}).get("test")
    if not scores:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    evaluated, baselines = _evaluated(run.seen_as, str(run.folder), run), run.report.get("baselines") or {}
    head(run, evaluated, scores)
    metrics(scores)
    unlearned(task, run)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        beside_baselines(task, run, scores, baselines)
    with right:
        bleu_table(run, scores, baselines)
    if evaluated is not None:
        mistaken_words(evaluated)
        captions_table(evaluated)


@st.cache_resource(max_entries=4, show_spinner=False)
def _evaluated(run_id, folder, _run):
    return judge(_run)


def head(run, evaluated, scores):
    """On how many pictures, and which."""
    rows = f"{scores['rows']:,}"
    st.subheader(explained(t("Scored on {rows} pictures it has never seen", rows=rows), "test-data"), anchor=False)
    if evaluated is None:
        st.caption(t("The score comes with the model; the test pictures are not included."))
    elif all(picture.startswith("scene:") for picture in evaluated.pictures):
        st.write(t("Each of them has a colour, a shape and a place that it never saw together while learning."))


def metrics(scores):
    """Whole captions, BLEU-4 and what the picture is worth, each with its margin."""
    with st.container(horizontal=True):
        st.metric(
            explained(t("Whole caption right"), "exact-match"),
            percent(scores["exact"], 1),
            between(scores["exact_low"], scores["exact_high"]),
            help=t("The share of captions that people gave word for word; below, where it lies with 95 % certainty."),
            **LOOK,
        )
        spread = t("{low} to {high}", low=f"{scores['bleu_4_low']:.1f}", high=f"{scores['bleu_4_high']:.1f}")
        st.metric(
            explained("BLEU-4", "bleu"),
            f"{scores['bleu_4']:.1f}",
            spread,
            help=t(
                "How far runs of up to four words agree with people's captions, of 100; below, where it lies with 95 % certainty."
            ),
            **LOOK,
        )
        blind = t("{number} without the picture", number=f"{scores['blind_bleu_4']:.1f}")
        st.metric(
            t("What seeing is worth"),
            f"{scores['bleu_4'] - scores['blind_bleu_4']:+.1f}".replace("-", "−"),
            blind,
            help=t("BLEU-4 of the captions less that of the caption it gives to every picture without looking."),
            **LOOK,
        )


def beside_baselines(task, run, scores, baselines):
    """Dots under the sentence that says who is better: whole captions where any are right, else BLEU-4."""
    measure = task.kind.measure(scores)
    finding = finding_of(measure, scores, baselines)
    st.markdown(f"**{finding}**")
    dots = [{"name": run.recipe.cell.upper(), "ours": True} | _span(scores, measure)]
    blind = {"exact": scores["blind_exact"], "bleu_4": scores["blind_bleu_4"]}
    dots += [{"name": t("without the picture"), "ours": False} | _span(blind, measure)]
    dots += [
        {"name": method_name(Captioning, name), "ours": False} | _span(own, measure) for name, own in baselines.items()
    ]
    title = t("Whole caption right") if measure == "exact" else "BLEU-4"
    st.altair_chart(score_dots(dots, title, "percent" if measure == "exact" else "of 100"), key="dots", alt=finding)


def finding_of(measure, scores, baselines):
    """One sentence, true of these numbers."""
    name, best = max(baselines.items(), key=lambda one: (one[1][measure], one[1]["bleu_4"]))
    values = {
        "name": method_name(Captioning, name),
        "theirs": _score_text(best, measure),
        "ours": _score_text(scores, measure),
    }
    if scores[measure] <= best[measure]:
        return t("On these pictures {name} is better: {theirs} against {ours}", **values)
    if scores[f"{measure}_low"] <= best.get(f"{measure}_high", best[measure]):
        return t("Hardly better than {name}: {ours} against {theirs}, within the margin", **values)
    return t("Better than {name}: {ours} against {theirs}", **values)


def _score_text(scores, measure):
    return percent(scores[measure], 1) if measure == "exact" else f"{scores[measure]:.1f}"


def _span(scores, measure):
    whole = 1 if measure == "exact" else 100
    score = scores[measure] / whole
    return {
        "shown": _score_text(scores, measure),
        "score": score,
        "low": scores.get(f"{measure}_low", scores[measure]) / whole,
        "high": scores.get(f"{measure}_high", scores[measure]) / whole,
    }


def bleu_table(run, scores, baselines):
    """BLEU-1 to BLEU-4 of every method, whose names wrap: on a phone, too, all four are seen."""
    rows = {
        run.recipe.cell.upper(): scores,
        t("without the picture"): {name: scores[f"blind_{name}"] for name in BLEUS},
    }
    rows |= {method_name(Captioning, name): own for name, own in baselines.items()}
    columns = {name.replace("_", NO_BREAK).upper(): [f"{own[name]:.1f}" for own in rows.values()] for name in BLEUS}
    st.markdown(f"**{t('Agreement with the right captions, in runs of one to four words')}**")
    table = pd.DataFrame(columns, index=pd.Index(map(plain, rows), name=t("Method")))
    with st.container(key="whole-words"):
        st.table(table, alt=t("BLEU of every method"))
    if scores.get("perplexity"):
        hesitates = {"seen": scores["perplexity"], "blind": scores["blind_perplexity"]}
        values = {name: f"{words:.{0 if words >= 100 else 1}f}" for name, words in hesitates.items()}
        st.caption(t("It hesitates among {seen} words on average, and among {blind} without the picture.", **values))
    if scores["commonest_share"] > 0.1:
        st.caption(
            t(
                "It gives its commonest caption to {percent} of the pictures.",
                percent=percent(scores["commonest_share"]),
            )
        )


def mistaken_words(evaluated):
    """Which word was said for which, where the rest of the caption fits."""
    pairs = evaluated.mistaken().most_common(WORDS)
    if not pairs or pairs[0][1] < OFTEN:
        return
    pairs = [((true, masked(said)), count) for (true, said), count in pairs]
    (true, said), count = pairs[0]
    finding = t("Most often it said “{said}” for “{true}”: {count} times.", said=said, true=true, count=count)
    st.markdown(f"**{plain(finding)}**")
    rows = {
        t("True word"): [true for (true, _), _ in pairs],
        t("Said"): [said for (_, said), _ in pairs],
        t("Times"): [count for _, count in pairs],
    }
    with st.expander(t("Words that were mistaken ({count})", count=len(pairs))):
        st.dataframe(rows, hide_index=True, alt=finding)


def captions_table(evaluated):
    """Pictures with what was said and what is true: those that are not word for word right, or all."""
    wrong, right = evaluated.wrong, int(evaluated.is_right.sum())
    names = {
        "wrong": t("Unlike the right captions ({count})", count=f"{len(wrong):,}"),
        "all": t("All ({count})", count=f"{len(evaluated):,}"),
    }
    which = st.segmented_control(
        t("Which captions"),
        list(names),
        format_func=names.get,
        required=True,
        label_visibility="collapsed",
        default="wrong" if wrong else "all",
        key="which-captions",
    )
    places = (wrong if which == "wrong" else range(len(evaluated)))[:SHOWN]
    if not places:
        return st.write(t("All {count} captions are right, word for word.", count=right))
    frame = pd.DataFrame(
        {
            "picture": [shown(evaluated.pictures[n]) for n in places],
            "said": [masked(evaluated.captions[n]) for n in places],
            "true": [" · ".join(evaluated.references[n]) for n in places],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        row_height=ROW,
        height=min(560, ROW * len(frame) + 40),
        alt=t("Pictures with the captions given and the true ones"),
        column_config={
            "picture": st.column_config.ImageColumn(t("Picture"), width=80),
            "said": st.column_config.TextColumn(t("It said"), width="medium"),
            "true": st.column_config.TextColumn(t("Right captions"), width="large"),
        },
    )
