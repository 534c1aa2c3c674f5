"""Charts. Colours come by range name or from ink(), so that both themes and colour-blind readers are served."""

import altair as alt
import streamlit as st

GREY = "#808A94"  # baselines and training curves, in both themes
FEW_WORDS = 12  # numbers over more points do not fit side by side
MOST_BARS = 10


def ink():
    """The text colour of the theme; `mark_text` is black in dark otherwise."""
    return "#E8ECEF" if st.context.theme.type == "dark" else "#1A2027"


def soft():
    """The colour of axis words: quieter than ink(), still 4.5:1."""
    return "#9AA6B2" if st.context.theme.type == "dark" else "#5B6672"


def signs():
    """`(minus, plus)`: orange and blue of the theme."""
    return ("#F58A42", "#5AB0F0") if st.context.theme.type == "dark" else ("#D9600A", "#0B6FB8")


def finish(chart):
    """The look of every chart."""
    return (
        chart.configure_view(stroke=None)
        .configure_legend(title=None, orient="top", labelFontSize=13, labelColor=soft())
        .configure_axis(
            domain=False,
            ticks=False,
            labelFontSize=13,
            titleFontSize=13,
            labelPadding=6,
            labelColor=soft(),
            titleColor=soft(),
            titleFontWeight=500,
        )
        .configure_axisY(
            titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-12, titleBaseline="bottom"
        )
    )


def word_curve(words, shares, title, *, of_two):
    """The probability of one answer after every word; of two, points are coloured by their side of 50 %."""
    unique = [word + "\u200b" * words[:n].count(word) for n, word in enumerate(words)]
    rows = [{"word": word, "share": share} for word, share in zip(unique, shares, strict=True)]
    minus, plus = signs()
    axis = alt.Axis(labelAngle=0, labelLimit=90, labelOverlap="greedy", title=None, grid=False)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("word:N", sort=None, axis=axis, scale=alt.Scale(padding=0.4)),
        y=alt.Y(
            "share:Q", axis=alt.Axis(format="%", values=[0, 0.5, 1], title=title), scale=alt.Scale(domain=[0, 1.12])
        ),
    )
    side = alt.condition("datum.share >= 0.5", alt.value(plus), alt.value(minus))
    half = alt.Chart(alt.Data(values=[{"y": 0.5}])).mark_rule(color=GREY, strokeDash=[4, 4]).encode(y="y:Q")
    line, points = base.mark_line(color=GREY, strokeWidth=2), base.mark_circle(size=90, opacity=1)
    layers = [half, line, points.encode(color=side)] if of_two else [line, points]  # else one colour: how much
    numbers = base.mark_text(dy=-13, fontSize=13, color=ink()).encode(text=alt.Text("share:Q", format=".0%"))
    if len(words) > FEW_WORDS:
        numbers = numbers.transform_filter({"field": "word", "equal": unique[-1]})
    layers.append(numbers)
    return finish(alt.layer(*layers).properties(height=230))


def label_bars(names, shares):
    """The likeliest answers with their probabilities."""
    likeliest = sorted(zip(names, shares, strict=True), key=lambda pair: -pair[1])[:MOST_BARS]
    rows = [{"label": name, "share": share} for name, share in likeliest]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:N", sort="-x", title=None), x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1.15]))
    )
    text = base.mark_text(align="left", dx=5, fontSize=13, color=ink()).encode(text=alt.Text("share:Q", format=".0%"))
    return finish((base.mark_bar(cornerRadius=3, height=16) + text).properties(height=34 * len(rows)))


def loss_curves(metrics, best_epoch, names):
    """Loss by epoch: training dashed grey, validation solid with a ring on the best epoch; named at the line's end."""
    keys = {"loss": names[0], "validation_loss": names[1]}
    rows = [
        {"epoch": row["epoch"], "loss": row[key], "series": name, "best": row["epoch"] == best_epoch}
        for row in metrics for key, name in keys.items() if row[key] == row[key]
    ]  # fmt: skip
    last = metrics[-1]["epoch"]
    ticks = [n for n in range(1, last + 1) if (last - n) % -(-last // 5) == 0]
    x = alt.X(
        "epoch:Q",
        axis=alt.Axis(values=ticks, format="d", grid=False, title=names[2]),
        scale=alt.Scale(domain=[1, max(2, last)]),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=x, y=alt.Y("loss:Q", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3, title=names[3]))
    )
    training = base.transform_filter({"field": "series", "equal": names[0]})
    held = base.transform_filter({"field": "series", "equal": names[1]})
    ends = base.transform_filter({"field": "epoch", "equal": last}).mark_text(
        align="left", dx=8, fontSize=13, color=ink()
    )
    best = held.transform_filter({"field": "best", "equal": True})
    layers = [
        training.mark_line(color=GREY, strokeDash=[5, 4], point={"color": GREY, "size": 30}),
        held.mark_line(point=True), best.mark_point(size=190, strokeWidth=2.5), ends.encode(text="series:N"),
    ]  # fmt: skip
    return finish(alt.layer(*layers).properties(height=260, padding={"right": 70}))
