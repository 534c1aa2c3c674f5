"""trial_texts(predictor): a few texts on which every export is held against the network that it was made from."""

from nlp_models import tasks

TEXTS = 8
TOKENS = 300  # from the whole vocabulary; more would take long to read


def trial_texts(predictor):
    """Texts of one token up to the most that is read, from the network's own vocabulary and the task's examples."""
    config, tokens = predictor.config, predictor.problem.vocabulary.tokens[2:]
    every = max(1, len(tokens) // TOKENS)
    chosen = [token.replace("▁", " ") for token in tokens[::every]][:TOKENS] or ["?"]
    made = [" ".join(chosen[start::TEXTS][: 2**start]) for start in range(TEXTS)]
    examples = [text for texts in tasks.load(config.task).examples.values() for text in texts]
    return ["", *made, *examples]
