"""Look inside: what the page says is what the probe found, for every cell, long texts and odd words."""

import numpy as np
import pytest
from conftest import as_read
from safetensors.numpy import save
from streamlit.testing.v1 import AppTest

from nlp_models.answering import attribution, probe
from nlp_models.answering.predictor import Config, Predictor
from nlp_models.problems.classification.attribution import by_branch, unit_effects
from nlp_models.problems.classification.forward import shapes
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import Vocabulary
from pages.ui.charts.words_component import _percent, chosen_of

TEXTS = ["a good film", "a dull film", "재미있는 영화였어요", "지루한 이야기"] * 10


def write_run(folder, **choices):
    """A run's folder as far as Look inside reads it, with weights of our own."""
    recipe = Recipe.make(**{"units": 4, "embedding_size": 3, "tokens": "word", **choices})
    vocabulary = Vocabulary.build(TEXTS, recipe.tokenizer, 60)
    generator = np.random.default_rng(1)
    wanted = shapes(recipe.model_dump(), len(vocabulary), 2)
    weights = {name: generator.normal(0, 0.9, shape).astype(np.float32) for name, shape in wanted.items()}
    config = Config(task="sentiment", recipe=recipe, labels=["negative", "positive"])
    folder.mkdir()
    (folder / "recipe.json").write_text(recipe.model_dump_json())
    (folder / "config.json").write_text(config.model_dump_json())
    (folder / "vocabulary.json").write_text(vocabulary.to_json())
    (folder / "weights.safetensors").write_bytes(save(weights))
    return folder


@pytest.fixture(autouse=True)
def _one_visitor(monkeypatch, tmp_path):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path / "runs"))


def page(folder):
    from nlp_models import tasks
    from nlp_models.runs.run import Run
    from pages.ui.story.no_network import without_network
    from pages.ui.views.classification.inside_step import inside_step

    task = tasks.load("sentiment")
    inside_step(task, Run(folder)) if folder else without_network(task, "inside")


def open_inside(folder, sentence=None):
    test = AppTest.from_function(page, default_timeout=60, kwargs={"folder": folder and str(folder)})
    if sentence is not None:
        test.session_state["sentence-sentiment"] = sentence
    return test.run()


def told(test):
    return as_read(" ".join(part.value for part in [*test.markdown, *test.caption])).replace("\\", "")


def test_without_a_run_there_is_one_way_on():
    test = open_inside(None)
    assert not test.exception and [button.label for button in test.button] == ["Go to Train"]


def test_the_sentence_names_the_word_that_occlusion_finds(tmp_path):
    folder = write_run(tmp_path / "run")
    test = open_inside(folder, "a good dull film")
    word, share = max(
        attribution.occlusion(Predictor.load(folder), "a good dull film", "positive").parts, key=lambda p: abs(p[1])
    )
    side = "Positive" if share > 0 else "Negative"
    number = f"{abs(100 * share):.0f} points"
    assert not test.exception and abs(share) > 0.01
    assert f"“{word}” pulls most towards {side}" in told(test) and number in told(test)


def test_the_other_measure_is_a_share_of_the_whole_push(tmp_path):
    folder = write_run(tmp_path / "run")
    test = open_inside(folder, "a good dull film")
    test.segmented_control(key="method").set_value("gradient").run()
    found = attribution.gradient_times_input(Predictor.load(folder), "a good dull film", "positive").parts
    word, share = max(found, key=lambda pair: abs(pair[1]))
    percent = round(100 * abs(share) / sum(abs(other) for _, other in found))
    assert not test.exception
    assert f"“{word}” pushes hardest" in told(test) and f"{percent}\u00a0% of the push" in told(test)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [("lstm", "keeps {f} of the old memory"), ("gru", "keeps {z} of the old state"), ("rnn", "goes from")],
)
def test_the_unit_says_what_its_gates_do(tmp_path, cell, sentence):
    folder = write_run(tmp_path / "run", cell=cell, bidirectional=False)
    test = open_inside(folder, "a good dull film")
    test.number_input(key="unit-sentiment").set_value(2).run()
    predictor = Predictor.load(folder)
    shares = [abs(share) for _, share in attribution.occlusion(predictor, "a good dull film", "positive").parts]
    gates = probe.gates(predictor, "a good dull film")["forward_1"]
    values = {gate: f"{100 * rows[int(np.argmax(shares)), 2]:.0f}\u00a0%" for gate, rows in gates.items()}
    assert not test.exception and "unit 2" in told(test)
    assert sentence.format(**values) in told(test)


def test_the_unit_it_opens_on_is_the_one_with_the_largest_effect(tmp_path):
    folder = write_run(tmp_path / "run", bidirectional=False)
    effects = unit_effects(Predictor.load(folder), "a good dull film", "positive")["forward_1"]
    test = open_inside(folder, "a good dull film")
    assert test.number_input(key="unit-sentiment").value == int(np.abs(effects).argmax())


def test_a_chosen_unit_stays_with_its_reader(tmp_path):
    test = open_inside(write_run(tmp_path / "run"), "a good dull film")
    default = test.number_input(key="unit-sentiment").value
    mine = (default + 1) % 4
    test.number_input(key="unit-sentiment").set_value(mine).run()
    test.text_input(key="sentence-sentiment").set_value("a dull film").run()
    assert test.number_input(key="unit-sentiment").value == mine
    test.segmented_control(key="reader").set_value("backward_1").run()
    test.segmented_control(key="reader").set_value("forward_1").run()
    assert test.number_input(key="unit-sentiment").value == mine and not test.exception


@pytest.mark.parametrize(
    "choices",
    [{"tokens": "subword"}, {"tokens": "jamo"}, {"layers": 2, "pooling": "attention"}, {"units": 40}, {"units": 1}],
    ids=str,
)
@pytest.mark.parametrize("sentence", ["지루한 영화였어요!", "zzz", "<b>$x$</b> `a` [b](c) {d} \\ \" '"])
def test_every_kind_of_network_and_word_can_be_looked_into(tmp_path, choices, sentence):
    test = open_inside(write_run(tmp_path / "run", **choices), sentence)
    assert not test.exception and not test.error
    unread = any("It cannot read this" in part.value for part in test.markdown)
    assert bool(test.subheader) is not unread and (sentence == "zzz" or not unread)


def test_an_empty_input_keeps_the_last_sentence(tmp_path):
    test = open_inside(write_run(tmp_path / "run"), "a good film")
    before = told(test)
    test.text_input(key="sentence-sentiment").set_value("   ").run()
    assert not test.exception and told(test) == before


def test_a_long_text_is_drawn_sixty_words_at_a_time(tmp_path):
    test = open_inside(write_run(tmp_path / "run"), "a good dull film " * 25)
    assert not test.exception and test.slider[0].max == 41
    test.slider[0].set_value(41).run()
    assert not test.exception


def test_a_click_counts_only_for_the_word_that_still_stands_there():
    assert chosen_of(["a", "film"], {"clicked": [1, "film"]}) == 1
    for state in (None, {}, {"clicked": None}, {"clicked": [1, "dull"]}, {"clicked": [5, "film"]}, {"clicked": "film"}):
        assert chosen_of(["a", "film"], state) is None


def test_numbers_under_words_carry_their_sign():
    assert _percent(-0.41, "diverging") == "−41\u00a0%" and _percent(0.41, "diverging") == "+41\u00a0%"
    assert _percent(0.41, "sequential") == "41\u00a0%"


def test_the_road_of_spelling_is_told_where_there_is_one(tmp_path):
    sentence = "재미있는 영화였어요 정말로"
    folder = write_run(tmp_path / "run", tokens="subword", spelling="yes")
    cells, spelling = by_branch(Predictor.load(folder), sentence, "positive")
    found = told(open_inside(folder, sentence))
    assert f"For Positive, the spelling of the words alone says {100 * spelling:.0f}\u00a0%" in found
    assert f"the recurrent cells alone say {100 * cells:.0f}\u00a0%" in found
    assert "the spelling" not in told(open_inside(write_run(tmp_path / "other", tokens="subword"), sentence))
