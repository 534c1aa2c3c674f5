"""From the probability of each word to the perplexity of the sentence: -log, mean, exp, with this sentence's own numbers."""

import math

import pandas as pd
import streamlit as st

from nlp_models.answering.epochs import finished
from pages.ui.frame.words import percent, plain, t
from pages.ui.terms import explained, term_help

LEAST = 1e-30  # a probability that underflowed still has a logarithm
SPELT_OUT = 3  # costs in the formula


def costs_of(probabilities):
    """What each word costs, in nats: minus the natural logarithm of its probability.

    >>> [round(cost, 3) for cost in costs_of([1.0, 0.5])]
    [0.0, 0.693]
    """
    return [-math.log(max(share, LEAST)) + 0.0 for share in probabilities]  # 0.0, never -0.0


def loss_and_perplexity(costs):
    """Their mean, and e to the power of it."""
    loss = sum(costs) / len(costs)
    return loss, math.exp(loss)


def loss_part(run, words, probabilities):
    """The table of words, then the two formulas; below, that Judge does the same over the whole test text."""
    costs = costs_of(probabilities)
    loss, perplexity = loss_and_perplexity(costs)
    st.subheader(explained(t("From probability to perplexity"), "probability", "perplexity"), anchor=False)
    finding = t("On this sentence it hesitated as if among {count} equally likely words", count=_digits(perplexity))
    st.markdown(f"**{finding}**")
    left, right = st.columns(2, gap="medium")
    with left:
        cost_table(words, probabilities, costs, finding)
    with right:
        formulas(costs, loss, perplexity)
        if run.report and finished(run) is run:  # an earlier epoch was not judged
            judged(run.report["test"])


def cost_table(words, probabilities, costs, finding):
    """A row a word: its probability and what it costs."""
    frame = pd.DataFrame({"word": words, "probability": [_share(share) for share in probabilities], "cost": costs})
    column = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        alt=finding,
        height="auto" if len(words) <= 9 else 350,
        column_config={
            "word": column.TextColumn(t("Word")),
            "probability": column.TextColumn(t("Probability p"), help=term_help("probability"), alignment="right"),
            "cost": column.NumberColumn("−ln p", format="%.3f", help=term_help("cross-entropy")),
        },
    )


def formulas(costs, loss, perplexity):
    """Each word costs -ln p; the mean is the loss; e to the power of it is the perplexity."""
    st.markdown(
        t(
            "1. A word costs **−ln p**, minus the logarithm of its probability: nothing if p is 1, more the smaller p is."
        )
    )
    st.markdown(
        "2. " + explained(t("The mean of the costs is the loss, here the cross-entropy."), "loss", "cross-entropy")
    )
    shown = [f"{cost:.3f}" for cost in costs]
    if len(shown) > SPELT_OUT + 1:
        shown = [*shown[:SPELT_OUT], r"\dots"]
    st.latex(rf"\frac{{{' + '.join(shown)}}}{{{len(costs)}}} = {loss:.3f}")
    st.markdown(t("3. e to the power of the loss is the perplexity."))
    st.latex(rf"e^{{{loss:.3f}}} \approx {_digits(perplexity).replace(',', '{,}')}")


def judged(scores):
    """The same, over everything that was held back."""
    st.caption(
        t(
            "Judge does the same over all {tokens} held-back tokens and comes to {perplexity}.",
            tokens=f"{scores['tokens']:,}",
            perplexity=plain(_digits(scores["perplexity"])),
        )
    )


def _digits(number):
    """Three that matter."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _share(share):
    """In percent, with three digits that matter: else nobody could check the logarithm."""
    return percent(share, min(6, max(1, 2 - math.floor(math.log10(100 * max(share, LEAST))))))
