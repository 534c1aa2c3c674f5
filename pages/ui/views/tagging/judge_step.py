"""Judge of a tagger: accuracy and entity F1 beside plain methods, kind by kind, and the sentences it got wrong."""

import pandas as pd
import streamlit as st

from nlp_models.answering.judging import judge
from nlp_models.problems.tagging.entities import OUTSIDE, kind_of
from nlp_models.problems.tagging.problem import Tagging
from nlp_models.scoring.metrics import Comparison
from nlp_models.text.words import join_words
from pages.ui.answer.answering import load
from pages.ui.answer.judge_parts import between, cells_by_mistakes, head, points, shown_cells, signed, verdict
from pages.ui.answer.score_tables import LOOK, per_label_table, take_cell
from pages.ui.answer.scores import best_of, measure_name, method_name, number_of
from pages.ui.charts.judge_charts import mistakes_matrix, score_dots
from pages.ui.frame import state
from pages.ui.frame.remember import relabelled
from pages.ui.frame.words import percent, percent_format, plain, t
from pages.ui.terms import explained
from pages.ui.train.watch import unlearned
from pages.ui.views.tagging import keys
from pages.ui.views.tagging.words import kind_name

SHOWN = 100  # sentences


def judge_step(task, run):
    """Score, baselines, mistakes and sentences of a finished run or ready model."""
    evaluated, report = _evaluated(run.seen_as, str(run.folder), run), run.report or {}
    scores = report.get("test")
    if scores is None:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    head(run, evaluated, scores)
    baselines = report.get("baselines") or {}
    predictor = load(run.id, str(run.folder))
    letters, names = predictor.problem.letters, predictor.config.names
    metrics(task, scores, baselines, letters)
    unlearned(task, run)
    left, right = st.columns(2, gap="medium")
    with left:
        beside_baselines(task, run, scores, baselines, letters)
        unseen(scores, letters)
    with right:
        cell = mistakes(task, run, evaluated) if evaluated is not None else per_type(task, names, scores)
    if evaluated is not None:
        wrong_sentences(task, run, evaluated, cell)
        per_type(task, names, scores)


@st.cache_resource(max_entries=4, show_spinner=False)
def _evaluated(run_id, folder, _run):
    return judge(_run)


def metrics(task, scores, baselines, letters):
    """Accuracy of tags, F1 of entities, and the lead over the best baseline, each with its margin."""
    measure = task.kind.measure(scores)
    with st.container(horizontal=True):
        st.metric(
            explained(t("Accuracy of tags"), "accuracy"),
            percent(scores["accuracy"], 1),
            between(scores["accuracy_low"], scores["accuracy_high"]),
            help=share_help(letters),
            **LOOK,
        )
        if measure == "entity_f1":
            spread = t("{low} to {high}", low=f"{scores['entity_f1_low']:.3f}", high=f"{scores['entity_f1_high']:.3f}")
            st.metric(
                explained(t("F1 of entities"), "f1"),
                f"{scores['entity_f1']:.3f}",
                spread,
                help=t("Only whole entities with the right type count, as conlleval counts them."),
                **LOOK,
            )
        if baselines:
            name, best = best_of(task.kind, baselines)
            other = f"{simple_method(name, letters)} {number_of(Tagging, measure, best[measure])}"
            st.metric(
                explained(t("Compared with the best simple method"), "baseline"),
                difference(measure, scores[measure] - best[measure]),
                other,
                **LOOK,
            )


def share_help(letters):
    """What accuracy is a share of."""
    if letters:
        return t("The share of letters with the right tag; below, where it lies with 95 % certainty.")
    return t("The share of words with the right tag; below, where it lies with 95 % certainty.")


def simple_method(name, letters):
    """A baseline by name; where letters are tagged it knows letters, not words."""
    if letters and name in Tagging.BASELINES:
        return t("most frequent tag of each letter")
    return method_name(Tagging, name)


def difference(measure, share):
    """A lead in the form of its score: +2.4 pts of accuracy, +0.077 of F1."""
    return points(share) if measure == "accuracy" else signed(share, 3)


def beside_baselines(task, run, scores, baselines, letters):
    """Dots with intervals under the sentence that says who is better."""
    measure = task.kind.measure(scores)

    def span(own):
        shown = {"shown": number_of(Tagging, measure, own[measure])}
        return {"score": own[measure], "low": own[f"{measure}_low"], "high": own[f"{measure}_high"]} | shown

    said = ""
    if baselines:
        name, best = best_of(task.kind, baselines)
        lead = scores[measure] - best[measure]
        apart = scores[f"{measure}_low"] > best[f"{measure}_high"] or scores[f"{measure}_high"] < best[f"{measure}_low"]
        won = ("wins" if lead > 0 else "loses") if apart else "ties"
        said = verdict(
            Comparison(won, lead, 1.0),
            simple_method(name, letters),
            "" if measure == "accuracy" else f"{abs(lead):.3f}",
        )
        st.markdown(f"**{explained(said, 'confidence-interval')}**")
    dots = [{"name": run.recipe.cell.upper(), "ours": True} | span(scores)]
    dots += [{"name": simple_method(name, letters), "ours": False} | span(own) for name, own in baselines.items()]
    title = t("{measure}, with its 95 % interval", measure=measure_name(Tagging, measure))
    st.altair_chart(
        score_dots(dots, title, "percent" if measure == "accuracy" else "share"), key="dots", alt=said or title
    )


def unseen(scores, letters):
    """How it does on words, or letters, that training did not have."""
    if scores["unseen_tokens"]:
        values = {"count": f"{scores['unseen_tokens']:,}", "percent": percent(scores["unseen_accuracy"], 1)}
        words = t("Words it had never seen: {count}, of which {percent} got the right tag.", **values)
        st.write(
            t("Letters it had never seen: {count}, of which {percent} got the right tag.", **values)
            if letters
            else words
        )
    if scores.get("unseen_entities"):
        values = {"count": f"{scores['unseen_entities']:,}", "percent": percent(scores["unseen_entity_recall"], 1)}
        words = t("Names with such a word: {count}, of which it found {percent}.", **values)
        st.write(t("Names with such a letter: {count}, of which it found {percent}.", **values) if letters else words)


def mistakes(task, run, evaluated):
    """Which kind was taken for which; gives the chosen cell."""
    counts, kinds = evaluated.confusion(), evaluated.kinds
    names = [*(_shown(task, evaluated, kind) for kind in kinds), ""]
    options = cells_by_mistakes(counts)
    cell, chart = keys.cell_of(task, run), state.matrix(task, run)
    if cell.get() not in options:
        cell.set(options[0])
    (gold, said), count = options[0], int(counts[options[0]])
    finding = t("No word was mistaken.")
    if gold != said:
        finding = t(
            "Most often: {count} of {rows} words “{gold}” were taken for “{said}”.",
            count=count,
            rows=f"{int(counts[gold].sum()):,}",
            gold=names[gold],
            said=names[said],
        )
    st.markdown(f"**{t('What was mistaken for what?')}** {plain(finding)}")
    cells, order = shown_cells(names, counts)
    st.altair_chart(
        mistakes_matrix(cells, order, cell.value, (t("Correct tag"), t("Answered"))),
        key=chart,
        on_select=lambda: take_cell(chart, cell, options),
        selection_mode="cell",
        alt=finding,
    )
    st.caption(explained(t("Confusion matrix"), "confusion-matrix") + " · " + t("Click a cell to list its sentences"))
    return st.selectbox(
        t("Sentences in this square"),
        options,
        **relabelled(cell),
        format_func=lambda one: t(
            "{gold} → {said}: {count}", gold=names[one[0]], said=names[one[1]], count=int(counts[one])
        ),
    )


def wrong_sentences(task, run, evaluated, cell):
    """The sentences of the chosen cell, with the words that were mistaken."""
    wanted = (evaluated.kinds[cell[0]], evaluated.kinds[cell[1]])
    rows = []
    for n in evaluated.of_cell(*cell)[:SHOWN]:
        words = zip(
            evaluated.words[n], evaluated.gold_tags[n], evaluated.guesses[n], evaluated.confidence[n], strict=True
        )
        these = [(w, sure) for w, gold, guess, sure in words if (kind_of(gold), kind_of(guess)) == wanted]
        rows.append(
            (join_words(evaluated.words[n]), ", ".join(w for w, _ in these), 100 * max(sure for _, sure in these))
        )
    frame = pd.DataFrame(rows, columns=["text", "words", "sure"]).sort_values("sure", ascending=False)
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        alt=t("Sentences in this square"),
        column_config={
            "text": st.column_config.TextColumn(t("Sentence"), width="large"),
            "words": st.column_config.TextColumn(t("Words")),
            "sure": st.column_config.ProgressColumn(t("How sure"), format=percent_format(), min_value=0, max_value=100),
        },
    )


def per_type(task, names, scores):
    """Precision, recall and F1 of every type or tag."""
    title = t("How well each kind is found")
    st.markdown(f"**{title}**")
    shown = [kind_name(task, names, kind) for kind in scores["per_type"]]
    rows = st.column_config.NumberColumn(t("Times"), format="localized", width=50)
    per_label_table(scores["per_type"], shown, st.column_config.TextColumn(t("Tag"), width=104), rows, title)


def _shown(task, evaluated, kind):
    return t("no name") if kind == OUTSIDE else kind_name(task, evaluated.names, kind)
