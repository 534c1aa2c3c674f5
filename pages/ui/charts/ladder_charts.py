"""Charts of the ladder, as Vega-Lite: perplexities of counting and remembering, and small bars of next words."""

import json
import math

from pages.ui.charts.look import GREY, ink, look, widest
from pages.ui.charts.memory_charts import SHAPES as OF_CELLS
from pages.ui.charts.memory_charts import apart
from pages.ui.frame.words import percent, t

SHAPES = OF_CELLS | {"window": "diamond"}  # in the order of the theme's colours
LEFT = 92  # pixels for a word
KIND = {"field": "kind", "type": "nominal", "legend": None}
COLOUR = KIND | {"scale": {"domain": list(SHAPES), "range": "category"}}
SHAPE = KIND | {"scale": {"domain": list(SHAPES), "range": list(SHAPES.values())}}
COUNTED, LEARNED = ([{"filter": f"datum.kind {sign} 'counted'"}] for sign in ("==", "!="))
NAMES = 200  # pixels between the axes of the amounts


def ladder_dots(rows, title):
    """`{"name", "score", "low", "high", "kind"}` each, the best first: counted ones grey circles, cells by colour and shape."""
    rows = sorted(rows, key=lambda row: row["score"])
    shown = [row | {"shown": f"{row['score']:,.0f}" if row["score"] >= 100 else f"{row['score']:.1f}"} for row in rows]
    domain = [0.9 * min(row["low"] for row in rows), 1.1 * max(row["high"] for row in rows)]
    x = {
        "field": "score",
        "type": "quantitative",
        "title": title,
        "axis": {"tickCount": 4, "format": ",.0f", "grid": True, "labelFlush": 16},
        "scale": {"type": "log", "domain": domain, "nice": False},
    }
    names = [row["name"] for row in rows]
    y = {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 170}}
    numbers = {"type": "text", "dy": -14, "fontSize": 13, "color": ink()}
    return {
        "data": {"values": shown},
        "height": 44 * len(rows),
        "encoding": {"y": y},
        "layer": [
            *_dots(COUNTED, x, {"color": {"value": GREY}}),
            *_dots(LEARNED, x, {"color": COLOUR, "shape": SHAPE}),
            {"mark": numbers, "encoding": {"x": x, "text": {"field": "shown", "type": "nominal"}}},
        ],
        "config": look(),
    }


def _dots(some, x, marked):
    """A rule from low to high, and a dot at the score, for some of the rows."""
    rule = {"type": "rule", "strokeWidth": 4, "opacity": 0.45}
    dot = {"type": "point", "filled": True, "size": 130, "opacity": 1}
    span = {"color": marked["color"], "x": x | {"field": "low"}, "x2": {"field": "high"}}
    return [
        {"transform": some, "mark": rule, "encoding": span},
        {"transform": some, "mark": dot, "encoding": marked | {"x": x}},
    ]


def small_bars(likeliest):
    """`{word: share}` as a bar each, its percent at the edge."""
    words, most = list(likeliest), max(likeliest.values(), default=1)
    rows = [
        {
            "place": place,
            "share": share,
            "shown": percent(share, 0 if share >= 0.0995 else 1) if share >= 0.0005 else t("under 0.1 %"),
        }
        for place, share in enumerate(likeliest.values())
    ]
    y = {
        "field": "place",
        "type": "ordinal",
        "title": None,
        "axis": {"labelExpr": f"{json.dumps(words)}[datum.value]", "labelLimit": LEFT},
    }
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": ink()}
    return {
        "data": {"values": rows},
        "height": 26 * len(rows),
        "encoding": {
            "y": y,
            "x": {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1.5 * most]}},
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadius": 3, "height": 15}},
            {"mark": text, "encoding": {"text": {"field": "shown", "type": "nominal"}}},
        ],
        "config": look(),
    }


def amount_lines(rows, titles):
    """Perplexity against tokens learned from, both logarithmic: `{"method", "tokens", "perplexity", "kind"}`, the n-gram dashed grey."""
    last = max(row["tokens"] for row in rows)
    low, high = (fit(row["perplexity"] for row in rows) for fit in (min, max))
    low, high = 0.93 * low, 1.07 * high
    ends = {row["method"]: math.log(row["perplexity"] / low) for row in rows if row["tokens"] == last}
    shifts = apart(ends, math.log(high / low), NAMES)
    x = {
        "field": "tokens",
        "type": "quantitative",
        "title": titles[0],
        "scale": {"type": "log", "nice": False},
        "axis": {"values": sorted({row["tokens"] for row in rows}), "format": ".2~s", "grid": False},
    }
    y = {
        "field": "perplexity",
        "type": "quantitative",
        "title": titles[1],
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {"tickCount": 4, "format": "~s"},
    }
    dashed = {"type": "line", "color": GREY, "strokeDash": [5, 4], "point": {"color": GREY, "size": 60}}
    line = {"type": "line", "strokeWidth": 2.5}
    dot = {"type": "point", "filled": True, "size": 100, "opacity": 1}
    return {
        "data": {"values": rows},
        "height": 260,
        "padding": {"right": 16 + widest(shifts), "top": 8, "left": 4, "bottom": 4},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"transform": COUNTED, "mark": dashed},
            {"transform": LEARNED, "mark": line, "encoding": {"color": COLOUR}},
            {"transform": LEARNED, "mark": dot, "encoding": {"color": COLOUR, "shape": SHAPE}},
            *_names_at(last, shifts),
        ],
        "config": look(),
    }


def _names_at(last, shifts):
    """The name of each line beside its last point, so many pixels lower."""
    text = {"type": "text", "align": "left", "dx": 12, "fontSize": 13, "fontWeight": 600, "color": ink()}
    return [
        {
            "transform": [{"filter": {"field": "method", "equal": name}}, {"filter": f"datum.tokens == {last}"}],
            "mark": text | {"dy": shift},
            "encoding": {"text": {"field": "method", "type": "nominal"}},
        }
        for name, shift in shifts.items()
    ]
