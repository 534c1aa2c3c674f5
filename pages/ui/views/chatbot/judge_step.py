"""Judge of a chatbot: does it say the same to everything, does it answer the question, beside the nearest question."""

import streamlit as st

from nlp_models.answering.judging import judge
from nlp_models.lengths import MINUTES
from nlp_models.problems.sequence_to_sequence.judging import commonest_answers
from nlp_models.scoring.curves import LONGER
from pages.ui.answer.judge_parts import rows_elsewhere, samples, scored_on
from pages.ui.answer.safe import masked, withheld
from pages.ui.answer.score_tables import LOOK, perplexity_metric
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import percent, percent_format, plain, t
from pages.ui.terms import explained
from pages.ui.train.watch import unlearned

BLAND = 0.03  # share of the commonest answer; more is a bot that says the same to everything
CONTRAST = 0.5
FEW_ANSWERS = 0.5  # share of different answers
SHOWN_ROWS = 200
TYPICAL = 5  # answers as sure as most, before those that went wrong


def judge_step(task, run):
    """Scores, sameness with its remedies, the nearest question beside it, the answers one by one."""
    report = run.report
    if not report:
        st.write(t("This network came without a score, and without the sentences to find one."))
        return
    scores, retrieval = report["test"], report["baselines"]["retrieval"]
    evaluated = _evaluated(run.seen_as, run)
    head(run, scores)
    unlearned(task, run)
    left, right = st.columns(2, gap="medium")
    with left:
        diversity(task, run, scores, retrieval, evaluated)
    with right:
        beside_retrieval(scores, retrieval)
    if evaluated is None:
        rows_elsewhere(run)
    else:
        answers(task, evaluated)
    samples(run)


@st.cache_resource(max_entries=4, show_spinner=False)
def _evaluated(run_id, _run):
    return judge(_run)


def head(run, scores):
    """On how many questions, and the four numbers."""
    sentence = t("Scored on {questions} questions it has never seen", questions=f"{scores['questions']:,}")
    if run.is_ready:
        sentence = scored_on(run, scores["questions"])
    st.subheader(explained(sentence, "test-data"), anchor=False)
    with st.container(horizontal=True):
        if scores.get("relevance") is not None:
            st.metric(
                explained(t("Fitting answers"), "relevance"),
                percent(scores["relevance"]),
                t("chance {percent}", percent=percent(10 / scores["candidates"])),
                help=t(
                    "How often the right answer is among the ten that it finds likeliest of {candidates}.",
                    candidates=scores["candidates"],
                ),
                **LOOK,
            )
        st.metric(
            t("Different answers"),
            percent(scores["distinct_answers"]),
            t("commonest {percent}", percent=percent(scores["commonest_share"], 1)),
            help=t("How many of all its answers are different ones; below, the share of the one it gives most often."),
            **LOOK,
        )
        perplexity_metric(scores)
        low, high = scores["chrf_interval"]
        st.metric(
            explained(t("chrF"), "chrf"),
            f"{scores['chrf']:.1f}",
            t("{low} to {high}", low=f"{low:.1f}", high=f"{high:.1f}"),
            help=t(
                "How much of the letters of the right answer it wrote, 0 to 100. A good answer in other words gets little."
            ),
            **LOOK,
        )


def diversity(task, run, scores, retrieval, evaluated):
    """The usual failure of such networks, one bland answer to everything: told, and what helps."""
    bland = scores["commonest_share"] > BLAND or scores["distinct_answers"] < FEW_ANSWERS
    said = commonest_answers(evaluated) if evaluated and evaluated.source == "held-out" else []
    values = {"percent": percent(scores["commonest_share"], 1), "answers": percent(scores["distinct_answers"])}
    finding = t("It does not say the same to everything: {answers} of its answers differ", **values)
    if bland:
        finding = t(
            "It says the same too often: {answers} of its answers differ, the commonest one is {percent}", **values
        )
    st.markdown(f"**{finding}**")
    numbers = {
        t("how varied"): [t("Distinct-1"), t("Distinct-2"), t("Different answers"), t("Commonest answer")],
        t("this network"): _varied(scores),
        t("nearest question"): _varied(retrieval),
    }
    st.dataframe(numbers, hide_index=True, width="stretch", alt=finding)
    words = t("Distinct-1 and -2: different words, and pairs of words, of all that it wrote (Li et al. 2016).")
    st.caption(explained(words, "distinct"))
    if said:
        listed = ", ".join(f"“{plain(masked(answer))}” ({count})" for answer, count in said)
        st.caption(t("Given most often: {answers}", answers=listed))
    if bland:
        remedies(task, run)


def _varied(scores):
    names = ("distinct_1", "distinct_2", "distinct_answers", "commonest_share")
    return [percent(scores[name], 1) for name in names]


def remedies(task, run):
    """What helps against it, each one click away."""
    st.write(
        t(
            "What helps: fewer rows that say the same, holding it against an answer that it fits other questions, looking back at the question, a longer training."
        )
    )
    with st.container(horizontal=True):
        st.button(
            t("Look for such rows in Data"), icon=":material/table_rows:", on_click=choose, args=(state.STEP, "data")
        )
        if not run.recipe.attention:
            st.button(t("Train with attention"), on_click=_set, args=(task, "attention", True))
        if run.recipe.contrastive_weight < CONTRAST:
            st.button(t("Train with contrast"), on_click=_set, args=(task, "contrastive_weight", CONTRAST))
        length = "medium" if run.recipe.about_minutes < MINUTES["medium"] else "long"
        st.button(t(LONGER[length]), on_click=_set, args=(task, "length", length))


def _set(task, name, value):
    state.setting(task, name).set(value)
    choose(state.STEP, "train")


def beside_retrieval(scores, retrieval):
    """The network beside a search for the nearest question, honestly."""
    st.markdown(f"**{who_wins(scores, retrieval)}**")
    rows = {
        t("how well"): [t("Fitting answers"), t("chrF"), t("BLEU")],
        t("this network"): _well(scores),
        t("nearest question"): _well(retrieval),
    }
    st.dataframe(rows, hide_index=True, width="stretch", alt=who_wins(scores, retrieval))
    st.caption(t("The search gives the answer of the most alike question that it finds: it can say nothing new."))


def who_wins(scores, retrieval):
    """One sentence, true of these numbers."""
    ours, theirs = scores.get("relevance"), retrieval.get("relevance")
    if ours is None or theirs is None:
        return t("There are too few different answers to tell which ones fit.")
    values = {"ours": percent(ours), "theirs": percent(theirs)}
    if ours > theirs:
        return t(
            "It knows the fitting answer more often than a search for the nearest question: {ours} against {theirs}",
            **values,
        )
    return t(
        "A search for the nearest question knows the fitting answer as often or more: {theirs} against {ours}", **values
    )


def _well(scores):
    hits = scores.get("relevance")
    fitting = "–" if hits is None else percent(hits)
    return [fitting, f"{scores['chrf']:.1f}", f"{scores['bleu']:.1f}"]


def answers(task, evaluated):
    """What it wrote for every question: some typical answers, then the least sure first."""
    order = typical_first(evaluated.confidence)[:SHOWN_ROWS]
    said = {n: _shown(task, evaluated.texts[n], evaluated.said[n]) for n in order}
    first = order[0]
    values = {"question": evaluated.texts[first], "said": said[first], "sure": percent(evaluated.confidence[first])}
    finding = t("A typical answer: “{question}” → “{said}”, {sure} sure of each token", **values)
    st.subheader(t("Its answers one by one"), anchor=False)
    st.markdown(f"**{plain(finding)}**")
    rows = {
        "text": [evaluated.texts[n] for n in order],
        "gold": [" / ".join(evaluated.references[n]) for n in order],
        "said": [said[n] for n in order],
        "sure": [100 * evaluated.confidence[n] for n in order],
    }
    columns = {
        "text": t("Question"),
        "gold": t("Right answer"),
        "said": t("Its answer"),
        "sure": st.column_config.ProgressColumn(
            t("Sure"), format=percent_format(), min_value=0, max_value=100, width=90
        ),
    }
    if evaluated.retrieved:
        rows["found"], columns["found"] = (
            [masked(evaluated.retrieved[n]) for n in order],
            t("Nearest question's answer"),
        )
    st.dataframe(rows, column_config=columns, hide_index=True, width="stretch", key="judged-answers", alt=finding)
    st.caption(t("First {count} answers as sure as most, then the least sure.", count=min(TYPICAL, len(order))))
    if evaluated.source == "sample":
        st.caption(t("These are questions set aside from our own sample."))


def typical_first(confidence):
    """Numbers of the answers: TYPICAL ones from the middle, then all others, the least sure first."""
    order = sorted(range(len(confidence)), key=lambda n: confidence[n])
    middle = max(0, (len(order) - TYPICAL) // 2)
    typical = order[middle : middle + TYPICAL]
    return typical + [n for n in order if n not in typical]


def _shown(task, question, said):
    """What it wrote, as it may be shown; nothing where Try shows a card instead."""
    return t("(a card with numbers to call)") if withheld(task, question) else masked(said)
