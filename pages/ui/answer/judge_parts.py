"""Parts of Judge that several views share: its head, cells of a matrix of mistakes, differences in words."""

import numpy as np
import streamlit as st

from pages.ui.answer.safe import masked, tell_masked
from pages.ui.frame.words import plain, t
from pages.ui.terms import explained

FEW_ROWS = 100  # a score on fewer swings by ten points

MOST_LABELS = 10  # more do not fit in a matrix

MOST_CELLS = 60


def head(run, evaluated, scores):
    """On how many rows, and which; how far to trust it when they are few."""
    st.subheader(explained(scored_on(run, scores["rows"]), "test-data"), anchor=False)
    if scores["rows"] < FEW_ROWS:
        st.markdown(t("With only {rows} test sentences the score is shaky.", rows=f"{scores['rows']:,}"))
    if evaluated is None:
        rows_elsewhere(run)


def scored_on(run, rows):
    """How many sentences a score was taken on, and of what a ready model's are."""
    if run.is_ready:
        return t(
            "Scored on {rows} sentences set aside from {source}", rows=f"{rows:,}", source=plain(t(run.source_name))
        )
    return t("Scored on {rows} sentences it has never seen", rows=f"{rows:,}")


def rows_elsewhere(run):
    """Why the rows of a score cannot be shown: ours may not be, a stranger's are at home."""
    if run.is_ready:
        st.caption(t("We measured this score; the sentences may not be published."))
    else:
        st.caption(t("The score comes with the model; the test sentences are not included."))


def cells_by_mistakes(counts):
    """`(target, answer)` of the cells with rows: mistakes first, the commonest first."""
    cells = [(int(target), int(answer)) for target, answer in np.argwhere(counts)]
    return sorted(cells, key=lambda cell: (cell[0] == cell[1], -counts[cell]))[:MOST_CELLS]


def shown_cells(names, counts):
    """`(cells, (gold names, said names))` of the labels with the most mistakes, in the order of the labels."""
    classes = counts.shape[1]
    wrong = counts.copy()
    np.fill_diagonal(wrong[:classes], 0)
    most = np.sort(np.argsort(-(wrong[:classes].sum(axis=1) + wrong.sum(axis=0)), kind="stable")[:MOST_LABELS]).tolist()
    targets = most + [classes] * bool(counts[classes].any())
    sums = np.maximum(counts.sum(axis=1), 1)
    cells = [
        {
            "gold": names[target],
            "said": names[answer],
            "target": target,
            "answer": answer,
            "rows": int(counts[target, answer]),
            "share": float(counts[target, answer] / sums[target]),
        }
        for target in targets
        for answer in most
    ]
    return cells, ([names[target] for target in targets], [names[answer] for answer in most])


def points(share):
    """A difference of two shares: +2.4 pts."""
    return t("{number} pts", number=signed(100 * share, 1))


def signed(number, digits):
    """With its sign, a true minus; nothing is ever -0.0."""
    text = f"{number:+.{digits}f}"
    return "0" if not float(text) else text.replace("-", "−")


def between(low, high):
    """An interval of two shares."""
    return t("{low} to {high} %", low=f"{100 * low:.1f}", high=f"{100 * high:.1f}")


def verdict(comparison, name, difference=""):
    """Who is better, in a sentence; the difference in points, unless the score is no percentage."""
    difference = difference or t("{number} points", number=f"{100 * abs(comparison.difference):.1f}")
    if comparison.verdict == "wins":
        return t("{difference} above {name}, more than chance would explain", difference=difference, name=name)
    if comparison.verdict == "loses":
        return t("On this data {name} is better, by {difference}", difference=difference, name=name)
    return t("About as good as {name} (within the margin of error)", name=name)


def samples(run):
    """What it wrote after every epoch, always from the same start."""
    rows = [row for row in run.metrics() if row.get("sample")]
    if len(rows) < 2:
        return
    st.subheader(t("What it wrote after every epoch"), anchor=False)
    last = rows[-1]["epoch"]
    epoch = st.slider(t("Epoch"), rows[0]["epoch"], last, last, key=f"written-after-{run.id}")
    row = next(row for row in rows if row["epoch"] == epoch)
    values = {"epoch": epoch, "score": perplexity_words(row["validation_perplexity"])}
    said = t("After epoch {epoch} the perplexity on the validation text was {score}", **values)
    st.markdown(f"**{explained(said, 'epoch', 'perplexity', 'validation-data')}**")
    sample = masked(row["sample"])
    with st.container(border=True):
        st.markdown("  \n".join(map(plain, sample.split("\n"))))
        tell_masked(sample)


def perplexity_words(value):
    """A perplexity with as many digits as matter: 19.0, 1,203."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
