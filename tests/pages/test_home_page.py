"""Home says what Unrolled is with numbers that a network really has, and leads on; the address moves that came with it."""

import json

import numpy as np
import pytest
import streamlit
from conftest import opened_page

from nlp_models import tasks
from nlp_models.answering import probe
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ReadyModel, ready_models
from nlp_models.messages import translator
from pages.ui.charts.shape_strip import drawing
from pages.ui.home.unrolled import Reading, finding, read


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    return lambda page="home", **query: opened_page(page, **query)


def words(test):
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.error]
    return " | ".join(part.value for part in parts).replace("\\", "")


def links(test):
    """`{label: what the address is given}`."""
    protos = [link.proto for link in test.get("page_link")]
    return {proto.label.replace("*", "").replace("\\", ""): proto.query_string for proto in protos}


def asked(test):
    """The address's parameters, each once."""
    return {name: value if isinstance(value, str) else value[0] for name, value in test.query_params.items()}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_use_case_is_on_home_once_under_its_shape_with_its_sentence(app, lang):
    said, t = words(app(lang=lang)), translator(lang)
    known = [tasks.load(name) for name in tasks.names()]
    for task in known:
        assert said.count(t(task.purpose)) == 1
    at = {shape: said.index(f"**{t(shape.title)}**") for shape in tasks.SHAPES}
    assert list(at.values()) == sorted(at.values())
    for task in known:
        last = max((shape for shape in tasks.SHAPES if at[shape] < said.index(t(task.purpose))), key=at.get)
        assert last is task.shape


@pytest.mark.parametrize("name", tasks.names())
def test_a_use_case_says_in_one_sentence_what_it_is_for_and_draws_its_shape(name):
    task = tasks.load(name)
    assert task.purpose.count(".") == 1 and task.purpose.endswith(".") and task.more and "→" in task.flow
    svg = drawing(task.shape)
    assert svg.count("rect") == len(task.shape.inputs) == len(task.shape.outputs)
    assert svg.count("L") == 2 * sum(task.shape.inputs + task.shape.outputs)  # two sides of the tip of each arrow


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", [name.replace("-", "_") for name in tasks.names()])
def test_under_the_title_stand_what_the_page_is_for_and_its_shape(app, page, lang):
    test, task, t = app(page, lang=lang), tasks.load(page.replace("_", "-")), translator(lang)
    assert test.caption[0].value == t(task.purpose)
    strips = [part.proto.body for part in test.get("html") if 'class="shape-strip"' in part.proto.body]
    assert len(strips) == 1 and t(task.flow) in strips[0] and t(task.shape.title) in strips[0]


# the picture


@pytest.mark.parametrize("model", ready_models("sentiment"), ids=lambda model: model.id)
def test_the_drawn_numbers_are_those_of_the_network(model):
    task, predictor = tasks.load("sentiment"), Predictor.load(model.folder)
    sentence = task.examples[model.language][0]
    reading = read(task, model, sentence)
    beginnings = [" ".join(sentence.split()[: n + 1]) for n in range(len(sentence.split()))]
    positive = predictor(beginnings)[:, predictor.config.labels.index("positive")]
    np.testing.assert_allclose(reading.answers, positive, atol=1e-5)
    states = probe.gates_by_word(predictor, sentence)["forward_1"]["h"]
    np.testing.assert_array_equal(reading.states, states[:, reading.units])
    assert reading.words == sentence.split() and len(set(reading.units)) == 8 and reading.of == states.shape[1]


def test_the_finding_names_the_word_at_which_the_answer_changed_most():
    reading = Reading(["a", "dull", "film"], [0.5, 0.1, 0.2], "Positive", [0], np.zeros((3, 1)), 4)
    assert (
        finding(reading)
        == "At “dull” the answer changed most: the probability of Positive went from 50\u00a0% to 10\u00a0%."
    )
    one = Reading(["dull"], [0.1], "Positive", [0], np.zeros((1, 1)), 4)
    assert finding(one) == "After the last word: Positive 10\u00a0%"


def drawn(test):
    """What the components of this page were given."""
    return [json.loads(part.proto.json or "{}") for part in test.get("bidi_component")]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_picture_is_there_in_both_languages_and_opens_as_a_table(app, lang):
    test = app(lang=lang)
    model = next(model for model in ready_models("sentiment") if model.language == lang)
    sentence = tasks.load("sentiment").examples[lang][0]
    steps = next(part["steps"] for part in drawn(test) if "steps" in part)
    assert [step["word"] for step in steps] == sentence.split()
    shown = [round(100 * step["share"]) for step in steps]
    assert [step["shown"].rstrip(" %\u00a0") for step in steps] == [str(share) for share in shown]
    assert not test.dataframe and isinstance(model, ReadyModel)
    test.session_state["home-numbers"] = True
    table = test.run().dataframe[0].value
    assert table.iloc[:, 0].tolist() == sentence.split() and table.shape[1] == 2 + 8


def test_without_a_ready_network_the_rest_is_there(app, monkeypatch, tmp_path):
    monkeypatch.setattr("nlp_models.answering.ready.MODELS", tmp_path)
    test = app()
    assert not any("steps" in part for part in drawn(test)) and "Captions" in links(test)


# one's own


def test_ones_last_networks_are_named_and_lead_to_where_they_answer(app, tiny_run, store, tiny_dataset, tiny_recipe):
    store.create("spam", tiny_recipe, tiny_dataset, owner="somebody else", name="not mine")
    training = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local", name="my *new* one")
    test = app()
    assert links(test)["tiny"] == f"run={tiny_run.id}&step=try"
    assert links(test)["my new one"] == "step=train" and training.is_active
    assert "not mine" not in links(test)
    score = f"{100 * tiny_run.report['test']['accuracy']:.1f}\u00a0%"
    assert f"Sentiment · {score}" in words(test) and "Sentiment · Training" in words(test)


def test_before_the_first_training_nothing_is_said_of_networks(app):
    assert "My last networks" not in words(app())


# ways on and old links


@pytest.mark.parametrize(("button", "step"), [("Try one", "try"), ("See what happens inside", "inside")])
def test_the_ways_on_lead_to_sentiment(app, button, step):
    test = app()
    next(one for one in test.button if one.label == button).click().run()
    assert not test.exception and test.title[0].value == "Sentiment" and asked(test)["step"] == step


def test_a_file_may_be_brought_to_every_use_case(app):
    ways = [link.proto for link in app().get("page_link") if "source=file" in link.proto.query_string]
    assert len(ways) == len(tasks.names()) and all("step=data" in way.query_string for way in ways)


@pytest.mark.parametrize(
    "query", [{"run": "sentiment-ko", "step": "judge"}, {"step": "train"}, {"run": "sentiment-en"}]
)
def test_a_link_from_when_sentiment_was_the_first_page_still_arrives(app, query):
    test = app(lang="ko", **query)
    assert test.title[0].value == "감성 분류" and not test.error
    assert {"lang": "ko", **query}.items() <= asked(test).items()


def test_a_link_with_a_language_alone_is_home(app):
    test = app(lang="ko")
    assert test.title[0].value == "Unrolled" and asked(test) == {"lang": "ko"}


# the browser's tab


@pytest.mark.parametrize(
    ("page", "query", "title"),
    [
        ("home", {}, "Unrolled"),
        ("spam", {"step": "judge"}, "Spam filter · Judge – Unrolled"),
        ("next_word", {"step": "home"}, "Next word · Take home – Unrolled"),
        ("sentiment", {}, "Sentiment · Try – Unrolled"),
        ("runs", {"lang": "ko"}, "실행 기록 – Unrolled"),
    ],
)
def test_the_tab_says_page_and_step(app, monkeypatch, page, query, title):
    said, configure = [], streamlit.set_page_config

    def listen(page_title=None, **how):
        said.extend([page_title] if page_title else [])
        configure(page_title, **how)

    monkeypatch.setattr(streamlit, "set_page_config", listen)
    test = app(page, **query)
    assert said == ["Unrolled", title]
    said.clear()
    test.run()
    assert said == [title]  # or the tab would flicker at every rerun
