"""How much text does remembering need? Perplexity of network and n-grams against the amount of text, trained on a click."""

import pandas as pd
import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from nlp_models.labs import amounts
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.language_model.rungs import ORDER
from nlp_models.runs.store import RunStore
from pages.ui.answer.reader import reader_name, reader_of
from pages.ui.answer.scores import method_name
from pages.ui.charts.ladder_charts import amount_lines
from pages.ui.frame import state
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import errors_told, plain, t, translated
from pages.ui.train.lab_run import about_run, ended_badly

BASELINE = f"kneser_ney_{ORDER}"
SHOWN = (BASELINE, "nnlm", "unigram")


def amounts_part(run):
    """The curve of this run's text, or the button that makes it."""
    if run.is_ready or not run.mine or not run.has_rows:
        return
    st.subheader(t("How much text does remembering need?"), anchor=False)
    with errors_told():
        own = [one for one in RunStore.default().list(visitor(), amounts.TASK) if one.about.parent == run.id]
        if own and own[0].is_active:
            watched(run, own[0])
        elif own:
            ended_badly(own[0])
            shown(run, own[0])
        if not (own and own[0].is_active):
            start(run, again=bool(own))


def start(run, again):
    """The button, and what it does."""
    shares = t("a twentieth, a tenth, a quarter, half and all of it")
    st.button(
        t("Train it on less text") if not again else t("Train it on less text once more"),
        icon=":material/stacked_line_chart:",
        key="amounts-start",
        on_click=_start,
        args=(run,),
    )
    st.caption(t("Five short trainings of this network on {shares}, and the n-grams beside it.", shares=shares))


def _start(run):
    try:
        runners.chosen().submit(amounts.create(RunStore.default(), visitor(), run))
    except UnrolledError as error:
        state.REFUSED.set(error)


def watched(run, own):
    """While it waits or trains, drawn anew every two seconds."""

    @st.fragment(run_every="2s")
    def live():
        if not own.folder.exists() or not own.is_active or state.REFUSED.get():
            st.rerun()
        about_run(own)
        shown(run, own)

    live()


def shown(run, own):
    """What is known so far of a run of this lab."""
    for note in own.notes()[:1]:
        st.caption(plain(translated(note)))
    if points := amounts.points(own.folder):
        always = t(
            "Always the same vocabulary, settings and held-back text; at most {steps} steps each.",
            steps=own.recipe.steps,
        )
        curves(run, points, always)


def curves(run, points, how):
    """The curves under their finding, how they were measured, the same as a table."""
    cell, kind = reader_name(run), reader_of(run)
    told = finding(points, cell)
    st.markdown(f"**{told}**")
    names = {amounts.OURS: cell, BASELINE: t("{n}-grams", n=ORDER)}  # short: beside its line a phone has little room
    rows = [
        {
            "method": shown_as,
            "kind": kind if name == amounts.OURS else "counted",
            "tokens": point.tokens,
            "perplexity": point.perplexity[name],
        }
        for point in points
        for name, shown_as in names.items()
    ]
    titles = t("tokens learned from"), t("perplexity, less is better")
    st.vega_lite_chart(amount_lines(rows, titles), key="amounts", alt=told)
    st.caption(how)
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        columns = {cell: amounts.OURS} | {method_name(LanguageModel, name): name for name in SHOWN}
        table = {t("Tokens learned from"): [f"{point.tokens:,}" for point in points]}
        table |= {title: [f"{point.perplexity[name]:.1f}" for point in points] for title, name in columns.items()}
        st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt=told)


def finding(points, cell):
    """Where they cross, if they do."""
    crossed, values = amounts.crossing(points, BASELINE), {"cell": cell, "most": f"{points[-1].tokens:,}"}
    if crossed is None:
        told = t("Up to {most} tokens, counting does better: the {cell} does not overtake the 5-grams here.", **values)
        return f"{told} {further(points)}"
    if crossed == points[0].tokens:
        return t("With only {few} tokens the {cell} is already better than the 5-grams.", few=f"{crossed:,}", **values)
    return t(
        "With little text, counting does better; from {crossed} tokens on, the {cell} does.",
        crossed=f"{crossed:,}",
        **values,
    )


def further(points):
    """Where they would cross if both curves went on as they do, and how sure that is; else that nobody can say."""
    ahead = amounts.foreseen(points, BASELINE)
    if ahead is None:
        return t("Whether it would with more text cannot be told from these points.")
    return t(
        "If both curves go on as over the last amounts, it would at about {tokens} tokens (95 % certainty: {low} to {high}).",
        tokens=_about(ahead.tokens),
        low=_about(ahead.low),
        high=_about(ahead.high),
    )


def _about(tokens):
    """To two digits: more is not known."""
    return f"{float(f'{tokens:.2g}'):,.0f}"
