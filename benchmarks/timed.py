"""What has a time to keep, on idle cores: `make timed`. The suite counts the work instead, which no busy machine changes.

Each prints its seconds; the bounds are the promises, some times what is measured.
"""

import random
import time
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REPOSITORY, SHARED, store, tiny_dataset, tiny_recipe  # noqa: F401 - fixtures
from streamlit.testing.v1 import AppTest
from test_browser import PATIENCE, bring, browser_of_all, chromium, person, site  # noqa: F401 - fixtures
from test_exports import network_folder
from test_training import wait_until

from benchmarks.reviews import write_reviews
from nlp_models.answering.judging import ANSWERS, judge, write_answers
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.datasets.readers import read_table
from nlp_models.errors import RunError
from nlp_models.problems.classification.problem import Classification, Split
from nlp_models.recipe import Recipe
from nlp_models.runners import local
from nlp_models.runs import records
from nlp_models.runs.turns import wait_for_turn
from nlp_models.scoring import metrics
from nlp_models.sharing import exports

NSMC = SHARED / "sentiment-ko-nsmc" / "ratings_train.txt"
CLICK_TO_DONE = 18  # seconds, on 5,000 rows at *short*
needs_data = pytest.mark.skipif(not NSMC.exists(), reason="the public datasets are not here")


class within:
    """`with within(60, "an own network"):` prints the seconds and fails beyond the bound."""

    def __init__(self, seconds, what):
        self.bound, self.what = seconds, what

    def __enter__(self):
        self.since = time.monotonic()

    def __exit__(self, error, *_):
        passed = time.monotonic() - self.since
        print(f"\n{self.what}: {passed:.2f} s of {self.bound}")
        assert error or passed < self.bound


def test_five_thousand_rows_become_an_own_network_in_a_minute(site, person, tmp_path):  # noqa: F811
    file = tmp_path / "reviews.csv"
    write_reviews(file)
    tab = person.new_page()
    with within(60, "from opening the page to an own network on 5,000 rows"):
        tab.goto(f"{site}/sentiment")
        bring(tab, file, 5000)
        tab.get_by_role("button", name="Train on this data").click()
        with within(CLICK_TO_DONE, "of these from the click on Start training to the end"):
            tab.get_by_role("button", name="Start training").click()
            tab.get_by_role("button", name="Try it").click(timeout=PATIENCE)
        tab.get_by_text("reviews, LSTM").first.wait_for()


def test_a_cancelled_training_is_gone_soon(store, tiny_dataset, tiny_recipe):  # noqa: F811
    recipe = tiny_recipe.changed(epochs=500, patience=100, units=16, batch_size=2, bidirectional=True)
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")
    child = local.start(run)  # from nothing, as a page does
    wait_until(lambda: (run.status.step or 0) >= 1)
    run.request_cancel()
    with within(5, "from the cancel to the end of the process"):  # most of it is Python taking leave of TensorFlow
        assert child.wait(timeout=30) == 0
    assert run.status.state == "cancelled"


def test_fifty_thousand_kept_answers_load_soon(tmp_path):
    dataset = Dataset({"text": ["x"] * 200_000, "label": ["a"] * 200_000})
    folder = SimpleNamespace(folder=tmp_path, is_ready=False, about=SimpleNamespace(task="sentiment"), dataset=dataset)
    generator = np.random.default_rng(0)
    shares, targets = generator.dirichlet([0.3, 0.3], 50_000), generator.integers(0, 2, 50_000)
    problem = Classification(["a", "b"], None, 128)
    kept = {"rows": list(range(150_000, 200_000)), **problem.answered(Split([], [], targets), shares)}
    held = {"rows": list(range(5_000)), **problem.answered(Split([], [], targets[:5_000]), shares[:5_000])}
    write_answers(folder, ["a", "b"], {"test": kept, "validation": held}, {"majority": targets.tolist()})
    with within(2, f"judge() of {(tmp_path / ANSWERS).stat().st_size:,} bytes"):
        assert len(judge(folder)) == 50_000


def test_the_interval_of_macro_f1_of_fifty_thousand_rows_comes_at_once():
    generator = np.random.default_rng(1)
    targets, predicted = generator.integers(0, 3, (2, 50_000))
    matrix = metrics.confusion_matrix(targets, predicted, 3)
    with within(0.3, "macro_f1_interval"):
        metrics.macro_f1_interval(matrix)


@needs_data
def test_nsmc_is_read_soon():
    with within(10, "read_table of NSMC"):
        assert len(read_table(NSMC).rows) == 150_000


@needs_data
def test_a_click_is_answered_at_once_on_a_large_file(store, monkeypatch):  # noqa: F811
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.switch_page("pages/sentiment.py")
    for key, value in {"lang": "en", "step": "data", "source": "file"}.items():
        test.query_params[key] = value
    test.run().file_uploader[0].upload("ratings_train.txt", NSMC.read_bytes()).run()
    with within(1.5, "a rerun of Data with NSMC"):
        assert not test.run().exception


def test_a_dead_run_does_not_hold_up_the_queue(store, tiny_dataset, tiny_recipe):  # noqa: F811
    dead, later = (store.create("sentiment", tiny_recipe, tiny_dataset, owner="local") for _ in "12")
    dead.update_status(state="running")
    # its lock is free: no need to wait
    with within(records.STALE_SECONDS / 2, "waiting behind a dead run"), later.hold_lock():
        assert wait_for_turn(later, store, poll=0.01)


def test_an_export_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    folder = network_folder(tmp_path / "run")
    monkeypatch.setattr(exports, "KERAS_PATIENCE", 0.3)
    with within(3, "an export that may take 0.3 s"), pytest.raises(RunError, match=r"longer than 0\.3 seconds"):
        exports.make_keras(folder)


def test_two_hundred_thousand_rows_are_examined():
    draw = random.Random(1)
    known = [f"word{n}" for n in range(30_000)]
    texts = [" ".join(draw.choices(known, k=draw.randrange(1, 15))) for _ in range(200_000)]
    dataset = Dataset({"text": texts, "label": [draw.choice("ab") for _ in texts]})
    with within(6, "200,000 rows examined and mended"):
        findings = examine(dataset, Recipe(tokenizer="word"), Classification.CHECKS, Classification.HEALTHY)
        for finding in findings:
            dataset.edited([fixed(dataset, finding)])
    assert {"duplicates", "contradictions"} <= {finding.kind for finding in findings}
