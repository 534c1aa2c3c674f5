"""A sentence of one's own before, while and after a training; what is said of a text that a network cannot read."""

import json
from contextlib import ExitStack
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.problems.captioning import pictures
from nlp_models.problems.captioning.drawn import scene_words, scenes
from nlp_models.report import Brief
from nlp_models.runs import asked
from nlp_models.text.vocabulary import Vocabulary
from pages.ui.train.asking import chosen_answers, lines_of, said
from pages.ui.views.captioning.pictures import knows_only_scenes

PHOTO = "data:image/png;base64,iVBORw0KGgo="
ENGLISH, KOREAN = "The story starts well and then falls apart", "지루할 줄 알았는데 끝까지 눈을 뗄 수 없었어요"
CANNOT = "It cannot read this"


@pytest.fixture
def page(store, monkeypatch):
    def page(name="sentiment", step="try", sentence=None, **query):
        monkeypatch.setenv("UNROLLED_VISITORS", "one")
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page(f"pages/{name.replace('-', '_')}.py")
        test.query_params.update({"lang": "en", "step": step} | query)
        if sentence is not None:
            test.session_state[f"sentence-{name}"] = sentence
        test.run()
        assert not test.exception
        return test

    return page


@pytest.fixture
def training(store, tiny_dataset, tiny_recipe):
    """`training(text)`: a run that trains until the test ends, after three epochs."""
    with ExitStack() as alive:

        def training(text):
            run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local", ask=text)
            alive.enter_context(run.hold_lock())
            run.update_status(state="running", epoch=4, epochs=9, step=20, steps=60)
            for epoch in (1, 2, 3):
                row = dict.fromkeys(
                    ("loss", "accuracy", "validation_loss", "validation_accuracy", "learning_rate"), 0.5
                )
                run.append_metrics({"epoch": epoch, "step": 7 * epoch, "seconds": 1.0, "tokens_per_second": 9.0} | row)
            return run

        yield training


def words(test):
    parts = [*test.markdown, *test.caption, *test.button]
    return " | ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts)


# --- after each epoch ---


def test_what_stands_on_try_is_asked_unless_another_text_is_typed_and_is_kept_with_the_run(page, store, monkeypatch):
    monkeypatch.setattr("nlp_models.runners.local.Local.submit", lambda self, run: None)
    for typed, kept in ((None, "not a dull minute"), ("a lovely film", "a lovely film"), ("", "")):
        test = page(step="train", sentence="not a dull minute")
        field = test.text_input(key="asked-sentiment")
        assert field.value == "not a dull minute"
        if typed is not None:
            field.set_value(typed)
        next(button for button in test.button if button.label == "Start training").click().run()
        run = store.list("local")[0]
        assert not test.exception and asked.text_of(run) == kept
        run.update_status(state="cancelled")
        store.delete(run)


def test_a_sentence_in_another_script_than_the_rows_gives_way_to_one_of_theirs(page):
    test = page(step="train", sentence=KOREAN)
    assert test.text_input(key="asked-sentiment").value in tasks.load("sentiment").sample("en").columns["text"]


@pytest.mark.parametrize("name", tasks.names())
def test_every_task_offers_something_to_ask(page, name):
    test = page(name, step="train")
    if name == "captions":
        assert test.segmented_control(key="asked-captions").options == ["One that is held back", "None"]
    else:
        assert test.text_input(key=f"asked-{name}").value.strip()


def test_the_answers_stand_under_the_curve_and_another_text_is_asked_while_it_trains(page, training):
    run = training("a lovely film")
    assert "The first answer comes after the first epoch" in words(page(step="train"))
    for epoch, share in ((1, 0.52), (2, 0.71), (3, 0.9)):
        line = {"epoch": epoch, "said": {"choices": [["positive", share], ["negative", 1 - share]]}}
        run.append_line(asked.ANSWERS, line | ({"text": "a lovely film"} if epoch == 1 else {}))
    test = page(step="train")
    told = words(test)
    assert "“a lovely film”" in told
    assert all(
        f"{epoch}]\u2003**Positive {share}\N{NO-BREAK SPACE}%**" in told.replace(" %", "\N{NO-BREAK SPACE}%")
        for epoch, share in ((1, 52), (2, 71), (3, 90))
    )
    test.text_input(key=f"asked-now-{run.id}").set_value("an awful film").run()
    assert asked.text_of(run) == "an awful film" and not test.exception


def test_after_the_end_the_answer_of_the_kept_epoch_is_marked(page, tiny_run):
    asked.keep(tiny_run, "a lovely film")
    predictor = Predictor.load(tiny_run.folder)
    for epoch in range(1, 12):
        asked.answer(tiny_run, epoch, predictor)
    tiny_run.update_status(best_epoch=4)
    test = page(step="train")
    test.session_state["watched-sentiment"] = tiny_run.id
    told = words(test.run())
    assert (
        told.count("(kept)") == 1
        and "Epoch 4]" in told.split("(kept)")[0].split("  \n")[-1]
        and "Epoch 1]" in told
        and "Epoch 11]" in told
        and "Epoch 3]" not in told
    )


def test_the_first_the_best_and_the_last_few_are_shown():
    told = [asked.Answered(epoch, "x", Brief()) for epoch in range(1, 12)]
    assert [one.epoch for one in chosen_answers(told, 4)] == [1, 4, 8, 9, 10, 11]
    assert [one.epoch for one in chosen_answers(told[:2])] == [1, 2]
    assert [one.epoch for one in chosen_answers(told[:6])] == [1, 2, 3, 4, 5, 6]  # none is left out alone
    lines = lines_of(tasks.load("sentiment"), chosen_answers(told, 4), 4).split("  \n")
    assert [line.partition("]")[0] for line in lines][:3] == [
        ":gray[Epoch 1",
        ":gray[Epochs 2 to 3 are left out",
        ":gray[Epoch 4",
    ]


def test_each_kind_of_answer_has_its_own_form_and_peoples_words_stay_harmless():
    task = tasks.load("tagging")
    assert said(task, Brief.of("a *red* cross")) == "**a \\*red\\* cross**"
    assert said(task, Brief.of(" the sea", [("the", 0.1)])).startswith("**… the sea**")
    assert said(task, Brief.of(tags=[("Rose", "PER"), ("flew", "")])) == "Rose :gray-badge[Person] flew"
    three = [("a", 0.5), ("b", 0.3), ("c", 0.2)]
    assert (
        said(task, Brief.of(choices=three)).count("%") == 3 and said(task, Brief.of(choices=three[:2])).count("%") == 1
    )


# --- what cannot be read ---


@pytest.mark.parametrize(
    ("name", "text"), [("sentiment", KOREAN), ("tagging", KOREAN), ("translation", KOREAN), ("next-word", KOREAN)]
)
def test_a_text_of_unknown_words_gets_no_verdict_but_the_model_that_reads_it(page, name, text):
    test = page(name, sentence=text)
    assert CANNOT in words(test)
    assert bool(test.metric) is False and (name == "next-word") == bool(test.get("vega_lite_chart"))
    if name == "translation":
        return  # no model here reads Korean
    next(button for button in test.button if button.label == "Ask the Korean model").click().run()
    assert not test.exception and CANNOT not in words(test)
    assert test.session_state[f"run-{name}"].endswith("-ko")
    assert test.text_input(key=f"sentence-{name}").value == text


def test_english_is_not_judged_by_the_korean_model_nor_looked_into(page):
    assert CANNOT in words(page(sentence=ENGLISH, run="sentiment-ko"))
    assert CANNOT in words(page(step="inside", sentence=ENGLISH, run="sentiment-ko"))
    assert CANNOT not in words(page(sentence="The 지루할", run="sentiment-ko"))


def test_ones_own_network_is_offered_where_it_is_the_one_that_reads(page, tiny_run, store):
    store.rename(tiny_run, "films")
    test = page(sentence="lovely", run="sentiment-ko")
    assert [b.label for b in test.button if b.label.startswith("Ask")] == ["Ask the English model"]
    config = json.loads((tiny_run.folder / "vocabulary.json").read_text())
    (tiny_run.folder / "vocabulary.json").write_text(json.dumps(config | {"tokens": [*config["tokens"][:-1], "кино"]}))
    test = page(sentence="кино", run="sentiment-ko")
    assert "Ask “films”" in words(test)


def test_a_bot_says_that_it_cannot_read_and_makes_nothing_up(page):
    test = page("chatbot", step="try")
    test.chat_input[0].set_value("오늘 너무 피곤해").run()
    assert CANNOT in words(test) and "generated" not in words(test) and not test.exception


def test_a_photo_means_nothing_to_a_network_that_saw_scenes_and_that_is_told(page):
    task = tasks.load("captions")
    problem = Predictor.load(ready_models("captions")[0].folder).problem
    assert problem.reads(task.examples["en"][0]) and not problem.reads(PHOTO)
    problem.vocabulary = Vocabulary.build(["a dog runs", "a big red cross"], "word", 50, ends=True)
    assert problem.reads(PHOTO)
    drawn = [scenes.make(number) for number in range(2_000)]
    lines = [line for language in ("en", "ko") for scene in drawn for line in scenes.captions(scene, language)]
    assert {word for line in lines for word in line.split()} <= scene_words.WORDS
    test = page("captions")
    assert "so a photo means nothing" not in words(test) and "Draw a new scene" in words(test)
    grain = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    test = page("captions", sentence=pictures.address(grain))
    assert "so a photo means nothing" in words(test) and "bring a zip on Data" in words(test)
    next(button for button in test.button if button.key == "bring-photos").click().run()
    assert (test.session_state["step"], test.session_state["source"]) == ("data", "file") and not test.exception


def test_a_network_of_photos_is_not_asked_about_drawn_scenes(tmp_path):
    task = tasks.load("captions")
    run = SimpleNamespace(id="x", folder=tmp_path, is_ready=False, has_rows=True)
    for examples, only_scenes in ((task.examples["en"], True), ([PHOTO, PHOTO], False)):
        (tmp_path / "examples.json").write_text(json.dumps(examples))
        assert knows_only_scenes(task, run) == only_scenes
