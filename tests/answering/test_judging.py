"""What a finished network answered on unseen rows: kept, read back, compared, corrected."""

import json
import shutil
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REPOSITORY, counted_calls

from nlp_models.answering.judging import ANSWERS, corrected_dataset, judge, judge_training, split_as, write_answers
from nlp_models.answering.ready import ReadyModel
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.classification.arrays import Split
from nlp_models.problems.classification.judging import Evaluated, confident_errors, rows_of_cell, what_changed
from nlp_models.problems.classification.problem import Classification, round_without_turning
from nlp_models.runs import bundles
from nlp_models.scoring import metrics


@pytest.fixture
def finished(tiny_run):
    return tiny_run


def evaluated_of(answers, gold_labels, rows=None, source="held-out"):
    """A Evaluated of the labels "a" and "b", each answered with 0.9, 0.8, ..."""
    labels = ["a", "b"]
    sure = 0.9 - 0.01 * np.arange(len(answers))
    shares = np.where(
        np.asarray([[label == answer for label in labels] for answer in answers]), sure[:, None], 1 - sure[:, None]
    )
    targets = np.asarray([labels.index(gold) if gold in labels else -1 for gold in gold_labels])
    rows = np.arange(len(answers)) if rows is None else np.asarray(rows)
    return Evaluated(
        labels, {}, rows, [f"text {row}" for row in rows], list(gold_labels), targets, shares, {}, None, source
    )


def test_the_kept_answers_are_those_of_the_report(finished):
    evaluated, report = judge(finished), finished.report
    scores = metrics.classification_scores(evaluated.targets, evaluated.predicted, evaluated.labels)
    assert scores == report["test"]
    for name, given in evaluated.baselines.items():
        assert metrics.classification_scores(evaluated.targets, given, evaluated.labels) == report["baselines"][name]
    assert set(evaluated.baselines) == {"majority", "naive_bayes", "logistic_regression"}
    assert len(evaluated.validation) == report["rows"]["validation"]


def test_the_kept_answers_belong_to_the_rows_that_were_held_back(finished):
    evaluated, data = judge(finished), finished.dataset
    parts = split_as(finished, data).columns["part"]
    assert [parts[row] for row in evaluated.rows] == ["test"] * len(evaluated)
    assert [parts[row] for row in evaluated.validation.rows] == ["validation"] * len(evaluated.validation)
    assert evaluated.texts == [data.columns["text"][row] for row in evaluated.rows]
    assert [evaluated.labels[number] for number in evaluated.targets] == evaluated.gold_labels


def test_a_run_from_before_answers_were_kept_is_answered_now_and_alike(finished):
    kept = judge(finished)
    (finished.folder / ANSWERS).unlink()
    now = judge(finished)
    assert now.rows.tolist() == kept.rows.tolist() and now.baselines == {}
    np.testing.assert_allclose(now.probabilities, kept.probabilities, atol=2e-4)  # four digits, NumPy beside Keras


def test_the_training_rows_are_those_that_were_not_held_back(finished):
    training, evaluated = judge_training(finished), judge(finished)
    seen = {*training.rows.tolist(), *evaluated.rows.tolist(), *evaluated.validation.rows.tolist()}
    assert len(seen) == len(training) + len(evaluated) + len(evaluated.validation) == len(finished.dataset)


def test_a_bundle_has_neither_answers_nor_rows(finished, tmp_path):
    bundles.export(finished.folder, tmp_path / "tiny.zip")
    assert ANSWERS not in zipfile.ZipFile(tmp_path / "tiny.zip").namelist()
    finished.dataset_path.unlink()
    assert judge(finished) is None


def test_a_ready_model_is_judged_on_the_held_fifth_of_our_sample(finished, tmp_path):
    shutil.copytree(finished.folder, tmp_path / "sentiment-en", ignore=shutil.ignore_patterns("dataset.jsonl", ANSWERS))
    evaluated = judge(ReadyModel(tmp_path / "sentiment-en"))
    assert evaluated.source == "sample" and len(evaluated) == 200 and evaluated.validation is None


def test_fifty_thousand_rows_stay_under_three_megabytes_and_no_row_is_looked_at_by_itself(tmp_path):
    class Folder:
        folder, is_ready, about = tmp_path, False, SimpleNamespace(task="sentiment")
        dataset = Dataset({"text": ["x"] * 200_000, "label": ["a"] * 200_000})

    generator = np.random.default_rng(0)
    shares, targets = generator.dirichlet([0.3, 0.3], 50_000), generator.integers(0, 2, 50_000)
    problem = Classification(["a", "b"], None, 128)
    kept = {"rows": list(range(150_000, 200_000)), **problem.answered(Split([], targets=targets), shares)}
    held = {"rows": list(range(5_000)), **problem.answered(Split([], targets=targets[:5_000]), shares[:5_000])}
    baselines = {name: targets.tolist() for name in ("majority", "naive_bayes", "logistic_regression")}
    write_answers(Folder, ["a", "b"], {"test": kept, "validation": held}, baselines)
    assert (tmp_path / ANSWERS).stat().st_size < 3_000_000
    with counted_calls() as calls:
        evaluated = judge(Folder)
    assert sum(calls.values()) < 1_000, calls.most_common(5)
    assert (evaluated.predicted == shares.argmax(axis=1)).all()


def test_rounding_never_turns_an_answer_over():
    shares = np.asarray([[0.49996, 0.50004], [0.50004, 0.49996], [0.2, 0.8]])
    rounded = round_without_turning(shares)
    assert rounded.argmax(axis=1).tolist() == [1, 0, 1]
    assert np.abs(rounded - shares).max() < 2e-4


def test_mistakes_are_listed_the_surest_first():
    evaluated = evaluated_of("aabba", "abbab")
    assert confident_errors(evaluated).tolist() == [1, 3, 4]
    assert rows_of_cell(evaluated, 1, 0).tolist() == [1, 4]
    assert rows_of_cell(evaluated_of("ab", "ac"), -1, 1).tolist() == [1]


def test_corrections_leave_every_row_in_its_part(finished):
    data = finished.dataset
    row = int(judge(finished).rows[0])
    other = "positive" if data.columns["label"][row] == "negative" else "negative"
    corrected = corrected_dataset(finished, {row: other})
    assert corrected.columns["part"] == split_as(finished, data).columns["part"]
    assert corrected.columns["label"][row] == other
    assert corrected.with_parts(seed=99).columns["part"] == corrected.columns["part"]  # what its training will do
    changed = [
        n
        for n, pair in enumerate(zip(data.columns["label"], corrected.columns["label"], strict=True))
        if pair[0] != pair[1]
    ]
    assert changed == [row]


def test_before_and_after_are_both_scored_on_the_corrected_labels():
    before = evaluated_of("aaaa", "abab", rows=[5, 6, 7, 8])
    after = evaluated_of("bbba", "bbba", rows=[8, 7, 6, 5])  # other order; the gold of row 7 was corrected to b
    change = what_changed(before, after)
    assert (change.before, change.after) == (0.25, 1.0)
    assert after.rows[change.became_right].tolist() == [8, 7, 6] and not len(change.became_wrong)
    assert change.comparison.verdict == "ties"  # three rows prove nothing: p = 0.25


def test_other_rows_are_not_compared():
    assert what_changed(evaluated_of("ab", "ab", rows=[1, 2]), evaluated_of("ab", "ab", rows=[1, 3])) is None


def test_a_run_remembers_which_one_it_corrects(store, tiny_dataset, tiny_recipe):
    first = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    second = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local", parent=first.id)
    assert first.about.parent is None and second.about.parent == first.id


def test_nothing_heavy_is_imported_to_judge():
    source = (REPOSITORY / "nlp_models/answering/judging.py").read_text("utf-8")
    assert not any(name in source for name in ("sklearn", "scipy", "tensorflow", "import keras"))


@pytest.mark.parametrize(("gained", "lost", "p"), [(1, 9, 0.021484375), (5, 5, 1.0), (0, 6, 0.03125), (0, 0, 1.0)])
def test_the_paired_test_is_the_exact_binomial_one(gained, lost, p):
    targets = np.zeros(gained + lost + 3, int)
    ours = np.asarray([0] * gained + [1] * lost + [0, 0, 1])
    theirs = np.asarray([1] * gained + [0] * lost + [0, 0, 1])
    found = metrics.compare_answers(targets, ours, theirs)
    assert found.p_value == pytest.approx(p)
    assert found.verdict == ("ties" if p > 0.05 else "loses")
    assert found.difference == pytest.approx((gained - lost) / len(targets))
    assert metrics.compare_answers(targets, theirs, ours).verdict == ("ties" if p > 0.05 else "wins")


def test_two_scores_alone_are_compared_as_strangers():
    assert metrics.compare_scores(0.9, 0.8, 1000).verdict == "wins"
    assert metrics.compare_scores(0.8, 0.9, 1000).verdict == "loses"
    assert metrics.compare_scores(0.81, 0.80, 1000).verdict == "ties"
    # z = 0.1 / sqrt(0.25 / 50) = 1.414
    assert metrics.compare_scores(0.55, 0.45, 100).p_value == pytest.approx(0.1553, abs=2e-3)


def test_the_interval_of_macro_f1_is_that_of_drawing_rows_anew():
    generator = np.random.default_rng(1)
    targets = generator.integers(0, 3, 400)
    predicted = np.where(generator.random(400) < 0.7, targets, generator.integers(0, 3, 400))
    low, high = metrics.macro_f1_interval(metrics.confusion_matrix(targets, predicted, 3))
    drawn = []
    for _ in range(400):
        rows = generator.integers(0, 400, 400)
        per_class = [metrics._one_class(targets[rows] == n, predicted[rows] == n)["f1"] for n in range(3)]
        drawn.append(np.mean(per_class))
    assert (low, high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.012)


def test_the_interval_of_macro_f1_draws_as_much_for_many_rows_as_for_few(monkeypatch):
    drawn, default_rng = [], np.random.default_rng

    def multinomial(rows, shares, size):
        drawn.append(size * len(shares))
        return default_rng(0).multinomial(rows, shares, size=size)

    monkeypatch.setattr(np.random, "default_rng", lambda _seed: SimpleNamespace(multinomial=multinomial))
    matrix, sums = np.asarray([[120, 9, 3], [10, 99, 9], [4, 5, 141]]), []
    for many in (1, 125):
        metrics.macro_f1_interval(matrix * many)
        sums.append(sum(drawn))
        drawn.clear()
    assert sums == [metrics.RESAMPLES * 9] * 2


def test_a_label_never_trained_has_a_row_of_its_own():
    matrix = metrics.confusion_matrix([0, 1, -1, 1], [0, 0, 1, 1], 2)
    assert matrix.tolist() == [[1, 0], [1, 1], [0, 1]]


def test_calibration_compares_claims_with_the_share_that_was_right():
    shares = np.asarray([[0.95, 0.05]] * 4 + [[0.35, 0.65]] * 4)
    targets = np.asarray([0, 0, 0, 1, 1, 1, 0, 0])
    bins = metrics.calibration_bins(shares, targets)
    assert [(part.rows, round(part.claimed, 2), part.right) for part in bins] == [(4, 0.65, 0.5), (4, 0.95, 0.75)]
    assert metrics.expected_calibration_error(bins) == pytest.approx((4 * 0.15 + 4 * 0.2) / 8)


@pytest.mark.parametrize("by", ["width", "rows"])
def test_every_row_is_in_one_bin(by):
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 500)
    bins = metrics.calibration_bins(shares, np.zeros(500, int), by=by)
    assert sum(part.rows for part in bins) == 500
    assert by == "width" or {part.rows for part in bins} <= {49, 50, 51}
    assert len(metrics.calibration_bins(np.full((5, 2), 0.5), np.zeros(5, int), by=by)) == 1


def test_threshold_scores_are_those_of_counting_at_each_one():
    generator = np.random.default_rng(0)
    share, targets = generator.random(60), generator.integers(0, 2, 60)
    curve = metrics.threshold_curve(targets, share, positive=1)
    for at in (0, 30, 49, 98):
        said = (share >= metrics.THRESHOLDS[at]).astype(int)
        expected = metrics.classification_scores(targets, said, ["no", "yes"])
        one = expected["per_class"]["yes"]
        found = [float(getattr(curve, name)[at]) for name in ("precision", "recall", "f1", "accuracy")]
        assert found == pytest.approx([one["precision"], one["recall"], one["f1"], expected["accuracy"]])


def test_the_best_threshold_is_found_and_a_tie_goes_to_the_middle():
    targets = np.asarray([0, 0, 1, 1])
    assert 0.3 < metrics.threshold_curve(targets, np.asarray([0.1, 0.3, 0.4, 0.9]), 1).best("f1") <= 0.4
    assert metrics.threshold_curve(targets, np.asarray([0.1, 0.3, 0.7, 0.9]), 1).best("accuracy") == 0.5


def test_answers_are_plain_json(finished):
    data = json.loads((finished.folder / ANSWERS).read_text("utf-8"))
    assert set(data) == {"labels", "baselines", "test", "validation"}
    assert set(data["test"]) == {"rows", "targets", "probabilities"}
    assert all(round(share, 4) == share for row in data["test"]["probabilities"] for share in row)
