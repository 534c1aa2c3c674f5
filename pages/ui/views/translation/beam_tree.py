"""A beam search drawn as a tree: a row for every token, a column for every candidate, the text that won in bold.

st.altair_chart(beam_chart(tree, names), alt=...)      # tree of decoding.beam_tree, names of its tokens
"""

import math

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, ink, soft
from pages.ui.frame.words import percent

ROW = 40
MOST_ROWS = 20  # tokens; a longer text is drawn to there
APART = 0.26  # of a row: lines keep away from the words


def beam_chart(tree, names):
    """The chart of a Tree; `names` says what each of its tokens is called, by its number."""
    nodes = placed(tree)
    rows = [
        {
            "x": node["column"],
            "y": node["row"],
            "kept": node["kept"],
            "name": f"{names[node['token']]}  {percent(node['chance'])}",
        }
        for node in nodes
    ]
    lines = [
        {
            "x": nodes[node["parent"]]["column"],
            "y": nodes[node["parent"]]["row"] + APART,
            "x2": node["column"],
            "y2": node["row"] - APART,
            "kept": node["kept"],
        }
        for node in nodes
        if node["parent"] is not None
    ]
    across = max(row["x"] for row in rows) + 0.5
    down = max(row["y"] for row in rows) + 0.5
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, across], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[down, -0.5], nice=False))
    layers = []
    if lines:
        rule = alt.Chart(pd.DataFrame(lines)).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
        layers.append(rule.transform_filter("!datum.kept").mark_rule(color=GREY, strokeDash=[4, 3]))
        layers.append(rule.transform_filter("datum.kept").mark_rule(color=ink(), strokeWidth=2.5))
    text = alt.Chart(pd.DataFrame(rows)).encode(x=x, y=y, text="name:N")
    layers.append(text.transform_filter("!datum.kept").mark_text(fontSize=13, color=soft()))
    layers.append(text.transform_filter("datum.kept").mark_text(fontSize=14, fontWeight="bold", color=ink()))
    return finish(alt.layer(*layers).properties(height=ROW * round(down + 0.5)))


def placed(tree):
    """Every node with its row (how many tokens stand before it) and its column (0: the likeliest text so far)."""
    kept, dots, by_row = set(tree.path(tree.best)), [], {}
    order = {}
    for place, node in enumerate(tree.nodes):
        by_row.setdefault(node.length - 1, []).append(place)
    shown = [place for row, places in by_row.items() if row < MOST_ROWS for place in places]
    for places in by_row.values():
        ranked = sorted(places, key=lambda place: -tree.nodes[place].score)
        order |= {place: column for column, place in enumerate(ranked)}
    numbers = {place: n for n, place in enumerate(shown)}
    for place in shown:
        node = tree.nodes[place]
        dots.append(
            {
                "parent": numbers.get(node.parent),
                "token": node.token,
                "chance": math.exp(node.log),
                "row": node.length - 1,
                "column": order[place],
                "kept": place in kept,
            }
        )
    return dots
