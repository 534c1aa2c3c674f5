"""Words as points on a map: grey ones to find one's way, and the named ones with their names; drag to move, scroll to zoom."""

import altair as alt

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, LETTER, ink

HEIGHT, WIDTH = 380, 300  # pixels; the width is what it has on a phone
LINE = 18  # pixels of a name and the point under it


def embedding_map(points):
    """The chart of a frame with `word`, `kind`, `x`, `y` and `named`; the first row is the word that is asked about."""
    base = alt.Chart(points).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(zero=False, padding=30)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False, padding=18)),
        tooltip=[alt.Tooltip("word:N", title=" "), alt.Tooltip("kind:N", title=" ")],
    )
    named = base.transform_filter("datum.named")
    first = base.transform_filter({"field": "word", "equal": points.word.iloc[0]}).transform_filter("datum.named")
    written = base.transform_filter({"field": "word", "oneOf": apart(points)}).transform_filter("datum.named")
    layers = [
        base.transform_filter("!datum.named").mark_circle(size=26, color=GREY, opacity=0.45),
        named.mark_circle(size=70, color=ink(), opacity=0.9),
        first.mark_point(size=220, color=ink(), strokeWidth=2.5, filled=False),
        written.mark_text(dy=-14, fontSize=13, color=ink()).encode(text="word:N"),
    ]
    return finish(alt.layer(*layers).properties(height=HEIGHT).interactive())


def apart(points):
    """The named words whose names do not lie on each other, the first ones first."""
    rows = points[points.named]
    wide, high = (max(float(points[axis].max() - points[axis].min()), 1e-9) for axis in "xy")
    free, boxes = [], []
    for word, x, y in zip(rows.word, rows.x, rows.y, strict=True):
        across, up = float(x) / wide * WIDTH, float(y) / high * HEIGHT
        half = LETTER / 2 * sum(1 + (letter > "\u2e80") for letter in word)
        if all(abs(across - a) > half + h or abs(up - u) > LINE for a, u, h in boxes):
            free.append(word)
            boxes.append((across, up, half))
    return free
