"""evaluate(predictor, dataset): score a finished network on rows it has not seen, in NumPy."""

from nlp_models.metrics import classification_scores


def evaluate(predictor, dataset):
    """The same keys as a report's `test`."""
    probabilities = predictor(dataset.columns["text"])
    targets = predictor.problem.targets(dataset.columns["label"])
    return classification_scores(targets, probabilities.argmax(axis=1), predictor.config.labels)
