"""Charts: what stands on what, and how many ticks; drawn without a browser."""

import altair as alt
import pytest

from pages.ui.charts import judge_charts, look
from pages.ui.charts.charts import TURNS, apart, on_its_colour
from pages.ui.charts.token_charts import chance_bars
from pages.ui.views.classification import charts as answer_charts


@pytest.fixture(autouse=True)
def light(monkeypatch):
    for module in (answer_charts, judge_charts, look):
        monkeypatch.setattr(module, "ink", lambda: "#1A2027")
    for name, value in (("paper", "#FFFFFF"), ("signs", ("#D9600A", "#0B6FB8"))):
        monkeypatch.setattr(answer_charts, name, lambda value=value: value)
    monkeypatch.setattr(look, "soft", lambda: "#5B6672")


def test_charts_of_an_answer_are_valid_vega_lite():
    words = ["so", "so", "bad"]
    for chart in (
        answer_charts.word_curve(words, [0.5, 0.4, 0.1], "p", of_two=True),
        answer_charts.label_bars(["positive", "negative", "neutral"], [0.5, 0.3, 0.2]),
    ):
        layers = alt.LayerChart.from_dict({"$schema": alt.SCHEMA_URL, "width": 300} | chart)
        assert layers.to_dict()["layer"]


def test_a_number_stands_below_a_point_that_the_curve_runs_above():
    chart = answer_charts.word_curve(["not", "bad", "at", "all"], [0.5, 0.1, 0.8, 0.9], "p", of_two=True)
    assert [row["below"] for row in chart["data"]["values"]] == [False, True, False, False]


def test_every_word_of_a_sentence_keeps_its_name_also_a_repeated_or_odd_one():
    words = ["so", "so", '"];alert(1)//']
    axis = look.words_axis(words, orient="bottom")
    assert axis["axis"]["labelExpr"] == '["so", "so", "\\"];alert(1)//"][datum.value - 0]'
    assert axis["scale"]["domain"] == [0, 1, 2]


@pytest.mark.parametrize("lowest", [n / 100 for n in range(0, 100, 7)])
def test_scores_have_five_ticks_at_most_and_the_last_is_100_percent(lowest):
    rows = [{"name": "LSTM", "score": 0.99, "low": lowest, "high": 1.0, "ours": True}]
    chart = judge_charts.score_dots(rows, "Accuracy").to_dict()
    x = next(layer["encoding"]["x"] for layer in chart["layer"] if "axis" in layer["encoding"]["x"])
    assert 1 < len(x["axis"]["values"]) <= 5 and x["axis"]["values"][0] == 1
    assert min(x["axis"]["values"]) >= x["scale"]["domain"][0] and x["scale"]["domain"][0] <= lowest


def test_names_at_the_ends_of_two_curves_do_not_lie_on_each_other():
    rows = [
        {"epoch": n, "loss": loss, "series": name}
        for n, *ends in ((1, 1.0, 0.9), (2, 0.02, 0.01))
        for name, loss in zip("ab", ends, strict=True)
    ]
    moved = apart(rows, 2)
    assert moved["a"] < 0 < moved["b"] and 14 < moved["b"] - moved["a"] + 2 <= 20
    far = [row | {"loss": 0.9} if row["epoch"] == 2 and row["series"] == "a" else row for row in rows]
    assert set(apart(far, 2).values()) == {0}
    assert apart([row for row in rows if row["series"] == "b"], 2) == {"b": 0}


def test_tiny_chances_do_not_all_stand_at_one_tick():
    def top(chances):
        return chance_bars([*"ab"], chances, ["", ""], "chance")["encoding"]["y"]["scale"]["domain"][1]

    assert top([0.0008, 0.0006]) >= 0.01  # ticks are told to a tenth of a percent
    assert 0.05 < top([0.05, 0.01]) < 0.1 and top([1.0, 0.2]) > 1


def test_a_number_on_a_coloured_square_is_at_least_4_5_to_1():
    for luminance in [n / 50 for n in range(51)] + [TURNS]:
        black, white = (luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05)
        assert (black if luminance > TURNS else white) >= 4.5
    written = on_its_colour("datum.share", {"test": "datum.barred", "value": "#123456"}).to_dict()
    first, pale = written["condition"]
    assert first["value"] == "#123456" and (pale["value"], written["value"]) == ("#000000", "#FFFFFF")
    assert pale["test"] == f"luminance(scale('color', datum.share)) > {TURNS}"
