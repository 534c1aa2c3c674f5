"""The heat map of attention: its cells, its words, and the sentence that says what it shows."""

import numpy as np
import pytest

from pages.ui.charts import attention_map as part
from pages.ui.charts import look


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(look, "soft", lambda: "#5B6672")


READ, WRITTEN = ["the", "black", "cat"], ["le", "chat", "noir"]
LOOKS = np.array([[0.7, 0.2, 0.1], [0.05, 0.05, 0.9], [0.1, 0.8, 0.1]])


def test_every_word_has_its_row_and_every_place_its_column():
    chart = part.attention_map(READ, WRITTEN, LOOKS).to_dict()
    rows = next(iter(chart["datasets"].values()))
    assert len(rows) == 9
    assert {"word": 2, "row": 1, "from": "cat", "to": "chat", "value": 0.9} in rows
    assert chart["layer"][0]["encoding"]["y"]["axis"]["labelExpr"] == '["le", "chat", "noir"][datum.value]'


def test_repeated_and_odd_words_stay_apart():
    words = ["so", "so", '"];alert(1)//']
    y = part.attention_map(READ, words, LOOKS).to_dict()["layer"][0]["encoding"]["y"]
    assert y["scale"]["domain"] == [0, 1, 2]
    assert y["axis"]["labelExpr"] == '["so", "so", "\\"];alert(1)//"][datum.value]'


def test_many_words_have_no_numbers_in_their_cells():
    words = [f"word {n}" for n in range(part.FEW + 1)]
    attention_weights = np.full((2, len(words)), 1 / len(words))
    assert len(part.attention_map(words, ["un", "mot"], attention_weights).to_dict()["layer"]) == 1
    assert len(part.attention_map(READ, WRITTEN, LOOKS).to_dict()["layer"]) == 2


def test_the_finding_names_the_sharpest_look():
    assert part.attention_finding(READ, WRITTEN, LOOKS) == "For “chat” it looked most at “cat”: 90\u00a0%"
    assert part.most_attended(LOOKS) == [0, 2, 1]


def test_looks_that_are_spread_are_not_told_as_a_finding():
    words = list("abcdefgh")
    spread = np.full((1, 8), 1 / 8)
    assert part.attention_finding(words, ["x"], spread) == "No word looked at one place in particular"
    assert part.attention_finding([], [], np.zeros((0, 0))) == "There is nothing that it could look at."
