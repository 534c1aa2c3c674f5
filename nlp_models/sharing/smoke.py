"""smoke_inputs(predictor): a few texts on which every export is held against the network that it was made from."""

from nlp_models import tasks


def smoke_inputs(predictor):
    """Texts of one token up to the most that is read, from the network's own vocabulary and the task's examples."""
    examples = [text for texts in tasks.load(predictor.config.task).examples.values() for text in texts]
    return predictor.problem.smoke_inputs(examples)
