"""evaluate(predictor, dataset): score a finished network on rows it has not seen, in NumPy."""

from collections.abc import Mapping
from typing import Any

from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.labels import Known


def evaluate(predictor: Predictor, dataset: Dataset) -> dict[str, Any]:
    """The same keys as a report's `test`; of labels that the network does not know nothing is said here: `known_rows`."""
    problem = predictor.problem
    part = problem.encoded(dataset)
    return problem.scores(part, predictor.network.answers(part))


def known_rows(predictor: Predictor, dataset: Dataset, said: Mapping[str, str] | None = None) -> Known:
    """The rows whose labels the network knows, and how many of which others there are.

    Args:
        said: label of the file -> label or shown name of the network.

    Raises:
        DataError: it knows none of them.
    """
    config = predictor.config
    return predictor.problem.labels_known(dataset, config.labels, config.names, said)
