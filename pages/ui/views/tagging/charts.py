"""The chart of a CRF: how much each tag likes to follow each other; what is forbidden is grey and says so."""

import altair as alt
import streamlit as st

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, ink

CELL = 30
FEW = 10  # tags; beside more there is no room for numbers


def transition_heat(tags, between, barred, titles):
    """Rows are the tags before, columns those after; orange speaks against, blue for it.

    Args:
        between: scores `(C, C)`;  barred: `(C, C)`, true where one may not follow the other.
        titles: what the rows are, and the columns; for those who point at a cell.
    """
    end = max(0.5, float(abs(between[~barred]).max()))
    rows = [
        {
            "before": one,
            "after": other,
            "value": round(float(between[n, m]), 2),
            "barred": bool(barred[n, m]),
            "shown": "–" if barred[n, m] else f"{between[n, m] + 0.0:.1f}".replace("-0.0", "0.0").replace("-", "−"),
        }
        for n, one in enumerate(tags)
        for m, other in enumerate(tags)
    ]
    look = {"labelLimit": 110}
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("after:N", sort=tags, title=None, axis=alt.Axis(labelAngle=-45, orient="top", **look)),
        y=alt.Y("before:N", sort=tags, title=None, axis=alt.Axis(**look)),
        tooltip=[
            alt.Tooltip("before:N", title=titles[0]),
            alt.Tooltip("after:N", title=titles[1]),
            alt.Tooltip("shown:N", title=" "),
        ],
    )
    scale = alt.Scale(domain=[-end, end], range="diverging")
    squares = (
        base.transform_filter("!datum.barred")
        .mark_rect(cornerRadius=3)
        .encode(
            color=alt.Color(
                "value:Q",
                scale=scale,
                legend=alt.Legend(gradientLength=120, values=[-round(end, 1), 0, round(end, 1)], format="~g"),
            )
        )
    )
    shut = base.transform_filter("datum.barred").mark_rect(cornerRadius=3, color=GREY, opacity=0.25)
    layers = [squares, shut]
    signs = base if len(tags) <= FEW else base.transform_filter("datum.barred")
    dark = st.context.theme.type == "dark"
    share, over, under = (0.5, "#14181D", "#FFFFFF") if dark else (0.62, "#FFFFFF", ink())
    strong = alt.condition(f"abs(datum.value) > {share * end} && !datum.barred", alt.value(over), alt.value(under))
    layers.append(signs.mark_text(fontSize=13).encode(text="shown:N", color=strong))
    return finish(alt.layer(*layers).properties(height=CELL * len(tags) + 120))
