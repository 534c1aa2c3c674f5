"""Charts of a training, and finish(), the look of every Altair chart. Colours come by range name or from look.py."""

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from pages.ui.charts.look import GREY, ink, look, paper

disable_debug_mode()  # a chart is checked as a whole when it is drawn: each of its parts by itself took a third of its making

TURNS = 0.1791  # luminance at which black and white read alike, 4.58:1 both (WCAG)
HEIGHT, PLOT, NAME = 260, 200, 20  # pixels of the curves, of what lies between their axes, of a name
BESIDE = 0.04  # of the epochs' width, before the first: its ring would lie on the numbers of the axis


def finish(chart):
    """The look of every chart."""
    return chart.configure(**look())


def written_over(base, **how):
    """Two layers of words over lines: their outline in the colour of the page first, so that no curve runs through them."""
    halo = {"stroke": paper(), "strokeWidth": 4, "strokeJoin": "round"}
    return [base.mark_text(**how, color=paper(), **halo), base.mark_text(**how, color=ink())]


def on_its_colour(value, *first, scale="color"):
    """The colour of a number on a square: black or white, whichever reads better on the colour that the square has.

    Args:
        value: what the colour encodes, as Vega has it: "datum.share". The browser looks at the colour itself, so that it is
            never under 4.5:1, in any theme.
        scale: what Vega calls the colour's scale; "layer_2_color" of the third layer where each layer has its own.
        first: conditions of Vega-Lite that come before, `{"test", "value"}` each.
    """
    pale = f"luminance(scale('{scale}', {value})) > {TURNS}"
    return alt.ColorValue("#FFFFFF", condition=[*first, {"test": pale, "value": "#000000"}])


def loss_curves(metrics, best_epoch, names):
    """Loss by epoch: training dashed grey, validation solid with a ring on the best epoch; named at the line's end."""
    keys = {"loss": names[0], "validation_loss": names[1]}
    rows = [
        {"epoch": row["epoch"], "loss": row[key], "series": name, "best": row["epoch"] == best_epoch}
        for row in metrics
        for key, name in keys.items()
        if row[key] == row[key]
    ]
    last = metrics[-1]["epoch"]
    ticks = [n for n in range(1, last + 1) if (last - n) % -(-last // 5) == 0]
    end = max(2, last)
    x = alt.X(
        "epoch:Q",
        axis=alt.Axis(values=ticks, format="d", grid=False, title=names[2]),
        scale=alt.Scale(domain=[1 - BESIDE * (end - 1), end], nice=False),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=x, y=alt.Y("loss:Q", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3, title=names[3]))
    )
    training = base.transform_filter({"field": "series", "equal": names[0]})
    held = base.transform_filter({"field": "series", "equal": names[1]})
    ends = base.transform_filter({"field": "epoch", "equal": last}).encode(text="series:N")
    said = [
        ends.transform_filter({"field": "series", "equal": name}).mark_text(
            align="left", dx=8, dy=shift, fontSize=13, color=ink()
        )
        for name, shift in apart(rows, last).items()
    ]
    best = held.transform_filter({"field": "best", "equal": True})
    layers = [
        training.mark_line(color=GREY, strokeDash=[5, 4], point={"color": GREY, "size": 30}),
        held.mark_line(point=True),
        best.mark_point(size=190, strokeWidth=2.5),
        *said,
    ]
    return finish(alt.layer(*layers).properties(height=HEIGHT))


def apart(rows, last):
    """How many pixels the name at the end of each line moves down, so that the names do not lie on each other."""
    losses, ends = [row["loss"] for row in rows], {row["series"]: row["loss"] for row in rows if row["epoch"] == last}
    if len(ends) < 2:
        return dict.fromkeys(ends, 0)
    upper, lower = sorted(ends, key=ends.get, reverse=True)
    between = (ends[upper] - ends[lower]) / max(max(losses) - min(losses), 1e-9) * PLOT
    shift = max(0, NAME - between) / 2
    return {upper: -shift, lower: shift}
