"""Safe to show a class, on the pages: a kind card instead of an answer, masked words, everything of mine deleted."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.datasets.table import How
from nlp_models.problems.captioning.pictures import address
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence
from nlp_models.reading import kept_table
from nlp_models.safety import untold
from nlp_models.safety.word_filter import MASK, VARIABLE
from nlp_models.text.vocabulary import Vocabulary
from pages.ui.answer.answering import examples_of
from pages.ui.data import reading
from pages.ui.runs.everything import question
from pages.ui.views.chatbot.judge_step import TYPICAL, typical_first

TASKS_THAT_READ = ("chatbot", "next-word", "translation", "sentiment", "spam", "tagging")


@pytest.fixture(autouse=True)
def _one_visitor(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


def opened(task, lang="en", step="try", sentence=None, turns=None):
    test = AppTest.from_file(str(REPOSITORY / "pages" / f"{task.replace('-', '_')}.py"), default_timeout=120)
    test.session_state["lang"], test.session_state["framed"] = lang, True
    test.query_params["step"] = test.session_state["step"] = step
    if sentence:
        test.session_state[f"sentence-{task}"] = sentence
    if turns:
        test.session_state[f"turns-{task}"] = turns
    test.run()
    assert not test.exception
    return test


def shown(test):
    parts = [*test.markdown, *test.caption, *test.button, *test.error]
    return " ".join(str(getattr(part, "label", "") or part.value) for part in parts).replace("\\", "")


def test_a_bot_gives_a_card_in_the_place_of_an_answer(monkeypatch):
    """Nothing is computed for it, and nothing is offered about it."""
    monkeypatch.setattr(SequenceToSequence, "read", lambda *_: pytest.fail("an answer was made"))
    test = opened("chatbot", turns=["I want to die"])
    words = shown(test)
    assert "988" in words and "116 123" in words and "not saved" in words
    for gone in ("generated", "not sure", "Why this answer", "Look inside the last answer"):
        assert gone not in words
    assert "109" in shown(opened("chatbot", turns=["나 죽고 싶어"])), "the lines of the language it was written in"


def test_the_card_is_in_the_korean_of_the_page(monkeypatch):
    assert "1388" in shown(opened("chatbot", "ko", turns=["아빠가 나를 때려"]))


def test_other_talk_goes_on_round_the_card():
    test = opened("chatbot", turns=["kms", "hello there buddy"])
    assert "988" in shown(test) and "Look inside the last answer" in shown(test)


def test_next_word_does_not_write_on():
    test = opened("next-word", sentence="I want to kill myself")
    assert "988" in shown(test) and "Write on" not in shown(test) and not test.get("vega_lite_chart")


def test_no_next_word_is_offered_that_would_tell_of_being_hurt():
    """Neither on Try nor on the ladder, nor in what it writes; behind other words it is one like any other."""
    problem = LanguageModel(Vocabulary.build(["go die the plants"], "word", 100, ends=True), 1)
    go, die = (problem.vocabulary.ids[word] for word in ("go", "die"))
    logs = np.log(np.where(np.arange(len(problem.vocabulary)) == die, 0.6, 0.1))
    for text, allowed in (("I would like to", False), ("The plants will", True)):
        assert (die in problem.offered(text, [die, go], 2)) == ("die" in problem.likeliest(text, logs, 3)) == allowed
        assert untold(text, " die at last.") == (" die at last." if allowed else f" {MASK} at last.")


@pytest.mark.parametrize("task", [name for name in TASKS_THAT_READ if not tasks.load(name).talks_back])
def test_where_nothing_talks_back_the_card_stands_beside_the_answer(task):
    told, other = opened(task, sentence="My dad hits me"), opened(task, sentence="My dad drives me")
    assert "0800 1111" in shown(told) and "0800 1111" not in shown(other)
    assert len(shown(told)) > len(shown(other)), "the answer is there as well"


@pytest.mark.parametrize("task", ["chatbot", "next-word"])
def test_look_inside_shows_no_answer_to_it(task):
    words = shown(opened(task, step="inside", sentence="I want to die"))
    assert "988" in words and "sure of each token" not in words and "surprised it most" not in words


def test_a_word_of_the_host_is_masked_where_it_is_written(tmp_path, monkeypatch):
    listed = tmp_path / "words.txt"
    listed.write_text("clé\nbed\n", "utf-8")
    monkeypatch.setenv(VARIABLE, str(listed))
    assert f"Try to go to {MASK} early tonight." in shown(opened("chatbot", turns=["I'm so tired today "]))
    assert "··· is a word that is not shown here." in shown(opened("translation", sentence="Where is the key? "))


def test_a_filter_that_cannot_be_read_is_told_in_the_place_of_the_answer(monkeypatch):
    monkeypatch.setenv(VARIABLE, "/nowhere/words.txt")
    test = opened("next-word", sentence="The old man")
    assert "cannot be read" in shown(test) and not test.get("vega_lite_chart")


def test_judge_opens_on_typical_rows():
    order = typical_first([0.1 * (n % 10) + 0.001 * n for n in range(100)])
    assert all(0.35 < 0.1 * (n % 10) + 0.001 * n < 0.65 for n in order[:TYPICAL]) and order[TYPICAL] == 0


def runs_page(store=None, **session):
    test = AppTest.from_file(str(REPOSITORY / "pages" / "runs.py"), default_timeout=60)
    for key, value in {"lang": "en", "framed": True, "deleting-everything": True, **session}.items():
        test.session_state[key] = value
    return test.run()


def test_everything_of_mine_is_deleted_at_a_click(tiny_run, store, tiny_dataset, tiny_recipe):
    store.create("sentiment", tiny_recipe, tiny_dataset, owner="somebody else")
    remembered = {"sentence-sentiment": "mine", "sentiment-file": ("mine.csv", b"text,label\n"), "chosen-runs": []}
    test = runs_page(**remembered)
    assert "Delete your 1 run" in shown(test)
    test.button(key="delete-everything-yes").click().run()
    assert not test.exception
    assert store.list("local") == [] and len(store.list("somebody else")) == 1
    assert [message.value for message in test.success] == ["Deleted: 1 run. Nothing of yours is kept here any more."]
    assert not any(name in test.session_state for name in ("sentence-sentiment", "sentiment-file"))
    assert test.session_state["lang"] == "en"


def test_a_browser_gets_another_number(store, monkeypatch, tiny_dataset, tiny_recipe):
    monkeypatch.delenv("UNROLLED_VISITORS")
    mine = "a" * 32
    store.create("sentiment", tiny_recipe, tiny_dataset, owner=mine)
    test = runs_page(unrolled_visitor=mine)
    test.button(key="delete-everything-yes").click().run()
    assert not test.exception and store.list(mine) == []
    assert test.session_state["unrolled_visitor"] != mine
    assert mine not in str(test.get("html")), "the cookie is written anew"


def test_it_can_be_kept(tiny_run, store):
    test = runs_page()
    test.button(key="delete-everything-no").click().run()
    assert not test.exception and len(store.list("local")) == 1


def test_the_question_counts():
    assert "3 runs" in question(3) and "no runs" in question(0)


def _read_in_this_process(task, data, name, *_, **__):
    folder = TemporaryDirectory()
    kept_table.write(tasks.load(task).kind.read_table(data, name), Path(folder.name))
    return kept_table.KeptTable(folder)


def test_tables_of_my_files_go_and_others_stay(monkeypatch):
    """Their folders on disk go with them; a file that somebody else has given too stays for them."""
    who = ["me"]
    monkeypatch.setattr(reading, "visitor", lambda: who[0])
    monkeypatch.setattr(reading, "read_limited", _read_in_this_process)
    reading._tables.clear(), reading._readers.clear()
    rows = b"text,label\ngood film,yes\nbad film,no\n"
    for visitor, data in (
        ("me", rows),
        ("me", rows + b"mine,no\n"),
        ("them", rows + b"mine,no\n"),
        ("them", rows + b"x,no\n"),
    ):
        who[0] = visitor
        reading.read_here(tasks.load("sentiment"), data, "a.csv", str(len(data)), How())
    folders = {key[1]: table._head.parent for key, table in reading._tables().items()}
    assert len(folders) == 3
    reading.forget_tables("me")
    assert [folders[key].exists() for key in (str(len(rows)), str(len(rows) + 8), str(len(rows) + 5))] == [
        False,
        True,
        True,
    ]


def test_an_example_of_a_run_is_offered_only_if_it_is_fit(tiny_run):
    """Held-back rows of somebody's file may be anything; a picture is never read as if it were words."""
    (tiny_run.folder / "examples.json").write_text('["a fucking good film", "i want to die", "a warm film"]', "utf-8")
    assert examples_of(tasks.load("sentiment"), tiny_run) == ["a warm film"]
    picture = address(np.zeros((64, 64, 3), np.uint8)) + "/ass/"
    (tiny_run.folder / "examples.json").write_text(json.dumps([picture]), "utf-8")
    assert examples_of(tasks.load("captions"), tiny_run) == [picture]
