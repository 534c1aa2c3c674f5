"""What mistakes cost: against brute force, against scikit-learn, and by hand."""

import numpy as np
import pytest

from nlp_models.scoring.costs import (
    Mistakes,
    cheapest_threshold,
    found_before_and_after,
    mistakes,
    optimal_threshold,
    precision_recall,
)
from nlp_models.scoring.metrics import THRESHOLDS


@pytest.fixture(params=range(5))
def answers(request):
    """`(targets, share)` of rows with a rare label 1, many of them equally sure."""
    generator = np.random.default_rng(request.param)
    targets = (generator.random(300) < 0.15).astype(int)
    share = np.clip(targets * 0.5 + generator.normal(0.3, 0.25, 300), 0, 1).round(2)
    return targets, share


def test_the_worthwhile_threshold_costs_least_when_probabilities_are_what_they_claim():
    for cost_ratio in (1, 2, 10, 100):
        p = optimal_threshold(cost_ratio)
        assert cost_ratio * (1 - p) == pytest.approx(p)  # saying it and keeping quiet cost the same there
    assert optimal_threshold(1) == 0.5 and optimal_threshold(9) == pytest.approx(0.9)


def test_of_calibrated_answers_no_other_threshold_is_cheaper_on_average():
    generator = np.random.default_rng(0)
    share = generator.random(200_000)
    targets = (generator.random(200_000) < share).astype(int)
    for cost_ratio in (1, 3, 9):
        costs = [mistakes(targets, share, 1, threshold).cost(cost_ratio) for threshold in THRESHOLDS]
        assert abs(THRESHOLDS[int(np.argmin(costs))] - optimal_threshold(cost_ratio)) <= 0.03


def test_mistakes_are_counted_one_by_one(answers):
    targets, share = answers
    for threshold in (0.01, 0.5, 0.83, 0.99):
        false_positives = sum(p >= threshold and y == 0 for y, p in zip(targets, share, strict=True))
        false_negatives = sum(p < threshold and y == 1 for y, p in zip(targets, share, strict=True))
        assert mistakes(targets, share, 1, threshold) == Mistakes(false_positives, false_negatives)


def test_either_class_may_be_the_one_looked_for(answers):
    targets, share = answers
    assert mistakes(1 - targets, share, 0, 0.7) == mistakes(targets, share, 1, 0.7)


def test_a_label_that_was_never_trained_counts_as_neither():
    assert mistakes([1, 0, -1, -1], [0.2, 0.9, 0.9, 0.1], 1, 0.5) == Mistakes(false_positives=1, false_negatives=1)


def test_a_dearer_false_alarm_costs_more():
    assert Mistakes(false_positives=3, false_negatives=8).cost(10) == 38


def test_the_cheapest_threshold_is_cheaper_than_all_others(answers):
    targets, share = answers
    for cost_ratio in (1, 5, 100):
        found = mistakes(targets, share, 1, cheapest_threshold(targets, share, 1, cost_ratio)).cost(cost_ratio)
        assert found == min(mistakes(targets, share, 1, other).cost(cost_ratio) for other in THRESHOLDS)


def test_of_equally_cheap_thresholds_the_one_nearest_to_theory_is_taken():
    assert cheapest_threshold([0, 0, 1], [0.1, 0.2, 0.99], 1, cost_ratio=9) == pytest.approx(0.9)


def test_precision_and_recall_are_those_of_scikit_learn(answers):
    from sklearn.metrics import average_precision_score, precision_recall_curve

    targets, share = answers
    ours = precision_recall(targets, share, 1)
    precision, recall, thresholds = precision_recall_curve(targets, share)
    assert np.allclose(ours.precision[::-1], precision[:-1]) and np.allclose(ours.recall[::-1], recall[:-1])
    assert np.allclose(ours.thresholds[::-1], thresholds)
    assert ours.average == pytest.approx(average_precision_score(targets, share))


def test_without_a_row_of_the_label_there_is_no_curve():
    assert precision_recall([0, 0, -1], [0.1, 0.2, 0.3], 1) is None


def test_what_is_found_before_and_after_by_hand():
    gold_labels = ["spam"] * 10 + ["ham"] * 10
    before = ["spam"] * 2 + ["ham"] * 18
    after = ["spam"] * 9 + ["ham"] + ["spam"] * 3 + ["ham"] * 7
    found = found_before_and_after(gold_labels, before, after, "spam")
    assert found.recall == (0.2, 0.9) and found.precision == (1.0, 0.75)
    assert found.comparison.verdict == "wins"  # 7 gained, none lost: p = 2 / 2^7
    assert found.comparison.p_value == pytest.approx(2 / 2**7)
    assert found_before_and_after(gold_labels, before, after, "other") is None
