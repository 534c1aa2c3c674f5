"""What is special to a task that looks for a rare label: prices of mistakes, reasons, a whole file, class weights."""

import shutil

import pytest
from conftest import REPOSITORY, as_read
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.answering.judging import judge
from nlp_models.answering.ready import ready_models
from nlp_models.datasets.dataset import Dataset
from nlp_models.recipe import Recipe
from nlp_models.runs.store import RunStore
from nlp_models.scoring.costs import mistakes, optimal_threshold
from nlp_models.training.worker import run_worker
from pages.ui.story.use_case import STEPS

REAL = ("see you at home", "the parcel is here", "call me after work", "dinner at seven")
SPAM = ("win cash now", "free loan call now", "cash prize here")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """One training for all these tests; a fifth is spam, and some labels are wrong, so that there are mistakes."""
    texts = [SPAM[n % 3] if n % 5 == 0 else REAL[n % 4] for n in range(200)]
    labels = ["spam" if (n % 5 == 0) != (n % 23 == 0) else "ham" for n in range(200)]
    parts = ["test"] * 60 + ["validation"] * 40 + ["train"] * 100
    recipe = Recipe.make(
        units=4,
        embedding_size=8,
        tokenizer="word",
        vocabulary_size=60,
        epochs=12,
        batch_size=8,
        learning_rate=0.02,
        bidirectional=False,
        spelling="no",
    )
    store = RunStore(tmp_path_factory.mktemp("runs"))
    dataset = Dataset({"text": texts, "label": labels, "part": parts})
    run = store.create("spam", recipe, dataset, owner="local", name="tiny")
    assert run_worker(store, run.id) == 0
    return run.folder


@pytest.fixture
def finished(trained, store, monkeypatch, trained_here):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setenv("UNROLLED_RUNNER", "inline")
    shutil.copytree(trained, store.root / trained.name)
    return store.get(trained.name, "local")


def opened(step, lang="en", **state):
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=120)
    test.switch_page("pages/spam.py")
    for key, value in {"lang": lang, "step": step}.items():
        test.query_params[key] = value
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    return test


def said(test):
    parts = [*test.subheader, *test.markdown, *test.caption, *(one for one in test.expander)]
    return as_read(" ".join(str(getattr(part, "value", "") or getattr(part, "label", "")) for part in parts)).replace(
        "\\", ""
    )


def metric(test, title):
    [found] = [one for one in test.metric if one.label.replace("\\", "") == title]
    return found


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(("lang", "title"), [("ko", "스팸 거르기"), ("en", "Spam filter")])
def test_every_step_opens_in_both_languages(finished, lang, title, step):
    test = opened(step, lang, run=finished.id)
    assert test.title[0].value == title and not test.error


@pytest.mark.parametrize(("lang", "spam"), [("ko", "스팸"), ("en", "Spam")])
def test_the_page_opens_on_a_ready_model_of_its_language_and_tells_spam_from_genuine(store, monkeypatch, lang, spam):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = opened("try", lang)
    assert test.session_state["run-spam"] == f"spam-{lang}" and not test.error
    assert (
        spam in test.metric[0].label and int(test.metric[0].value.rstrip("\u00a0%")) > 50
    )  # the first example is spam
    for example in tasks.load("spam").examples[lang][1:]:
        shown = opened("try", lang, **{"sentence-spam": example}).metric[0]
        assert spam in shown.label and int(shown.value.rstrip("\u00a0%")) < 50  # the same question as the curve's


def test_a_ready_model_is_small_and_names_its_source_and_licence():
    for model in ready_models("spam"):
        assert sum(file.stat().st_size for file in model.folder.iterdir()) < 5_000_000
        card = (model.folder / "card.md").read_text("utf-8")
        assert "CC BY 4.0" in card if model.language == "en" else "MIT" in card
        assert model.report["test"]["rows"] >= 300


def test_the_rare_label_is_one_the_task_knows():
    for name in tasks.names():
        task = tasks.load(name)
        assert not task.rare or task.rare == next(iter(task.label_names))  # the one that Try's curve follows


def test_a_dearer_mistake_moves_the_threshold_and_lists_the_messages_that_flip(finished):
    test, evaluated = opened("judge", threshold=True), judge(finished)
    positive = evaluated.labels.index("spam")
    share = evaluated.probabilities[:, positive]
    turned = []
    for price in (10, 2, 99):
        test.select_slider(key="price-threshold-spam").set_value(price).run()
        assert not test.exception
        percent = round(100 * optimal_threshold(price))
        assert test.slider(key="threshold-spam").value == percent
        here, half = (mistakes(evaluated.targets, share, positive, at) for at in (percent / 100, 0.5))
        assert metric(test, "“Genuine” lost").value == str(here.false_positives)
        assert metric(test, "“Spam” let through").value == str(here.false_negatives)
        cost = metric(test, f"Cost: {price} × lost + let through")
        assert (cost.value, cost.delta) == (f"{here.cost(price):,}", f"{half.cost(price):,} at 50\u00a0%")
        flipped = sorted(evaluated.texts[n] for n in range(len(evaluated)) if 0.5 <= share[n] < percent / 100)
        tables = [sorted(table.value["text"]) for table in test.dataframe if "text" in table.value]
        assert not flipped or flipped in tables
        turned.append(len(flipped))
    assert turned[2] > 0  # else nothing was tested


def test_the_cheapest_threshold_of_the_validation_messages_is_offered(finished):
    test = opened("judge", threshold=True)
    test.select_slider(key="price-threshold-spam").set_value(20).run()
    test.button(key="best-cost").click().run()
    assert not test.exception
    assert f"Cost at {test.slider(key='threshold-spam').value}\u00a0%" == test.button(key="best-cost").label


def test_it_is_said_how_well_spam_is_found_beside_the_plain_methods(finished):
    test, report = opened("judge"), finished.report
    [table] = [table.value for table in test.dataframe if "method" in table.value]
    assert table["method"].tolist()[0] == "LSTM" and "naive Bayes" in table["method"].tolist()
    recall = report["test"]["per_class"]["spam"]["recall"]
    assert table["recall"][0] == 100 * recall
    assert f"It finds {100 * recall:.1f}\u00a0% of “Spam”" in said(test)


def test_rare_labels_count_more_in_a_training_of_its_own_and_both_are_compared(finished, store):
    test = opened("judge")
    test.button(key="train-weighted").click().run()
    assert not test.exception and "refused" not in test.session_state
    child = next(run for run in store.list("local") if run.about.parent == finished.id)
    assert child.status.state == "done" and child.recipe == finished.recipe.changed(class_weights=True)
    before, after = judge(finished), judge(child)
    assert after.rows.tolist() == before.rows.tolist()
    compared = opened("judge", change=True, **{"run-spam": child.id})
    recalls = [run.report["test"]["per_class"]["spam"]["recall"] for run in (finished, child)]
    assert "Of “Spam” it finds {:.1f}\u00a0% → {:.1f}\u00a0%".format(*(100 * recall for recall in recalls)) in said(
        compared
    )
    assert "with the corrected labels" not in said(compared)
    assert compared.button(key="train-weighted").label == "Train again with all counting alike"


def test_somebody_elses_run_cannot_be_trained_again(finished, monkeypatch):
    from nlp_models.runs.run import Run

    monkeypatch.setattr(RunStore, "get", lambda store, run_id, owner: Run(store.root / run_id, store, mine=False))
    monkeypatch.setattr(RunStore, "list", lambda store, owner, task=None: [store.get(finished.id, owner)])
    test = opened("judge")
    assert test.metric and not [button for button in test.button if button.key == "train-weighted"]


def test_every_message_is_answered_with_its_reasons(finished):
    test = opened("try")
    test.text_input(key="sentence-spam").set_value("win free cash now").run()
    assert not test.exception and "Each word in turn was hidden" in said(test)
    test.text_input(key="sentence-spam").set_value("?!").run()
    assert not test.exception


def test_a_whole_file_is_sorted_on_try(finished):
    test = opened("try", many="file")
    content = "probability of x,text\n" + "".join(f"n{n},{text}\n" for n, text in enumerate([*REAL, *SPAM] * 3))
    test.file_uploader[0].upload("mine.csv", content.encode()).run()
    test.button(key="answer-file").click().run()
    assert not test.exception and "21 rows answered." in said(test)
    choice = next(one for one in test.segmented_control if one.label == "Rows answered with")
    assert sum(int(option.split(": ")[1].split()[0]) for option in choice.options) == 21
    shown = test.dataframe[0].value
    assert set(shown["text"]) <= {*REAL, *SPAM} and shown["sure"].is_monotonic_decreasing
