"""The page of a language model: every step in both languages; a click on a bar writes the word; it writes on."""

from types import SimpleNamespace

import pytest
from conftest import opened_page
from test_language_model import RECIPE, dataset

from nlp_models import tasks
from nlp_models.answering.epochs import finished_epoch
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.language_model.problem import Split
from nlp_models.runs.store import RunStore
from nlp_models.text.vocabulary import END
from pages.ui.frame.state import Key
from pages.ui.story.use_case import STEPS
from pages.ui.views.language_model import try_step as language_try
from pages.ui.views.language_model.from_loss import costs_of, loss_and_perplexity


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    from nlp_models.training.worker import run_worker

    store = RunStore(tmp_path_factory.mktemp("runs"))
    run = store.create("next-word", RECIPE.changed(epochs=3), dataset(), owner="local", name="tiny")
    assert run_worker(store, run.id) == 0
    return run


@pytest.fixture
def finished(trained, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(trained.folder.parent))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    return trained


def opened(step, lang, run):
    test = opened_page("next_word", lang=lang, step=step, run=run.id)
    assert not test.error
    return test


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(("lang", "title"), [("ko", "다음 단어"), ("en", "Next word")])
def test_every_step_opens_in_both_languages(finished, lang, title, step):
    assert opened(step, lang, finished).title[0].value == title


def test_inside_opens_on_the_network_that_was_kept_whatever_judge_shows(finished):
    test = opened("judge", "en", finished)
    test.slider(key=f"written-after-{finished.id}").set_value(1).run()
    test.segmented_control(key="step").set_value("inside").run()
    assert test.select_slider(key=f"epoch-{finished.id}").value == finished_epoch(finished)


def test_it_writes_on_and_marks_what_is_copied(finished):
    test = opened("try", "en", finished)
    test.text_input(key="sentence-next-word").set_value("the cat sees").run()
    test.slider(key="temperature-next-word").set_value(0.0).run()
    test.button(key="write-next-word").click().run()
    assert not test.exception
    run_id, start, text, _ = test.session_state["written-next-word"]
    assert run_id == finished.id and text.startswith(start) and len(text) > len(start)
    assert any("copied" in one.value for one in test.caption)


def test_an_end_of_a_line_stays_one(finished):
    test = opened("try", "en", finished)
    test.text_input(key="sentence-next-word").set_value("the cat sees the moon ⏎ a dog").run()
    assert not any("⏎" in one.value for one in test.caption if "not know" in one.value)
    test.button(key="write-next-word").click().run()
    assert not test.exception and test.session_state["written-next-word"][2].startswith("the cat sees the moon\na dog")


def test_a_click_on_the_end_of_a_line_ends_it(finished, monkeypatch):
    clicked = SimpleNamespace(selection={"word": [{"number": END}]})
    monkeypatch.setattr(language_try.st, "session_state", {"bars": clicked})
    language_try._take(tasks.load("next-word"), finished, Key("bars"), "the cat sees ")
    assert language_try.st.session_state["sentence-next-word"] == "the cat sees ⏎ "


def test_from_probability_to_perplexity_ends_at_the_perplexity_of_the_model(finished):
    sentence = "the cat sees the moon"
    predictor = Predictor.load(finished.folder)
    answer = predictor.read(sentence)
    loss, perplexity = loss_and_perplexity(costs_of(answer.word_probabilities))
    whole = predictor.problem.encoded(Dataset({"text": [sentence]}))
    part = Split(whole.ids[:-1], 1, whole.letters)  # without the end of the line, which nobody typed
    scores = predictor.problem.scores(part, predictor.network.answers(part))
    assert perplexity == pytest.approx(scores["perplexity"], rel=1e-4) and loss == pytest.approx(
        scores["loss"], rel=1e-4
    )
    test = opened("inside", "en", finished)
    test.text_input(key="sentence-next-word").set_value(sentence).run()
    told = next(one.value for one in test.markdown if "equally likely words" in one.value)
    assert f"among {perplexity:.{1 if perplexity >= 10 else 2}f} equally" in told
    assert any(f"e^{{{loss:.3f}}}" in one.value for one in test.latex)


def test_a_certain_word_costs_nothing_and_an_impossible_one_is_still_a_number():
    assert costs_of([1.0, 0.5, 0.0]) == pytest.approx([0.0, 0.6931, 69.08], abs=0.01)
    assert loss_and_perplexity(costs_of([0.25, 0.25])) == pytest.approx((1.3863, 4.0), abs=1e-3)


def test_it_says_honestly_who_wins(finished):
    said = [one.value for one in opened("judge", "en", finished).markdown]
    theirs = {name: scores["perplexity"] for name, scores in finished.report["baselines"].items()}
    ours = finished.report["test"]["perplexity"]
    below_words = ours >= theirs["unigram"]
    assert any("Not even better than word frequencies" in line for line in said) == below_words
    assert any("is better" in line for line in said) == (ours > min(theirs.values()) and not below_words)
    assert any(line.startswith(("**Better than", "**Hardly better")) for line in said) == (ours <= min(theirs.values()))
