"""The two charts of an answer: the probability after every word, the likeliest labels.

Written as Vega-Lite, since they are drawn anew with every key: Altair takes 150 ms to check them, and as long to load.
"""

from pages.ui.charts.look import GREY, ink, look, paper, signs, widest, width_of_words, words_axis

FEW_WORDS = 12  # numbers over more points do not fit side by side
NUMBER = 34  # pixels of "100%"
NARROW = 300  # pixels of a chart on a phone
MOST_BARS = 10
PERCENT = {"text": {"field": "share", "type": "quantitative", "format": ".0%"}}
HALF = {"data": {"values": [{"share": 0.5}]}, "mark": {"type": "rule", "color": GREY, "strokeDash": [4, 4]}}


def word_curve(words, probabilities, title, *, of_two):
    """The probability of one answer after every word; of two, points are coloured by their side of 50 %."""
    last = len(words) - 1
    rows = [
        {"word": at, "share": share, "below": _dips(probabilities, at), "last": at == last}
        for at, share in enumerate(probabilities)
    ]
    x = {"x": words_axis(words, orient="bottom", overlap="greedy", padding=0.4)}
    line = {"mark": {"type": "line", "color": GREY, "strokeWidth": 2}, "encoding": x}
    points = {"mark": {"type": "circle", "size": 90, "opacity": 1}, "encoding": x}
    layers = [line, points, *_shares_written(x, len(words))]
    if of_two:  # else one colour: how much
        minus, plus = signs()
        points["encoding"] = x | {"color": {"condition": {"test": "datum.share >= 0.5", "value": plus}, "value": minus}}
        layers.insert(0, HALF)
    y = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [-0.1, 1.12]},
        "axis": {"format": "%", "values": [0, 0.5, 1], "title": title},
    }
    height = 230 + (widest(words) if width_of_words(words) > NARROW else 0)
    return {"data": {"values": rows}, "height": height, "encoding": {"y": y}, "layer": layers, "config": look()}


def label_bars(names, probabilities):
    """The likeliest answers with their probabilities."""
    likeliest = sorted(zip(names, probabilities, strict=True), key=lambda pair: -pair[1])[:MOST_BARS]
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": ink()}
    return {
        "data": {"values": [{"label": name, "share": share} for name, share in likeliest]},
        "height": 34 * len(likeliest),
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": "-x", "title": None},
            "x": {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1.15]}},
        },
        "layer": [{"mark": {"type": "bar", "cornerRadius": 3, "height": 16}}, {"mark": text, "encoding": PERCENT}],
        "config": look(),
    }


def _dips(probabilities, at):
    """Whether the curve runs above a point, so that its number stands below."""
    beside = probabilities[max(0, at - 1) : at] + probabilities[at + 1 : at + 2]
    return bool(beside) and probabilities[at] < sum(beside) / len(beside)


def _shares_written(x, count):
    """The numbers over or under the points, on a halo; of many, or where it is narrow, the last one alone."""
    which = {"datum.last": 1}
    if count <= FEW_WORDS:
        which["!datum.last"] = {"expr": f"width < {NUMBER * count} ? 0 : 1"}
    for wanted, opacity in which.items():
        for side, dy in (("datum.below", 16), ("!datum.below", -13)):
            text = {"type": "text", "dy": dy, "fontSize": 13, "opacity": opacity}
            halo = {"stroke": paper(), "strokeWidth": 5, "color": paper()}
            for mark in (text | halo, text | {"color": ink()}):
                yield {"transform": [{"filter": f"{wanted} && {side}"}], "mark": mark, "encoding": x | PERCENT}
