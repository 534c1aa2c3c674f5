"""The chart of a CRF: how much each tag likes to follow each other; what is forbidden is grey and says so."""

import altair as alt

from pages.ui.charts.charts import finish, on_its_colour
from pages.ui.charts.look import GREY, ink

CELL = 30
FEW = 10  # tags; beside more there is no room for numbers


def transition_heat(tags, between, barred, titles):
    """Rows are the tags before, columns those after; orange speaks against, blue for it.

    Args:
        between: scores `(C, C)`;  barred: `(C, C)`, true where one may not follow the other.
        tags: what each says, in words.
        titles: what the rows are, and the columns; for those who point at a cell.
    """
    end = max(0.5, float(abs(between[~barred]).max()))
    look = {"labelLimit": 140, "labelOverlap": False}
    base = alt.Chart(alt.Data(values=_cells(tags, between, barred))).encode(
        x=alt.X("after:N", sort=tags, title=None, axis=alt.Axis(labelAngle=-90, orient="top", **look)),
        y=alt.Y("before:N", sort=tags, title=None, axis=alt.Axis(**look)),
        tooltip=[
            alt.Tooltip("before:N", title=titles[0]),
            alt.Tooltip("after:N", title=titles[1]),
            alt.Tooltip("shown:N", title=" "),
        ],
    )
    free, shut = base.transform_filter("!datum.barred"), base.transform_filter("datum.barred")
    signed = base if len(tags) <= FEW else shut
    layers = [
        free.mark_rect(cornerRadius=3).encode(color=_of_score(end)),
        shut.mark_rect(cornerRadius=3, color=GREY, opacity=0.25),
        signed.mark_text(fontSize=13).encode(text="shown:N", color=_of_number()),
    ]
    return finish(alt.layer(*layers).properties(height=CELL * len(tags) + 150))


def _cells(tags, between, barred):
    """A row for each pair of tags, with the number that is shown."""
    return [
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


def _of_score(end):
    """The colour of a square: from -end to end, with its legend."""
    legend = alt.Legend(gradientLength=120, values=[-round(end, 1), 0, round(end, 1)], format="~g")
    return alt.Color("value:Q", scale=alt.Scale(domain=[-end, end], range="diverging"), legend=legend)


def _of_number():
    """The colour of a number that can be read on its square; what is barred has none of its own."""
    return on_its_colour("datum.value", {"test": "datum.barred", "value": ink()})
