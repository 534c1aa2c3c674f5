"""Scores of a classifier, with the margin that so many rows leave; calibration, thresholds and paired tests.

compare_answers(targets, ours, theirs).verdict    # "wins", "ties" or "loses" at 95 %
"""

import math
from dataclasses import dataclass

import numpy as np

SURE_ENOUGH = 0.05  # a smaller p is called more than chance
THRESHOLDS = np.arange(1, 100) / 100
RESAMPLES = 500


@dataclass(frozen=True)
class Comparison:
    """Two classifiers on the same rows. `difference` is ours minus theirs, as a share of the rows."""

    verdict: str  # "wins", "ties", "loses"
    difference: float
    p_value: float


@dataclass(frozen=True)
class Bin:
    """The rows whose probability lies between two bounds: what was claimed, and the share that was right."""

    low: float
    high: float
    rows: int
    claimed: float
    right: float
    right_low: float
    right_high: float


@dataclass(frozen=True)
class ThresholdCurve:
    """Scores of "positive from this probability on", arrays as long as THRESHOLDS."""

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    accuracy: np.ndarray

    def best(self, score):
        """The threshold with the highest "f1" or "accuracy"; of equals the one nearest to one half."""
        values = getattr(self, score)
        fitting = THRESHOLDS[values >= values.max() - 1e-12]
        return float(fitting[np.abs(fitting - 0.5).argmin()])


def classification_scores(targets, predicted, labels):
    """Rows, accuracy and macro F1 with their 95% intervals, and precision / recall / F1 of every label.

    Args:
        targets, predicted: class numbers `(N,)`; a target of -1 (a label never trained) is always wrong.
        labels: the label of each class number.
    """
    targets, predicted = np.asarray(targets), np.asarray(predicted)
    right = int((targets == predicted).sum())
    per_class = {label: _one_class(targets == n, predicted == n) for n, label in enumerate(labels)}
    low, high = wilson_interval(right, len(targets))
    f1_low, f1_high = macro_f1_interval(confusion_matrix(targets, predicted, len(labels)))
    return {
        "rows": len(targets),
        "accuracy": right / len(targets),
        "accuracy_low": low,
        "accuracy_high": high,
        "macro_f1": float(np.mean([scores["f1"] for scores in per_class.values()])),
        "macro_f1_low": f1_low,
        "macro_f1_high": f1_high,
        "per_class": per_class,
    }


def wilson_interval(right, rows, z=1.96):
    """95% interval of a share (Wilson 1927); stays within 0..1 and holds for few rows."""
    share, spread = right / rows, z * z / rows
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / rows + spread / (4 * rows)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _one_class(is_target, is_predicted):
    hits, claimed, there = int((is_target & is_predicted).sum()), int(is_predicted.sum()), int(is_target.sum())
    precision, recall = hits / max(claimed, 1), hits / max(there, 1)
    f1 = 2 * hits / max(claimed + there, 1)
    return {"rows": there, "precision": precision, "recall": recall, "f1": f1}


def confusion_matrix(targets, predicted, classes):
    """How many rows of each target got each answer, `(classes + 1, classes)`; the last row is target -1."""
    rows = np.where(np.asarray(targets) < 0, classes, targets)
    flat = np.bincount(rows * classes + np.asarray(predicted), minlength=(classes + 1) * classes)
    return flat.reshape(classes + 1, classes)


def macro_f1_interval(matrix, resamples=RESAMPLES, seed=0):
    """95% interval of macro F1: the rows drawn anew `resamples` times (Efron's percentile bootstrap).

    Drawing N rows with replacement is one multinomial draw of the matrix's cells, whatever N is.
    """
    classes, rows = matrix.shape[1], matrix.sum()
    generator, draws = np.random.default_rng(seed), []
    for _ in range(0, resamples, 100):  # in pieces: 200 labels make 40,000 cells
        drawn = generator.multinomial(rows, matrix.ravel() / rows, size=100).reshape(100, *matrix.shape)
        hits, there = np.diagonal(drawn, axis1=1, axis2=2), drawn.sum(axis=2)[:, :classes]
        draws.append((2 * hits / np.maximum(there + drawn.sum(axis=1), 1)).mean(axis=1))
    low, high = np.quantile(np.concatenate(draws), [0.025, 0.975])
    return float(low), float(high)


def compare_answers(targets, ours, theirs):
    """A Comparison by McNemar's exact test: of the rows that one got right and the other not, is it half and half?"""
    right, other = np.asarray(ours) == targets, np.asarray(theirs) == targets
    gained, lost = int((right & ~other).sum()), int((~right & other).sum())
    p_value = _two_sided_binomial(min(gained, lost), gained + lost)
    return _comparison((gained - lost) / len(right), p_value)


def compare_scores(ours, theirs, rows):
    """A Comparison of two accuracies when only these are known: treated as independent, so it says "ties" more often."""
    spread = math.sqrt(max(1e-12, (ours * (1 - ours) + theirs * (1 - theirs)) / rows))
    return _comparison(ours - theirs, math.erfc(abs(ours - theirs) / spread / math.sqrt(2)))


def _comparison(difference, p_value):
    sure = p_value < SURE_ENOUGH
    return Comparison(("wins" if difference > 0 else "loses") if sure else "ties", difference, p_value)


def _two_sided_binomial(fewer, trials):
    """Probability of a split at least as uneven as `fewer` of `trials` when both sides are as likely."""
    k = np.arange(1, fewer + 1)
    # log of (trials over k) / 2^trials for k = 0..fewer: thousands of trials would overflow
    logs = np.concatenate([[0.0], np.cumsum(np.log((trials - k + 1) / k))]) - trials * math.log(2)
    return min(1.0, 2 * float(np.exp(logs).sum()))


def calibration_bins(probabilities, targets, bins=10, by="width"):
    """Bins of the probability of the answer given; empty ones are left out.

    Args:
        probabilities: `(N, labels)`.
        by: "width", bins equally wide from one part in `labels` (pure guessing) to 1, or "rows", equally full.
    """
    claimed = np.max(probabilities, axis=1)
    right = np.argmax(probabilities, axis=1) == targets
    edges = np.linspace(1 / probabilities.shape[1], 1, bins + 1)
    if by == "rows":
        edges = np.unique(np.quantile(claimed, np.linspace(0, 1, bins + 1)))
    place = np.clip(np.searchsorted(edges, claimed, side="right") - 1, 0, max(0, len(edges) - 2))
    filled = []
    for number in np.unique(place):
        inside = place == number
        hits, rows = int(right[inside].sum()), int(inside.sum())
        bounds = float(edges[number]), float(edges[min(number + 1, len(edges) - 1)])
        filled.append(Bin(*bounds, rows, float(claimed[inside].mean()), hits / rows, *wilson_interval(hits, rows)))
    return filled


def expected_calibration_error(bins):
    """Mean gap between claim and truth, weighted by rows (Naeini et al. 2015)."""
    rows = sum(part.rows for part in bins)
    return sum(part.rows * abs(part.claimed - part.right) for part in bins) / rows


def threshold_curve(targets, share, positive):
    """Precision, recall, F1 and accuracy at every threshold, of two classes.

    Args:
        targets: class numbers `(N,)`.
        share: probability of the class `positive` `(N,)`.
    """
    targets, claims = np.asarray(targets), np.asarray(share)[:, None] >= THRESHOLDS  # (N, thresholds)
    there = targets == positive
    hits, claimed = claims[there].sum(axis=0), claims.sum(axis=0)
    refused = (~claims[targets == 1 - positive]).sum(axis=0)
    return ThresholdCurve(
        precision=hits / np.maximum(claimed, 1),
        recall=hits / max(int(there.sum()), 1),
        f1=2 * hits / np.maximum(claimed + there.sum(), 1),
        accuracy=(hits + refused) / max(len(targets), 1),
    )


def largest_difference(ours, theirs):
    """The largest between the numbers of two lists of arrays, each of the shape of its twin; 0 where there are none."""
    return max(
        (float(np.abs(one - other).max(initial=0)) for one, other in zip(ours, theirs, strict=True)), default=0.0
    )
