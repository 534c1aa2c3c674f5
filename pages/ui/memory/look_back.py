"""Looking back: what becomes of a language model's perplexity when the words farther than k back are damaged."""

import math

import pandas as pd
import streamlit as st

from nlp_models import tasks
from nlp_models.answering.judging import split_as
from nlp_models.answering.ready import ready_models
from nlp_models.errors import RunError, RunNotFound
from nlp_models.labs.lookback import DAMAGES, SAME, TOKENS, look_back, ready
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import load, name_and_cell
from pages.ui.charts.memory_charts import look_back_lines
from pages.ui.frame import memory_state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.remember import remembered
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import language, percent, plain, show_error, t
from pages.ui.terms import explained

TASK = "next-word"
NGRAM = 5  # the longest baseline: it sees four tokens


def look_back_part():
    """The network, its curves; measured on a click, unless somebody has done so since the server started."""
    networks = _networks()
    if not networks:
        st.write(t("There is no language model yet. Train one on Next word, then come back."))
        st.page_link(
            page_of(TASK), label=t("Go to Train"), icon=":material/model_training:", query_params={"step": "train"}
        )
        return
    _tell_lost(networks)
    chosen = st.selectbox(
        t("Language model"),
        list(networks),
        format_func=lambda name: name_and_cell(networks[name]),
        width=360,
        **remembered(memory_state.NETWORK, networks, next(iter(networks)), parameter="run"),
    )
    run = networks[chosen]
    if run.is_ready and run.seen_as not in _measured() and (kept := ready(run.folder)):
        _measured()[run.seen_as] = kept
    st.caption(explained(_asked(), "token", "perplexity", "ngram"))
    if run.seen_as in _measured() or st.button(
        t("Measure it"), type="primary", icon=":material/straighten:", key="look-back-start"
    ):
        curves(run, measured(run))
    else:
        st.caption(t("{tokens} held-back tokens, about 15 seconds on an idle computer.", tokens=f"{TOKENS:,}"))


def _tell_lost(networks):
    """A link names a network that cannot be measured here: why, and then another one is."""
    if (asked := st.query_params.get("run")) and asked not in networks:
        del st.query_params["run"]
        try:
            RunStore.default().get(asked, visitor())
            st.warning(t("Only your own language models and the ready ones are measured here; another one is shown."))
        except RunNotFound as lost:
            show_error(lost)


def _asked():
    return t(
        "Everything farther back than k tokens is dropped, shuffled, or replaced by other tokens of the text. Where the perplexity is as good as with everything, the network does not use more than k tokens."
    )


def _networks():
    """One's own that are done, then the ready ones, those of the page's language first."""
    own = [run for run in RunStore.default().list(visitor(), TASK) if run.status.state == "done"]
    ready = sorted(ready_models(TASK), key=lambda model: language() not in model.languages)
    return {run.id: run for run in (*own, *ready)}


@st.cache_resource(show_spinner=False)
def _measured():
    """What was measured since the server started, by `run.seen_as`: a few numbers each."""
    return {}


def measured(run):
    """The LookBack of a run on what was held back from it; RunError where that is elsewhere, or too short."""
    kept = _measured()
    if run.seen_as not in kept:
        ids = held_back(run)
        with st.empty():
            bar = st.progress(0.0, text=t("Reading"))
            try:
                kept[run.seen_as] = look_back(
                    load(run.id, str(run.folder)).network,
                    ids,
                    told=lambda share: bar.progress(share, text=t("Reading")),
                )
            except ValueError:
                raise RunError(
                    "The held-back text is too short to look back: {tokens} tokens.", tokens=len(ids)
                ) from None
            st.empty()
    return kept[run.seen_as]


def held_back(run):
    """The token numbers of what was held back."""
    dataset = run.dataset
    part = dataset if run.is_ready else split_as(run, dataset).part("test")
    return load(run.id, str(run.folder)).problem.encoded(part).ids


def curves(run, found):
    """Perplexity against k, the n-grams' horizon as a line, the same as a table."""
    told = finding(found)
    st.markdown(f"**{told}**")
    names = {"shuffled": t("shuffled"), "dropped": t("dropped"), "replaced": t("replaced")}
    rows = [
        {"damage": names[damage], "k": k, "perplexity": math.exp(loss)}
        for damage in DAMAGES
        for k, loss in zip(found.distances, found.losses[damage], strict=True)
    ]
    titles = t("tokens as they were (k)"), t("perplexity, less is better"), t("with everything")
    horizon = (NGRAM - 1, t("a 5-gram sees no farther"))
    st.altair_chart(
        look_back_lines(rows, found.distances, math.exp(found.whole), horizon, titles), key="look-back", alt=told
    )
    task = t(tasks.load(TASK).title)
    st.caption(
        t(
            "{task}: {name}, on {tokens} held-back tokens.",
            task=task,
            name=plain(name_and_cell(run)),
            tokens=f"{found.tokens:,}",
        )
    )
    st.caption(
        explained(
            t(
                "Dashed, upright: a 5-gram sees {count} tokens and no more. What a curve still gains to the right of it, no 5-gram can have.",
                count=NGRAM - 1,
            ),
            "ngram",
        )
    )
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        table = {"k": list(found.distances)} | {
            names[one]: [f"{math.exp(loss):.1f}" for loss in found.losses[one]] for one in DAMAGES
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt=told)


def finding(found):
    """How many tokens it uses, and whether wrong ones farther back disturb it."""
    needed, whole = found.horizon("dropped"), math.exp(found.whole)
    values = {"share": percent(SAME), "k": needed, "most": found.distances[-1]}
    first = (
        t(
            "It needs more than {most} tokens: without what is farther back its perplexity is more than {share} worse.",
            **values,
        )
        if needed is None
        else t(
            "It needs about {k} tokens: without everything farther back its perplexity is less than {share} worse.",
            **values,
        )
    )
    worst = math.exp(found.losses["replaced"][-1]) / whole - 1
    if worst > SAME and needed is not None:
        more = percent(worst)
        return (
            first
            + " "
            + t("Wrong tokens disturb it even {most} tokens back: {more} worse.", most=found.distances[-1], more=more)
        )
    return first
