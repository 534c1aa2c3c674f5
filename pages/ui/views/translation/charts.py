"""Charts of a translator's Judge: a score by the length of the sentence, with its interval, of one or two networks."""

import altair as alt

from pages.ui.charts.charts import finish
from pages.ui.charts.look import ink, soft

HEIGHT = 260
TOPS = (5, 25, 100)  # where the axis ends: low scores would all lie on it
APART = 9  # pixels between two networks


def length_name(group):
    """How long the sentences of a group are: "4", "6–7", "21+"."""
    if group["most"] is None:
        return f"{group['least']}+"
    return str(group["most"]) if group["least"] == group["most"] else f"{group['least']}–{group['most']}"


def score_by_length(series, measure, titles):
    """Dots with 95 % intervals.

    Args:
        series: `{name: groups of report.json's by_length}`, the network itself first.
        measure: "bleu" or "chrf".
        titles: of the axes, x first.
    """
    names = list(series)
    rows = [
        {
            "length": length_name(group),
            "name": name,
            "score": group[measure],
            "low": group[f"{measure}_interval"][0],
            "high": group[f"{measure}_interval"][1],
            "rows": group["rows"],
            "least": group["least"],
        }
        for name, groups in series.items()
        for group in groups
    ]
    order = list(dict.fromkeys(row["length"] for row in sorted(rows, key=lambda row: row["least"])))
    axis = alt.Axis(labelAngle=0, title=titles[0], grid=False)
    top = next((top for top in TOPS if max(row["high"] for row in rows) < top), TOPS[-1])
    y = {"scale": alt.Scale(domain=[0, top]), "axis": alt.Axis(tickCount=5, title=titles[1])}
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("length:N", sort=order, axis=axis), y=alt.Y("score:Q", **y))
    layers = []
    for place, name in enumerate(names):
        aside = APART * (2 * place - len(names) + 1)  # from the middle; a channel would count from the left edge
        colour = alt.Color(
            "name:N", scale=alt.Scale(domain=names, range="category"), legend=alt.Legend() if len(names) > 1 else None
        )
        shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=["circle", "square"]), legend=None)
        own = base.transform_filter({"field": "name", "equal": name}).encode(color=colour)
        layers.append(
            own.mark_rule(strokeWidth=4, opacity=0.45, xOffset=aside).encode(y=alt.Y("low:Q", **y), y2="high:Q")
        )
        layers.append(own.mark_point(filled=True, size=110, opacity=1, xOffset=aside).encode(shape=shape))
        outwards = {"align": "right", "dx": aside - 8} if aside < 0 else {"align": "left", "dx": aside + 8}
        text = own.mark_text(**outwards, fontSize=13).encode(
            text=alt.Text("score:Q", format=".0f" if top == TOPS[-1] else ".1f")
        )
        layers.append(text.encode(color=alt.value(ink() if place == 0 else soft())))
    return finish(alt.layer(*layers).properties(height=HEIGHT))
