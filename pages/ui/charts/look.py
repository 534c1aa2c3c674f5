"""The look of every chart: colours that serve both themes and colour-blind readers, axes, words along an axis.

Altair charts take it by charts.finish(); answer_charts.py writes Vega-Lite itself.
"""

import json

import streamlit as st

from pages.ui.frame.words import percent

GREY = "#808A94"  # baselines and training curves, in both themes
LETTER = 7.5  # pixels of a Latin letter at 13 px; Hangul takes two
LONGEST_LABEL = 100  # pixels
# from below zero to above it, of the states inside a network: green and pink, where orange and blue speak of labels; as
# light or dark step by step as the theme's own pair, and apart for protan, deutan and tritan eyes
STATES = {
    "light": [
        "#3F5B04",
        "#557A05",
        "#72A10C",
        "#A6C269",
        "#EEF0E9",
        "#F6EDF1",
        "#E7B2CD",
        "#D07FAB",
        "#AE4E85",
        "#7A2A5A",
    ],
    "dark": [
        "#AFCE6C",
        "#82B51B",
        "#638F00",
        "#4A6711",
        "#292A26",
        "#2E262A",
        "#7C3F61",
        "#B35E8E",
        "#EC89C0",
        "#FAB6DA",
    ],
}
MOST_TICKS = 5
MOST_ROWS = 4  # of words along an axis
PADDING, ROW = 6, 17  # pixels between axis and words, and from a row of them to the next
NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""]}


def ink():
    """The text colour of the theme; text marks are black in dark otherwise."""
    return "#E8ECEF" if st.context.theme.type == "dark" else "#1A2027"


def soft():
    """The colour of axis words: quieter than ink(), still 4.5:1."""
    return "#9AA6B2" if st.context.theme.type == "dark" else "#5B6672"


def paper():
    """The colour of the page."""
    return "#14181D" if st.context.theme.type == "dark" else "#FFFFFF"


def signs():
    """`(minus, plus)`: orange and blue of the theme, against a label and for it."""
    return ("#F58A42", "#5AB0F0") if st.context.theme.type == "dark" else ("#D9600A", "#0B6FB8")


def states():
    """The colours of a state inside a network, from -1 to 1; a component takes STATES and chooses in the browser."""
    return STATES["dark" if st.context.theme.type == "dark" else "light"]


def look():
    """The `config` of a chart, as Vega-Lite has it."""
    return {
        "locale": {"number": NUMBERS | {"percent": percent(0).removeprefix("0")}},
        "view": {"stroke": None},
        "legend": {"title": None, "orient": "top", "labelFontSize": 13, "labelColor": soft()},
        "axis": {
            "domain": False,
            "ticks": False,
            "labelFontSize": 13,
            "titleFontSize": 13,
            "labelPadding": PADDING,
            "labelColor": soft(),
            "titleColor": soft(),
            "titleFontWeight": 500,
        },
        "axisY": {
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": 0,
            "titleY": -12,
            "titleBaseline": "bottom",
        },
    }


def share_ticks(least):
    """Five ticks at most of an axis of shares that begins at about `least`; the last is 100 %."""
    step = next(step for step in (0.05, 0.1, 0.2, 0.25) if round(1 - least, 3) < 4.999 * step + 1e-9)
    return [round(1 - step * n, 2) for n in range(MOST_TICKS) if 1 - step * n > least - 1e-9]


def words_axis(words, first=0, *, orient, overlap=False, **scale):
    """The x of a chart with a column for each word, from number `first` on, repeated words apart.

    Where they do not fit side by side they stand in several rows, by turns; upright where even that is too narrow.
    A dict of Vega-Lite: alt.X(**words_axis(...)) takes it too.
    """
    names = f"{json.dumps(words)}[datum.value - {first}]"  # a JSON list is a Vega list: nothing in a word is code
    below = orient == "bottom"
    rows = f"ceil({width_of_words(words):.0f} / width)"
    upright = f"{rows} > {MOST_ROWS}"
    axis = {
        "orient": orient,
        "labelExpr": names,
        "labelPadding": _by_turns(first, rows, upright),
        "labelLimit": LONGEST_LABEL,
        "labelOverlap": {"expr": f"{upright} ? {json.dumps(overlap)} : false"},
        "grid": False,
        "labelAngle": {"expr": f"{upright} ? -90 : 0"},
        "labelAlign": {"expr": f"{upright} ? '{'right' if below else 'left'}' : 'center'"},
        "labelBaseline": {"expr": f"{upright} ? 'middle' : '{'top' if below else 'bottom'}'"},
    }
    places = list(range(first, first + len(words)))
    return {"field": "word", "type": "ordinal", "title": None, "axis": axis, "scale": {"domain": places, **scale}}


def _by_turns(first, rows, upright):
    """How far each word stands from the axis, as Vega-Lite has it: in as many rows as they need."""
    turn = f"!({upright}) && (datum.value - {first}) % max(1, {rows})"
    apart = [{"test": f"{turn} == {row}", "value": PADDING + ROW * row} for row in range(1, MOST_ROWS)]
    return {"condition": apart, "value": PADDING}


def width_of_words(words):
    """Pixels that the words need side by side."""
    return len(words) * (widest(words) + 6)


def widest(words):
    """Pixels of the longest word."""
    return min(LONGEST_LABEL, max(LETTER * sum(1 + (letter > "\u2e80") for letter in word) for word in words))
