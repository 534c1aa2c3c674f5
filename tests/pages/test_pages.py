"""Every page opens, in both languages, and the web process stays light."""

import json
import subprocess
import sys

import pytest
from conftest import REPOSITORY, as_read
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from pages.ui.story.use_case import STEPS

HEAVY = ("tensorflow", "keras", "sklearn", "sacrebleu", "torch", "jax", "kiwipiepy")


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")

    def open_page(page="sentiment", **query):
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page(f"pages/{page.replace('-', '_')}.py")
        for key, value in ({"lang": "en"} | query).items():
            test.query_params[key] = value
        return test.run()

    return open_page


@pytest.fixture
def finished(tiny_run):
    return tiny_run


def texts(test):
    parts = [
        *test.title,
        *test.subheader,
        *test.markdown,
        *test.caption,
        *test.error,
        *test.warning,
        *test.button,
        *test.text_input,
    ]
    return as_read(" ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts))


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(("lang", "title"), [("ko", "감성 분류"), ("en", "Sentiment")])
def test_every_step_opens_in_both_languages(app, lang, title, step):
    test = app(lang=lang, step=step)
    assert not test.exception
    assert test.title[0].value == title
    steps = test.segmented_control(key="step").options
    shown = [*steps, *(button.label for button in test.button)]
    assert all(any("가" <= letter <= "힣" for letter in label) == (lang == "ko") for label in shown), shown


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", tasks.names())
def test_train_begins_with_the_sample_and_offers_every_setting(app, name, lang):
    test = app(lang=lang, step="train", page=name)
    task = tasks.load(name)
    start = next(button for button in test.button if button.label in ("Start training", "학습 시작"))
    assert not start.disabled and not test.error
    rows = f"{len(task.sample(lang)):,}"
    assert any(rows in part.value for part in test.markdown), f"not {rows} rows of the sample"
    offered = {key for part in (*test.slider, *test.selectbox, *test.number_input, *test.toggle) if (key := part.key)}
    assert len(offered) > 5


def test_the_page_opens_on_a_ready_model_of_its_language_with_an_example_answered(app):
    for lang, model in (("ko", "sentiment-ko"), ("en", "sentiment-en")):
        test = app(lang=lang)
        assert test.session_state["run-sentiment"] == model
        assert test.metric[0].value.rstrip("\u00a0%").isdigit() and not test.error


def test_look_inside_takes_the_sentence_along(app):
    test = app(lang="en")
    test.text_input(key="sentence-sentiment").set_value("A dull film").run()
    next(button for button in test.button if button.label == "Look inside this sentence").click().run()
    assert test.query_params["step"] == ["inside"] or test.query_params["step"] == "inside"
    assert test.text_input(key="sentence-sentiment").value == "A dull film" and not test.exception


def test_another_language_brings_the_ready_model_of_that_language(app):
    test = app(lang="en")
    test.segmented_control(key="lang").set_value("ko").run()
    assert test.session_state["run-sentiment"] == "sentiment-ko" and not test.exception


def test_without_any_network_the_page_offers_the_example(app, monkeypatch, tmp_path):
    monkeypatch.setattr("nlp_models.answering.ready.MODELS", tmp_path)
    assert "There is no trained network here yet" in texts(app())


def test_a_finished_run_answers_at_once_with_the_probability_after_every_word(app, finished):
    test = app()
    assert not test.exception
    assert test.metric[0].value.endswith("\u00a0%")
    test.text_input(key="sentence-sentiment").set_value("a lovely film").run()
    share = int(test.metric[0].value.split()[0])
    assert 50 <= share <= 100 and not test.error


def test_a_megabyte_of_text_is_answered_or_cut_but_never_breaks(finished):
    from nlp_models.answering.predictor import Predictor

    answer = Predictor.load(finished.folder).read("lovely film " * 90_000)
    assert answer.truncated_at == 128 and len(answer.words) == 128


def test_an_unknown_run_in_the_link_is_told_and_nothing_is_lost(app, finished):
    test = app(run="../../etc/passwd")
    assert "There is no such run" in " ".join(error.value for error in test.error)
    assert test.metric  # the page still answers with the run that is there


def test_somebody_elses_run_is_told_like_an_unknown_one(app, store, tiny_dataset, tiny_recipe):
    foreign = store.create("sentiment", tiny_recipe, tiny_dataset, owner="somebody else")
    test = app(run=foreign.id)
    assert "There is no such run" in " ".join(error.value for error in test.error)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", None),
        ("a lovely film\tpositive", "too little to learn from"),
        ("\n".join(["good\tpositive"] * 20), 'Every label is "positive"; at least two kinds are needed.'),
    ],
)
def test_bad_pasted_text_gets_a_sentence(app, content, sentence):
    test = app(step="data", source="paste")
    test.text_area(key="sentiment-pasted").set_value(content).run()
    assert not test.exception
    told = " ".join(error.value for error in test.error).replace("\\", "")
    assert (sentence in told) if sentence else not told


def test_a_bad_file_gets_a_sentence_and_the_page_goes_on(app):
    test = app(step="data", source="file")
    test.file_uploader[0].upload("notes.csv", b"\x00\x01\x02" * 500).run()
    assert "This is not a text file" in " ".join(error.value for error in test.error)
    test.file_uploader[0].upload("good.csv", b"text,label\n" + b"good,1\nbad,0\n" * 10).run()
    assert not test.error and "20 rows" in texts(test).replace("\\", "")


def test_the_first_answer_waits_for_no_chart_library_and_nothing_heavy_comes_at_all(finished, store):
    """In a process of its own: Home and a first answer, then every step of a run.

    Altair takes as long to load as everything of ours together, and 150 ms to check a chart at every key.
    """
    code = f"""
import json, os, sys
os.environ["UNROLLED_VISITORS"] = "one"
from streamlit.testing.v1 import AppTest
test = AppTest.from_file({str(REPOSITORY / "app.py")!r}, default_timeout=60).run()  # Home
assert not test.exception
test.switch_page("pages/sentiment.py").run()
assert test.metric and not test.exception
charts = "altair" in sys.modules
for step in {list(STEPS)!r}:
    test = AppTest.from_file({str(REPOSITORY / "app.py")!r}, default_timeout=60)
    test.switch_page("pages/sentiment.py")
    test.query_params["step"] = step
    test.run()
    assert not test.exception, test.exception
    assert step != "try" or test.metric
print(json.dumps([charts, [name for name in {HEAVY!r} if name in sys.modules]]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [False, []]
