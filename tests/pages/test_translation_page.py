"""The page of a translator: every step in both languages, words linked and set by hand, the network without attention."""

import shutil
from types import SimpleNamespace

import pytest
from conftest import REPOSITORY, as_read
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.answering.judging import judge
from nlp_models.datasets.dataset import Dataset
from nlp_models.numpy_layers.decoding import Node, Tree
from nlp_models.recipe import Recipe
from nlp_models.runs.store import RunStore
from nlp_models.training.worker import run_worker
from pages.ui.charts import look
from pages.ui.story.use_case import STEPS
from pages.ui.views.translation import charts as translation_charts
from pages.ui.views.translation.beam_tree import placed
from pages.ui.views.translation.charts import length_name, score_by_length
from pages.ui.views.translation.judge_step import finding, length_finding, longer_finding
from pages.ui.views.translation.rows import chosen_rows, slips

ROWS = 240


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Two trainings for all these tests, on the same rows: with attention and without."""
    task = tasks.load("translation")
    sample = task.sample("en")
    whole = Dataset({name: values[:ROWS] for name, values in sample.columns.items()})
    store = RunStore(tmp_path_factory.mktemp("runs"))
    folders = []
    for attention in (True, False):
        recipe = task.recipe.changed(units=16, embedding_size=16, epochs=2, learning_rate=0.01, bidirectional=False)
        recipe = recipe.changed(attention=attention)
        run = store.create("translation", recipe, whole, owner="local", name="tiny" if attention else "plain")
        assert run_worker(store, run.id) == 0, run.status.message
        folders.append(run.folder)
    return folders


@pytest.fixture
def finished(trained, store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    shutil.copytree(trained[0], store.root / trained[0].name)
    return store.get(trained[0].name, "local")


@pytest.fixture
def both(finished, trained, store):
    shutil.copytree(trained[1], store.root / trained[1].name)
    return finished


def opened(step, lang="en", run=None):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page("pages/translation.py")
    for key, value in {"lang": lang, "step": step, **({"run": run.id} if run else {})}.items():
        test.query_params[key] = value
    return test.run()


def said(test):
    return as_read(" ".join(element.value for element in [*test.markdown, *test.caption]))


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_step_opens_in_both_languages(both, lang, step):
    test = opened(step, lang, both)
    assert not test.exception and not test.error
    assert test.title[0].value == {"ko": "번역", "en": "Translation"}[lang]


@pytest.mark.parametrize("step", list(STEPS))
def test_every_step_opens_for_a_network_without_attention(both, store, step):
    plain = next(run for run in store.list("local", "translation") if run.id != both.id)
    test = opened(step, "en", plain)
    assert not test.exception and not test.error


@pytest.mark.parametrize("step", list(STEPS))
def test_every_step_opens_without_a_network(store, monkeypatch, step):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr("pages.ui.story.network.ready_models", lambda task: [])
    test = opened(step)
    assert not test.exception and not test.error


def test_the_network_without_attention_answers_beside_or_is_offered(finished, trained, store):
    alone = opened("try", run=finished)
    assert "Without attention" not in said(alone)
    assert [button.label for button in alone.button if button.key == "train-companion"]
    shutil.copytree(trained[1], store.root / trained[1].name)
    beside = opened("try", run=finished)
    assert "Without attention" in said(beside) and "With attention" in said(beside)


def test_a_word_set_by_hand_changes_the_rest_until_it_is_undone(finished):
    test = opened("try", run=finished)
    sentence = test.text_input[0].value
    key = f"translation-{finished.id}"
    words = read_words(finished, sentence)
    test.session_state[f"said-{key}"] = {"clicked": [0, words[0]]}
    test.run()
    pills = next(one for one in test.button_group if one.key.startswith(f"other-{key}"))
    assert not test.exception and 1 < len(pills.options) <= 6
    test.session_state[f"forced-{key}"] = (sentence, (5,))
    test.run()
    assert "You chose a word" in said(test)
    next(button for button in test.button if button.key == f"undo-{key}").click().run()
    assert not test.exception and "You chose a word" not in said(test)


def read_words(run, sentence):
    from nlp_models.answering.predictor import Predictor

    return Predictor.load(run.folder).read(sentence).said_words


def test_the_beam_is_drawn_with_the_winner_first_to_last():
    nodes = [
        Node(None, 7, -0.2, -0.2, 1, False), Node(None, 8, -1.0, -1.0, 1, False),
        Node(0, 9, -2.0, -2.2, 2, True), Node(1, 9, -0.1, -1.1, 2, True),
    ]  # fmt: skip
    drawn = placed(Tree(nodes, 3))
    assert [(node["row"], node["column"], node["kept"]) for node in drawn] == [
        (0, 0, False), (0, 1, True), (1, 1, False), (1, 0, True),
    ]  # fmt: skip
    assert [node["parent"] for node in drawn] == [None, None, 0, 1]


def test_the_direction_is_turned_round_on_data(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = opened("data")
    columns = [box.value for box in test.selectbox if box.value in ("english", "french")]
    assert columns == ["english", "french"]
    next(button for button in test.button if button.key == "translation-swap").click().run()
    assert not test.exception
    assert [box.value for box in test.selectbox if box.value in columns] == ["french", "english"]
    assert test.session_state["translation-columns"]["text"] == "french"


def test_judge_tells_scores_signature_lengths_and_the_other_network(both):
    test = opened("judge", run=both)
    scores = both.report["test"]
    labels = {as_read(metric.label): metric.value for metric in test.metric}
    assert labels["BLEU"] == f"{scores['bleu']:.1f}" and labels["chrF"] == f"{scores['chrf']:.1f}"
    assert "Without attention" in said(test) and not [one for one in test.button if one.key == "train-companion"]
    assert any(scores["bleu_signature"] in code.value for code in test.code)
    assert test.dataframe and len(test.dataframe[0].value) == scores["questions"]


def test_judge_lists_words_left_and_words_said_twice(both):
    test = opened("judge", run=both)
    evaluated = judge(both)
    likeness, left, twice = slips(both.id, str(both.folder), evaluated)
    worst = test.dataframe[0].value
    assert worst["alike"].tolist() == sorted(likeness)
    for sieve, found in (("left", left), ("twice", twice)):
        which = next(one for one in test.button_group if one.key == "which")
        which.set_value(sieve).run()
        assert not test.exception
        rows = len(test.dataframe[0].value) if any(found) else 0
        assert rows == sum(map(bool, found))
        if not rows:
            assert "There is no such sentence." in said(test)


def test_rows_are_sieved_in_the_order_of_their_likeness():
    likeness, left, twice = [50.0, 10.0, 90.0], [["cat"], [], ["dog"]], [[], [], []]
    assert chosen_rows("worst", likeness, left, twice) == [1, 0, 2]
    assert chosen_rows("best", likeness, left, twice) == [2, 0, 1]
    assert chosen_rows("left", likeness, left, twice) == [0, 2]
    assert chosen_rows("twice", likeness, left, twice) == []


def report_of(attention, bleu, low, high):
    report = {"test": {"bleu": bleu, "bleu_interval": [low, high]}}
    return SimpleNamespace(recipe=Recipe.make(attention=attention), report=report)


def test_the_better_network_is_named_only_where_chance_would_not_explain_it(monkeypatch):
    attention_weights, blind = report_of(True, 45.2, 43.9, 46.5), report_of(False, 30.1, 28.8, 31.4)
    for one, other in ((attention_weights, blind), (blind, attention_weights)):
        assert finding(one, one.report["test"], other).endswith("More than chance would explain")
    level = report_of(False, 44.9, 43.6, 46.1)
    assert finding(attention_weights, attention_weights.report["test"], level) == (
        "With attention: BLEU 45.2. Without attention: 44.9. The difference is within the margin"
    )


def test_lengths_are_named_as_people_read_them():
    groups = [
        {"least": 1, "most": 3, "chrf": 60.0}, {"least": 4, "most": 4, "chrf": 70.0}, {"least": 21, "most": None, "chrf": 20.0},
    ]  # fmt: skip
    assert [length_name(group) for group in groups] == ["1–3", "4", "21+"]
    groups = [group | {"chrf_interval": [group["chrf"] - 5, group["chrf"] + 5]} for group in groups]
    assert length_finding(groups, "chrf") == "Best with 4 words (chrF 70.0), worst with 21+ (20.0)"


def test_both_networks_are_followed_from_short_sentences_to_long_ones():
    def groups(short, long):
        return [{"least": 1, "most": 3, "chrf": short}, {"least": 8, "most": 10, "chrf": long}]

    said = longer_finding({"With attention": groups(60.0, 41.26), "Without attention": groups(58.0, 20.0)}, "chrf")
    assert said.endswith(
        "from 1–3 to 8–10 words, chrF goes from 60.0 to 41.3 with attention, from 58.0 to 20.0 without attention"
    )


def test_the_chart_by_length_has_both_networks_and_their_margins(monkeypatch):
    monkeypatch.setattr(translation_charts, "ink", lambda: "#1A2027")
    monkeypatch.setattr(translation_charts, "soft", lambda: "#5B6672")
    monkeypatch.setattr(look, "soft", lambda: "#5B6672")
    group = {"least": 1, "most": 3, "rows": 20, "bleu": 40.0, "bleu_interval": [35.0, 45.0]}
    chart = score_by_length({"with": [group], "without": [group | {"bleu": 30.0}]}, "bleu", ("words", "BLEU")).to_dict()
    assert [(row["name"], row["score"], row["low"]) for row in chart["data"]["values"]] == [
        ("with", 40.0, 35.0), ("without", 30.0, 35.0),
    ]  # fmt: skip
    assert len(chart["layer"]) == 6
    low = group | {"bleu": 0.4, "bleu_interval": [0.1, 1.2]}
    drawn = score_by_length({"with": [low]}, "bleu", ("words", "BLEU")).to_dict()["layer"]
    assert drawn[0]["encoding"]["y"]["scale"]["domain"] == [0, 5]  # on an axis to 100 it would lie on the line
