"""Judge: true sentences about the score, every mistake listed, corrections gathered, trained with and compared."""

import shutil

import pytest
from conftest import as_read, tiny_rows
from streamlit.testing.v1 import AppTest

from nlp_models.answering.judging import judge
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.classification.judging import confident_errors, rows_of_cell
from nlp_models.recipe import Recipe
from nlp_models.runs.store import RunStore
from nlp_models.training.worker import run_worker


def page():
    """What the frame does for a step, without the frame."""
    import streamlit as st

    from nlp_models import tasks
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.store import RunStore
    from pages.ui.story.no_network import without_network
    from pages.ui.views.classification.judge_step import judge_step

    st.session_state.setdefault("lang", "en")
    run = RunStore.default().get(st.session_state.asked, "local") if "asked" in st.session_state else None
    if "ready" in st.session_state:
        run = ReadyModel(st.session_state.ready)
    task = tasks.load("sentiment")
    judge_step(task, run) if run else without_network(task, "judge")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """One training for all these tests; two of its labels are wrong, so that there are mistakes to list."""
    store = RunStore(tmp_path_factory.mktemp("runs"))
    texts, labels = tiny_rows(100)
    labels[1] = labels[3] = "negative"
    parts = ["test"] * 30 + ["validation"] * 10 + ["train"] * 60
    recipe = Recipe.make(
        units=4,
        embedding_size=8,
        tokenizer="word",
        vocabulary_size=50,
        epochs=6,
        batch_size=4,
        learning_rate=0.02,
        bidirectional=False,
        spelling="no",
    )
    dataset = Dataset({"text": texts, "label": labels, "part": parts}, {"negative": "No good"})
    run = store.create("sentiment", recipe, dataset, owner="local", name="tiny")
    assert run_worker(store, run.id) == 0
    return run.folder


@pytest.fixture
def finished(trained, store, monkeypatch, trained_here):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setenv("UNROLLED_RUNNER", "inline")
    shutil.copytree(trained, store.root / trained.name)
    return store.get(trained.name, "local")


def opened(**state):
    test = AppTest.from_function(page, default_timeout=120)
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


def test_without_a_network_there_is_a_way_to_train_one(store):
    test = opened()
    assert "nothing to judge yet" in said(test)
    test.button[0].click().run()
    assert test.session_state.step == "train"


def test_the_score_stands_with_its_rows_its_interval_and_the_best_baseline(finished):
    test, report = opened(asked=finished.id), finished.report
    assert "Scored on 30 sentences it has never seen" in said(test)
    assert "With only 30 test sentences the score is shaky" in said(test)
    accuracy, macro, lead = test.metric
    assert accuracy.value == f"{100 * report['test']['accuracy']:.1f}\u00a0%"
    assert (
        accuracy.delta
        == f"{100 * report['test']['accuracy_low']:.1f} to {100 * report['test']['accuracy_high']:.1f}\u00a0%"
    )
    assert macro.value == f"{report['test']['macro_f1']:.3f}"
    best = max(scores["accuracy"] for scores in report["baselines"].values())
    assert lead.delta.endswith(f"{100 * best:.1f}\u00a0%")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_it_opens_in_both_languages(finished, lang):
    assert opened(asked=finished.id, lang=lang).metric


def test_the_commonest_mistake_is_listed_first_and_every_cell_can_be_chosen(finished):
    test, evaluated = opened(asked=finished.id), judge(finished)
    cells = test.selectbox(key="cell-sentiment")
    assert cells.value[0] != cells.value[1]
    for cell in [
        (target, answer) for target in (0, 1) for answer in (0, 1) if len(rows_of_cell(evaluated, target, answer))
    ]:
        test.selectbox(key="cell-sentiment").set_value(cell).run()
        assert not test.exception
        wanted = [evaluated.texts[place] for place in rows_of_cell(evaluated, *cell)]
        assert test.dataframe[0].value["text"].tolist() == wanted


def test_what_is_folded_is_drawn_when_open(finished):
    closed = said(opened(asked=finished.id))
    wrong = f"{len(confident_errors(judge(finished)))} of 30 answers were wrong"
    assert wrong not in closed and "sure on average" not in closed
    test = opened(asked=finished.id, wrong=True, calibration=True, threshold=True)
    assert wrong in said(test) and "sure on average" in said(test)


def test_the_threshold_tells_which_rows_turn_over(finished):
    evaluated = judge(finished)
    share = evaluated.probabilities[:, evaluated.labels.index("positive")]
    test = opened(asked=finished.id, threshold=True)
    test.slider[0].set_value(90).run()
    fewer = int(((share >= 0.5) & (share < 0.9)).sum())
    assert f"From 90\u00a0% on, {fewer} fewer sentences" in said(test)
    test.button(key="best-accuracy").click().run()
    assert f"Accuracy at {test.slider[0].value}\u00a0%" == test.button(key="best-accuracy").label


def test_corrections_are_trained_with_and_compared(finished, store):
    evaluated = judge(finished)
    right = {row: "positive" for row in (1, 3)}  # as they were before we spoiled them
    test = opened(asked=finished.id, **{"corrections-sentiment": {finished.id: right}})
    assert "2 corrected labels" in said(test)
    test.button(key="train-corrected").click().run()
    assert not test.exception and "refused" not in test.session_state
    child = next(run for run in store.list("local") if run.about.parent == finished.id)
    assert child.status.state == "done" and child.recipe == finished.recipe and child.about.name == "tiny, corrected"
    assert judge(child).rows.tolist() == evaluated.rows.tolist()
    assert [child.dataset.columns["label"][row] for row in (1, 3)] == ["positive", "positive"]
    assert test.session_state["corrections-sentiment"] == {}

    compared = opened(asked=child.id, change=True)
    assert "What changed:" in said(compared) and "with the corrected labels" in said(compared)
    store.delete(finished)
    assert "What changed:" not in said(opened(asked=child.id))


def test_undo_leaves_no_correction(finished):
    test = opened(asked=finished.id, **{"corrections-sentiment": {finished.id: {1: "positive"}}})
    assert "1 corrected label" in said(test)
    test.button(key="undo-corrections").click().run()
    assert "Is a label wrong?" in said(test) and not test.exception


def test_a_shared_run_of_somebody_else_cannot_be_corrected(finished, monkeypatch):
    from nlp_models.runs.run import Run

    monkeypatch.setattr(RunStore, "get", lambda store, run_id, owner: Run(store.root / run_id, store, mine=False))
    assert "Is a label wrong?" not in said(opened(asked=finished.id))


def test_a_ready_models_score_and_the_sample_are_told_apart(finished, tmp_path):
    folder = tmp_path / "sentiment-en"
    shutil.copytree(finished.folder, folder, ignore=shutil.ignore_patterns("dataset.jsonl", "answers.json"))
    test = opened(ready=str(folder))
    assert "Scored on 30 sentences set aside from tiny" in said(test)
    assert "On other texts it does" in said(test) and "of our 200 sentences are right" in said(test)
    assert len(test.metric) == 3  # of one set of rows
    assert "Is a label wrong?" not in said(test)


def test_a_bundle_shows_its_published_score_without_rows(finished):
    finished.dataset_path.unlink()
    test = opened(asked=finished.id)
    assert "The score comes with the model" in said(test) and len(test.metric) == 3
    assert not test.selectbox
    [labels] = [table.value["label"].tolist() for table in test.dataframe if "f1" in table.value]
    assert labels == ["No good", "Positive"]  # as their owner named them
