"""The charts of Judge: scores as dots with their intervals, the matrix of mistakes, calibration, thresholds."""

import altair as alt

from nlp_models.scoring.metrics import THRESHOLDS
from pages.ui.charts.charts import finish, on_its_colour
from pages.ui.charts.look import GREY, ink, share_ticks

AXES = {
    "percent": {"format": "%"},
    "share": {"format": ".2~f"},
    "of 100": {"labelExpr": "round(100 * datum.value)"},
}
ROOM = 26  # pixels for half a number over a dot at either end
MOST_NUMBERS = 6  # labels; beside more, numbers are smaller


def score_dots(rows, title, axis="percent"):
    """`{"name", "score", "low", "high", "ours", "shown"}` each: ours in the first colour, the baselines grey.

    Args:
        axis: how its numbers are written: "percent", "share" (0.5) or "of 100" (50).
    """
    lowest = min(row["low"] for row in rows)
    start = max(0, int(10 * lowest - 0.2) / 10)
    ticks = alt.Axis(**AXES[axis], values=share_ticks(start))
    scale = alt.Scale(domain=[start, 1], padding=ROOM, nice=False, zero=False)
    axis = {"title": title, "axis": ticks, "scale": scale}
    order = [row["name"] for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("score:Q", **axis), y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=200))
    )
    first = alt.Color("ours:N", scale=alt.Scale(domain=[True, False], range="category"), legend=None)
    layers = []
    for ours, colour in ((True, first), (False, alt.value(GREY))):
        part = base.transform_filter(f"datum.ours == {str(ours).lower()}").encode(color=colour)
        span = part.mark_rule(strokeWidth=4, opacity=0.45).encode(x=alt.X("low:Q", **axis), x2="high:Q")
        layers += [span, part.mark_point(filled=True, size=130, opacity=1)]
    layers.append(base.mark_text(dy=-14, fontSize=13, color=ink()).encode(text="shown:N"))
    return finish(alt.layer(*layers).properties(height=44 * len(rows) + 55))  # and the axis


def mistakes_matrix(cells, order, chosen, titles):
    """A number in each cell, the chosen one with a thick outline; a click is the selection "cell".

    Args:
        cells: `{"gold", "said", "target", "answer", "rows", "share"}` each.
        order: `(gold names, said names)`.
        chosen: `(target, answer)`.
        titles: of the two axes, gold first.
    """
    few = len(order[0]) <= MOST_NUMBERS
    look = {"labelLimit": 110, "labelAngle": 0, "labelOverlap": False}
    across = look if few else look | {"labelAngle": -90}  # side by side every second name would be dropped
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X("said:N", sort=order[1], title=titles[1], axis=alt.Axis(**across), scale=alt.Scale(padding=0.03)),
        y=alt.Y("gold:N", sort=order[0], title=titles[0], axis=alt.Axis(**look), scale=alt.Scale(padding=0.03)),
    )
    is_chosen = f"datum.target == {chosen[0]} && datum.answer == {chosen[1]}"
    click = alt.selection_point(name="cell", fields=["target", "answer"], on="click", clear=False)
    squares = base.mark_rect(cornerRadius=4, cursor="pointer", stroke=ink()).encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range="heatmap"), legend=None),
        strokeWidth=alt.condition(is_chosen, alt.value(3.5), alt.value(0)),
    )
    numbers = base.mark_text(fontSize=18 if few else 13, fontWeight=600, cursor="pointer").encode(
        text=alt.Text("rows:Q", format=","), color=on_its_colour("datum.share")
    )
    height = min(420, 56 * len(order[0]) + 95)  # and the axis
    return finish(alt.layer(squares.add_params(click), numbers).properties(height=height))


def calibration_dots(bins, titles):
    """What was claimed against what was right, on the dashed line the same; the numbers count rows. Titles: x and y."""
    rows = [
        {
            "claimed": part.claimed,
            "right": part.right,
            "low": part.right_low,
            "high": part.right_high,
            "rows": part.rows,
        }
        for part in bins
    ]
    least = min(0.5, *(row["claimed"] for row in rows))
    x = alt.X("claimed:Q", title=titles[0], axis=_shares(least), scale=alt.Scale(domain=[least, 1.03]))
    y = alt.Y("right:Q", title=titles[1], axis=_shares(), scale=alt.Scale(domain=[0, 1.05]))
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    same = alt.Chart(alt.Data(values=[{"x": least, "y": least}, {"x": 1, "y": 1}]))
    return finish(
        alt.layer(
            same.mark_line(color=GREY, strokeDash=[5, 4]).encode(x=alt.X("x:Q", title=titles[0]), y="y:Q"),
            base.mark_rule(strokeWidth=3, opacity=0.4).encode(y=alt.Y("low:Q", title=titles[1]), y2="high:Q"),
            base.mark_point(filled=True, size=110, opacity=1),
            base.mark_text(dx=8, dy=14, align="left", fontSize=12.5, color=ink()).encode(
                text=alt.Text("rows:Q", format=",")
            ),
        ).properties(height=260)
    )


def precision_recall_line(curve, marks, titles):
    """Precision over recall, with named points on it; x and y by their titles.

    Args:
        curve: a PrecisionRecall.
        marks: `{name: (recall, precision)}`.
    """
    rows = [{"recall": float(x), "precision": float(y)} for x, y in zip(curve.recall, curve.precision, strict=True)]
    points = [{"name": name, "recall": x, "precision": y} for name, (x, y) in marks.items()]
    lowest = min(0.5, *(row["precision"] for row in rows))
    x = alt.X("recall:Q", title=titles[0], axis=_shares(), scale=alt.Scale(domain=[0, 1.03]))
    y = alt.Y(
        "precision:Q",
        title=titles[1],
        axis=_shares(max(0, lowest - 0.05)),
        scale=alt.Scale(domain=[max(0, lowest - 0.05), 1.05]),
    )
    marked = alt.Chart(alt.Data(values=points)).encode(x=x, y=y)
    return finish(
        alt.layer(
            alt.Chart(alt.Data(values=rows)).mark_line(strokeWidth=2.5, interpolate="step-before").encode(x=x, y=y),
            marked.mark_point(filled=True, size=110, opacity=1),
            marked.mark_text(align="right", dx=-9, dy=14, fontSize=13, color=ink()).encode(text="name:N"),
        ).properties(height=240)
    )


def threshold_lines(curve, threshold, names, title):
    """Precision, recall and F1 at every threshold, each named at an end; a rule where the slider is."""
    kinds = dict(zip(names, (curve.precision, curve.recall, curve.f1), strict=True))
    rows = [
        {"threshold": float(at), "score": float(score), "name": name}
        for name, scores in kinds.items()
        for at, score in zip(THRESHOLDS, scores, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("threshold:Q", title=title, axis=_shares(), scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("score:Q", title=None, axis=_shares(), scale=alt.Scale(domain=[0, 1.12])),
    )
    lines = base.mark_line(strokeWidth=2.5).encode(
        color=alt.Color("name:N", sort=list(names), legend=None),
        strokeDash=alt.StrokeDash(
            "name:N", sort=list(names), legend=None, scale=alt.Scale(domain=list(names), range=[[1, 0], [7, 4], [2, 2]])
        ),
    )
    ends = [
        base.transform_filter({"and": [{"field": "name", "equal": name}, {"field": "threshold", "equal": at}]})
        .mark_text(align="left", dx=dx, dy=dy, fontSize=13, color=ink())
        .encode(text="name:N")
        for name, at, dx, dy in zip(names, (0.99, 0.01, 0.99), (8, 0, 8), (0, -11, 0), strict=True)
    ]
    rule = alt.Chart(alt.Data(values=[{"at": threshold}])).mark_rule(color=ink(), strokeWidth=2).encode(x="at:Q")
    return finish(alt.layer(lines, *ends, rule).properties(height=240))


def _shares(least=0):
    return alt.Axis(format="%", values=share_ticks(least))
