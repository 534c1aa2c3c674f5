"""Charts of a language model, as Vega-Lite: the likeliest next words, the chance of every word."""

import json

from pages.ui.charts.look import ink, look, words_axis
from pages.ui.frame.words import percent, t

LEFT = 140  # pixels for a word


def next_bars(words, numbers, probabilities):
    """A bar for each of the likeliest words, its percent at the edge; a click is the selection "word"."""
    rows = [
        {"word": word, "number": number, "share": share, "place": place, "shown": _percent(share)}
        for place, (word, number, share) in enumerate(zip(words, numbers, probabilities, strict=True))
    ]
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": ink(), "cursor": "pointer"}
    click = {"name": "word", "select": {"type": "point", "fields": ["number"], "on": "click"}}
    y = {
        "field": "place",
        "type": "ordinal",
        "title": None,
        "axis": {"labelExpr": f"{json.dumps(words)}[datum.value]", "labelLimit": LEFT},
    }
    most = max(probabilities, default=1)
    return {
        "data": {"values": rows},
        "height": 34 * len(rows),
        "encoding": {
            "y": y,
            "x": {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1.2 * most]}},
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadius": 3, "height": 18, "cursor": "pointer"}, "params": [click]},
            {"mark": text, "encoding": {"text": {"field": "shown", "type": "nominal"}}},
        ],
        "config": look(),
    }


LOWEST_TOP = 0.01  # of the axis of chances


def chance_bars(words, probabilities, expected, title):
    """The chance of every word where it stood, given those before it."""
    rows = [
        {"word": at, "share": share, "shown": _percent(share), "instead": instead}
        for at, (share, instead) in enumerate(zip(probabilities, expected, strict=True))
    ]
    x = words_axis(words, orient="bottom", overlap="greedy", padding=0.2)
    text = {"type": "text", "dy": -9, "fontSize": 13, "color": ink()}
    fits = {"expr": f"width < {44 * len(words)} ? 0 : 1"}
    # as high as the likeliest word, so that small chances are seen; under a hundredth the axis would say 0.1 % at every tick
    top = min(1, max(LOWEST_TOP, 1.25 * max(probabilities, default=1)))
    return {
        "data": {"values": rows},
        "height": 220,
        "encoding": {
            "x": x,
            "y": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 1.1 * top], "nice": False},
                "axis": {"format": ".1~%", "tickCount": 3, "title": title},
            },
            "tooltip": [
                {"field": "shown", "title": " "},
                *([{"field": "instead", "title": "1."}] if any(expected) else []),
            ],
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadius": 3}},
            {"mark": text | {"opacity": fits}, "encoding": {"text": {"field": "shown", "type": "nominal"}}},
        ],
        "config": look(),
    }


def _percent(share):
    """As many digits as say something."""
    if share < 0.0005:
        return t("under 0.1 %")
    return percent(share, 0 if share >= 0.0995 else 1)
