"""What the two kinds of mistake cost, where one looks for a rare label: the threshold that pays, and what it changes.

optimal_threshold(10)    # 0.909: if losing a genuine message costs ten times a missed spam, say spam from 91 % on
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.scoring.metrics import THRESHOLDS, Comparison, compare_answers


@dataclass(frozen=True)
class Mistakes:
    """At one threshold: `false_positives` rows of the other label were taken for the one looked for, `false_negatives` slipped through."""

    false_positives: int
    false_negatives: int

    def cost(self, cost_ratio):
        """In units of one that slips through."""
        return cost_ratio * self.false_positives + self.false_negatives


@dataclass(frozen=True)
class PrecisionRecall:
    """One point for every threshold that tells rows apart, from the surest row to all of them, `(P,)` each."""

    thresholds: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    average: float  # average precision: the area under its steps


@dataclass(frozen=True)
class Found:
    """How one label is found before and after a training: `(before, after)` each, and whether recall differs beyond chance."""

    recall: tuple[float, float]
    precision: tuple[float, float]
    comparison: Comparison


def optimal_threshold(cost_ratio):
    """From which probability on to say the label looked for, when a false alarm costs `cost_ratio` times a miss.

    With probability p, saying it costs (1 - p) price and not saying it p: level at price / (price + 1) (Elkan 2001,
    The foundations of cost-sensitive learning, eq. 2). It trusts the probabilities to be what they claim.
    """
    return cost_ratio / (cost_ratio + 1)


def mistakes(targets, share, positive, threshold):
    """The Mistakes of "positive from this probability on", of two classes.

    Args:
        targets: class numbers `(N,)`; a target of -1 (a label never trained) counts as neither.
        share: probability of the class `positive` `(N,)`.
    """
    said, targets = np.asarray(share) >= threshold, np.asarray(targets)
    false_positives, false_negatives = (targets == 1 - positive) & said, (targets == positive) & ~said
    return Mistakes(int(false_positives.sum()), int(false_negatives.sum()))


def cheapest_threshold(targets, share, positive, cost_ratio):
    """Of THRESHOLDS the one whose mistakes cost least; of equals the nearest to the worthwhile one."""
    costs = [mistakes(targets, share, positive, threshold).cost(cost_ratio) for threshold in THRESHOLDS]
    fitting = THRESHOLDS[np.asarray(costs) == min(costs)]
    return float(fitting[np.abs(fitting - optimal_threshold(cost_ratio)).argmin()])


def precision_recall(targets, share, positive):
    """The PrecisionRecall of the class `positive`; None when no row has it."""
    there, share = np.asarray(targets) == positive, np.asarray(share)
    if not there.any():
        return None
    order = np.argsort(-share, kind="stable")
    last = np.append(np.diff(share[order]) != 0, True)  # rows of one probability come together
    hits, claimed = np.cumsum(there[order])[last], np.flatnonzero(last) + 1
    precision, recall = hits / claimed, hits / there.sum()
    return PrecisionRecall(share[order][last], precision, recall, float((np.diff(recall, prepend=0) * precision).sum()))


def found_before_and_after(gold_labels, before, after, label):
    """The Found of one label; None when no row has it.

    Args:
        golds, before, after: the right label of every row, and what each of two networks answered `(N,)`.
    """
    gold_labels, answers = np.asarray(gold_labels), [np.asarray(given) for given in (before, after)]
    there = gold_labels == label
    if not there.any():
        return None
    said = [given == label for given in answers]
    return Found(
        recall=tuple(float(one[there].mean()) for one in said),
        precision=tuple(float((one & there).sum() / max(1, one.sum())) for one in said),
        comparison=compare_answers(gold_labels[there], answers[1][there], answers[0][there]),
    )
