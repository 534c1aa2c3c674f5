"""The page of a translator: every step in both languages, words linked and set by hand, the network without attention."""

import shutil

import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.child import run_child
from nlp_models.datasets import Dataset
from nlp_models.decoding import Node, Tree
from nlp_models.runs import RunStore
from pages.ui.beam_tree import placed
from pages.ui.use_case import STEPS

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
        recipe = task.recipe.changed(units=16, embedding_size=16, epochs=2, learning_rate=0.01, attention=attention)
        run = store.create("translation", recipe, whole, owner="local", name="tiny" if attention else "plain")
        assert run_child(store, run.id) == 0, run.status.message
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
    return " ".join(element.value for element in [*test.markdown, *test.caption])


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
    monkeypatch.setattr("pages.ui.use_case.ready_models", lambda task: [])
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
    from nlp_models.predictor import Predictor

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
