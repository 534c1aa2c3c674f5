"""Scores of a classifier, with the margin that so many rows leave."""

import math

import numpy as np


def classification_scores(targets, predicted, labels):
    """Rows, accuracy with its 95% interval, macro F1, and precision / recall / F1 of every label.

    Args:
        targets, predicted: class numbers `(N,)`; a target of -1 (a label never trained) is always wrong.
        labels: the label of each class number.
    """
    targets, predicted = np.asarray(targets), np.asarray(predicted)
    right = int((targets == predicted).sum())
    per_class = {label: _one_class(targets == n, predicted == n) for n, label in enumerate(labels)}
    low, high = wilson_interval(right, len(targets))
    return {
        "rows": len(targets),
        "accuracy": right / len(targets),
        "accuracy_low": low,
        "accuracy_high": high,
        "macro_f1": float(np.mean([scores["f1"] for scores in per_class.values()])),
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
