"""evaluate(predictor, dataset): score a finished network on rows it has not seen, in NumPy."""

from typing import Any

from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset


def evaluate(predictor: Predictor, dataset: Dataset) -> dict[str, Any]:
    """The same keys as a report's `test`."""
    problem = predictor.problem
    part = problem.encoded(dataset)
    return problem.scores(part, predictor.network.answers(part))
