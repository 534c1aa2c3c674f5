"""The page of a tagger: every step in both languages, a word's tag set right and kept, sentences read as they come."""

import shutil
import zipfile

import pytest
from conftest import REPOSITORY
from made_runs import broken_and_unbroken, learned_by
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.answering.batch import answer_table
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.judging import judge, split_as
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.readers import Table
from nlp_models.problems.tagging.entities import spans_of
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive, exports
from nlp_models.training.worker import run_worker
from pages.ui.story.use_case import STEPS
from pages.ui.views.tagging.words import with_kind


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """One training for all these tests: of 40 sentences some are answered wrongly."""
    task = tasks.load("tagging")
    sample = task.sample("en")
    whole = Dataset({name: values[:200] for name, values in sample.columns.items()})
    store = RunStore(tmp_path_factory.mktemp("runs"))
    recipe = task.recipe.changed(units=8, embedding_size=8, epochs=2, learning_rate=0.01, bidirectional=False)
    run = store.create("tagging", recipe, whole, owner="local", name="tiny")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run.folder


@pytest.fixture
def finished(trained, store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    shutil.copytree(trained, store.root / trained.name)
    return store.get(trained.name, "local")


def opened(step, lang="en"):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page("pages/tagging.py")
    for key, value in {"lang": lang, "step": step}.items():
        test.query_params[key] = value
    return test.run()


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_step_opens_in_both_languages(finished, lang, step):
    test = opened(step, lang)
    assert not test.exception and not test.error
    assert test.title[0].value == {"ko": "태깅", "en": "Tagging"}[lang]


@pytest.mark.parametrize("step", list(STEPS))
def test_every_step_opens_without_a_network(store, monkeypatch, step):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = opened(step)
    assert not test.exception and not test.error


def test_answers_are_judged_word_by_word(finished):
    evaluated = judge(finished)
    report = finished.report["test"]
    words = sum(map(len, evaluated.words))
    right = sum(
        one == other
        for pair in zip(evaluated.gold_tags, evaluated.guesses, strict=True)
        for one, other in zip(*pair, strict=True)
    )
    assert (len(evaluated), words) == (report["rows"], report["tokens"])
    assert right / words == report["accuracy"]
    assert evaluated.confusion().sum() == words
    assert evaluated.wrong and all(evaluated.gold_tags[n] != evaluated.guesses[n] for n in evaluated.wrong)


def test_letters_are_shown_as_words_and_whole_entities():
    words, tags = list("서울▁간▁날"), ["B-LC", "I-LC", "O", "O", "O", "O"]
    assert spans_of(words, tags, letters=True) == [(0, 2, "LC"), (3, 4, None), (5, 6, None)]
    assert spans_of(["in", "Seoul"], ["O", "B-LOC"], letters=False) == [(0, 1, None), (1, 2, "LOC")]


def test_a_kept_sentence_is_learned_with_the_data():
    dataset = tasks.load("tagging").sample("en")
    joined = dataset.joined({"Rose waits": "B-PER O", "odd one": "B-XYZ O"})
    assert len(joined) == len(dataset) + 1  # tags that the data does not have are left out
    assert joined.columns["text"][-1] == "Rose waits" and joined.columns["part"][-1] == "train"


def test_a_finished_run_is_taken_home_in_every_form(finished, tmp_path):
    from nlp_models.sharing.keras_export import write_keras

    taken = exports.validate_bundle(exports.make_bundle(finished.folder))
    assert taken.config.labels == Predictor.load(finished.folder).config.labels
    assert archive.read(archive.pack(finished)).task == "tagging"
    write_keras(finished.folder, tmp_path / "k.zip")  # compares its answers with ours
    assert {"model.keras", "crf.npz", "crf.py", "load.py"} <= set(zipfile.ZipFile(tmp_path / "k.zip").namelist())


def test_a_file_is_scored_as_the_held_out_rows_were_and_answered(finished):
    predictor, test = Predictor.load(finished.folder), split_as(finished, finished.dataset).part("test")
    scores, report = evaluate(predictor, test), finished.report["test"]
    assert scores["entity_f1"] == pytest.approx(report["entity_f1"], abs=1e-9)
    assert scores["accuracy"] == pytest.approx(report["accuracy"], abs=1e-9)
    table = Table(("text",), [("Rose flew to Berlin.",), ("",)], [1, 2], "csv")
    lines = answer_table(predictor, table, "text").decode("utf-8-sig").splitlines()
    assert lines[0] == '"text","words","tags","least sure"' and "Rose flew to Berlin ." in lines[1]


def test_a_resumed_training_ends_as_the_unbroken_one(store, monkeypatch):
    task = tasks.load("tagging")
    sample = task.sample("ko")
    few = Dataset({name: values[:60] for name, values in sample.columns.items()})
    recipe = task.recipe.changed(units=4, embedding_size=4, bidirectional=False)
    broken, whole = broken_and_unbroken(store, monkeypatch, "tagging", few, recipe)
    assert learned_by(broken) == learned_by(whole)


def test_a_file_of_sentences_is_answered_and_offered_for_download(finished):
    rows = b"text,id\nRose flew to Berlin.,1\nMay I join you?,2\n"
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page("pages/tagging.py")
    test.query_params["lang"], test.query_params["step"] = "en", "home"
    test.session_state["home-file-tagging"] = ("a.csv", rows)
    test.run()
    test.button(key="answer-file").click().run()
    assert not test.exception and not test.error
    _, result = test.session_state["home-answers-tagging"]
    assert len(result.decode("utf-8-sig").splitlines()) == 3


def test_a_wrong_tag_of_the_data_is_set_right_and_can_be_undone(store, monkeypatch):
    from pages.ui.views.tagging import rows_step as tagging_rows

    def click(_task, _names, words, tags, *_more):
        return (0, 1, None if tags[0] == "O" else tags[0][2:])

    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr(tagging_rows, "tagged_words", click)
    test = opened("data")
    choice = next(box for box in test.selectbox if box.label.startswith("Tag of “"))
    wanted = "LOC" if choice.value == "PER" else "PER"
    choice.select_index(choice.options.index({"LOC": "Place", "PER": "Person"}[wanted])).run()
    next(button for button in test.button if button.label == "Set right").click().run()
    assert not test.exception and any("Label of row 2 changed" in text.value for text in test.markdown)
    key = choice.key.removeprefix("right-").rsplit("-", 3)[0]
    assert [tags.split(" ")[0] for tags in test.session_state[key][0].labels.values()] == [f"B-{wanted}"]
    next(button for button in test.button if button.label == "Undo").click().run()
    assert not any(button.label == "Undo" for button in test.button)


@pytest.mark.parametrize(
    "tags, kind, of_entities, after",
    [
        (["B-PER", "I-PER", "O"], "LOC", True, ["B-LOC", "I-LOC", "O"]),
        (["B-PER", "I-PER", "O"], "O", True, ["O", "O", "O"]),
        (["NOUN", "NOUN", "VERB"], "PROPN", False, ["PROPN", "PROPN", "VERB"]),
    ],
)
def test_a_span_of_words_becomes_one_of_another_kind(tags, kind, of_entities, after):
    assert with_kind(tags, 0, 2, kind, of_entities) == after
