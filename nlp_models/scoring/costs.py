"""What the two kinds of mistake cost, where one looks for a rare label: the threshold that pays, and what it changes.

worthwhile_threshold(10)    # 0.909: if losing a genuine message costs ten times a missed spam, say spam from 91 % on
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.scoring.metrics import THRESHOLDS, Comparison, compare_answers


@dataclass(frozen=True)
class Mistakes:
    """At one threshold: `lost` rows of the other label were taken for the one looked for, `missed` slipped through."""

    lost: int
    missed: int

    def cost(self, price):
        """In units of one that slips through."""
        return price * self.lost + self.missed


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


def worthwhile_threshold(price):
    """From which probability on to say the label looked for, when a false alarm costs `price` times a miss.

    With probability p, saying it costs (1 - p) price and not saying it p: level at price / (price + 1) (Elkan 2001,
    The foundations of cost-sensitive learning, eq. 2). It trusts the probabilities to be what they claim.
    """
    return price / (price + 1)


def mistakes(targets, share, positive, threshold):
    """The Mistakes of "positive from this probability on", of two classes.

    Args:
        targets: class numbers `(N,)`; a target of -1 (a label never trained) counts as neither.
        share: probability of the class `positive` `(N,)`.
    """
    said, targets = np.asarray(share) >= threshold, np.asarray(targets)
    lost, missed = (targets == 1 - positive) & said, (targets == positive) & ~said
    return Mistakes(int(lost.sum()), int(missed.sum()))


def cheapest_threshold(targets, share, positive, price):
    """Of THRESHOLDS the one whose mistakes cost least; of equals the nearest to the worthwhile one."""
    costs = [mistakes(targets, share, positive, threshold).cost(price) for threshold in THRESHOLDS]
    fitting = THRESHOLDS[np.asarray(costs) == min(costs)]
    return float(fitting[np.abs(fitting - worthwhile_threshold(price)).argmin()])


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


def found_before_and_after(golds, before, after, label):
    """The Found of one label; None when no row has it.

    Args:
        golds, before, after: the right label of every row, and what each of two networks answered `(N,)`.
    """
    golds, answers = np.asarray(golds), [np.asarray(given) for given in (before, after)]
    there = golds == label
    if not there.any():
        return None
    said = [given == label for given in answers]
    return Found(
        recall=tuple(float(one[there].mean()) for one in said),
        precision=tuple(float((one & there).sum() / max(1, one.sum())) for one in said),
        comparison=compare_answers(golds[there], answers[1][there], answers[0][there]),
    )
