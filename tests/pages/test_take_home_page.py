"""Take home on the page: four rows, the card, and a bundle brought back."""

import csv
from dataclasses import replace

import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest
from test_exports import network_folder

from nlp_models.recipe import Recipe
from nlp_models.sharing import exports
from nlp_models.sharing.card import card as card_of

PAGE = f"""
import sys
sys.path.insert(0, {str(REPOSITORY)!r})
from pathlib import Path
import streamlit as st
from nlp_models import tasks
from nlp_models.answering.ready import ReadyModel
from nlp_models.runs.store import RunStore
from pages.ui.take_home.step import take_home_step
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import t
runs = RunStore.default().list(visitor(), "sentiment")
ready = st.session_state.get("ready")
take_home_step(tasks.load("sentiment"), ReadyModel(Path(ready)) if ready else runs[0] if runs else None)
"""


@pytest.fixture
def page(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    def open_page(**session):
        test = AppTest.from_string(PAGE, default_timeout=60)
        for key, value in session.items():
            test.session_state[key] = value
        return test.run()

    return open_page


@pytest.fixture
def brought(tmp_path, store):
    """A finished run that came as a bundle."""
    data = exports.make_bundle(network_folder(tmp_path / "made"))
    return exports.import_bundle(exports.validate_bundle(data), store, owner="local")


def downloads(test):
    return [button.key for button in test.get("download_button")]


def shown(test):
    return " ".join(part.value for part in [*test.markdown, *test.caption, *test.error])


def test_without_a_network_there_is_a_sentence_the_way_to_train_and_a_bundle_can_be_brought(page):
    test = page()
    assert not test.exception and "There is no network to take home yet" in shown(test)
    assert test.button[0].label == "Train a network" and len(test.file_uploader) == 1


def test_a_network_that_came_as_a_bundle_goes_out_again_but_its_rows_do_not(page, brought):
    test = page()
    assert not test.exception
    assert downloads(test) == ["take-bundle", "take-card"]
    assert "the rows it learned from are not here" in shown(test)


def test_the_keras_model_is_made_when_asked_and_kept(page, brought, monkeypatch):
    told = []
    monkeypatch.setattr(exports, "make_keras", lambda folder, progress: told.append(progress(3)) or b"a zip")
    test = page()
    test.button(key="make-keras").click().run()
    assert not test.exception and "take-keras" in downloads(test) and len(told) == 1
    assert (brought.folder / "model.keras.zip").read_bytes() == b"a zip"
    assert "take-keras" in downloads(page())  # also for who comes back later


def test_a_keras_model_that_fails_is_told_and_can_be_tried_again(page, brought, monkeypatch):
    from nlp_models.errors import RunError

    def fail(folder, progress):
        raise RunError("The Keras model could not be made; what this program printed says why.")

    monkeypatch.setattr(exports, "make_keras", fail)
    test = page()
    test.button(key="make-keras").click().run()
    assert "could not be made" in test.error[0].value and test.button(key="make-keras")


def test_a_whole_file_is_answered_once_and_kept(page, brought, monkeypatch):
    from pages.ui.take_home import batch_answers

    counted, answer = [], batch_answers.answer_table
    monkeypatch.setattr(batch_answers, "answer_table", lambda *given: counted.append(1) or answer(*given))
    test = page()
    test.file_uploader[0].upload("mine.csv", b"note,text\nx,a lovely film\ny,a dull film\n").run()
    assert test.selectbox[0].value == "text"
    test.button(key="answer-file").click().run()
    assert not test.exception and "2 rows answered." in shown(test) and "take-answers" in downloads(test)
    test.run()
    assert len(counted) == 1 and "take-answers" in downloads(test)
    data = test.session_state["home-answers-sentiment"][1].decode("utf-8-sig")
    names = ["note", "text", "answer", "probability", "probability of 나쁨", "probability of good"]
    assert next(csv.reader(data.splitlines())) == names
    test.selectbox[0].set_value("note").run()
    assert "take-answers" not in downloads(test)  # another column is another question


def test_a_file_with_answers_in_it_is_scored_and_unknown_labels_are_told(page, brought):
    test = page()
    rows = "".join(
        f"a {word} film number {n},{label}\n" for n in range(6) for word, label in (("lovely", "good"), ("dull", "bad"))
    )
    test.file_uploader[0].upload("mine.csv", f"text,label\n{rows}a play,so-so\nno label,\n".encode()).run()
    test.button(key="answer-file").click().run()
    assert not test.exception and "This file has answers in it" in shown(test) and "on 12 rows" in shown(test)
    assert "1 rows are left out of the score" in shown(test) and "so-so" in shown(test)
    test.file_uploader[0].upload("other.csv", b"text,label\na film,one\na play,two\na song,one\na book,two\n").run()
    test.button(key="answer-file").click().run()
    assert not test.exception and "knows none of the labels" in shown(test)


def test_a_file_that_cannot_be_read_gets_a_sentence(page, brought):
    test = page()
    test.file_uploader[0].upload("mine.csv", b"\x00\x01\x02" * 500).run()
    assert "This is not a text file" in shown(test) and "take-bundle" in downloads(test)


def test_a_bundle_comes_back_and_answers(page, store, tmp_path):
    test = page()
    data = exports.make_bundle(network_folder(tmp_path / "made"))
    test.file_uploader[0].upload("saved.zip", data).run()
    (run,) = store.list("local")
    assert not test.exception and run.about.name == "made up"
    assert test.session_state["run-sentiment"] == run.id and test.session_state["step"] == "try"
    test.run()
    assert len(store.list("local")) == 1  # one file, one run


def test_a_bundle_that_is_none_gets_a_sentence_and_nothing_is_kept(page, store):
    test = page()
    test.file_uploader[0].upload("saved.zip", b"PK no").run()
    assert "This is not a bundle made by Unrolled" in shown(test) and store.list("local") == []


def test_a_bundle_of_another_page_is_told_where_it_belongs(page, store, tmp_path, monkeypatch):
    data = exports.make_bundle(network_folder(tmp_path / "made"))
    test = page()
    taken = exports.validate_bundle(data)
    other = taken._replace(config=taken.config.model_copy(update={"task": "spam"}))
    monkeypatch.setattr("nlp_models.sharing.brought.bundle", lambda _data: other)
    title = type("Task", (), {"title": "Spam filter"})
    from pages.ui.take_home import step as take_home

    load = take_home.tasks.load
    monkeypatch.setattr(take_home.tasks, "load", lambda name: title if name == "spam" else load(name))
    test.file_uploader[0].upload("saved.zip", data).run()
    assert "belongs to the page Spam filter" in shown(test) and store.list("local") == []


def test_a_ready_model_goes_out_as_bundle_and_keras_and_says_where_it_comes_from(page, tmp_path):
    folder = network_folder(tmp_path / "sentiment-en")
    test = page(ready=str(folder))
    assert not test.exception and downloads(test) == ["take-bundle", "take-card"] and test.button(key="make-keras")
    assert "Our ready model" in shown(test)


def test_a_run_of_ones_own_can_be_trained_again_and_its_card_tells_all(page, tiny_run):
    run, report = tiny_run, tiny_run.report
    test = page()
    assert not test.exception and "take-script" in downloads(test)
    recipe = Recipe.make(**report["recipe"])
    assert (run.folder / "card.md").read_text("utf-8") == card_of(run, recipe, report)
    run.write_json("about.json", vars(replace(run.about, name="my <b>film</b> [x](y)")))
    card = card_of(run, recipe, report)
    low, high = report["test"]["accuracy_low"], report["test"]["accuracy_high"]
    for told in (
        report["data_sha256"],
        f"{low:.3f} to {high:.3f}",
        "Naive Bayes",
        "Not for",
        "| Units (hidden state size) | `units` | 2 |",
        report["versions"]["keras"].replace("_", r"\_"),
        f"{report['rows']['test']} held back",
        "## Limits",
    ):
        assert told in card, told
    assert "<b>" not in card.replace(r"\<b\>", "") and "[x]" not in card
