"""evaluate(predictor, dataset): score a finished network on rows it has not seen, in NumPy."""


def evaluate(predictor, dataset):
    """The same keys as a report's `test`."""
    problem = predictor.problem
    part = problem.encoded(dataset)
    return problem.scores(part, predictor.network.answers(part))
