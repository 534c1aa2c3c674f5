"""The charts of a sweep: the best so far over the trials, the score against one setting, how much each setting matters."""

import altair as alt

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, ink

HEIGHT, SMALL = 260, 190
FEW = 2  # trials


def best_so_far_chart(rows, titles, percent, name, trials):
    """`rows` with number, score, kept, best; a step line of the best with its name at the end."""
    scores = [row["score"] for row in rows]
    ticks = [number for number in range(1, trials + 1) if (trials - number) % -(-trials // 5) == 0]
    axis = alt.Axis(values=ticks, format="d", grid=False, title=titles[0])
    x = alt.X("number:Q", axis=axis, scale=alt.Scale(domain=[1, max(FEW, trials)], nice=False, padding=12))
    y = alt.Y("score:Q", scale=_scale(scores), axis=_score_axis(titles[1], percent))
    best = [row for row in rows if row["best"] is not None]
    line = alt.Chart(alt.Data(values=best)).encode(x=x, y=alt.Y("best:Q", scale=_scale(scores), title=titles[1]))
    layers = [line.mark_line(interpolate="step-after", strokeWidth=2.5), *_points(rows, x, y)]
    if best:
        end = alt.Chart(alt.Data(values=best[-1:])).encode(
            x=x, y=alt.Y("best:Q", scale=_scale(scores)), text=alt.value(name)
        )
        layers.append(end.mark_text(align="right", baseline="bottom", dx=6, dy=-8, fontSize=13, color=ink()))
    return finish(alt.layer(*layers).properties(height=HEIGHT))


def setting_chart(rows, titles, in_words, log, percent):
    """`rows` with value, score, kept: values side by side in words, or along an axis of numbers."""
    y = alt.Y("score:Q", scale=_scale([row["score"] for row in rows]), axis=_score_axis(titles[1], percent))
    if in_words:
        x = alt.X("value:N", axis=alt.Axis(title=titles[0], labelAngle=0, labelLimit=90))
    else:
        scale = alt.Scale(type="log" if log else "linear", zero=False, nice=False, padding=10)
        x = alt.X(
            "value:Q",
            scale=scale,
            axis=alt.Axis(title=titles[0], tickCount=4, format="~g", grid=False, labelOverlap=True),
        )
    return finish(alt.layer(*_points(rows, x, y)).properties(height=SMALL))


def importance_chart(shares):
    """A bar a setting, the longest first, with its share."""
    base = alt.Chart(alt.Data(values=shares)).encode(
        y=alt.Y("name:N", sort=None, axis=alt.Axis(title=None, labelLimit=220)),
        x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=None),
    )
    said = base.encode(text=alt.Text("share:Q", format=".0%"))
    layers = [base.mark_bar(size=16, cornerRadiusEnd=3), said.mark_text(align="left", dx=6, fontSize=13, color=ink())]
    return finish(alt.layer(*layers).properties(height=34 * len(shares) + 10))


def _points(rows, x, y):
    """Filled where it learned to its end, hollow grey where it was given up."""
    marks = (
        {"filled": True, "size": 80, "opacity": 1},
        {"filled": False, "size": 70, "color": GREY, "strokeWidth": 1.5},
    )
    parts = ([row for row in rows if row["kept"]], [row for row in rows if not row["kept"]])
    return [
        alt.Chart(alt.Data(values=own)).mark_point(**mark).encode(x=x, y=y)
        for own, mark in zip(parts, marks, strict=True)
        if own
    ]


def _scale(scores):
    low, high = min(scores), max(scores)
    room = max(0.08 * (high - low), 0.01 * abs(high))
    return alt.Scale(domain=[low - room, high + room], nice=False)


def _score_axis(title, percent):
    return alt.Axis(tickCount=4, title=title, **({"format": ".0%"} if percent else {}))
