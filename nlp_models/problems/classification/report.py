"""What report.json and answers.json of a classifier may hold: see report.py and archive_contents.py."""

from typing import Literal

from pydantic import BaseModel, Field

from nlp_models.report import LabelScores, Mean, Share, Strict


class ClassificationScores(BaseModel):
    """What metrics.classification_scores gives."""

    rows: int = Field(ge=1, le=10**12)
    accuracy: float = Share
    accuracy_low: float = Share
    accuracy_high: float = Share
    macro_f1: float = Share
    macro_f1_low: float = Field(0, ge=0, le=1)  # early reports lack the interval
    macro_f1_high: float = Field(1, ge=0, le=1)
    per_class: dict[str, LabelScores] = Field(max_length=1000)


class AnsweredSplit(Strict):
    """The rows of a part, their class numbers (-1: never trained) and the probability of every label."""

    rows: list[int]
    targets: list[int]
    probabilities: list[list[Mean]]


class ClassificationAnswers(Strict):
    """answers.json of a classifier."""

    labels: list[str]
    baselines: dict[Literal["majority", "naive_bayes", "logistic_regression"], list[int]]
    test: AnsweredSplit
    validation: AnsweredSplit | None = None

    def misfit(self, dataset, labels):
        """Where this cannot be of these rows and labels; None where it can."""
        for part in (self.test, self.validation):
            if part and not _is_answered(part, len(dataset), len(labels)):
                return "rows"
        for given in self.baselines.values():
            if len(given) != len(self.test.rows) or not _are_classes(given, len(labels), 0):
                return "baselines"
        return None


def _is_answered(part, rows, labels):
    return (
        len(part.rows) == len(part.targets) == len(part.probabilities) == len(set(part.rows))
        and all(0 <= row < rows for row in part.rows)
        and _are_classes(part.targets, labels, -1)
        and all(len(row) == labels for row in part.probabilities)
    )


def _are_classes(numbers, labels, least):
    return all(least <= number < labels for number in numbers)
