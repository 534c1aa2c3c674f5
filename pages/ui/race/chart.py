"""race_chart(...): a line a contestant with its own colour, shape and, at its end, name; baselines grey and dashed."""

import altair as alt

from pages.ui.charts.charts import finish, written_over
from pages.ui.charts.look import GREY, ink
from pages.ui.race.names import MARKS, looks_of

APART = 0.1  # of the chart's height between two names
HEIGHT = 320


def race_chart(points, names, contestants, rules, across, titles, percent):
    """Args:
    points: `{"name", "seed", "steps", "seconds", "epochs", "score"}` each; of several seeds each is a thin line.
    rules: `{"name", "score"}` of each baseline.
    across: which of steps, seconds and epochs is x.
    titles: of x and y.
    """
    means = _means(points, across)
    scores = [point["score"] for point in [*points, *rules]]
    over = alt.Axis(tickCount=5, format=",d", grid=False, title=titles[0])
    last = max(point[across] for point in points)
    x = alt.X(f"{across}:Q", axis=over, scale=alt.Scale(domain=[0, max(1, last)], nice=False))
    axis = alt.Axis(tickCount=4, title=titles[1], **({"format": ".0%"} if percent else {}))
    y = alt.Y("score:Q", scale=alt.Scale(domain=_padded(scores, percent)), axis=axis)
    color, shape = _encodings(names, contestants)
    base = alt.Chart(alt.Data(values=means)).encode(x=x, y=y, color=color)
    below, above = _rule_layers(rules, y, APART * (max(scores) - min(scores)))
    layers = [
        *below,
        base.mark_line(strokeWidth=2.5),
        base.mark_point(filled=True, size=70, opacity=1).encode(shape=shape),
    ]
    if len({point["seed"] for point in points}) > 1:
        each = alt.Chart(alt.Data(values=points)).encode(x=x, y=y, color=color, detail="seed:N")
        layers.insert(0, each.mark_line(strokeWidth=1, opacity=0.4))
    return finish(
        alt.layer(*layers, *above, *_name_layers(means, names, looks_of(contestants), scores)).properties(height=HEIGHT)
    )


def _padded(scores, percent):
    """From a little below the lowest to a little above the highest: two points of percent at least."""
    low, high = min(scores), max(scores)
    room = max(0.06 * (high - low), 0.02 if percent else 0.02 * abs(high))
    return [low - room, min(1.0, high + room) if percent else high + room]


def _encodings(names, contestants):
    """Colour and shape of each name, the same in every chart."""
    looks = looks_of(contestants)
    places = max(place for place, _ in looks) + 1
    domain = [
        next((name for name, (own, _) in zip(names, looks, strict=True) if own == place), f" {place}")
        for place in range(places)
    ]
    color = alt.Color("name:N", scale=alt.Scale(domain=domain, range="category"), legend=None)
    shapes = alt.Scale(domain=names, range=[shape for _, shape in looks])
    return color, alt.Shape("name:N", scale=shapes, legend=None)


def _means(points, across):
    """Of each name and epoch the mean over the seeds that have come so far."""
    groups = {}
    for point in points:
        groups.setdefault((point["name"], point["epochs"]), []).append(point)
    return [
        {
            "name": name,
            across: sum(one[across] for one in own) / len(own),
            "score": sum(one["score"] for one in own) / len(own),
        }
        for (name, _), own in groups.items()
    ]


def _rule_layers(rules, y, apart):
    """`(below the curves, above them)`: a dashed line over the whole width, its name over its left end, of two that are
    closer than `apart` the first's.
    """
    if not rules:
        return [], []
    base = alt.Chart(alt.Data(values=rules)).encode(y=y)
    told = [
        rule
        for place, rule in enumerate(rules)
        if all(abs(rule["score"] - one["score"]) > apart for one in rules[:place])
    ]
    names = alt.Chart(alt.Data(values=told)).encode(y=y, x=alt.value(4), text="name:N")
    lines = [base.mark_rule(color=GREY, strokeDash=[5, 4], strokeWidth=1.5)]
    return lines, written_over(names, align="left", dy=-8, fontSize=12.5)


def _name_layers(means, names, looks, scores):
    """Each shape and name at the right edge, as high as its line ends, moved up where it would cover the one below."""
    marks = {name: MARKS[shape] for name, (_, shape) in zip(names, looks, strict=True)}
    ends = [own[-1] for own in ([point for point in means if point["name"] == name] for name in names) if own]
    step, placed = APART * ((max(scores) - min(scores)) or 1), []
    for end in sorted(ends, key=lambda end: end["score"]):
        at = max([end["score"], *(other["score"] + step for other in placed)])
        placed.append({"told": f"{marks[end['name']]} {end['name']}", "score": at})
    base = alt.Chart(alt.Data(values=placed)).encode(x=alt.value("width"), y="score:Q", text="told:N")
    return [base.mark_text(align="left", dx=10, fontSize=13, color=ink())]
