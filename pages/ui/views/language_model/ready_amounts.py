"""At how much text a ready network would overtake its n-grams: the curve of its own text, drawn on, and why they are so good."""

import streamlit as st

from nlp_models.labs import amounts
from nlp_models.labs.ready_amounts import ready
from nlp_models.problems.language_model.rungs import ORDER
from pages.ui.answer.reader import reader_name, reader_of
from pages.ui.charts.ladder_charts import amount_lines
from pages.ui.frame.words import percent, t
from pages.ui.terms import explained

BASELINE = f"kneser_ney_{ORDER}"


def ready_amounts_part(run):
    """What was measured of it: the curves, and how much of the test repeats the text; nothing where it was not."""
    found = ready(run.folder) if run.is_ready else None
    if found is None:
        return
    if found.foretold:
        curves(run, found)
    st.write(why(found.repeated, reader_name(run)))


def curves(run, found):
    """Both against the amount of text."""
    st.subheader(t("How much text does remembering need?"), anchor=False)
    told = meeting(found, reader_name(run))
    st.markdown(f"**{explained(told, 'ngram')}**")
    names = {
        amounts.OURS: (reader_name(run), reader_of(run)),
        BASELINE: (t("{n}-grams", n=ORDER), "counted"),
    }
    rows = [
        {"method": name, "kind": kind, "tokens": point.tokens, "perplexity": point.perplexity[key]}
        for point in found.points
        for key, (name, kind) in names.items()
    ]
    titles = t("tokens learned from"), t("perplexity, less is better")
    st.vega_lite_chart(amount_lines(rows, titles), key="ready-amounts", alt=told)
    st.caption(t("Trained anew on parts of its text, once each; always the same tokens and the same test."))


def meeting(found, cell):
    """From which amount on the network is better, or would be, and how sure that is."""
    whole, crossed = found.points[-1].tokens, amounts.crossing(list(found.points), BASELINE)
    if crossed is not None:
        return t("From {tokens} tokens on, the {cell} is better than the 5-grams.", tokens=f"{crossed:,}", cell=cell)
    own = found.foretold
    if own.times is None:
        return t(
            "With ever more of such text, the {cell} would not overtake the 5-grams as far as these amounts tell.",
            cell=cell,
        )
    values = {"cell": cell, "times": f"{own.times:g}", "tokens": f"{_round(own.times * whole):,}"}
    if own.high is None:
        values["low"] = f"{own.low:g}"
        return t(
            "The {cell} comes closer. Drawn on, the lines meet at {times} times this text, some {tokens} tokens; it may be {low} times, or never.",
            **values,
        )
    values |= {"low": f"{own.low:g}", "high": f"{own.high:g}"}
    return t(
        "The {cell} comes closer. Drawn on, the lines meet at {times} times this text, some {tokens} tokens (95 %: {low} to {high} times).",
        **values,
    )


def why(repeated, cell):
    """What the n-grams have learned by heart, and how it is where nothing repeats."""
    return t(
        "In {share} of the test lines, four words in a row stand in the text that was learned: there the perplexity of the 5-grams is {counted}, that of the {cell} {ours}. In the other lines it is {counted_others} and {ours_others}.",
        share=percent(repeated.share),
        cell=cell,
        counted=f"{repeated.ngrams:.1f}",
        ours=f"{repeated.network:.1f}",
        counted_others=f"{repeated.ngrams_on_others:.1f}",
        ours_others=f"{repeated.network_on_others:.1f}",
    )


def _round(tokens):
    """To two figures: it is a guess."""
    size = 10 ** max(0, len(str(int(tokens))) - 2)
    return round(tokens / size) * size
