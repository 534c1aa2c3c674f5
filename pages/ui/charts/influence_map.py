"""What each word that was read did to each that was written, as a heat map: blue where it spoke for it, orange against it."""

import altair as alt
import pandas as pd

from pages.ui.charts.attention_map import CELL, FEW, ROW, rows_axis
from pages.ui.charts.charts import finish, on_its_colour
from pages.ui.charts.look import widest, words_axis

WRITTEN = 0.05  # a change that is less is not worth its number


def influence_map(read, written, lost):
    """The chart of `lost (written, read)`, in shares of probability."""
    rows = [
        {
            "word": column,
            "row": row,
            "from": source,
            "to": target,
            "value": round(float(lost[row][column]), 3),
            "points": _points(lost[row][column]),
        }
        for row, target in enumerate(written)
        for column, source in enumerate(read)
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X(**words_axis(list(read), orient="top", paddingInner=0.06)), y=rows_axis(list(written))
    )
    colour = alt.Color("value:Q", scale=alt.Scale(domain=[-1, 1], range="diverging", clamp=True), legend=None)
    tooltips = [alt.Tooltip("to:N", title=" "), alt.Tooltip("from:N", title=" "), alt.Tooltip("points:N", title=" ")]
    layers = [base.mark_rect(cornerRadius=3).encode(color=colour, tooltip=tooltips)]
    if len(read) <= FEW:
        layers.append(_numbers(base, len(read)))
    return finish(alt.layer(*layers).properties(height=ROW * len(written) + round(widest(list(read))) + 20))


def _numbers(base, columns):
    """The points in their cell, readable on what it stands on."""
    fits = alt.ExprRef(f"width < {CELL * columns} ? 0 : 1")  # on a phone the colours speak alone
    shown = base.transform_filter(f"abs(datum.value) >= {WRITTEN}")
    return shown.mark_text(fontSize=13, opacity=fits).encode(text="points:N", color=on_its_colour("datum.value"))


def _points(share):
    return f"{100 * share:+.0f}".replace("-", "−")
