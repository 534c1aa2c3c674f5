"""The page of the chatbot: every step in both languages; a conversation, its tags, a better answer, a quick training."""

import zipfile

import pytest
from children import python
from conftest import opened_page

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.store import RunStore
from pages.ui.story.use_case import STEPS

KINDS = {"film": "It is a film.", "song": "It is a song.", "book": "It is a long book.", "play": "It is a play."}


def pairs():
    """Questions of ten words whose answer one can learn: 4 things asked for in 16 ways."""
    ways = [
        f"{a} is {b}" for a in ("what", "tell what", "say what", "so what") for b in ("that", "this", "it", "there")
    ]
    rows = [(f"{way} {thing}", answer) for way in ways for thing, answer in KINDS.items()]
    return Dataset({"text": [q for q, _ in rows], "label": [a for _, a in rows]})


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    from nlp_models.training.worker import run_worker

    store, task = RunStore(tmp_path_factory.mktemp("runs")), tasks.load("chatbot")
    recipe = task.recipe.changed(
        cell="gru",
        bidirectional=False,
        units=24,
        embedding_size=16,
        tokenizer="word",
        epochs=15,
        learning_rate=0.03,
        dropout=0.0,
        batch_size=8,
        embedding_dropout=0.0,
        token_dropout=0.0,
        ema_momentum=0.9,
    )
    run = store.create("chatbot", recipe, pairs(), owner="local", name="tiny")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


@pytest.fixture
def finished(trained, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(trained.folder.parent))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    return trained


def opened(step, lang, run):
    test = opened_page("chatbot", lang=lang, step=step, run=run.id)
    assert not test.error
    return test


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(("lang", "title"), [("ko", "챗봇"), ("en", "Chatbot")])
def test_every_step_opens_in_both_languages(finished, lang, title, step):
    assert opened(step, lang, finished).title[0].value == title


def test_it_learned_what_can_be_learned(finished):
    scores = finished.report["test"]
    assert scores["chrf"] > 90 and scores["perplexity"] < 2
    assert scores["commonest_share"] < 0.75


def said_in(test):
    return [message.markdown[0].value for message in test.chat_message]


def test_a_question_is_answered_and_stays_in_the_conversation(finished):
    test = opened("try", "en", finished)
    first = said_in(test)
    test.chat_input[0].set_value("so what is that song").run()
    assert not test.exception
    after = said_in(test)
    assert after[-2] == "so what is that song" and "song" in after[-1]
    test.chat_input[0].set_value("say what is it book").run()
    assert said_in(test)[:2] == after and "book" in said_in(test)[-1]
    next(one for one in test.button if one.label == "Start over").click().run()
    assert said_in(test)[0] == first[0]


def test_what_stands_in_the_data_is_told_and_what_is_not_sure_is_not_said(finished):
    test = opened("try", "en", finished)
    test.chat_input[0].set_value("what is that film").run()
    assert any("from your data" in one.value for one in test.main.markdown)
    limit = Predictor.load(finished.folder).problem.abstention_threshold
    strange = "zebra quantum zebra"
    answer = Predictor.load(finished.folder).read(strange)
    test.chat_input[0].set_value(strange).run()
    assert (said_in(test)[-1] == "I do not know what to say to that.") == (answer.confidence < limit)


def test_a_better_answer_is_kept_and_learned_in_the_place_of_the_old_one(finished):
    test = opened("try", "en", finished)
    test.chat_input[0].set_value("what is that film").run()
    thumb = test.get("feedback")[-1]
    thumb.set_value(0).run()
    typed = next(one for one in test.text_input if one.label == "What should it say?")
    typed.set_value("A very good one.").run()
    next(one for one in test.button if one.label == "Keep as training data").click().run()
    assert test.session_state["kept-chatbot"] == {"what is that film": "A very good one."}
    assert any("Noted" in one.value for one in test.caption)
    assert any(one.key == "train-kept" for one in test.button)
    teacher_forced_steps = tasks.load("chatbot").kind.joined(pairs(), test.session_state["kept-chatbot"])
    rows = list(zip(teacher_forced_steps.columns["text"], teacher_forced_steps.columns["label"], strict=True))
    assert rows.count(("what is that film", "A very good one.")) == 1
    assert ("what is that film", KINDS["film"]) not in rows and len(rows) == len(pairs())


def test_the_keras_download_writes_the_same_where_we_are_not(finished, tmp_path):
    from nlp_models.sharing.keras_export import write_keras

    write_keras(finished.folder, tmp_path / "bot.zip")
    with zipfile.ZipFile(tmp_path / "bot.zip") as archive:
        archive.extractall(tmp_path / "bot")
    asked, printed = ("so what is that song", "say what is there book"), tmp_path / "printed.txt"
    assert python("load.py", *asked, cwd=tmp_path / "bot", printed=printed, isolated=True).wait(120) == 0
    predictor = Predictor.load(finished.folder)
    ours = [predictor.read(text).said for text in asked]
    assert [line.strip().replace(" .", ".") for line in printed.read_text("utf-8").splitlines()[1::2]] == ours


def test_the_bundle_and_the_whole_run_come_back(finished, tmp_path):
    from nlp_models.sharing import archive, exports

    taken = exports.validate_bundle(exports.make_bundle(finished.folder))
    assert taken.config.task == "chatbot"
    again = Predictor.from_files(
        {name: taken.files[name] for name in ("config.json", "vocabulary.json", "weights.safetensors")}
    )
    assert again.read("what is this play").said == Predictor.load(finished.folder).read("what is this play").said
    kept = archive.read(archive.pack(finished))
    run = RunStore(tmp_path / "elsewhere").import_run(kept.task, kept.recipe, kept.files, kept.status, owner="local")
    assert run.report["test"] == finished.report["test"] and len(run.dataset) == len(pairs())


def test_what_was_kept_is_judged_and_is_what_it_would_say_now(finished):
    from nlp_models.answering.judging import judge
    from nlp_models.problems.sequence_to_sequence.judging import EvaluatedPairs, commonest_answers

    evaluated, predictor = judge(finished), Predictor.load(finished.folder)
    assert evaluated.source == "held-out" and len(evaluated) == finished.report["test"]["questions"]
    assert evaluated.said == [predictor.read(text).said for text in evaluated.texts]
    assert evaluated.retrieved and all(said in KINDS.values() for said in evaluated.retrieved)
    listed = EvaluatedPairs([""] * 5, [[]] * 5, ["a", "b", "a", "c", "a"], [1.0] * 5, None, "held-out")
    assert commonest_answers(listed) == [("a", 3)]


def test_judge_says_whether_it_says_the_same_and_offers_what_helps(finished):
    test = opened("judge", "en", finished)
    said = [one.value for one in test.markdown]
    bland = finished.report["test"]["commonest_share"] > 0.03
    assert any("same too often" in line for line in said) == bland
    longer = next(one for one in test.button if one.label == "Train longer: Long")
    longer.click().run()
    assert not test.exception and test.session_state["step"] == "train"
    assert test.session_state["set-chatbot-length"] == "long"


def test_settings_of_one_task_do_not_follow_to_another(finished):
    test = opened("train", "en", finished)
    widgets = [*test.number_input, *test.toggle, *test.selectbox, *test.button_group]
    keys = [one.key for one in widgets if (one.key or "").startswith("set-")]
    assert len(keys) > 15 and all(key.startswith("set-chatbot-") for key in keys)
    assert (
        test.number_input(key="set-chatbot-contrastive_weight").value == tasks.load("chatbot").recipe.contrastive_weight
    )
